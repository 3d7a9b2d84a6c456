use super::*;
use crate::{seed, vector::squared_distance};

/// Four honest clients and two attackers, who sent zeros.
fn run(attack: Attack, acceptable: impl Fn(&[f32]) -> bool + Sync) -> Vec<Vec<f32>> {
	let mut deltas: Vec<Vec<f32>> = vec![
		vec![1.0, 0.0, 2.0],
		vec![1.0, 0.2, 2.2],
		vec![1.0, 0.0, 1.8],
		vec![1.0, -0.2, 2.0],
		vec![0.5, 0.0, 0.0],
		vec![0.5, 0.0, 0.0],
	];
	let scene = Scene {
		global: &[3.0, -4.0, 0.0],
		last_move: &[7.0, 0.0, 0.0],
		attackers: &[false, false, false, false, true, true],
		acceptable: &acceptable,
		random: &|client| seed::stream(1, "test", &[client]),
	};
	craft(attack, &scene, &mut deltas);
	deltas
}

fn attacker(attack: Attack) -> Vec<f32> {
	run(attack, |_| true)[4].clone()
}

#[test]
fn honest_updates_are_never_touched() {
	for attack in Attack::value_variants() {
		let deltas = run(*attack, |_| true);
		assert_eq!(deltas[1], [1.0, 0.2, 2.2], "{attack:?}");
	}
}

#[test]
fn noise_is_as_large_as_published() {
	let sent: Vec<f32> = run(Attack::Gaussian, |_| true)[4..].concat();
	assert!(norm_of(&sent) > 5.0 && norm_of(&sent) < 60.0, "{sent:?}");
	assert_ne!(sent[..3], sent[3..]);
}

fn norm_of(values: &[f32]) -> f64 {
	vector::norm(values)
}

#[test]
fn a_little_is_subtracted_where_updates_vary() {
	let sent = attacker(Attack::Lie);
	// The first parameter's mean is 5/6; the second varies little, the third most.
	let mean = [5.0 / 6.0, 0.0, 8.0 / 6.0];
	let z = crafted::lie_factor(6, 2) as f32;
	let variance = [0.055_555_556, 0.08 / 6.0, (2.0f32 * 4.0 + 2.2 * 2.2 + 1.8 * 1.8) / 6.0 - (8.0f32 / 6.0).powi(2)];
	for ((sent, mean), variance) in sent.iter().zip(mean).zip(variance) {
		assert!((sent - (mean - z * variance.sqrt().sqrt())).abs() < 1e-4, "{sent}");
	}
}

#[test]
fn opt_moves_against_the_sign_of_the_base() {
	let sent = attacker(Attack::Opt);
	assert!(sent[0] < 0.0 && sent[1] == -sent[0] && sent[2] == 0.0, "{sent:?}");
}

#[test]
fn inner_products_are_reversed() {
	let sent = attacker(Attack::Ipm);
	for (sent, expected) in sent.iter().zip([-0.5, 0.0, -1.0]) {
		assert!((sent - expected).abs() < 1e-6, "{sent}");
	}
}

#[test]
fn copiers_send_what_others_made() {
	assert_eq!(attacker(Attack::Mimic), [1.0, 0.0, 2.0]);
	let copy = attacker(Attack::Copy);
	let nearest =
		(0..4).map(|client| squared_distance(&run(Attack::None, |_| true)[client], &copy)).fold(9.0, f64::min);
	assert!(nearest > 0.0 && nearest < 0.15, "{copy:?}");
	assert_eq!(attacker(Attack::SignFlip), [-0.5, 0.0, 0.0]);
	let lazy = attacker(Attack::FreeRider);
	assert!((lazy[0] - 7.0).abs() < 3.0 && norm_of(&lazy) > 5.0, "{lazy:?}");
}

#[test]
fn the_adaptive_attacker_goes_as_far_as_it_may() {
	let far = |limit: f32| {
		let sent = run(Attack::Adaptive, move |delta| delta[2] > limit)[4].clone();
		squared_distance(&sent, &[1.0, 0.0, 2.0])
	};
	assert!(far(0.0) > far(1.5) + 1.0, "{} {}", far(0.0), far(1.5));
}
