//! Tests, by subject.

mod burn;
mod buy_back;
mod emission;
mod fees;
mod pots;
mod sequences;
mod splits;
mod views;
