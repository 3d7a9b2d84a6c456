use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::identity::Contributors;
use sp_core::Pair;
use sp_runtime::{DispatchError, DispatchResult};

fn register_with(n: u8, device_number: u8, proof: DeviceProof) -> DispatchResult {
	let (device, endpoint) = (device(device_number), endpoint(b""));
	call(identity(n), Call::register_device { device, encryption_key: [7; 32], endpoint, proof })
}

fn remove(who: AccountId, device_number: u8) -> DispatchResult {
	call(who, Call::remove_device { device: device(device_number) })
}

fn ban(n: u8, banned: bool) -> DispatchResult {
	Generators::set_banned(RuntimeOrigin::root(), identity(n), banned)
}

fn may_contribute(n: u8) -> bool {
	<Generators as Contributors<AccountId>>::may_contribute(&device(n), 0)
}

#[test]
fn a_deposit_is_held_for_each_device_and_returned() {
	test(|| {
		assert_ok!(buy(0, 1));
		assert_ok!(register(0, 0));
		assert_ok!(register(0, 1));
		assert_eq!(held(&identity(0)), 2 * DEVICE_DEPOSIT);
		assert_eq!(Generators::devices(identity(0)), [device(0), device(1)]);
		assert_noop!(register(0, 2), Error::<Test>::TooManyDevices);
		assert_ok!(remove(identity(0), 0));
		assert_eq!(held(&identity(0)), DEVICE_DEPOSIT);
		assert_eq!(Generators::devices(identity(0)), [device(1)]);
		assert_ok!(register(0, 2));
	});
}

#[test]
fn a_device_key_serves_one_identity() {
	test(|| {
		assert_ok!(buy(0, 1));
		assert_ok!(buy(1, 1));
		assert_ok!(register(0, 0));
		assert_noop!(register(1, 0), Error::<Test>::DeviceTaken);
		assert_noop!(register(0, 0), Error::<Test>::DeviceTaken);
		assert_ok!(remove(identity(0), 0));
		assert_ok!(register(1, 0));
	});
}

#[test]
fn nobody_registers_a_key_that_did_not_sign_for_them() {
	test(|| {
		assert_ok!(buy(0, 1));
		let for_another = proof(&identity(1), 0);
		assert_noop!(register_with(0, 0, for_another), Error::<Test>::BadProof);
		let of_another = proof(&identity(0), 1);
		assert_noop!(register_with(0, 0, of_another), Error::<Test>::BadProof);
		let mut longer = proof(&identity(0), 0);
		longer.expires += 1;
		assert_noop!(register_with(0, 0, longer), Error::<Test>::BadProof);
	});
}

#[test]
fn a_signature_is_of_no_use_once_it_expired() {
	test(|| {
		assert_ok!(buy(0, 1));
		let proof = proof(&identity(0), 0);
		assert_ok!(register_with(0, 0, proof.clone()));
		assert_ok!(remove(device(0), 0));
		run_to(proof.expires + 1);
		assert_noop!(register_with(0, 0, proof), Error::<Test>::ProofExpired);
	});
}

#[test]
fn an_account_that_is_no_key_is_no_device() {
	test(|| {
		assert_ok!(buy(0, 1));
		let payload = Generators::registration_payload(&identity(0), &NOBODY, 9);
		let proof = DeviceProof { expires: 9, signature: device_pair(0).sign(&payload) };
		let register =
			Call::register_device { device: NOBODY, encryption_key: [7; 32], endpoint: endpoint(b""), proof };
		assert_noop!(call(identity(0), register), Error::<Test>::BadProof);
	});
}

#[test]
fn registering_takes_a_licence_and_the_deposit() {
	test(|| {
		assert_noop!(register(0, 0), Error::<Test>::NoLicence);
		assert_ok!(buy(0, 1));
		let all = free(&identity(0)) - ED;
		assert_ok!(call(
			identity(0),
			pallet_balances::Call::<Test>::transfer_keep_alive { dest: STRANGER, value: all }
		));
		assert!(register(0, 0).is_err());
		assert_eq!(Generators::devices(identity(0)), []);
	});
}

#[test]
fn identity_and_device_update_it_and_nobody_else() {
	test_with_devices(|| {
		let update = |who: AccountId, at: &[u8]| {
			call(who, Call::update_device { device: device(0), encryption_key: [9; 32], endpoint: endpoint(at) })
		};
		assert_ok!(update(identity(0), b"one"));
		assert_ok!(update(device(0), b"two"));
		assert_noop!(update(identity(1), b"three"), Error::<Test>::DeviceTaken);
		assert_eq!(<Generators as Contributors<AccountId>>::blob_endpoint(&device(0)), Some(b"two".to_vec()));
		assert_eq!(Generators::device_status(device(0)).unwrap().encryption_key, [9; 32]);
		let unknown = Call::update_device { device: device(5), encryption_key: [9; 32], endpoint: endpoint(b"") };
		assert_noop!(call(device(5), unknown), Error::<Test>::UnknownDevice);
	});
}

#[test]
fn a_device_is_removed_only_without_licences_and_only_by_its_own() {
	test_with_devices(|| {
		assert_noop!(remove(identity(0), 0), Error::<Test>::StillDelegated);
		assert_noop!(remove(identity(1), 0), Error::<Test>::DeviceTaken);
		assert_noop!(remove(identity(0), 5), Error::<Test>::UnknownDevice);
		assert_ok!(undelegate(0, 0));
		assert_ok!(undelegate(0, 1));
		assert_ok!(remove(device(0), 0));
		assert_eq!(held(&identity(0)), 0);
	});
}

#[test]
fn the_identity_behind_a_device_is_its_licences_holder() {
	test_with_devices(|| {
		assert_eq!(<Generators as Contributors<AccountId>>::identity_of(&device(0)), Some(identity(0)));
		assert_eq!(<Generators as Contributors<AccountId>>::identity_of(&identity(0)), None);
	});
}

#[test]
fn who_may_contribute() {
	test(|| {
		assert!(!may_contribute(0), "unknown");
		assert_ok!(buy(0, 1));
		assert_ok!(register(0, 0));
		assert!(!may_contribute(0), "not active yet");
		run_to(System::block_number() + ACTIVATION);
		assert!(may_contribute(0));
		assert_ok!(ban(0, true));
		assert!(!may_contribute(0), "banned");
		assert_ok!(ban(0, false));
		assert!(!may_contribute(0), "a lifted ban does not resume");
		assert_ok!(call(device(0), Call::resume_device { device: device(0) }));
		run_to(System::block_number() + ACTIVATION);
		assert!(may_contribute(0));
		run_to(System::block_number() + (MISSED + 1) * SESSION);
		assert!(!may_contribute(0), "suspended");
	});
}

#[test]
fn a_ban_is_governances_and_changes_something() {
	test_with_devices(|| {
		assert_noop!(Generators::set_banned(signed(0), identity(1), true), DispatchError::BadOrigin);
		assert_noop!(ban(0, false), Error::<Test>::NothingChanges);
		assert_ok!(ban(0, true));
		assert_noop!(ban(0, true), Error::<Test>::NothingChanges);
		assert_noop!(register(0, 4), Error::<Test>::Banned);
		assert_eq!(state(0), promptale_primitives::generator::DeviceState::Banned);
	});
}
