mod auction;
mod challenge;
mod exploits;
mod payout;
mod sequences;
mod settle;
mod views;
mod weights;
