//! One transaction's bytes: what is signed, by a key here or elsewhere, and what it costs.

use crate::{
	account_of,
	connection::{from_hex, hash_from_hex, to_hex},
	metadata::Runtime,
	submit::{Fate, Included},
	AccountId, Call, Client, Error, Head, Keypair,
};
use codec::{Compact, Decode, DecodeAll, Encode};
use promptale_primitives::{Balance, BlockNumber};
use subxt::{
	config::{substrate::H256, DefaultExtrinsicParamsBuilder, SubstrateConfig},
	ext::scale_value,
	transactions::dynamic,
	utils::MultiSignature,
};

/// How long a transaction stays valid, in blocks. A power of two, as eras want it.
const MORTALITY: BlockNumber = 64;

/// How long one that is signed elsewhere does: about 50 minutes, to carry it there and back.
const MORTALITY_ELSEWHERE: BlockNumber = 512;

/// A transaction that may be sent any number of times and acts once.
pub(crate) struct Signed {
	/// Hex with `0x`.
	pub(crate) bytes: String,
	pub(crate) nonce: u64,
	pub(crate) birth: BlockNumber,
	pub(crate) expires: BlockNumber,
}

/// A transaction that waits for a signature made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unsigned {
	/// Who has to sign, SS58.
	pub account: String,
	/// `Pallet.call`.
	pub call: String,
	/// What has to be signed, hex with `0x`.
	pub payload: String,
	/// The account's nonce that it takes.
	pub nonce: u64,
	/// Block that it is valid from.
	pub birth: BlockNumber,
	/// First block in which it no longer is.
	pub expires: BlockNumber,
	/// The transaction with a signature of zeros, hex with `0x`.
	pub transaction: String,
}

impl Unsigned {
	/// The account that has to sign.
	pub fn signer(&self) -> Result<AccountId, Error> {
		self.account.parse().map_err(|_| Error::Unsignable(format!("{:?} is not an SS58 address", self.account)))
	}

	/// The transaction with an sr25519 or ed25519 signature: 64 bytes, sr25519, or 65 with the scheme before them, as
	/// `MultiSignature` encodes it.
	fn sign(&self, signature: &[u8]) -> Result<Signed, Error> {
		let (scheme, signature) = match signature {
			[scheme @ 0..=1, rest @ ..] if rest.len() == 64 => (*scheme, rest),
			whole if whole.len() == 64 => (1, whole),
			_ => {
				return Err(Error::Unsignable(format!(
					"a signature has 64 bytes (sr25519), or 65 with 00 (ed25519) or 01 (sr25519) first; this has {}",
					signature.len()
				)))
			},
		};
		let mut bytes = from_hex("the transaction", &self.transaction)?;
		let account = self.signer()?;
		// Length, version 4 and signed, `MultiAddress::Id`, scheme, signature.
		let rest = &mut &bytes[..];
		let length = Compact::<u32>::decode(rest).map_err(|error| Error::Unsignable(error.to_string()))?;
		let head = bytes.len().saturating_sub(length.0 as usize);
		let expected = [&[0x84, 0][..], &account.0].concat();
		let at = head.saturating_add(expected.len());
		let end = at.saturating_add(65);
		if bytes.get(head..at) != Some(&expected[..]) || bytes.len() < end {
			return Err(Error::Unsignable("it is not a transaction of the account that it names".into()));
		}
		bytes[at] = scheme;
		bytes[at + 1..end].copy_from_slice(signature);
		Ok(Signed { bytes: to_hex(&bytes), nonce: self.nonce, birth: self.birth, expires: self.expires })
	}
}

impl Client {
	/// What a call would cost its signer in fees, in the smallest unit. Nothing is submitted.
	pub async fn estimate_fee(&self, account: &AccountId, call: &Call) -> Result<Balance, Error> {
		const QUERY: &str = "TransactionPaymentApi_query_info";
		// What a signature says does not change what it costs.
		let unsigned = self.unsigned(account, call).await?;
		let mut arguments = from_hex(QUERY, &unsigned.transaction)?;
		let length = u32::try_from(arguments.len()).unwrap_or(u32::MAX);
		length.encode_to(&mut arguments);
		let answer = self.runtime_call(QUERY, &arguments, None).await?;
		// Weight (two compact numbers), class of dispatch, fee.
		let (_, _, _, fee) = <(Compact<u64>, Compact<u64>, u8, Balance)>::decode_all(&mut &answer[..])
			.map_err(|error| Error::Decode { what: QUERY.into(), reason: error.to_string() })?;
		Ok(fee)
	}

	/// A call of an account whose key is elsewhere, ready to be signed there.
	pub async fn unsigned(&self, account: &AccountId, call: &Call) -> Result<Unsigned, Error> {
		let runtime = self.runtime().await?;
		// One block earlier than others, so that it can be tried at once: see `dry_run`.
		let birth = self.before(self.birth(MORTALITY_ELSEWHERE).await?).await?;
		let nonce = self.next_nonce(account).await?;
		let (bytes, payload) = encode(&runtime, call, account, None, nonce, birth, MORTALITY_ELSEWHERE)?;
		Ok(Unsigned {
			account: account.to_string(),
			call: call.label(),
			payload: to_hex(&payload),
			nonce,
			birth: birth.number,
			expires: birth.number.saturating_add(MORTALITY_ELSEWHERE),
			transaction: bytes,
		})
	}

	/// Whether a transaction that was signed elsewhere would succeed on top of the best block.
	pub async fn dry_run_signed(&self, unsigned: &Unsigned, signature: &[u8]) -> Result<(), Error> {
		let signed = unsigned.sign(signature)?;
		self.apply(&unsigned.signer()?, &signed.bytes, &unsigned.call, self.best_head().await?).await
	}

	/// Submits what was signed elsewhere, and waits until it is in a best block.
	pub async fn submit_signed(&self, unsigned: &Unsigned, signature: &[u8]) -> Result<Included, Error> {
		let signed = unsigned.sign(signature)?;
		let account = unsigned.signer()?;
		let turn = self.turn_of(&account).await;
		let _mine = turn.lock().await;
		let runtime = self.runtime().await?;
		match self.follow(&account, &signed, &unsigned.call).await? {
			Fate::Included { head, index } => {
				let events = self.outcome_of(&runtime, &head.hash, index, &unsigned.call).await?;
				Ok(Included { block: head.number, hash: head.hash, events })
			},
			Fate::Dead { reason } => Err(Error::InvalidTransaction { call: unsigned.call.clone(), reason }),
		}
	}

	/// Signs for the account's next nonce, mortal from a block that no fork will take back.
	pub(crate) async fn sign(
		&self,
		runtime: &Runtime,
		signer: &Keypair,
		account: &AccountId,
		call: &Call,
	) -> Result<Signed, Error> {
		self.sign_from(self.birth(MORTALITY).await?, runtime, signer, account, call).await
	}

	/// Signs for the account's next nonce, mortal from `birth`.
	pub(crate) async fn sign_from(
		&self,
		birth: Head,
		runtime: &Runtime,
		signer: &Keypair,
		account: &AccountId,
		call: &Call,
	) -> Result<Signed, Error> {
		let nonce = self.next_nonce(account).await?;
		let (bytes, _) = encode(runtime, call, account, Some(signer), nonce, birth, MORTALITY)?;
		Ok(Signed { bytes, nonce, birth: birth.number, expires: birth.number.saturating_add(MORTALITY) })
	}

	/// The block before `head`; the first one has none and stays.
	pub(crate) async fn before(&self, head: Head) -> Result<Head, Error> {
		let number = head.number.saturating_sub(1);
		let hash: String = self.request("chain_getBlockHash", vec![number.into()]).await?;
		Ok(Head { number, hash: hash_from_hex("chain_getBlockHash", &hash)? })
	}

	/// The block that a transaction is valid from: the last finalised one, unless that is too old.
	async fn birth(&self, mortality: BlockNumber) -> Result<Head, Error> {
		let best = self.best_head().await?;
		let finalised = self.finalised_head().await?;
		Ok(if finalised.number.saturating_add(mortality / 2) > best.number { finalised } else { best })
	}
}

/// A transaction in hex that nobody signs, because its call says why it is valid: see `#[pallet::authorize]` in the pallets.
pub(crate) fn encode_authorized(runtime: &Runtime, call: &Call) -> Result<String, Error> {
	let codec = runtime.codec()?;
	let incompatible = |error: &dyn std::fmt::Display| Error::Incompatible(error.to_string());
	let (pallet, name) = call.names();
	let payload = dynamic(pallet, name, call.arguments(&runtime.metadata)?);
	let mut params = DefaultExtrinsicParamsBuilder::<SubstrateConfig>::new().nonce(0).immortal();
	for (extension, value) in absent_extensions(runtime) {
		params = params.custom_extension(extension, value);
	}
	let mut general = codec
		.transactions()
		.create_v5_signable_offline(&payload, params.build())
		.map_err(|error| incompatible(&error))?;
	// Only an extension that verifies signatures would take these; the runtime has none.
	let transaction = general
		.sign_with_account_and_signature(&AccountId([0; 32]), &MultiSignature::Sr25519([0; 64]))
		.map_err(|error| incompatible(&error))?;
	Ok(to_hex(transaction.encoded()))
}

/// A transaction in hex, signed by `signer` or with zeros, and what its signature is over.
fn encode(
	runtime: &Runtime,
	call: &Call,
	account: &AccountId,
	signer: Option<&Keypair>,
	nonce: u64,
	birth: Head,
	mortality: BlockNumber,
) -> Result<(String, Vec<u8>), Error> {
	debug_assert!(signer.is_none_or(|signer| account_of(signer) == *account));
	let codec = runtime.codec()?;
	let incompatible = |error: &dyn std::fmt::Display| Error::Incompatible(error.to_string());
	let (pallet, name) = call.names();
	let payload = dynamic(pallet, name, call.arguments(&runtime.metadata)?);
	let mut params = DefaultExtrinsicParamsBuilder::<SubstrateConfig>::new().nonce(nonce).mortal_from_unchecked(
		u64::from(mortality),
		u64::from(birth.number),
		H256::from(birth.hash),
	);
	for (extension, value) in absent_extensions(runtime) {
		params = params.custom_extension(extension, value);
	}
	let mut signable =
		codec.transactions().create_signable_offline(&payload, params.build()).map_err(|error| incompatible(&error))?;
	let signed_over = signable.signer_payload().map_err(|error| incompatible(&error))?;
	let transaction = match signer {
		Some(signer) => signable.sign(signer),
		None => signable.sign_with_account_and_signature(account, &MultiSignature::Sr25519([0; 64])),
	}
	.map_err(|error| incompatible(&error))?;
	Ok((to_hex(transaction.encoded()), signed_over))
}

/// Values for extensions that the library does not know and that are not empty: `None` or `Disabled`,
/// where their type has such a variant. What stays unknown makes signing fail with its name.
fn absent_extensions(runtime: &Runtime) -> Vec<(String, scale_value::Value)> {
	const KNOWN: [&str; 9] = [
		"VerifyMultiSignature",
		"CheckSpecVersion",
		"CheckTxVersion",
		"CheckNonce",
		"CheckGenesis",
		"CheckMortality",
		"ChargeAssetTxPayment",
		"ChargeTransactionPayment",
		"CheckMetadataHash",
	];
	let types = runtime.metadata.types();
	let fits = |value: &scale_value::Value, id: u32| {
		scale_value::scale::encode_as_type(value, id, types, &mut Vec::new()).is_ok()
	};
	runtime
		.metadata
		.extrinsic()
		.transaction_extensions_to_use_for_encoding()
		.filter(|extension| !KNOWN.contains(&extension.identifier()))
		.filter_map(|extension| {
			let nothing = ["None", "Disabled"].map(|name| scale_value::Value::unnamed_variant(name, []));
			let value = nothing.into_iter().find(|value| fits(value, extension.extra_ty()))?;
			Some((extension.identifier().to_owned(), value))
		})
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	fn unsigned(account: AccountId) -> Unsigned {
		let body = [&[0x84, 0][..], &account.0, &[1], &[0; 64], &[9, 9]].concat();
		Unsigned {
			account: account.to_string(),
			call: "System.remark".into(),
			payload: "0x00".into(),
			nonce: 3,
			birth: 10,
			expires: 522,
			transaction: to_hex(&(Compact(body.len() as u32).encode().into_iter().chain(body)).collect::<Vec<_>>()),
		}
	}

	#[test]
	fn a_signature_from_elsewhere_takes_the_place_of_the_zeros() {
		let account = AccountId([7; 32]);
		let waiting = unsigned(account);
		for (signature, scheme) in [(vec![5; 64], 1), ([&[0][..], &[5; 64]].concat(), 0)] {
			let signed = waiting.sign(&signature).unwrap();
			assert_eq!((signed.nonce, signed.expires, signed.bytes.len()), (3, 522, waiting.transaction.len()));
			let expected = format!("{}{scheme:02x}{}0909", hex::encode(account.0), "05".repeat(64));
			assert!(signed.bytes.ends_with(&expected), "{}", signed.bytes);
		}
	}

	#[test]
	fn other_signatures_and_other_accounts_are_refused() {
		let waiting = unsigned(AccountId([7; 32]));
		for wrong in [vec![5; 63], vec![5; 65], vec![0; 66], vec![]] {
			assert!(matches!(waiting.sign(&wrong), Err(Error::Unsignable(_))), "{}", wrong.len());
		}
		let other = Unsigned { account: AccountId([8; 32]).to_string(), ..waiting.clone() };
		assert!(matches!(other.sign(&[5; 64]), Err(Error::Unsignable(_))));
		let cut = Unsigned { transaction: waiting.transaction[..100].into(), ..waiting };
		assert!(matches!(cut.sign(&[5; 64]), Err(Error::Unsignable(_))));
	}
}
