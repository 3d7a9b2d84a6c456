use super::*;
use crate::{
	aggregate::aggregate_parameters,
	dataset::tests::TINY,
	update::{quantise_for, Update},
};
use safetensors::{tensor::TensorView, Dtype};
use std::collections::HashMap;

/// A layout larger than any named architecture's.
fn layout(width: usize, depth: usize) -> Layout {
	Layout::of(&Shape { width, depth, hidden: 4 * width, ..Shape::of(&TINY).unwrap() })
}

fn parameters(length: usize) -> Vec<f32> {
	(0..length).map(|index| (index % 1013) as f32 / 2048.0 - 0.25).collect()
}

/// A model's file, as [`crate::Checkpoint::save`] writes it.
fn save(layout: &Layout, path: &Path) {
	let bytes: Vec<u8> = parameters(layout.len).iter().flat_map(|value| value.to_le_bytes()).collect();
	let views = layout.views.iter().map(|view| {
		let data = &bytes[view.range.start * 4..view.range.end * 4];
		(view.name.as_str(), TensorView::new(Dtype::F32, view.shape.clone(), data).unwrap())
	});
	let metadata = HashMap::from([(METADATA.to_string(), serde_json::to_string(&TINY).unwrap())]);
	safetensors::serialize_to_file(views, Some(metadata), path).unwrap();
}

fn update(base: Blake3, length: usize, seed: usize) -> Update {
	quantise_for(base, &(0..length).map(|index| ((index * 7 + seed) % 509) as f32 / 65_536.0).collect::<Vec<f32>>())
}

/// The most memory this process has had since `clear_peak`, in megabytes of 10^6 bytes.
fn peak() -> f64 {
	let status = std::fs::read_to_string("/proc/self/status").unwrap();
	let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
	line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() * 1024.0 / 1e6
}

fn clear_peak() {
	std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// Combines 16 dense updates of two kinds. Returns the parameters, the memory that took, in megabytes, and the next ones.
fn measure(width: usize, depth: usize) -> (usize, f64, Vec<f32>) {
	let layout = layout(width, depth);
	let folder = tempfile::tempdir().unwrap();
	let path = |name: &str| folder.path().join(name);
	save(&layout, &path("base"));
	let base = CheckpointFile::open(&path("base"), |_| Ok(layout.clone())).unwrap();
	for kind in 0..2 {
		std::fs::write(path(&kind.to_string()), update(base.hash, layout.len, kind).to_bytes()).unwrap();
	}
	let accepted = (0..16).map(|index| (File::open(path(&(index % 2).to_string())).unwrap(), 62_500, 900_000));
	let accepted = accepted.collect();
	clear_peak();
	let before = peak();
	let hash = aggregate_opened(base, accepted, &path("next"), 2).unwrap();
	let taken = peak() - before;
	let mut next = CheckpointFile::open(&path("next"), |_| Ok(layout.clone())).unwrap();
	assert_eq!(next.hash, hash);
	let mut values = vec![0.0; layout.len];
	next.read(0..layout.len, &mut values).unwrap();
	(layout.len, taken, values)
}

#[test]
#[cfg(target_os = "linux")]
fn a_model_of_many_windows_gets_the_same_bytes_as_in_memory() {
	let (length, _, next) = measure(256, 3);
	assert!(length > 3 * WINDOW * SEGMENT, "{length}");
	let updates = [0, 1].map(|kind| update([0; 32], length, kind));
	let accepted: Vec<_> = (0..16).map(|index| (&updates[index % 2], 62_500, 900_000)).collect();
	let mut expected = parameters(length);
	aggregate_parameters(&mut expected, &accepted, 1);
	assert!(next.iter().zip(&expected).all(|(one, other)| one.to_bits() == other.to_bits()));
}

#[test]
#[ignore = "writes half a gigabyte; it measures, alone in its process, see docs/benchmarks.md"]
#[cfg(target_os = "linux")]
fn the_memory_that_50_million_parameters_take() {
	let (length, taken, _) = measure(768, 5);
	println!("{length} parameters, 16 dense updates, 2 threads: {taken:.1} MB");
	assert!(length > 50_000_000);
	// Less than a window has: memory freed before has been used again, and nothing was measured.
	assert!(taken > 20.0, "set MALLOC_TRIM_THRESHOLD_=0 and MALLOC_MMAP_THRESHOLD_=65536");
	assert!(taken < 40.0, "{taken:.1} MB");
}
