//! Tests by call; exploits, random sequences, and costs.

mod claims;
mod close;
mod contribute;
mod exploits;
mod milestones;
mod open;
mod sequences;
mod views;
mod weights;
