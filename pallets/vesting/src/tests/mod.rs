//! Tests, one file per subject.

mod calls;
mod genesis;
mod sequences;
mod stake;
mod views;
