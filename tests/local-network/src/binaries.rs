//! Where the programs are that a network is made of.

use anyhow::{bail, Context, Result};
use std::path::{Path, PathBuf};

/// Environment variable that names the node to start: ours, or a stock library node.
pub const NODE_VARIABLE: &str = "PROMPTALE_NODE";

/// The programs of a network.
#[derive(Clone, Debug)]
pub struct Binaries {
	/// The node.
	pub node: PathBuf,
	/// Chain spec that the node has to be given; `None` for our node, which has it inside.
	pub chain_spec: Option<PathBuf>,
	/// The worker.
	pub worker: PathBuf,
	/// The worker that attacks.
	pub hostile: PathBuf,
}

impl Binaries {
	/// Finds all of them: the node by [`NODE_VARIABLE`], the others (and the node without it) in the folder that
	/// cargo built us into. Says what to build when one is missing.
	pub fn find() -> Result<Self> {
		let built = target_folder()?;
		let (node, chain_spec) = match std::env::var_os(NODE_VARIABLE).filter(|path| !path.is_empty()) {
			Some(path) => named_node(&PathBuf::from(path))?,
			None => (existing(built.join("promptale-node"), "cargo build -p promptale-node")?, None),
		};
		Ok(Self {
			node,
			chain_spec,
			worker: existing(built.join("vpu"), "cargo build -p promptale-worker")?,
			hostile: existing(built.join("hostile-vpu"), "cargo build -p promptale-local-network")?,
		})
	}
}

impl Binaries {
	/// Puts the runtime's code into a chain spec that comes without it, as those of the repository do. The complete
	/// one is written below `folder`.
	pub fn complete(mut self, folder: &Path) -> Result<Self> {
		let Some(spec) = &self.chain_spec else { return Ok(self) };
		let text = std::fs::read_to_string(spec).with_context(|| format!("cannot read {}", spec.display()))?;
		let Some(complete) = with_code(&text, || read_code(&target_folder()?))
			.with_context(|| format!("cannot use the chain spec {}", spec.display()))?
		else {
			return Ok(self);
		};
		std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
		let file = folder.join("chain-spec.json");
		std::fs::write(&file, complete).with_context(|| format!("cannot write {}", file.display()))?;
		self.chain_spec = Some(file);
		Ok(self)
	}
}

/// `spec` with the runtime's code; `None` when it has code or raw state already.
fn with_code(spec: &str, code: impl FnOnce() -> Result<Vec<u8>>) -> Result<Option<String>> {
	let mut spec: serde_json::Value = serde_json::from_str(spec).context("it is not JSON")?;
	let genesis = match spec.pointer_mut("/genesis/runtimeGenesis") {
		Some(serde_json::Value::Object(genesis)) => genesis,
		_ => return Ok(None),
	};
	if genesis.contains_key("code") {
		return Ok(None);
	}
	genesis.insert("code".into(), format!("0x{}", hex::encode(code()?)).into());
	Ok(Some(spec.to_string()))
}

/// The runtime's wasm, where its build leaves it: the development profile does not compact it, others do.
fn read_code(built: &Path) -> Result<Vec<u8>> {
	let folder = built.join("wbuild/promptale-runtime");
	let file = ["compact.compressed.wasm", "compact.wasm", "wasm"]
		.map(|ending| folder.join(format!("promptale_runtime.{ending}")))
		.into_iter()
		.find(|file| file.is_file())
		.with_context(|| {
			format!("there is no runtime in {}; build it with `cargo build -p promptale-runtime`", folder.display())
		})?;
	std::fs::read(&file).with_context(|| format!("cannot read the runtime {}", file.display()))
}

fn existing(path: PathBuf, how: &str) -> Result<PathBuf> {
	if path.is_file() {
		return Ok(path);
	}
	let hint = match path.file_name() {
		Some(name) if name == "promptale-node" => format!(", or set {NODE_VARIABLE} to a node"),
		_ => String::new(),
	};
	bail!("{} does not exist. Build it with `{how}` (same profile){hint}.", path.display())
}

/// Cargo's profile folder (`target/debug`): tests run one folder below it.
pub(crate) fn target_folder() -> Result<PathBuf> {
	let program = std::env::current_exe().context("cannot tell where this program is")?;
	let mut folder = program.parent().context("this program is in no folder")?;
	if folder.file_name().is_some_and(|name| name == "deps") {
		folder = folder.parent().unwrap_or(folder);
	}
	Ok(folder.to_path_buf())
}

/// A node that somebody named, and the chain spec it needs.
fn named_node(path: &Path) -> Result<(PathBuf, Option<PathBuf>)> {
	let node = match path.components().count() {
		1 => on_path(path).with_context(|| format!("{NODE_VARIABLE} is {:?}, which is not on PATH", path.display()))?,
		_ if path.is_file() => path.to_path_buf(),
		_ => bail!("{NODE_VARIABLE} is {}, which does not exist", path.display()),
	};
	if node.file_name().is_some_and(|name| name == "promptale-node") {
		return Ok((node, None));
	}
	// Any other library node has no chain of ours inside.
	let spec = std::env::var_os("PROMPTALE_CHAIN_SPEC").map(PathBuf::from).unwrap_or_else(development_spec);
	if !spec.is_file() {
		bail!(
			"{} needs a chain spec, and {} does not exist. Make it with `scripts/chain-specs`.",
			node.display(),
			spec.display()
		);
	}
	Ok((node, Some(spec)))
}

fn development_spec() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../../chain-specs/development.json")
}

fn on_path(name: &Path) -> Option<PathBuf> {
	std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_missing_node_comes_with_how_to_build_it() {
		let error =
			existing("/nowhere/promptale-node".into(), "cargo build -p promptale-node").unwrap_err().to_string();
		assert!(error.contains("cargo build -p promptale-node") && error.contains(NODE_VARIABLE), "{error}");
	}

	#[test]
	fn a_named_node_that_is_not_there_is_an_error() {
		assert!(named_node(Path::new("/nowhere/node")).unwrap_err().to_string().contains("/nowhere/node"));
		assert!(named_node(Path::new("no-such-node-anywhere")).unwrap_err().to_string().contains("PATH"));
	}

	#[test]
	fn only_a_chain_spec_without_code_is_completed() {
		let code = || Ok(vec![0xab]);
		let bare = r#"{"id":"dev","genesis":{"runtimeGenesis":{"patch":{"a":1}}}}"#;
		let complete = with_code(bare, code).unwrap().unwrap();
		let json: serde_json::Value = serde_json::from_str(&complete).unwrap();
		assert_eq!(json["genesis"]["runtimeGenesis"]["code"], "0xab");
		assert_eq!(json["genesis"]["runtimeGenesis"]["patch"]["a"], 1);
		assert_eq!(with_code(&complete, code).unwrap(), None);
		assert_eq!(with_code(r#"{"genesis":{"raw":{}}}"#, code).unwrap(), None);
		assert!(with_code("no json", code).is_err());
	}

	#[test]
	fn our_own_node_needs_no_chain_spec() {
		let folder = tempfile::tempdir().unwrap();
		let node = folder.path().join("promptale-node");
		std::fs::write(&node, "").unwrap();
		assert_eq!(named_node(&node).unwrap(), (node, None));
	}
}
