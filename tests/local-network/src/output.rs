//! Lines for people. A reader that went away (`| head`, a closed terminal) is no reason to stop a network.

use std::io::Write;

/// A line of the result, on standard output.
pub fn tell(text: &str) {
	let _ = writeln!(std::io::stdout(), "{text}");
}

/// A line on how things go, on standard error.
pub fn note(text: &str) {
	let _ = writeln!(std::io::stderr(), "{text}");
}
