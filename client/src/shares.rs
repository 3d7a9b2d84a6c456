//! Content, shares in it, dividends: calls and view functions of pallet-shares.

use crate::{
	call::{encoded, number, Argument},
	AccountId, Asset, Client, Error, SHARES_PALLET,
};
use promptale_primitives::{
	content::{Content, ContentId, ContentOverview, DividendOverview, EngineVersion, HoldingOverview},
	Balance, Blake3,
};

/// What holders and creators do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SharesCall {
	/// Registers content for `holders`, whose shares sum to `supply`.
	RegisterContent {
		/// BLAKE3 hash of the image's file.
		image: Blake3,
		/// What made it.
		engine: EngineVersion,
		/// BLAKE3 hash of its content credential.
		credential: Blake3,
		/// Shares there are, for ever.
		supply: Balance,
		/// Whose they are from the start.
		holders: Vec<(AccountId, Balance)>,
	},
	/// Removes content whose shares are all the caller's.
	RemoveContent {
		/// Which.
		content: ContentId,
	},
	/// Gives shares away.
	Transfer {
		/// Of what.
		content: ContentId,
		/// To whom.
		to: AccountId,
		/// How many.
		amount: Balance,
	},
	/// Deposits revenue for the holders.
	DepositRevenue {
		/// Of what.
		content: ContentId,
		/// In what.
		asset: Asset,
		/// How much, in its smallest unit.
		amount: Balance,
	},
	/// Pays what shares earned, to `account` or to the caller.
	ClaimDividends {
		/// Of what.
		content: ContentId,
		/// In what.
		asset: Asset,
		/// Whose; `None` for the caller's.
		account: Option<AccountId>,
	},
}

impl SharesCall {
	pub(crate) fn name(&self) -> &'static str {
		match self {
			Self::RegisterContent { .. } => "register_content",
			Self::RemoveContent { .. } => "remove_content",
			Self::Transfer { .. } => "transfer",
			Self::DepositRevenue { .. } => "deposit_revenue",
			Self::ClaimDividends { account: None, .. } => "claim_dividends",
			Self::ClaimDividends { account: Some(_), .. } => "claim_dividends_for",
		}
	}

	pub(crate) fn arguments(self) -> Vec<(&'static str, Argument)> {
		match self {
			Self::RegisterContent { image, engine, credential, supply, holders } => vec![
				encoded("image", image),
				encoded("engine", engine),
				encoded("credential", credential),
				number("supply", supply),
				encoded("holders", holders),
			],
			Self::RemoveContent { content } => vec![number("content", content)],
			Self::Transfer { content, to, amount } => {
				vec![number("content", content), encoded("to", to), number("amount", amount)]
			},
			Self::DepositRevenue { content, asset, amount } => {
				vec![number("content", content), encoded("asset", asset), number("amount", amount)]
			},
			Self::ClaimDividends { content, asset, account } => {
				let mut arguments = vec![number("content", content), encoded("asset", asset)];
				arguments.extend(account.map(|account| encoded("account", account)));
				arguments
			},
		}
	}
}

impl Client {
	/// A content; `None` where there is none with this number.
	pub async fn content(&self, content: ContentId) -> Result<Option<ContentOverview<AccountId, Asset>>, Error> {
		self.view(SHARES_PALLET, "content", content, None).await
	}

	/// The content with this image, by the BLAKE3 hash of its file.
	pub async fn content_by_image(&self, image: &Blake3) -> Result<Option<ContentId>, Error> {
		self.view(SHARES_PALLET, "content_by_image", image, None).await
	}

	/// Content among the last `most` numbers less than `before`, the latest first.
	pub async fn contents(
		&self,
		before: Option<ContentId>,
		most: u32,
	) -> Result<Vec<(ContentId, Content<AccountId>)>, Error> {
		self.view(SHARES_PALLET, "contents", (before, most), None).await
	}

	/// An account's shares and what they earned, by content.
	pub async fn holdings(&self, account: &AccountId) -> Result<Vec<HoldingOverview<Asset>>, Error> {
		self.view(SHARES_PALLET, "holdings", account, None).await
	}

	/// What an account's shares of one content earned; `None` where it has none and nothing is owed to it.
	pub async fn pending_dividends(
		&self,
		account: &AccountId,
		content: ContentId,
	) -> Result<Option<Vec<DividendOverview<Asset>>>, Error> {
		self.view(SHARES_PALLET, "pending_dividends", (account, content), None).await
	}

	/// What is held from a creator for each content, in the smallest unit.
	pub async fn content_deposit(&self) -> Result<Balance, Error> {
		self.constant(SHARES_PALLET, "ContentDeposit").await
	}

	/// What is held from a holder for its row of each content, in the smallest unit.
	pub async fn holding_bond(&self) -> Result<Balance, Error> {
		self.constant(SHARES_PALLET, "HoldingBond").await
	}

	/// What is held from who lets a content earn in another asset, in the smallest unit.
	pub async fn revenue_bond(&self) -> Result<Balance, Error> {
		self.constant(SHARES_PALLET, "RevenueBond").await
	}

	/// Most accounts that content is registered for.
	pub async fn most_founders(&self) -> Result<u32, Error> {
		self.constant(SHARES_PALLET, "MaxFounders").await
	}
}
