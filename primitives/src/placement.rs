//! Product placements: pictures of brands' products in content, paid by the impression.
//!
//! A *slot* is a region of a content during a window of blocks. Its creator says what holds for it ([`SlotTerms`]) and names
//! *attesters*, who count impressions. Brands bid under seal ([`bid_commitment`]); the winner's *campaign* pays the second
//! price for a thousand impressions, out of a budget that was put on hold with the bid.
//!
//! Whoever shows the content, the *payees*, earns a part of that price ([`SlotTerms::division`]). Serving happens off chain:
//! for each impression a worker signs a receipt ([`receipt`]); from time to time two thirds of the attesters sign what payees
//! earned until then ([`settlement`]), which is all the chain sees of a million impressions.

pub mod overview;
pub mod receipt;
pub mod settlement;

pub use overview::*;
pub use receipt::*;
pub use settlement::*;

use crate::{arithmetic::mul_div, content::ContentId, hash::derive, Balance, Blake3, BlockNumber, MILLION};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const TERMS: &str = "promptale 2026-11 placement terms";
const BID: &str = "promptale 2026-11 placement bid";

/// Identifies a slot.
pub type SlotId = u32;

/// Identifies a campaign.
pub type CampaignId = u32;

/// A part of a campaign with up to [`MAX_PAYEES`] payees, whose totals are settled together. Counted from 0.
pub type Page = u32;

/// Counts the epochs of a slot's window, from 0.
pub type Epoch = u32;

/// Most attesters of a slot.
pub const MAX_ATTESTERS: u32 = 16;

/// Most payees of a page, and so of one settlement.
pub const MAX_PAYEES: u32 = 64;

/// Most pages of a campaign.
pub const MAX_PAGES: u32 = 16;

/// Impressions that a price is for.
pub const IMPRESSIONS_PER_PRICE: u64 = 1_000;

/// sr25519 keys of those who count a slot's impressions, strictly ascending.
pub type Attesters = BoundedVec<[u8; 32], ConstU32<MAX_ATTESTERS>>;

/// Where in a content a product is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Region {
	/// A rectangle, in millionths of the image's width and height, from its upper left corner.
	Image {
		/// Left edge.
		x: u32,
		/// Upper edge.
		y: u32,
		/// To the right edge.
		width: u32,
		/// To the lower edge.
		height: u32,
	},
	/// A whole panel of a strip, from 0.
	Panel {
		/// Which.
		panel: u16,
	},
}

impl Region {
	/// Whether it has an area, inside the image.
	pub fn is_inside(&self) -> bool {
		let inside = |from: u32, length: u32| length > 0 && from.checked_add(length).is_some_and(|end| end <= MILLION);
		match *self {
			Region::Image { x, y, width, height } => inside(x, width) && inside(y, height),
			Region::Panel { .. } => true,
		}
	}
}

/// What holds for a slot, for ever.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SlotTerms {
	/// Where products are shown.
	pub region: Region,
	/// Last block in which bids are taken.
	pub bidding_until: BlockNumber,
	/// Last block in which they are revealed.
	pub reveal_until: BlockNumber,
	/// First block of the window, in which impressions are counted.
	pub from: BlockNumber,
	/// First block after the window.
	pub until: BlockNumber,
	/// Blocks of an epoch; the last one may be shorter.
	pub epoch: BlockNumber,
	/// Impressions that are paid for in an epoch. What an epoch leaves counts for those after it.
	pub cap: u32,
	/// Least price of a thousand impressions.
	pub reserve: Balance,
	/// Least budget of a bid.
	pub least_budget: Balance,
	/// Payees' part of the price, in millionths. The chain's fee and then the content's holders get the rest.
	pub publishers: u32,
	/// Blocks in which a settlement can be challenged before it is paid.
	pub challenge_window: BlockNumber,
}

impl SlotTerms {
	/// The epoch of a block of the window; that of the last one afterwards; `None` before.
	pub fn epoch_at(&self, block: BlockNumber) -> Option<Epoch> {
		let last = self.until.checked_sub(1)?;
		block.min(last).checked_sub(self.from)?.checked_div(self.epoch)
	}

	/// Impressions that are paid for from the window's first block to the end of `epoch`.
	pub fn impressions_until(&self, epoch: Epoch) -> u64 {
		u64::from(self.cap).saturating_mul(u64::from(epoch).saturating_add(1))
	}

	/// Who gets what of `impressions` at `price` for a thousand, with the chain's fee at `fee_rate` millionths.
	pub fn division(&self, price: Balance, fee_rate: u32, impressions: u64) -> Division {
		let cost = mul_div(price, impressions.into(), IMPRESSIONS_PER_PRICE.into());
		let payees = mul_div(cost, self.publishers.min(MILLION).into(), MILLION.into());
		let rest = cost.saturating_sub(payees);
		let rate_of_rest = MILLION.saturating_sub(self.publishers);
		let fee = mul_div(rest, fee_rate.min(rate_of_rest).into(), rate_of_rest.into());
		Division { payees, fee, holders: rest.saturating_sub(fee) }
	}

	/// What a bid says it is for: the content, all of the terms, who counts, and the chain's fee.
	pub fn hash(&self, content: ContentId, attesters: &Attesters, fee_rate: u32) -> Blake3 {
		derive(TERMS, &(content, self, attesters, fee_rate).encode())
	}
}

/// What impressions cost, and who gets it. No field ever falls while impressions are added, so the difference of two divisions
/// is one, too.
///
/// The payees' part of `floor(price * impressions / 1000)` is rounded down, the fee is rounded down of what that leaves, and
/// the holders own the remainder.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Division {
	/// Most that payees earn together. What they are not given stays in the budget.
	pub payees: Balance,
	/// The chain's.
	pub fee: Balance,
	/// For holders of shares in the content.
	pub holders: Balance,
}

impl Division {
	/// What is charged beside payees' earnings.
	pub fn charges(&self) -> Balance {
		self.fee.saturating_add(self.holders)
	}

	/// All of it.
	pub fn cost(&self) -> Balance {
		self.payees.saturating_add(self.charges())
	}

	/// What is added from `before` on.
	pub fn since(&self, before: &Division) -> Division {
		Division {
			payees: self.payees.saturating_sub(before.payees),
			fee: self.fee.saturating_sub(before.fee),
			holders: self.holders.saturating_sub(before.holders),
		}
	}
}

/// What a sealed bid commits to: a price for a thousand impressions, and the BLAKE3 hash of the product's picture.
///
/// `chain` is its genesis hash. With `bidder` in it nobody else can open a copied commitment; `salt` keeps the price from being
/// guessed.
pub fn bid_commitment<AccountId: Encode>(
	chain: &Blake3,
	slot: SlotId,
	bidder: &AccountId,
	price: Balance,
	picture: &Blake3,
	salt: &Blake3,
) -> Blake3 {
	derive(BID, &(chain, slot, bidder, price, picture, salt).encode())
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use proptest::prelude::*;

	pub fn terms() -> SlotTerms {
		SlotTerms {
			region: Region::Image { x: 100_000, y: 200_000, width: 300_000, height: 400_000 },
			bidding_until: 10,
			reveal_until: 20,
			from: 30,
			until: 65,
			epoch: 10,
			cap: 7,
			reserve: 100,
			least_budget: 1_000,
			publishers: 600_000,
			challenge_window: 5,
		}
	}

	#[test]
	fn regions_have_an_area_inside_the_image() {
		let image = |x, y, width, height| Region::Image { x, y, width, height };
		assert!(image(0, 0, MILLION, MILLION).is_inside());
		assert!(image(MILLION - 1, 5, 1, 1).is_inside());
		assert!(Region::Panel { panel: 3 }.is_inside());
		for outside in [
			image(0, 0, 0, 5),
			image(0, 0, 5, 0),
			image(1, 0, MILLION, 5),
			image(0, 1, 5, MILLION),
			image(u32::MAX, 0, 2, 2),
		] {
			assert!(!outside.is_inside(), "{outside:?}");
		}
	}

	#[test]
	fn epochs_are_those_of_the_window() {
		let terms = terms();
		let at = [29, 30, 39, 40, 64, 65, 1_000].map(|block| terms.epoch_at(block));
		assert_eq!(at, [None, Some(0), Some(0), Some(1), Some(3), Some(3), Some(3)]);
		assert_eq!([0, 1, 3].map(|epoch| terms.impressions_until(epoch)), [7, 14, 28]);
		assert_eq!(SlotTerms { cap: u32::MAX, ..terms }.impressions_until(u32::MAX), u64::from(u32::MAX) << 32);
		assert_eq!(SlotTerms { epoch: 0, ..terms }.epoch_at(40), None);
	}

	#[test]
	fn a_price_is_divided_as_the_terms_say() {
		// 2,500 impressions at 1,001: 2,502 in whole units.
		let division = terms().division(1_001, 100_000, 2_500);
		assert_eq!(division, Division { payees: 1_501, fee: 250, holders: 751 });
		assert_eq!(division.cost(), 2_502);
		// All for payees leaves nothing to anybody else.
		let all = SlotTerms { publishers: MILLION, ..terms() }.division(1_000, 5_000, 1_000);
		assert_eq!(all, Division { payees: 1_000, fee: 0, holders: 0 });
	}

	#[test]
	fn terms_are_told_apart_by_every_part() {
		let attesters: Attesters = vec![[1; 32], [2; 32]].try_into().unwrap();
		let base = terms().hash(1, &attesters, 5);
		let fewer: Attesters = vec![[1; 32]].try_into().unwrap();
		let dearer = SlotTerms { reserve: 101, ..terms() };
		for other in [
			terms().hash(2, &attesters, 5),
			terms().hash(1, &fewer, 5),
			terms().hash(1, &attesters, 6),
			dearer.hash(1, &attesters, 5),
		] {
			assert_ne!(other, base);
		}
	}

	#[test]
	fn a_commitment_depends_on_everything() {
		let base = bid_commitment(&[1; 32], 2, &[3u8; 32], 4, &[5; 32], &[6; 32]);
		for other in [
			bid_commitment(&[9; 32], 2, &[3u8; 32], 4, &[5; 32], &[6; 32]),
			bid_commitment(&[1; 32], 9, &[3u8; 32], 4, &[5; 32], &[6; 32]),
			bid_commitment(&[1; 32], 2, &[9u8; 32], 4, &[5; 32], &[6; 32]),
			bid_commitment(&[1; 32], 2, &[3u8; 32], 9, &[5; 32], &[6; 32]),
			bid_commitment(&[1; 32], 2, &[3u8; 32], 4, &[9; 32], &[6; 32]),
			bid_commitment(&[1; 32], 2, &[3u8; 32], 4, &[5; 32], &[9; 32]),
		] {
			assert_ne!(other, base);
		}
	}

	proptest! {
		#[test]
		fn divisions_are_exact_and_no_part_ever_falls(
			price in prop_oneof![1u128..2_000, 1u128 << 90..1u128 << 91],
			parts in (0..=MILLION, 0..=MILLION),
			first in 0u64..5_000_000,
			more in 0u64..3_000,
		) {
			let (publishers, fee_rate) = (parts.0, parts.1.min(MILLION - parts.0));
			let terms = SlotTerms { publishers, ..terms() };
			let before = terms.division(price, fee_rate, first);
			let after = terms.division(price, fee_rate, first + more);
			prop_assert_eq!(before.cost(), price * u128::from(first) / 1_000);
			prop_assert!(after.payees >= before.payees && after.fee >= before.fee && after.holders >= before.holders);
			prop_assert_eq!(after.since(&before).cost(), after.cost() - before.cost());
			// Each part is what the rates say, up to a unit.
			let exact = |rate: u32| mul_div(before.cost(), rate.into(), MILLION.into());
			prop_assert_eq!(before.payees, exact(publishers));
			prop_assert!(before.fee >= exact(fee_rate) && before.fee <= exact(fee_rate) + 1);
		}
	}
}
