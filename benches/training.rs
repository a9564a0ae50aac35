//! Training steps of four networks: forward, loss, backward and update, per sample, or, of a sequence, per sample of a step.
//!
//! ```text
//! cargo bench --bench training
//! ```
//! The benchmark fails if a step allocates.

use constnet::{init::FanIn, prelude::*};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use timed::timed;
use workloads::*;

mod timed;
mod workloads;

/// One benchmark: a network on a batch of B samples of noise.
macro_rules! bench {
    ($criterion:expr, $name:literal, $net:ty, $in:literal, $batch:literal, $optimizer:expr, $loss:expr, $target:expr) => {{
        let mut rng = constnet::random::generator(1);
        let mut net = <$net>::init_boxed(&FanIn, &mut rng);
        let mut trainer = Trainer::boxed(&*net, $optimizer);
        let mut x = Box::new(SMatrix::<f32, $in, $batch>::zeros());
        x.iter_mut().for_each(|x| *x = constnet::random::uniform(1.0, &mut rng) as f32);
        let targets: [_; $batch] = std::array::from_fn($target);
        let mut group = $criterion.benchmark_group($name);
        group.throughput(Throughput::Elements($batch));
        group.bench_function("step", |b| {
            b.iter_custom(|n| {
                timed(n, || {
                    let x = black_box(&*x);
                    let trained = trainer.step(&mut *net, x, &targets, &$loss, &mut rng);
                    black_box(trained.unwrap());
                })
            });
        });
        group.finish();
    }};
}

fn steps(c: &mut Criterion) {
    let loss = SoftmaxCrossEntropy;
    let class = |j: usize| j % 10;
    bench!(c, "T1 784-128-10, batch 32, SGD", T1, 784, 32, Sgd::new(1e-3), loss, class);
    bench!(c, "T1 784-128-10, batch 128, Adam", T1, 784, 128, Adam::new(1e-4), loss, class);
    bench!(c, "T2 64-32-10, batch 32, SGD", T2, 64, 32, Sgd::new(1e-3), loss, class);
    let numbers = |j: usize| [j as f32 / 64.0; 4];
    bench!(
        c,
        "T3 18-64-64-4, batch 64, Adam",
        T3,
        18,
        64,
        Adam::new(1e-4),
        MeanSquaredError,
        numbers
    );
}

/// A window of 64 steps of eight records, of which the network hears what has been.
fn windows(c: &mut Criterion) {
    const STEPS: usize = 64;
    const BATCH: usize = 8;
    type Window = [SMatrix<f32, 1, BATCH>; STEPS];
    let mut rng = constnet::random::generator(1);
    let mut net = Lstm16::init(&mut rng);
    let mut trainer = Trainer::boxed(&net, Adam::new(1e-4));
    let x: Box<Window> = Box::new(
        [(); STEPS]
            .map(|()| SMatrix::from_fn(|_, _| constnet::random::uniform(1.0, &mut rng) as f32)),
    );
    let targets = [[0.5_f32; STEPS]; BATCH];
    let mut group = c.benchmark_group("LSTM 16, 64 steps, batch 8, Adam");
    group.throughput(Throughput::Elements((BATCH * STEPS) as u64));
    group.bench_function("step", |b| {
        b.iter_custom(|n| {
            timed(n, || {
                let x = black_box(&*x);
                let trained = trainer.step(&mut net, x, &targets, &MeanSquaredError, &mut rng);
                black_box(trained.unwrap());
            })
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(2));
    targets = steps, windows
}
criterion_main!(benches);
