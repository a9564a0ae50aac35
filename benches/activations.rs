//! Every activation on 64 and on 4096 numbers, per number.
//!
//! ```text
//! cargo bench --bench activations
//! ```

use constnet::{activations::*, prelude::*};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::{hint::black_box, time::Duration};
use timed::timed;

mod timed;

/// One activation on N numbers of a column, small ones and large ones in no order.
fn activation<F, const N: usize>(criterion: &mut Criterion, name: &str, f: &F)
where
    F: Forward<SVector<f32, N>, Output = SVector<f32, N>>,
{
    let x = SVector::<f32, N>::from_fn(|i, _| (i as f32 * 0.37).sin() * 3.0);
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(N as u64));
    group.bench_function(N.to_string(), |b| {
        b.iter_custom(|n| {
            timed(n, || {
                black_box(&f.forward(black_box(&x)));
            })
        });
    });
    group.finish();
}

/// Each by its name, on both sizes.
macro_rules! activations {
    ($($name:ident),* $(,)?) => {
        fn every_activation(criterion: &mut Criterion) {
            $(
                activation::<_, 64>(criterion, stringify!($name), &<$name>::default());
                activation::<_, 4096>(criterion, stringify!($name), &<$name>::default());
            )*
        }
    };
}

activations! {
    Identity,
    Relu,
    LeakyRelu,
    Elu,
    Gelu,
    Silu,
    HardTanh,
    HardSigmoid,
    HardSwish,
    Tanh,
    FastTanh,
    Sigmoid,
    FastSigmoid,
    Softplus,
    Softmax,
    LogSoftmax,
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(50)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600));
    targets = every_activation
}
criterion_main!(benches);
