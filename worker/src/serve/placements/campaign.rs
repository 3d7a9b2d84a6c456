//! What a campaign shows, and for what: told once, kept on disk with the finished picture.

use crate::{
	files,
	serve::{
		pictures::{bytes, decode, mask, picture, Format, Made},
		refusal::Refusal,
		Service,
	},
};
use anyhow::{Context, Result};
use axum::body::Bytes;
use image::RgbImage;
use promptale_client::AccountId;
use promptale_credentials::Tool;
use promptale_engine::tools::{place, PlaceOptions};
use promptale_primitives::{
	hash::content_hash,
	placement::{CampaignId, Page, Region, SlotId, SlotTerms, MAX_ATTESTERS, MAX_PAGES, MAX_PAYEES},
	Balance, MILLION,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What a campaign's folder holds: this file,
const DESCRIPTION: &str = "campaign.json";

/// the picture, and logs whose names begin so.
pub const RECEIPTS: &str = "receipts-";

/// What the chain says of a campaign, and who shows it here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
	/// Whose auction it won.
	pub slot: SlotId,
	/// This worker's part of it: no other worker counts impressions of the same page.
	#[serde(default)]
	pub page: Page,
	/// What holds for the slot.
	pub terms: SlotTerms,
	/// Of a thousand impressions.
	pub price: Balance,
	/// The chain's part of the price, in millionths.
	pub fee_rate: u32,
	/// What all impressions may cost.
	pub budget: Balance,
	/// Keys of the slot's attesters in hex, in the chain's order. This worker's must be one of them.
	pub attesters: Vec<String>,
	/// BLAKE3 hash of the product's picture, in hex.
	pub picture: String,
	/// Who may show it here.
	pub payees: Vec<AccountId>,
}

/// `PUT /v1/placements/{campaign}`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Put {
	campaign: Campaign,
	/// The content in base64.
	scene: String,
	/// The product in base64; its bytes are what the campaign's `picture` is the hash of.
	product: String,
	/// White where the product may be seen.
	mask: Option<String>,
	/// Where the product's corners lie, in pixels. Left out, those of the slot's region.
	corners: Option<[(f32, f32); 4]>,
	#[serde(default)]
	feather: f32,
	#[serde(default)]
	match_luminance: f32,
	#[serde(default)]
	format: Format,
}

/// What is kept in `campaign.json`.
#[derive(Serialize, Deserialize)]
struct Kept {
	campaign: Campaign,
	format: Format,
	/// Of the finished picture's file, in hex.
	image: String,
}

/// A campaign with its finished picture.
pub struct Prepared {
	/// What was told.
	pub campaign: Campaign,
	/// The picture's file, with content credentials.
	pub file: Bytes,
	/// How it is encoded.
	pub format: Format,
	/// This worker's place among the attesters.
	pub attester: u8,
}

impl Prepared {
	/// Places the product in the scene.
	///
	/// # Errors
	/// What is wrong with the request.
	pub fn new(service: &Service, put: Put) -> Result<Prepared, Refusal> {
		let Put { campaign, scene, product, mask: mask_text, corners, feather, match_luminance, format } = put;
		campaign.check()?;
		let attester = campaign.attester(service)?;
		let most = service.max_pixels();
		let scene = picture("scene", &scene, most)?.to_rgb8();
		let product = bytes("product", &product)?;
		let hash = hex::encode(content_hash(&product));
		if hash != campaign.picture.trim_start_matches("0x") {
			return Err(Refusal::bad(format!(
				"`product` has the BLAKE3 hash {hash}, but the campaign is for the picture {}",
				campaign.picture
			)));
		}
		let product = decode("product", &product, most)?;
		let corners = region_corners(&campaign.terms.region, &scene, corners)?;
		let options = PlaceOptions { corners, feather, match_luminance };
		let shown = place(&scene, &product, mask(&mask_text, most)?.as_ref(), &options)?;
		let Made { file, .. } = service.finish(&shown.into(), format, Tool::Placement, None)?;
		Ok(Prepared { campaign, file: file.into(), format, attester })
	}

	/// Writes it into its folder. The picture comes first, so that what is described is there.
	pub fn keep(&self, folder: &Path) -> Result<()> {
		let image = hex::encode(content_hash(&self.file));
		files::write_atomically(&folder.join(&image), &self.file)?;
		let kept = Kept { campaign: self.campaign.clone(), format: self.format, image: image.clone() };
		files::write_json(&folder.join(DESCRIPTION), &kept)?;
		// Pictures of before.
		for entry in std::fs::read_dir(folder)?.flatten() {
			let name = entry.file_name();
			let is_picture = name.len() == 64 && name.to_string_lossy().bytes().all(|byte| byte.is_ascii_hexdigit());
			if is_picture && name != *image {
				files::remove(&entry.path());
			}
		}
		Ok(())
	}

	/// Whether a folder is of a campaign that was never told whole, so that nothing of it was counted.
	pub fn is_unfinished(folder: &Path) -> bool {
		let mut names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
		!names.any(|name| name == DESCRIPTION || name.to_string_lossy().starts_with(RECEIPTS))
	}

	/// Reads what was kept.
	pub fn open(service: &Service, folder: &Path) -> Result<Prepared> {
		let kept: Kept = files::read_json(&folder.join(DESCRIPTION))?
			.with_context(|| format!("{} holds no campaign.json; remove the folder", folder.display()))?;
		let path = folder.join(&kept.image);
		let file = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
		let attester = kept
			.campaign
			.attester(service)
			.map_err(|refusal| anyhow::anyhow!("{}: {}", folder.display(), refusal.message))?;
		Ok(Prepared { campaign: kept.campaign, file: file.into(), format: kept.format, attester })
	}
}

impl Campaign {
	fn check(&self) -> Result<(), Refusal> {
		let terms = &self.terms;
		if !terms.region.is_inside() || terms.epoch == 0 || terms.until <= terms.from || terms.publishers > MILLION {
			return Err(Refusal::bad("`campaign.terms` are no slot's: look at them with `promptale slot show`"));
		}
		if self.page >= MAX_PAGES || self.payees.is_empty() || self.payees.len() > MAX_PAYEES as usize {
			return Err(Refusal::bad(format!(
				"page {} with {} payees; pages are below {MAX_PAGES}, and have 1 to {MAX_PAYEES} payees",
				self.page,
				self.payees.len()
			)));
		}
		if self.attesters.len() > MAX_ATTESTERS as usize {
			return Err(Refusal::bad(format!("more than {MAX_ATTESTERS} attesters")));
		}
		Ok(())
	}

	fn attester(&self, service: &Service) -> Result<u8, Refusal> {
		let own = hex::encode(service.attester.public_key().0);
		let place = self.attesters.iter().position(|key| key.trim_start_matches("0x").eq_ignore_ascii_case(&own));
		place.and_then(|place| u8::try_from(place).ok()).ok_or_else(|| {
			Refusal::bad(format!("this worker's key 0x{own} is none of `campaign.attesters`: it cannot sign receipts"))
		})
	}

	/// Whether impressions that were counted for one can be settled for the other.
	pub fn counts_with(&self, other: &Campaign) -> bool {
		let Campaign { slot, page, terms, price, fee_rate, attesters, .. } = other;
		(self.slot, self.page, self.price, self.fee_rate) == (*slot, *page, *price, *fee_rate)
			&& self.terms == *terms
			&& self.attesters == *attesters
	}

	/// What a payee earned with so many impressions. Rounded down; several payees' never sum to more than the terms allow.
	pub fn earned(&self, impressions: u64) -> Balance {
		self.terms.division(self.price, self.fee_rate, impressions).payees
	}

	/// Whether one more impression than `before` is paid for, at this block.
	///
	/// # Errors
	/// Why not.
	pub fn pays(&self, before: u64, block: u32) -> Result<(), &'static str> {
		if block < self.terms.from || block >= self.terms.until {
			return Err("outside of the slot's window");
		}
		let after = before.saturating_add(1);
		let epoch = self.terms.epoch_at(block).ok_or("outside of the slot's window")?;
		if after > self.terms.impressions_until(epoch) {
			return Err("the epoch's cap is reached");
		}
		if self.terms.division(self.price, self.fee_rate, after).cost() > self.budget {
			return Err("the budget is spent");
		}
		Ok(())
	}
}

/// The corners in a scene: those of the region, or others inside of it.
fn region_corners(
	region: &Region,
	scene: &RgbImage,
	corners: Option<[(f32, f32); 4]>,
) -> Result<[(f32, f32); 4], Refusal> {
	let Region::Image { x, y, width, height } = *region else {
		return corners.ok_or_else(|| Refusal::bad("the slot is a panel; give its corners in the scene as `corners`"));
	};
	let part = |millionths: u32, of: u32| (f64::from(millionths) * f64::from(of) / MILLION as f64) as f32;
	let (left, right) = (part(x, scene.width()), part(x.saturating_add(width), scene.width()));
	let (top, bottom) = (part(y, scene.height()), part(y.saturating_add(height), scene.height()));
	let Some(corners) = corners else {
		return Ok([(left, top), (right, top), (right, bottom), (left, bottom)]);
	};
	// Up to a pixel outside, for corners that were rounded.
	let inside = |(x, y): &(f32, f32)| (left - 1.0..=right + 1.0).contains(x) && (top - 1.0..=bottom + 1.0).contains(y);
	match corners.iter().all(inside) {
		true => Ok(corners),
		false => Err(Refusal::bad(format!(
			"`corners` leave the slot's region, which is {left} to {right} by {top} to {bottom} pixels of the scene"
		))),
	}
}

/// The folder of a campaign.
pub fn folder_name(campaign: CampaignId) -> String {
	format!("campaign-{campaign}")
}

/// The campaign of a folder.
pub fn of_folder(name: &str) -> Option<CampaignId> {
	name.strip_prefix("campaign-")?.parse().ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn corners_are_the_regions_or_inside_of_it() {
		let scene = RgbImage::new(200, 100);
		let region = Region::Image { x: 100_000, y: 200_000, width: 300_000, height: 400_000 };
		let corners = region_corners(&region, &scene, None).unwrap();
		assert_eq!(corners, [(20.0, 20.0), (80.0, 20.0), (80.0, 60.0), (20.0, 60.0)]);
		let inside = [(25.0, 30.0), (70.0, 22.0), (79.0, 60.5), (20.0, 50.0)];
		assert_eq!(region_corners(&region, &scene, Some(inside)).unwrap(), inside);
		let outside = [(25.0, 30.0), (90.0, 22.0), (79.0, 60.0), (20.0, 50.0)];
		assert!(region_corners(&region, &scene, Some(outside)).unwrap_err().message.contains("20 to 80"));
		assert!(region_corners(&Region::Panel { panel: 1 }, &scene, None).is_err());
	}

	#[test]
	fn folders_are_named_for_their_campaign() {
		assert_eq!(of_folder(&folder_name(17)), Some(17));
		assert_eq!(of_folder("something"), None);
	}
}
