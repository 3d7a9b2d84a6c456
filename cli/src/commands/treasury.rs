//! `promptale treasury`.

use crate::{
	args::Arguments,
	failure::Failure,
	table,
	view::{FlowView, PoolView, PotView, SpendView},
	words,
};
use promptale_primitives::BlockNumber;
use serde::Serialize;

#[derive(Serialize)]
struct Treasury {
	account: String,
	block: BlockNumber,
	/// Can be spent.
	free: String,
	/// Belongs to it, but its account could not take it yet.
	unplaced: String,
	/// Destroyed since genesis.
	burned: String,
	spends: Vec<SpendView>,
	pots: Vec<PotView>,
	flows: Vec<FlowView>,
	emission: Vec<PoolView>,
}

pub async fn run(arguments: &Arguments) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let account = client.treasury_account().await?;
	let free = client.balance(&account).await?.free;
	let flows = client.flows().await?;
	let view = Treasury {
		account: account.to_string(),
		block: client.best_block().await?,
		free: free.to_string(),
		unplaced: flows.unplaced.to_string(),
		burned: flows.burned.to_string(),
		spends: client.spends().await?.iter().map(SpendView::from).collect(),
		pots: flows.pots.iter().map(PotView::from).collect(),
		flows: flows.inflows.iter().map(FlowView::from).collect(),
		emission: client.emission().await?.iter().map(PoolView::from).collect(),
	};
	super::print(arguments.json, &view, || {
		let head = table::pairs(&[
			("Treasury", view.account.clone()),
			("Block", view.block.to_string()),
			("Holds", words::amount(free)),
			("Waits for it", words::amount(flows.unplaced)),
			("Burned since genesis", words::amount(flows.burned)),
		]);
		let spends = match view.spends.is_empty() {
			true => "No approved spends wait for payment.\n".to_string(),
			false => format!("Approved spends:\n{}\n", table::spends(&view.spends)),
		};
		format!(
			"{head}\n{spends}\nPots:\n{}\n\nEmission:\n{}\n\nSince genesis, where it came from and went:\n{}",
			table::pots(&view.pots),
			table::pools(&view.emission),
			table::flows(&view.flows)
		)
	})
}
