//! The compute challenge on the chain: beacons, commitments, openings, votes, and the hashpower they prove.
//!
//! Once an epoch, all at fixed blocks from the epoch's first one on ([`Timing`]):
//!
//! | Block | |
//! |---|---|
//! | 0 | at its end beacon 1 gives each device and class a seed (`promptale_primitives::challenge`) |
//! | 1 to `commit` | devices commit to the root over their product's rows |
//! | `commit + 1` | at its end beacon 2 picks the rows to open; the validators' stakes are taken down |
//! | the next `open` | devices open those rows; the chain checks the paths to the root |
//! | until the epoch ends | validators recompute the rows and vote |

use crate::{types::*, Beacons, Challenges, Config, Devices, Error, Event, Pallet, Shares, Voters};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, InvalidTransaction, TransactionSource, ValidTransaction, Weight},
	traits::{Get, Randomness},
	BoundedVec,
};
use promptale_primitives::{
	challenge::{self, Class, Epoch, Openings},
	generator::{ChallengeOverview, ChallengeStep, EpochOverview, Timing},
	hash,
	validator::ValidatorSet,
	Balance, Blake3, BlockNumber,
};
use sp_core::sr25519;
use sp_runtime::transaction_validity::TransactionValidityWithRefund;

impl<T: Config> Pallet<T> {
	/// The epoch that is running.
	pub(crate) fn epoch() -> Epoch {
		Self::epoch_of(Self::session())
	}

	/// Blocks of an epoch.
	pub(crate) fn epoch_length() -> BlockNumber {
		Self::timing().epoch()
	}

	/// Position of block `now` in its epoch, from 0.
	fn position(now: BlockNumber) -> BlockNumber {
		now.checked_rem(Self::epoch_length()).unwrap_or(0)
	}

	/// Which beacon is stored at the end of block `now`: 1, 2 or none.
	pub(crate) fn beacon_due(now: BlockNumber) -> Option<u8> {
		let position = Self::position(now);
		if position == 0 {
			Some(1)
		} else if position == Self::timing().commit.saturating_add(1) {
			Some(2)
		} else {
			None
		}
	}

	/// Stores the beacon that is due at the end of block `now`. Its block is fixed in advance, so nobody can wait for a
	/// value they like better.
	pub(crate) fn store_beacon(now: BlockNumber) {
		let Some(which) = Self::beacon_due(now) else { return };
		let epoch = Self::epoch_of(Self::session_at(now));
		let (randomness, _) = T::Randomness::random(b"promptale generators beacon");
		let beacon = hash::challenge_beacon(randomness.as_ref(), epoch, which);
		if which == 1 {
			Beacons::<T>::put(EpochBeacons { epoch, first: Some(beacon), ..Default::default() });
		} else {
			Beacons::<T>::mutate(|beacons| {
				beacons.second = Some(beacon);
				beacons.closed_in = now;
				beacons.total_stake = T::Validators::total_stake();
			});
		}
		Self::deposit_event(Event::BeaconStored { epoch, which, beacon });
	}

	/// The beacons of the running epoch.
	fn beacons() -> EpochBeacons {
		let beacons = Beacons::<T>::get();
		if beacons.epoch == Self::epoch() {
			beacons
		} else {
			EpochBeacons::default()
		}
	}

	/// What fixes the matrices of a device's challenge in this epoch; `None` before beacon 1.
	pub(crate) fn challenge_seed(device: &T::AccountId, class: Class) -> Option<Blake3> {
		Some(challenge::seed(&Self::beacons().first?, device, Self::epoch(), class))
	}

	/// The rows that a committed challenge of this epoch has to open; `None` before beacon 2.
	fn rows_of(device: &T::AccountId, challenge: &Challenge) -> Option<Vec<u32>> {
		let seed = Self::challenge_seed(device, challenge.class)?;
		Some(challenge::opened_rows(&Self::beacons().second?, &seed, &challenge.root, challenge.class).to_vec())
	}

	/// A device's challenge of this epoch.
	fn current(device: &T::AccountId, epoch: Epoch) -> Result<Challenge, Error<T>> {
		ensure!(epoch == Self::epoch(), Error::<T>::WrongEpoch);
		Challenges::<T>::get(device).filter(|challenge| challenge.epoch == epoch).ok_or(Error::<T>::NotCommitted)
	}

	pub(crate) fn do_commit_challenge(
		device: T::AccountId,
		epoch: Epoch,
		class: Class,
		root: Blake3,
	) -> DispatchResult {
		ensure!(epoch == Self::epoch(), Error::<T>::WrongEpoch);
		let known = Devices::<T>::get(&device).ok_or(Error::<T>::UnknownDevice)?;
		ensure!(known.delegations > 0, Error::<T>::NotDelegated);
		Self::ensure_active(&known)?;
		ensure!(Self::beacons().first.is_some(), Error::<T>::BeaconUnknown);
		ensure!(Self::position(Self::now()) <= Self::timing().commit, Error::<T>::TooLate);
		ensure!(Challenges::<T>::get(&device).is_none_or(|before| before.epoch < epoch), Error::<T>::AlreadyCommitted);
		Voters::<T>::remove(&device);
		Challenges::<T>::insert(
			&device,
			Challenge { epoch, class, root, leaves: BoundedVec::new(), state: ChallengeState::Committed },
		);
		Self::deposit_event(Event::ChallengeCommitted { device, epoch, class, root });
		Ok(())
	}

	pub(crate) fn do_open_challenge(device: T::AccountId, epoch: Epoch, openings: Openings) -> DispatchResult {
		let mut challenge = Self::current(&device, epoch)?;
		ensure!(challenge.state == ChallengeState::Committed, Error::<T>::AlreadyOpened);
		let rows = Self::rows_of(&device, &challenge).ok_or(Error::<T>::BeaconUnknown)?;
		let Timing { commit, open, .. } = Self::timing();
		let last = commit.saturating_add(1).saturating_add(open);
		ensure!(Self::position(Self::now()) <= last, Error::<T>::TooLate);
		challenge::check_openings(challenge.class, &challenge.root, &rows, &openings)
			.map_err(|_| Error::<T>::OpeningMismatch)?;
		challenge.leaves = BoundedVec::truncate_from(openings.into_iter().map(|opening| opening.leaf).collect());
		challenge.state = ChallengeState::Opened { right: 0, wrong: 0 };
		Challenges::<T>::insert(&device, challenge);
		Self::deposit_event(Event::ChallengeOpened { device, epoch });
		Ok(())
	}

	/// The bytes that a validator's session key signs for a vote: context, genesis hash of the chain, validator, device,
	/// epoch, root, vote.
	pub fn vote_payload(
		validator: &T::AccountId,
		device: &T::AccountId,
		epoch: Epoch,
		root: &Blake3,
		right: bool,
	) -> Vec<u8> {
		(b"promptale generators vote", Self::genesis(), validator, device, epoch, root, right).encode()
	}

	/// Whether `validator` can vote on a device's challenge now; answers the challenge and the validator's stake.
	fn ensure_can_vote(
		validator: &T::AccountId,
		device: &T::AccountId,
		epoch: Epoch,
	) -> Result<(Challenge, Balance), Error<T>> {
		let challenge = Self::current(device, epoch)?;
		match challenge.state {
			ChallengeState::Committed => return Err(Error::<T>::NotOpened),
			ChallengeState::Opened { .. } => {},
			ChallengeState::Passed | ChallengeState::Failed => return Err(Error::<T>::AlreadyJudged),
		}
		let stake = T::Validators::stake_before(validator, Self::beacons().closed_in.saturating_add(1));
		ensure!(stake > 0, Error::<T>::NoStake);
		ensure!(!Voters::<T>::get(device).contains(validator), Error::<T>::AlreadyVoted);
		Ok((challenge, stake))
	}

	pub(crate) fn do_vote_challenge(
		validator: T::AccountId,
		device: T::AccountId,
		epoch: Epoch,
		vote: bool,
	) -> DispatchResult {
		let (mut challenge, stake) = Self::ensure_can_vote(&validator, &device, epoch)?;
		let ChallengeState::Opened { mut right, mut wrong } = challenge.state else {
			return Err(Error::<T>::NotOpened.into());
		};
		let side = if vote { &mut right } else { &mut wrong };
		*side = side.saturating_add(stake);
		let enough = |stake: Balance| stake.saturating_mul(3) >= Self::beacons().total_stake.saturating_mul(2);
		challenge.state = match (enough(right), enough(wrong)) {
			(true, _) => ChallengeState::Passed,
			(_, true) => ChallengeState::Failed,
			_ => ChallengeState::Opened { right, wrong },
		};
		Self::deposit_event(Event::ChallengeVoted {
			device: device.clone(),
			epoch,
			validator: validator.clone(),
			vote,
		});
		if matches!(challenge.state, ChallengeState::Opened { .. }) {
			Voters::<T>::try_mutate(&device, |voters| {
				voters.try_push(validator).map_err(|_| Error::<T>::TooManyVoters)
			})?;
		} else {
			Voters::<T>::remove(&device);
			Self::judge(&device, &challenge)?;
		}
		Challenges::<T>::insert(&device, challenge);
		Ok(())
	}

	/// Sets a judged device's hashpower: what the class proves, until the end of the next epoch; none where a row was wrong,
	/// whatever an earlier challenge had proven.
	fn judge(id: &T::AccountId, challenge: &Challenge) -> DispatchResult {
		let mut device = Devices::<T>::get(id).ok_or(Error::<T>::UnknownDevice)?;
		let passed = challenge.state == ChallengeState::Passed;
		let hashpower = if passed { challenge.class.units() } else { 0 };
		device.hashpower = hashpower;
		device.hashpower_until = if passed { Self::end_of_next_epoch(challenge.epoch) } else { 0 };
		// Banned devices are stopped, and weigh nothing.
		Self::weigh(id, &device)?;
		Devices::<T>::insert(id, device);
		let (device, epoch) = (id.clone(), challenge.epoch);
		Self::deposit_event(Event::ChallengeJudged { device, epoch, passed, hashpower });
		Ok(())
	}

	/// A vote is valid once for each validator, device and epoch, and only under the validator's session key.
	pub(crate) fn authorize_vote_challenge(
		_: TransactionSource,
		validator: &T::AccountId,
		device: &T::AccountId,
		epoch: &Epoch,
		right: &bool,
		signature: &sr25519::Signature,
	) -> TransactionValidityWithRefund {
		let (challenge, _) = Self::ensure_can_vote(validator, device, *epoch).map_err(|error| match error {
			Error::NotOpened => InvalidTransaction::Future,
			Error::NoStake => InvalidTransaction::BadSigner,
			_ => InvalidTransaction::Stale,
		})?;
		let key = T::Validators::session_key(validator).ok_or(InvalidTransaction::BadSigner)?;
		let payload = Self::vote_payload(validator, device, *epoch, &challenge.root, *right);
		if !sp_io::crypto::sr25519_verify(signature, &payload, &sr25519::Public::from_raw(key)) {
			return Err(InvalidTransaction::BadProof.into());
		}
		let left = Self::epoch_length().saturating_sub(Self::position(Self::now()));
		ValidTransaction::with_tag_prefix("GeneratorsVote")
			.priority(T::UnsignedPriority::get())
			.longevity(u64::from(left))
			.and_provides((validator, device, epoch))
			.propagate(true)
			.build()
			.map(|valid| (valid, Weight::zero()))
	}

	/// Removes what is stored of a removed device's challenge.
	pub(crate) fn forget_challenge(device: &T::AccountId) {
		Challenges::<T>::remove(device);
		Voters::<T>::remove(device);
	}

	/// A device's hashpower that counts now, in units.
	pub(crate) fn hashpower_of(device: &T::AccountId) -> u64 {
		let share = Shares::<T>::get(device, Slot::Hashpower).filter(|share| share.expires > Self::session());
		share.map_or(0, |share| u64::try_from(share.weight).unwrap_or(u64::MAX))
	}

	pub(crate) fn challenge_overview(device: T::AccountId, challenge: Challenge) -> ChallengeOverview<T::AccountId> {
		let running = challenge.epoch == Self::epoch();
		ChallengeOverview {
			seed: Self::challenge_seed(&device, challenge.class).filter(|_| running),
			rows: Self::rows_of(&device, &challenge).filter(|_| running).unwrap_or_default(),
			epoch: challenge.epoch,
			class: challenge.class,
			root: challenge.root,
			leaves: challenge.leaves.into_inner(),
			step: match challenge.state {
				ChallengeState::Committed => ChallengeStep::Committed,
				ChallengeState::Opened { .. } => ChallengeStep::Opened,
				ChallengeState::Passed => ChallengeStep::Passed,
				ChallengeState::Failed => ChallengeStep::Failed,
			},
			device,
		}
	}

	pub(crate) fn epoch_overview() -> EpochOverview {
		let (beacons, timing) = (Self::beacons(), Self::timing());
		let starts = Self::epoch().saturating_mul(Self::epoch_length());
		let commit_until = starts.saturating_add(timing.commit);
		EpochOverview {
			epoch: Self::epoch(),
			first_beacon: beacons.first,
			second_beacon: beacons.second,
			commit_until,
			open_until: commit_until.saturating_add(1).saturating_add(timing.open),
			ends: starts.saturating_add(timing.epoch()),
		}
	}

	/// Challenges of this epoch that wait for votes.
	pub(crate) fn opened_challenges() -> Vec<ChallengeOverview<T::AccountId>> {
		// Workers ask after every block, and before the second beacon no row can be open.
		if Self::beacons().second.is_none() {
			return Vec::new();
		}
		Self::opened_in(Self::epoch()).map(|(device, challenge)| Self::challenge_overview(device, challenge)).collect()
	}

	/// Challenges of an epoch whose rows are open and not judged.
	pub(crate) fn opened_in(epoch: Epoch) -> impl Iterator<Item = (T::AccountId, Challenge)> {
		Challenges::<T>::iter().filter(move |(_, challenge)| {
			challenge.epoch == epoch && matches!(challenge.state, ChallengeState::Opened { .. })
		})
	}
}
