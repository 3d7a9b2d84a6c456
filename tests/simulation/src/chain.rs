//! Blocks of the real runtime, under a relay chain of which every number is a function of a seed.

use codec::Encode;
use cumulus_pallet_parachain_system::parachain_inherent::{BasicParachainInherentData, InboundMessagesData};
use cumulus_primitives_core::{
	relay_chain::{well_known_keys::CURRENT_BLOCK_RANDOMNESS, HeadData},
	PersistedValidationData,
};
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use frame_support::traits::OnFinalize;
use promptale_primitives::generator::{SalePhase, Timing};
use promptale_runtime::{
	configs::money::TreasuryAccount,
	constants::{EXISTENTIAL_DEPOSIT, PARACHAIN_ID, SLOT_DURATION, TALE, TOTAL_SUPPLY},
	AccountId, AllPalletsWithSystem, Balance, BalancesConfig, BlockNumber, CollatorSelectionConfig, Executive,
	GeneratorsConfig, Hash, Header, ParachainInfoConfig, ParachainSystem, Pov, Runtime, RuntimeGenesisConfig,
	RuntimeOrigin, SessionConfig, SessionKeys, System, Timestamp,
};
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	traits::{BlakeTwo256, Hash as _, Header as _},
	BuildStorage, Digest, DigestItem,
};
use std::collections::BTreeMap;

/// The chain's clock, and its relay chain.
pub struct Chain {
	seed: u64,
	/// By block. Making a proof takes longer than the rest of an empty block, and a fuzzer asks for the same ones.
	proofs: BTreeMap<BlockNumber, BasicParachainInherentData>,
}

/// Devices count at once and are never suspended: what PoV makes of them is played here, not their heartbeats.
const TIMING: Timing = Timing { session: 1_000_000, epoch_sessions: 1, activation_delay: 0, commit: 1, open: 1 };

/// A chain on which `people` share the whole supply: each gets `endowment`, the rest lies on an account that does
/// nothing.
pub fn genesis(people: &[AccountId], endowment: Balance) -> sp_io::TestExternalities {
	let pots = [Pov::account_id(), TreasuryAccount::get()].map(|pot| (pot, EXISTENTIAL_DEPOSIT));
	let mut balances: Vec<_> = people.iter().map(|person| (person.clone(), endowment)).chain(pots).collect();
	let given: Balance = balances.iter().map(|(_, balance)| balance).sum();
	balances.push((Sr25519Keyring::Bob.to_account_id(), TOTAL_SUPPLY - given));
	start(RuntimeGenesisConfig {
		balances: BalancesConfig { balances, ..Default::default() },
		generators: GeneratorsConfig {
			phase: SalePhase::Public,
			rate: TALE,
			timing: Some(TIMING),
			..Default::default()
		},
		..Default::default()
	})
}

/// What `config` says, and one collator, whose blocks they are.
pub fn start(config: RuntimeGenesisConfig) -> sp_io::TestExternalities {
	let collator = Sr25519Keyring::Alice;
	let config = RuntimeGenesisConfig {
		parachain_info: ParachainInfoConfig { parachain_id: PARACHAIN_ID.into(), ..Default::default() },
		collator_selection: CollatorSelectionConfig {
			invulnerables: vec![collator.to_account_id()],
			..Default::default()
		},
		session: SessionConfig {
			keys: vec![(
				collator.to_account_id(),
				collator.to_account_id(),
				SessionKeys { aura: collator.public().into() },
			)],
			..Default::default()
		},
		..config
	};
	config.build_storage().expect("the genesis is valid").into()
}

impl Chain {
	pub fn new(seed: u64) -> Self {
		Chain { seed, proofs: BTreeMap::new() }
	}

	/// Begins block `number`, which may be later than the one after the last: nothing happened in between.
	pub fn begin(&mut self, number: BlockNumber) {
		System::set_block_number(number - 1);
		let slot = Slot::from(u64::from(number));
		let digest = Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode())] };
		let parent = BlakeTwo256::hash(&head(number - 1));
		let header = Header::new(number, Hash::default(), Hash::default(), parent, digest);
		Executive::initialize_block(&header);
		let nothing = InboundMessagesData::new(Default::default(), Default::default());
		ParachainSystem::set_validation_data(RuntimeOrigin::none(), self.relay_parent(number), nothing)
			.expect("the relay chain's data is as the runtime wants it");
		Timestamp::set(RuntimeOrigin::none(), u64::from(number) * SLOT_DURATION).expect("time moves on");
	}

	/// Ends the current block. Unlike `Executive::finalize_block` this computes no state root, which nobody reads here
	/// and which takes longer than everything else.
	pub fn end(&self) {
		System::note_finished_extrinsics();
		AllPalletsWithSystem::on_finalize(System::block_number());
	}

	/// Relay block `number` is the parent of block `number`.
	fn relay_parent(&mut self, number: BlockNumber) -> BasicParachainInherentData {
		let seed = self.seed;
		self.proofs.entry(number).or_insert_with(|| relay_parent(seed, number)).clone()
	}
}

fn relay_parent(seed: u64, number: BlockNumber) -> BasicParachainInherentData {
	let randomness = |of: &str| BlakeTwo256::hash_of(&(seed, number, of));
	let builder = RelayStateSproofBuilder {
		para_id: PARACHAIN_ID.into(),
		current_slot: u64::from(number).into(),
		included_para_head: Some(HeadData(head(number - 1))),
		randomness: randomness("epoch"),
		additional_key_values: vec![(CURRENT_BLOCK_RANDOMNESS.to_vec(), Some(randomness("block")).encode())],
		num_authorities: 0,
		..Default::default()
	};
	let (relay_parent_storage_root, relay_chain_state) = builder.into_state_root_and_proof();
	BasicParachainInherentData {
		validation_data: PersistedValidationData {
			parent_head: HeadData(head(number - 1)),
			relay_parent_number: number,
			relay_parent_storage_root,
			max_pov_size: cumulus_primitives_core::relay_chain::MAX_POV_SIZE,
		},
		relay_chain_state,
		relay_parent_descendants: vec![],
		collator_peer_id: None,
	}
}

/// What the relay chain knows of block `number`.
fn head(number: BlockNumber) -> Vec<u8> {
	number.encode()
}

/// Money of a runtime's account that is neither held nor frozen.
pub fn free(account: &AccountId) -> Balance {
	frame_system::Account::<Runtime>::get(account).data.free
}
