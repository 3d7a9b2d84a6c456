//! What a call would come to, asked of the node without submitting anything.
//!
//! The runtime has no `DryRunApi`. What `system_dryRun` does is done here: apply the signed transaction on top of the best
//! block and throw the changes away (`BlockBuilder_apply_extrinsic`), but through `state_call`, which nodes also answer
//! where unsafe methods are switched off.

use crate::{account_of, connection::from_hex, outcome::in_words, AccountId, Call, Client, Error, Head, Keypair};

const APPLY: &str = "BlockBuilder_apply_extrinsic";

impl Client {
	/// Whether a call would succeed on top of the best block. Signed, never submitted.
	///
	/// [`Error::Dispatch`] says what the call would fail with, [`Error::InvalidTransaction`] why no block would take it.
	pub async fn dry_run(&self, signer: &Keypair, call: &Call) -> Result<(), Error> {
		let runtime = self.runtime().await?;
		let account = account_of(signer);
		let best = self.best_head().await?;
		// The state of a block knows the hashes of its ancestors only, so the transaction is born one block earlier.
		let birth = self.before(best).await?;
		let signed = self.sign_from(birth, &runtime, signer, &account, call).await?;
		self.apply(&account, &signed.bytes, &call.label(), best).await
	}

	/// What a signed transaction comes to on top of `head`. `call` is its label.
	pub(crate) async fn apply(&self, account: &AccountId, bytes: &str, call: &str, head: Head) -> Result<(), Error> {
		let runtime = self.runtime().await?;
		let answer = self.runtime_call(APPLY, &from_hex(APPLY, bytes)?, Some(&head.hash)).await?;
		let invalid = |reason: String| Error::InvalidTransaction { call: call.into(), reason };
		match &answer[..] {
			[0, 0] => Ok(()),
			[0, 1, error @ ..] => Err(in_words(call, error, &runtime)),
			// `InvalidTransaction::Payment`.
			[1, 0, 1, ..] => {
				let free = self.balance(account).await?.free;
				Err(Error::InsufficientBalance { account: *account, call: call.into(), free })
			},
			[1, 0, reason, ..] => Err(invalid(invalid_in_words(*reason).into())),
			[1, 1, ..] => Err(invalid("its validity cannot be told".into())),
			_ => Err(Error::Decode { what: APPLY.into(), reason: "it is no outcome of a transaction".into() }),
		}
	}
}

/// `InvalidTransaction` by its index.
fn invalid_in_words(index: u8) -> &'static str {
	match index {
		0 => "the chain does not take this call now",
		2 => "transactions of this account wait in the node's pool; try again when they are in a block",
		3 | 5 => "it is outdated; try again",
		4 => "its signature is not good",
		6 => "the block is full; try again in the next one",
		_ => "the chain's checks refuse it",
	}
}
