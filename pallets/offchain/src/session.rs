//! sr25519 session keys of type `pov!`, which sign a validator's authorized calls.

use sp_application_crypto::{app_crypto, sr25519, KeyTypeId};

/// Key type under which a node's keystore holds session keys.
pub const KEY_TYPE: KeyTypeId = KeyTypeId(promptale_primitives::loopback::KEY_TYPE);

mod app {
	use super::*;
	app_crypto!(sr25519, super::KEY_TYPE);
}

pub use app::{Public, Signature};

/// The application key for 32 raw bytes as stored on chain.
pub fn key_from_raw(raw: [u8; 32]) -> Public {
	Public::from(sr25519::Public::from_raw(raw))
}
