//! What is there from the first block on: a market, grants, and participants of rounds.

use super::{actors, deeds::Deed, Year};
use anyhow::{anyhow, Result};
use frame_support::traits::fungible::NativeOrWithId;
use promptale_primitives::{Balance, TALE};
use promptale_runtime::{
	configs::{assets::UserAssets, money::TreasuryAccount},
	constants::MONTHS,
	pools, Runtime, RuntimeCall, RuntimeOrigin,
};
use rand::Rng;
use sp_runtime::traits::Dispatchable;

/// The asset that is traded against $TALE, and bought back with.
pub const DOLLAR: u32 = 7;

/// Of the actors, one in so many gets a grant at the beginning.
const GRANTED: u32 = 5;

impl Year {
	/// The first block's calls, which must all go through.
	pub(super) fn begin(&mut self) -> Result<()> {
		self.market()?;
		for _ in 0..self.setting.actors / GRANTED {
			let grant = self.grant();
			// Some are below the least grant.
			let _ = grant.dispatch(RuntimeOrigin::root());
		}
		for validator in 0..crate::people::VALIDATORS / 2 {
			let grant = pallet_tale_vesting::Call::<Runtime>::grant {
				source: pools::pot(pools::LIQUIDITY),
				beneficiary: crate::people::validator(validator),
				start: 0,
				cliff: MONTHS,
				end: 24 * MONTHS,
				total: 60_000 * TALE,
				transferable: false,
			};
			sure(RuntimeCall::from(grant).dispatch(RuntimeOrigin::root()))?;
		}
		Ok(())
	}

	/// An asset, a pool between it and $TALE, and some of the asset for the treasury and for actors.
	fn market(&mut self) -> Result<()> {
		let maker = actors::MARKET_MAKER;
		let (tale, dollar) = (Box::new(NativeOrWithId::Native), Box::new(NativeOrWithId::WithId(DOLLAR)));
		let mut calls: Vec<RuntimeCall> = vec![
			pallet_assets::Call::<Runtime, UserAssets>::create {
				id: DOLLAR,
				admin: maker.clone().into(),
				min_balance: 1,
			}
			.into(),
			mint(maker.clone(), 300_000 * TALE),
			mint(TreasuryAccount::get(), 50_000 * TALE),
			pallet_asset_conversion::Call::<Runtime>::create_pool { asset1: tale.clone(), asset2: dollar.clone() }
				.into(),
			pallet_asset_conversion::Call::<Runtime>::add_liquidity {
				asset1: tale,
				asset2: dollar,
				amount1_desired: 500_000 * TALE,
				amount2_desired: 250_000 * TALE,
				amount1_min: 0,
				amount2_min: 0,
				mint_to: maker.clone(),
			}
			.into(),
		];
		for _ in 0..self.setting.actors / 20 {
			let who = self.actor();
			let amount = Balance::from(self.rng.random_range(1..2_000u32)) * TALE;
			calls.push(mint(who, amount));
		}
		for call in calls {
			self.perform(Deed::signed(maker.clone(), call))?;
		}
		Ok(())
	}
}

fn mint(to: promptale_runtime::AccountId, amount: Balance) -> RuntimeCall {
	pallet_assets::Call::<Runtime, UserAssets>::mint { id: DOLLAR, beneficiary: to.into(), amount }.into()
}

/// A call that has no reason to fail.
fn sure(done: frame_support::dispatch::DispatchResultWithPostInfo) -> Result<()> {
	done.map(|_| ()).map_err(|error| anyhow!("{:?}", error.error))
}
