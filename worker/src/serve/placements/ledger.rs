//! The log of a campaign's impressions: signed receipts one after the other, each of the same length, in a file that only
//! grows.
//!
//! A receipt is written before its image is answered, so that killing the worker loses none. It is on disk within
//! [`SYNC_INTERVAL`], and before any settlement that counts it is signed: a power cut loses at most what was shown since then,
//! for which nobody has signed. A record that was cut off is removed when the log is opened.

use anyhow::{bail, Context, Result};
use codec::{Decode, Encode};
use promptale_client::AccountId;
use promptale_primitives::{
	placement::{CampaignId, Page, SignedReceipt},
	Blake3,
};
use std::{
	collections::BTreeMap,
	fs::File,
	io::{BufReader, ErrorKind, Read, Write},
	os::unix::fs::FileExt,
	path::{Path, PathBuf},
	time::Duration,
};

/// Longest time from an impression until it is on disk.
pub const SYNC_INTERVAL: Duration = Duration::from_millis(200);

/// Bytes of a record: campaign 4, page 4, index 8, block 4, time 8, payee 32, viewer 32, attester 1, signature 64.
const RECORD: usize = 157;

/// All receipts of one page of a campaign.
pub struct Ledger {
	path: PathBuf,
	file: File,
	/// Leaf of each receipt.
	leaves: Vec<Blake3>,
	/// Payee of each receipt, as its place in `payees`.
	payee_of: Vec<u16>,
	payees: Vec<AccountId>,
	/// Receipts until the last sync.
	synced: usize,
}

impl Ledger {
	/// Opens a log, or begins one.
	///
	/// # Errors
	/// When it cannot be read, or holds other receipts than those of this page, in order.
	pub fn open(path: &Path, campaign: CampaignId, page: Page) -> Result<Ledger> {
		let named = || format!("the log of impressions {}", path.display());
		let file = File::options().read(true).append(true).create(true).open(path).with_context(named)?;
		// A new file's name has to be on disk as well.
		File::open(path.parent().unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all()).with_context(named)?;
		let mut ledger = Ledger {
			path: path.into(),
			file: file.try_clone().with_context(named)?,
			leaves: Vec::new(),
			payee_of: Vec::new(),
			payees: Vec::new(),
			synced: 0,
		};
		let mut reader = BufReader::new(file);
		let mut record = [0; RECORD];
		loop {
			match reader.read_exact(&mut record) {
				Ok(()) => {},
				Err(error) if error.kind() == ErrorKind::UnexpectedEof => break,
				Err(error) => return Err(error).with_context(named),
			}
			let receipt = decode(&record).with_context(named)?;
			let place = (receipt.receipt.campaign, receipt.receipt.page, receipt.receipt.index);
			if place != (campaign, page, ledger.len()) {
				bail!(
					"{} has receipt {} of campaign {}, page {} where receipt {} of campaign {campaign}, page {page} belongs; \
					 restore it from a copy",
					named(),
					place.2,
					place.0,
					place.1,
					ledger.len()
				);
			}
			ledger.count(&receipt)?;
		}
		ledger.cut()?;
		ledger.synced = ledger.leaves.len();
		Ok(ledger)
	}

	/// Impressions so far; the index of the next receipt.
	pub fn len(&self) -> u64 {
		self.leaves.len() as u64
	}

	/// Whether there is none.
	pub fn is_empty(&self) -> bool {
		self.leaves.is_empty()
	}

	/// The log's file.
	pub fn path(&self) -> &Path {
		&self.path
	}

	/// Leaf of each receipt.
	pub fn leaves(&self) -> &[Blake3] {
		&self.leaves
	}

	/// Writes the next receipt. On an error the log is as it was.
	pub fn append(&mut self, receipt: &SignedReceipt<AccountId>) -> Result<()> {
		let record = receipt.encode();
		assert_eq!((record.len(), receipt.receipt.index), (RECORD, self.len()), "receipts are written in order");
		if let Err(error) = self.file.write_all(&record) {
			self.cut()?;
			return Err(error).with_context(|| format!("cannot write {}", self.path.display()));
		}
		self.count(receipt)
	}

	/// Removes what is behind the last whole record.
	fn cut(&self) -> Result<()> {
		let whole = self.len() * RECORD as u64;
		let longer = self.file.metadata()?.len() > whole;
		if longer {
			tracing::warn!(log = %self.path.display(), "a receipt that was cut off is removed");
			self.file.set_len(whole).with_context(|| format!("cannot repair {}", self.path.display()))?;
		}
		Ok(())
	}

	fn count(&mut self, receipt: &SignedReceipt<AccountId>) -> Result<()> {
		let payee = receipt.receipt.payee;
		let place = match self.payees.iter().position(|known| *known == payee) {
			Some(place) => place,
			None => {
				self.payees.push(payee);
				self.payees.len() - 1
			},
		};
		self.payee_of.push(u16::try_from(place).context("more payees than any page has")?);
		self.leaves.push(receipt.leaf());
		Ok(())
	}

	/// Impressions of each payee among the first `impressions`.
	pub fn counts(&self, impressions: u64) -> BTreeMap<[u8; 32], u64> {
		let mut counts = vec![0u64; self.payees.len()];
		let first = usize::try_from(impressions).unwrap_or(usize::MAX).min(self.payee_of.len());
		for place in &self.payee_of[..first] {
			counts[usize::from(*place)] += 1;
		}
		let named = self.payees.iter().map(|payee| payee.0).zip(counts);
		named.filter(|(_, count)| *count > 0).collect()
	}

	/// Records of receipts from `first` on, at most `most` of them, as [`records`] reads them.
	pub fn raw(&self, first: u64, most: u64) -> Result<Vec<u8>> {
		let count = self.len().saturating_sub(first).min(most);
		let mut bytes = vec![0; count as usize * RECORD];
		let named = || format!("the log of impressions {}", self.path.display());
		self.file.read_exact_at(&mut bytes, first * RECORD as u64).with_context(named)?;
		Ok(bytes)
	}

	/// Reads a receipt; `None` where there is none.
	pub fn read(&self, index: u64) -> Result<Option<SignedReceipt<AccountId>>> {
		if index >= self.len() {
			return Ok(None);
		}
		let mut record = [0; RECORD];
		let named = || format!("the log of impressions {}", self.path.display());
		self.file.read_exact_at(&mut record, index * RECORD as u64).with_context(named)?;
		let receipt = decode(&record).with_context(named)?;
		if self.leaves.get(index as usize) != Some(&receipt.leaf()) {
			bail!("{} changed while this worker ran; restore it from a copy", named());
		}
		Ok(Some(receipt))
	}

	/// What is not on disk for certain: a handle to bring it there, and how many receipts there are then.
	pub fn unsynced(&self) -> Result<Option<(File, usize)>> {
		match self.leaves.len() {
			written if written > self.synced => Ok(Some((self.file.try_clone()?, written))),
			_ => Ok(None),
		}
	}

	/// That so many receipts are on disk.
	pub fn set_synced(&mut self, receipts: usize) {
		self.synced = self.synced.max(receipts);
	}

	/// Brings everything to disk.
	pub fn sync(&mut self) -> Result<()> {
		if let Some((file, receipts)) = self.unsynced()? {
			file.sync_data().with_context(|| format!("cannot write {}", self.path.display()))?;
			self.set_synced(receipts);
		}
		Ok(())
	}
}

/// Reads receipts that were written one after the other.
///
/// # Errors
/// When the last one is cut off, or one is none.
pub fn records(bytes: &[u8]) -> Result<Vec<SignedReceipt<AccountId>>> {
	let (records, rest) = bytes.as_chunks();
	if !rest.is_empty() {
		bail!("{} bytes are not receipts of {RECORD} bytes each", bytes.len());
	}
	records.iter().map(decode).collect()
}

fn decode(record: &[u8; RECORD]) -> Result<SignedReceipt<AccountId>> {
	Ok(SignedReceipt::decode(&mut &record[..])?)
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::placement::{AttesterSignature, Receipt};

	pub fn receipt(index: u64, payee: u8) -> SignedReceipt<AccountId> {
		let payee = AccountId([payee; 32]);
		let receipt = Receipt { campaign: 3, page: 1, index, block: 9, time: 1, payee, viewer: [index as u8; 32] };
		SignedReceipt { receipt, signature: AttesterSignature { attester: 1, signature: [5; 64] } }
	}

	fn filled(path: &Path) -> Ledger {
		let mut ledger = Ledger::open(path, 3, 1).unwrap();
		for (index, payee) in [7, 8, 7, 9, 7].into_iter().enumerate() {
			ledger.append(&receipt(index as u64, payee)).unwrap();
		}
		ledger
	}

	#[test]
	fn what_was_written_is_there_after_a_restart_and_goes_on() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("receipts");
		let ledger = filled(&path);
		let (leaves, counts) = (ledger.leaves().to_vec(), ledger.counts(5));
		assert_eq!(counts, [([7; 32], 3), ([8; 32], 1), ([9; 32], 1)].into());
		assert_eq!(ledger.counts(2), [([7; 32], 1), ([8; 32], 1)].into());
		// Killed: nothing was synced, nothing closed in order.
		std::mem::forget(ledger);
		let mut ledger = Ledger::open(&path, 3, 1).unwrap();
		assert_eq!((ledger.leaves(), ledger.counts(u64::MAX)), (&leaves[..], counts));
		ledger.append(&receipt(5, 8)).unwrap();
		assert_eq!(ledger.read(3).unwrap(), Some(receipt(3, 9)));
		assert_eq!(ledger.read(6).unwrap(), None);
	}

	#[test]
	fn a_record_that_was_cut_off_is_removed_and_the_rest_stays() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("receipts");
		drop(filled(&path));
		let file = File::options().write(true).open(&path).unwrap();
		file.set_len(4 * RECORD as u64 + 50).unwrap();
		let mut ledger = Ledger::open(&path, 3, 1).unwrap();
		assert_eq!((ledger.len(), file.metadata().unwrap().len()), (4, 4 * RECORD as u64));
		ledger.append(&receipt(4, 7)).unwrap();
		assert_eq!(Ledger::open(&path, 3, 1).unwrap().len(), 5);
	}

	#[test]
	fn other_receipts_than_the_pages_in_order_are_refused() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("receipts");
		drop(filled(&path));
		assert!(Ledger::open(&path, 3, 2).err().unwrap().to_string().contains("page 2 belongs"));
		let bytes = std::fs::read(&path).unwrap();
		std::fs::write(&path, &bytes[RECORD..]).unwrap();
		assert!(Ledger::open(&path, 3, 1).err().unwrap().to_string().contains("receipt 0"));
	}

	#[test]
	fn a_log_that_somebody_changed_proves_nothing() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("receipts");
		let ledger = filled(&path);
		let file = File::options().write(true).open(&path).unwrap();
		file.write_all_at(&[0xEE], 2 * RECORD as u64 + 70).unwrap();
		assert!(ledger.read(2).err().unwrap().to_string().contains("changed"));
		assert!(ledger.read(1).is_ok());
	}

	#[test]
	fn raw_records_are_read_as_receipts() {
		let folder = tempfile::tempdir().unwrap();
		let ledger = filled(&folder.path().join("receipts"));
		let raw = ledger.raw(1, 3).unwrap();
		assert_eq!(records(&raw).unwrap(), [receipt(1, 8), receipt(2, 7), receipt(3, 9)]);
		assert_eq!(records(&ledger.raw(4, 10).unwrap()).unwrap().len(), 1);
		assert!(ledger.raw(5, 10).unwrap().is_empty());
		assert!(records(&raw[1..]).is_err());
	}

	#[test]
	fn what_is_not_synced_is_known() {
		let folder = tempfile::tempdir().unwrap();
		let mut ledger = filled(&folder.path().join("receipts"));
		assert_eq!(ledger.unsynced().unwrap().map(|(_, receipts)| receipts), Some(5));
		ledger.sync().unwrap();
		assert!(ledger.unsynced().unwrap().is_none());
	}
}
