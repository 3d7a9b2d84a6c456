//! A story that is played on a fresh development chain with real commands: a creator, backers, traders, a brand and an
//! attester, from the first picture to the last dividend. Behind `scripts/story` and its end-to-end test.
//!
//! * [`stage`]: the chain, everybody's keys, and what a command cost;
//! * [`ledger`]: what everybody has, and whether the story explains every change of it;
//! * [`pictures`]: what the engine makes of the story.

pub mod ledger;
pub mod pictures;
pub mod stage;
