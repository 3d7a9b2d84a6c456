//! The relay-chain node.

fn main() -> anyhow::Result<()> {
	polkadot_cli::run()?;
	Ok(())
}
