//! `promptale round show` and `promptale round watch`.

use crate::{args::Arguments, failure::Failure, live::Screen, table, view::RoundView};
use promptale_client::Client;
use promptale_primitives::{ModelId, RoundIndex};
use std::time::{Duration, Instant};

/// How often the node is asked for its best block.
const POLL: Duration = Duration::from_millis(400);
/// How long a node may be away before watching gives up.
const PATIENCE: Duration = Duration::from_secs(60);

pub async fn show(arguments: &Arguments, model: ModelId, round: Option<RoundIndex>) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let view = match client.round(model, round).await? {
		Some(overview) => RoundView::new(&overview),
		None => return Err(missing(&client, model, round).await?),
	};
	super::print(arguments.json, &view, || table::round(&view))
}

/// Says what exactly is not there.
async fn missing(client: &Client, model: ModelId, round: Option<RoundIndex>) -> Result<Failure, Failure> {
	let models = client.models().await?;
	let known = models.iter().find(|known| known.id == model);
	Ok(Failure::Other(match (known, round) {
		(None, _) => anyhow::anyhow!("There is no model {model}. `promptale status` lists the models."),
		(Some(_), None) => anyhow::anyhow!("Model {model} has not opened a round yet."),
		(Some(known), Some(round)) if round > known.latest_round => {
			anyhow::anyhow!("Model {model} has no round {round} yet; its latest is {}.", known.latest_round)
		},
		(Some(known), Some(round)) => anyhow::anyhow!(
			"Round {round} of model {model} is no longer kept on chain; its latest is {}.",
			known.latest_round
		),
	}))
}

pub async fn watch(arguments: &Arguments, model: ModelId, until: Option<RoundIndex>) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	if !client.models().await?.iter().any(|known| known.id == model) {
		return Err(missing(&client, model, None).await?);
	}
	tokio::select! {
		result = follow(&client, arguments.json, model, until) => result,
		interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
	}
}

async fn follow(client: &Client, json: bool, model: ModelId, until: Option<RoundIndex>) -> Result<(), Failure> {
	let mut screen = Screen::new(!json);
	let mut shown: Option<RoundView> = None;
	let mut block = None;
	let mut away_since: Option<Instant> = None;
	let mut ticks = tokio::time::interval(POLL);
	ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
	loop {
		ticks.tick().await;
		let views = match news(client, model, block, shown.as_ref()).await {
			Ok(None) => continue,
			Ok(Some((now, views))) => {
				block = Some(now);
				away_since = None;
				views
			},
			Err(failure @ Failure::Unreachable(_)) => {
				let since = *away_since.get_or_insert_with(Instant::now);
				if since.elapsed() > PATIENCE {
					return Err(failure);
				}
				screen.note("The node is away; waiting for it to come back.");
				continue;
			},
			Err(failure) => return Err(failure),
		};
		if views.is_empty() {
			screen.note(&format!("Model {model} has not opened a round yet; waiting for its first."));
		}
		for view in views {
			let changed = shown.as_ref().is_none_or(|before| before.differs_from(&view));
			if json && changed {
				super::print_line(&serde_json::to_string(&view)?)?;
			} else if !json && (changed || screen.live()) {
				super::written(screen.draw(&table::round(&view)))?;
			}
			let done = until.is_some_and(|until| view.round > until || (view.round == until && view.closed()));
			shown = Some(view);
			if done {
				return Ok(());
			}
		}
	}
}

/// The best block and the rounds to show, or nothing when there is no new block. Where a later round has opened,
/// the end of the one shown before comes first.
async fn news(
	client: &Client,
	model: ModelId,
	seen: Option<u32>,
	shown: Option<&RoundView>,
) -> Result<Option<(u32, Vec<RoundView>)>, Failure> {
	let now = client.best_block().await?;
	if seen == Some(now) {
		return Ok(None);
	}
	let Some(latest) = client.round(model, None).await? else {
		return Ok(Some((now, Vec::new())));
	};
	let latest = RoundView::new(&latest);
	let mut views = Vec::new();
	if let Some(shown) = shown {
		for round in shown.round..latest.round {
			if round == shown.round && shown.closed() {
				continue;
			}
			views.extend(client.round(model, Some(round)).await?.as_ref().map(RoundView::new));
		}
	}
	views.push(latest);
	Ok(Some((now, views)))
}
