//! Licences and their sale as JSON has them.

use promptale_client::AccountId;
use promptale_primitives::generator::{LicenceOverview, SaleOverview, SalePhase};
use serde::Serialize;

/// A licence.
#[derive(Clone, Debug, Serialize)]
pub struct LicenceView {
	/// Its number.
	pub licence: u32,
	/// Tier that it was sold in, from 1.
	pub tier: u8,
	/// The device that it is delegated to.
	pub device: Option<String>,
}

impl From<&LicenceOverview<AccountId>> for LicenceView {
	fn from(overview: &LicenceOverview<AccountId>) -> Self {
		Self {
			licence: overview.licence,
			tier: overview.tier.saturating_add(1),
			device: overview.device.map(|device| device.to_string()),
		}
	}
}

/// What is for sale.
#[derive(Clone, Debug, Serialize)]
pub struct SaleView {
	/// `closed`, `whitelist` or `public`.
	pub phase: SalePhase,
	/// The smallest unit for a reference dollar; 0 before governance set it.
	pub rate: String,
	/// In order of sale.
	pub tiers: Vec<TierView>,
}

/// Licences that cost the same.
#[derive(Clone, Debug, Serialize)]
pub struct TierView {
	/// From 1.
	pub tier: usize,
	/// How many there are.
	pub licences: u32,
	/// How many of them are sold.
	pub sold: u32,
	/// Reference dollars for each.
	pub dollars: u32,
	/// Smallest unit for each at today's rate.
	pub price: String,
}

impl From<&SaleOverview> for SaleView {
	fn from(sale: &SaleOverview) -> Self {
		let tiers = sale.tiers.iter().zip(1..).map(|((tier, sold), number)| TierView {
			tier: number,
			licences: tier.licences,
			sold: *sold,
			dollars: tier.dollars,
			price: sale.rate.saturating_mul(tier.dollars.into()).to_string(),
		});
		Self { phase: sale.phase, rate: sale.rate.to_string(), tiers: tiers.collect() }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::{generator::Tier, TALE};

	#[test]
	fn tiers_and_prices_are_counted_from_one_at_the_rate() {
		let sale = SaleOverview {
			phase: SalePhase::Public,
			rate: 2 * TALE,
			tiers: vec![(Tier { licences: 10, dollars: 98 }, 10), (Tier { licences: 5, dollars: 118 }, 1)],
		};
		let json = serde_json::to_value(SaleView::from(&sale)).unwrap();
		assert_eq!(json["phase"], "public");
		assert_eq!((&json["tiers"][1]["tier"], &json["tiers"][1]["sold"]), (&2.into(), &1.into()));
		assert_eq!(json["tiers"][1]["price"], (236 * TALE).to_string());
		let licence = LicenceOverview { licence: 7, tier: 0, device: Some(AccountId([1; 32])) };
		assert_eq!(LicenceView::from(&licence).tier, 1);
	}
}
