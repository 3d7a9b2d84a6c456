//! Validators that lie: each is slashed for its own reason, nobody else is, and the round ends as it should.

mod common;

use common::{start_with, Rig};
use promptale_client::{AccountId, Call};
use promptale_local_network::{
	attack::{Attack, CANARY_SECRET},
	chain::development_key,
	lie::Lie,
	options::STAKE,
};
use promptale_primitives::{
	canary::Expectation,
	fault::{Fault, Faults},
	round::{Attestation, RoundState},
	verdict::Verdict,
	Balance,
};
use std::time::Duration;

/// Longest wait for a round with a dispute.
const DISPUTE_PATIENCE: Duration = Duration::from_secs(240);
/// Rounds in which a validator may be too slow to attest before the others have closed them.
const CHANCES: u32 = 3;

const LIAR: &str = "Validator 1";
const OTHERS: [&str; 2] = ["Validator 2", "Validator 3"];

#[tokio::test]
async fn who_attests_a_wrong_checkpoint_is_slashed_and_the_right_one_counts() {
	let mut rig = start_with(|options| options.lies = vec![Lie::WrongCheckpoint]).await;
	let treasury_before = treasury(&rig).await;
	assert_eq!(rig.bonded(LIAR).await, STAKE);
	let mut number = 1;
	let round = loop {
		let round = rig.closed(number).await;
		if rig.seat_of(LIAR, &round).attested.is_some() {
			break round;
		}
		number += 1;
		assert!(number <= CHANCES, "it never attested anything\n{}", rig.logs());
	};
	let checkpoint = rig.attested(&round);
	assert_eq!(rig.network.checkpoint(&checkpoint).expect("a validator has it").hash(), checkpoint);
	let liar = rig.seat_of(LIAR, &round);
	assert_ne!(liar.attested, Some(checkpoint.into()));
	assert_eq!((liar.faults, liar.reward), (only(Fault::WrongCheckpoint), 0));
	for name in OTHERS {
		let seat = rig.seat_of(name, &round);
		assert_eq!((seat.attested, seat.faults), (Some(checkpoint.into()), Faults::default()), "{name}");
		assert!(seat.reward > 0, "{name}");
		assert_eq!(rig.bonded(name).await, STAKE, "{name}");
	}
	assert_eq!(rig.bonded(LIAR).await, STAKE - STAKE / 10);
	assert!(treasury(&rig).await >= treasury_before + STAKE / 10, "fees come on top");
}

#[tokio::test]
async fn who_praises_a_canary_is_slashed_once_it_is_declared() {
	let mut rig = start_with(|options| {
		options.attacks = vec![Attack::Canary];
		options.lies = vec![Lie::Praise];
	})
	.await;
	let round = rig.closed(1).await;
	let canary = rig.update_of("Hostile generator", &round);
	let rejected = matches!(canary.verdict, Some(Verdict::BelowThreshold { .. } | Verdict::Flagged(_)));
	assert!(rejected, "the canary was judged {:?}\n{}", canary.verdict, rig.logs());
	assert!(rig.seat_of(LIAR, &round).faults.is_empty(), "nothing is proven yet");
	let declare = Call::DeclareCanary {
		model: round.model,
		round: round.round,
		index: canary.index,
		expectation: Expectation::Harmful,
		secret: CANARY_SECRET,
	};
	let device = development_key("//hostile/1/device").expect("the device's key");
	let declared = rig.network.client().submit(&device, declare).await;
	declared.unwrap_or_else(|error| panic!("it is not taken: {error}\n{}", rig.logs()));
	let round = rig.closed(1).await;
	assert_eq!(rig.update_of("Hostile generator", &round).canary, Some(Expectation::Harmful));
	assert_eq!(rig.seat_of(LIAR, &round).faults, only(Fault::FailedCanary), "{}", rig.logs());
	assert_eq!(rig.bonded(LIAR).await, STAKE - STAKE / 20);
	for name in OTHERS {
		assert!(rig.seat_of(name, &round).faults.is_empty(), "{name}");
		assert_eq!(rig.bonded(name).await, STAKE, "{name}");
	}
}

#[tokio::test]
async fn a_dispute_finds_the_right_checkpoint_and_who_was_wrong() {
	let mut rig = start_with(|options| {
		options.honest = 2;
		options.validators = 5;
		options.terms.committee_size = 2;
		// Exactly one of the two that are drawn first lies, and nobody in the dispute.
		options.lies = vec![Lie::WrongCheckpointInFirstSeat; 5];
	})
	.await;
	let round = rig
		.reached_within(DISPUTE_PATIENCE, 1, "the end of the dispute", |overview| {
			matches!(overview.state, RoundState::Closed(_))
		})
		.await;
	assert!(round.is_disputed(), "{round:#?}\n{}", rig.logs());
	let checkpoint = rig.attested(&round);
	assert_eq!(rig.network.checkpoint(&checkpoint).expect("a validator has it").hash(), checkpoint);
	let (liar, honest) = match &round.former_committee[..] {
		[first, second] => (first, second),
		others => panic!("there were {} members at first\n{}", others.len(), rig.logs()),
	};
	assert_eq!((liar.faults, liar.reward), (only(Fault::WrongCheckpoint), 0), "{}", rig.logs());
	assert!(honest.faults.is_empty() && honest.reward > 0, "{honest:?}\n{}", rig.logs());
	let right = honest.attested.map(|attested| attested.checkpoint);
	assert_ne!(liar.attested.map(|attested| attested.checkpoint), right);

	assert_eq!(round.committee.len(), 3);
	for seat in &round.committee {
		assert!(round.former_committee.iter().all(|former| former.member.validator != seat.member.validator));
		assert_eq!(seat.attested, Some(Attestation { checkpoint, disputed: right }), "{}", rig.logs());
		assert!(seat.revealed && seat.faults.is_empty() && seat.reward > 0, "{seat:?}\n{}", rig.logs());
	}
	let bonded = rig.network.client().validator(&liar.member.validator).await.expect("an answer");
	let bonded = bonded.map_or(0, |validator| validator.stake + validator.unbonding);
	assert_eq!(bonded, STAKE - STAKE / 10);
	// The next round starts from what the dispute ended with.
	let next = rig.reached(2, "the next round", |_| true).await;
	assert_eq!(next.base_checkpoint, checkpoint);
}

fn only(fault: Fault) -> Faults {
	vec![fault].into()
}

/// What the treasury holds: the account that the SDK derives from its pallet's id.
async fn treasury(rig: &Rig) -> Balance {
	let mut account = [0; 32];
	account[..12].copy_from_slice(b"modlpt/trsry");
	rig.network.client().balance(&AccountId::from(account)).await.expect("a balance").free
}
