//! Fees, emission and the buy-back with the runtime's own figures.

use super::externalities;
use crate::{
	configs::assets::NativeAsset,
	constants::*,
	governance::origins::{Origin, TREASURER_LIMIT},
	*,
};
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::GetDispatchInfo,
	traits::{fungible::NativeOrWithId, fungibles, Hooks},
};
use pallet_settlements::{BuyBackTerms, EmissionPool, FeeSource, Inflow, Pot, Shares, Split};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::{
	generic::{Digest, DigestItem},
	traits::DispatchTransaction,
	DispatchError,
};

/// Begins `block`, written by Alice.
fn begin(block: BlockNumber) {
	let slot = sp_consensus_aura::Slot::from(0).encode();
	let logs = vec![DigestItem::PreRuntime(sp_consensus_aura::AURA_ENGINE_ID, slot)];
	System::initialize(&block, &Default::default(), &Digest { logs });
}

/// Ends a block for those who have to do with fees, in their order.
fn end(block: BlockNumber) {
	Authorship::on_finalize(block);
	Settlements::on_finalize(block);
}

fn free(account: &AccountId) -> Balance {
	Balances::free_balance(account)
}

fn pot(pot: Pot) -> Balance {
	free(&Settlements::pot_account(pot))
}

#[test]
fn a_transfers_fee_ends_where_its_split_says_and_the_tip_with_the_author() {
	externalities("development").execute_with(|| {
		begin(1);
		let (sender, receiver, author) = (Charlie.to_account_id(), Bob.to_account_id(), Alice.to_account_id());
		let before = [&sender, &author, &Treasury::account_id()].map(free);
		let (value, tip) = (5 * TALE, 3 * TALE + 1);
		let call = RuntimeCall::Balances(pallet_balances::Call::transfer_allow_death { dest: receiver.into(), value });
		let (info, length) = (call.get_dispatch_info(), call.encoded_size());
		let payment = pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(tip);
		let outcome =
			payment.dispatch_transaction(RuntimeOrigin::signed(sender.clone()), call, &info, length, 0).unwrap();
		assert_ok!(outcome);
		let fee = before[0] - free(&sender) - value - tip;
		assert!(fee > 0);
		end(1);

		let fifth = fee / 5;
		assert_eq!(pot(Pot::ValidatorRewards), EXISTENTIAL_DEPOSIT + fifth);
		assert_eq!(pot(Pot::GeneratorRewards), EXISTENTIAL_DEPOSIT + fifth);
		assert_eq!(pot(Pot::Dividends), EXISTENTIAL_DEPOSIT);
		assert_eq!(free(&Treasury::account_id()) - before[2], fee - 2 * fifth);
		assert_eq!(free(&author) - before[1], tip);
		assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY);

		let flows = Settlements::flows();
		let flow = |source| flows.inflows.iter().find(|(inflow, _)| *inflow == Inflow::Fee(source)).unwrap().1;
		assert_eq!(flow(FeeSource::TransactionFee).received, fee);
		assert_eq!(flow(FeeSource::Tip).to, Shares { block_author: tip, ..Default::default() });
	});
}

#[test]
fn settling_tips_does_not_make_a_blocks_author_the_next_ones_too() {
	use frame_support::traits::{fungible::Balanced, OnUnbalanced};
	externalities("development").execute_with(|| {
		begin(1);
		let before = free(&Alice.to_account_id());
		let take = |amount| {
			let who = Bob.to_account_id();
			use frame_support::traits::tokens::{Fortitude::Polite, Precision::Exact, Preservation::Preserve};
			<Balances as Balanced<_>>::withdraw(&who, amount, Exact, Preserve, Polite).unwrap()
		};
		pallet_settlements::TransactionFees::<Runtime>::on_unbalanceds([take(0), take(TALE)].into_iter());
		end(1);
		assert_eq!(free(&Alice.to_account_id()), before + TALE);
		System::initialize(&2, &Default::default(), &Digest::default());
		assert_eq!(Authorship::author(), None);
	});
}

#[test]
fn each_emission_pool_releases_exactly_a_quarter_of_the_supply() {
	externalities("development").execute_with(|| {
		let anybody = RuntimeOrigin::signed(Bob.to_account_id());
		for (pool, to) in
			[(EmissionPool::Generators, Pot::GeneratorRewards), (EmissionPool::Community, Pot::ValidatorRewards)]
		{
			let emit = || Settlements::emit(anybody.clone(), pool);
			System::set_block_number(0);
			assert_noop!(emit(), pallet_settlements::Error::<Runtime>::NothingDue);
			System::set_block_number(1);
			assert_ok!(emit());
			assert_eq!(pot(to) - EXISTENTIAL_DEPOSIT, EMISSION / Balance::from(EMISSION_PERIOD));
			System::set_block_number(EMISSION_PERIOD / 3);
			assert_ok!(emit());
			assert_eq!(pot(to) - EXISTENTIAL_DEPOSIT, EMISSION / 3);
			System::set_block_number(EMISSION_PERIOD - 1);
			assert_ok!(emit());
			assert!(pot(to) - EXISTENTIAL_DEPOSIT < EMISSION);
			System::set_block_number(EMISSION_PERIOD);
			assert_ok!(emit());
			assert_eq!(pot(to) - EXISTENTIAL_DEPOSIT, 125_000_000 * TALE);
			assert_eq!(free(&Settlements::pool_account(pool)), 0);
			assert_noop!(emit(), pallet_settlements::Error::<Runtime>::NothingDue);
		}
		assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY);
	});
}

#[test]
fn splits_are_the_parameter_tracks_and_burning_is_the_treasurers_up_to_its_limit() {
	externalities("development").execute_with(|| {
		let set = |origin: Origin| Settlements::set_split(origin.into(), FeeSource::Tip, Split::TREASURY);
		for origin in [Origin::Treasurer, Origin::EmergencyPauser, Origin::ReferendumCanceller] {
			assert_noop!(set(origin), DispatchError::BadOrigin);
		}
		assert_ok!(set(Origin::ParameterAdmin));

		let burn = |origin: Origin, amount| Settlements::burn(origin.into(), amount);
		assert_noop!(burn(Origin::ParameterAdmin, TALE), DispatchError::BadOrigin);
		let too_much = pallet_settlements::Error::<Runtime>::BeyondAuthority;
		assert_noop!(burn(Origin::Treasurer, TREASURER_LIMIT + 1), too_much);
		let gift = TREASURER_LIMIT;
		let treasury = Treasury::account_id().into();
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(Bob.to_account_id()), treasury, gift));
		assert_ok!(burn(Origin::Treasurer, TREASURER_LIMIT));
		assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY - TREASURER_LIMIT);
	});
}

#[test]
fn the_treasury_buys_tale_back_from_a_pool() {
	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let (owner, id) = (Bob.to_account_id(), 7);
		let dollar = NativeOrWithId::WithId(id);
		assert_ok!(<Assets as fungibles::Create<_>>::create(id, owner.clone(), true, 1));
		for holder in [&owner, &Treasury::account_id()] {
			assert_ok!(<Assets as fungibles::Mutate<_>>::mint_into(id, holder, 10_000 * TALE));
		}
		let (signed, native) = (RuntimeOrigin::signed(owner.clone()), NativeAsset::get());
		assert_ok!(AssetConversion::create_pool(signed.clone(), native.clone().into(), dollar.clone().into()));
		let (tale, dollars) = (100_000 * TALE, 5_000 * TALE);
		let (first, second) = (native.into(), dollar.clone().into());
		assert_ok!(AssetConversion::add_liquidity(signed, first, second, tale, dollars, 0, 0, owner));

		let terms = BuyBackTerms { asset: dollar, cap: 10 * TALE, period: DAYS, band: 20_000, window: HOURS };
		assert_ok!(Settlements::set_buy_back(Origin::ParameterAdmin.into(), Some(terms)));
		for block in 2..2 + 2 * HOURS {
			System::set_block_number(block);
			Settlements::on_initialize(block);
		}
		let before = free(&Treasury::account_id());
		// Twenty $TALE for each dollar, less .3 % and what the amount moves the price.
		assert_ok!(Settlements::buy_back(Origin::Treasurer.into(), 10 * TALE, 198 * TALE));
		let received = free(&Treasury::account_id()) - before;
		assert!((198 * TALE..200 * TALE).contains(&received), "{received}");
		assert_eq!(Settlements::buy_back_state().unwrap().left, 0);
	});
}
