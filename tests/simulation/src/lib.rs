//! Rounds of Proof of Validation, and a year of $TALE, on the real runtime, without a network.
//!
//! The runtime runs natively on externalities in memory. Blocks carry what a collator's do: a slot, the time, and a
//! state proof of a made-up relay chain with fresh randomness, from which the runtime takes its beacons. Calls are
//! dispatched under the origins that they would have in a block: signed, or authorized by the runtime's own check.
//!
//! * [`Action`] is one thing that one participant does, honest or not; [`World::perform`] does it.
//! * [`episode`] plays many rounds of several models with a mixture of participants that a seed decides, then lets
//!   everybody leave.
//! * [`fuzz`] plays what bytes say, for libFuzzer.
//! * [`year`] plays months of the token with random actors, in which such rounds happen too.
//! * [`curve`] draws what is unlocked of the token, and when.
//!
//! After every block [`checks`] looks at everything: the pallets' invariants, and where every unit of money is.

mod action;
mod books;
mod chain;
pub mod checks;
pub mod curve;
pub mod episode;
pub mod fuzz;
mod manage;
mod oracle;
mod people;
mod perform;
mod players;
pub mod report;
mod statements;
mod token;
mod world;
pub mod year;

pub use action::{Action, Evidence, Making, Opening, Revealing, Said, Style};
pub use report::Report;
pub use world::{Authorized, Doors, World};
