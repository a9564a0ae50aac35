//! The simple cell: z = W·x + b + U·h, h′ = F(z).

use super::{
    engine::{Engine, parts},
    recurrence::{Before, Cell, Kept, Recurrence, Rooms, settled, through},
};
use crate::{Elementwise, Scalar};
use core::{marker::PhantomData, mem::MaybeUninit, slice};

/// With the function F.
pub(crate) struct Simple<F>(PhantomData<F>);

impl<F: Elementwise + Default> Simple<F> {
    /// From all sums.
    #[inline(always)]
    fn finish<K, T, W, const H: usize, const B: usize>(
        k: K,
        z: &[[[T; H]; 1]; B],
        h: &mut [[T; H]; B],
        mut kept: Option<&mut [MaybeUninit<Kept<T, 1, 0, H>>; B]>,
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        for b in 0..B {
            let mut local = MaybeUninit::uninit();
            let rooms = Rooms::of(match &mut kept {
                Some(kept) => &mut kept[b],
                None => &mut local,
            });
            rooms.sums.write(z[b]);
            rooms.more.write([]);
            let [y] = parts(rooms.gates);
            k.activate(&F::default(), z[b].as_flattened(), parts(y));
            // SAFETY: written by the function.
            let [y] = unsafe { rooms.gates.assume_init_ref() };
            for n in 0..H {
                h[b][n] = settled(y[n]);
            }
        }
    }
}

impl<F: Elementwise + Default> Recurrence<1, 0, 0> for Simple<F> {
    #[inline(always)]
    fn from_sums<K, T, W, const IN: usize, const H: usize, const B: usize>(
        k: K,
        cell: &Cell<'_, W, 1, IN, H>,
        z: &mut [[[T; H]; 1]; B],
        h: &mut [[T; H]; B],
        _: &mut [&mut [[T; H]; B]; 0],
        kept: Option<&mut [MaybeUninit<Kept<T, 1, 0, H>>; B]>,
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        k.add(cell.hidden, h, z);
        Self::finish(k, z, h, kept);
    }

    #[inline(always)]
    fn from_input<K, T, W, const IN: usize, const H: usize, const B: usize>(
        k: K,
        cell: &Cell<'_, W, 1, IN, H>,
        x: &[[T; IN]; B],
        h: &mut [[T; H]; B],
        _: &mut [&mut [[T; H]; B]; 0],
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        let (mut room, mut z) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        k.sums_of_both(k.bias(cell.bias, &mut room), cell.input, x, cell.hidden, h, &mut z);
        // SAFETY: they have just been written.
        Self::finish(k, unsafe { z.assume_init_ref() }, h, None);
    }

    #[inline(always)]
    fn back<T: Scalar, const H: usize>(
        transposed: &[[[T; H]; H]; 1],
        kept: &Kept<T, 1, 0, H>,
        _: &Before<'_, T, 0, H>,
        dh: &mut [T; H],
        _: &mut [[T; H]; 0],
        dz: &mut [[T; H]; 1],
        _: &mut [[T; H]; 1],
    ) {
        let ([z], [y], [dz_y]) = (&kept.sums, &kept.gates, &mut *dz);
        for n in 0..H {
            dz_y[n] = F::default().chain(z[n], y[n], dh[n]);
        }
        *dh = [T::zero(); H];
        through(transposed, slice::from_ref(dz_y), dh);
    }

    #[inline(always)]
    fn remembered<T, const H: usize>(_: &Kept<T, 1, 0, H>) -> [&[T; H]; 0] {
        []
    }
}
