//! `promptale balance`.

use super::{chosen, rewards::pending};
use crate::{
	args::{Arguments, Who},
	failure::Failure,
	table, words,
};
use serde::Serialize;

#[derive(Serialize)]
struct Balances {
	account: String,
	free: String,
	held: String,
	/// Can be paid to others now.
	spendable: String,
	/// Of validated work and as a generator.
	pending_rewards: String,
}

pub async fn balance(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let balances = client.balance(&account).await?;
	let spendable = balances.spendable(client.existential_deposit().await?);
	let pending = pending(&client, &account).await?.total();
	let view = Balances {
		account: account.to_string(),
		free: balances.free.to_string(),
		held: balances.held.to_string(),
		spendable: spendable.to_string(),
		pending_rewards: pending.to_string(),
	};
	super::print(arguments.json, &view, || {
		table::pairs(&[
			("Account", view.account.clone()),
			("Free", words::amount(balances.free)),
			("Held", words::amount(balances.held)),
			("Spendable", words::amount(spendable)),
			("Pending rewards", words::amount(pending)),
		])
	})
}
