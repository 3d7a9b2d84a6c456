//! What the register of content, the order books and sales of items refuse.

/// What to do about the error `pallet.name`.
pub fn advice(pallet: &str, name: &str) -> Option<&'static str> {
	match pallet {
		"Shares" => shares(name),
		"Market" => market(name),
		"Sales" => sales(name),
		"Nfts" => items(name),
		_ => None,
	}
}

fn shares(name: &str) -> Option<&'static str> {
	Some(match name {
		"UnknownContent" => "There is no such content. `promptale content list` shows the latest",
		"ImageTaken" => "This image is registered already. `promptale content show --image FILE` says by whom",
		"SharesNotWhole" => "The founders' shares do not sum to --supply. Correct them",
		"NamedTwice" => "A founder is named twice. Sum its shares",
		"ZeroAmount" => "The amount is zero. Give a positive one",
		"ToSelf" => "The shares are that account's already. Name another one with --to",
		"NotEnoughShares" => {
			"The account has fewer shares that it can move. Those in orders are on hold: `promptale order list` shows the \
			 orders, `promptale order cancel` frees their shares"
		},
		"MustKeepShare" => "The account would have no share left there, and has to keep one. Move fewer",
		"TooManyHolds" => {
			"The account's shares are on hold for as many reasons as can be. Cancel its orders with `promptale order \
			 cancel-all`, then try again"
		},
		"SupplyFixed" => "Nobody makes or destroys shares of a content: there are as many as when it was registered",
		"NoAccount" => "An account that is to have shares does not exist. Send it some $TALE first",
		"BondNotPaid" => {
			"Each holder's row of shares needs a bond, and who has to pay it cannot. Send it some $TALE first; `promptale \
			 balance` shows what is free"
		},
		"UnknownAsset" => "There is no such asset. --asset takes TALE, or the number of an asset that there is",
		"AlreadyOpen" => "The content earns in this asset already: deposit it",
		"TooManyRevenues" => {
			"The content earns in as many assets as it can. Deposit one of those that `promptale content show` lists"
		},
		"LastPlaceIsCreators" => {
			"Only the content's creator opens the last of the assets that it can earn in. Deposit one that `promptale \
			 content show` lists, or ask the creator"
		},
		"NotOpen" => "The content does not earn in this asset. `promptale content show` lists those that it earns in",
		"NoHolding" => "The account neither has shares of this content nor is owed dividends of it",
		"NothingToClaim" => "Less than one unit is due. `promptale dividends show` lists what can be claimed",
		"NotSoleHolder" => {
			"Content is removed by who has all of its shares, free, with nobody owed dividends. Pay others what they are \
			 owed with `promptale dividends claim --for ACCOUNT`, and cancel orders with `promptale order cancel-all`"
		},
		"DividendsOwed" => "Dividends are owed on the shares. Claim them first with `promptale dividends claim`",
		"Overflow" => "A sum is too large to be stored. Use a smaller amount",
		_ => return None,
	})
}

fn market(name: &str) -> Option<&'static str> {
	Some(match name {
		"UnknownContent" => "There is no such content (any more). `promptale content list` shows the latest",
		"NotCreator" => "Only the content's creator sets its royalties: sign with its key. `promptale content show` names it",
		"RoyaltiesSet" => {
			"The content's royalties are set, and never change. `promptale book royalties show` lists them"
		},
		"RoyaltiesTooHigh" => "Royalties are a fifth of a sale together at most. Name smaller parts",
		"NoRoyalties" => {
			"The content has no royalties. Its creator says once who gets some, with `promptale book royalties set`, or \
			 that nobody does, with --none"
		},
		"ContentExists" => "The content still exists, and keeps its royalties",
		"UnknownAsset" => "There is no such asset. --asset takes TALE, or the number of an asset that there is",
		"BookOpen" => "This book is open already. `promptale book list` says which number it has",
		"UnknownBook" => "There is no such book. `promptale book list` shows those of a content",
		"NotOpener" => "While its content exists a book is closed by who opened it: sign with that account's key",
		"OrdersLeft" => "There are orders in the book. They have to be filled or cancelled first",
		"DebtsLeft" => {
			"The book owes accounts what it could not pay. `promptale order collect --book BOOK --for ACCOUNT` pays them"
		},
		"ZeroAmount" => "The amount is zero. Give a positive one",
		"NotAPrice" => "That is no price of this book. `promptale book show` names the step between prices",
		"ExpiresInPast" => "The order would be void from the start. Give a larger --expires-in, or none",
		"CostTooLarge" => "Price times quantity is more than can be stored. Trade fewer shares at once",
		"NotEnoughShares" => {
			"The account has fewer free shares than that. `promptale shares show` says how many; `promptale order cancel` \
			 frees those in orders"
		},
		"NotEnoughMoney" => {
			"The account has less to spend than the order could cost at its limit. Lower --price or the quantity"
		},
		"DepositNotPaid" => "The account cannot pay the deposit and stay alive. Send it some $TALE first",
		"NotFilled" => {
			"The order cannot be filled at once, so it was not at all. Change price or quantity, or let the rest wait with \
			 --time-in-force gtc"
		},
		"WouldTrade" => {
			"The order would trade at once, and is only to wait. `promptale book show` says which prices do not"
		},
		"UnknownOrder" => {
			"There is no such order: it was filled, cancelled, or expired. `promptale order list` shows those that wait"
		},
		"NotExpired" => "The order has not expired yet. Until then only its owner cancels it",
		"NothingOwed" => "The book owes this account nothing",
		"BookBroken" => "The book contradicts itself, which cannot be. Nothing was changed; tell the developers",
		_ => return None,
	})
}

fn sales(name: &str) -> Option<&'static str> {
	Some(match name {
		"UnknownCollection" => "There is no such collection. --collection takes the number of one that there is",
		"NotCollectionOwner" => "Only the collection's owner sets its royalties: sign with its key. Licences have none",
		"RoyaltiesSet" => {
			"The collection's royalties are set, and never change. `promptale sale royalties show` lists them"
		},
		"RoyaltiesTooHigh" => "Royalties are a fifth of a sale together at most. Name smaller parts",
		"NoRoyalties" => "The collection has no royalties",
		"CollectionExists" => "The collection still exists, and keeps its royalties",
		"ZeroAmount" => "The amount is zero. Give a positive one",
		"NothingNamed" => "No item is named. Name at least one",
		"NotOwner" => {
			"There is no such item, or it belongs to another account: sign with its owner's key. `promptale licence list` \
			 shows an account's licences"
		},
		"CannotBeSold" => "The item's collection does not let it be moved, so that it cannot be sold",
		"AlreadyListed" => {
			"The item is for sale already, or named twice. Take it off the list first, with `promptale sale remove`, to \
			 change its price"
		},
		"UnknownAsset" => "There is no such asset. --asset takes TALE, or the number of an asset that there is",
		"ExpiresInPast" => "It would be void from the start. Give a larger --expires-in, or none",
		"DepositNotPaid" => "The account cannot pay the deposit and stay alive. Send it some $TALE first",
		"NotListed" => "The item is not for sale (any more). `promptale sale items` shows what is",
		"Expired" => "It has expired. Ask for a new one",
		"NotExpired" => "It has not expired yet. Until then only who made it takes it back",
		"OwnItem" => "Nobody buys their own items",
		"OtherAsset" => "The item is paid in another asset than before. `promptale sale items` shows its price",
		"PriceAboveMaximum" => {
			"The item costs more than was agreed to. Nothing was bought. Run the command again for the new price"
		},
		"NotEnoughMoney" => "The account has less to spend than that. `promptale balance` shows what is free",
		"OfferExists" => {
			"The account offers for this item already. Take that back first, with `promptale sale withdraw`"
		},
		"UnknownOffer" => "There is no such offer: it was withdrawn, or accepted. `promptale sale offers` shows what there is",
		"OfferBelowMinimum" => "The offer is less than before. `promptale sale offers` shows it",
		"SellerCannotReceive" => {
			"The seller's account does not exist, and the price is below the existential deposit. Send it some $TALE first"
		},
		_ => return None,
	})
}

fn items(name: &str) -> Option<&'static str> {
	Some(match name {
		"ItemLocked" => {
			"The item is for sale, and stays where it is meanwhile. Take it off the list first, with `promptale sale remove`"
		},
		_ => return None,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Names of the errors in a pallet's source.
	fn errors(pallet: &str) -> Vec<String> {
		let file = format!("{}/../pallets/{pallet}/src/lib.rs", env!("CARGO_MANIFEST_DIR"));
		let source = std::fs::read_to_string(&file).expect("the pallets are beside this crate");
		let (_, errors) = source.split_once("pub enum Error<T> {").expect("the pallet has errors");
		let (errors, _) = errors.split_once('}').expect("they end");
		let names = errors.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
		names.map(|name| name.trim_end_matches(',').to_string()).collect()
	}

	#[test]
	fn there_is_advice_for_each_error_of_the_pallets() {
		for (folder, pallet, least) in [
			("shares", "Shares", 20),
			("market", "Market", 20),
			("sales", "Sales", 20),
			("placements", "Placements", 50),
		] {
			let names = errors(folder);
			assert!(names.len() >= least, "{names:?}");
			for name in names {
				let text = crate::refusals::advice(pallet, &name)
					.unwrap_or_else(|| panic!("nothing is said about {pallet}.{name}"));
				assert!(text.starts_with(char::is_uppercase) && !text.ends_with('.'), "{text}");
			}
		}
		assert_eq!(
			(advice("Shares", "Other"), advice("Market", "Other"), advice("Pov", "ZeroAmount")),
			(None, None, None)
		);
	}
}
