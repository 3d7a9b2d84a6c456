//! Referenda: what is proposed, how it is voted on, and what becomes of the deposits.

use super::{actors, beginning::DOLLAR, deeds::Deed, Year};
use anyhow::Result;
use codec::Encode;
use frame_support::traits::{
	fungible::{Inspect, NativeOrWithId},
	schedule::DispatchTime,
	Bounded,
};
use pallet_conviction_voting::{AccountVote, Call as Voting, Conviction, Vote};
use pallet_generators::Call as Generators_;
use pallet_referenda::{Call as Referenda_, ReferendumInfo, ReferendumInfoFor};
use pallet_settlements::{BuyBackTerms, Call as Settlements_, FeeSource, Pot, Split};
use promptale_primitives::{generator::SalePhase, Balance, MILLION, TALE};
use promptale_runtime::{
	configs::parameters::{dynamic_params, RuntimeParameters},
	constants::{DAYS, EXISTENTIAL_DEPOSIT, HOURS, MONTHS},
	governance::origins::Origin,
	pools, AccountId, Balances, OriginCaller, Runtime, RuntimeCall, RuntimeOrigin, Vesting,
};
use rand::{seq::IndexedRandom, Rng};

impl Year {
	/// Holders of pools, who have most of the votes, pay the deposits of referenda and decide them.
	pub(super) fn referenda(&mut self) -> Result<()> {
		for index in self.scene.ongoing.clone() {
			let Some(ReferendumInfo::Ongoing(status)) = ReferendumInfoFor::<Runtime>::get(index) else { continue };
			if status.decision_deposit.is_none() && self.rng.random_bool(0.5) {
				let payer = actors::holder(self.rng.random_range(0..actors::HOLDERS.len()));
				self.perform(Deed::signed(payer, Referenda_::place_decision_deposit { index }))?;
			}
			for holder in 0..actors::HOLDERS.len() {
				if !self.voted.contains(&(holder, index)) && self.rng.random_bool(0.5) {
					self.voted.insert((holder, index));
					let who = actors::holder(holder);
					let seen = Vesting::account(who.clone());
					// What is on hold anyway, so that the rest can be spent. One referendum in six is not wanted.
					let vote = Vote { aye: index % 6 != 5, conviction: Conviction::Locked1x };
					let vote = AccountVote::Standard { vote, balance: seen.held + seen.staked };
					self.perform(Deed::signed(who, Voting::vote { poll_index: index, vote }))?;
				}
			}
		}
		Ok(())
	}

	/// Something about referenda by anybody.
	pub(super) fn politics(&mut self) -> Option<Deed> {
		let who = self.anybody();
		let index = self.scene.referendum(&mut self.rng);
		let class = *[0, 10, 20, 30, 40].choose(&mut self.rng)?;
		Some(match self.rng.random_range(0..30) {
			0..3 => self.submit_referendum(who),
			3..13 => {
				let vote = self.vote(&who);
				Deed::signed(who, Voting::vote { poll_index: index, vote })
			},
			13..16 => {
				let class = self.rng.random_bool(0.5).then_some(class);
				Deed::signed(who, Voting::remove_vote { class, index })
			},
			16..19 => Deed::signed(who.clone(), Voting::unlock { class, target: who.into() }),
			19 => {
				let (to, balance) = (self.actor().into(), self.amount(&who) / 2);
				let conviction = Conviction::Locked2x;
				Deed::signed(who, Voting::delegate { class, to, conviction, balance })
			},
			20 => Deed::signed(who, Voting::undelegate { class }),
			21..24 => Deed::signed(who, Referenda_::refund_decision_deposit { index }),
			24..27 => Deed::signed(who, Referenda_::refund_submission_deposit { index }),
			_ => {
				let spends = pallet_treasury::SpendCount::<Runtime>::get();
				Deed::signed(who, pallet_treasury::Call::payout { index: self.rng.random_range(0..spends + 1) })
			},
		})
	}

	fn vote(&mut self, who: &AccountId) -> AccountVote<Balance> {
		let convictions = [Conviction::None, Conviction::Locked1x, Conviction::Locked2x, Conviction::Locked6x];
		let conviction = *convictions.choose(&mut self.rng).unwrap_or(&Conviction::None);
		let balance = match self.rng.random_range(0..4) {
			// What is on hold votes too.
			0 => Balances::total_balance(who),
			1 => Balances::total_balance(who) + 1,
			_ => self.amount(who),
		};
		match self.rng.random_range(0..6) {
			0 => AccountVote::Split { aye: balance / 2, nay: balance / 3 },
			1 => AccountVote::SplitAbstain { aye: balance / 4, nay: balance / 4, abstain: balance / 4 },
			_ => AccountVote::Standard { vote: Vote { aye: self.rng.random_bool(0.7), conviction }, balance },
		}
	}

	fn submit_referendum(&mut self, who: AccountId) -> Deed {
		let (origin, call) = self.proposal();
		let Ok(inline) = call.encode().try_into() else { return self.money() };
		Deed::signed(
			who,
			Referenda_::submit {
				proposal_origin: Box::new(origin),
				proposal: Bounded::Inline(inline),
				enactment_moment: DispatchTime::After(self.rng.random_range(1..2 * DAYS)),
			},
		)
	}

	/// What somebody wants, and the origin that it takes; sometimes one that cannot do it.
	fn proposal(&mut self) -> (OriginCaller, RuntimeCall) {
		let (origin, call) = match self.rng.random_range(0..8) {
			0..4 => (Origin::ParameterAdmin, self.tuning()),
			4..7 => (Origin::Treasurer, self.spending()),
			_ => return (frame_system::RawOrigin::Root.into(), self.grant()),
		};
		let origin = if self.rng.random_bool(0.05) { Origin::EmergencyPauser } else { origin };
		(RuntimeOrigin::from(origin).caller, call)
	}

	fn tuning(&mut self) -> RuntimeCall {
		match self.rng.random_range(0..9) {
			0..2 => Generators_::set_rate { rate: Balance::from(self.rng.random_range(0..400u32)) * TALE / 100 }.into(),
			2 => {
				let phases = [SalePhase::Public, SalePhase::Public, SalePhase::Whitelist, SalePhase::Closed];
				let phase = *phases.choose(&mut self.rng).unwrap_or(&SalePhase::Public);
				Generators_::set_sale_phase { phase }.into()
			},
			3 => {
				let (account, licences) = (self.actor(), self.rng.random_range(0..60));
				Generators_::set_allowance { account, licences }.into()
			},
			4 => {
				let source = *FeeSource::ALL.choose(&mut self.rng).unwrap_or(&FeeSource::Tip);
				let treasury = self.rng.random_range(0..=MILLION);
				let split = Split { treasury, generator_rewards: MILLION - treasury, ..Default::default() };
				Settlements_::set_split { source, split }.into()
			},
			5 | 6 => {
				let terms = BuyBackTerms {
					asset: NativeOrWithId::WithId(DOLLAR),
					cap: Balance::from(self.rng.random_range(0..200u32)) * TALE,
					period: DAYS,
					band: self.rng.random_range(20_000..60_000),
					window: HOURS,
				};
				Settlements_::set_buy_back { terms: Some(terms) }.into()
			},
			7 => {
				let rate = Some(self.rng.random_range(0..100_000));
				let parameter = dynamic_params::generators::Parameters::ReferralRate(
					dynamic_params::generators::ReferralRate,
					rate,
				);
				pallet_parameters::Call::set_parameter { key_value: RuntimeParameters::Generators(parameter) }.into()
			},
			_ => {
				let identity = self.one_of(|scene| &scene.holders);
				Generators_::set_banned { identity, banned: self.rng.random_bool(0.4) }.into()
			},
		}
	}

	fn spending(&mut self) -> RuntimeCall {
		let amount = Balance::from(self.rng.random_range(0..2_000u32)) * TALE;
		let to = self.actor();
		match self.rng.random_range(0..7) {
			0 => Settlements_::burn { amount }.into(),
			1..4 => Settlements_::buy_back { amount: amount / 40, least: 1 }.into(),
			4 => {
				let pot = *Pot::ALL.choose(&mut self.rng).unwrap_or(&Pot::ValidatorRewards);
				Settlements_::pay_from_pot { pot, to, amount }.into()
			},
			_ => {
				let (asset_kind, beneficiary) = (Box::new(()), Box::new(to));
				pallet_treasury::Call::spend { asset_kind, amount, beneficiary, valid_from: None }.into()
			},
		}
	}

	/// A grant out of the liquidity pool, with a cliff.
	pub(super) fn grant(&mut self) -> RuntimeCall {
		let (beneficiary, now) = (self.grantee(), self.world.block);
		let start = now + self.rng.random_range(0..MONTHS);
		let cliff = start + self.rng.random_range(0..3) * MONTHS;
		let total =
			Balance::from(self.rng.random_range(0..5_000u32)) * TALE + self.rng.random_range(0..EXISTENTIAL_DEPOSIT);
		pallet_tale_vesting::Call::grant {
			source: pools::pot(pools::LIQUIDITY),
			beneficiary,
			start,
			cliff,
			end: cliff + self.rng.random_range(1..8 * MONTHS),
			total,
			transferable: self.rng.random(),
		}
		.into()
	}
}
