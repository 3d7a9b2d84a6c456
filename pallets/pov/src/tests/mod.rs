//! Tests, one file for each group of calls.

mod attest;
mod close;
mod commit;
mod disputes;
mod draw;
mod faults;
mod models;
mod offchain;
mod open;
mod pay;
mod publish;
mod scores;
mod sequences;
mod settle;
mod validators;
mod views;
mod weights;
