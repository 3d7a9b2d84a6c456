//! Showing placements, counting and settling them.

use super::*;
use crate::serve::pictures::base64;
use codec::Decode;
use image::GenericImageView;
use promptale_client::AccountId;
use promptale_primitives::{
	hash::content_hash,
	placement::{ReceiptProofs, SignedSettlement},
};
use subxt_signer::sr25519;

pub(super) fn payee(number: u8) -> AccountId {
	AccountId([number; 32])
}

pub(super) fn campaign() -> Value {
	json!({
		"slot": 4,
		"terms": {
			"region": { "image": { "x": 100_000, "y": 200_000, "width": 300_000, "height": 400_000 } },
			"bidding_until": 10, "reveal_until": 20, "from": 100, "until": 120, "epoch": 10, "cap": 8,
			"reserve": 1, "least_budget": 1, "publishers": 600_000, "challenge_window": 5,
		},
		"price": 10_000,
		"fee_rate": 50_000,
		"budget": 1_000_000,
		"attesters": ["00".repeat(32), hex::encode(attester().public_key().0)],
		"picture": hex::encode(content_hash(&product())),
		"payees": [payee(1), payee(2)],
	})
}

fn put(campaign: &Value) -> Value {
	json!({ "campaign": campaign, "scene": base64(&png(&scene())), "product": base64(&product()), "feather": 2 })
}

/// Checks a signature as a chain does.
pub(super) fn is_signed(key: &Keypair, message: &[u8], signature: [u8; 64]) -> bool {
	sr25519::verify(&sr25519::Signature(signature), message, &key.public_key())
}

impl Server {
	pub(super) async fn place(&self, campaign: &Value) -> (u16, Value) {
		let request = self.request(Method::PUT, "/v1/placements/9").json(&put(campaign));
		let response = request.send().await.unwrap();
		(response.status().as_u16(), response.json().await.unwrap())
	}

	/// Looks at the picture as a viewer; the receipt's index, or why there is none.
	pub(super) async fn view(&self, payee: AccountId, viewer: &str) -> Result<u64, String> {
		let url = format!("{}/v1/placements/9/image?payee={payee}", self.url);
		let response = self.client.get(url).header("user-agent", viewer).send().await.unwrap();
		assert_eq!(response.status(), 200);
		let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_string());
		let (receipt, reason) = (header("x-receipt"), header("x-uncounted"));
		let image = image::load_from_memory(&response.bytes().await.unwrap()).unwrap();
		assert_eq!((image.get_pixel(25, 20).0, image.get_pixel(90, 5)), ([250, 10, 10, 255], scene().get_pixel(90, 5)));
		receipt.map(|index| index.parse().unwrap()).ok_or_else(|| reason.unwrap())
	}

	pub(super) async fn settle(&self, query: &str) -> (SignedSettlement<AccountId>, Value) {
		let (status, answer) = self.get(&format!("/v1/placements/9/settlement?{query}")).await;
		assert_eq!(status, 200, "{answer}");
		let scale = hex::decode(&answer["scale"].as_str().unwrap()[2..]).unwrap();
		(SignedSettlement::decode(&mut &scale[..]).unwrap(), answer)
	}
}

#[tokio::test]
async fn shown_placements_are_counted_signed_and_proven_also_after_a_crash() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let (status, answer) = server.place(&campaign()).await;
	assert_eq!(status, 200, "{answer}");
	for (index, (shown_by, viewer)) in [(1, "a"), (2, "b"), (1, "c"), (1, "d"), (2, "e")].into_iter().enumerate() {
		assert_eq!(server.view(payee(shown_by), viewer).await, Ok(index as u64));
	}
	let (first, shown) = server.settle("sequence=0&settled=0").await;
	assert_eq!((first.chain, first.slot, first.campaign, first.page), (CHAIN, 4, 9, 0));
	let own = first.signatures[0];
	assert!(own.attester == 1 && is_signed(&attester(), &first.signing_bytes(), own.signature));
	let totals = |signed: &SignedSettlement<AccountId>| {
		let totals = signed.settlement.totals.iter();
		totals.map(|total| (total.payee.0[0], total.amount)).collect::<Vec<_>>()
	};
	// 10,000 for a thousand, six tenths of it for payees: 6 an impression.
	assert_eq!(totals(&first), [(1, 18), (2, 12)]);
	assert_eq!((&shown["signatures"], &shown["signatures_needed"]), (&json!(1), &json!(2)));

	// Killed, and started again: the same is signed, and what is new goes on from there.
	drop(server);
	let server = start(folder.path(), "").await;
	let again = server.settle("sequence=0&settled=0").await.0;
	assert_eq!(again.settlement, first.settlement);
	assert_eq!(server.view(payee(2), "f").await, Ok(5));
	let (second, _) = server.settle("sequence=1&settled=5").await;
	assert_eq!((second.settlement.impressions, totals(&second)), (6, vec![(1, 18), (2, 18)]));
	for (settled, settlement) in [(0, &first.settlement), (5, &second.settlement)] {
		let new = (settlement.impressions - settled) as u32;
		let wanted: Vec<_> = (0..new).map(|at| at.to_string()).collect();
		let path = format!(
			"/v1/placements/9/receipts?settled={settled}&impressions={}&receipts={}",
			settlement.impressions,
			wanted.join(",")
		);
		let (status, answer) = server.get(&path).await;
		assert_eq!(status, 200, "{answer}");
		let scale = hex::decode(&answer["scale"].as_str().unwrap()[2..]).unwrap();
		let proofs = ReceiptProofs::<AccountId>::decode(&mut &scale[..]).unwrap();
		assert_eq!(proofs.len() as u32, new);
		for (at, proof) in (0..).zip(&proofs) {
			assert!(proof.belongs_to(&settlement.receipts, (9, 0), settled, new, at));
			let receipt = &proof.receipt;
			assert!(is_signed(&attester(), &receipt.receipt.signing_bytes(&CHAIN), receipt.signature.signature));
			assert_eq!(receipt.receipt.block, 105);
		}
	}
	let (status, answer) = server.get("/v1/placements/9/settlement?sequence=2&settled=6").await;
	assert!(status == 409 && answer["error"].as_str().unwrap().contains("nothing to settle"));
	let (_, delivered) = server.get("/v1/placements/9").await;
	let payees = delivered["payees"].as_array().unwrap();
	assert_eq!((&delivered["impressions"], &payees[1]["earned"]), (&json!(6), &json!("18")));
}

#[tokio::test]
async fn what_nobody_pays_for_is_shown_and_not_counted() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	assert_eq!(server.place(&campaign()).await.0, 200);
	let url = format!("{}/v1/placements/9/image?payee={}", server.url, payee(1));
	let head = server.client.head(url).send().await.unwrap();
	assert!(head.headers().contains_key("x-uncounted"));
	assert_eq!(server.view(payee(1), "a").await, Ok(0));
	let refused = async |viewer: &str, reason: &str| {
		let why = server.view(payee(2), viewer).await.unwrap_err();
		assert!(why.contains(reason), "{why}");
	};
	refused("a", "just now").await;
	for (block, reason) in [(Some(99), "window"), (Some(120), "window"), (None, "follow")] {
		server.service.set_block(block);
		refused("b", reason).await;
	}
	server.service.set_block(Some(105));
	for viewer in 1..8 {
		assert_eq!(server.view(payee(1), &viewer.to_string()).await, Ok(viewer));
	}
	refused("late", "cap").await;
	server.service.set_block(Some(110));
	assert_eq!(server.view(payee(1), "next epoch").await, Ok(8));
	// 9 impressions cost 90.
	let mut poorer = campaign();
	poorer["budget"] = 95.into();
	assert_eq!(server.place(&poorer).await.0, 200);
	refused("poor", "budget").await;
	let stranger = format!("{}/v1/placements/9/image?payee={}", server.url, payee(3));
	assert_eq!(server.client.get(stranger).send().await.unwrap().status(), 404);
	// Of an epoch that has not begun, nothing more is signed than its cap allows.
	let (status, _) = server.get("/v1/placements/9/settlement?sequence=0&settled=0&epoch=0").await;
	assert_eq!(status, 409);
}

#[tokio::test]
async fn a_campaign_is_what_the_brand_bid_for() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let refuse = async |change: &dyn Fn(&mut Value), status: u16, reason: &str| {
		let mut campaign = campaign();
		change(&mut campaign);
		let (found, answer) = server.place(&campaign).await;
		assert!(found == status && answer["error"].as_str().unwrap().contains(reason), "{found} {answer}");
	};
	refuse(&|campaign| campaign["picture"] = "00".repeat(32).into(), 400, "BLAKE3 hash").await;
	refuse(&|campaign| campaign["attesters"] = json!(["11".repeat(32)]), 400, "none of `campaign.attesters`").await;
	refuse(&|campaign| campaign["payees"] = json!([]), 400, "payees").await;
	refuse(&|campaign| campaign["page"] = 16.into(), 400, "page 16").await;
	refuse(&|campaign| campaign["terms"]["epoch"] = 0.into(), 400, "terms").await;
	assert_eq!(server.place(&campaign()).await.0, 200);
	// What was not counted yet can be told again, differently.
	let mut dearer = campaign();
	dearer["price"] = 20_000.into();
	assert_eq!(server.place(&dearer).await.0, 200);
	assert_eq!(server.view(payee(1), "a").await, Ok(0));
	refuse(&|_| (), 409, "cannot change").await;
	dearer["payees"] = json!([payee(1), payee(2), payee(3)]);
	assert_eq!(server.place(&dearer).await.0, 200);
	assert_eq!(server.view(payee(3), "b").await, Ok(1));
}

#[tokio::test]
async fn telling_of_a_campaign_that_broke_off_does_not_keep_the_worker_from_starting() {
	let folder = tempfile::tempdir().unwrap();
	let campaigns = folder.path().join("serve/placements/campaign-9");
	std::fs::create_dir_all(&campaigns).unwrap();
	std::fs::write(campaigns.join("ab".repeat(32)), product()).unwrap();
	let server = start(folder.path(), "").await;
	assert_eq!(server.get("/v1/placements/9").await.0, 404);
	assert_eq!(server.place(&campaign()).await.0, 200);
	assert_eq!(server.view(payee(1), "a").await, Ok(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn viewers_at_the_same_time_each_have_a_receipt() {
	let folder = tempfile::tempdir().unwrap();
	let server = Arc::new(start(folder.path(), "").await);
	let mut large = campaign();
	large["terms"]["cap"] = 1_000.into();
	assert_eq!(server.place(&large).await.0, 200);
	let views = (0..40).map(|viewer: u32| {
		let server = server.clone();
		tokio::spawn(async move { server.view(payee(1), &viewer.to_string()).await.unwrap() })
	});
	let mut indices = Vec::new();
	for view in views.collect::<Vec<_>>() {
		indices.push(view.await.unwrap());
	}
	indices.sort();
	assert_eq!(indices, (0..40).collect::<Vec<_>>());
	assert_eq!(server.settle("sequence=0&settled=0").await.0.settlement.impressions, 40);
}
