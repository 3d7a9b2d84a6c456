//! What became of an included transaction, from the events of its block.

use crate::{
	connection::{from_hex, to_hex},
	metadata::Runtime,
	Client, Error,
};
use subxt::{
	error::DispatchError,
	events::Phase,
	ext::scale_value::{Composite, Value, ValueDef},
};

impl Client {
	/// Events of the extrinsic with this index in a block, in words; or the error it failed with.
	pub(crate) async fn outcome_of(
		&self,
		runtime: &Runtime,
		block: &[u8; 32],
		index: u32,
		call: &str,
	) -> Result<Vec<String>, Error> {
		let codec = runtime.codec()?;
		let key = codec
			.storage()
			.entry(subxt::dynamic::storage::<(), Value>("System", "Events"))
			.and_then(|entry| entry.fetch_key(()))
			.map_err(|error| Error::Incompatible(error.to_string()))?;
		let answer: Option<String> =
			self.request("state_getStorage", vec![to_hex(&key).into(), to_hex(block).into()]).await?;
		let bytes = answer.map(|hex| from_hex("System.Events", &hex)).transpose()?.unwrap_or_default();
		let mut words = Vec::new();
		for event in codec.events().from_bytes(bytes).iter() {
			let event =
				event.map_err(|error| Error::Decode { what: "System.Events".into(), reason: error.to_string() })?;
			if event.phase() != Phase::ApplyExtrinsic(index) {
				continue;
			}
			let name = (event.pallet_name(), event.event_name());
			if name == ("System", "ExtrinsicFailed") {
				return Err(in_words(call, event.field_bytes(), runtime));
			}
			let fields = event
				.decode_fields_unchecked_as::<Composite<()>>()
				.map(|fields| in_fields(&fields))
				.unwrap_or_default();
			words.push(format!("{}.{} {fields}", name.0, name.1));
		}
		Ok(words)
	}
}

/// Fields of an event on one line, hashes and accounts in hex.
fn in_fields(fields: &Composite<()>) -> String {
	let values: Vec<String> = match fields {
		Composite::Named(named) => named.iter().map(|(name, value)| format!("{name}: {}", in_value(value))).collect(),
		Composite::Unnamed(values) => values.iter().map(in_value).collect(),
	};
	format!("{{ {} }}", values.join(", "))
}

fn in_value(value: &Value<()>) -> String {
	match &value.value {
		ValueDef::Composite(Composite::Unnamed(values)) if values.len() == 1 => in_value(&values[0]),
		ValueDef::Composite(Composite::Unnamed(values)) if values.len() >= 16 => {
			let bytes: Option<Vec<u8>> =
				values.iter().map(|value| value.as_u128().and_then(|byte| u8::try_from(byte).ok())).collect();
			bytes.map_or_else(|| value.to_string(), |bytes| to_hex(&bytes))
		},
		_ => value.to_string(),
	}
}

/// Turns a dispatch error into pallet, name and documentation. `bytes` start with the error.
pub(crate) fn in_words(call: &str, bytes: &[u8], runtime: &Runtime) -> Error {
	let (pallet, name, docs) = match DispatchError::decode_from(bytes, runtime.metadata.clone()) {
		Ok(DispatchError::Module(module)) => match module.details() {
			Ok(details) => {
				let docs = details.variant.docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
				(
					details.pallet.name().to_owned(),
					details.variant.name.clone(),
					docs.trim().trim_end_matches('.').to_owned(),
				)
			},
			Err(error) => ("Unknown".into(), "Module".into(), error.to_string()),
		},
		Ok(DispatchError::Token(error)) => {
			("Token".into(), format!("{error:?}"), error.to_string().trim_end_matches('.').to_owned())
		},
		Ok(error) => ("Dispatch".into(), format!("{error:?}"), error.to_string().trim_end_matches('.').to_owned()),
		Err(error) => ("Unknown".into(), "Undecodable".into(), error.to_string()),
	};
	Error::Dispatch { call: call.into(), pallet, name, docs }
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn accounts_in_events_are_hex() {
		let account =
			Value::unnamed_composite([Value::unnamed_composite([7u8; 32].map(|byte| Value::u128(byte.into())))]);
		let fields = Composite::Named(vec![("who".into(), account), ("amount".into(), Value::u128(5))]);
		assert_eq!(in_fields(&fields), format!("{{ who: 0x{}, amount: 5 }}", "07".repeat(32)));
	}
}
