//! Networks over all layers, losses, optimizers and schedules, for checks that watch them run:
//! `tests/source/covered.rs` asks that none is missing.

#[path = "../../repeat/mod.rs"]
mod repeat;

use constnet::{
    StreamTrain,
    layers::ResetBefore,
    optimizers::{
        AmsGrad, Scheduled,
        schedule::{Constant, Cosine, Exponential, Schedule, StepDecay, WarmRestarts, WarmUp},
    },
    prelude::*,
    random::generator,
};
use repeat::{Repeat, Short};

/// What watches.
pub trait Watch {
    /// Runs a network and trains it, on one batch.
    fn watch<T, N, O, L, Target, const IN: usize, const OUT: usize, const B: usize>(
        &mut self,
        name: &str,
        net: &mut N,
        optimizer: O,
        loss: &L,
        x: &SMatrix<T, IN, B>,
        targets: &[Target; B],
    ) where
        T: Scalar,
        N: Backward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, Gradient: Only<T>>,
        O: Optimizer,
        L: Loss<SMatrix<T, OUT, B>, Target, Value = T>;

    /// Runs a network with memory step by step, and trains it on one window, from a state that goes on.
    fn watch_stream<
        N,
        O,
        L,
        Target,
        const IN: usize,
        const OUT: usize,
        const B: usize,
        const STEPS: usize,
    >(
        &mut self,
        name: &str,
        net: &mut N,
        optimizer: O,
        loss: &L,
        x: &[SMatrix<f32, IN, B>; STEPS],
        targets: &[Target; B],
    ) where
        N: Stream<SMatrix<f32, IN, B>>
            + StreamTrain<[SMatrix<f32, IN, B>; STEPS]>
            + Backward<
                [SMatrix<f32, IN, B>; STEPS],
                Output = [SMatrix<f32, OUT, B>; STEPS],
                Gradient: Only<f32>,
            >,
        O: Optimizer,
        L: Loss<[SMatrix<f32, OUT, B>; STEPS], Target, Value = f32>;
}

/// Watches a new network, on numbers from −1 to 1.
macro_rules! watch {
    ($to:ident, $name:literal: $scalar:ty, $in:literal => $net:ty, $batch:literal, $optimizer:expr, $loss:expr, $target:expr) => {{
        let mut net = <$net>::init(&mut generator(1));
        let x = SMatrix::<$scalar, $in, $batch>::from_fn(|i, j| {
            ((i * 7 + j * 3) % 17) as $scalar / 8.0 - 1.0
        });
        $to.watch($name, &mut net, $optimizer, &$loss, &x, &core::array::from_fn($target));
    }};
}

/// All of them.
pub fn each(to: &mut impl Watch) {
    watch!(to, "numbers": f32, 6 => Aligned<(
        Standardize<6>, Dense<6, 16>, Elu, LayerNorm<16>, Dropout<Ratio<1, 8>>,
        Residual<(Dense<16, 9>, Gelu, Dense<9, 16>)>, Aligned<Dense<16, 3>>, Unstandardize<3>,
    )>, 8, Sgd::new(1e-3).momentum(0.9).schedule(Constant.switch_at(10, StepDecay::new(20, 0.9))),
        MeanSquaredError, |i| [i as f32, 0.5, -1.0]);
    watch!(to, "sum": f32, 1 => Dense<1, 1>, 7, Sgd::new(1e-4), SquaredErrorSum, |i| i as f32);
    watch!(to, "half of it": f32, 1 => Dense<1, 1>, 7, Sgd::new(1e-4), Scaled(SquaredErrorSum, 0.5), |i| i as f32);
    watch!(to, "classes": f32, 10 => (Dense<10, 33>, FastSigmoid, Dense<33, 5>, Softmax), 9,
        RmsProp::new(1e-4).schedule(Exponential::new(0.999)), CrossEntropy, |i| i % 5);
    watch!(to, "logits": f32, 5 => (Dense<5, 7>, Softplus, Selu, Dense<7, 7>, Mish, Dense<7, 3>), 3,
        AdamW::new(1e-3).clip_norm(1.0), SoftmaxCrossEntropy, |i| i);
    watch!(to, "smoothed": f32, 16 => (Dense<16, 33>, Relu, Dense<33, 10>, LeakyRelu), 8,
        Adam::new(1e-3).schedule(WarmUp::new(10).then(Cosine::new(100))),
        SoftmaxCrossEntropy.smoothing(0.1), |i| i);
    watch!(to, "frozen": f32, 12 => (Frozen<(Dense<12, 20>, FastTanh)>, Dense<20, 1>), 5,
        RmsProp::new(1e-3).momentum(0.5).centered().clip_value(0.1), SigmoidCrossEntropy,
        |i| i % 2 == 1);
    watch!(to, "yes or no": f32, 3 => (Dense<3, 11>, HardSwish, Dense<11, 2>, Sigmoid), 5,
        spared(), BinaryCrossEntropy, |i| [i % 2 == 1, i < 2]);
    watch!(to, "bounded": f32, 3 => (
        Dense<3, 11>, HardTanh, Dense<11, 2>, Softsign, Relu6, Clamp<Ratio<-1, 2>, Ratio<3>>, HardSigmoid,
    ), 1,
        AdamW::new(1e-3), MeanAbsoluteError, |_| [0.5, 1.0]);
    watch!(to, "logarithms": f32, 13 => (Dense<13, 4>, Identity, Dense<4, 21>, LogSoftmax), 2,
        Sgd::new(1e-3).nesterov(0.9), Huber::new(), |_| [-1.0; 21]);
    watch!(to, "branches": f32, 6 => (
        Fork<(
            (Fork<(Dense<6, 9>, (Dense<6, 9>, Sigmoid))>, Product),
            (Fork<(Dense<6, 4>, Slice<1, 5>)>, Concat<9>),
        )>,
        Sum, Dense<9, 3>, (Unflatten<1, 1, 3>, Last, Last),
    ), 4, Sgd::new(1e-3), MeanSquaredError, |_| [0.5, 1.0, -1.0]);
    watch!(to, "images": f32, 48 => (
        Unflatten<4, 6, 2>, Dense<2, 5>, PRelu<5>, MaxPool<2, 2, 2, 3>, Affine<5>, ZeroPad<4, 5>, ChannelDropout<Ratio<1, 4>>,
        AvgPool<3, 3, 2, 3, (Stride<2>, Pad<1>)>, GeluTanh,
        Fork<(GlobalAvgPool, GlobalMaxPool, (Flatten<30, Chw>, Normalize))>, Concat<40>, Dense<40, 3>,
    ), 4, Adam::new(1e-3), MeanSquaredError, |_| [0.5, 1.0, -1.0]);
    watch!(to, "convolutions": f32, 48 => (
        Unflatten<4, 6, 2>, Conv2d<2, 9, 3, 3, 4, 6, Same>, Relu, DepthwiseConv2d<9, 9, 2, 2, 3, 5>,
        Conv2d<9, 6, 3, 3, 2, 3, (Stride<2>, Pad<1>), 3>, Flatten<36>, Dense<36, 3>,
    ), 4, Adam::new(1e-3), MeanSquaredError, |_| [0.5, 1.0, -1.0]);
    watch!(to, "convolutions in time": f32, 48 => (
        Unflatten<4, 6, 2>, Last, Conv1d<2, 5, 3, 2>, Tanh, WindowConv1d<5, 4, 3, 4>, Last, Dense<4, 3>,
    ), 4, Adam::new(1e-3), MeanSquaredError, |_| [0.5, 1.0, -1.0]);
    watch!(to, "cells": f32, 3 => (
        Short<3, 2>, Padded<Lstm<3, 9>>, Last, Repeat<3>, Gru<9, 5, f32, (FastSigmoid, FastTanh), ResetBefore>, Rnn<5, 4, f32, Relu>, Gru<4, 4>,
        Bidirectional<Lstm<4, 3>, Rnn<4, 2>>, Concat<5>, Last, Dense<5, 2>,
    ), 4, Adam::new(1e-3), MeanSquaredError, |_| [0.5, 1.0]);
    watch!(to, "exact": f64, 4 => (
        Dense<4, 16, f64>, Tanh, LayerNorm<16, f64>, Dense<16, 8, f64>, Silu, Dense<8, 3, f64>,
    ), 6, AdamW::new(1e-3), SoftmaxCrossEntropy, |i| i % 3);
    to.watch_stream(
        "a stream",
        &mut <(Lstm<2, 9>, Conv1d<9, 5, 2, 2>, Gru<5, 4>, Dense<4, 1>)>::init(&mut generator(1)),
        Adam::new(1e-3),
        &MeanSquaredError,
        &core::array::from_fn::<_, 4, _>(|t| {
            SMatrix::<f32, 2, 3>::from_fn(|i, j| ((i * 7 + j * 3 + t * 5) % 17) as f32 / 8.0 - 1.0)
        }),
        &[[0.5_f32; 4]; 3],
    );
}

fn spared() -> Scheduled<AmsGrad, WarmRestarts> {
    let adam = Adam::new(1e-3).weight_decay(1e-3).spare_biases();
    adam.amsgrad().schedule(Cosine::new(10).restarts(2))
}
