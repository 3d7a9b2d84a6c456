//! Tests by call; exploits, sequences against a matching engine of lists, and costs.

mod books;
mod cancel;
mod exploits;
mod place;
mod sequences;
mod views;
mod weights;
