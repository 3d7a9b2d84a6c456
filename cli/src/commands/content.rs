//! `promptale content`.

use super::signing::{Plan, Signer};
use crate::{
	args::{hash, Arguments, ContentArguments, ContentCommand, Hash, Signing, WhichContent},
	events,
	failure::Failure,
	table,
	unit::Units,
	view::{ContentBrief, ContentView},
	words,
};
use anyhow::{anyhow, Context};
use promptale_client::{AccountId, Call, Client, SharesCall};
use promptale_primitives::{
	content::{ContentId, EngineVersion},
	hash::content_hash,
	Balance, Blake3,
};
use serde::Serialize;
use std::path::Path;

pub async fn run(arguments: &Arguments, command: &ContentCommand) -> Result<(), Failure> {
	match command {
		ContentCommand::Register(content) => register(arguments, content).await,
		ContentCommand::Show(which) => show(arguments, which).await,
		ContentCommand::List { before, most, creator } => list(arguments, *before, *most, *creator).await,
		ContentCommand::Remove { content, signing } => remove(arguments, signing, *content).await,
	}
}

/// The BLAKE3 hash of a file.
fn hash_of(file: &Path) -> Result<Blake3, Failure> {
	let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
	if bytes.is_empty() {
		return Err(Failure::Usage(format!("{} is empty: there is nothing to name by a hash.", file.display())));
	}
	Ok(content_hash(&bytes))
}

/// The hash that `text` is, or that of the file that it names.
fn file_or_hash(text: &str) -> Result<Blake3, Failure> {
	match hash(text) {
		Ok(Hash(hash)) => Ok(hash),
		Err(_) => hash_of(Path::new(text)),
	}
}

/// Whose shares are, from the start: all of them `signer`'s where nobody is named.
fn holders(
	signer: AccountId,
	supply: Balance,
	founders: &[(AccountId, Balance)],
	most: u32,
) -> Result<Vec<(AccountId, Balance)>, Failure> {
	if founders.is_empty() {
		return Ok(vec![(signer, supply)]);
	}
	if founders.len() > most as usize {
		return Err(Failure::Usage(format!(
			"Content is registered for {most} accounts at most, not {}. Name fewer; shares can be given on later.",
			founders.len()
		)));
	}
	let sum = founders.iter().try_fold(0, |sum: Balance, (_, shares)| sum.checked_add(*shares));
	match sum {
		Some(sum) if sum == supply => Ok(founders.to_vec()),
		_ => Err(Failure::Usage(format!(
			"The founders' shares sum to {}, and --supply is {}. Make them the same.",
			sum.map_or_else(|| "more than can be".into(), words::thousands),
			words::thousands(supply)
		))),
	}
}

/// The checkpoint that is the model's now.
async fn current_checkpoint(client: &Client, model: u32) -> Result<Blake3, Failure> {
	let overview = client.model(model).await?;
	let overview = overview.ok_or_else(|| {
		Failure::Refused(anyhow!("There is no model {model}. `promptale status` lists them; or give --checkpoint."))
	})?;
	Ok(overview.checkpoint)
}

#[derive(Serialize)]
struct Registered {
	/// `null` in a dry run.
	content: Option<ContentId>,
	image: String,
	credential: String,
	model: u32,
	checkpoint: String,
	supply: String,
}

async fn register(arguments: &Arguments, content: &ContentArguments) -> Result<(), Failure> {
	let (image, credential) = (hash_of(&content.image)?, file_or_hash(&content.credential)?);
	let signer = Signer::open(arguments, &content.signing).await?;
	let client = &signer.client;
	if let Some(number) = client.content_by_image(&image).await? {
		return Err(Failure::Refused(anyhow!(
			"This image is registered already, as content {number}. `promptale content show {number}` says by whom."
		)));
	}
	let most = client.most_founders().await?;
	let holders = holders(signer.account, content.supply, &content.founders, most)?;
	let checkpoint = match content.checkpoint {
		Some(Hash(checkpoint)) => checkpoint,
		None => current_checkpoint(client, content.model).await?,
	};
	let (deposit, bond) = (client.content_deposit().await?, client.holding_bond().await?);
	let own = holders.iter().filter(|(holder, _)| *holder == signer.account).count() as Balance;
	let others = (holders.len() as Balance).saturating_sub(own);
	let mut facts = vec![
		("Image", hex::encode(image)),
		("Credential", hex::encode(credential)),
		("Made by", format!("model {}, checkpoint {}", content.model, hex::encode(checkpoint))),
	];
	facts.extend(
		holders.iter().map(|(holder, shares)| ("Shares", format!("{} for {holder}", words::thousands(*shares)))),
	);
	facts.push(("Deposit", format!("{}, back when the content is removed", words::amount(deposit))));
	facts.push(("Bond of each holder", words::amount(bond)));
	let engine = EngineVersion { model: content.model, checkpoint };
	let supply = content.supply;
	let call = SharesCall::RegisterContent { image, engine, credential, supply, holders };
	let plan = Plan {
		facts,
		// The pot's existential deposit, and what others get for their rows.
		pays: client.existential_deposit().await?.saturating_add(bond.saturating_mul(others)),
		holds: deposit.saturating_add(bond.saturating_mul(own)),
		..Plan::new(Call::Shares(call), format!("registers {} with {}", content.image.display(), words::shares(supply)))
	};
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let number = events::content(&outcome.events);
	let details = Registered {
		content: number,
		image: hex::encode(image),
		credential: hex::encode(credential),
		model: content.model,
		checkpoint: hex::encode(checkpoint),
		supply: supply.to_string(),
	};
	let mut lines = Vec::new();
	lines.extend(number.map(|number| ("Content", number.to_string())));
	lines.push(("Image", details.image.clone()));
	lines.push(("Shares", words::thousands(supply)));
	outcome.print(arguments.json, &details, lines)
}

async fn show(arguments: &Arguments, which: &WhichContent) -> Result<(), Failure> {
	let image = which.image.as_deref().map(file_or_hash).transpose()?;
	let (client, _) = super::connect(arguments).await?;
	let number = match (which.content, image) {
		(Some(number), _) => number,
		(None, Some(image)) => client.content_by_image(&image).await?.ok_or_else(|| {
			Failure::Refused(anyhow!("Nobody registered the image with the BLAKE3 hash {}.", hex::encode(image)))
		})?,
		(None, None) => return Err(Failure::Usage("Give the content's number, or --image.".into())),
	};
	let content = client.content(number).await?;
	let content = content.ok_or_else(|| unknown(number))?;
	let units = Units::of(&client, content.revenues.iter().map(|revenue| revenue.asset)).await?;
	let view = ContentView::new(number, &content, &units);
	super::print(arguments.json, &view, || table::content(&view))
}

/// There is no such content.
fn unknown(content: ContentId) -> Failure {
	Failure::Refused(anyhow!("There is no content {content}. `promptale content list` shows the latest."))
}

#[derive(Serialize)]
struct Listed {
	contents: Vec<ContentBrief>,
}

async fn list(
	arguments: &Arguments,
	before: Option<ContentId>,
	most: u32,
	creator: Option<AccountId>,
) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let contents = client.contents(before, most).await?;
	let wanted = contents.iter().filter(|(_, content)| creator.is_none_or(|creator| content.creator == creator));
	let view = Listed { contents: wanted.map(|(number, content)| ContentBrief::new(*number, content)).collect() };
	super::print(arguments.json, &view, || match view.contents.is_empty() {
		true => format!("No such content among the last {most} numbers."),
		false => table::contents(&view.contents),
	})
}

#[derive(Serialize)]
struct Removed {
	content: ContentId,
}

async fn remove(arguments: &Arguments, signing: &Signing, content: ContentId) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	let creator = client.content(content).await?.ok_or_else(|| unknown(content))?.content.creator;
	let mut gets = client.holding_bond().await?;
	let mut facts = vec![("For ever", "its shares are gone; the image could be registered again".into())];
	if creator == signer.account {
		gets = gets.saturating_add(client.content_deposit().await?).saturating_add(client.existential_deposit().await?);
	} else {
		facts.push(("Its deposit", format!("goes back to {creator}, who registered it")));
	}
	let plan = Plan {
		facts,
		gets,
		..Plan::new(Call::Shares(SharesCall::RemoveContent { content }), format!("removes content {content}"))
	};
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	outcome.print(arguments.json, &Removed { content }, vec![("Done", done)])
}

#[cfg(test)]
mod tests {
	use super::*;

	const ME: AccountId = AccountId([1; 32]);

	#[test]
	fn a_credential_is_a_hash_or_a_file_and_an_empty_file_is_none() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("credential.c2pa");
		std::fs::write(&file, b"manifest").unwrap();
		let expected = content_hash(b"manifest");
		assert_eq!(file_or_hash(file.to_str().unwrap()).unwrap(), expected);
		assert_eq!(file_or_hash(&format!("0x{}", hex::encode(expected))).unwrap(), expected);
		assert_eq!(file_or_hash("/nowhere.c2pa").unwrap_err().code(), 1);
		std::fs::write(&file, b"").unwrap();
		assert_eq!(file_or_hash(file.to_str().unwrap()).unwrap_err().code(), 2);
	}

	#[test]
	fn shares_are_the_signers_unless_founders_have_exactly_all() {
		let other = AccountId([2; 32]);
		assert_eq!(holders(ME, 10, &[], 2).unwrap(), [(ME, 10)]);
		assert_eq!(holders(ME, 10, &[(ME, 4), (other, 6)], 2).unwrap(), [(ME, 4), (other, 6)]);
		for (founders, part) in [
			(&[(ME, 4), (other, 7)][..], "sum to 11, and --supply is 10"),
			(&[(ME, u128::MAX), (other, 1)], "more than can be"),
			(&[(ME, 4), (other, 3), (other, 3)], "2 accounts at most, not 3"),
		] {
			let failure = holders(ME, 10, founders, 2).unwrap_err();
			assert!(failure.code() == 2 && failure.to_string().contains(part), "{part} is missing in {failure}");
		}
	}
}
