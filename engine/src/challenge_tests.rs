use super::{kernel::Instructions, *};
use promptale_primitives::challenge::{check_openings, matrix::entry, opened_rows, seed, OPENED_ROWS};

fn work(class: Class) -> Work {
	Work { class, seed: seed(&[7; 32], &[9u8; 32], 1, class) }
}

/// The leaf of a row, every entry straight from the definition.
fn defined_leaf(work: &Work, row: u32) -> Blake3 {
	let side = work.class.side();
	let bytes: Vec<u8> = (0..side).flat_map(|column| entry(&work.seed, side, row, column).to_le_bytes()).collect();
	tree::leaf(row, &bytes)
}

fn cpu() -> Cpu {
	Cpu::new(2)
}

fn all(work: &Work) -> Committed {
	compute(work, &mut cpu(), &mut |_| true).unwrap()
}

fn leaves_of(openings: &Openings) -> Vec<Blake3> {
	openings.iter().map(|opening| opening.leaf).collect()
}

#[test]
fn every_row_is_the_one_of_the_definition_for_all_instructions() {
	let work = work(Class::Side256);
	let defined: Vec<Blake3> = (0..256).map(|row| defined_leaf(&work, row)).collect();
	for instructions in Instructions::available() {
		for threads in [1, 2] {
			let mut cpu = Cpu::with_instructions(threads, instructions);
			let committed = compute(&work, &mut cpu, &mut |_| true).unwrap();
			assert_eq!(committed.leaves(), defined, "{}", cpu.name());
			assert_eq!(committed.root(), tree::root(&defined));
		}
	}
}

#[test]
fn rows_of_larger_classes_are_the_ones_of_the_definition() {
	for (class, rows) in [(Class::Side1024, &[1_023, 0, 511, 512][..]), (Class::Side4096, &[3_000])] {
		let work = work(class);
		let defined: Vec<Blake3> = rows.iter().map(|row| defined_leaf(&work, *row)).collect();
		assert_eq!(recompute(&work, rows, &mut cpu()).unwrap(), defined);
	}
}

#[test]
fn rows_come_out_the_same_alone_and_with_all_others() {
	let work = work(Class::Side1024);
	let committed = all(&work);
	let rows: Vec<u32> = (0..1_024).step_by(61).collect();
	let alone = recompute(&work, &rows, &mut cpu()).unwrap();
	assert!(rows.iter().zip(alone).all(|(row, leaf)| committed.leaves()[*row as usize] == leaf));
}

#[test]
fn an_honest_answer_is_accepted_by_chain_and_validator() {
	let work = work(Class::Side256);
	let committed = all(&work);
	let rows = opened_rows(&[1; 32], &work.seed, &committed.root(), work.class);
	let openings = committed.open(&rows).unwrap();
	assert_eq!(check_openings(work.class, &committed.root(), &rows, &openings), Ok(()));
	assert_eq!(first_wrong_row(&work, &rows, &leaves_of(&openings), &mut cpu()).unwrap(), None);
}

#[test]
fn work_for_another_seed_is_found_out() {
	let work = work(Class::Side256);
	let committed = all(&Work { seed: [1; 32], ..work });
	let rows = opened_rows(&[1; 32], &work.seed, &committed.root(), work.class);
	let openings = committed.open(&rows).unwrap();
	assert_eq!(check_openings(work.class, &committed.root(), &rows, &openings), Ok(()));
	assert_eq!(first_wrong_row(&work, &rows, &leaves_of(&openings), &mut cpu()).unwrap(), Some(rows[0]));
}

#[test]
fn who_computes_a_part_is_found_out_unless_all_opened_rows_are_in_it() {
	let work = work(Class::Side256);
	let honest = all(&work);
	let computed = 240;
	let mut leaves = honest.leaves().to_vec();
	leaves[computed..].iter_mut().enumerate().for_each(|(at, leaf)| *leaf = tree::leaf(at as u32, b"never computed"));
	let cheat = Committed::from_leaves(leaves);
	let trials = 400u32;
	let mut passed = 0;
	for beacon in 0..trials {
		let beacon = seed(&[0; 32], &[0u8; 32], beacon, work.class);
		let rows = opened_rows(&beacon, &work.seed, &cheat.root(), work.class);
		let openings = cheat.open(&rows).unwrap();
		assert_eq!(check_openings(work.class, &cheat.root(), &rows, &openings), Ok(()));
		let wrong = first_wrong_row(&work, &rows, &leaves_of(&openings), &mut Cpu::new(1)).unwrap();
		assert_eq!(wrong, rows.iter().copied().find(|row| *row as usize >= computed));
		passed += u32::from(wrong.is_none());
	}
	let chance: f64 = (0..OPENED_ROWS).map(|drawn| f64::from(240 - drawn) / f64::from(256 - drawn)).product();
	let expected = chance * f64::from(trials);
	let deviation = (expected * (1.0 - chance)).sqrt();
	assert!((f64::from(passed) - expected).abs() < 5.0 * deviation, "{passed} passed, {expected} expected");
}

#[test]
fn computing_ends_when_the_caller_says_so() {
	let mut asked = 0;
	let outcome = compute(&work(Class::Side1024), &mut cpu(), &mut |done| {
		asked += 1;
		assert!(done < 1_024);
		false
	});
	assert!(matches!(outcome, Err(Error::Stopped)));
	assert_eq!(asked, 1);
}

#[test]
fn the_place_chosen_by_itself_computes_the_same() {
	let work = work(Class::Side256);
	let mut chosen = multiplier(Place::Auto, work.class, 2).unwrap();
	assert_eq!(compute(&work, chosen.as_mut(), &mut |_| true).unwrap(), all(&work));
}

#[test]
fn a_row_that_does_not_exist_is_refused() {
	let work = work(Class::Side256);
	assert!(recompute(&work, &[256], &mut cpu()).unwrap_err().to_string().contains("no row 256"));
	assert_eq!(all(&work).open(&[256]), None);
}
