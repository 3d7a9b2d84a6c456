//! What participants do. Numbers of models and people begin again with the first where they are too large, so that any
//! bytes make sense.

use arbitrary::{Arbitrary, Result, Unstructured};

/// What a committed update is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
	/// Trained.
	Good,
	/// Makes the model worse.
	Harmful,
	/// Does not decode.
	Malformed,
	/// The same bytes as another device's update of the round, got from somewhere.
	Copy(u8),
	/// Another device's commitment as it is on chain. Only that device can open it.
	StolenCommitment(u8),
	/// A canary: malformed, or else harmful.
	Canary(bool),
	/// A size that the terms forbid.
	TooLarge,
}

/// How a commitment is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
	/// With what was committed to.
	Right,
	/// With the hash of something else.
	WrongHash,
	/// With another salt.
	WrongSalt,
}

/// How a validator scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
	/// As measured.
	Honest,
	/// The contrary of what it measured.
	Contrary,
	/// Praises everything unseen.
	Lazy,
	/// As measured, but not all of the updates.
	Short,
	/// The commitment of another validator as it is on chain.
	Copied(u8),
}

/// What a validator reveals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revealing {
	/// What it committed to.
	Committed,
	/// Other scores.
	Other,
	/// What it committed to, signed by a key that is not its own.
	Forged,
}

/// A checkpoint that a validator attests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
	/// The one that the verdicts lead to.
	Right,
	/// One of several others.
	Wrong(u8),
}

/// What is reported of a validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
	/// It signed a second commitment.
	SecondCommitment,
	/// It signed a second attestation.
	SecondAttestation,
	/// It signed scores that it had not committed to.
	OtherScores,
	/// A second commitment that somebody else signed.
	Forged,
}

/// One thing that one participant does, or that the chain is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
	/// Blocks pass.
	Wait {
		blocks: u8,
	},
	/// Blocks pass up to the second one of the next phase of a model's round, where beacons are known.
	NextPhase {
		model: u8,
	},
	/// Those whose bit is set do what the phase of a model's round asks of them, honestly.
	Play {
		model: u8,
		who: u16,
	},
	/// The step that is due is taken, by an authorized call or by a signed one.
	Step {
		model: u8,
		signed: bool,
	},
	Commit {
		model: u8,
		device: u8,
		making: Making,
	},
	Publish {
		model: u8,
		device: u8,
		opening: Opening,
	},
	/// Says of an earlier update whether it was a canary, `back` rounds ago.
	Declare {
		model: u8,
		device: u8,
		back: u8,
	},
	CommitScores {
		model: u8,
		validator: u8,
		style: Style,
	},
	Reveal {
		model: u8,
		validator: u8,
		revealing: Revealing,
	},
	Attest {
		model: u8,
		validator: u8,
		checkpoint: Said,
		disputed: Option<Said>,
	},
	/// The stranger reports what a validator signed in the round `back` rounds ago.
	Report {
		model: u8,
		validator: u8,
		back: u8,
		evidence: Evidence,
	},
	/// Stake in least stakes; zero is too little.
	Bond {
		validator: u8,
		stake: u8,
	},
	BondExtra {
		validator: u8,
		stake: u8,
	},
	/// Takes out this many parts of 8 of the stake.
	Unbond {
		validator: u8,
		eighths: u8,
	},
	Withdraw {
		validator: u8,
	},
	/// Takes a new session key, or that of the next validator.
	RotateKeys {
		validator: u8,
		steal: bool,
	},
	Register {
		identity: u8,
		device: u8,
	},
	/// The device leaves by itself, or its identity removes it.
	RemoveDevice {
		identity: u8,
		device: u8,
		by_itself: bool,
	},
	CreateModel {
		owner: u8,
		private: bool,
		terms: u32,
	},
	/// In hundreds of TALE.
	Fund {
		model: u8,
		hundreds: u8,
	},
	/// `by` may not be the owner; terms may be invalid.
	SetTerms {
		model: u8,
		by: u8,
		terms: u32,
	},
	SetActive {
		model: u8,
		active: bool,
	},
	Allow {
		model: u8,
		identity: u8,
		allowed: bool,
	},
	RemoveModel {
		model: u8,
		rounds: u8,
	},
	/// Of everybody, by number.
	Claim {
		who: u8,
	},
	/// Money sent to the pallet's account by somebody who did not read the documentation.
	Gift {
		amount: u8,
	},
}

impl<'a> Arbitrary<'a> for Action {
	fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
		let kind: u8 = u.arbitrary()?;
		let model = u.arbitrary()?;
		Ok(match kind % 40 {
			0 => Action::Wait { blocks: u.arbitrary()? },
			1..=3 => Action::NextPhase { model },
			4..=9 => Action::Play { model, who: u.arbitrary()? },
			10..=12 => Action::Step { model, signed: u.arbitrary()? },
			13 | 14 => Action::Commit { model, device: u.arbitrary()?, making: u.arbitrary()? },
			15 => Action::Publish { model, device: u.arbitrary()?, opening: u.arbitrary()? },
			16 => Action::Declare { model, device: u.arbitrary()?, back: u.arbitrary()? },
			17 | 18 => Action::CommitScores { model, validator: u.arbitrary()?, style: u.arbitrary()? },
			19 | 20 => Action::Reveal { model, validator: u.arbitrary()?, revealing: u.arbitrary()? },
			21 | 22 => Action::Attest {
				model,
				validator: u.arbitrary()?,
				checkpoint: u.arbitrary()?,
				disputed: u.arbitrary()?,
			},
			23 | 24 => {
				Action::Report { model, validator: u.arbitrary()?, back: u.arbitrary()?, evidence: u.arbitrary()? }
			},
			25 => Action::Bond { validator: model, stake: u.arbitrary()? },
			26 => Action::BondExtra { validator: model, stake: u.arbitrary()? },
			27 => Action::Unbond { validator: model, eighths: u.arbitrary()? },
			28 => Action::Withdraw { validator: model },
			29 => Action::RotateKeys { validator: model, steal: u.arbitrary()? },
			30 => Action::Register { identity: model, device: u.arbitrary()? },
			31 => Action::RemoveDevice { identity: model, device: u.arbitrary()?, by_itself: u.arbitrary()? },
			32 => Action::CreateModel { owner: model, private: u.arbitrary()?, terms: u.arbitrary()? },
			33 => Action::Fund { model, hundreds: u.arbitrary()? },
			34 => Action::SetTerms { model, by: u.arbitrary()?, terms: u.arbitrary()? },
			35 => Action::SetActive { model, active: u.arbitrary()? },
			36 => Action::Allow { model, identity: u.arbitrary()?, allowed: u.arbitrary()? },
			37 => Action::RemoveModel { model, rounds: u.arbitrary()? },
			38 => Action::Claim { who: model },
			_ => Action::Gift { amount: model },
		})
	}
}

impl<'a> Arbitrary<'a> for Making {
	fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
		Ok(match u.arbitrary::<u8>()? % 9 {
			0 | 1 => Making::Good,
			2 => Making::Harmful,
			3 => Making::Malformed,
			4 => Making::Copy(u.arbitrary()?),
			5 => Making::StolenCommitment(u.arbitrary()?),
			6 => Making::TooLarge,
			other => Making::Canary(other == 7),
		})
	}
}

impl<'a> Arbitrary<'a> for Opening {
	fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
		Ok(*u.choose(&[Opening::Right, Opening::WrongHash, Opening::WrongSalt])?)
	}
}

impl<'a> Arbitrary<'a> for Style {
	fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
		let other = Style::Copied(u.arbitrary()?);
		Ok(*u.choose(&[Style::Honest, Style::Contrary, Style::Lazy, Style::Short, other])?)
	}
}

impl<'a> Arbitrary<'a> for Revealing {
	fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
		Ok(*u.choose(&[Revealing::Committed, Revealing::Other, Revealing::Forged])?)
	}
}

impl<'a> Arbitrary<'a> for Said {
	fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
		Ok(match u.arbitrary::<u8>()? % 4 {
			0 | 1 => Said::Right,
			other => Said::Wrong(other),
		})
	}
}

impl<'a> Arbitrary<'a> for Evidence {
	fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
		Ok(*u.choose(&[
			Evidence::SecondCommitment,
			Evidence::SecondAttestation,
			Evidence::OtherScores,
			Evidence::Forged,
		])?)
	}
}
