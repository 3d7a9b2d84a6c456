//! What every command that signs has in common: it says what the call costs and does, has the node try it, asks, submits,
//! and says what it came to.

use crate::{
	args::{Arguments, KeySource, Signing},
	events,
	failure::Failure,
	keys, table, words,
};
use anyhow::anyhow;
use promptale_client::{account_of, AccountId, Call, Client, Error, Keypair, Unsigned};
use promptale_primitives::{Balance, BlockNumber};
use serde::Serialize;
use std::io::{BufRead, IsTerminal, Write};

/// Lines of an explanation or of a result: what, and how much.
pub type Lines = Vec<(&'static str, String)>;

/// A connection, and who signs over it.
pub struct Signer<'a> {
	pub arguments: &'a Arguments,
	signing: &'a Signing,
	pub client: Client,
	/// `None` where it is elsewhere.
	key: Option<Keypair>,
	pub account: AccountId,
	/// The chain's name.
	pub chain: String,
}

/// A call, and what it does to its signer's balance, fee left out.
pub struct Plan {
	pub call: Call,
	/// What it does, as a sentence without its subject and stop: `buys 2 licences`.
	pub does: String,
	/// More to know before signing.
	pub facts: Lines,
	/// Leaves the account.
	pub pays: Balance,
	/// Stays the account's, but is held.
	pub holds: Balance,
	/// Comes to the account, or is no longer held.
	pub gets: Balance,
}

impl Plan {
	/// A call that moves nothing but its fee.
	pub fn new(call: Call, does: impl Into<String>) -> Self {
		Self { call, does: does.into(), facts: Vec::new(), pays: 0, holds: 0, gets: 0 }
	}
}

/// What a signed call came to, or would come to.
#[derive(Serialize)]
pub struct Outcome {
	account: String,
	call: String,
	/// Whether nothing was submitted.
	dry_run: bool,
	/// What the call's signer paid, fee left out; smallest unit, like all amounts.
	paid: String,
	held: String,
	received: String,
	/// An estimate in a dry run.
	fee: String,
	block: Option<BlockNumber>,
	block_hash: Option<String>,
	free_before: String,
	/// An estimate in a dry run.
	free_after: String,
	#[serde(skip)]
	explanation: Lines,
	#[serde(skip)]
	does: String,
	/// Of the included transaction, in words; empty in a dry run.
	#[serde(skip)]
	pub events: Vec<String>,
}

#[derive(Serialize)]
struct Whole<'a, T> {
	#[serde(flatten)]
	outcome: &'a Outcome,
	#[serde(flatten)]
	details: &'a T,
}

impl<'a> Signer<'a> {
	/// Connects and loads the key.
	pub async fn open(arguments: &'a Arguments, signing: &'a Signing) -> Result<Self, Failure> {
		let (client, info) = super::connect(arguments).await?;
		let source = &signing.key;
		let (key, account) = match source.payload {
			Some(account) => (None, account),
			None => {
				let source = KeySource { key: source.key.clone(), dev_key: source.dev_key.clone() };
				let key = keys::load(&source, &info.name)?;
				let account = account_of(&key);
				(Some(key), account)
			},
		};
		Ok(Self { arguments, signing, client, account, key, chain: info.name })
	}

	/// Explains, tries, asks and submits; in a dry run only the first two. `None` where the key is elsewhere: what has to
	/// be signed there is printed.
	pub async fn carry_out(&self, plan: Plan) -> Result<Option<Outcome>, Failure> {
		let Plan { call, does, facts, pays, holds, gets } = plan;
		let (client, account) = (&self.client, &self.account);
		let balances = client.balance(account).await?;
		let fee = client.estimate_fee(account, &call).await?;
		let minimum = client.existential_deposit().await?;
		let spendable = balances.spendable(minimum);
		// What a call brings cannot pay for it.
		affordable(account, spendable, balances.free.saturating_sub(minimum), pays, holds, fee)?;
		let after = balances.free.saturating_add(gets).saturating_sub(pays).saturating_sub(holds).saturating_sub(fee);
		let mut explanation = facts;
		explanation.extend(amounts(pays, holds, gets));
		explanation.push(("Fee, about", words::amount(fee)));
		explanation.push(("Free now", words::amount(balances.free)));
		explanation.push(("Free afterwards, about", words::amount(after)));
		let mut outcome = Outcome {
			account: account.to_string(),
			call: call.label(),
			dry_run: self.signing.dry_run,
			paid: pays.to_string(),
			held: holds.to_string(),
			received: gets.to_string(),
			fee: fee.to_string(),
			block: None,
			block_hash: None,
			free_before: balances.free.to_string(),
			free_after: after.to_string(),
			explanation,
			does,
			events: Vec::new(),
		};
		let Some(key) = &self.key else {
			write!(std::io::stderr(), "{}", outcome.explained())?;
			print_unsigned(self.arguments.json, &client.unsigned(account, &call).await?)?;
			return Ok(None);
		};
		tried(client.dry_run(key, &call).await, self.signing.dry_run)?;
		if self.signing.dry_run {
			return Ok(Some(outcome));
		}
		if !(self.signing.yes && self.arguments.json) {
			write!(std::io::stderr(), "{}", outcome.explained())?;
		}
		if !self.signing.yes && !confirmed()? {
			return Err(Failure::Other(anyhow!("Nothing was signed.")));
		}
		let included = client.submit(key, call).await?;
		outcome.fee = events::fee(&included.events).unwrap_or(fee).to_string();
		outcome.block = Some(included.block);
		outcome.block_hash = Some(hex::encode(included.hash));
		outcome.free_after = client.balance(account).await?.free.to_string();
		outcome.events = included.events;
		Ok(Some(outcome))
	}
}

/// What trying came to. What a block full of others would not take may be taken later; only a dry run asks for more.
pub fn tried(result: Result<(), Error>, dry_run: bool) -> Result<(), Failure> {
	match result {
		Err(error) if dry_run || matches!(error, Error::Dispatch { .. }) => Err(error.into()),
		_ => Ok(()),
	}
}

fn print_unsigned(json: bool, unsigned: &Unsigned) -> Result<(), Failure> {
	super::print(json, unsigned, || {
		let lines = table::pairs(&[
			("Account", unsigned.account.clone()),
			("Call", unsigned.call.clone()),
			("Nonce", unsigned.nonce.to_string()),
			("Valid before block", unsigned.expires.to_string()),
			("Payload", unsigned.payload.clone()),
		]);
		format!(
			"{lines}Nothing was submitted. With --json this is a file for `promptale submit FILE --signature FILE`, once \
			 the account has signed the payload."
		)
	})
}

impl Outcome {
	/// What the call does and costs.
	fn explained(&self) -> String {
		let lines: Vec<_> = self.explanation.iter().map(|(name, value)| (*name, value.clone())).collect();
		format!("{} {}.\n{}", self.account, self.does, table::pairs(&lines))
	}

	/// Corrects what was expected by what events say.
	pub fn set_paid(&mut self, paid: Balance) {
		self.paid = paid.to_string();
	}

	/// The same for what came to the account.
	pub fn set_received(&mut self, received: Balance) {
		self.received = received.to_string();
	}

	/// Where it was included; `None` in a dry run.
	pub fn block(&self) -> Option<BlockNumber> {
		self.block
	}

	/// What was or would be paid.
	pub fn paid_in_words(&self) -> String {
		words::amount(self.paid.parse().unwrap_or_default())
	}

	/// Prints it with what is special about this call.
	pub fn print<T: Serialize>(&self, json: bool, details: &T, lines: Lines) -> Result<(), Failure> {
		super::print(json, &Whole { outcome: self, details }, || match self.dry_run {
			true => format!("{}\nDry run: it would succeed now. Nothing was submitted.", self.explained()),
			false => {
				let amount = |text: &str| words::amount(text.parse().unwrap_or_default());
				let mut all = vec![("Account", self.account.clone())];
				all.extend(lines);
				all.push(("Fee", amount(&self.fee)));
				all.push(("Block", self.block.map_or_else(String::new, |block| block.to_string())));
				all.push(("Free before", amount(&self.free_before)));
				all.push(("Free now", amount(&self.free_after)));
				table::pairs(&all)
			},
		})
	}
}

/// What moves, without what does not.
fn amounts(pays: Balance, holds: Balance, gets: Balance) -> Lines {
	let all = [("Pays", pays), ("Has held", holds), ("Gets", gets)];
	all.into_iter().filter(|(_, amount)| *amount > 0).map(|(name, amount)| (name, words::amount(amount))).collect()
}

/// Refuses what the account cannot pay. What is voted with can be held, and cannot be spent.
fn affordable(
	account: &AccountId,
	spendable: Balance,
	holdable: Balance,
	pays: Balance,
	holds: Balance,
	fee: Balance,
) -> Result<(), Failure> {
	let spent = pays.saturating_add(fee);
	if spent <= spendable && spent.saturating_add(holds) <= holdable {
		return Ok(());
	}
	let mut takes = vec![format!("a fee of about {}", words::amount(fee))];
	if holds > 0 {
		takes.insert(0, format!("{} to be held", words::amount(holds)));
	}
	if pays > 0 {
		takes.insert(0, words::amount(pays));
	}
	Err(Failure::Refused(anyhow!(
		"{account} can spend {}, and this takes {}. Send it some $TALE first, or ask for less.",
		words::amount(spendable),
		takes.join(" and ")
	)))
}

/// Asks on the terminal. Without one there is nobody to ask.
pub fn confirmed() -> Result<bool, Failure> {
	if !std::io::stdin().is_terminal() {
		return Err(Failure::Usage(
			"There is no terminal to ask on: give --yes to sign without asking, or --dry-run to submit nothing.".into(),
		));
	}
	write!(std::io::stderr(), "Sign and submit? [y/N] ")?;
	let mut answer = String::new();
	std::io::stdin().lock().read_line(&mut answer)?;
	Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::TALE;

	#[test]
	fn what_an_account_cannot_pay_is_refused_with_the_amounts() {
		let check = |pays, holds| affordable(&AccountId([1; 32]), 100 * TALE, 150 * TALE, pays, holds, TALE);
		assert!(check(99 * TALE, 0).is_ok() && check(0, 149 * TALE).is_ok());
		let failure = check(99 * TALE + 1, 10 * TALE).unwrap_err();
		let text = failure.to_string();
		assert_eq!(failure.code(), 4);
		for part in ["can spend 100 TALE", "99 TALE", "10 TALE to be held", "about 1 TALE"] {
			assert!(text.contains(part), "{part} is missing in {text}");
		}
		assert!(check(0, 150 * TALE).is_err());
	}

	#[test]
	fn only_what_moves_is_named() {
		assert!(amounts(0, 0, 0).is_empty());
		assert_eq!(amounts(0, TALE, 0), [("Has held", "1 TALE".to_string())]);
	}
}
