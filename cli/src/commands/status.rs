//! `promptale status`: the chain and its models at a glance.

use crate::{
	args::Arguments,
	failure::Failure,
	table,
	view::{ModelView, RoundView},
	words,
};
use promptale_primitives::BlockNumber;
use serde::Serialize;

#[derive(Serialize)]
struct Status {
	node: String,
	chain: Chain,
	head_block: BlockNumber,
	models: Vec<ModelView>,
}

#[derive(Serialize)]
struct Chain {
	name: String,
	spec_name: String,
	spec_version: u32,
	genesis: String,
}

pub async fn run(arguments: &Arguments) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let mut models = Vec::new();
	for model in client.models().await? {
		let round = match model.latest_round {
			0 => None,
			_ => client.round(model.id, None).await?,
		};
		models.push(ModelView::new(&model, round.as_ref().map(RoundView::new).as_ref()));
	}
	let status = Status {
		node: arguments.node.clone(),
		chain: Chain {
			name: info.name.clone(),
			spec_name: info.spec_name.clone(),
			spec_version: info.spec_version,
			genesis: info.genesis.clone(),
		},
		head_block: client.best_block().await?,
		models,
	};
	super::print(arguments.json, &status, || {
		let head = table::pairs(&[
			(
				"Chain",
				format!("{} (runtime version {})", words::printable(&status.chain.name), status.chain.spec_version),
			),
			("Node", status.node.clone()),
			("Genesis", status.chain.genesis.clone()),
			("Block", status.head_block.to_string()),
		]);
		if status.models.is_empty() {
			format!("{head}\nNo models yet.")
		} else {
			format!("{head}\n{}", table::models(&status.models))
		}
	})
}
