use crate::mock::*;
#[test]
fn smoke() {
	execute(|| {
		let c = register(&[(ALICE, 600), (BOB, 400)]);
		deposit(c, &TALE, 1_001).unwrap();
		claim(&BOB, c, &TALE).unwrap();
		transfer(&ALICE, c, &CAROL, 600).unwrap();
		deposit(c, &DOLLAR, 10).unwrap();
		claim(&CAROL, c, &DOLLAR).unwrap();
	});
}
