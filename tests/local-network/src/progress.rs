//! A run as a person follows it: redrawn in place on a terminal, a line for every change anywhere else.

use crate::{output::note, summary::Role};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use promptale_cli::{
	view::{RoundView, UpdateView},
	words,
};
use std::{io::IsTerminal, time::Duration};

/// Who takes part, as far as progress shows it.
#[derive(Clone, Debug)]
pub struct Player {
	/// For people.
	pub name: String,
	/// SS58.
	pub account: String,
	/// What it does.
	pub role: Role,
}

/// Shows a run.
pub struct Progress {
	live: bool,
	bars: MultiProgress,
	head: ProgressBar,
	lines: Vec<ProgressBar>,
	loss: ProgressBar,
	players: Vec<Player>,
	rounds: u32,
	losses: Vec<f64>,
	said: Vec<String>,
}

impl Progress {
	/// For a run of `rounds` rounds.
	pub fn new(rounds: u32) -> Self {
		let live = std::io::stderr().is_terminal();
		let bars = MultiProgress::new();
		let head = bars.add(ProgressBar::new_spinner());
		head.set_style(style("{spinner} {wide_msg}"));
		if live {
			head.enable_steady_tick(Duration::from_millis(120));
		}
		let loss = bars.add(ProgressBar::new(1));
		loss.set_style(style("  {wide_msg}"));
		Self {
			live,
			bars,
			head,
			lines: Vec::new(),
			loss,
			players: Vec::new(),
			rounds,
			losses: Vec::new(),
			said: Vec::new(),
		}
	}

	/// A step of setting up or of the end.
	pub fn step(&self, text: &str) {
		if self.live {
			self.head.set_message(text.to_string());
		} else {
			note(text);
		}
	}

	/// A line that stays.
	pub fn say(&self, text: &str) {
		if self.live {
			let _ = self.bars.println(text);
		} else {
			note(text);
		}
	}

	/// Says who takes part; from now on each has a line.
	pub fn players(&mut self, players: Vec<Player>) {
		for _ in &players {
			let line = self.bars.insert_before(&self.loss, ProgressBar::new(1));
			line.set_style(style("  {wide_msg}"));
			self.lines.push(line);
		}
		self.players = players;
	}

	/// A new checkpoint's held-out loss.
	pub fn loss(&mut self, loss: f64) {
		self.losses.push(loss);
		let text = format!("Held-out loss  {}", trail(&self.losses));
		if self.live {
			self.loss.set_message(text);
		} else {
			note(&text);
		}
	}

	/// Where the round is.
	pub fn round(&mut self, round: &RoundView) {
		let head = format!(
			"Round {} of {} · {}{}",
			round.round,
			self.rounds,
			if round.closed() { "closed" } else { words::phase(round.phase) },
			round.blocks_left.map(|left| format!(" · {left} blocks left")).unwrap_or_default()
		);
		let width = self.players.iter().map(|player| player.name.chars().count()).max().unwrap_or(0);
		let lines = self.players.iter().map(|player| (player, activity(player, round)));
		if self.live {
			self.head.set_message(head);
			for (line, (player, activity)) in self.lines.iter().zip(lines) {
				line.set_message(format!("{:width$}  {}", player.name, coloured(&activity)));
			}
			return;
		}
		// Without blocks left: only what changed is worth a line of a log.
		let phase = format!("Round {} of {}: {}", round.round, self.rounds, words::phase(round.phase));
		let mut now = vec![phase];
		now.extend(
			lines.map(|(player, activity)| format!("  round {}, {}: {}", round.round, player.name, activity.text)),
		);
		for line in now.iter().filter(|line| !self.said.contains(line)) {
			note(line);
		}
		self.said = now;
	}

	/// Takes everything that is redrawn off the terminal.
	pub fn finish(&self) {
		self.head.finish_and_clear();
		self.lines.iter().for_each(ProgressBar::finish_and_clear);
		self.loss.finish_and_clear();
		let _ = self.bars.clear();
	}
}

fn style(template: &str) -> ProgressStyle {
	ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// `1.041 → 0.620 → 0.470`
fn trail(losses: &[f64]) -> String {
	losses.iter().map(|loss| format!("{loss:.3}")).collect::<Vec<_>>().join(" → ")
}

/// How something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mood {
	Neutral,
	Good,
	Bad,
}

#[derive(Clone, PartialEq, Debug)]
struct Activity {
	text: String,
	mood: Mood,
}

fn neutral(text: impl Into<String>) -> Activity {
	Activity { text: text.into(), mood: Mood::Neutral }
}

fn coloured(activity: &Activity) -> String {
	let colour = match activity.mood {
		Mood::Neutral => return activity.text.clone(),
		Mood::Good => 32,
		Mood::Bad => 31,
	};
	if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
		return activity.text.clone();
	}
	format!("\x1b[{colour}m{}\x1b[0m", activity.text)
}

fn activity(player: &Player, round: &RoundView) -> Activity {
	match player.role {
		Role::Validator => validating(player, round),
		Role::Generator | Role::Hostile => {
			match round.updates.iter().find(|update| update.contributor == player.account) {
				Some(update) => generating(update),
				None if round.phase == promptale_primitives::schedule::Phase::Commit => neutral("training"),
				None => neutral("sent nothing this round"),
			}
		},
	}
}

fn generating(update: &UpdateView) -> Activity {
	let score = update.score.map(words::score).unwrap_or_default();
	match (update.verdict, &update.update_hash) {
		(Some("accepted"), _) => Activity {
			text: format!(
				"accepted · score {score} · weight {} · {}",
				words::percent(update.weight),
				update.reward.parse().map(words::amount).unwrap_or_default()
			),
			mood: Mood::Good,
		},
		(Some(verdict), _) => {
			let score = if score.is_empty() { String::new() } else { format!(" · score {score}") };
			Activity { text: format!("rejected: {}{score}", verdict.replace('_', " ")), mood: Mood::Bad }
		},
		(None, Some(_)) => neutral("published its update, encrypted to the committee"),
		(None, None) => neutral(format!("committed to an update of {} kB", update.size.div_ceil(1000))),
	}
}

fn validating(player: &Player, round: &RoundView) -> Activity {
	let mut seats = round.committee.iter().chain(&round.former_committee);
	let Some(member) = seats.find(|member| member.validator == player.account) else {
		return neutral(if round.committee.is_empty() { "waiting" } else { "not drawn this round" });
	};
	match &member.attested {
		_ if !member.faults.is_empty() => {
			Activity { text: format!("slashed for {}", words::faults(member.faults)), mood: Mood::Bad }
		},
		Some(hash) => Activity { text: format!("attested checkpoint {}", words::short_hash(hash)), mood: Mood::Good },
		None if member.revealed => neutral("revealed its scores"),
		None if member.committed => neutral("committed to its scores"),
		None => neutral("in the committee"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::schedule::Phase;

	fn round(phase: Phase) -> RoundView {
		RoundView {
			model: 0,
			round: 1,
			opened: 1,
			block: 2,
			phase,
			blocks_left: Some(3),
			state: "open",
			outcome: None,
			disputed: false,
			summary: String::new(),
			base_checkpoint: String::new(),
			checkpoint: None,
			score_threshold: 0,
			budget: "0".into(),
			updates: Vec::new(),
			committee: Vec::new(),
			former_committee: Vec::new(),
		}
	}

	fn player(role: Role) -> Player {
		Player { name: "One".into(), account: "a".into(), role }
	}

	fn update() -> UpdateView {
		UpdateView {
			index: 0,
			contributor: "a".into(),
			device: "d".into(),
			size: 31_500,
			update_hash: None,
			verdict: None,
			reason: String::new(),
			score: None,
			weight: 0,
			clip: 0,
			disputed: None,
			canary: None,
			reward: "0".into(),
		}
	}

	#[test]
	fn a_generator_goes_from_training_to_its_verdict() {
		let mut view = round(Phase::Commit);
		let who = player(Role::Generator);
		assert_eq!(activity(&who, &view), neutral("training"));
		view.phase = Phase::Publish;
		assert_eq!(activity(&who, &view), neutral("sent nothing this round"));
		view.updates.push(update());
		assert_eq!(activity(&who, &view), neutral("committed to an update of 32 kB"));
		view.updates[0].update_hash = Some("h".into());
		assert_eq!(activity(&who, &view), neutral("published its update, encrypted to the committee"));
		view.updates[0].verdict = Some("below_threshold");
		view.updates[0].score = Some(-250_000);
		assert_eq!(activity(&who, &view).text, "rejected: below threshold · score −25.00 %");
		view.updates[0].verdict = Some("accepted");
		assert_eq!(activity(&who, &view).mood, Mood::Good);
	}

	#[test]
	fn losses_are_a_trail() {
		assert_eq!(trail(&[1.0, 0.52345]), "1.000 → 0.523");
	}
}
