//! What the chain refuses, and what to do about it at this command line. The pallets' own words name calls and view
//! functions; these name commands. What is not listed keeps the pallets' words.

mod market;
mod placements;

/// What to do about the error `pallet.name`.
pub fn advice(pallet: &str, name: &str) -> Option<&'static str> {
	Some(match (pallet, name) {
		("System", "CallFiltered") => {
			"This call is paused: governance has put the chain into safe mode, or paused the call itself. Nothing was \
			 done; try again when the pause is over"
		},
		("Token", "FundsUnavailable" | "NotExpendable" | "Frozen") => {
			"The account cannot spend that much: what is held, locked by votes or vesting does not count, and the \
			 existential deposit has to stay. `promptale balance` shows what is free"
		},
		("Token", "BelowMinimum" | "CannotCreate") => {
			"The receiver's account does not exist, and the amount is below the existential deposit: send more"
		},
		("Token", "CannotCreateHold") => {
			"The deposit cannot be held: the account has too little free, or does not exist. Send it some $TALE first"
		},
		("Generators", "SaleClosed") => {
			"Licences are not on sale now. `promptale licence list` shows the phase; governance opens the sale"
		},
		("Generators", "AboveAllowance") => {
			"While there is a whitelist, this account may not buy as many. Buy fewer, or wait for the public phase"
		},
		("Generators", "TooManyAtOnce") => "That is more than one purchase may have. Buy several times",
		("Generators", "SoldOut") => "Fewer licences are left. `promptale licence list` shows how many",
		("Generators", "NoRate") => "Governance has not set what a reference dollar costs yet. Wait for it",
		("Generators", "PriceAboveMaximum") => {
			"The licences cost more than was agreed to, because the rate or the tier has changed since the quote. \
			 Nothing was bought. Run the command again for the new price"
		},
		("Generators", "SelfReferral") => "Nobody refers themselves: leave --referrer out, or name another account",
		("Generators", "ReferrerCannotReceive") => {
			"The referrer's account does not exist, and its part of the price is below the existential deposit. Send it \
			 something first, or leave --referrer out"
		},
		("Generators", "UnknownLicence") => "There is no such licence. `promptale licence list` shows an account's",
		("Generators", "NotOwner") => "The licence belongs to another account: sign with its owner's key",
		("Generators", "StillDelegated") => {
			"The licence is delegated. Take it back first with `promptale licence undelegate`"
		},
		("Generators", "NotDelegated") => "The licence is delegated to nobody: there is nothing to take back",
		("Generators", "UnknownDevice") => {
			"The device is not registered. Its identity does that with `promptale device register`"
		},
		("Generators", "DeviceTaken") => {
			"The device is registered already, or works for another identity. Use another key: a device serves one identity"
		},
		("Generators", "ProofExpired") => {
			"The device's proof has expired. Have the device make a new one with `promptale device prove`"
		},
		("Generators", "BadProof") => {
			"The device did not sign for this identity on this chain. Have it do that with `promptale device prove \
			 --identity ACCOUNT`"
		},
		("Generators", "NoLicence") => {
			"The account has no licence, and only a holder has devices. Buy one with `promptale licence buy`"
		},
		("Generators", "NotSuspended") => "The device is not suspended: nothing needs to be done",
		("Generators" | "Launchpad" | "Pov" | "Vesting", "NothingToClaim") => "Nothing can be claimed now",
		("Pov", "AlreadyBonded") => "The account is a validator already: leave the keys out to raise its stake",
		("Pov", "NotBonded") => {
			"The account is no validator. `promptale stake bond` with the keys that `vpu keys` prints makes it one"
		},
		("Pov", "StakeTooSmall") => {
			"The stake would be below the least that a validator may have. Bond more, or unbond everything with --all"
		},
		("Pov", "NothingToWithdraw") => "Nothing is on its way out. Use `promptale stake unbond` first",
		("Pov", "StillUnbonding") => {
			"What was unbonded has not waited long enough. `promptale stake show` names the block"
		},
		("Pov", "NotEnoughStake") => "That is more than the stake. Unbond less, or everything with --all",
		("Launchpad", "UnknownContent") => "No content has this number",
		("Launchpad", "NotCreator") => "Only who registered the content does this: sign with that account's key",
		("Launchpad", "RaiseExists") => {
			"The content has a raise already. `promptale launch show content:NUMBER` shows it; `promptale launch close` \
			 removes it once it is over and every backer was paid"
		},
		("Launchpad", "CapsUnfit") => "The soft cap is too small, or more than the hard cap",
		("Launchpad", "ContributionsUnfit") => {
			"The least contribution is more than the most, or the most is more than the hard cap"
		},
		("Launchpad", "PhasesUnfit") => {
			"The phases do not follow each other, it would open in the past, or it closes too late: within three months"
		},
		("Launchpad", "PartsUnfit") => "The milestones' parts do not sum to 100%",
		("Launchpad", "MilestonesUnfit") => {
			"A milestone is due before it can be asked for, before the raise closes, before an earlier one, or too late; or \
			 its ballot is too short or too long"
		},
		("Launchpad", "NotEnoughShares") => {
			"The account has fewer free shares of the content. Cancel orders for them, or offer fewer"
		},
		("Launchpad", "DepositNotPaid") => {
			"The account cannot pay the deposit and stay alive. `promptale balance` shows what is free"
		},
		("Launchpad", "UnknownRaise") => {
			"There is no such raise, or it was closed. `promptale launch list` shows those there are"
		},
		("Launchpad", "NotOpen") => {
			"The raise takes nothing and gives nothing back now. `promptale launch show` says when it opens and what it is"
		},
		("Launchpad", "NotWhitelisted") => {
			"The raise is open for its whitelist only. Give the creator's file with --whitelist if this account is on it, or \
			 wait for the public phase"
		},
		("Launchpad", "OwnRaise") => "Creators do not back their own raises",
		("Launchpad", "BelowLeast") => "The raise takes more from an account. `promptale launch show` says how much",
		("Launchpad", "AboveMost") => "The raise takes less from an account. `promptale launch show` says how much",
		("Launchpad", "AboveHardCap") => {
			"There is less room below the hard cap. `promptale launch show` says how much was raised"
		},
		("Launchpad", "NotEnoughMoney") => "The account has less to spend. `promptale balance` shows what is free",
		("Launchpad", "NotBacker") => {
			"The account has nothing in this raise, or got everything. `promptale invest list` shows what it has"
		},
		("Launchpad", "NotCancellable") => "The raise has succeeded or failed: it can no longer be cancelled",
		("Launchpad", "NotFunded") => "The raise has not succeeded yet, has failed since, or all its money was released",
		("Launchpad", "TooEarly") => "The milestone cannot be asked for yet. `promptale launch show` says from which block on",
		("Launchpad", "BallotExists") => {
			"Backers vote on the milestone, or have approved it. `promptale launch milestone release` pays what was approved"
		},
		("Launchpad", "NoSuchBallot") => "No ballot runs: it is over, or decided. `promptale launch show` says how it stands",
		("Launchpad", "AlreadyVoted") => "The account has voted in this ballot. Votes do not change",
		("Launchpad", "NotApproved") => "Backers have not approved the milestone",
		("Launchpad", "NotFailed") => "The raise did not fail: there is nothing to give back",
		("Launchpad", "NotDeliverable") => {
			"The backer cannot pay for a row of shares now. Send the account some $TALE first; after the raise is over and \
			 refunded, the deposit pays for it"
		},
		("Launchpad", "NotEnded") => "The raise is not over",
		("Launchpad", "BackersLeft") => {
			"Backers have something in the raise. `promptale invest shares` and `promptale invest refund` with --for pay them out"
		},
		("ConvictionVoting", "NotOngoing") => {
			"There is no such referendum, or it is over. `promptale vote list` shows those that are open"
		},
		("ConvictionVoting", "InsufficientFunds") => "The account has less than that. Vote with less",
		("ConvictionVoting", "AlreadyDelegating") => {
			"The account has delegated its votes of this track to another one. End that first (`convictionVoting.undelegate`)"
		},
		("ConvictionVoting", "MaxVotesReached") => {
			"The account votes in as many referenda of this track as it may. Remove an old vote first \
			 (`convictionVoting.removeVote`)"
		},
		("Placements", name) => return placements::advice(name),
		_ => return market::advice(pallet, name),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn advice_is_a_sentence_without_its_stop() {
		for (pallet, name) in [("Generators", "SaleClosed"), ("System", "CallFiltered"), ("Pov", "NothingToClaim")] {
			let text = advice(pallet, name).unwrap();
			assert!(text.starts_with(char::is_uppercase) && !text.ends_with('.'), "{text}");
		}
		assert_eq!(advice("Balances", "SaleClosed"), None);
	}
}
