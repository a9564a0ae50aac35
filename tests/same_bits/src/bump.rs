//! An allocator for programs without an operating system, on one thread: it hands out memory and
//! takes none back.

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::UnsafeCell,
    mem::MaybeUninit,
    ptr,
    sync::atomic::{AtomicUsize, Ordering},
};

pub struct Bump<const BYTES: usize> {
    memory: UnsafeCell<MaybeUninit<[u8; BYTES]>>,
    used: AtomicUsize,
}

// SAFETY: the programs that use it have one thread.
unsafe impl<const BYTES: usize> Sync for Bump<BYTES> {}

impl<const BYTES: usize> Bump<BYTES> {
    pub const fn new() -> Self {
        Self { memory: UnsafeCell::new(MaybeUninit::uninit()), used: AtomicUsize::new(0) }
    }
}

// SAFETY: pieces lie behind each other in `memory`, aligned, none handed out twice.
unsafe impl<const BYTES: usize> GlobalAlloc for Bump<BYTES> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let memory = self.memory.get().cast::<u8>();
        let used = self.used.load(Ordering::Relaxed);
        let start = used + memory.wrapping_add(used).align_offset(layout.align());
        match start.checked_add(layout.size()) {
            Some(end) if end <= BYTES => {
                self.used.store(end, Ordering::Relaxed);
                memory.wrapping_add(start)
            }
            _ => ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
