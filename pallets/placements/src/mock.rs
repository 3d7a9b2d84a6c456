//! A runtime with this pallet and the register of shares; campaigns, settlements and receipts for tests.

use crate::{self as pallet_placements, *};
use codec::Encode;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{Balanced as _, Inspect as _, InspectHold as _, NativeFromLeft, NativeOrWithId, UnionOf},
		AsEnsureOriginWithArg, ConstU128, ConstU32, Hooks, Randomness,
	},
	weights::RuntimeDbWeight,
	PalletId,
};
use promptale_primitives::{
	content::{ContentId, EngineVersion},
	placement::{
		bid_commitment, prove_receipt, receipts_root, AttesterSignature, AttesterSignatures, Attesters, AuctionPhase,
		CampaignId, Page, Receipt, ReceiptProofs, Region, Settlement, SignedReceipt, SlotId, SlotTerms, Total,
	},
	settlement::{ContentFees, FeeSource},
	Balance, Blake3, BlockNumber,
};
use sp_core::{sr25519, Pair, H256};
use sp_runtime::{
	traits::{BlakeTwo256, Dispatchable, Hash as _, IdentityLookup},
	AccountId32, BuildStorage, DispatchError,
};
use std::collections::BTreeMap;

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
	pub type Placements = pallet_placements;
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
	type DustRemoval = ();
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
	pub static SetFeeRate: u32 = FEE;
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

/// The chain's part goes to the treasury, what is forfeited to an account of its own.
pub struct Fees;
impl ContentFees<CreditOf<Test>> for Fees {
	fn settle(source: FeeSource, _: ContentId, fee: CreditOf<Test>) {
		let to = match source {
			FeeSource::Placement => TREASURY,
			FeeSource::Slash => SLASHED,
			_ => panic!("another pallet's fee: {source:?}"),
		};
		Balances::resolve(&to, fee).expect("the account exists");
	}

	fn settle_weight() -> (u64, u64) {
		(0, 0)
	}
}

/// Another number in every block.
pub struct BlockHashes;
impl Randomness<H256, BlockNumber> for BlockHashes {
	fn random(subject: &[u8]) -> (H256, BlockNumber) {
		let now = System::block_number();
		(BlakeTwo256::hash(&(subject, now).encode()), now)
	}
}

impl Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type AssetKind = Asset;
	type Content = Shares;
	type Fees = Fees;
	type FeeRate = SetFeeRate;
	type Randomness = BlockHashes;
	type SlotDeposit = ConstU128<SLOT_DEPOSIT>;
	type BidDeposit = ConstU128<BID_DEPOSIT>;
	type MinBudget = ConstU128<100>;
	type ForfeitRate = ConstU32<100_000>;
	type MinReveal = ConstU32<5>;
	type MaxWindow = ConstU32<1_000>;
	type MinChallengeWindow = ConstU32<3>;
	type MaxChallengeWindow = ConstU32<50>;
	type AnswerPeriod = ConstU32<ANSWER>;
	type GracePeriod = ConstU32<GRACE>;
	type PageDeposit = ConstU128<PAGE_DEPOSIT>;
	type SettlementBond = ConstU128<SETTLEMENT_BOND>;
	type ChallengeBond = ConstU128<CHALLENGE_BOND>;
	type WeightInfo = weights::SubstrateWeight<Test>;
}

pub const READ: u64 = 1_000_000_000_000;
pub const WRITE: u64 = 1_000 * READ;

pub const ED: Balance = 10;
pub const CONTENT_DEPOSIT: Balance = 500;
pub const HOLDING_BOND: Balance = 100;
pub const REVENUE_BOND: Balance = 200;
pub const SLOT_DEPOSIT: Balance = 700;
pub const BID_DEPOSIT: Balance = 300;
pub const PAGE_DEPOSIT: Balance = 900;
pub const SETTLEMENT_BOND: Balance = 401;
pub const CHALLENGE_BOND: Balance = 201;
/// The chain's part of the price: 5 percent.
pub const FEE: u32 = 50_000;
pub const ANSWER: BlockNumber = 6;
pub const GRACE: BlockNumber = 15;
pub const WEALTH: Balance = 1_000_000_000;
/// Of a thousand impressions: 10 each, 6 of them for payees.
pub const RESERVE: Balance = 10_000;
pub const BUDGET: Balance = 20_000;
/// Impressions that are paid for in an epoch.
pub const CAP: u32 = 500;

pub const CREATOR: AccountId = AccountId::new([1; 32]);
/// Has the content's shares.
pub const HOLDER: AccountId = AccountId::new([2; 32]);
pub const BRAND: AccountId = AccountId::new([3; 32]);
pub const RIVAL: AccountId = AccountId::new([4; 32]);
/// Submits settlements.
pub const SUBMITTER: AccountId = AccountId::new([5; 32]);
pub const CHALLENGER: AccountId = AccountId::new([6; 32]);
/// Signs what anybody may sign.
pub const ANYBODY: AccountId = AccountId::new([7; 32]);
/// Show the product.
pub const SITE: AccountId = AccountId::new([8; 32]);
pub const BLOG: AccountId = AccountId::new([9; 32]);
/// Shows it, too, and has no account yet.
pub const NEW: AccountId = AccountId::new([10; 32]);
/// Has an existential deposit, and nothing else.
pub const POOR: AccountId = AccountId::new([11; 32]);
pub const TREASURY: AccountId = AccountId::new([99; 32]);
/// Has what was forfeited.
pub const SLASHED: AccountId = AccountId::new([98; 32]);

const RICH: [AccountId; 7] = [CREATOR, HOLDER, BRAND, RIVAL, SUBMITTER, CHALLENGER, ANYBODY];
const OTHERS: [AccountId; 5] = [SITE, BLOG, POOR, TREASURY, SLASHED];
const ISSUED: Balance = RICH.len() as Balance * WEALTH + OTHERS.len() as Balance * ED;

pub const PICTURE: Blake3 = [77; 32];

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
	let rich = RICH.map(|who| (who, WEALTH));
	let others = OTHERS.map(|who| (who, ED));
	pallet_balances::GenesisConfig::<Test> { balances: rich.into_iter().chain(others).collect(), ..Default::default() }
		.assimilate_storage(&mut storage)
		.expect("genesis");
	let mut ext: sp_io::TestExternalities = storage.into();
	#[cfg(feature = "runtime-benchmarks")]
	ext.register_extension(sp_keystore::KeystoreExt(std::sync::Arc::new(sp_keystore::testing::MemoryKeystore::new())));
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

/// The invariants hold, and no money was made or lost.
pub fn check() {
	Placements::do_try_state().expect("invariants hold");
	assert_eq!(Balances::total_issuance(), ISSUED);
	assert_eq!(owned().values().sum::<Balance>(), ISSUED);
}

/// What everybody has, what is on hold included.
pub fn owned() -> BTreeMap<AccountId, Balance> {
	frame_system::Account::<Test>::iter_keys().map(|who| (who.clone(), Balances::total_balance(&who))).collect()
}

/// Makes a call that must succeed, and answers whose money became more or less by how much. Sums to nothing.
pub fn moved(who: &AccountId, wanted: Call<Test>) -> Vec<(AccountId, i128)> {
	let before = owned();
	assert_eq!(call(who, wanted), Ok(()));
	let mut after = owned();
	after.extend(before.keys().filter(|who| !after.contains_key(who)).map(|who| (who.clone(), 0)).collect::<Vec<_>>());
	let of = |(who, has): (AccountId, Balance)| {
		let change = has as i128 - before.get(&who).copied().unwrap_or(0) as i128;
		(change != 0).then_some((who, change))
	};
	let changes: Vec<_> = after.into_iter().filter_map(of).collect();
	assert_eq!(changes.iter().map(|(_, change)| change).sum::<i128>(), 0, "money was made or lost");
	changes
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

pub fn held(who: &AccountId, reason: HoldReason) -> Balance {
	Balances::balance_on_hold(&reason.into(), who)
}

/// Where the dividends of the content's holders wait.
pub fn pot() -> AccountId {
	Shares::pot_account(0)
}

/// Makes empty blocks until `block` is made.
pub fn go_to(block: BlockNumber) {
	while System::block_number() < block {
		let now = System::block_number();
		Placements::on_finalize(now);
		System::set_block_number(now + 1);
		Placements::on_initialize(now + 1);
	}
}

pub fn register() -> ContentId {
	let content = pallet_shares::NextContent::<Test>::get();
	assert_ok!(Shares::register_content(
		RuntimeOrigin::signed(CREATOR),
		[content as u8; 32],
		EngineVersion { model: 3, checkpoint: [30; 32] },
		[40; 32],
		1_000,
		vec![(HOLDER, 1_000)].try_into().expect("few"),
	));
	content
}

/// Four epochs of 25 blocks.
pub fn terms() -> SlotTerms {
	SlotTerms {
		region: Region::Image { x: 100_000, y: 100_000, width: 200_000, height: 300_000 },
		bidding_until: 10,
		reveal_until: 20,
		from: 30,
		until: 130,
		epoch: 25,
		cap: CAP,
		reserve: RESERVE,
		least_budget: 1_000,
		publishers: 600_000,
		challenge_window: 10,
	}
}

/// Keys of attesters, in the order of their public ones.
pub fn keys(number: u8) -> Vec<sr25519::Pair> {
	let mut keys: Vec<_> = (0..number).map(|seed| sr25519::Pair::from_seed(&[seed + 1; 32])).collect();
	keys.sort_by_key(|key| key.public().0);
	keys
}

/// Attesters of the slots of tests.
pub const ATTESTERS: u8 = 4;

pub fn attesters(number: u8) -> Attesters {
	keys(number).iter().map(|key| key.public().0).collect::<Vec<_>>().try_into().expect("few")
}

pub fn open_call(terms: SlotTerms) -> Call<Test> {
	Call::open_slot { content: 0, terms, attesters: attesters(ATTESTERS) }
}

/// Content with a slot.
pub fn open() -> SlotId {
	register();
	let slot = NextSlot::<Test>::get();
	assert_ok!(call(&CREATOR, open_call(terms())));
	slot
}

pub fn commitment(slot: SlotId, who: &AccountId, price: Balance) -> Blake3 {
	bid_commitment(&Placements::genesis(), slot, who, price, &PICTURE, &[5; 32])
}

pub fn bid_call(slot: SlotId, who: &AccountId, budget: Balance, price: Balance) -> Call<Test> {
	let terms = Placements::slot(slot).expect("it is open").terms_hash;
	Call::bid { slot, budget, commitment: commitment(slot, who, price), terms }
}

pub fn reveal_call(slot: SlotId, price: Balance) -> Call<Test> {
	Call::reveal { slot, price, picture: PICTURE, salt: [5; 32] }
}

/// A campaign of the brand at the reserve price, in the window's first block.
pub fn win_with(budget: Balance) -> CampaignId {
	let slot = open();
	assert_ok!(call(&BRAND, bid_call(slot, &BRAND, budget, RESERVE + 1)));
	go_to(11);
	assert_ok!(call(&BRAND, reveal_call(slot, RESERVE + 1)));
	go_to(21);
	let campaign = NextCampaign::<Test>::get();
	assert_ok!(call(&ANYBODY, Call::award { slot }));
	go_to(30);
	campaign
}

pub fn win() -> CampaignId {
	win_with(BUDGET)
}

pub fn signature(message: &Blake3, attester: u8) -> AttesterSignature {
	AttesterSignature { attester, signature: keys(ATTESTERS)[usize::from(attester)].sign(message).0 }
}

/// Receipts of impressions `from..until` of the first page of the first campaign, all of one payee.
pub fn receipts(from: u64, until: u64, payee: &AccountId) -> Vec<SignedReceipt<AccountId>> {
	receipts_on(0, from, until, payee)
}

/// The same of another page.
pub fn receipts_on(page: Page, from: u64, until: u64, payee: &AccountId) -> Vec<SignedReceipt<AccountId>> {
	let one = |index| {
		let block = System::block_number();
		let receipt = Receipt { campaign: 0, page, index, block, time: 1, payee: payee.clone(), viewer: [3; 32] };
		signed(receipt)
	};
	(from..until).map(one).collect()
}

pub fn signed(receipt: Receipt<AccountId>) -> SignedReceipt<AccountId> {
	let signature = signature(&receipt.signing_bytes(&Placements::genesis()), (receipt.index % 4) as u8);
	SignedReceipt { receipt, signature }
}

pub fn root(receipts: &[SignedReceipt<AccountId>]) -> Blake3 {
	receipts_root(&receipts.iter().map(SignedReceipt::leaf).collect::<Vec<_>>())
}

/// The receipts that are asked for, with their paths.
pub fn proofs(receipts: &[SignedReceipt<AccountId>], asked: &[u32]) -> ReceiptProofs<AccountId> {
	let leaves: Vec<_> = receipts.iter().map(SignedReceipt::leaf).collect();
	let prove = |at: &u32| prove_receipt(&leaves, *at, receipts[*at as usize].clone()).expect("it is there");
	asked.iter().map(prove).collect::<Vec<_>>().try_into().expect("as many as are asked for")
}

/// The receipts that the first page's challenge asks for.
pub fn asked() -> Vec<u32> {
	asked_on(0)
}

/// The same of another page.
pub fn asked_on(page: Page) -> Vec<u32> {
	let page = Placements::page(0, page).expect("it is there");
	page.pending.expect("a settlement").challenge.expect("a challenge").receipts
}

/// What payees earned, in the next settlement of a page, and in the epoch that runs.
pub fn settlement(page: Page, impressions: u64, totals: &[(AccountId, Balance)]) -> Settlement<AccountId> {
	let mut totals: Vec<_> =
		totals.iter().map(|(payee, amount)| Total { payee: payee.clone(), amount: *amount }).collect();
	totals.sort_by(|one, other| one.payee.cmp(&other.payee));
	let sequence = Pages::<Test>::get(0, page).map_or(0, |page| page.sequence);
	let epoch = terms().epoch_at(System::block_number()).unwrap_or(0);
	let totals = totals.try_into().expect("not too many");
	Settlement { sequence, epoch, impressions, receipts: [9; 32], totals }
}

pub fn signatures(
	settlement: &Settlement<AccountId>,
	campaign: CampaignId,
	page: Page,
	signers: &[u8],
) -> AttesterSignatures {
	let message = settlement.signing_bytes(&Placements::genesis(), campaign, campaign, page);
	let signatures: Vec<_> = signers.iter().map(|attester| signature(&message, *attester)).collect();
	signatures.try_into().expect("not too many")
}

/// The call for a settlement of the first campaign, with signatures of three of the four.
pub fn settle_call(page: Page, settlement: Settlement<AccountId>) -> Call<Test> {
	let signatures = signatures(&settlement, 0, page, &[0, 1, 3]);
	Call::settle { campaign: 0, page, settlement, signatures }
}

/// Settles the first page.
pub fn settle(impressions: u64, totals: &[(AccountId, Balance)]) {
	assert_ok!(call(&SUBMITTER, settle_call(0, settlement(0, impressions, totals))));
}

/// Settles the first page with receipts for all that is new.
pub fn settle_receipts(from: u64, until: u64, payee: &AccountId) -> Vec<SignedReceipt<AccountId>> {
	let receipts = receipts(from, until, payee);
	let mut settlement = settlement(0, until, &[(payee.clone(), 6 * Balance::from(until as u32))]);
	settlement.receipts = root(&receipts);
	assert_ok!(call(&SUBMITTER, settle_call(0, settlement)));
	receipts
}

/// Events of this pallet.
pub fn events() -> Vec<Event<Test>> {
	let own = |event| if let RuntimeEvent::Placements(event) = event { Some(event) } else { None };
	System::events().into_iter().filter_map(|record| own(record.event)).collect()
}

/// Makes the calls that anybody can make when everything is over, and checks that nothing is left of it.
pub fn wind_up() {
	for slot in Placements::slots(None) {
		go_to(System::block_number().max(slot.terms.reveal_until + 1));
		if Placements::slot(slot.slot).expect("it is there").phase == AuctionPhase::Won {
			assert_ok!(call(&ANYBODY, Call::award { slot: slot.slot }));
		}
	}
	for campaign in Placements::campaigns(None).into_iter().rev() {
		let id = campaign.campaign;
		go_to(System::block_number().max(campaign.settles_until + 1));
		for number in Pages::<Test>::iter_key_prefix(id).collect::<Vec<_>>() {
			let pending = Placements::page(id, number).expect("it is there").pending;
			if let Some(pending) = pending {
				match pending.challenge {
					Some(challenge) => {
						go_to(System::block_number().max(challenge.answer_until + 1));
						assert_ok!(call(&ANYBODY, Call::void { campaign: id, page: number }));
					},
					None => go_to(System::block_number().max(pending.until + 1)),
				}
			}
			let payees = Placements::page(id, number).map(|page| page.payees).unwrap_or_default();
			for payee in payees.into_iter().filter(|payee| payee.claimable > 0) {
				let claim = Call::claim { campaign: id, page: number, payee: payee.payee };
				assert_ok!(call(&ANYBODY, claim));
			}
			if Pages::<Test>::contains_key(id, number) {
				assert_ok!(call(&ANYBODY, Call::collect { campaign: id, page: number }));
			}
		}
		if Campaigns::<Test>::get(id).is_some_and(|campaign| !campaign.refunded) {
			assert_ok!(call(&ANYBODY, Call::refund { campaign: id }));
		}
		check();
	}
	for slot in Slots::<Test>::iter_keys().collect::<Vec<_>>() {
		for bidder in Bids::<Test>::iter_key_prefix(slot).collect::<Vec<_>>() {
			assert_ok!(call(&ANYBODY, Call::withdraw_bid { slot, bidder }));
		}
		assert_ok!(call(&ANYBODY, Call::remove_slot { slot }));
	}
	check();
	assert_eq!(Slots::<Test>::iter().count() + Bids::<Test>::iter().count(), 0);
	assert_eq!(Campaigns::<Test>::iter().count() + Pages::<Test>::iter().count() + Beacons::<Test>::iter().count(), 0);
	for who in owned().keys() {
		let reasons =
			[HoldReason::Budget, HoldReason::Slot, HoldReason::Bid, HoldReason::Settlement, HoldReason::Challenge];
		assert!(reasons.into_iter().all(|reason| held(who, reason) == 0), "something is left on hold");
	}
}
