// Included once for each build of the library, which has the name `library` here.

use crate::{contender, contender::Entry, files, workload::Workload};
use library::{init::Zeros, prelude::*, weights};
use std::{error::Error, hint::black_box};

network!(W1: 2 => (Dense<2, 8>, FastTanh, Dense<8, 1>, FastSigmoid) => 1);
network!(W1Accurate: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>, Sigmoid) => 1);
network!(W2: 18 => (Dense<18, 64>, FastTanh, Dense<64, 64>, FastTanh, Dense<64, 4>, FastTanh) => 4);
network!(W2Accurate: 18 => (Dense<18, 64>, Tanh, Dense<64, 64>, Tanh, Dense<64, 4>, Tanh) => 4);
network!(W3: 64 => (Dense<64, 32>, Relu, Dense<32, 10>, Softmax) => 10);
network!(W4: 784 => (Dense<784, 128>, Relu, Dense<128, 10>, Softmax) => 10);
network!(W5: 640 => (
    Dense<640, 128>, Relu, Dense<128, 128>, Relu, Dense<128, 128>, Relu, Dense<128, 128>, Relu,
    Dense<128, 8>, Relu, Dense<8, 128>, Relu,
    Dense<128, 128>, Relu, Dense<128, 128>, Relu, Dense<128, 128>, Relu, Dense<128, 640>
) => 640);
network!(T1: 784 => (Dense<784, 128>, Relu, Dense<128, 10>) => 10);
network!(T2: 64 => (Dense<64, 32>, Relu, Dense<32, 10>) => 10);

/// `FastTanh` and `FastSigmoid`, where there is a tanh or a sigmoid.
pub fn fast(workload: &Workload) -> Entry {
    match (workload.name, workload.batch) {
        ("W1", 1) => infer::<W1, 2, 1, 1>(workload),
        ("W1", 32) => infer::<W1, 2, 1, 32>(workload),
        ("W1", 256) => infer::<W1, 2, 1, 256>(workload),
        ("W2", 1) => infer::<W2, 18, 4, 1>(workload),
        ("W2", 32) => infer::<W2, 18, 4, 32>(workload),
        ("W2", 256) => infer::<W2, 18, 4, 256>(workload),
        ("T3", 64) => train_numbers::<W2, 18, 4, 64>(workload, Adam::new(1e-4)),
        _ => without_tanh(workload),
    }
}

/// `Tanh` and `Sigmoid`; `None` where there is neither.
pub fn accurate(workload: &Workload) -> Entry {
    match (workload.name, workload.batch) {
        ("W1", 1) => infer::<W1Accurate, 2, 1, 1>(workload),
        ("W1", 32) => infer::<W1Accurate, 2, 1, 32>(workload),
        ("W1", 256) => infer::<W1Accurate, 2, 1, 256>(workload),
        ("W2", 1) => infer::<W2Accurate, 18, 4, 1>(workload),
        ("W2", 32) => infer::<W2Accurate, 18, 4, 32>(workload),
        ("W2", 256) => infer::<W2Accurate, 18, 4, 256>(workload),
        ("T3", 64) => train_numbers::<W2Accurate, 18, 4, 64>(workload, Adam::new(1e-4)),
        _ => Ok(None),
    }
}

fn without_tanh(workload: &Workload) -> Entry {
    match (workload.name, workload.batch) {
        ("W3", 1) => infer::<W3, 64, 10, 1>(workload),
        ("W3", 32) => infer::<W3, 64, 10, 32>(workload),
        ("W3", 256) => infer::<W3, 64, 10, 256>(workload),
        ("W4", 1) => infer::<W4, 784, 10, 1>(workload),
        ("W4", 32) => infer::<W4, 784, 10, 32>(workload),
        ("W4", 256) => infer::<W4, 784, 10, 256>(workload),
        ("W5", 1) => infer::<W5, 640, 640, 1>(workload),
        ("W5", 32) => infer::<W5, 640, 640, 32>(workload),
        ("W5", 256) => infer::<W5, 640, 640, 256>(workload),
        ("T1", 32) => train_classes::<T1, 784, 10, 32, _>(workload, Sgd::new(1e-3)),
        ("T1", 128) => train_classes::<T1, 784, 10, 128, _>(workload, Adam::new(1e-4)),
        ("T2", 32) => train_classes::<T2, 64, 10, 32, _>(workload, Sgd::new(1e-3)),
        _ => Ok(None),
    }
}

/// The network with the workload's weights, at the start of a cache line.
fn network<N: Init>(workload: &Workload) -> Result<Box<Aligned<N>>, Box<dyn Error>> {
    let mut net = Aligned::init_boxed(&Zeros, &mut library::random::generator(1));
    weights::load_into(&mut *net, &files::weights(workload)?)?;
    Ok(net)
}

/// The input: a column is a sample.
fn input<const IN: usize, const B: usize>(workload: &Workload) -> Box<SMatrix<f32, IN, B>> {
    let mut x = Box::new(SMatrix::<f32, IN, B>::zeros());
    x.copy_from_slice(&workload.x());
    x
}

fn infer<N, const IN: usize, const OUT: usize, const B: usize>(workload: &Workload) -> Entry
where
    N: Init + Forward<SMatrix<f32, IN, B>, Output = SMatrix<f32, OUT, B>> + 'static,
{
    let (net, x) = (network::<N>(workload)?, input::<IN, B>(workload));
    contender::inference(move || net.forward(black_box(&x)), |y| y.as_slice().to_vec())
}

fn train_classes<N, const IN: usize, const OUT: usize, const B: usize, O>(
    workload: &Workload,
    optimizer: O,
) -> Entry
where
    N: Init + Backward<SMatrix<f32, IN, B>, Output = SMatrix<f32, OUT, B>, Gradient: Only<f32>>,
    N: 'static,
    O: Optimizer + 'static,
{
    let (mut net, x) = (network::<N>(workload)?, input::<IN, B>(workload));
    let targets: [usize; B] = workload.classes().try_into().expect("a class for each sample");
    let mut trainer = Trainer::boxed(&*net, optimizer);
    let mut rng = library::random::generator(1);
    contender::training(
        move || trainer.step(&mut *net, black_box(&*x), &targets, &SoftmaxCrossEntropy, &mut rng),
        |trained| trained.expect("the loss is finite").loss as f32,
    )
}

fn train_numbers<N, const IN: usize, const OUT: usize, const B: usize>(
    workload: &Workload,
    optimizer: Adam,
) -> Entry
where
    N: Init + Backward<SMatrix<f32, IN, B>, Output = SMatrix<f32, OUT, B>, Gradient: Only<f32>>,
    N: 'static,
{
    let (mut net, x) = (network::<N>(workload)?, input::<IN, B>(workload));
    let numbers = workload.numbers();
    let targets: [[f32; OUT]; B] =
        std::array::from_fn(|j| std::array::from_fn(|i| numbers[j * OUT + i]));
    let mut trainer = Trainer::boxed(&*net, optimizer);
    let mut rng = library::random::generator(1);
    contender::training(
        move || trainer.step(&mut *net, black_box(&*x), &targets, &MeanSquaredError, &mut rng),
        |trained| trained.expect("the loss is finite").loss as f32,
    )
}
