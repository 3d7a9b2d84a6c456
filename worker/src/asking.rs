//! Asking several workers for the same thing.

use crate::endpoint_address::EndpointAddress;
use anyhow::Result;
use futures::{stream::FuturesUnordered, StreamExt};
use iroh::EndpointId;
use std::{future::Future, time::Duration};

/// Head start of each endpoint over the next when several may have something.
const HEAD_START: Duration = Duration::from_millis(700);

/// What the first of `from` to succeed answers, who are asked one shortly after the other, `own` left out. Or what came
/// of each attempt.
pub async fn first_of<'a, T, F: Future<Output = Result<T>>>(
	own: EndpointId,
	from: &'a [EndpointAddress],
	ask: impl Fn(&'a EndpointAddress) -> F,
) -> Result<T, Vec<String>> {
	let mut asked = FuturesUnordered::new();
	for (place, address) in from.iter().filter(|address| address.id != own).enumerate() {
		let asking = ask(address);
		asked.push(async move {
			tokio::time::sleep(HEAD_START * place as u32).await;
			(address, asking.await)
		});
	}
	let mut attempts = Vec::new();
	while let Some((address, outcome)) = asked.next().await {
		match outcome {
			Ok(answer) => return Ok(answer),
			Err(reason) => attempts.push(format!("{address}: {reason:#}")),
		}
	}
	Err(attempts)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[tokio::test]
	async fn who_fails_does_not_keep_the_others_from_answering() {
		let address = |seed| EndpointAddress {
			id: iroh::SecretKey::from_bytes(&[seed; 32]).public(),
			addresses: vec![([127, 0, 0, 1], u16::from(seed)).into()],
		};
		let from = [1, 2, 3].map(address);
		let own = from[0].id;
		let port = |address: &EndpointAddress| address.addresses[0].port();
		let answer = first_of(own, &from, |address| async move {
			anyhow::ensure!(port(address) == 3, "it does not have it");
			Ok(port(address))
		});
		assert_eq!(answer.await, Ok(3));
		let attempts = first_of(own, &from, |_| async { anyhow::bail!("it does not have it") as Result<()> });
		assert_eq!(attempts.await.unwrap_err().len(), 2, "we are not asked");
	}
}
