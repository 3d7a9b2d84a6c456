//! What the chain refuses, and what to do about it at this command line. The pallets' own words name calls and view
//! functions; these name commands. What is not listed keeps the pallets' words.

mod market;

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
		("Generators" | "Pov" | "Vesting", "NothingToClaim") => "Nothing can be claimed now",
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
