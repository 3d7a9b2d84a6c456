//! Dividends on shares, without loss.
//!
//! What is owed is counted in *parts*: one unit of an asset is as many parts as the content has shares. A deposit of `d`
//! units is `d * supply` parts, `d` for each share, whatever the number of holders: nothing is divided, so nothing is lost.
//! A holder's row is brought up to date ([`Earnings::touch`]) before its shares change; a claim pays the whole units of what
//! it has earned and keeps the rest. At all times, over all holders,
//!
//! ```text
//! paid * supply + pending + untouched = deposited * supply
//! ```
//!
//! with `untouched = (deposited - seen) * shares`. Nothing here overflows: all that holders are ever owed together is
//! `deposited * supply`, a product of two numbers of 128 bits.

use crate::Balance;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use primitive_types::U256;
use scale_info::TypeInfo;

/// What a holder of shares earned of one asset.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Earnings {
	/// Deposits since the content was registered that `pending` and `paid` account for.
	pub seen: Balance,
	/// Earned and not paid yet, in parts.
	pub pending: U256,
	/// Paid, in whole units.
	pub paid: Balance,
}

impl Earnings {
	/// All that is owed on `shares` after `deposited` in all, in parts.
	pub fn owed(&self, deposited: Balance, shares: Balance) -> U256 {
		let untouched = U256::from(deposited.saturating_sub(self.seen)).saturating_mul(shares.into());
		self.pending.saturating_add(untouched)
	}

	/// Accounts for all deposits until now, of which `shares` had their part. To be called before `shares` changes.
	pub fn touch(&mut self, deposited: Balance, shares: Balance) {
		self.pending = self.owed(deposited, shares);
		self.seen = deposited;
	}

	/// Takes the whole units out of what is pending, and answers them.
	pub fn claim(&mut self, supply: Balance) -> Balance {
		let rest = rest(self.pending, supply);
		let units = whole_units(self.pending, supply);
		self.pending = rest;
		self.paid = self.paid.saturating_add(units);
		units
	}

	/// Takes out what is less than a unit, and answers it, in parts.
	pub fn take_rest(&mut self, supply: Balance) -> U256 {
		let rest = rest(self.pending, supply);
		self.pending = self.pending.saturating_sub(rest);
		rest
	}

	/// Adds parts that another holder gave away.
	pub fn give(&mut self, parts: U256) {
		self.pending = self.pending.saturating_add(parts);
	}
}

/// The whole units in `parts`; 0 where there are no shares.
pub fn whole_units(parts: U256, supply: Balance) -> Balance {
	let units = parts.checked_div(supply.into()).unwrap_or_default();
	Balance::try_from(units).unwrap_or(Balance::MAX)
}

/// What `parts` are beyond whole units.
fn rest(parts: U256, supply: Balance) -> U256 {
	parts.checked_rem(supply.into()).unwrap_or(parts)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn the_largest_amounts_are_exact() {
		let mut holder = Earnings::default();
		holder.touch(Balance::MAX, Balance::MAX);
		assert_eq!(holder.claim(Balance::MAX), Balance::MAX);
		assert_eq!(holder, Earnings { seen: Balance::MAX, pending: U256::zero(), paid: Balance::MAX });
	}

	#[test]
	fn one_share_of_a_billion_is_paid_after_a_billion_units() {
		let supply = 1_000_000_000;
		let mut holder = Earnings::default();
		let mut paid = 0;
		for deposited in 1..=10 {
			holder.touch(deposited * 100_000_000, 1);
			paid += holder.claim(supply);
			assert_eq!(paid, deposited / 10, "after {deposited} deposits");
		}
		assert_eq!(holder.pending, U256::zero());
	}

	#[test]
	fn parts_of_no_shares_are_no_unit_and_not_lost() {
		let mut holder = Earnings { pending: 5.into(), ..Default::default() };
		assert_eq!(holder.claim(0), 0);
		assert_eq!(holder, Earnings { pending: 5.into(), ..Default::default() });
		assert_eq!(holder.take_rest(0), 5.into());
	}

	#[derive(Clone, Debug)]
	enum Step {
		Deposit(Balance),
		Transfer(usize, usize, Balance),
		/// All that a holder has, with the rest of its earnings.
		Leave(usize, usize),
		Claim(usize),
	}

	const HOLDERS: usize = 4;

	fn steps() -> impl Strategy<Value = Vec<Step>> {
		let one = prop_oneof![
			prop_oneof![0u128..1_000, Just(Balance::MAX / 64)].prop_map(Step::Deposit),
			(0..HOLDERS, 0..HOLDERS, any::<Balance>()).prop_map(|(from, to, amount)| Step::Transfer(from, to, amount)),
			(0..HOLDERS, 0..HOLDERS).prop_map(|(from, to)| Step::Leave(from, to)),
			(0..HOLDERS).prop_map(Step::Claim),
		];
		proptest::collection::vec(one, 1..60)
	}

	proptest! {
		#[test]
		fn not_a_part_is_lost(
			shares in proptest::array::uniform4(prop_oneof![1u128..50, Just(1_000_000_007), Just(Balance::MAX / 5)]),
			steps in steps(),
		) {
			let supply: Balance = shares.iter().sum();
			let mut holders = shares.map(|shares| (shares, Earnings::default()));
			let (mut deposited, mut paid): (Balance, Balance) = (0, 0);
			for step in steps {
				match step {
					Step::Deposit(amount) => deposited = deposited.checked_add(amount).unwrap_or(deposited),
					Step::Transfer(from, to, amount) => {
						let amount = amount % (holders[from].0 + 1);
						for holder in [from, to] {
							let shares = holders[holder].0;
							holders[holder].1.touch(deposited, shares);
						}
						holders[from].0 -= amount;
						holders[to].0 += amount;
					},
					Step::Leave(from, to) if from != to => {
						for holder in [from, to] {
							let shares = holders[holder].0;
							holders[holder].1.touch(deposited, shares);
						}
						holders[to].0 += core::mem::take(&mut holders[from].0);
						let rest = holders[from].1.take_rest(supply);
						holders[to].1.give(rest);
						prop_assert!(rest < supply.into());
						prop_assert!((holders[from].1.pending % U256::from(supply)).is_zero(), "whole units stay");
					},
					Step::Leave(..) => {},
					Step::Claim(holder) => {
						let (shares, earnings) = &mut holders[holder];
						earnings.touch(deposited, *shares);
						let units = earnings.claim(supply);
						paid += units;
						prop_assert!(earnings.pending < supply.into(), "whatever is whole is paid");
					},
				}
				let owed = holders.iter().map(|(shares, earnings)| earnings.owed(deposited, *shares));
				let owed = owed.fold(U256::zero(), |sum, parts| sum + parts);
				let all = U256::from(supply);
				prop_assert_eq!(U256::from(paid) * all + owed, U256::from(deposited) * all);
				prop_assert_eq!(holders.iter().map(|(_, earnings)| earnings.paid).sum::<Balance>(), paid);
			}
		}

		#[test]
		fn it_does_not_matter_how_often_a_row_is_touched(
			deposits in proptest::collection::vec(0u128..1_000_000, 1..20),
			shares in 0u128..1_000,
			mask: u32,
		) {
			let (mut seldom, mut often) = (Earnings::default(), Earnings::default());
			let mut deposited = 0;
			for (at, amount) in deposits.iter().enumerate() {
				deposited += amount;
				often.touch(deposited, shares);
				if mask >> at & 1 == 1 {
					seldom.touch(deposited, shares);
				}
			}
			seldom.touch(deposited, shares);
			prop_assert_eq!(seldom, often);
			prop_assert_eq!(often.pending, U256::from(deposited * shares));
		}
	}
}
