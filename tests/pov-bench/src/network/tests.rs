use super::*;
use rand::SeedableRng;

fn loss(network: &Network, parameters: &[f64], input: &[f64], labels: &[u8]) -> f64 {
	let mut workspace = Workspace::default();
	network.forward(parameters, input, labels.len(), &mut workspace, None);
	cross_entropy(workspace.logits(), labels).iter().sum::<f64>() / labels.len() as f64
}

/// Compares the gradient with central differences at some of the parameters of each layer.
fn check(network: &Network, values: usize) {
	let mut random = ChaCha8Rng::seed_from_u64(5);
	let labels = [3, 9, 0];
	let mut parameters: Vec<f64> = network.initialise(&mut random).iter().map(|value| f64::from(*value)).collect();
	let input: Vec<f64> = (0..labels.len() * values).map(|_| random.random_range(-1.0..1.0)).collect();
	let mut workspace = Workspace::default();
	network.forward(&parameters, &input, labels.len(), &mut workspace, None);
	let mut d_logits = workspace.logits().to_vec();
	cross_entropy_gradient(&mut d_logits, &labels);
	let mut gradient = vec![0.0; network.len()];
	network.backward(&parameters, &d_logits, &mut workspace, &mut gradient);
	let step = 1e-6;
	for range in network.parameters.iter().filter(|range| !range.is_empty()) {
		let places = (0..12).map(|_| random.random_range(range.clone())).chain([range.end - 1]);
		for index in places.collect::<Vec<_>>() {
			let before = parameters[index];
			parameters[index] = before + step;
			let above = loss(network, &parameters, &input, &labels);
			parameters[index] = before - step;
			let below = loss(network, &parameters, &input, &labels);
			parameters[index] = before;
			let difference = (above - below) / (2.0 * step);
			let error = (difference - gradient[index]).abs();
			assert!(error < 1e-6 + 1e-4 * difference.abs(), "{index}: {difference} and {}", gradient[index]);
		}
	}
}

#[test]
fn the_perceptrons_gradient_is_that_of_finite_differences() {
	check(&Network::hidden(&[7, 6, 5, CLASSES], 0.0), 7);
}

#[test]
fn the_convolutional_gradient_is_that_of_finite_differences() {
	check(&Network::convolutional(), PIXELS);
}

#[test]
fn both_networks_have_the_published_numbers_of_parameters() {
	assert_eq!(Network::convolutional().len(), 80_202);
	assert_eq!(Network::perceptron().len(), 785 * 256 + 257 * 128 + 129 * 64 + 65 * 10);
}

#[test]
fn dropout_leaves_out_its_part_in_training_and_nothing_else() {
	let network = Network::of(vec![Layer::Dropout(10_000, 0.2)]);
	let mut workspace = Workspace::default();
	let mut random = ChaCha8Rng::seed_from_u64(1);
	network.forward::<f32>(&[], &[1.0; 10_000], 1, &mut workspace, Some(&mut random));
	let zeros = workspace.logits().iter().filter(|value| **value == 0.0).count();
	assert!((1800..2200).contains(&zeros), "{zeros}");
	assert!(workspace.logits().iter().all(|value| *value == 0.0 || (*value - 1.25).abs() < 1e-6));
	network.forward::<f32>(&[], &[1.0; 10_000], 1, &mut workspace, None);
	assert!(workspace.logits().iter().all(|value| *value == 1.0));
}

#[test]
fn no_gradient_flows_through_what_dropout_left_out() {
	let network = Network::of(vec![Layer::Dropout(100, 0.5), Layer::Linear { inputs: 100, outputs: 10 }]);
	let mut workspace = Workspace::default();
	let mut random = ChaCha8Rng::seed_from_u64(1);
	let parameters = vec![1.0f64; network.len()];
	network.forward(&parameters, &[1.0; 100], 1, &mut workspace, Some(&mut random));
	let kept: Vec<bool> = workspace.activations[1].iter().map(|value| *value != 0.0).collect();
	network.backward(&parameters, &[1.0; 10], &mut workspace, &mut vec![0.0; network.len()]);
	assert!(kept.contains(&true) && kept.contains(&false));
	for (kept, gradient) in kept.iter().zip(&workspace.gradients[0]) {
		// Inputs of the first linear layer's own input are asked for, as dropout comes before it.
		assert_eq!(*gradient, if *kept { 20.0 } else { 0.0 });
	}
}
