//! The `development` and `local_testnet` chains.
//!
//! Both set a quarter of the supply of $TALE aside for generators and one for the community, released over 60 months
//! from the first block on, and give the rest to named test accounts, whose keys everybody knows (`//Alice`, `//Bob`,
//! ...). Neither is for anything of value.

use crate::{
	configs::{money::TreasuryAccount, pov::PovPalletId},
	constants::{EMISSION, EMISSION_PERIOD, EXISTENTIAL_DEPOSIT, PARACHAIN_ID, TALE, TOTAL_SUPPLY},
	AccountId, AuraId, Balance, BalancesConfig, CollatorSelectionConfig, ParachainInfoConfig, PolkadotXcmConfig,
	RuntimeGenesisConfig, SessionConfig, SessionKeys, Settlements, SettlementsConfig,
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_settlements::{EmissionPool, GenesisEmission, Pot};
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;
use sp_runtime::traits::AccountIdConversion;

/// XCM version assumed of chains that have not said theirs.
const SAFE_XCM_VERSION: u32 = staging_xcm::prelude::XCM_VERSION;

/// What each named test account starts with.
const ENDOWMENT: Balance = 10_000_000 * TALE;

/// Accounts that must exist before anybody pays into them, each with the existential deposit.
fn pots() -> impl Iterator<Item = AccountId> {
	let pots = [PovPalletId::get().into_account_truncating(), TreasuryAccount::get()];
	pots.into_iter().chain(Pot::ALL.map(Settlements::pot_account))
}

/// Balances that sum to exactly the total supply: the pots, what is to be emitted, an endowment for every test account,
/// and what is left for the first of them.
fn balances(accounts: &[AccountId]) -> Vec<(AccountId, Balance)> {
	let pots = pots().map(|pot| (pot, EXISTENTIAL_DEPOSIT));
	let emission = EmissionPool::ALL.map(|pool| (Settlements::pool_account(pool), EMISSION));
	let others = accounts.iter().skip(1).map(|account| (account.clone(), ENDOWMENT));
	let mut balances: Vec<_> = pots.chain(emission).chain(others).collect();
	let given = balances.iter().fold(0, |sum: Balance, (_, balance)| sum.saturating_add(*balance));
	if let Some(first) = accounts.first() {
		balances.push((first.clone(), TOTAL_SUPPLY.saturating_sub(given)));
	}
	balances
}

fn genesis(collators: Vec<(AccountId, AuraId)>) -> Value {
	let accounts: Vec<_> = Sr25519Keyring::well_known().map(|key| key.to_account_id()).collect();
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig { balances: balances(&accounts) },
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
