//! The signal to stop, seen by every task.

use tokio::sync::watch;

/// Says when to stop. Dropping it stops as well.
pub struct StopHandle(watch::Sender<bool>);

/// Learns when to stop.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
	/// A signal that has not been given yet.
	#[allow(clippy::new_ret_no_self)]
	pub fn new() -> (StopHandle, Stop) {
		let (sender, receiver) = watch::channel(false);
		(StopHandle(sender), Stop(receiver))
	}

	/// Returns once everything shall stop.
	pub async fn stopped(&self) {
		let mut receiver = self.0.clone();
		// An error means that the handle is gone.
		let _ = receiver.wait_for(|stopped| *stopped).await;
	}

	/// Whether everything shall stop.
	pub fn is_stopped(&self) -> bool {
		*self.0.borrow() || self.0.has_changed().is_err()
	}

	/// Runs a future to its end, or drops it when everything shall stop.
	pub async fn or<T>(&self, future: impl std::future::Future<Output = T>) -> Option<T> {
		tokio::select! {
			value = future => Some(value),
			() = self.stopped() => None,
		}
	}
}

impl StopHandle {
	/// Tells everything to stop.
	pub fn stop(&self) {
		let _ = self.0.send(true);
	}
}

/// A signal to stop that is given when the process is told to end.
pub fn on_signal() -> Stop {
	let (handle, stop) = Stop::new();
	tokio::spawn(async move {
		match signal().await {
			Ok(name) => tracing::info!(signal = name, "stopping"),
			Err(error) => tracing::error!(%error, "signals cannot be received; stopping"),
		}
		handle.stop();
		// Whoever asks twice does not want to wait.
		if signal().await.is_ok() {
			tracing::warn!("stopped at once; what is on disk is where the next run goes on");
			std::process::exit(130);
		}
	});
	stop
}

/// Returns when the process is told to end by SIGINT (Ctrl-C) or SIGTERM, with the signal's name.
pub async fn signal() -> std::io::Result<&'static str> {
	use tokio::signal::unix::{signal, SignalKind};
	let mut interrupt = signal(SignalKind::interrupt())?;
	let mut terminate = signal(SignalKind::terminate())?;
	Ok(tokio::select! {
		_ = interrupt.recv() => "SIGINT",
		_ = terminate.recv() => "SIGTERM",
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[tokio::test]
	async fn stopping_ends_what_waits() {
		let (handle, stop) = Stop::new();
		assert!(!stop.is_stopped());
		assert_eq!(stop.or(async { 1 }).await, Some(1));
		handle.stop();
		assert_eq!(stop.or(std::future::pending::<()>()).await, None);
		assert!(stop.is_stopped());
	}
}
