//! A runtime with this pallet, the register of shares, and assets to pay in.

use crate::{self as pallet_market, *};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{Balanced as _, Inspect as _, InspectHold as _, NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles::{self, Inspect as _},
		tokens::imbalance::ResolveTo,
		AsEnsureOriginWithArg, ConstU128, ConstU32, Imbalance as _, SuppressedDrop as _,
	},
	weights::RuntimeDbWeight,
	PalletId,
};
use promptale_primitives::{
	content::{ContentId, EngineVersion},
	order_book::{BookId, OrderNumber, Side, Tick, TimeInForce},
	settlement::{ContentFees, FeeSource},
	Balance,
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
	pub type Market = pallet_market;
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
	pub const MarketPalletId: PalletId = PalletId(*b"tale/mkt");
	pub static SetFeeRate: u32 = 5_000;
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

#[cfg(feature = "runtime-benchmarks")]
parameter_types! {
	pub const NewAsset: Asset = NativeOrWithId::WithId(77);
}

/// Takes fees for the only content, all to the treasury.
pub struct Fees;
impl ContentFees<CreditOf<Test>> for Fees {
	fn settle(source: FeeSource, content: ContentId, fee: CreditOf<Test>) {
		assert_eq!((source, content), (FeeSource::MarketSale, 0));
		Balances::resolve(&TREASURY, fee).expect("the treasury has an account");
	}

	fn settle_weight() -> (u64, u64) {
		(0, 0)
	}
}

impl Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type AssetKind = Asset;
	type NativeAsset = Native;
	type Assets = NativeAndAssets;
	type Shares = Shares;
	type Content = Shares;
	type Fees = Fees;
	type AssetFees = TreasuryAccount;
	type FeeRate = SetFeeRate;
	type PalletId = MarketPalletId;
	type BookDeposit = ConstU128<BOOK_DEPOSIT>;
	type RoyaltyDeposit = ConstU128<ROYALTY_DEPOSIT>;
	type OrderDeposit = ConstU128<ORDER_DEPOSIT>;
	type RowBond = ConstU128<HOLDING_BOND>;
	type CandleInterval = ConstU32<10>;
	type CandleCount = ConstU32<4>;
	type WeightInfo = weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkAsset = NewAsset;
}

pub const READ: u64 = 1_000_000_000_000;
pub const WRITE: u64 = 1_000 * READ;

pub const ED: Balance = 10;
pub const CONTENT_DEPOSIT: Balance = 500;
pub const HOLDING_BOND: Balance = 100;
pub const REVENUE_BOND: Balance = 200;
pub const BOOK_DEPOSIT: Balance = 700;
pub const ROYALTY_DEPOSIT: Balance = 300;
pub const ORDER_DEPOSIT: Balance = 50;
/// Half a percent.
pub const FEE: u32 = 5_000;
pub const WEALTH: Balance = 1_000_000_000_000;
/// Least that an account has of a foreign asset.
pub const LEAST: Balance = 3;
pub const TICK: Balance = 7;
/// Shares of each of those who have some.
pub const STAKE: Balance = 100_000;

pub const TALE: Asset = NativeOrWithId::Native;
pub const DOLLAR: Asset = NativeOrWithId::WithId(1);

pub const CREATOR: AccountId = AccountId::new([1; 32]);
pub const ALICE: AccountId = AccountId::new([2; 32]);
pub const BOB: AccountId = AccountId::new([3; 32]);
/// Has money and no shares.
pub const CAROL: AccountId = AccountId::new([4; 32]);
/// Issues the asset; opens books.
pub const OPENER: AccountId = AccountId::new([5; 32]);
/// Has an existential deposit, and nothing else.
pub const POOR: AccountId = AccountId::new([6; 32]);
/// Get royalties.
pub const PAINTER: AccountId = AccountId::new([8; 32]);
pub const WRITER: AccountId = AccountId::new([9; 32]);
pub const TREASURY: AccountId = AccountId::new([99; 32]);

pub const RICH: [AccountId; 5] = [CREATOR, ALICE, BOB, CAROL, OPENER];

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
	let rich = RICH.map(|who| (who, WEALTH));
	let others = [POOR, PAINTER, WRITER, TREASURY].map(|who| (who, ED));
	pallet_balances::GenesisConfig::<Test> { balances: rich.into_iter().chain(others).collect(), ..Default::default() }
		.assimilate_storage(&mut storage)
		.expect("genesis");
	let mut ext: sp_io::TestExternalities = storage.into();
	ext.execute_with(|| {
		System::set_block_number(1);
		assert_ok!(<Assets as fungibles::Create<_>>::create(1, OPENER, true, LEAST));
		for who in RICH {
			assert_ok!(<Assets as fungibles::Mutate<_>>::mint_into(1, &who, WEALTH));
		}
	});
	ext
}

/// Runs a test, then checks the invariants, and that nothing was minted or burned.
pub fn execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check();
	});
}

/// The invariants hold, here and in the register, and no money was made or lost.
pub fn check() {
	Market::do_try_state().expect("invariants hold");
	let mut issued = std::collections::BTreeMap::<ContentId, Balance>::new();
	for (_, content, row) in pallet_shares::Holdings::<Test>::iter() {
		*issued.entry(content).or_default() += row.shares();
	}
	assert!(issued.into_values().all(|shares| shares == 2 * STAKE), "no share was made or lost");
	assert_eq!(Balances::total_issuance(), 5 * WEALTH + 4 * ED);
	let everywhere: Balance = frame_system::Account::<Test>::iter_keys().map(|who| Balances::total_balance(&who)).sum();
	assert_eq!(everywhere + waiting_fees(), 5 * WEALTH + 4 * ED, "$TALE is on accounts, or waits to be settled");
}

/// Settles them, in a block with room for everything.
pub fn settle_fees() {
	<Market as frame_support::traits::Hooks<u32>>::on_idle(1, frame_support::weights::Weight::MAX);
}

/// Fees in $TALE that are not settled yet.
pub fn waiting_fees() -> Balance {
	Collected::<Test>::iter_values().fold(0, |sum, fees| {
		let fees = fees.into_inner();
		let amount = fees.peek();
		// It is still stored: to drop it here would burn it.
		core::mem::forget(fees);
		sum + amount
	})
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

/// Content of which Alice and Bob have shares.
pub fn register() -> ContentId {
	let content = pallet_shares::NextContent::<Test>::get();
	assert_ok!(Shares::register_content(
		RuntimeOrigin::signed(CREATOR),
		[content as u8; 32],
		EngineVersion { model: 3, checkpoint: [30; 32] },
		[40; 32],
		2 * STAKE,
		vec![(ALICE, STAKE), (BOB, STAKE)].try_into().expect("few"),
	));
	content
}

/// The same with royalties of 3 and 2 percent, and a book.
pub fn book_in(asset: &Asset) -> BookId {
	let content = register();
	let recipients = vec![(PAINTER, 30_000), (WRITER, 20_000)].try_into().expect("few");
	assert_ok!(call(&CREATOR, Call::set_royalties { content, recipients }));
	let book = NextBook::<Test>::get();
	assert_ok!(call(&OPENER, Call::open_book { content, asset: asset.clone(), tick_size: TICK }));
	book
}

pub fn open() -> BookId {
	book_in(&TALE)
}

pub fn order(book: BookId, side: Side, tick: Tick, quantity: Balance, time_in_force: TimeInForce) -> Call<Test> {
	Call::place_order { book, side, tick, quantity, time_in_force, expires: None }
}

pub fn place(who: &AccountId, book: BookId, side: Side, tick: Tick, quantity: Balance) -> Result<(), DispatchError> {
	call(who, order(book, side, tick, quantity, TimeInForce::GoodTillCancelled))
}

pub fn balance(who: &AccountId, asset: &Asset) -> Balance {
	NativeAndAssets::balance(asset.clone(), who)
}

/// Shares, those on hold included.
pub fn shares(who: &AccountId) -> Balance {
	Shares::total_balance(0, who)
}

pub fn held(who: &AccountId, reason: HoldReason) -> Balance {
	Balances::balance_on_hold(&reason.into(), who)
}

/// Numbers of a side's orders, as they will be filled.
pub fn queue(book: BookId, side: Side) -> Vec<(Tick, OrderNumber, AccountId, Balance)> {
	let mut queue: Vec<_> = Orders::<Test>::iter()
		.filter(|((_, of, _), order)| *of == book && order.side == side)
		.map(|((owner, _, number), order)| (order.tick, number, owner, order.quantity))
		.collect();
	queue.sort_by_key(|(tick, number, ..)| (if side == Side::Buy { u16::MAX - tick } else { *tick }, *number));
	queue
}

/// Fills since the last block: number, maker, taker, price, quantity.
pub fn fills() -> Vec<(OrderNumber, AccountId, AccountId, Balance, Balance)> {
	let fill = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Market(Event::Filled { number, maker, taker, price, quantity, .. }) => {
			Some((number, maker, taker, price, quantity))
		},
		_ => None,
	};
	System::events().into_iter().filter_map(fill).collect()
}

/// Events of this pallet.
pub fn events() -> Vec<Event<Test>> {
	let own = |event| if let RuntimeEvent::Market(event) = event { Some(event) } else { None };
	System::events().into_iter().filter_map(|record| own(record.event)).collect()
}
