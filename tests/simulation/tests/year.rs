//! A month of $TALE with few actors.

use promptale_simulation::year::{self, Setting};

const SETTING: Setting = Setting { seed: 2, actors: 60, months: 1 };

#[test]
fn a_month_keeps_every_promise_and_reaches_every_kind_of_call() {
	let report = year::run(SETTING).unwrap_or_else(|error| panic!("{error:?}"));
	println!("{report}");
	let kinds = [
		"AssetConversion.swap_exact_tokens_for_tokens",
		"Balances.transfer_all",
		"Balances.transfer_allow_death",
		"ConvictionVoting.vote",
		"Generators.buy_licences",
		"Generators.claim",
		"Generators.commit_challenge",
		"Generators.delegate",
		"Generators.heartbeat",
		"Generators.resume_device",
		"Generators.transfer_licence",
		"Generators.vote_challenge",
		"Pov.bond_validator",
		"Pov.unbond",
		"Referenda.submit",
		"Settlements.distribute",
		"Settlements.record_donation",
		"Utility.batch_all",
		"Vesting.claim",
		"Vesting.claim_for",
		"Vesting.transfer_grant",
	];
	for kind in kinds {
		let (done, refused) = report.of(kind);
		assert!(done > 0 && refused > 0, "{kind}: {done} went through, {refused} did not");
	}
	for event in ["challenges passed", "referenda passed", "scheduled calls done", "sessions", "validated work counted"]
	{
		assert!(report.events.contains_key(event), "no {event}: {:?}", report.events);
	}
	assert!(report.rounds.rounds > 0 && report.rounds.slashed > 0);
	assert!(report.pools.iter().all(|pool| pool.claimed <= pool.unlocked), "{:?}", report.pools);
	assert!(report.rewards["claimed by generators"] > 0);
}

#[test]
fn a_seed_decides_everything() {
	let play = || year::replay(Setting { actors: 12, ..SETTING }, 30_000).unwrap_or_else(|error| panic!("{error:?}"));
	assert_eq!(play(), play());
}
