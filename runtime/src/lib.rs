//! # The runtime of the PrompTale parachain
//!
//! * [`configs`]: how every pallet is configured, one file per subject;
//! * [`governance`]: origins and tracks of referenda;
//! * [`pools`]: what the supply is divided into at genesis;
//! * [`randomness`]: beacons out of the relay chain's VRF;
//! * [`apis`]: the runtime APIs that nodes and clients call;
//! * [`genesis_config_presets`]: the `development` and `local_testnet` chains;
//! * `chain_specs`: chain specs of these presets (native only);
//! * [`constants`]: money and time.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]
// A panic in the runtime stops the chain.
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
#[cfg(feature = "std")]
pub mod chain_specs;
pub mod configs;
pub mod constants;
pub mod genesis_config_presets;
pub mod governance;
pub mod pools;
pub mod randomness;

#[cfg(test)]
mod tests;

use alloc::{borrow::Cow, vec::Vec};
use sp_runtime::{generic, impl_opaque_keys, traits::BlakeTwo256, MultiAddress};
use sp_version::RuntimeVersion;

pub use parachains_common::{AccountId, Balance, BlockNumber, Hash, Nonce, Signature};
pub use sp_consensus_aura::sr25519::AuthorityId as AuraId;

/// Address format of accounts in extrinsics.
pub type Address = MultiAddress<AccountId, ()>;
/// Block header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// Block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What is checked of, and charged for, every transaction, in this order.
pub type TxExtension = cumulus_pallet_weight_reclaim::StorageWeightReclaim<
	Runtime,
	(
		frame_system::AuthorizeCall<Runtime>,
		frame_system::CheckNonZeroSender<Runtime>,
		frame_system::CheckSpecVersion<Runtime>,
		frame_system::CheckTxVersion<Runtime>,
		frame_system::CheckGenesis<Runtime>,
		frame_system::CheckEra<Runtime>,
		frame_system::CheckNonce<Runtime>,
		frame_system::CheckWeight<Runtime>,
		pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
		frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	),
>;

/// Extrinsic as it travels.
pub type UncheckedExtrinsic = generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// Dispatches blocks to the pallets.
pub type Executive =
	frame_executive::Executive<Runtime, Block, frame_system::ChainContext<Runtime>, Runtime, AllPalletsWithSystem>;

impl_opaque_keys! {
	/// Keys of a collator.
	pub struct SessionKeys {
		/// Block authoring.
		pub aura: Aura,
	}
}

/// Version of this runtime.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("promptale"),
	impl_name: Cow::Borrowed("promptale"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// The chain itself.
	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type ParachainSystem = cumulus_pallet_parachain_system;
	#[runtime::pallet_index(2)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(3)]
	pub type ParachainInfo = staging_parachain_info;
	#[runtime::pallet_index(4)]
	pub type WeightReclaim = cumulus_pallet_weight_reclaim;
	#[runtime::pallet_index(5)]
	pub type MultiBlockMigrations = pallet_migrations;
	#[runtime::pallet_index(6)]
	pub type Parameters = pallet_parameters;
	#[runtime::pallet_index(7)]
	pub type SafeMode = pallet_safe_mode;
	#[runtime::pallet_index(8)]
	pub type TxPause = pallet_tx_pause;

	// Money.
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(12)]
	pub type Assets = pallet_assets<Instance1>;
	#[runtime::pallet_index(13)]
	pub type PoolAssets = pallet_assets<Instance2>;
	#[runtime::pallet_index(14)]
	pub type AssetConversion = pallet_asset_conversion;
	#[runtime::pallet_index(15)]
	pub type Nfts = pallet_nfts;
	#[runtime::pallet_index(16)]
	pub type Treasury = pallet_treasury;

	// Collators. The order of these five matters.
	#[runtime::pallet_index(20)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(21)]
	pub type CollatorSelection = pallet_collator_selection;
	#[runtime::pallet_index(22)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(23)]
	pub type Aura = pallet_aura;
	#[runtime::pallet_index(24)]
	pub type AuraExt = cumulus_pallet_aura_ext;

	// Messages between chains.
	#[runtime::pallet_index(30)]
	pub type XcmpQueue = cumulus_pallet_xcmp_queue;
	#[runtime::pallet_index(31)]
	pub type PolkadotXcm = pallet_xcm;
	#[runtime::pallet_index(32)]
	pub type CumulusXcm = cumulus_pallet_xcm;
	#[runtime::pallet_index(33)]
	pub type MessageQueue = pallet_message_queue;

	// Governance.
	#[runtime::pallet_index(40)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(41)]
	pub type Scheduler = pallet_scheduler;
	#[runtime::pallet_index(42)]
	pub type ConvictionVoting = pallet_conviction_voting;
	#[runtime::pallet_index(43)]
	pub type Referenda = pallet_referenda;
	#[runtime::pallet_index(44)]
	pub type Origins = crate::governance::origins::pallet_custom_origins;

	// Handy.
	#[runtime::pallet_index(50)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(51)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(52)]
	pub type Proxy = pallet_proxy;

	// PrompTale.
	#[runtime::pallet_index(60)]
	pub type Pov = pallet_pov;
	#[runtime::pallet_index(61)]
	pub type Generators = pallet_generators;
	#[runtime::pallet_index(62)]
	pub type Vesting = pallet_tale_vesting;
	#[runtime::pallet_index(63)]
	pub type Shares = pallet_shares;
	#[runtime::pallet_index(64)]
	pub type Market = pallet_market;
	#[runtime::pallet_index(65)]
	pub type Launchpad = pallet_launchpad;
	#[runtime::pallet_index(66)]
	pub type Placements = pallet_placements;
	#[runtime::pallet_index(67)]
	pub type Settlements = pallet_settlements;
	#[runtime::pallet_index(68)]
	pub type Sales = pallet_sales;
}

cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}
