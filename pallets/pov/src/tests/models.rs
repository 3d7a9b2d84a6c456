use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::fungible::Mutate};
use promptale_primitives::{
	model::{ModelKind, Terms},
	round::{Outcome, RoundState, VoidReason},
	schedule::Phase,
};

fn owner() -> RuntimeOrigin {
	RuntimeOrigin::signed(OWNER)
}

mod create_model {
	use super::*;

	#[test]
	fn takes_the_deposit_and_counts_ids_from_zero() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(held(HoldReason::ModelDeposit, &OWNER), MODEL_DEPOSIT);
			assert_ok!(create_model(ModelKind::Private, terms()));
			assert_eq!(held(HoldReason::ModelDeposit, &OWNER), 2 * MODEL_DEPOSIT);
			let ids: Vec<_> = Pov::models().into_iter().map(|model| model.id).collect();
			assert_eq!(ids, [0, 1]);
		});
	}

	#[test]
	fn fails_without_a_readable_name() {
		ExtBuilder::default().build_and_execute(|| {
			for name in [&b""[..], b"  ", &[0xff, 0xfe]] {
				assert_noop!(
					Pov::create_model(
						owner(),
						bounded(name),
						ModelKind::Public,
						architecture(),
						7,
						[1; 32],
						[2; 32],
						terms()
					),
					Error::<Test>::NameNotText
				);
			}
		});
	}

	#[test]
	fn fails_with_terms_that_cannot_work() {
		ExtBuilder::default().build_and_execute(|| {
			type Spoil = fn(&mut Terms);
			let cases: [(Spoil, Error<Test>); 9] = [
				(|terms| terms.phases.commit = 0, Error::TermsInvalid),
				(|terms| terms.round_budget = 0, Error::TermsInvalid),
				(|terms| terms.quorum = 1_000_001, Error::TermsInvalid),
				(|terms| terms.phases.publish = 2, Error::PhaseTooShort),
				(|terms| terms.phases.score = 1, Error::PhaseTooShort),
				(|terms| terms.phases.attest = 1, Error::PhaseTooShort),
				(|terms| terms.phases.commit = 33, Error::TermsOutOfBounds),
				(|terms| terms.max_updates = 9, Error::TermsOutOfBounds),
				(|terms| terms.committee_size = 6, Error::TermsOutOfBounds),
			];
			for (spoil, error) in cases {
				let mut terms = terms();
				spoil(&mut terms);
				assert_noop!(create_model(ModelKind::Public, terms), error);
			}
			let mut terms = terms();
			terms.phases.commit = u32::MAX;
			assert_noop!(create_model(ModelKind::Public, terms), Error::<Test>::TermsOutOfBounds);
		});
	}
}

mod fund_model {
	use super::*;

	#[test]
	fn moves_the_amount_into_the_pot() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Pov::fund_model(RuntimeOrigin::signed(STRANGER), MODEL, 77));
			assert_eq!(model().pot, POT + 77);
			assert_eq!(free(&STRANGER), WEALTH - 77);
			assert_eq!(free(&Pov::account_id()), ED + POT + 77);
		});
	}

	#[test]
	fn endows_an_account_that_genesis_forgot() {
		ExtBuilder::default().account_not_endowed().pot(0).build_and_execute(|| {
			assert_ok!(Pov::fund_model(RuntimeOrigin::signed(STRANGER), MODEL, 1));
			assert_eq!(free(&Pov::account_id()), ED + 1);
			assert_eq!(free(&STRANGER), WEALTH - ED - 1);
			assert_eq!(model().pot, 1);
		});
	}

	#[test]
	fn fails_with_nothing_or_for_no_model() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Pov::fund_model(owner(), MODEL, 0), Error::<Test>::ZeroAmount);
			assert_noop!(Pov::fund_model(owner(), 9, 5), Error::<Test>::UnknownModel);
		});
	}
}

mod set_terms {
	use super::*;

	#[test]
	fn leaves_the_open_round_alone() {
		ExtBuilder::default().build_and_execute(|| {
			open();
			let mut next = terms();
			next.update_bond = 5;
			assert_ok!(Pov::set_terms(owner(), MODEL, next));
			assert_eq!(latest().terms, terms());
			assert_eq!(model().terms, next);
		});
	}

	#[test]
	fn fails_for_strangers_and_bad_terms() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Pov::set_terms(RuntimeOrigin::signed(STRANGER), MODEL, terms()), Error::<Test>::NotOwner);
			let mut bad = terms();
			bad.max_update_bytes = 10_001;
			assert_noop!(Pov::set_terms(owner(), MODEL, bad), Error::<Test>::TermsOutOfBounds);
		});
	}
}

mod set_active {
	use super::*;

	#[test]
	fn stops_and_restarts_new_rounds() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Pov::set_active(owner(), MODEL, false));
			assert_eq!(submit(Call::open_round { model: MODEL }), Err(Refused::stale()));
			assert_ok!(Pov::set_active(owner(), MODEL, true));
			assert_eq!(open(), 1);
		});
	}

	#[test]
	fn fails_for_strangers() {
		ExtBuilder::default().build_and_execute(|| {
			let stranger = RuntimeOrigin::signed(STRANGER);
			assert_noop!(Pov::set_active(stranger, MODEL, false), Error::<Test>::NotOwner);
		});
	}
}

mod set_allowed {
	use super::*;

	#[test]
	fn counts_every_identity_once() {
		ExtBuilder::default().kind(ModelKind::Private).build_and_execute(|| {
			assert_ok!(Pov::set_allowed(owner(), MODEL, identity(0), true));
			assert_ok!(Pov::set_allowed(owner(), MODEL, identity(0), true));
			assert_ok!(Pov::set_allowed(owner(), MODEL, identity(1), true));
			assert_noop!(Pov::set_allowed(owner(), MODEL, identity(2), true), Error::<Test>::AllowListFull);
			assert_ok!(Pov::set_allowed(owner(), MODEL, identity(0), false));
			assert_ok!(Pov::set_allowed(owner(), MODEL, identity(2), true));
			assert_eq!(model().allowed, 2);
		});
	}

	#[test]
	fn fails_on_public_models_and_for_strangers() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Pov::set_allowed(owner(), MODEL, identity(0), true), Error::<Test>::NotPrivate);
			assert_noop!(
				Pov::set_allowed(RuntimeOrigin::signed(STRANGER), MODEL, identity(0), true),
				Error::<Test>::NotOwner
			);
		});
	}
}

mod remove_model {
	use super::*;

	#[test]
	fn returns_the_deposit_and_forfeits_the_pot() {
		ExtBuilder::default().build_and_execute(|| {
			for _ in 0..2 {
				open();
				to_phase(Phase::Score);
				close().expect("nobody committed");
			}
			assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoCommitments)));
			assert_ok!(Pov::set_active(owner(), MODEL, false));
			assert_ok!(Pov::remove_model(owner(), MODEL, 1));
			assert!(Models::<Test>::contains_key(MODEL), "one retained round is left");
			assert_ok!(Pov::remove_model(owner(), MODEL, 5));
			assert!(!Models::<Test>::contains_key(MODEL));
			assert_eq!(Rounds::<Test>::iter().count(), 0);
			assert_eq!(held(HoldReason::ModelDeposit, &OWNER), 0);
			assert_eq!(free(&TREASURY), ED + POT);
			assert_eq!(free(&Pov::account_id()), ED);
		});
	}

	#[test]
	fn keeps_rewards_claimable() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_settled(&[0], &[scored(10, 5)]);
			for n in 0..3 {
				attest(n, [9; 32]).expect("attests");
			}
			assert_ok!(Pov::set_active(owner(), MODEL, false));
			assert_ok!(Pov::remove_model(owner(), MODEL, 1));
			let reward = pending(&identity(0));
			assert!(reward > 0);
			assert_ok!(Pov::claim(RuntimeOrigin::signed(identity(0))));
			assert_eq!(free(&identity(0)), WEALTH + reward);
		});
	}

	#[test]
	fn fails_while_anything_is_going_on() {
		ExtBuilder::default().kind(ModelKind::Private).build_and_execute(|| {
			assert_noop!(Pov::remove_model(owner(), MODEL, 1), Error::<Test>::StillActive);
			open();
			assert_ok!(Pov::set_active(owner(), MODEL, false));
			assert_noop!(Pov::remove_model(owner(), MODEL, 1), Error::<Test>::RoundStillOpen);
			to_phase(Phase::Score);
			close().expect("nobody committed");
			assert_ok!(Pov::set_allowed(owner(), MODEL, identity(0), true));
			assert_noop!(Pov::remove_model(owner(), MODEL, 1), Error::<Test>::AllowListNotEmpty);
			assert_noop!(Pov::remove_model(RuntimeOrigin::signed(STRANGER), MODEL, 1), Error::<Test>::NotOwner);
		});
	}
}

mod claim {
	use super::*;

	#[test]
	fn pays_everything_once() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_settled(&[0], &[scored(10, 5)]);
			for n in 0..3 {
				attest(n, [9; 32]).expect("attests");
			}
			let reward = pending(&validator(0));
			assert!(reward > 0);
			let before = free(&validator(0));
			assert_ok!(Pov::claim(RuntimeOrigin::signed(validator(0))));
			assert_eq!(free(&validator(0)), before + reward);
			assert_noop!(Pov::claim(RuntimeOrigin::signed(validator(0))), Error::<Test>::NothingToClaim);
		});
	}

	#[test]
	fn a_reward_below_the_existential_deposit_waits_for_a_dead_account() {
		ExtBuilder::default().build_and_execute(|| {
			// Endowed by hand: rounds do not pay that little.
			let nobody = AccountId::new([222; 32]);
			assert_ok!(Balances::mint_into(&Pov::account_id(), ED - 1));
			Earned::<Test>::insert(&nobody, Earnings { pending: ED - 1, validated_work: 0 });
			assert_noop!(Pov::claim(RuntimeOrigin::signed(nobody.clone())), sp_runtime::TokenError::BelowMinimum);
			assert_ok!(Balances::mint_into(&nobody, ED));
			assert_ok!(Pov::claim(RuntimeOrigin::signed(nobody.clone())));
			assert_eq!(free(&nobody), 2 * ED - 1);
		});
	}
}
