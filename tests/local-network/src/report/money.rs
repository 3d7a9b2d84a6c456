//! The part of the report on the token: where $TALE went, and what generators did for it.

use super::{
	html::escape,
	sankey::{self, Band, Node},
	who,
};
use crate::{
	money::{Claim, Money, Pot, Source},
	summary::{GeneratorSummary, Record, Role},
};
use anyhow::Result;
use promptale_cli::words;
use promptale_primitives::{Balance, TALE};
use std::{collections::BTreeMap, fmt::Write};

/// Names of sources for people.
const SOURCES: [(&str, &str); 11] = [
	("transaction_fee", "Transaction fees"),
	("tip", "Tips"),
	("licence_sale", "Licence sales"),
	("market_sale", "Sales of shares"),
	("placement", "Placements"),
	("launchpad", "Launchpad"),
	("slash", "Slashes and fees for faults"),
	("emission_generators", "Emission, generators' pool"),
	("emission_community", "Emission, community's pool"),
	("buy_back", "Buy-back"),
	("donation", "Donations"),
];

/// Names of recipients and pots for people, in the order of the drawing.
const RECIPIENTS: [(&str, &str); 6] = [
	("block_author", "Block authors"),
	("treasury", "Treasury"),
	("generator_rewards", "Generators' pools"),
	("rounds", "Rounds"),
	("validator_rewards", "Validators' pot"),
	("dividends", "Dividends' pot"),
];

fn name_in(names: &[(&'static str, &'static str)], name: &str) -> String {
	names.iter().find(|(known, _)| *known == name).map_or_else(|| name.to_string(), |(_, words)| words.to_string())
}

/// Cut off below a hundredth, where there is more than that.
fn roughly(amount: Balance) -> String {
	let hundredth = TALE / 100;
	words::amount(if amount >= hundredth { amount - amount % hundredth } else { amount })
}

/// The whole part.
pub fn render(page: &mut String, record: &Record) -> Result<()> {
	let money = &record.summary.money;
	write!(
		page,
		"<h2>Where $TALE went</h2><p class=\"soft\">Since genesis, as the chain's books have it at block {}: what came in from each \
		source, which pots it went to, and what was claimed. Every sum was compared with what the accounts hold, to the last unit.</p>",
		money.block
	)?;
	let (nodes, bands) = graph(record);
	let drawing = sankey::draw(&nodes, &bands).unwrap_or_else(|error| format!("<p>{}</p>", escape(&error.to_string())));
	write!(page, "<figure>{drawing}</figure>")?;
	sources(page, money)?;
	pots(page, money)?;
	generators(page, record)
}

/// What came in, pots, and who claimed, as nodes in three columns, with the flows between them.
fn graph(record: &Record) -> (Vec<Node>, Vec<Band>) {
	let money = &record.summary.money;
	let mut nodes = Vec::new();
	let mut bands = Vec::new();
	let mut add = |column: usize, name: String, amount: Balance| {
		nodes.push(Node { column, name, amount: roughly(amount) });
		nodes.len() - 1
	};
	let of_chain = money.sources.iter().map(|source| (name_in(&SOURCES, &source.name), source.parts().to_vec()));
	let owner = ("The model's owner".to_string(), vec![("rounds", money.pot("rounds").received)]);
	let mut sources: Vec<(String, Vec<(&str, Balance)>)> = of_chain.chain([owner]).collect();
	sources.retain(|(_, parts)| sum(parts.iter()) > 0);
	// What is the validators' pot's alone comes as far down as that pot does.
	sources.sort_by_key(|(_, parts)| sum(parts.iter().filter(|(name, _)| *name != "validator_rewards")) == 0);
	let mut pots = BTreeMap::new();
	for (pot, words) in RECIPIENTS {
		let brought = sum(sources.iter().flat_map(|(_, parts)| parts).filter(|(name, _)| *name == pot));
		if brought > 0 {
			pots.insert(pot, add(1, words.to_string(), brought));
		}
	}
	for (name, parts) in sources {
		let from = add(0, name, sum(parts.iter()));
		for (pot, amount) in parts {
			bands.extend(pots.get(pot).map(|to| Band { from, to: *to, amount, colour: "accent" }));
		}
	}
	let mut ends = Vec::new();
	for Claim { account, rounds, generators } in &money.claims {
		let known = record.participants.iter().find(|participant| participant.account == *account);
		let name = known.map_or_else(|| words::short_account(account), |participant| participant.name.clone());
		ends.push((name, "good", vec![("generator_rewards", *generators), ("rounds", *rounds)]));
	}
	// What the generators' pot has not handed over yet waits as what is in their pools does.
	let held = |pot: &str| money.pot(pot).holds;
	let waits = vec![
		("generator_rewards", held("generator_rewards").saturating_add(held("generators"))),
		("rounds", held("rounds")),
		("validator_rewards", held("validator_rewards")),
		("dividends", held("dividends")),
	];
	ends.push(("Waits in the pots".into(), "soft", waits));
	for (name, colour, parts) in ends.into_iter().filter(|(_, _, parts)| sum(parts.iter()) > 0) {
		let to = add(2, name, sum(parts.iter()));
		for (pot, amount) in parts {
			bands.extend(pots.get(pot).map(|from| Band { from: *from, to, amount, colour }));
		}
	}
	(nodes, bands)
}

fn sum<'a>(parts: impl Iterator<Item = &'a (&'a str, Balance)>) -> Balance {
	parts.map(|(_, amount)| amount).sum()
}

fn sources(page: &mut String, money: &Money) -> Result<()> {
	page.push_str(
		"<h3>What came in</h3><div class=\"scroll\"><table><tr><th>Source</th><th class=\"number\">All of it</th>\
		<th class=\"number\">Treasury</th><th class=\"number\">Validators</th><th class=\"number\">Generators</th>\
		<th class=\"number\">Dividends</th><th class=\"number\">Authors</th></tr>",
	);
	let row = |page: &mut String, name: &str, amounts: &[Balance]| {
		write!(page, "<tr><td>{}</td>", escape(name))?;
		amounts.iter().try_for_each(|amount| cell(page, *amount))?;
		page.push_str("</tr>");
		Ok::<_, anyhow::Error>(())
	};
	for source in &money.sources {
		let parts = source.parts().map(|(_, amount)| amount);
		row(page, &name_in(&SOURCES, &source.name), &[&[source.received], &parts[..]].concat())?;
	}
	let together = |of: fn(&Source) -> Balance| money.sources.iter().map(of).sum::<Balance>();
	let sums = [
		together(|source| source.received),
		together(|source| source.treasury),
		together(|source| source.validator_rewards),
		together(|source| source.generator_rewards),
		together(|source| source.dividends),
		together(|source| source.block_author),
	];
	row(page, "Together", &sums)?;
	page.push_str("</table></div>");
	write!(
		page,
		"<p class=\"soft\" style=\"margin-top:.7rem\">Licences cost {} together; {} of it are deposits for their rows.</p>",
		escape(&words::amount(money.licences.paid)),
		escape(&words::amount(money.licences.deposits))
	)?;
	Ok(())
}

fn cell(page: &mut String, amount: Balance) -> Result<()> {
	let text = if amount == 0 { "–".to_string() } else { escape(&words::amount(amount)) };
	write!(page, "<td class=\"number\">{text}</td>")?;
	Ok(())
}

fn pots(page: &mut String, money: &Money) -> Result<()> {
	page.push_str(
		"<h3>What pots did with it</h3><div class=\"scroll\"><table><tr><th>Pot</th><th class=\"number\">Received</th>\
		<th class=\"number\">Paid</th><th class=\"number\">Holds</th><th>What paid means</th></tr>",
	);
	for Pot { name, received, paid, holds } in &money.pots {
		let (words, means) = match name.as_str() {
			"treasury" => ("Treasury", "burned"),
			"validator_rewards" => ("Validators' pot", "by referendum"),
			"generator_rewards" => ("Generators' pot", "handed to the generators' pools"),
			"generators" => ("Generators' pools", "claimed for work, heartbeats and hashpower"),
			"dividends" => ("Dividends' pot", "by referendum"),
			"rounds" => ("Rounds", "claimed by contributors and validators"),
			other => (other, ""),
		};
		write!(page, "<tr><td>{}</td>", escape(words))?;
		[received, paid, holds].into_iter().try_for_each(|amount| cell(page, *amount))?;
		write!(page, "<td class=\"soft\">{means}</td></tr>")?;
	}
	page.push_str("</table></div>");
	Ok(())
}

fn generators(page: &mut String, record: &Record) -> Result<()> {
	page.push_str(
		"<h2>Generators</h2><p class=\"soft\">Each bought a licence, registered its device and delegated the licence to it. Devices \
		send heartbeats and answer compute challenges; the pools pay for accepted updates (work), heartbeats (liveness) and proven \
		hashpower.</p><div class=\"scroll\"><table><tr><th>Generator</th><th>Licence</th><th>Device</th><th class=\"number\">Heartbeats</th>\
		<th>Last challenge</th><th class=\"number\">Work</th><th class=\"number\">Liveness</th><th class=\"number\">Hashpower</th>\
		<th class=\"number\">Claimed of pending</th></tr>",
	);
	let holders =
		record.participants.iter().filter_map(|participant| Some((participant, participant.generator.as_ref()?)));
	for (participant, generator) in holders {
		let GeneratorSummary { licence, price, device, heartbeats, challenges_passed, .. } = generator;
		write!(
			page,
			"<tr><td class=\"who\">{}</td><td class=\"who\">No. {licence}<small>{}</small></td><td><code title=\"{}\">{}</code></td>\
			<td class=\"number\">{heartbeats}</td>",
			who(record, &participant.account),
			escape(&words::amount(*price)),
			escape(device),
			escape(&words::short_account(device)),
		)?;
		match &generator.last_challenge {
			Some(challenge) => write!(
				page,
				"<td class=\"who\"><span class=\"tag {}\">{}</span> side {}<small>epoch {}, {} units; {challenges_passed} passed in \
				all</small></td>",
				if challenge.step == "passed" { "good" } else { "bad" },
				escape(&challenge.step),
				challenge.side,
				challenge.epoch,
				challenge.units,
			)?,
			None => page.push_str("<td class=\"soft\">none</td>"),
		}
		[generator.work, generator.liveness, generator.hashpower]
			.into_iter()
			.try_for_each(|amount| cell(page, amount))?;
		let all = generator.claimed == generator.pending;
		write!(
			page,
			"<td class=\"number\">{}<br><span class=\"{}\">of {}</span></td></tr>",
			escape(&words::amount(generator.claimed)),
			if all || participant.role == Role::Validator { "soft" } else { "tag bad" },
			escape(&words::amount(generator.pending)),
		)?;
	}
	page.push_str("</table></div>");
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::summary::tests::sample;

	#[test]
	fn everything_that_comes_in_goes_on_to_somewhere() {
		let record = sample();
		let (nodes, bands) = graph(&record);
		let index = |name: &str| nodes.iter().position(|node| node.name == name).unwrap_or_else(|| panic!("{name}"));
		let into =
			|name: &str| bands.iter().filter(|band| band.to == index(name)).map(|band| band.amount).sum::<Balance>();
		let out =
			|name: &str| bands.iter().filter(|band| band.from == index(name)).map(|band| band.amount).sum::<Balance>();
		assert_eq!((out("Licence sales"), into("Treasury")), (780, 396));
		for pot in ["Validators' pot", "Generators' pools", "Rounds"] {
			assert_eq!(into(pot), out(pot), "{pot}");
		}
		assert_eq!((into("5One"), into("Waits in the pots")), (1_600, 1_658 + 236));
		assert!(!nodes.iter().any(|node| node.name.starts_with("Slashes")), "what brought nothing is not drawn");
	}

	#[test]
	fn the_tables_have_every_source_and_every_generator() {
		let record = sample();
		let mut page = String::new();
		render(&mut page, &record).unwrap();
		for (_, name) in
			SOURCES.iter().filter(|(name, _)| record.summary.money.sources.iter().any(|source| source.name == *name))
		{
			assert!(page.contains(&escape(name)), "{name}");
		}
		assert_eq!(page.matches("side 256").count(), 4);
		assert!(page.contains("72 TALE") && page.contains("No. 2") && page.contains("4 passed in all"), "{page}");
	}

	#[test]
	fn a_claim_that_differs_from_what_was_pending_is_marked() {
		let mut record = sample();
		record.participants[0].generator.as_mut().unwrap().claimed = TALE;
		let mut page = String::new();
		render(&mut page, &record).unwrap();
		assert_eq!(page.matches("<span class=\"tag bad\">of 72 TALE").count(), 1);
	}

	#[test]
	fn amounts_of_the_drawing_are_cut_off_and_never_to_nothing() {
		assert_eq!(roughly(1_239 * TALE / 1_000), "1.23 TALE");
		assert_eq!(roughly(TALE / 1_000), "0.001 TALE");
	}
}
