//! What the supply is divided into at genesis.

use crate::{constants::*, AccountId, Balance};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::PalletId;
use pallet_tale_vesting::GenesisPool;
use promptale_primitives::MILLION;
use sp_runtime::traits::AccountIdConversion;

/// Name of the pool that is liquid, and that existential deposits of the others' accounts are taken from.
pub const LIQUIDITY: &str = "liquidity";

/// The pools: name, share of the supply and liquid part of that in millionths, months of cliff, months of vesting that
/// follow on them.
///
/// What is liquid of each at genesis is all of [`LIQUIDITY`] and nothing of the others: PrompTale's published circulation at
/// launch is not broken down by pool.
pub const POOLS: [(&str, u32, u32, u32, u32); 9] = [
	("investors", 130_000, 0, 5, 10),
	("amplification", 12_000, 0, 3, 7),
	("community", 250_000, 0, 0, 60),
	("generators", 250_000, 0, 0, 60),
	("marketing", 60_000, 0, 0, 24),
	(LIQUIDITY, 40_000, MILLION, 0, 0),
	("foundation", 100_000, 0, 12, 48),
	("advisors", 30_000, 0, 12, 36),
	("reserve", 128_000, 0, 6, 24),
];

/// Names of the pools that `pallet-settlements` pays out of its own accounts as they vest.
pub const EMITTED: [&str; 2] = ["community", "generators"];

/// The keyless account of a pool that nobody in particular owns.
pub fn pot(name: &str) -> AccountId {
	PalletId(*b"tale/pol").into_sub_account_truncating(name)
}

/// The pools of a production chain, each on the account that `account_of` names for it.
pub fn production(account_of: impl Fn(&str) -> AccountId) -> Vec<GenesisPool<AccountId>> {
	POOLS
		.into_iter()
		.map(|(name, share, liquid, cliff_months, vesting_months)| GenesisPool {
			name: name.into(),
			account: account_of(name),
			share,
			liquid,
			cliff_months,
			vesting_months,
			emitted: EMITTED.contains(&name),
		})
		.collect()
}

/// Balances at genesis that go with `pools`: on each pool's account its vesting part and, where it is held there, the
/// existential deposit, on each of `existing` the existential deposit, the `endowments`, and on the account of [`LIQUIDITY`] what they leave of
/// all that is liquid.
///
/// They sum to the total supply, unless the endowments exceed what is liquid.
pub fn balances(
	pools: &[GenesisPool<AccountId>],
	existing: &[AccountId],
	endowments: &[(AccountId, Balance)],
) -> Vec<(AccountId, Balance)> {
	let divided: Vec<_> = pools.iter().filter_map(|pool| pool.of(TOTAL_SUPPLY, MONTHS).ok()).collect();
	let mut balances = BTreeMap::<AccountId, Balance>::new();
	let mut add = |account: &AccountId, amount: Balance| {
		let balance = balances.entry(account.clone()).or_default();
		*balance = balance.saturating_add(amount);
		amount
	};
	let mut liquid = divided.iter().fold(0, |sum: Balance, pool| sum.saturating_add(pool.liquid));
	for pool in divided.iter().filter(|pool| pool.vesting > 0) {
		add(&pool.account, pool.vesting);
		if !pool.emitted {
			liquid = liquid.saturating_sub(add(&pool.account, EXISTENTIAL_DEPOSIT));
		}
	}
	for account in existing {
		liquid = liquid.saturating_sub(add(account, EXISTENTIAL_DEPOSIT));
	}
	for (account, amount) in endowments {
		liquid = liquid.saturating_sub(add(account, *amount));
	}
	if let Some(pool) = pools.iter().find(|pool| pool.name == LIQUIDITY) {
		add(&pool.account, liquid);
	}
	balances.into_iter().collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use pallet_tale_vesting::Pool;

	fn divided() -> Vec<Pool<AccountId>> {
		production(pot).iter().map(|pool| pool.of(TOTAL_SUPPLY, MONTHS).unwrap()).collect()
	}

	#[test]
	fn the_pools_are_as_listed() {
		let listed = [
			("investors", 65_000_000, 0, 5, 15),
			("amplification", 6_000_000, 0, 3, 10),
			("community", 125_000_000, 0, 0, 60),
			("generators", 125_000_000, 0, 0, 60),
			("marketing", 30_000_000, 0, 0, 24),
			("liquidity", 0, 20_000_000, 0, 0),
			("foundation", 50_000_000, 0, 12, 60),
			("advisors", 15_000_000, 0, 12, 48),
			("reserve", 64_000_000, 0, 6, 30),
		];
		let found: Vec<_> = divided()
			.into_iter()
			.map(|pool| {
				let name = String::from_utf8(pool.name.into_inner()).unwrap();
				(name, pool.vesting, pool.liquid, pool.cliff, pool.end)
			})
			.collect();
		assert_eq!(
			found,
			listed.map(|(name, vesting, liquid, cliff, end): (&str, Balance, Balance, u32, u32)| {
				(name.to_string(), vesting * TALE, liquid * TALE, cliff * MONTHS, end * MONTHS)
			})
		);
	}

	#[test]
	fn the_pools_sum_to_exactly_the_total_supply() {
		let amounts = |of: fn(&Pool<AccountId>) -> Balance| divided().iter().map(of).sum::<Balance>();
		assert_eq!(amounts(|pool| pool.vesting) + amounts(|pool| pool.liquid), 500_000_000 * TALE);
		assert_eq!(amounts(|pool| pool.liquid), 20_000_000 * TALE);
		assert_eq!(POOLS.iter().map(|pool| pool.1).sum::<u32>(), MILLION);
	}

	#[test]
	fn balances_sum_to_exactly_the_total_supply() {
		let (one, other) = (AccountId::new([1; 32]), AccountId::new([2; 32]));
		let pools = production(pot);
		let found =
			balances(&pools, std::slice::from_ref(&one), &[(one.clone(), 5 * TALE), (other.clone(), 20 * TALE)]);
		assert_eq!(found.iter().map(|(_, amount)| amount).sum::<Balance>(), TOTAL_SUPPLY);
		let of = |account: &AccountId| found.iter().find(|(who, _)| who == account).map(|(_, amount)| *amount);
		assert_eq!(of(&one), Some(5 * TALE + EXISTENTIAL_DEPOSIT));
		assert_eq!(of(&other), Some(20 * TALE));
		assert_eq!(of(&pot("advisors")), Some(15_000_000 * TALE + EXISTENTIAL_DEPOSIT));
		assert_eq!(of(&pot("community")), Some(125_000_000 * TALE));
		// Six pools are held, and one account exists.
		assert_eq!(of(&pot(LIQUIDITY)), Some(20_000_000 * TALE - 25 * TALE - 7 * EXISTENTIAL_DEPOSIT));
	}

	#[test]
	fn pots_differ() {
		let pots: std::collections::HashSet<_> = POOLS.iter().map(|pool| pot(pool.0)).collect();
		assert_eq!(pots.len(), POOLS.len());
	}
}
