use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::identity::Contributors;

fn signed(n: u8) -> RuntimeOrigin {
	RuntimeOrigin::signed(identity(n))
}

#[test]
fn registering_holds_a_deposit_for_each_device() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register(0, 5));
		assert_eq!(held(HoldReason::DeviceDeposit, &identity(0)), 2 * DEVICE_DEPOSIT);
		assert_eq!(Pov::device(device(5)), Some(identity(0)));
		assert_noop!(register(0, 6), Error::<Test>::TooManyDevices);
	});
}

#[test]
fn registering_again_moves_the_endpoint_and_costs_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Pov::register_device(signed(0), device(0), bounded(b"elsewhere")));
		assert_eq!(held(HoldReason::DeviceDeposit, &identity(0)), DEVICE_DEPOSIT);
		assert_eq!(BondedDevices::<Test>::blob_endpoint(&device(0)), Some(b"elsewhere".to_vec()));
	});
}

#[test]
fn registering_anothers_device_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(register(1, 0), Error::<Test>::DeviceTaken);
	});
}

#[test]
fn removing_releases_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Pov::remove_device(signed(0), device(0)));
		assert_eq!(held(HoldReason::DeviceDeposit, &identity(0)), 0);
		assert_eq!(Pov::device(device(0)), None);
		assert_noop!(Pov::remove_device(signed(0), device(0)), Error::<Test>::UnknownDevice);
	});
}

#[test]
fn a_device_frees_itself_from_an_identity_it_does_not_want() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Pov::remove_device(signed(1), device(0)), Error::<Test>::DeviceTaken);
		assert_ok!(Pov::remove_device(RuntimeOrigin::signed(device(0)), device(0)));
		assert_eq!(held(HoldReason::DeviceDeposit, &identity(0)), 0);
		assert_ok!(register(1, 0));
	});
}
