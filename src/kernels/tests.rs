//! Every kernel at every level, against its plain twin, bit for bit.

use super::{
    Instructions, dense, elementwise, instruction_set::InstructionSet, plain, simd::Array, softmax,
    together,
};
use crate::{
    Dense, Elementwise, FastSigmoid, FastTanh, Forward, Frozen, Relu, Residual, Softmax, Softplus,
    Tanh, rule::Rule,
};
use core::mem::MaybeUninit;
use nalgebra::{ArrayStorage, SMatrix, SVector};
use std::{boxed::Box, format, vec, vec::Vec};

/// Numbers of one kind, from a fixed sequence.
#[derive(Clone, Copy, Debug)]
pub(super) enum Numbers {
    /// In (−1, 1).
    Moderate,
    /// Any bits: huge, denormal, infinite and NaN.
    Any,
    /// Denormal and ±0.
    Denormal,
}

pub(super) struct Sequence(pub(super) u64);

impl Sequence {
    pub(super) fn next(&mut self, numbers: Numbers) -> f32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let bits = ((self.0 >> 32) ^ (self.0 >> 13)) as u32;
        match numbers {
            Numbers::Moderate => (bits as i32) as f32 / 2_147_483_648.0,
            // One number in eight has any bits, so that not every sum is NaN.
            Numbers::Any if bits & 7 == 0 => f32::from_bits(bits.rotate_right(5)),
            Numbers::Any => f32::from_bits(bits & 0x8fff_ffff | 0x3000_0000),
            Numbers::Denormal => f32::from_bits(bits & 0x807f_ffff & (bits << 3 | 0x8000_0000)),
        }
    }

    fn matrix<const R: usize, const C: usize>(&mut self, numbers: Numbers) -> Vec<[f32; R]> {
        self.columns(numbers, C)
    }

    pub(super) fn columns<const R: usize>(&mut self, numbers: Numbers, n: usize) -> Vec<[f32; R]> {
        (0..n).map(|_| core::array::from_fn(|_| self.next(numbers))).collect()
    }
}

/// As arrays of a matrix: boxed, because test threads have little stack.
fn boxed<const R: usize, const C: usize>(columns: Vec<[f32; R]>) -> Box<[[f32; R]; C]> {
    columns.into_boxed_slice().try_into().unwrap()
}

/// The bits, with all NaN as one.
pub(super) fn bits<const R: usize>(columns: &[[f32; R]]) -> Vec<u32> {
    let bits = |x: &f32| if x.is_nan() { f32::NAN.to_bits() } else { x.to_bits() };
    columns.as_flattened().iter().map(bits).collect()
}

/// A product at every level: the plain twin first, then the arrays, the baseline, the best.
pub(super) fn same<const R: usize>(what: &str, run: impl Fn(usize) -> Vec<[f32; R]>) {
    let expected = bits(&run(0));
    // With fused multiply-add, the best level has bits of its own.
    let levels = if cfg!(constnet_fma) { 1..3 } else { 1..4 };
    for level in levels {
        let found = bits(&run(level));
        assert!(expected == found, "{what}: level {level} differs from the plain twin");
    }
}

fn check<const IN: usize, const OUT: usize, const B: usize>() {
    for numbers in [Numbers::Moderate, Numbers::Any, Numbers::Denormal] {
        let mut sequence = Sequence(IN as u64 + 1000 * OUT as u64);
        let w = &*boxed::<OUT, IN>(sequence.matrix::<OUT, IN>(numbers));
        let x = &*boxed::<IN, B>(sequence.matrix::<IN, B>(numbers));
        let dy = &*boxed::<OUT, B>(sequence.matrix::<OUT, B>(numbers));
        let dw = sequence.matrix::<OUT, IN>(numbers);
        let bias: &[f32; OUT] = &core::array::from_fn(|_| sequence.next(numbers));
        let what = |product| format!("{product}, {IN} to {OUT}, batch {B}, {numbers:?}");

        let forward = |level| {
            let mut y = boxed::<OUT, B>(vec![[7.0; OUT]; B]);
            let out = out(&mut *y);
            match level {
                0 => plain::dense(w, bias, x, out.write([[7.0; OUT]; B])),
                // SAFETY: arrays are on every machine.
                1 => unsafe { dense::write_output::<Array, _, IN, OUT, B>(w, bias, x, out) },
                2 => dense::output::at(InstructionSet::BASELINE, w, bias, x, out),
                _ => dense::output::dispatch(w, bias, x, out),
            }
            y.to_vec()
        };
        same(&what("y"), forward);
        same(&what("dx"), |level| {
            let mut dx = boxed::<IN, B>(vec![[7.0; IN]; B]);
            let out = out(&mut *dx);
            match level {
                0 => plain::dense_input(w, dy, out.write([[7.0; IN]; B])),
                // SAFETY: arrays are on every machine.
                1 => unsafe { dense::write_input::<Array, IN, OUT, B>(w, dy, out) },
                2 => dense::input::at(InstructionSet::BASELINE, w, dy, out),
                _ => dense::input::dispatch(w, dy, out),
            }
            dx.to_vec()
        });
        same(&what("dw"), |level| {
            let mut dw = boxed::<OUT, IN>(dw.clone());
            let mut db = *bias;
            match level {
                0 => plain::dense_parameters(x, dy, &mut dw, &mut db),
                // SAFETY: arrays are on every machine.
                1 => unsafe {
                    dense::write_parameters::<Array, IN, OUT, B>(x, dy, &mut dw, &mut db, true)
                },
                2 => dense::parameters::at(InstructionSet::BASELINE, x, dy, &mut dw, &mut db, true),
                _ => dense::parameters::dispatch(x, dy, &mut dw, &mut db, true),
            }
            let mut both = dw.to_vec();
            both.push(db);
            both
        });

        same(&what("dw, set"), |level| {
            let mut dw = boxed::<OUT, IN>(dw.clone());
            let mut db = *bias;
            match level {
                0 => {
                    (dw, db) = (boxed::<OUT, IN>(vec![[0.0; OUT]; IN]), [0.0; OUT]);
                    plain::dense_parameters(x, dy, &mut dw, &mut db);
                }
                // SAFETY: arrays are on every machine.
                1 => unsafe {
                    dense::write_parameters::<Array, IN, OUT, B>(x, dy, &mut dw, &mut db, false)
                },
                2 => {
                    dense::parameters::at(InstructionSet::BASELINE, x, dy, &mut dw, &mut db, false)
                }
                _ => dense::parameters::dispatch(x, dy, &mut dw, &mut db, false),
            }
            let mut both = dw.to_vec();
            both.push(db);
            both
        });

        // Column j of a batch has the bits of a batch of one.
        let batch = forward(3);
        for (x, column) in x.iter().zip(batch) {
            let y = dense(Instructions::UNKNOWN, w, bias, &SVector::from(*x));
            assert_eq!(bits(&y.data.0), bits(&[column]), "{} against batch one", what("y"));
        }
    }
}

/// Weights of 16 bits give the bits of the `f32`s that they stand for.
#[cfg(feature = "half")]
fn check_halves<const IN: usize, const OUT: usize, const B: usize>() {
    use half::{bf16, f16};
    for numbers in [Numbers::Moderate, Numbers::Any, Numbers::Denormal] {
        let mut sequence = Sequence(IN as u64 + 1000 * OUT as u64);
        let x = &*boxed::<IN, B>(sequence.matrix::<IN, B>(numbers));
        let mut matrix = || -> Vec<[u16; OUT]> {
            let mut bits = |n| match n {
                // The subnormal numbers of either format and everything that is not finite.
                Numbers::Denormal => sequence.next(Numbers::Any).to_bits() as u16 & 0x807f,
                Numbers::Any => sequence.next(Numbers::Any).to_bits() as u16,
                Numbers::Moderate => sequence.next(n).to_bits().wrapping_shr(16) as u16,
            };
            (0..=IN).map(|_| core::array::from_fn(|_| bits(numbers))).collect()
        };
        macro_rules! kind {
            ($half:ident, $kernel:ident) => {
                let stored: Vec<[$half; OUT]> =
                    matrix().iter().map(|column| column.map($half::from_bits)).collect();
                let wide = |column: &[$half; OUT]| column.map(|w| w.to_f32_const());
                let (w, bias): (&[[$half; OUT]; IN], _) =
                    (stored[..IN].try_into().unwrap(), &stored[IN]);
                let widened = boxed::<OUT, IN>(w.iter().map(wide).collect());
                let what = format!("{}, {IN} to {OUT}, batch {B}, {numbers:?}", stringify!($half));
                let forward = |level| {
                    let mut y = boxed::<OUT, B>(vec![[7.0; OUT]; B]);
                    let out = out(&mut *y);
                    match level {
                        0 => plain::dense(&widened, &wide(bias), x, out.write([[7.0; OUT]; B])),
                        // SAFETY: arrays are on every machine.
                        1 => unsafe {
                            dense::write_output::<Array, _, IN, OUT, B>(w, bias, x, out)
                        },
                        2 => dense::$kernel::at(InstructionSet::BASELINE, w, bias, x, out),
                        _ => dense::$kernel::dispatch(w, bias, x, out),
                    }
                    y.to_vec()
                };
                same(&what, forward);
                for (x, column) in x.iter().zip(forward(3)) {
                    let y = super::dense_half(w, bias, &SVector::from(*x));
                    assert_eq!(bits(&y.data.0), bits(&[column]), "{what}");
                }
            };
        }
        kind!(f16, output_f16);
        kind!(bf16, output);
    }
}

macro_rules! shapes {
    ($($test:ident: $([$in:literal => $out:literal; $($b:literal)*])*)*) => { $(
        #[test]
        fn $test() { $( $( check::<$in, $out, $b>(); )* )* }
    )* };
}

macro_rules! halves {
    ($([$in:literal => $out:literal; $($b:literal)*])*) => {
        #[cfg(feature = "half")]
        #[test]
        fn weights_of_16_bits() { $( $( check_halves::<$in, $out, $b>(); )* )* }
    };
}

halves! {
    [0 => 5; 1 3] [5 => 0; 1] [3 => 1; 2] [33 => 1; 1] [100 => 1; 3] [5 => 2; 1 2] [17 => 3; 8]
    [33 => 4; 1 7] [8 => 4; 1] [14 => 4; 1] [15 => 7; 3] [7 => 8; 1 3] [10 => 10; 1 5] [64 => 31; 1 3] [17 => 33; 1 16]
    [300 => 70; 1 5] [100 => 128; 1] [9 => 40; 1] [9 => 48; 1 2] [9 => 56; 1] [5 => 64; 1] [200 => 96; 1]
}

// Every width from both sides, with sums longer and shorter than their number of partial sums;
// every remainder of a batch.
shapes! {
    nothing: [0 => 5; 1 3] [5 => 0; 1 7] [0 => 0; 1]
    one_output: [1 => 1; 1] [3 => 1; 2] [8 => 1; 1 5] [9 => 1; 3] [31 => 1; 2] [32 => 1; 9] [100 => 1; 3]
    two_outputs: [1 => 2; 3] [5 => 2; 2] [8 => 2; 1] [17 => 2; 8]
    three_outputs: [2 => 3; 5] [16 => 3; 1] [33 => 3; 2]
    half_a_vector: [2 => 4; 1] [8 => 4; 1] [9 => 4; 1] [10 => 4; 2] [16 => 4; 1] [23 => 4; 1] [3 => 5; 2] [15 => 7; 3] [33 => 4; 1 2 3 4 5 6 7 8 9 16 17 32]
    one_vector: [1 => 8; 4] [7 => 8; 3] [64 => 8; 5]
    two_vectors: [5 => 9; 7] [10 => 10; 1 2 3 4 5 6 7 8 9 16 17 32] [128 => 10; 4] [16 => 15; 2] [64 => 16; 6]
    partial_sums_of_two: [1 => 17; 1] [64 => 31; 3] [9 => 32; 8]
    blocks: [17 => 33; 1 2 3 4 5 6 7 8 9 16 17 32] [31 => 64; 6] [10 => 100; 2]
    streams: [64 => 128; 3] [100 => 128; 1] [300 => 70; 5]
    panels: [601 => 150; 7] [3 => 130; 601]
}

/// As memory for a kernel to write to.
fn out<Y: ?Sized, Z>(y: &mut Y) -> &mut MaybeUninit<Z> {
    assert_eq!(size_of_val(y), size_of::<Z>());
    // SAFETY: numbers that are initialised may be written as if they were not.
    unsafe { &mut *(&raw mut *y).cast::<MaybeUninit<Z>>() }
}

fn check_function<F: Elementwise>(f: &F, name: &str) {
    for numbers in [Numbers::Moderate, Numbers::Any, Numbers::Denormal] {
        let mut sequence = Sequence(3);
        for n in (0..40).chain([63, 64, 65, 100]) {
            let [x, y, dy]: [Vec<f32>; 3] =
                core::array::from_fn(|_| (0..n).map(|_| sequence.next(numbers)).collect());
            let what = format!("{name} of {n} numbers, {numbers:?}");
            same(&what, |level| {
                let mut found = vec![[7.0; 1]; n];
                let to = found.as_flattened_mut();
                // SAFETY: a kernel writes numbers; arrays are on every machine.
                let uninit = unsafe { &mut *(&raw mut *to as *mut [MaybeUninit<f32>]) };
                match level {
                    0 => plain::activate(f, &x, uninit),
                    // SAFETY: as above.
                    1 => unsafe { elementwise::write_values::<Array, _>(f, &x, uninit) },
                    2 => elementwise::values::at(InstructionSet::BASELINE, f, &x, uninit),
                    _ => elementwise::values::dispatch(f, &x, uninit),
                }
                found
            });
            same(&what, |level| {
                let mut found = vec![[7.0; 1]; n];
                let to = found.as_flattened_mut();
                // SAFETY: a kernel writes numbers.
                let uninit = unsafe { &mut *(&raw mut *to as *mut [MaybeUninit<f32>]) };
                match level {
                    0 | 1 => plain::activate_backward(f, &x, &y, &dy, uninit),
                    2 => elementwise::slopes::at(InstructionSet::BASELINE, f, &x, &y, &dy, uninit),
                    _ => elementwise::slopes::dispatch(f, &x, &y, &dy, uninit),
                }
                found
            });
        }
    }
}

#[test]
fn functions_of_one_number() {
    check_function(&Tanh, "Tanh");
    check_function(&FastTanh, "FastTanh");
    check_function(&Softplus, "Softplus");
    check_function(&Relu, "Relu");
}

#[test]
fn steps_and_magnitudes() {
    for numbers in [Numbers::Moderate, Numbers::Any, Numbers::Denormal] {
        let mut sequence = Sequence(3);
        for n in (0..40).chain([63, 64, 65, 100, 1024, 1025, 3100, 16_384, 16_500]) {
            let [x, y, dy]: [Vec<f32>; 3] =
                core::array::from_fn(|_| (0..n).map(|_| sequence.next(numbers)).collect());
            let what = format!("{n} numbers, {numbers:?}");
            same(&what, |level| {
                let sizes = match level {
                    0 | 1 => plain::magnitudes(&x, &dy),
                    2 if n <= plain::BLOCK => {
                        let baseline = InstructionSet::BASELINE;
                        elementwise::magnitudes_of_block::at(baseline, &x, &dy, n > 500)
                    }
                    _ => elementwise::magnitudes(&x, &dy),
                };
                vec![[sizes.squares, sizes.gradient, sizes.theta]]
            });
            let step = |level, far| {
                let (mut theta, mut memory) = (x.clone(), y.clone());
                let slots = [&mut memory[..]];
                let (rule, level_of) = (&Momentum, InstructionSet::BASELINE);
                match (level, far) {
                    (0 | 1, _) => plain::update(rule, &mut theta, &dy, slots),
                    (2, false) => elementwise::near::at(level_of, rule, &mut theta, &dy, slots),
                    (2, true) => elementwise::far::at(level_of, rule, &mut theta, &dy, slots),
                    (_, false) => elementwise::near::dispatch(rule, &mut theta, &dy, slots),
                    (_, true) => elementwise::far::dispatch(rule, &mut theta, &dy, slots),
                }
                theta.iter().zip(&memory).map(|(&theta, &m)| [theta, m]).collect()
            };
            same(&what, |level| step(level, false));
            same(&what, |level| step(level, true));
        }
    }
}

#[test]
fn the_shortest_slice_ends_an_update() {
    for [theta, gradient, memory] in [
        [2, 9, 9],
        [9, 2, 9],
        [9, 9, 2],
        [0, 1, 1],
        [200, 130, 200],
        [200, 200, 60],
        [90, 200, 200],
    ] {
        for far in [false, true] {
            let (mut theta, mut memory) = (vec![1.0_f32; theta], vec![0.0_f32; memory]);
            let gradient = vec![8.0_f32; gradient];
            let n = theta.len().min(gradient.len()).min(memory.len());
            if far {
                elementwise::far::dispatch(&Momentum, &mut theta, &gradient, [&mut memory]);
            } else {
                elementwise::near::dispatch(&Momentum, &mut theta, &gradient, [&mut memory]);
            }
            assert!(theta.iter().enumerate().all(|(i, &t)| t == if i < n { 0.0 } else { 1.0 }));
            assert!(memory.iter().enumerate().all(|(i, &m)| m == if i < n { 8.0 } else { 0.0 }));
        }
    }
}

/// m ← g + m/2, θ ← θ − m/8.
struct Momentum;

impl Rule<f32, 1> for Momentum {
    #[inline(always)]
    fn update(&self, theta: f32, gradient: f32, [m]: [f32; 1]) -> (f32, [f32; 1]) {
        let m = gradient + 0.5 * m;
        (theta - 0.125 * m, [m])
    }
}

fn check_softmax<const N: usize, const B: usize>() {
    for numbers in [Numbers::Moderate, Numbers::Any, Numbers::Denormal] {
        let x = &*boxed::<N, B>(Sequence(N as u64).matrix::<N, B>(numbers));
        let run = |level| {
            let mut y = boxed::<N, B>(vec![[7.0; N]; B]);
            match level {
                0 => plain::softmax(x, &mut y),
                // SAFETY: arrays are on every machine.
                1 => unsafe { softmax::write::<Array, N, B>(x, out(&mut *y)) },
                2 => softmax::columns::at(InstructionSet::BASELINE, x, out(&mut *y)),
                _ => softmax::columns::dispatch(x, out(&mut *y)),
            }
            y.to_vec()
        };
        same(&format!("softmax of {N}, {numbers:?}"), run);
        for (x, column) in x.iter().zip(run(3)) {
            let y = super::softmax(Instructions::UNKNOWN, &SVector::from(*x));
            assert_eq!(bits(&y.data.0), bits(&[column]));
        }
    }
}

#[test]
fn softmax_of_every_width() {
    check_softmax::<1, 2>();
    check_softmax::<3, 3>();
    check_softmax::<5, 1>();
    check_softmax::<8, 4>();
    check_softmax::<10, 5>();
    check_softmax::<17, 2>();
    check_softmax::<64, 3>();
}

/// A stack whose layers are compiled into one function, against its layers in turn.
macro_rules! check_chain {
    ($numbers:ident, $B:literal: $([$in:literal => $out:literal] $layer:expr;)*) => {{
        let mut sequence = Sequence(5);
        $(
            let dense = Dense::<$in, $out>::new(
                core::array::from_fn(|_| core::array::from_fn(|_| sequence.next($numbers))),
                core::array::from_fn(|_| sequence.next($numbers)),
            );
            let net = (dense, $layer);
            let x = boxed::<$in, $B>(sequence.matrix::<$in, $B>($numbers));
            let x = SMatrix::from_array_storage(ArrayStorage(*x));
            same(&format!("{} to {} and {}, batch {}, {:?}", $in, $out, stringify!($layer), $B, $numbers), |level| {
                let y = match level {
                    0 | 1 => net.1.forward(&net.0.forward(&x)),
                    2 => together::at(InstructionSet::BASELINE, &net, &x),
                    _ => net.forward(&x),
                };
                y.data.0.to_vec()
            });
        )*
    }};
}

#[test]
fn a_stack_has_the_bits_of_its_layers_in_turn() {
    for numbers in [Numbers::Moderate, Numbers::Any, Numbers::Denormal] {
        // On both sides of what is inside the stack's function and what is called.
        check_chain!(numbers, 1:
            [2 => 8] FastTanh; [8 => 1] FastSigmoid; [5 => 3] Relu; [9 => 4] Tanh;
            [64 => 32] Relu; [32 => 10] Softmax; [70 => 64] FastTanh; [3 => 65] Relu;
            [2 => 65] Softmax; [3 => 7] Frozen(Softplus); [8 => 12] Residual(Relu);
            [4 => 9] (Softmax, Relu);
        );
        check_chain!(numbers, 3: [2 => 8] FastTanh; [9 => 4] Relu; [17 => 10] Softmax; [3 => 30] Relu;);
    }
}
