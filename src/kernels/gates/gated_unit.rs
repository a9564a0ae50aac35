//! The gated recurrent unit: gates r and u and a candidate n, in the order r u n.
//!
//! ```text
//! z = W·x + b      v = U·h + b      r, u = S(z + v)
//! n = C(z + r∘v)                    reset after the product
//! n = C(z + U·(r∘h) + b)            reset before it
//! h′ = n + u∘(h − n)
//! ```

use super::{
    engine::{Engine, numbers, parts},
    recurrence::{Before, Cell, Kept, Recurrence, Rooms, settled, through},
};
use crate::{Elementwise, Scalar};
use core::{marker::PhantomData, mem::MaybeUninit};

/// Reset after the product, with the function S of the gates and C of the candidate. It keeps v of the candidate.
#[derive(Debug)]
pub struct ResetAfter<S, C>(PhantomData<(S, C)>);

/// Reset before the product. It keeps r∘h.
#[derive(Debug)]
pub struct ResetBefore<S, C>(PhantomData<(S, C)>);

/// r and u of z + v, which becomes z.
#[inline(always)]
fn gates<S: Elementwise + Default, K, T, W, const H: usize>(
    k: K,
    z: &mut [[T; H]; 3],
    v: &[[T; H]; 2],
    room: &mut MaybeUninit<[[T; H]; 3]>,
) where
    T: Scalar,
    W: Copy,
    K: Engine<T, W>,
{
    let [z @ .., _] = z;
    for (z, &v) in z.as_flattened_mut().iter_mut().zip(v.as_flattened()) {
        *z += v;
    }
    let [both @ .., _] = parts(room);
    k.activate(&S::default(), z.as_flattened(), numbers(both));
}

/// n, and the state behind the step.
#[inline(always)]
fn finish<C: Elementwise + Default, K, T, W, const H: usize>(
    k: K,
    z: &[[T; H]; 3],
    h: &mut [T; H],
    rooms: Rooms<'_, T, 3, 1, H>,
) where
    T: Scalar,
    W: Copy,
    K: Engine<T, W>,
{
    rooms.sums.write(*z);
    let ([.., z], [.., candidate]) = (z, parts(rooms.gates));
    k.activate(&C::default(), z, parts(candidate));
    // SAFETY: `gates` has written the first two, and this the last.
    let [_, u, n] = unsafe { rooms.gates.assume_init_ref() };
    for i in 0..H {
        h[i] = settled(n[i] + u[i] * (h[i] - n[i]));
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
            let [v_of_gates @ .., v_n] = &v[b];
            gates::<S, K, T, W, H>(k, &mut z[b], v_of_gates, rooms.gates);
            rooms.more.write([*v_n]);
            let [r, ..] = parts(rooms.gates);
            // SAFETY: `gates` has written it.
            let r = unsafe { r.assume_init_ref() };
            let [.., z_n] = &mut z[b];
            for i in 0..H {
                z_n[i] += r[i] * v_n[i];
            }
            finish::<C, K, T, W, H>(k, &z[b], &mut h[b], rooms);
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
            gates::<S, K, T, W, H>(k, &mut z[b], &v[b], rooms.gates);
            let [r, ..] = parts(rooms.gates);
            // SAFETY: `gates` has written it.
            let r = unsafe { r.assume_init_ref() };
            let reset = rooms.more.write([h[b]]);
            for i in 0..H {
                reset[0][i] *= r[i];
            }
            let mut v = MaybeUninit::uninit();
            k.sums::<2, 1, 3, H, H, 1>(bias, cell.hidden, reset, &mut v);
            // SAFETY: they have just been written.
            let [[v]] = unsafe { v.assume_init_ref() };
            let [.., z_n] = &mut z[b];
            for i in 0..H {
                z_n[i] += v[i];
            }
            finish::<C, K, T, W, H>(k, &z[b], &mut h[b], rooms);
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
        through(core::slice::from_ref(of_candidate), core::slice::from_ref(&dz[2]), &mut dreset);
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
