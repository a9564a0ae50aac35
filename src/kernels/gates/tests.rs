//! Every cell with every instruction set, against plain loops, bit for bit.

use super::{
    Pass, backwards, backwards_with,
    engine::Plain,
    gated_unit::{ResetAfter, ResetBefore},
    gradient, inputs,
    long_short_term::LongShortTerm,
    many, many_with, one, one_with,
    recurrence::{Cell, Kept, Recurrence},
    steps, weights,
};
use crate::{
    FastSigmoid, FastTanh, Sigmoid, Tanh,
    kernels::{instruction_set::InstructionSet, simd::Array},
};
use core::mem::MaybeUninit;
use std::{boxed::Box, format, vec, vec::Vec};

/// Numbers of a fixed sequence: moderate ones, or in one of eight cases anything.
struct Sequence {
    state: u64,
    any: bool,
}

impl Sequence {
    fn next(&mut self) -> f32 {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let bits = ((self.state >> 32) ^ (self.state >> 13)) as u32;
        match self.any && bits & 7 == 0 {
            true => f32::from_bits(bits.rotate_right(5)),
            false => bits.cast_signed() as f32 / 2_147_483_648.0,
        }
    }

    fn rows<const N: usize>(&mut self, count: usize) -> Vec<[f32; N]> {
        (0..count).map(|_| core::array::from_fn(|_| self.next())).collect()
    }

    fn weights<const G: usize, const H: usize>(&mut self, count: usize) -> Vec<[[f32; H]; G]> {
        (0..count)
            .map(|_| core::array::from_fn(|_| core::array::from_fn(|_| self.next())))
            .collect()
    }
}

/// Bits with all NaN as one.
fn bits(x: &[f32]) -> Vec<u32> {
    x.iter().map(|x| if x.is_nan() { f32::NAN.to_bits() } else { x.to_bits() }).collect()
}

fn array<T, const N: usize>(x: &[T]) -> &[T; N] {
    x.first_chunk().unwrap()
}

/// Room whose numbers are there.
fn room<T>(x: &mut [T]) -> &mut [MaybeUninit<T>] {
    // SAFETY: numbers that are initialised may be written as if they were not.
    unsafe { &mut *(&raw mut *x as *mut [MaybeUninit<T>]) }
}

/// With fused multiply-add, the best instructions have bits of their own.
const SETS: core::ops::Range<usize> = if cfg!(constnet_fma) { 1..3 } else { 1..4 };

fn check<
    R: Recurrence<G, M, E>,
    const G: usize,
    const M: usize,
    const E: usize,
    const IN: usize,
    const H: usize,
    const B: usize,
>(
    name: &str,
) {
    for any in [false, true] {
        let mut numbers = Sequence { state: (IN + 100 * H) as u64, any };
        let (input, hidden) = (numbers.weights::<G, H>(IN), numbers.weights::<G, H>(H));
        let biases = numbers.weights::<G, H>(2);
        let cell = Cell {
            input: array(&input),
            hidden: array(&hidden),
            bias: &biases[0],
            hidden_bias: &biases[1],
        };
        for steps in [0, 1, 2, 7, 8, 9, 19] {
            let what = format!("{name}: {IN} to {H}, batch {B}, {steps} steps, any {any}");
            let x = numbers.rows::<IN>(steps * B);
            let first = numbers.rows::<H>(B * (1 + M));
            let dy = numbers.rows::<H>(steps * B);
            let none = Kept { sums: [[7.0; H]; G], gates: [[7.0; H]; G], more: [[7.0; H]; E] };

            // Forward, with what is kept.
            let forward = |set: usize, keep: bool| {
                let mut h: Box<[[f32; H]; B]> = Box::new(*array(&first));
                let mut more: Vec<[[f32; H]; B]> =
                    (0..M).map(|m| *array(&first[(1 + m) * B..])).collect();
                let mut memory = more.iter_mut();
                let memory: &mut [_; M] = &mut core::array::from_fn(|_| memory.next().unwrap());
                let mut y = vec![[7.0; H]; steps * B];
                let mut kept = vec![none; if keep { steps * B } else { 0 }];
                let (h_of, y_of, kept_of) = (&mut *h, room(&mut y), room(&mut kept));
                match set {
                    0 => steps::steps::<R, _, f32, f32, G, M, E, IN, H, B>(
                        Plain, &cell, &x, h_of, memory, y_of, kept_of,
                    ),
                    // SAFETY: arrays are on every machine.
                    1 => unsafe {
                        many_with::<Array, R, f32, G, M, E, IN, H, B>(
                            &cell, &x, h_of, memory, y_of, kept_of,
                        );
                    },
                    2 => many::at::<R, f32, G, M, E, IN, H, B>(
                        InstructionSet::BASELINE,
                        &cell,
                        &x,
                        h_of,
                        memory,
                        y_of,
                        kept_of,
                    ),
                    _ => many::dispatch::<R, f32, G, M, E, IN, H, B>(
                        &cell, &x, h_of, memory, y_of, kept_of,
                    ),
                }
                let mut all = y.as_flattened().to_vec();
                all.extend(h.as_flattened().iter().chain(more.as_flattened().as_flattened()));
                (all, kept, y)
            };
            let (expected, kept, y) = forward(0, true);
            let flat = |kept: &[Kept<f32, G, E, H>]| {
                let parts = kept.iter().flat_map(|k| {
                    [k.sums.as_flattened(), k.gates.as_flattened(), k.more.as_flattened()]
                });
                bits(&parts.flatten().copied().collect::<Vec<_>>())
            };
            for set in SETS {
                let (found, also_kept, _) = forward(set, true);
                assert!(bits(&found) == bits(&expected), "{what}: {set}");
                assert!(flat(&also_kept) == flat(&kept), "{what}: what is kept, {set}");
                assert!(bits(&forward(set, false).0) == bits(&expected), "{what}: alone, {set}");
            }

            // One step after the other.
            for set in 0..SETS.end {
                let mut h: Box<[[f32; H]; B]> = Box::new(*array(&first));
                let mut more: Vec<[[f32; H]; B]> =
                    (0..M).map(|m| *array(&first[(1 + m) * B..])).collect();
                let mut memory = more.iter_mut();
                let memory: &mut [_; M] = &mut core::array::from_fn(|_| memory.next().unwrap());
                let mut all = Vec::new();
                for x in x.as_chunks::<B>().0 {
                    match set {
                        0 => R::from_input(Plain, &cell, x, &mut h, memory),
                        // SAFETY: arrays are on every machine.
                        1 => unsafe {
                            one_with::<Array, R, f32, G, M, E, IN, H, B>(&cell, x, &mut h, memory);
                        },
                        2 => one::at::<R, f32, G, M, E, IN, H, B>(
                            InstructionSet::BASELINE,
                            &cell,
                            x,
                            &mut h,
                            memory,
                        ),
                        _ => one::dispatch::<R, f32, G, M, E, IN, H, B>(&cell, x, &mut h, memory),
                    }
                    all.extend(h.as_flattened());
                }
                all.extend(h.as_flattened().iter().chain(more.as_flattened().as_flattened()));
                assert!(bits(&all) == bits(&expected), "{what}: step by step, {set}");
            }

            // Each column alone.
            for b in 0..B {
                let column = |rows: &[[f32; H]]| -> Vec<[f32; H]> {
                    rows.iter().skip(b).step_by(B).copied().collect()
                };
                let x: Vec<[f32; IN]> = x.iter().skip(b).step_by(B).copied().collect();
                let mut h = [first[b]];
                let mut more: Vec<[[f32; H]; 1]> =
                    (0..M).map(|m| [first[(1 + m) * B + b]]).collect();
                let mut memory = more.iter_mut();
                let memory: &mut [_; M] = &mut core::array::from_fn(|_| memory.next().unwrap());
                let mut alone = vec![[7.0; H]; steps];
                many::dispatch::<R, f32, G, M, E, IN, H, 1>(
                    &cell,
                    &x,
                    &mut h,
                    memory,
                    room(&mut alone),
                    &mut [],
                );
                if !cfg!(constnet_fma) {
                    assert!(
                        bits(alone.as_flattened()) == bits(column(&y).as_flattened()),
                        "{what}: column {b}"
                    );
                }
            }

            // The way back.
            let rest: [_; M] = core::array::from_fn(|m| array(&first[(1 + m) * B..]));
            let pass = Pass {
                hidden: cell.hidden,
                h: array(&first),
                memory: rest,
                y: &y,
                kept: &kept,
                dy: &dy,
            };
            let back = |set: usize| {
                let mut dz = vec![[[7.0; H]; G]; steps * B];
                let mut du = vec![[[7.0; H]; G]; steps * B];
                match set {
                    0 => gradient::back::<R, f32, G, M, E, H, B>(&pass, &mut dz, &mut du),
                    // SAFETY: arrays are on every machine.
                    1 => unsafe {
                        backwards_with::<Array, R, G, M, E, H, B>(&pass, &mut dz, &mut du);
                    },
                    2 => backwards::at::<R, G, M, E, H, B>(
                        InstructionSet::BASELINE,
                        &pass,
                        &mut dz,
                        &mut du,
                    ),
                    _ => backwards::dispatch::<R, G, M, E, H, B>(&pass, &mut dz, &mut du),
                }
                (dz, du)
            };
            let (dz, du) = back(0);
            for set in SETS {
                let found = back(set);
                assert!(
                    bits(found.0.as_flattened().as_flattened())
                        == bits(dz.as_flattened().as_flattened()),
                    "{what}: dz, {set}"
                );
                assert!(
                    bits(found.1.as_flattened().as_flattened())
                        == bits(du.as_flattened().as_flattened()),
                    "{what}: du, {set}"
                );
            }

            // The gradients by weights and inputs.
            let products = |set: usize| {
                let mut dw = numbers.weights_again::<G, H>(IN);
                let mut dx = vec![[7.0; IN]; steps * B];
                let (to_w, to_x) = (array_mut(&mut dw), room(&mut dx));
                match set {
                    0 => {
                        gradient::weights(&dz, &x, to_w);
                        gradient::inputs(cell.input, &dz, to_x);
                    }
                    // SAFETY: arrays are on every machine.
                    1 => unsafe {
                        gradient::weights_with::<Array, G, H, IN>(&dz, &x, to_w);
                        gradient::inputs_with::<Array, G, H, IN>(cell.input, &dz, to_x);
                    },
                    2 => {
                        weights::at::<G, H, IN>(InstructionSet::BASELINE, &dz, &x, to_w);
                        inputs::at::<G, H, IN>(InstructionSet::BASELINE, cell.input, &dz, to_x);
                    }
                    _ => {
                        weights::dispatch::<G, H, IN>(&dz, &x, to_w);
                        inputs::dispatch::<G, H, IN>(cell.input, &dz, to_x);
                    }
                }
                (bits(dw.as_flattened().as_flattened()), bits(dx.as_flattened()))
            };
            let expected = products(0);
            for set in SETS {
                assert!(products(set) == expected, "{what}: dW or dx, {set}");
            }
        }
    }
}

impl Sequence {
    /// Weights that are the same each time.
    fn weights_again<const G: usize, const H: usize>(&self, count: usize) -> Vec<[[f32; H]; G]> {
        Self { state: self.state, any: false }.weights(count)
    }
}

fn array_mut<T, const N: usize>(x: &mut [T]) -> &mut [T; N] {
    x.first_chunk_mut().unwrap()
}

macro_rules! cells {
    ($($name:ident: $recurrence:ty, $g:literal $m:literal $e:literal,
       $([$in:literal => $h:literal; $($b:literal)*])*;)*) => {$(
        #[test]
        fn $name() {
            $($(check::<$recurrence, $g, $m, $e, $in, $h, $b>(stringify!($name));)*)*
        }
    )*};
}

cells! {
    long_short_term: LongShortTerm<Sigmoid, Tanh>, 4 1 2,
        [1 => 1; 1 2] [2 => 2; 1 3] [3 => 5; 1 9] [9 => 16; 1 2] [17 => 20; 1];
    fast_long_short_term: LongShortTerm<FastSigmoid, FastTanh>, 4 1 2,
        [1 => 16; 1] [0 => 3; 1 2] [40 => 40; 1] [5 => 7; 4];
    reset_after: ResetAfter<Sigmoid, Tanh>, 3 0 1,
        [1 => 1; 1 2] [2 => 2; 1 3] [3 => 5; 1 9] [9 => 16; 1 2];
    reset_before: ResetBefore<FastSigmoid, FastTanh>, 3 0 1,
        [1 => 1; 1 2] [2 => 2; 1 3] [3 => 5; 1 9] [9 => 16; 1 2];
    simple: Simple<Tanh>, 1 0 0,
        [1 => 1; 1 2] [2 => 3; 3] [3 => 5; 1 9] [9 => 16; 1 2];
}
