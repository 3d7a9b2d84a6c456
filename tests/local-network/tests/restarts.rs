//! Crashes in the middle of a round: of the node, of a generator, of a validator. The round goes on, nothing is lost.

mod common;

use common::start;
use promptale_local_network::summary::Role;
use promptale_primitives::schedule::Phase;
use std::time::Duration;

#[tokio::test]
async fn a_node_that_crashes_in_the_middle_of_a_round_finds_the_round_again() {
	let mut rig = start(&[]).await;
	let before = rig
		.reached(1, "a committed score", |round| {
			round.phase == Phase::Score && round.committee.iter().any(|member| member.committed)
		})
		.await;
	rig.network.restart_node(Duration::from_secs(2)).await.expect("the node starts again");
	let round = rig.closed(1).await;
	assert_eq!(round.opened, before.opened, "it is the same round");
	rig.attested_by_all(&round);
	let update = rig.update_of("Generator 1", &round);
	rig.assert_accepted(update);
	// Workers found the node again: the next round has an update too.
	rig.reached(2, "an update in the next round", |round| !round.updates.is_empty()).await;
}

#[tokio::test]
async fn a_generator_that_is_killed_after_committing_still_publishes() {
	let mut rig = start(&[]).await;
	let committed = rig.reached(1, "a commitment", |round| !round.updates.is_empty()).await;
	let worker = &mut rig.network.participant("Generator 1").expect("a generator").worker;
	worker.kill().expect("it runs");
	worker.start().expect("it starts again");
	let round = rig.closed(1).await;
	assert_eq!(round.updates.len(), 1, "it committed once");
	assert_eq!(round.updates[0].commitment, committed.updates[0].commitment);
	let update = rig.update_of("Generator 1", &round);
	rig.assert_accepted(update);
	rig.attested_by_all(&round);
}

#[tokio::test]
async fn a_validator_that_is_killed_after_committing_reveals_the_same_scores() {
	let mut rig = start(&[]).await;
	let name = rig.names(Role::Validator)[0].clone();
	let account = rig.network.participant(&name).expect("a validator").account();
	rig.reached(1, "the validator's commitment", |round| {
		round.committee.iter().any(|member| member.member.validator == account && member.committed)
	})
	.await;
	let worker = &mut rig.network.participant(&name).expect("a validator").worker;
	worker.kill().expect("it runs");
	worker.start().expect("it starts again");
	// The chain takes no reveal that differs from what was committed to.
	let round = rig.closed(1).await;
	assert!(round.committee.iter().all(|member| member.revealed), "{}", rig.logs());
	rig.attested_by_all(&round);
}
