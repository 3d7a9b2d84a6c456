//! Tests, one file for each group of calls.

mod challenge;
mod claiming;
mod delegation;
mod devices;
mod heartbeat;
mod licences;
mod offchain;
mod rewards;
mod sale;
mod sequences;
mod timing;
mod views;
mod work;
