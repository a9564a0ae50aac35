//! The three products of a dense layer, by shape: which kernel computes what.
//!
//! | | wide | narrow: fewer than four in a row of the result |
//! |---|---|---|
//! | y, one sample | [`column`](super::column) | the same, padded; one output: a dot product |
//! | y, a batch | [`tile`](super::tile) | each sample as one |
//! | dW | [`tile`](super::tile) | one output: the tile, with x and dy exchanged; else plain |
//! | dX | [`tile`](super::tile) on strips of Wᵀ | plain |
//!
//! Order of the sums: those of [`plain`](super::plain), whose bits they all have.

use super::{
    column::column,
    instruction_set::kernel,
    instructions::{self, Instructions},
    plain::{self, partial_sums},
    simd::Simd,
    stored::Stored,
    tile::Product,
};
use core::{mem::MaybeUninit, ptr};

kernel! {
    /// Y = W·X + b
    output [W: Stored, const IN: usize, const OUT: usize, const B: usize] [W, IN, OUT, B]
    (
        weight: &[[W; OUT]; IN],
        bias: &[W; OUT],
        x: &[[f32; IN]; B],
        y: &mut MaybeUninit<[[f32; OUT]; B]>,
    ) = write_output
}

#[cfg(feature = "half")]
kernel! {
    /// Y = W·X + b, of numbers that F16C widens.
    output_f16 [W: Stored, const IN: usize, const OUT: usize, const B: usize] [W, IN, OUT, B]
    (
        weight: &[[W; OUT]; IN],
        bias: &[W; OUT],
        x: &[[f32; IN]; B],
        y: &mut MaybeUninit<[[f32; OUT]; B]>,
    ) = write_output, AVX2_F16C "f16c"
}

kernel! {
    /// dX = Wᵀ·dY
    input [const IN: usize, const OUT: usize, const B: usize] [IN, OUT, B]
    (weight: &[[f32; OUT]; IN], dy: &[[f32; OUT]; B], dx: &mut MaybeUninit<[[f32; IN]; B]>)
    = write_input
}

kernel! {
    /// dW ← dW + dY·Xᵀ and db ← db + dY·1; without dW and db, unless to `add` is asked for.
    parameters [const IN: usize, const OUT: usize, const B: usize] [IN, OUT, B]
    (
        x: &[[f32; IN]; B],
        dy: &[[f32; OUT]; B],
        dweight: &mut [[f32; OUT]; IN],
        dbias: &mut [f32; OUT],
        add: bool,
    ) = write_parameters
}

/// Y = W·X + b, with instructions that are known, or not. Writes all of y.
#[inline(always)]
pub(crate) fn dense<W: Stored, const IN: usize, const OUT: usize, const B: usize>(
    instructions: Instructions,
    weight: &[[W; OUT]; IN],
    bias: &[W; OUT],
    x: &[[f32; IN]; B],
    y: &mut MaybeUninit<[[f32; OUT]; B]>,
) {
    let little = const { B == 1 && IN * OUT <= instructions::WEIGHTS };
    output::inline(instructions, little, weight, bias, x, y);
}

/// Writes all of y.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn write_output<
    S: Simd,
    W: Stored,
    const IN: usize,
    const OUT: usize,
    const B: usize,
>(
    weight: &[[W; OUT]; IN],
    bias: &[W; OUT],
    x: &[[f32; IN]; B],
    y: &mut MaybeUninit<[[f32; OUT]; B]>,
) {
    let mut room = MaybeUninit::uninit();
    let bias = W::values(bias, &mut room);
    let y = y.as_mut_ptr().cast::<f32>();
    // SAFETY: the instructions are the caller's; y has B columns.
    unsafe {
        if const { B == 1 || OUT < S::Half::LANES } {
            for (b, x) in x.iter().enumerate() {
                column::<S, W, IN, OUT>(weight, bias, x, y.add(b * OUT));
            }
        } else if const { OUT >= S::LANES } {
            batch::<S, W, IN, OUT, B>(weight, bias, x, y);
        } else {
            batch::<S::Half, W, IN, OUT, B>(weight, bias, x, y);
        }
    }
}

/// A batch of at least a vector of outputs.
///
/// # Safety
/// The machine has the instructions S, OUT ≥ LANES, and y has room for OUT·B numbers.
#[inline(always)]
unsafe fn batch<S: Simd, W: Stored, const IN: usize, const OUT: usize, const B: usize>(
    weight: &[[W; OUT]; IN],
    bias: &[f32; OUT],
    x: &[[f32; IN]; B],
    y: *mut f32,
) {
    let product = Product {
        a: weight.as_ptr().cast::<W>(),
        a_k: OUT,
        b: x.as_ptr().cast(),
        b_n: IN,
        b_k: 1,
        c: y,
        c_n: OUT,
        seed: bias.as_ptr(),
        seed_n: 0,
        k: IN,
    };
    // SAFETY: the instructions are the caller's; OUT ≥ LANES; the strides are those of the arrays.
    unsafe {
        match const { partial_sums(IN, OUT) } {
            1 => product.run::<S, B, 1>(OUT),
            2 => product.run::<S, B, 2>(OUT),
            4 => product.run::<S, B, 4>(OUT),
            _ => product.run::<S, B, 8>(OUT),
        }
    }
}

/// Adds to dW and db, or sets them.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn write_parameters<
    S: Simd,
    const IN: usize,
    const OUT: usize,
    const B: usize,
>(
    x: &[[f32; IN]; B],
    dy: &[[f32; OUT]; B],
    dweight: &mut [[f32; OUT]; IN],
    dbias: &mut [f32; OUT],
    add: bool,
) {
    // SAFETY: the instructions are the caller's.
    if unsafe { tiles::<S, IN, OUT, B>(x, dy, dweight, add) } {
        if !add {
            dbias.fill(0.0);
        }
        add_bias(dy, dbias);
    } else if add {
        plain::dense_parameters(x, dy, dweight, dbias);
    } else {
        plain::dense_parameters_set(x, dy, dweight, dbias);
    }
}

#[inline(always)]
fn add_bias<const OUT: usize, const B: usize>(dy: &[[f32; OUT]; B], dbias: &mut [f32; OUT]) {
    for dy in dy {
        for (db, &dy) in dbias.iter_mut().zip(dy) {
            *db += dy;
        }
    }
}

/// dW by tiles, added to what is there or from 0; or nothing where tiles do not fit.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn tiles<S: Simd, const IN: usize, const OUT: usize, const B: usize>(
    x: &[[f32; IN]; B],
    dy: &[[f32; OUT]; B],
    dweight: &mut [[f32; OUT]; IN],
    add: bool,
) -> bool {
    let c = dweight.as_mut_ptr().cast();
    // SAFETY: the instructions are the caller's; `outer` is asked for no fewer than LANES columns.
    unsafe {
        if const { B == 1 } {
            // Each weight is read and written once, whatever the tile.
            return false;
        } else if const { OUT >= S::LANES } {
            outer::<S, IN, OUT, B>(x, dy, c, add);
        } else if const { OUT >= S::Half::LANES } {
            outer::<S::Half, IN, OUT, B>(x, dy, c, add);
        } else if const { OUT == 1 && IN >= S::LANES } {
            outer::<S, OUT, IN, B>(dy, x, c, add);
        } else {
            return false;
        }
    }
    true
}

/// C ← C + Σ over the samples of m·nᵀ, a row of C for each n; or the sum alone, unless to `add` is
/// asked for.
///
/// # Safety
/// The machine has the instructions S, M ≥ LANES, and C has M·N numbers.
#[inline(always)]
unsafe fn outer<S: Simd, const N: usize, const M: usize, const B: usize>(
    n: &[[f32; N]; B],
    m: &[[f32; M]; B],
    c: *mut f32,
    add: bool,
) {
    let product = Product {
        a: m.as_ptr().cast::<f32>(),
        a_k: M,
        b: n.as_ptr().cast(),
        b_n: 1,
        b_k: N,
        c,
        c_n: M,
        seed: if add { c.cast_const() } else { ptr::null() },
        seed_n: M,
        k: B,
    };
    // SAFETY: the caller's promise; the strides are those of the arrays.
    unsafe { product.run::<S, N, 1>(M) }
}

/// Inputs in a strip of dX.
pub(super) const STRIP: usize = 16;
/// Outputs in a block of a strip: a transposed block of a batch is 4 KiB of stack. One sample uses
/// each block once only, and is content with less.
pub(super) const DEPTH: usize = 64;
const DEPTH_OF_ONE: usize = 8;

/// Writes all of dx.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn write_input<S: Simd, const IN: usize, const OUT: usize, const B: usize>(
    weight: &[[f32; OUT]; IN],
    dy: &[[f32; OUT]; B],
    dx: &mut MaybeUninit<[[f32; IN]; B]>,
) {
    // SAFETY: the instructions are the caller's; `strips` is asked for no fewer than LANES inputs.
    unsafe {
        if const { IN >= S::LANES } {
            strips::<S, IN, OUT, B>(weight, dy, dx.as_mut_ptr().cast());
        } else if const { IN >= S::Half::LANES } {
            strips::<S::Half, IN, OUT, B>(weight, dy, dx.as_mut_ptr().cast());
        } else {
            plain::dense_input(weight, dy, dx.write([[0.0; IN]; B]));
        }
    }
}

/// Strips of inputs, each from a transposed copy of its weights. The last strip overlaps the one
/// before, whose results it computes again.
///
/// # Safety
/// The machine has the instructions S, IN ≥ LANES, and dx has room for IN·B numbers.
#[inline(always)]
unsafe fn strips<S: Simd, const IN: usize, const OUT: usize, const B: usize>(
    weight: &[[f32; OUT]; IN],
    dy: &[[f32; OUT]; B],
    dx: *mut f32,
) {
    let (weight, dy) = (weight.as_ptr().cast(), dy.as_ptr().cast());
    // SAFETY: the caller's promise.
    unsafe {
        if const { B == 1 } {
            by_blocks::<S, B, DEPTH_OF_ONE>(IN, OUT, weight, dy, dx);
        } else {
            by_blocks::<S, B, DEPTH>(IN, OUT, weight, dy, dx);
        }
    }
}

/// [`strips`] in blocks of D outputs; the sizes are constants where this is inlined.
///
/// # Safety
/// The machine has the instructions S; there are LANES inputs or more, the weights of every input lie one after
/// the other, dy has outputs·B numbers, and dx has room for inputs·B.
#[inline(always)]
pub(super) unsafe fn by_blocks<S: Simd, const B: usize, const D: usize>(
    inputs: usize,
    outputs: usize,
    weight: *const f32,
    dy: *const f32,
    dx: *mut f32,
) {
    let width = if inputs >= STRIP { STRIP } else { S::LANES };
    let mut transposed = [[0.0_f32; STRIP]; D];
    let mut next = 0;
    while next < inputs {
        let i = next.min(inputs - width);
        let mut o = 0;
        loop {
            let k = D.min(outputs - o);
            // SAFETY: the instructions are the caller's. The block has k ≤ D outputs and `width`
            // inputs, all of them in W, dY and dX.
            unsafe {
                // One output: W is its own transpose.
                let (a, a_k) = if outputs == 1 {
                    (weight.add(i), inputs)
                } else {
                    let from = weight.add(i * outputs + o);
                    transpose::<S, D>(from, outputs, &mut transposed, width, k);
                    (transposed.as_ptr().cast(), STRIP)
                };
                let c = dx.add(i);
                Product {
                    a,
                    a_k,
                    b: dy.add(o),
                    b_n: outputs,
                    b_k: 1,
                    c,
                    c_n: inputs,
                    seed: if o == 0 { ptr::null() } else { c.cast_const() },
                    seed_n: inputs,
                    k,
                }
                .run::<S, B, 1>(width);
            }
            o += k;
            if o >= outputs {
                break;
            }
        }
        next += width;
    }
}

/// Row o of `to` = number o of each of `width` columns of W, for k outputs.
///
/// # Safety
/// The machine has the instructions S; `width` is a multiple of LANES and at most STRIP; the columns have
/// k ≤ D numbers.
#[inline(always)]
pub(super) unsafe fn transpose<S: Simd, const D: usize>(
    from: *const f32,
    from_step: usize,
    to: &mut [[f32; STRIP]; D],
    width: usize,
    k: usize,
) {
    let to = to.as_mut_ptr().cast::<f32>();
    let mut i = 0;
    while i < width {
        // SAFETY: whole squares lie inside; the numbers that are left are copied one by one.
        unsafe {
            let from = from.add(i * from_step);
            let mut o = 0;
            while o + S::LANES <= k {
                S::transpose(from.add(o), from_step, to.add(o * STRIP + i), STRIP);
                o += S::LANES;
            }
            while o < k {
                for lane in 0..S::LANES {
                    *to.add(o * STRIP + i + lane) = *from.add(lane * from_step + o);
                }
                o += 1;
            }
        }
        i += S::LANES;
    }
}
