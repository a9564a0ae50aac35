//! What a cell is, apart from its weights: how a step makes a state of sums, and the way back.

use super::engine::Engine;
use crate::Scalar;
use core::mem::MaybeUninit;

/// The weights of a cell of G gates and H units.
pub struct Cell<'a, W, const G: usize, const IN: usize, const H: usize> {
    /// W
    pub(crate) input: &'a [[[W; H]; G]; IN],
    /// U
    pub(crate) hidden: &'a [[[W; H]; G]; H],
    /// b, of W·x + b.
    pub(crate) bias: &'a [[W; H]; G],
    /// That of U·h + b; in a cell with one bias the same again, which nobody reads.
    pub(crate) hidden_bias: &'a [[W; H]; G],
}

impl<W, const G: usize, const IN: usize, const H: usize> Clone for Cell<'_, W, G, IN, H> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<W, const G: usize, const IN: usize, const H: usize> Copy for Cell<'_, W, G, IN, H> {}

/// What a step of one sample leaves for the way back: the sums as the functions of the gates were given them,
/// the gates, and E columns more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kept<T, const G: usize, const E: usize, const H: usize> {
    pub(super) sums: [[T; H]; G],
    pub(super) gates: [[T; H]; G],
    pub(super) more: [[T; H]; E],
}

/// Room for a [`Kept`], part by part.
pub(super) struct Rooms<'a, T, const G: usize, const E: usize, const H: usize> {
    pub(super) sums: &'a mut MaybeUninit<[[T; H]; G]>,
    pub(super) gates: &'a mut MaybeUninit<[[T; H]; G]>,
    pub(super) more: &'a mut MaybeUninit<[[T; H]; E]>,
}

impl<'a, T, const G: usize, const E: usize, const H: usize> Rooms<'a, T, G, E, H> {
    #[inline(always)]
    pub(super) fn of(kept: &'a mut MaybeUninit<Kept<T, G, E, H>>) -> Self {
        let kept = kept.as_mut_ptr();
        // SAFETY: three fields of one borrowed place, each of which may be uninitialised.
        unsafe {
            Self {
                sums: &mut *(&raw mut (*kept).sums).cast(),
                gates: &mut *(&raw mut (*kept).gates).cast(),
                more: &mut *(&raw mut (*kept).more).cast(),
            }
        }
    }
}

/// A cell of G gates that remembers h and M columns more, and keeps E columns beside its gates.
///
/// z is W·x + b, column by column.
pub trait Recurrence<const G: usize, const M: usize, const E: usize> {
    /// A step of B columns, from z. Of what is kept, `sums` and the rest is written, or nothing.
    fn from_sums<K, T, W, const IN: usize, const H: usize, const B: usize>(
        k: K,
        cell: &Cell<'_, W, G, IN, H>,
        z: &mut [[[T; H]; G]; B],
        h: &mut [[T; H]; B],
        memory: &mut [&mut [[T; H]; B]; M],
        kept: Option<&mut [MaybeUninit<Kept<T, G, E, H>>; B]>,
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>;

    /// A step of B columns, from x.
    #[inline(always)]
    fn from_input<K, T, W, const IN: usize, const H: usize, const B: usize>(
        k: K,
        cell: &Cell<'_, W, G, IN, H>,
        x: &[[T; IN]; B],
        h: &mut [[T; H]; B],
        memory: &mut [&mut [[T; H]; B]; M],
    ) where
        T: Scalar,
        W: Copy,
        K: Engine<T, W>,
    {
        let (mut room, mut z) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        k.sums::<0, G, G, H, IN, B>(k.bias(cell.bias, &mut room), cell.input, x, &mut z);
        // SAFETY: they have just been written.
        Self::from_sums(k, cell, unsafe { z.assume_init_mut() }, h, memory, None);
    }

    /// The way back through a step of one column: `dh` and `dmemory` are those behind the step, and become those
    /// before it; the gradients by z and by U·h, which may be one, are written to `dz` and `du`.
    ///
    /// `transposed` is Uᵀ, a row for each gate and unit.
    fn back<T: Scalar, const H: usize>(
        transposed: &[[[T; H]; H]; G],
        kept: &Kept<T, G, E, H>,
        before: &Before<'_, T, M, H>,
        dh: &mut [T; H],
        dmemory: &mut [[T; H]; M],
        dz: &mut [[T; H]; G],
        du: &mut [[T; H]; G],
    );

    /// Whether the last gate is not given h in U·h, but the first of what is kept beside the gates.
    const LAST_OF_KEPT: bool = false;

    /// What a step has left in its memory beside h.
    fn remembered<T, const H: usize>(kept: &Kept<T, G, E, H>) -> [&[T; H]; M];
}

/// What a state was before a step, of one sample.
pub struct Before<'a, T, const M: usize, const H: usize> {
    pub(crate) h: &'a [T; H],
    pub(crate) memory: [&'a [T; H]; M],
}

/// The smallest number that a state holds but for 0: 2⁻¹⁰⁰.
const LEAST: f64 = 1.0 / (1_u128 << 100) as f64;

/// A number of a state. Below 2⁻¹⁰⁰ it becomes 0, long before it is subnormal, which some machines compute with
/// many times slower: a state that fades in silence would stay there. A 0 stays what it is, with its derivative
/// in a dual number; NaN too.
#[inline(always)]
pub(super) fn settled<T: Scalar>(x: T) -> T {
    if x.abs() < T::from_f64(LEAST) && x != T::zero() { T::zero() } else { x }
}

/// dh ← dh + Uᵀ·du of some gates, in the order of the rows of Uᵀ.
#[inline(always)]
pub(super) fn through<T: Scalar, const H: usize>(
    transposed: &[[[T; H]; H]],
    du: &[[T; H]],
    dh: &mut [T; H],
) {
    for (row, &du) in transposed.as_flattened().iter().zip(du.as_flattened()) {
        for (dh, &u) in dh.iter_mut().zip(row) {
            *dh += u * du;
        }
    }
}
