//! Benchmarks of every call and of the hook: each at its worst.

use crate::{types::*, Call, *};
use alloc::vec::Vec;
use codec::Decode;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Inspect as _, Mutate as _},
	Get,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	placement::{
		bid_commitment, prove_receipt, receipts_root, AttesterSignature, AttesterSignatures, Attesters, CampaignId,
		Receipt, ReceiptProofs, Region, Settlement, SignedReceipt, SlotId, SlotTerms, Total, Totals, MAX_ATTESTERS,
		MAX_PAYEES, MAX_RECEIPTS, MAX_RECEIPT_DEPTH, SAMPLED_RECEIPTS,
	},
	Balance, Blake3, BlockNumber, MILLION,
};
use sp_core::{crypto::KeyTypeId, sr25519};

const KEYS: KeyTypeId = KeyTypeId(*b"plcb");
/// For a thousand impressions.
const PRICE: Balance = 1_000_000_000_000;

fn set_block<T: Config>(block: BlockNumber) {
	frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(block));
}

/// Enough for whatever a benchmark does.
fn rich<T: Config>(name: &'static str, n: u32) -> T::AccountId {
	let who = account(name, n, 0);
	let deposits = T::SlotDeposit::get() + T::BidDeposit::get() + T::PageDeposit::get();
	let bonds = T::SettlementBond::get() + T::ChallengeBond::get();
	let money = deposits + bonds + T::Currency::minimum_balance() + budget::<T>();
	T::Currency::mint_into(&who, money * 10).unwrap();
	who
}

/// Pays for the most impressions of a settlement.
fn budget<T: Config>() -> Balance {
	T::MinBudget::get() + PRICE * Balance::from(MAX_RECEIPTS)
}

/// As many attesters as there can be.
fn attesters() -> Attesters {
	let mut keys: Vec<_> = (0..MAX_ATTESTERS).map(|_| sp_io::crypto::sr25519_generate(KEYS, None).0).collect();
	keys.sort();
	keys.try_into().unwrap()
}

fn sign(attesters: &Attesters, attester: u32, message: &Blake3) -> AttesterSignature {
	let key = sr25519::Public::from_raw(attesters[attester as usize]);
	let signature = sp_io::crypto::sr25519_sign(KEYS, &key, message).unwrap().0;
	AttesterSignature { attester: attester as u8, signature }
}

fn terms<T: Config>() -> SlotTerms {
	let now = Pallet::<T>::now();
	// Benchmarks begin a block or two after what is made here.
	let bidding_until = now + 10;
	let reveal_until = bidding_until + T::MinReveal::get();
	let from = reveal_until + 1;
	SlotTerms {
		region: Region::Panel { panel: 1 },
		bidding_until,
		reveal_until,
		from,
		until: from + T::MaxWindow::get(),
		epoch: T::MaxWindow::get(),
		cap: u32::MAX,
		reserve: PRICE,
		least_budget: T::MinBudget::get(),
		publishers: MILLION / 2,
		challenge_window: T::MaxChallengeWindow::get(),
	}
}

/// A content's creator, and the content.
fn content<T: Config>() -> (T::AccountId, ContentId) {
	let content = T::Content::register(&rich::<T>("holder", 0), 1_000_000);
	let creator = T::Content::creator(content).unwrap();
	T::Currency::mint_into(&creator, T::SlotDeposit::get() * 10).unwrap();
	(creator, content)
}

fn open<T: Config>() -> SlotId {
	let (creator, content) = content::<T>();
	let slot = NextSlot::<T>::get();
	Pallet::<T>::open_slot(RawOrigin::Signed(creator).into(), content, terms::<T>(), attesters()).unwrap();
	slot
}

fn terms_hash<T: Config>(slot: SlotId) -> Blake3 {
	Pallet::<T>::slot(slot).unwrap().terms_hash
}

fn place<T: Config>(who: &T::AccountId, slot: SlotId, price: Balance) {
	let commitment = bid_commitment(&Pallet::<T>::genesis(), slot, who, price, &[1; 32], &[2; 32]);
	let origin = RawOrigin::Signed(who.clone()).into();
	Pallet::<T>::bid(origin, slot, budget::<T>(), commitment, terms_hash::<T>(slot)).unwrap();
}

fn reveal<T: Config>(who: &T::AccountId, slot: SlotId, price: Balance) {
	Pallet::<T>::reveal(RawOrigin::Signed(who.clone()).into(), slot, price, [1; 32], [2; 32]).unwrap();
}

/// Two bids, of the brand and of a rival, and the time for revealing.
fn bids<T: Config>() -> SlotId {
	let slot = open::<T>();
	place::<T>(&rich::<T>("brand", 0), slot, PRICE + 1);
	place::<T>(&rich::<T>("rival", 0), slot, PRICE);
	set_block::<T>(Slots::<T>::get(slot).unwrap().terms.bidding_until + 1);
	slot
}

/// An auction that the brand won.
fn won<T: Config>() -> SlotId {
	let slot = bids::<T>();
	reveal::<T>(&account("brand", 0, 0), slot, PRICE + 1);
	set_block::<T>(Slots::<T>::get(slot).unwrap().terms.reveal_until + 1);
	slot
}

/// A campaign whose window began.
fn campaign<T: Config>() -> CampaignId {
	let slot = won::<T>();
	Pallet::<T>::award(RawOrigin::Signed(account("brand", 0, 0)).into(), slot).unwrap();
	let slot = Slots::<T>::get(slot).unwrap();
	set_block::<T>(slot.terms.from);
	slot.campaign.unwrap()
}

fn payee<T: Config>(n: u32) -> T::AccountId {
	// In the order of their numbers, and none that exists.
	let mut bytes = [0xEE; 32];
	bytes[1] = n as u8;
	T::AccountId::decode(&mut bytes.as_slice()).unwrap()
}

/// The next settlement of the first page, for so many payees.
fn settlement<T: Config>(id: CampaignId, impressions: u32, payees: u32) -> Settlement<T::AccountId> {
	let amount = PRICE * Balance::from(impressions) / 1_000 / 2 / Balance::from(MAX_PAYEES);
	let totals: Totals<_> =
		(0..payees).map(|n| Total { payee: payee::<T>(n), amount }).collect::<Vec<_>>().try_into().unwrap();
	let sequence = Pages::<T>::get(id, 0).map_or(0, |page| page.sequence);
	Settlement { sequence, epoch: 0, impressions: impressions.into(), receipts: [3; 32], totals }
}

fn signatures<T: Config>(id: CampaignId, settlement: &Settlement<T::AccountId>, number: u32) -> AttesterSignatures {
	let slot = Campaigns::<T>::get(id).unwrap().slot;
	let message = settlement.signing_bytes(&Pallet::<T>::genesis(), slot, id, 0);
	let attesters = Slots::<T>::get(slot).unwrap().attesters;
	(0..number).map(|at| sign(&attesters, at, &message)).collect::<Vec<_>>().try_into().unwrap()
}

/// A settlement of a full page by `who`.
fn settle<T: Config>(who: &T::AccountId, id: CampaignId, impressions: u32) {
	let settlement = settlement::<T>(id, impressions, MAX_PAYEES);
	let signatures = signatures::<T>(id, &settlement, MAX_ATTESTERS);
	Pallet::<T>::settle(RawOrigin::Signed(who.clone()).into(), id, 0, settlement, signatures).unwrap();
}

/// Goes on until the first page's settlement cannot be challenged any more.
fn mature<T: Config>(id: CampaignId) {
	let until = Pages::<T>::get(id, 0).unwrap().pending.unwrap().until;
	set_block::<T>(until + 1);
}

/// A campaign with a settlement that is paid, of a page that was opened by another account.
fn settled<T: Config>() -> CampaignId {
	let id = campaign::<T>();
	settle::<T>(&rich::<T>("opener", 0), id, 1_000);
	mature::<T>(id);
	settle::<T>(&rich::<T>("submitter", 0), id, MAX_RECEIPTS);
	id
}

/// A campaign with a challenged settlement of so many impressions, and the answer. Its tree is deeper than it needs to be, which
/// nobody forbids: all paths are as long as can be.
fn challenged<T: Config>(receipts: u32) -> (CampaignId, ReceiptProofs<T::AccountId>) {
	let id = campaign::<T>();
	settle::<T>(&rich::<T>("opener", 0), id, 1_000);
	mature::<T>(id);
	let attesters = Slots::<T>::get(Campaigns::<T>::get(id).unwrap().slot).unwrap().attesters;
	let receipt = |n: u32| {
		let (index, block) = (1_000 + u64::from(n), Pallet::<T>::now());
		let receipt =
			Receipt { campaign: id, page: 0, index, block, time: 0, payee: payee::<T>(n), viewer: [n as u8; 32] };
		let signature = sign(&attesters, n, &receipt.signing_bytes(&Pallet::<T>::genesis()));
		SignedReceipt { receipt, signature }
	};
	let all: Vec<_> = (0..receipts).map(receipt).collect();
	let leaves: Vec<_> = all.iter().map(SignedReceipt::leaf).collect();
	let mut root = receipts_root(&leaves);
	let proofs = all.into_iter().enumerate().map(|(at, receipt)| prove_receipt(&leaves, at as u32, receipt).unwrap());
	let mut proofs: ReceiptProofs<_> = proofs.collect::<Vec<_>>().try_into().ok().unwrap();
	let depth = receipts.next_power_of_two().ilog2();
	for level in depth..MAX_RECEIPT_DEPTH {
		let sibling = [level as u8; 32];
		proofs.iter_mut().for_each(|proof| proof.path.try_push(sibling).unwrap());
		root = receipts_root(&[sibling, root]);
	}
	let mut settlement = settlement::<T>(id, 1_000 + receipts, MAX_PAYEES);
	settlement.receipts = root;
	let signatures = signatures::<T>(id, &settlement, MAX_ATTESTERS);
	let submitter = RawOrigin::Signed(rich::<T>("submitter", 0)).into();
	Pallet::<T>::settle(submitter, id, 0, settlement, signatures).unwrap();
	Pallet::<T>::challenge(RawOrigin::Signed(rich::<T>("challenger", 0)).into(), id, 0).unwrap();
	let drawn_in = Pages::<T>::get(id, 0).unwrap().pending.unwrap().challenge.unwrap().drawn_in;
	set_block::<T>(drawn_in);
	Pallet::<T>::store_beacon(drawn_in);
	set_block::<T>(drawn_in + 1);
	(id, proofs)
}

/// A page's payees but the first have their money; the chain and the holders too, if `collected`.
fn paid<T: Config>(id: CampaignId, collected: bool) {
	Pages::<T>::mutate(id, 0, |page| {
		let page = page.as_mut().unwrap();
		page.payees.iter_mut().skip(usize::from(collected)).for_each(|payee| payee.claimed = payee.total);
		if collected {
			page.collected = MAX_RECEIPTS.into();
		}
	});
}

fn end<T: Config>(id: CampaignId) {
	let (campaign, slot) = Pallet::<T>::campaign_of(id).ok().unwrap();
	set_block::<T>(Pallet::<T>::settles_until(&campaign, &slot) + T::MaxChallengeWindow::get() + 1);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open_slot(a: Linear<1, MAX_ATTESTERS>) {
		let (creator, content) = content::<T>();
		let mut attesters = attesters();
		attesters.truncate(a as usize);

		#[extrinsic_call]
		_(RawOrigin::Signed(creator), content, terms::<T>(), attesters);

		assert_eq!(Slots::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn remove_slot() {
		let slot = open::<T>();
		// Of a campaign that is gone.
		Slots::<T>::mutate(slot, |slot| slot.as_mut().unwrap().campaign = Some(7));
		let creator = Slots::<T>::get(slot).unwrap().creator;

		#[extrinsic_call]
		_(RawOrigin::Signed(creator), slot);

		assert!(!Slots::<T>::contains_key(slot));
	}

	#[benchmark]
	fn bid() {
		let slot = open::<T>();
		let bidder = rich::<T>("bidder", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(bidder.clone()), slot, budget::<T>(), [0; 32], terms_hash::<T>(slot));

		assert!(Bids::<T>::contains_key(slot, bidder));
	}

	#[benchmark]
	fn reveal() {
		let slot = bids::<T>();
		super::reveal::<T>(&account("rival", 0, 0), slot, PRICE);
		let brand: T::AccountId = account("brand", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(brand.clone()), slot, PRICE + 1, [1; 32], [2; 32]);

		assert_eq!(Slots::<T>::get(slot).unwrap().lead.unwrap().bidder, brand);
	}

	#[benchmark]
	fn withdraw_bid() {
		let slot = won::<T>();
		let rival: T::AccountId = account("rival", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), slot, rival.clone());

		assert!(!Bids::<T>::contains_key(slot, rival));
	}

	#[benchmark]
	fn award() {
		let slot = won::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), slot);

		assert_eq!(Campaigns::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn fund() {
		let id = campaign::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(account("brand", 0, 0)), id, 5);

		assert_eq!(Campaigns::<T>::get(id).unwrap().budget, budget::<T>() + 5);
	}

	#[benchmark]
	fn settle(p: Linear<0, MAX_PAYEES>, s: Linear<11, MAX_ATTESTERS>) {
		let id = campaign::<T>();
		super::settle::<T>(&rich::<T>("opener", 0), id, 1_000);
		mature::<T>(id);
		let settlement = settlement::<T>(id, MAX_RECEIPTS, p);
		let signatures = signatures::<T>(id, &settlement, s);

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("submitter", 0)), id, 0, settlement, signatures);

		assert_eq!(Pages::<T>::get(id, 0).unwrap().sequence, 2);
	}

	#[benchmark]
	fn challenge() {
		let id = settled::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("challenger", 0)), id, 0);

		assert!(Pages::<T>::get(id, 0).unwrap().pending.unwrap().challenge.is_some());
	}

	#[benchmark]
	fn answer(r: Linear<1, SAMPLED_RECEIPTS>) {
		let (id, receipts) = challenged::<T>(r);

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), id, 0, receipts);

		assert!(Pages::<T>::get(id, 0).unwrap().pending.unwrap().challenge.is_none());
	}

	#[benchmark]
	fn void() {
		let (id, _) = challenged::<T>(SAMPLED_RECEIPTS);
		set_block::<T>(Pallet::<T>::now() + T::AnswerPeriod::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), id, 0);

		assert!(Pages::<T>::get(id, 0).unwrap().pending.is_none());
	}

	/// The last claim of a page.
	#[benchmark]
	fn claim() {
		let id = settled::<T>();
		end::<T>(id);
		paid::<T>(id, true);

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), id, 0, payee::<T>(0));

		assert!(!Pages::<T>::contains_key(id, 0));
	}

	/// When every payee has its money.
	#[benchmark]
	fn collect() {
		let id = settled::<T>();
		end::<T>(id);
		paid::<T>(id, false);

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), id, 0);

		assert!(!Pages::<T>::contains_key(id, 0));
	}

	#[benchmark]
	fn close_campaign() {
		let id = campaign::<T>();
		Campaigns::<T>::mutate(id, |campaign| {
			let campaign = campaign.as_mut().unwrap();
			campaign.charged = campaign.budget;
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(account("brand", 0, 0)), id);

		assert!(Campaigns::<T>::get(id).unwrap().closed_in.is_some());
	}

	#[benchmark]
	fn refund() {
		let id = campaign::<T>();
		end::<T>(id);

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), id);

		assert!(!Campaigns::<T>::contains_key(id));
	}

	#[benchmark]
	fn store_beacon() {
		let now = Pallet::<T>::now();
		Beacons::<T>::insert(now, BlockBeacon { challenges: 1, beacon: None });

		#[block]
		{
			Pallet::<T>::store_beacon(now);
		}

		assert!(Beacons::<T>::get(now).unwrap().beacon.is_some());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
