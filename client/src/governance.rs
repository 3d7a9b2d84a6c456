//! Referenda and the treasury, out of storage: their pallets have no view functions.

use crate::{
	metadata::Runtime,
	storage::{block_at, bytes, number_at, some_at},
	AccountId, Client, Error,
};
use codec::{Compact, Decode};
use promptale_primitives::{Balance, BlockNumber};
use subxt::ext::scale_value::{scale::decode_as_type, At, Value, ValueDef};

/// A referendum that can be voted in.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Referendum {
	/// Its number.
	pub index: u32,
	/// Its track.
	pub track: u32,
	/// The call that is enacted if it passes, as `Pallet.call`; `None` while nobody has noted its preimage.
	pub proposal: Option<String>,
	/// Block of its submission.
	pub submitted: BlockNumber,
	/// Block from which it is decided; `None` while it is prepared, waits in a queue, or for its decision deposit.
	pub deciding_since: Option<BlockNumber>,
	/// Block in which it passes if support stays; `None` while it would not pass.
	pub confirms_at: Option<BlockNumber>,
	/// Votes for it, weighted by conviction, in the smallest unit.
	pub ayes: Balance,
	/// Votes against it, weighted by conviction, in the smallest unit.
	pub nays: Balance,
	/// What voted for it, not weighted, in the smallest unit.
	pub support: Balance,
}

/// A spend of the treasury that was approved and is not paid yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spend {
	/// Its number.
	pub index: u32,
	/// In the smallest unit.
	pub amount: Balance,
	/// Who gets it.
	pub beneficiary: AccountId,
	/// First block in which it can be paid out.
	pub valid_from: BlockNumber,
	/// Last block in which it can.
	pub expires: BlockNumber,
	/// `pending`, `attempted` or `failed`.
	pub state: String,
}

impl Client {
	/// The referenda that can be voted in, in order of their numbers.
	pub async fn referenda(&self) -> Result<Vec<Referendum>, Error> {
		let mut open = Vec::new();
		for (index, info) in self.stored_by_number("Referenda", "ReferendumInfoFor").await? {
			let Some(status) = ongoing(&info) else { continue };
			let proposal = self.proposal(status.at("proposal")).await?;
			open.push(referendum(index, status, proposal).ok_or_else(|| Error::Decode {
				what: "Referenda.ReferendumInfoFor".into(),
				reason: format!("referendum {index} has another shape"),
			})?);
		}
		Ok(open)
	}

	/// Numbers and names of the tracks.
	pub async fn tracks(&self) -> Result<Vec<(u32, String)>, Error> {
		let runtime = self.runtime().await?;
		let constant = runtime.pallet("Referenda")?.constant_by_name("Tracks");
		let constant = constant.ok_or_else(|| Error::Incompatible("it has no constant `Referenda.Tracks`".into()))?;
		let decoded = decode_as_type(&mut constant.value(), constant.ty(), runtime.metadata.types())
			.map_err(|error| Error::Decode { what: "Referenda.Tracks".into(), reason: error.to_string() })?;
		let ValueDef::Composite(tracks) = decoded.value else { return Ok(Vec::new()) };
		Ok(tracks.into_values().filter_map(|track| named_track(&track)).collect())
	}

	/// Blocks for which a vote of conviction 1 that won stays locked.
	pub async fn vote_locking_period(&self) -> Result<BlockNumber, Error> {
		self.constant("ConvictionVoting", "VoteLockingPeriod").await
	}

	/// The treasury's account.
	pub async fn treasury_account(&self) -> Result<AccountId, Error> {
		Ok(AccountId(self.constant("Treasury", "pot_account").await?))
	}

	/// Approved spends of the treasury.
	pub async fn spends(&self) -> Result<Vec<Spend>, Error> {
		let stored = self.stored_by_number("Treasury", "Spends").await?;
		let spends = stored.into_iter().map(|(index, value)| {
			spend(index, &value).ok_or_else(|| Error::Decode {
				what: "Treasury.Spends".into(),
				reason: format!("spend {index} has another shape"),
			})
		});
		spends.collect()
	}

	/// The call that a referendum is about.
	async fn proposal(&self, bounded: Option<&Value<u32>>) -> Result<Option<String>, Error> {
		let Some(ValueDef::Variant(bounded)) = bounded.map(|value| &value.value) else { return Ok(None) };
		let call = match bounded.name.as_str() {
			"Inline" => bounded.values.at(0).and_then(bytes),
			"Lookup" => {
				let (Some(hash), Some(length)) =
					(bounded.values.at("hash").and_then(bytes), bounded.values.at("len").and_then(Value::as_u128))
				else {
					return Ok(None);
				};
				let key = Value::unnamed_composite([Value::from_bytes(hash), Value::u128(length)]);
				self.stored("Preimage", "PreimageFor", vec![key]).await?.and_then(|stored| {
					let rest = &mut &stored[..];
					Compact::<u32>::decode(rest).ok().map(|_| rest.to_vec())
				})
			},
			_ => None,
		};
		let runtime = self.runtime().await?;
		Ok(call.and_then(|call| label(&runtime, &call)))
	}
}

/// The status of a referendum that is not over.
fn ongoing<T>(info: &Value<T>) -> Option<&Value<T>> {
	match &info.value {
		ValueDef::Variant(variant) if variant.name == "Ongoing" => variant.values.at(0),
		_ => None,
	}
}

/// Number and name of a track.
fn named_track<T>(track: &Value<T>) -> Option<(u32, String)> {
	let number = track.at(0).and_then(Value::as_u128)?.try_into().ok()?;
	let name = track.at(1)?.at("name")?.as_str()?;
	Some((number, name.trim_end_matches('\0').to_owned()))
}

fn referendum<T>(index: u32, status: &Value<T>, proposal: Option<String>) -> Option<Referendum> {
	let deciding = some_at(status, &["deciding"]);
	Some(Referendum {
		index,
		track: number_at(status, &["track"])?.try_into().ok()?,
		proposal,
		submitted: block_at(status, &["submitted"])?,
		deciding_since: deciding.and_then(|deciding| block_at(deciding, &["since"])),
		confirms_at: deciding
			.and_then(|deciding| some_at(deciding, &["confirming"]))
			.and_then(|block| block_at(block, &[])),
		ayes: number_at(status, &["tally", "ayes"])?,
		nays: number_at(status, &["tally", "nays"])?,
		support: number_at(status, &["tally", "support"])?,
	})
}

fn spend<T>(index: u32, value: &Value<T>) -> Option<Spend> {
	let state = match &value.at("status")?.value {
		ValueDef::Variant(variant) => variant.name.to_lowercase(),
		_ => return None,
	};
	Some(Spend {
		index,
		amount: number_at(value, &["amount"])?,
		beneficiary: AccountId(bytes(value.at("beneficiary")?)?.try_into().ok()?),
		valid_from: block_at(value, &["valid_from"])?,
		expires: block_at(value, &["expire_at"])?,
		state,
	})
}

/// `Pallet.call` of an encoded call.
fn label(runtime: &Runtime, call: &[u8]) -> Option<String> {
	let [pallet, index, ..] = call else { return None };
	let pallet = runtime.metadata.pallet_by_call_index(*pallet)?;
	Some(format!("{}.{}", pallet.name(), pallet.call_variant_by_index(*index)?.name))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn some(value: Value<()>) -> Value<()> {
		Value::unnamed_variant("Some", [value])
	}

	#[test]
	fn a_referendum_is_read_field_by_field() {
		let tally = Value::named_composite([
			("ayes", Value::u128(30)),
			("nays", Value::u128(20)),
			("support", Value::u128(10)),
		]);
		let deciding = Value::named_composite([("since", Value::u128(7)), ("confirming", some(Value::u128(9)))]);
		let status = Value::named_composite([
			("track", Value::u128(20)),
			("submitted", Value::u128(5)),
			("deciding", some(deciding)),
			("tally", tally),
		]);
		let info = Value::unnamed_variant("Ongoing", [status]);
		let read = referendum(3, ongoing(&info).unwrap(), Some("System.remark".into())).unwrap();
		let expected = Referendum {
			index: 3,
			track: 20,
			proposal: Some("System.remark".into()),
			submitted: 5,
			deciding_since: Some(7),
			confirms_at: Some(9),
			ayes: 30,
			nays: 20,
			support: 10,
		};
		assert_eq!(read, expected);
		assert!(ongoing(&Value::unnamed_variant("Killed", [Value::u128(4)])).is_none());
	}

	#[test]
	fn a_spend_of_another_shape_is_refused() {
		let mut fields = vec![
			("amount", Value::u128(8)),
			("beneficiary", Value::unnamed_composite([Value::from_bytes([4u8; 32])])),
			("valid_from", Value::u128(1)),
			("expire_at", Value::u128(2)),
			("status", Value::unnamed_variant("Pending", [])),
		];
		let read = spend(6, &Value::named_composite(fields.clone())).unwrap();
		assert_eq!((read.amount, read.beneficiary, read.state.as_str()), (8, AccountId([4; 32]), "pending"));
		fields.remove(0);
		assert!(spend(6, &Value::named_composite(fields)).is_none());
	}
}
