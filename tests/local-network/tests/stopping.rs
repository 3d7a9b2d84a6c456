//! Signals, while a run starts and after its end: no process and no temporary folder stays behind.

mod common;

use common::draw_images;
use nix::{
	sys::signal::{kill, Signal},
	unistd::Pid,
};
use promptale_local_network::summary::Summary;
use std::{
	io::{BufRead, BufReader, Write},
	os::unix::fs::PermissionsExt,
	path::{Path, PathBuf},
	process::{Child, Command, ExitStatus, Stdio},
	time::{Duration, Instant},
};

/// Longest wait for a process to start or end, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A run of the binary, with a folder for temporary files of its own. Its path has a space in it.
struct Run {
	child: Child,
	folder: tempfile::TempDir,
}

impl Run {
	fn start(node: Option<&str>, arguments: &[&str]) -> Self {
		let folder = tempfile::Builder::new().prefix("local network ").tempdir().expect("a folder");
		let images = folder.path().join("images");
		draw_images(&images);
		std::fs::create_dir(folder.path().join("tmp")).expect("a folder for temporary files");
		let mut command = Command::new(env!("CARGO_BIN_EXE_promptale-local-network"));
		command.arg("run").arg("--data").arg(images).args(arguments);
		command.current_dir(&folder).env("TMPDIR", folder.path().join("tmp")).stdout(Stdio::piped());
		if let Some(script) = node {
			let node = folder.path().join("promptale-node");
			let mut file = std::fs::File::create(&node).expect("a node");
			write!(file, "#!/bin/sh\n{script}\n").expect("its script");
			drop(file);
			std::fs::set_permissions(&node, std::fs::Permissions::from_mode(0o755)).expect("an executable");
			command.env("PROMPTALE_NODE", node);
		}
		Self { child: command.spawn().expect("it starts"), folder }
	}

	fn temporary(&self) -> PathBuf {
		self.folder.path().join("tmp")
	}

	/// Everything that runs for this run, and the run itself: what inherited its folder for temporary files.
	fn processes(&self) -> Vec<PathBuf> {
		let variable = format!("TMPDIR={}", self.temporary().display());
		let inherited = |process: &PathBuf| {
			let environment = std::fs::read(process.join("environ")).unwrap_or_default();
			environment.split(|byte| *byte == 0).any(|entry| entry == variable.as_bytes())
		};
		let all = std::fs::read_dir("/proc").expect("processes").flatten().map(|entry| entry.path());
		all.filter(inherited).collect()
	}

	fn send(&self, signal: Signal) {
		let id = i32::try_from(self.child.id()).expect("a process number");
		kill(Pid::from_raw(id), signal).expect("it can be signalled");
	}

	fn end(&mut self) -> ExitStatus {
		let deadline = Instant::now() + PATIENCE;
		loop {
			if let Some(status) = self.child.try_wait().expect("its status") {
				return status;
			}
			assert!(Instant::now() < deadline, "it did not end");
			std::thread::sleep(Duration::from_millis(20));
		}
	}

	fn assert_nothing_is_left(&self) {
		assert_eq!(self.processes(), Vec::<PathBuf>::new(), "processes are left");
		let left: Vec<_> = std::fs::read_dir(self.temporary()).expect("the folder").flatten().collect();
		assert!(left.is_empty(), "{left:?}");
	}
}

impl Drop for Run {
	fn drop(&mut self) {
		let _ = self.child.kill();
		let _ = self.child.wait();
	}
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
	let deadline = Instant::now() + PATIENCE;
	while !condition() {
		assert!(Instant::now() < deadline, "{what}");
		std::thread::sleep(Duration::from_millis(20));
	}
}

#[test]
fn a_run_that_is_stopped_while_it_starts_leaves_nothing_behind() {
	// A node that never answers, with a child of its own.
	const NODE: &str = "sleep 600 & wait";
	for signals in [&[Signal::SIGINT, Signal::SIGINT][..], &[Signal::SIGTERM], &[Signal::SIGHUP]] {
		let mut run = Run::start(Some(NODE), &[]);
		wait_until("the node never started", || run.processes().len() == 3);
		for signal in signals {
			run.send(*signal);
			std::thread::sleep(Duration::from_millis(30));
		}
		assert_eq!(run.end().code(), Some(130), "{signals:?}");
		run.assert_nothing_is_left();
	}
}

#[test]
fn a_node_that_cannot_start_ends_the_run_and_its_log_is_kept() {
	let mut run = Run::start(Some("echo out of order >&2; exit 3"), &[]);
	assert_eq!(run.end().code(), Some(1));
	assert_eq!(run.processes(), Vec::<PathBuf>::new());
	let kept = std::fs::read_dir(run.temporary()).expect("a folder").flatten().next().expect("it is kept").path();
	let log = std::fs::read_to_string(kept.join("logs/node.log")).expect("the log");
	assert_eq!(log, "out of order\n");
}

#[test]
fn a_run_that_is_kept_has_written_its_results_and_ends_with_ctrl_c() {
	let arguments = ["--rounds", "1", "--keep", "--out", "out put", "--summary", "summary.json"];
	let mut run = Run::start(None, &arguments);
	let out = BufReader::new(run.child.stdout.take().expect("its output"));
	let mut said = Vec::new();
	for line in out.lines().map_while(Result::ok) {
		said.push(line);
		if said.last().is_some_and(|line| line.contains("The network goes on")) {
			break;
		}
	}
	let said = said.join("\n");
	assert!(said.contains("The network goes on"), "{said}");
	let summary = std::fs::read(run.folder.path().join("summary.json")).expect("the summary");
	let summary: Summary = serde_json::from_slice(&summary).expect("its form");
	assert_eq!(summary.rounds.len(), 1);
	assert!(!summary.rounds[0].updates.is_empty(), "{summary:#?}");
	assert_eq!(summary.receipts, summary.claimed);
	assert_eq!(summary.generators.len(), 4, "three honest ones and the poisoner");
	summary.money.audit().expect("every sum is that of its parts");
	let report = |run: &Run| std::fs::read_to_string(run.folder.path().join("out put/report.html")).expect("a report");
	assert!(report(&run).ends_with("</html>\n"));
	assert!(run.processes().len() > 8, "a node and seven workers go on");
	run.send(Signal::SIGINT);
	run.send(Signal::SIGINT);
	// The exit code is the self-check's.
	assert_eq!(run.end().code(), Some(i32::from(said.contains("FAIL"))), "{said}");
	run.assert_nothing_is_left();
	assert!(Path::new(&run.folder.path().join("out put/logs/node.log")).is_file() && !report(&run).is_empty());
}
