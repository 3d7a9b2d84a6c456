//! A runtime with this pallet, and actors who play rounds on it.

use crate::{self as pallet_pov, *};
use codec::Encode;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{Inspect, InspectHold},
		tokens::imbalance::ResolveTo,
		Authorize, ConstU128, ConstU32, ConstU64, Hooks, Randomness,
	},
	weights::RuntimeDbWeight,
	PalletId,
};
use frame_system::RawOrigin;
use promptale_primitives::{
	fault::SlashRates,
	hash,
	identity::Contributors,
	model::{Architecture, ModelKind, ModelSize, Terms},
	reward::ValidatedWork,
	round::{Attestation, RoundOverview, RoundState},
	schedule::{Phase, PhaseLengths},
	score::ScoreEntry,
	vesting::VestingFunds,
	Balance, Blake3, BlockNumber, ModelId, RoundIndex,
};
use sp_core::{sr25519, Pair, H256};
use sp_runtime::{
	traits::{BlakeTwo256, Dispatchable, IdentityLookup},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction},
	AccountId32, BuildStorage, DispatchError,
};
use std::collections::BTreeMap;

pub type AccountId = AccountId32;
type TxExtension = frame_system::AuthorizeCall<Test>;
pub type Extrinsic = sp_runtime::testing::TestXt<RuntimeCall, TxExtension>;
type Block = sp_runtime::generic::Block<sp_runtime::generic::Header<u32, BlakeTwo256>, Extrinsic>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Pov = pallet_pov;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
	type DbWeight = CountingDbWeight;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
	type AccountStore = System;
	type RuntimeHoldReason = RuntimeHoldReason;
}

/// Differs from block to block, and nobody in the tests can know it before.
pub struct BlockRandomness;
impl Randomness<H256, BlockNumber> for BlockRandomness {
	fn random(subject: &[u8]) -> (H256, BlockNumber) {
		let now = System::block_number();
		(H256(sp_io::hashing::blake2_256(&(Seed::get(), now, subject).encode())), now)
	}
}

parameter_types! {
	/// Reads and writes that can be told apart from time, and from each other, in a weight's time: see `tests/weights.rs`.
	pub const CountingDbWeight: RuntimeDbWeight = RuntimeDbWeight { read: READ, write: WRITE };
	pub static Seed: u32 = 0;
	/// The identity of every device.
	pub storage Registered: BTreeMap<AccountId, AccountId> = BTreeMap::new();
	pub static AttestGrace: u32 = 2;
	pub static MaxBeaconsPerBlock: u32 = 4;
	/// What [`Vesting`] was told, in order.
	pub static VestingWasTold: Vec<Told> = Vec::new();
	/// Enough for all of a round, unless a test says otherwise.
	pub static MaxPayouts: u32 = 32;
	pub const PovPalletId: PalletId = PalletId(*b"tale/pov");
	pub const Treasury: AccountId = TREASURY;
	pub const Rates: SlashRates = SlashRates {
		wrong_checkpoint: 100_000,
		reveal_mismatch: 80_000,
		not_revealed: 10_000,
		equivocation: 120_000,
		failed_canary: 50_000,
	};
}

/// What is held as stake when vesting funds are told of it, and what is about to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
	BeforeHold { held: Balance, more: Balance },
	AfterChange { held: Balance },
}

/// Only listens.
pub struct Vesting;
impl VestingFunds<AccountId> for Vesting {
	fn before_stake_hold(who: &AccountId, more: Balance) {
		let held = held(HoldReason::ValidatorStake, who);
		VestingWasTold::mutate(|told| told.push(Told::BeforeHold { held, more }));
	}

	fn after_stake_change(who: &AccountId) {
		let held = held(HoldReason::ValidatorStake, who);
		VestingWasTold::mutate(|told| told.push(Told::AfterChange { held }));
	}

	fn weight() -> (u64, u64) {
		(READ, 100)
	}
}

/// Who every device works for, as the tests say.
pub struct Registry;
impl Contributors<AccountId> for Registry {
	fn identity_of(device: &AccountId) -> Option<AccountId> {
		Registered::get().get(device).cloned()
	}

	fn may_contribute(device: &AccountId, _: ModelId) -> bool {
		Registered::get().contains_key(device)
	}

	fn blob_endpoint(device: &AccountId) -> Option<Vec<u8>> {
		Registered::get().contains_key(device).then(|| b"there".to_vec())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn enable(device: &AccountId) {
		let mut registered = Registered::get();
		registered.insert(device.clone(), device.clone());
		Registered::set(&registered);
	}
}

impl Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Randomness = BlockRandomness;
	type Contributors = Registry;
	type FeeDestination = ResolveTo<Treasury, Balances>;
	type WeightInfo = ();
	type PalletId = PovPalletId;
	type ModelDeposit = ConstU128<MODEL_DEPOSIT>;
	type MinValidatorStake = ConstU128<MIN_STAKE>;
	type Vesting = Vesting;
	type SlashDestination = ResolveTo<Treasury, Balances>;
	type SlashRates = Rates;
	type UnbondingPeriod = ConstU32<120>;
	type MaxRoundLength = ConstU32<50>;
	type AttestGrace = AttestGrace;
	type KeepRounds = ConstU32<3>;
	type MaxUpdates = ConstU32<8>;
	type MaxUpdateBytes = ConstU32<10_000>;
	type MaxCommittee = ConstU32<5>;
	type MaxMemberShare = ConstU32<400_000>;
	type MaxValidators = ConstU32<8>;
	type MaxPayouts = MaxPayouts;
	type MaxAllowed = ConstU32<2>;
	type MaxNameLength = ConstU32<16>;
	type MaxEndpointLength = ConstU32<32>;
	type MaxBeaconsPerBlock = MaxBeaconsPerBlock;
	type UnsignedPriority = ConstU64<{ 1 << 20 }>;
}

impl<LocalCall> frame_system::offchain::CreateTransactionBase<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = Extrinsic;
}

impl<LocalCall> frame_system::offchain::CreateTransaction<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type Extension = TxExtension;
	fn create_transaction(call: RuntimeCall, extension: TxExtension) -> Extrinsic {
		Extrinsic::new_transaction(call, extension)
	}
}

impl<LocalCall> frame_system::offchain::CreateAuthorizedTransaction<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	fn create_extension() -> TxExtension {
		TxExtension::new()
	}
}

/// One second: no call takes as long.
pub const READ: u64 = 1_000_000_000_000;
/// A thousand reads.
pub const WRITE: u64 = 1_000 * READ;

pub const ED: Balance = 10;
pub const MODEL_DEPOSIT: Balance = 500;
pub const MIN_STAKE: Balance = 100;
pub const BOND: Balance = 200;
pub const BUDGET: Balance = 1_000_003;
pub const POT: Balance = 10 * BUDGET;
pub const WEALTH: Balance = 1_000_000_000;

pub const OWNER: AccountId = AccountId::new([1; 32]);
pub const STRANGER: AccountId = AccountId::new([2; 32]);
pub const TREASURY: AccountId = AccountId::new([99; 32]);
/// The model that [`ExtBuilder`] makes.
pub const MODEL: ModelId = 0;

/// Identity number `n`, who is paid.
pub fn identity(n: u8) -> AccountId {
	AccountId::new([10 + n; 32])
}

/// Device of identity number `n`.
pub fn device(n: u8) -> AccountId {
	AccountId::new([40 + n; 32])
}

/// Validator number `n`.
pub fn validator(n: u8) -> AccountId {
	AccountId::new([70 + n; 32])
}

/// Session key of validator number `n`.
pub fn session_pair(n: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[70 + n; 32])
}

pub fn session_key(n: u8) -> [u8; 32] {
	session_pair(n).public().0
}

pub fn bounded<S: frame_support::traits::Get<u32>>(bytes: &[u8]) -> frame_support::BoundedVec<u8, S> {
	bytes.to_vec().try_into().expect("within the bound")
}

pub fn terms() -> Terms {
	Terms {
		phases: PhaseLengths { commit: 4, publish: 5, score: 4, reveal: 3, attest: 6 },
		max_updates: 4,
		max_update_bytes: 1_000,
		committee_size: 3,
		quorum: 600_000,
		score_threshold: 0,
		weight_cap: 0,
		held_out_samples: 16,
		update_bond: BOND,
		missed_publication_fee: 250_000,
		round_budget: BUDGET,
		validator_share: 200_000,
	}
}

pub fn architecture() -> Architecture {
	Architecture { size: ModelSize::Nano, side: 28, channels: 1, classes: 10, words: 0 }
}

pub fn create_model(kind: ModelKind, terms: Terms) -> Result<(), DispatchError> {
	Pov::create_model(
		RuntimeOrigin::signed(OWNER),
		bounded(b"digits"),
		kind,
		architecture(),
		7,
		[1; 32],
		[2; 32],
		terms,
	)
}

/// A chain at block 1 with a funded model, three validators and four contributors, unless told otherwise.
pub struct ExtBuilder {
	validators: Vec<Balance>,
	contributors: u8,
	kind: ModelKind,
	terms: Terms,
	pot: Balance,
	endow_account: bool,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		ExtBuilder {
			validators: vec![1_000; 3],
			contributors: 4,
			kind: ModelKind::Public,
			terms: terms(),
			pot: POT,
			endow_account: true,
		}
	}
}

impl ExtBuilder {
	pub fn validators(mut self, stakes: &[Balance]) -> Self {
		self.validators = stakes.to_vec();
		self
	}

	pub fn kind(mut self, kind: ModelKind) -> Self {
		self.kind = kind;
		self
	}

	pub fn terms(mut self, change: impl FnOnce(&mut Terms)) -> Self {
		change(&mut self.terms);
		self
	}

	pub fn pot(mut self, pot: Balance) -> Self {
		self.pot = pot;
		self
	}

	pub fn account_not_endowed(mut self) -> Self {
		self.endow_account = false;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
		let mut balances = vec![(OWNER, WEALTH), (STRANGER, WEALTH), (TREASURY, ED)];
		for n in 0..8 {
			balances.extend([identity(n), device(n), validator(n)].map(|account| (account, WEALTH)));
		}
		if self.endow_account {
			balances.push((Pov::account_id(), ED));
		}
		pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
			.assimilate_storage(&mut storage)
			.expect("genesis");
		let mut ext: sp_io::TestExternalities = storage.into();
		ext.execute_with(|| {
			System::set_block_number(1);
			for (n, stake) in (0u8..).zip(&self.validators) {
				assert_ok!(bond(n, *stake));
			}
			for n in 0..self.contributors {
				register(n, n);
			}
			assert_ok!(create_model(self.kind, self.terms));
			if self.pot > 0 {
				assert_ok!(Pov::fund_model(RuntimeOrigin::signed(OWNER), MODEL, self.pot));
			}
			next_block();
		});
		ext
	}

	/// Runs a test, then checks the invariants.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Pov::do_try_state().expect("invariants hold after the test");
		});
	}
}

pub fn bond(n: u8, stake: Balance) -> Result<(), DispatchError> {
	Pov::bond_validator(RuntimeOrigin::signed(validator(n)), stake, session_key(n), [n; 32], bounded(b"here"))
}

/// Whoever a device worked for, from now on it works for this identity.
pub fn register(identity_number: u8, device_number: u8) {
	let mut registered = Registered::get();
	registered.insert(device(device_number), identity(identity_number));
	Registered::set(&registered);
}

/// A device no longer works for anybody.
pub fn remove_device(device_number: u8) {
	let mut registered = Registered::get();
	registered.remove(&device(device_number));
	Registered::set(&registered);
}

/// Ends the current block and begins the next one.
pub fn next_block() {
	let now = System::block_number();
	Pov::on_finalize(now);
	Pov::do_try_state().expect("invariants hold after every block");
	System::set_block_number(now + 1);
	Pov::on_initialize(now + 1);
}

pub fn run_to(block: BlockNumber) {
	while System::block_number() < block {
		next_block();
	}
}

/// Why an authorized call did not go through.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
	/// By the transaction pool.
	Pool(TransactionValidityError),
	/// By the call, although the pool took it.
	Call(DispatchError),
}

impl Refused {
	pub fn stale() -> Self {
		Refused::Pool(InvalidTransaction::Stale.into())
	}

	pub fn bad_proof() -> Self {
		Refused::Pool(InvalidTransaction::BadProof.into())
	}
}

/// What the pool says of a call.
pub fn authorize(call: &Call<Test>) -> Result<ValidTransaction, TransactionValidityError> {
	RuntimeCall::from(call.clone())
		.authorize(TransactionSource::External)
		.expect("the call can be authorized")
		.map(|(valid, _)| valid)
}

/// Takes an authorized call the way a block does: through the pool's check, then the call itself.
pub fn submit(call: Call<Test>) -> Result<(), Refused> {
	authorize(&call).map_err(Refused::Pool)?;
	RuntimeCall::from(call)
		.dispatch(RawOrigin::Authorized.into())
		.map(|_| ())
		.map_err(|error| Refused::Call(error.error))
}

pub fn signature(n: u8, round: RoundIndex, statement: &Statement) -> session::Signature {
	session_pair(n).sign(&Pov::signing_payload(MODEL, round, &validator(n), statement)).into()
}

pub fn latest() -> RoundOverview<AccountId> {
	Pov::round(MODEL, None).expect("there is a round")
}

pub fn model() -> Model<Test> {
	Models::<Test>::get(MODEL).expect("there is a model")
}

pub fn state() -> RoundState {
	latest().state
}

/// Goes to the first block of a phase of the latest round.
pub fn to_phase(phase: Phase) {
	let round = latest();
	run_to(round.start_of(phase));
	assert_eq!(latest().phase, phase);
}

pub fn open() -> RoundIndex {
	submit(Call::open_round { model: MODEL }).expect("a round is due");
	latest().round
}

pub fn update_hash(n: u8) -> Blake3 {
	[n; 32]
}

pub fn salt(n: u8) -> Blake3 {
	[100 + n; 32]
}

pub fn commit(n: u8) -> Result<(), DispatchError> {
	let round = latest().round;
	let commitment = hash::update_commitment(MODEL, round, &update_hash(n), &device(n), &salt(n));
	Pov::commit_update(RuntimeOrigin::signed(device(n)), MODEL, round, commitment, 100)
}

pub fn publish(n: u8) -> Result<(), DispatchError> {
	let round = latest().round;
	Pov::publish_update(RuntimeOrigin::signed(device(n)), MODEL, round, update_hash(n), salt(n), [200; 32])
}

/// Goes to the block after beacon 1 and draws.
pub fn draw() {
	to_phase(Phase::Publish);
	next_block();
	submit(Call::draw_committee { model: MODEL, round: latest().round }).expect("the drawing is due");
}

/// Commits of contributors, the drawing, publications.
pub fn play_to_published(committing: &[u8], publishing: &[u8]) {
	open();
	for n in committing {
		assert_ok!(commit(*n));
	}
	draw();
	next_block();
	for n in publishing {
		assert_ok!(publish(*n));
	}
}

pub fn scored(score: i32, norm: u64) -> ScoreEntry {
	ScoreEntry::Scored { score, norm }
}

pub fn score_salt(n: u8) -> Blake3 {
	[150 + n; 32]
}

pub fn commit_scores(n: u8, entries: &[ScoreEntry]) -> Result<(), Refused> {
	let round = latest().round;
	let commitment = hash::score_commitment(MODEL, round, &validator(n), entries, &score_salt(n));
	let signature = signature(n, round, &Statement::CommitScores(commitment));
	submit(Call::commit_scores { model: MODEL, round, validator: validator(n), commitment, signature })
}

pub fn reveal_scores(n: u8, entries: &[ScoreEntry]) -> Result<(), Refused> {
	let round = latest().round;
	let signature = signature(n, round, &Statement::RevealScores(entries, score_salt(n)));
	let entries = entries.to_vec().try_into().expect("within the bound");
	submit(Call::reveal_scores {
		model: MODEL,
		round,
		validator: validator(n),
		entries,
		salt: score_salt(n),
		signature,
	})
}

pub fn attest(n: u8, checkpoint: Blake3) -> Result<(), Refused> {
	attest_both(n, checkpoint.into())
}

pub fn attest_both(n: u8, attestation: Attestation) -> Result<(), Refused> {
	let round = latest().round;
	let signature = signature(n, round, &Statement::AttestCheckpoint(attestation));
	submit(Call::attest_checkpoint { model: MODEL, round, validator: validator(n), attestation, signature })
}

/// Scoring by each validator with its own entries, revealing.
pub fn play_scores(sheets: &[(u8, &[ScoreEntry])]) {
	to_phase(Phase::Score);
	next_block();
	for (n, entries) in sheets {
		commit_scores(*n, entries).expect("commits to scores");
	}
	to_phase(Phase::Reveal);
	for (n, entries) in sheets {
		reveal_scores(*n, entries).expect("reveals");
	}
}

pub fn settle() -> Result<(), Refused> {
	submit(Call::settle { model: MODEL, round: latest().round })
}

pub fn close() -> Result<(), Refused> {
	submit(Call::close_round { model: MODEL, round: latest().round })
}

/// A whole round up to the verdict: all three validators say `entries` of the given contributors' updates.
pub fn play_to_settled(contributors: &[u8], entries: &[ScoreEntry]) {
	play_to_published(contributors, contributors);
	play_scores(&[(0, entries), (1, entries), (2, entries)]);
	to_phase(Phase::Attest);
	settle().expect("settling is due");
}

pub fn held(reason: HoldReason, account: &AccountId) -> Balance {
	Balances::balance_on_hold(&reason.into(), account)
}

pub fn free(account: &AccountId) -> Balance {
	Balances::balance(account)
}

pub fn pending(account: &AccountId) -> Balance {
	Pov::pending_rewards(account.clone())
}

/// What the account's updates ever earned.
pub fn validated_work(account: &AccountId) -> Balance {
	<Pov as ValidatedWork<AccountId>>::lifetime(account)
}

/// The latest event of this pallet that `wanted` accepts.
pub fn has_event(wanted: impl Fn(&Event<Test>) -> bool) -> bool {
	System::events().iter().any(|record| matches!(&record.event, RuntimeEvent::Pov(event) if wanted(event)))
}

/// A chain with nothing on it, and a keystore.
#[cfg(feature = "runtime-benchmarks")]
pub fn empty() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
	let mut ext: sp_io::TestExternalities = storage.into();
	let keystore = sp_keystore::testing::MemoryKeystore::new();
	ext.register_extension(sp_keystore::KeystoreExt(std::sync::Arc::new(keystore)));
	ext.execute_with(|| System::set_block_number(1));
	ext
}
