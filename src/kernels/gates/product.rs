//! The products of a cell's step: sums of N gates of H units, which lie among those of all gates.
//!
//! Order of each sum: its seed, then the products in the order of x. One sum each, whatever the shape: there
//! are gates enough to keep the machine busy, and so W·x may be added for many steps at once, before U·h.

#![allow(clippy::needless_range_loop, reason = "indices count registers and name offsets too")]

use crate::kernels::{column::offset, simd::Simd, stored::Stored, tile::Product};

/// z[b] ← seed[b] + W·x[b]. Rows of W are `ld` numbers apart; seeds are as far apart as is said beside them.
///
/// # Safety
/// The machine has the instructions S, the pointers reach as far as that says, and z has room for N·H·B numbers;
/// the seed is z itself, or overlaps it nowhere.
#[inline(always)]
pub(super) unsafe fn sums<
    S: Simd,
    W: Stored,
    const N: usize,
    const H: usize,
    const IN: usize,
    const B: usize,
>(
    weight: *const W,
    ld: usize,
    (seed, seed_n): (*const f32, usize),
    x: &[[f32; IN]; B],
    z: *mut f32,
) {
    // SAFETY: the caller's promise; the widths are checked here.
    unsafe {
        if const { B == 1 && N * H >= 4 } {
            column::<S, W, N, H, 1>(ld, seed, [(weight, x.as_ptr().cast(), IN)], z);
        } else if const { N * H >= 4 } {
            let product = Product {
                a: weight,
                a_k: ld,
                b: x.as_ptr().cast(),
                b_n: IN,
                b_k: 1,
                c: z,
                c_n: N * H,
                seed,
                seed_n,
                k: IN,
            };
            if const { N * H >= S::LANES } {
                product.run::<S, B, 1>(N * H);
            } else {
                product.run::<S::Half, B, 1>(N * H);
            }
        } else {
            for (b, x) in x.iter().enumerate() {
                for o in 0..N * H {
                    let mut sum = *seed.add(b * seed_n + o);
                    for (i, &x) in x.iter().enumerate() {
                        sum += (*weight.add(i * ld + o)).value() * x;
                    }
                    *z.add(b * N * H + o) = sum;
                }
            }
        }
    }
}

/// z ← seed + Σ Wₚ·xₚ, one column: each part is its weights, its inputs and how many they are.
///
/// # Safety
/// As for [`sums`], and there are four sums or more.
#[inline(always)]
pub(super) unsafe fn column<S: Simd, W: Stored, const N: usize, const H: usize, const P: usize>(
    ld: usize,
    seed: *const f32,
    parts: [(*const W, *const f32, usize); P],
    z: *mut f32,
) {
    // SAFETY: the caller's promise.
    unsafe {
        if const { N * H >= S::LANES } {
            blocks::<S, W, N, H, P>(ld, seed, parts, z);
        } else {
            blocks::<S::Half, W, N, H, P>(ld, seed, parts, z);
        }
    }
}

/// How the vectors are divided into blocks, as even as possible: (blocks, how many of them are the wider ones,
/// the width of those). The others have one vector less.
const fn divide(outputs: usize, lanes: usize) -> (usize, usize, usize) {
    // With the number of x and a product, as many as there are registers.
    let most = if lanes == 8 { 10 } else { 8 };
    let vectors = outputs.div_ceil(lanes);
    let count = if vectors == 0 { 1 } else { vectors.div_ceil(most) };
    match vectors % count {
        0 => (count, count, vectors / count),
        wider => (count, wider, vectors / count + 1),
    }
}

/// A block of vectors after the other, each in registers while all x pass by.
///
/// # Safety
/// As for [`column`], and N·H ≥ LANES.
#[inline(always)]
unsafe fn blocks<S: Simd, W: Stored, const N: usize, const H: usize, const P: usize>(
    ld: usize,
    seed: *const f32,
    parts: [(*const W, *const f32, usize); P],
    z: *mut f32,
) {
    let (count, wider, width) = const { divide(N * H, S::LANES) };
    // SAFETY: the blocks divide the vectors between them.
    unsafe {
        for block in 0..wider {
            block_at::<S, W, N, H, P, true>(block * width, ld, seed, parts, z);
        }
        if const { divide(N * H, S::LANES).0 > divide(N * H, S::LANES).1 } {
            for block in 0..count - wider {
                let v = wider * width + block * (width - 1);
                block_at::<S, W, N, H, P, false>(v, ld, seed, parts, z);
            }
        }
    }
}

/// The block that starts at vector v: picks the function for its width.
///
/// # Safety
/// As for [`blocks`].
#[inline(always)]
unsafe fn block_at<
    S: Simd,
    W: Stored,
    const N: usize,
    const H: usize,
    const P: usize,
    const WIDER: bool,
>(
    v: usize,
    ld: usize,
    seed: *const f32,
    mut parts: [(*const W, *const f32, usize); P],
    z: *mut f32,
) {
    let width = const { divide(N * H, S::LANES).2 - !WIDER as usize };
    // Where a vector would reach beyond the last sum, it starts earlier.
    let start = (v * S::LANES).min(N * H - S::LANES);
    let last = ((v + width - 1) * S::LANES).min(N * H - S::LANES) - start;
    // SAFETY: the caller's promise; the block covers sums start..start + last + LANES ≤ N·H.
    unsafe {
        for part in &mut parts {
            part.0 = part.0.add(start);
        }
        let (seed, z) = (seed.add(start), z.add(start));
        // One constant, so that not even a debug build compiles the widths that are not taken.
        match const { divide(N * H, S::LANES).2 - !WIDER as usize } {
            1 => block::<S, W, P, 1>(ld, seed, parts, z, last),
            2 => block::<S, W, P, 2>(ld, seed, parts, z, last),
            3 => block::<S, W, P, 3>(ld, seed, parts, z, last),
            4 => block::<S, W, P, 4>(ld, seed, parts, z, last),
            5 => block::<S, W, P, 5>(ld, seed, parts, z, last),
            6 => block::<S, W, P, 6>(ld, seed, parts, z, last),
            7 => block::<S, W, P, 7>(ld, seed, parts, z, last),
            8 => block::<S, W, P, 8>(ld, seed, parts, z, last),
            9 => block::<S, W, P, 9>(ld, seed, parts, z, last),
            _ => block::<S, W, P, 10>(ld, seed, parts, z, last),
        }
    }
}

/// A vectors of sums. Vector a starts at sum a·LANES of the block, the last one at `last`.
///
/// # Safety
/// The machine has the instructions S, and the pointers reach as far as that says.
#[cfg_attr(not(test), inline(always))]
unsafe fn block<S: Simd, W: Stored, const P: usize, const A: usize>(
    ld: usize,
    seed: *const f32,
    parts: [(*const W, *const f32, usize); P],
    z: *mut f32,
    last: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut sums = [S::splat(0.0); A];
        for a in 0..A {
            sums[a] = S::load(seed.add(offset::<S, A>(a, last)));
        }
        for (weight, x, n) in parts {
            for i in 0..n {
                let xi = S::splat(*x.add(i));
                for a in 0..A {
                    let w = W::load::<S>(weight.add(i * ld + offset::<S, A>(a, last)));
                    sums[a] = S::mul_add(w, xi, sums[a]);
                }
            }
        }
        // The overlapping one first: then whoever reads whole vectors from the start finds each in one store.
        S::store(z.add(last), sums[A - 1]);
        for a in 0..A - 1 {
            S::store(z.add(offset::<S, A>(a, last)), sums[a]);
        }
    }
}
