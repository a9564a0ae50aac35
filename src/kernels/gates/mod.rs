//! Recurrent cells: a step makes a state of the one before and of x.
//!
//! ```text
//! z = W·x + b + U·h      a sum for each gate and unit
//! ```
//! What a cell makes of its sums is its [`Recurrence`], in a file of its own. [`steps`] goes through a sequence,
//! [`gradient`] back; both are written once, for any [`Engine`](engine::Engine): with plain loops that is what
//! is computed, and with vectors the same bits faster.
//!
//! Order of each sum: the bias, W·x in the order of x, U·h in that of h; so W·x may be computed for many steps at
//! once, and a stream has the bits of a sequence, however it is cut.

mod engine;
mod gradient;
mod long_short_term;
mod product;
mod recurrence;
mod steps;

pub(crate) use gradient::Pass;
pub(crate) use long_short_term::LongShortTerm;
pub use recurrence::Kept;
pub(crate) use recurrence::{Cell, Recurrence};

use super::{
    dispatch::by_number,
    instruction_set::kernel,
    instructions::{self, Instructions},
    simd::Simd,
    stored::Stored,
};
use crate::Scalar;
use core::mem::MaybeUninit;
use engine::{Plain, Vectors};

kernel! {
    /// One step.
    one [
        R: Recurrence<G, M, E>, W: Stored,
        const G: usize, const M: usize, const E: usize, const IN: usize, const H: usize, const B: usize
    ] [R, W, G, M, E, IN, H, B]
    (
        cell: &Cell<'_, W, G, IN, H>,
        x: &[[f32; IN]; B],
        h: &mut [[f32; H]; B],
        memory: &mut [&mut [[f32; H]; B]; M],
    ) = one_with
}

kernel! {
    /// Many steps.
    many [
        R: Recurrence<G, M, E>, W: Stored,
        const G: usize, const M: usize, const E: usize, const IN: usize, const H: usize, const B: usize
    ] [R, W, G, M, E, IN, H, B]
    (
        cell: &Cell<'_, W, G, IN, H>,
        x: &[[f32; IN]],
        h: &mut [[f32; H]; B],
        memory: &mut [&mut [[f32; H]; B]; M],
        y: &mut [MaybeUninit<[f32; H]>],
        kept: &mut [MaybeUninit<Kept<f32, G, E, H>>],
    ) = many_with
}

kernel! {
    /// The way back.
    backwards [
        R: Recurrence<G, M, E>,
        const G: usize, const M: usize, const E: usize, const H: usize, const B: usize
    ] [R, G, M, E, H, B]
    (
        pass: &Pass<'_, f32, G, M, E, H, B>,
        dz: &mut [[[f32; H]; G]],
        du: &mut [[[f32; H]; G]],
    ) = backwards_with
}

kernel! {
    /// dW ← dW + dz·xᵀ
    weights [const G: usize, const H: usize, const IN: usize] [G, H, IN]
    (dz: &[[[f32; H]; G]], x: &[[f32; IN]], dweight: &mut [[[f32; H]; G]; IN])
    = weights_with
}

kernel! {
    /// dx ← Wᵀ·dz
    inputs [const G: usize, const H: usize, const IN: usize] [G, H, IN]
    (weight: &[[[f32; H]; G]; IN], dz: &[[[f32; H]; G]], dx: &mut [MaybeUninit<[f32; IN]>])
    = inputs_with
}

use gradient::{inputs_with, weights_with};

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn one_with<
    S: Simd,
    R: Recurrence<G, M, E>,
    W: Stored,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
>(
    cell: &Cell<'_, W, G, IN, H>,
    x: &[[f32; IN]; B],
    h: &mut [[f32; H]; B],
    memory: &mut [&mut [[f32; H]; B]; M],
) {
    // SAFETY: the caller's promise.
    let vectors = unsafe { Vectors::<S>::new() };
    R::from_input(vectors, cell, x, h, memory);
}

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn many_with<
    S: Simd,
    R: Recurrence<G, M, E>,
    W: Stored,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
>(
    cell: &Cell<'_, W, G, IN, H>,
    x: &[[f32; IN]],
    h: &mut [[f32; H]; B],
    memory: &mut [&mut [[f32; H]; B]; M],
    y: &mut [MaybeUninit<[f32; H]>],
    kept: &mut [MaybeUninit<Kept<f32, G, E, H>>],
) {
    // SAFETY: the caller's promise.
    let vectors = unsafe { Vectors::<S>::new() };
    steps::steps::<R, _, f32, W, G, M, E, IN, H, B>(vectors, cell, x, h, memory, y, kept);
}

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn backwards_with<
    S: Simd,
    R: Recurrence<G, M, E>,
    const G: usize,
    const M: usize,
    const E: usize,
    const H: usize,
    const B: usize,
>(
    pass: &Pass<'_, f32, G, M, E, H, B>,
    dz: &mut [[[f32; H]; G]],
    du: &mut [[[f32; H]; G]],
) {
    gradient::back::<R, f32, G, M, E, H, B>(pass, dz, du);
}

/// One step, B columns.
#[inline(always)]
pub(crate) fn step<
    R: Recurrence<G, M, E>,
    T: Scalar,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
>(
    instructions: Instructions,
    cell: &Cell<'_, T, G, IN, H>,
    x: &[[T; IN]; B],
    h: &mut [[T; H]; B],
    memory: &mut [&mut [[T; H]; B]; M],
) {
    by_number! { T:
        f32 => {
            // SAFETY: f32 and T are one type.
            let (cell, x, h, memory) = unsafe { f32.identical((cell, x, h, memory)) };
            step_of_single::<R, f32, G, M, E, IN, H, B>(instructions, cell, x, h, memory);
        },
        _ => R::from_input(Plain, cell, x, h, memory)
    }
}

/// The same of `f32`s, with weights of any kind.
#[inline(always)]
pub(crate) fn step_of_single<
    R: Recurrence<G, M, E>,
    W: Stored,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
>(
    instructions: Instructions,
    cell: &Cell<'_, W, G, IN, H>,
    x: &[[f32; IN]; B],
    h: &mut [[f32; H]; B],
    memory: &mut [&mut [[f32; H]; B]; M],
) {
    let little = const { B == 1 && (IN + H) * G * H <= instructions::WEIGHTS };
    one::inline::<R, W, G, M, E, IN, H, B>(instructions, little, cell, x, h, memory);
}

/// All steps of x: h behind each is written to y, what it leaves to `kept`, if there is room for that.
#[inline(always)]
pub(crate) fn sequence<
    R: Recurrence<G, M, E>,
    T: Scalar,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
>(
    cell: &Cell<'_, T, G, IN, H>,
    x: &[[T; IN]],
    h: &mut [[T; H]; B],
    memory: &mut [&mut [[T; H]; B]; M],
    y: &mut [MaybeUninit<[T; H]>],
    kept: &mut [MaybeUninit<Kept<T, G, E, H>>],
) {
    by_number! { T:
        f32 => {
            // SAFETY: f32 and T are one type.
            let (cell, x, h, memory, y, kept) =
                unsafe { f32.identical((cell, x, h, memory, y, kept)) };
            many::dispatch::<R, f32, G, M, E, IN, H, B>(cell, x, h, memory, y, kept);
        },
        _ => steps::steps::<R, _, T, T, G, M, E, IN, H, B>(Plain, cell, x, h, memory, y, kept)
    }
}

/// The way back through all steps: the gradients by z and, where there is room for them, by U·h.
#[inline(always)]
pub(crate) fn back<
    R: Recurrence<G, M, E>,
    T: Scalar,
    const G: usize,
    const M: usize,
    const E: usize,
    const H: usize,
    const B: usize,
>(
    pass: &Pass<'_, T, G, M, E, H, B>,
    dz: &mut [[[T; H]; G]],
    du: &mut [[[T; H]; G]],
) {
    by_number! { T:
        f32 => {
            // SAFETY: f32 and T are one type.
            let (pass, dz, du) = unsafe { f32.identical((pass, dz, du)) };
            backwards::dispatch::<R, G, M, E, H, B>(pass, dz, du);
        },
        _ => gradient::back::<R, T, G, M, E, H, B>(pass, dz, du)
    }
}

/// dW ← dW + dz·xᵀ
#[inline(always)]
pub(crate) fn add_weights<T: Scalar, const G: usize, const H: usize, const IN: usize>(
    dz: &[[[T; H]; G]],
    x: &[[T; IN]],
    dweight: &mut [[[T; H]; G]; IN],
) {
    by_number! { T:
        f32 => {
            // SAFETY: f32 and T are one type.
            let (dz, x, dweight) = unsafe { f32.identical((dz, x, dweight)) };
            weights::dispatch::<G, H, IN>(dz, x, dweight);
        },
        _ => gradient::weights(dz, x, dweight)
    }
}

/// db ← db + dz·1
#[inline(always)]
pub(crate) fn add_bias<T: Scalar, const G: usize, const H: usize>(
    dz: &[[[T; H]; G]],
    dbias: &mut [[T; H]; G],
) {
    gradient::bias(dz, dbias);
}

/// dx ← Wᵀ·dz, written for all of dx that there is a dz for.
#[inline(always)]
pub(crate) fn write_inputs<T: Scalar, const G: usize, const H: usize, const IN: usize>(
    weight: &[[[T; H]; G]; IN],
    dz: &[[[T; H]; G]],
    dx: &mut [MaybeUninit<[T; IN]>],
) {
    by_number! { T:
        f32 => {
            // SAFETY: f32 and T are one type.
            let (weight, dz, dx) = unsafe { f32.identical((weight, dz, dx)) };
            inputs::dispatch::<G, H, IN>(weight, dz, dx);
        },
        _ => gradient::inputs(weight, dz, dx)
    }
}
