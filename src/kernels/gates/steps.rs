//! The steps of a cell, one after the other.

use super::{
    engine::Engine,
    recurrence::{Cell, Kept, Recurrence},
};
use crate::Scalar;
use core::mem::MaybeUninit;

/// Steps whose W·x is one product, of a batch of one.
const AT_A_TIME: usize = 8;

/// Inputs from which on that product is worth the trip of its sums through memory. Of fewer, W·x is added where U·h is,
/// as in a single step: blocks of 64 steps of an LSTM and of a GRU of one input and 16 units take 0.91 of the time of as many
/// single steps, and 1.04 with the product. With 40 inputs the product makes 0.64 of it.
const INPUTS: usize = 4;

/// All steps of x, B columns each: h behind each of them is written to y, and what it leaves to `kept`, where
/// there is room for that.
#[allow(clippy::too_many_arguments, reason = "a state of two parts, and two outputs")]
#[inline(always)]
pub(super) fn steps<
    R: Recurrence<G, M, E>,
    K: Engine<T, W>,
    T: Scalar,
    W: Copy,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
>(
    k: K,
    cell: &Cell<'_, W, G, IN, H>,
    x: &[[T; IN]],
    h: &mut [[T; H]; B],
    memory: &mut [&mut [[T; H]; B]; M],
    y: &mut [MaybeUninit<[T; H]>],
    kept: &mut [MaybeUninit<Kept<T, G, E, H>>],
) {
    let mut room = MaybeUninit::uninit();
    let bias = k.bias(cell.bias, &mut room);
    let mut n = 0;
    let as_steps = const { B == 1 && IN < INPUTS } && kept.is_empty();
    if const { B == 1 } && !as_steps {
        while let Some(x) = x.get(n..)
            && let Some(x) = x.first_chunk::<AT_A_TIME>()
        {
            let mut z = MaybeUninit::uninit();
            k.sums::<0, G, G, H, IN, AT_A_TIME>(bias, cell.input, x, &mut z);
            // SAFETY: they have just been written.
            for z in unsafe { z.assume_init_mut() }.as_chunks_mut::<1>().0 {
                let Some(z) = z.first_chunk_mut::<B>() else { return };
                one::<R, K, T, W, G, M, E, IN, H, B>(k, cell, z, h, memory, n, y, kept);
                n += B;
            }
        }
    }
    while let Some(x) = x.get(n..)
        && let Some(x) = x.first_chunk::<B>()
        && !x.is_empty()
    {
        if const { B == 1 && IN < INPUTS } && as_steps {
            R::from_input(k, cell, x, h, memory);
            put(n, h, y);
            n += B;
            continue;
        }
        let mut z = MaybeUninit::uninit();
        k.sums::<0, G, G, H, IN, B>(bias, cell.input, x, &mut z);
        // SAFETY: as above.
        let z = unsafe { z.assume_init_mut() };
        one::<R, K, T, W, G, M, E, IN, H, B>(k, cell, z, h, memory, n, y, kept);
        n += B;
    }
}

/// The step whose columns begin at number n.
#[allow(clippy::too_many_arguments, reason = "as above")]
#[inline(always)]
fn one<
    R: Recurrence<G, M, E>,
    K: Engine<T, W>,
    T: Scalar,
    W: Copy,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
>(
    k: K,
    cell: &Cell<'_, W, G, IN, H>,
    z: &mut [[[T; H]; G]; B],
    h: &mut [[T; H]; B],
    memory: &mut [&mut [[T; H]; B]; M],
    n: usize,
    y: &mut [MaybeUninit<[T; H]>],
    kept: &mut [MaybeUninit<Kept<T, G, E, H>>],
) {
    let kept = match kept.get_mut(n..) {
        Some(kept) => kept.first_chunk_mut::<B>(),
        None => None,
    };
    R::from_sums(k, cell, z, h, memory, kept);
    put(n, h, y);
}

/// h behind the step whose columns begin at number n.
#[inline(always)]
fn put<T: Copy, const H: usize>(n: usize, h: &[[T; H]], y: &mut [MaybeUninit<[T; H]>]) {
    if let Some(y) = y.get_mut(n..) {
        for (y, h) in y.iter_mut().zip(h) {
            y.write(*h);
        }
    }
}
