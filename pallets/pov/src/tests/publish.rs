use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::{round::Published, schedule::Phase};

fn committed_and_drawn() {
	open();
	assert_ok!(commit(0));
	assert_ok!(commit(1));
	draw();
}

#[test]
fn opens_the_commitment() {
	ExtBuilder::default().build_and_execute(|| {
		committed_and_drawn();
		assert_ok!(publish(1));
		let published = Published { update_hash: update_hash(1), blob_hash: [200; 32] };
		assert_eq!(latest().updates[1].published, Some(published));
		assert_eq!(latest().updates[0].published, None);
		assert_eq!(held(HoldReason::UpdateBond, &device(1)), 0, "the bond has done its work");
		assert_eq!(held(HoldReason::UpdateBond, &device(0)), BOND);
	});
}

#[test]
fn fails_with_what_was_not_committed_to() {
	ExtBuilder::default().build_and_execute(|| {
		committed_and_drawn();
		for (hash, salt) in [(update_hash(1), salt(0)), (update_hash(0), salt(1))] {
			assert_noop!(
				Pov::publish_update(RuntimeOrigin::signed(device(0)), MODEL, 1, hash, salt, [200; 32]),
				Error::<Test>::CommitmentMismatch
			);
		}
	});
}

#[test]
fn a_copied_commitment_cannot_be_opened_by_the_copier() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		let copied = latest().updates[0].commitment;
		assert_ok!(Pov::commit_update(RuntimeOrigin::signed(device(1)), MODEL, 1, copied, 100));
		draw();
		assert_ok!(publish(0));
		assert_noop!(
			Pov::publish_update(RuntimeOrigin::signed(device(1)), MODEL, 1, update_hash(0), salt(0), [200; 32]),
			Error::<Test>::CommitmentMismatch
		);
	});
}

#[test]
fn fails_twice_and_for_those_who_did_not_commit() {
	ExtBuilder::default().build_and_execute(|| {
		committed_and_drawn();
		assert_ok!(publish(0));
		assert_noop!(publish(0), Error::<Test>::AlreadyPublished);
		assert_noop!(publish(2), Error::<Test>::NotCommitted);
	});
}

#[test]
fn fails_before_the_drawing_and_after_the_phase() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		assert_noop!(publish(0), Error::<Test>::WrongPhase);
		to_phase(Phase::Publish);
		assert_noop!(publish(0), Error::<Test>::WrongPhase);
		draw();
		to_phase(Phase::Score);
		assert_noop!(publish(0), Error::<Test>::WrongPhase);
	});
}
