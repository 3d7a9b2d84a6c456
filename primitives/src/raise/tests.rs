use super::*;
use alloc::vec::Vec;
use proptest::prelude::*;

const LIMITS: RaiseLimits = RaiseLimits { open: 100, delivery: 1_000, shortest_ballot: 5, longest_ballot: 50 };

fn milestone(part: u32, opens: BlockNumber, due: BlockNumber) -> Milestone {
	Milestone { part, description: [7; 32], opens, due, voting: 10 }
}

fn terms() -> RaiseTerms {
	RaiseTerms {
		shares: 1_000,
		soft_cap: 2_000_000,
		hard_cap: 5_000_000,
		least: 10,
		most: 4_000_000,
		opens: 10,
		public: 20,
		closes: 30,
		whitelist: Some(Whitelist { root: [1; 32], accounts: 3 }),
		milestones: alloc::vec![milestone(333_333, 30, 60), milestone(666_667, 40, 90)].try_into().unwrap(),
	}
}

fn at(total: Balance) -> Progress {
	Progress { total, ..Default::default() }
}

fn ballot(ends: BlockNumber, yes: Balance, no: Balance) -> Option<Ballot> {
	Some(Ballot { number: 1, evidence: [2; 32], ends, yes, no })
}

#[test]
fn stages_follow_from_block_and_total() {
	let terms = terms();
	let of = |total, now| terms.stage(&at(total), now);
	assert_eq!(of(0, 9), Stage::Upcoming);
	assert_eq!((of(0, 10), of(0, 19)), (Stage::Whitelist, Stage::Whitelist));
	assert_eq!((of(0, 20), of(4_999_999, 29)), (Stage::Public, Stage::Public));
	assert_eq!(of(1_999_999, 30), Stage::Failed(Failure::Unfunded));
	assert_eq!((of(2_000_000, 30), of(5_000_000, 15)), (Stage::Funded, Stage::Funded), "full before it closes");
	assert_eq!((of(2_000_000, 59), of(2_000_000, 60)), (Stage::Funded, Stage::Failed(Failure::Undelivered)));
	for (halt, failure) in [(Halt::Cancelled, Failure::Cancelled), (Halt::TakenDown, Failure::TakenDown)] {
		let halted = Progress { halted: Some(halt), ..at(5_000_000) };
		assert!((0..99).all(|now| terms.stage(&halted, now) == Stage::Failed(failure)));
	}
}

#[test]
fn a_ballot_that_runs_or_was_won_keeps_the_raise_beyond_the_due_block() {
	let terms = terms();
	let of = |ballot, now| terms.stage(&Progress { ballot, ..at(2_000_000) }, now);
	let failed = Stage::Failed(Failure::Undelivered);
	assert_eq!((of(ballot(65, 0, 0), 64), of(ballot(65, 0, 0), 65)), (Stage::Funded, failed));
	assert_eq!(of(ballot(65, 1_000_001, 0), 9_999), Stage::Funded, "approved money is the creator's");
	assert_eq!((of(ballot(65, 1_000_000, 0), 65), of(ballot(65, 0, 1_000_000), 61)), (failed, failed));
	assert_eq!(of(ballot(55, 0, 1_000_000), 59), Stage::Funded, "the creator may ask again until it is due");
	let all = Progress { released: 2, ..at(2_000_000) };
	assert_eq!(terms.stage(&all, 9_999), Stage::Completed);
}

#[test]
fn half_is_not_enough_and_silence_is_against() {
	let of = |yes, no, now| Ballot { number: 1, evidence: [0; 32], ends: 10, yes, no }.verdict(101, now);
	assert_eq!((of(50, 0, 9), of(50, 0, 10)), (Verdict::Open, Verdict::Rejected));
	assert_eq!((of(51, 0, 3), of(51, 50, 99)), (Verdict::Approved, Verdict::Approved));
	assert_eq!((of(0, 50, 9), of(0, 51, 3)), (Verdict::Open, Verdict::Rejected));
	let of = |yes, no| Ballot { number: 1, evidence: [0; 32], ends: 10, yes, no }.verdict(100, 3);
	assert_eq!(
		(of(50, 0), of(51, 0), of(0, 50), of(0, 49)),
		(Verdict::Open, Verdict::Approved, Verdict::Rejected, Verdict::Open)
	);
}

#[test]
fn terms_that_contradict_themselves_are_refused() {
	use UnfitTerms::*;
	let check = |change: fn(&mut RaiseTerms), now: BlockNumber| {
		let mut terms = terms();
		change(&mut terms);
		terms.validate(now, &LIMITS)
	};
	assert_eq!(check(|_| {}, 10), Ok(()));
	assert_eq!(check(|_| {}, 11), Err(Phases), "it would open in the past");
	for (wanted, change) in [
		(Shares, (|terms| terms.shares = 0) as fn(&mut RaiseTerms)),
		(Caps, |terms| terms.soft_cap = 999_999),
		(Caps, |terms| terms.soft_cap = terms.hard_cap + 1),
		(Contributions, |terms| terms.least = 0),
		(Contributions, |terms| terms.least = terms.most + 1),
		(Contributions, |terms| terms.most = terms.hard_cap + 1),
		(Phases, |terms| terms.whitelist = None),
		(Phases, |terms| terms.public = terms.opens),
		(Phases, |terms| terms.public = terms.closes + 1),
		(Phases, |terms| terms.closes = 111),
		(Parts, |terms| terms.milestones = Default::default()),
		(Parts, |terms| terms.milestones[0].part += 1),
		(Parts, |terms| terms.milestones[0].part -= 1),
		(Parts, |terms| {
			terms.milestones[0].part = 0;
			terms.milestones[1].part = 1_000_000;
		}),
		(Milestones, |terms| terms.milestones[0].opens = 60),
		(Milestones, |terms| terms.milestones[0].due = 30),
		(Milestones, |terms| terms.milestones[1].due = 59),
		(Milestones, |terms| terms.milestones[1].due = 1_031),
		(Milestones, |terms| terms.milestones[0].voting = 4),
		(Milestones, |terms| terms.milestones[1].voting = 51),
	] {
		assert_eq!(check(change, 5), Err(wanted));
	}
	let open_to_all = check(
		|terms| {
			terms.whitelist = None;
			terms.opens = terms.public;
		},
		5,
	);
	assert_eq!(open_to_all, Ok(()));
	assert_eq!(check(|terms| terms.public = terms.closes, 5), Ok(()), "without a public phase");
}

#[test]
fn the_chain_owns_what_a_fee_rounds() {
	assert_eq!((proceeds(10, 50_000), proceeds(100, 50_000), proceeds(100, 2_000_000)), (9, 95, 0));
}

/// Parts that sum to a million.
fn milestones() -> impl Strategy<Value = Vec<Milestone>> {
	proptest::collection::vec(1u32..1_000, 1..=8).prop_map(|weights| {
		let sum: u32 = weights.iter().sum();
		let mut parts: Vec<u32> = weights.iter().map(|weight| (weight * 1_000).div_ceil(sum).max(1) * 900).collect();
		let others: u32 = parts.iter().skip(1).sum();
		parts[0] = MILLION.saturating_sub(others).max(1);
		parts.into_iter().map(|part| milestone(part, 30, 60)).collect()
	})
}

proptest! {
	#[test]
	fn shares_and_refunds_never_exceed_what_there_is(
		milestones in milestones(),
		shares in prop_oneof![1u128..100, 1u128..=u128::MAX],
		contributions in proptest::collection::vec(prop_oneof![1u128..100, 1u128..1 << 100], 1..20),
		released in 0u32..=8,
	) {
		let total: Balance = contributions.iter().sum();
		let whole = milestones.iter().map(|milestone| milestone.part).sum::<u32>() == MILLION;
		prop_assume!(whole);
		let count = milestones.len() as u32;
		let terms = RaiseTerms { shares, milestones: milestones.try_into().unwrap(), ..terms() };
		let progress = Progress { released: released.min(count), ..at(total) };
		let sum = |of: &dyn Fn(Balance) -> Balance| contributions.iter().map(|c| of(*c)).sum::<Balance>();
		let (all_shares, all_refunds) = (sum(&|c| terms.shares_of(&progress, c)), sum(&|c| terms.refund_of(&progress, c)));
		let backers = contributions.len() as Balance;
		prop_assert!(all_shares <= terms.unlocked(&progress) && terms.unlocked(&progress) - all_shares < backers);
		prop_assert!(all_refunds <= terms.unreleased(&progress) && terms.unreleased(&progress) - all_refunds < backers);
		if progress.released == count {
			prop_assert_eq!((terms.unlocked(&progress), terms.unreleased(&progress)), (shares, 0));
		}
		if progress.released == 0 {
			prop_assert_eq!((all_shares, all_refunds), (0, total), "nothing was released: everybody gets everything");
		}
	}

	#[test]
	fn a_release_only_ever_adds_shares(milestones in milestones(), shares in 1u128.., part in 1u128..1 << 100, rest: u64) {
		let total = part + Balance::from(rest);
		let count = milestones.len() as u32;
		let terms = RaiseTerms { shares, milestones: milestones.try_into().unwrap(), ..terms() };
		let of = |released| terms.shares_of(&Progress { released, ..at(total) }, part);
		for released in 0..count {
			prop_assert!(of(released) <= of(released + 1));
			prop_assert!(terms.money_of(released, total) <= terms.money_of(released + 1, total));
		}
	}

	#[test]
	fn what_is_final_stays_as_it_is(
		total in 0u128..6_000_000,
		released in 0u32..=2,
		voted in proptest::option::of((0u32..200, 0u128..6_000_000, 0u128..6_000_000)),
		now in 0u32..200,
		later in 0u32..200,
	) {
		let total = total.min(5_000_000);
		let ballot = voted.map(|(ends, yes, no)| {
			let yes = yes.min(total);
			Ballot { number: 1, evidence: [2; 32], ends, yes, no: no.min(total - yes) }
		});
		let (terms, progress) = (terms(), Progress { released, ballot, ..at(total) });
		let (stage, then) = (terms.stage(&progress, now), terms.stage(&progress, now + later));
		if stage.is_final() {
			prop_assert_eq!(then, stage);
		}
		prop_assert!(!then.is_open() || !matches!(stage, Stage::Funded), "a success is not undone");
	}
}
