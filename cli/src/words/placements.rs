//! Slots and campaigns as people read them.

use super::percent;
use promptale_primitives::placement::{AuctionPhase, CampaignPhase, Region};

/// `30.00 % × 40.00 % at 10.00 %, 20.00 %`, or `panel 3`.
pub fn region(region: &Region) -> String {
	match *region {
		Region::Image { x, y, width, height } => {
			format!("{} × {} at {}, {}", percent(width), percent(height), percent(x), percent(y))
		},
		Region::Panel { panel } => format!("panel {panel}"),
	}
}

/// Where an auction is, and who does what next.
pub fn auction(phase: AuctionPhase) -> &'static str {
	match phase {
		AuctionPhase::Bidding => "bids are taken",
		AuctionPhase::Revealing => "bids are revealed",
		AuctionPhase::Won => "won; anybody awards it",
		AuctionPhase::Failed => "no bid reached the reserve",
		AuctionPhase::Awarded => "awarded",
	}
}

/// Where a campaign is.
pub fn campaign(phase: CampaignPhase) -> &'static str {
	match phase {
		CampaignPhase::Waiting => "its window has not begun",
		CampaignPhase::Running => "running",
		CampaignPhase::Grace => "ended; what was signed is still settled",
		CampaignPhase::Over => "over; earnings are claimed, the rest is refunded",
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_region_is_its_size_and_place() {
		let image = Region::Image { x: 100_000, y: 0, width: 300_000, height: 1_000_000 };
		assert_eq!(region(&image), "30.00 % × 100.00 % at 10.00 %, 0.00 %");
		assert_eq!(region(&Region::Panel { panel: 3 }), "panel 3");
	}
}
