//! `[serve]`: what the server of images and placements offers, to whom, and how much of it.

use anyhow::{bail, Result};
use promptale_primitives::ModelId;
use serde::Deserialize;
use std::{
	net::SocketAddr,
	path::{Path, PathBuf},
};

/// `[serve]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Serve {
	/// Where to listen.
	#[serde(default = "default_listen")]
	pub listen: SocketAddr,
	/// The model that makes the images; the first of `models` if left out.
	pub model: Option<ModelId>,
	/// Its checkpoint's file; if left out, the one that changed last among those that `vpu run` keeps.
	pub checkpoint: Option<PathBuf>,
	/// Folder with the `classes.json` that names the model's concepts.
	pub concepts: Option<PathBuf>,
	/// File of the token that requests have to show.
	pub token: Option<PathBuf>,
	/// File or development name of the key that signs receipts and settlements.
	pub attester: Option<String>,
	/// Threads of one request; 0 for one on each core.
	#[serde(default = "default_threads")]
	pub threads: usize,
	/// Requests that are computed at the same time; others are told to come back.
	#[serde(default = "default_requests")]
	pub max_requests: usize,
	/// Most images of one request.
	#[serde(default = "default_images")]
	pub max_images: u32,
	/// Most Euler steps of one image.
	#[serde(default = "default_steps")]
	pub max_steps: u32,
	/// Most pixels of a picture, sent or made, in millions.
	#[serde(default = "default_megapixels")]
	pub max_megapixels: u32,
	/// Largest request, in MiB.
	#[serde(default = "default_body")]
	pub max_body_mib: u32,
	/// A viewer who sees the same placement again within so many seconds is not counted again.
	#[serde(default = "default_repeat")]
	pub repeat_seconds: u32,
	/// Whether a proxy in front says who asks (`X-Forwarded-For`). Without one, anybody could say anything there.
	#[serde(default)]
	pub behind_proxy: bool,
}

fn default_listen() -> SocketAddr {
	([127, 0, 0, 1], 9957).into()
}
fn default_threads() -> usize {
	1
}
fn default_requests() -> usize {
	2
}
fn default_images() -> u32 {
	16
}
fn default_steps() -> u32 {
	100
}
fn default_megapixels() -> u32 {
	16
}
fn default_body() -> u32 {
	32
}
fn default_repeat() -> u32 {
	60
}

impl Serve {
	pub(super) fn rebase(&mut self, base: &Path) {
		let paths = [&mut self.checkpoint, &mut self.concepts, &mut self.token];
		paths.into_iter().flatten().for_each(|path| *path = base.join(&*path));
	}

	pub(super) fn check(&self) -> Result<()> {
		for (name, value) in [
			("max_requests", self.max_requests as u64),
			("max_images", self.max_images.into()),
			("max_steps", self.max_steps.into()),
			("max_megapixels", self.max_megapixels.into()),
			("max_body_mib", self.max_body_mib.into()),
		] {
			if value == 0 {
				bail!("`serve.{name}` is 0, but must be above");
			}
		}
		let most = promptale_engine::tools::upscale::MAX_PIXELS >> 20;
		if u64::from(self.max_megapixels) > most || self.max_body_mib > 1 << 10 {
			bail!("`serve.max_megapixels` can be {most} and `serve.max_body_mib` 1024 at most");
		}
		if self.listen.port() == 0 {
			bail!("`serve.listen` is {}, but needs a port", self.listen);
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use crate::config::{Config, EXAMPLE};
	use std::path::Path;

	/// The example without the roles of `vpu run`, and with `line` in [serve].
	fn serving(line: &str) -> anyhow::Result<Config> {
		let before = EXAMPLE.split("# The role that trains").next().unwrap();
		Config::parse(&format!("{before}[serve]\n{line}\n"), Path::new("/etc/vpu"))
	}

	#[test]
	fn a_worker_may_do_nothing_but_serve() {
		let serve = serving("checkpoint = \"one.safetensors\"\nattester = \"keys/one\"").unwrap().serve.unwrap();
		assert_eq!(serve.checkpoint.unwrap(), Path::new("/etc/vpu/one.safetensors"));
		assert_eq!(serve.attester.unwrap(), "/etc/vpu/keys/one");
		assert_eq!(serving("attester = \"//Alice\"").unwrap().serve.unwrap().attester.unwrap(), "//Alice");
	}

	#[test]
	fn limits_that_cannot_be_kept_are_refused() {
		for (line, word) in [
			("max_requests = 0", "serve.max_requests"),
			("max_megapixels = 1000", "serve.max_megapixels"),
			("listen = \"127.0.0.1:0\"", "serve.listen"),
			("max_image = 3", "max_image"),
		] {
			let error = format!("{:#}", serving(line).unwrap_err());
			assert!(error.contains(word), "{error}");
		}
	}
}
