//! tanh of many numbers: ours, and the forms of other libraries in C. All are measured against f64
//! first.

use crate::race::{Clock, Contender};
use constnet::{math, prelude::*};
use constnet_c::{Native, NoFma};
use std::hint::black_box;

/// Enough that calls do not count, few enough for the first-level cache.
const N: usize = 4096;

/// A function of C: x, y.
type C = fn(&[f32], &mut [f32]);

/// The largest absolute error on a dense sample of [−12, 12].
fn error(f: &mut dyn FnMut(&[f32], &mut [f32])) -> f64 {
    let mut largest = 0.0_f64;
    for block in 0..256 {
        let at = |i: usize| ((block * N + i) as f32 / (128 * N) as f32 - 1.0) * 12.0;
        let x: Vec<f32> = (0..N).map(at).collect();
        let mut y = vec![0.0; N];
        f(&x, &mut y);
        for (x, y) in x.iter().zip(&y) {
            largest = largest.max((f64::from(*y) - math::f64::tanh(f64::from(*x))).abs());
        }
    }
    largest
}

/// A layer of ours as a function of slices.
fn ours<F: Forward<SVector<f32, N>, Output = SVector<f32, N>>>(f: &F, x: &[f32], y: &mut [f32]) {
    y.copy_from_slice(f.forward(&SVector::from_column_slice(x)).as_slice());
}

/// Prints every form with its error and its time.
pub fn compare(clock: &Clock) {
    let forms: [(&str, C); 6] = [
        ("C, degree 9/8, native", Native::tanh_rational),
        ("C, degree 9/8, no FMA", NoFma::tanh_rational),
        ("C, Eigen's structure, native", Native::tanh_eigen),
        ("C, Eigen's structure, no FMA", NoFma::tanh_eigen),
        ("C, xsimd's structure, native", Native::tanh_xsimd),
        ("C, xsimd's structure, no FMA", NoFma::tanh_xsimd),
    ];
    let mut errors =
        vec![error(&mut |x, y| ours(&FastTanh, x, y)), error(&mut |x, y| ours(&Tanh, x, y))];
    errors.extend(forms.iter().map(|(_, f)| error(&mut |x, y| f(x, y))));

    // Numbers as a layer has them: some small, some large, in no order.
    let x = SVector::<f32, N>::from_fn(|i, _| (i as f32 * 0.37).sin() * 3.0);
    let mut contenders: Vec<Contender<'_>> = vec![
        ("FastTanh", Box::new(|| _ = black_box(&FastTanh.forward(black_box(&x))))),
        ("Tanh", Box::new(|| _ = black_box(&Tanh.forward(black_box(&x))))),
    ];
    contenders.extend(forms.into_iter().map(|(name, f)| -> Contender<'_> {
        let (mut y, x) = (vec![0.0; N], &x);
        (name, Box::new(move || f(black_box(x.as_slice()), black_box(&mut y))))
    }));
    let times = clock.race(&mut contenders);
    println!("| | ns an element | largest absolute error |\n|---|---|---|");
    for (((name, _), time), error) in contenders.iter().zip(times).zip(errors) {
        println!("| {name} | {} | {error:.1e} |", time.per(N));
    }
}
