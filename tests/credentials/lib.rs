//! Nothing but tests: `cargo test` here has the reference implementation of C2PA read what `promptale-credentials` writes.
