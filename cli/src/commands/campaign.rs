//! `promptale campaign`.

use super::signing::{Lines, Plan, Signer};
use crate::{
	args::{Arguments, CampaignCommand, OfPage},
	failure::Failure,
	table,
	view::CampaignView,
	words,
};
use anyhow::{anyhow, Context};
use codec::{Decode, DecodeAll};
use promptale_client::{AccountId, Call, Client, PlacementsCall};
use promptale_primitives::{
	placement::{
		signatures_needed, AttesterSignature, CampaignId, CampaignOverview, CampaignPhase, Page, PageOverview,
		PendingOverview, ReceiptProofs, SignedSettlement,
	},
	Balance,
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

pub async fn run(arguments: &Arguments, command: &CampaignCommand) -> Result<(), Failure> {
	match command {
		CampaignCommand::List { brand } => list(arguments, *brand).await,
		CampaignCommand::Show { campaign } => show(arguments, *campaign).await,
		CampaignCommand::Fund { campaign, amount, signing } => {
			let signer = Signer::open(arguments, signing).await?;
			let known = known(&signer.client, *campaign).await?;
			let facts = vec![
				("Budget left", words::amount(known.left)),
				("Then", words::amount(known.left.saturating_add(*amount))),
			];
			let call = Call::Placements(PlacementsCall::Fund { campaign: *campaign, amount: *amount });
			let does = format!("adds to the budget of campaign {campaign}");
			finish(&signer, Plan { facts, holds: *amount, ..Plan::new(call, does) }, *campaign).await
		},
		CampaignCommand::Settle { files, signing } => {
			let settlement = merged(files)?;
			let signer = Signer::open(arguments, signing).await?;
			settle(&signer, settlement).await
		},
		CampaignCommand::Challenge(of) => challenge(arguments, of).await,
		CampaignCommand::Answer { of, receipts } => answer(arguments, of, receipts).await,
		CampaignCommand::Void(of) => void(arguments, of).await,
		CampaignCommand::Claim { campaign, payee, signing } => {
			let signer = Signer::open(arguments, signing).await?;
			claim(&signer, *campaign, payee.unwrap_or(signer.account)).await
		},
		CampaignCommand::Collect { campaign, signing } => {
			let signer = Signer::open(arguments, signing).await?;
			collect(&signer, *campaign).await
		},
		CampaignCommand::Close { campaign, signing } => {
			let signer = Signer::open(arguments, signing).await?;
			close(&signer, *campaign).await
		},
	}
}

/// A campaign that there is.
async fn known(client: &Client, campaign: CampaignId) -> Result<CampaignOverview<AccountId>, Failure> {
	let found = client.campaign(campaign).await?;
	found.ok_or_else(|| {
		Failure::Refused(anyhow!(
			"There is no campaign {campaign}, or it was paid out. `promptale campaign list` shows those there are."
		))
	})
}

/// A campaign's pages. One may be gone since.
async fn pages(
	client: &Client,
	campaign: &CampaignOverview<AccountId>,
) -> Result<Vec<PageOverview<AccountId>>, Failure> {
	let mut pages = Vec::new();
	for page in &campaign.pages {
		pages.extend(client.campaign_page(campaign.campaign, *page).await?);
	}
	Ok(pages)
}

async fn view(client: &Client, campaign: CampaignId) -> Result<Option<CampaignView>, Failure> {
	let Some(found) = client.campaign(campaign).await? else { return Ok(None) };
	let pages = pages(client, &found).await?;
	Ok(Some(CampaignView::new(&found, &pages)))
}

#[derive(Serialize)]
struct Changed {
	/// As it is now; `null` where it was paid out.
	campaign: Option<CampaignView>,
}

/// Carries a plan out, and shows the campaign as it is then.
async fn finish(signer: &Signer<'_>, plan: Plan, campaign: CampaignId) -> Result<(), Failure> {
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let campaign = view(&signer.client, campaign).await?;
	let mut lines = vec![("Done", done)];
	match &campaign {
		Some(campaign) => {
			let amount = |digits: &str| words::amount(digits.parse().unwrap_or_default());
			lines.push(("Campaign", words::campaign(campaign.phase).into()));
			lines.push(("Spent", format!("{}, {} left", amount(&campaign.spent), amount(&campaign.left))));
		},
		None => lines.push(("Campaign", "paid out, and gone".into())),
	}
	outcome.print(signer.arguments.json, &Changed { campaign }, lines)
}

#[derive(Serialize)]
struct Campaigns {
	campaigns: Vec<CampaignView>,
}

async fn list(arguments: &Arguments, brand: Option<AccountId>) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let campaigns = client.campaigns(brand).await?.iter().map(|campaign| CampaignView::new(campaign, &[])).collect();
	let view = Campaigns { campaigns };
	super::print(arguments.json, &view, || match view.campaigns.is_empty() {
		true => "There is no campaign. Whoever wins a slot has one: `promptale slot list`.".into(),
		false => table::campaigns(&view.campaigns),
	})
}

async fn show(arguments: &Arguments, campaign: CampaignId) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let campaign = known(&client, campaign).await?;
	let view = CampaignView::new(&campaign, &pages(&client, &campaign).await?);
	super::print(arguments.json, &view, || table::campaign(&view))
}

/// What a placement service answers, beside what people read in it: SCALE-encoded in hex.
#[derive(Deserialize)]
struct Answered {
	scale: String,
}

/// Reads `what` out of such an answer in a file.
fn answered<T: Decode>(file: &Path, what: &str) -> Result<T, Failure> {
	let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
	let decoded = || {
		let Answered { scale } = serde_json::from_str(&text).ok()?;
		T::decode_all(&mut hex::decode(scale.trim_start_matches("0x")).ok()?.as_slice()).ok()
	};
	decoded().ok_or_else(|| {
		Failure::Usage(format!(
			"{} is not what a placement service answers: no {what} in its field `scale`.",
			file.display()
		))
	})
}

/// One settlement with the signatures of all files.
fn merged(files: &[PathBuf]) -> Result<SignedSettlement<AccountId>, Failure> {
	let mut merged: Option<SignedSettlement<AccountId>> = None;
	let mut signatures: Vec<AttesterSignature> = Vec::new();
	for file in files {
		let mut next: SignedSettlement<AccountId> = answered(file, "settlement")?;
		signatures.extend(std::mem::take(&mut next.signatures));
		match &merged {
			Some(first) if *first != next => {
				return Err(Failure::Usage(format!(
					"{} is of another settlement than {}. Attesters have to sign the same one.",
					file.display(),
					files[0].display()
				)))
			},
			_ => merged = Some(next),
		}
	}
	signatures.sort_by_key(|signature| signature.attester);
	signatures.dedup_by_key(|signature| signature.attester);
	let mut merged = merged.ok_or_else(|| Failure::Usage("Name a file.".into()))?;
	merged.signatures = signatures
		.try_into()
		.map_err(|_| Failure::Usage("There are more signatures than a slot has attesters.".into()))?;
	Ok(merged)
}

async fn settle(signer: &Signer<'_>, signed: SignedSettlement<AccountId>) -> Result<(), Failure> {
	let client = &signer.client;
	let SignedSettlement { chain, slot, campaign, page, settlement, signatures } = signed;
	if chain != client.genesis().await? {
		return Err(Failure::Refused(anyhow!(
			"The settlement is of another chain: its first block is {}.",
			hex::encode(chain)
		)));
	}
	let known = known(client, campaign).await?;
	if known.slot != slot {
		return Err(Failure::Refused(anyhow!("Campaign {campaign} is of slot {}, not of slot {slot}.", known.slot)));
	}
	let attesters = super::slot::known(client, slot).await?.attesters.len();
	let (has, needs) = (signatures.len(), signatures_needed(attesters as u32));
	if has < needs as usize {
		return Err(Failure::Refused(anyhow!(
			"{has} of {attesters} attesters signed, and {needs} must. Name more files."
		)));
	}
	let before = client.campaign_page(campaign, page).await?;
	let new = settlement.impressions.saturating_sub(before.as_ref().map_or(0, |page| page.impressions));
	let earned =
		before.iter().flat_map(|page| &page.payees).fold(0, |sum: Balance, payee| sum.saturating_add(payee.total));
	let total = settlement.totals.iter().fold(0, |sum: Balance, total| sum.saturating_add(total.amount));
	let facts: Lines = vec![
		("Page", format!("{page}, settlement {}", settlement.sequence)),
		("New impressions", words::thousands(new.into())),
		(
			"Payees",
			format!("{}, signed {}, before {}", settlement.totals.len(), words::amount(total), words::amount(earned)),
		),
		("Signatures", format!("{has} of {attesters}")),
		("You vouch for it", "if it is challenged and nobody has the receipts, the bond is lost".into()),
	];
	let mut holds = client.settlement_bond().await?;
	if before.is_none() {
		holds = holds.saturating_add(client.page_deposit().await?);
	}
	let call = Call::Placements(PlacementsCall::Settle { campaign, page, settlement, signatures });
	finish(signer, Plan { facts, holds, ..Plan::new(call, format!("settles campaign {campaign}")) }, campaign).await
}

/// The settlement of a page that is not paid yet.
async fn pending(client: &Client, of: &OfPage) -> Result<PendingOverview<AccountId>, Failure> {
	let page = client.campaign_page(of.campaign, of.page).await?;
	let pending = page.and_then(|page| page.pending);
	pending.ok_or_else(|| {
		Failure::Refused(anyhow!(
			"Page {} of campaign {} has no settlement that can be challenged. `promptale campaign show {}` says what there is.",
			of.page,
			of.campaign,
			of.campaign
		))
	})
}

async fn challenge(arguments: &Arguments, of: &OfPage) -> Result<(), Failure> {
	let signer = Signer::open(arguments, &of.signing).await?;
	let pending = pending(&signer.client, of).await?;
	let holds = signer.client.challenge_bond().await?;
	let facts: Lines = vec![
		("About", format!("{} impressions, until block {}", words::thousands(pending.receipts.into()), pending.until)),
		("Asks for", "up to 16 receipts that randomness picks two blocks later".into()),
		("If they are there", format!("{} are lost", words::amount(holds))),
		("If not", "the settlement is void, and half of its bond is yours".into()),
	];
	let OfPage { campaign, page, .. } = *of;
	let call = Call::Placements(PlacementsCall::Challenge { campaign, page });
	let does = format!("challenges the settlement of page {page} of campaign {campaign}");
	finish(&signer, Plan { facts, holds, ..Plan::new(call, does) }, campaign).await
}

async fn answer(arguments: &Arguments, of: &OfPage, file: &Path) -> Result<(), Failure> {
	let mut proofs = answered::<ReceiptProofs<AccountId>>(file, "receipts")?;
	proofs.as_mut().sort_by_key(|proof| proof.receipt.receipt.index);
	let signer = Signer::open(arguments, &of.signing).await?;
	let pending = pending(&signer.client, of).await?;
	let challenge = pending.challenge.ok_or_else(|| Failure::Refused(anyhow!("The settlement is not challenged.")))?;
	let first = pending.impressions.saturating_sub(pending.receipts.into());
	let asked: Vec<_> = challenge.receipts.iter().map(|at| first.saturating_add(u64::from(*at))).collect();
	if proofs.iter().map(|proof| proof.receipt.receipt.index).ne(asked.iter().copied()) {
		let asked: Vec<_> = asked.iter().map(u64::to_string).collect();
		return Err(Failure::Refused(anyhow!(
			"{} does not have the receipts that are asked for: {}.",
			file.display(),
			if asked.is_empty() { "which, is not known yet".into() } else { asked.join(", ") }
		)));
	}
	let facts = vec![("Receipts", proofs.len().to_string()), ("You get", "half of the challenger's bond".into())];
	let OfPage { campaign, page, .. } = *of;
	let call = Call::Placements(PlacementsCall::Answer { campaign, page, receipts: proofs });
	let does = format!("answers the challenge of page {page} of campaign {campaign}");
	finish(&signer, Plan { facts, ..Plan::new(call, does) }, campaign).await
}

async fn void(arguments: &Arguments, of: &OfPage) -> Result<(), Failure> {
	let signer = Signer::open(arguments, &of.signing).await?;
	let pending = pending(&signer.client, of).await?;
	let facts = vec![("Does not count", format!("{} impressions", words::thousands(pending.receipts.into())))];
	let OfPage { campaign, page, .. } = *of;
	let call = Call::Placements(PlacementsCall::Void { campaign, page });
	let does = format!("makes the settlement of page {page} of campaign {campaign} void");
	finish(&signer, Plan { facts, ..Plan::new(call, does) }, campaign).await
}

/// What a payee can claim, by page.
fn claimable(pages: &[PageOverview<AccountId>], payee: &AccountId) -> Vec<(Page, Balance)> {
	let of = |page: &PageOverview<AccountId>| {
		let row = page.payees.iter().find(|row| row.payee == *payee && row.claimable > 0)?;
		Some((page.page, row.claimable))
	};
	pages.iter().filter_map(of).collect()
}

/// One call, or several as one.
fn batch(mut calls: Vec<Call>) -> Call {
	match calls.len() {
		1 => calls.remove(0),
		_ => Call::BatchAll(calls),
	}
}

async fn claim(signer: &Signer<'_>, campaign: CampaignId, payee: AccountId) -> Result<(), Failure> {
	let known = known(&signer.client, campaign).await?;
	let due = claimable(&pages(&signer.client, &known).await?, &payee);
	if due.is_empty() {
		return Err(Failure::Refused(anyhow!(
			"{payee} can claim nothing of campaign {campaign} now. `promptale campaign show {campaign}` says what can still be challenged."
		)));
	}
	let facts: Lines =
		due.iter().map(|(page, amount)| ("Pays", format!("{} of page {page}", words::amount(*amount)))).collect();
	let gets = if payee == signer.account { due.iter().map(|(_, amount)| amount).sum() } else { 0 };
	let call = |(page, _)| Call::Placements(PlacementsCall::Claim { campaign, page, payee });
	let call = batch(due.into_iter().map(call).collect());
	let does = format!("has campaign {campaign} pay {payee}");
	finish(signer, Plan { facts, gets, ..Plan::new(call, does) }, campaign).await
}

async fn collect(signer: &Signer<'_>, campaign: CampaignId) -> Result<(), Failure> {
	let known = known(&signer.client, campaign).await?;
	let all = pages(&signer.client, &known).await?;
	let due: Vec<_> = all.iter().filter(|page| page.collectable > 0).collect();
	if due.is_empty() {
		return Err(Failure::Refused(anyhow!("Campaign {campaign} owes the chain and the holders nothing now.")));
	}
	let facts =
		due.iter().map(|page| ("Pays", format!("{} of page {}", words::amount(page.collectable), page.page))).collect();
	let call =
		|page: &&PageOverview<AccountId>| Call::Placements(PlacementsCall::Collect { campaign, page: page.page });
	let call = batch(due.iter().map(call).collect());
	let does = format!("has campaign {campaign} pay holders and the chain");
	finish(signer, Plan { facts, ..Plan::new(call, does) }, campaign).await
}

/// The calls that close a campaign, and what they do: before its end only closing; then what was settled is counted, and the rest
/// refunded.
fn closing(
	campaign: &CampaignOverview<AccountId>,
	pages: &[PageOverview<AccountId>],
) -> Result<(Vec<Call>, String), Failure> {
	let id = campaign.campaign;
	if campaign.phase != CampaignPhase::Over {
		let call = Call::Placements(PlacementsCall::CloseCampaign { campaign: id });
		return Ok((vec![call], format!("closes campaign {id}, whose budget is out")));
	}
	if campaign.refunded {
		return Err(Failure::Refused(anyhow!(
			"The rest of campaign {id} was refunded. It is gone when its payees claimed: `promptale campaign claim {id} --for ACCOUNT`."
		)));
	}
	if let Some(page) = pages.iter().find(|page| page.pending.is_some()) {
		return Err(Failure::Refused(anyhow!(
			"Page {} of campaign {id} has a settlement that can be challenged. `promptale campaign show {id}` says until when.",
			page.page
		)));
	}
	let collect =
		|page: &PageOverview<AccountId>| Call::Placements(PlacementsCall::Collect { campaign: id, page: page.page });
	let mut calls: Vec<_> = pages.iter().map(collect).collect();
	calls.push(Call::Placements(PlacementsCall::Refund { campaign: id }));
	Ok((calls, format!("refunds what nobody earned of campaign {id}")))
}

async fn close(signer: &Signer<'_>, campaign: CampaignId) -> Result<(), Failure> {
	let known = known(&signer.client, campaign).await?;
	let (calls, does) = closing(&known, &pages(&signer.client, &known).await?)?;
	let over = known.phase == CampaignPhase::Over;
	let facts: Lines = match over {
		true => vec![("Goes back", format!("{} to {}", words::amount(known.left), known.brand))],
		false => vec![
			("Left", format!("{}, less than a thousand impressions cost", words::amount(known.left))),
			("Signed earnings", "stay, and are still settled for a while".into()),
		],
	};
	let gets = if over && known.brand == signer.account { known.left } else { 0 };
	finish(signer, Plan { facts, gets, ..Plan::new(batch(calls), does) }, campaign).await
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use promptale_primitives::placement::{PayeeOverview, Settlement, Total};

	fn signed(attesters: &[u8], impressions: u64) -> SignedSettlement<AccountId> {
		let totals = vec![Total { payee: AccountId([7; 32]), amount: 5 }].try_into().unwrap();
		let settlement = Settlement { sequence: 0, epoch: 1, impressions, receipts: [2; 32], totals };
		let signature = |attester: &u8| AttesterSignature { attester: *attester, signature: [*attester; 64] };
		let signatures = attesters.iter().map(signature).collect::<Vec<_>>().try_into().unwrap();
		SignedSettlement { chain: [1; 32], slot: 2, campaign: 3, page: 4, settlement, signatures }
	}

	#[test]
	fn signatures_of_the_same_settlement_are_put_together_in_order() {
		let folder = tempfile::tempdir().unwrap();
		let write = |name: &str, settlement: SignedSettlement<AccountId>| {
			let file = folder.path().join(name);
			let text = serde_json::json!({ "scale": format!("0x{}", hex::encode(settlement.encode())) });
			std::fs::write(&file, text.to_string()).unwrap();
			file
		};
		let one = write("one", signed(&[2], 10));
		let two = write("two", signed(&[0, 2], 10));
		let other = write("other", signed(&[1], 11));
		assert_eq!(merged(&[one.clone(), two]).unwrap(), signed(&[0, 2], 10));
		assert!(merged(&[one, other]).unwrap_err().to_string().contains("another settlement"));
		let broken = folder.path().join("broken");
		std::fs::write(&broken, "{\"scale\": \"0x00\"}").unwrap();
		assert!(merged(&[broken]).unwrap_err().to_string().contains("placement service"));
		assert!(merged(&[folder.path().join("none")]).is_err());
	}

	fn page(page: Page, claimable: Balance) -> PageOverview<AccountId> {
		let payee = PayeeOverview { payee: AccountId([7; 32]), total: 9, claimable, claimed: 0 };
		PageOverview { page, sequence: 1, impressions: 5, collectable: 3, payees: vec![payee], pending: None }
	}

	#[test]
	fn a_payee_claims_on_every_page_that_owes_it() {
		let pages = [page(0, 5), page(1, 0), page(7, 2)];
		assert_eq!(claimable(&pages, &AccountId([7; 32])), [(0, 5), (7, 2)]);
		assert_eq!(claimable(&pages, &AccountId([8; 32])), []);
	}

	#[test]
	fn closing_is_what_can_be_done_now() {
		let campaign = |phase| CampaignOverview {
			campaign: 3,
			slot: 2,
			content: 1,
			brand: AccountId([9; 32]),
			picture: [0; 32],
			price: 10,
			phase,
			settles_until: 100,
			budget: 50,
			impressions: 5,
			spent: 40,
			left: 10,
			paid: 0,
			pending: 0,
			refunded: false,
			pages: vec![0],
		};
		let names = |calls: Vec<Call>| calls.iter().map(|call| call.names().1).collect::<Vec<_>>();
		let (calls, _) = closing(&campaign(CampaignPhase::Running), &[page(0, 1)]).unwrap();
		assert_eq!(names(calls), ["close_campaign"]);
		let (calls, _) = closing(&campaign(CampaignPhase::Over), &[page(0, 1)]).unwrap();
		assert_eq!(names(calls), ["collect", "refund"]);
		let refunded = CampaignOverview { refunded: true, ..campaign(CampaignPhase::Over) };
		assert!(closing(&refunded, &[]).unwrap_err().to_string().contains("was refunded"));
	}
}
