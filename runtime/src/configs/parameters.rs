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

		/// Held for a device.
		#[codec(index = 2)]
		pub static DeviceDeposit: Balance = 10 * TALE;
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
