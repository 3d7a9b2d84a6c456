//! Splits of fees, emission, pots of rewards, buy-back and burn.

use crate::{
	configs::{
		assets::NativeAsset,
		money::{MaxSpend, TreasuryAccount},
	},
	governance::origins::{ParameterAdmin, Treasurer},
	*,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::{Credit, NativeOrWithId},
		ConstU32, EitherOf, FindAuthor, Get,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess};
use pallet_settlements::{FeeSource, Pot, Split};
use promptale_primitives::settlement::PotConsumers;
use sp_runtime::traits::Convert;

parameter_types! {
	pub const SettlementsPalletId: PalletId = PalletId(*b"tale/set");
}

/// Who writes the block. Not `Authorship::author()`, which remembers its answer: fees are settled at the end of the
/// block, when `pallet_authorship` has forgotten it already and would take it into the next one.
pub struct AuthorOfBlock;
impl Get<Option<AccountId>> for AuthorOfBlock {
	fn get() -> Option<AccountId> {
		let digest = System::digest();
		let logs = digest.logs.iter().filter_map(|log| log.as_pre_runtime());
		<Runtime as pallet_authorship::Config>::FindAuthor::find_author(logs)
	}
}

/// The splits that the chain starts with.
///
/// Tips are the collators', slashes the treasury's. The treasury, which pays for everything that has no income of its
/// own, has at least a fifth of every other fee; what holders of shares make possible (trades, placements) mostly goes
/// to them, what generators and validators make possible partly to them.
pub struct DefaultSplits;
impl Convert<FeeSource, Split> for DefaultSplits {
	fn convert(source: FeeSource) -> Split {
		let percent = |treasury: u32, validator_rewards: u32, generator_rewards: u32, dividends: u32| {
			let part = |percent: u32| percent.saturating_mul(10_000);
			Split {
				treasury: part(treasury),
				validator_rewards: part(validator_rewards),
				generator_rewards: part(generator_rewards),
				dividends: part(dividends),
				block_author: 0,
			}
		};
		match source {
			FeeSource::TransactionFee => percent(60, 20, 20, 0),
			FeeSource::Tip => Split { block_author: promptale_primitives::MILLION, ..Default::default() },
			FeeSource::LicenceSale => percent(50, 20, 30, 0),
			FeeSource::MarketSale => percent(40, 10, 10, 40),
			FeeSource::Placement => percent(20, 10, 20, 50),
			FeeSource::Launchpad => percent(60, 0, 0, 40),
			FeeSource::Slash => Split::TREASURY,
		}
	}
}

/// Who divides what is in a pot among its recipients.
pub struct PotDividers;
impl PotConsumers<Credit<AccountId, Balances>> for PotDividers {
	fn consume(pot: Pot, credit: Credit<AccountId, Balances>) -> Result<(), Credit<AccountId, Balances>> {
		match pot {
			Pot::GeneratorRewards => Generators::receive(credit),
			Pot::ValidatorRewards | Pot::Dividends => Err(credit),
		}
	}
}

impl pallet_settlements::Config for Runtime {
	type Currency = Balances;
	type PalletId = SettlementsPalletId;
	type Treasury = TreasuryAccount;
	type BlockAuthor = AuthorOfBlock;
	type DefaultSplits = DefaultSplits;
	type AdminOrigin = EitherOf<EnsureRoot<AccountId>, ParameterAdmin>;
	type TreasuryOrigin = EitherOf<EnsureRootWithSuccess<AccountId, MaxSpend>, Treasurer>;
	type Consumers = PotDividers;
	type Content = Shares;
	type AssetKind = NativeOrWithId<u32>;
	type NativeAsset = NativeAsset;
	type Exchange = AssetConversion;
	// 1 % from block to block, so that a price that doubled is followed within eight minutes.
	type MaxPriceStep = ConstU32<10_000>;
	type MaxPriceBand = ConstU32<50_000>;
	// An hour: one false observation moves the average by less than .002 %.
	type MinPriceWindow = ConstU32<{ constants::HOURS }>;
	type WeightInfo = pallet_settlements::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = pallet_settlements::benchmarking::AssetConversionPool<Runtime>;
}
