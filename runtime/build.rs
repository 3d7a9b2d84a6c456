//! Builds the runtime's wasm, with the metadata hash that offline signers check.

fn main() {
	#[cfg(feature = "std")]
	substrate_wasm_builder::WasmBuilder::init_with_defaults().enable_metadata_hash("TALE", 12).build();
}
