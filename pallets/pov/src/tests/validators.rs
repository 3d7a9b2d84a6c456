use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo, weights::Weight};
use promptale_primitives::schedule::Phase;

fn signed(n: u8) -> RuntimeOrigin {
	RuntimeOrigin::signed(validator(n))
}

mod bond_validator {
	use super::*;

	#[test]
	fn holds_the_stake_and_is_seen() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(bond(3, 150));
			assert_eq!(held(HoldReason::ValidatorStake, &validator(3)), 150);
			let seen = Pov::validator(validator(3)).unwrap();
			assert_eq!((seen.stake, seen.unbonding, seen.unlocks_at), (150, 0, None));
			assert_eq!(seen.session_key, session_key(3));
			assert_eq!(seen.endpoint, b"here");
		});
	}

	#[test]
	fn fails_twice_below_the_minimum_or_with_a_used_key() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(bond(0, 150), Error::<Test>::AlreadyBonded);
			assert_noop!(bond(3, MIN_STAKE - 1), Error::<Test>::StakeTooSmall);
			assert_noop!(
				Pov::bond_validator(signed(3), 150, session_key(0), [0; 32], bounded(b"")),
				Error::<Test>::SessionKeyTaken
			);
		});
	}

	#[test]
	fn fails_when_the_chain_has_enough_validators() {
		ExtBuilder::default().validators(&[200; 8]).build_and_execute(|| {
			assert_noop!(bond(8, 500), Error::<Test>::TooManyValidators);
		});
	}

	#[test]
	fn fails_without_the_funds() {
		ExtBuilder::default().build_and_execute(|| {
			assert!(bond(3, WEALTH + 1).is_err());
			assert_eq!(held(HoldReason::ValidatorStake, &validator(3)), 0);
		});
	}
}

mod bond_extra {
	use super::*;

	#[test]
	fn raises_the_stake() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Pov::bond_extra(signed(0), 500));
			assert_eq!(Pov::validator(validator(0)).unwrap().stake, 1_500);
			assert_eq!(held(HoldReason::ValidatorStake, &validator(0)), 1_500);
		});
	}

	#[test]
	fn fails_for_nothing_and_for_others() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Pov::bond_extra(signed(0), 0), Error::<Test>::ZeroAmount);
			assert_noop!(Pov::bond_extra(signed(5), 100), Error::<Test>::NotBonded);
		});
	}
}

mod vesting_funds {
	use super::*;

	#[test]
	fn are_asked_before_stake_is_held_and_told_after_it_is_released() {
		ExtBuilder::default().build_and_execute(|| {
			VestingWasTold::set(Vec::new());
			assert_ok!(bond(3, 150));
			assert_ok!(Pov::bond_extra(signed(3), 50));
			assert_ok!(Pov::unbond(signed(3), 60));
			run_to(System::block_number() + 120);
			assert_ok!(Pov::withdraw_unbonded(signed(3)));
			assert_eq!(
				VestingWasTold::get(),
				[
					Told::BeforeHold { held: 0, more: 150 },
					Told::BeforeHold { held: 150, more: 50 },
					Told::AfterChange { held: 140 },
				]
			);
		});
	}

	#[test]
	fn are_told_after_a_slash() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_published(&[0], &[0]);
			to_phase(Phase::Score);
			next_block();
			commit_scores(0, &[scored(1, 1)]).unwrap();
			to_phase(Phase::Reveal);
			VestingWasTold::set(Vec::new());
			reveal_scores(0, &[scored(2, 1)]).unwrap();
			let left = 1_000 - 80;
			assert_eq!(VestingWasTold::get(), [Told::AfterChange { held: left }]);
		});
	}

	#[test]
	fn are_in_the_weights() {
		use crate::weights::WeightInfo;
		let vesting = Weight::from_parts(READ, 100);
		for (call, own) in [
			(Call::<Test>::bond_extra { amount: 1 }, <() as WeightInfo>::bond_extra()),
			(Call::<Test>::withdraw_unbonded {}, <() as WeightInfo>::withdraw_unbonded()),
		] {
			assert_eq!(call.get_dispatch_info().call_weight, own + vesting);
		}
		assert_eq!(Pov::punish_weight(3), <() as WeightInfo>::punish(3) + vesting.saturating_mul(3));
	}
}

mod set_validator_keys {
	use super::*;

	#[test]
	fn frees_the_old_session_key() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Pov::set_validator_keys(signed(0), session_key(7), [9; 32], bounded(b"moved")));
			assert_eq!(Pov::validator(validator(0)).unwrap().session_key, session_key(7));
			assert_ok!(Pov::bond_validator(signed(3), 150, session_key(0), [0; 32], bounded(b"")));
		});
	}

	#[test]
	fn fails_with_anothers_key_but_not_with_its_own() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Pov::set_validator_keys(signed(0), session_key(1), [9; 32], bounded(b"")),
				Error::<Test>::SessionKeyTaken
			);
			assert_ok!(Pov::set_validator_keys(signed(0), session_key(0), [9; 32], bounded(b"moved")));
			assert_noop!(
				Pov::set_validator_keys(signed(5), session_key(5), [9; 32], bounded(b"")),
				Error::<Test>::NotBonded
			);
		});
	}
}

mod unbond {
	use super::*;

	#[test]
	fn keeps_holding_until_the_period_is_over() {
		ExtBuilder::default().build_and_execute(|| {
			let now = System::block_number();
			assert_ok!(Pov::unbond(signed(0), 400));
			let seen = Pov::validator(validator(0)).unwrap();
			assert_eq!((seen.stake, seen.unbonding, seen.unlocks_at), (600, 400, Some(now + 120)));
			assert_noop!(Pov::withdraw_unbonded(signed(0)), Error::<Test>::StillUnbonding);
			run_to(now + 120);
			assert_ok!(Pov::withdraw_unbonded(signed(0)));
			assert_eq!(held(HoldReason::ValidatorStake, &validator(0)), 600);
		});
	}

	#[test]
	fn a_second_part_makes_the_first_wait_as_long() {
		ExtBuilder::default().build_and_execute(|| {
			let now = System::block_number();
			assert_ok!(Pov::unbond(signed(0), 400));
			run_to(now + 30);
			assert_ok!(Pov::unbond(signed(0), 100));
			run_to(now + 120);
			assert_noop!(Pov::withdraw_unbonded(signed(0)), Error::<Test>::StillUnbonding);
			run_to(now + 150);
			assert_ok!(Pov::withdraw_unbonded(signed(0)));
			assert_eq!(held(HoldReason::ValidatorStake, &validator(0)), 500);
		});
	}

	#[test]
	fn fails_leaving_less_than_the_minimum() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Pov::unbond(signed(0), 901), Error::<Test>::StakeTooSmall);
			assert_noop!(Pov::unbond(signed(0), 1_001), Error::<Test>::NotEnoughStake);
			assert_noop!(Pov::unbond(signed(0), 0), Error::<Test>::ZeroAmount);
			assert_noop!(Pov::unbond(signed(5), 1), Error::<Test>::NotBonded);
		});
	}
}

mod withdraw_unbonded {
	use super::*;

	#[test]
	fn the_last_stake_takes_the_validator_off_the_list() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Pov::withdraw_unbonded(signed(0)), Error::<Test>::NothingToWithdraw);
			assert_ok!(Pov::unbond(signed(0), 1_000));
			run_to(System::block_number() + 120);
			assert_ok!(Pov::withdraw_unbonded(signed(0)));
			assert_eq!(Pov::validator(validator(0)), None);
			assert_eq!(held(HoldReason::ValidatorStake, &validator(0)), 0);
			assert_ok!(bond(0, 150));
		});
	}
}

mod validator_set {
	use super::*;
	use promptale_primitives::validator::ValidatorSet;

	#[test]
	fn answers_stakes_from_before_a_block_and_keys() {
		ExtBuilder::default().build_and_execute(|| {
			let stake = |n: u8, block| <Pov as ValidatorSet<AccountId>>::stake_before(&validator(n), block);
			let bonded = System::block_number();
			assert_ok!(bond(3, 150));
			assert_eq!([stake(3, bonded), stake(3, bonded + 1)], [0, 150]);
			assert_eq!(stake(0, bonded), 1_000);
			assert_eq!(stake(7, bonded), 0);
			assert_eq!(<Pov as ValidatorSet<AccountId>>::total_stake(), 3_150);
			assert_ok!(Pov::unbond(signed(0), 1_000));
			assert_eq!(stake(0, bonded), 0, "stake on its way out does not vote");
			assert_eq!(<Pov as ValidatorSet<AccountId>>::total_stake(), 2_150);
			assert_eq!(<Pov as ValidatorSet<AccountId>>::session_key(&validator(3)), Some(session_key(3)));
			assert_eq!(<Pov as ValidatorSet<AccountId>>::session_key(&validator(7)), None);
		});
	}
}
