//! Batches, multi-signature accounts, proxies.

use crate::{constants::*, *};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter},
};

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	pub const MultisigDepositBase: Balance = deposit(1, 88);
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
	type BlockNumberProvider = System;
}

/// What a proxy may do for an account.
#[derive(
	Copy,
	Clone,
	Eq,
	PartialEq,
	Ord,
	PartialOrd,
	Encode,
	Decode,
	DecodeWithMemTracking,
	Debug,
	MaxEncodedLen,
	scale_info::TypeInfo,
	Default,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	Any,
	/// Everything that moves no funds out of the account.
	NonTransfer,
	/// Reject announcements of other proxies.
	CancelProxy,
	/// Vote and submit referenda.
	Governance,
	/// Collator registration.
	Collator,
	/// Take part in Proof of Validation, and run devices for licences.
	Pov,
}

/// Whether a call of `pallet_generators` takes funds or a licence out of the account.
fn spends_for_generators(call: &RuntimeCall) -> bool {
	use pallet_generators::Call;
	matches!(
		call,
		RuntimeCall::Generators(Call::buy_licences { .. } | Call::transfer_licence { .. } | Call::fund_rewards { .. })
	)
}

/// Whether a call of `pallet_shares` takes funds or shares out of the account, or binds its funds.
fn spends_for_shares(call: &RuntimeCall) -> bool {
	use pallet_shares::Call;
	matches!(
		call,
		RuntimeCall::Shares(call)
			if !matches!(call, Call::claim_dividends { .. } | Call::claim_dividends_for { .. })
	)
}

/// Whether a call of `pallet_market` takes funds or shares out of the account, or binds them.
fn spends_for_market(call: &RuntimeCall) -> bool {
	use pallet_market::Call;
	matches!(call, RuntimeCall::Market(Call::set_royalties { .. } | Call::open_book { .. } | Call::place_order { .. }))
}

/// Whether a call of `pallet_launchpad` takes funds out of the account, or binds them or shares.
fn spends_for_launchpad(call: &RuntimeCall) -> bool {
	use pallet_launchpad::Call;
	matches!(call, RuntimeCall::Launchpad(Call::open_raise { .. } | Call::contribute { .. }))
}

/// Whether a call of `pallet_placements` binds funds of the account.
fn spends_for_placements(call: &RuntimeCall) -> bool {
	use pallet_placements::Call;
	matches!(
		call,
		RuntimeCall::Placements(
			Call::open_slot { .. }
				| Call::bid { .. }
				| Call::fund { .. }
				| Call::settle { .. }
				| Call::challenge { .. }
		)
	)
}

/// Whether a call of `pallet_sales` takes funds or items out of the account, or binds them.
fn spends_for_sales(call: &RuntimeCall) -> bool {
	use pallet_sales::Call;
	matches!(
		call,
		RuntimeCall::Sales(call)
			if !matches!(call, Call::remove_royalties { .. } | Call::delist { .. } | Call::withdraw_offer { .. })
	)
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		let wrapper = matches!(call, RuntimeCall::Utility(_) | RuntimeCall::Multisig(_));
		match self {
			ProxyType::Any => true,
			ProxyType::NonTransfer => {
				!matches!(
					call,
					RuntimeCall::Balances(_) |
					RuntimeCall::Assets(_) |
					RuntimeCall::PoolAssets(_) |
					RuntimeCall::AssetConversion(_) |
					RuntimeCall::Nfts(_) |
					RuntimeCall::PolkadotXcm(_) |
					// Moves the account's funds to a model.
					RuntimeCall::Pov(pallet_pov::Call::fund_model { .. }) |
						RuntimeCall::Vesting(pallet_tale_vesting::Call::transfer_grant { .. })
				) && !spends_for_generators(call)
					&& !spends_for_shares(call)
					&& !spends_for_market(call)
					&& !spends_for_launchpad(call)
					&& !spends_for_placements(call)
					&& !spends_for_sales(call)
			},
			ProxyType::CancelProxy => {
				wrapper || matches!(call, RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. }))
			},
			ProxyType::Governance => {
				wrapper
					|| matches!(
						call,
						RuntimeCall::ConvictionVoting(_) | RuntimeCall::Referenda(_) | RuntimeCall::Preimage(_)
					)
			},
			ProxyType::Collator => {
				wrapper || matches!(call, RuntimeCall::CollatorSelection(_) | RuntimeCall::Session(_))
			},
			ProxyType::Pov => {
				wrapper
					|| matches!(call, RuntimeCall::Pov(call) if !matches!(call, pallet_pov::Call::fund_model { .. }))
					|| (matches!(call, RuntimeCall::Generators(_)) && !spends_for_generators(call))
			},
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(one, other) if one == other => true,
			(ProxyType::Any, _) => true,
			(_, ProxyType::Any) => false,
			(
				ProxyType::NonTransfer,
				ProxyType::CancelProxy | ProxyType::Governance | ProxyType::Collator | ProxyType::Pov,
			) => true,
			_ => false,
		}
	}
}

parameter_types! {
	pub const ProxyDepositBase: Balance = deposit(1, 40);
	pub const ProxyDepositFactor: Balance = deposit(0, 33);
	pub const AnnouncementDepositBase: Balance = deposit(1, 48);
	pub const AnnouncementDepositFactor: Balance = deposit(0, 66);
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
}
