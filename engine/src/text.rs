//! Captions as numbers.
//!
//! A caption's words, in lower case, are hashed into the rows of an embedding (the hashing trick, Weinberger et al. 2009):
//! there is no vocabulary to agree on or to ship, every language works, and a word that nobody trained on is as good as
//! absent. Two words that share a row are told apart by those around them. The first [`Shape::words`] words count.

use crate::shape::Shape;

/// Context of the words' hashes.
const WORD: &str = "promptale 2026-11 engine caption word";

/// The row that stands for "no word".
pub(crate) const NO_WORD: u16 = 0;

/// Rows of a caption's words: [`Shape::words`] of them, filled up with [`NO_WORD`].
pub(crate) fn tokens(shape: &Shape, caption: &str) -> Vec<u16> {
	let lower = caption.to_lowercase();
	let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
	let mut rows: Vec<u16> = words.take(shape.words).map(|word| row(shape, word)).collect();
	rows.resize(shape.words, NO_WORD);
	rows
}

fn row(shape: &Shape, word: &str) -> u16 {
	let hash = blake3::derive_key(WORD, word.as_bytes());
	let number = hash.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
	1 + (number % (shape.vocabulary as u64 - 1)) as u16
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::dataset::tests::TINY;
	use promptale_primitives::model::Architecture;

	fn shape(words: u8) -> Shape {
		Shape::of(&Architecture { words, ..TINY }).unwrap()
	}

	#[test]
	fn words_are_told_by_their_letters_only() {
		let shape = shape(4);
		let boat = tokens(&shape, "A red boat");
		assert_eq!(boat, tokens(&shape, " a RED,boat! "));
		assert_eq!(boat[3], NO_WORD);
		assert_ne!(boat, tokens(&shape, "a blue boat"));
		assert_ne!(boat, tokens(&shape, "red a boat"), "their order counts");
		assert!(boat[..3].iter().all(|row| *row != NO_WORD && usize::from(*row) < shape.vocabulary));
		assert_ne!(tokens(&shape, "日本 の 船")[0], NO_WORD);
	}

	#[test]
	fn what_is_beyond_the_models_words_is_not_read() {
		assert_eq!(tokens(&shape(2), "one two three"), tokens(&shape(2), "one two"));
		assert!(tokens(&shape(0), "one").is_empty());
	}

	#[test]
	fn rows_are_spread_over_the_vocabulary() {
		let shape = shape(1);
		let rows: std::collections::BTreeSet<u16> =
			(0..500).map(|number| tokens(&shape, &format!("word{number}"))[0]).collect();
		// 500 balls into 1,023 boxes: 396 of them are expected to be hit.
		assert!((360..430).contains(&rows.len()), "{}", rows.len());
	}
}
