//! What a wasm module needs that has no operating system, and the one function it exports.

use alloc::boxed::Box;
use core::{
	alloc::{GlobalAlloc, Layout},
	arch::wasm32,
	sync::atomic::{AtomicUsize, Ordering},
};

/// Hashes of a case of the primitives: the address of the 32 bytes of its inputs, followed by those of its outputs.
#[unsafe(no_mangle)]
extern "C" fn case(seed: u64, index: u32) -> *const u8 {
	let case = crate::primitives::case(seed, index);
	Box::leak(Box::new([case.inputs, case.outputs])).as_flattened().as_ptr()
}

const PAGE: usize = 65_536;

/// Gives memory away and takes nothing back: an instance computes one case.
struct Memory {
	/// The first address that is free.
	next: AtomicUsize,
	/// The end of the pages there are.
	end: AtomicUsize,
}

#[global_allocator]
static MEMORY: Memory = Memory { next: AtomicUsize::new(0), end: AtomicUsize::new(0) };

// SAFETY: addresses given out are aligned as asked for, lie in pages this module has grown for itself, and are given out
// once; there are no threads.
unsafe impl GlobalAlloc for Memory {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		let mut start = self.next.load(Ordering::Relaxed).next_multiple_of(layout.align());
		if start + layout.size() > self.end.load(Ordering::Relaxed) {
			let pages = (layout.size() + layout.align()).div_ceil(PAGE).max(16);
			let before = wasm32::memory_grow::<0>(pages);
			if before == usize::MAX {
				return core::ptr::null_mut();
			}
			start = (before * PAGE).next_multiple_of(layout.align());
			self.end.store((before + pages) * PAGE, Ordering::Relaxed);
		}
		self.next.store(start + layout.size(), Ordering::Relaxed);
		start as *mut u8
	}

	unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
	wasm32::unreachable()
}
