//! `[device]`: what the device of a licence holder does besides training.

use anyhow::{bail, Result};
use clap::ValueEnum;
use promptale_engine::challenge::Place;
use promptale_primitives::challenge::Class;
use serde::Deserialize;

/// `[device]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Device {
	/// Whether to answer the compute challenges.
	pub challenge: bool,
	/// Size of the challenge, 0 to 4.
	pub class: u8,
	/// Where to compute.
	pub backend: Backend,
	/// Threads; 0 for one on each core.
	pub threads: usize,
}

/// Where a compute challenge is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
	/// On the processor.
	Cpu,
	/// On the first CUDA device, or not at all.
	Cuda,
	/// On a CUDA device where one can be used, otherwise on the processor.
	#[default]
	Auto,
}

impl From<Backend> for Place {
	fn from(backend: Backend) -> Place {
		match backend {
			Backend::Cpu => Place::Cpu,
			Backend::Cuda => Place::Cuda,
			Backend::Auto => Place::Auto,
		}
	}
}

impl Default for Device {
	fn default() -> Self {
		// Seconds on one thread, which training hardly notices.
		Device { challenge: true, class: Class::Side4096.number(), backend: Backend::default(), threads: 1 }
	}
}

impl Device {
	/// The class of challenges to answer; `None` where they are switched off.
	pub fn class(&self) -> Option<Class> {
		Class::from_number(self.class).filter(|_| self.challenge)
	}

	pub(super) fn check(&self) -> Result<()> {
		if Class::from_number(self.class).is_none() {
			bail!("`device.class` is {}, but there are classes 0 to {}", self.class, Class::ALL.len() - 1);
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::config::{Config, EXAMPLE};
	use std::path::Path;

	fn with(section: &str) -> Result<Config> {
		let (from, to) = ("[device]\n", format!("[device]\n{section}\n"));
		assert!(EXAMPLE.contains(from));
		Config::parse(&EXAMPLE.replacen(from, &to, 1), Path::new(""))
	}

	#[test]
	fn challenges_are_answered_unless_they_are_switched_off() {
		let without = EXAMPLE.replacen("[device]\n", "", 1);
		assert!(!without.contains("[device]"));
		assert_eq!(Config::parse(&without, Path::new("")).unwrap().device.class(), Some(Class::Side4096));
		assert_eq!(with("class = 4").unwrap().device.class(), Some(Class::Side65536));
		assert_eq!(with("challenge = false").unwrap().device.class(), None);
	}

	#[test]
	fn a_class_or_backend_that_does_not_exist_is_named() {
		let refusal = |section| format!("{:#}", with(section).unwrap_err());
		assert!(refusal("class = 5").contains("`device.class` is 5"));
		let error = refusal("backend = \"tpu\"");
		assert!(error.contains("tpu") && error.contains("`cuda`"), "{error}");
		assert_eq!(with("backend = \"cuda\"").unwrap().device.backend, Backend::Cuda);
	}
}
