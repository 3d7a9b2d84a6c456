mod auction;
mod challenge;
mod exploits;
mod payout;
mod settle;
