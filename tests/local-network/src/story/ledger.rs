//! What everybody has in $TALE, and whether what is said to have moved explains every change of it.

use crate::money::text;
use anyhow::{ensure, Context, Result};
use promptale_client::{AccountId, Client};
use promptale_primitives::{Balance, BlockNumber};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The chain's own accounts together: treasury, pots of fees, and who writes the blocks. Fees of transactions go there.
pub const CHAIN: &str = "chain";

/// What an account has, in the smallest unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Line {
	/// Can be spent.
	#[serde(with = "text")]
	pub free: Balance,
	/// On hold: bonds, deposits, bids.
	#[serde(with = "text")]
	pub held: Balance,
}

impl Line {
	/// All of it.
	pub fn total(&self) -> Balance {
		self.free + self.held
	}
}

/// Everybody's $TALE as of one block.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
	/// The block.
	pub block: BlockNumber,
	/// All there is.
	#[serde(with = "text")]
	pub issued: Balance,
	/// By name; whoever has no name is part of [`CHAIN`].
	pub lines: BTreeMap<String, Line>,
}

/// An amount that went from one name to another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Flow {
	/// Who paid.
	pub from: String,
	/// Who received.
	pub to: String,
	/// In the smallest unit.
	#[serde(with = "text")]
	pub amount: Balance,
	/// For what.
	pub purpose: String,
}

impl Ledger {
	/// Reads it from the best block. `names` are those of accounts of interest.
	///
	/// # Errors
	/// Where the sum over all accounts is not what the chain says is issued.
	pub async fn read(client: &Client, names: &BTreeMap<AccountId, String>) -> Result<Ledger> {
		let head = client.best_head().await?;
		let issued = client.issuance_at(&head.hash).await?;
		let mut lines: BTreeMap<String, Line> = BTreeMap::new();
		for (account, has) in client.accounts_at(&head.hash).await? {
			let name = names.get(&account).map_or(CHAIN, String::as_str);
			let line = lines.entry(name.into()).or_default();
			line.free += has.free;
			line.held += has.held;
		}
		let sum: Balance = lines.values().map(Line::total).sum();
		ensure!(sum == issued, "accounts have {sum}, but {issued} are issued, in block {}", head.number);
		Ok(Ledger { block: head.number, issued, lines })
	}

	/// What a name has; nothing where there is no such account.
	pub fn of(&self, name: &str) -> Line {
		self.lines.get(name).copied().unwrap_or_default()
	}
}

/// Checks that `flows` are all that happened between two ledgers, for every name to the last unit.
///
/// # Errors
/// With the names whose change is another one, and both numbers.
pub fn balance(before: &Ledger, after: &Ledger, flows: &[Flow]) -> Result<()> {
	ensure!(before.issued == after.issued, "{} were issued, now {}", before.issued, after.issued);
	let signed = |amount: Balance| i128::try_from(amount).context("an amount beyond all $TALE");
	let mut expected: BTreeMap<&str, i128> = BTreeMap::new();
	for flow in flows {
		*expected.entry(&flow.from).or_default() -= signed(flow.amount)?;
		*expected.entry(&flow.to).or_default() += signed(flow.amount)?;
	}
	let names = before.lines.keys().chain(after.lines.keys()).map(String::as_str);
	let names: BTreeSet<&str> = names.chain(expected.keys().copied()).collect();
	let mut wrong = Vec::new();
	for name in names {
		let changed = signed(after.of(name).total())? - signed(before.of(name).total())?;
		let explained = expected.get(name).copied().unwrap_or_default();
		if changed != explained {
			wrong.push(format!("{name} changed by {changed}, of which {explained} are explained"));
		}
	}
	ensure!(wrong.is_empty(), "the ledger does not balance: {}", wrong.join("; "));
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn ledger(lines: &[(&str, Balance, Balance)]) -> Ledger {
		let lines: BTreeMap<String, Line> =
			lines.iter().map(|(name, free, held)| ((*name).into(), Line { free: *free, held: *held })).collect();
		Ledger { block: 1, issued: lines.values().map(Line::total).sum(), lines }
	}

	fn flow(from: &str, to: &str, amount: Balance) -> Flow {
		Flow { from: from.into(), to: to.into(), amount, purpose: "a reason".into() }
	}

	#[test]
	fn flows_that_explain_every_change_balance() {
		let before = ledger(&[("ann", 100, 0), ("bob", 50, 0)]);
		// What went on hold is still its owner's.
		let after = ledger(&[("ann", 60, 10), ("bob", 70, 0), ("pot", 10, 0)]);
		balance(&before, &after, &[flow("ann", "bob", 20), flow("ann", "pot", 10)]).unwrap();
	}

	#[test]
	fn a_change_that_nothing_explains_is_named() {
		let before = ledger(&[("ann", 100, 0), ("bob", 50, 0)]);
		let after = ledger(&[("ann", 99, 0), ("bob", 51, 0)]);
		let error = balance(&before, &after, &[flow("ann", "bob", 2)]).unwrap_err().to_string();
		assert!(error.contains("ann changed by -1, of which -2"), "{error}");
		assert!(balance(&before, &after, &[]).is_err());
	}

	#[test]
	fn nothing_may_be_minted() {
		let (before, after) = (ledger(&[("ann", 100, 0)]), ledger(&[("ann", 101, 0)]));
		assert!(balance(&before, &after, &[]).unwrap_err().to_string().contains("issued"));
	}
}
