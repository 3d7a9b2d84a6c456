//! Where a worker serves its blobs, as the chain keeps it: opaque bytes to the chain, an address to us.

use codec::{Decode, DecodeAll, Encode};
use iroh::{EndpointAddr, EndpointId, TransportAddr};
use std::net::{IpAddr, SocketAddr};

/// Most socket addresses one endpoint may name.
pub const MAX_ADDRESSES: usize = 8;

/// The first byte of every encoding, so that later forms can be told apart.
const VERSION: u8 = 1;

/// An iroh endpoint: its identity (an ed25519 key) and where it listens. Connections are made straight to
/// these addresses; neither relays nor look-up services are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointAddress {
	/// The endpoint's public key.
	pub id: EndpointId,
	/// UDP addresses, best first.
	pub addresses: Vec<SocketAddr>,
}

/// Why bytes from the chain are no endpoint address.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AddressError {
	/// Registered without one.
	#[error("no endpoint is registered")]
	Empty,
	/// Some other form.
	#[error("it is not an endpoint address of a kind known here")]
	Malformed,
	/// The identity is no ed25519 key.
	#[error("its identity is not a valid key")]
	InvalidKey,
	/// Nothing to connect to, or too much.
	#[error("it names {0} socket addresses instead of 1 to {MAX_ADDRESSES}")]
	AddressCount(usize),
	/// Nobody's address, or everybody's.
	#[error("{0} is not the address of one machine")]
	Unusable(SocketAddr),
}

#[derive(Encode, Decode)]
enum Ip {
	V4([u8; 4]),
	V6([u8; 16]),
}

impl EndpointAddress {
	/// Bytes for the chain: version, key, then each address as IP and port.
	pub fn to_bytes(&self) -> Vec<u8> {
		let addresses: Vec<(Ip, u16)> = self
			.addresses
			.iter()
			.map(|address| match address.ip() {
				IpAddr::V4(ip) => (Ip::V4(ip.octets()), address.port()),
				IpAddr::V6(ip) => (Ip::V6(ip.octets()), address.port()),
			})
			.collect();
		(VERSION, *self.id.as_bytes(), addresses).encode()
	}

	/// Reads bytes from the chain.
	pub fn from_bytes(bytes: &[u8]) -> Result<EndpointAddress, AddressError> {
		if bytes.is_empty() {
			return Err(AddressError::Empty);
		}
		let (version, id, addresses) =
			<(u8, [u8; 32], Vec<(Ip, u16)>)>::decode_all(&mut &bytes[..]).map_err(|_| AddressError::Malformed)?;
		if version != VERSION {
			return Err(AddressError::Malformed);
		}
		if addresses.is_empty() || addresses.len() > MAX_ADDRESSES {
			return Err(AddressError::AddressCount(addresses.len()));
		}
		let addresses: Vec<SocketAddr> = addresses
			.into_iter()
			.map(|(ip, port)| match ip {
				Ip::V4(octets) => (octets, port).into(),
				Ip::V6(octets) => (octets, port).into(),
			})
			.collect();
		// Whoever registers an endpoint has us send to it.
		if let Some(unusable) = addresses.iter().find(|address| !is_one_machine(address)) {
			return Err(AddressError::Unusable(*unusable));
		}
		let id = EndpointId::from_bytes(&id).map_err(|_| AddressError::InvalidKey)?;
		Ok(EndpointAddress { id, addresses })
	}
}

/// Whether an address may be that of one machine and port.
fn is_one_machine(address: &SocketAddr) -> bool {
	let ip = address.ip();
	let is_broadcast = matches!(ip, IpAddr::V4(ip) if ip.is_broadcast());
	address.port() != 0 && !ip.is_unspecified() && !ip.is_multicast() && !is_broadcast
}

impl From<&EndpointAddress> for EndpointAddr {
	fn from(address: &EndpointAddress) -> EndpointAddr {
		EndpointAddr::from_parts(address.id, address.addresses.iter().copied().map(TransportAddr::Ip))
	}
}

impl std::fmt::Display for EndpointAddress {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "{}@", self.id.fmt_short())?;
		for (at, address) in self.addresses.iter().enumerate() {
			write!(f, "{}{address}", if at == 0 { "" } else { "," })?;
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use iroh::SecretKey;

	fn address() -> EndpointAddress {
		EndpointAddress {
			id: SecretKey::from_bytes(&[7; 32]).public(),
			addresses: vec!["127.0.0.1:4900".parse().unwrap(), "[2001:db8::1]:9".parse().unwrap()],
		}
	}

	#[test]
	fn an_address_survives_the_chain() {
		let bytes = address().to_bytes();
		assert!(bytes.len() <= 64, "{} bytes", bytes.len());
		assert_eq!(EndpointAddress::from_bytes(&bytes), Ok(address()));
	}

	#[test]
	fn every_truncation_and_extension_is_refused() {
		let bytes = address().to_bytes();
		for length in 1..bytes.len() {
			assert!(EndpointAddress::from_bytes(&bytes[..length]).is_err(), "{length}");
		}
		assert_eq!(EndpointAddress::from_bytes(&[&bytes[..], &[0]].concat()), Err(AddressError::Malformed));
		assert_eq!(EndpointAddress::from_bytes(&[]), Err(AddressError::Empty));
	}

	#[test]
	fn an_endpoint_that_cannot_be_reached_is_refused() {
		let nowhere = EndpointAddress { addresses: vec![], ..address() };
		assert_eq!(EndpointAddress::from_bytes(&nowhere.to_bytes()), Err(AddressError::AddressCount(0)));
		let everywhere = EndpointAddress { addresses: vec![address().addresses[0]; 9], ..address() };
		assert_eq!(EndpointAddress::from_bytes(&everywhere.to_bytes()), Err(AddressError::AddressCount(9)));
	}

	#[test]
	fn an_address_that_is_not_one_machines_is_refused() {
		for nobody in ["224.0.0.1:5", "255.255.255.255:5", "0.0.0.0:5", "[::]:5", "[ff02::1]:5", "203.0.113.7:0"] {
			let nobody: SocketAddr = nobody.parse().unwrap();
			let endpoint = EndpointAddress { addresses: vec![address().addresses[0], nobody], ..address() };
			assert_eq!(EndpointAddress::from_bytes(&endpoint.to_bytes()), Err(AddressError::Unusable(nobody)));
		}
	}

	#[test]
	fn another_version_is_refused() {
		let mut bytes = address().to_bytes();
		bytes[0] = 2;
		assert_eq!(EndpointAddress::from_bytes(&bytes), Err(AddressError::Malformed));
	}
}
