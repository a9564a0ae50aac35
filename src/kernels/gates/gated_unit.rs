//! The gated recurrent unit: gates r and u and a candidate n, in the order r u n.
//!
//! ```text
//! z = W·x + b      v = U·h + b      r, u = S(z + v)
//! n = C(z + r∘v)                    reset after the product
//! n = C(z + U·(r∘h) + b)            reset before it
//! h′ = n + u∘(h − n)
//! ```

use super::{
    engine::{Engine, Units, chunk, chunks, parts, put, set},
    recurrence::{Before, Cell, Kept, Recurrence, Rooms, settled, through},
};
use crate::{Elementwise, Scalar};
use core::{marker::PhantomData, mem::MaybeUninit, slice};

/// Reset after the product, with the function S of the gates and C of the candidate. It keeps v of the candidate.
#[derive(Debug)]
pub struct ResetAfter<S, C>(PhantomData<(S, C)>);

/// Reset before the product. It keeps r∘h.
#[derive(Debug)]
pub struct ResetBefore<S, C>(PhantomData<(S, C)>);

/// The first half of a step of one column, if reset comes after the product: r, and the sums of the candidate.
/// Halves as an LSTM's, of which this one has what the other waits for.
struct Resetting<'a, S, T, const H: usize> {
    z: &'a [[T; H]; 3],
    v: &'a [[T; H]; 3],
    sums: [&'a mut MaybeUninit<[T; H]>; 2],
    r: &'a mut MaybeUninit<[T; H]>,
    kept_v: &'a mut MaybeUninit<[T; H]>,
    z_n: &'a mut MaybeUninit<[T; H]>,
    function: PhantomData<S>,
}

impl<S: Elementwise + Default, T: Scalar, const H: usize> Units for Resetting<'_, S, T, H> {
    #[inline(always)]
    fn block<const N: usize>(&mut self, first: usize) {
        let [mut z_r, _, mut z_n] = chunks::<T, N, 3, H>(self.z, first, T::zero());
        let [v_r, _, v_n] = chunks::<T, N, 3, H>(self.v, first, T::zero());
        let mut r = z_r;
        for n in 0..N {
            z_r[n] += v_r[n];
            r[n] = S::default().value(z_r[n]);
            z_n[n] += r[n] * v_n[n];
        }
        for (room, chunk) in self.sums.iter_mut().zip([z_r, z_n]) {
            put(room, first, chunk);
        }
        put(self.r, first, r);
        put(self.kept_v, first, v_n);
        put(self.z_n, first, z_n);
    }
}

/// The second half: u, the candidate, and the state behind the step.
struct Updating<'a, S, C, T, const H: usize> {
    z: &'a [[T; H]; 3],
    v: &'a [[T; H]; 3],
    z_n: &'a [T; H],
    before: &'a [T; H],
    sum: &'a mut MaybeUninit<[T; H]>,
    gates: [&'a mut MaybeUninit<[T; H]>; 2],
    h: &'a mut [T; H],
    functions: PhantomData<(S, C)>,
}

impl<S, C, T, const H: usize> Units for Updating<'_, S, C, T, H>
where
    S: Elementwise + Default,
    C: Elementwise + Default,
    T: Scalar,
{
    #[inline(always)]
    fn block<const N: usize>(&mut self, first: usize) {
        let (s, candidate) = (S::default(), C::default());
        let [_, mut z_u, _] = chunks::<T, N, 3, H>(self.z, first, T::zero());
        let [_, v_u, _] = chunks::<T, N, 3, H>(self.v, first, T::zero());
        let Some(mut y) = chunk::<T, N>(self.z_n, first) else { return };
        let Some(mut h) = chunk::<T, N>(self.before, first) else { return };
        let mut u = z_u;
        for n in 0..N {
            z_u[n] += v_u[n];
            (y[n], u[n]) = (candidate.value(y[n]), s.value(z_u[n]));
            h[n] = settled(y[n] + u[n] * (h[n] - y[n]));
        }
        put(self.sum, first, z_u);
        for (room, chunk) in self.gates.iter_mut().zip([u, y]) {
            put(room, first, chunk);
        }
        set(self.h, first, h);
    }
}

/// The gates of one column, and r∘h.
struct Gates<'a, S, T, const H: usize> {
    z: &'a [[T; H]; 3],
    v: &'a [[T; H]; 2],
    h: &'a [T; H],
    sums: &'a mut [MaybeUninit<[T; H]>; 3],
    gates: &'a mut [MaybeUninit<[T; H]>; 3],
    reset: &'a mut MaybeUninit<[T; H]>,
    function: PhantomData<S>,
}

impl<S: Elementwise + Default, T: Scalar, const H: usize> Units for Gates<'_, S, T, H> {
    #[inline(always)]
    fn block<const N: usize>(&mut self, first: usize) {
        let s = S::default();
        let [mut z_r, mut z_u, _] = chunks::<T, N, 3, H>(self.z, first, T::zero());
        let [v_r, v_u] = chunks::<T, N, 2, H>(self.v, first, T::zero());
        let Some(mut h) = chunk::<T, N>(self.h, first) else { return };
        let (mut r, mut u) = (z_r, z_u);
        for n in 0..N {
            (z_r[n], z_u[n]) = (z_r[n] + v_r[n], z_u[n] + v_u[n]);
            (r[n], u[n]) = (s.value(z_r[n]), s.value(z_u[n]));
            h[n] = r[n] * h[n];
        }
        for (room, chunk) in self.sums.iter_mut().zip([z_r, z_u]) {
            put(room, first, chunk);
        }
        for (room, chunk) in self.gates.iter_mut().zip([r, u]) {
            put(room, first, chunk);
        }
        put(self.reset, first, h);
    }
}

/// The candidate of one column, and its state behind the step.
struct Candidate<'a, C, T, const H: usize> {
    z: &'a [T; H],
    v: &'a [T; H],
    h: &'a [T; H],
    u: &'a [T; H],
    sums: &'a mut MaybeUninit<[T; H]>,
    gate: &'a mut MaybeUninit<[T; H]>,
    new_h: &'a mut MaybeUninit<[T; H]>,
    function: PhantomData<C>,
}

impl<C: Elementwise + Default, T: Scalar, const H: usize> Units for Candidate<'_, C, T, H> {
    #[inline(always)]
    fn block<const N: usize>(&mut self, first: usize) {
        let (Some(mut z), Some(v), Some(mut h), Some(u)) = (
            chunk::<T, N>(self.z, first),
            chunk::<T, N>(self.v, first),
            chunk::<T, N>(self.h, first),
            chunk::<T, N>(self.u, first),
        ) else {
            return;
        };
        let mut y = z;
        for n in 0..N {
            z[n] += v[n];
            y[n] = C::default().value(z[n]);
            h[n] = settled(y[n] + u[n] * (h[n] - y[n]));
        }
        put(self.sums, first, z);
        put(self.gate, first, y);
        put(self.new_h, first, h);
    }
}

impl<S: Elementwise + Default, C: Elementwise + Default> Recurrence<3, 0, 1> for ResetAfter<S, C> {
    #[inline(always)]
    fn from_sums<K, T, W, const IN: usize, const H: usize, const B: usize>(
        k: K,
        cell: &Cell<'_, W, 3, IN, H>,
        z: &mut [[[T; H]; 3]; B],
        h: &mut [[T; H]; B],
        _: &mut [&mut [[T; H]; B]; 0],
        mut kept: Option<&mut [MaybeUninit<Kept<T, 3, 1, H>>; B]>,
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        let (mut room, mut v) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        k.sums::<0, 3, 3, H, H, B>(k.bias(cell.hidden_bias, &mut room), cell.hidden, h, &mut v);
        // SAFETY: they have just been written.
        let v = unsafe { v.assume_init_ref() };
        for b in 0..B {
            let mut local = MaybeUninit::uninit();
            let rooms = Rooms::of(match &mut kept {
                Some(kept) => &mut kept[b],
                None => &mut local,
            });
            let ([sum_r, sum_u, sum_n], [r, u, y]) = (parts(rooms.sums), parts(rooms.gates));
            let ([kept_v], mut z_n) = (parts(rooms.more), MaybeUninit::uninit());
            let mut resetting = Resetting::<S, T, H> {
                z: &z[b],
                v: &v[b],
                sums: [sum_r, sum_n],
                r,
                kept_v,
                z_n: &mut z_n,
                function: PhantomData,
            };
            k.units(H, &mut resetting);
            let before = h[b];
            let mut updating = Updating::<S, C, T, H> {
                z: &z[b],
                v: &v[b],
                // SAFETY: written for each unit.
                z_n: unsafe { z_n.assume_init_ref() },
                before: &before,
                sum: sum_u,
                gates: [u, y],
                h: &mut h[b],
                functions: PhantomData,
            };
            k.units(H, &mut updating);
        }
    }

    #[inline(always)]
    fn back<T: Scalar, const H: usize>(
        transposed: &[[[T; H]; H]; 3],
        kept: &Kept<T, 3, 1, H>,
        before: &Before<'_, T, 0, H>,
        dh: &mut [T; H],
        _: &mut [[T; H]; 0],
        dz: &mut [[T; H]; 3],
        du: &mut [[T; H]; 3],
    ) {
        let (s, candidate) = (S::default(), C::default());
        let ([z_r, z_u, z_n], [r, u, n]) = (&kept.sums, &kept.gates);
        let ([v], h) = (&kept.more, before.h);
        for i in 0..H {
            let d = dh[i];
            dz[1][i] = s.chain(z_u[i], u[i], d * (h[i] - n[i]));
            dz[2][i] = candidate.chain(z_n[i], n[i], d * (T::one() - u[i]));
            dz[0][i] = s.chain(z_r[i], r[i], dz[2][i] * v[i]);
            du[0][i] = dz[0][i];
            du[1][i] = dz[1][i];
            du[2][i] = dz[2][i] * r[i];
            dh[i] = d * u[i];
        }
        through(transposed, du, dh);
    }

    #[inline(always)]
    fn remembered<T, const H: usize>(_: &Kept<T, 3, 1, H>) -> [&[T; H]; 0] {
        []
    }
}

impl<S: Elementwise + Default, C: Elementwise + Default> Recurrence<3, 0, 1> for ResetBefore<S, C> {
    const LAST_OF_KEPT: bool = true;

    #[inline(always)]
    fn from_sums<K, T, W, const IN: usize, const H: usize, const B: usize>(
        k: K,
        cell: &Cell<'_, W, 3, IN, H>,
        z: &mut [[[T; H]; 3]; B],
        h: &mut [[T; H]; B],
        _: &mut [&mut [[T; H]; B]; 0],
        mut kept: Option<&mut [MaybeUninit<Kept<T, 3, 1, H>>; B]>,
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        let (mut room, mut v) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        let bias = k.bias(cell.hidden_bias, &mut room);
        k.sums::<0, 2, 3, H, H, B>(bias, cell.hidden, h, &mut v);
        // SAFETY: they have just been written.
        let v = unsafe { v.assume_init_ref() };
        for b in 0..B {
            let mut local = MaybeUninit::uninit();
            let rooms = Rooms::of(match &mut kept {
                Some(kept) => &mut kept[b],
                None => &mut local,
            });
            let ([reset], sums) = (parts(rooms.more), parts(rooms.sums));
            let gates = parts(rooms.gates);
            let mut of_gates = Gates::<S, T, H> {
                z: &z[b],
                v: &v[b],
                h: &h[b],
                sums,
                gates,
                reset,
                function: PhantomData,
            };
            k.units(H, &mut of_gates);
            let (mut v_n, mut new_h) = (MaybeUninit::uninit(), MaybeUninit::uninit());
            // SAFETY: written for each unit.
            let reset = slice::from_ref(unsafe { reset.assume_init_ref() });
            let Some(reset) = reset.first_chunk() else { return };
            k.sums::<2, 1, 3, H, H, 1>(bias, cell.hidden, reset, &mut v_n);
            let ([.., z_n], [.., sums], [_, u, gate]) = (&z[b], sums, gates);
            // SAFETY: written just now, and for each unit.
            let ([[v_n]], u) = unsafe { (v_n.assume_init_ref(), u.assume_init_ref()) };
            let mut of_candidate = Candidate::<C, T, H> {
                z: z_n,
                v: v_n,
                h: &h[b],
                u,
                sums,
                gate,
                new_h: &mut new_h,
                function: PhantomData,
            };
            k.units(H, &mut of_candidate);
            // SAFETY: written for each unit.
            h[b] = unsafe { new_h.assume_init() };
        }
    }

    #[inline(always)]
    fn back<T: Scalar, const H: usize>(
        transposed: &[[[T; H]; H]; 3],
        kept: &Kept<T, 3, 1, H>,
        before: &Before<'_, T, 0, H>,
        dh: &mut [T; H],
        _: &mut [[T; H]; 0],
        dz: &mut [[T; H]; 3],
        du: &mut [[T; H]; 3],
    ) {
        let (s, candidate) = (S::default(), C::default());
        let ([z_r, z_u, z_n], [r, u, n], h) = (&kept.sums, &kept.gates, before.h);
        for i in 0..H {
            dz[1][i] = s.chain(z_u[i], u[i], dh[i] * (h[i] - n[i]));
            dz[2][i] = candidate.chain(z_n[i], n[i], dh[i] * (T::one() - u[i]));
        }
        let ([of_gates @ .., _], [_, _, of_candidate]) = (transposed, transposed);
        let mut dreset = [T::zero(); H];
        through(slice::from_ref(of_candidate), slice::from_ref(&dz[2]), &mut dreset);
        for i in 0..H {
            dz[0][i] = s.chain(z_r[i], r[i], dreset[i] * h[i]);
            dh[i] = dh[i] * u[i] + dreset[i] * r[i];
        }
        let [dz_of_gates @ .., _] = &*dz;
        through(of_gates, dz_of_gates, dh);
        *du = *dz;
    }

    #[inline(always)]
    fn remembered<T, const H: usize>(_: &Kept<T, 3, 1, H>) -> [&[T; H]; 0] {
        []
    }
}
