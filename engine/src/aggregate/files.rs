//! Aggregation from file to file, for models that should not be in memory as a whole.

use super::{rule::Rule, BLOCK};
use crate::{
	checkpoint::METADATA,
	layout::Layout,
	parallel::Pool,
	shape::Shape,
	update::{
		segment::{Segment, SEGMENT},
		ReadError, UpdateReader,
	},
	Error,
};
use promptale_primitives::{model::Architecture, Blake3};
use safetensors::tensor::Metadata;
use std::{
	fs::File,
	io::{Read, Seek, SeekFrom, Write},
	ops::Range,
	path::Path,
};

/// Segments in memory at a time: with three updates about 8 MB.
const WINDOW: usize = 256;

/// Largest header of a checkpoint that is read, in bytes; the table of the largest model has less than a hundredth.
const MOST_HEADER: u64 = 16 << 20;

/// Why a checkpoint could not be made from files.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
	/// The base checkpoint cannot be read, or the next one not written.
	#[error(transparent)]
	Checkpoint(#[from] Error),
	/// An update cannot be read, or is none for the base checkpoint.
	#[error("update {index}: {error}")]
	Update {
		/// Its place, counted from 0.
		index: usize,
		/// What is wrong with it.
		error: ReadError,
	},
}

/// As [`super::aggregate`], from the base checkpoint's file to the next one's, to the same bytes: returns their BLAKE3 hash.
///
/// Updates are read as streams, side by side, and only a window of the parameters (a million) is in memory at a time: 4
/// bytes of each for the base, 1 for each update. The file `next` is written as a whole or not at all.
///
/// # Errors
/// [`FileError`]; then `next` is as it was before.
pub fn aggregate_files<R: Read + Send>(
	base: &Path,
	accepted: Vec<(R, u32, u32)>,
	next: &Path,
	threads: usize,
) -> Result<Blake3, FileError> {
	let base = CheckpointFile::open(base, |architecture| Ok(Layout::of(&Shape::of(architecture)?)))?;
	aggregate_opened(base, accepted, next, threads)
}

/// As [`aggregate_files`], for a model of any layout.
fn aggregate_opened<R: Read + Send>(
	mut base: CheckpointFile,
	accepted: Vec<(R, u32, u32)>,
	next: &Path,
	threads: usize,
) -> Result<Blake3, FileError> {
	let rule = Rule::new(accepted.iter().map(|(_, weight, clip)| (*weight, *clip)));
	let mut sources = Vec::with_capacity(accepted.len());
	for (index, (reader, ..)) in accepted.into_iter().enumerate() {
		let reader = UpdateReader::new(reader, &base.hash, base.parameters);
		let reader = reader.map_err(|error| FileError::Update { index, error })?;
		let window = (0..WINDOW.min(base.parameters.div_ceil(SEGMENT))).map(|_| Segment::new()).collect();
		sources.push(Source { reader, window, error: None });
	}
	let mut name = next.file_name().unwrap_or_default().to_os_string();
	name.push(format!(".{}.partial", std::process::id()));
	let partial = next.with_file_name(name);
	let written = write(&mut base, &rule, sources, &partial, threads).and_then(|hash| {
		std::fs::rename(&partial, next).map_err(Error::io(next))?;
		Ok(hash)
	});
	written.inspect_err(|_| {
		let _ = std::fs::remove_file(&partial);
	})
}

/// An update on its way through memory.
struct Source<R> {
	reader: UpdateReader<R>,
	window: Vec<Segment>,
	error: Option<ReadError>,
}

fn write<R: Read + Send>(
	base: &mut CheckpointFile,
	rule: &Rule,
	mut sources: Vec<Source<R>>,
	path: &Path,
	threads: usize,
) -> Result<Blake3, FileError> {
	let pool = Pool::new(threads);
	let mut file =
		File::options().read(true).write(true).create(true).truncate(true).open(path).map_err(Error::io(path))?;
	file.write_all(&base.header).map_err(Error::io(path))?;
	let mut parameters = Vec::new();
	for start in (0..base.parameters).step_by(WINDOW * SEGMENT) {
		let range = start..base.parameters.min(start + WINDOW * SEGMENT);
		parameters.resize(range.len(), 0.0);
		base.read(range.clone(), &mut parameters)?;
		let segments = range.len().div_ceil(SEGMENT);
		pool.for_each(&mut sources, |_, source| {
			let Source { reader, window, error } = source;
			*error = window[..segments].iter_mut().try_for_each(|segment| reader.next(segment)).err();
		});
		if let Some((index, error)) = sources.iter_mut().enumerate().find_map(|(i, s)| Some((i, s.error.take()?))) {
			return Err(FileError::Update { index, error });
		}
		// Readers need not be shared between threads, only what they have read.
		let windows: Vec<&[Segment]> = sources.iter().map(|source| &source.window[..]).collect();
		pool.for_each_chunk(&mut parameters, BLOCK * SEGMENT, |block, parameters| {
			for (offset, parameters) in parameters.chunks_mut(SEGMENT).enumerate() {
				let segments: Vec<&Segment> = windows.iter().map(|window| &window[block * BLOCK + offset]).collect();
				rule.apply(&segments, parameters);
			}
		});
		base.pieces(range, |offset, values| {
			let bytes: Vec<u8> = parameters[values].iter().flat_map(|value| value.to_le_bytes()).collect();
			file.seek(SeekFrom::Start(offset))?;
			file.write_all(&bytes)
		})
		.map_err(Error::io(path))?;
	}
	for (index, source) in sources.into_iter().enumerate() {
		source.reader.finish().map_err(|error| FileError::Update { index, error })?;
	}
	file.sync_all().map_err(Error::io(path))?;
	Ok(hash(&mut file).map_err(Error::io(path))?)
}

/// A checkpoint's file, read where it is needed.
struct CheckpointFile {
	path: std::path::PathBuf,
	file: File,
	hash: Blake3,
	/// Everything before the tensors. The next checkpoint's is the same, because it follows from the architecture.
	header: Vec<u8>,
	/// Where tensors start in the file, and which parameters they are; in the order of the parameters.
	tensors: Vec<(u64, Range<usize>)>,
	parameters: usize,
}

impl CheckpointFile {
	fn open(path: &Path, layout_of: impl Fn(&Architecture) -> Result<Layout, Error>) -> Result<CheckpointFile, Error> {
		let refuse = |reason: String| Error::Checkpoint(format!("{}: {reason}", path.display()));
		let mut file = File::open(path).map_err(Error::io(path))?;
		let hash = hash(&mut file).map_err(Error::io(path))?;
		file.seek(SeekFrom::Start(0)).map_err(Error::io(path))?;
		let mut header = Vec::new();
		(&file).take(8).read_to_end(&mut header).map_err(Error::io(path))?;
		let length = header.first_chunk().map_or(u64::MAX, |length| u64::from_le_bytes(*length));
		if length > MOST_HEADER {
			return Err(refuse("not a safetensors file".into()));
		}
		(&file).take(length).read_to_end(&mut header).map_err(Error::io(path))?;
		let metadata: Metadata = serde_json::from_slice(header.get(8..).unwrap_or_default())
			.map_err(|error| refuse(format!("not a safetensors file ({error})")))?;
		let size = file.metadata().map_err(Error::io(path))?.len();
		let expected = header.len().saturating_add(metadata.data_len()) as u64;
		if size != expected {
			return Err(refuse(format!("{size} bytes, where its header says {expected}; was it cut off?")));
		}
		let text = metadata.metadata().as_ref().and_then(|entries| entries.get(METADATA));
		let architecture = text.and_then(|text| serde_json::from_str(text).ok());
		let architecture = architecture.ok_or_else(|| refuse("its metadata has no architecture known here".into()))?;
		let layout = layout_of(&architecture)?;
		let mut tensors = Vec::with_capacity(layout.views.len());
		for view in &layout.views {
			let info = metadata.info(&view.name).filter(|info| {
				info.dtype == safetensors::Dtype::F32
					&& info.shape == view.shape
					&& info.data_offsets.1.checked_sub(info.data_offsets.0) == Some(4 * view.range.len())
			});
			let info = info.ok_or_else(|| refuse(format!("tensor `{}` is missing or of another shape", view.name)))?;
			tensors.push((header.len().saturating_add(info.data_offsets.0) as u64, view.range.clone()));
		}
		if metadata.tensors().len() != tensors.len() {
			return Err(refuse("it has tensors that its architecture has not".into()));
		}
		Ok(CheckpointFile { path: path.into(), file, hash, header, tensors, parameters: layout.len })
	}

	/// Calls `work(offset in the file, place in the range)` for the parts of tensors that a range of parameters touches.
	fn pieces<E>(
		&self,
		range: Range<usize>,
		mut work: impl FnMut(u64, Range<usize>) -> Result<(), E>,
	) -> Result<(), E> {
		let first = self.tensors.partition_point(|(_, tensor)| tensor.end <= range.start);
		for (offset, tensor) in self.tensors[first..].iter().take_while(|(_, tensor)| tensor.start < range.end) {
			let part = tensor.start.max(range.start)..tensor.end.min(range.end);
			work(offset + 4 * (part.start - tensor.start) as u64, part.start - range.start..part.end - range.start)?;
		}
		Ok(())
	}

	/// Reads the parameters of a range.
	fn read(&mut self, range: Range<usize>, values: &mut [f32]) -> Result<(), Error> {
		let mut bytes = Vec::new();
		self.pieces(range, |offset, part| {
			bytes.resize(4 * part.len(), 0);
			(&self.file).seek(SeekFrom::Start(offset))?;
			(&self.file).read_exact(&mut bytes)?;
			for (value, bytes) in values[part].iter_mut().zip(bytes.as_chunks().0) {
				*value = f32::from_le_bytes(*bytes);
			}
			Ok(())
		})
		.map_err(Error::io(&self.path))?;
		match values.iter().all(|value| value.is_finite()) {
			true => Ok(()),
			false => Err(Error::Checkpoint(format!("{}: it holds a value that is not finite", self.path.display()))),
		}
	}
}

/// BLAKE3 of a file from its start.
fn hash(file: &mut File) -> std::io::Result<Blake3> {
	file.seek(SeekFrom::Start(0))?;
	let mut hasher = blake3::Hasher::new();
	hasher.update_reader(file)?;
	Ok(*hasher.finalize().as_bytes())
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
