//! Raises: the view functions and constants of pallet-launchpad.

use crate::{AccountId, Client, Error, LAUNCHPAD_PALLET};
use promptale_primitives::{
	content::ContentId,
	raise::{BackingOverview, RaiseId, RaiseLimits, RaiseOverview},
	Balance,
};

impl Client {
	/// One raise; `None` when it is closed, or there never was one with this number.
	pub async fn raise(&self, raise: RaiseId) -> Result<Option<RaiseOverview<AccountId>>, Error> {
		self.view(LAUNCHPAD_PALLET, "raise", raise, None).await
	}

	/// The number of a content's raise.
	pub async fn raise_of(&self, content: ContentId) -> Result<Option<RaiseId>, Error> {
		self.view(LAUNCHPAD_PALLET, "raise_of", content, None).await
	}

	/// Up to 100 raises that are not closed, from number `from` on.
	pub async fn raises(&self, from: RaiseId) -> Result<Vec<RaiseOverview<AccountId>>, Error> {
		self.view(LAUNCHPAD_PALLET, "raises", (from, 100u32), None).await
	}

	/// What an account has in raises, in order of their numbers.
	pub async fn backings(&self, account: &AccountId) -> Result<Vec<BackingOverview>, Error> {
		self.view(LAUNCHPAD_PALLET, "backings", account, None).await
	}

	/// Limits of the terms of raises that are opened now; their fee rate in millionths, the least bond, and the bond's part of the
	/// hard cap in millionths.
	pub async fn raise_limits(&self) -> Result<(RaiseLimits, u32, Balance, u32), Error> {
		self.view(LAUNCHPAD_PALLET, "raise_limits", (), None).await
	}

	/// Held from a creator for a raise, beside the bond.
	pub async fn raise_deposit(&self) -> Result<Balance, Error> {
		self.constant(LAUNCHPAD_PALLET, "RaiseDeposit").await
	}

	/// Held from a backer with the first contribution to a raise.
	pub async fn backing_deposit(&self) -> Result<Balance, Error> {
		let row: Balance = self.constant(LAUNCHPAD_PALLET, "BackingDeposit").await?;
		let shares: Balance = self.constant(LAUNCHPAD_PALLET, "RowBond").await?;
		Ok(row.saturating_add(shares))
	}
}
