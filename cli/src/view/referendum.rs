//! Referenda as JSON has them.

use promptale_client::Referendum;
use promptale_primitives::BlockNumber;
use serde::Serialize;

/// A referendum that can be voted in. Votes in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct ReferendumView {
	/// Its number.
	pub referendum: u32,
	/// Number of its track.
	pub track: u32,
	/// Name of its track.
	pub track_name: String,
	/// `Pallet.call`; `null` while the call is not on the chain.
	pub proposal: Option<String>,
	/// `preparing`, `deciding` or `confirming`.
	pub state: &'static str,
	/// Block of its submission.
	pub submitted: BlockNumber,
	/// Block from which it is decided.
	pub deciding_since: Option<BlockNumber>,
	/// Block in which it passes if support stays.
	pub confirms_at: Option<BlockNumber>,
	/// Weighted by conviction.
	pub ayes: String,
	/// Weighted by conviction.
	pub nays: String,
	/// What voted for it, not weighted.
	pub support: String,
}

impl ReferendumView {
	/// The view of one referendum; `tracks` are numbers and names.
	pub fn new(referendum: &Referendum, tracks: &[(u32, String)]) -> Self {
		let track_name = tracks.iter().find(|(number, _)| *number == referendum.track).map(|(_, name)| name.clone());
		Self {
			referendum: referendum.index,
			track: referendum.track,
			track_name: track_name.unwrap_or_default(),
			proposal: referendum.proposal.clone(),
			state: match (referendum.deciding_since, referendum.confirms_at) {
				(None, _) => "preparing",
				(Some(_), None) => "deciding",
				(Some(_), Some(_)) => "confirming",
			},
			submitted: referendum.submitted,
			deciding_since: referendum.deciding_since,
			confirms_at: referendum.confirms_at,
			ayes: referendum.ayes.to_string(),
			nays: referendum.nays.to_string(),
			support: referendum.support.to_string(),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_referendum_is_prepared_decided_and_confirmed() {
		let mut open = Referendum { index: 4, track: 20, ..Default::default() };
		let tracks = [(0, "root".to_string()), (20, "parameter_admin".to_string())];
		assert_eq!(ReferendumView::new(&open, &tracks).track_name, "parameter_admin");
		assert_eq!(ReferendumView::new(&open, &tracks).state, "preparing");
		open.deciding_since = Some(2);
		assert_eq!(ReferendumView::new(&open, &tracks).state, "deciding");
		open.confirms_at = Some(3);
		assert_eq!(ReferendumView::new(&open, &tracks).state, "confirming");
	}
}
