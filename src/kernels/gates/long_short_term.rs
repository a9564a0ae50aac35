//! The long short-term memory: gates i, f, o and a candidate g, in the order i f g o.
//!
//! ```text
//! z = W·x + b + U·h      i, f, o = S(z)      g = C(z)
//! c′ = f∘c + i∘g         h′ = o∘C(c′)
//! ```

use super::{
    engine::{Engine, numbers, parts},
    recurrence::{Before, Cell, Kept, Recurrence, Rooms, settled, through},
};
use crate::{Elementwise, Scalar};
use core::{marker::PhantomData, mem::MaybeUninit};

/// With the function S of the gates and C of the candidate and of c. It keeps c′ and C(c′).
pub(crate) struct LongShortTerm<S, C>(PhantomData<(S, C)>);

impl<S: Elementwise + Default, C: Elementwise + Default> LongShortTerm<S, C> {
    /// From all sums.
    #[inline(always)]
    fn finish<K, T, W, const H: usize, const B: usize>(
        k: K,
        z: &[[[T; H]; 4]; B],
        h: &mut [[T; H]; B],
        [c]: &mut [&mut [[T; H]; B]; 1],
        mut kept: Option<&mut [MaybeUninit<Kept<T, 4, 2, H>>; B]>,
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        for b in 0..B {
            let mut local = MaybeUninit::uninit();
            let room = match &mut kept {
                Some(kept) => &mut kept[b],
                None => &mut local,
            };
            let rooms = Rooms::of(room);
            Self::one::<K, T, W, H>(k, &z[b], &mut h[b], &mut c[b], rooms);
        }
    }

    #[inline(always)]
    fn one<K, T, W, const H: usize>(
        k: K,
        z: &[[T; H]; 4],
        h: &mut [T; H],
        c: &mut [T; H],
        rooms: Rooms<'_, T, 4, 2, H>,
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        rooms.sums.write(*z);
        let [z_if @ .., z_g, z_o] = z;
        let [i_f @ .., g, o] = parts(rooms.gates);
        k.activate(&S::default(), z_if.as_flattened(), numbers(i_f));
        k.activate(&C::default(), z_g, parts(g));
        k.activate(&S::default(), z_o, parts(o));
        // SAFETY: each function has written one number for each of its own.
        let [i, f, g, o] = unsafe { rooms.gates.assume_init_ref() };
        for n in 0..H {
            c[n] = settled(f[n] * c[n] + i[n] * g[n]);
        }
        let [kept_c, tanh] = parts(rooms.more);
        kept_c.write(*c);
        k.activate(&C::default(), c, parts(tanh));
        // SAFETY: written by the function.
        let tanh = unsafe { tanh.assume_init_ref() };
        for n in 0..H {
            h[n] = settled(o[n] * tanh[n]);
        }
    }
}

impl<S: Elementwise + Default, C: Elementwise + Default> Recurrence<4, 1, 2>
    for LongShortTerm<S, C>
{
    #[inline(always)]
    fn from_sums<K, T, W, const IN: usize, const H: usize, const B: usize>(
        k: K,
        cell: &Cell<'_, W, 4, IN, H>,
        z: &mut [[[T; H]; 4]; B],
        h: &mut [[T; H]; B],
        memory: &mut [&mut [[T; H]; B]; 1],
        kept: Option<&mut [MaybeUninit<Kept<T, 4, 2, H>>; B]>,
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        k.add(cell.hidden, h, z);
        Self::finish(k, z, h, memory, kept);
    }

    #[inline(always)]
    fn from_input<K, T, W, const IN: usize, const H: usize, const B: usize>(
        k: K,
        cell: &Cell<'_, W, 4, IN, H>,
        x: &[[T; IN]; B],
        h: &mut [[T; H]; B],
        memory: &mut [&mut [[T; H]; B]; 1],
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        let (mut room, mut z) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        k.sums_of_both(k.bias(cell.bias, &mut room), cell.input, x, cell.hidden, h, &mut z);
        // SAFETY: they have just been written.
        Self::finish(k, unsafe { z.assume_init_ref() }, h, memory, None);
    }

    #[inline(always)]
    fn back<T: Scalar, const H: usize>(
        transposed: &[[[T; H]; H]; 4],
        kept: &Kept<T, 4, 2, H>,
        before: &Before<'_, T, 1, H>,
        dh: &mut [T; H],
        [dc]: &mut [[T; H]; 1],
        dz: &mut [[T; H]; 4],
        _: &mut [[T; H]; 4],
    ) {
        let (s, candidate) = (S::default(), C::default());
        let ([z_i, z_f, z_g, z_o], [i, f, g, o]) = (&kept.sums, &kept.gates);
        let ([c, tanh], [c_before]) = (&kept.more, before.memory);
        {
            let [dz_i, dz_f, dz_g, dz_o] = &mut *dz;
            for n in 0..H {
                let through_c = dc[n] + candidate.chain(c[n], tanh[n], dh[n] * o[n]);
                dz_i[n] = s.chain(z_i[n], i[n], through_c * g[n]);
                dz_f[n] = s.chain(z_f[n], f[n], through_c * c_before[n]);
                dz_g[n] = candidate.chain(z_g[n], g[n], through_c * i[n]);
                dz_o[n] = s.chain(z_o[n], o[n], dh[n] * tanh[n]);
                dc[n] = through_c * f[n];
            }
        }
        *dh = [T::zero(); H];
        through(transposed, dz, dh);
    }

    #[inline(always)]
    fn remembered<T, const H: usize>(kept: &Kept<T, 4, 2, H>) -> [&[T; H]; 1] {
        let [c, _] = &kept.more;
        [c]
    }
}
