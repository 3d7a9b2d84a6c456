//! Where $TALE comes from, where it goes, and in which parts.
//!
//! A fee is split by a [`Split`]: parts in millionths that sum to one million. Everybody but the treasury gets
//! `floor(amount * part / 1,000,000)`; the treasury owns the remainder, so a split is exact to the last unit.

use crate::{arithmetic::mul_div, content::ContentId, Balance, BlockNumber, MILLION};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A kind of fee. Each has a split of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum FeeSource {
	/// What a transaction costs, without its tip.
	TransactionFee,
	/// What a sender adds for the block's author.
	Tip,
	/// The chain's part of a licence's price.
	LicenceSale,
	/// The chain's part of a trade in shares or items.
	MarketSale,
	/// The chain's part of what a brand pays for a placement.
	Placement,
	/// The chain's part of a successful raise.
	Launchpad,
	/// Slashed stake, fees for missed publications, pots of removed models.
	Slash,
}

impl FeeSource {
	/// All of them.
	pub const ALL: [FeeSource; 7] = [
		FeeSource::TransactionFee,
		FeeSource::Tip,
		FeeSource::LicenceSale,
		FeeSource::MarketSale,
		FeeSource::Placement,
		FeeSource::Launchpad,
		FeeSource::Slash,
	];
}

/// Money that waits for those who earn it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Pot {
	/// Rewards of validators, and of the community around them.
	ValidatorRewards,
	/// Rewards of generators.
	GeneratorRewards,
	/// Dividends of holders of shares.
	Dividends,
}

impl Pot {
	/// All of them.
	pub const ALL: [Pot; 3] = [Pot::ValidatorRewards, Pot::GeneratorRewards, Pot::Dividends];
}

/// A pool of the genesis distribution that is released on schedule. Nothing else is ever emitted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum EmissionPool {
	/// For those who train.
	Generators,
	/// For validators and the community.
	Community,
}

impl EmissionPool {
	/// All of them.
	pub const ALL: [EmissionPool; 2] = [EmissionPool::Generators, EmissionPool::Community];

	/// The pot it is released to. Not governed: who the pool is for was promised at genesis.
	pub fn pot(self) -> Pot {
		match self {
			EmissionPool::Generators => Pot::GeneratorRewards,
			EmissionPool::Community => Pot::ValidatorRewards,
		}
	}
}

/// Where money came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Inflow {
	/// A fee.
	Fee(FeeSource),
	/// Released from a genesis pool.
	Emission(EmissionPool),
	/// $TALE bought with an asset of the treasury.
	BuyBack,
	/// Given to a pot by anybody.
	Donation,
}

impl Inflow {
	/// All of them.
	pub fn all() -> impl Iterator<Item = Inflow> {
		let fees = FeeSource::ALL.into_iter().map(Inflow::Fee);
		let emissions = EmissionPool::ALL.into_iter().map(Inflow::Emission);
		fees.chain(emissions).chain([Inflow::BuyBack, Inflow::Donation])
	}
}

/// Something for each recipient: a part in millionths ([`Split`]), or an amount.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Shares<Share> {
	/// The treasury, which also owns every remainder and whatever another recipient cannot take.
	pub treasury: Share,
	/// See [`Pot::ValidatorRewards`].
	pub validator_rewards: Share,
	/// See [`Pot::GeneratorRewards`].
	pub generator_rewards: Share,
	/// See [`Pot::Dividends`].
	pub dividends: Share,
	/// Who writes the block.
	pub block_author: Share,
}

/// Parts of a fee, in millionths.
pub type Split = Shares<u32>;

impl<Share: Copy> Shares<Share> {
	/// What is for a pot.
	pub fn pot(&self, pot: Pot) -> Share {
		match pot {
			Pot::ValidatorRewards => self.validator_rewards,
			Pot::GeneratorRewards => self.generator_rewards,
			Pot::Dividends => self.dividends,
		}
	}

	/// What is for a pot, to be changed.
	pub fn pot_mut(&mut self, pot: Pot) -> &mut Share {
		match pot {
			Pot::ValidatorRewards => &mut self.validator_rewards,
			Pot::GeneratorRewards => &mut self.generator_rewards,
			Pot::Dividends => &mut self.dividends,
		}
	}

	/// What is for each recipient, in the order of the fields.
	pub fn each(&self) -> [Share; 5] {
		[self.treasury, self.validator_rewards, self.generator_rewards, self.dividends, self.block_author]
	}
}

impl Split {
	/// Everything to the treasury.
	pub const TREASURY: Split =
		Shares { treasury: MILLION, validator_rewards: 0, generator_rewards: 0, dividends: 0, block_author: 0 };

	/// Whether the parts sum to exactly one million.
	pub fn is_whole(&self) -> bool {
		self.each().into_iter().map(u64::from).fold(0u64, u64::saturating_add) == u64::from(MILLION)
	}

	/// `amount` in these parts, rounded down; the treasury's is what the others leave. Sums to `amount` where the
	/// parts are whole.
	pub fn of(&self, amount: Balance) -> Shares<Balance> {
		let part = |millionths: u32| mul_div(amount, millionths.into(), MILLION.into());
		let mut shares = Shares {
			treasury: 0,
			validator_rewards: part(self.validator_rewards),
			generator_rewards: part(self.generator_rewards),
			dividends: part(self.dividends),
			block_author: part(self.block_author),
		};
		shares.treasury = amount.saturating_sub(shares.total());
		shares
	}
}

impl Shares<Balance> {
	/// All of it.
	pub fn total(&self) -> Balance {
		self.each().into_iter().fold(0, Balance::saturating_add)
	}
}

/// What came in from one source since genesis, and where it went. `received` is the sum of `to`.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Flow {
	/// All that came in.
	pub received: Balance,
	/// Where it went.
	pub to: Shares<Balance>,
}

impl Flow {
	/// Adds what came in at once, and where it went.
	pub fn add(&mut self, to: &Shares<Balance>) {
		self.received = self.received.saturating_add(to.total());
		self.to.treasury = self.to.treasury.saturating_add(to.treasury);
		self.to.block_author = self.to.block_author.saturating_add(to.block_author);
		for pot in Pot::ALL {
			let sum = self.to.pot_mut(pot);
			*sum = sum.saturating_add(to.pot(pot));
		}
	}
}

/// A pot at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PotOverview<AccountId> {
	/// Which one.
	pub pot: Pot,
	/// Where its money lies.
	pub account: AccountId,
	/// Put into it since genesis.
	pub received: Balance,
	/// Paid out of it since genesis.
	pub paid: Balance,
	/// What it could pay now, emission that is due included.
	pub available: Balance,
}

/// All flows since genesis.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct FlowsOverview<AccountId> {
	/// What came in, by source, in the order of [`Inflow::all`].
	pub inflows: alloc::vec::Vec<(Inflow, Flow)>,
	/// The pots, in the order of [`Pot::ALL`].
	pub pots: alloc::vec::Vec<PotOverview<AccountId>>,
	/// Burned out of the treasury.
	pub burned: Balance,
	/// Part of what went to the treasury that its account could not take yet.
	pub unplaced: Balance,
}

/// A genesis pool's release at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct EmissionOverview<AccountId> {
	/// Which pool.
	pub pool: EmissionPool,
	/// Where its money lies.
	pub account: AccountId,
	/// The pot it is released to.
	pub pot: Pot,
	/// All that is released by the end.
	pub total: Balance,
	/// Released so far.
	pub released: Balance,
	/// Could be released now, if the pool's account holds it.
	pub due: Balance,
	/// What the pool's account holds.
	pub holds: Balance,
	/// First block of the schedule; nothing is due in it yet.
	pub starts: BlockNumber,
	/// Block in which all of it is due.
	pub ends: BlockNumber,
}

/// The buy-back at a glance. Amounts are in the smallest unit of the asset, prices in that unit for a million $TALE.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct BuyBackOverview<AssetKind> {
	/// What the treasury pays with.
	pub asset: AssetKind,
	/// Most that is spent in a period.
	pub cap: Balance,
	/// Length of a period in blocks; periods begin at multiples of it.
	pub period: BlockNumber,
	/// How far the price may be from its average, in millionths.
	pub band: u32,
	/// What may still be spent in this period.
	pub left: Balance,
	/// The pool's price now; `None` without a usable pool.
	pub price: Option<Balance>,
	/// The average price; `None` while there are too few observations.
	pub average: Option<Balance>,
	/// Spent of this asset since genesis.
	pub spent: Balance,
	/// $TALE bought with it since genesis.
	pub bought: Balance,
}

/// Pallets that take all that is in a pot, and divide it themselves. `()` where there are none.
pub trait PotConsumers<Credit> {
	/// Takes what was in `pot`; gives it back where nobody takes it.
	fn consume(pot: Pot, credit: Credit) -> Result<(), Credit>;
}

/// Takes the chain's part of what is paid for content: of sales, raises and placements.
pub trait ContentFees<Credit> {
	/// Splits `fee` by the table of `source`; the part for dividends goes to the holders of shares in `content`, or to the
	/// common pot where there is no such content. Nothing of it is lost, and it cannot fail.
	fn settle(source: FeeSource, content: ContentId, fee: Credit);

	/// What it costs at most: picoseconds, and bytes of block proof.
	fn settle_weight() -> (u64, u64);
}

impl<Credit> PotConsumers<Credit> for () {
	fn consume(_: Pot, credit: Credit) -> Result<(), Credit> {
		Err(credit)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const THIRDS: Split = Shares {
		treasury: 100_000,
		validator_rewards: 333_333,
		generator_rewards: 333_333,
		dividends: 233_333,
		block_author: 1,
	};

	#[test]
	fn the_treasury_owns_the_remainder() {
		assert!(THIRDS.is_whole());
		let shares = THIRDS.of(10);
		assert_eq!(shares.each(), [2, 3, 3, 2, 0]);
	}

	#[test]
	fn parts_that_do_not_sum_to_a_million_are_not_whole() {
		assert!(!Split::default().is_whole());
		for difference in [-1i64, 1] {
			let mut split = THIRDS;
			split.treasury = (i64::from(split.treasury) + difference) as u32;
			assert!(!split.is_whole());
		}
		// Sums to one million modulo 2^32.
		let wraps = Shares { treasury: u32::MAX, validator_rewards: MILLION + 1, ..Split::default() };
		assert!(!wraps.is_whole());
	}

	#[test]
	fn every_inflow_is_listed_once() {
		let all: alloc::vec::Vec<_> = Inflow::all().map(|inflow| inflow.encode()).collect();
		let unique: std::collections::HashSet<_> = all.iter().collect();
		assert_eq!(unique.len(), all.len());
		assert_eq!(all.len(), FeeSource::ALL.len() + EmissionPool::ALL.len() + 2);
	}

	proptest! {
		#[test]
		fn a_split_is_exact(amount: u128, cuts in proptest::array::uniform4(0u32..=MILLION)) {
			let mut cuts = cuts;
			cuts.sort();
			let split = Shares {
				treasury: cuts[0],
				validator_rewards: cuts[1] - cuts[0],
				generator_rewards: cuts[2] - cuts[1],
				dividends: cuts[3] - cuts[2],
				block_author: MILLION - cuts[3],
			};
			prop_assert!(split.is_whole());
			let shares = split.of(amount);
			let mut left = amount;
			for share in shares.each() {
				left = left.checked_sub(share).expect("never more than there is");
			}
			prop_assert_eq!(left, 0);
			// The remainder is less than one unit for each of the four who are rounded down.
			let exact = mul_div(amount, split.treasury.into(), MILLION.into());
			prop_assert!(shares.treasury >= exact && shares.treasury - exact <= 4);
		}
	}
}
