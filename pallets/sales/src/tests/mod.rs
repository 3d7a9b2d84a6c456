//! Tests by call; sequences against a plain model; costs.

mod listings;
mod offers;
mod royalties;
mod sequences;
mod weights;
