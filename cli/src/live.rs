//! A table that is redrawn in place on a terminal, and simply printed again anywhere else.

use std::io::{self, IsTerminal, Write};

/// Where tables are drawn. Standard output.
pub struct Screen {
	live: bool,
	drawn: usize,
	noted: bool,
}

impl Screen {
	/// `live` redraws in place; it must be off where standard output is no terminal.
	pub fn new(live: bool) -> Self {
		Self { live, drawn: 0, noted: false }
	}

	/// Whether it redraws in place.
	pub fn live(&self) -> bool {
		self.live
	}

	/// Draws `text` instead of what was drawn before.
	pub fn draw(&mut self, text: &str) -> io::Result<()> {
		let mut out = io::stdout().lock();
		if self.live {
			write!(out, "{}", over(self.drawn))?;
		}
		self.drawn = text.trim_end().lines().count();
		self.noted = false;
		writeln!(out, "{}", text.trim_end())?;
		if !self.live {
			writeln!(out)?;
		}
		out.flush()
	}

	/// Says something once, on standard error, until the next table is drawn.
	pub fn note(&mut self, text: &str) -> io::Result<()> {
		if self.noted {
			return Ok(());
		}
		self.noted = true;
		if self.live && io::stderr().is_terminal() {
			self.drawn += 1;
		}
		writeln!(io::stderr(), "{text}")
	}
}

/// Moves the cursor up over `lines` lines and clears from there on.
fn over(lines: usize) -> String {
	match lines {
		0 => String::new(),
		_ => format!("\x1b[{lines}A\r\x1b[J"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn nothing_is_cleared_before_the_first_table() {
		assert_eq!(over(0), "");
		assert_eq!(over(3), "\x1b[3A\r\x1b[J");
	}
}
