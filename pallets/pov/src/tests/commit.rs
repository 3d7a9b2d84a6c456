use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::{model::ModelKind, schedule::Phase};

fn commit_raw(device: AccountId, round: u32, size: u32) -> sp_runtime::DispatchResult {
	Pov::commit_update(RuntimeOrigin::signed(device), MODEL, round, [5; 32], size)
}

#[test]
fn holds_the_bond_on_the_device() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		assert_eq!(held(HoldReason::UpdateBond, &device(0)), BOND);
		let update = latest().updates[0].clone();
		assert_eq!((update.index, update.device, update.contributor), (0, device(0), identity(0)));
		assert_eq!((update.size, update.published, update.verdict), (100, None, None));
		assert_eq!(update.blob_endpoint, b"there");
	});
}

#[test]
fn two_devices_of_one_identity_count_as_one() {
	ExtBuilder::default().build_and_execute(|| {
		register(0, 5);
		open();
		assert_ok!(commit(0));
		assert_noop!(commit(5), Error::<Test>::IdentityAlreadyCommitted);
		assert_noop!(commit(0), Error::<Test>::IdentityAlreadyCommitted);
		assert_eq!(latest().updates.len(), 1);
	});
}

#[test]
fn a_device_that_changes_hands_commits_once() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		register(5, 0);
		assert_noop!(commit(0), Error::<Test>::IdentityAlreadyCommitted);
		// The update still belongs to the identity that committed it.
		assert_eq!(latest().updates[0].contributor, identity(0));
	});
}

#[test]
fn fails_outside_the_commit_phase() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(commit_raw(device(0), 1, 10), Error::<Test>::UnknownRound);
		open();
		assert_noop!(commit_raw(device(0), 2, 10), Error::<Test>::UnknownRound);
		to_phase(Phase::Publish);
		assert_noop!(commit_raw(device(0), 1, 10), Error::<Test>::WrongPhase);
	});
}

#[test]
fn fails_with_a_size_out_of_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_noop!(commit_raw(device(0), 1, 0), Error::<Test>::SizeOutOfBounds);
		assert_noop!(commit_raw(device(0), 1, 1_001), Error::<Test>::SizeOutOfBounds);
		assert_ok!(commit_raw(device(0), 1, 1_000));
	});
}

#[test]
fn fails_for_unknown_devices() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_noop!(commit_raw(device(7), 1, 10), Error::<Test>::UnknownDevice);
		assert_noop!(commit_raw(identity(0), 1, 10), Error::<Test>::UnknownDevice);
	});
}

#[test]
fn fails_when_the_round_is_full() {
	ExtBuilder::default().terms(|terms| terms.max_updates = 2).build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		assert_ok!(commit(1));
		assert_noop!(commit(2), Error::<Test>::RoundFull);
	});
}

#[test]
fn fails_without_funds_for_the_bond() {
	ExtBuilder::default().terms(|terms| terms.update_bond = WEALTH).build_and_execute(|| {
		open();
		assert!(commit(0).is_err());
		assert_eq!(latest().updates.len(), 0);
	});
}

#[test]
fn a_private_model_takes_updates_of_allowed_identities_only() {
	ExtBuilder::default().kind(ModelKind::Private).build_and_execute(|| {
		open();
		assert_noop!(commit(0), Error::<Test>::NotAllowed);
		assert_ok!(Pov::set_allowed(RuntimeOrigin::signed(OWNER), MODEL, identity(0), true));
		assert_ok!(commit(0));
		assert_noop!(commit(1), Error::<Test>::NotAllowed);
	});
}

#[test]
fn a_bond_of_zero_holds_nothing() {
	ExtBuilder::default().terms(|terms| terms.update_bond = 0).build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		assert_eq!(held(HoldReason::UpdateBond, &device(0)), 0);
	});
}
