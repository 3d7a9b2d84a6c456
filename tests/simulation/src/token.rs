//! The supply of $TALE as a production chain divides it.

use pallet_settlements::{EmissionPool, GenesisEmission, Pot};
use promptale_runtime::{
	configs::money::TreasuryAccount,
	constants::{EMISSION, EMISSION_PERIOD},
	pools, AccountId, Balance, BalancesConfig, Pov, RuntimeGenesisConfig, Settlements, SettlementsConfig,
	VestingConfig,
};

/// A genesis with the pools of a production chain, on keyless accounts ([`pools::pot`]), and with `endowments` out of the
/// liquidity pool.
pub(crate) fn genesis(endowments: &[(AccountId, Balance)]) -> RuntimeGenesisConfig {
	let pools = pools::production(|name| match name {
		"community" => Settlements::pool_account(EmissionPool::Community),
		"generators" => Settlements::pool_account(EmissionPool::Generators),
		name => pools::pot(name),
	});
	let mut pots = vec![Pov::account_id(), TreasuryAccount::get()];
	pots.extend(Pot::ALL.map(Settlements::pot_account));
	let balances = pools::balances(&pools, &pots, endowments);
	let emission = |pool| GenesisEmission { pool, total: EMISSION, start: 0, blocks: EMISSION_PERIOD };
	RuntimeGenesisConfig {
		balances: BalancesConfig { balances, ..Default::default() },
		vesting: VestingConfig { pools },
		settlements: SettlementsConfig { emissions: EmissionPool::ALL.map(emission).to_vec(), ..Default::default() },
		..Default::default()
	}
}
