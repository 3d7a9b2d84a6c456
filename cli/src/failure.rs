//! What went wrong, and the exit code that says so.

use crate::refusals::advice;
use std::fmt;

/// How a command failed. Each kind has an exit code of its own.
#[derive(Debug)]
pub enum Failure {
	/// Anything not named below: exit code 1.
	Other(anyhow::Error),
	/// The arguments do not fit together: exit code 2, the same as for arguments that cannot be parsed.
	Usage(String),
	/// The node cannot be reached or went away: exit code 3.
	Unreachable(anyhow::Error),
	/// The chain answered, and said no: exit code 4.
	Refused(anyhow::Error),
}

impl Failure {
	/// The process's exit code.
	pub fn code(&self) -> u8 {
		match self {
			Self::Other(_) => 1,
			Self::Usage(_) => 2,
			Self::Unreachable(_) => 3,
			Self::Refused(_) => 4,
		}
	}
}

impl fmt::Display for Failure {
	fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Other(error) | Self::Unreachable(error) | Self::Refused(error) => write!(formatter, "{error:#}"),
			Self::Usage(message) => formatter.write_str(message),
		}
	}
}

impl From<anyhow::Error> for Failure {
	fn from(error: anyhow::Error) -> Self {
		Self::Other(error)
	}
}

impl From<std::io::Error> for Failure {
	fn from(error: std::io::Error) -> Self {
		Self::Other(error.into())
	}
}

impl From<serde_json::Error> for Failure {
	fn from(error: serde_json::Error) -> Self {
		Self::Other(error.into())
	}
}

impl From<promptale_client::Error> for Failure {
	fn from(error: promptale_client::Error) -> Self {
		use promptale_client::Error;
		match &error {
			Error::Dispatch { pallet, name, .. } => Self::Refused(match advice(pallet, name) {
				Some(advice) => anyhow::anyhow!("{advice} ({pallet}.{name})."),
				None => error.into(),
			}),
			Error::NodeDown { .. } => Self::Unreachable(error.into()),
			Error::InvalidUrl { .. } => Self::Usage(error.to_string()),
			Error::WrongChain { .. } | Error::InsufficientBalance { .. } | Error::InvalidTransaction { .. } => {
				Self::Refused(error.into())
			},
			_ => Self::Other(error.into()),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_client::Error;

	#[test]
	fn what_a_pallet_refuses_is_said_in_commands_where_there_is_one() {
		let refusal = |pallet: &str, name: &str| {
			let text = |text: &str| text.to_string();
			let error =
				Error::Dispatch { call: text("X.y"), pallet: text(pallet), name: text(name), docs: text("Docs") };
			let failure = Failure::from(error);
			assert_eq!(failure.code(), 4);
			failure.to_string()
		};
		let known = refusal("Generators", "StillDelegated");
		assert!(known.contains("licence undelegate") && known.contains("Generators.StillDelegated"), "{known}");
		let other = refusal("Generators", "Elsewhere");
		assert!(other.contains("X.y") && other.contains("Docs"), "{other}");
	}

	#[test]
	fn every_kind_of_failure_has_its_exit_code() {
		let down = Error::NodeDown { url: "ws://127.0.0.1:1".into(), reason: "refused".into() };
		let wrong = Error::WrongChain { url: "ws://127.0.0.1:1".into(), found: "kusama".into() };
		let url = Error::InvalidUrl { url: "http://x".into() };
		let shape = Error::Incompatible("no pallet".into());
		let codes = [down, wrong, url, shape].map(|error| Failure::from(error).code());
		assert_eq!(codes, [3, 4, 2, 1]);
	}
}
