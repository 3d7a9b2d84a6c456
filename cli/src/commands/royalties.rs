//! `promptale book royalties` and `promptale sale royalties`.

use super::signing::{Lines, Plan, Signer};
use crate::{
	args::{Arguments, RoyaltiesCommand, Signing},
	failure::Failure,
	table,
	view::RoyaltyView,
	words,
};
use promptale_client::{AccountId, Call, Client, Error, MarketCall, SalesCall};
use promptale_primitives::{order_book::MAX_ROYALTY, royalty::MAX_RECIPIENTS};
use serde::Serialize;

/// What royalties are of.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
	/// Shares of a content.
	Content,
	/// Items of a collection.
	Collection,
}

impl Of {
	fn word(self) -> &'static str {
		match self {
			Self::Content => "content",
			Self::Collection => "collection",
		}
	}

	async fn royalties(self, client: &Client, number: u32) -> Result<Option<Vec<(AccountId, u32)>>, Error> {
		match self {
			Self::Content => client.royalties(number).await,
			Self::Collection => client.collection_royalties(number).await,
		}
	}

	fn set(self, number: u32, recipients: Vec<(AccountId, u32)>) -> Call {
		match self {
			Self::Content => Call::Market(MarketCall::SetRoyalties { content: number, recipients }),
			Self::Collection => Call::Sales(SalesCall::SetRoyalties { collection: number, recipients }),
		}
	}

	fn remove(self, number: u32) -> Call {
		match self {
			Self::Content => Call::Market(MarketCall::RemoveRoyalties { content: number }),
			Self::Collection => Call::Sales(SalesCall::RemoveRoyalties { collection: number }),
		}
	}
}

pub async fn run(arguments: &Arguments, command: &RoyaltiesCommand, of: Of) -> Result<(), Failure> {
	match command {
		RoyaltiesCommand::Show { of: number } => show(arguments, of, *number).await,
		RoyaltiesCommand::Set { of: number, recipients, signing, .. } => {
			set(arguments, signing, of, *number, recipients).await
		},
		RoyaltiesCommand::Remove { of: number, signing } => {
			let signer = Signer::open(arguments, signing).await?;
			let does = format!("removes the royalties of {} {number}, which is gone", of.word());
			finish(&signer, Plan::new(of.remove(*number), does), of, *number, None).await
		},
	}
}

#[derive(Serialize)]
struct Royalties {
	of: Of,
	number: u32,
	/// `null` before somebody set them.
	royalties: Option<Vec<RoyaltyView>>,
}

async fn show(arguments: &Arguments, of: Of, number: u32) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let royalties = of.royalties(&client, number).await?;
	let royalties = royalties.map(|all| all.iter().map(RoyaltyView::from).collect());
	let view = Royalties { of, number, royalties };
	super::print(arguments.json, &view, || match view.royalties.as_deref() {
		None => format!("Nobody set royalties of {} {number}.", of.word()),
		Some([]) => format!("Nobody gets royalties of {} {number}, for ever.", of.word()),
		Some(royalties) => table::royalties(royalties),
	})
}

async fn set(
	arguments: &Arguments,
	signing: &Signing,
	of: Of,
	number: u32,
	recipients: &[(AccountId, u32)],
) -> Result<(), Failure> {
	allowed(recipients)?;
	let signer = Signer::open(arguments, signing).await?;
	let mut facts: Lines = vec![("For ever", "they can never be changed".into())];
	facts.extend(recipients.iter().map(|(who, rate)| ("Gets", format!("{} for {who}", words::percent(*rate)))));
	let holds = signer.client.royalty_deposit().await?;
	let does = format!("sets the royalties of {} {number}", of.word());
	let plan = Plan { facts, holds, ..Plan::new(of.set(number, recipients.to_vec()), does) };
	let royalties = Some(recipients.iter().map(RoyaltyView::from).collect());
	finish(&signer, plan, of, number, royalties).await
}

async fn finish(
	signer: &Signer<'_>,
	plan: Plan,
	of: Of,
	number: u32,
	royalties: Option<Vec<RoyaltyView>>,
) -> Result<(), Failure> {
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	outcome.print(signer.arguments.json, &Royalties { of, number, royalties }, vec![("Done", done)])
}

/// Refuses more recipients, or larger parts, than the chain takes.
fn allowed(recipients: &[(AccountId, u32)]) -> Result<(), Failure> {
	let together = recipients.iter().fold(0u32, |sum, (_, rate)| sum.saturating_add(*rate));
	if recipients.len() > MAX_RECIPIENTS as usize {
		return Err(Failure::Usage(format!(
			"Royalties go to {MAX_RECIPIENTS} accounts at most, not {}.",
			recipients.len()
		)));
	}
	if together > MAX_ROYALTY {
		return Err(Failure::Usage(format!(
			"Royalties are {} of a sale together at most, and these are {}. Name smaller parts.",
			words::percent(MAX_ROYALTY),
			words::percent(together)
		)));
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn royalties_that_the_chain_would_refuse_are_refused_here() {
		let parts = |rates: &[u32]| -> Vec<_> { rates.iter().map(|rate| (AccountId([1; 32]), *rate)).collect() };
		assert!(allowed(&parts(&[50_000; 4])).is_ok() && allowed(&[]).is_ok());
		for (rates, part) in [(&[1; 5][..], "4 accounts at most, not 5"), (&[100_000, 100_001], "20.00 %")] {
			let failure = allowed(&parts(rates)).unwrap_err();
			assert!(failure.code() == 2 && failure.to_string().contains(part), "{part} is missing in {failure}");
		}
	}
}
