//! Where $TALE comes from and goes: the view functions of pallet-settlements.

use crate::{AccountId, Client, Error, SETTLEMENTS_PALLET};
use promptale_primitives::settlement::{EmissionOverview, FlowsOverview};

impl Client {
	/// What came in since genesis, where it went, and what pots hold.
	pub async fn flows(&self) -> Result<FlowsOverview<AccountId>, Error> {
		self.view(SETTLEMENTS_PALLET, "flows", (), None).await
	}

	/// The same as of the block with this hash.
	pub async fn flows_at(&self, block: &[u8; 32]) -> Result<FlowsOverview<AccountId>, Error> {
		self.view(SETTLEMENTS_PALLET, "flows", (), Some(block)).await
	}

	/// How far each genesis pool was released as of the block with this hash.
	pub async fn emission_at(&self, block: &[u8; 32]) -> Result<Vec<EmissionOverview<AccountId>>, Error> {
		self.view(SETTLEMENTS_PALLET, "emission", (), Some(block)).await
	}

	/// How far each genesis pool is released.
	pub async fn emission(&self) -> Result<Vec<EmissionOverview<AccountId>>, Error> {
		self.view(SETTLEMENTS_PALLET, "emission", (), None).await
	}
}
