//! A node's outside world, for tests of off-chain workers: worker daemons that answer as they are told, a keystore, a
//! transaction pool, an off-chain database.

use crate::session;
use promptale_primitives::loopback;
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

/// What a worker daemon does with a request.
#[derive(Clone)]
pub enum Answer {
	/// Answers 200 with this body.
	Body(Vec<u8>),
	/// Answers with this status.
	Status(u16),
	/// Takes no connection.
	Refuses,
	/// Takes one, and says nothing.
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

/// What surrounds one node.
pub struct Outside {
	network: Network,
	/// Takes what was submitted out of the pool.
	take: Box<dyn Fn() -> Vec<Vec<u8>>>,
}

impl Outside {
	/// Gives a chain an outside world, with the session keys of these seeds in the keystore.
	pub fn surround(chain: &mut sp_io::TestExternalities, seeds: impl IntoIterator<Item = [u8; 32]>) -> Outside {
		let network = Network::default();
		let (database, _) = TestOffchainExt::new();
		let (pool_ext, pool) = TestTransactionPoolExt::new();
		let keystore = MemoryKeystore::new();
		for seed in seeds {
			let secret = format!("0x{}", seed.map(|byte| format!("{byte:02x}")).concat());
			keystore.sr25519_generate_new(session::KEY_TYPE, Some(&secret)).expect("inserts the key");
		}
		chain.register_extension(OffchainDbExt::new(database));
		chain.register_extension(OffchainWorkerExt::new(network.clone()));
		chain.register_extension(TransactionPoolExt::new(pool_ext));
		chain.register_extension(KeystoreExt(Arc::new(keystore)));
		Outside { network, take: Box::new(move || std::mem::take(&mut pool.write().transactions)) }
	}

	/// What the worker at `url` does when asked for `path` from now on.
	pub fn answers(&self, url: &str, path: String, answer: Answer) {
		self.network.0.lock().unwrap().answers.insert(format!("{url}{path}"), answer);
	}

	/// The URLs that were asked, in order.
	pub fn asked(&self) -> Vec<String> {
		self.network.0.lock().unwrap().asked.clone()
	}

	/// How many requests were awaited together, each time.
	pub fn awaited(&self) -> Vec<usize> {
		self.network.0.lock().unwrap().awaited.clone()
	}

	/// Takes the encoded transactions that were submitted out of the pool.
	pub fn submitted(&self) -> Vec<Vec<u8>> {
		(self.take)()
	}
}

/// Tells the node where the worker of a session key is, as `vpu attach` does. Within the externalities.
pub fn set_worker_url(session_key: &[u8; 32], url: &[u8]) {
	sp_io::offchain::local_storage_set(StorageKind::PERSISTENT, &loopback::worker_url_key(session_key), url);
}
