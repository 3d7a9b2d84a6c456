//! Updates that cannot be used: each is excluded for its own reason, and the honest one makes the checkpoint.

mod common;

use common::start;
use promptale_local_network::attack::Attack;
use promptale_primitives::{score::Flag, verdict::Verdict, MILLION};

#[tokio::test]
async fn missing_malformed_infinite_and_stale_updates_are_excluded_and_the_round_goes_on() {
	let mut rig = start(&[Attack::MissingBlob, Attack::Malformed, Attack::NotFinite, Attack::StaleBase]).await;
	let round = rig.closed(1).await;
	rig.attested_by_all(&round);
	for (name, flag) in [
		("Hostile generator 1", Flag::Unavailable),
		("Hostile generator 2", Flag::Malformed),
		("Hostile generator 3", Flag::Malformed),
		("Hostile generator 4", Flag::Malformed),
	] {
		let update = rig.update_of(name, &round);
		assert_eq!(update.verdict, Some(Verdict::Flagged(flag)), "{name}\n{}", rig.logs());
		assert_eq!((update.weight, update.reward), (0, 0), "{name}");
	}
	let honest = rig.update_of("Generator 1", &round);
	rig.assert_accepted(honest);
	assert_eq!(honest.weight, MILLION, "it is the only one that counts");
}
