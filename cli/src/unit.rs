//! What amounts are counted in: $TALE, or an asset that somebody made.

use crate::{amounts::Decimal, failure::Failure, words};
use anyhow::anyhow;
use promptale_client::{Asset, AssetInfo, Client};
use promptale_primitives::Balance;
use serde::Serialize;
use std::collections::{btree_map::Entry, BTreeMap};

/// An asset, and how its amounts are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unit {
	/// `TALE`, or the number of another asset.
	pub asset: String,
	/// What amounts are named by. Anybody can call an asset TALE, so that of others ends with its number.
	pub symbol: String,
	/// Decimals of a whole one.
	pub decimals: u8,
}

impl From<&AssetInfo> for Unit {
	fn from(info: &AssetInfo) -> Self {
		let symbol = match info.asset {
			Asset::Tale => info.symbol.clone(),
			Asset::Other(number) => format!("{}#{number}", words::printable(&info.symbol)),
		};
		Self { asset: info.asset.to_string(), symbol, decimals: info.decimals }
	}
}

impl Unit {
	/// How amounts of `asset` are written.
	pub async fn of(client: &Client, asset: Asset) -> Result<Self, Failure> {
		let info = client.asset(asset).await?;
		info.as_ref().map(Self::from).ok_or_else(|| Failure::Refused(anyhow!("There is no asset {asset}.")))
	}

	fn gone(asset: Asset) -> Self {
		Self::from(&AssetInfo { asset, symbol: String::new(), decimals: 0 })
	}

	/// An amount in words, cut off after six decimals.
	pub fn amount(&self, amount: Balance) -> String {
		words::amount_in(amount, self.decimals, &self.symbol)
	}

	/// A price in words, exact.
	pub fn price(&self, price: Balance) -> String {
		words::exact(price, self.decimals, &self.symbol)
	}

	/// What somebody typed after `option`, in the smallest unit.
	pub fn read(&self, option: &str, number: &Decimal) -> Result<Balance, Failure> {
		number.units(self.decimals).map_err(|why| Failure::Usage(format!("{option}: {why} in {}.", self.symbol)))
	}
}

/// Several of them, for what is only shown: assets that are gone have no symbol and no decimals.
#[derive(Debug, Default)]
pub struct Units(BTreeMap<Asset, Unit>);

impl Units {
	/// How amounts of `assets` are written.
	pub async fn of(client: &Client, assets: impl IntoIterator<Item = Asset>) -> Result<Self, Failure> {
		let mut units = BTreeMap::new();
		for asset in assets {
			if let Entry::Vacant(place) = units.entry(asset) {
				if let Some(info) = client.asset(asset).await? {
					place.insert(Unit::from(&info));
				}
			}
		}
		Ok(Self(units))
	}

	/// How amounts of `asset` are written.
	pub fn get(&self, asset: Asset) -> Unit {
		self.0.get(&asset).cloned().unwrap_or_else(|| Unit::gone(asset))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn no_other_asset_can_pass_for_tale() {
		let unit = |asset, symbol: &str| Unit::from(&AssetInfo { asset, symbol: symbol.into(), decimals: 2 });
		assert_eq!(unit(Asset::Tale, "TALE").amount(150), "1.5 TALE");
		assert_eq!(unit(Asset::Other(7), "TALE").amount(150), "1.5 TALE#7");
		assert_eq!(unit(Asset::Other(7), "\u{1b}[2J").symbol, "�[2J#7");
		let error = unit(Asset::Other(7), "X").read("--price", &"0.001".parse().unwrap()).unwrap_err();
		assert!(error.code() == 2 && error.to_string().contains("--price: there are 2 decimals"), "{error}");
	}
}
