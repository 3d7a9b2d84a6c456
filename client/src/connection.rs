//! One connection to one node, made again whenever it breaks.

use crate::{
	metadata::{choose_version, decode_metadata, Runtime},
	AccountId, Error,
};
use codec::{Decode, Encode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{
	collections::BTreeMap,
	sync::{Arc, OnceLock},
	time::{Duration, Instant},
};
use subxt::rpcs::{client::RpcParams, RpcClient};
use tokio::sync::Mutex;

/// Longest wait for a connection or for the answer to one request.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a runtime version is taken to be still the current one.
const VERSION_KEPT: Duration = Duration::from_secs(6);

/// A client of one node. Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Client {
	inner: Arc<Inner>,
}

struct Inner {
	url: String,
	link: Mutex<Option<Arc<Link>>>,
	turns: Mutex<BTreeMap<AccountId, Arc<Mutex<()>>>>,
	/// Genesis of the chain that was connected to first.
	genesis: OnceLock<[u8; 32]>,
}

/// A live connection, with the runtime that was current when last looked at.
struct Link {
	rpc: RpcClient,
	runtime: Mutex<(Runtime, Instant)>,
}

/// How a request failed.
enum Failure {
	/// The connection is of no more use.
	Broken(String),
	/// The node answered with an error.
	Refused { code: i32, message: String },
}

/// An error that a node answered, before it is put into context.
pub(crate) struct Refusal {
	/// JSON-RPC error code.
	pub code: i32,
	/// Message and data, joined.
	pub message: String,
}

impl Client {
	/// Connects to a node by its WebSocket URL, reads its metadata, and keeps the URL for connecting again.
	///
	/// Fails with [`Error::NodeDown`] when nothing answers. Does not check which chain it is: see
	/// [`Client::check_chain`].
	pub async fn connect(url: &str) -> Result<Client, Error> {
		let client = Client::unconnected(url)?;
		client.link().await?;
		Ok(client)
	}

	/// A client that connects when it is first used, for programs that start before their node.
	pub fn unconnected(url: &str) -> Result<Client, Error> {
		if !url.starts_with("ws://") && !url.starts_with("wss://") {
			return Err(Error::InvalidUrl { url: url.into() });
		}
		let inner = Inner {
			url: url.into(),
			link: Mutex::new(None),
			turns: Mutex::new(BTreeMap::new()),
			genesis: OnceLock::new(),
		};
		Ok(Client { inner: Arc::new(inner) })
	}

	/// The URL of the node.
	pub fn url(&self) -> &str {
		&self.inner.url
	}

	/// One submission at a time for each account, so that nonces follow each other.
	pub(crate) async fn turn_of(&self, account: &AccountId) -> Arc<Mutex<()>> {
		self.inner.turns.lock().await.entry(*account).or_default().clone()
	}

	/// Asks the node. A broken connection is made again once; the node's refusals become [`Error::Rpc`].
	pub(crate) async fn request<T: DeserializeOwned>(&self, method: &str, params: Vec<Value>) -> Result<T, Error> {
		let answer = match self.request_once(method, params.clone()).await {
			Err(Error::NodeDown { .. }) => self.request_once(method, params).await?,
			answer => answer?,
		};
		answer.map_err(|refusal| Error::Rpc { method: method.into(), message: refusal.message })
	}

	/// Asks the node once. For requests that must not be repeated unseen.
	pub(crate) async fn request_once<T: DeserializeOwned>(
		&self,
		method: &str,
		params: Vec<Value>,
	) -> Result<Result<T, Refusal>, Error> {
		let link = self.link().await?;
		match ask(&link.rpc, method, &params).await {
			Ok(value) => Ok(Ok(value)),
			Err(Failure::Refused { code, message }) => Ok(Err(Refusal { code, message })),
			Err(Failure::Broken(reason)) => {
				self.forget(&link).await;
				Err(self.down(reason))
			},
		}
	}

	/// Asks a runtime API at a block, the best one for `None`; both sides SCALE-encoded.
	pub(crate) async fn runtime_call(
		&self,
		function: &str,
		arguments: &[u8],
		block: Option<&[u8; 32]>,
	) -> Result<Vec<u8>, Error> {
		let mut params = vec![function.into(), to_hex(arguments).into()];
		params.extend(block.map(|hash| to_hex(hash).into()));
		let answer: String = self.request("state_call", params).await?;
		from_hex(function, &answer)
	}

	/// The runtime that the node runs now.
	pub(crate) async fn runtime(&self) -> Result<Runtime, Error> {
		let link = self.link().await?;
		let mut held = link.runtime.lock().await;
		if held.1.elapsed() > VERSION_KEPT {
			let version = match read_version(&link.rpc).await {
				Ok(version) => version,
				Err(failure) => {
					drop(held);
					self.forget(&link).await;
					return Err(self.failed("state_getRuntimeVersion", failure));
				},
			};
			if version.spec_version != held.0.spec_version {
				tracing::info!(from = held.0.spec_version, to = version.spec_version, "the runtime was upgraded");
				held.0 = read_runtime(&link.rpc).await.map_err(|(method, failure)| self.failed(&method, failure))??;
			}
			held.1 = Instant::now();
		}
		Ok(held.0.clone())
	}

	/// The live connection, made if there is none.
	async fn link(&self) -> Result<Arc<Link>, Error> {
		let mut held = self.inner.link.lock().await;
		if let Some(link) = &*held {
			return Ok(link.clone());
		}
		let connecting = RpcClient::from_insecure_url(&self.inner.url);
		let rpc = tokio::time::timeout(PATIENCE, connecting)
			.await
			.map_err(|_| self.down("it does not answer".into()))?
			.map_err(|error| self.down(innermost(&error)))?;
		let runtime = read_runtime(&rpc).await.map_err(|(method, failure)| self.failed(&method, failure))??;
		self.same_chain(&runtime.genesis)?;
		let link = Arc::new(Link { rpc, runtime: Mutex::new((runtime, Instant::now())) });
		*held = Some(link.clone());
		Ok(link)
	}

	/// A node that comes back with another chain is refused: what was read before says nothing of that one.
	fn same_chain(&self, found: &[u8; 32]) -> Result<(), Error> {
		let expected = self.inner.genesis.get_or_init(|| *found);
		if expected == found {
			return Ok(());
		}
		let url = self.inner.url.clone();
		Err(Error::OtherChain { url, found: to_hex(found), expected: to_hex(expected) })
	}

	/// Drops a connection that broke, unless another one has taken its place already.
	async fn forget(&self, broken: &Arc<Link>) {
		let mut held = self.inner.link.lock().await;
		if held.as_ref().is_some_and(|link| Arc::ptr_eq(link, broken)) {
			*held = None;
		}
	}

	fn down(&self, reason: String) -> Error {
		Error::NodeDown { url: self.inner.url.clone(), reason }
	}

	fn failed(&self, method: &str, failure: Failure) -> Error {
		match failure {
			Failure::Broken(reason) => self.down(reason),
			Failure::Refused { message, .. } => Error::Rpc { method: method.into(), message },
		}
	}
}

/// What `state_getRuntimeVersion` answers, as far as we need it.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
	spec_name: String,
	spec_version: u32,
	transaction_version: u32,
}

async fn ask<T: DeserializeOwned>(rpc: &RpcClient, method: &str, params: &[Value]) -> Result<T, Failure> {
	let mut encoded = RpcParams::new();
	for param in params {
		encoded.push(param).map_err(|error| Failure::Broken(error.to_string()))?;
	}
	match tokio::time::timeout(PATIENCE, rpc.request(method, encoded)).await {
		Ok(Ok(value)) => Ok(value),
		Ok(Err(subxt::rpcs::Error::User(error))) => {
			let data = error.data.as_ref().map(|data| data.get().trim_matches('"').to_owned());
			let message = match data {
				Some(data) if !data.is_empty() => format!("{}: {data}", error.message),
				_ => error.message,
			};
			Err(Failure::Refused { code: error.code, message })
		},
		// The connection is fine, and asking again would give the same answer.
		Ok(Err(error @ subxt::rpcs::Error::Deserialization(_))) => {
			Err(Failure::Refused { code: 0, message: error.to_string() })
		},
		Ok(Err(error)) => Err(Failure::Broken(innermost(&error))),
		Err(_) => Err(Failure::Broken(format!("no answer to {method} within {} s", PATIENCE.as_secs()))),
	}
}

async fn read_version(rpc: &RpcClient) -> Result<Version, Failure> {
	ask(rpc, "state_getRuntimeVersion", &[]).await
}

/// Reads versions, metadata and genesis. The outer error is the transport's, with the method it came from.
async fn read_runtime(rpc: &RpcClient) -> Result<Result<Runtime, Error>, (String, Failure)> {
	let of = |method: &str| {
		let method = method.to_owned();
		move |failure| (method, failure)
	};
	let version = read_version(rpc).await.map_err(of("state_getRuntimeVersion"))?;
	let genesis: String = ask(rpc, "chain_getBlockHash", &[0.into()]).await.map_err(of("chain_getBlockHash"))?;
	let call = |function: &'static str, arguments: Vec<u8>| async move {
		let params = [Value::from(function), Value::from(to_hex(&arguments))];
		ask::<String>(rpc, "state_call", &params).await.map_err(of(function))
	};
	let offered = call("Metadata_metadata_versions", Vec::new()).await?;
	let chosen = from_hex("Metadata_metadata_versions", &offered)
		.and_then(|bytes| {
			Vec::<u32>::decode(&mut &bytes[..])
				.map_err(|error| Error::Decode { what: "Metadata_metadata_versions".into(), reason: error.to_string() })
		})
		.and_then(|offered| choose_version(&offered));
	let chosen = match chosen {
		Ok(chosen) => chosen,
		Err(error) => return Ok(Err(error)),
	};
	let answer = call("Metadata_metadata_at_version", chosen.encode()).await?;
	let runtime = || {
		let metadata = decode_metadata(&from_hex("Metadata_metadata_at_version", &answer)?)?;
		let genesis = hash_from_hex("chain_getBlockHash", &genesis)?;
		Ok(Runtime::new(metadata, version.spec_name, version.spec_version, version.transaction_version, genesis))
	};
	Ok(runtime())
}

/// The part of an error that says something ("Connection refused"), without the layers around it.
fn innermost(error: &dyn std::error::Error) -> String {
	let mut cause = error;
	while let Some(next) = cause.source() {
		cause = next;
	}
	let text = cause.to_string();
	text.rsplit("client error: ").next().unwrap_or(&text).to_owned()
}

/// `0x` and lower-case digits, as RPC has bytes.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// Bytes from RPC.
pub(crate) fn from_hex(what: &str, text: &str) -> Result<Vec<u8>, Error> {
	hex::decode(text.strip_prefix("0x").unwrap_or(text))
		.map_err(|error| Error::Decode { what: what.into(), reason: error.to_string() })
}

/// A 32-byte hash from RPC.
pub(crate) fn hash_from_hex(what: &str, text: &str) -> Result<[u8; 32], Error> {
	let bytes = from_hex(what, text)?;
	<[u8; 32]>::try_from(&bytes[..])
		.map_err(|_| Error::Decode { what: what.into(), reason: format!("{} bytes instead of 32", bytes.len()) })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[tokio::test]
	async fn a_node_that_is_down_is_named_with_what_to_do() {
		// A port that was free a moment ago.
		let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
		let url = format!("ws://127.0.0.1:{port}");
		let error = Client::connect(&url).await.err().unwrap();
		assert!(error.is_node_down(), "{error:?}");
		let text = error.to_string();
		assert!(text.contains(&url) && text.contains("promptale-node --dev"), "{text}");
	}

	#[test]
	fn a_node_that_comes_back_with_another_chain_is_refused() {
		let client = Client::unconnected("ws://127.0.0.1:1").unwrap();
		assert!(client.same_chain(&[1; 32]).is_ok());
		assert!(client.clone().same_chain(&[1; 32]).is_ok());
		let text = client.same_chain(&[2; 32]).unwrap_err().to_string();
		assert!(text.contains(&to_hex(&[1; 32])) && text.contains(&to_hex(&[2; 32])), "{text}");
	}

	#[tokio::test]
	async fn only_web_socket_urls_are_taken() {
		let error = Client::connect("http://127.0.0.1:9944").await.err().unwrap().to_string();
		assert!(error.contains("ws://"), "{error}");
	}
}
