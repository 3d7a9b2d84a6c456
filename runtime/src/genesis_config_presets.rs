//! The `development` and `local_testnet` chains.
//!
//! Both divide the supply of $TALE into the pools of a production chain ([`crate::pools`]). Community and generators are emitted
//! from the first block on, reserve and liquidity lie on keyless pots, the other pools on test accounts whose keys everybody
//! knows (`//Alice//stash` and so on), so that claiming, staking and voting with vesting funds can be tried. What all test
//! accounts can spend comes out of the liquidity pool, which is liquid from the start. Anybody can buy licences at once, and what
//! takes generators' devices hours or days passes in minutes ([`TIMING`]). Neither chain is for anything of value.

use crate::{
	configs::{money::TreasuryAccount, pov::PovPalletId},
	constants::{EMISSION, EMISSION_PERIOD, PARACHAIN_ID, TALE},
	pools, AccountId, AuraId, Balance, BalancesConfig, CollatorSelectionConfig, GeneratorsConfig, ParachainInfoConfig,
	PolkadotXcmConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys, Settlements, SettlementsConfig, VestingConfig,
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_settlements::{EmissionPool, GenesisEmission, Pot};
use promptale_primitives::generator::{SalePhase, Timing};
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;
use sp_runtime::traits::AccountIdConversion;

/// XCM version assumed of chains that have not said theirs.
const SAFE_XCM_VERSION: u32 = staging_xcm::prelude::XCM_VERSION;

/// What each named test account can spend: the twelve of them nine tenths of the liquidity pool.
pub(crate) const ENDOWMENT: Balance = 1_500_000 * TALE;

/// What a reference dollar costs on the test chains.
const RATE: Balance = 2 * TALE;

/// A session in which a few rounds of a local network have several heartbeats, an epoch in which they have a challenge. The
/// windows are as short as workers on a busy machine can do with.
pub(crate) const TIMING: Timing = Timing { session: 20, epoch_sessions: 3, activation_delay: 4, commit: 22, open: 14 };

/// Accounts that must exist before anybody pays into them, each with the existential deposit.
fn pots() -> Vec<AccountId> {
	let pots = [PovPalletId::get().into_account_truncating(), TreasuryAccount::get()];
	pots.into_iter().chain(Pot::ALL.map(Settlements::pot_account)).collect()
}

/// The account of a pool on a test chain.
pub(crate) fn account_of(pool: &str) -> AccountId {
	match pool {
		"investors" => Sr25519Keyring::AliceStash.to_account_id(),
		"amplification" => Sr25519Keyring::BobStash.to_account_id(),
		"marketing" => Sr25519Keyring::CharlieStash.to_account_id(),
		"foundation" => Sr25519Keyring::DaveStash.to_account_id(),
		"advisors" => Sr25519Keyring::EveStash.to_account_id(),
		"community" => Settlements::pool_account(EmissionPool::Community),
		"generators" => Settlements::pool_account(EmissionPool::Generators),
		_ => pools::pot(pool),
	}
}

fn genesis(collators: Vec<(AccountId, AuraId)>) -> Value {
	let endowments: Vec<_> = Sr25519Keyring::well_known().map(|key| (key.to_account_id(), ENDOWMENT)).collect();
	let pools = pools::production(account_of);
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig { balances: pools::balances(&pools, &pots(), &endowments) },
		vesting: VestingConfig { pools },
		parachain_info: ParachainInfoConfig { parachain_id: PARACHAIN_ID.into() },
		collator_selection: CollatorSelectionConfig {
			invulnerables: collators.iter().map(|(account, _)| account.clone()).collect(),
			candidacy_bond: 1_000 * TALE,
		},
		session: SessionConfig {
			keys: collators
				.into_iter()
				.map(|(account, aura)| (account.clone(), account, SessionKeys { aura }))
				.collect(),
		},
		settlements: SettlementsConfig {
			emissions: EmissionPool::ALL
				.map(|pool| GenesisEmission { pool, total: EMISSION, start: 0, blocks: EMISSION_PERIOD })
				.to_vec(),
		},
		generators: GeneratorsConfig { phase: SalePhase::Public, rate: RATE, timing: Some(TIMING) },
		polkadot_xcm: PolkadotXcmConfig { safe_xcm_version: Some(SAFE_XCM_VERSION) },
	})
}

fn collator(key: Sr25519Keyring) -> (AccountId, AuraId) {
	(key.to_account_id(), key.public().into())
}

/// The preset named `id`, as JSON, or `None`.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		DEV_RUNTIME_PRESET => genesis(vec![collator(Sr25519Keyring::Alice)]),
		LOCAL_TESTNET_RUNTIME_PRESET => genesis(vec![collator(Sr25519Keyring::Alice), collator(Sr25519Keyring::Bob)]),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

/// Names of all presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
