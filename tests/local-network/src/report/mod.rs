//! The report: one HTML file that opens offline, with its style, images and drawing inside.

mod base64;
mod chart;
mod html;
mod money;
mod sankey;

use crate::{
	check::{Check, LOSS_MUST_FALL_BY},
	summary::{Participant, Record, Role, RoundSummary, Sheet},
};
use anyhow::Result;
use html::escape;
use promptale_cli::words;
use promptale_primitives::TALE;
use std::fmt::Write;

const STYLE: &str = include_str!("style.css");

/// The whole page.
pub fn render(record: &Record, checks: &[Check]) -> Result<String> {
	let mut page = String::new();
	head(&mut page, record)?;
	figures(&mut page, record)?;
	self_check(&mut page, checks)?;
	images(&mut page, record)?;
	loss(&mut page, record)?;
	rounds(&mut page, record)?;
	balances(&mut page, record)?;
	money::render(&mut page, record)?;
	facts(&mut page, record)?;
	page.push_str("</main></body></html>\n");
	Ok(page)
}

fn head(page: &mut String, record: &Record) -> Result<()> {
	write!(
		page,
		"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
		<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
		<title>PrompTale: {} rounds of Proof of Validation</title><style>{STYLE}</style></head><body><main>\
		<h1>{} rounds of Proof of Validation</h1><p class=\"soft\">{}</p>",
		record.summary.rounds.len(),
		record.summary.rounds.len(),
		escape(&record.subtitle),
	)?;
	Ok(())
}

fn figures(page: &mut String, record: &Record) -> Result<()> {
	let summary = &record.summary;
	let first = record.initial_heldout_loss;
	let last = summary.rounds.last().map_or(first, |round| round.heldout_loss);
	let updates = || summary.rounds.iter().flat_map(|round| &round.updates);
	let accepted = |honest: bool| {
		let of_kind: Vec<_> = updates().filter(|update| update.honest == honest).collect();
		let accepted = of_kind.iter().filter(|update| update.verdict == "accepted").count();
		format!("{accepted} of {}", of_kind.len())
	};
	let of_pools = |participant: &Participant| participant.generator.as_ref().map_or(0, |generator| generator.claimed);
	let paid: u128 = record.participants.iter().map(|participant| participant.claimed + of_pools(participant)).sum();
	let figures = [
		(format!("−{:.1} %", (1.0 - last / first) * 100.0), "held-out loss, first to last checkpoint"),
		(accepted(true), "honest updates accepted"),
		(accepted(false), "poisoned updates accepted"),
		(format!("{:.2} TALE", paid as f64 / TALE as f64), "claimed in rewards"),
	];
	page.push_str("<div class=\"figures\">");
	for (value, label) in figures {
		write!(page, "<div><b>{}</b><span>{label}</span></div>", escape(&value.replace("−-", "+")))?;
	}
	page.push_str("</div>");
	Ok(())
}

fn self_check(page: &mut String, checks: &[Check]) -> Result<()> {
	page.push_str("<ul class=\"checks\">");
	for check in checks {
		let (class, word) = if check.passed { ("good", "PASS") } else { ("bad", "FAIL") };
		let mut claim = check.claim.clone();
		if let Some(first) = claim.get_mut(..1) {
			first.make_ascii_uppercase();
		}
		write!(
			page,
			"<li><span class=\"tag {class}\">{word}</span><span>{} <em>· {}</em></span></li>",
			escape(&claim),
			escape(&check.seen)
		)?;
	}
	page.push_str("</ul>");
	Ok(())
}

fn images(page: &mut String, record: &Record) -> Result<()> {
	if record.sheets.is_empty() {
		return Ok(());
	}
	write!(
		page,
		"<h2>What each checkpoint draws</h2><p class=\"soft\">Every column is one checkpoint, every row one concept class. \
		The noise that images start from is the same in all columns, so what differs is what the network learnt.</p>\
		<div class=\"scroll\"><div class=\"sheets\" style=\"grid-template-columns: max-content repeat({}, minmax(5rem, 10rem))\"><span></span>",
		record.sheets.len()
	)?;
	for Sheet { label, loss, .. } in &record.sheets {
		write!(page, "<div class=\"head\">{}<small>loss {loss:.3}</small></div>", escape(label))?;
	}
	write!(page, "<div class=\"names\" style=\"grid-template-rows: repeat({}, 1fr)\">", record.classes.len())?;
	for class in &record.classes {
		write!(page, "<span>{}</span>", escape(class))?;
	}
	page.push_str("</div>");
	for sheet in &record.sheets {
		write!(
			page,
			"<img alt=\"Images sampled from the checkpoint of {}\" title=\"{}\" src=\"data:image/png;base64,{}\">",
			escape(&sheet.label),
			escape(&sheet.checkpoint),
			base64::encode(&sheet.png)
		)?;
	}
	page.push_str("</div></div>");
	Ok(())
}

fn loss(page: &mut String, record: &Record) -> Result<()> {
	let first = record.initial_heldout_loss;
	let losses: Vec<f64> =
		std::iter::once(first).chain(record.summary.rounds.iter().map(|round| round.heldout_loss)).collect();
	// Training that diverged has to be reported too.
	let drawing = chart::losses(&losses, first * (1.0 - LOSS_MUST_FALL_BY))
		.unwrap_or_else(|error| format!("<p>{}</p>", escape(&error.to_string())));
	write!(
		page,
		"<h2>Held-out loss by round</h2><p class=\"soft\">Mean squared error of the predicted velocity on images that no \
		generator has seen. Lower is better.</p><figure>{drawing}</figure>"
	)?;
	Ok(())
}

fn rounds(page: &mut String, record: &Record) -> Result<()> {
	page.push_str(
		"<h2>Verdicts</h2><p class=\"soft\">The score is the committee's median: what the update contributes to the gain \
		of all accepted ones on held-out images, as a part of the loss before. The weight is the part an update has in the next checkpoint.</p>",
	);
	for (index, round) in record.summary.rounds.iter().enumerate() {
		let outcome = record.outcomes.get(index).map_or("", String::as_str);
		write!(page, "<h3>Round {} <small>{}</small></h3>", round.round, escape(outcome))?;
		verdicts(page, record, round)?;
		attestations(page, record, index, round)?;
	}
	Ok(())
}

fn verdicts(page: &mut String, record: &Record, round: &RoundSummary) -> Result<()> {
	if round.updates.is_empty() {
		page.push_str("<p class=\"soft\">No update was committed in this round.</p>");
		return Ok(());
	}
	page.push_str(
		"<div class=\"scroll\"><table><tr><th>Contributor</th><th>Verdict</th><th class=\"number\">Score</th>\
		<th class=\"number\">Weight</th><th class=\"number\">Reward</th><th>Reason</th></tr>",
	);
	for update in &round.updates {
		let accepted = update.verdict == "accepted";
		let scored = accepted || update.verdict == "below_threshold";
		let reward: u128 = update.reward.parse().unwrap_or_default();
		write!(
			page,
			"<tr><td class=\"who\">{}</td><td><span class=\"tag {}\">{}</span></td><td class=\"number\">{}</td>\
			<td class=\"number weight\">{}</td><td class=\"number\">{}</td><td class=\"reason\">{}</td></tr>",
			who(record, &update.contributor),
			if accepted { "good" } else { "bad" },
			escape(&update.verdict.replace('_', " ")),
			if scored { words::score(update.score) } else { "–".into() },
			if accepted {
				format!("{0:.1} %<span class=\"bar\"><i style=\"width:{0:.1}%\"></i></span>", update.weight * 100.0)
			} else {
				"–".into()
			},
			escape(&words::amount(reward)),
			if accepted { "Improves the model on held-out images.".into() } else { escape(&update.reason) },
		)?;
	}
	page.push_str("</table></div>");
	Ok(())
}

fn attestations(page: &mut String, record: &Record, index: usize, round: &RoundSummary) -> Result<()> {
	let members = record.attestations.get(index).map(Vec::as_slice).unwrap_or_default();
	if members.is_empty() {
		return Ok(());
	}
	let odd: Vec<String> = members
		.iter()
		.filter(|(_, hash)| hash.as_deref() != Some(round.checkpoint.as_str()))
		.map(|(name, hash)| match hash {
			Some(hash) => format!("{} attested <code>{}</code>", escape(name), escape(words::short_hash(hash))),
			None => format!("{} attested nothing", escape(name)),
		})
		.collect();
	write!(
		page,
		"<p class=\"soft\" style=\"margin-top:.7rem\">Checkpoint <code title=\"{}\">{}</code>, held-out loss {:.4}, attested by {} of {} \
		members.{}</p>",
		escape(&round.checkpoint),
		escape(words::short_hash(&round.checkpoint)),
		round.heldout_loss,
		round.attested_by,
		members.len(),
		if odd.is_empty() { String::new() } else { format!(" {}.", odd.join("; ")) },
	)?;
	Ok(())
}

fn who(record: &Record, account: &str) -> String {
	let name = record.participants.iter().find(|participant| participant.account == account);
	let short = escape(&words::short_account(account));
	match name {
		Some(participant) => format!("{}<small><code>{short}</code></small>", escape(&participant.name)),
		None => format!("<code>{short}</code>"),
	}
}

fn balances(page: &mut String, record: &Record) -> Result<()> {
	page.push_str(
		"<h2>Balances before and after claiming</h2><p class=\"soft\">Rewards of rounds and of the generators' pools are credited \
		as they fall due and paid out when claimed. After is before plus what was claimed less the fee of the transaction.</p><div class=\"scroll\"><table><tr><th>Account</th><th>Role</th>\
		<th class=\"number\">Receipts</th><th class=\"number\">Claimed</th><th class=\"number\">Of the pools</th><th class=\"number\">Before</th><th class=\"number\">After</th></tr>",
	);
	for participant in &record.participants {
		let role = match participant.role {
			Role::Generator => "generator",
			Role::Hostile => "hostile generator",
			Role::Validator => "validator",
		};
		write!(
			page,
			"<tr><td class=\"who\">{}</td><td>{role}<br><span class=\"soft\">{}</span></td>",
			who(record, &participant.account),
			escape(&participant.note)
		)?;
		let of_pools = participant.generator.as_ref().map_or(0, |generator| generator.claimed);
		for amount in [participant.receipts, participant.claimed, of_pools, participant.before, participant.after] {
			write!(page, "<td class=\"number\">{}</td>", escape(&words::amount(amount)))?;
		}
		page.push_str("</tr>");
	}
	page.push_str("</table></div>");
	Ok(())
}

fn facts(page: &mut String, record: &Record) -> Result<()> {
	page.push_str("<h2>The run</h2><dl>");
	for (what, value) in &record.facts {
		write!(page, "<dt>{}</dt><dd>{}</dd>", escape(what), escape(value))?;
	}
	page.push_str("</dl>");
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{check, summary::tests::sample};

	fn page(record: &Record) -> String {
		render(record, &check::run(record)).unwrap()
	}

	#[test]
	fn the_page_needs_nothing_from_outside() {
		let page = page(&sample());
		for outside in ["://", "src=\"//", "href=", "@import", "url(", "<script", "<link"] {
			assert!(!page.contains(outside), "{outside}");
		}
	}

	#[test]
	fn every_exclusion_is_explained() {
		let record = sample();
		let page = page(&record);
		let excluded =
			record.summary.rounds.iter().flat_map(|round| &round.updates).filter(|update| !update.reason.is_empty());
		let reason = escape(&excluded.clone().next().unwrap().reason);
		assert_eq!(page.matches(&reason).count(), excluded.count());
	}

	#[test]
	fn no_text_can_inject_markup() {
		const MARKUP: &str = "\"'><script>&amp;";
		let text = || MARKUP.to_string();
		let mut record = sample();
		record.subtitle = text();
		record.classes = vec![text()];
		record.sheets = vec![Sheet { label: text(), checkpoint: text(), loss: 1.0, png: vec![1, 2, 3] }];
		record.facts = vec![(text(), text())];
		record.outcomes[0] = text();
		record.participants[0].name = text();
		record.participants[0].note = text();
		record.participants[1].account = text();
		record.attestations[0][0] = (text(), Some(text()));
		let round = &mut record.summary.rounds[0];
		round.checkpoint = text();
		let update = &mut round.updates[3];
		(update.contributor, update.verdict, update.reason, update.reward) = (text(), text(), text(), text());
		let mut checks = check::run(&record);
		checks.push(check::Check { passed: false, claim: text(), seen: text() });
		let page = render(&record, &checks).unwrap();
		assert!(!page.contains("<script") && !page.contains("\"'>") && !page.contains(">&amp;"), "{page}");
		assert!(page.contains(&escape(MARKUP)) && page.contains("data:image/png;base64,AQID"));
	}

	#[test]
	fn a_loss_that_is_not_a_number_is_reported_without_a_drawing() {
		let mut record = sample();
		record.summary.rounds[4].heldout_loss = f64::NAN;
		let page = page(&record);
		assert!(page.contains("FAIL") && page.contains("no finite losses"));
	}

	#[test]
	fn a_member_that_attested_something_else_is_named() {
		let mut record = sample();
		record.attestations[1][2].1 = Some("feedfacefeedface".into());
		record.attestations[2][0].1 = None;
		let page = page(&record);
		assert!(page.contains("Validator 3 attested <code>feedfacefeed</code>"));
		assert!(page.contains("Validator 1 attested nothing"));
	}
}
