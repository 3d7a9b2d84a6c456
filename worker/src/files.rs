//! Files that survive a crash, and the lock against a second daemon.

use anyhow::{bail, Context, Result};
use serde::{de::DeserializeOwned, Serialize};
use std::{
	fs::{File, TryLockError},
	io::{ErrorKind, Write},
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

/// How files begin that are not whole yet.
const UNFINISHED: &str = ".unfinished-";

/// How long to wait for another daemon to let go of a data folder.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// Writes a whole file or nothing: a temporary file beside it, synced, then renamed over it.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
	let folder = path.parent().unwrap_or(Path::new("."));
	let write = || -> std::io::Result<()> {
		std::fs::create_dir_all(folder)?;
		let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
		file.write_all(bytes)?;
		file.as_file().sync_all()?;
		file.persist(path).map_err(|error| error.error)?;
		// The rename itself has to reach the disk too.
		File::open(folder)?.sync_all()
	};
	write().map_err(|error| explain(error, path))
}

/// Removes what a run that was killed left half-written in a folder. Only for who holds the data folder.
pub fn remove_unfinished(folder: &Path) {
	for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
		if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
			remove(&entry.path());
		}
	}
}

/// Writes a value as JSON, whole or not at all.
pub fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
	write_atomically(path, &serde_json::to_vec_pretty(value)?)
}

/// Reads JSON; `None` when there is no file. A file that does not parse is an error that names it.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
	let bytes = match std::fs::read(path) {
		Ok(bytes) => bytes,
		Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
		Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
	};
	let value = serde_json::from_slice(&bytes)
		.with_context(|| format!("{} is damaged; remove it, and the worker does without it", path.display()))?;
	Ok(Some(value))
}

/// Removes a file that may be gone already.
pub fn remove(path: &Path) {
	match std::fs::remove_file(path) {
		Err(error) if error.kind() != ErrorKind::NotFound => {
			tracing::warn!(path = %path.display(), %error, "cannot remove a file that is no longer needed");
		},
		_ => {},
	}
}

/// Holds a data folder for one daemon. Released when dropped or when the process ends, however it ends.
pub struct FolderLock {
	_file: File,
}

/// Takes a data folder, which is made if need be.
pub fn lock_folder(folder: &Path) -> Result<FolderLock> {
	std::fs::create_dir_all(folder).map_err(|error| explain(error, folder))?;
	let path = folder.join("lock");
	let mut file = File::options()
		.create(true)
		.truncate(false)
		.read(true)
		.write(true)
		.open(&path)
		.map_err(|error| explain(error, &path))?;
	let patience = Instant::now() + LOCK_PATIENCE;
	loop {
		match file.try_lock() {
			Ok(()) => break,
			// A daemon that was just killed may not be quite gone.
			Err(TryLockError::WouldBlock) if Instant::now() < patience => std::thread::sleep(LOCK_PATIENCE / 20),
			Err(TryLockError::WouldBlock) => {
				let holder = std::fs::read_to_string(&path).unwrap_or_default();
				bail!(
					"another vpu (process {}) uses {}; stop it, or give this one a `data_dir` of its own",
					holder.trim(),
					folder.display()
				);
			},
			Err(TryLockError::Error(error)) => return Err(explain(error, &path)),
		}
	}
	let write = |file: &mut File| -> std::io::Result<()> {
		file.set_len(0)?;
		writeln!(file, "{}", std::process::id())
	};
	write(&mut file).map_err(|error| explain(error, &path))?;
	Ok(FolderLock { _file: file })
}

/// Names the path, and what to do where that is known.
fn explain(error: std::io::Error, path: &Path) -> anyhow::Error {
	let advice = match error.kind() {
		ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full: free some space",
		ErrorKind::PermissionDenied => "give the user that runs vpu the right to write there",
		_ => "see whether the disk is in order",
	};
	anyhow::Error::new(error).context(format!("cannot write {} ({advice})", path.display()))
}

/// The files of a folder with a given ending, those that were changed longest ago first.
pub fn by_age(folder: &Path, ending: &str) -> Vec<PathBuf> {
	let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
	let mut files: Vec<_> = entries
		.filter(|entry| entry.file_name().to_string_lossy().ends_with(ending))
		.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
		.collect();
	files.sort();
	files.into_iter().map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_was_written_is_read_again_and_nothing_else_is_left() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("deep/state.json");
		write_json(&path, &[1, 2]).unwrap();
		write_json(&path, &[3]).unwrap();
		assert_eq!(read_json::<Vec<u32>>(&path).unwrap(), Some(vec![3]));
		assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
	}

	#[test]
	fn what_a_killed_run_left_half_written_is_removed_and_nothing_else() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("state.json");
		write_json(&path, &1).unwrap();
		let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder.path()).unwrap();
		let (_, half) = file.keep().unwrap();
		remove_unfinished(folder.path());
		assert!(!half.exists() && path.exists());
		remove_unfinished(&folder.path().join("not there"));
	}

	#[test]
	fn a_missing_file_is_no_error_and_a_damaged_one_is_named() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("state.json");
		assert_eq!(read_json::<u32>(&path).unwrap(), None);
		std::fs::write(&path, "{").unwrap();
		let error = format!("{:#}", read_json::<u32>(&path).unwrap_err());
		assert!(error.contains("state.json"), "{error}");
	}

	#[test]
	fn a_folder_is_held_by_one_daemon_at_a_time() {
		let folder = tempfile::tempdir().unwrap();
		let held = lock_folder(folder.path()).unwrap();
		let error = lock_folder(folder.path()).err().unwrap().to_string();
		assert!(error.contains(&std::process::id().to_string()) && error.contains("data_dir"), "{error}");
		drop(held);
		lock_folder(folder.path()).unwrap();
	}

	#[test]
	fn a_folder_that_cannot_be_written_is_explained() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("file");
		std::fs::write(&file, "").unwrap();
		let error = format!("{:#}", write_atomically(&file.join("below"), b"x").unwrap_err());
		assert!(error.contains("cannot write"), "{error}");
	}
}
