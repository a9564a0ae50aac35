//! The loops of a cell: plain, for any number, and with vectors, for `f32`. Both give the same bits.

use super::product;
use crate::{
    Scalar,
    kernels::{simd::Simd, stored::Stored},
};
use core::{marker::PhantomData, mem::MaybeUninit};

/// What a step of a cell is made of, of numbers T and weights W.
///
/// The sums of gate g and unit k of column b are z[b][g][k].
pub(crate) trait Engine<T: Scalar, W: Copy>: Copy {
    /// A bias as numbers to compute with: itself, or written into `room`.
    fn bias<'a, const G: usize, const H: usize>(
        self,
        bias: &'a [[W; H]; G],
        room: &'a mut MaybeUninit<[[T; H]; G]>,
    ) -> &'a [[T; H]; G];

    /// z ← b + W·x, of the N gates from number `FROM` on.
    fn sums<
        const FROM: usize,
        const N: usize,
        const G: usize,
        const H: usize,
        const IN: usize,
        const B: usize,
    >(
        self,
        bias: &[[T; H]; G],
        weight: &[[[W; H]; G]; IN],
        x: &[[T; IN]; B],
        z: &mut MaybeUninit<[[[T; H]; N]; B]>,
    );

    /// z ← z + W·x
    fn add<const G: usize, const H: usize, const IN: usize, const B: usize>(
        self,
        weight: &[[[W; H]; G]; IN],
        x: &[[T; IN]; B],
        z: &mut [[[T; H]; G]; B],
    );

    /// z ← b + W·x + U·h: both of the above at once.
    #[allow(clippy::too_many_arguments, reason = "two products")]
    #[inline(always)]
    fn sums_of_both<const G: usize, const H: usize, const IN: usize, const B: usize>(
        self,
        bias: &[[T; H]; G],
        input: &[[[W; H]; G]; IN],
        x: &[[T; IN]; B],
        hidden: &[[[W; H]; G]; H],
        h: &[[T; H]; B],
        z: &mut MaybeUninit<[[[T; H]; G]; B]>,
    ) {
        self.sums::<0, G, G, H, IN, B>(bias, input, x, z);
        // SAFETY: they have just been written.
        self.add(hidden, h, unsafe { z.assume_init_mut() });
    }

    /// Does to all of H units what is to be done to some: blocks of them, of which the last may overlap the one
    /// before.
    fn units<U: Units>(self, h: usize, units: &mut U);
}

/// What is done to the units of a cell, the numbers of which do not depend on each other.
pub(crate) trait Units {
    /// To the N units from number `first` on.
    ///
    /// A loop over them that is long for each is one that the compiler makes vectors of: it would unroll a short one
    /// first. What is read must not be written, because blocks overlap.
    fn block<const N: usize>(&mut self, first: usize);
}

/// N numbers of a column, if it has so many.
#[inline(always)]
pub(super) fn chunk<T: Copy, const N: usize>(column: &[T], first: usize) -> Option<[T; N]> {
    column.get(first..)?.first_chunk().copied()
}

/// The same of G columns; `none` is what there is where there are not so many.
#[inline(always)]
pub(super) fn chunks<T: Copy, const N: usize, const G: usize, const H: usize>(
    columns: &[[T; H]; G],
    first: usize,
    none: T,
) -> [[T; N]; G] {
    let mut chunks = [[none; N]; G];
    for (to, column) in chunks.iter_mut().zip(columns) {
        if let Some(chunk) = chunk(column, first) {
            *to = chunk;
        }
    }
    chunks
}

/// Writes N numbers of a column.
#[inline(always)]
pub(super) fn put<T: Copy, const N: usize, const H: usize>(
    column: &mut MaybeUninit<[T; H]>,
    first: usize,
    chunk: [T; N],
) {
    if let Some(to) = parts(column).get_mut(first..)
        && let Some(to) = to.first_chunk_mut::<N>()
    {
        for (to, x) in to.iter_mut().zip(chunk) {
            to.write(x);
        }
    }
}

/// The same over numbers that are there.
#[inline(always)]
pub(super) fn set<T: Copy, const N: usize, const H: usize>(
    column: &mut [T; H],
    first: usize,
    chunk: [T; N],
) {
    if let Some(to) = column.get_mut(first..)
        && let Some(to) = to.first_chunk_mut::<N>()
    {
        *to = chunk;
    }
}

/// The parts of an array that may be uninitialised.
#[inline(always)]
pub(super) fn parts<T, const N: usize>(room: &mut MaybeUninit<[T; N]>) -> &mut [MaybeUninit<T>; N] {
    // SAFETY: an array of what may be uninitialised is an array that may be.
    unsafe { &mut *room.as_mut_ptr().cast() }
}

/// What is computed, and in which order: of each sum, the bias first, then the products in the order of x.
#[derive(Clone, Copy)]
pub(super) struct Plain;

impl<T: Scalar> Engine<T, T> for Plain {
    #[inline(always)]
    fn bias<'a, const G: usize, const H: usize>(
        self,
        bias: &'a [[T; H]; G],
        _: &'a mut MaybeUninit<[[T; H]; G]>,
    ) -> &'a [[T; H]; G] {
        bias
    }

    #[inline(always)]
    fn sums<
        const FROM: usize,
        const N: usize,
        const G: usize,
        const H: usize,
        const IN: usize,
        const B: usize,
    >(
        self,
        bias: &[[T; H]; G],
        weight: &[[[T; H]; G]; IN],
        x: &[[T; IN]; B],
        z: &mut MaybeUninit<[[[T; H]; N]; B]>,
    ) {
        let z = z.write([[[T::zero(); H]; N]; B]);
        for (z, x) in z.iter_mut().zip(x) {
            for (z, b) in z.iter_mut().zip(bias.iter().skip(FROM)) {
                *z = *b;
            }
            for (column, &x) in weight.iter().zip(x) {
                for (z, w) in z.iter_mut().zip(column.iter().skip(FROM)) {
                    for (z, &w) in z.iter_mut().zip(w) {
                        *z += w * x;
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn add<const G: usize, const H: usize, const IN: usize, const B: usize>(
        self,
        weight: &[[[T; H]; G]; IN],
        x: &[[T; IN]; B],
        z: &mut [[[T; H]; G]; B],
    ) {
        for (z, x) in z.iter_mut().zip(x) {
            for (column, &x) in weight.iter().zip(x) {
                for (z, &w) in z.as_flattened_mut().iter_mut().zip(column.as_flattened()) {
                    *z += w * x;
                }
            }
        }
    }

    #[inline(always)]
    fn units<U: Units>(self, h: usize, units: &mut U) {
        for first in 0..h {
            units.block::<1>(first);
        }
    }
}

/// The same bits with vectors. A value of this type is a proof: the machine has the instructions S.
#[derive(Clone, Copy)]
pub(super) struct Vectors<S>(PhantomData<S>);

impl<S: Simd> Vectors<S> {
    /// # Safety
    /// The machine has the instructions S.
    #[inline(always)]
    pub(super) unsafe fn new() -> Self {
        Self(PhantomData)
    }
}

impl<S: Simd, W: Stored> Engine<f32, W> for Vectors<S> {
    #[inline(always)]
    fn bias<'a, const G: usize, const H: usize>(
        self,
        bias: &'a [[W; H]; G],
        room: &'a mut MaybeUninit<[[f32; H]; G]>,
    ) -> &'a [[f32; H]; G] {
        W::rows(bias, room)
    }

    #[inline(always)]
    fn sums<
        const FROM: usize,
        const N: usize,
        const G: usize,
        const H: usize,
        const IN: usize,
        const B: usize,
    >(
        self,
        bias: &[[f32; H]; G],
        weight: &[[[W; H]; G]; IN],
        x: &[[f32; IN]; B],
        z: &mut MaybeUninit<[[[f32; H]; N]; B]>,
    ) {
        const { assert!(FROM + N <= G) };
        // SAFETY: self says that the machine has S; the gates are in the weights and in the bias.
        unsafe {
            product::sums::<S, W, N, H, IN, B>(
                weight.as_ptr().cast::<W>().add(FROM * H),
                G * H,
                (bias.as_ptr().cast::<f32>().add(FROM * H), 0),
                x,
                z.as_mut_ptr().cast(),
            );
        }
    }

    #[inline(always)]
    fn add<const G: usize, const H: usize, const IN: usize, const B: usize>(
        self,
        weight: &[[[W; H]; G]; IN],
        x: &[[f32; IN]; B],
        z: &mut [[[f32; H]; G]; B],
    ) {
        let z = z.as_mut_ptr().cast::<f32>();
        // SAFETY: self says that the machine has S; the sums start from themselves.
        unsafe {
            product::sums::<S, W, G, H, IN, B>(weight.as_ptr().cast(), G * H, (z, G * H), x, z);
        }
    }

    #[inline(always)]
    fn sums_of_both<const G: usize, const H: usize, const IN: usize, const B: usize>(
        self,
        bias: &[[f32; H]; G],
        input: &[[[W; H]; G]; IN],
        x: &[[f32; IN]; B],
        hidden: &[[[W; H]; G]; H],
        h: &[[f32; H]; B],
        z: &mut MaybeUninit<[[[f32; H]; G]; B]>,
    ) {
        let (Some(x_of_one), Some(h_of_one)) = (x.first(), h.first()) else { return };
        if const { B == 1 && G * H >= 4 } {
            let parts = [
                (input.as_ptr().cast::<W>(), x_of_one.as_ptr(), IN),
                (hidden.as_ptr().cast(), h_of_one.as_ptr(), H),
            ];
            // SAFETY: self says that the machine has S; there are four sums or more.
            unsafe {
                product::column::<S, W, G, H, 2>(
                    G * H,
                    bias.as_ptr().cast(),
                    parts,
                    z.as_mut_ptr().cast(),
                );
            }
        } else {
            self.sums::<0, G, G, H, IN, B>(bias, input, x, z);
            // SAFETY: they have just been written.
            self.add(hidden, h, unsafe { z.assume_init_mut() });
        }
    }

    #[inline(always)]
    fn units<U: Units>(self, h: usize, units: &mut U) {
        if S::VECTORS && h >= 8 {
            blocks::<8, U>(h, units);
        } else if S::VECTORS && h >= 4 {
            blocks::<4, U>(h, units);
        } else {
            blocks::<1, U>(h, units);
        }
    }
}

/// Blocks of N of h units, which are N or more.
#[inline(always)]
fn blocks<const N: usize, U: Units>(h: usize, units: &mut U) {
    let mut first = 0;
    while first + N <= h {
        units.block::<N>(first);
        first += N;
    }
    if first < h {
        units.block::<N>(h - N);
    }
}
