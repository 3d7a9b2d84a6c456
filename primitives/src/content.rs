//! Content whose shares are registered, and the seam to whoever brings it revenue.

use crate::{Balance, Blake3, BlockNumber, ModelId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Identifies registered content, and its shares.
pub type ContentId = u32;

/// What made an image.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EngineVersion {
	/// The model.
	pub model: ModelId,
	/// BLAKE3 hash of its checkpoint.
	pub checkpoint: Blake3,
}

/// What was registered.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Content<AccountId> {
	/// Who registered it, and opens what it earns in.
	pub creator: AccountId,
	/// BLAKE3 hash of the image's file. No two contents have the same.
	pub image: Blake3,
	/// What made it, as its creator says.
	pub engine: EngineVersion,
	/// BLAKE3 hash of its content credential (the C2PA manifest).
	pub credential: Blake3,
	/// Block in which it was registered.
	pub registered: BlockNumber,
}

/// An asset that a content earns in.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RevenueOverview<Asset> {
	/// The asset.
	pub asset: Asset,
	/// All that was deposited of it, in its smallest unit.
	pub deposited: Balance,
}

/// A content at a glance, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ContentOverview<AccountId, Asset> {
	/// What was registered.
	pub content: Content<AccountId>,
	/// Shares there are, always.
	pub supply: Balance,
	/// Accounts with shares, or with dividends that they did not claim.
	pub holders: u32,
	/// What it earns in.
	pub revenues: Vec<RevenueOverview<Asset>>,
	/// The account that dividends wait on.
	pub pot: AccountId,
}

/// A holder's dividends in one asset, in its smallest unit.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DividendOverview<Asset> {
	/// The asset.
	pub asset: Asset,
	/// What a claim pays now.
	pub pending: Balance,
	/// What was paid since the account holds shares of the content.
	pub paid: Balance,
}

/// An account's shares of one content, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HoldingOverview<Asset> {
	/// Of what.
	pub content: ContentId,
	/// Shares that the account can move.
	pub free: Balance,
	/// Shares on hold, for orders and the like. They earn, too.
	pub held: Balance,
	/// What they earned.
	pub dividends: Vec<DividendOverview<Asset>>,
}

/// Knows content, and takes what it earns for the holders of its shares.
pub trait ContentRegister<AccountId, Asset, Credit> {
	/// Why a deposit is refused.
	type Error;

	/// Who registered `content`; `None` where there is no such content.
	fn creator(content: ContentId) -> Option<AccountId>;

	/// Takes `amount` of `asset` from `from`, which stays alive, for the holders of shares in `content`. Opens the asset
	/// where the content did not earn in it yet, at the expense of `from`.
	fn deposit(content: ContentId, asset: Asset, from: &AccountId, amount: Balance) -> Result<(), Self::Error>;

	/// Takes $TALE for the holders of shares in `content`; gives it back where there is no such content.
	fn deposit_credit(content: ContentId, credit: Credit) -> Result<(), Credit>;

	/// What [`ContentRegister::deposit`] costs at most: picoseconds, and bytes of block proof.
	fn deposit_weight() -> (u64, u64);

	/// What [`ContentRegister::deposit_credit`] costs at most: picoseconds, and bytes of block proof.
	fn deposit_credit_weight() -> (u64, u64);

	/// Registers content with `supply` shares, all of them `holder`'s, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn register(holder: &AccountId, supply: Balance) -> ContentId;
}
