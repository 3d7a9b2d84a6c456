//! Who signs credentials: an Ed25519 key, and a certificate for it from an authority of its own.
//!
//! Readers only trust certificates of authorities that they know; everybody else's signature shows that an image is the one
//! that this key signed. So the authority is made with the key, signs this one certificate, and forgets its own key. Who
//! wants to be trusted gives its certificate ([`Identity::anchor`]) to readers.

use crate::Error;
use rcgen::{
	BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
	KeyUsagePurpose, SigningKey, PKCS_ED25519,
};
use std::time::SystemTime;
use time::{Duration, OffsetDateTime};

const KEY: &str = "PRIVATE KEY";
const CERTIFICATE: &str = "CERTIFICATE";

/// How long certificates are valid.
const VALIDITY: Duration = Duration::days(3_650);

/// The purpose of signing claims, as the coalition names it.
const CLAIM_SIGNING: [u64; 9] = [1, 3, 6, 1, 4, 1, 62_558, 2, 1];

/// A key with its certificates.
pub struct Identity {
	key: KeyPair,
	/// DER.
	certificate: Vec<u8>,
	/// DER.
	authority: Vec<u8>,
}

impl Identity {
	/// Makes a key and certificates for it, valid for ten years from now.
	///
	/// # Errors
	/// [`Error::Certificate`] where the system has no randomness.
	pub fn make(name: &str) -> Result<Identity, Error> {
		// A day for clocks that are not quite right.
		let from = OffsetDateTime::from(SystemTime::now()) - Duration::days(1);
		let params = |common_name: String| {
			let mut params = CertificateParams::default();
			(params.not_before, params.not_after) = (from, from + VALIDITY);
			params.distinguished_name = DistinguishedName::new();
			params.distinguished_name.push(DnType::OrganizationName, "PrompTale");
			params.distinguished_name.push(DnType::CommonName, common_name);
			params
		};
		let mut authority = params(format!("{name}, authority"));
		authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
		authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
		let authority_key = KeyPair::generate_for(&PKCS_ED25519)?;
		let authority_certificate = authority.self_signed(&authority_key)?.der().to_vec();

		let mut own = params(name.into());
		own.is_ca = IsCa::ExplicitNoCa;
		own.key_usages = vec![KeyUsagePurpose::DigitalSignature];
		own.extended_key_usages =
			vec![ExtendedKeyUsagePurpose::EmailProtection, ExtendedKeyUsagePurpose::Other(CLAIM_SIGNING.to_vec())];
		own.use_authority_key_identifier_extension = true;
		let key = KeyPair::generate_for(&PKCS_ED25519)?;
		let certificate = own.signed_by(&key, &Issuer::new(authority, authority_key))?.der().to_vec();
		Ok(Identity { key, certificate, authority: authority_certificate })
	}

	/// All of it as PEM: a secret.
	pub fn to_pem(&self) -> String {
		let parts = [
			pem::Pem::new(KEY, self.key.serialize_der()),
			pem::Pem::new(CERTIFICATE, self.certificate.clone()),
			pem::Pem::new(CERTIFICATE, self.authority.clone()),
		];
		pem::encode_many(&parts)
	}

	/// What [`Identity::to_pem`] wrote.
	///
	/// # Errors
	/// [`Error::Identity`] for anything else.
	pub fn from_pem(text: &str) -> Result<Identity, Error> {
		let parts = pem::parse_many(text).map_err(|error| Error::Identity(error.to_string()))?;
		match &parts[..] {
			[key, certificate, authority]
				if [key.tag(), certificate.tag(), authority.tag()] == [KEY, CERTIFICATE, CERTIFICATE] =>
			{
				let key = KeyPair::try_from(key.contents()).map_err(|error| Error::Identity(error.to_string()))?;
				Ok(Identity {
					key,
					certificate: certificate.contents().to_vec(),
					authority: authority.contents().to_vec(),
				})
			},
			_ => Err(Error::Identity("it is not a private key, its certificate and the authority's".into())),
		}
	}

	/// The authority's certificate as PEM: with it a reader trusts this identity.
	pub fn anchor(&self) -> String {
		pem::encode(&pem::Pem::new(CERTIFICATE, self.authority.clone()))
	}

	/// DER.
	pub(crate) fn certificate(&self) -> &[u8] {
		&self.certificate
	}

	/// 64 bytes, always the same for the same message.
	pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
		Ok(self.key.sign(message)?)
	}
}
