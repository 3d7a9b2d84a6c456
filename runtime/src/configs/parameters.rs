//! What governance can tune without an upgrade of the runtime.

use crate::{constants::*, governance::origins::ParameterAdmin, *};
use frame_support::{
	dynamic_params::{dynamic_pallet_params, dynamic_params},
	traits::{EitherOf, EnsureOriginWithArg},
};
use frame_system::EnsureRoot;

/// Tunable parameters, by pallet.
#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
pub mod dynamic_params {
	use super::*;

	/// Proof of Validation.
	#[dynamic_pallet_params]
	#[codec(index = 0)]
	pub mod pov {
		/// Least stake of a validator.
		#[codec(index = 0)]
		pub static MinValidatorStake: Balance = 1_000 * TALE;

		/// Held for a model.
		#[codec(index = 1)]
		pub static ModelDeposit: Balance = 100 * TALE;
	}

	/// Generators.
	#[dynamic_pallet_params]
	#[codec(index = 1)]
	pub mod generators {
		/// Part of a licence's price that its referrer gets, in millionths.
		#[codec(index = 0)]
		pub static ReferralRate: u32 = 50_000;

		/// Held for a device.
		#[codec(index = 1)]
		pub static DeviceDeposit: Balance = 10 * TALE;

		/// How much of rewards goes to validated work, in proportion to the other two.
		#[codec(index = 2)]
		pub static WorkWeight: u32 = 600_000;

		/// How much of rewards goes to liveness, in proportion to the other two.
		#[codec(index = 3)]
		pub static LivenessWeight: u32 = 200_000;

		/// How much of rewards goes to hashpower, in proportion to the other two.
		#[codec(index = 4)]
		pub static HashpowerWeight: u32 = 200_000;
	}

	/// The market of shares.
	#[dynamic_pallet_params]
	#[codec(index = 2)]
	pub mod market {
		/// The chain's part of a sale, in millionths.
		#[codec(index = 0)]
		pub static FeeRate: u32 = 5_000;
	}

	/// Raising money for content.
	#[dynamic_pallet_params]
	#[codec(index = 3)]
	pub mod launchpad {
		/// The chain's part of released money, in millionths, for raises that are opened from then on.
		#[codec(index = 0)]
		pub static FeeRate: u32 = 25_000;
	}

	/// Product placements.
	#[dynamic_pallet_params]
	#[codec(index = 4)]
	pub mod placements {
		/// The chain's part of what brands pay, in millionths, for slots that are opened from then on.
		#[codec(index = 0)]
		pub static FeeRate: u32 = 50_000;
	}
}

/// Root, or a passed referendum of the parameter track.
pub struct RootOrParameterAdmin;
impl EnsureOriginWithArg<RuntimeOrigin, RuntimeParametersKey> for RootOrParameterAdmin {
	type Success = ();

	fn try_origin(origin: RuntimeOrigin, _key: &RuntimeParametersKey) -> Result<(), RuntimeOrigin> {
		use frame_support::traits::EnsureOrigin;
		<EitherOf<EnsureRoot<AccountId>, ParameterAdmin> as EnsureOrigin<RuntimeOrigin>>::try_origin(origin)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(_key: &RuntimeParametersKey) -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::root())
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
	fn default() -> Self {
		RuntimeParameters::Pov(dynamic_params::pov::Parameters::MinValidatorStake(
			dynamic_params::pov::MinValidatorStake,
			Some(1_000 * TALE),
		))
	}
}

impl pallet_parameters::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeParameters = RuntimeParameters;
	type AdminOrigin = RootOrParameterAdmin;
	type WeightInfo = ();
}
