//! What a picture shall show, from a prompt: for a model that reads, the prompt itself and the class that it names, if any; for
//! others the class.

use crate::{
	flow::Wish,
	folder::{self, Classes},
	shape::Shape,
	Error,
};
use std::path::Path;

/// The concepts that a model knows, by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Concepts {
	names: Classes,
	classes: u16,
}

impl Concepts {
	/// Concepts without names: prompts have to be numbers.
	pub fn unnamed(classes: u16) -> Concepts {
		Concepts { names: Classes::new(), classes }
	}

	/// Reads the `classes.json` of an image folder.
	///
	/// # Errors
	/// [`Error::Io`] or [`Error::Dataset`] when the file cannot be read, or names a class that the model does not have.
	pub fn open(dir: &Path, classes: u16) -> Result<Concepts, Error> {
		let names = folder::read_classes(dir)?;
		if let Some((name, index)) = names.iter().find(|(_, index)| **index >= classes) {
			let reason = format!("`{name}` is class {index}, but the model has 0 to {}", classes.saturating_sub(1));
			return Err(Error::dataset(dir, reason));
		}
		Ok(Concepts { names, classes })
	}

	/// What a prompt asks a model of `shape` for.
	///
	/// # Errors
	/// As [`Concepts::class_of`], where the model does not read.
	pub fn wish_of(&self, prompt: &str, shape: &Shape) -> Result<Wish, Error> {
		match self.class_of(prompt) {
			Ok(class) if shape.words == 0 || prompt.trim().parse::<u16>().is_ok() => Ok(Wish::of_class(class)),
			Ok(class) => Ok(Wish { class: Some(class), caption: prompt.into() }),
			Err(_) if shape.words > 0 => Ok(Wish::of(prompt)),
			Err(refused) => Err(refused),
		}
	}

	/// The class that a prompt asks for: by its number, or by the longest name that the prompt contains.
	///
	/// # Errors
	/// [`Error::Options`] with the names that there are.
	pub fn class_of(&self, prompt: &str) -> Result<u16, Error> {
		if let Ok(number) = prompt.trim().parse::<u16>() {
			if number < self.classes {
				return Ok(number);
			}
		}
		folder::class_in_text(prompt, &self.names).ok_or_else(|| {
			let numbers = format!("a number from 0 to {}", self.classes.saturating_sub(1));
			let names: Vec<&str> = self.names.keys().map(String::as_str).collect();
			Error::Options(match &names[..] {
				[] => format!("the prompt `{prompt}` is not {numbers}, and the model's concepts have no names here"),
				names => {
					format!("the prompt `{prompt}` names no concept; use {numbers}, or one of: {}", names.join(", "))
				},
			})
		})
	}

	/// The name of a class, or its number.
	pub fn name_of(&self, class: u16) -> String {
		let name = self.names.iter().find(|(_, index)| **index == class);
		name.map_or_else(|| class.to_string(), |(name, _)| name.clone())
	}

	/// All names with their classes, in order of class.
	pub fn names(&self) -> Vec<(u16, String)> {
		(0..self.classes).map(|class| (class, self.name_of(class))).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::dataset::tests::TINY;
	use promptale_primitives::model::Architecture;

	fn concepts() -> Concepts {
		let dir = tempfile::tempdir().unwrap();
		std::fs::write(dir.path().join("classes.json"), r#"{"Bag": 0, "boot": 1, "ankle boot": 2}"#).unwrap();
		Concepts::open(dir.path(), 4).unwrap()
	}

	#[test]
	fn a_prompt_is_a_number_or_contains_a_name() {
		let concepts = concepts();
		assert_eq!(concepts.class_of(" 3 ").unwrap(), 3);
		assert_eq!(concepts.class_of("a red BAG on a table").unwrap(), 0);
		assert_eq!(concepts.class_of("an ankle boot").unwrap(), 2);
		let all = [(0, "bag"), (1, "boot"), (2, "ankle boot"), (3, "3")].map(|(class, name)| (class, name.to_string()));
		assert_eq!(concepts.names(), all);
	}

	#[test]
	fn a_model_that_reads_is_asked_in_words_and_for_the_class_that_they_name() {
		let shape = |words| Shape::of(&Architecture { words, ..TINY }).unwrap();
		let asked = |prompt| concepts().wish_of(prompt, &shape(8)).unwrap();
		assert_eq!(asked("a red bag"), Wish { class: Some(0), caption: "a red bag".into() });
		assert_eq!(asked("a sunset"), Wish::of("a sunset"));
		assert_eq!(asked("3"), Wish::of_class(3));
		assert_eq!(concepts().wish_of("a red bag", &shape(0)).unwrap(), Wish::of_class(0));
		assert!(concepts().wish_of("a sunset", &shape(0)).is_err());
	}

	#[test]
	fn a_prompt_that_is_not_understood_is_answered_with_what_there_is() {
		let message = concepts().class_of("a handbag").unwrap_err().to_string();
		assert!(message.contains("0 to 3") && message.contains("ankle boot, bag, boot"), "{message}");
		assert!(concepts().class_of("4").is_err());
		assert!(Concepts::unnamed(2).class_of("bag").unwrap_err().to_string().contains("no names"));
	}

	#[test]
	fn a_name_of_a_class_the_model_does_not_have_is_refused() {
		let dir = tempfile::tempdir().unwrap();
		std::fs::write(dir.path().join("classes.json"), r#"{"bag": 4}"#).unwrap();
		let message = Concepts::open(dir.path(), 4).unwrap_err().to_string();
		assert!(message.contains("`bag` is class 4") && message.contains("0 to 3"), "{message}");
	}
}
