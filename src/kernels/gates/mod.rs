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

mod dispatch;
mod engine;
mod gated_unit;
mod gradient;
mod long_short_term;
mod product;
mod recurrence;
mod simple;
mod steps;
#[cfg(all(test, feature = "std"))]
mod tests;

pub(crate) use dispatch::{add_bias, add_hidden, add_weights, back, input, keep, sequence, step};
pub use gated_unit::{ResetAfter, ResetBefore};
pub(crate) use gradient::Pass;
pub(crate) use long_short_term::LongShortTerm;
pub(crate) use recurrence::Cell;
pub use recurrence::{Kept, Recurrence};
pub(crate) use simple::Simple;

use super::{instruction_set::kernel, simd::Simd, stored::Stored};
use core::mem::MaybeUninit;
use engine::Vectors;
use gradient::{inputs_with, weights_with};

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
    /// dU ← dU + du·hᵀ, where the last gate is given what is kept.
    hidden_of_kept [const G: usize, const M: usize, const E: usize, const H: usize, const B: usize]
    [G, M, E, H, B]
    (pass: &Pass<'_, f32, G, M, E, H, B>, du: &[[[f32; H]; G]], dweight: &mut [[[f32; H]; G]; H])
    = hidden_of_kept_with
}

kernel! {
    /// dx ← Wᵀ·dz
    inputs [const G: usize, const H: usize, const IN: usize] [G, H, IN]
    (weight: &[[[f32; H]; G]; IN], dz: &[[[f32; H]; G]], dx: &mut [MaybeUninit<[f32; IN]>])
    = inputs_with
}

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

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn hidden_of_kept_with<
    S: Simd,
    const G: usize,
    const M: usize,
    const E: usize,
    const H: usize,
    const B: usize,
>(
    pass: &Pass<'_, f32, G, M, E, H, B>,
    du: &[[[f32; H]; G]],
    dweight: &mut [[[f32; H]; G]; H],
) {
    gradient::last_of_kept(pass, du, dweight);
}
