//! The plain updates that this worker can get at: its own, those encrypted to it as a member, those handed over to it
//! in a dispute. Handed-over ones are kept as they came, encrypted to this validator, so that it can pass them on.

use crate::{
	asking::first_of,
	blobs::Blobs,
	checkpoints::blocking,
	encryption::{decrypt, encrypt_to_committee, overhead},
	endpoint_address::EndpointAddress,
	files,
	follower::Feed,
	handover::{Holder, Refusal, Request, MOST_OF_ONE},
	hooks::Hooks,
	record::Records,
	seat::{is_closed, seat_in},
};
use age::x25519::Identity;
use anyhow::{bail, Context, Result};
use futures::future::BoxFuture;
use promptale_client::AccountId;
use promptale_primitives::{
	hash::content_hash,
	round::{RoundOverview, UpdateOverview},
	Blake3, ModelId, RoundIndex, UpdateIndex,
};
use std::{path::PathBuf, sync::Arc};
use tokio::sync::Semaphore;

/// Where plain updates are.
pub struct PlainUpdates {
	blobs: Arc<Blobs>,
	records: Records,
	/// Those handed over.
	folder: PathBuf,
	/// Of this validator.
	identity: Option<Identity>,
	hooks: Hooks,
	/// Bounds what is asked for at once, because who is asked bounds it too.
	asking: Semaphore,
}

impl PlainUpdates {
	/// Those of a data folder: `records` are the generator's, `folder` takes those that are handed over, `identity`
	/// is the validator's.
	pub fn new(
		blobs: Arc<Blobs>,
		records: Records,
		folder: PathBuf,
		identity: Option<Identity>,
		hooks: Hooks,
	) -> PlainUpdates {
		PlainUpdates { blobs, records, folder, identity, hooks, asking: Semaphore::new(MOST_OF_ONE) }
	}

	/// The plain bytes of a published update, with the published hash, where this worker has them.
	pub async fn get(&self, round: &RoundOverview<AccountId>, update: &UpdateOverview<AccountId>) -> Option<Vec<u8>> {
		let published = update.published?;
		let serves = self.hooks.transform.serve(round.model, round.round);
		let records = Some(self.records.clone()).filter(|_| serves);
		let (most, commitment) = (u64::from(round.terms.max_update_bytes), update.commitment);
		let (identity, path) = (self.identity.clone(), self.path(round.model, round.round, update.index));
		let (round, stored) = (round.clone(), self.blobs.local(&published.blob_hash).await);
		let found = blocking(move || {
			let is_it = |plain: &Vec<u8>| content_hash(plain) == published.update_hash;
			let own = records.and_then(|records| own(&records, &round, &commitment));
			let opened = || {
				let identity = identity?;
				let mut encrypted = std::fs::read(path).ok().into_iter().chain(stored);
				encrypted.find_map(|encrypted| decrypt(&identity, &encrypted, most).ok().filter(is_it))
			};
			Ok(own.filter(is_it).or_else(opened))
		});
		found.await.ok().flatten()
	}

	/// Gets an update in a dispute: from this worker's disk, or from any of `from`, who are asked one shortly after the
	/// other. Only bytes with the published hash count.
	pub async fn obtain(
		&self,
		round: &RoundOverview<AccountId>,
		update: &UpdateOverview<AccountId>,
		validator: &AccountId,
		from: &[EndpointAddress],
	) -> Result<Vec<u8>> {
		if let Some(plain) = self.get(round, update).await {
			return Ok(plain);
		}
		let identity = self.identity.as_ref().context("only a validator can have an update handed over")?;
		let published = update.published.context("the update was not published")?;
		let _turn = self.asking.acquire().await?;
		let most = u64::from(round.terms.max_update_bytes);
		let limit = usize::try_from(overhead(most, 1) + most).unwrap_or(usize::MAX);
		let request = Request { model: round.model, round: round.round, update: update.index, validator: validator.0 };
		let asked = first_of(self.blobs.id(), from, |address| {
			let identity = identity.clone();
			async move {
				let encrypted = self.blobs.ask(address, &request, limit).await?;
				blocking(move || {
					let plain = decrypt(&identity, &encrypted, most)?;
					if content_hash(&plain) != published.update_hash {
						bail!("what it hands over is not what was published");
					}
					Ok((encrypted, plain))
				})
				.await
			}
		});
		match asked.await {
			Ok((encrypted, plain)) => {
				let path = self.path(round.model, round.round, update.index);
				if let Err(error) = files::write_atomically(&path, &encrypted) {
					tracing::warn!("an update that was handed over cannot be kept: {error:#}");
				}
				Ok(plain)
			},
			Err(attempts) if attempts.is_empty() => bail!("no endpoint is known that could hand it over"),
			Err(attempts) => bail!("nobody handed it over: {}", attempts.join("; ")),
		}
	}

	/// Removes what was handed over in a model's rounds before `first_kept`.
	pub fn forget_rounds_before(&self, model: ModelId, first_kept: RoundIndex) {
		for path in files::by_age(&self.folder, ".age") {
			let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
			let rest = name.strip_prefix(&format!("model-{model}-round-"));
			let round = rest.and_then(|rest| rest.split_once("-update-")?.0.parse::<RoundIndex>().ok());
			if round.is_some_and(|round| round < first_kept) {
				files::remove(&path);
			}
		}
	}

	fn path(&self, model: ModelId, round: RoundIndex, update: UpdateIndex) -> PathBuf {
		self.folder.join(format!("model-{model}-round-{round}-update-{update}.age"))
	}
}

/// The update that this worker made itself for a commitment.
fn own(records: &Records, round: &RoundOverview<AccountId>, commitment: &Blake3) -> Option<Vec<u8>> {
	let record = records.load(round).ok().flatten().filter(|record| record.commitment == *commitment)?;
	records.update(&record).ok()
}

/// Hands plain updates over to whom the chain says.
pub struct UpdateHolder {
	/// What the chain says.
	pub feed: Feed,
	/// Where the updates are.
	pub updates: Arc<PlainUpdates>,
}

impl Holder for UpdateHolder {
	fn hand_over(&self, request: Request) -> BoxFuture<'_, Result<Vec<u8>, Refusal>> {
		Box::pin(async move {
			let round = self.feed.now(request.model).and_then(|view| view.round);
			let (round, update, key) = wanted(round.as_ref(), &request)?;
			let plain = self.updates.get(round, update).await.ok_or(Refusal::NotHere)?;
			blocking(move || encrypt_to_committee(&[key], &plain)).await.map_err(|error| {
				tracing::warn!("{error:#}");
				Refusal::UnusableKey
			})
		})
	}
}

/// What a request is about, with the key to encrypt to, or why it is refused: by the chain alone, whoever asks.
#[allow(clippy::type_complexity)]
fn wanted<'a>(
	round: Option<&'a RoundOverview<AccountId>>,
	request: &Request,
) -> Result<(&'a RoundOverview<AccountId>, &'a UpdateOverview<AccountId>, [u8; 32]), Refusal> {
	let round = round
		.filter(|round| round.model == request.model && round.round == request.round)
		.ok_or(Refusal::UnknownRound)?;
	if !round.is_disputed() || is_closed(round) {
		return Err(Refusal::NotDisputed);
	}
	let seat = seat_in(&round.committee, &AccountId::from(request.validator)).ok_or(Refusal::NotMember)?;
	let update = round.updates.iter().find(|update| update.index == request.update && update.published.is_some());
	Ok((round, update.ok_or(Refusal::UnknownUpdate)?, seat.member.encryption_key))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		encryption::recipient_to_chain,
		follower::testing::{disputed, member, round, update},
	};
	use promptale_primitives::round::{Outcome, Published, RoundState};
	use std::{path::Path, time::Duration};

	fn request() -> Request {
		Request { model: 0, round: 3, update: 0, validator: [5; 32] }
	}

	fn in_dispute() -> RoundOverview<AccountId> {
		let mut round = disputed(160);
		(round.committee, round.former_committee) = (vec![member(5)], vec![member(6)]);
		round.updates = vec![update(0), update(1)];
		round.updates[1].published = None;
		round
	}

	#[test]
	fn only_a_dispute_s_present_members_get_what_was_published() {
		let round_in_dispute = in_dispute();
		let refusal = |round: &RoundOverview<AccountId>, request| wanted(Some(round), &request).unwrap_err();
		let (_, update, key) = wanted(Some(&round_in_dispute), &request()).unwrap();
		assert_eq!((update.index, key), (0, [5; 32]));
		assert_eq!(wanted(None, &request()).unwrap_err(), Refusal::UnknownRound);
		assert_eq!(refusal(&round_in_dispute, Request { round: 2, ..request() }), Refusal::UnknownRound);
		assert_eq!(refusal(&round_in_dispute, Request { validator: [6; 32], ..request() }), Refusal::NotMember);
		for update in [1, 2] {
			assert_eq!(refusal(&round_in_dispute, Request { update, ..request() }), Refusal::UnknownUpdate);
		}
		let mut first = in_dispute();
		first.phases_from = first.opened;
		assert_eq!(refusal(&first, request()), Refusal::NotDisputed);
		let mut closed = in_dispute();
		closed.state = RoundState::Closed(Outcome::AllExcluded);
		assert_eq!(refusal(&closed, request()), Refusal::NotDisputed);
	}

	async fn updates(folder: &Path, seed: u8, identity: Option<Identity>) -> (PlainUpdates, EndpointAddress) {
		let secret = iroh::SecretKey::from_bytes(&[seed; 32]);
		let bind = ([127, 0, 0, 1], 0).into();
		let blobs = Blobs::open(&folder.join("blobs"), secret, bind, Duration::from_secs(5)).await.unwrap();
		let address = EndpointAddress { id: blobs.id(), addresses: blobs.bound() };
		let records = Records::new(folder.join("generate"));
		let updates =
			PlainUpdates::new(Arc::new(blobs), records, folder.join("handed-over"), identity, Hooks::default());
		(updates, address)
	}

	/// Serves `updates` as [`UpdateHolder`] does, but always by the same round.
	struct Fixed(RoundOverview<AccountId>, Arc<PlainUpdates>);

	impl Holder for Fixed {
		fn hand_over(&self, request: Request) -> BoxFuture<'_, Result<Vec<u8>, Refusal>> {
			Box::pin(async move {
				let (round, update, key) = wanted(Some(&self.0), &request)?;
				let plain = self.1.get(round, update).await.ok_or(Refusal::NotHere)?;
				encrypt_to_committee(&[key], &plain).map_err(|_| Refusal::UnusableKey)
			})
		}
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn an_update_goes_from_its_contributor_to_a_member_and_from_there_to_a_fellow() {
		let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
		let identities = [Identity::generate(), Identity::generate()];
		let mut disputed_round = in_dispute();
		disputed_round.committee = vec![member(5), member(7)];
		for (seat, identity) in disputed_round.committee.iter_mut().zip(&identities) {
			seat.member.encryption_key = recipient_to_chain(&identity.to_public()).unwrap();
		}
		let (contributor, contributor_address) = updates(folders[0].path(), 21, None).await;
		let (first, first_address) = updates(folders[1].path(), 22, Some(identities[0].clone())).await;
		let (second, _) = updates(folders[2].path(), 23, Some(identities[1].clone())).await;
		let (contributor, first) = (Arc::new(contributor), Arc::new(first));
		let record = contributor.records.prepare(&round(100), &[9; 32].into(), b"update", [3; 32], 0.5, 7).unwrap();
		let wanted_update = &mut disputed_round.updates[0];
		wanted_update.commitment = record.commitment;
		wanted_update.published = Some(Published { update_hash: content_hash(b"update"), blob_hash: [8; 32] });
		let wanted_update = disputed_round.updates[0].clone();
		contributor.blobs.desk().open(Arc::new(Fixed(disputed_round.clone(), contributor.clone())));
		first.blobs.desk().open(Arc::new(Fixed(disputed_round.clone(), first.clone())));

		let from = [contributor_address, first_address.clone()];
		let stranger = second.obtain(&disputed_round, &wanted_update, &[6; 32].into(), &from).await.unwrap_err();
		assert!(stranger.to_string().contains("not in the committee"), "{stranger}");
		let in_another_name = second.obtain(&disputed_round, &wanted_update, &[5; 32].into(), &from[..1]).await;
		assert!(in_another_name.unwrap_err().to_string().contains("decrypt"), "it is encrypted to the one named");
		let got = first.obtain(&disputed_round, &wanted_update, &[5; 32].into(), &from[..1]).await.unwrap();
		assert_eq!(got, b"update");
		contributor.blobs.close().await;
		let got = second.obtain(&disputed_round, &wanted_update, &[7; 32].into(), &[first_address]).await.unwrap();
		assert_eq!(got, b"update");
		// What was handed over is found again without asking, until its round is forgotten.
		assert_eq!(second.obtain(&disputed_round, &wanted_update, &[7; 32].into(), &[]).await.unwrap(), b"update");
		second.forget_rounds_before(0, 3);
		assert!(second.get(&disputed_round, &wanted_update).await.is_some());
		second.forget_rounds_before(0, 4);
		assert!(second.get(&disputed_round, &wanted_update).await.is_none());
		first.blobs.close().await;
		second.blobs.close().await;
	}

	/// Hands something else over than what was published.
	struct Swindler([u8; 32]);

	impl Holder for Swindler {
		fn hand_over(&self, _: Request) -> BoxFuture<'_, Result<Vec<u8>, Refusal>> {
			Box::pin(async move { encrypt_to_committee(&[self.0], b"another").map_err(|_| Refusal::UnusableKey) })
		}
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn what_was_not_published_is_not_taken() {
		let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
		let identity = Identity::generate();
		let (swindler, address) = updates(folders[0].path(), 25, None).await;
		let (member, _) = updates(folders[1].path(), 26, Some(identity.clone())).await;
		let key = recipient_to_chain(&identity.to_public()).unwrap();
		swindler.blobs.desk().open(Arc::new(Swindler(key)));
		let mut disputed_round = in_dispute();
		disputed_round.updates[0].published =
			Some(Published { update_hash: content_hash(b"update"), blob_hash: [8; 32] });
		let wanted_update = &disputed_round.updates[0];
		let error = member.obtain(&disputed_round, wanted_update, &[5; 32].into(), &[address]).await.unwrap_err();
		assert!(error.to_string().contains("not what was published"), "{error}");
		assert!(member.get(&disputed_round, wanted_update).await.is_none(), "nor is it kept");
		swindler.blobs.close().await;
		member.blobs.close().await;
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn a_member_of_the_first_committee_opens_its_blob_again() {
		let folder = tempfile::tempdir().unwrap();
		let identity = Identity::generate();
		let (updates, _) = updates(folder.path(), 24, Some(identity.clone())).await;
		let key = recipient_to_chain(&identity.to_public()).unwrap();
		let blob = encrypt_to_committee(&[key], b"update").unwrap();
		let mut disputed_round = in_dispute();
		let blob_hash = updates.blobs.add("round/0/3/x", blob).await.unwrap();
		let update = &mut disputed_round.updates[0];
		update.published = Some(Published { update_hash: content_hash(b"update"), blob_hash });
		assert_eq!(updates.get(&disputed_round, &disputed_round.updates[0]).await.unwrap(), b"update");
		disputed_round.updates[0].published = Some(Published { update_hash: [1; 32], blob_hash });
		assert!(updates.get(&disputed_round, &disputed_round.updates[0]).await.is_none(), "it is another update");
		updates.blobs.close().await;
	}
}
