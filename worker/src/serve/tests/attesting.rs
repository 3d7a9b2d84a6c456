//! Signing what another worker counted.

use super::{
	placing::{campaign, is_signed, payee},
	*,
};
use crate::serve::pictures::base64;
use codec::{Decode, Encode};
use promptale_client::AccountId;
use promptale_primitives::placement::SignedSettlement;

/// Two workers of one campaign: the first shows page 0, the second is to sign as well.
async fn two_workers(folder: &Path) -> (Server, Server) {
	let other = || secrets::from_secret("//Other").unwrap();
	let mut campaign = campaign();
	campaign["attesters"][0] = hex::encode(other().public_key().0).into();
	let one = start(&folder.join("one"), "").await;
	let two = start_with(&folder.join("two"), "", other()).await;
	assert_eq!(one.place(&campaign).await.0, 200);
	campaign["page"] = 1.into();
	assert_eq!(two.place(&campaign).await.0, 200);
	for viewer in 0..5 {
		assert_eq!(one.view(payee(1 + viewer % 2), &viewer.to_string()).await, Ok(viewer.into()));
	}
	(one, two)
}

impl Server {
	async fn log(&self, from: u64) -> Vec<u8> {
		let response = self.request(Method::GET, &format!("/v1/placements/9/log?from={from}")).send().await.unwrap();
		response.bytes().await.unwrap().to_vec()
	}

	async fn attest(&self, settlement: &SignedSettlement<AccountId>, settled: u64, log: &[u8]) -> (u16, Value) {
		let scale = hex::encode(settlement.encode());
		let body = json!({ "settlement": scale, "settled": settled, "receipts": base64(log) });
		let response = self.post("/v1/placements/9/attest", &body).await;
		(response.status().as_u16(), response.json().await.unwrap())
	}
}

#[tokio::test]
async fn another_attester_signs_what_the_receipts_say_also_after_a_restart() {
	let folder = tempfile::tempdir().unwrap();
	let (one, two) = two_workers(folder.path()).await;
	let first = one.settle("sequence=0&settled=0").await.0;
	let (status, answer) = two.attest(&first, 0, &one.log(0).await).await;
	assert_eq!((status, &answer["signatures"], &answer["signatures_needed"]), (200, &json!(2), &json!(2)), "{answer}");
	let scale = hex::decode(&answer["scale"].as_str().unwrap()[2..]).unwrap();
	let both = SignedSettlement::<AccountId>::decode(&mut &scale[..]).unwrap();
	assert_eq!(both.settlement, first.settlement);
	let other = secrets::from_secret("//Other").unwrap();
	for (signature, (place, key)) in both.signatures.iter().zip([(0, other.clone()), (1, attester())]) {
		assert!(signature.attester == place && is_signed(&key, &first.signing_bytes(), signature.signature));
	}
	// The next one takes only what is new.
	drop(two);
	let two = start_with(&folder.path().join("two"), "", other).await;
	assert_eq!(one.view(payee(1), "more").await, Ok(5));
	let second = one.settle("sequence=1&settled=5").await.0;
	let (status, answer) = two.attest(&second, 5, &one.log(5).await).await;
	assert_eq!((status, &answer["impressions"]), (200, &json!(6)), "{answer}");
}

#[tokio::test]
async fn another_attester_signs_nothing_else() {
	let folder = tempfile::tempdir().unwrap();
	let (one, two) = two_workers(folder.path()).await;
	let good = one.settle("sequence=0&settled=0").await.0;
	let log = one.log(0).await;
	let refuse = async |change: &dyn Fn(&mut SignedSettlement<AccountId>), log: &[u8], reason: &str| {
		let mut changed = good.clone();
		change(&mut changed);
		let signature = attester().sign(&changed.signing_bytes()).0;
		changed.signatures[0].signature = signature;
		let (status, answer) = two.attest(&changed, 0, log).await;
		assert!(status == 409 && answer["error"].as_str().unwrap().contains(reason), "{status} {answer}");
	};
	let record = log.len() / 5;
	refuse(&|_| (), &log[..4 * record], "receipts of 4").await;
	refuse(&|settlement| settlement.settlement.totals[0].amount += 1, &log, "totals or root").await;
	refuse(&|settlement| settlement.settlement.receipts[0] ^= 1, &log, "totals or root").await;
	refuse(&|settlement| settlement.settlement.impressions = 9, &log, "receipts of 5").await;
	refuse(&|settlement| settlement.campaign = 8, &log, "another chain").await;
	refuse(&|settlement| settlement.chain = [0; 32], &log, "another chain").await;
	refuse(&|settlement| settlement.page = 1, &log, "itself").await;
	let mut wrong = good.clone();
	wrong.signatures[0].signature[0] ^= 1;
	assert!(two.attest(&wrong, 0, &log).await.1["error"].as_str().unwrap().contains("attester 1 is wrong"));
	assert_eq!(two.attest(&good, 0, &log).await.0, 200);

	// Receipts that follow what was seen, signed by nobody, left out, or of a block to come.
	assert_eq!(one.view(payee(1), "more").await, Ok(5));
	let next = one.settle("sequence=1&settled=5").await.0;
	let new = one.log(5).await;
	let reason = async |log: &[u8]| two.attest(&next, 5, log).await.1["error"].as_str().unwrap_or("").to_string();
	let mut unsigned = new.clone();
	unsigned[record - 1] ^= 1;
	assert!(reason(&unsigned).await.contains("not signed"));
	let mut repeated = log[4 * record..].to_vec();
	repeated[record - 1] ^= 1;
	assert!(reason(&repeated).await.contains("another one before"));
	let mut gap = new.clone();
	gap[8] += 1;
	assert!(reason(&gap).await.contains("follow one another"));
	two.service.set_block(Some(90));
	assert!(reason(&new).await.contains("has not come"));
	two.service.set_block(Some(105));
	assert_eq!(reason(&new).await, "");
}
