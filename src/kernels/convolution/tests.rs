//! Every kernel with every instruction set against its plain twin, bit for bit, in every shape.

use super::{
    input, output, parameters, plain,
    shape::{Shape, Shaped},
};
use crate::kernels::{
    instruction_set::InstructionSet,
    simd::Array,
    tests::{Numbers, Sequence, bits, same},
};
use crate::window::Axis;
use core::mem::MaybeUninit;
use std::{format, string::String, vec, vec::Vec};

/// Columns of memory for a kernel to write to.
fn out<const N: usize>(y: &mut [[f32; N]]) -> &mut [MaybeUninit<[f32; N]>] {
    // SAFETY: numbers that are initialised may be written as if they were not.
    unsafe { &mut *(&raw mut *y as *mut [MaybeUninit<[f32; N]>]) }
}

fn check<C: Shaped, const IN: usize, const OUT: usize>(name: &str) {
    let Shape { rows, columns, per, batch, .. } = C::SHAPE;
    let weights = rows.kernel * columns.kernel * per;
    let (xs, ys) = (rows.input * columns.input * batch, rows.output * columns.output * batch);
    for numbers in [Numbers::Moderate, Numbers::Any, Numbers::Denormal] {
        let mut sequence = Sequence(IN as u64 + 1000 * OUT as u64);
        let w = &sequence.columns::<OUT>(numbers, weights)[..];
        let x = &sequence.columns::<IN>(numbers, xs)[..];
        let dy = &sequence.columns::<OUT>(numbers, ys)[..];
        let dw = sequence.columns::<OUT>(numbers, weights);
        let bias = &sequence.columns::<OUT>(numbers, 1)[0];
        let what = |product| -> String { format!("{product}, {name}, {numbers:?}") };

        same(&what("y"), |kernel| {
            let mut y = vec![[7.0; OUT]; ys];
            let to = out(&mut y);
            match kernel {
                0 => plain::output(&C::SHAPE, w, bias, x, to),
                // SAFETY: arrays are on every machine.
                1 => unsafe { output::write_output::<Array, C, IN, OUT>(w, bias, x, to) },
                2 => output::output::at::<C, IN, OUT>(InstructionSet::BASELINE, w, bias, x, to),
                _ => output::output::dispatch::<C, IN, OUT>(w, bias, x, to),
            }
            y
        });
        same(&what("dx"), |kernel| {
            let mut dx = vec![[0.0; IN]; xs];
            match kernel {
                0 => plain::input(&C::SHAPE, w, dy, &mut dx),
                // SAFETY: arrays are on every machine.
                1 => unsafe { input::add_input::<Array, C, IN, OUT>(w, dy, &mut dx) },
                2 => input::input::at::<C, IN, OUT>(InstructionSet::BASELINE, w, dy, &mut dx),
                _ => input::input::dispatch::<C, IN, OUT>(w, dy, &mut dx),
            }
            dx
        });
        same(&what("dw"), |kernel| {
            let (mut dw, mut db) = (dw.clone(), *bias);
            match kernel {
                0 => plain::parameters(&C::SHAPE, x, dy, &mut dw, &mut db),
                // SAFETY: arrays are on every machine.
                1 => unsafe {
                    parameters::add_parameters::<Array, C, IN, OUT>(x, dy, &mut dw, &mut db)
                },
                2 => parameters::parameters::at::<C, IN, OUT>(
                    InstructionSet::BASELINE,
                    x,
                    dy,
                    &mut dw,
                    &mut db,
                ),
                _ => parameters::parameters::dispatch::<C, IN, OUT>(x, dy, &mut dw, &mut db),
            }
            dw.push(db);
            dw
        });

        // A sample of a batch has the bits of a batch of one.
        let batch_y = {
            let mut y = vec![[7.0; OUT]; ys];
            output::output::dispatch::<C, IN, OUT>(w, bias, x, out(&mut y));
            y
        };
        for b in 0..batch {
            let of_b = |columns: &[[f32; IN]]| -> Vec<_> {
                columns.iter().skip(b).step_by(batch).copied().collect()
            };
            let mut y = vec![[7.0; OUT]; ys / batch];
            plain::output(&Shape { batch: 1, ..C::SHAPE }, w, bias, &of_b(x), out(&mut y));
            let found: Vec<_> = batch_y.iter().skip(b).step_by(batch).copied().collect();
            assert!(bits(&y) == bits(&found), "{}: sample {b} alone", what("y"));
        }
    }
}

/// A test of shapes (the one with a c has zeros before): channels in and out, inputs of each output; kernel, stride, dilation, padding before and behind
/// of rows and of columns; rows and columns of the input, and batches.
macro_rules! shapes {
    ($($test:ident: $([
        $in:literal => $out:literal / $per:literal;
        $kh:literal $sh:literal $dh:literal ($bh:literal $eh:literal),
        $kw:literal $sw:literal $dw:literal ($bw:literal $ew:literal);
        $h:literal x $w:literal; $($b:literal)*
    ])*)*) => { $(
        #[test]
        fn $test() {
            $( $({
                struct This;
                impl Shaped for This {
                    const SHAPE: Shape = Shape {
                        rows: axis($kh, $sh, $dh, $bh, $eh, $h),
                        columns: axis($kw, $sw, $dw, $bw, $ew, $w),
                        per: $per,
                        batch: $b,
                        inputs: $in,
                        outputs: $out,
                        zeros: stringify!($test).as_bytes()[0] == b'c',
                    };
                    type Row = [[[f32; $out]; $per]; $kw];
                }
                check::<This, $in, $out>(concat!(
                    $in, " to ", $out, " per ", $per, ", ", $kh, " x ", $kw, " on ", $h, " x ", $w, ", strides ", $sh,
                    " ", $sw, ", dilations ", $dh, " ", $dw, ", padding ", $bh, " ", $eh, " ", $bw, " ", $ew, ", batch ", $b
                ));
            })* )*
        }
    )* };
}

const fn axis(
    kernel: usize,
    stride: usize,
    dilation: usize,
    before: usize,
    after: usize,
    input: usize,
) -> Axis {
    let output = (before + input + after - dilation * (kernel - 1) - 1) / stride + 1;
    Axis { kernel, stride, dilation, before, after, input, output }
}

// Every width of outputs and of inputs from both sides; each step alone and together.
shapes! {
    lenet: [1 => 6 / 1; 5 1 1 (0 0), 5 1 1 (0 0); 28 x 28; 1 2] [6 => 16 / 6; 5 1 1 (0 0), 5 1 1 (0 0); 12 x 12; 1 3]
    narrow: [1 => 1 / 1; 3 1 1 (0 0), 3 1 1 (0 0); 5 x 7; 1] [2 => 2 / 2; 2 1 1 (0 0), 3 1 1 (0 0); 6 x 9; 1]
        [3 => 3 / 3; 3 1 1 (1 1), 3 1 1 (1 1); 5 x 6; 1 3] [5 => 5 / 5; 1 1 1 (0 0), 2 1 1 (1 0); 4 x 9; 1]
        [4 => 4 / 4; 3 1 1 (1 1), 3 1 1 (1 1); 4 x 4; 2] [7 => 7 / 7; 3 1 1 (1 1), 3 1 1 (1 1); 5 x 4; 1]
        [1 => 1 / 1; 2 1 1 (0 0), 1 1 1 (0 0); 3 x 3; 1] [1 => 2 / 1; 1 1 1 (0 0), 1 1 1 (0 0); 1 x 1; 2]
        [1 => 3 / 1; 2 1 1 (0 0), 1 1 1 (0 0); 3 x 3; 1]
    wide: [3 => 8 / 3; 3 1 1 (1 1), 3 1 1 (1 1); 6 x 6; 1] [8 => 9 / 8; 3 1 1 (1 1), 3 1 1 (1 1); 5 x 5; 1]
        [8 => 15 / 8; 2 1 1 (0 0), 3 1 1 (0 0); 5 x 8; 2] [16 => 16 / 16; 3 1 1 (1 1), 3 1 1 (1 1); 8 x 8; 1]
        [17 => 17 / 17; 3 1 1 (0 0), 3 1 1 (0 0); 4 x 9; 1] [20 => 24 / 20; 1 1 1 (0 0), 3 1 1 (1 1); 2 x 15; 1]
        [33 => 31 / 33; 2 1 1 (0 0), 2 1 1 (0 0); 3 x 14; 1] [12 => 40 / 12; 3 1 1 (1 1), 3 1 1 (1 1); 3 x 3; 2]
        [10 => 70 / 10; 2 1 1 (1 0), 2 1 1 (1 0); 3 x 5; 1]
    one_pixel: [16 => 8 / 16; 1 1 1 (0 0), 1 1 1 (0 0); 5 x 5; 1 3] [5 => 20 / 5; 1 1 1 (0 0), 1 1 1 (0 0); 1 x 1; 1 4]
        [8 => 6 / 8; 1 1 1 (0 0), 1 1 1 (0 0); 3 x 3; 1] [8 => 16 / 8; 1 2 1 (0 0), 1 2 1 (0 0); 5 x 6; 2]
        [4 => 8 / 4; 1 1 1 (1 1), 1 1 1 (1 1); 3 x 3; 1]
    strides: [3 => 16 / 3; 3 2 1 (1 1), 3 2 1 (1 1); 9 x 9; 1] [8 => 8 / 8; 3 2 1 (0 1), 3 2 1 (0 1); 8 x 8; 2]
        [4 => 6 / 4; 4 2 1 (1 2), 10 2 1 (4 5); 10 x 12; 1] [8 => 12 / 8; 2 3 1 (0 0), 3 1 1 (0 0); 8 x 8; 2]
        [5 => 9 / 5; 3 1 1 (0 0), 2 3 1 (0 0); 6 x 11; 1] [8 => 8 / 8; 3 4 1 (0 0), 3 5 1 (0 0); 9 x 13; 2]
    dilations: [6 => 16 / 6; 3 1 2 (0 0), 3 1 2 (0 0); 9 x 9; 1] [8 => 8 / 8; 3 1 2 (2 2), 3 1 3 (3 3); 7 x 8; 2]
        [1 => 8 / 1; 1 1 1 (0 0), 3 1 4 (8 0); 1 x 20; 1] [4 => 4 / 4; 1 1 1 (0 0), 3 1 4 (8 0); 1 x 6; 2]
        [9 => 10 / 9; 3 2 2 (1 1), 3 2 3 (2 2); 9 x 11; 1]
    only_padding: [4 => 8 / 4; 2 1 1 (3 3), 2 1 1 (3 3); 1 x 1; 2] [8 => 4 / 8; 3 2 3 (6 6), 3 2 3 (6 6); 2 x 2; 1]
    causal: [1 => 4 / 1; 1 1 1 (0 0), 3 1 1 (2 0); 1 x 9; 1] [4 => 4 / 4; 1 1 1 (0 0), 3 1 4 (8 0); 1 x 20; 2]
        [3 => 2 / 3; 1 1 1 (0 0), 2 1 3 (3 0); 1 x 2; 1] [16 => 24 / 16; 1 1 1 (0 0), 3 1 2 (4 0); 1 x 17; 2]
        [8 => 8 / 1; 1 1 1 (0 0), 3 1 1 (2 0); 1 x 5; 1] [8 => 8 / 4; 1 1 1 (0 0), 1 1 1 (0 0); 1 x 5; 2]
    groups: [4 => 8 / 2; 3 1 1 (1 1), 3 1 1 (1 1); 4 x 5; 1] [16 => 16 / 8; 3 1 1 (1 1), 3 1 1 (1 1); 4 x 5; 2]
        [12 => 27 / 4; 2 2 1 (1 0), 2 1 2 (1 1); 5 x 5; 1] [6 => 6 / 2; 3 1 1 (0 0), 3 1 1 (0 0); 4 x 4; 1]
        [8 => 40 / 4; 1 1 1 (0 0), 1 1 1 (0 0); 4 x 4; 2]
    depthwise: [8 => 8 / 1; 3 1 1 (1 1), 3 1 1 (1 1); 6 x 6; 1] [4 => 4 / 1; 3 1 1 (0 0), 3 1 1 (0 0); 6 x 6; 2]
        [3 => 3 / 1; 3 1 1 (1 1), 3 1 1 (1 1); 4 x 5; 1] [19 => 19 / 1; 3 2 1 (1 1), 3 2 1 (1 1); 7 x 9; 2]
        [24 => 24 / 1; 3 1 2 (2 2), 3 1 2 (2 2); 5 x 14; 1] [64 => 64 / 1; 3 1 1 (1 1), 3 1 1 (1 1); 5 x 4; 1]
        [5 => 5 / 1; 1 1 1 (0 0), 1 1 1 (0 0); 3 x 4; 2] [4 => 12 / 1; 3 1 1 (1 1), 3 1 1 (1 1); 4 x 4; 1]
        [2 => 16 / 1; 3 1 1 (1 1), 3 1 1 (1 1); 4 x 4; 2] [9 => 9 / 1; 1 1 1 (0 0), 9 1 1 (4 4); 1 x 30; 1]
}

/// The sums are linear in x and in W each, so their slopes are what a 1 in one place alone gives.
fn check_slopes<const IN: usize, const OUT: usize>(shape: &Shape) {
    let Shape { rows, columns, per, batch, .. } = *shape;
    let weights = rows.kernel * columns.kernel * per;
    let (xs, ys) = (rows.input * columns.input * batch, rows.output * columns.output * batch);
    let mut sequence = Sequence(7);
    let mut numbers =
        |n| -> Vec<f64> { (0..n).map(|_| f64::from(sequence.next(Numbers::Moderate))).collect() };
    let (w, x, dy) = (numbers(weights * OUT), numbers(xs * IN), numbers(ys * OUT));
    let (w, dy) = (w.as_chunks::<OUT>().0.to_vec(), dy.as_chunks::<OUT>().0);
    let x = x.as_chunks::<IN>().0.to_vec();
    // Σ dy·y
    let total = |w: &[[f64; OUT]], bias: &[f64; OUT], x: &[[f64; IN]]| -> f64 {
        let mut y = vec![[MaybeUninit::new(0.0); OUT]; ys];
        // SAFETY: an array of what may be uninitialised is an array that may be.
        let to = unsafe { &mut *(&raw mut *y as *mut [MaybeUninit<[f64; OUT]>]) };
        plain::output(shape, w, bias, x, to);
        // SAFETY: all of y is written.
        let y = to.iter().map(|y| unsafe { y.assume_init() });
        y.zip(dy).map(|(y, dy)| y.iter().zip(dy).map(|(y, dy)| y * dy).sum::<f64>()).sum()
    };
    let near = |found: f64, expected: f64| {
        assert!((found - expected).abs() < 1e-12, "{found} for {expected}: {shape:?}");
    };
    let none = [0.0; OUT];
    let mut dx = vec![[0.0; IN]; xs];
    plain::input(shape, &w, dy, &mut dx);
    let mut one = vec![[0.0; IN]; xs];
    for (i, dx) in dx.as_flattened().iter().enumerate() {
        one.as_flattened_mut()[i] = 1.0;
        near(*dx, total(&w, &none, &one));
        one.as_flattened_mut()[i] = 0.0;
    }
    let (mut dw, mut db) = (vec![[0.0; OUT]; weights], none);
    plain::parameters(shape, &x, dy, &mut dw, &mut db);
    let mut one = vec![[0.0; OUT]; weights];
    for (i, dw) in dw.as_flattened().iter().enumerate() {
        one.as_flattened_mut()[i] = 1.0;
        near(*dw, total(&one, &none, &x));
        one.as_flattened_mut()[i] = 0.0;
    }
    for (o, db) in db.iter().enumerate() {
        let mut bias = none;
        bias[o] = 1.0;
        near(*db, total(&vec![[0.0; OUT]; weights], &bias, &x));
    }
}

/// Every kernel with every stride, dilation, padding on each side, and groups: 540 shapes.
#[test]
fn slopes_of_every_combination() {
    for kernel in [[1, 1], [2, 3], [3, 2]] {
        for stride in [[1, 1], [2, 1], [2, 3]] {
            for dilation in [[1, 1], [2, 1], [1, 2]] {
                for [before, after] in [[0, 0], [1, 2], [0, 3], [4, 4]] {
                    let of = |i: usize, before, after, input| {
                        axis(kernel[i], stride[i], dilation[i], before, after, input)
                    };
                    let (rows, columns) = (of(0, before, after, 5), of(1, after, before, 6));
                    let shape = Shape {
                        rows,
                        columns,
                        per: 0,
                        batch: 1,
                        inputs: 0,
                        outputs: 0,
                        zeros: false,
                    };
                    let with = |inputs, outputs, per, batch| Shape {
                        inputs,
                        outputs,
                        per,
                        batch,
                        ..shape
                    };
                    check_slopes::<1, 1>(&with(1, 1, 1, 1));
                    check_slopes::<2, 3>(&with(2, 3, 2, 2));
                    check_slopes::<4, 2>(&with(4, 2, 2, 1));
                    check_slopes::<2, 2>(&with(2, 2, 1, 2));
                    check_slopes::<2, 4>(&with(2, 4, 1, 1));
                }
            }
        }
    }
}
