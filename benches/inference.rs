//! Inference of five networks: batch one in throughput and in latency form, and batches of 32
//! and 256.
//!
//! ```text
//! cargo bench --bench inference
//! ```
//! In the latency form the next input depends on the last output, as in a control loop; in the
//! throughput form the processor may begin the next inference before the last one ends. A batch is
//! counted per sample. The benchmark fails if anything is allocated during inference.

use constnet::{init::FanIn, prelude::*};
use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use rand_xoshiro::{Xoshiro256PlusPlus, rand_core::SeedableRng};
use std::{hint::black_box, time::Duration};
use timed::timed;
use workloads::*;

mod timed;
mod workloads;

/// One network: throughput, latency, and batches.
fn network<N, const IN: usize, const OUT: usize>(criterion: &mut Criterion, name: &str)
where
    N: Init
        + Only<f32>
        + Forward<SVector<f32, IN>, Output = SVector<f32, OUT>>
        + Forward<SMatrix<f32, IN, 32>, Output = SMatrix<f32, OUT, 32>>
        + Forward<SMatrix<f32, IN, 256>, Output = SMatrix<f32, OUT, 256>>,
{
    let net = N::init_boxed(&FanIn, &mut Xoshiro256PlusPlus::seed_from_u64(1));
    let x = SVector::<f32, IN>::from_fn(|i, _| (i as f32 * 0.37).sin());

    let mut group = criterion.benchmark_group(name);
    group.bench_function("throughput", |b| {
        b.iter_custom(|n| {
            timed(n, || {
                black_box(&net.forward(black_box(&x)));
            })
        });
    });
    group.bench_function("latency", |b| {
        let mut x = x;
        b.iter_custom(|n| {
            timed(n, || {
                let y: SVector<f32, OUT> = net.forward(&x);
                // Outputs are finite, so this adds 0 in a way that nobody can foresee.
                x[0] = black_box(y[0]) * 0.0 + 0.5;
            })
        });
    });
    batch::<N, IN, OUT, 32>(&mut group, "batch of 32", &net);
    batch::<N, IN, OUT, 256>(&mut group, "batch of 256", &net);
    group.finish();
}

/// A batch of B samples, per sample.
fn batch<N, const IN: usize, const OUT: usize, const B: usize>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    net: &N,
) where
    N: Forward<SMatrix<f32, IN, B>, Output = SMatrix<f32, OUT, B>>,
{
    let x = Box::new(SMatrix::<f32, IN, B>::from_fn(|i, j| ((i + 7 * j) as f32 * 0.37).sin()));
    group.throughput(Throughput::Elements(B as u64));
    group.bench_function(name, |b| {
        b.iter_custom(|n| {
            timed(n, || {
                black_box(&net.forward(black_box(&*x)));
            })
        });
    });
}

fn inference(criterion: &mut Criterion) {
    network::<W1, 2, 1>(criterion, "W1 2-8-1 fast");
    network::<W1Accurate, 2, 1>(criterion, "W1 2-8-1 accurate");
    network::<W2, 18, 4>(criterion, "W2 18-64-64-4 fast");
    network::<W2Accurate, 18, 4>(criterion, "W2 18-64-64-4 accurate");
    network::<W3, 64, 10>(criterion, "W3 64-32-10");
    network::<W4, 784, 10>(criterion, "W4 784-128-10");
    network::<W5, 640, 640>(criterion, "W5 640-128x4-8-128x4-640");
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(50)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = inference
}
criterion_main!(benches);
