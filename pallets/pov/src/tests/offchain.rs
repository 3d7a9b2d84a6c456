use crate::{mock::*, *};
use codec::{Decode, Encode};
use frame_support::{assert_ok, traits::Hooks};
use promptale_primitives::{
	loopback::{self, ScoreSheet},
	round::{Attestation, Outcome, RoundState},
	schedule::Phase,
	score::ScoreEntry,
};
use sp_core::offchain::{
	testing::{TestOffchainExt, TestTransactionPoolExt},
	Externalities, HttpError, HttpRequestId, HttpRequestStatus, OffchainDbExt, OffchainWorkerExt, OpaqueNetworkState,
	StorageKind, Timestamp, TransactionPoolExt,
};
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystoreExt};
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex},
};

const SHEET: [ScoreEntry; 1] = [ScoreEntry::Scored { score: 10, norm: 5 }];
const NEW: [u8; 32] = [9; 32];

/// What a worker daemon does with a request.
#[derive(Clone)]
enum Answer {
	Body(Vec<u8>),
	Status(u16),
	Refuses,
	Hangs,
}

/// The world outside of the node: workers by URL, and what they were asked.
#[derive(Default)]
struct World {
	answers: BTreeMap<String, Answer>,
	asked: Vec<String>,
	/// How many requests were awaited together, each time.
	awaited: Vec<usize>,
	bodies: BTreeMap<u16, (Vec<u8>, usize)>,
}

/// Off-chain HTTP that answers as the [`World`] says.
#[derive(Clone, Default)]
struct Network(Arc<Mutex<World>>);

impl Externalities for Network {
	fn is_validator(&self) -> bool {
		false
	}
	fn network_state(&self) -> Result<OpaqueNetworkState, ()> {
		Err(())
	}
	fn timestamp(&mut self) -> Timestamp {
		Timestamp::from_unix_millis(1_000)
	}
	fn sleep_until(&mut self, _: Timestamp) {}
	fn random_seed(&mut self) -> [u8; 32] {
		[0; 32]
	}
	fn http_request_start(&mut self, method: &str, uri: &str, _: &[u8]) -> Result<HttpRequestId, ()> {
		assert_eq!(method, "GET");
		let mut world = self.0.lock().unwrap();
		world.asked.push(uri.into());
		Ok(HttpRequestId(world.asked.len() as u16 - 1))
	}
	fn http_request_add_header(&mut self, _: HttpRequestId, _: &str, _: &str) -> Result<(), ()> {
		Ok(())
	}
	fn http_request_write_body(&mut self, _: HttpRequestId, _: &[u8], _: Option<Timestamp>) -> Result<(), HttpError> {
		Ok(())
	}
	fn http_response_wait(&mut self, ids: &[HttpRequestId], deadline: Option<Timestamp>) -> Vec<HttpRequestStatus> {
		assert_eq!(deadline, Some(Timestamp::from_unix_millis(3_000)), "two seconds for all");
		let mut world = self.0.lock().unwrap();
		world.awaited.push(ids.len());
		ids.iter()
			.map(|id| {
				let uri = world.asked[id.0 as usize].clone();
				match world.answers.get(&uri).cloned() {
					Some(Answer::Body(body)) => {
						world.bodies.insert(id.0, (body, 0));
						HttpRequestStatus::Finished(200)
					},
					Some(Answer::Status(code)) => HttpRequestStatus::Finished(code),
					Some(Answer::Refuses) | None => HttpRequestStatus::IoError,
					Some(Answer::Hangs) => HttpRequestStatus::DeadlineReached,
				}
			})
			.collect()
	}
	fn http_response_headers(&mut self, _: HttpRequestId) -> Vec<(Vec<u8>, Vec<u8>)> {
		Vec::new()
	}
	fn http_response_read_body(
		&mut self,
		id: HttpRequestId,
		buffer: &mut [u8],
		_: Option<Timestamp>,
	) -> Result<usize, HttpError> {
		let mut world = self.0.lock().unwrap();
		let (body, read) = world.bodies.get_mut(&id.0).ok_or(HttpError::Invalid)?;
		let count = (body.len() - *read).min(buffer.len());
		buffer[..count].copy_from_slice(&body[*read..*read + count]);
		*read += count;
		Ok(count)
	}
	fn set_authorized_nodes(&mut self, _: Vec<sp_core::OpaquePeerId>, _: bool) {}
}

/// A node with the session keys of some validators.
struct Node {
	network: Network,
	/// Takes what was submitted out of the pool.
	take: Box<dyn Fn() -> Vec<Vec<u8>>>,
}

impl Node {
	/// Runs `test` on a chain with the session keys of validators `keys` in the keystore.
	fn run(builder: ExtBuilder, keys: &[u8], test: impl FnOnce(Node)) {
		let mut ext = builder.build();
		let network = Network::default();
		let (database, _) = TestOffchainExt::new();
		let (pool_ext, pool) = TestTransactionPoolExt::new();
		let keystore = MemoryKeystore::new();
		for n in keys {
			let seed = format!("0x{}", [70 + n; 32].map(|byte| format!("{byte:02x}")).concat());
			keystore.insert(session::KEY_TYPE, &seed, &session_key(*n)).expect("inserts the key");
		}
		ext.register_extension(OffchainDbExt::new(database));
		ext.register_extension(OffchainWorkerExt::new(network.clone()));
		ext.register_extension(TransactionPoolExt::new(pool_ext));
		ext.register_extension(KeystoreExt(Arc::new(keystore)));
		ext.execute_with(|| {
			let take = Box::new(move || std::mem::take(&mut pool.write().transactions));
			test(Node { network, take })
		});
	}

	fn answers(&self, url: &str, path: String, answer: Answer) {
		self.network.0.lock().unwrap().answers.insert(format!("{url}{path}"), answer);
	}

	/// The default worker has this sheet for a validator.
	fn has_sheet(&self, n: u8, entries: &[ScoreEntry]) {
		let sheet = ScoreSheet { entries: entries.to_vec(), salt: score_salt(n) };
		let path = loopback::scores_path(MODEL, latest().round);
		self.answers(&url(n), path, Answer::Body(sheet.encode()));
	}

	fn has_checkpoint(&self, n: u8, checkpoint: [u8; 32]) {
		let path = loopback::checkpoint_path(MODEL, latest().round);
		self.answers(&url(n), path, Answer::Body(Attestation::from(checkpoint).encode()));
	}

	fn asked(&self) -> Vec<String> {
		self.network.0.lock().unwrap().asked.clone()
	}

	/// Runs the off-chain worker after the current block. Answers what it submitted.
	fn work(&self) -> Vec<Call<Test>> {
		Pov::offchain_worker(System::block_number());
		(self.take)()
			.into_iter()
			.map(|bytes| match Extrinsic::decode(&mut &bytes[..]).expect("an extrinsic").function {
				RuntimeCall::Pov(call) => call,
				other => panic!("not a call of this pallet: {other:?}"),
			})
			.collect()
	}

	/// Off-chain work, then the next block with whatever was submitted in it.
	fn block(&self) -> usize {
		let calls = self.work();
		let count = calls.len();
		next_block();
		for call in calls {
			submit(call.clone()).unwrap_or_else(|error| panic!("{call:?} is refused: {error:?}"));
		}
		count
	}
}

/// Every validator has a worker of its own.
fn url(n: u8) -> String {
	format!("http://127.0.0.1:{}", 9_000 + u16::from(n))
}

fn set_url(n: u8, url: &str) {
	let key = loopback::worker_url_key(&session_key(n));
	sp_io::offchain::local_storage_set(StorageKind::PERSISTENT, &key, url.as_bytes());
}

/// Up to the block before a member can commit to scores.
fn to_scoring() {
	play_to_published(&[0], &[0]);
	to_phase(Phase::Score);
}

#[test]
fn plays_whole_rounds_by_itself() {
	Node::run(ExtBuilder::default(), &[0, 1, 2], |node| {
		(0..3).for_each(|n| set_url(n, &url(n)));
		for round in 1..=2 {
			assert_eq!(node.block(), 1, "opens");
			assert_eq!(latest().round, round);
			assert_ok!(commit(0));
			while state() != RoundState::CommitteeDrawn {
				node.block();
			}
			assert_ok!(publish(0));
			(0..3).for_each(|n| node.has_sheet(n, &SHEET));
			while state() != RoundState::Settled {
				node.block();
			}
			assert_eq!(latest().phase, Phase::Attest);
			(0..3).for_each(|n| node.has_checkpoint(n, [round as u8; 32]));
			assert_eq!(node.block(), 3, "attests for all three");
			assert_eq!(state(), RoundState::Closed(Outcome::Attested([round as u8; 32])));
		}
		Pov::do_try_state().unwrap();
	});
}

#[test]
fn pays_a_large_round_out_in_consecutive_blocks_and_opens_the_next() {
	Node::run(ExtBuilder::default(), &[], |node| {
		MaxPayouts::set(2);
		play_to_settled(&[0, 1, 2, 3], &[scored(10, 5); 4]);
		(0..3).for_each(|n| attest(n, [9; 32]).unwrap());
		for from in [2, 4, 6] {
			assert_eq!(Pov::unpaid_from(MODEL, 1).ok(), Some(from));
			assert_eq!(node.block(), 1);
		}
		assert_eq!(node.block(), 1);
		assert_eq!(latest().round, 2);
		Pov::do_try_state().unwrap();
	});
}

#[test]
fn ends_rounds_in_which_nothing_happens() {
	Node::run(ExtBuilder::default(), &[], |node| {
		for _ in 0..20 {
			node.block();
		}
		assert!(model().latest_round >= 3, "empty rounds do not wait for the phases that have no work");
		assert!(node.asked().is_empty());
	});
}

#[test]
fn opens_no_round_that_cannot_be_paid() {
	Node::run(ExtBuilder::default().pot(BUDGET - 1), &[0], |node| {
		assert_eq!(node.block(), 0);
	});
}

#[test]
fn submits_a_step_again_only_after_some_blocks() {
	Node::run(ExtBuilder::default(), &[], |node| {
		let submitted: Vec<usize> = (0..7)
			.map(|_| {
				let count = node.work().len();
				next_block();
				count
			})
			.collect();
		assert_eq!(submitted, [1, 0, 0, 1, 0, 0, 1]);
	});
}

#[test]
fn asks_all_workers_at_once() {
	Node::run(ExtBuilder::default(), &[0, 1, 2], |node| {
		(0..3).for_each(|n| set_url(n, &url(n)));
		to_scoring();
		next_block();
		(0..3).for_each(|n| node.has_sheet(n, &SHEET));
		assert_eq!(node.work().len(), 3);
		assert_eq!(node.network.0.lock().unwrap().awaited, [3]);
	});
}

#[test]
fn speaks_only_for_keys_it_has() {
	Node::run(ExtBuilder::default(), &[1], |node| {
		set_url(1, &url(1));
		to_scoring();
		next_block();
		node.has_sheet(1, &SHEET);
		let calls = node.work();
		assert!(
			matches!(&calls[..], [Call::commit_scores { validator: who, .. }] if *who == validator(1)),
			"{calls:?}"
		);
	});
}

#[test]
fn asks_the_default_worker_when_none_is_set() {
	Node::run(ExtBuilder::default(), &[0], |node| {
		to_scoring();
		next_block();
		assert!(node.work().is_empty());
		assert_eq!(node.asked(), [format!("{}{}", loopback::DEFAULT_WORKER_URL, loopback::scores_path(MODEL, 1))]);
	});
}

#[test]
fn never_asks_beyond_loopback() {
	Node::run(ExtBuilder::default(), &[0, 1], |node| {
		set_url(0, "http://10.0.0.1:80");
		let key = loopback::worker_url_key(&session_key(1));
		sp_io::offchain::local_storage_set(StorageKind::PERSISTENT, &key, &[0xff, 0xfe]);
		to_scoring();
		next_block();
		assert!(node.work().is_empty());
		assert!(node.asked().is_empty());
	});
}

#[test]
fn a_worker_that_fails_is_asked_again_in_the_next_block() {
	Node::run(ExtBuilder::default(), &[0], |node| {
		set_url(0, &url(0));
		to_scoring();
		next_block();
		let path = loopback::scores_path(MODEL, 1);
		for failing in [
			Answer::Status(404),
			Answer::Status(500),
			Answer::Refuses,
			Answer::Hangs,
			Answer::Body(b"no sheet".to_vec()),
			Answer::Body(vec![0; 70_000]),
			// One entry too many.
			Answer::Body(ScoreSheet { entries: vec![SHEET[0]; 2], salt: [0; 32] }.encode()),
			// Something after the sheet.
			Answer::Body([ScoreSheet { entries: SHEET.to_vec(), salt: [0; 32] }.encode(), vec![0]].concat()),
		] {
			node.answers(&url(0), path.clone(), failing);
			let before = node.asked().len();
			assert!(node.work().is_empty());
			assert_eq!(node.asked().len(), before + 1);
		}
		node.has_sheet(0, &SHEET);
		assert_eq!(node.work().len(), 1);
		assert!(node.work().is_empty(), "submitted once");
	});
}

#[test]
fn reveals_nothing_but_what_was_committed_to() {
	Node::run(ExtBuilder::default(), &[0], |node| {
		set_url(0, &url(0));
		to_scoring();
		next_block();
		node.has_sheet(0, &SHEET);
		assert_eq!(node.block(), 1);
		to_phase(Phase::Reveal);
		node.has_sheet(0, &[scored(11, 5)]);
		assert!(node.work().is_empty(), "the worker lost its sheet");
		node.has_sheet(0, &SHEET);
		assert_eq!(node.block(), 1);
		assert!(latest().committee.iter().any(|member| member.revealed));
	});
}

#[test]
fn attests_nothing_before_the_round_is_settled() {
	Node::run(ExtBuilder::default(), &[0], |node| {
		set_url(0, &url(0));
		play_to_published(&[0], &[0]);
		play_scores(&[(0, &SHEET), (1, &SHEET), (2, &SHEET)]);
		node.has_checkpoint(0, NEW);
		to_phase(Phase::Attest);
		let calls = node.work();
		assert!(matches!(&calls[..], [Call::settle { .. }]), "{calls:?}");
		assert_ok!(settle());
		let calls = node.work();
		assert!(
			matches!(&calls[..], [Call::attest_checkpoint { attestation, .. }] if *attestation == NEW.into()),
			"{calls:?}"
		);
	});
}

#[test]
fn a_lock_of_a_chain_that_was_thrown_away_does_not_hold() {
	Node::run(ExtBuilder::default(), &[], |node| {
		run_to(50);
		assert_eq!(node.work().len(), 1);
		// The same node on a fresh chain, with its old off-chain database.
		System::set_block_number(2);
		assert_eq!(node.work().len(), 1);
	});
}
