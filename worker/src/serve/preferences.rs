//! What the user likes and dislikes: images and a `metadata.jsonl`, as training reads them, in a folder of the user's machine
//! that nothing is ever sent from.
//!
//! A line holds `weight`: 1 for what is liked, 0 for what is not; training leaves out images of weight 0. The last word on an
//! image counts.

use super::{
	pictures::{bytes, decode},
	refusal::Refusal,
	Service,
};
use crate::files;
use anyhow::{Context, Result};
use axum::{
	extract::{rejection::JsonRejection, State},
	Json,
};
use promptale_primitives::hash::content_hash;
use serde::{Deserialize, Serialize};
use std::{
	path::{Path, PathBuf},
	sync::{Arc, Mutex},
};

/// One image that was judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preference {
	/// The image's file beside this list.
	pub file_name: String,
	/// What it was made from.
	pub text: String,
	/// Its class.
	pub label: u16,
	/// What it counts in training.
	pub weight: f32,
}

/// All judgements, in a folder.
pub struct Preferences {
	folder: PathBuf,
	list: Mutex<Vec<Preference>>,
}

impl Preferences {
	/// Reads what is there.
	pub fn open(folder: &Path) -> Result<Preferences> {
		let path = folder.join(promptale_engine::dataset::METADATA_FILE);
		let mut list = Vec::new();
		if path.exists() {
			let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
			for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
				let at = || format!("{}, line {number}: not a judged image; correct or remove it", path.display());
				list.push(serde_json::from_str(line).with_context(at)?);
			}
		}
		Ok(Preferences { folder: folder.into(), list: Mutex::new(list) })
	}

	/// Judges an image, again if it was before. Whole on disk, or not at all.
	pub fn judge(&self, image: &[u8], extension: &str, text: &str, label: u16, liked: bool) -> Result<Preference> {
		let file_name = format!("{}.{extension}", hex::encode(content_hash(image)));
		let preference = Preference { file_name, text: text.into(), label, weight: f32::from(u8::from(liked)) };
		let mut list = self.list.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		let mut changed: Vec<Preference> =
			list.iter().filter(|other| other.file_name != preference.file_name).cloned().collect();
		changed.push(preference.clone());
		let path = self.folder.join(&preference.file_name);
		if !path.exists() {
			files::write_atomically(&path, image)?;
		}
		let mut lines = String::new();
		for preference in &changed {
			lines += &serde_json::to_string(preference)?;
			lines.push('\n');
		}
		files::write_atomically(&self.folder.join(promptale_engine::dataset::METADATA_FILE), lines.as_bytes())?;
		*list = changed;
		Ok(preference)
	}

	/// All, oldest first.
	pub fn all(&self) -> Vec<Preference> {
		self.list.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
	}
}

/// `POST /v1/preferences`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
	/// The file in base64, as it was answered.
	image: String,
	prompt: String,
	liked: bool,
}

/// Keeps a judgement.
pub async fn judge(
	State(service): State<Arc<Service>>,
	body: Result<Json<Judgement>, JsonRejection>,
) -> Result<Json<Preference>, Refusal> {
	let Json(judgement) = body?;
	let kept = tokio::task::spawn_blocking(move || {
		let file = bytes("image", &judgement.image)?;
		decode("image", &file, service.max_pixels())?;
		let extension = if file.starts_with(b"\x89PNG") { "png" } else { "jpg" };
		// A preference is kept under a class, as every image that is trained on.
		let label = service.wish_of(&judgement.prompt)?.class.unwrap_or_default();
		let kept = service.preferences.judge(&file, extension, &judgement.prompt, label, judgement.liked);
		kept.map_err(Refusal::internal)
	});
	Ok(Json(kept.await.map_err(Refusal::internal)??))
}

/// `GET /v1/preferences`
pub async fn list(State(service): State<Arc<Service>>) -> Json<Vec<Preference>> {
	Json(service.preferences.all())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_last_word_on_an_image_counts_and_survives_a_restart() {
		let folder = tempfile::tempdir().unwrap();
		let preferences = Preferences::open(folder.path()).unwrap();
		preferences.judge(b"one", "png", "a bag", 1, true).unwrap();
		preferences.judge(b"two", "png", "a coat", 2, true).unwrap();
		preferences.judge(b"one", "png", "a bag", 1, false).unwrap();
		let kept = Preferences::open(folder.path()).unwrap().all();
		assert_eq!(kept, preferences.all());
		let said: Vec<_> = kept.iter().map(|preference| (preference.label, preference.weight)).collect();
		assert_eq!(said, [(2, 1.0), (1, 0.0)]);
		assert_eq!(std::fs::read(folder.path().join(&kept[1].file_name)).unwrap(), b"one");
	}

	#[test]
	fn a_damaged_list_is_named_by_its_line() {
		let folder = tempfile::tempdir().unwrap();
		Preferences::open(folder.path()).unwrap().judge(b"one", "png", "a bag", 1, true).unwrap();
		let path = folder.path().join("metadata.jsonl");
		let text = std::fs::read_to_string(&path).unwrap();
		std::fs::write(&path, text + "nonsense\n").unwrap();
		let error = format!("{:#}", Preferences::open(folder.path()).err().unwrap());
		assert!(error.contains("line 2"), "{error}");
	}
}
