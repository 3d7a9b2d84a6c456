//! Content, shares and dividends as JSON has them.

use super::hash;
use crate::unit::{Unit, Units};
use promptale_client::{AccountId, Asset};
use promptale_primitives::{
	content::{Content, ContentId, ContentOverview, DividendOverview, HoldingOverview},
	BlockNumber, ModelId,
};
use serde::Serialize;

/// What was registered. Its creator says so; the chain knows only that nobody registered the image before.
#[derive(Clone, Debug, Serialize)]
pub struct ContentBrief {
	/// Its number.
	pub content: ContentId,
	/// Who registered it.
	pub creator: String,
	/// BLAKE3 hash of the image's file.
	pub image: String,
	/// The model that made it.
	pub model: ModelId,
	/// BLAKE3 hash of the checkpoint that made it.
	pub checkpoint: String,
	/// BLAKE3 hash of the content credential.
	pub credential: String,
	/// Block in which it was registered.
	pub registered: BlockNumber,
}

impl ContentBrief {
	/// The view of a content.
	pub fn new(number: ContentId, content: &Content<AccountId>) -> Self {
		Self {
			content: number,
			creator: content.creator.to_string(),
			image: hash(&content.image),
			model: content.engine.model,
			checkpoint: hash(&content.engine.checkpoint),
			credential: hash(&content.credential),
			registered: content.registered,
		}
	}
}

/// A content with what it earns.
#[derive(Clone, Debug, Serialize)]
pub struct ContentView {
	/// What was registered.
	#[serde(flatten)]
	pub brief: ContentBrief,
	/// Shares there are.
	pub supply: String,
	/// Accounts with shares or unclaimed dividends.
	pub holders: u32,
	/// The account that dividends wait on.
	pub pot: String,
	/// What it earned, by asset.
	pub revenues: Vec<RevenueView>,
}

/// What a content earned in one asset.
#[derive(Clone, Debug, Serialize)]
pub struct RevenueView {
	/// The asset.
	#[serde(flatten)]
	pub unit: Unit,
	/// All that was deposited, smallest unit.
	pub deposited: String,
}

impl ContentView {
	/// The view of a content.
	pub fn new(number: ContentId, overview: &ContentOverview<AccountId, Asset>, units: &Units) -> Self {
		let revenues = overview
			.revenues
			.iter()
			.map(|revenue| RevenueView { unit: units.get(revenue.asset), deposited: revenue.deposited.to_string() });
		Self {
			brief: ContentBrief::new(number, &overview.content),
			supply: overview.supply.to_string(),
			holders: overview.holders,
			pot: overview.pot.to_string(),
			revenues: revenues.collect(),
		}
	}
}

/// An account's shares of one content.
#[derive(Clone, Debug, Serialize)]
pub struct HoldingView {
	/// Of what.
	pub content: ContentId,
	/// Shares that the account can move.
	pub free: String,
	/// Shares on hold, for orders and the like.
	pub held: String,
	/// What they earned, by asset.
	pub dividends: Vec<DividendView>,
}

/// A holder's dividends in one asset.
#[derive(Clone, Debug, Serialize)]
pub struct DividendView {
	/// The asset.
	#[serde(flatten)]
	pub unit: Unit,
	/// What a claim pays now, smallest unit.
	pub pending: String,
	/// What was paid since the account has shares of the content, smallest unit.
	pub paid: String,
}

impl DividendView {
	fn new(overview: &DividendOverview<Asset>, units: &Units) -> Self {
		Self { unit: units.get(overview.asset), pending: overview.pending.to_string(), paid: overview.paid.to_string() }
	}
}

impl HoldingView {
	/// The view of an account's shares of one content.
	pub fn new(overview: &HoldingOverview<Asset>, units: &Units) -> Self {
		Self {
			content: overview.content,
			free: overview.free.to_string(),
			held: overview.held.to_string(),
			dividends: overview.dividends.iter().map(|dividend| DividendView::new(dividend, units)).collect(),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_strings_with_their_asset_beside() {
		let dividends = vec![DividendOverview { asset: Asset::Other(7), pending: 5, paid: 0 }];
		let holding = HoldingOverview { content: 3, free: u128::MAX, held: 1, dividends };
		let json = serde_json::to_value(HoldingView::new(&holding, &Units::default())).unwrap();
		assert_eq!((&json["content"], &json["free"]), (&3.into(), &u128::MAX.to_string().into()));
		assert_eq!(json["dividends"][0]["pending"], "5");
		assert_eq!((&json["dividends"][0]["asset"], &json["dividends"][0]["symbol"]), (&"7".into(), &"#7".into()));
	}
}
