//! Assets that content earns in, and that shares are paid in.

use crate::{Client, Error};
use codec::{Decode, Encode};
use promptale_primitives::Balance;
use std::{fmt, str::FromStr};
use subxt::ext::scale_value::Value;

/// $TALE, or an asset of `pallet-assets`: `NativeOrWithId` of the SDK. Displays and parses as `TALE` or its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
pub enum Asset {
	/// $TALE.
	Tale,
	/// Another one, by its number.
	Other(u32),
}

impl fmt::Display for Asset {
	fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Tale => formatter.write_str("TALE"),
			Self::Other(number) => write!(formatter, "{number}"),
		}
	}
}

impl FromStr for Asset {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		match text.parse() {
			Ok(number) => Ok(Self::Other(number)),
			Err(_) if text.eq_ignore_ascii_case("TALE") => Ok(Self::Tale),
			Err(_) => Err("an asset is TALE, or the number of another one".into()),
		}
	}
}

/// How amounts of an asset are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetInfo {
	/// Which.
	pub asset: Asset,
	/// What its issuer calls it; empty where that is nothing.
	pub symbol: String,
	/// Decimals of a whole one.
	pub decimals: u8,
}

/// What the chain keeps of an asset's name: deposit, name, symbol, decimals, whether that can change.
type Metadata = (Balance, Vec<u8>, Vec<u8>, u8, bool);

impl Client {
	/// How amounts of an asset are written; `None` where there is no such asset.
	pub async fn asset(&self, asset: Asset) -> Result<Option<AssetInfo>, Error> {
		let Asset::Other(number) = asset else {
			return Ok(Some(AssetInfo { asset, symbol: "TALE".into(), decimals: 12 }));
		};
		let keys = || vec![Value::u128(number.into())];
		if self.stored("Assets", "Asset", keys()).await?.is_none() {
			return Ok(None);
		}
		let (mut symbol, mut decimals) = (String::new(), 0);
		if let Some(stored) = self.stored("Assets", "Metadata", keys()).await? {
			let (_, _, bytes, shown, _) = Metadata::decode(&mut &stored[..])
				.map_err(|error| Error::Decode { what: "Assets.Metadata".into(), reason: error.to_string() })?;
			(symbol, decimals) = (String::from_utf8_lossy(&bytes).into_owned(), shown);
		}
		Ok(Some(AssetInfo { asset, symbol, decimals }))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn assets_are_the_chains_bytes_and_peoples_words() {
		assert_eq!((Asset::Tale.encode(), Asset::Other(7).encode()), (vec![0], vec![1, 7, 0, 0, 0]));
		for asset in [Asset::Tale, Asset::Other(7)] {
			assert_eq!(asset.to_string().parse(), Ok(asset));
		}
		assert_eq!("tale".parse(), Ok(Asset::Tale));
		assert!("USDT".parse::<Asset>().is_err() && "-1".parse::<Asset>().is_err());
	}
}
