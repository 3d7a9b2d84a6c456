//! Referenda with conviction voting, and what they may do.

pub mod origins;
pub mod tracks;
