//! A bug of the compiler that crashed this library once, as small as it gets, for its tracker:
//!
//! ```sh
//! rustc --edition 2024 -C opt-level=3 tests/compiler/lowered_alignment.rs && ./lowered_alignment
//! ```
//!
//! On x86-64 it ends in SIGSEGV at opt-level 2, 3, s and z, with Rust 1.95 (LLVM 22.1.2) and nightly
//! 1.97, and prints two vectors of 1 at 0 and 1.
//!
//! `row` returns its array through memory, a load without alignment reads it as a vector, and the
//! vector is stored at the start of an array of vectors on the stack. LLVM's pass `memcpyopt` lets the
//! call write there at once (call slot optimization). It takes the smaller alignment of load and
//! store, 1, for that of the destination, finds it too small for the array's 4, and *sets* the
//! alignment of the stack slot to 4, which was 16:
//!
//! ```text
//! before:  %vectors = alloca [128 x i8], align 16
//! after:   %vectors = alloca [128 x i8], align 4
//! ```
//!
//! All other accesses keep their `align 16`, so that they become `movaps`. Whether that crashes depends on
//! where the frame happens to lie: hence two of them, in `first` and in `main`.
//!
//! What the library does: its vectors are loaded with the alignment of their numbers
//! (`src/kernels/simd/x86.rs`), for which the pass changes nothing, and its kernels have no closures
//! (`tests/source/closures.rs`), one of which was the call.

use std::arch::x86_64::{__m128, _mm_loadu_ps, _mm_setzero_ps};
use std::hint::black_box;

#[inline(never)]
fn row(x: f32) -> [f32; 4] {
    [x; 4]
}

#[inline(never)]
fn first(x: f32) -> __m128 {
    let mut vectors = unsafe { [_mm_setzero_ps(); 8] };
    vectors[0] = unsafe { _mm_loadu_ps(row(x).as_ptr()) };
    black_box(&vectors);
    vectors[0]
}

fn main() {
    let mut vectors = unsafe { [_mm_setzero_ps(); 8] };
    vectors[0] = unsafe { _mm_loadu_ps(row(black_box(1.0)).as_ptr()) };
    black_box(&vectors);
    println!("{:?}", vectors[0]);
    println!("{:?}", first(black_box(1.0)));
}
