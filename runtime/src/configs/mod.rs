//! How every pallet is configured, one file per subject.

pub mod assets;
pub mod collators;
pub mod generators;
pub mod governance;
pub mod launchpad;
pub mod market;
pub mod money;
pub mod parameters;
pub mod placements;
pub mod pov;
pub mod sales;
pub mod settlements;
pub mod shares;
pub mod system;
pub mod utilities;
pub mod vesting;
pub mod xcm;
