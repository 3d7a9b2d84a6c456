//! The cases of the primitives as wasm, in wasmtime, where nodes execute the runtime.

use crate::Case;
use anyhow::{Context, Result};
use std::path::Path;
use wasmtime::{Engine, Instance, Module, Store};

/// A module with this crate's cases.
pub struct Wasm {
	engine: Engine,
	module: Module,
}

impl Wasm {
	/// Compiles a file.
	///
	/// # Errors
	/// It cannot be read, or is no wasm.
	pub fn open(path: &Path) -> Result<Wasm> {
		let engine = Engine::default();
		let module = Module::from_file(&engine, path).with_context(|| format!("{} cannot be used", path.display()))?;
		Ok(Wasm { engine, module })
	}

	/// As [`crate::primitives::case`].
	///
	/// # Errors
	/// It is not this crate's wasm, or it panics.
	pub fn case(&self, seed: u64, index: u32) -> Result<Case> {
		let mut store = Store::new(&self.engine, ());
		let instance = Instance::new(&mut store, &self.module, &[])?;
		let case = instance.get_typed_func::<(u64, u32), u32>(&mut store, "case")?;
		let memory = instance.get_memory(&mut store, "memory").context("the wasm has no memory")?;
		let address =
			case.call(&mut store, (seed, index)).with_context(|| format!("case {index} of the primitives"))?;
		let (mut inputs, mut outputs) = ([0; 32], [0; 32]);
		memory.read(&store, address as usize, &mut inputs)?;
		memory.read(&store, address as usize + 32, &mut outputs)?;
		Ok(Case { inputs, outputs })
	}
}
