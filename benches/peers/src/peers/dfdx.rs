//! dfdx on its CPU device, with its default features: a network is a type, as here.

use crate::{
    contender::{Entry, inference, steps},
    workload::{Layer, Workload},
};
use dfdx::{
    losses::cross_entropy_with_logits_loss as entropy,
    nn::{DeviceBuildExt, ZeroGrads, builders, modules},
    optim::{Adam, AdamConfig, Sgd, SgdConfig},
    prelude::*,
};
use std::{hint::black_box, slice::Iter};

type Hidden = (builders::Linear<128, 128>, ReLU);
type W1 = ((builders::Linear<2, 8>, Tanh), (builders::Linear<8, 1>, Sigmoid));
type W2 = (
    (builders::Linear<18, 64>, Tanh),
    (builders::Linear<64, 64>, Tanh),
    (builders::Linear<64, 4>, Tanh),
);
type W3 = ((builders::Linear<64, 32>, ReLU), (builders::Linear<32, 10>, Softmax));
type W4 = ((builders::Linear<784, 128>, ReLU), (builders::Linear<128, 10>, Softmax));
type W5 = (
    (builders::Linear<640, 128>, ReLU),
    (Hidden, Hidden, Hidden),
    (builders::Linear<128, 8>, ReLU),
    (builders::Linear<8, 128>, ReLU),
    (Hidden, Hidden, Hidden),
    builders::Linear<128, 640>,
);
type T1 = ((builders::Linear<784, 128>, ReLU), builders::Linear<128, 10>);
type T2 = ((builders::Linear<64, 32>, ReLU), builders::Linear<32, 10>);

/// Takes the weights of the workload's layers, in order.
trait Fill {
    fn fill(&mut self, layers: &mut Iter<'_, Layer>);
}

impl<const I: usize, const O: usize> Fill for modules::Linear<I, O, f32, Cpu> {
    fn fill(&mut self, layers: &mut Iter<'_, Layer>) {
        let layer = layers.next().expect("the type has the workload's layers");
        self.weight.copy_from(&layer.weight);
        self.bias.copy_from(&layer.bias);
    }
}

/// `nothing!(ReLU);` is `impl Fill for ReLU { fn fill(…) {} }`.
macro_rules! nothing {
    ($($activation:ty),+) => {$(
        impl Fill for $activation {
            fn fill(&mut self, _: &mut Iter<'_, Layer>) {}
        }
    )+};
}
nothing!(ReLU, Sigmoid, Softmax, Tanh);

/// `each!(A B);` is `impl<A: Fill, B: Fill> Fill for (A, B)`, which fills one after the other.
macro_rules! each {
    ($($layer:ident)+) => {
        impl<$($layer: Fill),+> Fill for ($($layer,)+) {
            #[allow(non_snake_case, reason = "a value has the name of its type")]
            fn fill(&mut self, layers: &mut Iter<'_, Layer>) {
                let ($($layer,)+) = self;
                $($layer.fill(layers);)+
            }
        }
    };
}
each!(A B);
each!(A B C);
each!(A B C D E F);

/// A network with the workload's weights, and its input.
macro_rules! network {
    ($workload:expr, $net:ty, $input:ty) => {{
        let device = Cpu::default();
        let mut net = device.build_module::<$net, f32>();
        net.fill(&mut $workload.layers.iter());
        let mut x: Tensor<$input, f32, Cpu> = device.zeros();
        x.copy_from(&$workload.x());
        (device, net, x)
    }};
}

macro_rules! infer {
    ($workload:expr, $net:ty, $input:ty) => {{
        let (_, net, x) = network!($workload, $net, $input);
        inference(move || net.forward(black_box(&x).clone()), |y| y.as_vec())
    }};
}

macro_rules! train {
    ($workload:expr, $net:ty, $input:ty, $output:ty, $targets:expr, $optimizer:ident, $config:expr, $loss:expr) => {{
        let (device, mut net, x) = network!($workload, $net, $input);
        let mut targets: Tensor<$output, f32, Cpu> = device.zeros();
        targets.copy_from(&$targets);
        let mut optimizer = $optimizer::new(&net, $config);
        let mut gradients = Some(net.alloc_grads());
        steps(
            move || {
                let held = gradients.take().expect("gradients are put back after each step");
                let y = net.forward_mut(black_box(&x).clone().traced(held));
                let loss = $loss(y, targets.clone());
                let value = loss.array();
                let mut held = loss.backward();
                optimizer.update(&mut net, &held).expect("all parameters are used");
                net.zero_grads(&mut held);
                gradients = Some(held);
                value
            },
            |loss| loss,
        )
    }};
}

/// A one in the class of each sample.
fn one_hot(workload: &Workload) -> Vec<f32> {
    let mut rows = vec![0.0; workload.batch * workload.outputs()];
    for (row, class) in rows.chunks_mut(workload.outputs()).zip(workload.classes()) {
        row[class] = 1.0;
    }
    rows
}

pub fn contender(w: &Workload) -> Entry {
    let sgd = SgdConfig { lr: 1e-3, momentum: None, weight_decay: None };
    let adam = AdamConfig { lr: 1e-4, betas: [0.9, 0.999], eps: 1e-8, weight_decay: None };
    match (w.name, w.batch) {
        ("W1", 1) => infer!(w, W1, Rank1<2>),
        ("W1", 32) => infer!(w, W1, Rank2<32, 2>),
        ("W1", 256) => infer!(w, W1, Rank2<256, 2>),
        ("W2", 1) => infer!(w, W2, Rank1<18>),
        ("W2", 32) => infer!(w, W2, Rank2<32, 18>),
        ("W2", 256) => infer!(w, W2, Rank2<256, 18>),
        ("W3", 1) => infer!(w, W3, Rank1<64>),
        ("W3", 32) => infer!(w, W3, Rank2<32, 64>),
        ("W3", 256) => infer!(w, W3, Rank2<256, 64>),
        ("W4", 1) => infer!(w, W4, Rank1<784>),
        ("W4", 32) => infer!(w, W4, Rank2<32, 784>),
        ("W4", 256) => infer!(w, W4, Rank2<256, 784>),
        ("W5", 1) => infer!(w, W5, Rank1<640>),
        ("W5", 32) => infer!(w, W5, Rank2<32, 640>),
        ("W5", 256) => infer!(w, W5, Rank2<256, 640>),
        ("T1", 32) => {
            train!(w, T1, Rank2<32, 784>, Rank2<32, 10>, one_hot(w), Sgd, sgd, entropy)
        }
        ("T1", 128) => {
            train!(w, T1, Rank2<128, 784>, Rank2<128, 10>, one_hot(w), Adam, adam, entropy)
        }
        ("T2", 32) => train!(w, T2, Rank2<32, 64>, Rank2<32, 10>, one_hot(w), Sgd, sgd, entropy),
        ("T3", 64) => {
            train!(w, W2, Rank2<64, 18>, Rank2<64, 4>, w.numbers(), Adam, adam, mse_loss)
        }
        _ => Ok(None),
    }
}
