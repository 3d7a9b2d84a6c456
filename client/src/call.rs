//! What a signed transaction may do, encoded by name.

use crate::{
	AccountId, DeviceProof, Error, MarketCall, PlacementsCall, SalesCall, SharesCall, GENERATORS_PALLET,
	LAUNCHPAD_PALLET, MARKET_PALLET, PLACEMENTS_PALLET, POV_PALLET, SALES_PALLET, SETTLEMENTS_PALLET, SHARES_PALLET,
	VESTING_PALLET,
};
use codec::Encode;
use promptale_primitives::{
	canary::Expectation,
	challenge::{Class, Epoch, Openings},
	content::ContentId,
	generator::LicenceId,
	model::{Architecture, ModelKind, Terms},
	raise::{BallotNumber, RaiseId, RaiseTerms, WhitelistProof},
	settlement::{EmissionPool, Pot},
	Balance, Blake3, ModelId, RoundIndex, UpdateIndex,
};
use subxt::{
	ext::{
		scale_decode::visitor::{decode_with_visitor, IgnoreVisitor},
		scale_encode::{EncodeAsFields, EncodeAsType, Error as EncodeError, FieldIter, TypeResolver},
	},
	Metadata,
};

/// The calls that people and workers make. Names and arguments are those of the pallets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Call {
	/// Creates a model; the caller owns it. Ids count from 0.
	CreateModel {
		name: String,
		kind: ModelKind,
		architecture: Architecture,
		seed: u64,
		checkpoint: Blake3,
		held_out_root: Blake3,
		terms: Terms,
	},
	/// Moves funds of the caller into a model's pot.
	FundModel { model: ModelId, amount: Balance },
	/// Changes the terms of the next rounds.
	SetTerms { model: ModelId, terms: Terms },
	/// Lets rounds open by themselves or not.
	SetActive { model: ModelId, active: bool },
	/// Puts an account on or off a private model's allow-list.
	SetAllowed { model: ModelId, account: AccountId, allowed: bool },
	/// Becomes a validator.
	BondValidator { stake: Balance, session_key: [u8; 32], encryption_key: [u8; 32], endpoint: Vec<u8> },
	/// Adds to the caller's stake.
	BondExtra { amount: Balance },
	/// Replaces the caller's validator keys and endpoint.
	SetValidatorKeys { session_key: [u8; 32], encryption_key: [u8; 32], endpoint: Vec<u8> },
	/// Starts taking stake out.
	Unbond { amount: Balance },
	/// Takes out what has waited long enough.
	WithdrawUnbonded,
	/// Commits a device to an update.
	CommitUpdate { model: ModelId, round: RoundIndex, commitment: Blake3, size: u32 },
	/// Opens a device's commitment.
	PublishUpdate { model: ModelId, round: RoundIndex, update_hash: Blake3, salt: Blake3, blob_hash: Blake3 },
	/// Declares a device's judged update a canary; see [`promptale_primitives::canary`].
	DeclareCanary { model: ModelId, round: RoundIndex, index: UpdateIndex, expectation: Expectation, secret: Blake3 },
	/// Opens the next round, when that is due.
	OpenRound { model: ModelId },
	/// Draws the committee, when that is due.
	DrawCommittee { model: ModelId, round: RoundIndex },
	/// Settles a round, when that is due.
	Settle { model: ModelId, round: RoundIndex },
	/// Closes a round, when that is due.
	CloseRound { model: ModelId, round: RoundIndex },
	/// Pays everything pending to the caller.
	Claim,
	/// Buys the next licences for at most `max_total`.
	BuyLicences { count: u32, max_total: Balance, referrer: Option<AccountId> },
	/// Gives a licence of the caller away.
	TransferLicence { licence: LicenceId, to: AccountId },
	/// Delegates a licence of the caller to one of its devices.
	DelegateLicence { licence: LicenceId, device: AccountId },
	/// Takes a licence's delegation back.
	UndelegateLicence { licence: LicenceId },
	/// Registers a device of a licence holder with what the device signed: see [`crate::DeviceProof`].
	RegisterGenerator { device: AccountId, encryption_key: [u8; 32], endpoint: Vec<u8>, proof: DeviceProof },
	/// Ends a device's suspension.
	ResumeDevice { device: AccountId },
	/// A device's sign of life in a session: see [`crate::Client::heartbeat`], which signs inside.
	Heartbeat { device: AccountId, session: u32, signature: [u8; 64] },
	/// Commits the calling device to the rows of its challenge's product.
	CommitChallenge { epoch: Epoch, class: Class, root: Blake3 },
	/// Opens the rows of the calling device's challenge that the chain picked.
	OpenChallenge { epoch: Epoch, openings: Openings },
	/// Pays all that the caller and its devices earned as generators.
	ClaimGeneratorRewards,
	/// Hands all that is in a pot to whoever divides it. Free of charge by itself where there is something.
	Distribute { pot: Pot },
	/// Releases what is due of a genesis pool to its pot. Free of charge by itself where something is due.
	Emit { pool: EmissionPool },
	/// Releases what has vested of the caller's grants.
	ClaimVested,
	/// Does something with content, shares and dividends.
	Shares(SharesCall),
	/// Does something with order books.
	Market(MarketCall),
	/// Product placements.
	Placements(PlacementsCall),
	/// Opens a raise for a content of the caller.
	OpenRaise { content: ContentId, terms: Box<RaiseTerms> },
	/// Contributes to a raise, in its whitelist phase with a proof.
	Contribute { raise: RaiseId, amount: Balance, proof: Option<WhitelistProof> },
	/// Takes back all that the caller contributed to a raise that is open.
	WithdrawContribution { raise: RaiseId },
	/// Ends the caller's raise before it has succeeded.
	CancelRaise { raise: RaiseId },
	/// Asks backers of the caller's raise for the next milestone.
	RequestMilestone { raise: RaiseId, evidence: Blake3 },
	/// Votes on a milestone.
	VoteMilestone { raise: RaiseId, ballot: BallotNumber, approve: bool },
	/// Pays an approved milestone's money to the raise's creator.
	ReleaseMilestone { raise: RaiseId },
	/// Delivers shares to a backer.
	ClaimRaisedShares { raise: RaiseId, backer: AccountId },
	/// Gives a backer of a raise that failed its money.
	ClaimRefund { raise: RaiseId, backer: AccountId },
	/// Gives the creator of a raise that failed the shares that nobody bought.
	TakeBackShares { raise: RaiseId },
	/// Removes a raise that is over and has no backers left.
	CloseRaise { raise: RaiseId },
	/// Does something with sales of items.
	Sales(SalesCall),
	/// Votes in a referendum with `amount`, from 0 (a tenth of a vote, unlocked at once) to 6 times its weight.
	Vote { referendum: u32, aye: bool, conviction: u8, amount: Balance },
	/// Puts a call to the vote on root's track, to be enacted as soon as that allows. The caller pays its deposit.
	SubmitReferendum(Box<Call>),
	/// Moves funds to another account, keeping the caller's account alive.
	Transfer { to: AccountId, amount: Balance },
	/// Several calls in one transaction: all of them or none.
	BatchAll(Vec<Call>),
	/// Runs a call as root; only where the chain has a sudo pallet and the caller holds its key.
	Sudo(Box<Call>),
}

/// One argument of a call.
pub(crate) enum Argument {
	/// Already SCALE-encoded.
	Encoded(Vec<u8>),
	/// A number, which the runtime may take compact.
	Number(u128),
}

/// A call's arguments, which encode themselves into the fields that the metadata names.
pub(crate) struct Arguments(Vec<(&'static str, Argument)>);

pub(crate) fn encoded(name: &'static str, value: impl Encode) -> (&'static str, Argument) {
	(name, Argument::Encoded(value.encode()))
}

pub(crate) fn number(name: &'static str, value: impl Into<u128>) -> (&'static str, Argument) {
	(name, Argument::Number(value.into()))
}

impl Call {
	/// Pallet and name of the call.
	pub fn names(&self) -> (&'static str, &'static str) {
		match self {
			Call::CreateModel { .. } => (POV_PALLET, "create_model"),
			Call::FundModel { .. } => (POV_PALLET, "fund_model"),
			Call::SetTerms { .. } => (POV_PALLET, "set_terms"),
			Call::SetActive { .. } => (POV_PALLET, "set_active"),
			Call::SetAllowed { .. } => (POV_PALLET, "set_allowed"),
			Call::BondValidator { .. } => (POV_PALLET, "bond_validator"),
			Call::BondExtra { .. } => (POV_PALLET, "bond_extra"),
			Call::SetValidatorKeys { .. } => (POV_PALLET, "set_validator_keys"),
			Call::Unbond { .. } => (POV_PALLET, "unbond"),
			Call::WithdrawUnbonded => (POV_PALLET, "withdraw_unbonded"),
			Call::CommitUpdate { .. } => (POV_PALLET, "commit_update"),
			Call::PublishUpdate { .. } => (POV_PALLET, "publish_update"),
			Call::DeclareCanary { .. } => (POV_PALLET, "declare_canary"),
			Call::OpenRound { .. } => (POV_PALLET, "open_round"),
			Call::DrawCommittee { .. } => (POV_PALLET, "draw_committee"),
			Call::Settle { .. } => (POV_PALLET, "settle"),
			Call::CloseRound { .. } => (POV_PALLET, "close_round"),
			Call::Claim => (POV_PALLET, "claim"),
			Call::BuyLicences { .. } => (GENERATORS_PALLET, "buy_licences"),
			Call::TransferLicence { .. } => (GENERATORS_PALLET, "transfer_licence"),
			Call::DelegateLicence { .. } => (GENERATORS_PALLET, "delegate"),
			Call::UndelegateLicence { .. } => (GENERATORS_PALLET, "undelegate"),
			Call::RegisterGenerator { .. } => (GENERATORS_PALLET, "register_device"),
			Call::ResumeDevice { .. } => (GENERATORS_PALLET, "resume_device"),
			Call::Heartbeat { .. } => (GENERATORS_PALLET, "heartbeat"),
			Call::CommitChallenge { .. } => (GENERATORS_PALLET, "commit_challenge"),
			Call::OpenChallenge { .. } => (GENERATORS_PALLET, "open_challenge"),
			Call::ClaimGeneratorRewards => (GENERATORS_PALLET, "claim"),
			Call::Distribute { .. } => (SETTLEMENTS_PALLET, "distribute"),
			Call::Emit { .. } => (SETTLEMENTS_PALLET, "emit"),
			Call::ClaimVested => (VESTING_PALLET, "claim"),
			Call::Shares(call) => (SHARES_PALLET, call.name()),
			Call::Market(call) => (MARKET_PALLET, call.name()),
			Call::Placements(call) => (PLACEMENTS_PALLET, call.name()),
			Call::OpenRaise { .. } => (LAUNCHPAD_PALLET, "open_raise"),
			Call::Contribute { .. } => (LAUNCHPAD_PALLET, "contribute"),
			Call::WithdrawContribution { .. } => (LAUNCHPAD_PALLET, "withdraw"),
			Call::CancelRaise { .. } => (LAUNCHPAD_PALLET, "cancel_raise"),
			Call::RequestMilestone { .. } => (LAUNCHPAD_PALLET, "request_milestone"),
			Call::VoteMilestone { .. } => (LAUNCHPAD_PALLET, "vote_milestone"),
			Call::ReleaseMilestone { .. } => (LAUNCHPAD_PALLET, "release_milestone"),
			Call::ClaimRaisedShares { .. } => (LAUNCHPAD_PALLET, "claim_shares"),
			Call::ClaimRefund { .. } => (LAUNCHPAD_PALLET, "claim_refund"),
			Call::TakeBackShares { .. } => (LAUNCHPAD_PALLET, "take_back_shares"),
			Call::CloseRaise { .. } => (LAUNCHPAD_PALLET, "close_raise"),
			Call::Sales(call) => (SALES_PALLET, call.name()),
			Call::Vote { .. } => ("ConvictionVoting", "vote"),
			Call::SubmitReferendum(_) => ("Referenda", "submit"),
			Call::Transfer { .. } => ("Balances", "transfer_keep_alive"),
			Call::BatchAll(_) => ("Utility", "batch_all"),
			Call::Sudo(_) => ("Sudo", "sudo"),
		}
	}

	/// `Pallet.call`, for messages.
	pub fn label(&self) -> String {
		let (pallet, call) = self.names();
		format!("{pallet}.{call}")
	}

	/// The arguments, for encoding against `metadata`.
	pub(crate) fn arguments(&self, metadata: &Metadata) -> Result<Arguments, Error> {
		Ok(Arguments(match self.clone() {
			Call::CreateModel { name, kind, architecture, seed, checkpoint, held_out_root, terms } => vec![
				encoded("name", name),
				encoded("kind", kind),
				encoded("architecture", architecture),
				number("seed", seed),
				encoded("checkpoint", checkpoint),
				encoded("held_out_root", held_out_root),
				encoded("terms", terms),
			],
			Call::FundModel { model, amount } => vec![number("model", model), number("amount", amount)],
			Call::SetTerms { model, terms } => vec![number("model", model), encoded("terms", terms)],
			Call::SetActive { model, active } => vec![number("model", model), encoded("active", active)],
			Call::SetAllowed { model, account, allowed } => {
				vec![number("model", model), encoded("account", account), encoded("allowed", allowed)]
			},
			Call::BondValidator { stake, session_key, encryption_key, endpoint } => vec![
				number("stake", stake),
				encoded("session_key", session_key),
				encoded("encryption_key", encryption_key),
				encoded("endpoint", endpoint),
			],
			Call::BondExtra { amount } | Call::Unbond { amount } => vec![number("amount", amount)],
			Call::SetValidatorKeys { session_key, encryption_key, endpoint } => vec![
				encoded("session_key", session_key),
				encoded("encryption_key", encryption_key),
				encoded("endpoint", endpoint),
			],
			Call::WithdrawUnbonded | Call::Claim | Call::ClaimGeneratorRewards | Call::ClaimVested => vec![],
			Call::BuyLicences { count, max_total, referrer } => {
				vec![number("count", count), number("max_total", max_total), encoded("referrer", referrer)]
			},
			Call::TransferLicence { licence, to } => vec![number("licence", licence), encoded("to", to)],
			Call::DelegateLicence { licence, device } => vec![number("licence", licence), encoded("device", device)],
			Call::UndelegateLicence { licence } => vec![number("licence", licence)],
			Call::RegisterGenerator { device, encryption_key, endpoint, proof } => vec![
				encoded("device", device),
				encoded("encryption_key", encryption_key),
				encoded("endpoint", endpoint),
				encoded("proof", proof),
			],
			Call::Distribute { pot } => vec![encoded("pot", pot)],
			Call::Emit { pool } => vec![encoded("pool", pool)],
			Call::ResumeDevice { device } => vec![encoded("device", device)],
			Call::Heartbeat { device, session, signature } => {
				vec![encoded("device", device), number("session", session), encoded("signature", signature)]
			},
			Call::CommitChallenge { epoch, class, root } => {
				vec![number("epoch", epoch), encoded("class", class), encoded("root", root)]
			},
			Call::OpenChallenge { epoch, openings } => vec![number("epoch", epoch), encoded("openings", openings)],
			Call::Shares(call) => call.arguments(),
			Call::Market(call) => call.arguments(),
			Call::Placements(call) => call.arguments(),
			Call::OpenRaise { content, terms } => vec![number("content", content), encoded("terms", terms)],
			Call::Contribute { raise, amount, proof } => {
				vec![number("raise", raise), number("amount", amount), encoded("proof", proof)]
			},
			Call::WithdrawContribution { raise }
			| Call::CancelRaise { raise }
			| Call::ReleaseMilestone { raise }
			| Call::TakeBackShares { raise }
			| Call::CloseRaise { raise } => vec![number("raise", raise)],
			Call::RequestMilestone { raise, evidence } => {
				vec![number("raise", raise), encoded("evidence", evidence)]
			},
			Call::VoteMilestone { raise, ballot, approve } => {
				vec![number("raise", raise), number("ballot", ballot), encoded("approve", approve)]
			},
			Call::ClaimRaisedShares { raise, backer } | Call::ClaimRefund { raise, backer } => {
				vec![number("raise", raise), encoded("backer", backer)]
			},
			Call::Sales(call) => call.arguments(),
			Call::Vote { referendum, aye, conviction, amount } => vec![
				number("poll_index", referendum),
				// `AccountVote::Standard` has index 0; the highest bit of a vote says aye.
				encoded("vote", (0u8, conviction | if aye { 0b1000_0000 } else { 0 }, amount)),
			],
			Call::SubmitReferendum(proposal) => vec![
				// `OriginCaller::system(RawOrigin::Root)`, `Bounded::Inline`, `DispatchTime::After`: indices 0 0, 1, 1.
				encoded("proposal_origin", [0u8, 0]),
				encoded("proposal", (1u8, proposal.encode_whole(metadata)?)),
				encoded("enactment_moment", (1u8, 0u32)),
			],
			Call::CommitUpdate { model, round, commitment, size } => vec![
				number("model", model),
				number("round", round),
				encoded("commitment", commitment),
				number("size", size),
			],
			Call::PublishUpdate { model, round, update_hash, salt, blob_hash } => vec![
				number("model", model),
				number("round", round),
				encoded("update_hash", update_hash),
				encoded("salt", salt),
				encoded("blob_hash", blob_hash),
			],
			Call::DeclareCanary { model, round, index, expectation, secret } => vec![
				number("model", model),
				number("round", round),
				number("index", index),
				encoded("expectation", expectation),
				encoded("secret", secret),
			],
			Call::OpenRound { model } => vec![number("model", model)],
			Call::DrawCommittee { model, round }
			| Call::Settle { model, round }
			| Call::CloseRound { model, round } => {
				vec![number("model", model), number("round", round)]
			},
			// `MultiAddress::Id` has index 0.
			Call::Transfer { to, amount } => vec![encoded("dest", (0u8, to)), number("value", amount)],
			Call::BatchAll(calls) => {
				let mut bytes = codec::Compact(calls.len() as u32).encode();
				for call in &calls {
					bytes.extend(call.encode_whole(metadata)?);
				}
				vec![("calls", Argument::Encoded(bytes))]
			},
			Call::Sudo(call) => vec![("call", Argument::Encoded(call.encode_whole(metadata)?))],
		}))
	}

	/// The call as the runtime's call enum has it: pallet index, call index, arguments.
	fn encode_whole(&self, metadata: &Metadata) -> Result<Vec<u8>, Error> {
		let (pallet, call) = self.names();
		let arguments = self.arguments(metadata)?;
		subxt::ext::frame_decode::extrinsics::encode_call_data(pallet, call, &arguments, metadata, metadata.types())
			.map_err(|error| Error::Incompatible(error.to_string()))
	}
}

impl EncodeAsFields for Arguments {
	fn encode_as_fields_to<R: TypeResolver>(
		&self,
		fields: &mut dyn FieldIter<'_, R::TypeId>,
		types: &R,
		out: &mut Vec<u8>,
	) -> Result<(), EncodeError> {
		let fields: Vec<_> = fields.collect();
		let wanted: Vec<_> = fields.iter().map(|field| field.name.unwrap_or_default()).collect();
		let given: Vec<_> = self.0.iter().map(|(name, _)| *name).collect();
		if wanted != given {
			return Err(EncodeError::custom_string(format!("the runtime takes {wanted:?}, we give {given:?}")));
		}
		for (field, (name, argument)) in fields.into_iter().zip(&self.0) {
			match argument {
				Argument::Number(value) => value.encode_as_type_to(field.id, types, out)?,
				Argument::Encoded(bytes) => {
					let mut rest = &bytes[..];
					let fits = decode_with_visitor(&mut rest, field.id, types, IgnoreVisitor::<R>::new()).is_ok();
					if !fits || !rest.is_empty() {
						return Err(EncodeError::custom_string(format!("`{name}` has another shape in the runtime")));
					}
					out.extend_from_slice(bytes);
				},
			}
		}
		Ok(())
	}
}
