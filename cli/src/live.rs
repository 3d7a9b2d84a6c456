//! A table that is redrawn in place on a terminal, and simply printed again anywhere else.

use std::io::{self, IsTerminal, Write};

/// Where tables are drawn. Standard output.
pub struct Screen {
	live: bool,
	drawn: usize,
	noted: bool,
}

impl Screen {
	/// Redraws in place where `wanted` and standard output is a terminal that can.
	pub fn new(wanted: bool) -> Self {
		let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
		Self { live: wanted && !dumb && io::stdout().is_terminal(), drawn: 0, noted: false }
	}

	/// Whether drawing replaces what was drawn before. Not where that is larger than the terminal: the cursor cannot go
	/// back to what has been scrolled out.
	pub fn live(&self) -> bool {
		self.live && size().is_none_or(|(_, height)| self.drawn < usize::from(height))
	}

	/// Draws `text`, on a live screen instead of what was drawn before.
	pub fn draw(&mut self, text: &str) -> io::Result<()> {
		let mut out = io::stdout().lock();
		if self.live() {
			write!(out, "{}", over(self.drawn))?;
		}
		self.drawn = rows(text.trim_end(), size().map(|(width, _)| width));
		self.noted = false;
		writeln!(out, "{}", text.trim_end())?;
		if !self.live {
			writeln!(out)?;
		}
		out.flush()
	}

	/// Says something once, on standard error, until the next table is drawn.
	pub fn note(&mut self, text: &str) {
		if self.noted {
			return;
		}
		self.noted = true;
		if self.live && io::stderr().is_terminal() {
			self.drawn += rows(text, size().map(|(width, _)| width));
		}
		let _ = writeln!(io::stderr(), "{text}");
	}
}

/// Columns and rows of the terminal.
fn size() -> Option<(u16, u16)> {
	crossterm::terminal::size().ok().filter(|(width, height)| *width > 0 && *height > 0)
}

/// Moves the cursor up over `lines` lines and clears from there on.
fn over(lines: usize) -> String {
	match lines {
		0 => String::new(),
		_ => format!("\x1b[{lines}A\r\x1b[J"),
	}
}

/// Rows that `text` takes on a terminal of `width` columns, which breaks longer lines.
fn rows(text: &str, width: Option<u16>) -> usize {
	let rows_of = |line| width.map_or(1, |width| columns(line).div_ceil(usize::from(width)).max(1));
	text.lines().map(rows_of).sum()
}

/// Columns of a line, without the escape sequences that colour it.
fn columns(line: &str) -> usize {
	let mut escaped = false;
	let mut count = 0;
	for character in line.chars() {
		match (escaped, character) {
			(false, '\x1b') => escaped = true,
			(false, _) => count += 1,
			(true, _) => escaped = !character.is_ascii_alphabetic(),
		}
	}
	count
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn nothing_is_cleared_before_the_first_table() {
		assert_eq!(over(0), "");
		assert_eq!(over(3), "\x1b[3A\r\x1b[J");
	}

	#[test]
	fn lines_that_the_terminal_breaks_count_as_several() {
		let text = format!("{}\n\n\x1b[1;32m{}\x1b[0m", "x".repeat(81), "–".repeat(80));
		assert_eq!(rows(&text, Some(80)), 2 + 1 + 1);
		assert_eq!(rows(&text, Some(40)), 3 + 1 + 2);
		assert_eq!(rows(&text, None), 3);
	}
}
