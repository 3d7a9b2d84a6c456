//! The acts. Each names every unit that changes hands; the stage checks that nothing else moved.

use super::{
	ledger::CHAIN,
	pictures::{Pictures, Scene},
	stage::{account, account_named, amount, key_of, number, path, Stage},
};
use crate::{chain::development_key, output::tell};
use anyhow::{anyhow, bail, ensure, Context, Result};
use codec::Encode;
use promptale_client::{AccountId, Keypair};
use promptale_primitives::{
	hash::content_hash,
	placement::{
		receipts_root, AttesterSignature, AttesterSignatures, CampaignId, Receipt, Settlement, SignedReceipt,
		SignedSettlement, SlotId, Total,
	},
	Balance, Blake3, BlockNumber, TALE,
};

/// Everybody in the story.
pub const CAST: [&str; 11] =
	[CREATOR, PAINTER, BACKERS[0], BACKERS[1], BACKERS[2], TRADERS[0], TRADERS[1], BRAND, ATTESTER, SITE, PUBLISHER];

/// Registers the content that succeeds.
pub const CREATOR: &str = "creator";
/// Has shares of it from the start, and a content of her own whose raise fails.
pub const PAINTER: &str = "painter";
/// Put money in.
pub const BACKERS: [&str; 3] = ["backer-1", "backer-2", "backer-3"];
/// Buy from backers and from each other.
pub const TRADERS: [&str; 2] = ["trader-1", "trader-2"];
/// Pays to be seen.
pub const BRAND: &str = "brand";
/// Counts impressions.
pub const ATTESTER: &str = "attester";
/// Shows the content.
pub const SITE: &str = "site";
/// Pays for a licence to print it.
pub const PUBLISHER: &str = "publisher";

/// Impressions that are settled in one call.
const IMPRESSIONS: u32 = 1_000_000;

/// Shares of each content.
const SUPPLY: u32 = 1_000;

/// The name of a content's pot in the ledger.
pub fn pot(content: u32) -> String {
	format!("pot of content {content}")
}

/// The name of a raise's account in the ledger.
fn escrow(raise: u32) -> String {
	format!("escrow of raise {raise}")
}

/// Registers a scene for `who` and, where one is named, a second founder with 100 of the shares. Answers its number.
async fn register(stage: &mut Stage, who: &str, with: Option<&str>, scene: &Scene, engine: &Pictures) -> Result<u32> {
	let own = account_named(who)?;
	let mut founders = vec![format!("{own}={}", if with.is_some() { SUPPLY - 100 } else { SUPPLY })];
	if let Some(with) = with {
		founders.push(format!("{}=100", account_named(with)?));
	}
	let (checkpoint, supply) = (hex::encode(engine.checkpoint_hash), SUPPLY.to_string());
	let mut words = vec!["content", "register", path(&scene.picture)?, "--credential", path(&scene.credential)?];
	words.extend(["--checkpoint", &checkpoint, "--supply", &supply]);
	founders.iter().for_each(|founder| words.extend(["--founder", founder]));
	let done = stage.signs(who, &words).await?;
	let content = number(&done["content"])?;
	let shown = stage.asks(&["content", "show", &content.to_string()]).await?;
	stage.name(account(&shown["pot"])?, &pot(content));
	let begins = stage.client().existential_deposit().await?;
	stage.moves(who, &pot(content), begins, "what the content's account begins with");
	if let Some(with) = with {
		let bond = stage.client().holding_bond().await?;
		stage.moves(who, with, bond, "bond of the other founder's row of shares");
	}
	Ok(content)
}

/// The engine's scenes become content: the creator's, and one of the painter's own. Answers their numbers.
///
/// # Errors
/// Where the chain refuses one.
pub async fn pictures_are_registered(stage: &mut Stage, engine: &Pictures) -> Result<(u32, u32)> {
	stage.begin("Pictures out of the engine become content");
	let [first, second, ..] = &engine.scenes[..] else { bail!("the engine made too few scenes") };
	let contents = (
		register(stage, CREATOR, Some(PAINTER), first, engine).await?,
		register(stage, PAINTER, None, second, engine).await?,
	);
	let other = hex::encode([1; 32]);
	let twice = ["content", "register", path(&first.picture)?, "--credential", path(&first.credential)?];
	let twice = [&twice[..], &["--checkpoint", &other, "--supply", "5"]].concat();
	stage.is_refused(SITE, &twice, "registered already").await?;
	stage.end().await?;
	Ok(contents)
}

/// Opens a raise and gives its account a line in the ledger. Answers its number.
async fn launch(stage: &mut Stage, who: &str, words: &str) -> Result<u32> {
	let done = stage.says(who, words).await?;
	let raise = number(&done["raise"])?;
	let shown = stage.asks(&["launch", "show", &raise.to_string()]).await?;
	stage.name(account(&shown["account"])?, &escrow(raise));
	stage.moves(who, &escrow(raise), amount(&done["paid"])?, "what the raise's account begins with");
	Ok(raise)
}

async fn contribute(stage: &mut Stage, raise: u32, backer: &str, tale: u32) -> Result<()> {
	let done = stage.says(backer, &format!("invest contribute {raise} --amount {tale}")).await?;
	ensure!(amount(&done["paid"])? == Balance::from(tale) * TALE, "another amount was paid: {done}");
	stage.moves(backer, &escrow(raise), Balance::from(tale) * TALE, "contribution");
	Ok(())
}

/// Removes a raise whose account then gives what is left on it to the creator.
async fn close(stage: &mut Stage, raise: u32, creator: &str) -> Result<()> {
	let shown = stage.asks(&["launch", "show", &raise.to_string()]).await?;
	let left = stage.client().balance(&account(&shown["account"])?).await?;
	stage.says(creator, &format!("launch close {raise}")).await?;
	stage.moves(&escrow(raise), creator, left.free + left.held, "what the raise's account began with");
	Ok(())
}

/// Too few believe in the painter's content: everybody gets everything back.
///
/// # Errors
/// Where somebody does not.
pub async fn a_raise_fails(stage: &mut Stage, content: u32) -> Result<()> {
	stage.begin("A raise that falls short is refunded");
	let promise = hex::encode([2; 32]);
	let words = format!(
		"launch open {content} --shares 500 --soft-cap 500 --hard-cap 1000 --opens +4 --closes +16 \
		 --milestone 100%,+17,+300,10,{promise}"
	);
	let raise = launch(stage, PAINTER, &words).await?;
	stage.until(raise, "public").await?;
	contribute(stage, raise, BACKERS[0], 120).await?;
	contribute(stage, raise, BACKERS[1], 30).await?;
	stage.until(raise, "unfunded").await?;
	for (backer, tale) in [(BACKERS[0], 120), (BACKERS[1], 30)] {
		stage.says(backer, &format!("invest refund {raise}")).await?;
		stage.moves(&escrow(raise), backer, tale * TALE, "refund");
	}
	stage.says(PAINTER, &format!("launch take-back {raise}")).await?;
	close(stage, raise, PAINTER).await?;
	stage.end().await
}

/// Three backers pay for 600 shares of the creator's content; two milestones are approved, and shares are delivered.
///
/// # Errors
/// Where money or shares are not where they should be.
pub async fn a_raise_succeeds(stage: &mut Stage, content: u32) -> Result<()> {
	stage.begin("A raise succeeds, milestone by milestone");
	let promise = hex::encode([3; 32]);
	let words = format!(
		"launch open {content} --shares 600 --soft-cap 300 --hard-cap 600 --opens +4 --closes +200 \
		 --milestone 60%,+1,+900,10,{promise} --milestone 40%,+1,+1800,10,{promise}"
	);
	let raise = launch(stage, CREATOR, &words).await?;
	stage.until(raise, "public").await?;
	for (backer, tale) in BACKERS.into_iter().zip([300, 200, 100]) {
		contribute(stage, raise, backer, tale).await?;
	}
	for part in [360, 240] {
		stage.says(CREATOR, &format!("launch milestone request {raise} --evidence {promise}")).await?;
		for backer in &BACKERS[..2] {
			stage.says(backer, &format!("invest vote {raise} approve")).await?;
		}
		let before = earned(stage, content).await?;
		let done = stage.says(CREATOR, &format!("launch milestone release {raise}")).await?;
		let (got, all) = (amount(&done["received"])?, part * TALE);
		let to_holders = earned(stage, content).await? - before;
		ensure!(got < all && to_holders > 0, "{got} of {all} were released, {to_holders} to holders");
		stage.moves(&escrow(raise), CREATOR, got, "milestone");
		stage.moves(&escrow(raise), &pot(content), to_holders, "the holders' part of the launchpad's fee");
		stage.moves(&escrow(raise), CHAIN, all - got - to_holders, "the chain's part of the launchpad's fee");
	}
	for backer in BACKERS {
		stage.says(backer, &format!("invest shares {raise}")).await?;
	}
	close(stage, raise, CREATOR).await?;
	for (holder, shares) in [(CREATOR, 300), (PAINTER, 100), (BACKERS[0], 300), (BACKERS[1], 200), (BACKERS[2], 100)] {
		ensure!(stage.shares(holder, content).await? == shares, "{holder} has not {shares} shares");
	}
	stage.end().await
}

/// All that a content earned in $TALE so far, by the books of the register.
async fn earned(stage: &Stage, content: u32) -> Result<Balance> {
	let shown = stage.asks(&["content", "show", &content.to_string()]).await?;
	let revenues = shown["revenues"].as_array().context("a content has revenues")?;
	revenues.iter().filter(|revenue| revenue["asset"] == "TALE").map(|revenue| amount(&revenue["deposited"])).sum()
}

/// An order that takes what waits: `seller`'s one order is filled at its own price, royalties are the creator's five and the
/// painter's one percent.
async fn trade(stage: &mut Stage, content: u32, taker: (&str, &str), seller: &str, words: &str) -> Result<()> {
	let before = earned(stage, content).await?;
	let done = stage.says(taker.0, words).await?;
	let [turnover, fee, royalties] = ["turnover", "market_fee", "royalties"].map(|field| amount(&done[field]));
	let (turnover, fee, royalties) = (turnover?, fee?, royalties?);
	let buyer = taker.1;
	ensure!(turnover > 0, "nothing was traded: {done}");
	let painter = turnover / 100;
	stage.moves(buyer, seller, turnover - fee - royalties, "price of shares");
	stage.moves(buyer, CREATOR, royalties - painter, "royalty of a sale");
	stage.moves(buyer, PAINTER, painter, "royalty of a sale");
	// Fees are divided when their block has room, which is the block itself on a quiet chain.
	stage.next_block().await?;
	let to_holders = earned(stage, content).await? - before;
	ensure!(to_holders > 0 && to_holders < fee, "holders got {to_holders} of a fee of {fee}");
	stage.moves(buyer, &pot(content), to_holders, "the holders' part of the fee of a sale");
	stage.moves(buyer, CHAIN, fee - to_holders, "the chain's part of the fee of a sale");
	Ok(())
}

/// Backers sell, traders buy, at the price of who came first.
///
/// # Errors
/// Where an order is not filled as it should be.
pub async fn shares_are_traded(stage: &mut Stage, content: u32) -> Result<()> {
	stage.begin("Shares change hands");
	let royalties = format!(
		"book royalties set {content} --recipient {}=5 --recipient {}=1",
		account_named(CREATOR)?,
		account_named(PAINTER)?
	);
	stage.says(CREATOR, &royalties).await?;
	let opened = stage.says(CREATOR, &format!("book open {content} --tick 0.05")).await?;
	let book = number(&opened["book"])?;
	stage.says(BACKERS[0], &format!("order place sell 40 --book {book} --price 3")).await?;
	let buy = format!("order place buy 25 --book {book} --price 3.2");
	trade(stage, content, (TRADERS[0], TRADERS[0]), BACKERS[0], &buy).await?;
	stage.says(TRADERS[1], &format!("order place buy 30 --book {book} --price 2.95")).await?;
	let sell = format!("order place sell 10 --book {book} --price 2.5 --time-in-force ioc");
	trade(stage, content, (TRADERS[0], TRADERS[1]), TRADERS[0], &sell).await?;
	stage.says(TRADERS[1], "order cancel-all").await?;
	stage.says(BACKERS[0], "order cancel-all").await?;
	let shown = stage.asks(&["book", "show", &book.to_string()]).await?;
	ensure!(shown["orders"] == 0, "orders are left: {shown}");
	stage.end().await
}

/// A brand wins a slot at the second price; a million impressions are settled in one call, and everybody is paid.
///
/// # Errors
/// Where somebody is not paid what the slot's terms say.
pub async fn a_product_is_placed(stage: &mut Stage, content: u32, engine: &Pictures) -> Result<()> {
	stage.begin("A product is placed, and a million impressions are settled at once");
	let product = std::fs::read(&engine.product)?;
	let picture = hex::encode(content_hash(&product));
	let attester = development_key(&key_of(ATTESTER))?;
	let words = format!(
		"slot open {content} --region 55,45,30,45 --bidding-until +16 --reveal-until +32 --from +34 --until +2034 --epoch 2000 \
		 --cap 2000000 --reserve 1 --least-budget 500 --publishers 60 --challenge-window 10 --attester {}",
		hex::encode(attester.public_key().0)
	);
	let slot = number(&stage.says(CREATOR, &words).await?["slot"])?;
	let secret = |who: &str| stage.folder.join(format!("{who}.bid.json"));
	let secrets = [secret(BRAND), secret(PUBLISHER)];
	for (who, price, budget, file) in [(BRAND, 5, 4_000, &secrets[0]), (PUBLISHER, 3, 3_500, &secrets[1])] {
		let words = format!("slot bid {slot} --price {price} --budget {budget} --picture {picture} --secret");
		let words: Vec<&str> = words.split_whitespace().chain([path(file)?]).collect();
		stage.signs(who, &words).await?;
	}
	let opened = stage.client().slot(slot).await?.context("the slot is there")?;
	let terms = opened.terms;
	stage.wait_for(terms.bidding_until + 1).await?;
	for (who, file) in [(BRAND, &secrets[0]), (PUBLISHER, &secrets[1])] {
		stage.signs(who, &["slot", "reveal", &slot.to_string(), "--secret", path(file)?]).await?;
	}
	stage.wait_for(terms.reveal_until + 1).await?;
	let done = stage.says(CREATOR, &format!("slot award {slot}")).await?;
	let campaign = number(&done["slot"]["campaign"])?;
	stage.says(PUBLISHER, &format!("slot withdraw {slot}")).await?;
	let won = stage.client().campaign(campaign).await?.context("the campaign is there")?;
	ensure!(won.brand == account_named(BRAND)? && won.price == 3 * TALE, "the second price wins: {won:?}");

	engine.place(&stage.folder.join("placed.png"), &terms.region)?;
	stage.wait_for(terms.from + 1).await?;
	let (site, now) = (account_named(SITE)?, stage.client().best_block().await?);
	let division = terms.division(won.price, opened.fee_rate, IMPRESSIONS.into());
	let chain = stage.genesis().await?;
	tell("   the attester signs a million receipts");
	let counting = move || count(&attester, chain, slot, campaign, site, now, division.payees);
	let signed = tokio::task::spawn_blocking(counting).await.context("counting broke off")??;
	let file = stage.folder.join("settlement.json");
	std::fs::write(&file, serde_json::json!({ "scale": format!("0x{}", hex::encode(signed.encode())) }).to_string())?;
	stage.signs(ATTESTER, &["campaign", "settle", path(&file)?]).await?;
	stage.is_refused(ATTESTER, &["campaign", "settle", path(&file)?], "").await?;
	stage.wait_for(stage.client().best_block().await? + terms.challenge_window + 1).await?;

	stage.says(SITE, &format!("campaign claim {campaign}")).await?;
	stage.moves(BRAND, SITE, division.payees, "a million impressions");
	let before = earned(stage, content).await?;
	stage.says(SITE, &format!("campaign collect {campaign}")).await?;
	let to_holders = earned(stage, content).await? - before;
	ensure!(to_holders >= division.holders, "holders got {to_holders}, their part is {}", division.holders);
	stage.moves(BRAND, &pot(content), to_holders, "the holders' part of a million impressions");
	stage.moves(BRAND, CHAIN, division.charges() - to_holders, "the chain's part of a million impressions");
	stage.end().await
}

/// Signs a receipt for each of [`IMPRESSIONS`], and what they come to, as a placement service does one by one.
fn count(
	attester: &Keypair,
	chain: Blake3,
	slot: SlotId,
	campaign: CampaignId,
	site: AccountId,
	block: BlockNumber,
	earned: Balance,
) -> Result<SignedSettlement<AccountId>> {
	let leaf = |index: u64| {
		let viewer = content_hash(&index.to_le_bytes());
		let receipt = Receipt { campaign, page: 0, index, block, time: index, payee: site, viewer };
		let signature = attester.sign(&receipt.signing_bytes(&chain)).0;
		SignedReceipt { receipt, signature: AttesterSignature { attester: 0, signature } }.leaf()
	};
	let threads = std::thread::available_parallelism().map_or(1, usize::from);
	let mut leaves = vec![[0; 32]; IMPRESSIONS as usize];
	let part = leaves.len().div_ceil(threads);
	std::thread::scope(|scope| {
		for (first, leaves) in (0u64..).step_by(part).zip(leaves.chunks_mut(part)) {
			scope.spawn(move || (first..).zip(leaves).for_each(|(index, out)| *out = leaf(index)));
		}
	});
	let totals = vec![Total { payee: site, amount: earned }].try_into().map_err(|_| anyhow!("one payee fits"))?;
	let impressions = IMPRESSIONS.into();
	let settlement = Settlement { sequence: 0, epoch: 0, impressions, receipts: receipts_root(&leaves), totals };
	let mut signed =
		SignedSettlement { chain, slot, campaign, page: 0, settlement, signatures: AttesterSignatures::default() };
	let signature = attester.sign(&signed.signing_bytes()).0;
	signed.signatures =
		vec![AttesterSignature { attester: 0, signature }].try_into().map_err(|_| anyhow!("one signature fits"))?;
	Ok(signed)
}

/// A publisher pays, and everybody with shares is paid.
///
/// # Errors
/// Where a claim fails.
pub async fn dividends_are_paid(stage: &mut Stage, content: u32, holders: &[&str]) -> Result<()> {
	stage.begin("Revenue becomes dividends");
	stage.says(PUBLISHER, &format!("dividends deposit {content} --amount 777.7")).await?;
	stage.moves(PUBLISHER, &pot(content), 7_777 * TALE / 10, "licence to print");
	for holder in holders {
		let done = stage.says(holder, &format!("dividends claim {content}")).await?;
		let claims = done["claims"].as_array().context("a claim says what it paid")?;
		let paid: Balance = claims.iter().map(|claim| amount(&claim["amount"])).sum::<Result<_>>()?;
		ensure!(paid > 0, "{holder} got nothing: {done}");
		stage.moves(&pot(content), holder, paid, "dividends");
	}
	stage.end().await
}
