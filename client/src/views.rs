//! The chain's view functions, by name; here those of pallet-pov.

use crate::{AccountId, Client, Error, POV_PALLET};
use codec::{Decode, DecodeAll, Encode};
use promptale_primitives::{
	model::ModelOverview,
	round::{Receipt, RoundOverview},
	validator::ValidatorOverview,
	Balance, ModelId, RoundIndex,
};

/// Runtime API through which every view function is called.
const EXECUTE: &str = "RuntimeViewFunction_execute_view_function";

/// Why the runtime did not run a view function.
#[derive(Debug, Decode)]
enum ViewError {
	NotImplemented,
	NotFound(#[allow(dead_code)] [u8; 32]),
	Codec,
}

impl Client {
	/// All models, in order of id.
	pub async fn models(&self) -> Result<Vec<ModelOverview<AccountId>>, Error> {
		self.view(POV_PALLET, "models", (), None).await
	}

	/// All models as of the block with this hash, in order of id.
	pub async fn models_at(&self, block: &[u8; 32]) -> Result<Vec<ModelOverview<AccountId>>, Error> {
		self.view(POV_PALLET, "models", (), Some(block)).await
	}

	/// One model, `None` when there is none with this id.
	pub async fn model(&self, model: ModelId) -> Result<Option<ModelOverview<AccountId>>, Error> {
		Ok(self.models().await?.into_iter().find(|overview| overview.id == model))
	}

	/// One round of a model, the latest for `None`; `None` when there is no such round (any more).
	pub async fn round(
		&self,
		model: ModelId,
		round: Option<RoundIndex>,
	) -> Result<Option<RoundOverview<AccountId>>, Error> {
		self.view(POV_PALLET, "round", (model, round), None).await
	}

	/// The latest round of a model as of the block with this hash; `None` before the first one.
	pub async fn round_at(&self, block: &[u8; 32], model: ModelId) -> Result<Option<RoundOverview<AccountId>>, Error> {
		self.view(POV_PALLET, "round", (model, None::<RoundIndex>), Some(block)).await
	}

	/// What an account can claim.
	pub async fn pending_rewards(&self, account: &AccountId) -> Result<Balance, Error> {
		self.view(POV_PALLET, "pending_rewards", account, None).await
	}

	/// What an account got out of the rounds that the chain still keeps, and why.
	pub async fn receipts(&self, account: &AccountId) -> Result<Vec<(ModelId, RoundIndex, Receipt)>, Error> {
		self.view(POV_PALLET, "receipts", account, None).await
	}

	/// Keys, endpoint and stake of a validator; `None` when the account is not bonded.
	pub async fn validator(&self, account: &AccountId) -> Result<Option<ValidatorOverview<AccountId>>, Error> {
		self.view(POV_PALLET, "validator", account, None).await
	}

	/// The identity that registered a device; `None` when nobody did.
	pub async fn device_identity(&self, device: &AccountId) -> Result<Option<AccountId>, Error> {
		self.view(POV_PALLET, "device", device, None).await
	}

	/// Runs a view function of a pallet at a block, the best one for `None`.
	pub(crate) async fn view<T: Decode>(
		&self,
		pallet_name: &str,
		function: &str,
		arguments: impl Encode,
		block: Option<&[u8; 32]>,
	) -> Result<T, Error> {
		let name = format!("{pallet_name}.{function}");
		let runtime = self.runtime().await?;
		let pallet = runtime.pallet(pallet_name)?;
		let id = *pallet
			.view_function_by_name(function)
			.ok_or_else(|| Error::Incompatible(format!("it has no view function `{name}`")))?
			.query_id();
		let answer = self.runtime_call(EXECUTE, &(id, arguments.encode()).encode(), block).await?;
		decode_view(&name, &answer)
	}
}

/// Decodes the answer of [`EXECUTE`]: a result around the encoded value.
fn decode_view<T: Decode>(name: &str, answer: &[u8]) -> Result<T, Error> {
	let failed = |reason: String| Error::Decode { what: name.into(), reason };
	let value = Result::<Vec<u8>, ViewError>::decode_all(&mut &answer[..])
		.map_err(|error| failed(error.to_string()))?
		.map_err(|error| failed(format!("the runtime says {error:?}")))?;
	T::decode_all(&mut &value[..]).map_err(|error| failed(format!("{error}; chain and program differ in version")))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_view_answer_is_unwrapped_twice() {
		let answer = Ok::<_, ()>(Some(7u32).encode()).encode();
		assert_eq!(decode_view::<Option<u32>>("Pov.x", &answer).unwrap(), Some(7));
	}

	#[test]
	fn an_answer_of_another_shape_names_the_function() {
		let answer = Ok::<_, ()>((7u32, 8u32).encode()).encode();
		let error = decode_view::<u32>("Pov.models", &answer).unwrap_err().to_string();
		assert!(error.contains("Pov.models") && error.contains("version"), "{error}");
	}

	#[test]
	fn a_runtime_error_is_passed_on() {
		let error = decode_view::<u32>("Pov.models", &[1, 2]).unwrap_err().to_string();
		assert!(error.contains("Codec"), "{error}");
	}
}
