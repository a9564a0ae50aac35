// Included once for each build of the library, which has the name `library` here.

use crate::{contender, contender::Entry, workload::Workload};
use dense::*;
use images::*;
use library::{init::Zeros, parameters, prelude::*};
use std::{error::Error, hint::black_box};
use streams::*;

#[path = "../../../workloads/dense.rs"]
mod dense;
#[path = "../../../workloads/images.rs"]
mod images;
#[allow(dead_code, reason = "of the networks there this takes some")]
#[path = "../../../workloads/streams.rs"]
mod streams;

/// `FastTanh` and `FastSigmoid`, where there is a tanh or a sigmoid.
pub fn fast(workload: &Workload) -> Entry {
    match (workload.name, workload.batch) {
        ("W1", 1) => infer::<W1, 2, 1, 1>(workload),
        ("W1", 32) => infer::<W1, 2, 1, 32>(workload),
        ("W1", 256) => infer::<W1, 2, 1, 256>(workload),
        ("W2", 1) => infer::<W2, 18, 4, 1>(workload),
        ("W2", 32) => infer::<W2, 18, 4, 32>(workload),
        ("W2", 256) => infer::<W2, 18, 4, 256>(workload),
        ("T3", 64) => train_numbers::<T3, 18, 4, 64>(workload, Adam::new(1e-4)),
        ("LSTM-16", 1) => stream::<Lstm16>(workload),
        ("LSTM-40", 1) => stream::<Lstm40>(workload),
        ("GRU-16", 1) => stream::<Gru16>(workload),
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
        ("LSTM-16", 1) => stream::<Lstm16Accurate>(workload),
        ("LSTM-40", 1) => stream::<Lstm40Accurate>(workload),
        ("GRU-16", 1) => stream::<Gru16Accurate>(workload),
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
        ("LeNet-5", 1) => forward::<LeNet, _, 10, 1>(workload, images::<1, 28, 28, 1>(workload)),
        ("DS-CNN", 1) => forward::<DsCnn, _, 12, 1>(workload, images::<1, 10, 49, 1>(workload)),
        ("ResNet-8", 1) => forward::<ResNet8, _, 10, 1>(workload, images::<3, 32, 32, 1>(workload)),
        ("T1", 32) => {
            train_classes::<T1, _, 10, 32, _>(workload, vectors::<784, 32>(workload), Sgd::new(1e-3))
        }
        ("T1", 128) => {
            let x = vectors::<784, 128>(workload);
            train_classes::<T1, _, 10, 128, _>(workload, x, Adam::new(1e-4))
        }
        ("T2", 32) => {
            train_classes::<T2, _, 10, 32, _>(workload, vectors::<64, 32>(workload), Sgd::new(1e-3))
        }
        ("LeNet-5", 32) => {
            let x = images::<1, 28, 28, 32>(workload);
            train_classes::<LeNet, _, 10, 32, _>(workload, x, Sgd::new(1e-2))
        }
        _ => Ok(None),
    }
}

/// The network with the workload's weights, at the start of a cache line.
fn network<N: Init + Only<f32>>(workload: &Workload) -> Result<Box<Aligned<N>>, Box<dyn Error>> {
    let mut net = Aligned::init_boxed(&Zeros, &mut library::random::generator(1));
    parameters::copy_from_slice(&mut *net, &workload.parameters())?;
    Ok(net)
}

/// The input as vectors: a column is a sample.
fn vectors<const IN: usize, const B: usize>(workload: &Workload) -> Box<SMatrix<f32, IN, B>> {
    let mut x = Box::new(SMatrix::<f32, IN, B>::zeros());
    x.copy_from_slice(&workload.x());
    x
}

/// The input as images, whose channels lie innermost: at each place a column is a sample.
fn images<const C: usize, const W: usize, const H: usize, const B: usize>(
    workload: &Workload,
) -> Box<[[SMatrix<f32, C, B>; W]; H]> {
    let mut x = Box::new([[SMatrix::zeros(); W]; H]);
    for (k, number) in workload.x().into_iter().enumerate() {
        let (sample, channel, row, column) = (k / (C * H * W), k / (H * W) % C, k / W % H, k % W);
        x[row][column][(channel, sample)] = number;
    }
    x
}

fn infer<N, const IN: usize, const OUT: usize, const B: usize>(workload: &Workload) -> Entry
where
    N: Init + Only<f32> + Forward<SMatrix<f32, IN, B>, Output = SMatrix<f32, OUT, B>> + 'static,
{
    forward::<N, _, OUT, B>(workload, vectors::<IN, B>(workload))
}

fn forward<N, X, const OUT: usize, const B: usize>(workload: &Workload, x: Box<X>) -> Entry
where
    N: Init + Only<f32> + Forward<X, Output = SMatrix<f32, OUT, B>> + 'static,
    X: 'static,
{
    let net = network::<N>(workload)?;
    contender::inference(move || net.forward(black_box(&x)), |y| y.as_slice().to_vec())
}

fn stream<N>(workload: &Workload) -> Entry
where
    N: Init + Only<f32> + Stream<SVector<f32, 1>, Output = SVector<f32, 1>> + 'static,
{
    let (net, x) = (network::<N>(workload)?, SVector::from([workload.x()[0]]));
    let mut state = <N::State as State>::rest();
    contender::steps(move || net.step(&mut state, black_box(&x)), |y| y[0])
}

fn train_classes<N, X, const OUT: usize, const B: usize, O>(
    workload: &Workload,
    x: Box<X>,
    optimizer: O,
) -> Entry
where
    N: Init + Only<f32> + 'static,
    N: Backward<X, Output = SMatrix<f32, OUT, B>, Gradient: Only<f32>>,
    X: 'static,
    O: Optimizer + 'static,
{
    let mut net = network::<N>(workload)?;
    let targets: [usize; B] = workload.classes().try_into().expect("a class for each sample");
    let mut trainer = Trainer::boxed(&*net, optimizer);
    let mut rng = library::random::generator(1);
    contender::steps(
        move || trainer.step(&mut *net, black_box(&*x), &targets, &SoftmaxCrossEntropy, &mut rng),
        |trained| trained.expect("the loss is finite").loss as f32,
    )
}

fn train_numbers<N, const IN: usize, const OUT: usize, const B: usize>(
    workload: &Workload,
    optimizer: Adam,
) -> Entry
where
    N: Init + Only<f32> + 'static,
    N: Backward<SMatrix<f32, IN, B>, Output = SMatrix<f32, OUT, B>, Gradient: Only<f32>>,
{
    let (mut net, x) = (network::<N>(workload)?, vectors::<IN, B>(workload));
    let numbers = workload.numbers();
    let targets: [[f32; OUT]; B] =
        std::array::from_fn(|j| std::array::from_fn(|i| numbers[j * OUT + i]));
    let mut trainer = Trainer::boxed(&*net, optimizer);
    let mut rng = library::random::generator(1);
    contender::steps(
        move || trainer.step(&mut *net, black_box(&*x), &targets, &MeanSquaredError, &mut rng),
        |trained| trained.expect("the loss is finite").loss as f32,
    )
}
