//! Storage and constants by name, where no view function has them.

use crate::{
	connection::{from_hex, to_hex},
	AccountId, Client, Error,
};
use codec::Decode;
use promptale_primitives::{Balance, BlockNumber};
use subxt::ext::scale_value::{self, At, Composite, Value, ValueDef};

/// Keys that are asked for at once; also the most that nodes answer.
const PAGE: usize = 1_000;

/// What a node answers to `state_queryStorageAt`: keys with their values.
#[derive(serde::Deserialize)]
struct ChangeSet {
	changes: Vec<(String, Option<String>)>,
}

impl Client {
	/// What is stored under `keys` in the best block, SCALE-encoded.
	pub(crate) async fn stored(&self, pallet: &str, entry: &str, keys: Vec<Value>) -> Result<Option<Vec<u8>>, Error> {
		self.stored_at(pallet, entry, keys, None).await
	}

	/// What is stored under `keys` in a block, the best one for `None`; SCALE-encoded.
	pub(crate) async fn stored_at(
		&self,
		pallet: &str,
		entry: &str,
		keys: Vec<Value>,
		block: Option<&[u8; 32]>,
	) -> Result<Option<Vec<u8>>, Error> {
		let codec = self.runtime().await?.codec()?;
		let key = codec
			.storage()
			.entry(subxt::dynamic::storage::<Vec<Value>, Value>(pallet, entry))
			.and_then(|entry| entry.fetch_key(keys))
			.map_err(|error| Error::Incompatible(error.to_string()))?;
		let mut params = vec![to_hex(&key).into()];
		params.extend(block.map(|hash| to_hex(hash).into()));
		let answer: Option<String> = self.request("state_getStorage", params).await?;
		answer.map(|hex| from_hex(&format!("{pallet}.{entry}"), &hex)).transpose()
	}

	/// All entries of a map with numbers for keys, in order of the keys.
	pub(crate) async fn stored_by_number(&self, pallet: &str, entry: &str) -> Result<Vec<(u32, Value<u32>)>, Error> {
		let name = format!("{pallet}.{entry}");
		let runtime = self.runtime().await?;
		let of_values = runtime
			.pallet(pallet)?
			.storage()
			.and_then(|storage| storage.entry_by_name(entry))
			.ok_or_else(|| Error::Incompatible(format!("it has no storage `{name}`")))?
			.value_ty();
		let failed = |reason: String| Error::Decode { what: name.clone(), reason };
		let mut found = Vec::new();
		let block = self.best_head().await?.hash;
		for (key, bytes) in self.stored_map(pallet, entry, &block).await? {
			// The hashers of numbers leave the number itself at the end.
			let number = key.last_chunk::<4>().ok_or_else(|| failed("its keys are no numbers".into()))?;
			let value = scale_value::scale::decode_as_type(&mut &bytes[..], of_values, runtime.metadata.types())
				.map_err(|error| failed(error.to_string()))?;
			found.push((u32::from_le_bytes(*number), value));
		}
		found.sort_by_key(|(number, _)| *number);
		Ok(found)
	}

	/// All of a map in a block: keys as they are stored, and SCALE-encoded values.
	pub(crate) async fn stored_map(
		&self,
		pallet: &str,
		entry: &str,
		block: &[u8; 32],
	) -> Result<Vec<(Vec<u8>, Vec<u8>)>, Error> {
		let name = format!("{pallet}.{entry}");
		let codec = self.runtime().await?.codec()?;
		let prefix = codec
			.storage()
			.entry(subxt::dynamic::storage::<Vec<Value>, Value>(pallet, entry))
			.map_err(|error| Error::Incompatible(error.to_string()))?
			.key_prefix();
		let block = to_hex(block);
		let mut found = Vec::new();
		let mut last: Option<String> = None;
		loop {
			let params = vec![to_hex(&prefix).into(), PAGE.into(), last.clone().into(), block.clone().into()];
			let keys: Vec<String> = self.request("state_getKeysPaged", params).await?;
			last = keys.last().cloned();
			if keys.is_empty() {
				break;
			}
			let full = keys.len() >= PAGE;
			let sets: Vec<ChangeSet> =
				self.request("state_queryStorageAt", vec![keys.into(), block.clone().into()]).await?;
			for (key, value) in sets.into_iter().flat_map(|set| set.changes) {
				if let Some(value) = value {
					found.push((from_hex(&name, &key)?, from_hex(&name, &value)?));
				}
			}
			if !full {
				break;
			}
		}
		Ok(found)
	}

	/// A constant of a pallet, as it is now.
	pub(crate) async fn constant<T: Decode>(&self, pallet: &str, name: &str) -> Result<T, Error> {
		let runtime = self.runtime().await?;
		let known = runtime.pallet(pallet)?.constant_by_name(name);
		let known = known.ok_or_else(|| Error::Incompatible(format!("it has no constant `{pallet}.{name}`")))?;
		T::decode(&mut known.value())
			.map_err(|error| Error::Decode { what: format!("{pallet}.{name}"), reason: error.to_string() })
	}

	/// The account that a pallet derives from its constant `PalletId`, as `PalletId::into_account_truncating` of the SDK does.
	pub async fn account_of_pallet(&self, pallet: &str) -> Result<AccountId, Error> {
		let id: [u8; 8] = self.constant(pallet, "PalletId").await?;
		let mut account = [0; 32];
		account.iter_mut().zip(b"modl".iter().chain(&id)).for_each(|(byte, of_name)| *byte = *of_name);
		Ok(AccountId(account))
	}

	/// Least that an account must hold, in the smallest unit.
	pub async fn existential_deposit(&self) -> Result<Balance, Error> {
		self.constant("Balances", "ExistentialDeposit").await
	}
}

/// The number at `path` in a value.
pub(crate) fn number_at<T>(value: &Value<T>, path: &[&str]) -> Option<u128> {
	whole(path.iter().try_fold(value, |value, field| value.at(*field))?)
}

/// The block at `path` in a value.
pub(crate) fn block_at<T>(value: &Value<T>, path: &[&str]) -> Option<BlockNumber> {
	number_at(value, path).and_then(|number| number.try_into().ok())
}

/// A number, also within wrappers of one field.
fn whole<T>(value: &Value<T>) -> Option<u128> {
	match &value.value {
		ValueDef::Composite(Composite::Unnamed(values)) if values.len() == 1 => whole(&values[0]),
		_ => value.as_u128(),
	}
}

/// What an option at `path` holds.
pub(crate) fn some_at<'a, T>(value: &'a Value<T>, path: &[&str]) -> Option<&'a Value<T>> {
	match &path.iter().try_fold(value, |value, field| value.at(*field))?.value {
		ValueDef::Variant(variant) if variant.name == "Some" => variant.values.at(0),
		_ => None,
	}
}

/// Bytes, also within wrappers of one field.
pub(crate) fn bytes<T>(value: &Value<T>) -> Option<Vec<u8>> {
	match &value.value {
		ValueDef::Composite(Composite::Unnamed(values)) => match &values[..] {
			[wrapped] if wrapped.as_u128().is_none() => bytes(wrapped),
			values => values.iter().map(|value| value.as_u128().and_then(|byte| u8::try_from(byte).ok())).collect(),
		},
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_and_bytes_are_found_within_wrappers() {
		let account = Value::unnamed_composite([Value::from_bytes([7u8; 32])]);
		let inner = Value::named_composite([("since", Value::unnamed_composite([Value::u128(9)]))]);
		let value = Value::named_composite([("who", account), ("deciding", Value::unnamed_variant("Some", [inner]))]);
		assert_eq!(bytes(value.at("who").unwrap()), Some(vec![7; 32]));
		let deciding = some_at(&value, &["deciding"]).unwrap();
		assert_eq!(block_at(deciding, &["since"]), Some(9));
		assert!(some_at(&value, &["who"]).is_none() && number_at(&value, &["nothing"]).is_none());
	}
}
