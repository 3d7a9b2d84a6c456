//! Differential privacy of a generator: the mechanism that makes an update publishable, and the ledger of what that
//! has spent.
//!
//! The ledger is one file in `data_dir`, with an entry for each model. An update is stored, then counted, then committed
//! to, and one that was stored but not counted is never used: whenever the worker ends, what others may have seen has
//! been counted, and what was counted is used again instead of another update from the same images.

use crate::{config, config::Config, files};
use anyhow::{bail, Context, Result};
use promptale_engine::privacy::{secure_random, Accountant, Cost, Mechanism};
use promptale_primitives::{Blake3, ModelId};
use serde::{Deserialize, Serialize};
use std::{
	collections::BTreeMap,
	io::ErrorKind,
	path::{Path, PathBuf},
	sync::{Mutex, MutexGuard},
};

/// What was spent, by model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ledger {
	models: BTreeMap<ModelId, Spent>,
}

/// What was spent on one model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spent {
	/// Updates, by what each of them cost.
	updates: Vec<Updates>,
	/// Hash of the plain update that was counted last.
	last: Blake3,
}

/// Updates that cost the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Updates {
	#[serde(flatten)]
	cost: Cost,
	count: u64,
}

impl Ledger {
	fn read(path: &Path) -> Result<Ledger> {
		let lost = || {
			format!(
				"the ledger of spent privacy {} cannot be read; restore it from a copy. Without it nobody can tell \
				 how much privacy is left, so nothing is trained",
				path.display()
			)
		};
		match std::fs::read(path) {
			Ok(bytes) => serde_json::from_slice(&bytes).with_context(lost),
			Err(error) if error.kind() == ErrorKind::NotFound => Ok(Ledger::default()),
			Err(error) => Err(error).with_context(lost),
		}
	}

	fn add(&mut self, model: ModelId, cost: Cost, update: &Blake3) {
		let spent = self.models.entry(model).or_default();
		spent.last = *update;
		match spent.updates.iter_mut().find(|updates| updates.cost == cost) {
			Some(updates) => updates.count += 1,
			None => spent.updates.push(Updates { cost, count: 1 }),
		}
	}
}

/// Makes updates publishable, as `[privacy]` says, and counts them.
pub struct Privacy {
	settings: config::Privacy,
	mechanism: Mechanism,
	/// Whether all models train on the same images, so that what they spend adds up.
	same_images: bool,
	path: PathBuf,
	ledger: Mutex<Ledger>,
}

impl Privacy {
	/// `None` without a `[privacy]` section. A ledger that cannot be read is an error.
	pub fn open(config: &Config) -> Result<Option<Privacy>> {
		let (Some(settings), Some(generate)) = (&config.privacy, &config.generate) else { return Ok(None) };
		let path = config.data_dir.join("privacy.json");
		Ok(Some(Privacy {
			settings: settings.clone(),
			mechanism: settings.mechanism()?,
			same_images: !generate.data.to_string_lossy().contains("{model}"),
			ledger: Mutex::new(Ledger::read(&path)?),
			path,
		}))
	}

	/// As configured.
	pub fn settings(&self) -> config::Privacy {
		self.settings.clone()
	}

	/// Epsilon that a model's images have spent, at the configured delta.
	pub fn spent(&self, model: ModelId) -> f64 {
		self.epsilon(&self.ledger(), model, 0)
	}

	/// How many more updates of a model are within `max_epsilon`.
	pub fn rounds_left(&self, model: ModelId) -> u32 {
		let ledger = self.ledger();
		let affordable = |rounds: u32| self.epsilon(&ledger, model, rounds.into()) <= self.settings.max_epsilon;
		// From the highest bit down.
		(0..u32::BITS).rev().fold(0, |left, bit| if affordable(left | 1 << bit) { left | 1 << bit } else { left })
	}

	/// Whether one more update of a model is within `max_epsilon`; the error says what to do when not.
	pub fn afford(&self, model: ModelId) -> Result<()> {
		self.next(&self.ledger(), model, &Blake3::default()).map(|_| ())
	}

	/// The clipped and noised difference. Whatever is made of it is private as well; it has to be
	/// [counted](Privacy::count) before anything of it is shown.
	pub fn release(&self, delta: &[f32]) -> Result<Vec<f32>> {
		Ok(self.mechanism.release(delta, &mut secure_random()?))
	}

	/// Counts an update, on disk, and says the epsilon spent so far. On an error the update must not be used.
	pub fn count(&self, model: ModelId, update: &Blake3) -> Result<f64> {
		let mut ledger = self.ledger();
		let next = self.next(&ledger, model, update)?;
		files::write_json(&self.path, &next)?;
		*ledger = next;
		Ok(self.epsilon(&ledger, model, 0))
	}

	/// Whether this very update was the last that was counted for its model. One that was not must not be used: the worker
	/// ended before it was counted, or it was made before `[privacy]` was set, without noise.
	pub fn has_counted(&self, model: ModelId, update: &Blake3) -> bool {
		self.ledger().models.get(&model).is_some_and(|spent| spent.last == *update)
	}

	/// The ledger with one more update, unless that is too much.
	fn next(&self, ledger: &Ledger, model: ModelId, update: &Blake3) -> Result<Ledger> {
		let (spent, then) = (self.epsilon(ledger, model, 0), self.epsilon(ledger, model, 1));
		let config::Privacy { max_epsilon, delta, .. } = self.settings;
		if then > max_epsilon {
			bail!(
				"the privacy of model {model}'s images is spent: epsilon is {spent:.3} at delta {delta:e}, and would be \
				 {then:.3} with another update, above `privacy.max_epsilon` = {max_epsilon}. Nothing is trained; more \
				 rounds take a higher `privacy.max_epsilon`, which protects less, or other images in a `data_dir` of \
				 their own"
			);
		}
		let mut next = ledger.clone();
		next.add(model, self.mechanism.cost(), update);
		Ok(next)
	}

	/// Epsilon of what is in the ledger and of `further` updates.
	fn epsilon(&self, ledger: &Ledger, model: ModelId, further: u64) -> f64 {
		let mut accountant = Accountant::default();
		accountant.compose(self.mechanism.cost().noise_multiplier(), 1.0, further);
		let models = ledger.models.iter().filter(|(id, _)| self.same_images || **id == model);
		for Updates { cost, count } in models.flat_map(|(_, spent)| &spent.updates) {
			accountant.compose(cost.noise_multiplier(), 1.0, *count);
		}
		accountant.epsilon(self.settings.delta)
	}

	fn ledger(&self) -> MutexGuard<'_, Ledger> {
		self.ledger.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		follower::testing::round,
		record::{next_action, Action, Records},
	};
	use promptale_client::AccountId;

	fn config(folder: &Path, settings: &str) -> Config {
		let text = format!("{}\n[privacy]\n{settings}\n", config::EXAMPLE);
		Config::parse(&text, folder).unwrap()
	}

	const SETTINGS: &str = "clip = 1.0\nnoise_multiplier = 8.0\ndelta = 1e-6\nmax_epsilon = 3.0";

	fn open(folder: &Path) -> Privacy {
		Privacy::open(&config(folder, SETTINGS)).unwrap().unwrap()
	}

	/// Epsilon of so many updates with [`SETTINGS`].
	fn epsilon(updates: u64) -> f64 {
		let mut accountant = Accountant::default();
		accountant.compose(4.0, 1.0, updates);
		accountant.epsilon(1e-6)
	}

	#[test]
	fn without_the_section_there_is_no_privacy() {
		let config = Config::parse(config::EXAMPLE, Path::new("")).unwrap();
		assert!(Privacy::open(&config).unwrap().is_none());
	}

	#[test]
	fn what_was_counted_is_still_counted_after_a_crash() {
		let folder = tempfile::tempdir().unwrap();
		for updates in 1..4 {
			let privacy = open(folder.path());
			let counted = privacy.count(0, &[updates as u8; 32]).unwrap();
			assert!((counted - epsilon(updates)).abs() < 1e-9, "{counted}");
			assert_eq!(open(folder.path()).spent(0), counted);
		}
	}

	#[test]
	fn no_update_takes_epsilon_above_its_maximum() {
		let folder = tempfile::tempdir().unwrap();
		let affordable = (1..).take_while(|updates| epsilon(*updates) <= 3.0).count();
		assert!(affordable > 1);
		let privacy = open(folder.path());
		for made in 0..affordable {
			privacy.afford(0).unwrap();
			assert_eq!(privacy.rounds_left(0) as usize, affordable - made);
			privacy.count(0, &[1; 32]).unwrap();
		}
		let spent = privacy.spent(0);
		for privacy in [privacy, open(folder.path())] {
			let message = privacy.afford(0).unwrap_err().to_string();
			assert!(message.contains("privacy.max_epsilon") && message.contains("model 0"), "{message}");
			assert_eq!(privacy.rounds_left(0), 0);
			assert!(privacy.count(0, &[2; 32]).is_err());
			assert!(!privacy.has_counted(0, &[2; 32]));
			assert_eq!(privacy.spent(0), spent);
		}
		let more = SETTINGS.replace("max_epsilon = 3.0", "max_epsilon = 30.0");
		Privacy::open(&config(folder.path(), &more)).unwrap().unwrap().afford(0).unwrap();
	}

	#[test]
	fn updates_made_with_other_settings_still_count() {
		let folder = tempfile::tempdir().unwrap();
		let counted = open(folder.path()).count(0, &[1; 32]).unwrap();
		let quieter = SETTINGS.replace("noise_multiplier = 8.0", "noise_multiplier = 20.0\n");
		let privacy = Privacy::open(&config(folder.path(), &quieter)).unwrap().unwrap();
		assert_eq!(privacy.spent(0), counted);
		let both = privacy.count(0, &[2; 32]).unwrap();
		assert!(counted < both && both < epsilon(2), "{both}");
	}

	#[test]
	fn models_that_share_images_share_what_they_spend() {
		let folder = tempfile::tempdir().unwrap();
		let shared = open(folder.path());
		let one = shared.count(0, &[1; 32]).unwrap();
		let two = shared.count(1, &[2; 32]).unwrap();
		assert!(two > one);
		assert_eq!((shared.spent(0), shared.spent(7)), (two, two));
		let mut config = config(folder.path(), SETTINGS);
		config.generate.as_mut().unwrap().data = "images/{model}".into();
		let apart = Privacy::open(&config).unwrap().unwrap();
		assert_eq!((apart.spent(0), apart.spent(1), apart.spent(7)), (one, one, 0.0));
	}

	#[test]
	fn a_damaged_ledger_stops_the_worker() {
		let folder = tempfile::tempdir().unwrap();
		let config = config(folder.path(), SETTINGS);
		files::write_atomically(&config.data_dir.join("privacy.json"), b"{\"models\":{").unwrap();
		let message = format!("{:#}", Privacy::open(&config).err().unwrap());
		assert!(message.contains("privacy.json") && message.contains("restore"), "{message}");
	}

	#[test]
	fn an_update_that_cannot_be_counted_is_not() {
		let folder = tempfile::tempdir().unwrap();
		let privacy = open(folder.path());
		std::fs::create_dir_all(&privacy.path).unwrap();
		assert!(privacy.count(0, &[1; 32]).is_err());
		assert_eq!(privacy.spent(0), 0.0);
	}

	#[test]
	fn after_a_crash_the_stored_update_is_used_and_nothing_is_counted_again() {
		let folder = tempfile::tempdir().unwrap();
		let device = AccountId::from([9; 32]);
		let records = Records::new(folder.path().join("generate"));
		let stored = records.prepare(&round(100), &device, b"update", [3; 32], 0.5, 7).unwrap();
		let counted = open(folder.path()).count(0, &stored.update_hash).unwrap();

		let privacy = open(folder.path());
		let record = records.load(&round(105)).unwrap().filter(|record| privacy.has_counted(0, &record.update_hash));
		assert_eq!(next_action(record.as_ref(), &round(105), &device, 3), Action::Commit);
		assert_eq!(privacy.spent(0), counted);
	}

	#[test]
	fn only_the_update_that_was_counted_is_used() {
		let folder = tempfile::tempdir().unwrap();
		let privacy = open(folder.path());
		assert!(!privacy.has_counted(0, &[1; 32]));
		privacy.count(0, &[1; 32]).unwrap();
		assert!(privacy.has_counted(0, &[1; 32]) && !privacy.has_counted(1, &[1; 32]));
		privacy.count(0, &[2; 32]).unwrap();
		assert!(privacy.has_counted(0, &[2; 32]) && !privacy.has_counted(0, &[1; 32]));
	}

	#[test]
	fn what_is_released_is_clipped_and_noised() {
		let folder = tempfile::tempdir().unwrap();
		let privacy = open(folder.path());
		let released = privacy.release(&vec![5.0; 10_000]).unwrap();
		let norm = released.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
		// A hundred times the noise of one coordinate, and the clipped update is lost in it.
		assert!((norm / 800.0 - 1.0).abs() < 0.05, "{norm}");
	}
}
