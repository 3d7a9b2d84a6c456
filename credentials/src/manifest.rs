//! A manifest: assertions about an image, a claim that lists their hashes, and the claim's signature.
//!
//! Chapters of the specification: assertions 18, claims 10, hashing of boxes 8.4.2, signatures 13.2, digital source types of
//! the IPTC <https://cv.iptc.org/newscodes/digitalsourcetype/>.

use crate::{
	jumbf::{plain, superbox, ASSERTIONS, CBOR, CLAIM, HEADER, MANIFEST, SIGNATURE, STORE},
	Error, Identity,
};
use ciborium::{cbor, Value};
use sha2::{Digest, Sha256};

/// Label of the assertion that names model, version and chain.
pub const ENGINE_ASSERTION: &str = "com.promptale.engine";

/// COSE's number for EdDSA, and its headers for the algorithm and the chain of certificates (RFC 9053, RFC 9360).
const EDDSA: i64 = -8;
const HEADER_ALGORITHM: i64 = 1;
const HEADER_CERTIFICATES: i64 = 33;
const COSE_SIGN1: u64 = 18;

/// How an image came to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tool {
	/// From a prompt alone.
	TextToImage,
	/// From another image.
	ImageToImage,
	/// Partly made anew.
	Inpainting,
	/// A product was placed in it.
	Placement,
	/// Enlarged.
	Upscaling,
	/// Several images on one page.
	Strip,
}

impl Tool {
	/// Its name.
	pub fn name(self) -> &'static str {
		match self {
			Tool::TextToImage => "text-to-image",
			Tool::ImageToImage => "image-to-image",
			Tool::Inpainting => "inpainting",
			Tool::Placement => "placement",
			Tool::Upscaling => "upscaling",
			Tool::Strip => "strip",
		}
	}

	fn source(self) -> String {
		let kind = match self {
			Tool::TextToImage => "trainedAlgorithmicMedia",
			Tool::ImageToImage | Tool::Inpainting => "compositeWithTrainedAlgorithmicMedia",
			Tool::Placement | Tool::Strip => "composite",
			Tool::Upscaling => "algorithmicallyEnhanced",
		};
		format!("http://cv.iptc.org/newscodes/digitalsourcetype/{kind}")
	}
}

/// What is said about an image.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
	/// How it came to be.
	pub tool: Tool,
	/// Number of the model on its chain.
	pub model: u32,
	/// The model's version: BLAKE3 hash of its checkpoint.
	pub checkpoint: [u8; 32],
	/// Genesis hash of the chain.
	pub chain: [u8; 32],
}

/// The manifest store for an image that has none yet. `exclusion` is first byte and length of what will hold the store in the
/// image's file, and is not hashed.
pub(crate) fn build(
	image: &[u8],
	exclusion: (usize, usize),
	origin: &Origin,
	identity: &Identity,
) -> Result<Vec<u8>, Error> {
	let image_hash = Sha256::digest(image);
	let engine = cbor!({
		"model" => origin.model,
		"checkpoint" => hex::encode(origin.checkpoint),
		"chain" => hex::encode(origin.chain),
		"tool" => origin.tool.name(),
	});
	let agent = cbor!({ "name" => "PrompTale", "version" => env!("CARGO_PKG_VERSION") });
	let (agent, engine) = (built(agent), built(engine));
	let actions = built(cbor!({
		"actions" => [{
			"action" => "c2pa.created",
			"softwareAgent" => agent.clone(),
			"digitalSourceType" => origin.tool.source(),
		}],
	}));
	let data_hash = built(cbor!({
		"exclusions" => [{ "start" => exclusion.0 as u64, "length" => exclusion.1 as u64 }],
		"name" => "jumbf manifest",
		"alg" => "sha256",
		"hash" => Value::Bytes(image_hash.to_vec()),
		"pad" => Value::Bytes(Vec::new()),
	}));
	let label = label(&image_hash, origin);

	let assertions = [("c2pa.actions.v2", actions), (ENGINE_ASSERTION, engine), ("c2pa.hash.data", data_hash)]
		.map(|(name, value)| (name, superbox(CBOR, name, &plain(b"cbor", &encode(&value)))));
	let references: Vec<Value> = assertions
		.iter()
		.map(|(name, assertion)| {
			built(cbor!({
				"url" => format!("self#jumbf=c2pa.assertions/{name}"),
				"hash" => Value::Bytes(Sha256::digest(&assertion[HEADER..]).to_vec()),
			}))
		})
		.collect();
	let claim = encode(&built(cbor!({
		"instanceID" => format!("xmp:iid:{}", &label["urn:c2pa:".len()..]),
		"claim_generator_info" => agent,
		"signature" => format!("self#jumbf=/c2pa/{label}/c2pa.signature"),
		"created_assertions" => references,
		"alg" => "sha256",
	})));
	let signature = sign(&claim, identity)?;

	let assertions = assertions.map(|(_, assertion)| assertion).concat();
	let manifest = [
		superbox(ASSERTIONS, "c2pa.assertions", &assertions),
		superbox(CLAIM, "c2pa.claim.v2", &plain(b"cbor", &claim)),
		superbox(SIGNATURE, "c2pa.signature", &plain(b"cbor", &signature)),
	]
	.concat();
	Ok(superbox(STORE, "c2pa", &superbox(MANIFEST, &label, &manifest)))
}

/// A UUID (version 8, RFC 9562) from everything that the manifest is about, so that the same image gets the same.
fn label(image_hash: &[u8], origin: &Origin) -> String {
	let Origin { tool, model, checkpoint, chain } = origin;
	let hash = Sha256::new()
		.chain_update("promptale 2026-11 content credentials")
		.chain_update(image_hash)
		.chain_update(tool.name())
		.chain_update(model.to_be_bytes())
		.chain_update(checkpoint)
		.chain_update(chain)
		.finalize();
	let mut uuid: [u8; 16] = hash[..16].try_into().expect("a hash has 32 bytes");
	uuid[6] = uuid[6] & 0x0F | 0x80;
	uuid[8] = uuid[8] & 0x3F | 0x80;
	let digits = hex::encode(uuid);
	let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
	format!("urn:c2pa:{}", parts.join("-"))
}

/// A `COSE_Sign1` (RFC 9052) over a claim that is kept beside it.
fn sign(claim: &[u8], identity: &Identity) -> Result<Vec<u8>, Error> {
	let protected = encode(&Value::Map(vec![
		(HEADER_ALGORITHM.into(), EDDSA.into()),
		(HEADER_CERTIFICATES.into(), Value::Bytes(identity.certificate().to_vec())),
	]));
	let signed = Value::Array(vec![
		"Signature1".into(),
		Value::Bytes(protected.clone()),
		Value::Bytes(Vec::new()),
		Value::Bytes(claim.to_vec()),
	]);
	let signature = identity.sign(&encode(&signed))?;
	let parts = vec![Value::Bytes(protected), Value::Map(Vec::new()), Value::Null, Value::Bytes(signature)];
	Ok(encode(&Value::Tag(COSE_SIGN1, Box::new(Value::Array(parts)))))
}

fn built(value: Result<Value, ciborium::value::Error>) -> Value {
	value.expect("plain data")
}

fn encode(value: &Value) -> Vec<u8> {
	let mut bytes = Vec::new();
	ciborium::into_writer(value, &mut bytes).expect("writing into a vector cannot fail");
	bytes
}
