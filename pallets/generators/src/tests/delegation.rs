use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

#[test]
fn only_the_owner_delegates_and_only_once() {
	test_with_devices(|| {
		assert_noop!(delegate(0, 0, 0), Error::<Test>::StillDelegated);
		assert_ok!(buy(0, 1));
		assert_noop!(delegate(1, 6, 1), Error::<Test>::NotOwner);
		assert_noop!(delegate(0, 7, 0), Error::<Test>::UnknownLicence);
		assert_noop!(delegate(0, 6, 4), Error::<Test>::UnknownDevice);
		assert_ok!(delegate(0, 6, 0));
		assert_eq!(Generators::device_status(device(0)).unwrap().delegations, 3);
	});
}

#[test]
fn a_device_does_not_take_licences_of_two_owners() {
	test_with_devices(|| {
		assert_ok!(undelegate(1, 2));
		assert_noop!(delegate(1, 2, 0), Error::<Test>::DeviceTaken);
	});
}

#[test]
fn a_banned_identity_does_not_delegate() {
	test_with_devices(|| {
		assert_ok!(undelegate(0, 0));
		assert_ok!(Generators::set_banned(RuntimeOrigin::root(), identity(0), true));
		assert_noop!(delegate(0, 0, 0), Error::<Test>::Banned);
	});
}

#[test]
fn owner_and_device_end_a_delegation_and_nobody_else() {
	test_with_devices(|| {
		assert_noop!(undelegate(1, 0), Error::<Test>::NotOwner);
		assert_ok!(undelegate(0, 0));
		assert_ok!(call(device(0), Call::undelegate { licence: 1 }));
		assert_noop!(undelegate(0, 0), Error::<Test>::NotDelegated);
		assert_eq!(Generators::device_status(device(0)).unwrap().delegations, 0);
	});
}

#[test]
fn the_same_call_twice_changes_nothing_twice() {
	test_with_devices(|| {
		assert_ok!(heartbeat(0));
		assert_ok!(undelegate(0, 0));
		assert_noop!(undelegate(0, 0), Error::<Test>::NotDelegated);
		for _ in 0..3 {
			assert_ok!(delegate(0, 0, 0));
			assert_noop!(delegate(0, 0, 0), Error::<Test>::StillDelegated);
			assert_ok!(undelegate(0, 0));
		}
		assert_eq!(Pools::<Test>::get(Pool::Liveness).total, 1);
	});
}
