//! Which loops a type of number takes: the kernels, if it is `f32`, else the plain ones.

use super::{
    engine::Plain,
    gradient::{self, Pass},
    recurrence::{Cell, Kept, Recurrence},
    steps,
    vectorized::{backwards, hidden_of_kept, inputs, many, one, weights},
};
use crate::{
    Columns, Scalar,
    kernels::{
        dispatch::by_number,
        instructions::{self, Instructions},
    },
    values::column_room,
};
use core::{mem::MaybeUninit, slice};

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
            let little = const { B == 1 && (IN + H) * G * H <= instructions::WEIGHTS };
            one::inline::<R, f32, G, M, E, IN, H, B>(instructions, little, cell, x, h, memory);
        },
        _ => R::from_input(Plain, cell, x, h, memory)
    }
}

/// All steps of x, B columns each: h behind each of them.
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
    X: Columns<IN, Number = T>,
>(
    cell: &Cell<'_, T, G, IN, H>,
    x: &X,
    h: &mut [[T; H]; B],
    memory: &mut [&mut [[T; H]; B]; M],
) -> X::With<H> {
    let mut y = MaybeUninit::uninit();
    let room = column_room::<H, X::With<H>>(&mut y);
    run::<R, T, G, M, E, IN, H, B>(cell, x.columns(), h, memory, room, &mut []);
    // SAFETY: y has a column for each of x, and all are written.
    unsafe { y.assume_init() }
}

/// What was before the first of L steps, and what each of B columns of them leaves.
type KeptBehind<
    First,
    T,
    const G: usize,
    const E: usize,
    const H: usize,
    const B: usize,
    const L: usize,
> = (First, [[Kept<T, G, E, H>; B]; L]);

/// The same, and behind `first`, which is passed on, what each step leaves: all in the one value that is given back,
/// since a copy of what is left takes as long as a sixth of a training step.
#[inline(always)]
pub(crate) fn keep<
    R: Recurrence<G, M, E>,
    T: Scalar,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
    const L: usize,
    X: Columns<IN, Number = T>,
    First: Copy,
>(
    cell: &Cell<'_, T, G, IN, H>,
    x: &X,
    first: First,
    h: &mut [[T; H]; B],
    memory: &mut [&mut [[T; H]; B]; M],
) -> (X::With<H>, KeptBehind<First, T, G, E, H, B, L>) {
    const { assert!(X::COUNT == B * L) };
    let mut all = MaybeUninit::<(X::With<H>, KeptBehind<First, T, G, E, H, B, L>)>::uninit();
    let all_at = all.as_mut_ptr();
    // SAFETY: places in `all`, which may be uninitialised; B·L of `Kept`.
    let (y, kept) = unsafe {
        (&raw mut (*all_at).1.0).write(first);
        let y = &mut *(&raw mut (*all_at).0).cast::<MaybeUninit<X::With<H>>>();
        (y, slice::from_raw_parts_mut((&raw mut (*all_at).1.1).cast(), B * L))
    };
    let room = column_room::<H, X::With<H>>(y);
    run::<R, T, G, M, E, IN, H, B>(cell, x.columns(), h, memory, room, kept);
    // SAFETY: x has B·L columns, for each of which all is written.
    unsafe { *all.as_ptr() }
}

/// All steps of x, B columns each: h behind each is written to y, what it leaves to `kept`, if there is room
/// for that.
#[inline(always)]
fn run<
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

/// dU ← dU + du·hᵀ, with the h before each step.
#[inline(always)]
pub(crate) fn add_hidden<
    R: Recurrence<G, M, E>,
    T: Scalar,
    const G: usize,
    const M: usize,
    const E: usize,
    const H: usize,
    const B: usize,
>(
    pass: &Pass<'_, T, G, M, E, H, B>,
    du: &[[[T; H]; G]],
    dweight: &mut [[[T; H]; G]; H],
) {
    if const { R::LAST_OF_KEPT } {
        return by_number! { T:
            f32 => {
                // SAFETY: f32 and T are one type.
                let (pass, du, dweight) = unsafe { f32.identical((pass, du, dweight)) };
                hidden_of_kept::dispatch::<G, M, E, H, B>(pass, du, dweight);
            },
            _ => gradient::last_of_kept(pass, du, dweight)
        };
    }
    // A sequence of no steps has no first one.
    let Some((first, later)) = du.split_at_checked(B) else { return };
    add_weights(first, pass.h, dweight);
    add_weights(later, pass.y, dweight);
}

/// db ← db + dz·1
#[inline(always)]
pub(crate) fn add_bias<T: Scalar, const G: usize, const H: usize>(
    dz: &[[[T; H]; G]],
    dbias: &mut [[T; H]; G],
) {
    gradient::bias(dz, dbias);
}

/// dx = Wᵀ·dz, a column for each of dz.
#[inline(always)]
pub(crate) fn input<
    T: Scalar,
    const G: usize,
    const H: usize,
    const IN: usize,
    const B: usize,
    const L: usize,
    X: Columns<IN, Number = T>,
>(
    weight: &[[[T; H]; G]; IN],
    dz: &[[[[T; H]; G]; B]; L],
) -> X {
    const { assert!(X::COUNT == B * L) };
    let mut dx = MaybeUninit::uninit();
    let (room, dz) = (column_room::<IN, X>(&mut dx), dz.as_flattened());
    by_number! { T:
        f32 => {
            // SAFETY: f32 and T are one type.
            let (weight, dz, room) = unsafe { f32.identical((weight, dz, room)) };
            inputs::dispatch::<G, H, IN>(weight, dz, room);
        },
        _ => gradient::inputs(weight, dz, room)
    }
    // SAFETY: dz has as many columns as x, and all are written.
    unsafe { dx.assume_init() }
}
