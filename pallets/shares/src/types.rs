//! What the pallet stores.

use crate::Config;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{
		fungible,
		tokens::{IdAmount, Precision},
	},
	BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use promptale_primitives::{content::Content, dividend::Earnings, Balance};
use scale_info::TypeInfo;
use sp_runtime::{traits::ConstU32, DispatchError};

/// Most assets that a content earns in.
pub const MAX_REVENUES: u32 = 4;

/// Imbalance of $TALE.
pub type CreditOf<T> = fungible::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

/// What was registered, and what is held for it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Registered<AccountId> {
	/// What was registered.
	pub content: Content<AccountId>,
	/// Held from the creator.
	pub deposit: Balance,
}

/// Books of a content.
pub type BooksOf<T> = Books<<T as frame_system::Config>::AccountId, <T as Config>::AssetKind>;

/// What changes of a content: small, because every transfer reads it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Books<AccountId, Asset> {
	/// Shares there are, always.
	pub supply: Balance,
	/// Rows in [`Holdings`](crate::Holdings).
	pub holders: u32,
	/// What it earns in, in the order in which holders' rows have it.
	pub revenues: BoundedVec<Revenue<AccountId, Asset>, ConstU32<MAX_REVENUES>>,
}

impl<AccountId, Asset: PartialEq> Books<AccountId, Asset> {
	/// Where `asset` is among the revenues.
	pub fn position(&self, asset: &Asset) -> Option<usize> {
		self.revenues.iter().position(|revenue| revenue.asset == *asset)
	}
}

/// An asset that a content earns in.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Revenue<AccountId, Asset> {
	/// The asset.
	pub asset: Asset,
	/// All that was ever deposited.
	pub deposited: Balance,
	/// What was paid to those who have no row any more.
	pub paid_to_former: Balance,
	/// Who opened it, and put the asset's minimum balance into the pot.
	pub opener: AccountId,
	/// What is held from the opener for it.
	pub bond: Balance,
}

/// An account's shares of one content, and what they earned.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	DefaultNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Holding<T: Config> {
	/// Shares that the account can move.
	pub free: Balance,
	/// Shares on hold, by reason; none is zero. They are the account's, and earn.
	pub holds: BoundedVec<IdAmount<T::RuntimeHoldReason, Balance>, T::MaxHolds>,
	/// What the shares earned of each revenue; may lack the last ones.
	pub earnings: BoundedVec<Earnings, ConstU32<MAX_REVENUES>>,
	/// What is held from the account for this row.
	pub bond: Balance,
}

/// Where shares of an account are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place<Reason> {
	/// Its own to move.
	Free,
	/// On hold for a reason.
	Held(Reason),
}

impl<T: Config> Holding<T> {
	/// Shares on hold, for whatever reason.
	pub fn held(&self) -> Balance {
		self.holds.iter().fold(0, |sum, hold| sum.saturating_add(hold.amount))
	}

	/// Shares on hold for a reason.
	pub fn held_for(&self, reason: &T::RuntimeHoldReason) -> Balance {
		self.holds.iter().find(|hold| hold.id == *reason).map_or(0, |hold| hold.amount)
	}

	/// All its shares.
	pub fn shares(&self) -> Balance {
		self.free.saturating_add(self.held())
	}

	/// Whether it could hold shares for `reason`.
	pub fn can_hold_for(&self, reason: &T::RuntimeHoldReason) -> bool {
		self.held_for(reason) > 0 || !self.holds.is_full()
	}

	/// Whether nothing is in it that anybody could want.
	pub fn is_spent(&self) -> bool {
		self.shares() == 0 && self.earnings.iter().all(|earned| earned.pending.is_zero())
	}

	/// Accounts for all that was deposited until now; to be called before its shares change.
	pub fn touch(&mut self, books: &BooksOf<T>) {
		let shares = self.shares();
		for (at, revenue) in books.revenues.iter().enumerate() {
			if self.earnings.len() <= at {
				// There is room: both lists have the same bound.
				let _ = self.earnings.try_push(Earnings::default());
			}
			if let Some(earned) = self.earnings.get_mut(at) {
				earned.touch(revenue.deposited, shares);
			}
		}
	}

	/// Takes `amount` out of `place`; less where `precision` allows it. Answers how much.
	pub fn take(
		&mut self,
		place: &Place<T::RuntimeHoldReason>,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		let has = match place {
			Place::Free => self.free,
			Place::Held(reason) => self.held_for(reason),
		};
		let taken = if precision == Precision::BestEffort { amount.min(has) } else { amount };
		let left = has.checked_sub(taken).ok_or(crate::Error::<T>::NotEnoughShares)?;
		match place {
			Place::Free => self.free = left,
			Place::Held(reason) => {
				self.holds.iter_mut().filter(|hold| hold.id == *reason).for_each(|hold| hold.amount = left);
				self.holds.retain(|hold| hold.amount > 0);
			},
		}
		Ok(taken)
	}

	/// Puts `amount` into `place`.
	pub fn put(&mut self, place: &Place<T::RuntimeHoldReason>, amount: Balance) -> Result<(), DispatchError> {
		match place {
			_ if amount == 0 => {},
			Place::Free => self.free = self.free.saturating_add(amount),
			Place::Held(reason) => match self.holds.iter_mut().find(|hold| hold.id == *reason) {
				Some(hold) => hold.amount = hold.amount.saturating_add(amount),
				None => {
					let hold = IdAmount { id: *reason, amount };
					self.holds.try_push(hold).map_err(|_| crate::Error::<T>::TooManyHolds)?;
				},
			},
		}
		Ok(())
	}
}
