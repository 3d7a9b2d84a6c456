//! What hostile generators do, behind the worker's hooks.

use promptale_primitives::{
	canary::{salt, Expectation},
	Blake3, ModelId, RoundIndex,
};
use promptale_worker::{RoundContext, UpdateTransform};

/// How a hostile generator attacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Attack {
	/// Publishes its honest update with the sign flipped and scaled up.
	SignFlip,
	/// The same, as a canary: it can declare afterwards that it knew the update to be harmful.
	Canary,
	/// Publishes bytes that are no update.
	Malformed,
	/// Publishes an update whose scales are infinite. The format has no other way to say so: it has no floats.
	NotFinite,
	/// Publishes an update for another checkpoint than the round's.
	StaleBase,
	/// Publishes hashes of a blob that it serves to nobody.
	MissingBlob,
}

/// What a canary's salt is made from.
pub const CANARY_SECRET: Blake3 = *b"a canary of the local network   ";
/// What the flipped update is scaled by.
const SCALE: f32 = -4.0;
/// Bytes of an update before its chunks: magic, base, number of parameters.
const HEADER: usize = 8 + 32 + 4;
/// Bytes of a chunk: its exponent, and 64 values of four bits.
const CHUNK: usize = 1 + 32;

impl Attack {
	/// The value of `hostile-vpu --attack`.
	pub fn name(self) -> &'static str {
		match self {
			Self::SignFlip => "sign-flip",
			Self::Canary => "canary",
			Self::Malformed => "malformed",
			Self::NotFinite => "not-finite",
			Self::StaleBase => "stale-base",
			Self::MissingBlob => "missing-blob",
		}
	}

	/// For people.
	pub fn describe(self) -> &'static str {
		match self {
			Self::SignFlip => "publishes its update scaled up and with the sign flipped",
			Self::Canary => "publishes a harmful update to find validators that do not look",
			Self::Malformed => "publishes bytes that are no update",
			Self::NotFinite => "publishes an update with infinite scales",
			Self::StaleBase => "publishes an update for another checkpoint",
			Self::MissingBlob => "publishes an update that it serves to nobody",
		}
	}
}

impl UpdateTransform for Attack {
	fn delta(&self, _: &RoundContext, delta: &mut Vec<f32>) {
		if matches!(self, Self::SignFlip | Self::Canary) {
			delta.iter_mut().for_each(|value| *value *= SCALE);
		}
	}

	fn bytes(&self, _: &RoundContext, mut bytes: Vec<u8>) -> Vec<u8> {
		match self {
			Self::SignFlip | Self::Canary | Self::MissingBlob => bytes,
			Self::Malformed => b"no update".repeat(500),
			Self::NotFinite => {
				bytes.iter_mut().skip(HEADER).step_by(CHUNK).for_each(|exponent| *exponent = i8::MAX as u8);
				bytes
			},
			Self::StaleBase => {
				bytes.iter_mut().skip(8).take(32).for_each(|byte| *byte ^= 0xff);
				bytes
			},
		}
	}

	fn salt(&self, _: ModelId, _: RoundIndex, random: Blake3) -> Blake3 {
		match self {
			Self::Canary => salt(Expectation::Harmful, &CANARY_SECRET),
			_ => random,
		}
	}

	fn serve(&self, _: ModelId, _: RoundIndex) -> bool {
		*self != Self::MissingBlob
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::ValueEnum;
	use promptale_engine::{
		update::{quantise, Malformed, Update},
		Checkpoint,
	};
	use promptale_primitives::model::{Architecture, ModelSize};

	fn published(attack: Attack) -> (Checkpoint, Update, Result<Update, Malformed>) {
		let architecture = Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 2, words: 0 };
		let base = Checkpoint::initialise(architecture, 1).unwrap();
		let mut delta: Vec<f32> =
			(0..base.parameters().len()).map(|index| ((index % 13) as f32 - 6.0) * 1e-3).collect();
		let honest = quantise(&base, &delta);
		let context = RoundContext { model: 0, round: 1, base: &base };
		attack.delta(&context, &mut delta);
		let bytes = attack.bytes(&context, quantise(&base, &delta).to_bytes());
		let decoded = Update::from_bytes(&bytes, &base);
		(base, honest, decoded)
	}

	#[test]
	fn every_attack_does_what_it_says() {
		let (_, honest, flipped) = published(Attack::SignFlip);
		let flipped = flipped.unwrap();
		assert!(flipped.norm() > 3 * honest.norm() && flipped.overlap(&honest) < -900_000);
		assert_eq!(published(Attack::Canary).2.unwrap(), flipped);
		assert_eq!(Attack::Canary.salt(0, 1, [1; 32]), salt(Expectation::Harmful, &CANARY_SECRET));
		assert_eq!(Attack::SignFlip.salt(0, 1, [1; 32]), [1; 32]);
		assert!(matches!(published(Attack::Malformed).2, Err(Malformed::NotAnUpdate)));
		assert!(matches!(published(Attack::NotFinite).2, Err(Malformed::ExponentOutOfRange { .. })));
		assert!(matches!(published(Attack::StaleBase).2, Err(Malformed::WrongBase { .. })));
		let (_, honest, missing) = published(Attack::MissingBlob);
		assert_eq!(missing.unwrap(), honest);
		assert!(!Attack::MissingBlob.serve(0, 1));
	}

	#[test]
	fn names_are_those_of_the_command_line() {
		for attack in Attack::value_variants() {
			assert_eq!(Attack::from_str(attack.name(), false), Ok(*attack));
		}
	}
}
