//! Child processes that never outlive us, each with its log in a file.

use anyhow::{bail, Context, Result};
use nix::{
	sys::signal::{killpg, Signal},
	unistd::Pid,
};
use std::{
	collections::VecDeque,
	fs::{File, OpenOptions},
	io::{BufRead, BufReader},
	os::unix::process::CommandExt,
	path::{Path, PathBuf},
	process::{Child, Command, ExitStatus, Stdio},
	sync::{mpsc, OnceLock},
	time::{Duration, Instant},
};

/// How many lines of a log an error shows.
const TAIL: usize = 20;

/// A running child. Dropping it kills it with everything it started.
#[derive(Debug)]
pub struct Process {
	name: String,
	log: PathBuf,
	child: Child,
}

impl Process {
	/// Starts `program`. Its output is appended to `folder/NAME.log`.
	///
	/// The child leads a process group of its own, so that Ctrl-C on the terminal reaches only us and we can end
	/// the child in order; should we be killed, the kernel kills it.
	pub fn start(name: &str, program: &Path, arguments: &[String], folder: &Path) -> Result<Self> {
		let log = folder.join(format!("{name}.log"));
		let out = OpenOptions::new()
			.create(true)
			.append(true)
			.open(&log)
			.with_context(|| format!("cannot write the log {}", log.display()))?;
		let mut command = Command::new(program);
		command.args(arguments).stdin(Stdio::null()).stderr(out.try_clone()?).stdout(out).process_group(0);
		// SAFETY: only async-signal-safe calls (prctl) between fork and exec.
		unsafe {
			command.pre_exec(|| Ok(nix::sys::prctl::set_pdeathsig(Signal::SIGKILL)?));
		}
		let child = spawn(command).with_context(|| format!("cannot start {name} ({})", program.display()))?;
		Ok(Self { name: name.into(), log, child })
	}

	/// The process group that it leads.
	pub fn group(&self) -> Pid {
		// Linux gives no numbers beyond 2^22.
		Pid::from_raw(i32::try_from(self.child.id()).unwrap_or(i32::MAX))
	}

	/// Its log file.
	pub fn log(&self) -> &Path {
		&self.log
	}

	/// Fails with the end of its log when it is no longer running.
	pub fn check(&mut self) -> Result<()> {
		if let Some(status) = self.child.try_wait()? {
			bail!(self.obituary(status));
		}
		Ok(())
	}

	fn obituary(&self, status: ExitStatus) -> String {
		let mut text = format!("{} stopped ({status}). The end of {}:", self.name, self.log.display());
		for line in tail(&self.log, TAIL) {
			text.push_str("\n  ");
			text.push_str(&line);
		}
		text
	}

	/// Kills it the hard way (SIGKILL), as a crash or a power cut would.
	pub fn kill(&mut self) -> Result<()> {
		self.signal(Signal::SIGKILL);
		self.child.wait().with_context(|| format!("cannot wait for {}", self.name))?;
		Ok(())
	}

	/// Asks it to end (SIGTERM).
	pub fn ask_to_end(&mut self) {
		if matches!(self.child.try_wait(), Ok(None)) {
			self.signal(Signal::SIGTERM);
		}
	}

	/// Waits until `deadline` for it to end, then kills it.
	pub fn end_by(&mut self, deadline: Instant) {
		while Instant::now() < deadline {
			if !matches!(self.child.try_wait(), Ok(None)) {
				return;
			}
			std::thread::sleep(Duration::from_millis(20));
		}
		let _ = self.kill();
	}

	fn signal(&self, signal: Signal) {
		// Not yet waited for, so the number cannot belong to anybody else.
		let _ = killpg(self.group(), signal);
	}
}

impl Drop for Process {
	fn drop(&mut self) {
		if matches!(self.child.try_wait(), Ok(None)) {
			let _ = self.kill();
		}
	}
}

/// Ends all: asks first, and kills what has not ended after `patience`.
pub fn end_all<'a>(processes: impl IntoIterator<Item = &'a mut Process>, patience: Duration) {
	let mut processes: Vec<_> = processes.into_iter().collect();
	processes.iter_mut().for_each(|process| process.ask_to_end());
	let deadline = Instant::now() + patience;
	processes.into_iter().for_each(|process| process.end_by(deadline));
}

type Request = (Command, mpsc::Sender<std::io::Result<Child>>);

/// Spawns from one thread that lives as long as we do: the kernel's parent-death signal follows the *thread* that
/// spawned a child, and threads of an async runtime come and go.
fn spawn(command: Command) -> Result<Child> {
	static SPAWNER: OnceLock<mpsc::Sender<Request>> = OnceLock::new();
	let spawner = SPAWNER.get_or_init(|| {
		let (requests, inbox) = mpsc::channel::<Request>();
		std::thread::spawn(move || {
			for (mut command, answer) in inbox {
				let _ = answer.send(command.spawn());
			}
		});
		requests
	});
	let (answer, result) = mpsc::channel();
	spawner.send((command, answer)).ok().context("the thread that starts processes is gone")?;
	Ok(result.recv().context("the thread that starts processes is gone")??)
}

/// The last `lines` lines of a file; none when it cannot be read.
pub fn tail(path: &Path, lines: usize) -> Vec<String> {
	let Ok(file) = File::open(path) else { return Vec::new() };
	let mut last = VecDeque::with_capacity(lines + 1);
	for line in BufReader::new(file).split(b'\n').map_while(Result::ok) {
		last.push_back(String::from_utf8_lossy(&line).into_owned());
		if last.len() > lines {
			last.pop_front();
		}
	}
	last.into()
}

#[cfg(test)]
mod tests {
	use super::*;

	fn shell(script: &str, folder: &Path) -> Process {
		Process::start("child", Path::new("/bin/sh"), &["-c".into(), script.into()], folder).unwrap()
	}

	fn alive(pid: i32) -> bool {
		// A zombie has been killed; somebody only has to collect it.
		std::fs::read_to_string(format!("/proc/{pid}/stat"))
			.is_ok_and(|stat| !stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
	}

	fn wait_until(what: &str, condition: impl Fn() -> bool) {
		let deadline = Instant::now() + Duration::from_secs(10);
		while !condition() {
			assert!(Instant::now() < deadline, "{what}");
			std::thread::sleep(Duration::from_millis(10));
		}
	}

	#[test]
	fn a_dead_child_is_reported_with_the_end_of_its_log() {
		let folder = tempfile::tempdir().unwrap();
		let mut child =
			shell("for line in $(seq 100); do echo line $line; done; echo disk full >&2; exit 3", folder.path());
		wait_until("it never stopped", || tail(child.log(), 1) == ["disk full"]);
		child.child.wait().unwrap();
		let error = child.check().unwrap_err().to_string();
		assert!(error.contains("child stopped (exit status: 3)") && error.contains("disk full"), "{error}");
		assert!(error.contains("line 100") && !error.contains("line 10\n"), "{error}");
	}

	#[test]
	fn dropping_kills_grandchildren_too() {
		let folder = tempfile::tempdir().unwrap();
		let child = shell("sleep 600 & echo $!; wait", folder.path());
		wait_until("it never started", || tail(child.log(), 1).first().is_some_and(|line| !line.is_empty()));
		let grandchild: i32 = tail(child.log(), 1)[0].parse().unwrap();
		assert!(alive(grandchild));
		drop(child);
		wait_until("the grandchild lives on", || !alive(grandchild));
	}

	#[test]
	fn a_child_that_ignores_the_request_is_killed() {
		let folder = tempfile::tempdir().unwrap();
		let mut child = shell("trap '' TERM; echo ready; while true; do sleep 1; done", folder.path());
		wait_until("it never started", || tail(child.log(), 1) == ["ready"]);
		end_all([&mut child], Duration::from_millis(200));
		assert!(child.check().is_err());
	}
}
