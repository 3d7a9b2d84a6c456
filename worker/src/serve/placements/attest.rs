//! Signing what another worker counted, after checking it: two thirds of a slot's attesters have to.
//!
//! Who is asked keeps a log of its own of what the other showed it. It takes receipts that an attester of the slot signed, in
//! order, that the slot pays for, and of no block that has not come; and signs the settlement that it computes from them. That
//! viewers were there it cannot know: that is what sampled receipts and the slot's creator's choice of attesters are for.

use super::{
	campaign::Prepared,
	ledger::{records, Ledger},
	settlement::{add_signature, describe, Batch},
	Placement,
};
use crate::serve::{pictures::bytes, refusal::Refusal, Service};
use axum::{
	extract::{
		rejection::{JsonRejection, QueryRejection},
		Path as Segments, Query, State,
	},
	http::header::CONTENT_TYPE,
	response::IntoResponse,
	Json,
};
use codec::Decode;
use promptale_client::AccountId;
use promptale_primitives::placement::{
	AttesterSignature, CampaignId, Page, SignedReceipt, SignedSettlement, MAX_PAGES,
};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use subxt_signer::sr25519::{verify, PublicKey, Signature};

/// Receipts of one answer: 10 MiB of them.
const MOST_RECORDS: u64 = 65_536;

/// Blocks that another worker's node may be ahead of this one's.
const AHEAD: u32 = 5;

/// `POST /v1/placements/{campaign}/attest`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
	/// The SCALE-encoded settlement with signatures, in hex, as another worker answered it.
	settlement: String,
	/// Impressions of the page that were settled before it.
	settled: u64,
	/// Receipts that this worker has not seen yet, in base64, as the other's log has them.
	receipts: String,
}

/// Where in a log to begin.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct From {
	from: u64,
}

impl Prepared {
	fn is_signed(&self, by: &AttesterSignature, message: &[u8; 32]) -> bool {
		let key = self.campaign.attesters.get(usize::from(by.attester));
		let key = key.and_then(|key| hex::decode(key.trim_start_matches("0x")).ok()?.try_into().ok());
		key.is_some_and(|key| verify(&Signature(by.signature), message, &PublicKey(key)))
	}
}

impl Placement {
	/// The log of what others showed on `page`.
	fn others(&self, page: Page) -> Result<Ledger, Refusal> {
		let own = self.book().ledger.path().to_path_buf();
		Ledger::open(&own.with_file_name(format!("attested-{page}")), self.number, page).map_err(Refusal::internal)
	}

	/// Adds receipts to a log that does not have them yet. All of them, or none.
	fn take(
		&self,
		service: &Service,
		shown: &Prepared,
		ledger: &mut Ledger,
		receipts: Vec<SignedReceipt<AccountId>>,
	) -> Result<(), Refusal> {
		let now = service.block().ok_or_else(|| Refusal::unavailable("this worker does not follow the chain"))?;
		let page = receipts.first().map_or(0, |receipt| receipt.receipt.page);
		let known = ledger.len();
		let mut expected = None;
		for signed in &receipts {
			let receipt = &signed.receipt;
			let refuse = |reason: &str| Err(Refusal::conflict(format!("receipt {}: {reason}", receipt.index)));
			if (receipt.campaign, receipt.page) != (self.number, page) {
				return refuse("it is of another campaign or page");
			}
			if expected.is_some_and(|expected| receipt.index != expected) || receipt.index > known && expected.is_none()
			{
				return refuse("receipts have to follow one another, from the first that this worker has not seen");
			}
			expected = Some(receipt.index.saturating_add(1));
			if receipt.index < known {
				if ledger.leaves().get(receipt.index as usize) != Some(&signed.leaf()) {
					return refuse("this worker was shown another one before");
				}
				continue;
			}
			if receipt.block > now.saturating_add(AHEAD) {
				return refuse("it is of a block that has not come");
			}
			if let Err(reason) = shown.campaign.pays(receipt.index, receipt.block) {
				return refuse(reason);
			}
			if !shown.is_signed(&signed.signature, &receipt.signing_bytes(&service.chain)) {
				return refuse("it is not signed by an attester of the slot");
			}
		}
		for receipt in receipts.iter().filter(|receipt| receipt.receipt.index >= known) {
			ledger.append(receipt).map_err(Refusal::internal)?;
		}
		ledger.sync().map_err(Refusal::internal)
	}

	fn attest(&self, service: &Service, asked: Asked) -> Result<Value, Refusal> {
		let shown = self.shown();
		let malformed = || Refusal::bad("`settlement` is not a SCALE-encoded SignedSettlement in hex");
		let scale = hex::decode(asked.settlement.trim_start_matches("0x")).map_err(|_| malformed())?;
		let mut signed = SignedSettlement::<AccountId>::decode(&mut &scale[..]).map_err(|_| malformed())?;
		let place = (signed.chain, signed.slot, signed.campaign);
		if place != (service.chain, shown.campaign.slot, self.number) || signed.page >= MAX_PAGES {
			return Err(Refusal::conflict("the settlement is of another chain, slot, campaign or page"));
		}
		if signed.page == shown.campaign.page {
			return Err(Refusal::conflict(format!(
				"this worker counts page {} itself: no other worker may",
				shown.campaign.page
			)));
		}
		let message = signed.signing_bytes();
		if let Some(wrong) = signed.signatures.iter().find(|signature| !shown.is_signed(signature, &message)) {
			return Err(Refusal::conflict(format!("the signature of attester {} is wrong", wrong.attester)));
		}
		let receipts =
			records(&bytes("receipts", &asked.receipts)?).map_err(|error| Refusal::bad(error.to_string()))?;
		if receipts.iter().any(|receipt| receipt.receipt.page != signed.page) {
			return Err(Refusal::conflict("the receipts are of another page than the settlement"));
		}
		// One at a time.
		let _attesting = self.attesting.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		let mut ledger = self.others(signed.page)?;
		self.take(service, &shown, &mut ledger, receipts)?;
		let impressions = signed.settlement.impressions;
		if asked.settled >= impressions || impressions > ledger.len() {
			return Err(Refusal::conflict(format!(
				"the settlement counts {impressions} impressions, but this worker was shown the receipts of {}",
				ledger.len()
			)));
		}
		let batch = Batch::of(&ledger, asked.settled, impressions);
		let own = batch.settlement(&shown.campaign, signed.settlement.sequence, signed.settlement.epoch)?;
		if own != signed.settlement {
			return Err(Refusal::conflict("the settlement's totals or root are not those of its receipts"));
		}
		add_signature(service, shown.attester, &mut signed)?;
		Ok(describe(&signed, &shown.campaign))
	}
}

/// Signs what another worker counted.
pub async fn attest(
	State(service): State<Arc<Service>>,
	Segments(campaign): Segments<CampaignId>,
	body: Result<Json<Asked>, JsonRejection>,
) -> Result<Json<Value>, Refusal> {
	let Json(asked) = body?;
	let placement = service.placements.get(campaign)?;
	let answer = tokio::task::spawn_blocking(move || placement.attest(&service, asked));
	Ok(Json(answer.await.map_err(Refusal::internal)??))
}

/// `GET /v1/placements/{campaign}/log`: receipts as they were written, for other attesters.
pub async fn log(
	State(service): State<Arc<Service>>,
	Segments(campaign): Segments<CampaignId>,
	query: Result<Query<From>, QueryRejection>,
) -> Result<impl IntoResponse, Refusal> {
	let Query(From { from }) = query?;
	let raw = service.placements.get(campaign)?.book().ledger.raw(from, MOST_RECORDS).map_err(Refusal::internal)?;
	Ok(([(CONTENT_TYPE, "application/octet-stream")], raw))
}
