//! Licences, devices, grants, stake, the treasury and referenda as JSON has them.

use promptale_client::{AccountId, Referendum, Spend, ValidatorOverview};
use promptale_primitives::{
	challenge::Class,
	generator::{
		ChallengeOverview, ChallengeStep, DeviceOverview, DeviceState, LicenceOverview, SaleOverview, SalePhase,
	},
	settlement::{EmissionOverview, EmissionPool, FeeSource, Flow, Inflow, Pot, PotOverview},
	vesting::{ScheduleOverview, VestingOverview},
	Balance, BlockNumber,
};
use serde::Serialize;

/// A licence.
#[derive(Clone, Debug, Serialize)]
pub struct LicenceView {
	/// Its number.
	pub licence: u32,
	/// Tier that it was sold in, from 1.
	pub tier: u8,
	/// The device that it is delegated to.
	pub device: Option<String>,
}

impl From<&LicenceOverview<AccountId>> for LicenceView {
	fn from(overview: &LicenceOverview<AccountId>) -> Self {
		Self {
			licence: overview.licence,
			tier: overview.tier.saturating_add(1),
			device: overview.device.map(|device| device.to_string()),
		}
	}
}

/// What is for sale.
#[derive(Clone, Debug, Serialize)]
pub struct SaleView {
	/// `closed`, `whitelist` or `public`.
	pub phase: SalePhase,
	/// The smallest unit for a reference dollar; 0 before governance set it.
	pub rate: String,
	/// In order of sale.
	pub tiers: Vec<TierView>,
}

/// Licences that cost the same.
#[derive(Clone, Debug, Serialize)]
pub struct TierView {
	/// From 1.
	pub tier: usize,
	/// How many there are.
	pub licences: u32,
	/// How many of them are sold.
	pub sold: u32,
	/// Reference dollars for each.
	pub dollars: u32,
	/// Smallest unit for each at today's rate.
	pub price: String,
}

impl From<&SaleOverview> for SaleView {
	fn from(sale: &SaleOverview) -> Self {
		let tiers = sale.tiers.iter().zip(1..).map(|((tier, sold), number)| TierView {
			tier: number,
			licences: tier.licences,
			sold: *sold,
			dollars: tier.dollars,
			price: sale.rate.saturating_mul(tier.dollars.into()).to_string(),
		});
		Self { phase: sale.phase, rate: sale.rate.to_string(), tiers: tiers.collect() }
	}
}

/// A device of a licence holder.
#[derive(Clone, Debug, Serialize)]
pub struct DeviceView {
	/// Its account.
	pub device: String,
	/// Who it works for.
	pub identity: String,
	/// `active`, `resuming` (not yet counted), `suspended` or `banned`.
	pub state: &'static str,
	/// First block in which it would be suspended without another heartbeat; only when active.
	pub active_until: Option<BlockNumber>,
	/// First block in which it counts; only when resuming.
	pub active_from: Option<BlockNumber>,
	/// Block of its last heartbeat.
	pub last_heartbeat: Option<BlockNumber>,
	/// One heartbeat is due in every so many blocks.
	pub heartbeat_every: BlockNumber,
	/// Licences delegated to it.
	pub delegations: u32,
	/// Units that it proved and that count now.
	pub hashpower: u64,
	/// First block in which they no longer do.
	pub hashpower_until: Option<BlockNumber>,
	/// Its latest challenge; `null` before the first.
	pub challenge: Option<ChallengeView>,
	/// X25519 key, hex.
	pub encryption_key: String,
	/// Where it serves blobs, hex.
	pub endpoint: String,
}

/// A device's latest challenge.
#[derive(Clone, Debug, Serialize)]
pub struct ChallengeView {
	/// The epoch it is of.
	pub epoch: u32,
	/// How large it is.
	pub class: Class,
	/// `committed`, `opened`, `passed` or `failed`.
	pub step: ChallengeStep,
	/// Units that passing it proves.
	pub units: u64,
}

impl DeviceView {
	/// The view of one device. `session` is the blocks in which one heartbeat is due.
	pub fn new(
		account: &AccountId,
		device: &DeviceOverview<AccountId>,
		challenge: Option<&ChallengeOverview<AccountId>>,
		session: BlockNumber,
	) -> Self {
		let (state, active_until, active_from) = match device.state {
			DeviceState::Active { until } => ("active", Some(until), None),
			DeviceState::Resuming { from } => ("resuming", None, Some(from)),
			DeviceState::Suspended => ("suspended", None, None),
			DeviceState::Banned => ("banned", None, None),
		};
		Self {
			device: account.to_string(),
			identity: device.identity.to_string(),
			state,
			active_until,
			active_from,
			last_heartbeat: device.last_heartbeat,
			heartbeat_every: session,
			delegations: device.delegations,
			hashpower: device.hashpower,
			hashpower_until: device.hashpower_until,
			challenge: challenge.map(|challenge| ChallengeView {
				epoch: challenge.epoch,
				class: challenge.class,
				step: challenge.step,
				units: challenge.class.units(),
			}),
			encryption_key: hex::encode(device.encryption_key),
			endpoint: hex::encode(&device.endpoint),
		}
	}
}

/// An account's grants. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct VestingView {
	/// What a claim would release now.
	pub claimable: String,
	/// Not vested yet.
	pub unvested: String,
	/// Held for vesting; less than what remains where stake covers it.
	pub held: String,
	/// Held as stake.
	pub staked: String,
	/// First block in which more can be claimed than now.
	pub next_unlock: Option<BlockNumber>,
	/// The grants, in order.
	pub schedules: Vec<ScheduleView>,
}

/// A grant.
#[derive(Clone, Debug, Serialize)]
pub struct ScheduleView {
	/// Block in which its line begins.
	pub start: BlockNumber,
	/// First block in which something can be claimed.
	pub cliff: BlockNumber,
	/// Block from which all of it has vested.
	pub end: BlockNumber,
	/// All of it.
	pub total: String,
	/// Has vested.
	pub vested: String,
	/// Was claimed, or forfeited by a slash.
	pub claimed: String,
	/// Can be claimed.
	pub claimable: String,
	/// May be handed on.
	pub transferable: bool,
}

impl From<&VestingOverview> for VestingView {
	fn from(overview: &VestingOverview) -> Self {
		Self {
			claimable: overview.claimable.to_string(),
			unvested: overview.unvested.to_string(),
			held: overview.held.to_string(),
			staked: overview.staked.to_string(),
			next_unlock: overview.next_unlock,
			schedules: overview.schedules.iter().map(ScheduleView::from).collect(),
		}
	}
}

impl From<&ScheduleOverview> for ScheduleView {
	fn from(overview: &ScheduleOverview) -> Self {
		let schedule = &overview.schedule;
		Self {
			start: schedule.start,
			cliff: schedule.cliff,
			end: schedule.end,
			total: schedule.total.to_string(),
			vested: overview.vested.to_string(),
			claimed: schedule.claimed.to_string(),
			claimable: overview.claimable.to_string(),
			transferable: schedule.transferable,
		}
	}
}

/// An account's stake. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct StakeView {
	/// Whether the account is a validator.
	pub validator: bool,
	/// Bonded and counting.
	pub stake: String,
	/// On its way out.
	pub unbonding: String,
	/// First block in which that can be withdrawn.
	pub unlocks_at: Option<BlockNumber>,
	/// Part of all that is bonded which consists of vesting funds.
	pub of_vesting: String,
	/// Least that a validator has.
	pub min_stake: String,
	/// sr25519 key that signs for the validator, hex.
	pub session_key: Option<String>,
}

impl StakeView {
	/// The view of one account's stake.
	pub fn new(
		validator: Option<&ValidatorOverview<AccountId>>,
		vesting: &VestingOverview,
		min_stake: Balance,
	) -> Self {
		let (stake, unbonding) = validator.map_or((0, 0), |validator| (validator.stake, validator.unbonding));
		let remaining: Balance = vesting.schedules.iter().map(|schedule| schedule.schedule.remaining()).sum();
		Self {
			validator: validator.is_some(),
			stake: stake.to_string(),
			unbonding: unbonding.to_string(),
			unlocks_at: validator.and_then(|validator| validator.unlocks_at),
			of_vesting: remaining.min(stake.saturating_add(unbonding)).to_string(),
			min_stake: min_stake.to_string(),
			session_key: validator.map(|validator| hex::encode(validator.session_key)),
		}
	}
}

/// An approved spend of the treasury.
#[derive(Clone, Debug, Serialize)]
pub struct SpendView {
	/// Its number.
	pub index: u32,
	/// Smallest unit.
	pub amount: String,
	/// Who gets it.
	pub beneficiary: String,
	/// First block in which it can be paid out.
	pub valid_from: BlockNumber,
	/// Last block in which it can.
	pub expires: BlockNumber,
	/// `pending`, `attempted` or `failed`.
	pub state: String,
}

impl From<&Spend> for SpendView {
	fn from(spend: &Spend) -> Self {
		Self {
			index: spend.index,
			amount: spend.amount.to_string(),
			beneficiary: spend.beneficiary.to_string(),
			valid_from: spend.valid_from,
			expires: spend.expires,
			state: spend.state.clone(),
		}
	}
}

/// A pot of rewards. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct PotView {
	/// `validator_rewards`, `generator_rewards` or `dividends`.
	pub pot: &'static str,
	/// Where its money lies.
	pub account: String,
	/// Since genesis.
	pub received: String,
	/// Since genesis.
	pub paid: String,
	/// Could be paid now, emission that is due included.
	pub available: String,
}

impl From<&PotOverview<AccountId>> for PotView {
	fn from(pot: &PotOverview<AccountId>) -> Self {
		Self {
			pot: pot_name(pot.pot),
			account: pot.account.to_string(),
			received: pot.received.to_string(),
			paid: pot.paid.to_string(),
			available: pot.available.to_string(),
		}
	}
}

/// What came in from one source since genesis, and where it went. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct FlowView {
	/// Such as `transaction_fee` or `licence_sale`.
	pub source: &'static str,
	/// All of it; the sum of the others.
	pub received: String,
	/// To the treasury.
	pub treasury: String,
	/// To the validators' pot.
	pub validator_rewards: String,
	/// To the generators' pot.
	pub generator_rewards: String,
	/// To the dividends' pot.
	pub dividends: String,
	/// To who wrote the block.
	pub block_author: String,
}

impl From<&(Inflow, Flow)> for FlowView {
	fn from((inflow, flow): &(Inflow, Flow)) -> Self {
		Self {
			source: inflow_name(*inflow),
			received: flow.received.to_string(),
			treasury: flow.to.treasury.to_string(),
			validator_rewards: flow.to.validator_rewards.to_string(),
			generator_rewards: flow.to.generator_rewards.to_string(),
			dividends: flow.to.dividends.to_string(),
			block_author: flow.to.block_author.to_string(),
		}
	}
}

/// A genesis pool that is released on schedule. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct PoolView {
	/// `generators` or `community`.
	pub pool: &'static str,
	/// The pot it goes to.
	pub pot: &'static str,
	/// All that is released by the end.
	pub total: String,
	/// Released so far.
	pub released: String,
	/// Could be released now.
	pub due: String,
	/// Block in which all of it is due.
	pub ends: BlockNumber,
}

impl From<&EmissionOverview<AccountId>> for PoolView {
	fn from(emission: &EmissionOverview<AccountId>) -> Self {
		Self {
			pool: match emission.pool {
				EmissionPool::Generators => "generators",
				EmissionPool::Community => "community",
			},
			pot: pot_name(emission.pot),
			total: emission.total.to_string(),
			released: emission.released.to_string(),
			due: emission.due.to_string(),
			ends: emission.ends,
		}
	}
}

fn pot_name(pot: Pot) -> &'static str {
	match pot {
		Pot::ValidatorRewards => "validator_rewards",
		Pot::GeneratorRewards => "generator_rewards",
		Pot::Dividends => "dividends",
	}
}

fn inflow_name(inflow: Inflow) -> &'static str {
	match inflow {
		Inflow::Fee(FeeSource::TransactionFee) => "transaction_fee",
		Inflow::Fee(FeeSource::Tip) => "tip",
		Inflow::Fee(FeeSource::LicenceSale) => "licence_sale",
		Inflow::Fee(FeeSource::MarketSale) => "market_sale",
		Inflow::Fee(FeeSource::Placement) => "placement",
		Inflow::Fee(FeeSource::Launchpad) => "launchpad",
		Inflow::Fee(FeeSource::Slash) => "slash",
		Inflow::Emission(EmissionPool::Generators) => "emission_generators",
		Inflow::Emission(EmissionPool::Community) => "emission_community",
		Inflow::BuyBack => "buy_back",
		Inflow::Donation => "donation",
	}
}

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
	use promptale_primitives::{generator::Tier, vesting::Schedule, TALE};

	#[test]
	fn tiers_and_prices_are_counted_from_one_at_the_rate() {
		let sale = SaleOverview {
			phase: SalePhase::Public,
			rate: 2 * TALE,
			tiers: vec![(Tier { licences: 10, dollars: 98 }, 10), (Tier { licences: 5, dollars: 118 }, 1)],
		};
		let json = serde_json::to_value(SaleView::from(&sale)).unwrap();
		assert_eq!(json["phase"], "public");
		assert_eq!((&json["tiers"][1]["tier"], &json["tiers"][1]["sold"]), (&2.into(), &1.into()));
		assert_eq!(json["tiers"][1]["price"], (236 * TALE).to_string());
		let licence = LicenceOverview { licence: 7, tier: 0, device: Some(AccountId([1; 32])) };
		assert_eq!(LicenceView::from(&licence).tier, 1);
	}

	#[test]
	fn a_device_says_until_or_from_when_it_counts() {
		let overview = |state| DeviceOverview {
			identity: AccountId([2; 32]),
			encryption_key: [3; 32],
			endpoint: vec![4],
			delegations: 1,
			last_heartbeat: Some(600),
			state,
			hashpower: 64,
			hashpower_until: Some(9_000),
		};
		let view = |state| {
			let view = DeviceView::new(&AccountId([1; 32]), &overview(state), None, 600);
			(view.state, view.active_until, view.active_from)
		};
		assert_eq!(view(DeviceState::Active { until: 1_800 }), ("active", Some(1_800), None));
		assert_eq!(view(DeviceState::Resuming { from: 1_200 }), ("resuming", None, Some(1_200)));
		assert_eq!(view(DeviceState::Suspended), ("suspended", None, None));
		assert_eq!(view(DeviceState::Banned), ("banned", None, None));
	}

	#[test]
	fn stake_says_how_much_of_it_is_vesting_funds() {
		let validator = ValidatorOverview {
			account: AccountId([1; 32]),
			session_key: [5; 32],
			encryption_key: [0; 32],
			endpoint: vec![],
			stake: 6 * TALE,
			unbonding: 2 * TALE,
			unlocks_at: Some(77),
		};
		let schedule =
			Schedule { start: 0, cliff: 0, end: 10, total: 9 * TALE, claimed: 4 * TALE, transferable: false };
		let seen = ScheduleOverview { schedule, vested: 0, claimable: 0, unvested: 0, next_unlock: None };
		let vesting = VestingOverview { schedules: vec![seen], staked: 8 * TALE, ..Default::default() };
		let view = StakeView::new(Some(&validator), &vesting, TALE);
		assert_eq!((view.validator, view.of_vesting), (true, (5 * TALE).to_string()));
		let none = StakeView::new(None, &vesting, TALE);
		assert_eq!((none.validator, none.stake.as_str(), none.of_vesting.as_str()), (false, "0", "0"));
	}

	#[test]
	fn every_source_and_state_has_a_name_of_its_own() {
		let mut names: Vec<_> = Inflow::all().map(inflow_name).collect();
		names.sort();
		names.dedup();
		assert_eq!(names.len(), Inflow::all().count());
		let mut open = Referendum {
			index: 4,
			track: 20,
			proposal: None,
			submitted: 1,
			deciding_since: None,
			confirms_at: None,
			ayes: 0,
			nays: 0,
			support: 0,
		};
		let tracks = [(0, "root".to_string()), (20, "parameter_admin".to_string())];
		assert_eq!(ReferendumView::new(&open, &tracks).track_name, "parameter_admin");
		assert_eq!(ReferendumView::new(&open, &tracks).state, "preparing");
		open.deciding_since = Some(2);
		assert_eq!(ReferendumView::new(&open, &tracks).state, "deciding");
		open.confirms_at = Some(3);
		assert_eq!(ReferendumView::new(&open, &tracks).state, "confirming");
	}
}
