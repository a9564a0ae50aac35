//! The same networks in careful C: with all that this machine and loose arithmetic give, and by Rust's
//! rules for floating point without fused multiply-add. One sample, one step of a stream, or one training step.

use crate::{
    contender::{Entry, inference, steps},
    workload::{Training, Workload},
};
use constnet_c::{Adam, Native, NoFma};
use std::hint::black_box;

/// `contender!(native, Native)` is a function `native` for the build `Native`.
macro_rules! contender {
    ($name:ident, $build:ident) => {
        pub fn $name(workload: &Workload) -> Entry {
            let (w, rate) = (workload, rate(workload));
            match (w.name, w.batch) {
                ("W1", 1) => infer::<1>(w, $build::w1),
                ("W2", 1) => infer::<4>(w, $build::w2),
                ("W3", 1) => infer::<10>(w, $build::w3),
                ("W4", 1) => infer::<10>(w, $build::w4),
                ("W5", 1) => infer::<640>(w, $build::w5),
                ("LeNet-5", 1) => infer::<10>(w, $build::w8),
                ("LSTM-16", 1) => stream::<32>(w, $build::lstm16),
                ("LSTM-40", 1) => stream::<80>(w, $build::lstm40),
                ("GRU-16", 1) => stream::<16>(w, $build::gru16),
                ("T1", 32) => sgd(w, rate, $build::t1_sgd),
                ("T1", 128) => adam(w, rate, w.classes(), |p, a, x, t| $build::t1_adam(p, a, x, t)),
                ("T2", 32) => sgd(w, rate, $build::t2_sgd),
                ("T3", 64) => adam(w, rate, w.numbers(), |p, a, x, t| $build::t3_adam(p, a, x, t)),
                _ => Ok(None),
            }
        }
    };
}
contender!(native, Native);
contender!(no_fma, NoFma);

fn rate(workload: &Workload) -> f64 {
    match workload.training {
        Some(Training::ClassesSgd(rate) | Training::ClassesAdam(rate)) => rate,
        Some(Training::NumbersAdam(rate)) => rate,
        None => 0.0,
    }
}

/// All parameters, at the start of a cache line.
fn parameters(workload: &Workload) -> &'static mut [f32] {
    let parameters = workload.parameters();
    let memory = vec![0.0; parameters.len() + 16].leak();
    let start = memory.as_ptr().align_offset(64);
    let aligned = &mut memory[start..start + parameters.len()];
    aligned.copy_from_slice(&parameters);
    aligned
}

fn infer<const OUT: usize>(
    workload: &Workload,
    c: impl Fn(&[f32], &[f32], &mut [f32]) + 'static,
) -> Entry {
    let (parameters, x) = (parameters(workload), workload.x());
    inference(
        move || {
            let mut y = [0.0; OUT];
            c(black_box(&*parameters), black_box(&x), &mut y);
            y
        },
        |y| y.to_vec(),
    )
}

fn stream<const STATE: usize>(
    workload: &Workload,
    c: impl Fn(&[f32], &mut [f32], &[f32], &mut [f32]) + 'static,
) -> Entry {
    let (parameters, x) = (parameters(workload), workload.x());
    let mut state = [0.0; STATE];
    steps(
        move || {
            let mut y = [0.0];
            c(black_box(&*parameters), &mut state, black_box(&x), &mut y);
            y
        },
        |[y]| y,
    )
}

fn sgd(
    workload: &Workload,
    rate: f64,
    c: impl Fn(&mut [f32], f32, &[f32], &[usize]) -> f32 + 'static,
) -> Entry {
    let (parameters, x) = (parameters(workload), workload.x());
    let classes = workload.classes();
    steps(move || c(parameters, rate as f32, black_box(&x), &classes), |loss| loss)
}

fn adam<T: 'static>(
    workload: &Workload,
    rate: f64,
    targets: Vec<T>,
    c: impl Fn(&mut [f32], &mut Adam, &[f32], &[T]) -> f32 + 'static,
) -> Entry {
    let (parameters, x) = (parameters(workload), workload.x());
    let mut adam = Adam::new(rate, parameters.len());
    steps(move || c(parameters, &mut adam, black_box(&x), &targets), |loss| loss)
}
