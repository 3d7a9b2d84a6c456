//! The product of a challenge on a CUDA device.
//!
//! Driver and NVRTC are loaded at run time, and nothing of CUDA is needed to build. `B` is made on the device once for each
//! work; rows come in panels, which are hashed here while the device computes the next one. Eight-bit dot products
//! (`dp4a`) need compute capability 6.1; tensor cores are not used.

use super::{Multiplier, Work};
use crate::{parallel::Pool, Error};
use cudarc::{
	driver::{self, CudaContext, CudaFunction, CudaSlice, CudaStream, DriverError, LaunchConfig, PushKernelArg},
	nvrtc::{self, CompileOptions, Ptx},
};
use promptale_primitives::{
	challenge::{
		matrix::{Matrix, Stream, BLOCK},
		tree::leaf,
		Class,
	},
	Blake3,
};
use std::sync::Arc;

const SOURCE: &str = include_str!("product.cu");

/// Rows and columns of a block of threads, as in the source.
const TILE: u32 = 128;

/// Threads of a block that multiplies, as in the source.
const THREADS: u32 = 256;

/// Most rows of a panel.
const PANEL: u32 = 1_024;

/// Oldest compute capability with 8-bit dot products.
const OLDEST: (i32, i32) = (6, 1);

/// What to compile for where NVRTC does not know the device yet; the driver compiles further.
const KNOWN: [(i32, i32); 4] = [(9, 0), (8, 0), (7, 5), OLDEST];

/// Computes on one device.
pub struct Cuda {
	name: String,
	context: Arc<CudaContext>,
	stream: Arc<CudaStream>,
	fill: CudaFunction,
	multiply: CudaFunction,
	right: Option<(Work, CudaSlice<u32>)>,
	pool: Pool,
}

impl Cuda {
	/// The first CUDA device, with so many threads for hashing. Fails where there is no driver, no NVRTC, or no device that
	/// can do it.
	pub fn new(threads: usize) -> Result<Cuda, Error> {
		let missing = |reason: &str| Error::Device { device: "CUDA".into(), reason: reason.into() };
		// SAFETY: loads the driver's library, which runs what libraries run when loaded and nothing else.
		if !unsafe { driver::sys::is_culib_present() } {
			return Err(missing("no driver: there is no libcuda to load; install NVIDIA's driver"));
		}
		let failed = |error: DriverError| missing(&error.to_string());
		if CudaContext::device_count().map_err(failed)? == 0 {
			return Err(missing("the driver knows no device"));
		}
		let context = CudaContext::new(0).map_err(failed)?;
		let name = context.name().map_err(failed)?;
		let capability = context.compute_capability().map_err(failed)?;
		if capability < OLDEST {
			let (major, minor) = capability;
			return Err(device(&name, format!("its compute capability is {major}.{minor}, and 6.1 is needed")));
		}
		let ptx = compile(capability).map_err(|reason| device(&name, reason))?;
		let module = context.load_module(ptx).map_err(on(&name))?;
		Ok(Cuda {
			stream: context.default_stream(),
			fill: module.load_function("fill").map_err(on(&name))?,
			multiply: module.load_function("multiply").map_err(on(&name))?,
			right: None,
			pool: Pool::new(threads),
			name,
			context,
		})
	}

	/// Fails where the free memory of the device does not hold what a class needs.
	pub fn check_memory(&self, class: Class) -> Result<(), Error> {
		let side = class.side() as usize;
		let panel = side.min(PANEL as usize) * side;
		let needed = side * side + 5 * panel;
		let held = self.right.as_ref().map_or(0, |(_, right)| right.num_bytes());
		// What was freed lately is only then counted as free.
		self.stream.synchronize().map_err(on(&self.name))?;
		let (free, _) = self.context.mem_get_info().map_err(on(&self.name))?;
		if free + held < needed {
			let mib = |bytes: usize| bytes >> 20;
			let reason = format!("side {side} needs {} MiB, and {} are free", mib(needed), mib(free + held));
			return Err(device(&self.name, reason));
		}
		Ok(())
	}

	/// Makes lines of a matrix on the device, `[side / 4][lines]`.
	fn lines(&self, work: &Work, matrix: Matrix, lines: &[u32]) -> Result<CudaSlice<u32>, DriverError> {
		let stream = Stream::new(&work.seed, matrix);
		let side = work.class.side();
		let count = lines.len() as u32;
		let lines = self.stream.clone_htod(lines)?;
		let mut words = self.stream.alloc_zeros::<u32>((side / 4) as usize * count as usize)?;
		let shape =
			LaunchConfig { grid_dim: (count / TILE, side / BLOCK, 1), block_dim: (TILE, 1, 1), shared_mem_bytes: 0 };
		let mut launch = self.stream.launch_builder(&self.fill);
		launch.arg(&stream.key[0]).arg(&stream.key[1]).arg(&stream.upper[0]).arg(&stream.upper[1]);
		launch.arg(&lines).arg(&count).arg(&mut words);
		// SAFETY: the arguments are those of the source; there is a line for each thread and a place for each of its words.
		unsafe { launch.launch(shape) }?;
		Ok(words)
	}

	/// Starts the product of `rows`, padded to whole tiles, with `right`: `[rows][side]` words, little endian.
	fn start(
		&self,
		work: &Work,
		right: &CudaSlice<u32>,
		rows: &[u32],
		product: &mut CudaSlice<u8>,
	) -> Result<(), DriverError> {
		let side = work.class.side();
		let mut padded = rows.to_vec();
		padded.resize(rows.len().next_multiple_of(TILE as usize), 0);
		let left = self.lines(work, Matrix::A, &padded)?;
		let (count, words) = (padded.len() as u32, side / 4);
		let shape =
			LaunchConfig { grid_dim: (side / TILE, count / TILE, 1), block_dim: (THREADS, 1, 1), shared_mem_bytes: 0 };
		let mut launch = self.stream.launch_builder(&self.multiply);
		launch.arg(&left).arg(right).arg(&count).arg(&side).arg(&words).arg(product);
		// SAFETY: the arguments are those of the source; rows and columns are whole tiles, `words` is a multiple of the
		// source's depth, and `product` holds a panel.
		unsafe { launch.launch(shape) }?;
		Ok(())
	}

	fn panels(
		&self,
		work: &Work,
		right: &CudaSlice<u32>,
		rows: &[u32],
		leaves: &mut [Blake3],
		go_on: &mut dyn FnMut(usize) -> bool,
	) -> Result<bool, DriverError> {
		let row_bytes = 4 * work.class.side() as usize;
		let panel = rows.len().next_multiple_of(TILE as usize).clamp(TILE as usize, PANEL as usize);
		let mut product = self.stream.alloc_zeros::<u8>(panel * row_bytes)?;
		let mut host = vec![0u8; panel * row_bytes];
		let panels: Vec<&[u32]> = rows.chunks(panel).collect();
		let mut done = 0;
		for (at, leaves) in leaves.chunks_mut(panel).enumerate() {
			if at == 0 {
				self.start(work, right, panels[0], &mut product)?;
			}
			self.stream.memcpy_dtoh(&product, &mut host)?;
			self.stream.synchronize()?;
			if let Some(next) = panels.get(at + 1) {
				self.start(work, right, next, &mut product)?;
			}
			let rows = panels[at];
			self.pool.for_each(leaves, |row, out| {
				*out = leaf(rows[row], &host[row * row_bytes..(row + 1) * row_bytes]);
			});
			done += rows.len();
			if !go_on(done) {
				return Ok(false);
			}
		}
		Ok(true)
	}
}

impl Multiplier for Cuda {
	fn name(&self) -> String {
		format!("cuda, {}", self.name)
	}

	fn leaves(
		&mut self,
		work: &Work,
		rows: &[u32],
		leaves: &mut [Blake3],
		go_on: &mut dyn FnMut(usize) -> bool,
	) -> Result<(), Error> {
		self.check_memory(work.class)?;
		let right = match self.right.take() {
			Some((made, right)) if made == *work => right,
			other => {
				// Its memory is needed for the next one.
				drop(other);
				let columns: Vec<u32> = (0..work.class.side()).collect();
				self.lines(work, Matrix::B, &columns).map_err(on(&self.name))?
			},
		};
		let finished = self.panels(work, &right, rows, leaves, go_on).map_err(on(&self.name))?;
		self.right = Some((*work, right));
		match finished {
			true => Ok(()),
			false => Err(Error::Stopped),
		}
	}
}

fn device(name: &str, reason: String) -> Error {
	Error::Device { device: name.into(), reason }
}

fn on(name: &str) -> impl Fn(DriverError) -> Error + '_ {
	move |error| device(name, error.to_string())
}

/// Compiles the source for a device, or for an older one if NVRTC does not know it.
fn compile(capability: (i32, i32)) -> Result<Ptx, String> {
	// SAFETY: loads NVRTC's library, which runs what libraries run when loaded and nothing else.
	if !unsafe { nvrtc::sys::is_culib_present() } {
		return Err(
			"NVRTC is missing: there is no libnvrtc to load; install the CUDA toolkit's NVRTC, and name its folder \
		            in LD_LIBRARY_PATH if it is an unusual one"
				.into(),
		);
	}
	let older = KNOWN.into_iter().filter(|known| *known < capability);
	let mut first_error = None;
	for (major, minor) in std::iter::once(capability).chain(older) {
		let options = vec![format!("--gpu-architecture=compute_{major}{minor}")];
		let options = CompileOptions { options, name: Some("product.cu".into()), ..CompileOptions::default() };
		match nvrtc::compile_ptx_with_opts(SOURCE, options) {
			Ok(ptx) => return Ok(ptx),
			Err(error) => {
				first_error.get_or_insert(error);
			},
		}
	}
	Err(format!("NVRTC does not compile the kernel: {first_error:?}"))
}

#[cfg(test)]
mod tests {
	use super::{super::*, *};
	use promptale_primitives::challenge::seed;

	/// The device, or a line that says why a test does nothing.
	fn cuda() -> Option<Cuda> {
		Cuda::new(2).map_err(|error| eprintln!("skipped, nothing was tested: {error}")).ok()
	}

	#[test]
	fn nvrtc_compiles_the_kernel_where_it_is_installed() {
		// SAFETY: loads NVRTC's library, which runs what libraries run when loaded and nothing else.
		if !unsafe { nvrtc::sys::is_culib_present() } {
			eprintln!("skipped, nothing was tested: there is no NVRTC");
			return;
		}
		// The second is one that no NVRTC knows.
		for capability in [(8, 0), (99, 9)] {
			let ptx = compile(capability).unwrap().to_src();
			assert!(ptx.contains("dp4a.s32.s32"), "{ptx}");
			assert!(ptx.contains(".entry fill") && ptx.contains(".entry multiply"));
		}
	}

	#[test]
	fn a_device_gives_the_same_leaves_as_the_processor() {
		let Some(mut cuda) = cuda() else { return };
		let mut cpu = Cpu::new(2);
		for class in [Class::Side256, Class::Side1024, Class::Side4096] {
			let work = Work { class, seed: seed(&[3; 32], &[4u8; 32], 5, class) };
			let found = compute(&work, &mut cuda, &mut |_| true).unwrap();
			assert_eq!(found, compute(&work, &mut cpu, &mut |_| true).unwrap(), "{class:?}");
			let rows = [1, 77, 200];
			assert_eq!(recompute(&work, &rows, &mut cuda).unwrap(), recompute(&work, &rows, &mut cpu).unwrap());
		}
	}
}
