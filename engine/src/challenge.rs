//! The compute challenge: doing its work, answering for it, and checking what others answered.
//!
//! What is computed, and what is proven by it, is in [`promptale_primitives::challenge`]. A device [`compute`]s the leaves of
//! all rows, commits to their root, and later [`Committed::open`]s the rows that the chain names; a validator
//! [`recompute`]s those, and no others.
//!
//! One file holds one idea: `kernel` the inner loops on a processor, `cpu` the product on one, `cuda` and `product.cu`
//! on a GPU.

mod cpu;
mod cuda;
mod kernel;

pub use cpu::Cpu;
pub use cuda::Cuda;

use crate::Error;
use promptale_primitives::{
	challenge::{tree, Class, Opening, Openings},
	Blake3,
};

/// One device's challenge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Work {
	/// How large it is.
	pub class: Class,
	/// What fixes the matrices, [`promptale_primitives::challenge::seed`].
	pub seed: Blake3,
}

/// A place to compute products in.
pub trait Multiplier: Send {
	/// What it is, for people.
	fn name(&self) -> String;

	/// Writes the leaves of `rows` (each below the side) to `leaves`, as many.
	///
	/// `go_on` is asked from time to time, with how many rows are done; `false` ends it with [`Error::Stopped`]. Fails where
	/// a device does.
	fn leaves(
		&mut self,
		work: &Work,
		rows: &[u32],
		leaves: &mut [Blake3],
		go_on: &mut dyn FnMut(usize) -> bool,
	) -> Result<(), Error>;
}

/// Where to compute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
	/// On the processor.
	Cpu,
	/// On the first CUDA device.
	Cuda,
	/// On a CUDA device where there is one, otherwise on the processor.
	Auto,
}

/// A multiplier for a class; `threads` are for the processor, which hashes for a device too. Fails where a device was asked
/// for and cannot be used.
pub fn multiplier(place: Place, class: Class, threads: usize) -> Result<Box<dyn Multiplier>, Error> {
	let cuda = || Cuda::new(threads).and_then(|cuda| cuda.check_memory(class).map(|()| cuda));
	match place {
		Place::Cpu => Ok(Box::new(Cpu::new(threads))),
		Place::Cuda => Ok(Box::new(cuda()?)),
		Place::Auto => match cuda() {
			Ok(cuda) => Ok(Box::new(cuda)),
			Err(error) => {
				tracing::info!(%error, "computing on the processor");
				Ok(Box::new(Cpu::new(threads)))
			},
		},
	}
}

/// Finished work: the leaves of all rows, in order, 32 bytes each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Committed {
	leaves: Vec<Blake3>,
	root: Blake3,
}

/// Computes the whole product, `side³` multiply-adds, and keeps nothing of it but the leaves.
pub fn compute(
	work: &Work,
	multiplier: &mut dyn Multiplier,
	go_on: &mut dyn FnMut(usize) -> bool,
) -> Result<Committed, Error> {
	let rows: Vec<u32> = (0..work.class.side()).collect();
	let mut leaves = vec![[0; 32]; rows.len()];
	multiplier.leaves(work, &rows, &mut leaves, go_on)?;
	Ok(Committed::from_leaves(leaves))
}

/// The leaves that `rows` should have, `side²` multiply-adds each.
pub fn recompute(work: &Work, rows: &[u32], multiplier: &mut dyn Multiplier) -> Result<Vec<Blake3>, Error> {
	let side = work.class.side();
	if let Some(row) = rows.iter().find(|row| **row >= side) {
		return Err(Error::Options(format!("a product of side {side} has no row {row}")));
	}
	let mut leaves = vec![[0; 32]; rows.len()];
	multiplier.leaves(work, rows, &mut leaves, &mut |_| true)?;
	Ok(leaves)
}

/// The first of `rows` whose opened leaf is not what the product has there; `None` where all are right. That the leaves belong to
/// the committed root is for the chain to say ([`promptale_primitives::challenge::check_openings`]).
pub fn first_wrong_row(
	work: &Work,
	rows: &[u32],
	opened: &[Blake3],
	multiplier: &mut dyn Multiplier,
) -> Result<Option<u32>, Error> {
	let leaves = recompute(work, rows, multiplier)?;
	let wrong = rows.iter().enumerate().find(|(at, _)| opened.get(*at) != Some(&leaves[*at]));
	Ok(wrong.map(|(_, row)| *row))
}

impl Committed {
	/// Work from leaves that were kept; what they are is not checked.
	pub fn from_leaves(leaves: Vec<Blake3>) -> Committed {
		let root = tree::root(&leaves);
		Committed { leaves, root }
	}

	/// The leaves of all rows, to keep until rows are opened.
	pub fn leaves(&self) -> &[Blake3] {
		&self.leaves
	}

	/// What is committed to.
	pub fn root(&self) -> Blake3 {
		self.root
	}

	/// The openings of `rows`, in their order; `None` where there is no such row, or there are more than are ever opened.
	pub fn open(&self, rows: &[u32]) -> Option<Openings> {
		let openings: Option<Vec<Opening>> = rows.iter().map(|row| tree::open(&self.leaves, *row)).collect();
		openings?.try_into().ok()
	}
}

#[cfg(test)]
#[path = "challenge_tests.rs"]
mod tests;
