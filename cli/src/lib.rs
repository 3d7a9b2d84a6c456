//! `promptale`: what holders, creators, brands and operators type.
//!
//! The library part holds what other programs that talk to people share with it:
//!
//! * [`words`]: amounts, parts, verdicts and reasons as people read them;
//! * [`view`]: rounds, models and receipts as JSON has them;
//! * [`events`]: amounts in the events of a transaction;
//! * [`refusals`]: what the chain refuses, and what to do about it;
//! * [`table`]: tables for people;
//! * [`unit`]: what amounts are counted in.

pub mod amounts;
pub mod args;
pub mod commands;
pub mod events;
pub mod failure;
pub mod keys;
pub mod live;
pub mod refusals;
pub mod table;
pub mod unit;
pub mod view;
pub mod words;
