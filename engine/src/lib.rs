//! The image engine: a rectified-flow transformer, its local training, scoring, aggregation and sampling. Knows no chain.
//!
//! A generator opens a [`Dataset`], [`train`]s from a [`Checkpoint`] and publishes the [`update::quantise`]d difference. A
//! validator decodes what it is given, [`score_updates`] it on held-out images, and [`aggregate`]s what was accepted into
//! the next checkpoint. Anyone can [`sample`] images from one.
//!
//! The training core is our own: forward and backward of exactly the layers this model needs, on matrix products of the
//! `gemm` crate, with everything between two products fused. [`backend::Backend`] is the seam behind which a device can do
//! the same. What must be the same everywhere is: first checkpoints, decoded updates, norms, overlaps and aggregates are
//! exact; training, scores and samples are the same bits for any number of threads on one kind of processor.
//!
//! One file holds one idea:
//!
//! * [`shape`], [`layout`]: extents that follow from an architecture; the table of views into the flat parameters;
//! * [`checkpoint`]: initialisation, safetensors files, identity;
//! * `folder`, `text`, [`dataset`], [`import`]: image folders and captions, and making them;
//! * `real`, `ops`, `network`: numbers, layers, the model;
//! * [`backend`], [`cpu`], [`batch`]: passes over whole batches;
//! * [`mod@train`], [`score`], [`update`], [`mod@aggregate`], [`mod@sample`]: what generators, validators and users do;
//! * `flow`, [`tools`]: from noise to pictures; changing, enlarging and composing them;
//! * [`privacy`]: clipping, noise and its accounting, for generators who want them;
//! * [`challenge`]: the product of matrices by which a chain measures hashpower, and its verification.

pub mod aggregate;
pub mod backend;
pub mod batch;
pub mod challenge;
pub mod checkpoint;
pub mod contribution;
pub mod cpu;
pub mod dataset;
mod error;
mod flow;
mod folder;
pub mod import;
pub mod layout;
mod network;
mod ops;
mod parallel;
mod patch;
pub mod privacy;
mod real;
pub mod regression;
pub mod sample;
pub mod score;
pub mod shape;
mod text;
pub mod tools;
pub mod train;
pub mod update;

pub use aggregate::aggregate;
pub use checkpoint::Checkpoint;
pub use dataset::Dataset;
pub use error::Error;
pub use flow::Wish;
pub use ops::optimiser::AdamW;
pub use sample::{contact_sheet, sample, sample_with, Progress, SampleOptions};
pub use score::{held_out_loss, score_updates, Candidate};
pub use train::{learning_rate, train, TrainOptions, TrainProgress, Trained};
pub use update::Update;
