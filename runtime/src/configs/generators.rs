//! Licences, devices, hashpower, and the rewards for them.

use crate::{
	configs::{
		assets::{CollectionDeposit, ItemDeposit},
		money::TreasuryAccount,
		parameters::dynamic_params,
	},
	constants::*,
	governance::origins::ParameterAdmin,
	randomness::RelayRandomness,
	*,
};
use frame_support::{
	parameter_types,
	traits::{tokens::imbalance::ResolveTo, ConstU32, ConstU64, EitherOf, Get},
	PalletId,
};
use frame_system::EnsureRoot;
use pallet_generators::{RewardWeights, TIERS};
use pallet_settlements::{sources::LicenceSale, FeesFrom};
use promptale_primitives::generator::{Tier, Timing};

parameter_types! {
	/// Where genesis says nothing else.
	pub const ProductionTiming: Timing = Timing {
		session: HOURS,
		epoch_sessions: 24,
		activation_delay: 2 * HOURS,
		commit: 5 * MINUTES,
		open: 5 * MINUTES,
	};
	pub const GeneratorsPalletId: PalletId = PalletId(*b"tale/gen");
	pub const LicenceTiers: [Tier; TIERS] = [
		Tier { licences: 6_500, dollars: 98 },
		Tier { licences: 7_000, dollars: 118 },
		Tier { licences: 1_750, dollars: 138 },
		Tier { licences: 2_000, dollars: 158 },
	];
}

/// How generators' rewards are divided, as governance set it.
pub struct TunedRewardWeights;
impl Get<RewardWeights> for TunedRewardWeights {
	fn get() -> RewardWeights {
		RewardWeights {
			work: dynamic_params::generators::WorkWeight::get(),
			liveness: dynamic_params::generators::LivenessWeight::get(),
			hashpower: dynamic_params::generators::HashpowerWeight::get(),
		}
	}
}

impl pallet_generators::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type CollectionId = u32;
	type CollectionConfig = pallet_nfts::CollectionConfigFor<Runtime>;
	type ItemConfig = pallet_nfts::ItemConfig;
	type Nfts = Nfts;
	type Randomness = RelayRandomness;
	type Validators = Pov;
	type ValidatedWork = Pov;
	type AdminOrigin = EitherOf<EnsureRoot<AccountId>, ParameterAdmin>;
	type Proceeds = FeesFrom<Runtime, LicenceSale>;
	type Unpayable = ResolveTo<TreasuryAccount, Balances>;
	type WeightInfo = pallet_generators::weights::SubstrateWeight<Runtime>;
	type PalletId = GeneratorsPalletId;
	type Tiers = LicenceTiers;
	type ReferralRate = dynamic_params::generators::ReferralRate;
	type MaxPerPurchase = ConstU32<50>;
	type CollectionDeposit = CollectionDeposit;
	type LicenceDeposit = ItemDeposit;
	type DeviceDeposit = dynamic_params::generators::DeviceDeposit;
	type MaxDevices = ConstU32<16>;
	type MaxEndpointLength = ConstU32<512>;
	type Timing = ProductionTiming;
	type MissedSessions = ConstU32<2>;
	type MaxVoters = ConstU32<128>;
	type RewardWeights = TunedRewardWeights;
	type DayLength = ConstU32<DAYS>;
	type HistoryDays = ConstU32<30>;
	// Below the steps of Proof of Validation.
	type UnsignedPriority = ConstU64<{ u64::MAX / 4 }>;
}
