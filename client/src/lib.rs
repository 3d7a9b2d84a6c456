//! Typed access to a PrompTale chain over its RPC.
//!
//! Nothing here is generated from one version of the runtime: calls and view functions are looked up by
//! name in the metadata that the node serves, so a runtime upgrade that renumbers them changes nothing.
//! Every value that is sent is checked against the metadata first.
//!
//! A [`Client`] outlives the node it talks to: when the connection breaks, the next call connects again.
//!
//! * [`Client`]: connecting, reading, submitting;
//! * [`Call`]: what a signed transaction may do;
//! * [`keys`]: signing keys from files and development names;
//! * [`Error`]: what can go wrong, each with what to do about it.

mod asset;
mod call;
mod connection;
mod dry_run;
mod error;
mod generators;
mod governance;
pub mod keys;
mod launchpad;
mod market;
mod metadata;
mod node;
mod outcome;
mod placements;
mod sales;
mod settlements;
mod shares;
mod storage;
mod submit;
mod transaction;
mod vesting;
mod views;

pub use asset::{Asset, AssetInfo};
pub use call::Call;
pub use connection::Client;
pub use error::Error;
pub use generators::{DeviceProof, DeviceView};
pub use governance::{Referendum, Spend};
pub use market::MarketCall;
pub use node::{Balances, ChainInfo, Head};
pub use placements::PlacementsCall;
pub use promptale_primitives::validator::ValidatorOverview;
pub use sales::SalesCall;
pub use shares::SharesCall;
pub use submit::Included;
pub use transaction::Unsigned;

/// An account on the chain. Displays and parses as SS58 (prefix 42).
pub use subxt::utils::AccountId32 as AccountId;

/// An sr25519 key pair that signs transactions.
pub use subxt_signer::sr25519::Keypair;

/// The account that a key pair signs for.
pub fn account_of(keypair: &Keypair) -> AccountId {
	keypair.public_key().to_account_id()
}

/// Name that the runtime gives itself.
pub const SPEC_NAME: &str = "promptale";

/// Name of the Proof of Validation pallet in the runtime.
pub const POV_PALLET: &str = "Pov";

/// Name of the generators pallet in the runtime.
pub const GENERATORS_PALLET: &str = "Generators";

/// Name of the vesting pallet in the runtime.
pub const VESTING_PALLET: &str = "Vesting";

/// Name of the launchpad pallet in the runtime.
pub const LAUNCHPAD_PALLET: &str = "Launchpad";

/// Name of the settlements pallet in the runtime.
pub const SETTLEMENTS_PALLET: &str = "Settlements";

/// Name of the pallet of content and shares in the runtime.
pub const SHARES_PALLET: &str = "Shares";

/// Name of the pallet of product placements in the runtime.
pub const PLACEMENTS_PALLET: &str = "Placements";

/// Name of the market in the runtime.
pub const MARKET_PALLET: &str = "Market";

/// Name of the pallet of sales in the runtime.
pub const SALES_PALLET: &str = "Sales";
