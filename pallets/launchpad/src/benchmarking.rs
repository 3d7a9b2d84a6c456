//! Benchmarks of every call, each at its worst. What settling a fee costs is its pallet's to measure.

use crate::{Call, *};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Inspect as _, InspectHold as _, Mutate as _},
	fungibles::{Inspect as _, MutateHold as _},
	tokens::{Fortitude, Precision, Restriction},
	EnsureOrigin, Get,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	raise::{Milestone, RaiseId, RaiseTerms, Stage, Whitelist, WhitelistProof, MAX_MILESTONES, MAX_WHITELIST_DEPTH},
	Balance, BlockNumber, MILLION,
};

const SHARES: Balance = 1_000_000;
const CAP: Balance = 1_000_000_000;
/// On the whitelist. Each doubling up to a million is one more hash, of which there are few beside six rows.
const LISTED: u32 = 1 << 10;

/// Enough for whatever a benchmark does.
fn rich<T: Config>(name: &'static str, n: u32) -> T::AccountId {
	let who = account(name, n, 0);
	fund::<T>(&who);
	who
}

fn fund<T: Config>(who: &T::AccountId) {
	let deposits = T::RaiseDeposit::get() + T::LeastBond::get() + T::BackingDeposit::get() + T::RowBond::get();
	T::Currency::mint_into(who, (deposits + T::Currency::minimum_balance()) * 10 + CAP * 10).unwrap();
}

/// Content whose shares are all its creator's.
fn content<T: Config>() -> (ContentId, T::AccountId) {
	let holder = rich::<T>("holder", 0);
	let content = T::Content::register(&holder, SHARES);
	let creator = T::Content::creator(content).unwrap();
	fund::<T>(&creator);
	if creator != holder {
		let reason = HoldReason::Offer.into();
		T::Shares::hold(content, &reason, &holder, SHARES).unwrap();
		let (precision, mode, force) = (Precision::Exact, Restriction::Free, Fortitude::Polite);
		T::Shares::transfer_on_hold(content, &reason, &holder, &creator, SHARES, precision, mode, force).unwrap();
	}
	(content, creator)
}

/// With as many milestones as there can be; all shares are on offer.
fn terms<T: Config>(whitelist: Option<Whitelist>) -> RaiseTerms {
	let now = Pallet::<T>::now();
	let limits = T::Limits::get();
	let closes = now + limits.open.min(20);
	let milestone = Milestone {
		part: MILLION / MAX_MILESTONES,
		description: [1; 32],
		opens: now,
		due: closes + limits.delivery,
		voting: limits.longest_ballot,
	};
	let milestones: Vec<_> = (0..MAX_MILESTONES).map(|_| milestone).collect();
	RaiseTerms {
		shares: SHARES,
		soft_cap: CAP / 2,
		hard_cap: CAP,
		least: 1,
		most: CAP,
		opens: now,
		public: if whitelist.is_some() { closes } else { now },
		closes,
		whitelist,
		milestones: milestones.try_into().unwrap(),
	}
}

fn open<T: Config>(whitelist: Option<Whitelist>) -> (RaiseId, T::AccountId) {
	let (content, creator) = content::<T>();
	let raise = NextRaise::<T>::get();
	Pallet::<T>::open_raise(RawOrigin::Signed(creator.clone()).into(), content, terms::<T>(whitelist)).unwrap();
	(raise, creator)
}

/// A raise to which one account contributed all.
fn funded<T: Config>() -> (RaiseId, T::AccountId, T::AccountId) {
	let (raise, creator) = open::<T>(None);
	let backer = rich::<T>("backer", 0);
	Pallet::<T>::contribute(RawOrigin::Signed(backer.clone()).into(), raise, CAP, None).unwrap();
	(raise, creator, backer)
}

/// The same with a ballot on the next milestone; approved, if the backer votes.
fn asked<T: Config>(raise: RaiseId, creator: &T::AccountId, backer: Option<&T::AccountId>) {
	Pallet::<T>::request_milestone(RawOrigin::Signed(creator.clone()).into(), raise, [2; 32]).unwrap();
	if let Some(backer) = backer {
		let ballot = Raises::<T>::get(raise).unwrap().progress.ballots;
		Pallet::<T>::vote_milestone(RawOrigin::Signed(backer.clone()).into(), raise, ballot, true).unwrap();
	}
}

/// All milestones released.
fn completed<T: Config>() -> (RaiseId, T::AccountId, T::AccountId) {
	let (raise, creator, backer) = funded::<T>();
	for _ in 0..MAX_MILESTONES {
		asked::<T>(raise, &creator, Some(&backer));
		Pallet::<T>::release_milestone(RawOrigin::Signed(backer.clone()).into(), raise).unwrap();
	}
	(raise, creator, backer)
}

/// So late that every milestone is overdue.
fn wait<T: Config>(raise: RaiseId)
where
	BlockNumberFor<T>: From<BlockNumber>,
{
	let due = Raises::<T>::get(raise).unwrap().terms.milestones.last().unwrap().due;
	frame_system::Pallet::<T>::set_block_number(due.into());
}

#[benchmarks(where BlockNumberFor<T>: From<BlockNumber>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open_raise() {
		let (content, creator) = content::<T>();
		let terms = terms::<T>(Some(Whitelist { root: [3; 32], accounts: 1 << MAX_WHITELIST_DEPTH }));

		#[extrinsic_call]
		_(RawOrigin::Signed(creator), content, terms);

		assert_eq!(Raises::<T>::iter().count(), 1);
	}

	/// By an account on the whitelist.
	#[benchmark]
	fn contribute() {
		let list: Vec<T::AccountId> = (0..LISTED).map(|n| account("listed", n, 0)).collect();
		let (raise, _) = open::<T>(Whitelist::of(&list));
		let backer = list[0].clone();
		fund::<T>(&backer);
		let proof = WhitelistProof::of(&list, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(backer.clone()), raise, CAP / 2, proof);

		assert!(Backings::<T>::contains_key(backer, raise));
	}

	#[benchmark]
	fn withdraw() {
		let (raise, _) = open::<T>(None);
		let backer = rich::<T>("backer", 0);
		Pallet::<T>::contribute(RawOrigin::Signed(backer.clone()).into(), raise, CAP / 2, None).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(backer.clone()), raise);

		assert!(!Backings::<T>::contains_key(backer, raise));
	}

	#[benchmark]
	fn cancel_raise() {
		let (raise, creator) = open::<T>(None);

		#[extrinsic_call]
		_(RawOrigin::Signed(creator), raise);

		assert!(Pallet::<T>::raise(raise).unwrap().stage.is_failed());
	}

	#[benchmark]
	fn request_milestone() {
		let (raise, creator, _) = funded::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(creator), raise, [2; 32]);

		assert!(Raises::<T>::get(raise).unwrap().progress.ballot.is_some());
	}

	#[benchmark]
	fn vote_milestone() {
		let (raise, creator, backer) = funded::<T>();
		asked::<T>(raise, &creator, None);

		#[extrinsic_call]
		_(RawOrigin::Signed(backer), raise, 1, true);

		assert_eq!(Raises::<T>::get(raise).unwrap().progress.ballot.unwrap().yes, CAP);
	}

	#[benchmark]
	fn release_milestone() {
		let (raise, creator, backer) = funded::<T>();
		asked::<T>(raise, &creator, Some(&backer));

		#[extrinsic_call]
		_(RawOrigin::Signed(backer), raise);

		assert_eq!(Raises::<T>::get(raise).unwrap().progress.released, 1);
	}

	/// The last: the backer's row goes, one of shares comes, and the creator has no share any more.
	#[benchmark]
	fn claim_shares() {
		let (raise, _, backer) = completed::<T>();
		let content = Raises::<T>::get(raise).unwrap().content;

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), raise, backer.clone());

		assert_eq!(T::Shares::balance(content, &backer), SHARES);
	}

	#[benchmark]
	fn claim_refund() {
		let (raise, _, backer) = funded::<T>();
		wait::<T>(raise);

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), raise, backer.clone());

		assert!(!Backings::<T>::contains_key(backer, raise));
	}

	#[benchmark]
	fn take_back_shares() {
		let (raise, creator, _) = funded::<T>();
		wait::<T>(raise);
		let content = Raises::<T>::get(raise).unwrap().content;

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), raise);

		assert_eq!(T::Shares::balance(content, &creator), SHARES);
	}

	#[benchmark]
	fn take_down() {
		let (raise, creator, _) = funded::<T>();
		let origin = T::TakedownOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, raise);

		let held = T::Currency::balance_on_hold(&HoldReason::Raise.into(), &creator);
		assert_eq!(held, T::RaiseDeposit::get());
	}

	/// With a unit that rounding left, and shares.
	#[benchmark]
	fn close_raise() {
		let (raise, creator) = open::<T>(None);
		let backers: Vec<_> = (0..3).map(|n| rich::<T>("backer", n)).collect();
		for backer in &backers {
			let amount = CAP / 4 + 1;
			Pallet::<T>::contribute(RawOrigin::Signed(backer.clone()).into(), raise, amount, None).unwrap();
		}
		let closes = Raises::<T>::get(raise).unwrap().terms.closes;
		frame_system::Pallet::<T>::set_block_number(closes.into());
		asked::<T>(raise, &creator, None);
		for backer in &backers[..2] {
			Pallet::<T>::vote_milestone(RawOrigin::Signed(backer.clone()).into(), raise, 1, true).unwrap();
		}
		Pallet::<T>::release_milestone(RawOrigin::Signed(creator.clone()).into(), raise).unwrap();
		wait::<T>(raise);
		for backer in backers {
			let origin: T::RuntimeOrigin = RawOrigin::Signed(backer.clone()).into();
			Pallet::<T>::claim_refund(origin.clone(), raise, backer.clone()).unwrap();
			Pallet::<T>::claim_shares(origin, raise, backer).unwrap();
		}
		assert!(matches!(Pallet::<T>::raise(raise).unwrap().stage, Stage::Failed(_)));

		#[extrinsic_call]
		_(RawOrigin::Signed(creator), raise);

		assert!(!Raises::<T>::contains_key(raise));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
