//! Two whole rounds: training, scoring, aggregation, attestation, rewards, and what the command line says of them.

mod common;

use common::{json, promptale, start, Rig, PATIENCE};
use promptale_cli::events;
use promptale_client::Call;
use promptale_local_network::{attack::Attack, summary::Role};
use promptale_primitives::verdict::Verdict;
use std::time::{Duration, Instant};

#[tokio::test]
async fn two_rounds_make_two_checkpoints_and_pay_everybody_who_helped() {
	let mut rig = start(&[Attack::SignFlip]).await;
	let mut base = rig.network.first_checkpoint.hash();
	for number in 1..=2 {
		let round = rig.closed(number).await;
		assert_eq!(round.base_checkpoint, base);
		let checkpoint = rig.attested_by_all(&round);
		assert_ne!(checkpoint, base);
		let honest = rig.update_of("Generator 1", &round);
		rig.assert_accepted(honest);
		let poison = rig.update_of("Hostile generator", &round);
		let judged = !matches!(poison.verdict, None | Some(Verdict::Accepted { .. } | Verdict::NotPublished));
		assert!(judged, "the poison was judged {:?}\n{}", poison.verdict, rig.logs());
		assert_eq!((poison.weight, poison.reward), (0, 0));
		assert_eq!(rig.network.checkpoint(&checkpoint).expect("a validator has it").hash(), checkpoint);
		base = checkpoint;
	}
	rig.network.set_active(false).await.expect("the owner may do that");
	the_command_line_agrees(&rig);
	claims_pay_what_receipts_say(&rig).await;
	devices_earn(&mut rig).await;
}

async fn claims_pay_what_receipts_say(rig: &Rig) {
	for participant in &rig.network.participants {
		let (client, account) = (rig.network.client(), participant.account());
		let receipts = client.receipts(&account).await.expect("receipts");
		let credited: u128 = receipts.iter().map(|(_, _, receipt)| receipt.payout).sum();
		assert_eq!(client.pending_rewards(&account).await.expect("rewards"), credited, "{}", participant.name);
		assert_eq!(credited > 0, participant.role != Role::Hostile, "{} was credited {credited}", participant.name);
		if credited > 0 {
			let before = client.balance(&account).await.expect("a balance").free;
			let (claimed, fee) = match participant.name.as_str() {
				"Generator 1" => claim_by_command(rig.network.url(), "//generator/1"),
				_ => {
					let included = client.submit(&participant.key, Call::Claim).await.expect("the claim is accepted");
					(events::claimed(&included.events), events::fee(&included.events))
				},
			};
			let after = client.balance(&account).await.expect("a balance").free;
			let fee = fee.expect("a fee was paid");
			assert_eq!(claimed, Some(credited));
			assert_eq!(after + fee, before + credited);
			assert_eq!(client.pending_rewards(&account).await.expect("rewards"), 0);
		}
	}
}

/// Every generator's device beats and passes a challenge, and what the pools owe for that and for work is paid.
async fn devices_earn(rig: &mut Rig) {
	let deadline = Instant::now() + PATIENCE;
	for name in rig.names(Role::Generator).into_iter().chain(rig.names(Role::Hostile)) {
		let participant = rig.network.participant(&name).expect("a generator");
		let (account, key) = (participant.account(), participant.key.clone());
		let device = participant.worker.device().expect("a device");
		let client = rig.network.client().clone();
		let licences = client.licences(&account).await.expect("licences");
		assert_eq!(licences.iter().map(|licence| licence.device).collect::<Vec<_>>(), [Some(device)], "{name}");
		// Hashpower counts from a passed challenge on, until the end of the next epoch.
		let status = loop {
			let status = client.device_status(&device).await.expect("an answer").expect("it is registered");
			if status.hashpower > 0 {
				break status;
			}
			assert!(Instant::now() < deadline, "{name} passed no challenge: {status:?}\n{}", rig.logs());
			tokio::time::sleep(Duration::from_millis(500)).await;
		};
		assert!(status.last_heartbeat.is_some(), "{name} sent no heartbeat\n{}", rig.logs());
		rig.network.distribute().await.expect("something was emitted");
		let pending = client.earnings(&account).await.expect("earnings").pending;
		let included = client.submit(&key, Call::ClaimGeneratorRewards).await.expect("the claim is accepted");
		assert_eq!(events::generator_rewards(&included.events), Some(pending));
		let earnings = client.earnings(&account).await.expect("earnings");
		assert_eq!((earnings.pending, earnings.lifetime, earnings.by_pool.total()), (0, pending, pending));
		assert!(earnings.by_pool.liveness > 0 && earnings.by_pool.hashpower > 0, "{name}: {earnings:?}");
		// Only accepted updates are work.
		assert_eq!(earnings.by_pool.work > 0, name == "Generator 1", "{name}: {earnings:?}");
	}
}

/// What `promptale claim` says that it paid, and its fee.
fn claim_by_command(url: &str, key: &str) -> (Option<u128>, Option<u128>) {
	let claim = json(&["--node", url, "--json", "claim", "--dev-key", key, "--yes"]);
	let amount = |field: &str| claim[field].as_str().and_then(|amount| amount.parse().ok());
	assert_eq!(
		amount("free_after").zip(amount("fee")).map(|(after, fee): (u128, u128)| after + fee),
		amount("free_before").zip(amount("claimed")).map(|(before, claimed): (u128, u128)| before + claimed)
	);
	(amount("claimed"), amount("fee"))
}

fn the_command_line_agrees(rig: &Rig) {
	let url = rig.network.url();
	let status = json(&["--node", url, "--json", "status"]);
	assert_eq!(status["chain"]["spec_name"], "promptale");
	assert_eq!(status["models"][0]["version"], 2);
	let round = json(&["--node", url, "--json", "round", "show", "1"]);
	assert_eq!(round["outcome"], "attested");
	assert_eq!(round["updates"].as_array().map(Vec::len), Some(2));

	let watched = promptale(&["--node", url, "--json", "round", "watch", "--until-round", "2"]);
	let lines = String::from_utf8(watched.stdout).expect("text");
	let last = lines.lines().last().expect("a line");
	let last: serde_json::Value = serde_json::from_str(last).expect("one JSON object a line");
	assert!(watched.status.success() && last["round"].as_u64() >= Some(2), "{last}");

	let account = rig.network.participants[0].account().to_string();
	let rewards = json(&["--node", url, "--json", "rewards", &account]);
	assert_eq!(rewards["receipts"].as_array().map(Vec::len), Some(2));
	assert_ne!(rewards["pending"], "0");

	// Exit codes mean something.
	assert_eq!(promptale(&["--node", "ws://127.0.0.1:1", "status"]).status.code(), Some(3));
	assert_eq!(promptale(&["--node", url, "claim"]).status.code(), Some(2));
	assert_eq!(promptale(&["--node", url, "claim", "--dev-key", "//Nobody", "--yes"]).status.code(), Some(4));
	assert_eq!(promptale(&["--node", url, "round", "show", "999"]).status.code(), Some(1));
}
