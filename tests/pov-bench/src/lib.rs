//! Proof of Validation beside the published defences, against the published attacks, in the published settings.
//!
//! * [`setting`]: the two published settings and their sources; [`data`]: Fashion-MNIST, dealt out;
//! * [`network`], [`train`]: classifiers of our own and local training;
//! * [`attack`], [`defence`]: what attackers send, and how updates are combined; `defence/pov.rs` is the project's rule;
//! * [`experiment`]: rounds; [`report`], [`plot`]: tables, files, drawings; [`reference`]: the published figures;
//! * [`ablations`]: what ours depends on.

pub mod ablations;
pub mod attack;
pub mod data;
pub mod defence;
pub mod experiment;
pub mod network;
pub mod plot;
pub mod reference;
pub mod report;
pub mod seed;
pub mod setting;
pub mod train;
mod vector;
