//! A runtime with this pallet and the register of shares.

use crate::{self as pallet_launchpad, *};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{Balanced as _, Inspect as _, InspectHold as _, NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles::{Inspect as _, InspectHold as _},
		tokens::imbalance::ResolveTo,
		AsEnsureOriginWithArg, ConstU128, ConstU32,
	},
	weights::RuntimeDbWeight,
	PalletId,
};
use promptale_primitives::{
	content::{ContentId, EngineVersion},
	raise::{Milestone, RaiseId, RaiseLimits, RaiseTerms, Stage},
	settlement::{ContentFees, FeeSource},
	Balance, BlockNumber,
};
use sp_runtime::{
	traits::{Dispatchable, IdentityLookup},
	AccountId32, BuildStorage, DispatchError,
};

pub type AccountId = AccountId32;
type Block = frame_system::mocking::MockBlockU32<Test>;
pub type Asset = NativeOrWithId<u32>;
pub type NativeAndAssets = UnionOf<Balances, Assets, NativeFromLeft, Asset, AccountId>;

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
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(3)]
	pub type Shares = pallet_shares;
	#[runtime::pallet_index(4)]
	pub type Launchpad = pallet_launchpad;
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
	type DustRemoval = ResolveTo<TreasuryAccount, Balances>;
	type RuntimeHoldReason = RuntimeHoldReason;
}

impl pallet_assets::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<10>;
	type AssetId = u32;
	type AssetIdParameter = u32;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<frame_system::EnsureSigned<AccountId>>;
	type ForceOrigin = frame_system::EnsureRoot<AccountId>;
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = ConstU128<0>;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ConstU128<0>;
	type StringLimit = ConstU32<50>;
	type Holder = ();
	type Freezer = ();
	type Extra = ();
	type WeightInfo = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

parameter_types! {
	/// Far more than any call takes, so that reads and writes can be told from times.
	pub const CountingDbWeight: RuntimeDbWeight = RuntimeDbWeight { read: READ, write: WRITE };
	pub const SharesPalletId: PalletId = PalletId(*b"tale/shr");
	pub const Native: Asset = NativeOrWithId::Native;
	pub const TreasuryAccount: AccountId = TREASURY;
	pub const LaunchpadPalletId: PalletId = PalletId(*b"tale/lpd");
	pub const Limits: RaiseLimits =
		RaiseLimits { open: 100, delivery: 1_000, shortest_ballot: 5, longest_ballot: 50 };
	pub static SetFeeRate: u32 = FEE;
	/// What was settled, by source and content.
	pub static Settled: Vec<(FeeSource, ContentId, Balance)> = Vec::new();
}

impl pallet_shares::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type AssetKind = Asset;
	type NativeAsset = Native;
	type Assets = NativeAndAssets;
	type PalletId = SharesPalletId;
	type ContentDeposit = ConstU128<CONTENT_DEPOSIT>;
	type HoldingBond = ConstU128<HOLDING_BOND>;
	type RevenueBond = ConstU128<REVENUE_BOND>;
	type MaxFounders = ConstU32<16>;
	type MaxHolds = ConstU32<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = pallet_shares::benchmarking::NumberedAssets<Test>;
}

/// Writes down what it takes, and gives it to the treasury.
pub struct Fees;
impl ContentFees<CreditOf<Test>> for Fees {
	fn settle(source: FeeSource, content: ContentId, fee: CreditOf<Test>) {
		let amount = frame_support::traits::Imbalance::peek(&fee);
		Settled::mutate(|settled| settled.push((source, content, amount)));
		Balances::resolve(&TREASURY, fee).expect("the treasury has an account");
	}

	fn settle_weight() -> (u64, u64) {
		// The treasury's account.
		(READ + WRITE, 2_603)
	}
}

impl Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Shares = Shares;
	type AssetKind = Asset;
	type Content = Shares;
	type Fees = Fees;
	type FeeRate = SetFeeRate;
	type TakedownOrigin = frame_system::EnsureRoot<AccountId>;
	type PalletId = LaunchpadPalletId;
	type RaiseDeposit = ConstU128<RAISE_DEPOSIT>;
	type LeastBond = ConstU128<LEAST_BOND>;
	type BondRate = ConstU32<10_000>;
	type BackingDeposit = ConstU128<BACKING_DEPOSIT>;
	type RowBond = ConstU128<HOLDING_BOND>;
	type Limits = Limits;
	type WeightInfo = weights::SubstrateWeight<Test>;
}

pub const READ: u64 = 1_000_000_000_000;
pub const WRITE: u64 = 1_000 * READ;

pub const ED: Balance = 10;
pub const CONTENT_DEPOSIT: Balance = 500;
pub const HOLDING_BOND: Balance = 100;
pub const REVENUE_BOND: Balance = 200;
pub const RAISE_DEPOSIT: Balance = 700;
pub const LEAST_BOND: Balance = 1_000;
pub const BACKING_DEPOSIT: Balance = 50;
/// Of a hard cap of five million, one percent.
pub const BOND: Balance = 50_000;
/// Two and a half percent.
pub const FEE: u32 = 25_000;
pub const WEALTH: Balance = 1_000_000_000_000;
/// Shares of the content, all its creator's at first, and those of them on offer.
pub const SUPPLY: Balance = 3_000;
pub const OFFER: Balance = 1_000;

pub const CREATOR: AccountId = AccountId::new([1; 32]);
pub const ALICE: AccountId = AccountId::new([2; 32]);
pub const BOB: AccountId = AccountId::new([3; 32]);
pub const CAROL: AccountId = AccountId::new([4; 32]);
/// Has nothing to do with anything, and makes calls for others.
pub const ANYBODY: AccountId = AccountId::new([5; 32]);
/// Has what a backing of [`GIFT`] needs, and nothing else.
pub const POOR: AccountId = AccountId::new([6; 32]);
pub const TREASURY: AccountId = AccountId::new([99; 32]);

pub const RICH: [AccountId; 5] = [CREATOR, ALICE, BOB, CAROL, ANYBODY];
pub const BACKERS: [AccountId; 4] = [ALICE, BOB, CAROL, POOR];
pub const GIFT: Balance = 1_000;
pub const POCKET: Balance = ED + BACKING_DEPOSIT + HOLDING_BOND + GIFT;
const ISSUED: Balance = 5 * WEALTH + POCKET + ED;

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
	let balances = RICH.map(|who| (who, WEALTH)).into_iter().chain([(POOR, POCKET), (TREASURY, ED)]).collect();
	pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
		.assimilate_storage(&mut storage)
		.expect("genesis");
	let mut ext: sp_io::TestExternalities = storage.into();
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test, then checks the invariants, and that nothing was minted or burned.
pub fn execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check();
	});
}

/// The invariants hold, and no money and no share was made or lost.
pub fn check() {
	Launchpad::do_try_state().expect("invariants hold");
	let mut issued = std::collections::BTreeMap::<ContentId, Balance>::new();
	for (_, content, row) in pallet_shares::Holdings::<Test>::iter() {
		*issued.entry(content).or_default() += row.shares();
	}
	assert!(issued.into_values().all(|shares| shares == SUPPLY), "no share was made or lost");
	assert_eq!(Balances::total_issuance(), ISSUED);
	let everywhere: Balance = frame_system::Account::<Test>::iter_keys().map(|who| total(&who)).sum();
	assert_eq!(everywhere, ISSUED, "all $TALE is on accounts");
}

/// Makes a call as a block does: all of it or nothing.
pub fn call(who: &AccountId, call: Call<Test>) -> Result<(), DispatchError> {
	RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(who.clone())).map(drop).map_err(|error| error.error)
}

/// Makes a call that must fail with `error` and change nothing.
pub fn refused(who: &AccountId, wanted: Call<Test>, error: impl Into<DispatchError>) {
	let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
	assert_eq!(call(who, wanted), Err(error.into()));
	assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before, "a refused call changed something");
}

pub fn register() -> ContentId {
	let content = pallet_shares::NextContent::<Test>::get();
	assert_ok!(Shares::register_content(
		RuntimeOrigin::signed(CREATOR),
		[content as u8; 32],
		EngineVersion { model: 3, checkpoint: [30; 32] },
		[40; 32],
		SUPPLY,
		vec![(CREATOR, SUPPLY)].try_into().expect("few"),
	));
	content
}

/// Open to everybody from block 5 to 20; three milestones, in order of their parts.
pub fn terms() -> RaiseTerms {
	let milestone = |part, opens, due| Milestone { part, description: [7; 32], opens, due, voting: 5 };
	RaiseTerms {
		shares: OFFER,
		soft_cap: 2_000_000,
		hard_cap: 5_000_000,
		least: 10,
		most: 4_000_000,
		opens: 5,
		public: 5,
		closes: 20,
		whitelist: None,
		milestones: vec![milestone(200_000, 20, 40), milestone(300_000, 25, 60), milestone(500_000, 30, 80)]
			.try_into()
			.expect("few"),
	}
}

/// Content and a raise with these terms, at the block in which it opens.
pub fn open_with(terms: RaiseTerms) -> RaiseId {
	let (content, raise) = (register(), NextRaise::<Test>::get());
	let opens = terms.opens;
	assert_ok!(call(&CREATOR, Call::open_raise { content, terms }));
	at(opens);
	raise
}

pub fn open() -> RaiseId {
	open_with(terms())
}

/// A raise to which Alice, Bob and Carol contributed 1,000,000, 600,000 and 400,007, which is closed.
pub fn funded() -> RaiseId {
	let raise = open();
	for (who, amount) in [(ALICE, 1_000_000), (BOB, 600_000), (CAROL, 400_007)] {
		assert_ok!(give(&who, raise, amount));
	}
	at(20);
	raise
}

/// The creator asks for the next milestone, as early as possible, and Alice and Bob approve it.
pub fn approve(raise: RaiseId) {
	let Raise { terms, progress, .. } = row(raise);
	let opens = terms.milestones[progress.released as usize].opens;
	at(System::block_number().max(opens));
	assert_ok!(call(&CREATOR, Call::request_milestone { raise, evidence: [9; 32] }));
	let ballot = progress.ballots + 1;
	for who in [ALICE, BOB] {
		assert_ok!(call(&who, Call::vote_milestone { raise, ballot, approve: true }));
	}
}

/// The same, and the money is released.
pub fn release(raise: RaiseId) {
	approve(raise);
	assert_ok!(call(&ANYBODY, Call::release_milestone { raise }));
}

pub fn at(block: BlockNumber) {
	System::set_block_number(block);
}

pub fn row(raise: RaiseId) -> Raise<AccountId> {
	Raises::<Test>::get(raise).expect("the raise exists")
}

pub fn stage(raise: RaiseId) -> Stage {
	Launchpad::raise(raise).expect("the raise exists").stage
}

pub fn give(who: &AccountId, raise: RaiseId, amount: Balance) -> Result<(), DispatchError> {
	call(who, Call::contribute { raise, amount, proof: None })
}

pub fn take_down(raise: RaiseId) -> Result<(), DispatchError> {
	let call = RuntimeCall::from(Call::<Test>::take_down { raise });
	call.dispatch(RuntimeOrigin::root()).map(drop).map_err(|error| error.error)
}

/// $TALE of an account, what is on hold included.
pub fn total(who: &AccountId) -> Balance {
	Balances::total_balance(who)
}

/// Contributions on hold for a raise.
pub fn pot(raise: RaiseId) -> Balance {
	let account = Launchpad::raise_account(raise);
	Balances::balance_on_hold(&HoldReason::Contributions.into(), &account)
}

pub fn held(who: &AccountId, reason: HoldReason) -> Balance {
	Balances::balance_on_hold(&reason.into(), who)
}

/// Shares of the first content, those on hold included.
pub fn shares(who: &AccountId) -> Balance {
	Shares::total_balance(0, who)
}

/// Shares of the first content on offer.
pub fn offered() -> Balance {
	Shares::balance_on_hold(0, &HoldReason::Offer.into(), &CREATOR)
}

/// Events of this pallet.
pub fn events() -> Vec<Event<Test>> {
	let own = |event| if let RuntimeEvent::Launchpad(event) = event { Some(event) } else { None };
	System::events().into_iter().filter_map(|record| own(record.event)).collect()
}

/// Makes every claim there is, as anybody, and closes the raise.
pub fn pay_out_and_close(raise: RaiseId) {
	for who in BACKERS {
		// Shares last: by then the deposit pays for their row.
		let _ = call(&ANYBODY, Call::claim_refund { raise, backer: who.clone() });
		let _ = call(&ANYBODY, Call::claim_shares { raise, backer: who.clone() });
		assert!(!Backings::<Test>::contains_key(&who, raise), "nobody is left behind");
	}
	assert_ok!(call(&ANYBODY, Call::close_raise { raise }));
	assert_eq!(total(&Launchpad::raise_account(raise)), 0);
	assert!(!Raises::<Test>::contains_key(raise));
}
