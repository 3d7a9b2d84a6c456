//! Ports on loopback for processes that are started soon after.

use anyhow::{bail, Context, Result};
use nix::unistd::{getpgid, Pid};
use std::{
	collections::BTreeSet,
	fs, io,
	net::{TcpListener, UdpSocket},
	sync::{Mutex, PoisonError},
};

/// How often another free port is asked for when the system offers one that was given out before.
const ATTEMPTS: usize = 100;

/// What was given out. Nobody listens there yet, so the system may offer it a second time.
static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// A TCP port that is free now; `preferred` where that is.
pub fn tcp(preferred: Option<u16>) -> Result<u16> {
	let bind = |port| Ok(TcpListener::bind(("127.0.0.1", port))?.local_addr()?.port());
	fresh(preferred.and_then(|port| bind(port).ok()), || bind(0))
}

/// A UDP port that is free now.
pub fn udp() -> Result<u16> {
	fresh(None, || Ok(UdpSocket::bind(("127.0.0.1", 0))?.local_addr()?.port()))
}

fn fresh(mut found: Option<u16>, another: impl Fn() -> io::Result<u16>) -> Result<u16> {
	for _ in 0..ATTEMPTS {
		let port = match found.take() {
			Some(port) => port,
			None => another().context("there is no free port on 127.0.0.1")?,
		};
		if GIVEN.lock().unwrap_or_else(PoisonError::into_inner).insert(port) {
			return Ok(port);
		}
	}
	bail!("there are hardly any free ports on 127.0.0.1; end what uses them")
}

/// Whether a process of `group` listens on a TCP port, and not somebody else (`proc_net(5)`). Yes, where the system does
/// not say.
pub fn listens(group: Pid, port: u16) -> bool {
	let Ok(table) = fs::read_to_string("/proc/net/tcp") else { return true };
	let sockets: Vec<String> = table.lines().filter_map(|line| listening_socket(line, port)).collect();
	let holds = |process: &str| {
		let open = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
		let mut links = open.filter_map(|entry| fs::read_link(entry.path()).ok());
		links.any(|link| sockets.iter().any(|socket| link.as_os_str() == socket.as_str()))
	};
	let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
	let mut numbers = processes.filter_map(|entry| entry.file_name().into_string().ok()?.parse::<i32>().ok());
	numbers.any(|number| getpgid(Some(Pid::from_raw(number))) == Ok(group) && holds(&number.to_string()))
}

/// The socket that listens on `port` as `/proc/PID/fd` names it, if this line of the table is one.
fn listening_socket(line: &str, port: u16) -> Option<String> {
	const LISTEN: &str = "0A";
	let fields: Vec<&str> = line.split_whitespace().collect();
	let [_, local, _, state, _, _, _, _, _, inode, ..] = fields[..] else { return None };
	(state == LISTEN && local.ends_with(&format!(":{port:04X}"))).then(|| format!("socket:[{inode}]"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::cell::Cell;

	#[test]
	fn a_strangers_listener_is_told_from_ones_own() {
		let listener = TcpListener::bind("127.0.0.1:0").unwrap();
		let port = listener.local_addr().unwrap().port();
		let ours = getpgid(None).unwrap();
		assert!(listens(ours, port));
		assert!(!listens(Pid::from_raw(1 << 30), port), "no such group");
		drop(listener);
		assert!(!listens(ours, port));
	}

	#[test]
	fn an_occupied_port_is_not_chosen() {
		let taken = TcpListener::bind("127.0.0.1:0").unwrap();
		let port = taken.local_addr().unwrap().port();
		assert_ne!(tcp(Some(port)).unwrap(), port);
	}

	#[test]
	fn no_port_is_given_out_twice() {
		// Numbers below any that the system offers.
		let offered = [(Some(7), 8), (Some(7), 8), (None, 9)];
		let given = offered.map(|(preferred, other)| fresh(preferred, || Ok(other)).unwrap());
		assert_eq!(given, [7, 8, 9]);
		let tries = Cell::new(0);
		let exhausted = fresh(None, || {
			tries.set(tries.get() + 1);
			Ok(9)
		});
		assert!(exhausted.is_err() && tries.get() == ATTEMPTS);
	}
}
