//! Work that takes a while: a few at a time, away from the server's threads, with progress, and stopped when whoever asked
//! is gone.

use super::{
	pictures::{base64, Made},
	refusal::Refusal,
	Service,
};
use axum::{
	http::{
		header::{ACCEPT, CONTENT_TYPE},
		HeaderMap, HeaderName,
	},
	response::{
		sse::{Event, KeepAlive, Sse},
		IntoResponse, Response,
	},
	Json,
};
use futures::stream;
use promptale_engine::Progress;
use serde_json::{json, Value};
use std::{
	convert::Infallible,
	ops::ControlFlow,
	sync::{
		atomic::{AtomicBool, Ordering},
		Arc,
	},
};
use tokio::sync::{mpsc, oneshot};

/// What a job calls after every step.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// What a job made: images, and what else there is to say.
pub struct Outcome {
	/// In order.
	pub images: Vec<Made>,
	/// Fields of the answer beside `images`.
	pub also: Value,
}

impl From<Vec<Made>> for Outcome {
	fn from(images: Vec<Made>) -> Outcome {
		Outcome { images, also: json!({}) }
	}
}

/// Stops a job when it is dropped.
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
	fn drop(&mut self) {
		self.0.store(true, Ordering::Relaxed);
	}
}

/// Runs `work`, and answers what it makes in the form that was asked for:
///
/// - `Accept: text/event-stream`: an event `progress` (`{"done": 3, "of": 25}`) after every step, then one event `images` or
///   `error`;
/// - `Accept: application/json`, or more than one image: a JSON object with the images in base64;
/// - otherwise the image itself, with its hashes as headers.
pub async fn run<Work>(service: Arc<Service>, headers: &HeaderMap, work: Work) -> Response
where
	Work: FnOnce(&Service, Watch) -> Result<Outcome, Refusal> + Send + 'static,
{
	let Ok(permit) = service.busy.clone().try_acquire_owned() else {
		let most = service.limits.max_requests;
		let message = format!("this worker computes {most} requests at a time (`serve.max_requests`); try again soon");
		return Refusal::unavailable(message).into_response();
	};
	let wants = |kind: &str| {
		let accept = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
		accept.into_iter().any(|value| value.contains(kind))
	};
	let (streams, as_json) = (wants("text/event-stream"), wants("application/json"));
	let stopped = Arc::new(AtomicBool::new(false));
	let stop = StopOnDrop(stopped.clone());
	// One place: whoever reads slowly misses steps, not the end.
	let (sender, receiver) = mpsc::channel(1);
	let (answer, answered) = oneshot::channel();
	tokio::task::spawn_blocking(move || {
		let mut watch = |progress: Progress| {
			let _ = sender.try_send(progress);
			match stopped.load(Ordering::Relaxed) {
				true => ControlFlow::Break(()),
				false => ControlFlow::Continue(()),
			}
		};
		let outcome = work(&service, &mut watch);
		drop((permit, sender));
		let _ = answer.send(outcome);
	});
	let answered = async move { answered.await.unwrap_or_else(|_| Err(Refusal::internal("a computation broke off"))) };
	if !streams {
		let outcome = answered.await;
		drop(stop);
		return match outcome {
			Ok(outcome) => respond(outcome, as_json),
			Err(refusal) => refusal.into_response(),
		};
	}
	let state = (receiver, Some(Box::pin(answered)), stop);
	let events = stream::unfold(state, |(mut receiver, mut answered, stop)| async move {
		// The job drops its end of the channel before it answers.
		let event = match receiver.recv().await {
			Some(Progress { done, of }) => named("progress", json!({ "done": done, "of": of })),
			None => match answered.take()?.await {
				Ok(outcome) => named("images", describe(&outcome)),
				Err(refusal) => named("error", json!({ "error": refusal.message })),
			},
		};
		Some((Ok::<_, Infallible>(event), (receiver, answered, stop)))
	});
	Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

fn named(name: &str, data: Value) -> Event {
	Event::default().event(name).data(data.to_string())
}

fn respond(outcome: Outcome, as_json: bool) -> Response {
	match &outcome.images[..] {
		[image] if !as_json => single(image),
		_ => Json(describe(&outcome)).into_response(),
	}
}

/// One image as it is.
pub fn single(image: &Made) -> Response {
	let mut headers = vec![
		(CONTENT_TYPE, image.format.media_type().to_string()),
		(HeaderName::from_static("x-image"), hex::encode(image.hash)),
		(HeaderName::from_static("x-credential"), hex::encode(image.credential)),
	];
	if let Some(seed) = image.seed {
		headers.push((HeaderName::from_static("x-seed"), seed.to_string()));
	}
	let mut response = image.file.clone().into_response();
	for (name, value) in headers {
		if let Ok(value) = value.parse() {
			response.headers_mut().insert(name, value);
		}
	}
	response
}

fn describe(outcome: &Outcome) -> Value {
	let images = outcome.images.iter().map(|image| {
		json!({
			"image": hex::encode(image.hash),
			"credential": hex::encode(image.credential),
			"seed": image.seed,
			"media_type": image.format.media_type(),
			"base64": base64(&image.file),
		})
	});
	let mut all = outcome.also.clone();
	all["images"] = images.collect();
	all
}
