//! Losses, gradients and training steps of a whole network against PyTorch. What PyTorch says is in `reference.json`, which
//! `scripts/reference/reference.py` writes; the network and the batch that it was asked about are made here.

use super::*;
use crate::{checkpoint::Checkpoint, ops::gradient_check::random, text};
use promptale_primitives::model::{Architecture, ModelSize};
use serde::Deserialize;
use std::collections::BTreeMap;

const ARCHITECTURE: Architecture = Architecture { size: ModelSize::Nano, side: 12, channels: 3, classes: 3, words: 4 };

/// What images show; one shows nothing, one has more words than are read, one has a word twice.
const CAPTIONS: [&str; 4] = ["a red boat", "", "two boats on a calm lake", "boat, boat"];

/// A full shard and a part of one.
const IMAGES: usize = 10;

#[derive(Deserialize)]
struct Reference {
	/// Mean squared error of each image.
	losses: Vec<f64>,
	/// Of the mean of the losses, by tensor.
	gradients: BTreeMap<String, Gradient>,
	learning_rate: f32,
	max_norm: f32,
	proximal: f32,
	/// Mean loss before each of some steps of training on the same batch.
	step_losses: Vec<f64>,
}

#[derive(Deserialize)]
struct Gradient {
	norm: f64,
	first: f64,
	last: f64,
}

impl Gradient {
	fn of<T: Copy + Into<f64>>(values: &[T]) -> Gradient {
		let norm = values.iter().map(|value| (*value).into().powi(2)).sum::<f64>().sqrt();
		Gradient { norm, first: values[0].into(), last: values[values.len() - 1].into() }
	}

	/// Largest difference to another one, relative to its norm.
	fn difference(&self, other: &Gradient) -> f64 {
		let differences = [self.norm - other.norm, self.first - other.first, self.last - other.last];
		differences.iter().fold(0.0, |most: f64, value| most.max(value.abs())) / other.norm
	}
}

fn reference() -> Reference {
	let reference: Reference = serde_json::from_str(include_str!("reference.json")).unwrap();
	assert!(reference.losses.len() == IMAGES && reference.step_losses.len() > 2);
	reference
}

/// A network without zeros, as a new one's would leave most gradients at zero.
fn checkpoint() -> Checkpoint {
	let new = Checkpoint::initialise(ARCHITECTURE, 1).unwrap();
	let moved = random(new.parameters().len(), 2);
	new.with_parameters(new.parameters().iter().zip(&moved).map(|(value, by)| value + *by as f32 * 0.1).collect())
}

fn batch(shape: &Shape) -> Batch {
	let values = |seed| random(IMAGES * shape.image(), seed).iter().map(|value| *value as f32).collect();
	Batch {
		noisy: values(3),
		velocity: values(4),
		times: (0..IMAGES).map(|index| index as f32 / (IMAGES - 1) as f32).collect(),
		classes: (0..IMAGES).map(|index| (index % (shape.classes + 1)) as u16).collect(),
		words: (0..IMAGES).flat_map(|index| text::tokens(shape, CAPTIONS[index % CAPTIONS.len()])).collect(),
	}
}

fn assert_near(found: f64, expected: f64, tolerance: f64, what: &str) {
	assert!((found - expected).abs() <= tolerance * expected.abs(), "{what}: {found}, where PyTorch has {expected}");
}

#[test]
fn in_f64_losses_and_gradients_are_those_of_pytorch() {
	let (reference, checkpoint) = (reference(), checkpoint());
	let shape = *checkpoint.shape();
	let batch = batch(&shape);
	let wide = |values: &[f32]| -> Vec<f64> { values.iter().copied().map(f64::from).collect() };
	let (parameters, noisy, velocity) = (wide(checkpoint.parameters()), wide(&batch.noisy), wide(&batch.velocity));
	let network = Network::<f64>::new(shape, checkpoint.shared_layout());
	let input = Input { patches: &noisy, times: &batch.times, classes: &batch.classes, words: &batch.words };
	let mut scratch = Scratch::new(&shape, IMAGES);
	network.forward(&parameters, input, &mut scratch);
	let mut d_out = vec![0.0; noisy.len()];
	let images = scratch.out.chunks(shape.image()).zip(velocity.chunks(shape.image()));
	for ((out, target), (d_out, expected)) in images.zip(d_out.chunks_mut(shape.image()).zip(&reference.losses)) {
		let loss = mean_squared_error(out, target, 1.0 / IMAGES as f64, Some(d_out));
		assert_near(loss, *expected, 1e-10, "loss");
	}
	let mut gradient = vec![0.0; parameters.len()];
	network.backward(&parameters, input, &d_out, &mut scratch, &mut gradient);
	for view in &checkpoint.layout().views {
		let found = Gradient::of(&gradient[view.range.clone()]);
		assert!(found.difference(&reference.gradients[&view.name]) < 1e-10, "{}", view.name);
	}
}

#[test]
fn in_f32_losses_gradients_and_training_steps_are_near_those_of_pytorch() {
	let (reference, checkpoint) = (reference(), checkpoint());
	let batch = batch(checkpoint.shape());
	let mut cpu = Cpu::new(*checkpoint.shape(), checkpoint.shared_layout(), 1);
	cpu.load(checkpoint.parameters());
	let mut losses = [0.0; IMAGES];
	cpu.losses(&batch, &mut losses);
	for (found, expected) in losses.iter().zip(&reference.losses) {
		assert_near((*found).into(), *expected, 1e-5, "loss");
	}
	let optimiser = AdamW { max_norm: reference.max_norm, proximal: reference.proximal, ..AdamW::default() };
	for (step, expected) in reference.step_losses.iter().enumerate() {
		let loss = cpu.train_step(&batch, &optimiser, reference.learning_rate);
		assert_near(loss.into(), *expected, 1e-4, &format!("loss before step {step}"));
		if step == 0 {
			for view in &checkpoint.layout().views {
				let found = Gradient::of(&cpu.gradient[view.range.clone()]);
				assert!(found.difference(&reference.gradients[&view.name]) < 1e-4, "{}", view.name);
			}
		}
	}
}

#[test]
#[ignore = "writes checkpoint and batch for scripts/reference/reference.py to the folder REFERENCE"]
fn export() {
	use safetensors::{tensor::TensorView, Dtype};
	let folder = std::path::PathBuf::from(std::env::var_os("REFERENCE").expect("REFERENCE names a folder"));
	let checkpoint = checkpoint();
	checkpoint.save(folder.join("checkpoint.safetensors")).unwrap();
	let Shape { tokens, patch, words, .. } = *checkpoint.shape();
	let batch = batch(checkpoint.shape());
	let bytes = |values: &[f32]| -> Vec<u8> { values.iter().flat_map(|value| value.to_le_bytes()).collect() };
	let numbers =
		|values: &[u16]| -> Vec<u8> { values.iter().flat_map(|value| i64::from(*value).to_le_bytes()).collect() };
	let tensors = [
		("noisy", Dtype::F32, vec![IMAGES, tokens, patch], bytes(&batch.noisy)),
		("velocity", Dtype::F32, vec![IMAGES, tokens, patch], bytes(&batch.velocity)),
		("times", Dtype::F32, vec![IMAGES], bytes(&batch.times)),
		("classes", Dtype::I64, vec![IMAGES], numbers(&batch.classes)),
		("words", Dtype::I64, vec![IMAGES, words], numbers(&batch.words)),
	];
	let views =
		tensors.iter().map(|(name, kind, shape, data)| (*name, TensorView::new(*kind, shape.clone(), data).unwrap()));
	std::fs::write(folder.join("batch.safetensors"), safetensors::serialize(views, None).unwrap()).unwrap();
}
