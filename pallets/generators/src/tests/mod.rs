//! Tests, one file for each group of calls.
