//! What an image folder says it holds: files, texts and classes, before any image is decoded.
//!
//! Two layouts are read. Hugging Face's `imagefolder`: a `metadata.jsonl` with one JSON object a line, `file_name`, `text`
//! and optionally `label` (a class index, or a class name) and `weight`; images of weight 0 are left out. Or, without that file, one sub-folder per class.
//! `classes.json`, an object of class name to index, names the classes: `{"bag": 8, "coat": 4}`.

use crate::{shape::MAX_CLASSES, Error};
use serde::Deserialize;
use serde_json::Value;
use std::{
	collections::BTreeMap,
	path::{Component, Path, PathBuf},
};

/// Name of the file that lists an imagefolder's images.
pub const METADATA_FILE: &str = "metadata.jsonl";

/// Name of the file that gives classes their numbers.
pub const CLASSES_FILE: &str = "classes.json";

/// Class names, lower case, and their indices.
pub(crate) type Classes = BTreeMap<String, u16>;

/// One image of a folder.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Entry {
	/// The image file.
	pub path: PathBuf,
	/// Its line in `metadata.jsonl`, from 1, if there is one.
	pub line: Option<usize>,
	/// Its caption; empty if there is none.
	pub text: String,
	/// Its concept class.
	pub class: u16,
}

#[derive(Deserialize)]
struct Line {
	file_name: PathBuf,
	#[serde(default)]
	text: String,
	label: Option<Value>,
	weight: Option<f32>,
}

/// Lists a folder's images in order of path, with the names of its classes.
pub(crate) fn list(dir: &Path) -> Result<(Vec<Entry>, Classes), Error> {
	if !dir.is_dir() {
		return Err(Error::dataset(dir, "there is no such folder"));
	}
	let classes = read_classes(dir)?;
	let (mut entries, classes) = if dir.join(METADATA_FILE).exists() {
		(from_metadata(dir, &classes)?, classes)
	} else {
		from_sub_folders(dir, classes)?
	};
	if entries.is_empty() {
		return Err(Error::dataset(
			dir,
			format!("it holds no images; it needs a {METADATA_FILE}, or one sub-folder of PNG or JPEG files per class"),
		));
	}
	entries.sort_by(|one, other| one.path.cmp(&other.path));
	Ok((entries, classes))
}

/// Refuses images of a class that is not below `classes`.
pub(crate) fn check_classes(dir: &Path, entries: &[Entry], classes: usize) -> Result<(), Error> {
	let Some(Entry { path, line, class, .. }) = entries.iter().find(|entry| usize::from(entry.class) >= classes) else {
		return Ok(());
	};
	let reason =
		format!("{} is of class {class}, where 0 to {} are possible", path.display(), classes.saturating_sub(1));
	Err(match line {
		Some(line) => Error::Metadata { file: dir.join(METADATA_FILE), line: *line, reason },
		None => Error::dataset(dir, reason),
	})
}

pub(crate) fn read_classes(dir: &Path) -> Result<Classes, Error> {
	let path = dir.join(CLASSES_FILE);
	if !path.exists() {
		return Ok(Classes::new());
	}
	let text = std::fs::read_to_string(&path).map_err(Error::io(&path))?;
	let classes: Classes = serde_json::from_str(&text).map_err(|error| {
		Error::dataset(dir, format!("{CLASSES_FILE} is not an object of class name to index: {error}"))
	})?;
	Ok(classes.into_iter().map(|(name, index)| (name.trim().to_lowercase(), index)).collect())
}

fn from_metadata(dir: &Path, classes: &Classes) -> Result<Vec<Entry>, Error> {
	let file = dir.join(METADATA_FILE);
	let text = std::fs::read_to_string(&file).map_err(Error::io(&file))?;
	let mut entries = Vec::new();
	for (index, content) in text.lines().enumerate() {
		if content.trim().is_empty() {
			continue;
		}
		let number = index + 1;
		let refuse = |reason: String| Error::Metadata { file: file.clone(), line: number, reason };
		let line: Line = serde_json::from_str(content)
			.map_err(|error| refuse(format!("not an object with `file_name` and `text`: {error}")))?;
		if line.file_name.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
			return Err(refuse(format!("`{}` leaves the folder; use a name inside it", line.file_name.display())));
		}
		let path = dir.join(&line.file_name);
		if !path.is_file() {
			return Err(refuse(format!("there is no file {}", path.display())));
		}
		match line.weight.unwrap_or(1.0) {
			0.0 => continue,
			weight if weight.is_finite() && weight > 0.0 => {},
			weight => return Err(refuse(format!("weight {weight} is not a number from 0 on; 0 leaves an image out"))),
		}
		let class = class_of(&line, classes).map_err(refuse)?;
		entries.push(Entry { path, line: Some(number), text: line.text, class });
	}
	Ok(entries)
}

/// The class from `label`, else from the text, else from the name of the sub-folder.
fn class_of(line: &Line, classes: &Classes) -> Result<u16, String> {
	match &line.label {
		Some(Value::String(name)) => {
			let known = classes.get(&name.trim().to_lowercase());
			return known.copied().ok_or_else(|| format!("label `{name}` is no class of {CLASSES_FILE}"));
		},
		Some(label) => {
			let index = label.as_u64().and_then(|index| u16::try_from(index).ok());
			return index.ok_or_else(|| {
				format!("label {label} is neither an index from 0 to {} nor a class name", MAX_CLASSES - 1)
			});
		},
		None => {},
	}
	if let Some(class) = class_in_text(&line.text, classes) {
		return Ok(class);
	}
	let parent = line.file_name.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().to_lowercase());
	if let Some(parent) = parent {
		if let Some(class) = classes.get(&parent).copied().or_else(|| parent.parse().ok()) {
			return Ok(class);
		}
	}
	Err(format!("no class: give it a `label`, or name in {CLASSES_FILE} a class that its text contains"))
}

/// The longest class name that occurs in a text as whole words.
pub(crate) fn class_in_text(text: &str, classes: &Classes) -> Option<u16> {
	let text = text.to_lowercase();
	let is_whole = |start: usize, end: usize| {
		!text[..start].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric)
	};
	classes
		.iter()
		.filter(|(name, _)| {
			!name.is_empty()
				&& text.match_indices(name.as_str()).any(|(start, found)| is_whole(start, start + found.len()))
		})
		.max_by_key(|(name, _)| name.len())
		.map(|(_, class)| *class)
}

fn is_image(path: &Path) -> bool {
	let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
	path.is_file() && matches!(extension.as_deref(), Some("png" | "jpg" | "jpeg"))
}

fn sorted_children(dir: &Path) -> Result<Vec<PathBuf>, Error> {
	let read = || -> std::io::Result<Vec<PathBuf>> {
		std::fs::read_dir(dir)?.map(|child| child.map(|child| child.path())).collect()
	};
	let mut children = read().map_err(Error::io(dir))?;
	children.sort();
	Ok(children)
}

/// One class per sub-folder. Without a `classes.json` the classes are the folders' own numbers if all have one, else
/// they are counted in order of name. Images beside the sub-folders, or without any, are of class 0.
fn from_sub_folders(dir: &Path, classes: Classes) -> Result<(Vec<Entry>, Classes), Error> {
	let children = sorted_children(dir)?;
	let folders: Vec<(String, &PathBuf)> = children
		.iter()
		.filter(|child| child.is_dir())
		.filter_map(|child| Some((child.file_name()?.to_string_lossy().to_lowercase(), child)))
		.filter(|(name, _)| !name.starts_with('.'))
		.collect();
	let classes = if !classes.is_empty() {
		classes
	} else if folders.iter().all(|(name, _)| name.parse::<u16>().is_ok()) {
		folders.iter().filter_map(|(name, _)| Some((name.clone(), name.parse().ok()?))).collect()
	} else if folders.len() > MAX_CLASSES.into() {
		let reason = format!("{} sub-folders, but a model has at most {MAX_CLASSES} classes", folders.len());
		return Err(Error::dataset(dir, reason));
	} else {
		(0..).zip(&folders).map(|(index, (name, _))| (name.clone(), index)).collect()
	};
	let mut entries = Vec::new();
	let mut add = |path: &PathBuf, class, text: &str| {
		entries.push(Entry { path: path.clone(), line: None, text: text.into(), class });
	};
	for path in children.iter().filter(|child| is_image(child)) {
		add(path, 0, "");
	}
	for (name, folder) in folders {
		let class = *classes.get(&name).ok_or_else(|| {
			Error::dataset(dir, format!("sub-folder `{name}` is no class of {CLASSES_FILE}; add it there"))
		})?;
		for path in sorted_children(folder)?.iter().filter(|child| is_image(child)) {
			add(path, class, &name);
		}
	}
	Ok((entries, classes))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
		let dir = tempfile::tempdir().unwrap();
		for (name, content) in files {
			let path = dir.path().join(name);
			std::fs::create_dir_all(path.parent().unwrap()).unwrap();
			std::fs::write(path, content).unwrap();
		}
		dir
	}

	fn classes(dir: &tempfile::TempDir) -> Vec<u16> {
		list(dir.path()).unwrap().0.iter().map(|entry| entry.class).collect()
	}

	#[test]
	fn class_comes_from_the_label_then_the_text_then_the_folder() {
		let dir = folder(&[
			("classes.json", r#"{"boot": 1, "ankle boot": 2, "Bag": 3}"#),
			(
				"metadata.jsonl",
				concat!(
					r#"{"file_name": "a.png", "text": "a bag", "label": 7}"#,
					"\n",
					r#"{"file_name": "b.png", "text": "an Ankle Boot, worn"}"#,
					"\n\n",
					r#"{"file_name": "bag/c.png", "text": "something"}"#,
					"\n",
					r#"{"file_name": "d.png", "label": "bag"}"#,
				),
			),
			("a.png", ""),
			("b.png", ""),
			("bag/c.png", ""),
			("d.png", ""),
		]);
		assert_eq!(classes(&dir), [7, 2, 3, 3]);
	}

	#[test]
	fn what_is_disliked_is_left_out() {
		let dir = folder(&[
			(
				"metadata.jsonl",
				concat!(
					r#"{"file_name": "a.png", "label": 1, "weight": 1.0}"#,
					"\n",
					r#"{"file_name": "b.png", "label": 2, "weight": 0.0}"#,
					"\n",
					r#"{"file_name": "c.png", "label": 3}"#,
				),
			),
			("a.png", ""),
			("b.png", ""),
			("c.png", ""),
		]);
		assert_eq!(classes(&dir), [1, 3]);
	}

	#[test]
	fn a_class_name_inside_a_longer_word_is_not_found() {
		let table = Classes::from([("bag".to_string(), 1)]);
		assert_eq!(class_in_text("a baggage cart", &table), None);
		assert_eq!(class_in_text("two handbags", &table), None);
		assert_eq!(class_in_text("bag", &table), Some(1));
	}

	#[test]
	fn sub_folders_are_classes_in_order_of_name_or_by_number() {
		assert_eq!(classes(&folder(&[("zebra/1.png", ""), ("ant/1.png", ""), ("ant/2.JPG", "")])), [0, 0, 1]);
		assert_eq!(classes(&folder(&[("7/1.png", ""), ("3/1.jpeg", ""), ("3/notes.txt", "")])), [3, 7]);
		assert_eq!(classes(&folder(&[("plain.png", "")])), [0]);
	}

	#[test]
	fn a_bad_line_is_named_by_its_number() {
		for (line, word) in [
			("nonsense", "not an object"),
			(r#"{"file_name": "missing.png", "label": 0}"#, "no file"),
			(r#"{"file_name": "../a.png", "label": 0}"#, "leaves the folder"),
			(r#"{"file_name": "a.png", "text": "what is this"}"#, "no class"),
			(r#"{"file_name": "a.png", "label": "unheard of"}"#, "is no class"),
			(r#"{"file_name": "a.png", "label": 70000}"#, "label 70000 is neither"),
			(r#"{"file_name": "a.png", "label": 0, "weight": -1}"#, "weight -1"),
			(r#"{"file_name": "a.png", "label": [1]}"#, "label [1] is neither"),
		] {
			let good = r#"{"file_name": "a.png", "label": 0}"#;
			let dir = folder(&[("a.png", ""), ("metadata.jsonl", &format!("{good}\n{line}\n"))]);
			let message = list(dir.path()).unwrap_err().to_string();
			assert!(message.contains("metadata.jsonl, line 2") && message.contains(word), "{message}");
		}
	}

	#[test]
	fn more_sub_folders_than_a_model_can_have_classes_are_refused() {
		let dir = folder(&[("a/1.png", "")]);
		for index in 0..MAX_CLASSES {
			std::fs::create_dir(dir.path().join(format!("b{index}"))).unwrap();
		}
		let message = list(dir.path()).unwrap_err().to_string();
		assert!(message.contains("4097 sub-folders") && message.contains("at most 4096"), "{message}");
	}

	#[test]
	fn folders_without_images_say_what_they_need() {
		assert!(list(folder(&[("notes.txt", "")]).path()).unwrap_err().to_string().contains("needs a metadata.jsonl"));
		assert!(list(Path::new("/nowhere/at/all")).unwrap_err().to_string().contains("no such folder"));
		let message = list(folder(&[("classes.json", "[]"), ("a.png", "")]).path()).unwrap_err().to_string();
		assert!(message.contains("classes.json is not an object"), "{message}");
	}
}
