//! The story of content and its money, as `scripts/story` plays it.

mod common;

use common::draw_images;
use promptale_local_network::{
	data::Source,
	story::{acts, ledger, play, StoryOptions},
};
use promptale_primitives::TALE;
use std::time::Duration;

#[tokio::test]
async fn a_story_of_content_and_money_balances_to_the_last_unit() {
	let folder = tempfile::tempdir().expect("a folder");
	let images = folder.path().join("own");
	draw_images(&images);
	let options = StoryOptions {
		folder: folder.path().join("story"),
		source: Source::new(Some(images)),
		steps: 20,
		block_time: Duration::from_millis(500),
	};
	let summary = play(&options).await.unwrap_or_else(|error| panic!("{error:#}"));
	ledger::balance(&summary.before, &summary.after, &summary.flows).expect("it balances");
	let gained = |name: &str| summary.after.of(name).total() as i128 - summary.before.of(name).total() as i128;
	let tale = TALE as i128;
	// Nearly all of 600 $TALE, royalties and dividends.
	assert!(gained(acts::CREATOR) > 585 * tale, "{}", gained(acts::CREATOR));
	// A million impressions at the second price of 3 for a thousand, six tenths of it, less fees of transactions.
	assert!((1_799 * tale..1_800 * tale).contains(&gained(acts::SITE)), "{}", gained(acts::SITE));
	assert!((-3_002 * tale..-3_000 * tale).contains(&gained(acts::BRAND)), "{}", gained(acts::BRAND));
	// Who only paid fees of transactions got everything else back.
	assert!(gained(acts::ATTESTER) > -tale && gained(acts::ATTESTER) < 0, "{}", gained(acts::ATTESTER));
}
