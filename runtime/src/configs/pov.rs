//! Proof of Validation.

use crate::{configs::parameters::dynamic_params, constants::*, randomness::RelayRandomness, *};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
	PalletId,
};
use frame_system::offchain::{CreateAuthorizedTransaction, CreateTransaction, CreateTransactionBase};
use pallet_settlements::{sources::Slash, FeesFrom};
use sp_runtime::generic::Era;

parameter_types! {
	pub const PovPalletId: PalletId = PalletId(*b"tale/pov");
	/// A wrong checkpoint, other scores than committed to and two statements for one are never honest mistakes of a
	/// worker that keeps its state; withheld scores can be an outage.
	pub const SlashRates: promptale_primitives::fault::SlashRates = promptale_primitives::fault::SlashRates {
		wrong_checkpoint: 100_000,
		reveal_mismatch: 100_000,
		not_revealed: 10_000,
		equivocation: 100_000,
		failed_canary: 50_000,
	};
}

/// Longest round a model may have, in blocks.
pub const MAX_ROUND_LENGTH: BlockNumber = 2 * DAYS;

impl pallet_pov::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Randomness = RelayRandomness;
	type Contributors = Generators;
	type FeeDestination = FeesFrom<Runtime, Slash>;
	type WeightInfo = pallet_pov::weights::SubstrateWeight<Runtime>;
	type PalletId = PovPalletId;
	type ModelDeposit = dynamic_params::pov::ModelDeposit;
	type MinValidatorStake = dynamic_params::pov::MinValidatorStake;
	type Vesting = Vesting;
	type SlashDestination = FeesFrom<Runtime, Slash>;
	type SlashRates = SlashRates;
	// A round, and the repetition of it that a dispute takes.
	type UnbondingPeriod = ConstU32<{ 7 * DAYS }>;
	type MaxRoundLength = ConstU32<MAX_ROUND_LENGTH>;
	type AttestGrace = ConstU32<3>;
	type KeepRounds = ConstU32<32>;
	type MaxUpdates = ConstU32<64>;
	type MaxUpdateBytes = ConstU32<{ 64 * 1024 * 1024 }>;
	type MaxCommittee = ConstU32<32>;
	type MaxMemberShare = ConstU32<400_000>;
	type MaxValidators = ConstU32<128>;
	// As many as keep a call below 100 kB of block proof, whatever they are.
	type MaxPayouts = ConstU32<16>;
	type MaxAllowed = ConstU32<256>;
	type MaxNameLength = ConstU32<64>;
	type MaxEndpointLength = ConstU32<512>;
	type MaxBeaconsPerBlock = ConstU32<32>;
	type UnsignedPriority = ConstU64<{ u64::MAX / 2 }>;
}

impl<LocalCall> CreateTransactionBase<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<LocalCall> CreateTransaction<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extension = TxExtension;

	fn create_transaction(call: RuntimeCall, extension: TxExtension) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_transaction(call, extension)
	}
}

impl<LocalCall> CreateAuthorizedTransaction<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_extension() -> TxExtension {
		TxExtension::new((
			frame_system::AuthorizeCall::new(),
			frame_system::CheckNonZeroSender::new(),
			frame_system::CheckSpecVersion::new(),
			frame_system::CheckTxVersion::new(),
			frame_system::CheckGenesis::new(),
			frame_system::CheckEra::from(Era::Immortal),
			frame_system::CheckNonce::from(0),
			frame_system::CheckWeight::new(),
			pallet_transaction_payment::ChargeTransactionPayment::from(0),
			frame_metadata_hash_extension::CheckMetadataHash::new(false),
		))
	}
}
