use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::generator::DeviceState;
use sp_core::Pair;
use sp_runtime::{traits::Dispatchable, transaction_validity::InvalidTransaction, DispatchError};

fn refused(why: InvalidTransaction) -> Result<(), Refused> {
	Err(why.into())
}

fn resume(who: AccountId, n: u8) -> sp_runtime::DispatchResult {
	call(who, Call::resume_device { device: device(n) })
}

fn signed_heartbeat(n: u8) -> Call<Test> {
	let session = session();
	let signature = device_pair(n).sign(&Generators::heartbeat_payload(&device(n), session));
	Call::heartbeat { device: device(n), session, signature }
}

#[test]
fn a_heartbeat_counts_once_in_a_session() {
	test_with_devices(|| {
		let call = signed_heartbeat(0);
		assert_ok!(submit(call.clone()));
		assert_eq!(submit(call.clone()), refused(InvalidTransaction::Stale));
		// Even where the pool's check is not asked.
		let again = RuntimeCall::from(call.clone()).dispatch(frame_system::RawOrigin::Authorized.into());
		assert_eq!(again.unwrap_err().error, Error::<Test>::AlreadyBeaten.into());
		next_session();
		assert_eq!(submit(call), refused(InvalidTransaction::Stale), "replayed in the next session");
		assert_ok!(heartbeat(0));
	});
}

#[test]
fn a_heartbeat_of_another_session_does_not_count() {
	test_with_devices(|| {
		assert_eq!(heartbeat_for(0, session() + 1), refused(InvalidTransaction::Future));
		next_session();
		assert_eq!(heartbeat_for(0, session() - 1), refused(InvalidTransaction::Stale));
	});
}

#[test]
fn nobody_beats_for_another_device() {
	test_with_devices(|| {
		let session = session();
		let signature = device_pair(1).sign(&Generators::heartbeat_payload(&device(0), session));
		let call = Call::heartbeat { device: device(0), session, signature };
		assert_eq!(submit(call), refused(InvalidTransaction::BadProof));
		assert_eq!(heartbeat(5), refused(InvalidTransaction::BadSigner));
	});
}

#[test]
fn a_heartbeat_is_no_signed_call() {
	test_with_devices(|| {
		assert_noop!(call(device(0), signed_heartbeat(0)), DispatchError::BadOrigin);
	});
}

#[test]
fn the_pool_keeps_one_heartbeat_for_each_device_and_session() {
	test_with_devices(|| {
		let valid = authorize(&signed_heartbeat(0)).unwrap();
		assert_eq!(valid.provides.len(), 1);
		assert!(valid.requires.is_empty());
		assert_eq!(valid.longevity, u64::from(SESSION - System::block_number() % SESSION));
		assert_ne!(valid.provides, authorize(&signed_heartbeat(1)).unwrap().provides);
		next_session();
		assert_ne!(valid.provides, authorize(&signed_heartbeat(0)).unwrap().provides);
	});
}

#[test]
fn a_silent_device_is_suspended_after_the_sessions_it_may_miss() {
	test_with_devices(|| {
		assert_ok!(heartbeat(0));
		let until = (session() + MISSED + 1) * SESSION;
		assert_eq!(state(0), DeviceState::Active { until });
		run_to(until - 1);
		assert!(is_active(0));
		next_block();
		assert_eq!(state(0), DeviceState::Suspended);
		assert_eq!(heartbeat(0), refused(InvalidTransaction::Stale), "a late heartbeat does not resume");
	});
}

#[test]
fn heartbeats_keep_a_device_active() {
	test_with_devices(|| {
		for _ in 0..10 {
			assert_ok!(heartbeat(0));
			next_session();
			next_session();
			assert!(is_active(0));
		}
	});
}

#[test]
fn a_device_does_not_beat_before_it_counts() {
	test(|| {
		assert_ok!(buy(0, 1));
		assert_ok!(register(0, 0));
		let from = System::block_number() + ACTIVATION;
		assert_eq!(state(0), DeviceState::Resuming { from });
		assert_eq!(heartbeat(0), refused(InvalidTransaction::Stale));
		run_to(from);
		assert_ok!(heartbeat(0));
	});
}

#[test]
fn banned_and_licenceless_identities_do_not_beat() {
	test_with_devices(|| {
		assert_ok!(Generators::set_banned(RuntimeOrigin::root(), identity(0), true));
		assert_eq!(heartbeat(0), refused(InvalidTransaction::BadSigner));
		for licence in [2, 3] {
			assert_ok!(undelegate(1, licence));
			assert_ok!(transfer(1, licence, 5));
		}
		assert_eq!(heartbeat(1), refused(InvalidTransaction::BadSigner));
	});
}

#[test]
fn a_suspended_device_resumes_after_a_delay() {
	test_with_devices(|| {
		assert_noop!(resume(identity(0), 0), Error::<Test>::NotSuspended);
		run_to(System::block_number() + (MISSED + 1) * SESSION);
		assert_noop!(resume(identity(1), 0), Error::<Test>::DeviceTaken);
		assert_noop!(resume(identity(0), 5), Error::<Test>::UnknownDevice);
		assert_ok!(resume(identity(0), 0));
		let from = System::block_number() + ACTIVATION;
		assert_eq!(state(0), DeviceState::Resuming { from });
		assert_noop!(resume(identity(0), 0), Error::<Test>::NotSuspended);
		run_to(from);
		assert!(is_active(0));
		assert_ok!(resume(device(1), 1));
	});
}

#[test]
fn banned_and_licenceless_identities_do_not_resume() {
	test_with_devices(|| {
		assert_ok!(Generators::set_banned(RuntimeOrigin::root(), identity(0), true));
		assert_noop!(resume(identity(0), 0), Error::<Test>::Banned);
		for licence in [2, 3] {
			assert_ok!(undelegate(1, licence));
			assert_ok!(transfer(1, licence, 5));
		}
		assert_noop!(resume(identity(1), 1), Error::<Test>::NoLicence);
	});
}
