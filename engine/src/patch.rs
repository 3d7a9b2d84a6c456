//! Images to patches and back: the only place that knows in which order pixels lie.
//!
//! The engine keeps images in patch order `[tokens, patch]`: token `(row / PATCH, column / PATCH)`, and within it pixel
//! row, pixel column, channel. Noise has no order, so the model never needs any other.

use crate::shape::{Shape, PATCH};

/// Calls `visit(index in row-major [row, column, channel] order, index in patch order)` for every value of an image.
fn for_each(shape: &Shape, mut visit: impl FnMut(usize, usize)) {
	let grid = shape.side / PATCH;
	let mut plain = 0;
	for row in 0..shape.side {
		for column in 0..shape.side {
			let token = row / PATCH * grid + column / PATCH;
			let pixel = row % PATCH * PATCH + column % PATCH;
			for channel in 0..shape.channels {
				visit(plain, (token * PATCH * PATCH + pixel) * shape.channels + channel);
				plain += 1;
			}
		}
	}
}

/// Row-major `[side, side, channels]` to patch order `[tokens, patch]`.
pub(crate) fn patchify<T: Copy>(shape: &Shape, plain: &[T], patches: &mut [T]) {
	for_each(shape, |from, to| patches[to] = plain[from]);
}

/// Patch order `[tokens, patch]` to row-major `[side, side, channels]`.
pub(crate) fn unpatchify<T: Copy>(shape: &Shape, patches: &[T], plain: &mut [T]) {
	for_each(shape, |to, from| plain[to] = patches[from]);
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::model::{Architecture, ModelSize};

	#[test]
	fn unpatchify_undoes_patchify() {
		for channels in [1, 3] {
			let shape =
				Shape::of(&Architecture { size: ModelSize::Nano, side: 12, channels, classes: 1, words: 0 }).unwrap();
			let plain: Vec<usize> = (0..shape.image()).collect();
			let (mut patches, mut back) = (vec![0; shape.image()], vec![0; shape.image()]);
			patchify(&shape, &plain, &mut patches);
			assert_ne!(patches, plain);
			unpatchify(&shape, &patches, &mut back);
			assert_eq!(back, plain);
		}
	}

	#[test]
	fn a_token_is_a_square_of_neighbours() {
		let shape =
			Shape::of(&Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 1, words: 0 }).unwrap();
		let plain: Vec<usize> = (0..64).collect();
		let mut patches = vec![0; 64];
		patchify(&shape, &plain, &mut patches);
		assert_eq!(patches[16..32], [4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31]);
	}
}
