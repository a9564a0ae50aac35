//! Cells whose weights have 16 bits: each is widened to the `f32` that it stands for, and the sums are those of
//! `f32`s.

use super::{
    recurrence::{Cell, Kept, Recurrence},
    vectorized::{many, many_f16, one, one_f16},
};
use crate::{Columns, kernels::stored::Stored, values::column_room};
use core::mem::MaybeUninit;
use half::{bf16, f16};

/// A type of 16 bits, with the kernels that widen it.
pub(crate) trait Half: Stored {
    fn one<
        R: Recurrence<G, M, E>,
        const G: usize,
        const M: usize,
        const E: usize,
        const IN: usize,
        const H: usize,
        const B: usize,
    >(
        cell: &Cell<'_, Self, G, IN, H>,
        x: &[[f32; IN]; B],
        h: &mut [[f32; H]; B],
        memory: &mut [&mut [[f32; H]; B]; M],
    );

    fn many<
        R: Recurrence<G, M, E>,
        const G: usize,
        const M: usize,
        const E: usize,
        const IN: usize,
        const H: usize,
        const B: usize,
    >(
        cell: &Cell<'_, Self, G, IN, H>,
        x: &[[f32; IN]],
        h: &mut [[f32; H]; B],
        memory: &mut [&mut [[f32; H]; B]; M],
        y: &mut [MaybeUninit<[f32; H]>],
        kept: &mut [MaybeUninit<Kept<f32, G, E, H>>],
    );
}

/// The kernels of a type of 16 bits.
macro_rules! half {
    ($half:ident, $one:ident, $many:ident) => {
        impl Half for $half {
            #[inline(always)]
            fn one<
                R: Recurrence<G, M, E>,
                const G: usize,
                const M: usize,
                const E: usize,
                const IN: usize,
                const H: usize,
                const B: usize,
            >(
                cell: &Cell<'_, Self, G, IN, H>,
                x: &[[f32; IN]; B],
                h: &mut [[f32; H]; B],
                memory: &mut [&mut [[f32; H]; B]; M],
            ) {
                $one::dispatch::<R, Self, G, M, E, IN, H, B>(cell, x, h, memory);
            }

            #[inline(always)]
            fn many<
                R: Recurrence<G, M, E>,
                const G: usize,
                const M: usize,
                const E: usize,
                const IN: usize,
                const H: usize,
                const B: usize,
            >(
                cell: &Cell<'_, Self, G, IN, H>,
                x: &[[f32; IN]],
                h: &mut [[f32; H]; B],
                memory: &mut [&mut [[f32; H]; B]; M],
                y: &mut [MaybeUninit<[f32; H]>],
                kept: &mut [MaybeUninit<Kept<f32, G, E, H>>],
            ) {
                $many::dispatch::<R, Self, G, M, E, IN, H, B>(cell, x, h, memory, y, kept);
            }
        }
    };
}
half!(f16, one_f16, many_f16);
half!(bf16, one, many);

/// One step, B columns.
#[inline(always)]
pub(crate) fn step_of_half<
    R: Recurrence<G, M, E>,
    W: Half,
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
    W::one::<R, G, M, E, IN, H, B>(cell, x, h, memory);
}

/// All steps of x, B columns each: h behind each of them.
#[inline(always)]
pub(crate) fn sequence_of_half<
    R: Recurrence<G, M, E>,
    W: Half,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
    X: Columns<IN, Number = f32>,
>(
    cell: &Cell<'_, W, G, IN, H>,
    x: &X,
    h: &mut [[f32; H]; B],
    memory: &mut [&mut [[f32; H]; B]; M],
) -> X::With<H> {
    let mut y = MaybeUninit::uninit();
    let room = column_room::<H, X::With<H>>(&mut y);
    W::many::<R, G, M, E, IN, H, B>(cell, x.columns(), h, memory, room, &mut []);
    // SAFETY: y has a column for each of x, and all are written.
    unsafe { y.assume_init() }
}
