//! What the end-to-end tests share: tiny networks on made-up images.
//!
//! Every network is real: the node, the workers and the RPC between them are the ones that people run.

#![allow(dead_code)]

use promptale_client::AccountId;
use promptale_local_network::{attack::Attack, data::Source, network::Network, options::NetworkOptions, summary::Role};
use promptale_primitives::{
	round::{MemberOverview, Outcome, RoundOverview, RoundState, UpdateOverview},
	verdict::Verdict,
	Balance, Blake3,
};
use std::{
	path::{Path, PathBuf},
	process::{Command, Output},
	time::Duration,
};

/// Longest wait for anything in one round.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// A network and the folder that it lives in, which goes with it.
pub struct Rig {
	/// The network. First, so that its processes end before their folder is removed.
	pub network: Network,
	folder: tempfile::TempDir,
}

/// Starts a network with one honest generator, one hostile one for each attack, and three validators.
pub async fn start(attacks: &[Attack]) -> Rig {
	start_with(|options| options.attacks = attacks.to_vec()).await
}

/// Starts a network with one honest generator and three validators, except for what `change` changes.
pub async fn start_with(change: impl FnOnce(&mut NetworkOptions)) -> Rig {
	let folder = tempfile::tempdir().expect("a folder for the run");
	let images = folder.path().join("images");
	draw_images(&images);
	let mut options = NetworkOptions::tiny(folder.path().join("run"), Source::new(Some(images)));
	change(&mut options);
	let network = Network::start(options, &|step| eprintln!("{step}")).await;
	Rig { network: network.unwrap_or_else(|error| panic!("the network did not start: {error:#}")), folder }
}

/// Three classes of images that even the smallest model learns something about in a few steps: gradients in three
/// colours, each image a little brighter or darker.
pub fn draw_images(folder: &Path) {
	for (class, name) in ["red", "green", "blue"].iter().enumerate() {
		let folder = folder.join(name);
		std::fs::create_dir_all(&folder).expect("a folder of images");
		for index in 0..60u32 {
			let image = image::RgbImage::from_fn(32, 32, |x, y| {
				let mut pixel = [20u8; 3];
				pixel[class] = (60 + index * 2 + x + 2 * y).min(255) as u8;
				image::Rgb(pixel)
			});
			image.save(folder.join(format!("{index}.png"))).expect("an image");
		}
	}
}

/// What the command line tool prints, which has to succeed.
pub fn json(arguments: &[&str]) -> serde_json::Value {
	let output = promptale(arguments);
	assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
	serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Runs the command line tool that was built beside us.
pub fn promptale(arguments: &[&str]) -> Output {
	let ours = PathBuf::from(env!("CARGO_BIN_EXE_promptale-local-network"));
	let program = ours.with_file_name("promptale");
	assert!(program.is_file(), "{} is missing; build it with `cargo build -p promptale-cli`", program.display());
	Command::new(program).args(arguments).stdin(std::process::Stdio::null()).output().expect("promptale runs")
}

impl Rig {
	/// Waits for the end of a round.
	pub async fn closed(&mut self, round: u32) -> RoundOverview<AccountId> {
		self.reached(round, "the end of the round", |overview| matches!(overview.state, RoundState::Closed(_))).await
	}

	/// Waits until something is so in a round.
	pub async fn reached(
		&mut self,
		round: u32,
		what: &str,
		condition: impl Fn(&RoundOverview<AccountId>) -> bool,
	) -> RoundOverview<AccountId> {
		self.reached_within(PATIENCE, round, what, condition).await
	}

	/// Waits for `patience` until something is so in a round.
	pub async fn reached_within(
		&mut self,
		patience: Duration,
		round: u32,
		what: &str,
		condition: impl Fn(&RoundOverview<AccountId>) -> bool,
	) -> RoundOverview<AccountId> {
		match self.network.wait_for(round, what, patience, condition).await {
			Ok(overview) => overview,
			Err(error) => panic!("{error:#}\n{}", self.logs()),
		}
	}

	/// The update of the participant called `name`.
	pub fn update_of<'a>(&mut self, name: &str, round: &'a RoundOverview<AccountId>) -> &'a UpdateOverview<AccountId> {
		let account = self.network.participant(name).expect("a participant").account();
		round.updates.iter().find(|update| update.contributor == account).unwrap_or_else(|| {
			panic!("{name} has no update in {round:#?}\n{}", self.logs());
		})
	}

	/// The checkpoint that all three validators attested, which must be the model's now.
	pub fn attested_by_all(&self, round: &RoundOverview<AccountId>) -> Blake3 {
		let checkpoint = self.attested(round);
		let attested: Vec<_> = round.committee.iter().map(|member| member.attested).collect();
		assert_eq!(attested, [Some(checkpoint.into()); 3], "not everybody attested the same\n{}", self.logs());
		checkpoint
	}

	/// The checkpoint that a round ended with.
	pub fn attested(&self, round: &RoundOverview<AccountId>) -> Blake3 {
		match round.state {
			RoundState::Closed(Outcome::Attested(checkpoint)) => checkpoint,
			state => panic!("the round ended as {state:?}\n{}", self.logs()),
		}
	}

	/// The seat of the participant called `name`, in either committee.
	pub fn seat_of<'a>(&mut self, name: &str, round: &'a RoundOverview<AccountId>) -> &'a MemberOverview<AccountId> {
		let account = self.network.participant(name).expect("a participant").account();
		let mut seats = round.committee.iter().chain(&round.former_committee);
		seats.find(|seat| seat.member.validator == account).unwrap_or_else(|| {
			panic!("{name} has no seat in {round:#?}\n{}", self.logs());
		})
	}

	/// All that the participant called `name` has bonded.
	pub async fn bonded(&mut self, name: &str) -> Balance {
		let account = self.network.participant(name).expect("a participant").account();
		let validator = self.network.client().validator(&account).await.expect("an answer").expect("a validator");
		validator.stake + validator.unbonding
	}

	/// Fails unless an update was accepted.
	pub fn assert_accepted(&self, update: &UpdateOverview<AccountId>) {
		let accepted = matches!(update.verdict, Some(Verdict::Accepted { .. }));
		assert!(accepted, "the verdict is {:?}\n{}", update.verdict, self.logs());
	}

	/// Names of the participants with a role.
	pub fn names(&self, role: Role) -> Vec<String> {
		let of_role = self.network.participants.iter().filter(|participant| participant.role == role);
		of_role.map(|participant| participant.name.clone()).collect()
	}

	/// The end of every log, for when a test fails.
	pub fn logs(&self) -> String {
		let folder = self.network.options.folder.join("logs");
		let mut text = String::new();
		for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
			text.push_str(&format!("\n== {}\n", entry.file_name().to_string_lossy()));
			text.push_str(&promptale_local_network::process::tail(&entry.path(), 25).join("\n"));
		}
		text
	}
}
