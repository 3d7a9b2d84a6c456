//! Who takes part, by number. Numbers above the last person's begin again with the first.

use promptale_primitives::TALE;
use promptale_runtime::{AccountId, Balance};
use sp_core::{sr25519, Pair};
use std::sync::LazyLock;

pub const OWNERS: u8 = 3;
pub const IDENTITIES: u8 = 7;
/// More than identities: some have two.
pub const DEVICES: u8 = 9;
pub const VALIDATORS: u8 = 12;

/// What everybody starts with.
pub const ENDOWMENT: Balance = 1_000_000 * TALE;

/// Somebody with no other part than to pay, and to report.
pub const STRANGER: AccountId = AccountId::new([2; 32]);

fn account(kind: u8, number: u8, of: u8) -> AccountId {
	let mut bytes = [kind; 32];
	bytes[31] = number % of;
	AccountId::new(bytes)
}

/// Creates models.
pub fn owner(number: u8) -> AccountId {
	account(10, number, OWNERS)
}

/// Is paid for what its devices contribute.
pub fn identity(number: u8) -> AccountId {
	account(20, number, IDENTITIES)
}

/// Keys of devices and their accounts. Deriving them takes longer than a call.
static KEYS: LazyLock<Vec<(sr25519::Pair, AccountId)>> = LazyLock::new(|| {
	let keys = (0..DEVICES).map(|number| sr25519::Pair::from_seed(&account(30, number, DEVICES).into()));
	keys.map(|pair| (pair.clone(), pair.public().into())).collect()
});

/// Commits and publishes.
pub fn device(number: u8) -> AccountId {
	KEYS[usize::from(number % DEVICES)].1.clone()
}

/// A device's signature.
pub fn sign(number: u8, payload: &[u8]) -> sr25519::Signature {
	KEYS[usize::from(number % DEVICES)].0.sign(payload)
}

/// Scores and attests.
pub fn validator(number: u8) -> AccountId {
	account(40, number, VALIDATORS)
}

/// Whether it is somebody who is paid for contributing.
pub fn is_identity(who: &AccountId) -> bool {
	(0..IDENTITIES).any(|number| identity(number) == *who)
}

/// The number of a device.
pub fn device_number(who: &AccountId) -> Option<u8> {
	(0..DEVICES).find(|number| device(*number) == *who)
}

/// The number of a validator.
pub fn validator_number(who: &AccountId) -> Option<u8> {
	(0..VALIDATORS).find(|number| validator(*number) == *who)
}

/// All accounts that the simulation acts for.
pub fn everybody() -> Vec<AccountId> {
	let mut all = vec![STRANGER];
	all.extend((0..OWNERS).map(owner));
	all.extend((0..IDENTITIES).map(identity));
	all.extend((0..DEVICES).map(device));
	all.extend((0..VALIDATORS).map(validator));
	all
}
