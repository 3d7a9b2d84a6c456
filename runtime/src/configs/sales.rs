//! Sales of licences and other items.

use crate::{
	configs::{
		assets::{NativeAndAssets, NativeAsset},
		market::RoyaltyDeposit,
		money::TreasuryAccount,
		parameters::dynamic_params,
	},
	constants::*,
	*,
};
use frame_support::{parameter_types, traits::fungible::NativeOrWithId};
use pallet_sales::PlainItems;
use pallet_settlements::{sources::LicenceSale, FeesFrom};
use promptale_primitives::item::{CollectionId, ItemId, ItemRegister};
use sp_runtime::DispatchError;

parameter_types! {
	pub const ListingDeposit: Balance = deposit(1, 134);
	pub const OfferDeposit: Balance = deposit(1, 141);
}

#[cfg(feature = "runtime-benchmarks")]
parameter_types! {
	pub const SalesBenchmarkAsset: NativeOrWithId<u32> = NativeOrWithId::WithId(2_000);
}

type Plain = PlainItems<Nfts, pallet_nfts::CollectionConfigFor<Runtime>, pallet_nfts::ItemConfig>;

/// Items of `pallet_nfts`, of which licences are moved by `pallet_generators` alone.
pub struct LicencesAndItems;
impl ItemRegister<AccountId> for LicencesAndItems {
	type Error = DispatchError;

	fn owner(collection: CollectionId, item: ItemId) -> Option<AccountId> {
		Plain::owner(collection, item)
	}

	fn collection_owner(collection: CollectionId) -> Option<AccountId> {
		Plain::collection_owner(collection)
	}

	fn can_be_sold(collection: CollectionId, item: ItemId) -> bool {
		Generators::keeps(&collection) || Plain::can_be_sold(collection, item)
	}

	fn sell(collection: CollectionId, item: ItemId, from: &AccountId, to: &AccountId) -> Result<(), DispatchError> {
		if Generators::keeps(&collection) {
			return Generators::sell_licence(from, item, to);
		}
		Plain::sell(collection, item, from, to)
	}

	fn surcharge(collection: Option<CollectionId>) -> (u64, u64) {
		if collection.is_none_or(|collection| Generators::keeps(&collection)) {
			let weight = Generators::sell_licence_weight();
			return (weight.ref_time(), weight.proof_size());
		}
		Plain::surcharge(collection)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make(owner: &AccountId, count: u32) -> CollectionId {
		Plain::make(owner, count)
	}
}

impl pallet_sales::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type AssetKind = NativeOrWithId<u32>;
	type NativeAsset = NativeAsset;
	type Assets = NativeAndAssets;
	type Items = LicencesAndItems;
	// Items are nobody's shares, so that their fees are split like those of licences: without dividends.
	type Fees = FeesFrom<Runtime, LicenceSale>;
	// Where the buy-back finds them.
	type AssetFees = TreasuryAccount;
	type FeeRate = dynamic_params::market::FeeRate;
	type RoyaltyDeposit = RoyaltyDeposit;
	type ListingDeposit = ListingDeposit;
	type OfferDeposit = OfferDeposit;
	type WeightInfo = pallet_sales::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkAsset = SalesBenchmarkAsset;
}
