//! What this worker signs of its log, and what it shows when that is challenged.

use super::{campaign::Campaign, ledger::Ledger, Placement, Service};
use crate::serve::refusal::Refusal;
use axum::{
	extract::{rejection::QueryRejection, Path as Segments, Query, State},
	Json,
};
use codec::Encode;
use promptale_client::AccountId;
use promptale_primitives::{
	placement::{
		prove_receipt, receipts_root, signatures_needed, AttesterSignature, CampaignId, Epoch, ReceiptProofs,
		Settlement, SignedSettlement, Total, Totals, MAX_RECEIPTS,
	},
	Blake3,
};
use serde::Deserialize;
use serde_json::{json, Value};
use std::{collections::BTreeMap, sync::Arc};

/// What the chain says of the page, and which settlement is wanted.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
	/// Number of the page's next settlement.
	sequence: u64,
	/// Impressions that are settled, or wait to be.
	settled: u64,
	/// Last epoch to cover; the present one if left out.
	epoch: Option<Epoch>,
}

/// Which receipts are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
	/// Impressions before the settlement.
	settled: u64,
	/// Impressions until it.
	impressions: u64,
	/// Receipts of it, counted from 0, with commas.
	receipts: String,
}

/// Impressions that are settled together. A copy, so that hashing it keeps no viewer waiting.
pub(super) struct Batch {
	leaves: Vec<Blake3>,
	/// Of each payee, since the campaign began.
	counts: BTreeMap<[u8; 32], u64>,
	impressions: u64,
}

impl Batch {
	/// Those from `settled` to `impressions`. Panics where there are not so many.
	pub fn of(ledger: &Ledger, settled: u64, impressions: u64) -> Batch {
		let leaves = ledger.leaves()[settled as usize..impressions as usize].to_vec();
		Batch { leaves, counts: ledger.counts(impressions), impressions }
	}

	/// What payees earned with them.
	pub fn settlement(
		self,
		campaign: &Campaign,
		sequence: u64,
		epoch: Epoch,
	) -> Result<Settlement<AccountId>, Refusal> {
		let Batch { leaves, counts, impressions } = self;
		if impressions > campaign.terms.impressions_until(epoch) {
			return Err(Refusal::conflict(format!(
				"{impressions} impressions are more than the slot pays for until epoch {epoch}; settle for a later one"
			)));
		}
		let totals: Vec<_> = counts
			.into_iter()
			.map(|(payee, count)| Total { payee: AccountId(payee), amount: campaign.earned(count) })
			.filter(|total| total.amount > 0)
			.collect();
		let totals = Totals::try_from(totals).map_err(|_| Refusal::conflict("more payees than a page has"))?;
		Ok(Settlement { sequence, epoch, impressions, receipts: receipts_root(&leaves), totals })
	}
}

/// Signs, among the others' signatures in the order of attesters.
pub(super) fn add_signature(
	service: &Service,
	attester: u8,
	signed: &mut SignedSettlement<AccountId>,
) -> Result<(), Refusal> {
	let signature = service.attester.sign(&signed.signing_bytes()).0;
	let mut all: Vec<_> = signed.signatures.iter().copied().filter(|other| other.attester != attester).collect();
	all.push(AttesterSignature { attester, signature });
	all.sort_by_key(|signature| signature.attester);
	signed.signatures = all.try_into().map_err(|_| Refusal::bad("more signatures than attesters"))?;
	Ok(())
}

/// A settlement as it is answered.
pub(super) fn describe(signed: &SignedSettlement<AccountId>, campaign: &Campaign) -> Value {
	let Settlement { sequence, epoch, impressions, receipts, totals } = &signed.settlement;
	let totals =
		totals.iter().map(|total| json!({ "payee": total.payee.to_string(), "amount": total.amount.to_string() }));
	json!({
		"campaign": signed.campaign,
		"page": signed.page,
		"sequence": sequence,
		"epoch": epoch,
		"impressions": impressions,
		"receipts": hex::encode(receipts),
		"totals": totals.collect::<Vec<_>>(),
		"signatures": signed.signatures.len(),
		"signatures_needed": signatures_needed(campaign.attesters.len() as u32),
		"scale": format!("0x{}", hex::encode(signed.encode())),
	})
}

impl Placement {
	/// Everything since `wanted.settled`, signed.
	fn settle(&self, service: &Service, wanted: Wanted) -> Result<SignedSettlement<AccountId>, Refusal> {
		let shown = self.shown();
		let campaign = &shown.campaign;
		let epoch = match wanted.epoch {
			Some(epoch) => epoch,
			None => service.block().and_then(|block| campaign.terms.epoch_at(block)).ok_or_else(|| {
				Refusal::unavailable("this worker does not know the present epoch; say which as `epoch`")
			})?,
		};
		let batch = {
			let mut book = self.book();
			let written = book.ledger.len();
			if wanted.settled >= written {
				return Err(Refusal::conflict(format!(
					"{} impressions are settled, and this worker counted {written}: there is nothing to settle",
					wanted.settled
				)));
			}
			// What was signed must not be forgotten.
			book.ledger.sync().map_err(Refusal::internal)?;
			Batch::of(&book.ledger, wanted.settled, written.min(wanted.settled.saturating_add(MAX_RECEIPTS.into())))
		};
		let settlement = batch.settlement(campaign, wanted.sequence, epoch)?;
		let mut signed = SignedSettlement {
			chain: service.chain,
			slot: campaign.slot,
			campaign: self.number,
			page: campaign.page,
			settlement,
			signatures: Default::default(),
		};
		add_signature(service, shown.attester, &mut signed)?;
		Ok(signed)
	}

	fn prove(&self, opened: &Opened) -> Result<ReceiptProofs<AccountId>, Refusal> {
		let Opened { settled, impressions, receipts } = opened;
		let wanted: Vec<u32> = receipts
			.split(',')
			.map(|number| number.trim().parse())
			.collect::<Result<_, _>>()
			.map_err(|_| Refusal::bad("`receipts` must be numbers with commas, like 0,5,9"))?;
		let (leaves, signed) = {
			let book = self.book();
			if settled >= impressions || *impressions > book.ledger.len() {
				return Err(Refusal::bad(format!("this worker counted {} impressions", book.ledger.len())));
			}
			let leaves = book.ledger.leaves()[*settled as usize..*impressions as usize].to_vec();
			let read = |at: &u32| book.ledger.read(settled.saturating_add((*at).into())).map_err(Refusal::internal);
			(leaves, wanted.iter().map(read).collect::<Result<Vec<_>, _>>()?)
		};
		let proof = |(at, receipt): (&u32, Option<_>)| prove_receipt(&leaves, *at, receipt?);
		let proofs: Option<Vec<_>> = wanted.iter().zip(signed).map(proof).collect();
		let proofs = proofs.ok_or_else(|| Refusal::bad(format!("the settlement has {} receipts", leaves.len())))?;
		ReceiptProofs::try_from(proofs).map_err(|_| Refusal::bad("a challenge asks for 16 receipts at most"))
	}
}

/// `GET /v1/placements/{campaign}/settlement`: what `promptale campaign settle` takes.
pub async fn settlement(
	State(service): State<Arc<Service>>,
	Segments(campaign): Segments<CampaignId>,
	query: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<Value>, Refusal> {
	let Query(wanted) = query?;
	let placement = service.placements.get(campaign)?;
	let shown = placement.shown();
	let signed = tokio::task::spawn_blocking(move || placement.settle(&service, wanted));
	let signed = signed.await.map_err(Refusal::internal)??;
	Ok(Json(describe(&signed, &shown.campaign)))
}

/// `GET /v1/placements/{campaign}/receipts`: what `promptale campaign answer` takes.
pub async fn receipts(
	State(service): State<Arc<Service>>,
	Segments(campaign): Segments<CampaignId>,
	query: Result<Query<Opened>, QueryRejection>,
) -> Result<Json<Value>, Refusal> {
	let Query(opened) = query?;
	let placement = service.placements.get(campaign)?;
	let proofs = tokio::task::spawn_blocking(move || placement.prove(&opened));
	let proofs = proofs.await.map_err(Refusal::internal)??;
	Ok(Json(json!({ "receipts": proofs.len(), "scale": format!("0x{}", hex::encode(proofs.encode())) })))
}
