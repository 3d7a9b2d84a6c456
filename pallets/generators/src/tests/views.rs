use crate::mock::*;
use frame_support::assert_ok;
use promptale_primitives::generator::{DeviceState, LicenceOverview, SalePhase};

#[test]
fn the_sale_shows_phase_rate_and_what_is_sold() {
	test(|| {
		assert_ok!(buy(0, 8));
		let sale = Generators::sale();
		assert_eq!((sale.phase, sale.rate), (SalePhase::Public, RATE));
		assert_eq!(sale.tiers.iter().map(|(_, sold)| *sold).collect::<Vec<_>>(), [6, 2, 0, 0]);
		assert_eq!(sale.tiers.iter().map(|(tier, _)| tier.dollars).collect::<Vec<_>>(), [98, 118, 138, 158]);
	});
}

#[test]
fn licences_show_tier_and_device() {
	test_with_devices(|| {
		assert_ok!(buy(0, 1));
		assert_eq!(
			Generators::licences(identity(0)),
			[
				LicenceOverview { licence: 0, tier: 0, device: Some(device(0)) },
				LicenceOverview { licence: 1, tier: 0, device: Some(device(0)) },
				LicenceOverview { licence: 6, tier: 1, device: None },
			]
		);
		assert_eq!(Generators::licences(STRANGER), []);
	});
}

#[test]
fn a_device_shows_how_it_stands() {
	test_with_devices(|| {
		assert_ok!(heartbeat(0));
		let seen = Generators::device_status(device(0)).unwrap();
		assert_eq!(seen.identity, identity(0));
		assert_eq!(seen.delegations, 2);
		assert_eq!(seen.last_heartbeat, Some(System::block_number()));
		assert_eq!(seen.state, DeviceState::Active { until: (MISSED + 1) * SESSION });
		assert_eq!((seen.hashpower, seen.hashpower_until), (0, None));
		assert_eq!(Generators::device_status(STRANGER), None);
	});
}

#[test]
fn an_epoch_shows_its_windows() {
	test(|| {
		next_epoch();
		assert_eq!(Generators::challenge_epoch().first_beacon, None);
		next_block();
		let seen = Generators::challenge_epoch();
		assert_eq!((seen.epoch, seen.commit_until, seen.open_until, seen.ends), (1, EPOCH + 6, EPOCH + 11, 2 * EPOCH));
		assert!(seen.first_beacon.is_some() && seen.second_beacon.is_none());
		run_to(EPOCH + 8);
		let later = Generators::challenge_epoch();
		assert_eq!(later.first_beacon, seen.first_beacon);
		assert!(later.second_beacon.is_some_and(|beacon| Some(beacon) != later.first_beacon));
	});
}
