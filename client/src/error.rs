//! What can go wrong between us and a chain.

use crate::AccountId;

/// Each variant says what was wrong and, where there is something to do, what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// Nothing answers, or the connection broke and could not be made again.
	#[error(
		"no node answers at {url} ({reason}). Start one (`promptale-node --dev`), or give the URL of one that runs"
	)]
	NodeDown {
		/// Where we looked.
		url: String,
		/// What the transport said.
		reason: String,
	},
	/// Not a WebSocket URL.
	#[error("`{url}` is not the URL of a node: it must start with ws:// or wss://, as in ws://127.0.0.1:9944")]
	InvalidUrl {
		/// What was given.
		url: String,
	},
	/// Some other chain.
	#[error("the node at {url} runs the chain `{found}`, not `promptale`. Give the URL of a PrompTale node")]
	WrongChain {
		/// Where we looked.
		url: String,
		/// Its runtime's name.
		found: String,
	},
	/// Some other chain of the same kind than the one this client has worked with.
	#[error(
		"the node at {url} runs another chain than before: its genesis is {found}, it was {expected}. \
		 Let it run that chain again, or give the URL of a node that does"
	)]
	OtherChain {
		/// Where we looked.
		url: String,
		/// Genesis hash of the node's chain, hex with `0x`.
		found: String,
		/// Genesis hash of the chain that this client connected to first.
		expected: String,
	},
	/// The call was included in a block and failed there.
	#[error("the chain refused {call}: {pallet}.{name}{}", if .docs.is_empty() { String::new() } else { format!(": {}", .docs) })]
	Dispatch {
		/// `Pallet.call`.
		call: String,
		/// Pallet of the error, or the kind of error where no pallet raised it.
		pallet: String,
		/// Name of the error.
		name: String,
		/// Its documentation in the metadata.
		docs: String,
	},
	/// The account cannot pay the fee.
	#[error(
		"{account} cannot pay the fee of {call}: it has {free} units free (1 TALE = 10^12). Send it some $TALE first"
	)]
	InsufficientBalance {
		/// Who signs.
		account: AccountId,
		/// `Pallet.call`.
		call: String,
		/// Free balance in the smallest unit.
		free: u128,
	},
	/// The node refused the transaction before any block.
	#[error("the node refused {call} as invalid: {reason}")]
	InvalidTransaction {
		/// `Pallet.call`.
		call: String,
		/// What the node said.
		reason: String,
	},
	/// The transaction's time passed without any block taking it. It can never be included any more.
	#[error("{call} was not included within {blocks} blocks and has expired; submit it again")]
	Expired {
		/// `Pallet.call`.
		call: String,
		/// How long it was valid.
		blocks: u32,
	},
	/// It is not known whether the transaction was or will be included.
	#[error("{call} was submitted, but for {seconds} seconds its fate could not be read from the node at {url}; look before submitting it again")]
	Unknown {
		/// `Pallet.call`.
		call: String,
		/// How long we tried.
		seconds: u64,
		/// Where.
		url: String,
	},
	/// The node answered a request with an error.
	#[error("the node answered {method} with an error: {message}")]
	Rpc {
		/// RPC method.
		method: String,
		/// The node's message.
		message: String,
	},
	/// The runtime lacks something or has it in another shape.
	#[error("the chain's runtime does not fit this program: {0}. Use matching versions of both")]
	Incompatible(String),
	/// The node sent bytes that do not decode.
	#[error("the node's answer to {what} does not decode: {reason}")]
	Decode {
		/// What was asked.
		what: String,
		/// Why not.
		reason: String,
	},
	/// A transaction that was to be signed elsewhere, or its signature, is not what it should be.
	#[error("the transaction cannot be signed: {0}")]
	Unsignable(String),
	/// A key could not be read or made.
	#[error(transparent)]
	Key(#[from] crate::keys::KeyError),
}

impl Error {
	/// Whether the node could not be reached, so that trying again later may help.
	pub fn is_node_down(&self) -> bool {
		matches!(self, Error::NodeDown { .. })
	}
}
