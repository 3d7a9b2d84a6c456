//! Who has $TALE, and who starts with how much.

use crate::{chain, people, token};
use codec::Encode;
use promptale_primitives::{generator::SalePhase, Balance, TALE};
use promptale_runtime::{constants::EXISTENTIAL_DEPOSIT, pools, AccountId, GeneratorsConfig, RuntimeGenesisConfig};
use sp_core::{sr25519, Pair};
use sp_io::hashing::blake2_256;

/// Most actors that the liquidity pool can endow.
pub const MOST: u32 = 1_500;

/// Pools whose vesting part somebody holds, votes with, stakes and claims.
pub const HOLDERS: [&str; 6] = ["investors", "amplification", "marketing", "foundation", "advisors", "reserve"];

/// What everybody who takes part in rounds starts with.
pub const ENDOWMENT: Balance = 120_000 * TALE;

/// What a holder of a pool can spend from the start: enough for the deposit of any referendum.
const OF_HOLDERS: Balance = 250_000 * TALE;

/// Makes the market of $TALE, and starts with this.
pub const MARKET_MAKER: AccountId = AccountId::new([3; 32]);
const OF_MARKET_MAKER: Balance = 1_000_000 * TALE;

/// What a reference dollar costs at first.
pub const RATE: Balance = 2 * TALE;

/// An actor by number.
pub fn actor(number: u32) -> AccountId {
	let mut bytes = [50; 32];
	bytes[28..].copy_from_slice(&number.to_be_bytes());
	AccountId::new(bytes)
}

/// The holder of a pool.
pub fn holder(number: usize) -> AccountId {
	pools::pot(HOLDERS[number % HOLDERS.len()])
}

/// A key that belongs to `owner`.
pub fn key(owner: &AccountId, number: u32) -> sr25519::Pair {
	sr25519::Pair::from_seed(&blake2_256(&(owner, number).encode()))
}

/// What an actor starts with: some have dust, few have much.
fn wealth(number: u32) -> Balance {
	match number % 10 {
		0 => EXISTENTIAL_DEPOSIT,
		1 => 5 * TALE + 1,
		2..=5 => 2_500 * TALE + Balance::from(number),
		_ => 13_000 * TALE,
	}
}

/// The chain at its beginning: the pools of a production chain, and everybody endowed out of the liquidity pool.
pub fn genesis(actors: u32) -> sp_io::TestExternalities {
	let mut endowments: Vec<_> = (0..actors).map(|number| (actor(number), wealth(number))).collect();
	endowments.extend((0..HOLDERS.len()).map(|number| (holder(number), OF_HOLDERS)));
	endowments.extend(people::everybody().into_iter().map(|person| (person, ENDOWMENT)));
	endowments.push((MARKET_MAKER, OF_MARKET_MAKER));
	let generators = GeneratorsConfig { phase: SalePhase::Public, rate: RATE, ..Default::default() };
	chain::start(RuntimeGenesisConfig { generators, ..token::genesis(&endowments) })
}
