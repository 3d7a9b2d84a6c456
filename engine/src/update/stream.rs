//! Reading an update piece by piece, for models whose updates should not be in memory as a whole.

use super::{check_end, check_header, dense, segment::Segment, Encoding, Malformed, HEADER, SEGMENT};
use promptale_primitives::Blake3;
use std::io::{ErrorKind, Read};

/// Bytes read at a time; more than a segment of either encoding has.
const READ: usize = 64 * 1024;

/// Why an update could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
	/// The bytes are no update for the checkpoint.
	#[error(transparent)]
	Malformed(#[from] Malformed),
	/// The bytes could not be had.
	#[error("an update could not be read: {0}")]
	Io(#[from] std::io::Error),
}

/// Decodes and checks an update while it is read. Refuses what [`super::Update::from_bytes`] refuses, at the latest at its end.
pub struct UpdateReader<R> {
	reader: R,
	encoding: Encoding,
	parameters: usize,
	buffer: Vec<u8>,
	/// The next bit in `buffer`.
	at: u64,
	/// Bytes read so far.
	read: usize,
	/// The next segment.
	next: usize,
}

impl<R: Read> UpdateReader<R> {
	/// Reads the header of an update for the checkpoint with the hash `base` and so many parameters.
	///
	/// # Errors
	/// [`ReadError`]: the bytes cannot be read, or are no update for this checkpoint.
	pub fn new(reader: R, base: &Blake3, parameters: usize) -> Result<UpdateReader<R>, ReadError> {
		let mut new =
			UpdateReader { reader, encoding: Encoding::Dense, parameters, buffer: Vec::new(), at: 0, read: 0, next: 0 };
		new.fill()?;
		new.encoding = check_header(&new.buffer, base, parameters)?;
		new.at = 8 * HEADER as u64;
		Ok(new)
	}

	/// Decodes the next segment. There must be one.
	pub(crate) fn next(&mut self, segment: &mut Segment) -> Result<(), ReadError> {
		// Sparse segments have 320 bytes at most, dense ones 2,112.
		if self.buffer.len() < (self.at / 8) as usize + READ / 16 {
			self.fill()?;
		}
		let end = self.encoding.decode(&self.buffer, self.at, self.next, self.parameters, segment)?;
		self.at = end.ok_or_else(|| {
			let expected = match self.encoding {
				Encoding::Dense => dense::encoded_len(self.parameters),
				Encoding::Sparse => self.read + 1,
			};
			Malformed::Truncated { expected, found: self.read }
		})?;
		self.next += 1;
		Ok(())
	}

	/// Checks that nothing is left after the last segment.
	pub(crate) fn finish(mut self) -> Result<(), ReadError> {
		self.fill()?;
		Ok(check_end(&self.buffer, self.at, self.read, self.parameters)?)
	}

	/// Drops what was decoded and reads on.
	fn fill(&mut self) -> Result<(), ReadError> {
		let done = ((self.at / 8) as usize).min(self.buffer.len());
		self.buffer.drain(..done);
		self.at -= 8 * done as u64;
		let mut held = self.buffer.len();
		self.buffer.resize(READ.max(held), 0);
		while held < self.buffer.len() {
			match self.reader.read(&mut self.buffer[held..]) {
				Ok(0) => break,
				Ok(count) => {
					held += count;
					self.read += count;
				},
				Err(error) if error.kind() == ErrorKind::Interrupted => {},
				Err(error) => return Err(error.into()),
			}
		}
		self.buffer.truncate(held);
		Ok(())
	}
}

// A segment is always whole in the buffer.
const _: () = assert!(SEGMENT / super::CHUNK * (1 + super::CHUNK / 2) < READ / 16);
