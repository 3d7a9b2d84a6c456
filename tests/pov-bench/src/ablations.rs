//! What ours depends on: the held-out set's size and purity, the committee's honesty, attackers that know the rule.

use crate::{
	attack::Attack,
	defence::Defence,
	experiment::Case,
	setting::{Published, Setting},
};

/// Defences with a held-out set.
const INFORMED: [Defence; 2] = [Defence::FlTrust, Defence::Pov];

/// Ours.
const OURS: [Defence; 1] = [Defence::Pov];

/// Attackers in percent, where not stated.
const PERCENT: usize = 60;

/// Every case with what was changed, in the `flanders` setting as `adjust` makes it (short, or other rounds).
pub fn cases(seed: u64, adjust: impl Fn(Setting) -> Setting) -> Vec<(String, Case)> {
	let mut cases = Vec::new();
	let mut add = |label: String, attack, percent, defences: &[Defence], change: &dyn Fn(&mut Setting)| {
		let mut setting = adjust(Published::Flanders.setting());
		change(&mut setting);
		for defence in defences {
			let case = Case { setting: setting.clone(), attack, percent, defence: *defence, seed };
			cases.push((label.clone(), case));
		}
	};
	for size in [50, 200, 1000, 2000] {
		add(format!("held-out images: {size}"), Attack::AgrMm, PERCENT, &INFORMED, &|setting| {
			setting.held_out = size;
			setting.samples = setting.samples.min(size);
		});
	}
	for percent in [10, 30, 50] {
		add(format!("poisoned held-out images: {percent} %"), Attack::AgrMm, PERCENT, &INFORMED, &|setting| {
			setting.held_out_poison = percent as f64 / 100.0;
		});
	}
	for liars in [2, 3, 4] {
		add(format!("lying validators: {liars} of 7"), Attack::AgrMm, PERCENT, &OURS, &|setting| {
			setting.dishonest = liars as f64 / setting.validators as f64;
		});
	}
	for percent in [20, 60, 80] {
		add("attackers know the rule".into(), Attack::Adaptive, percent, &INFORMED, &|_| {});
	}
	cases
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn each_ablation_changes_what_it_says() {
		let cases = cases(1, |setting| setting);
		let of = |label: &str| -> Vec<&Case> {
			cases.iter().filter(|(name, _)| name == label).map(|(_, case)| case).collect()
		};
		assert!(of("held-out images: 200")
			.iter()
			.all(|case| (case.setting.held_out, case.setting.samples) == (200, 200)));
		assert!(of("poisoned held-out images: 30 %").iter().all(|case| case.setting.held_out_poison == 0.3));
		let liars = of("lying validators: 4 of 7");
		assert!(!liars.is_empty() && liars.iter().all(|case| case.setting.dishonest > 0.57));
		assert_eq!(of("attackers know the rule").len(), 6);
	}
}
