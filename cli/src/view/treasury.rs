//! The treasury, pots and flows as JSON has them.

use promptale_client::{AccountId, Spend};
use promptale_primitives::{
	settlement::{EmissionOverview, EmissionPool, FeeSource, Flow, Inflow, Pot, PotOverview},
	BlockNumber,
};
use serde::Serialize;

/// An approved spend of the treasury.
#[derive(Clone, Debug, Serialize)]
pub struct SpendView {
	/// Its number.
	pub index: u32,
	/// Smallest unit.
	pub amount: String,
	/// Who gets it.
	pub beneficiary: String,
	/// First block in which it can be paid out.
	pub valid_from: BlockNumber,
	/// Last block in which it can.
	pub expires: BlockNumber,
	/// `pending`, `attempted` or `failed`.
	pub state: String,
}

impl From<&Spend> for SpendView {
	fn from(spend: &Spend) -> Self {
		Self {
			index: spend.index,
			amount: spend.amount.to_string(),
			beneficiary: spend.beneficiary.to_string(),
			valid_from: spend.valid_from,
			expires: spend.expires,
			state: spend.state.clone(),
		}
	}
}

/// A pot of rewards. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct PotView {
	/// `validator_rewards`, `generator_rewards` or `dividends`.
	pub pot: &'static str,
	/// Where its money lies.
	pub account: String,
	/// Since genesis.
	pub received: String,
	/// Since genesis.
	pub paid: String,
	/// Could be paid now, emission that is due included.
	pub available: String,
}

impl From<&PotOverview<AccountId>> for PotView {
	fn from(pot: &PotOverview<AccountId>) -> Self {
		Self {
			pot: pot_name(pot.pot),
			account: pot.account.to_string(),
			received: pot.received.to_string(),
			paid: pot.paid.to_string(),
			available: pot.available.to_string(),
		}
	}
}

/// What came in from one source since genesis, and where it went. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct FlowView {
	/// Such as `transaction_fee` or `licence_sale`.
	pub source: &'static str,
	/// All of it; the sum of the others.
	pub received: String,
	/// To the treasury.
	pub treasury: String,
	/// To the validators' pot.
	pub validator_rewards: String,
	/// To the generators' pot.
	pub generator_rewards: String,
	/// To the dividends' pot.
	pub dividends: String,
	/// To who wrote the block.
	pub block_author: String,
}

impl From<&(Inflow, Flow)> for FlowView {
	fn from((inflow, flow): &(Inflow, Flow)) -> Self {
		Self {
			source: inflow_name(*inflow),
			received: flow.received.to_string(),
			treasury: flow.to.treasury.to_string(),
			validator_rewards: flow.to.validator_rewards.to_string(),
			generator_rewards: flow.to.generator_rewards.to_string(),
			dividends: flow.to.dividends.to_string(),
			block_author: flow.to.block_author.to_string(),
		}
	}
}

/// A genesis pool that is released on schedule. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct PoolView {
	/// `generators` or `community`.
	pub pool: &'static str,
	/// The pot it goes to.
	pub pot: &'static str,
	/// All that is released by the end.
	pub total: String,
	/// Released so far.
	pub released: String,
	/// Could be released now.
	pub due: String,
	/// Block in which all of it is due.
	pub ends: BlockNumber,
}

impl From<&EmissionOverview<AccountId>> for PoolView {
	fn from(emission: &EmissionOverview<AccountId>) -> Self {
		Self {
			pool: match emission.pool {
				EmissionPool::Generators => "generators",
				EmissionPool::Community => "community",
			},
			pot: pot_name(emission.pot),
			total: emission.total.to_string(),
			released: emission.released.to_string(),
			due: emission.due.to_string(),
			ends: emission.ends,
		}
	}
}

fn pot_name(pot: Pot) -> &'static str {
	match pot {
		Pot::ValidatorRewards => "validator_rewards",
		Pot::GeneratorRewards => "generator_rewards",
		Pot::Dividends => "dividends",
	}
}

fn inflow_name(inflow: Inflow) -> &'static str {
	match inflow {
		Inflow::Fee(FeeSource::TransactionFee) => "transaction_fee",
		Inflow::Fee(FeeSource::Tip) => "tip",
		Inflow::Fee(FeeSource::LicenceSale) => "licence_sale",
		Inflow::Fee(FeeSource::MarketSale) => "market_sale",
		Inflow::Fee(FeeSource::Placement) => "placement",
		Inflow::Fee(FeeSource::Launchpad) => "launchpad",
		Inflow::Fee(FeeSource::Slash) => "slash",
		Inflow::Emission(EmissionPool::Generators) => "emission_generators",
		Inflow::Emission(EmissionPool::Community) => "emission_community",
		Inflow::BuyBack => "buy_back",
		Inflow::Donation => "donation",
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_source_has_a_name_of_its_own() {
		let mut names: Vec<_> = Inflow::all().map(inflow_name).collect();
		names.sort();
		names.dedup();
		assert_eq!(names.len(), Inflow::all().count());
	}
}
