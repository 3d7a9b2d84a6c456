//! Log lines on standard error, for people or for machines.

use crate::config::{Log, LogFormat};
use anyhow::{Context, Result};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Our own crates, at the configured level; everything else only when something is wrong.
const OURS: [&str; 3] = ["promptale_worker", "promptale_client", "promptale_engine"];

/// Starts the log of this process. A process that has one already keeps it.
pub fn start(log: &Log) -> Result<()> {
	let filter = EnvFilter::try_new(directives(&log.level)).with_context(|| {
		format!("`log.level` = \"{}\" is no level (error, warn, info, debug, trace) and no filter", log.level)
	})?;
	let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
	// An error means that a subscriber is set already.
	let _ = match log.format {
		LogFormat::Text => builder.with_target(false).with_ansi(std::io::stderr().is_terminal()).try_init(),
		LogFormat::Json => builder.json().flatten_event(true).try_init(),
	};
	Ok(())
}

/// Filters for a configured level: a bare word is the level of our own crates.
fn directives(level: &str) -> String {
	let mut directives = String::from("warn,iroh=error,iroh_blobs=error,noq=error,noq_proto=error");
	if level.contains(['=', ',']) {
		directives += &format!(",{level}");
	} else {
		for name in OURS {
			directives += &format!(",{name}={level}");
		}
	}
	directives
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_bare_level_is_for_our_own_crates_only() {
		assert!(directives("debug").contains("promptale_worker=debug"));
		assert!(directives("debug").starts_with("warn,"));
		assert!(directives("promptale_worker=trace,warn").ends_with("promptale_worker=trace,warn"));
	}

	#[test]
	fn what_is_no_level_is_named() {
		let log = Log { format: LogFormat::Text, level: "loud".into() };
		assert!(start(&log).unwrap_err().to_string().contains("loud"));
	}
}
