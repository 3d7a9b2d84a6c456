//! What a node says of itself, its chain, blocks and accounts; and what an operator sets in it.

use crate::{
	connection::{from_hex, hash_from_hex, to_hex},
	AccountId, Client, Error, SPEC_NAME,
};
use codec::Decode;
use promptale_primitives::{loopback, Balance, BlockNumber};
use serde_json::Value;
use subxt::ext::scale_value;

/// Which chain a node runs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ChainInfo {
	/// Name in the chain specification.
	pub name: String,
	/// The runtime's name.
	pub spec_name: String,
	/// The runtime's version.
	pub spec_version: u32,
	/// Hash of the first block, hex with `0x`.
	pub genesis: String,
	/// Decimals of the token.
	pub token_decimals: u32,
}

/// What an account has, in the smallest unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Balances {
	/// Not held.
	pub free: Balance,
	/// Bonds, stakes, deposits.
	pub held: Balance,
	/// Must stay, free or held together: what is voted with.
	pub frozen: Balance,
}

impl Balances {
	/// What can be paid so that `existential_deposit` stays.
	pub fn spendable(&self, existential_deposit: Balance) -> Balance {
		let stays = self.frozen.saturating_sub(self.held).max(existential_deposit);
		self.free.saturating_sub(stays)
	}
}

/// A block's number and hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
	/// Its number.
	pub number: BlockNumber,
	/// Its hash.
	pub hash: [u8; 32],
}

/// A header as RPC has it, as far as we need it.
#[derive(serde::Deserialize)]
struct Header {
	number: String,
}

impl Client {
	/// Says which chain the node runs. Another one than PrompTale is [`Error::WrongChain`].
	pub async fn check_chain(&self) -> Result<ChainInfo, Error> {
		let runtime = self.runtime().await?;
		if runtime.spec_name != SPEC_NAME {
			return Err(Error::WrongChain { url: self.url().into(), found: runtime.spec_name });
		}
		let name: String = self.request("system_chain", vec![]).await?;
		let properties: serde_json::Map<String, Value> = self.request("system_properties", vec![]).await?;
		// Some nodes answer a list with one entry for each token.
		let decimals =
			properties.get("tokenDecimals").and_then(|value| value.as_u64().or_else(|| value.get(0)?.as_u64()));
		Ok(ChainInfo {
			name,
			spec_name: runtime.spec_name,
			spec_version: runtime.spec_version,
			genesis: to_hex(&runtime.genesis),
			token_decimals: decimals.and_then(|decimals| u32::try_from(decimals).ok()).unwrap_or(12),
		})
	}

	/// Hash of the chain's first block.
	pub async fn genesis(&self) -> Result<[u8; 32], Error> {
		Ok(self.runtime().await?.genesis)
	}

	/// Number of the best block.
	pub async fn best_block(&self) -> Result<BlockNumber, Error> {
		let header: Header = self.request("chain_getHeader", vec![]).await?;
		parse_number(&header.number)
	}

	/// Number and hash of the best block.
	pub async fn best_head(&self) -> Result<Head, Error> {
		let hash: String = self.request("chain_getBlockHash", vec![]).await?;
		self.head_of(&hash).await
	}

	/// Number and hash of the last finalised block.
	pub async fn finalised_head(&self) -> Result<Head, Error> {
		let hash: String = self.request("chain_getFinalizedHead", vec![]).await?;
		self.head_of(&hash).await
	}

	/// Free, held and frozen balance; zero for an account that does not exist.
	pub async fn balance(&self, account: &AccountId) -> Result<Balances, Error> {
		self.balance_in(account, None).await
	}

	/// The same as of the block with this hash.
	pub async fn balance_at(&self, block: &[u8; 32], account: &AccountId) -> Result<Balances, Error> {
		self.balance_in(account, Some(block)).await
	}

	async fn balance_in(&self, account: &AccountId, block: Option<&[u8; 32]>) -> Result<Balances, Error> {
		let keys = vec![scale_value::Value::from_bytes(account.0)];
		match self.stored_at("System", "Account", keys, block).await? {
			Some(bytes) => account_info(&bytes),
			None => Ok(Balances::default()),
		}
	}

	/// Every account there is as of the block with this hash, and what it has. For small chains: it reads all of them.
	pub async fn accounts_at(&self, block: &[u8; 32]) -> Result<Vec<(AccountId, Balances)>, Error> {
		let entries = self.stored_map("System", "Account", block).await?;
		let accounts = entries.into_iter().map(|(key, bytes)| {
			// The hasher leaves the account itself at the end.
			let account = key.last_chunk::<32>().ok_or_else(|| Error::Decode {
				what: "System.Account".into(),
				reason: "its keys are no accounts".into(),
			})?;
			Ok((AccountId(*account), account_info(&bytes)?))
		});
		accounts.collect()
	}

	/// All $TALE there is as of the block with this hash, in the smallest unit.
	pub async fn issuance_at(&self, block: &[u8; 32]) -> Result<Balance, Error> {
		let Some(bytes) = self.stored_at("Balances", "TotalIssuance", vec![], Some(block)).await? else { return Ok(0) };
		Balance::decode(&mut &bytes[..])
			.map_err(|error| Error::Decode { what: "Balances.TotalIssuance".into(), reason: error.to_string() })
	}

	/// Puts a validator's session key into the node's keystore (`author_insertKey`, key type `pov!`).
	/// `secret` is a seed in hex or a secret phrase with an optional path, `public` the key it must give.
	pub async fn insert_session_key(&self, secret: &str, public: &[u8; 32]) -> Result<(), Error> {
		let key_type = String::from_utf8_lossy(&loopback::KEY_TYPE).into_owned();
		self.request::<Value>("author_insertKey", vec![key_type.into(), secret.into(), to_hex(public).into()]).await?;
		Ok(())
	}

	/// Whether the node's keystore holds a session key.
	pub async fn has_session_key(&self, public: &[u8; 32]) -> Result<bool, Error> {
		let key_type = String::from_utf8_lossy(&loopback::KEY_TYPE).into_owned();
		self.request("author_hasKey", vec![to_hex(public).into(), key_type.into()]).await
	}

	/// Tells the node where the worker of a session key is, in its persistent off-chain storage.
	/// The URL must stay on the node's machine.
	pub async fn set_worker_url(&self, session_key: &[u8; 32], url: &str) -> Result<(), Error> {
		if !loopback::is_loopback(url) {
			return Err(Error::Incompatible(format!(
				"a node asks its worker on its own machine only, but `{url}` is not a loopback address; \
				 use one like {}",
				loopback::DEFAULT_WORKER_URL
			)));
		}
		let key = to_hex(&loopback::worker_url_key(session_key));
		let params = vec!["PERSISTENT".into(), key.into(), to_hex(url.as_bytes()).into()];
		self.request::<Value>("offchain_localStorageSet", params).await?;
		Ok(())
	}

	/// Where the node looks for the worker of a session key, if that was set.
	pub async fn worker_url(&self, session_key: &[u8; 32]) -> Result<Option<String>, Error> {
		let key = to_hex(&loopback::worker_url_key(session_key));
		let answer: Option<String> =
			self.request("offchain_localStorageGet", vec!["PERSISTENT".into(), key.into()]).await?;
		answer
			.map(|hex| Ok(String::from_utf8_lossy(&from_hex("offchain_localStorageGet", &hex)?).into_owned()))
			.transpose()
	}

	/// Whether transactions of an account wait in the node's pool.
	pub async fn has_pending(&self, account: &AccountId) -> Result<bool, Error> {
		Ok(self.next_nonce(account).await? > self.nonce_at(account, None).await?)
	}

	/// Nonce that the next transaction of an account needs, counting those that wait in the node's pool.
	pub(crate) async fn next_nonce(&self, account: &AccountId) -> Result<u64, Error> {
		self.request("system_accountNextIndex", vec![account.to_string().into()]).await
	}

	/// Nonce of an account after a block, the best one for `None`.
	pub(crate) async fn nonce_at(&self, account: &AccountId, block: Option<&[u8; 32]>) -> Result<u64, Error> {
		let answer = self.runtime_call("AccountNonceApi_account_nonce", &account.0, block).await?;
		u32::decode(&mut &answer[..])
			.map(u64::from)
			.map_err(|error| Error::Decode { what: "AccountNonceApi_account_nonce".into(), reason: error.to_string() })
	}

	async fn head_of(&self, hash: &str) -> Result<Head, Error> {
		let header: Option<Header> = self.request("chain_getHeader", vec![hash.into()]).await?;
		let header = header.ok_or_else(|| Error::Decode {
			what: "chain_getHeader".into(),
			reason: format!("the node has no block {hash}"),
		})?;
		Ok(Head { number: parse_number(&header.number)?, hash: hash_from_hex("chain_getBlockHash", hash)? })
	}
}

/// Balances within a stored `AccountInfo`.
fn account_info(bytes: &[u8]) -> Result<Balances, Error> {
	// Nonce and three reference counts, then free, reserved, frozen and flags.
	let (_, (free, held, frozen, _)) = <([u32; 4], (u128, u128, u128, u128))>::decode(&mut &bytes[..])
		.map_err(|error| Error::Decode { what: "System.Account".into(), reason: error.to_string() })?;
	Ok(Balances { free, held, frozen })
}

fn parse_number(text: &str) -> Result<BlockNumber, Error> {
	u32::from_str_radix(text.trim_start_matches("0x"), 16)
		.map_err(|error| Error::Decode { what: "chain_getHeader".into(), reason: error.to_string() })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn block_numbers_are_hexadecimal() {
		assert_eq!(parse_number("0x1f").unwrap(), 31);
		assert!(parse_number("zz").is_err());
	}

	#[tokio::test]
	async fn a_worker_url_on_another_machine_is_refused() {
		let client = Client::unconnected("ws://127.0.0.1:1").unwrap();
		let error = client.set_worker_url(&[0; 32], "http://10.0.0.1:80").await.unwrap_err().to_string();
		assert!(error.contains("10.0.0.1"), "{error}");
	}
}
