//! Where $TALE came from and went in a run: what the chain's books say, what accounts hold, and whether the two agree.

use crate::{network::Network, summary::Participant};
use anyhow::{ensure, Context, Result};
use promptale_cli::view::{FlowView, PoolView, PotView};
use promptale_client::{AccountId, GENERATORS_PALLET, POV_PALLET};
use promptale_primitives::{settlement::Shares, Balance, BlockNumber};
use serde::{Deserialize, Serialize};

/// The books as of one block, as `--summary` has them. Amounts in the smallest unit, in JSON as text.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Money {
	/// The block.
	pub block: BlockNumber,
	/// Everything that can bring anything in, whether or not it did.
	pub sources: Vec<Source>,
	/// Accounts with books, in the order of [`POTS`].
	pub pots: Vec<Pot>,
	/// Genesis pools that are released on schedule.
	pub pools: Vec<Pool>,
	/// The sale of licences.
	pub licences: Licences,
	/// What everybody claimed.
	pub claims: Vec<Claim>,
}

/// Names of accounts with books: the treasury, the pots of pallet-settlements, what the generators' pot was handed to, and the
/// account of rounds.
pub const POTS: [&str; 6] = ["treasury", "validator_rewards", "generator_rewards", "dividends", "generators", "rounds"];

/// What came in from one source, and where it went.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Source {
	/// As `promptale treasury` names it.
	pub name: String,
	/// All of it.
	#[serde(with = "text")]
	pub received: Balance,
	/// To the treasury.
	#[serde(with = "text")]
	pub treasury: Balance,
	/// To the validators' pot.
	#[serde(with = "text")]
	pub validator_rewards: Balance,
	/// To the generators' pot.
	#[serde(with = "text")]
	pub generator_rewards: Balance,
	/// To the dividends' pot.
	#[serde(with = "text")]
	pub dividends: Balance,
	/// To who wrote the blocks.
	#[serde(with = "text")]
	pub block_author: Balance,
}

/// An account with books.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Pot {
	/// One of [`POTS`].
	pub name: String,
	/// Came in, by the books.
	#[serde(with = "text")]
	pub received: Balance,
	/// Went out, by the books.
	#[serde(with = "text")]
	pub paid: Balance,
	/// What the account has beyond its existential deposit, by its balance.
	#[serde(with = "text")]
	pub holds: Balance,
}

/// A genesis pool.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Pool {
	/// `generators` or `community`.
	pub name: String,
	/// All that is released by the end.
	#[serde(with = "text")]
	pub total: Balance,
	/// Released so far.
	#[serde(with = "text")]
	pub released: Balance,
	/// What its account holds.
	#[serde(with = "text")]
	pub holds: Balance,
}

/// The sale of licences.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Licences {
	/// What buyers paid.
	#[serde(with = "text")]
	pub paid: Balance,
	/// What of it is kept for the licences' rows: deposits, and what keeps the account alive that they lie on.
	#[serde(with = "text")]
	pub deposits: Balance,
}

/// What somebody claimed.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Claim {
	/// SS58.
	pub account: String,
	/// Of rounds.
	#[serde(with = "text")]
	pub rounds: Balance,
	/// Of the generators' pools.
	#[serde(with = "text")]
	pub generators: Balance,
}

impl Money {
	/// Reads the books after everybody claimed, and checks them.
	///
	/// # Errors
	///
	/// Where any sum is not that of its parts, or an account does not hold what its books say: with both numbers.
	pub async fn read(network: &Network, participants: &[Participant]) -> Result<Self> {
		let client = network.client();
		let head = client.best_head().await?;
		let deposit = client.existential_deposit().await?;
		let beyond = |account: AccountId| async move {
			let free = client.balance_at(&head.hash, &account).await?.free;
			free.checked_sub(deposit).with_context(|| format!("{account} has less than the existential deposit"))
		};
		let flows = client.flows_at(&head.hash).await?;
		let emission = client.emission_at(&head.hash).await?;
		let generators = client.account_of_pallet(GENERATORS_PALLET).await?;

		let sources: Vec<Source> = flows
			.inflows
			.iter()
			.map(|flow| {
				let Shares { treasury, validator_rewards, generator_rewards, dividends, block_author } = flow.1.to;
				let (name, received) = (FlowView::from(flow).source.to_string(), flow.1.received);
				Source { name, received, treasury, validator_rewards, generator_rewards, dividends, block_author }
			})
			.collect();
		let claims: Vec<Claim> = participants
			.iter()
			.map(|who| Claim {
				account: who.account.clone(),
				rounds: who.claimed,
				generators: who.generator.as_ref().map_or(0, |generator| generator.claimed),
			})
			.collect();
		let pot = |name: &str, received, paid, holds| Pot { name: name.into(), received, paid, holds };
		let to_treasury: Balance = sources.iter().map(|source| source.treasury).sum();
		let treasury = beyond(client.treasury_account().await?).await?.saturating_add(flows.unplaced);
		let mut pots = vec![pot("treasury", to_treasury, flows.burned, treasury)];
		let mut handed_over = 0;
		for known in &flows.pots {
			let name = PotView::from(known).pot;
			if name == "generator_rewards" {
				handed_over = known.paid;
			}
			pots.push(pot(name, known.received, known.paid, beyond(known.account).await?));
		}
		let sum = |of: fn(&Claim) -> Balance| claims.iter().map(of).sum::<Balance>();
		pots.push(pot("generators", handed_over, sum(|claim| claim.generators), beyond(generators).await?));
		let rounds = beyond(client.account_of_pallet(POV_PALLET).await?).await?;
		pots.push(pot("rounds", network.funded, sum(|claim| claim.rounds), rounds));

		let money = Money {
			block: head.number,
			sources,
			pots,
			pools: emission
				.iter()
				.map(|pool| Pool {
					name: PoolView::from(pool).pool.into(),
					total: pool.total,
					released: pool.released,
					holds: pool.holds,
				})
				.collect(),
			licences: Licences {
				paid: network.participants.iter().filter_map(|who| who.licence).map(|licence| licence.paid).sum(),
				deposits: client.balance_at(&head.hash, &generators).await?.held + deposit,
			},
			claims,
		};
		money.audit()?;
		Ok(money)
	}

	/// The books of one account; nothing where there are none.
	pub fn pot(&self, name: &str) -> Pot {
		self.pots.iter().find(|pot| pot.name == name).cloned().unwrap_or_default()
	}

	/// What one source brought; nothing where there is none.
	pub fn source(&self, name: &str) -> Source {
		self.sources.iter().find(|source| source.name == name).cloned().unwrap_or_default()
	}

	/// Checks every sum.
	pub fn audit(&self) -> Result<()> {
		ensure!(self.pots.iter().map(|pot| &pot.name).eq(POTS), "the books are of other accounts than {POTS:?}");
		for source in &self.sources {
			let parts = source.parts().iter().map(|(_, amount)| amount).sum();
			agree(&format!("what {} brought, and where it went", source.name), source.received, parts)?;
		}
		for (index, name) in POTS.iter().enumerate().take(4) {
			let brought = self.sources.iter().filter_map(|source| source.parts().get(index).map(|part| part.1)).sum();
			agree(&format!("what {name} received, and what sources brought it"), self.pot(name).received, brought)?;
		}
		for Pot { name, received, paid, holds } in &self.pots {
			let (what, known) =
				(format!("what {name} received, and what it paid and holds"), paid.saturating_add(*holds));
			agree(&what, *received, known)?;
		}
		for Pool { name, total, released, holds } in &self.pools {
			let emitted = self.source(&format!("emission_{name}")).received;
			agree(&format!("what the genesis pool {name} released, and what came in from it"), *released, emitted)?;
			let (what, known) =
				(format!("the genesis pool {name}, and what of it is released or still there"), released + holds);
			agree(&what, *total, known)?;
		}
		let Licences { paid, deposits } = self.licences;
		let known = self.source("licence_sale").received.saturating_add(deposits);
		agree("what licences cost, and what of it was divided or kept as deposits", paid, known)
	}
}

impl Source {
	/// Where it went, in the order of the fields.
	pub fn parts(&self) -> [(&'static str, Balance); 5] {
		[
			("treasury", self.treasury),
			("validator_rewards", self.validator_rewards),
			("generator_rewards", self.generator_rewards),
			("dividends", self.dividends),
			("block_author", self.block_author),
		]
	}
}

fn agree(what: &str, one: Balance, other: Balance) -> Result<()> {
	ensure!(
		one == other,
		"$TALE went missing or came from nowhere: {what} differ, {one} and {other} of the smallest unit"
	);
	Ok(())
}

/// Amounts as text: JSON's numbers are not exact in every reader.
pub mod text {
	use promptale_primitives::Balance;
	use serde::{de::Error, Deserialize, Deserializer, Serializer};

	#[allow(missing_docs)]
	pub fn serialize<S: Serializer>(amount: &Balance, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(amount)
	}

	#[allow(missing_docs)]
	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Balance, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;

	/// Books of a made-up run: fees of 10, licences for 784 of which 4 are deposits, 3,000 emitted, rounds for 500.
	pub(crate) fn sample() -> Money {
		let source = |name: &str, treasury, validator_rewards, generator_rewards| Source {
			name: name.into(),
			received: treasury + validator_rewards + generator_rewards,
			treasury,
			validator_rewards,
			generator_rewards,
			..Default::default()
		};
		let pot = |name: &str, received, paid| Pot { name: name.into(), received, paid, holds: received - paid };
		let claim = |account: &str, rounds, generators| Claim { account: account.into(), rounds, generators };
		let pool = |name: &str| Pool { name: name.into(), total: 9_000, released: 1_500, holds: 7_500 };
		Money {
			block: 350,
			sources: vec![
				source("transaction_fee", 6, 2, 2),
				source("licence_sale", 390, 156, 234),
				source("slash", 0, 0, 0),
				source("emission_generators", 0, 0, 1_500),
				source("emission_community", 0, 1_500, 0),
			],
			pots: vec![
				pot("treasury", 396, 0),
				pot("validator_rewards", 1_658, 0),
				pot("generator_rewards", 1_736, 1_736),
				pot("dividends", 0, 0),
				pot("generators", 1_736, 1_500),
				pot("rounds", 500, 500),
			],
			pools: vec![pool("generators"), pool("community")],
			licences: Licences { paid: 784, deposits: 4 },
			claims: vec![claim("5One", 400, 1_200), claim("5Two", 0, 300), claim("5Validator", 100, 0)],
		}
	}

	#[test]
	fn books_that_agree_pass() {
		sample().audit().unwrap();
	}

	#[test]
	fn every_sum_that_does_not_agree_is_found_with_both_numbers() {
		let fails = |spoil: fn(&mut Money), numbers: [&str; 2]| {
			let mut money = sample();
			spoil(&mut money);
			let error = money.audit().unwrap_err().to_string();
			assert!(numbers.iter().all(|number| error.contains(&format!(" {number} "))), "{error}");
		};
		fails(|money| money.sources[1].received += 1, ["781", "780"]);
		fails(|money| money.sources[1].block_author += 1, ["780", "781"]);
		fails(|money| money.pots[1].received += 1, ["1659", "1658"]);
		fails(|money| money.pots[1].holds -= 1, ["1658", "1657"]);
		fails(|money| money.pots[4].paid += 1, ["1736", "1737"]);
		fails(|money| money.pots[5].received += 7, ["507", "500"]);
		fails(|money| money.pools[0].released -= 1, ["1499", "1500"]);
		fails(|money| money.pools[1].holds -= 1, ["9000", "8999"]);
		fails(|money| money.licences.deposits += 2, ["784", "786"]);
	}

	#[test]
	fn an_account_without_books_is_no_agreement() {
		let mut money = sample();
		money.pots.remove(3);
		assert!(money.audit().is_err());
	}

	#[test]
	fn amounts_are_exact_in_json() {
		let mut money = sample();
		money.pools[0].total = u128::MAX;
		let json = serde_json::to_value(&money).unwrap();
		assert_eq!(json["pools"][0]["total"], u128::MAX.to_string());
		assert_eq!(serde_json::from_value::<Money>(json).unwrap(), money);
	}
}
