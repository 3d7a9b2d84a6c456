//! What the pallet of product placements refuses.

/// What to do about one of its errors.
pub fn advice(name: &str) -> Option<&'static str> {
	Some(match name {
		"UnknownContent" => "There is no such content. `promptale content list` shows what there is",
		"NotCreator" => "Only who registered the content does this while bids are taken: sign with the creator's key",
		"RegionOutside" => "The region has no area, or is not inside the image. Give percentages of it, or panel:NUMBER",
		"TooLate" => "Bids would never be taken. Give a later --bidding-until",
		"RevealTooShort" => "There are too few blocks to reveal bids in. Give a later --reveal-until",
		"WindowTooEarly" => "The window begins before the auction is over. Give a --from after --reveal-until",
		"WindowLength" => "The window is empty, or longer than a year. Change --from or --until",
		"EpochLength" => "An epoch has at least one block, and no more than the window. Change --epoch",
		"ZeroAmount" => "An amount is zero. Give a positive one",
		"BudgetTooSmall" => {
			"The budget is less than the slot asks for, or the slot asks for less than it must. `promptale slot show` says \
			 how much"
		},
		"PartsTooLarge" => "The payees' part and the chain's fee are more than the whole price. Lower --publishers",
		"ChallengeWindowLength" => "The time for challenges is shorter than a minute or longer than two weeks",
		"NoAttesters" => "A slot needs at least one attester. Name them with --attester",
		"AttestersNotAscending" => "Attesters' keys must be in ascending order, none of them twice",
		"NoNumbersLeft" => "All numbers are used up. Tell the developers",
		"DepositNotPaid" => {
			"The account cannot pay the deposit or bond and stay alive. `promptale balance` shows what is free"
		},
		"NotEnoughMoney" => "The account has less to spend, or too much of it is frozen. `promptale balance` shows what is free",
		"UnknownSlot" => "There is no such slot, or not any more. `promptale slot list` shows those there are",
		"BidsLeft" => "The slot has bids. `promptale slot award` and `promptale slot withdraw` settle them after the auction",
		"CampaignLeft" => "The slot's campaign is not paid out yet. `promptale campaign show` says what is left",
		"BiddingOver" => "Bids are not taken any more",
		"OtherTerms" => "The slot is another one than the bid was made for. Look at it with `promptale slot show`",
		"AlreadyBid" => "The account has bid for this slot: one bid each, and it cannot be changed",
		"BiddingRuns" => "Bids are still taken. `promptale slot show` says from which block on they are revealed",
		"RevealOver" => "The time for revealing is over. `promptale slot withdraw` gives back what is not lost",
		"UnknownBid" => "The account has no bid there. `promptale slot show` lists those there are",
		"AlreadyRevealed" => "The bid was revealed before: nothing needs to be done",
		"OtherBid" => "The bid did not commit to this. Give the file that `promptale slot bid` wrote for it with --secret",
		"AuctionRuns" => "The auction is not over. `promptale slot show` says until which block bids are revealed",
		"BidWon" => "This bid won: `promptale slot award` makes its budget the campaign's",
		"AlreadyAwarded" => "The slot was awarded before. `promptale slot show` names the campaign",
		"NobodyWon" => "No revealed bid reached the reserve price. `promptale slot withdraw` gives bidders their money back",
		"UnknownCampaign" => "There is no such campaign, or it was paid out. `promptale campaign list` shows those there are",
		"NotBrand" => "Only the campaign's brand does this: sign with its key",
		"NotBrandOrCreator" => "Only the campaign's brand and the slot's creator do this",
		"CampaignOver" => "The campaign is over: nothing is settled any more",
		"CampaignRuns" => "The campaign is not over. `promptale campaign show` says until when it is settled",
		"AlreadyClosed" => "The campaign was closed before, or its window is over",
		"BudgetLeft" => "The budget still pays for a thousand impressions: the campaign ends with its window",
		"AlreadyRefunded" => "The rest was refunded before",
		"SettlementsPending" => {
			"A settlement can still be challenged, or was not counted yet. `promptale campaign show` says until when; \
			 `promptale campaign collect` counts it then"
		},
		"UnknownPage" => "The campaign has no such page. `promptale campaign show` lists them",
		"OtherSequence" => {
			"The settlement was submitted before, or another one of its page first. Have the attesters sign the next one"
		},
		"NoNewImpressions" => "The settlement has no new impressions. It was settled before",
		"TooManyImpressions" => "One settlement counts 16,777,216 new impressions at most. Settle more often",
		"EpochInFuture" => "The settlement covers an epoch that did not begin. Submit it later",
		"CapExceeded" => {
			"There are more impressions than the slot's cap pays for until that epoch. Settle the rest in a later one"
		},
		"PayeesNotAscending" => "Payees must be in ascending order, none of them twice. Have the attesters sign it again",
		"TotalFell" => "A payee's total is less than before. Totals are cumulative; have the attesters sign it again",
		"TooManyPayees" => "A page has 64 payees at most. Have others settled on another page",
		"TotalsTooHigh" => "Payees' totals are more than their part of what the impressions cost",
		"BudgetExceeded" => {
			"The settlement costs more than is left of the budget. The brand adds to it with `promptale campaign fund`"
		},
		"SignersNotAscending" => "Signatures must be in ascending order of attesters, none of them twice",
		"TooFewSignatures" => "Two thirds of the attesters must sign. Name the files of more of them",
		"UnknownAttester" => "The slot has no attester with this number. `promptale slot show` lists them",
		"BadSignature" => {
			"A signature is not of this settlement, on this chain, for this slot, campaign and page. Have the attester sign \
			 it again"
		},
		"NothingPending" => "The page has no settlement that could be challenged. `promptale campaign show` says what there is",
		"AlreadyChallenged" => "A challenge of this settlement waits for its answer. Wait for it",
		"ChallengeWindowOver" => "The settlement cannot be challenged any more",
		"TooManyChallenges" => "This settlement was challenged four times, which is the most",
		"NotChallenged" => "The settlement is not challenged: there is nothing to answer",
		"BeaconUnknown" => "It is not known yet which receipts are asked for. Wait two blocks",
		"AnswerTooLate" => "The time for answering is over",
		"WrongReceipts" => {
			"These are not the receipts that are asked for, with paths to the settlement's root and good signatures. \
			 `promptale campaign show` says which are"
		},
		"AnswerPeriodRuns" => "The challenge can still be answered. `promptale campaign show` says until when",
		"NothingToClaim" => "The account earned nothing there that is not paid, or it can still be challenged",
		"PayeeCannotTake" => {
			"The payee's account does not exist, and the amount is below the existential deposit. Send it some $TALE, or wait"
		},
		"NothingToCollect" => "Nothing is owed to the chain and the holders",
		"HoldBroken" => "Less is on hold than must be, which cannot be. Nothing was changed; tell the developers",
		_ => return None,
	})
}
