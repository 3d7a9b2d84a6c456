//! What validators think, say and sign.

use crate::{
	action::Style,
	people,
	world::{Quality, World},
};
use codec::Encode;
use pallet_pov::Statement;
use promptale_primitives::{
	round::{MemberOverview, Part, RoundOverview, UpdateOverview},
	score::ScoreEntry,
	Blake3, RoundIndex,
};
use promptale_runtime::{AccountId, Pov, Runtime};
use sp_core::{sr25519, Pair};
use sp_io::hashing::blake2_256;

/// A round as the runtime's view function shows it.
pub(crate) type Round = RoundOverview<AccountId>;

/// Of every update's norm, in the units of [`ScoreEntry`].
const NORM: u64 = 1 << 20;

/// What a harmful update is measured to do: far below every threshold, and every canary's margin.
const HARM: i32 = -400_000;

/// Honest measurements of the same update differ by less than this.
const JITTER: i32 = 8;

impl World {
	/// What an honest validator says of update `at`.
	pub(crate) fn measured(&self, round: &Round, at: usize, validator: u8) -> ScoreEntry {
		let Some(update) = round.updates.get(at) else { return ScoreEntry::Unavailable };
		if update.published.is_none() {
			return ScoreEntry::Unavailable;
		}
		match self.quality(round, update) {
			Some(Quality::Good) => good(update, validator),
			Some(Quality::Harmful) => ScoreEntry::Scored { score: HARM, norm: NORM },
			Some(Quality::Malformed) => ScoreEntry::Malformed,
			Some(Quality::Copy(of)) => {
				let original = people::device(of);
				let earlier = round.updates[..at].iter().find(|other| other.device == original);
				match earlier.filter(|other| other.published.is_some()) {
					Some(original) => ScoreEntry::CopyOf(original.index),
					None => good(update, validator),
				}
			},
			// Published by nobody that the simulation knows of: cannot be.
			None => ScoreEntry::Malformed,
		}
	}

	/// What an update really is, seen through copies.
	fn quality(&self, round: &Round, update: &UpdateOverview<AccountId>) -> Option<Quality> {
		let device = people::device_number(&update.device)?;
		Some(self.updates.get(&(round.model, round.round, device))?.quality)
	}

	/// The entries of a validator in its style.
	pub(crate) fn entries(&self, round: &Round, validator: u8, style: Style) -> Vec<ScoreEntry> {
		let honest = (0..round.updates.len()).map(|at| self.measured(round, at, validator));
		match style {
			Style::Honest | Style::Copied(_) => honest.collect(),
			Style::Contrary => honest
				.map(|entry| match entry {
					ScoreEntry::Scored { score, norm } if score > 0 => ScoreEntry::Scored { score: -score, norm },
					ScoreEntry::Scored { norm, .. } => ScoreEntry::Scored { score: 90_000, norm },
					ScoreEntry::Malformed => ScoreEntry::Scored { score: 50_000, norm: NORM },
					ScoreEntry::CopyOf(_) | ScoreEntry::Regressive(_) | ScoreEntry::RegressiveAt(_) => {
						ScoreEntry::Unavailable
					},
					ScoreEntry::Unavailable => ScoreEntry::Regressive(3),
				})
				.collect(),
			Style::Lazy => honest.map(|_| ScoreEntry::Scored { score: 70_000, norm: NORM }).collect(),
			Style::Short => honest.skip(1).collect(),
		}
	}

	/// A signature under the key of a validator's seat in the round, or under its current one where it has none.
	pub(crate) fn sign(&self, round: &Round, validator: u8, statement: &Statement) -> pallet_pov::session::Signature {
		let who = people::validator(validator);
		let key = match seat(round, &who) {
			Some(seat) => Some(seat.member.session_key),
			None => pallet_pov::Keys::<Runtime>::get(&who).map(|keys| keys.session_key),
		};
		let pair = key.and_then(|key| self.keys.get(&key)).cloned().unwrap_or_else(forger);
		sign(&pair, round.model, round.round, &who, statement)
	}

	/// Makes a session key that nobody has.
	pub(crate) fn new_key(&mut self) -> [u8; 32] {
		let pair = sr25519::Pair::from_seed(&blake2_256(&("session key", self.keys.len() as u64).encode()));
		let public = pair.public().0;
		self.keys.insert(public, pair);
		public
	}
}

/// Somebody else's key.
fn forger() -> sr25519::Pair {
	sr25519::Pair::from_seed(&[255; 32])
}

/// A signature under a key that is nobody's.
pub(crate) fn forged(round: &Round, validator: u8, statement: &Statement) -> pallet_pov::session::Signature {
	sign(&forger(), round.model, round.round, &people::validator(validator), statement)
}

fn sign(
	pair: &sr25519::Pair,
	model: u32,
	round: RoundIndex,
	who: &AccountId,
	statement: &Statement,
) -> pallet_pov::session::Signature {
	pair.sign(&Pov::signing_payload(model, round, who, statement)).into()
}

/// A good update's score, which differs between updates and a little between validators, and is above every threshold.
fn good(update: &UpdateOverview<AccountId>, validator: u8) -> ScoreEntry {
	let spread = i32::from(update.commitment[0]) * 300;
	ScoreEntry::Scored { score: 20_000 + spread + i32::from(validator) % JITTER, norm: NORM + u64::from(update.index) }
}

/// A member's seat, in whichever committee.
pub(crate) fn seat<'a>(round: &'a Round, who: &AccountId) -> Option<&'a MemberOverview<AccountId>> {
	round.committee.iter().chain(&round.former_committee).find(|seat| seat.member.validator == *who)
}

/// The checkpoint that the verdicts of the committee at work lead to: a function of what the real one is made from.
pub(crate) fn right_checkpoint(round: &Round) -> Blake3 {
	combined(round, |update| (update.weight > 0).then_some(Part { weight: update.weight, clip: update.clip }))
}

/// In a dispute, the one that the first committee's verdicts led to.
pub(crate) fn right_disputed(round: &Round) -> Blake3 {
	combined(round, |update| update.disputed)
}

fn combined(round: &Round, part: impl Fn(&UpdateOverview<AccountId>) -> Option<Part>) -> Blake3 {
	let parts: Vec<_> =
		round.updates.iter().filter_map(|update| Some((update.published?.update_hash, part(update)?))).collect();
	blake2_256(&(round.base_checkpoint, parts).encode())
}
