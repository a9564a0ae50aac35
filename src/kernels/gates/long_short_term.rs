//! The long short-term memory: gates i, f, o and a candidate g, in the order i f g o.
//!
//! ```text
//! z = W·x + b + U·h      i, f, o = S(z)      g = C(z)
//! c′ = f∘c + i∘g         h′ = o∘C(c′)
//! ```

use super::{
    engine::{Engine, Units, chunk, chunks, parts, put, set},
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
            let (mut local, mut new_c) = (MaybeUninit::uninit(), MaybeUninit::uninit());
            let rooms = match &mut kept {
                Some(kept) => {
                    let rooms = Rooms::of(&mut kept[b]);
                    rooms.sums.write(z[b]);
                    rooms
                }
                None => Rooms::of(&mut local),
            };
            let ([z @ .., z_o], [gates @ .., o]) = (&z[b], parts(rooms.gates));
            let [kept_c, tanh] = parts(rooms.more);
            k.units(
                H,
                &mut Remembering::<S, C, T, H> {
                    z,
                    c: &c[b],
                    gates,
                    kept_c,
                    new_c: &mut new_c,
                    functions: PhantomData,
                },
            );
            // SAFETY: written for each unit.
            c[b] = unsafe { new_c.assume_init() };
            let (c, h) = (&c[b], &mut h[b]);
            k.units(H, &mut Giving::<S, C, T, H> { z_o, c, o, tanh, h, functions: PhantomData });
        }
    }
}

/// The first half of a step of one column: what is remembered.
///
/// Halves, because each unit waits for its own functions one after the other: what one unit waits for in the
/// first half, others have to do, and a machine looks at most a few hundred instructions ahead for it.
struct Remembering<'a, S, C, T, const H: usize> {
    z: &'a [[T; H]; 3],
    c: &'a [T; H],
    gates: &'a mut [MaybeUninit<[T; H]>; 3],
    kept_c: &'a mut MaybeUninit<[T; H]>,
    new_c: &'a mut MaybeUninit<[T; H]>,
    functions: PhantomData<(S, C)>,
}

impl<S, C, T, const H: usize> Units for Remembering<'_, S, C, T, H>
where
    S: Elementwise + Default,
    C: Elementwise + Default,
    T: Scalar,
{
    #[inline(always)]
    fn block<const N: usize>(&mut self, first: usize) {
        let (s, candidate) = (S::default(), C::default());
        let [mut i, mut f, mut g] = chunks::<T, N, 3, H>(self.z, first, T::zero());
        let Some(mut c) = chunk::<T, N>(self.c, first) else { return };
        for n in 0..N {
            (i[n], f[n], g[n]) = (s.value(i[n]), s.value(f[n]), candidate.value(g[n]));
            c[n] = settled(f[n] * c[n] + i[n] * g[n]);
        }
        for (gate, chunk) in self.gates.iter_mut().zip([i, f, g]) {
            put(gate, first, chunk);
        }
        put(self.kept_c, first, c);
        put(self.new_c, first, c);
    }
}

/// The second half: what is given.
struct Giving<'a, S, C, T, const H: usize> {
    z_o: &'a [T; H],
    c: &'a [T; H],
    o: &'a mut MaybeUninit<[T; H]>,
    tanh: &'a mut MaybeUninit<[T; H]>,
    h: &'a mut [T; H],
    functions: PhantomData<(S, C)>,
}

impl<S, C, T, const H: usize> Units for Giving<'_, S, C, T, H>
where
    S: Elementwise + Default,
    C: Elementwise + Default,
    T: Scalar,
{
    #[inline(always)]
    fn block<const N: usize>(&mut self, first: usize) {
        let (s, candidate) = (S::default(), C::default());
        let Some(mut o) = chunk::<T, N>(self.z_o, first) else { return };
        let Some(mut tanh) = chunk::<T, N>(self.c, first) else { return };
        let mut h = o;
        for n in 0..N {
            (tanh[n], o[n]) = (candidate.value(tanh[n]), s.value(o[n]));
            h[n] = settled(o[n] * tanh[n]);
        }
        put(self.o, first, o);
        put(self.tanh, first, tanh);
        set(self.h, first, h);
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
