//! Checkpoints: an architecture and the values of its parameters, as safetensors files.

use crate::{
	layout::{Layout, Start, View},
	shape::Shape,
	Error,
};
use promptale_primitives::{hash::content_hash, model::Architecture, Blake3};
use safetensors::{tensor::TensorView, Dtype, SafeTensors};
use std::{
	collections::HashMap,
	io::Write,
	path::Path,
	sync::{
		atomic::{AtomicU64, Ordering},
		Arc, OnceLock,
	},
};

/// Context of the byte streams that new parameters are made of.
const INITIALISE: &str = "promptale 2026-11 engine initial parameters";

/// Key of the one metadata entry of our safetensors files. There is only one, because the format keeps metadata in
/// a hash map and the bytes of a checkpoint must be the same on every machine.
pub(crate) const METADATA: &str = "promptale";

/// A model's parameters at one point of its training. Cheap to share, not changed after it is made.
#[derive(Clone, Debug)]
pub struct Checkpoint {
	architecture: Architecture,
	shape: Shape,
	layout: Arc<Layout>,
	parameters: Vec<f32>,
	hash: OnceLock<Blake3>,
}

impl PartialEq for Checkpoint {
	fn eq(&self, other: &Self) -> bool {
		self.architecture == other.architecture && self.parameters == other.parameters
	}
}

impl Checkpoint {
	/// The first checkpoint of a model: bit-identical on every machine for the same architecture and seed, as only
	/// integers, BLAKE3 and exactly rounded float operations are used.
	///
	/// # Errors
	/// [`Error::Architecture`], see [`Shape::of`].
	pub fn initialise(architecture: Architecture, seed: u64) -> Result<Checkpoint, Error> {
		let shape = Shape::of(&architecture)?;
		let layout = Layout::of(&shape);
		let mut parameters = vec![0.0; layout.len];
		for view in &layout.views {
			fill(&mut parameters[view.range.clone()], view, seed);
		}
		Ok(Checkpoint { architecture, shape, layout: Arc::new(layout), parameters, hash: OnceLock::new() })
	}

	/// A checkpoint of the same architecture with other parameters. Panics when there are not as many of them:
	/// callers inside the engine make them from this checkpoint's own.
	pub(crate) fn with_parameters(&self, parameters: Vec<f32>) -> Checkpoint {
		assert_eq!(parameters.len(), self.parameters.len());
		Checkpoint { parameters, hash: OnceLock::new(), layout: self.layout.clone(), ..*self }
	}

	/// Reads a safetensors file's bytes.
	///
	/// # Errors
	/// [`Error::Checkpoint`] naming what is wrong: no safetensors file, no architecture in its metadata, a tensor that
	/// is missing, unknown, of another shape or type, or a value that is not finite.
	pub fn from_bytes(bytes: &[u8]) -> Result<Checkpoint, Error> {
		let refuse = |reason: String| Error::Checkpoint(reason);
		let (_, header) = SafeTensors::read_metadata(bytes)
			.map_err(|error| refuse(format!("not a safetensors file ({error}); was it cut off?")))?;
		let text = header.metadata().as_ref().and_then(|entries| entries.get(METADATA)).ok_or_else(|| {
			refuse(format!("its metadata has no entry `{METADATA}`; it was not written by this engine"))
		})?;
		let architecture: Architecture = serde_json::from_str(text)
			.map_err(|error| refuse(format!("its metadata describes no architecture known here: {error}")))?;
		let shape = Shape::of(&architecture)?;
		let layout = Layout::of(&shape);
		let file = SafeTensors::deserialize(bytes)
			.map_err(|error| refuse(format!("not a safetensors file ({error}); was it cut off?")))?;
		if file.len() != layout.views.len() {
			return Err(refuse(format!("{} tensors, where its architecture has {}", file.len(), layout.views.len())));
		}
		let mut parameters = vec![0.0; layout.len];
		for view in &layout.views {
			let name = &view.name;
			let tensor = file.tensor(name).map_err(|_| refuse(format!("tensor `{name}` is missing")))?;
			if tensor.dtype() != Dtype::F32 || tensor.shape() != view.shape {
				return Err(refuse(format!(
					"tensor `{name}` is {:?} {:?}, where its architecture has F32 {:?}",
					tensor.dtype(),
					tensor.shape(),
					view.shape
				)));
			}
			for (value, bytes) in parameters[view.range.clone()].iter_mut().zip(tensor.data().as_chunks().0) {
				*value = f32::from_le_bytes(*bytes);
				if !value.is_finite() {
					return Err(refuse(format!("tensor `{name}` holds a value that is not finite")));
				}
			}
		}
		Ok(Checkpoint { architecture, shape, layout: Arc::new(layout), parameters, hash: OnceLock::new() })
	}

	/// The bytes of its safetensors file; the same on every machine.
	pub fn to_bytes(&self) -> Vec<u8> {
		let bytes: Vec<u8> = self.parameters.iter().flat_map(|value| value.to_le_bytes()).collect();
		let views = self.layout.views.iter().map(|view| {
			let data = &bytes[view.range.start * 4..view.range.end * 4];
			let tensor =
				TensorView::new(Dtype::F32, view.shape.clone(), data).expect("the table gives the right length");
			(view.name.as_str(), tensor)
		});
		let architecture = serde_json::to_string(&self.architecture).expect("plain data");
		let metadata = HashMap::from([(METADATA.to_string(), architecture)]);
		safetensors::serialize(views, Some(metadata)).expect("names are unique and lengths right")
	}

	/// Reads a file.
	///
	/// # Errors
	/// [`Error::Io`], or as [`Checkpoint::from_bytes`] with the file's name.
	pub fn load(path: impl AsRef<Path>) -> Result<Checkpoint, Error> {
		let path = path.as_ref();
		let bytes = std::fs::read(path).map_err(Error::io(path))?;
		Checkpoint::from_bytes(&bytes).map_err(|error| match error {
			Error::Checkpoint(reason) => Error::Checkpoint(format!("{}: {reason}", path.display())),
			other => other,
		})
	}

	/// Writes a file as a whole or not at all: a temporary file beside it, synchronised, then renamed.
	///
	/// # Errors
	/// [`Error::Io`]; then what was there before is still there.
	pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
		write_atomically(path.as_ref(), &self.to_bytes())
	}

	/// BLAKE3 of [`Checkpoint::to_bytes`]: the checkpoint's identity.
	pub fn hash(&self) -> Blake3 {
		*self.hash.get_or_init(|| content_hash(&self.to_bytes()))
	}

	/// What fixes the shapes of its parameters.
	pub fn architecture(&self) -> Architecture {
		self.architecture
	}

	/// Extents of the model.
	pub fn shape(&self) -> &Shape {
		&self.shape
	}

	/// The table of named views into [`Checkpoint::parameters`].
	pub fn layout(&self) -> &Layout {
		&self.layout
	}

	pub(crate) fn shared_layout(&self) -> Arc<Layout> {
		self.layout.clone()
	}

	/// All parameters, in the order of the table.
	pub fn parameters(&self) -> &[f32] {
		&self.parameters
	}
}

/// Fills one tensor from a byte stream of its own, so that no tensor depends on another's size.
fn fill(values: &mut [f32], view: &View, seed: u64) {
	let bound = match view.start {
		Start::Zero => return,
		// `sqrt` and division are exactly rounded everywhere.
		Start::Glorot => (6.0 / view.shape.iter().sum::<usize>() as f32).sqrt(),
		Start::Uniform { exponent } => 1.0 / (1u32 << exponent) as f32,
	};
	let mut stream = blake3::Hasher::new_derive_key(INITIALISE)
		.update(&seed.to_le_bytes())
		.update(view.name.as_bytes())
		.finalize_xof();
	let mut bytes = vec![0; values.len() * 4];
	stream.fill(&mut bytes);
	for (value, bytes) in values.iter_mut().zip(bytes.as_chunks().0) {
		// 24 bits, so that the conversion is exact, centred on zero.
		let centred = (u32::from_le_bytes(*bytes) >> 8) as i32 - (1 << 23);
		*value = centred as f32 / (1u32 << 23) as f32 * bound;
	}
}

/// Writes a file as a whole or not at all.
fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Error> {
	// Threads that write the same file must not share the temporary one.
	static WRITES: AtomicU64 = AtomicU64::new(0);
	let mut name = path.file_name().unwrap_or_default().to_os_string();
	name.push(format!(".{}-{}.partial", std::process::id(), WRITES.fetch_add(1, Ordering::Relaxed)));
	let partial = path.with_file_name(name);
	let written = (|| {
		let mut file = std::fs::File::create(&partial)?;
		file.write_all(bytes)?;
		file.sync_all()?;
		std::fs::rename(&partial, path)
	})();
	written.map_err(|source| {
		let _ = std::fs::remove_file(&partial);
		Error::Io { path: path.to_path_buf(), source }
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::model::ModelSize;

	const NANO: Architecture = Architecture { size: ModelSize::Nano, side: 28, channels: 1, classes: 10, words: 0 };

	#[test]
	fn a_file_gives_back_the_same_checkpoint_and_hash() {
		let checkpoint = Checkpoint::initialise(NANO, 7).unwrap();
		let dir = tempfile::tempdir().unwrap();
		let path = dir.path().join("one.safetensors");
		checkpoint.save(&path).unwrap();
		let back = Checkpoint::load(&path).unwrap();
		assert_eq!(back, checkpoint);
		assert_eq!(back.hash(), checkpoint.hash());
		assert_eq!(content_hash(&std::fs::read(&path).unwrap()), checkpoint.hash());
		assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
	}

	#[test]
	fn the_first_checkpoint_is_the_same_on_every_machine() {
		// A constant, so that another compiler, processor or library version that changed it would be noticed.
		let hash = Checkpoint::initialise(NANO, 1).unwrap().hash();
		assert_eq!(blake3::Hash::from_bytes(hash).to_hex().as_str(), EXPECTED);
		assert_ne!(Checkpoint::initialise(NANO, 2).unwrap().hash(), hash);
	}

	const EXPECTED: &str = "0ed03fd473505e797558173c271cfdaffec5a3ceae1a7cedd32fabe7c505fd1e";

	#[test]
	fn a_failed_save_leaves_the_old_file_and_nothing_else() {
		let dir = tempfile::tempdir().unwrap();
		let path = dir.path().join("folder");
		std::fs::create_dir(&path).unwrap();
		assert!(matches!(Checkpoint::initialise(NANO, 1).unwrap().save(&path), Err(Error::Io { .. })));
		assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
	}

	#[test]
	fn threads_that_save_to_one_path_do_not_disturb_each_other() {
		let dir = tempfile::tempdir().unwrap();
		let path = dir.path().join("one.safetensors");
		let checkpoint = Checkpoint::initialise(NANO, 1).unwrap();
		std::thread::scope(|scope| {
			let save = || (0..5).for_each(|_| checkpoint.save(&path).unwrap());
			(0..4).for_each(|_| drop(scope.spawn(save)));
		});
		assert_eq!(Checkpoint::load(&path).unwrap(), checkpoint);
		assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
	}

	#[test]
	fn damaged_files_are_refused_with_the_reason() {
		let checkpoint = Checkpoint::initialise(NANO, 1).unwrap();
		let bytes = checkpoint.to_bytes();
		let reason = |bytes: &[u8]| Checkpoint::from_bytes(bytes).unwrap_err().to_string();
		assert!(reason(&bytes[..bytes.len() - 9]).contains("cut off"));
		assert!(reason(b"garbage").contains("not a safetensors file"));
		let mut not_finite = bytes.clone();
		let end = not_finite.len();
		not_finite[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
		assert!(reason(&not_finite).contains("not finite"));

		let header = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
		let renamed = |from: &str, to: &str| {
			let text = String::from_utf8(bytes[8..8 + header].to_vec()).unwrap().replacen(from, to, 1);
			let mut text = text.trim_end().to_string();
			while !text.len().is_multiple_of(8) {
				text.push(' ');
			}
			[&(text.len() as u64).to_le_bytes(), text.as_bytes(), &bytes[8 + header..]].concat()
		};
		assert!(reason(&renamed("patch.weight", "patch.weird!")).contains("`patch.weight` is missing"));
		assert!(reason(&renamed("[16,64]", "[64,16]")).contains("`patch.weight` is F32 [64, 16]"));
		assert!(reason(&renamed("\\\"side\\\":28", "\\\"side\\\":30")).contains("side is 30"));
		assert!(reason(&renamed("\"promptale\"", "\"something\"")).contains("no entry `promptale`"));
	}

	#[test]
	fn new_parameters_stay_within_their_bounds_and_are_not_all_alike() {
		let checkpoint = Checkpoint::initialise(NANO, 3).unwrap();
		for view in &checkpoint.layout().views {
			let values = &checkpoint.parameters()[view.range.clone()];
			match view.start {
				Start::Zero => assert!(values.iter().all(|value| *value == 0.0), "{}", view.name),
				_ => {
					let most = values.iter().fold(0.0f32, |most, value| most.max(value.abs()));
					assert!(most > 0.0 && most <= 1.0, "{}", view.name);
					assert!(values.iter().sum::<f32>().abs() / (values.len() as f32) < most / 4.0, "{}", view.name);
				},
			}
		}
	}
}
