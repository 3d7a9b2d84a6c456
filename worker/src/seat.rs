//! Seats in the committees of a round, and when a committee's work is past.

use promptale_client::AccountId;
use promptale_primitives::round::{MemberOverview, RoundOverview, RoundState};

/// A validator's seat in a committee.
pub fn seat_in<'a>(
	committee: &'a [MemberOverview<AccountId>],
	validator: &AccountId,
) -> Option<&'a MemberOverview<AccountId>> {
	committee.iter().find(|seat| seat.member.validator == *validator)
}

/// A validator's seat in either committee of a round.
pub fn seat_of<'a>(
	round: &'a RoundOverview<AccountId>,
	validator: &AccountId,
) -> Option<&'a MemberOverview<AccountId>> {
	seat_in(&round.committee, validator).or_else(|| seat_in(&round.former_committee, validator))
}

/// Whether the round has ended.
pub fn is_closed(round: &RoundOverview<AccountId>) -> bool {
	matches!(round.state, RoundState::Closed(_))
}

/// Whether a committee's work is past: the round is closed, or a dispute has given it to another committee.
pub fn is_past(round: &RoundOverview<AccountId>, in_dispute: bool) -> bool {
	is_closed(round) || round.is_disputed() != in_dispute
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::follower::testing::{disputed, member, round};
	use promptale_primitives::round::Outcome;

	#[test]
	fn the_work_of_the_first_committee_is_past_when_a_dispute_begins() {
		assert!(!is_past(&round(145), false));
		assert!(is_past(&disputed(156), false) && !is_past(&disputed(156), true));
		let mut closed = disputed(190);
		closed.state = RoundState::Closed(Outcome::AllExcluded);
		assert!(is_past(&closed, true));
	}

	#[test]
	fn a_seat_is_found_in_either_committee() {
		let mut round = disputed(160);
		(round.committee, round.former_committee) = (vec![member(1)], vec![member(2)]);
		let seat = |number| seat_of(&round, &AccountId::from([number; 32])).map(|seat| seat.member.session_key);
		assert_eq!([1, 2, 3].map(seat), [Some([1; 32]), Some([2; 32]), None]);
	}
}
