//! Where a manifest is in an image's file: the chunk `caBX` of a PNG file, the segment APP11 of a JPEG file.

use crate::{jumbf::HEADER, Error};

const PNG: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
const PNG_CHUNK: [u8; 4] = *b"caBX";
/// Length, name and checksum of a chunk.
const PNG_OVERHEAD: usize = 12;

const JPEG_START: [u8; 2] = [0xFF, 0xD8];
const JPEG_APP0: u8 = 0xE0;
const JPEG_APP11: u8 = 0xEB;
const JPEG_SCAN: u8 = 0xDA;
/// Common identifier, box instance and packet number, which precede the box in a segment (ISO 18477-3).
const JPEG_HEADER: [u8; 8] = [b'J', b'P', 0, 1, 0, 0, 0, 1];
/// Marker and length of a segment, and the above.
const JPEG_OVERHEAD: usize = 4 + JPEG_HEADER.len();

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
	Png,
	Jpeg,
}

/// Where a manifest goes.
pub struct Place {
	format: Format,
	/// Bytes before it.
	pub start: usize,
	/// Bytes around it that belong to it.
	pub overhead: usize,
}

impl Place {
	pub fn of(image: &[u8]) -> Result<Place, Error> {
		let format = format_of(image)?;
		let start = match format {
			Format::Png => match chunks(image).next() {
				Some(Ok(Part { name, end, .. })) if name == *b"IHDR" => end,
				_ => return Err(Error::Container("the PNG file does not begin with its header")),
			},
			// The first segment of a JFIF file has to stay the first.
			Format::Jpeg => match segments(image).next() {
				Some(Ok(Part { name: [0xFF, JPEG_APP0, ..], end, .. })) => end,
				Some(Ok(_)) => JPEG_START.len(),
				_ => return Err(Error::Container("the JPEG file has no segments")),
			},
		};
		let overhead = match format {
			Format::Png => PNG_OVERHEAD,
			Format::Jpeg => JPEG_OVERHEAD,
		};
		Ok(Place { format, start, overhead })
	}

	pub fn insert(&self, image: &[u8], manifest: &[u8]) -> Result<Vec<u8>, Error> {
		let length = manifest.len();
		let part = match self.format {
			Format::Png => {
				let named = [&PNG_CHUNK[..], manifest].concat();
				let length = u32::try_from(length).map_err(|_| Error::TooLarge(length))?;
				[&length.to_be_bytes()[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
			},
			Format::Jpeg => {
				let segment = u16::try_from(length + JPEG_OVERHEAD - 2).map_err(|_| Error::TooLarge(length))?;
				[&[0xFF, JPEG_APP11][..], &segment.to_be_bytes(), &JPEG_HEADER, manifest].concat()
			},
		};
		let (before, after) = image.split_at(self.start);
		Ok([before, &part, after].concat())
	}
}

/// The manifest store in a file. Of a JPEG file only one in a single segment, as [`Place::insert`] makes it.
pub fn find(image: &[u8]) -> Result<Option<Vec<u8>>, Error> {
	match format_of(image)? {
		Format::Png => {
			for chunk in chunks(image) {
				let chunk = chunk?;
				if chunk.name == PNG_CHUNK {
					return Ok(Some(chunk.content.to_vec()));
				}
			}
		},
		Format::Jpeg => {
			for segment in segments(image) {
				let Part { name, content, .. } = segment?;
				let is_box = content.starts_with(&JPEG_HEADER[..2]) && content.len() >= JPEG_HEADER.len() + HEADER;
				if name[1] == JPEG_APP11 && is_box {
					return Ok(Some(content[JPEG_HEADER.len()..].to_vec()));
				}
			}
		},
	}
	Ok(None)
}

fn format_of(image: &[u8]) -> Result<Format, Error> {
	if image.starts_with(&PNG) {
		Ok(Format::Png)
	} else if image.starts_with(&JPEG_START) {
		Ok(Format::Jpeg)
	} else {
		Err(Error::Container("it begins like neither"))
	}
}

/// A chunk or a segment.
struct Part<'a> {
	/// A chunk's name; a segment's marker, and zeros.
	name: [u8; 4],
	content: &'a [u8],
	/// Where the next one begins.
	end: usize,
}

type Parts<'a> = std::iter::FromFn<Box<dyn FnMut() -> Option<Result<Part<'a>, Error>> + 'a>>;

/// The chunks of a PNG file, to its end or the first that is broken.
fn chunks(image: &[u8]) -> Parts<'_> {
	let mut at = PNG.len();
	let next = move || {
		if at >= image.len() {
			return None;
		}
		let part = chunk_at(image, at).ok_or(Error::Container("a chunk of the PNG file is cut off"));
		at = part.as_ref().map_or(image.len(), |part| part.end);
		Some(part)
	};
	std::iter::from_fn(Box::new(next))
}

fn chunk_at(image: &[u8], at: usize) -> Option<Part<'_>> {
	let length = u32::from_be_bytes(image.get(at..at + 4)?.try_into().ok()?) as usize;
	let name = image.get(at + 4..at + 8)?.try_into().ok()?;
	let end = at.checked_add(PNG_OVERHEAD)?.checked_add(length)?;
	image.get(at..end)?;
	Some(Part { name, content: image.get(at + 8..end - 4)?, end })
}

/// The segments of a JPEG file before the picture itself, or to the first that is broken.
fn segments(image: &[u8]) -> Parts<'_> {
	let mut at = Some(JPEG_START.len());
	let next = move || {
		let start = at.take()?;
		let part = segment_at(image, start).ok_or(Error::Container("a segment of the JPEG file is cut off"));
		if let Ok(Part { name, end, .. }) = &part {
			if name[1] == JPEG_SCAN {
				return None;
			}
			at = Some(*end);
		}
		Some(part)
	};
	std::iter::from_fn(Box::new(next))
}

fn segment_at(image: &[u8], at: usize) -> Option<Part<'_>> {
	let marker: [u8; 2] = image.get(at..at + 2)?.try_into().ok()?;
	let length = u16::from_be_bytes(image.get(at + 2..at + 4)?.try_into().ok()?) as usize;
	let end = at.checked_add(2)?.checked_add(length)?;
	let content = image.get(at + 4..end)?;
	(marker[0] == 0xFF).then_some(Part { name: [marker[0], marker[1], 0, 0], content, end })
}
