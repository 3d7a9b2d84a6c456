//! Submitting and following one transaction until its fate is known.
//!
//! A transaction is signed once and its bytes are kept: sending the same bytes again can never act twice,
//! because they carry one nonce. New bytes for the same call are only signed when the old ones can never be
//! included any more: the node refused them outright, another transaction took their nonce, or they expired.

use crate::{
	account_of,
	connection::{hash_from_hex, to_hex, Refusal},
	transaction::{encode_authorized, Signed},
	AccountId, Call, Client, Error, Head, Keypair,
};
use promptale_primitives::BlockNumber;
use serde_json::Value;
use std::{
	collections::BTreeSet,
	future::Future,
	time::{Duration, Instant},
};

/// How often the head is looked at while waiting.
const INTERVAL: Duration = Duration::from_millis(100);

/// After how many blocks without the transaction the same bytes are sent again.
const RESEND_AFTER: BlockNumber = 3;

/// How often new bytes may be signed for one submission.
const MAX_SIGNINGS: u32 = 5;

/// How long a node may be away while we wait for a transaction.
const NODE_AWAY: Duration = Duration::from_secs(120);

/// Error codes of a node's transaction pool.
mod pool {
	/// The runtime says the transaction is invalid.
	pub const INVALID: i32 = 1010;
	/// Refused for a while after having been invalid.
	pub const BANNED: i32 = 1012;
	/// These bytes are in the pool already.
	pub const ALREADY_IMPORTED: i32 = 1013;
	/// Another transaction with this nonce is in the pool.
	pub const TOO_LOW_PRIORITY: i32 = 1014;
	/// The pool is full.
	pub const FULL: i32 = 1016;
}

/// Where a transaction was included, and what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Included {
	/// Number of the block.
	pub block: BlockNumber,
	/// Hash of the block.
	pub hash: [u8; 32],
	/// Events of the transaction, in words.
	pub events: Vec<String>,
}

/// How following a transaction ended.
pub(crate) enum Fate {
	Included {
		head: Head,
		index: u32,
	},
	/// These bytes can never be included: sign again.
	Dead {
		reason: String,
	},
}

/// A block as RPC has it, as far as we need it.
#[derive(serde::Deserialize)]
struct SignedBlock {
	block: Block,
}

#[derive(serde::Deserialize)]
struct Block {
	header: Header,
	extrinsics: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
	parent_hash: String,
}

/// Whether a transaction is on one branch of the chain.
#[derive(Debug, PartialEq)]
enum Search {
	Found {
		head: Head,
		index: u32,
	},
	Absent,
	/// The node has dropped a block of the branch meanwhile.
	Unclear,
}

impl Client {
	/// Signs a call, submits it, and waits until it is in a best block.
	///
	/// Submissions of one account through one client follow each other. A node that restarts meanwhile is
	/// waited for. A call that was included but failed is [`Error::Dispatch`].
	pub async fn submit(&self, signer: &Keypair, call: Call) -> Result<Included, Error> {
		let account = account_of(signer);
		let turn = self.turn_of(&account).await;
		let _mine = turn.lock().await;
		let label = call.label();
		let mut reason = String::new();
		for _ in 0..MAX_SIGNINGS {
			let runtime = self.runtime().await?;
			let signed = self.sign(&runtime, signer, &account, &call).await?;
			match self.follow(&account, &signed, &label).await? {
				Fate::Included { head, index } => {
					let events = self.outcome_of(&runtime, &head.hash, index, &label).await?;
					tracing::debug!(call = label, block = head.number, nonce = signed.nonce, "included");
					return Ok(Included { block: head.number, hash: head.hash, events });
				},
				Fate::Dead { reason: why } => {
					tracing::debug!(call = label, nonce = signed.nonce, reason = why, "signing again");
					reason = why;
					tokio::time::sleep(INTERVAL * 3).await;
				},
			}
		}
		Err(Error::InvalidTransaction { call: label, reason })
	}

	/// Sends an authorized call: unsigned and without a fee, because its arguments say why it is valid. Does not wait for a
	/// block. One that the node's pool has already is no error.
	pub(crate) async fn send_authorized(&self, call: &Call) -> Result<(), Error> {
		let bytes = encode_authorized(&self.runtime().await?, call)?;
		match self.request_once::<Value>("author_submitExtrinsic", vec![bytes.into()]).await? {
			Ok(_) => Ok(()),
			// Signatures are random, so the same call has other bytes each time, and the same priority.
			Err(Refusal { code: pool::ALREADY_IMPORTED | pool::TOO_LOW_PRIORITY, .. }) => Ok(()),
			Err(Refusal { message, .. }) => Err(Error::InvalidTransaction { call: call.label(), reason: message }),
		}
	}

	/// Sends the bytes and looks for them in blocks until they are there or can never be.
	pub(crate) async fn follow(&self, account: &AccountId, signed: &Signed, label: &str) -> Result<Fate, Error> {
		let mut seen = BTreeSet::new();
		let mut sent_at: Option<BlockNumber> = None;
		let mut accepted = false;
		let mut away_since: Option<Instant> = None;
		loop {
			let step = self.step(account, signed, label, &mut seen, &mut sent_at, &mut accepted).await;
			match step {
				Ok(Some(fate)) => return Ok(fate),
				Ok(None) => away_since = None,
				// Never sent: nothing to wait for.
				Err(error) if error.is_node_down() && sent_at.is_some() => {
					let since = *away_since.get_or_insert_with(Instant::now);
					if since.elapsed() > NODE_AWAY {
						return Err(Error::Unknown {
							call: label.into(),
							seconds: NODE_AWAY.as_secs(),
							url: self.url().into(),
						});
					}
					tokio::time::sleep(INTERVAL * 5).await;
				},
				Err(error) => return Err(error),
			}
			tokio::time::sleep(INTERVAL).await;
		}
	}

	#[allow(clippy::too_many_arguments)]
	async fn step(
		&self,
		account: &AccountId,
		signed: &Signed,
		label: &str,
		seen: &mut BTreeSet<[u8; 32]>,
		sent_at: &mut Option<BlockNumber>,
		accepted: &mut bool,
	) -> Result<Option<Fate>, Error> {
		let head = self.best_head().await?;
		let best = head.number;
		let due = match *sent_at {
			None => true,
			// A node that lost its chain, or its pool, has to be told again.
			Some(at) => best < at || best >= at.saturating_add(RESEND_AFTER),
		};
		// Look before sending again: bytes that are in a block already are refused as stale.
		if sent_at.is_some() {
			// Blocks and nonce are those of one branch. Read of two, our own inclusion on one of them would pass for
			// somebody else's use of the nonce, and the call would be signed a second time.
			match search(head, signed, seen, |hash| self.block(hash)).await? {
				Search::Found { head, index } => return Ok(Some(Fate::Included { head, index })),
				Search::Absent => {},
				Search::Unclear => return Ok(None),
			}
			if self.nonce_at(account, Some(&head.hash)).await? > signed.nonce {
				return Ok(Some(Fate::Dead { reason: "another transaction of this account took its nonce".into() }));
			}
			if best >= signed.expires {
				return Err(Error::Expired { call: label.into(), blocks: signed.expires.saturating_sub(signed.birth) });
			}
		}
		if due {
			let first = sent_at.is_none();
			// From here on the node may have the bytes, whatever it answers.
			*sent_at = Some(best);
			let sent = self.request_once::<Value>("author_submitExtrinsic", vec![signed.bytes.clone().into()]).await?;
			match sent {
				Ok(_) => *accepted = true,
				Err(refusal) => return self.refused(account, label, refusal, first && !*accepted).await,
			}
		}
		Ok(None)
	}

	/// What a refusal of the pool means. `fresh` bytes were never taken by a node before.
	async fn refused(
		&self,
		account: &AccountId,
		label: &str,
		refusal: Refusal,
		fresh: bool,
	) -> Result<Option<Fate>, Error> {
		let Refusal { code, message } = refusal;
		let stale = message.contains("outdated") || message.contains("Stale") || message.contains("ancient");
		match code {
			pool::ALREADY_IMPORTED => Ok(None),
			// A full pool empties, a ban ends.
			pool::FULL | pool::BANNED => Ok(None),
			pool::TOO_LOW_PRIORITY if fresh => Ok(Some(Fate::Dead { reason: message })),
			pool::INVALID if stale && fresh => Ok(Some(Fate::Dead { reason: message })),
			// Stale bytes that a node once took are in a block, or their nonce is taken: the next look tells.
			pool::INVALID if stale => Ok(None),
			pool::INVALID if message.contains("pay some fees") => {
				let free = self.balance(account).await?.free;
				Err(Error::InsufficientBalance { account: *account, call: label.into(), free })
			},
			pool::INVALID => Err(Error::InvalidTransaction { call: label.into(), reason: message }),
			_ if fresh => Err(Error::InvalidTransaction { call: label.into(), reason: message }),
			_ => Ok(None),
		}
	}

	/// The block with this hash, `None` when the node does not have it (any more).
	async fn block(&self, hash: [u8; 32]) -> Result<Option<Block>, Error> {
		let found: Option<SignedBlock> = self.request("chain_getBlock", vec![to_hex(&hash).into()]).await?;
		Ok(found.map(|signed| signed.block))
	}
}

/// Looks for a transaction in `head` and its ancestors, down to the block it was signed on. Blocks in `seen` do not have
/// it, and neither do their ancestors; those that were looked at are added.
async fn search<F>(
	head: Head,
	signed: &Signed,
	seen: &mut BTreeSet<[u8; 32]>,
	block: impl Fn([u8; 32]) -> F,
) -> Result<Search, Error>
where
	F: Future<Output = Result<Option<Block>, Error>>,
{
	let mut looked_at = Vec::new();
	let mut at = head;
	while at.number > signed.birth && !seen.contains(&at.hash) {
		let Some(Block { header, extrinsics }) = block(at.hash).await? else { return Ok(Search::Unclear) };
		let index = extrinsics.iter().position(|extrinsic| *extrinsic == signed.bytes);
		if let Some(index) = index.and_then(|index| u32::try_from(index).ok()) {
			return Ok(Search::Found { head: at, index });
		}
		looked_at.push(at.hash);
		at = Head { number: at.number.saturating_sub(1), hash: hash_from_hex("chain_getBlock", &header.parent_hash)? };
	}
	seen.extend(looked_at);
	Ok(Search::Absent)
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::collections::BTreeMap;

	/// Blocks by hash: parent and extrinsics.
	type Chain = BTreeMap<[u8; 32], ([u8; 32], Vec<&'static str>)>;

	/// Two branches on block 1: hashes 2, 3 (with our transaction in 2) and 12, 13 (without it).
	fn forked() -> Chain {
		let rows =
			[(1, 0, vec![]), (2, 1, vec!["0xff", "0x01"]), (3, 2, vec![]), (12, 1, vec![]), (13, 12, vec!["0xff"])];
		rows.into_iter().map(|(hash, parent, extrinsics)| ([hash; 32], ([parent; 32], extrinsics))).collect()
	}

	async fn look(chain: &Chain, head: Head, seen: &mut BTreeSet<[u8; 32]>) -> Search {
		let signed = Signed { bytes: "0x01".into(), nonce: 0, birth: 1, expires: 65 };
		let block = |hash| {
			let found = chain.get(&hash).map(|(parent, extrinsics)| Block {
				header: Header { parent_hash: to_hex(parent) },
				extrinsics: extrinsics.iter().map(ToString::to_string).collect(),
			});
			std::future::ready(Ok(found))
		};
		search(head, &signed, seen, block).await.unwrap()
	}

	#[tokio::test]
	async fn a_transaction_is_found_on_the_branch_that_has_it_and_on_no_other() {
		let (chain, mut seen) = (forked(), BTreeSet::new());
		assert_eq!(look(&chain, Head { number: 3, hash: [13; 32] }, &mut seen).await, Search::Absent);
		let found = Search::Found { head: Head { number: 2, hash: [2; 32] }, index: 1 };
		assert_eq!(look(&chain, Head { number: 3, hash: [3; 32] }, &mut seen).await, found);
		assert_eq!(seen, BTreeSet::from([[12; 32], [13; 32]]));
	}

	#[tokio::test]
	async fn a_branch_with_a_hole_says_nothing_and_is_looked_at_again() {
		let (mut chain, mut seen) = (forked(), BTreeSet::new());
		let hidden = chain.remove(&[2; 32]).unwrap();
		let head = Head { number: 3, hash: [3; 32] };
		assert_eq!(look(&chain, head, &mut seen).await, Search::Unclear);
		chain.insert([2; 32], hidden);
		assert!(matches!(look(&chain, head, &mut seen).await, Search::Found { index: 1, .. }));
	}
}
