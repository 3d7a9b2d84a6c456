//! Tests, by call; exploits of other systems; random sequences.

mod claim;
mod deposit;
mod exploits;
mod fungibles;
mod register;
mod remove;
mod sequences;
mod transfer;
mod views;
mod weights;
