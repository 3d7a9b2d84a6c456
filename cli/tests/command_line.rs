//! The binary as people run it, without a node.

use promptale_engine::Checkpoint;
use promptale_primitives::model::{Architecture, ModelSize};
use std::process::{Command, Output, Stdio};

fn promptale(arguments: &[&str]) -> Output {
	Command::new(env!("CARGO_BIN_EXE_promptale")).args(arguments).output().expect("promptale runs")
}

fn error(output: &Output) -> String {
	String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A port on which nothing listens.
fn nowhere() -> String {
	let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
	format!("ws://127.0.0.1:{port}")
}

#[test]
fn exit_codes_tell_wrong_arguments_from_a_missing_node() {
	let nowhere = nowhere();
	let unreachable = promptale(&["--node", &nowhere, "status"]);
	assert_eq!(unreachable.status.code(), Some(3));
	assert!(error(&unreachable).contains(&nowhere), "{}", error(&unreachable));
	for wrong in
		[&["claim"][..], &["--node", "http://127.0.0.1:1", "status"], &["rewards"], &["round", "show", "first"]]
	{
		assert_eq!(promptale(wrong).status.code(), Some(2), "{wrong:?}");
	}
	let missing = promptale(&["images", "--checkpoint", "/nowhere.safetensors", "--out", "x.png"]);
	assert_eq!(missing.status.code(), Some(1));
	assert!(error(&missing).contains("/nowhere.safetensors"));
}

#[test]
fn errors_are_json_too_when_asked_for() {
	let output = promptale(&["--node", &nowhere(), "--json", "round", "show"]);
	let json: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
	assert_eq!(json["code"], 3);
	assert!(output.stdout.is_empty());
}

#[test]
fn a_checkpoint_becomes_a_sheet_of_images_that_the_seed_decides() {
	let folder = tempfile::tempdir().unwrap();
	let architecture = Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 3, words: 0 };
	Checkpoint::initialise(architecture, 1).unwrap().save(folder.path().join("first.safetensors")).unwrap();
	let sheet = |name: &str, seed: &str| {
		let out = folder.path().join(name);
		let output = promptale(&[
			"images",
			"--json",
			"--checkpoint",
			folder.path().to_str().unwrap(),
			"--out",
			out.to_str().unwrap(),
			"--classes",
			"0,2",
			"--steps",
			"2",
			"--count",
			"3",
			"--scale",
			"1",
			"--seed",
			seed,
		]);
		assert!(output.status.success(), "{}", error(&output));
		let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
		assert_eq!((&json["images"], &json["per_class"]), (&6.into(), &3.into()));
		image::open(out).unwrap().to_rgb8()
	};
	let (one, same, other) = (sheet("one.png", "1"), sheet("same.png", "1"), sheet("other.png", "2"));
	assert!(one.width() >= 3 * 8 && one.height() >= 2 * 8 && one.height() < 3 * 8, "{:?}", one.dimensions());
	assert!(one == same && one != other);
}

#[test]
fn a_reader_that_went_away_is_no_failure_and_changes_no_exit_code() {
	let folder = tempfile::tempdir().unwrap();
	let architecture = Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 1, words: 0 };
	Checkpoint::initialise(architecture, 1).unwrap().save(folder.path().join("first.safetensors")).unwrap();
	let mut child = Command::new(env!("CARGO_BIN_EXE_promptale"))
		.args(["images", "--steps", "1", "--count", "1", "--checkpoint"])
		.arg(folder.path())
		.arg("--out")
		.arg(folder.path().join("sheet.png"))
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	drop(child.stdout.take());
	let output = child.wait_with_output().unwrap();
	assert_eq!((output.status.code(), error(&output).as_str()), (Some(0), ""));

	let mut child = Command::new(env!("CARGO_BIN_EXE_promptale"))
		.args(["--node", &nowhere(), "status"])
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	drop(child.stderr.take());
	assert_eq!(child.wait().unwrap().code(), Some(3));
}

#[test]
fn a_sheet_that_would_fill_the_memory_is_a_wrong_argument() {
	let folder = tempfile::tempdir().unwrap();
	let file = folder.path().join("first.safetensors");
	let architecture = Architecture { size: ModelSize::Nano, side: 64, channels: 1, classes: 2, words: 0 };
	Checkpoint::initialise(architecture, 1).unwrap().save(&file).unwrap();
	let out = folder.path().join("sheet.png");
	let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
	let output = promptale(&["images", "--checkpoint", file, "--out", out, "--count", "256", "--scale", "32"]);
	assert_eq!(output.status.code(), Some(2));
	assert!(error(&output).contains("--scale"), "{}", error(&output));
}

#[test]
fn a_class_that_the_checkpoint_does_not_know_is_a_wrong_argument() {
	let folder = tempfile::tempdir().unwrap();
	let file = folder.path().join("first.safetensors");
	let architecture = Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 3, words: 0 };
	Checkpoint::initialise(architecture, 1).unwrap().save(&file).unwrap();
	let output = promptale(&["images", "--checkpoint", file.to_str().unwrap(), "--out", "x.png", "--classes", "3"]);
	assert_eq!(output.status.code(), Some(2));
	assert!(error(&output).contains("0 to 2"), "{}", error(&output));
}
