//! The operations of the model, each forward and backward, everything between two matrix products fused into one pass.
//!
//! Matrices are row-major slices. All functions run on the calling thread: the caller splits a batch into shards of
//! images instead (see [`crate::cpu`]), which scales as well and keeps every sum in one order.

pub(crate) mod activation;
pub(crate) mod attention;
pub(crate) mod linear;
pub(crate) mod norm;
pub(crate) mod optimiser;

#[cfg(test)]
pub(crate) mod gradient_check;
