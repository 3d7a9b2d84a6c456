//! Tables of licences, devices, grants, stake, the treasury and referenda.

use super::{balance, coloured, pairs, right, table};
use crate::{
	view::{
		DeviceView, FlowView, LicenceView, PoolView, PotView, ReferendumView, SaleView, SpendView, StakeView,
		VestingView,
	},
	words,
};
use comfy_table::{Cell, Color};
use promptale_primitives::{generator::SalePhase, BlockNumber};

fn block(number: Option<BlockNumber>) -> String {
	number.map_or_else(|| "–".into(), |number| number.to_string())
}

/// `transaction_fee` as `transaction fee`.
fn name(word: &str) -> String {
	word.replace('_', " ")
}

/// An account's licences, one a row.
pub fn licences(licences: &[LicenceView]) -> String {
	let mut table = table(["Licence", "Tier", "Delegated to"]);
	for licence in licences {
		table.add_row([
			right(licence.licence),
			right(licence.tier),
			Cell::new(licence.device.as_deref().unwrap_or("nobody")),
		]);
	}
	table.to_string()
}

/// What is for sale: the phase, the rate, a tier a row.
pub fn sale(sale: &SaleView) -> String {
	let open = match sale.phase {
		SalePhase::Closed => "closed: nobody can buy",
		SalePhase::Whitelist => "whitelist: accounts with an allowance can buy",
		SalePhase::Public => "public: everybody can buy",
	};
	let rate = match sale.rate.as_str() {
		"0" => "not set yet".into(),
		rate => format!("{} for a reference dollar", balance(rate)),
	};
	let mut table = table(["Tier", "Licences", "Sold", "Dollars", "Price"]);
	for tier in &sale.tiers {
		table.add_row([
			right(tier.tier),
			right(tier.licences),
			right(tier.sold),
			right(tier.dollars),
			right(balance(&tier.price)),
		]);
	}
	format!("{}{table}", pairs(&[("Sale", open.into()), ("Rate", rate)]))
}

/// A device, a line for each thing to know. `now` is the current block.
pub fn device(device: &DeviceView, now: BlockNumber) -> String {
	let in_blocks = |block: BlockNumber| format!("block {block} (in {} blocks)", block.saturating_sub(now));
	let state = match (device.state, device.active_until, device.active_from) {
		("active", Some(until), _) => {
			format!("active; suspended from {} on, without another heartbeat", in_blocks(until))
		},
		("resuming", _, Some(from)) => format!("does not count yet; it does from {} on", in_blocks(from)),
		("suspended", ..) => "suspended; `promptale device resume` ends that".into(),
		(state, ..) => format!("{state} by governance"),
	};
	let heartbeat = match device.last_heartbeat {
		Some(last) => format!("block {last}, {} blocks ago", now.saturating_sub(last)),
		None => "none yet".into(),
	};
	let challenge = match &device.challenge {
		Some(challenge) => {
			format!("epoch {}: {}, for {} units", challenge.epoch, words::challenge(challenge.step), challenge.units)
		},
		None => "none yet".into(),
	};
	let hashpower = match device.hashpower_until {
		Some(until) => format!("{} units until {}", device.hashpower, in_blocks(until)),
		None => "none proven".into(),
	};
	pairs(&[
		("Device", device.device.clone()),
		("Identity", device.identity.clone()),
		("State", state),
		("Last heartbeat", heartbeat),
		("Heartbeat due", format!("once in every {} blocks", device.heartbeat_every)),
		("Licences", device.delegations.to_string()),
		("Hashpower", hashpower),
		("Last challenge", challenge),
	])
}

/// An account's grants.
pub fn vesting(vesting: &VestingView) -> String {
	if vesting.schedules.is_empty() {
		return "It has no grants.\n".into();
	}
	let head = pairs(&[
		("Can be claimed now", balance(&vesting.claimable)),
		("More at block", block(vesting.next_unlock)),
		("Not vested yet", balance(&vesting.unvested)),
		("Held for vesting", balance(&vesting.held)),
		("Staked", balance(&vesting.staked)),
	]);
	let mut table = table(["Grant", "Total", "Vested", "Claimed", "Claimable", "Start", "Cliff", "End"]);
	for (position, schedule) in vesting.schedules.iter().enumerate() {
		table.add_row([
			right(position),
			right(balance(&schedule.total)),
			right(balance(&schedule.vested)),
			right(balance(&schedule.claimed)),
			right(balance(&schedule.claimable)),
			right(schedule.start),
			right(schedule.cliff),
			right(schedule.end),
		]);
	}
	format!("{head}\n{table}\n")
}

/// An account's stake.
pub fn stake(stake: &StakeView) -> String {
	if !stake.validator {
		return pairs(&[("Stake", "none: it is no validator".into()), ("Least stake", balance(&stake.min_stake))]);
	}
	pairs(&[
		("Stake", balance(&stake.stake)),
		("Unbonding", balance(&stake.unbonding)),
		("Withdrawn from block", block(stake.unlocks_at)),
		("Of vesting funds", balance(&stake.of_vesting)),
		("Least stake", balance(&stake.min_stake)),
		("Session key", stake.session_key.clone().unwrap_or_default()),
	])
}

/// What generators earned on which day.
pub fn days(days: &[(BlockNumber, String)]) -> String {
	let mut table = table(["Day from block", "Earned"]);
	for (from, amount) in days {
		table.add_row([right(from), right(balance(amount))]);
	}
	table.to_string()
}

/// Approved spends of the treasury.
pub fn spends(spends: &[SpendView]) -> String {
	let mut table = table(["Spend", "Amount", "To", "From block", "Until block", "State"]);
	for spend in spends {
		table.add_row([
			right(spend.index),
			right(balance(&spend.amount)),
			Cell::new(words::short_account(&spend.beneficiary)),
			right(spend.valid_from),
			right(spend.expires),
			Cell::new(&spend.state),
		]);
	}
	table.to_string()
}

/// Pots of rewards.
pub fn pots(pots: &[PotView]) -> String {
	let mut table = table(["Pot", "Received", "Paid", "Available"]);
	for pot in pots {
		table.add_row([
			Cell::new(name(pot.pot)),
			right(balance(&pot.received)),
			right(balance(&pot.paid)),
			right(balance(&pot.available)),
		]);
	}
	table.to_string()
}

/// Genesis pools that are released on schedule.
pub fn pools(pools: &[PoolView]) -> String {
	let mut table = table(["Pool", "To", "Total", "Released", "Due", "Ends at block"]);
	for pool in pools {
		table.add_row([
			Cell::new(pool.pool),
			Cell::new(name(pool.pot)),
			right(balance(&pool.total)),
			right(balance(&pool.released)),
			right(balance(&pool.due)),
			right(pool.ends),
		]);
	}
	table.to_string()
}

/// What came in, by source, and where it went; sources that brought nothing are left out.
pub fn flows(flows: &[FlowView]) -> String {
	let mut table = table(["Source", "Received", "Treasury", "Validators", "Generators", "Dividends", "Block author"]);
	for flow in flows.iter().filter(|flow| flow.received != "0") {
		table.add_row([
			Cell::new(name(flow.source)),
			right(balance(&flow.received)),
			right(balance(&flow.treasury)),
			right(balance(&flow.validator_rewards)),
			right(balance(&flow.generator_rewards)),
			right(balance(&flow.dividends)),
			right(balance(&flow.block_author)),
		]);
	}
	table.to_string()
}

/// Open referenda, one a row.
pub fn referenda(referenda: &[ReferendumView]) -> String {
	let mut table = table(["Referendum", "Track", "Proposal", "State", "Aye", "Nay", "Support"]);
	let votes = |text: &str| text.parse().map_or_else(|_| text.to_string(), words::votes);
	for referendum in referenda {
		let state = match (referendum.state, referendum.deciding_since, referendum.confirms_at) {
			("deciding", Some(since), _) => format!("deciding since block {since}"),
			("confirming", _, Some(at)) => format!("passes at block {at}"),
			(state, ..) => format!("{state} since block {}", referendum.submitted),
		};
		let colour = if referendum.state == "confirming" { Color::Green } else { Color::Reset };
		table.add_row([
			right(referendum.referendum),
			Cell::new(name(&referendum.track_name)),
			Cell::new(referendum.proposal.as_deref().unwrap_or("not on the chain")),
			coloured(Cell::new(state), colour),
			right(votes(&referendum.ayes)),
			right(votes(&referendum.nays)),
			right(votes(&referendum.support)),
		]);
	}
	table.to_string()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::view::{ChallengeView, TierView};
	use promptale_primitives::{challenge::Class, generator::ChallengeStep, TALE};

	fn contains(text: &str, parts: &[&str]) {
		for part in parts {
			assert!(text.contains(part), "{part} is missing in\n{text}");
		}
	}

	#[test]
	fn a_sale_says_who_may_buy_and_at_what_price() {
		let tier = TierView { tier: 1, licences: 6_500, sold: 3, dollars: 98, price: (196 * TALE).to_string() };
		let open = SaleView { phase: SalePhase::Public, rate: (2 * TALE).to_string(), tiers: vec![tier] };
		contains(&sale(&open), &["everybody can buy", "2 TALE for a reference dollar", "196 TALE", "6500", "98"]);
		let closed = SaleView { phase: SalePhase::Closed, rate: "0".into(), tiers: vec![] };
		contains(&sale(&closed), &["nobody can buy", "not set yet"]);
	}

	#[test]
	fn a_device_says_what_becomes_of_it_next() {
		let mut view = DeviceView {
			device: "device".into(),
			identity: "identity".into(),
			state: "active",
			active_until: Some(1_800),
			active_from: None,
			last_heartbeat: Some(590),
			heartbeat_every: 600,
			delegations: 2,
			hashpower: 4_096,
			hashpower_until: Some(28_800),
			challenge: Some(ChallengeView {
				epoch: 3,
				class: Class::Side4096,
				step: ChallengeStep::Passed,
				units: 4_096,
			}),
			encryption_key: String::new(),
			endpoint: String::new(),
		};
		contains(
			&device(&view, 600),
			&["block 1800 (in 1200 blocks)", "10 blocks ago", "4096 units until block 28800", "epoch 3: passed"],
		);
		(view.state, view.active_until, view.hashpower_until, view.challenge) = ("suspended", None, None, None);
		contains(&device(&view, 600), &["device resume", "none proven", "Last challenge  none yet"]);
	}

	#[test]
	fn sources_that_brought_nothing_are_left_out() {
		let flow = |source, received: &str| FlowView {
			source,
			received: received.into(),
			treasury: received.into(),
			validator_rewards: "0".into(),
			generator_rewards: "0".into(),
			dividends: "0".into(),
			block_author: "0".into(),
		};
		let text = flows(&[flow("licence_sale", "5000000000000"), flow("tip", "0")]);
		contains(&text, &["licence sale", "5 TALE"]);
		assert!(!text.contains("tip"), "{text}");
	}

	#[test]
	fn who_is_no_validator_is_told_the_least_stake() {
		let view = StakeView {
			validator: false,
			stake: "0".into(),
			unbonding: "0".into(),
			unlocks_at: None,
			of_vesting: "0".into(),
			min_stake: (1_000 * TALE).to_string(),
			session_key: None,
		};
		contains(&stake(&view), &["no validator", "1,000 TALE"]);
	}

	#[test]
	fn a_referendum_that_would_pass_says_when() {
		let view = ReferendumView {
			referendum: 4,
			track: 20,
			track_name: "parameter_admin".into(),
			proposal: Some("Generators.set_rate".into()),
			state: "confirming",
			submitted: 1,
			deciding_since: Some(2),
			confirms_at: Some(300),
			ayes: (30 * TALE).to_string(),
			nays: "0".into(),
			support: (10 * TALE).to_string(),
		};
		contains(&referenda(&[view]), &["parameter admin", "Generators.set_rate", "passes at block 300", "30"]);
	}
}
