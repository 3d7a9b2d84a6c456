//! What is put on chain before the first round.

use crate::options::{FUNDS, STAKE};
use anyhow::{Context, Result};
use promptale_client::{account_of, keys, AccountId, Call, Client, Keypair};
use promptale_primitives::{
	model::{Architecture, ModelKind, Terms},
	Balance, Blake3, ModelId,
};

/// The development account that owns the model and funds everybody.
pub const OWNER: &str = "//Alice";

/// A development key by its derivation.
pub fn development_key(derivation: &str) -> Result<Keypair> {
	keys::from_secret(derivation).with_context(|| format!("{derivation} gives no key"))
}

/// A model about to be created.
#[derive(Clone, Debug)]
pub struct NewModel {
	/// Its name.
	pub name: String,
	/// Shapes.
	pub architecture: Architecture,
	/// Of the first checkpoint.
	pub seed: u64,
	/// Hash of the first checkpoint.
	pub checkpoint: Blake3,
	/// Root of the held-out set.
	pub held_out_root: Blake3,
	/// Rules.
	pub terms: Terms,
}

/// Funds accounts and creates the model, all in one transaction. Answers the model's id.
pub async fn create(
	client: &Client,
	owner: &Keypair,
	accounts: &[(AccountId, Balance)],
	model: NewModel,
) -> Result<ModelId> {
	let mut calls: Vec<Call> =
		accounts.iter().map(|(to, amount)| Call::Transfer { to: *to, amount: *amount }).collect();
	calls.push(Call::CreateModel {
		name: model.name,
		kind: ModelKind::Public,
		architecture: model.architecture,
		seed: model.seed,
		checkpoint: model.checkpoint,
		held_out_root: model.held_out_root,
		terms: model.terms,
	});
	client.submit(owner, Call::BatchAll(calls)).await.context("cannot create the model")?;
	let owner = account_of(owner);
	let models = client.models().await?;
	let created = models.iter().filter(|known| known.owner == owner).map(|known| known.id).max();
	created.context("the model was created, but the chain does not list it")
}

/// What an account starts with.
pub fn endowment(validator: bool) -> Balance {
	if validator {
		STAKE + FUNDS
	} else {
		FUNDS
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn derived_keys_differ() {
		let accounts = ["//generator/1", "//generator/2", "//validator/1", OWNER]
			.map(|name| account_of(&development_key(name).unwrap()).to_string());
		let mut distinct = accounts.to_vec();
		distinct.sort();
		distinct.dedup();
		assert_eq!(distinct.len(), accounts.len());
	}
}
