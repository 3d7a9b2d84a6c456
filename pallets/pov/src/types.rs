//! What the pallet stores.

pub use crate::seats::Seat;
use crate::{Config, Pallet};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::fungible, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use promptale_primitives::{
	canary::Expectation,
	model::{Architecture, ModelKind, Terms},
	round::{Attestation, Part, Published, RoundState},
	schedule::Phase,
	verdict::Verdict,
	Balance, Blake3, BlockNumber, ModelId, RoundIndex,
};
use scale_info::TypeInfo;
use sp_core::ConstU32;

pub use promptale_offchain::session;

/// Imbalance of the pallet's currency.
pub type CreditOf<T> = fungible::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

/// A validator's or device's encoded endpoint address.
pub type EndpointOf<T> = BoundedVec<u8, <T as Config>::MaxEndpointLength>;

/// A round's entrants, in order of commitment: the index of an update is its entrant's position.
pub type EntrantsOf<T> = BoundedVec<Entrant<<T as frame_system::Config>::AccountId>, <T as Config>::MaxUpdates>;

/// What became of a round's updates, in their order.
pub type JudgementsOf<T> = BoundedVec<Judgement, <T as Config>::MaxUpdates>;

/// A committee's seats, in the order drawn.
pub type SeatsOf<T> = BoundedVec<Seat<<T as frame_system::Config>::AccountId>, <T as Config>::MaxCommittee>;

/// A committee, and the seat of one of its members.
pub type Seated<T> = (SeatsOf<T>, Seat<<T as frame_system::Config>::AccountId>);

/// A model and its pot.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Model<T: Config> {
	/// Who created it and may change its terms.
	pub owner: T::AccountId,
	/// Human-readable, UTF-8.
	pub name: BoundedVec<u8, T::MaxNameLength>,
	/// Public or private.
	pub kind: ModelKind,
	/// Fixes the shapes of the parameters.
	pub architecture: Architecture,
	/// Seed of the first checkpoint.
	pub seed: u64,
	/// Checkpoint that the next round starts from.
	pub checkpoint: Blake3,
	/// Attested checkpoints after the first one.
	pub version: u32,
	/// Root of the held-out set.
	pub held_out_root: Blake3,
	/// Terms of the next round.
	pub terms: Terms,
	/// What future rounds can be paid from.
	pub pot: Balance,
	/// Latest round, 0 before the first.
	pub latest_round: RoundIndex,
	/// First round whose details are still kept; above `latest_round` when none are.
	pub oldest_round: RoundIndex,
	/// Whether the latest round is not over yet: not closed, or not all of it paid out.
	pub round_open: bool,
	/// Whether new rounds may open.
	pub active: bool,
	/// Entries on the allow-list.
	pub allowed: u32,
	/// Held on the owner.
	pub deposit: Balance,
}

/// A round.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Round {
	/// Block it was opened in.
	pub opened: BlockNumber,
	/// Where it stands.
	pub state: RoundState,
	/// Checkpoint that updates start from.
	pub base_checkpoint: Blake3,
	/// Root of the held-out set.
	pub held_out_root: Blake3,
	/// Terms it was opened under.
	pub terms: Terms,
	/// Set aside for this round; once closed, what is still to be credited of it.
	pub budget: Balance,
	/// Block in which its dispute opened, after its first committee did not agree.
	pub disputed_at: Option<BlockNumber>,
	/// Picks the committee.
	pub beacon_1: Option<Blake3>,
	/// Picks the held-out samples.
	pub beacon_2: Option<Blake3>,
	/// Updates that a committee judges; 0 until the first one is drawn.
	pub updates: u32,
	/// Whether contributors had at least one block after the drawing of the first committee to publish in. Where they
	/// had none, not publishing is not their fault.
	pub could_publish: bool,
	/// The checkpoint with two thirds of the stake behind it, and the block in which it got there.
	pub agreed: Option<(Blake3, BlockNumber)>,
	/// Once closed: how many entrants, then members, then former members have got what is due to them.
	pub paid: u32,
}

impl Round {
	/// Phase at `now`.
	pub fn phase(&self, now: BlockNumber) -> Phase {
		self.terms.phases.phase_at(self.phases_from(), now).0
	}

	/// Block from which the phases count: that of the opening, or in a dispute the one that lets Publish begin in the
	/// block after the dispute opened. There is nothing to commit to any more, but members have to be drawn, and have
	/// to get the updates.
	pub fn phases_from(&self) -> BlockNumber {
		match self.disputed_at {
			// At least as many blocks as the phases of the first attempt are behind us.
			Some(disputed) => disputed.saturating_add(1).saturating_sub(self.terms.phases.commit),
			None => self.opened,
		}
	}

	/// First block of `phase`.
	pub fn start_of(&self, phase: Phase) -> BlockNumber {
		self.terms.phases.start_of(self.phases_from(), phase)
	}

	/// Whether it has ended.
	pub fn is_closed(&self) -> bool {
		matches!(self.state, RoundState::Closed(_))
	}
}

/// Who takes part in a round with an update.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Entrant<AccountId> {
	/// The device that committed the update. Its account holds the bond until it publishes.
	pub device: AccountId,
	/// The identity behind the device, which is paid.
	pub contributor: AccountId,
	/// Whether the update is published.
	pub published: bool,
}

/// What an entrant committed to and published.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Update {
	/// See `promptale_primitives::hash::update_commitment`.
	pub commitment: Blake3,
	/// Declared size in bytes.
	pub size: u32,
	/// What was published.
	pub published: Option<Published>,
	/// Of the commitment; zero until published. It tells a canary.
	pub salt: Blake3,
	/// What it was, where its contributor declared it a canary.
	pub canary: Option<Expectation>,
}

/// What became of an update.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Judgement {
	/// The committee's word.
	pub verdict: Option<Verdict>,
	/// Millionths; 0 unless accepted.
	pub weight: u32,
	/// Millionths kept by norm clipping; 0 unless accepted.
	pub clip: u32,
	/// In a dispute, what the first committee gave it, where it accepted it.
	pub disputed: Option<Part>,
	/// Its contributor's part of the budget, once the round is closed.
	pub reward: Balance,
}

/// What an account earned in rounds. Amounts in the smallest unit.
#[derive(
	Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Earnings {
	/// Credited and not claimed.
	pub pending: Balance,
	/// Everything ever credited for its updates. A claim leaves it, and with it the row.
	pub validated_work: Balance,
}

/// A beacon to be stored at the end of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct BeaconDue {
	/// The model.
	pub model: ModelId,
	/// Its round.
	pub round: RoundIndex,
	/// 1 picks the committee, 2 the held-out samples.
	pub which: u8,
}

/// A validator's keys and address.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct ValidatorKeys<T: Config> {
	/// sr25519, unique among validators.
	pub session_key: [u8; 32],
	/// X25519, an age recipient.
	pub encryption_key: [u8; 32],
	/// Where it serves blobs.
	pub endpoint: EndpointOf<T>,
}

/// Changes of stake that are remembered; more within one round push out the oldest.
const STAKE_CHANGES: u32 = 4;

/// A validator's stake with its recent changes, so that a committee is drawn by the stake there was
/// before its round opened.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct StakeLedger {
	/// (block of the change, stake from then on), in order of blocks. Before the first the stake counts as 0.
	pub changes: BoundedVec<(BlockNumber, Balance), ConstU32<STAKE_CHANGES>>,
	/// On its way out, still held.
	pub unbonding: Balance,
	/// First block in which `unbonding` may be withdrawn.
	pub unlocks_at: BlockNumber,
}

impl StakeLedger {
	/// The stake now.
	pub fn stake(&self) -> Balance {
		self.changes.last().map_or(0, |(_, stake)| *stake)
	}

	/// Stake that counts for a round opened in block `opened`: what there was at the end of the block
	/// before, or what there is now if that is less.
	pub fn stake_before(&self, opened: BlockNumber) -> Balance {
		let then = self.changes.iter().rev().find(|(since, _)| *since < opened).map_or(0, |(_, stake)| *stake);
		then.min(self.stake())
	}

	/// Changes the stake in block `now`. Changes that no round opened within the last `window` blocks can
	/// ask for are forgotten; where there are still too many, the oldest one goes, which can only make
	/// [`Self::stake_before`] smaller.
	pub fn set_stake(&mut self, now: BlockNumber, stake: Balance, window: BlockNumber) {
		if let Some(last) = self.changes.last_mut() {
			if last.0 >= now {
				last.1 = stake;
				return;
			}
		}
		let from = now.saturating_sub(window);
		while self.changes.get(1).is_some_and(|(since, _)| *since < from) || self.changes.is_full() {
			self.changes.remove(0);
		}
		// Cannot fail: there is room by the loop above.
		let _ = self.changes.try_push((now, stake));
	}

	/// Everything that is bonded, on its way out or not.
	pub fn total(&self) -> Balance {
		self.stake().saturating_add(self.unbonding)
	}

	/// Takes `amount` away in block `now`, from the stake first. What is then left of a stake below `least` goes
	/// on its way out, until `unlocks_at`, and counts no more.
	pub fn slash(
		&mut self,
		amount: Balance,
		least: Balance,
		now: BlockNumber,
		unlocks_at: BlockNumber,
		window: BlockNumber,
	) {
		let from_stake = amount.min(self.stake());
		let stake = self.stake().saturating_sub(from_stake);
		self.unbonding = self.unbonding.saturating_sub(amount.saturating_sub(from_stake));
		if stake > 0 && stake < least {
			self.unbonding = self.unbonding.saturating_add(stake);
			self.unlocks_at = self.unlocks_at.max(unlocks_at);
			self.set_stake(now, 0, window);
		} else {
			self.set_stake(now, stake, window);
		}
	}
}

/// The steps of a round that anyone may take once they are due.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Step {
	/// Open the next round.
	Open,
	/// Draw the committee.
	Draw,
	/// Settle the verdicts.
	Settle,
	/// Close the round.
	Close,
	/// Go on paying a closed round out, from this position.
	PayOut(u32),
}

/// What a committee member signs with its session key.
#[derive(Clone, PartialEq, Eq, Debug, Encode)]
pub enum Statement<'a> {
	/// Commits to the scores with this hash.
	CommitScores(Blake3),
	/// Reveals these scores with this salt.
	RevealScores(&'a [promptale_primitives::score::ScoreEntry], Blake3),
	/// Attests these checkpoints.
	AttestCheckpoint(Attestation),
}

/// A statement as evidence: see [`Statement`].
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub enum SignedStatement<T: Config> {
	/// A commitment to scores.
	CommitScores(Blake3),
	/// Revealed scores and their salt.
	RevealScores(BoundedVec<promptale_primitives::score::ScoreEntry, T::MaxUpdates>, Blake3),
	/// An attestation.
	AttestCheckpoint(Attestation),
}

impl<T: Config> SignedStatement<T> {
	/// What was signed.
	pub fn statement(&self) -> Statement<'_> {
		match self {
			SignedStatement::CommitScores(commitment) => Statement::CommitScores(*commitment),
			SignedStatement::RevealScores(entries, salt) => Statement::RevealScores(entries, *salt),
			SignedStatement::AttestCheckpoint(attestation) => Statement::AttestCheckpoint(*attestation),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The bytes that a session key signs: context, genesis hash of the chain, model, round, validator,
	/// statement. Bound to all of them, a signature is good for one call on one chain.
	pub fn signing_payload(
		model: ModelId,
		round: RoundIndex,
		validator: &T::AccountId,
		statement: &Statement,
	) -> alloc::vec::Vec<u8> {
		use sp_runtime::traits::Zero;
		let genesis = frame_system::Pallet::<T>::block_hash(frame_system::pallet_prelude::BlockNumberFor::<T>::zero());
		(b"promptale pov session", genesis, model, round, validator, statement).encode()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_raise_counts_from_the_next_round_on() {
		let mut ledger = StakeLedger::default();
		ledger.set_stake(10, 100, 1_000);
		ledger.set_stake(20, 300, 1_000);
		assert_eq!(ledger.stake_before(10), 0);
		assert_eq!(ledger.stake_before(11), 100);
		assert_eq!(ledger.stake_before(20), 100);
		assert_eq!(ledger.stake_before(21), 300);
	}

	#[test]
	fn many_raises_within_a_round_never_count_for_it() {
		let mut ledger = StakeLedger::default();
		ledger.set_stake(10, 100, 1_000);
		for block in 20..40 {
			ledger.set_stake(block, 1_000 * u128::from(block), 1_000);
			assert!(ledger.stake_before(15) <= 100, "at {block}");
		}
	}

	#[test]
	fn stake_taken_out_counts_for_no_round() {
		let mut ledger = StakeLedger::default();
		ledger.set_stake(10, 100, 1_000);
		ledger.set_stake(20, 30, 1_000);
		assert_eq!(ledger.stake_before(15), 30);
	}

	#[test]
	fn old_changes_are_forgotten_but_the_stake_is_not() {
		let mut ledger = StakeLedger::default();
		ledger.set_stake(10, 100, 50);
		ledger.set_stake(20, 200, 50);
		ledger.set_stake(500, 300, 50);
		assert_eq!(ledger.changes.len(), 2);
		assert_eq!(ledger.stake_before(460), 200);
	}
}
