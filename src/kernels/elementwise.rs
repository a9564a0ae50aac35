//! Functions of one number, over many.
//!
//! Plain loops: the compiler makes vectors of them, as wide as the instructions that the function
//! around them enables. What does not fill a vector is computed together with neighbours that are
//! done already. A function of one number has no order to keep: every instruction set gives the same bits.

use super::{
    instruction_set::kernel,
    instructions::{self, Instructions},
    plain::{self, BLOCK, LANES},
    simd::{Simd, prefetch},
};
use crate::{
    Elementwise,
    rule::{Magnitudes, Rule},
    sum::{self, Sum, block},
    values::Value,
};
use core::{hint::black_box, mem::MaybeUninit};

kernel! {
    /// yᵢ = f(xᵢ)
    values [F: Elementwise] [F] (f: &F, x: &[f32], y: &mut [MaybeUninit<f32>]) = write_values
}

kernel! {
    /// dxᵢ = f′(xᵢ)·dyᵢ
    slopes [F: Elementwise] [F]
    (f: &F, x: &[f32], y: &[f32], dy: &[f32], dx: &mut [MaybeUninit<f32>]) = write_slopes
}

kernel! {
    /// A step of an optimizer.
    near [R: Rule<f32, K>, const K: usize] [R, K]
    (rule: &R, theta: &mut [f32], gradient: &[f32], memory: [&mut [f32]; K]) = step
}

kernel! {
    /// The same on tensors that are [`FAR`]. A kernel of its own, because its frame is larger.
    far [R: Rule<f32, K>, const K: usize] [R, K]
    (rule: &R, theta: &mut [f32], gradient: &[f32], memory: [&mut [f32]; K]) = step_ahead
}

kernel! {
    /// Σ g², max |g| and max |θ| of a block. A kernel of its own: inside a loop over blocks the compiler keeps the
    /// lanes in memory.
    magnitudes_of_block [] [] (theta: &[f32], gradient: &[f32], far: bool) -> Magnitudes<f32> = measure
}

/// Σ g², max |g| and max |θ|; the squares in blocks as in the plain twin.
#[inline(always)]
pub(crate) fn magnitudes(mut theta: &[f32], mut gradient: &[f32]) -> Magnitudes<f32> {
    if theta.len() <= BLOCK {
        return magnitudes_of_block::dispatch(theta, gradient, false);
    }
    let far = theta.len() >= FAR;
    let mut all = Magnitudes::none();
    let mut sum = Sum::new();
    while !theta.is_empty() {
        let theta = block::<f32, BLOCK>(&mut theta);
        let gradient = block::<f32, BLOCK>(&mut gradient);
        let one = magnitudes_of_block::dispatch(theta, gradient, far);
        sum.add(one.squares);
        all = all.and(one);
    }
    Magnitudes { squares: sum.exact(), ..all }
}

/// A step of an optimizer.
#[inline(always)]
pub(crate) fn update<R: Rule<f32, K>, const K: usize>(
    rule: &R,
    theta: &mut [f32],
    gradient: &[f32],
    memory: [&mut [f32]; K],
) {
    if theta.len() < FAR {
        near::dispatch(rule, theta, gradient, memory);
    } else {
        far::dispatch(rule, theta, gradient, memory);
    }
}

/// yᵢ = f(xᵢ) of a part of V, with instructions that are known, or not. Writes all of y that x has a number for.
#[inline(always)]
pub(crate) fn activate<F: Elementwise, V: Value>(
    instructions: Instructions,
    f: &F,
    x: &[f32],
    y: &mut [MaybeUninit<f32>],
) {
    // Too few for a vector: the call would cost more than it saves.
    if const { V::LEN < 4 } {
        return plain::activate(f, x, y);
    }
    // The length of a deep function's loops must not be known to the compiler.
    let little = const { V::LEN <= instructions::NUMBERS && !F::DEEP };
    values::inline(instructions, little, f, x, y);
}

/// The numbers of a matrix that has none yet.
#[inline(always)]
pub(super) fn numbers<const N: usize, const B: usize>(
    matrix: &mut MaybeUninit<[[f32; N]; B]>,
) -> &mut [MaybeUninit<f32>] {
    // SAFETY: a matrix is N·B numbers, and these may be uninitialised.
    unsafe { core::slice::from_raw_parts_mut(matrix.as_mut_ptr().cast(), N * B) }
}

/// Writes all of y that x has a number for.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn write_values<S: Simd, F: Elementwise>(
    f: &F,
    x: &[f32],
    y: &mut [MaybeUninit<f32>],
) {
    each::<S, F>(f, x, y);
}

/// yᵢ = f(xᵢ), written for all of y that x has a number for.
#[inline(always)]
fn each<S: Simd, F: Elementwise>(f: &F, x: &[f32], y: &mut [MaybeUninit<f32>]) {
    let n = x.len().min(y.len());
    if !S::VECTORS || n < 4 {
        return plain::activate(f, x, y);
    }
    // The compiler's own loop takes four vectors of eight lanes at a time, and would compute what
    // is left over one by one.
    plain::activate(
        f,
        x.as_chunks::<32>().0.as_flattened(),
        y.as_chunks_mut::<32>().0.as_flattened_mut(),
    );
    let whole = n / 32 * 32;
    if n < 8 {
        ends::<4, F>(f, whole, x, y);
    } else if F::DEEP {
        in_vectors(f, whole, x, y);
    } else {
        ends::<8, F>(f, whole, x, y);
    }
}

/// From `first` on, by blocks of N, from the end to the start: the last block may overlap the one
/// before, which is then written whole, so that whoever reads it finds it in one store.
#[inline(always)]
fn ends<const N: usize, F: Elementwise>(
    f: &F,
    first: usize,
    x: &[f32],
    y: &mut [MaybeUninit<f32>],
) {
    let n = x.len().min(y.len());
    if first == n {
        return;
    }
    let mut i = n - N;
    loop {
        if let (Some(x), Some(y)) = (x.get(i..), y.get_mut(i..))
            && let (Some(x), Some(y)) = (x.first_chunk::<N>(), y.first_chunk_mut::<N>())
        {
            plain::activate(f, x, y);
        }
        if i <= first {
            return;
        }
        i = first + (i - first - 1) / N * N;
    }
}

/// A deep function from `first` on, of eight numbers or more, by blocks of eight. The last block comes
/// first, and overlaps the one before, which is then written whole.
///
/// The compiler unrolls a loop of a known, small length, and joins the unrolled numbers into vectors
/// only where a dozen operations follow each other at most; beyond, it computes them one by one. So it
/// is not told how long these loops are, and takes a vector at a time.
#[inline(always)]
fn in_vectors<F: Elementwise>(f: &F, first: usize, x: &[f32], y: &mut [MaybeUninit<f32>]) {
    let n = x.len().min(y.len());
    let whole = n / 8 * 8;
    if whole < n {
        let last = black_box(n - 8);
        if let (Some(x), Some(y)) = (x.get(last..), y.get_mut(last..)) {
            plain::activate(f, x, y);
        }
    }
    if let (Some(x), Some(y)) = (x.get(first..whole), y.get_mut(first..whole)) {
        plain::activate(f, x, y);
    }
}

/// Writes all of dx that x, y and dy have a number for.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn write_slopes<S: Simd, F: Elementwise>(
    f: &F,
    x: &[f32],
    y: &[f32],
    dy: &[f32],
    dx: &mut [MaybeUninit<f32>],
) {
    let n = dx.len().min(x.len()).min(y.len()).min(dy.len());
    for i in 0..n {
        // SAFETY: i < n. Of an iterator over four slices the compiler sometimes asks, too, whether the
        // address of the next number is 0, and then computes the last 32 of them one by one.
        unsafe {
            let slope = f.chain(*x.get_unchecked(i), *y.get_unchecked(i), *dy.get_unchecked(i));
            dx.get_unchecked_mut(i).write(slope);
        }
    }
}

/// Numbers of a tensor that no first-level cache holds. From there on each line is asked for before it
/// is needed, [`AHEAD`] numbers early: two to four streams that were just written elsewhere come from
/// the second level no faster than they are foreseen.
const FAR: usize = 1 << 14;
const AHEAD: usize = 256;
/// Numbers between two such questions: a few lines.
const STRIDE: usize = 64;

#[inline(always)]
unsafe fn step<S: Simd, R: Rule<f32, K>, const K: usize>(
    rule: &R,
    theta: &mut [f32],
    gradient: &[f32],
    memory: [&mut [f32]; K],
) {
    plain::update(rule, theta, gradient, memory);
}

#[inline(always)]
unsafe fn step_ahead<S: Simd, R: Rule<f32, K>, const K: usize>(
    rule: &R,
    theta: &mut [f32],
    gradient: &[f32],
    mut memory: [&mut [f32]; K],
) {
    let strides = theta.chunks_mut(STRIDE).zip(gradient.chunks(STRIDE));
    for (i, (theta, gradient)) in strides.enumerate() {
        ask_ahead(theta.as_ptr());
        ask_ahead(gradient.as_ptr());
        for memory in &memory {
            ask_ahead(memory.as_ptr().wrapping_add(i * STRIDE));
        }
        plain::update_from(i * STRIDE, rule, theta, gradient, &mut memory);
    }
}

/// Asks for the lines of a stride, [`AHEAD`] numbers behind its start.
#[inline(always)]
fn ask_ahead(start: *const f32) {
    for line in 0..STRIDE / 16 {
        prefetch(start.wrapping_add(AHEAD + 16 * line));
    }
}

/// Lanes as in the plain twin. Sizes are compared as whole numbers: the bits of |x| order as the numbers do,
/// with every NaN above infinity.
#[inline(always)]
unsafe fn measure<S: Simd>(theta: &[f32], gradient: &[f32], far: bool) -> Magnitudes<f32> {
    if far {
        measure_block::<true>(theta, gradient)
    } else {
        measure_block::<false>(theta, gradient)
    }
}

#[inline(always)]
fn measure_block<const FAR: bool>(theta: &[f32], gradient: &[f32]) -> Magnitudes<f32> {
    let mut squares = [0.0; LANES];
    let mut largest = [[0; LANES]; 2];
    let (theta, theta_end) = theta.as_chunks::<LANES>();
    let (gradient, gradient_end) = gradient.as_chunks::<LANES>();
    for (i, (theta, gradient)) in theta.iter().zip(gradient).enumerate() {
        if FAR && i % (STRIDE / LANES) == 0 {
            ask_ahead(theta.as_ptr());
            ask_ahead(gradient.as_ptr());
        }
        add(&mut squares, &mut largest, theta, gradient);
    }
    add(&mut squares, &mut largest, theta_end, gradient_end);
    let [gradient, theta] = &largest;
    Magnitudes {
        squares: sum::fold(&mut squares),
        gradient: largest_of(gradient),
        theta: largest_of(theta),
    }
}

/// Sixteen numbers of each, or fewer, to what their lanes have found so far: Σ g², and the bits of
/// max |g| and max |θ|.
#[inline(always)]
fn add(
    squares: &mut [f32; LANES],
    [of_gradient, of_theta]: &mut [[i32; LANES]; 2],
    theta: &[f32],
    gradient: &[f32],
) {
    let lanes = squares.iter_mut().zip(of_gradient).zip(of_theta);
    for (((square, of_gradient), of_theta), (&g, &theta)) in lanes.zip(gradient.iter().zip(theta)) {
        *square += g * g;
        *of_gradient = size(g).max(*of_gradient);
        *of_theta = size(theta).max(*of_theta);
    }
}

/// The bits of |x|, which a sign never makes negative.
#[inline(always)]
fn size(x: f32) -> i32 {
    x.abs().to_bits() as i32
}

/// The largest of the lanes' numbers, from their bits.
#[inline(always)]
fn largest_of(lanes: &[i32; LANES]) -> f32 {
    let mut largest = 0;
    for &lane in lanes {
        largest = lane.max(largest);
    }
    f32::from_bits(largest as u32)
}
