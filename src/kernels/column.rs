//! Batch one: y = W·x + b, a sum of scaled columns.
//!
//! A block of outputs is held in registers while the columns pass by, one broadcast input each.
//! The bound is one load a vector of weights. Narrow layers have U partial sums
//! ([`partial_sums`]), in registers of their own, so that up to eight additions are in flight; a
//! matrix that exceeds the first-level cache is streamed in the order of memory, [`PASS`] columns
//! at a time. The last vector of a block overlaps its neighbour where OUT is no multiple of the
//! lanes: both compute the same numbers.
//!
//! Order of the sums: that of [`plain::dense`](super::plain::dense).

#![allow(clippy::needless_range_loop, reason = "indices count registers and name offsets too")]

use super::{plain::partial_sums, simd::Simd, stored::Stored};
use crate::sum;

// Tests compile hundreds of shapes: there, functions that no shape is a parameter of are shared.

/// Columns in a pass over a matrix that exceeds the first-level cache, times the bytes of a weight.
const PASS: usize = 32;
/// The bytes of weights above which columns are streamed: the first-level cache of most machines,
/// less a little for the values.
const RESIDENT: usize = 28 << 10;

/// One column of Y, which may be uninitialised.
///
/// # Safety
/// The machine has the instructions S, and y has room for OUT numbers.
#[inline(always)]
pub(super) unsafe fn column<S: Simd, W: Stored, const IN: usize, const OUT: usize>(
    weight: &[[W; OUT]; IN],
    bias: &[f32; OUT],
    x: &[f32; IN],
    y: *mut f32,
) {
    // SAFETY: the instructions are the caller's; the widths are checked here.
    unsafe {
        if const { OUT == 0 } {
            // There is nothing to write.
        } else if const { OUT == 1 && partial_sums(IN, OUT) >= S::LANES } {
            *y = dot::<S, W, IN>(weight.as_ptr().cast(), bias[0], x);
        } else if const { OUT == 1 } {
            *y = dot::<S::Half, W, IN>(weight.as_ptr().cast(), bias[0], x);
        } else if const { OUT >= S::LANES } {
            blocks::<S, W, IN, OUT>(weight, bias, x, y);
        } else if const { 2 * OUT == S::LANES && OUT == S::Half::LANES && partial_sums(IN, OUT) == 8 }
        {
            two_columns::<S, W, IN, OUT>(weight, bias, x, y);
        } else if const { OUT >= S::Half::LANES } {
            blocks::<S::Half, W, IN, OUT>(weight, bias, x, y);
        } else {
            narrow::<S::Half, W, IN, OUT>(weight, bias, x, y);
        }
    }
}

/// How the vectors of outputs are divided into blocks of at most eight sums, as even as possible:
/// (blocks, how many of them are the wider ones, the width of those). The wider ones come first;
/// the others have one vector less.
const fn divide(inputs: usize, outputs: usize, lanes: usize) -> (usize, usize, usize) {
    let sums = partial_sums(inputs, outputs);
    if outputs == 0 {
        // No blocks; but the compiler looks at constants of calls that it drops, too.
        return (0, 0, 1);
    }
    let vectors = outputs.div_ceil(lanes);
    let count = vectors.div_ceil(if sums < 8 { 8 / sums } else { 1 });
    match vectors % count {
        0 => (count, count, vectors / count),
        wider => (count, wider, vectors / count + 1),
    }
}

/// At least one vector of outputs: blocks of them, and passes over the columns.
///
/// # Safety
/// The machine has the instructions S, OUT ≥ LANES, and y has room for OUT numbers.
#[inline(always)]
unsafe fn blocks<S: Simd, W: Stored, const IN: usize, const OUT: usize>(
    weight: &[[W; OUT]; IN],
    bias: &[f32; OUT],
    x: &[f32; IN],
    y: *mut f32,
) {
    let step = const { columns::<W>(IN, OUT) };
    let (weight, x, mut seed) = (weight.as_ptr().cast::<W>(), x.as_ptr(), bias.as_ptr());
    let mut i = 0;
    // SAFETY: the passes divide the columns between them. The first starts from the bias, also
    // where there are no columns at all, and the others from y.
    unsafe {
        while i + step <= IN {
            pass::<S, W, IN, OUT>(weight.add(i * OUT), seed, x.add(i), step, y);
            seed = y;
            i += step;
        }
        if const { IN == 0 || !IN.is_multiple_of(columns::<W>(IN, OUT)) } {
            pass::<S, W, IN, OUT>(weight.add(i * OUT), seed, x.add(i), IN - i, y);
        }
    }
}

/// The columns of a pass; at least one.
const fn columns<W>(inputs: usize, outputs: usize) -> usize {
    let exceeds = inputs * outputs * size_of::<W>() > RESIDENT;
    match inputs {
        0 => 1,
        _ if exceeds && partial_sums(inputs, outputs) == 1 => PASS / size_of::<W>(),
        _ => inputs,
    }
}

/// All outputs, n columns: y = seed + Σ wᵢ·xᵢ.
///
/// # Safety
/// The machine has the instructions S, OUT ≥ LANES, and the pointers reach as far as the layer and n say.
#[inline(always)]
unsafe fn pass<S: Simd, W: Stored, const IN: usize, const OUT: usize>(
    weight: *const W,
    seed: *const f32,
    x: *const f32,
    n: usize,
    y: *mut f32,
) {
    let (count, wider, width) = const { divide(IN, OUT, S::LANES) };
    // SAFETY: the blocks divide the vectors between them.
    unsafe {
        for block in 0..wider {
            block_at::<S, W, IN, OUT, true>(block * width, weight, seed, x, n, y);
        }
        if const { divide(IN, OUT, S::LANES).0 > divide(IN, OUT, S::LANES).1 } {
            for block in 0..count - wider {
                let v = wider * width + block * (width - 1);
                block_at::<S, W, IN, OUT, false>(v, weight, seed, x, n, y);
            }
        }
    }
}

/// The output that vector v starts at: where it would reach beyond the last one, an earlier one.
#[inline(always)]
fn start<S: Simd, const OUT: usize>(v: usize) -> usize {
    (v * S::LANES).min(OUT - S::LANES)
}

/// The block that starts at vector v: picks the function for its width.
///
/// # Safety
/// The machine has the instructions S, and the pointers reach as far as the layer and n say.
#[inline(always)]
unsafe fn block_at<S: Simd, W: Stored, const IN: usize, const OUT: usize, const WIDER: bool>(
    v: usize,
    weight: *const W,
    seed: *const f32,
    x: *const f32,
    n: usize,
    y: *mut f32,
) {
    let width = const { divide(IN, OUT, S::LANES).2 - !WIDER as usize };
    let o = start::<S, OUT>(v);
    let last = start::<S, OUT>(v + width - 1) - o;
    // SAFETY: the caller's promise; the block covers outputs o..o + last + LANES ≤ OUT.
    unsafe {
        let (w, seed, y) = (weight.add(o), seed.add(o), y.add(o));
        if const { W::PAIRS && partial_sums(IN, OUT) == 1 && OUT.is_multiple_of(S::LANES) } {
            match const { divide(IN, OUT, S::LANES).2 - !WIDER as usize } {
                2 => return pairs::<S, W, 1>(w, OUT, seed, x, n, y),
                4 => return pairs::<S, W, 2>(w, OUT, seed, x, n, y),
                6 => return pairs::<S, W, 3>(w, OUT, seed, x, n, y),
                8 => return pairs::<S, W, 4>(w, OUT, seed, x, n, y),
                _ => {}
            }
        }
        // One constant, so that not even a debug build compiles the widths that are not taken.
        match const { 10 * partial_sums(IN, OUT) + divide(IN, OUT, S::LANES).2 - !WIDER as usize } {
            11 => block::<S, W, 1, 1>(w, OUT, seed, x, n, y, last),
            12 => block::<S, W, 2, 1>(w, OUT, seed, x, n, y, last),
            13 => block::<S, W, 3, 1>(w, OUT, seed, x, n, y, last),
            14 => block::<S, W, 4, 1>(w, OUT, seed, x, n, y, last),
            15 => block::<S, W, 5, 1>(w, OUT, seed, x, n, y, last),
            16 => block::<S, W, 6, 1>(w, OUT, seed, x, n, y, last),
            17 => block::<S, W, 7, 1>(w, OUT, seed, x, n, y, last),
            18 => block::<S, W, 8, 1>(w, OUT, seed, x, n, y, last),
            21 => block::<S, W, 1, 2>(w, OUT, seed, x, n, y, last),
            22 => block::<S, W, 2, 2>(w, OUT, seed, x, n, y, last),
            23 => block::<S, W, 3, 2>(w, OUT, seed, x, n, y, last),
            24 => block::<S, W, 4, 2>(w, OUT, seed, x, n, y, last),
            41 => block::<S, W, 1, 4>(w, OUT, seed, x, n, y, last),
            42 => block::<S, W, 2, 4>(w, OUT, seed, x, n, y, last),
            _ => block::<S, W, 1, 8>(w, OUT, seed, x, n, y, last),
        }
    }
}

/// Where vector a of A starts in its block; the last one at `last`.
#[inline(always)]
pub(super) fn offset<S: Simd, const A: usize>(a: usize, last: usize) -> usize {
    if a + 1 == A { last } else { a * S::LANES }
}

/// A vectors of outputs with U partial sums: y = seed + Σ wᵢ·xᵢ over n columns. Vector a starts at
/// output a·LANES of the block, the last one at `last`.
///
/// # Safety
/// The machine has the instructions S, and the pointers reach as far as that says.
#[cfg_attr(not(test), inline(always))]
unsafe fn block<S: Simd, W: Stored, const A: usize, const U: usize>(
    weight: *const W,
    ld: usize,
    seed: *const f32,
    x: *const f32,
    n: usize,
    y: *mut f32,
    last: usize,
) {
    // SAFETY: the caller's promise; i + u < n.
    unsafe {
        let mut sums = [[S::splat(0.0); A]; U];
        for a in 0..A {
            sums[0][a] = S::load(seed.add(offset::<S, A>(a, last)));
        }
        let mut i = 0;
        while i + U <= n {
            for u in 0..U {
                let xi = S::splat(*x.add(i + u));
                for a in 0..A {
                    let w = W::load::<S>(weight.add((i + u) * ld + offset::<S, A>(a, last)));
                    sums[u][a] = S::mul_add(w, xi, sums[u][a]);
                }
            }
            i += U;
        }
        for u in 0..U - 1 {
            if i + u < n {
                let xi = S::splat(*x.add(i + u));
                for a in 0..A {
                    let w = W::load::<S>(weight.add((i + u) * ld + offset::<S, A>(a, last)));
                    sums[u][a] = S::mul_add(w, xi, sums[u][a]);
                }
            }
        }
        let y_of = fold::<S, A, U>(&mut sums);
        // The overlapping one first: then whoever reads whole vectors from the start finds each in
        // one store.
        S::store(y.add(last), y_of[A - 1]);
        for a in 0..A - 1 {
            S::store(y.add(offset::<S, A>(a, last)), y_of[a]);
        }
    }
}

/// 2·P vectors of outputs, as [`block`] with one sum each: of two vectors of weights, one holds the
/// numbers at even places, the other those at odd places, and outputs are put in order at the end.
///
/// # Safety
/// The machine has the instructions S, and the pointers reach as far as that says.
#[cfg_attr(not(test), inline(always))]
unsafe fn pairs<S: Simd, W: Stored, const P: usize>(
    weight: *const W,
    ld: usize,
    seed: *const f32,
    x: *const f32,
    n: usize,
    y: *mut f32,
) {
    // SAFETY: the caller's promise; i < n.
    unsafe {
        let mut sums = [[S::splat(0.0); 2]; P];
        for p in 0..P {
            let seed = seed.add(2 * p * S::LANES);
            sums[p] = S::part([S::load(seed), S::load(seed.add(S::LANES))]);
        }
        for i in 0..n {
            let xi = S::splat(*x.add(i));
            for p in 0..P {
                let [even, odd] = W::load_parted::<S>(weight.add(i * ld + 2 * p * S::LANES));
                sums[p] = [S::mul_add(even, xi, sums[p][0]), S::mul_add(odd, xi, sums[p][1])];
            }
        }
        for p in 0..P {
            let y = y.add(2 * p * S::LANES);
            let [first, second] = S::join(sums[p]);
            S::store(y, first);
            S::store(y.add(S::LANES), second);
        }
    }
}

/// [`plain::fold`](super::plain::fold) of vectors.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn fold<S: Simd, const A: usize, const U: usize>(
    sums: &mut [[S::V; A]; U],
) -> [S::V; A] {
    let mut half = U / 2;
    while half > 0 {
        for u in 0..half {
            for a in 0..A {
                // SAFETY: the instructions are the caller's.
                sums[u][a] = unsafe { S::add(sums[u][a], sums[u + half][a]) };
            }
        }
        half /= 2;
    }
    sums[0]
}

/// Half a vector of outputs: two columns lie in a vector, one behind the other, and the eight partial
/// sums are four vectors. The halves of a vector are two sums that are next to each other, so that
/// their own addition is the last.
///
/// # Safety
/// The machine has the instructions S, LANES = 2·OUT, the layer has eight partial sums, and y has room for OUT
/// numbers.
#[cfg_attr(not(test), inline(always))]
unsafe fn two_columns<S: Simd, W: Stored, const IN: usize, const OUT: usize>(
    weight: &[[W; OUT]; IN],
    bias: &[f32; OUT],
    x: &[f32; IN],
    y: *mut f32,
) {
    let (weight, x) = (weight.as_ptr().cast::<W>(), x.as_ptr());
    // SAFETY: the instructions are the caller's; the columns i and, where two are read, i + 1 are below IN.
    unsafe {
        let mut sums = [[S::splat(0.0)]; 4];
        sums[0][0] = S::lower(S::Half::load(bias.as_ptr()));
        let halves = S::halves();
        let whole = const { IN / 8 * 8 };
        let mut i = 0;
        while i < whole {
            for (pair, sum) in sums.iter_mut().enumerate() {
                let i = i + 2 * pair;
                add_two::<S, W>(sum, weight.add(i * OUT), x.add(i), halves);
            }
            i += 8;
        }
        for (pair, sum) in sums.iter_mut().enumerate() {
            let i = whole + 2 * pair;
            if i + 1 < IN {
                add_two::<S, W>(sum, weight.add(i * OUT), x.add(i), halves);
            } else if i < IN {
                // One column: nothing is added to the sum beside it, which is never −0.
                let w = S::lower(W::load::<S::Half>(weight.add(i * OUT)));
                sum[0] = S::mul_add(w, S::splat(*x.add(i)), sum[0]);
            }
        }
        let [sum] = fold::<S, 1, 4>(&mut sums);
        S::Half::store(y, S::add_halves(sum));
    }
}

/// Adds two columns to a sum, one in each half of it.
///
/// # Safety
/// The machine has the instructions S, and LANES weights and two inputs can be read.
#[inline(always)]
unsafe fn add_two<S: Simd, W: Stored>(
    sum: &mut [S::V; 1],
    weight: *const W,
    x: *const f32,
    halves: S::V,
) {
    // SAFETY: the caller's promise.
    unsafe { sum[0] = S::mul_add(W::load::<S>(weight), S::splat_two(x, halves), sum[0]) };
}

/// Two or three outputs in four lanes: a vector reads on into the next column, and what it finds
/// there is dropped. The last column has no next one, so it is padded.
///
/// # Safety
/// The machine has the instructions S, 1 < OUT < LANES = 4, and y has room for OUT numbers.
#[cfg_attr(not(test), inline(always))]
unsafe fn narrow<S: Simd, W: Stored, const IN: usize, const OUT: usize>(
    weight: &[[W; OUT]; IN],
    bias: &[f32; OUT],
    x: &[f32; IN],
    y: *mut f32,
) {
    let Some((last, _)) = weight.split_last() else {
        // SAFETY: y has room for OUT numbers.
        return unsafe { y.cast::<[f32; OUT]>().write(*bias) };
    };
    let count = partial_sums(IN, OUT);
    // SAFETY: the instructions are the caller's. Column i < IN − 1 has OUT ≥ 2 numbers of its own and at
    // least OUT more behind it.
    unsafe {
        let mut sums = [[S::splat(0.0)]; 8];
        sums[0][0] = S::load(padded(bias).as_ptr());
        let mut i = 0;
        if count == 8 {
            while i + 8 < IN {
                for u in 0..8 {
                    add_one::<S, W>(&mut sums[u], weight.as_ptr().add(i + u).cast(), x[i + u]);
                }
                i += 8;
            }
        }
        for u in 0..8 {
            // Fewer than eight partial sums mean fewer than eight inputs, in turn.
            if i + u + 1 < IN {
                add_one::<S, W>(&mut sums[u % count], weight.as_ptr().add(i + u).cast(), x[i + u]);
            }
        }
        let sum = &mut sums[(IN - 1) % count][0];
        *sum = S::mul_add(S::load(padded(&last.map(W::value)).as_ptr()), S::splat(x[IN - 1]), *sum);
        // The unused ones of the eight are 0, which changes nothing: no sum but number 0 can be −0.
        let mut half = count / 2;
        while half > 0 {
            for u in 0..half {
                sums[u][0] = S::add(sums[u][0], sums[u + half][0]);
            }
            half /= 2;
        }
        let mut lanes = [0.0; 4];
        S::store(lanes.as_mut_ptr(), sums[0][0]);
        y.copy_from_nonoverlapping(lanes.as_ptr(), OUT);
    }
}

/// Adds a column to a sum.
///
/// # Safety
/// The machine has the instructions S, and LANES weights can be read.
#[inline(always)]
unsafe fn add_one<S: Simd, W: Stored>(sum: &mut [S::V; 1], weight: *const W, x: f32) {
    // SAFETY: the caller's promise.
    unsafe { sum[0] = S::mul_add(W::load::<S>(weight), S::splat(x), sum[0]) };
}

/// A column of fewer than four numbers, and zeros behind it.
#[inline(always)]
fn padded<const OUT: usize>(column: &[f32; OUT]) -> [f32; 4] {
    let mut lanes = [0.0; 4];
    lanes[..OUT].copy_from_slice(column);
    lanes
}

/// bias + w·x, where the lanes of up to 32 / LANES vectors are the partial sums. Short or ragged
/// ends are padded with zeros: a partial sum is never −0 unless it is number 0 and full, so adding
/// 0·0 changes no bit.
///
/// # Safety
/// The machine has the instructions S, and `weight` has IN numbers.
#[cfg_attr(not(test), inline(always))]
pub(super) unsafe fn dot<S: Simd, W: Stored, const IN: usize>(
    weight: *const W,
    bias: f32,
    x: &[f32; IN],
) -> f32 {
    let count = const { partial_sums(IN, 1) };
    if count < S::LANES {
        let mut sums = [0.0; 8];
        sums[0] = bias;
        for (i, &x) in x.iter().enumerate() {
            // SAFETY: i < IN.
            sums[i % count] += unsafe { *weight.add(i) }.value() * x;
        }
        return sum::fold(&mut sums[..count]);
    }
    let vectors = count / S::LANES;
    let x = x.as_ptr();
    // SAFETY: i + (v + 1)·LANES ≤ IN where vectors are read from the arguments; `ends` has room
    // for the rest, which is shorter than `count`.
    unsafe {
        let mut sums = [[S::splat(0.0)]; 8];
        sums[0][0] = S::first(bias);
        let mut i = 0;
        while i + count <= IN {
            for v in 0..vectors {
                let at = i + v * S::LANES;
                sums[v][0] =
                    S::mul_add(W::load::<S>(weight.add(at)), S::load(x.add(at)), sums[v][0]);
            }
            i += count;
        }
        if !IN.is_multiple_of(count) {
            let mut ends = [[0.0_f32; 32]; 2];
            for k in 0..IN % count {
                ends[0][k] = (*weight.add(i + k)).value();
            }
            x.add(i).copy_to_nonoverlapping(ends[1].as_mut_ptr(), IN % count);
            for v in 0..(IN % count).div_ceil(S::LANES) {
                let w = S::load(ends[0].as_ptr().add(v * S::LANES));
                let x = S::load(ends[1].as_ptr().add(v * S::LANES));
                sums[v][0] = S::mul_add(w, x, sums[v][0]);
            }
        }
        let mut half = vectors / 2;
        while half > 0 {
            for v in 0..half {
                sums[v][0] = S::add(sums[v][0], sums[v + half][0]);
            }
            half /= 2;
        }
        S::sum(sums[0][0])
    }
}
