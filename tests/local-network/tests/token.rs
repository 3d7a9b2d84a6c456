//! The commands of the token against a node that sells licences to everybody: what each says, costs and refuses.

mod common;

use common::{json, promptale};
use promptale_client::{account_of, Call, Client};
use promptale_local_network::{binaries::Binaries, chain::development_key, node::Node};
use promptale_primitives::{Balance, TALE};
use serde_json::{json, Value};
use std::{path::Path, time::Duration};

/// What a reference dollar costs in this test.
const RATE: Balance = 2 * TALE;

/// A node of the development chain, with the slow sessions of production: what a device does not yet is looked at.
async fn start(folder: &Path) -> Node {
	let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../chain-specs/development.json");
	let mut spec: Value = serde_json::from_slice(&std::fs::read(source).expect("a chain spec")).expect("JSON");
	let patch = spec.pointer_mut("/genesis/runtimeGenesis/patch").expect("a patch of the genesis");
	patch["generators"] = json!({ "phase": "public", "rate": serde_json::Number::from(RATE as u64) });
	let file = folder.join("open-sale.json");
	std::fs::write(&file, spec.to_string()).expect("a chain spec");
	let mut binaries = Binaries::find().expect("everything is built");
	binaries.chain_spec = Some(file);
	let binaries = binaries.complete(folder).expect("the runtime is built");
	std::fs::create_dir_all(folder.join("logs")).expect("a folder for logs");
	Node::start(&binaries, folder, Duration::from_millis(500), None).await.expect("the node starts")
}

/// The command line, as one account types it.
struct Holder<'a> {
	url: &'a str,
	key: &'static str,
}

impl Holder<'_> {
	fn arguments<'b>(&'b self, words: &'b str) -> Vec<&'b str> {
		let words = words.split_whitespace();
		["--node", self.url, "--json"].into_iter().chain(words).chain(["--dev-key", self.key]).collect()
	}

	/// What a command answers.
	fn asks(&self, words: &str) -> Value {
		json(&self.arguments(words))
	}

	/// Signs, and checks that exactly what the command said left and came.
	fn signs(&self, words: &str) -> Value {
		let words = format!("{words} --yes");
		let done = self.asks(&words);
		let expected = amount(&done["free_before"]) + amount(&done["received"])
			- amount(&done["paid"])
			- amount(&done["held"])
			- amount(&done["fee"]);
		assert_eq!(amount(&done["free_after"]), expected, "{words}: {done}");
		assert!(amount(&done["fee"]) > 0 && done["block"].is_u64(), "{words}: {done}");
		done
	}

	/// Is refused with an exit code and words, and pays nothing for it.
	fn is_refused(&self, words: &str, code: i32, expected: &str) {
		let before = self.free();
		let output = promptale(&self.arguments(words));
		let error = String::from_utf8_lossy(&output.stderr);
		assert_eq!(output.status.code(), Some(code), "{words}: {error}");
		assert!(error.contains(expected), "{words}: {expected} is missing in {error}");
		assert_eq!(self.free(), before, "{words} cost something");
	}

	fn free(&self) -> Balance {
		amount(&self.asks("balance")["free"])
	}
}

fn amount(value: &Value) -> Balance {
	value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{value} is no amount"))
}

fn account(key: &str) -> String {
	account_of(&development_key(key).expect("a key")).to_string()
}

#[tokio::test]
async fn a_holder_buys_delegates_stakes_claims_and_votes_at_the_command_line() {
	let folder = tempfile::tempdir().expect("a folder");
	let node = start(folder.path()).await;
	let alice = Holder { url: node.url(), key: "//Alice" };
	licences(&alice);
	devices(&alice);
	transfers(&alice);
	vesting(&Holder { url: node.url(), key: "//Charlie//stash" });
	stake(&alice);
	treasury(&alice);
	votes(&alice).await;
	a_key_elsewhere(&alice, folder.path());
	alice.is_refused("rewards claim --yes", 4, "no rewards to claim");
	assert_eq!(alice.asks("rewards history")["lifetime_generators"], "0");
}

fn licences(alice: &Holder) {
	let price = 98 * RATE;
	let planned = alice.asks("licence buy --amount 3 --dry-run");
	assert_eq!(
		(&planned["dry_run"], &planned["block"], amount(&planned["paid"])),
		(&true.into(), &Value::Null, 3 * price)
	);
	assert_eq!(alice.asks("licence list")["licences"], json!([]), "a dry run buys nothing");

	alice.is_refused("licence buy --amount 3", 2, "--yes");
	alice.is_refused("licence buy --amount 51 --yes", 4, "at most 50");
	alice.is_refused("licence buy --amount 3 --max-total 587.999999999999 --yes", 4, "more than --max-total");
	alice.is_refused(
		&format!("licence buy --amount 1 --referrer {} --yes", account("//Alice")),
		2,
		"refers themselves",
	);
	let stranger = Holder { url: alice.url, key: "//Nobody" };
	stranger.is_refused("licence buy --amount 1 --yes", 4, "Send it some $TALE first");

	let bob = Holder { url: alice.url, key: "//Bob" };
	let before = bob.free();
	let bought = alice.signs(&format!("licence buy --amount 3 --max-total 600 --referrer {}", account("//Bob")));
	assert_eq!(bought["licences"], json!([0, 1, 2]));
	assert_eq!((amount(&bought["paid"]), amount(&bought["max_total"])), (3 * price, 600 * TALE));
	assert_eq!(bob.free() - before, 3 * price / 20, "the referrer's part");
	let list = alice.asks("licence list");
	assert_eq!(list["licences"][2], json!({ "licence": 2, "tier": 1, "device": null }));
	assert_eq!((&list["sale"]["phase"], &list["sale"]["tiers"][0]["sold"]), (&"public".into(), &3.into()));
}

fn devices(alice: &Holder) {
	let device = account("//device/1");
	let keys = format!("--encryption-key {} --endpoint 0x0102", "11".repeat(32));
	alice.is_refused(&format!("licence delegate 0 --device {device} --yes"), 4, "device register");
	alice.is_refused("device status", 1, "no registered device");
	let registered = alice.signs(&format!("device register --device-dev-key //device/1 {keys}"));
	assert_eq!((amount(&registered["held"]), &registered["device"]), (10 * TALE, &device.as_str().into()));
	alice.is_refused(&format!("device register --device-dev-key //device/1 {keys} --yes"), 4, "registered already");
	let bob = Holder { url: alice.url, key: "//Bob" };
	bob.is_refused(&format!("device register --device-dev-key //device/2 {keys} --yes"), 4, "has no licence");

	alice.signs(&format!("licence delegate 0 --device {device}"));
	assert_eq!(alice.asks("licence list")["licences"][0]["device"], device.as_str());
	let status = json(&["--node", alice.url, "--json", "device", "status", &device]);
	let status = &status["devices"][0];
	assert_eq!((&status["identity"], &status["delegations"]), (&account("//Alice").into(), &1.into()));
	assert_eq!((&status["state"], &status["active_from"]), (&"resuming".into(), &registered["active_from"]));
	assert_eq!(
		(&status["last_heartbeat"], &status["challenge"], &status["hashpower"]),
		(&Value::Null, &Value::Null, &0.into())
	);
	assert_eq!(alice.asks("device status")["devices"].as_array().map(Vec::len), Some(1));
	alice.is_refused(&format!("device resume --device {device} --yes"), 4, "not suspended");
}

fn transfers(alice: &Holder) {
	let bob = account("//Bob");
	alice.is_refused(&format!("licence transfer 0 --to {bob} --yes"), 4, "licence undelegate");
	alice.is_refused(&format!("licence transfer 9 --to {bob} --yes"), 4, "no such licence");
	alice.signs("licence undelegate 0");
	alice.signs(&format!("licence transfer 0 --to {bob}"));
	let held = |holder: &Holder| holder.asks("licence list")["licences"].as_array().map(Vec::len);
	assert_eq!((held(alice), held(&Holder { url: alice.url, key: "//Bob" })), (Some(2), Some(1)));
}

fn vesting(marketing: &Holder) {
	let shown = marketing.asks("vesting show");
	let (total, end) =
		(amount(&shown["schedules"][0]["total"]), shown["schedules"][0]["end"].as_u64().expect("a block"));
	assert_eq!((total, end), (30_000_000 * TALE, 24 * 30 * 14_400));
	let block = shown["block"].as_u64().expect("a block");
	// The answer may be one block older or younger than the number beside it.
	let vested = [block.saturating_sub(1), block, block + 1].map(|block| total * u128::from(block) / u128::from(end));
	assert!(vested.contains(&amount(&shown["claimable"])), "{shown}");

	let claimed = marketing.asks("vesting claim --yes");
	let released = amount(&claimed["claimed"]);
	assert_eq!(amount(&claimed["free_before"]) + released - amount(&claimed["fee"]), amount(&claimed["free_after"]));
	assert_eq!(amount(&marketing.asks("vesting show")["schedules"][0]["claimed"]), released);
	let investors = Holder { url: marketing.url, key: "//Alice//stash" };
	investors.is_refused("vesting claim --yes", 4, "before block 2160001");
}

fn stake(alice: &Holder) {
	assert_eq!(alice.asks("stake show")["validator"], false);
	alice.is_refused("stake unbond --amount 1 --yes", 4, "no validator");
	alice.is_refused("stake bond --amount 1500 --yes", 2, "--session-key");
	let keys = format!("--session-key {0} --encryption-key {0} --endpoint 0x01", "11".repeat(32));
	alice.is_refused(&format!("stake bond --amount 999 {keys} --yes"), 4, "Bond more");
	assert_eq!(amount(&alice.signs(&format!("stake bond --amount 1500 {keys}"))["held"]), 1_500 * TALE);
	assert_eq!(amount(&alice.signs("stake bond --amount 500")["stake"]), 2_000 * TALE);
	alice.is_refused("stake unbond --amount 1500 --yes", 4, "--all");
	alice.is_refused("stake withdraw --yes", 4, "stake unbond");
	alice.signs("stake unbond --amount 250.5");
	alice.is_refused("stake withdraw --yes", 4, "can be withdrawn from block");
	let shown = alice.asks("stake show");
	assert_eq!(amount(&shown["stake"]), 2_000 * TALE - 2_505 * TALE / 10);
	assert_eq!((amount(&shown["unbonding"]), amount(&shown["of_vesting"])), (2_505 * TALE / 10, 0));
	// Vesting funds are bonded first: nothing more is held.
	let marketing = Holder { url: alice.url, key: "//Charlie//stash" };
	let keys = format!("--session-key {0} --encryption-key {0} --endpoint 0x01", "22".repeat(32));
	assert_eq!(amount(&marketing.signs(&format!("stake bond --amount 5000 {keys}"))["held"]), 0);
	assert_eq!(amount(&marketing.asks("stake show")["of_vesting"]), 5_000 * TALE);
}

fn treasury(alice: &Holder) {
	let treasury = json(&["--node", alice.url, "--json", "treasury"]);
	let flows = treasury["flows"].as_array().expect("flows");
	let flow = |source: &str| flows.iter().find(|flow| flow["source"] == source).expect("a source");
	let parts = ["treasury", "validator_rewards", "generator_rewards", "dividends", "block_author"];
	for flow in flows {
		assert_eq!(amount(&flow["received"]), parts.iter().map(|part| amount(&flow[*part])).sum::<Balance>(), "{flow}");
	}
	let sale = flow("licence_sale");
	let most = 3 * 98 * RATE * 95 / 100;
	assert!(amount(&sale["received"]) > most - 10 * TALE && amount(&sale["received"]) <= most, "{sale}");
	// The treasury has half, and what the other two parts lose to rounding.
	assert!(amount(&sale["treasury"]) - amount(&sale["received"]) / 2 <= 2, "{sale}");
	let to_treasury: Balance = flows.iter().map(|flow| amount(&flow["treasury"])).sum();
	// It began with an existential deposit.
	assert_eq!(amount(&treasury["free"]) + amount(&treasury["unplaced"]), to_treasury + TALE / 100);
	let to_generators: Balance = flows.iter().map(|flow| amount(&flow["generator_rewards"])).sum();
	assert_eq!(amount(&treasury["pots"][1]["received"]), to_generators);
	assert_eq!(amount(&treasury["emission"][0]["total"]), 125_000_000 * TALE);
	assert_eq!(treasury["spends"], json!([]));
}

async fn votes(alice: &Holder<'_>) {
	let list = || json(&["--node", alice.url, "--json", "vote", "list"])["referenda"].clone();
	assert_eq!(list(), json!([]));
	alice.is_refused("vote 0 aye --amount 10 --yes", 4, "None is open");
	let client = Client::connect(alice.url).await.expect("the node answers");
	let to = account_of(&development_key("//Bob").expect("a key"));
	let proposal = Call::SubmitReferendum(Box::new(Call::Transfer { to, amount: TALE }));
	client.submit(&development_key("//Bob").expect("a key"), proposal).await.expect("a referendum");
	let open = list();
	assert_eq!(
		(&open[0]["track_name"], &open[0]["proposal"]),
		(&"root".into(), &"Balances.transfer_keep_alive".into())
	);
	assert_eq!((&open[0]["state"], &open[0]["ayes"]), (&"preparing".into(), &"0".into()));

	alice.is_refused("vote 0 aye --amount 99000000 --yes", 4, "Vote with less");
	alice.is_refused("vote 1 nay --amount 10 --yes", 4, "Open: 0.");
	let voted = alice.signs("vote 0 aye --amount 10.5 --conviction 2");
	assert_eq!(amount(&voted["votes"]), 21 * TALE);
	// An investor's funds vote before they vest.
	Holder { url: alice.url, key: "//Alice//stash" }.signs("vote 0 nay --amount 60000000 --conviction 0");
	let open = list();
	assert_eq!(
		["ayes", "nays", "support"].map(|votes| amount(&open[0][votes])),
		[21 * TALE, 6_000_000 * TALE, 105 * TALE / 10]
	);
}

/// An account whose key is on another machine buys a licence.
fn a_key_elsewhere(alice: &Holder, folder: &Path) {
	let dave = Holder { url: alice.url, key: "//Dave" };
	let file = |name: &str| folder.join(name).display().to_string();
	let buy = format!("--node {} --json licence buy --amount 1 --payload {}", alice.url, account("//Dave"));
	let unsigned = promptale(&buy.split(' ').collect::<Vec<_>>());
	assert!(unsigned.status.success(), "{}", String::from_utf8_lossy(&unsigned.stderr));
	std::fs::write(file("unsigned.json"), &unsigned.stdout).expect("a file");
	let unsigned: Value = serde_json::from_slice(&unsigned.stdout).expect("JSON");
	assert_eq!(unsigned["call"], "Generators.buy_licences");
	let payload = hex::decode(unsigned["payload"].as_str().expect("hex").trim_start_matches("0x")).expect("hex");
	let sign = |key: &str| hex::encode(development_key(key).expect("a key").sign(&payload).0);
	let (good, bad) = (file("good.sig"), file("bad.sig"));
	std::fs::write(&good, format!("0x{}\n", sign("//Dave"))).expect("a file");
	std::fs::write(&bad, sign("//Eve")).expect("a file");

	let before = dave.free();
	let submit = |signature: &str, how: &str| {
		let unsigned = file("unsigned.json");
		promptale(&["--node", alice.url, "--json", "submit", &unsigned, "--signature", signature, how])
	};
	assert_eq!(submit(&bad, "--yes").status.code(), Some(4));
	let tried = submit(&good, "--dry-run");
	assert!(tried.status.success(), "{}", String::from_utf8_lossy(&tried.stderr));
	assert_eq!(dave.free(), before, "nothing was submitted");
	let submitted = submit(&good, "--yes");
	assert!(submitted.status.success(), "{}", String::from_utf8_lossy(&submitted.stderr));
	let submitted: Value = serde_json::from_slice(&submitted.stdout).expect("JSON");
	assert_eq!(amount(&submitted["free_after"]), before - 98 * RATE - amount(&submitted["fee"]));
	assert_eq!(dave.asks("licence list")["licences"].as_array().map(Vec::len), Some(1));
	assert_eq!(submit(&good, "--yes").status.code(), Some(4), "it acts once");
	assert_eq!(dave.free(), amount(&submitted["free_after"]));
}
