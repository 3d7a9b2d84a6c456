//! Tools that make pictures: with a model ([`sample`](mod@crate::sample), [`mod@edit`]), or around its images
//! ([`mod@place`], [`mod@upscale`], [`strip`]).
//!
//! The same seed gives the same bytes on one kind of processor, for any number of threads.

pub mod edit;
pub mod place;
pub mod prompt;
pub mod strip;
pub mod upscale;

pub use edit::{image_to_image, inpaint, EditOptions};
pub use place::{place, PlaceOptions, Prepared};
pub use prompt::Concepts;
pub use strip::{strip, StripOptions};
pub use upscale::upscale;
