//! The seats of a committee, and what they say together.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use promptale_primitives::{fault::Faults, round::Attestation, Balance, Blake3, MILLION};
use scale_info::TypeInfo;

/// One committee member's part in a round, a snapshot from the drawing: a validator that changes
/// its keys or leaves can still finish the round.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Seat<AccountId> {
	/// The member.
	pub validator: AccountId,
	/// sr25519 key that signs its calls.
	pub session_key: [u8; 32],
	/// X25519 key that updates are encrypted to.
	pub encryption_key: [u8; 32],
	/// Voting stake after the cap.
	pub stake: Balance,
	/// Commitment to its scores.
	pub commitment: Option<Blake3>,
	/// Whether it revealed them.
	pub revealed: bool,
	/// What it attested.
	pub attested: Option<Attestation>,
	/// What it was slashed for.
	pub faults: Faults,
	/// Once the round is closed, whether it attested what it should have.
	pub agreed: bool,
	/// Its part of the budget, once the round is closed.
	pub reward: Balance,
}

impl<AccountId> Seat<AccountId> {
	/// Whether it is paid once `agreed` is known: it revealed, agreed, and did nothing it was slashed for.
	pub fn earned(&self) -> bool {
		self.revealed && self.agreed && self.faults.is_empty()
	}
}

/// Puts a member's seat in the place of the one it has.
pub fn replace<AccountId: PartialEq>(seats: &mut [Seat<AccountId>], seat: Seat<AccountId>) {
	if let Some(known) = seats.iter_mut().find(|known| known.validator == seat.validator) {
		*known = seat;
	}
}

/// Voting stake of those of `seats` that `counts`.
pub fn stake_of<AccountId>(seats: &[Seat<AccountId>], counts: impl Fn(&Seat<AccountId>) -> bool) -> Balance {
	seats.iter().filter(|seat| counts(seat)).fold(0, |sum, seat| sum.saturating_add(seat.stake))
}

/// Whether at least `quorum` millionths of the voting stake revealed.
pub fn has_quorum<AccountId>(seats: &[Seat<AccountId>], quorum: u32) -> bool {
	let revealed = stake_of(seats, |seat| seat.revealed);
	let total = stake_of(seats, |_| true);
	revealed > 0 && revealed.saturating_mul(u128::from(MILLION)) >= total.saturating_mul(u128::from(quorum))
}

/// The checkpoint that at least two thirds of the voting stake attested, of the two in an attestation the one that
/// `which` picks.
pub fn two_thirds<AccountId>(
	seats: &[Seat<AccountId>],
	which: impl Fn(&Attestation) -> Option<Blake3>,
) -> Option<Blake3> {
	let total = stake_of(seats, |_| true);
	let mut behind: Vec<(Blake3, Balance)> = Vec::new();
	for seat in seats {
		let Some(checkpoint) = seat.attested.as_ref().and_then(&which) else { continue };
		match behind.iter_mut().find(|(known, _)| *known == checkpoint) {
			Some((_, sum)) => *sum = sum.saturating_add(seat.stake),
			None => behind.push((checkpoint, seat.stake)),
		}
	}
	let enough = |stake: Balance| stake > 0 && stake.saturating_mul(3) >= total.saturating_mul(2);
	behind.into_iter().find(|(_, stake)| enough(*stake)).map(|(checkpoint, _)| checkpoint)
}
