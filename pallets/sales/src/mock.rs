//! A runtime with this pallet, items, and assets to pay in.

use crate::{self as pallet_sales, *};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{Inspect as _, InspectHold as _, NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles::{self, Inspect as _},
		tokens::{
			imbalance::ResolveTo,
			nonfungibles_v2::{Create as _, Mutate as _},
		},
		AsEnsureOriginWithArg, ConstU128, ConstU32, Imbalance as _, SuppressedDrop as _,
	},
	weights::RuntimeDbWeight,
};
use promptale_primitives::{
	item::{CollectionId, ItemId, ItemRegister},
	Balance, BlockNumber,
};
use sp_runtime::{
	traits::{Dispatchable, IdentityLookup, Verify},
	AccountId32, BuildStorage, DispatchError, MultiSignature,
};

pub type AccountId = AccountId32;
type Block = frame_system::mocking::MockBlockU32<Test>;
pub type Asset = NativeOrWithId<u32>;
pub type NativeAndAssets = UnionOf<Balances, Assets, NativeFromLeft, Asset, AccountId>;
pub type AllItems = PlainItems<Nfts, pallet_nfts::CollectionConfigFor<Test>, pallet_nfts::ItemConfig>;

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
	pub type Nfts = pallet_nfts;
	#[runtime::pallet_index(4)]
	pub type Sales = pallet_sales;
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
	pub const Native: Asset = NativeOrWithId::Native;
	pub const TreasuryAccount: AccountId = TREASURY;
	pub NftFeatures: pallet_nfts::PalletFeatures = pallet_nfts::PalletFeatures::all_enabled();
	pub static SetFeeRate: u32 = FEE;
}

impl pallet_nfts::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type CollectionId = u32;
	type ItemId = u32;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<frame_system::EnsureSigned<AccountId>>;
	type ForceOrigin = frame_system::EnsureRoot<AccountId>;
	type Locker = Sales;
	type CollectionDeposit = ConstU128<1>;
	type ItemDeposit = ConstU128<1>;
	type MetadataDepositBase = ConstU128<1>;
	type AttributeDepositBase = ConstU128<1>;
	type DepositPerByte = ConstU128<1>;
	type StringLimit = ConstU32<256>;
	type KeyLimit = ConstU32<64>;
	type ValueLimit = ConstU32<256>;
	type ApprovalsLimit = ConstU32<20>;
	type ItemAttributesApprovalsLimit = ConstU32<30>;
	type MaxTips = ConstU32<10>;
	type MaxDeadlineDuration = ConstU32<10_000>;
	type MaxAttributesPerCall = ConstU32<10>;
	type Features = NftFeatures;
	type OffchainSignature = MultiSignature;
	type OffchainPublic = <MultiSignature as Verify>::Signer;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type Helper = ();
	type BlockNumberProvider = System;
}

#[cfg(feature = "runtime-benchmarks")]
parameter_types! {
	pub const NewAsset: Asset = NativeOrWithId::WithId(77);
}

impl Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type AssetKind = Asset;
	type NativeAsset = Native;
	type Assets = NativeAndAssets;
	type Items = AllItems;
	type Fees = ResolveTo<TreasuryAccount, Balances>;
	type AssetFees = TreasuryAccount;
	type FeeRate = SetFeeRate;
	type RoyaltyDeposit = ConstU128<ROYALTY_DEPOSIT>;
	type ListingDeposit = ConstU128<LISTING_DEPOSIT>;
	type OfferDeposit = ConstU128<OFFER_DEPOSIT>;
	type WeightInfo = weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkAsset = NewAsset;
}

pub const READ: u64 = 1_000_000_000_000;
pub const WRITE: u64 = 1_000 * READ;

pub const ED: Balance = 10;
pub const ROYALTY_DEPOSIT: Balance = 300;
pub const LISTING_DEPOSIT: Balance = 70;
pub const OFFER_DEPOSIT: Balance = 50;
/// Half a percent.
pub const FEE: u32 = 5_000;
pub const WEALTH: Balance = 1_000_000_000;
/// Least that an account has of a foreign asset.
pub const LEAST: Balance = 3;
pub const TALE: Asset = NativeOrWithId::Native;
pub const DOLLAR: Asset = NativeOrWithId::WithId(1);

/// The only collection, with items of Alice (0 to 3) and Bob (4 to 7).
pub const COLLECTION: CollectionId = 0;
pub const ITEMS: ItemId = 8;

/// Whose the collection is.
pub const CREATOR: AccountId = AccountId::new([1; 32]);
pub const ALICE: AccountId = AccountId::new([2; 32]);
pub const BOB: AccountId = AccountId::new([3; 32]);
pub const CAROL: AccountId = AccountId::new([4; 32]);
/// Issues the asset.
pub const ISSUER: AccountId = AccountId::new([5; 32]);
/// Has an existential deposit, and nothing else.
pub const POOR: AccountId = AccountId::new([6; 32]);
/// Get royalties.
pub const PAINTER: AccountId = AccountId::new([8; 32]);
pub const WRITER: AccountId = AccountId::new([9; 32]);
pub const TREASURY: AccountId = AccountId::new([99; 32]);

pub const RICH: [AccountId; 5] = [CREATOR, ALICE, BOB, CAROL, ISSUER];

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
		assert_ok!(<Assets as fungibles::Create<_>>::create(1, ISSUER, true, LEAST));
		for who in RICH {
			assert_ok!(<Assets as fungibles::Mutate<_>>::mint_into(1, &who, WEALTH));
		}
		assert_ok!(Nfts::create_collection(&CREATOR, &CREATOR, &Default::default()));
		for item in 0..ITEMS {
			let owner = if item < ITEMS / 2 { ALICE } else { BOB };
			assert_ok!(Nfts::mint_into(&COLLECTION, &item, &owner, &Default::default(), true));
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

/// The invariants hold, and no money was made or lost.
pub fn check() {
	Sales::do_try_state().expect("invariants hold");
	let all = 5 * WEALTH + 4 * ED;
	assert_eq!(Balances::total_issuance(), all);
	let everywhere: Balance = frame_system::Account::<Test>::iter_keys().map(|who| Balances::total_balance(&who)).sum();
	assert_eq!(everywhere + waiting_fees(), all, "$TALE is on accounts, or waits to be settled");
	let dollars: Balance =
		frame_system::Account::<Test>::iter_keys().map(|who| NativeAndAssets::balance(DOLLAR, &who)).sum();
	assert_eq!(dollars, 5 * WEALTH, "and so is the asset");
}

/// Fees in $TALE that are not settled yet.
pub fn waiting_fees() -> Balance {
	Collected::<Test>::get().map_or(0, |fees| {
		let fees = fees.into_inner();
		let amount = fees.peek();
		// It is still stored: to drop it here would burn it.
		core::mem::forget(fees);
		amount
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

/// The creator lets the painter and the writer have 3 and 2 percent.
pub fn set_royalties() {
	let recipients = vec![(PAINTER, 30_000), (WRITER, 20_000)].try_into().expect("few");
	assert_ok!(call(&CREATOR, Call::set_royalties { collection: COLLECTION, recipients }));
}

pub fn list(items: &[ItemId], asset: &Asset, price: Balance, expires: Option<BlockNumber>) -> Call<Test> {
	let items = items.to_vec().try_into().expect("few");
	Call::list_items { collection: COLLECTION, items, asset: asset.clone(), price, expires }
}

pub fn delist(items: &[ItemId]) -> Call<Test> {
	Call::delist { collection: COLLECTION, items: items.to_vec().try_into().expect("few") }
}

pub fn buy(item: ItemId, asset: &Asset, max_price: Balance) -> Call<Test> {
	Call::buy_item { collection: COLLECTION, item, asset: asset.clone(), max_price }
}

pub fn offer(item: ItemId, price: Balance, expires: Option<BlockNumber>) -> Call<Test> {
	Call::make_offer { collection: COLLECTION, item, price, expires }
}

pub fn withdraw(item: ItemId, buyer: &AccountId) -> Call<Test> {
	Call::withdraw_offer { collection: COLLECTION, item, buyer: buyer.clone() }
}

pub fn accept(item: ItemId, buyer: &AccountId, at_least: Balance) -> Call<Test> {
	Call::accept_offer { collection: COLLECTION, item, buyer: buyer.clone(), at_least }
}

/// Gives an item away, past this pallet.
pub fn give(who: &AccountId, item: ItemId, to: &AccountId) -> Result<(), DispatchError> {
	let call = pallet_nfts::Call::transfer { collection: COLLECTION, item, dest: to.clone() };
	RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(who.clone())).map(drop).map_err(|error| error.error)
}

pub fn owner(item: ItemId) -> AccountId {
	AllItems::owner(COLLECTION, item).expect("there is such an item")
}

pub fn balance(who: &AccountId, asset: &Asset) -> Balance {
	NativeAndAssets::balance(asset.clone(), who)
}

pub fn held(who: &AccountId, reason: HoldReason) -> Balance {
	Balances::balance_on_hold(&reason.into(), who)
}

/// Events of this pallet.
pub fn events() -> Vec<Event<Test>> {
	let own = |event| if let RuntimeEvent::Sales(event) = event { Some(event) } else { None };
	System::events().into_iter().filter_map(|record| own(record.event)).collect()
}
