//! Handing plain updates over to the committee of a dispute.
//!
//! The blob of an update is encrypted to the first committee of its round, so the members of the larger one that
//! repeats its work cannot read it. They ask for it: the contributor, members of the first committee, and each other.
//! Who is asked does not ask back who they are, but looks at the chain: the update is encrypted to the key that the
//! chain has for the member that the request names, so a stranger who asks in its name gets nothing it could read.
//!
//! One request for each connection, over one stream. Out goes a SCALE-encoded [`Request`]; back comes a SCALE-encoded
//! `Result<(), Refusal>`, and where that is `Ok` an age file up to the end of the stream.

use anyhow::{anyhow, bail, Result};
use codec::{Decode, Encode};
use futures::future::BoxFuture;
use iroh::{
	endpoint::{Connection, RecvStream, VarInt},
	protocol::{AcceptError, ProtocolHandler},
	EndpointId,
};
use promptale_primitives::{ModelId, RoundIndex, UpdateIndex};
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex, RwLock},
	time::Duration,
};

/// Names the protocol in the TLS handshake.
pub const ALPN: &[u8] = b"promptale/update/1";

/// Most requests of one endpoint that are answered at once. Who asks for more is told to come again.
pub const MOST_OF_ONE: usize = 4;

/// Most requests that are answered at once. Each keeps an update and its encryption in memory.
const MOST_OF_ALL: usize = 8;

/// Encoded size of a [`Request`].
const REQUEST_BYTES: usize = 4 + 4 + 4 + 32;

/// Encoded size of a refusal.
const REFUSAL_BYTES: usize = 2;

/// Asks for the plain bytes of one update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Request {
	/// The model.
	pub model: ModelId,
	/// Its round.
	pub round: RoundIndex,
	/// The update's position in the round.
	pub update: UpdateIndex,
	/// Account of the validator that asks.
	pub validator: [u8; 32],
}

/// Why an update is not handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, thiserror::Error)]
pub enum Refusal {
	/// The request does not decode.
	#[error("it does not understand the request")]
	Malformed,
	/// Too much at once.
	#[error("it hands over too much at once already")]
	Busy,
	/// The worker has only just started.
	#[error("it does not follow the chain yet")]
	NotReady,
	/// Not the latest round of a model it works on.
	#[error("it does not know the round as the model's latest one")]
	UnknownRound,
	/// The round is over, or its first committee's blob is what to fetch.
	#[error("to its knowledge the round is not being disputed")]
	NotDisputed,
	/// Not in the committee that works now.
	#[error("to its knowledge the validator is not in the committee of the dispute")]
	NotMember,
	/// Nothing was published at this position.
	#[error("to its knowledge there is no such published update")]
	UnknownUpdate,
	/// It has neither the plain update nor a blob it can read.
	#[error("it does not have the update")]
	NotHere,
	/// The chain's key for the member cannot be encrypted to.
	#[error("it cannot encrypt to the validator's key on the chain")]
	UnusableKey,
}

/// Who has updates, knows the chain, and encrypts.
pub trait Holder: Send + Sync {
	/// The update of a request, encrypted to the member that it names.
	fn hand_over(&self, request: Request) -> BoxFuture<'_, Result<Vec<u8>, Refusal>>;
}

/// Takes requests. Copies of it are one and the same.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
	holder: RwLock<Option<Arc<dyn Holder>>>,
	answering: Mutex<BTreeMap<EndpointId, usize>>,
	timeout: Duration,
}

impl std::fmt::Debug for Desk {
	fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		formatter.write_str("Desk")
	}
}

/// A request being answered.
struct Turn<'a>(&'a Inner, EndpointId);

impl Drop for Turn<'_> {
	fn drop(&mut self) {
		let mut answering = self.0.answering.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		if let Some(count) = answering.get_mut(&self.1) {
			*count -= 1;
			if *count == 0 {
				answering.remove(&self.1);
			}
		}
	}
}

impl Desk {
	/// Refuses everything until it has a holder. `timeout` bounds one request.
	pub fn new(timeout: Duration) -> Desk {
		Desk(Arc::new(Inner { holder: RwLock::default(), answering: Mutex::default(), timeout }))
	}

	/// From now on `holder` answers.
	pub fn open(&self, holder: Arc<dyn Holder>) {
		self.set(Some(holder));
	}

	/// From now on everything is refused again.
	pub fn close(&self) {
		self.set(None);
	}

	fn set(&self, holder: Option<Arc<dyn Holder>>) {
		*self.0.holder.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = holder;
	}

	fn turn(&self, peer: EndpointId) -> Result<Turn<'_>, Refusal> {
		let mut answering = self.0.answering.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		let all: usize = answering.values().sum();
		let of_this = answering.entry(peer).or_default();
		if *of_this >= MOST_OF_ONE || all >= MOST_OF_ALL {
			if *of_this == 0 {
				answering.remove(&peer);
			}
			return Err(Refusal::Busy);
		}
		*of_this += 1;
		Ok(Turn(&self.0, peer))
	}

	async fn answer(&self, requests: &mut RecvStream) -> Result<Vec<u8>, Refusal> {
		let request = requests.read_to_end(REQUEST_BYTES).await.map_err(|_| Refusal::Malformed)?;
		let request = Request::decode(&mut &request[..]).map_err(|_| Refusal::Malformed)?;
		let holder = self.0.holder.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
		let holder = holder.ok_or(Refusal::NotReady)?;
		let answer = holder.hand_over(request).await;
		tracing::info!(
			model = request.model,
			round = request.round,
			update = request.update,
			validator = %promptale_client::AccountId::from(request.validator),
			refusal = answer.as_ref().err().map(ToString::to_string),
			"asked for an update in a dispute"
		);
		answer
	}

	async fn serve(&self, connection: &Connection) -> Result<()> {
		let (mut out, mut requests) = connection.accept_bi().await?;
		let turn = self.turn(connection.remote_id());
		let answer = match &turn {
			Ok(_) => self.answer(&mut requests).await,
			Err(refusal) => Err(*refusal),
		};
		out.write_all(&answer.as_ref().map(|_| ()).map_err(|refusal| *refusal).encode()).await?;
		if let Ok(encrypted) = answer {
			out.write_all(&encrypted).await?;
		}
		out.finish()?;
		// Dropping the connection would cut off what is still under way. Who asked closes it once it has everything.
		connection.closed().await;
		Ok(())
	}
}

impl ProtocolHandler for Desk {
	async fn accept(&self, connection: Connection) -> Result<(), AcceptError> {
		match tokio::time::timeout(self.0.timeout, self.serve(&connection)).await {
			Ok(Ok(())) => {},
			Ok(Err(error)) => tracing::debug!("handing an update over broke off: {error:#}"),
			Err(_) => tracing::debug!("handing an update over took longer than {} s", self.0.timeout.as_secs()),
		}
		Ok(())
	}
}

/// Asks over a connection with [`ALPN`] for an update. Answers an age file of at most `limit` bytes.
pub async fn ask(connection: &Connection, request: &Request, limit: usize) -> Result<Vec<u8>> {
	let (mut out, mut answers) = connection.open_bi().await?;
	out.write_all(&request.encode()).await?;
	out.finish()?;
	let answer = answers
		.read_to_end(limit.saturating_add(REFUSAL_BYTES))
		.await
		.map_err(|error| anyhow!("it does not send at most {limit} bytes ({error})"))?;
	connection.close(VarInt::from_u32(0), b"thanks");
	let mut rest = &answer[..];
	match Result::<(), Refusal>::decode(&mut rest) {
		Ok(Ok(())) if rest.len() <= limit => Ok(rest.to_vec()),
		Ok(Ok(())) => bail!("it sends {} bytes, at most {limit} are expected", rest.len()),
		Ok(Err(refusal)) => bail!("{refusal}"),
		Err(_) => bail!("it answers something else"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{blobs::Blobs, endpoint_address::EndpointAddress};
	use iroh::SecretKey;
	use std::path::Path;
	use tokio::sync::Semaphore;

	const REQUEST: Request = Request { model: 1, round: 2, update: 3, validator: [4; 32] };

	/// Has update 3 alone, of 100,000 bytes; answers as often as there are permits.
	struct Fake(Arc<Semaphore>);

	impl Holder for Fake {
		fn hand_over(&self, request: Request) -> BoxFuture<'_, Result<Vec<u8>, Refusal>> {
			Box::pin(async move {
				let _permit = self.0.acquire().await.unwrap();
				if request == REQUEST {
					Ok(vec![7; 100_000])
				} else {
					Err(Refusal::NotHere)
				}
			})
		}
	}

	async fn open(folder: &Path, seed: u8) -> (Arc<Blobs>, EndpointAddress) {
		let secret = SecretKey::from_bytes(&[seed; 32]);
		let blobs = Blobs::open(folder, secret, ([127, 0, 0, 1], 0).into(), Duration::from_secs(10)).await.unwrap();
		let address = EndpointAddress { id: blobs.id(), addresses: blobs.bound() };
		(Arc::new(blobs), address)
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn an_update_is_handed_over_or_refused_with_a_reason() {
		let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
		let (server, address) = open(folders[0].path(), 11).await;
		let (client, _) = open(folders[1].path(), 12).await;
		let refusal = |outcome: Result<Vec<u8>>| outcome.unwrap_err().to_string();
		assert_eq!(refusal(client.ask(&address, &REQUEST, 100_000).await), Refusal::NotReady.to_string());
		server.desk().open(Arc::new(Fake(Arc::new(Semaphore::new(1)))));
		assert_eq!(client.ask(&address, &REQUEST, 100_000).await.unwrap(), vec![7; 100_000]);
		let missing = Request { update: 4, ..REQUEST };
		assert_eq!(refusal(client.ask(&address, &missing, 100_000).await), Refusal::NotHere.to_string());
		let large = refusal(client.ask(&address, &REQUEST, 99_990).await);
		assert!(large.contains("99990"), "{large}");
		server.close().await;
		client.close().await;
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn who_asks_for_too_much_at_once_is_told_to_come_again() {
		let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
		let (server, address) = open(folders[0].path(), 13).await;
		let (client, _) = open(folders[1].path(), 14).await;
		let permits = Arc::new(Semaphore::new(0));
		server.desk().open(Arc::new(Fake(permits.clone())));
		let asking: Vec<_> = (0..MOST_OF_ONE)
			.map(|_| {
				let (client, address) = (client.clone(), address.clone());
				tokio::spawn(async move { client.ask(&address, &REQUEST, 100_000).await })
			})
			.collect();
		while server.desk().0.answering.lock().unwrap().values().sum::<usize>() < MOST_OF_ONE {
			tokio::time::sleep(Duration::from_millis(20)).await;
		}
		let refused = client.ask(&address, &REQUEST, 100_000).await.unwrap_err().to_string();
		assert_eq!(refused, Refusal::Busy.to_string());
		permits.add_permits(1);
		for one in asking {
			assert_eq!(one.await.unwrap().unwrap().len(), 100_000);
		}
		assert!(client.ask(&address, &REQUEST, 100_000).await.is_ok());
		server.close().await;
		client.close().await;
	}

	#[test]
	fn a_request_has_the_size_that_is_read() {
		assert_eq!(REQUEST.encode().len(), REQUEST_BYTES);
		assert_eq!(Err::<(), _>(Refusal::UnusableKey).encode().len(), REFUSAL_BYTES);
	}
}
