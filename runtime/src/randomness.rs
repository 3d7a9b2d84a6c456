//! Beacons out of the relay chain's VRF.

use crate::{Hash, Runtime};
use codec::Encode;
use cumulus_pallet_parachain_system::{RelayChainStateProof, RelayStateProof, ValidationData};
use cumulus_primitives_core::relay_chain::well_known_keys;
use frame_support::traits::Randomness;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::Get;
use sp_runtime::traits::{BlakeTwo256, Hash as _};

/// Randomness of the relay parent, read from the state proof that every parachain block carries.
///
/// It mixes the relay chain's VRF output of the relay parent, the epoch randomness before last, and the
/// relay parent's storage root. The first is fresh in every relay block; one relay validator can bias it
/// by withholding its block. The second cannot be biased by any minority, but is known for an epoch.
/// The storage root makes beacons of different blocks differ on development chains, which mock the rest.
pub struct RelayRandomness;

impl Randomness<Hash, BlockNumberFor<Runtime>> for RelayRandomness {
	fn random(subject: &[u8]) -> (Hash, BlockNumberFor<Runtime>) {
		let now = frame_system::Pallet::<Runtime>::block_number();
		let Some(data) = ValidationData::<Runtime>::get() else {
			return (BlakeTwo256::hash_of(&(subject, now)), now);
		};
		let proof = RelayStateProof::<Runtime>::get().and_then(|proof| {
			let para_id = <Runtime as cumulus_pallet_parachain_system::Config>::SelfParaId::get();
			RelayChainStateProof::new(para_id, data.relay_parent_storage_root, proof).ok()
		});
		let read = |key: &[u8]| -> Option<Hash> {
			proof.as_ref().and_then(|proof| proof.read_optional_entry::<Hash>(key).ok().flatten())
		};
		// The relay chain stores `Option<Hash>` here: `None` when the block's VRF was not used.
		let fresh: Option<Hash> = proof.as_ref().and_then(|proof| {
			proof
				.read_optional_entry::<Option<Hash>>(well_known_keys::CURRENT_BLOCK_RANDOMNESS)
				.ok()
				.flatten()
				.flatten()
		});
		let epoch = read(well_known_keys::ONE_EPOCH_AGO_RANDOMNESS);
		let seed = (subject, fresh, epoch, data.relay_parent_storage_root, data.relay_parent_number).encode();
		(BlakeTwo256::hash(&seed), now)
	}
}
