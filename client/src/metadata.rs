//! The runtime that a node serves: its metadata and what is needed to sign for it.

use crate::Error;
use codec::Decode;
use subxt::{
	client::OfflineClient,
	config::{
		substrate::{SpecVersionForRange, SubstrateConfigBuilder, H256},
		SubstrateConfig,
	},
	metadata::PalletMetadata,
	ArcMetadata, Metadata, OfflineClientAtBlock,
};

/// Metadata versions we can work with, best first. View functions came with version 16.
const METADATA_VERSIONS: [u32; 2] = [16, 15];

/// One version of the runtime.
#[derive(Clone)]
pub struct Runtime {
	/// Types, calls, view functions, errors, with their names and documentation.
	pub metadata: ArcMetadata,
	/// What the runtime calls itself.
	pub spec_name: String,
	/// Grows with every upgrade.
	pub spec_version: u32,
	/// Hash of the chain's first block.
	pub genesis: [u8; 32],
	offline: OfflineClient<SubstrateConfig>,
}

/// What encodes and decodes for a runtime without asking a node.
pub type Codec = OfflineClientAtBlock<SubstrateConfig>;

impl Runtime {
	/// Puts together what a node answered.
	pub fn new(
		metadata: Metadata,
		spec_name: String,
		spec_version: u32,
		transaction_version: u32,
		genesis: [u8; 32],
	) -> Self {
		let metadata = metadata.arc();
		let config = SubstrateConfigBuilder::new()
			.set_genesis_hash(H256::from(genesis))
			.set_metadata_for_spec_versions([(spec_version, metadata.clone())])
			.set_spec_version_for_block_ranges([SpecVersionForRange {
				block_range: 0..u64::MAX,
				spec_version,
				transaction_version,
			}])
			.build();
		let offline = OfflineClient::new_with_config(config);
		Runtime { metadata, spec_name, spec_version, genesis, offline }
	}

	/// What the metadata says of a pallet.
	pub fn pallet(&self, name: &str) -> Result<PalletMetadata<'_>, Error> {
		let found = self.metadata.pallet_by_name(name);
		found.ok_or_else(|| Error::Incompatible(format!("it has no pallet `{name}`; is it a PrompTale chain?")))
	}

	/// Encodes and decodes for this runtime.
	pub fn codec(&self) -> Result<Codec, Error> {
		self.offline.at_block(0u64).map_err(|error| Error::Incompatible(error.to_string()))
	}
}

/// The best metadata version that both sides know. `offered` as `Metadata_metadata_versions` answers.
pub fn choose_version(offered: &[u32]) -> Result<u32, Error> {
	METADATA_VERSIONS.into_iter().find(|version| offered.contains(version)).ok_or_else(|| {
		Error::Incompatible(format!("it serves metadata in versions {offered:?}, we need one of {METADATA_VERSIONS:?}"))
	})
}

/// Decodes what `Metadata_metadata_at_version` answers: an optional byte vector.
pub fn decode_metadata(answer: &[u8]) -> Result<Metadata, Error> {
	let failed = |reason: String| Error::Decode { what: "Metadata_metadata_at_version".into(), reason };
	let opaque = Option::<Vec<u8>>::decode(&mut &answer[..])
		.map_err(|error| failed(error.to_string()))?
		.ok_or_else(|| failed("it is empty".into()))?;
	Metadata::decode_from(&opaque).map_err(|error| failed(error.to_string()))
}
