//! Every fee becomes a credit, and is split here.

use crate::{
	types::CreditOf, CollectedFees, CollectedTips, Config, Error, Event, Flows, Pallet, Pots, Splits, Unplaced,
	WeightInfo,
};
use core::marker::PhantomData;
use frame_support::{
	ensure,
	storage::StorageValue,
	traits::{fungible::Balanced, Get, Imbalance, NoDrop, OnUnbalanced, SuppressedDrop},
};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	settlement::{ContentFees, FeeSource, Inflow, Pot, Shares, Split},
	Balance,
};
use sp_runtime::{traits::Convert, DispatchResult};

/// Takes fees of the source `Source` (see [`crate::sources`]).
pub struct FeesFrom<T, Source>(PhantomData<(T, Source)>);
impl<T: Config, Source: Get<FeeSource>> OnUnbalanced<CreditOf<T>> for FeesFrom<T, Source> {
	fn on_nonzero_unbalanced(fee: CreditOf<T>) {
		Pallet::<T>::settle(Source::get(), fee);
	}
}

impl<T: Config> ContentFees<CreditOf<T>> for Pallet<T> {
	fn settle(source: FeeSource, content: ContentId, fee: CreditOf<T>) {
		Self::settle_for(source, Some(content), fee);
	}

	fn settle_weight() -> (u64, u64) {
		let (time, proof) = T::Content::deposit_credit_weight();
		let settling = T::WeightInfo::settle();
		(settling.ref_time().saturating_add(time), settling.proof_size().saturating_add(proof))
	}
}

/// Takes a transaction's fee and its tip, in this order, as `pallet_transaction_payment::FungibleAdapter` gives them.
///
/// They are collected, and settled at the end of the block: a transaction costs the same however many recipients its
/// fee has.
pub struct TransactionFees<T>(PhantomData<T>);
impl<T: Config> OnUnbalanced<CreditOf<T>> for TransactionFees<T> {
	fn on_unbalanceds(mut parts: impl Iterator<Item = CreditOf<T>>) {
		if let Some(fee) = parts.next() {
			collect::<T, CollectedFees<T>>(fee);
		}
		collect::<T, CollectedTips<T>>(parts.fold(CreditOf::<T>::zero(), Imbalance::merge));
	}
}

/// Adds `credit` to what is collected in `Collected`.
fn collect<T, Collected>(mut credit: CreditOf<T>)
where
	T: Config,
	Collected: StorageValue<NoDrop<CreditOf<T>>, Query = Option<NoDrop<CreditOf<T>>>>,
{
	if credit.peek() == 0 {
		return;
	}
	if let Some(collected) = Collected::take() {
		credit.subsume(collected.into_inner());
	}
	Collected::put(NoDrop::new(credit));
}

impl<T: Config> Pallet<T> {
	/// How fees of `source` are split.
	pub fn split_of(source: FeeSource) -> Split {
		Splits::<T>::get(source).unwrap_or_else(|| T::DefaultSplits::convert(source))
	}

	pub(crate) fn do_set_split(source: FeeSource, split: Split) -> DispatchResult {
		ensure!(split.is_whole(), Error::<T>::SplitNotWhole);
		Splits::<T>::insert(source, split);
		Self::deposit_event(Event::SplitChanged { source, split });
		Ok(())
	}

	/// Settles what the block's transactions paid.
	pub(crate) fn settle_collected() {
		for (source, collected) in
			[(FeeSource::TransactionFee, CollectedFees::<T>::take()), (FeeSource::Tip, CollectedTips::<T>::take())]
		{
			if let Some(collected) = collected {
				Self::settle(source, collected.into_inner());
			}
		}
	}

	/// Splits a fee; see the crate's documentation. Nothing of it is lost, and it cannot fail.
	pub fn settle(source: FeeSource, fee: CreditOf<T>) {
		Self::settle_for(source, None, fee);
	}

	/// The same, with dividends for the holders of shares in `content` if it takes them.
	fn settle_for(source: FeeSource, content: Option<ContentId>, mut fee: CreditOf<T>) {
		if fee.peek() == 0 {
			return;
		}
		let mut parts = Self::split_of(source).of(fee.peek());
		let mut placed = Shares::default();
		if let Some(content) = content {
			placed.dividends = Self::give_to_holders(content, &mut fee, parts.dividends);
			parts.dividends = parts.dividends.saturating_sub(placed.dividends);
		}
		for pot in Pot::ALL {
			let amount = Self::place(&mut fee, parts.pot(pot), || Some(Self::pot_account(pot)));
			if amount > 0 {
				let sum = placed.pot_mut(pot);
				*sum = sum.saturating_add(amount);
				Pots::<T>::mutate(pot, |totals| totals.received = totals.received.saturating_add(amount));
			}
		}
		placed.block_author = Self::place(&mut fee, parts.block_author, T::BlockAuthor::get);
		placed.treasury = fee.peek();
		Self::give_to_treasury(fee);
		Flows::<T>::mutate(Inflow::Fee(source), |flow| flow.add(&placed));
		let redirected = placed.treasury.saturating_sub(parts.treasury);
		if redirected > 0 {
			Self::deposit_event(Event::Redirected { source, amount: redirected });
		}
	}

	/// Hands `amount` out of `from` to a content's holders; leaves it in `from` when there is no such content. Answers how
	/// much it handed over, which the pot of dividends received and paid.
	fn give_to_holders(content: ContentId, from: &mut CreditOf<T>, amount: Balance) -> Balance {
		if amount == 0 {
			return 0;
		}
		if let Err(refused) = T::Content::deposit_credit(content, from.extract(amount)) {
			from.subsume(refused);
			return 0;
		}
		Pots::<T>::mutate(Pot::Dividends, |totals| {
			totals.received = totals.received.saturating_add(amount);
			totals.paid = totals.paid.saturating_add(amount);
		});
		amount
	}

	/// Puts `amount` out of `from` on an account; leaves it in `from` when the account cannot take it. Answers how much
	/// it put there.
	fn place(from: &mut CreditOf<T>, amount: Balance, to: impl FnOnce() -> Option<T::AccountId>) -> Balance {
		if amount == 0 {
			return 0;
		}
		let Some(to) = to() else { return 0 };
		match T::Currency::resolve(&to, from.extract(amount)) {
			Ok(()) => amount,
			Err(refused) => {
				from.subsume(refused);
				0
			},
		}
	}

	/// Puts `credit`, and what waits in [`Unplaced`], on the treasury's account, or into [`Unplaced`].
	pub(crate) fn give_to_treasury(mut credit: CreditOf<T>) {
		if let Some(waiting) = Unplaced::<T>::take() {
			credit.subsume(waiting.into_inner());
		}
		if credit.peek() == 0 {
			return;
		}
		if let Err(refused) = T::Currency::resolve(&T::Treasury::get(), credit) {
			Unplaced::<T>::put(NoDrop::new(refused));
		}
	}
}
