//! burn on Flex, its pure Rust CPU backend, without threads. Its default layout of weights.

use crate::{
    contender::{Entry, inference, training},
    workload::{Activation, Training, Workload},
};
use burn::{
    module::Param,
    nn::{Linear, loss},
    optim::{AdamConfig, GradientsParams, ModuleOptimizer, SgdConfig},
    prelude::*,
    tensor::activation,
};
use std::hint::black_box;

/// Dense layers, each with the function after it.
#[derive(Module, Debug)]
struct Network {
    layers: Vec<Linear>,
    #[module(skip)]
    activations: Vec<Activation>,
}

impl Network {
    fn new(workload: &Workload, device: &Device) -> Self {
        let linear = |layer: &crate::workload::Layer| {
            let weight = TensorData::new(layer.transposed(), [layer.inputs, layer.outputs]);
            let bias = TensorData::new(layer.bias.clone(), [layer.outputs]);
            Linear {
                weight: Param::from_tensor(Tensor::from_data(weight, device)),
                bias: Some(Param::from_tensor(Tensor::from_data(bias, device))),
            }
        };
        Self {
            layers: workload.layers.iter().map(linear).collect(),
            activations: workload.layers.iter().map(|layer| layer.activation).collect(),
        }
    }

    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        self.layers.iter().zip(&self.activations).fold(x, |x, (layer, function)| {
            let y = layer.forward(x);
            match function {
                Activation::Identity => y,
                Activation::Relu => activation::relu(y),
                Activation::Sigmoid => activation::sigmoid(y),
                Activation::Softmax => activation::softmax(y, 1),
                Activation::Tanh => activation::tanh(y),
            }
        })
    }
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().expect("numbers are f32")
}

fn input(workload: &Workload, device: &Device) -> Tensor<2> {
    let shape = [workload.batch, workload.inputs()];
    Tensor::from_data(TensorData::new(workload.x(), shape), device)
}

pub fn contender(workload: &Workload) -> Entry {
    let Some(kind) = workload.training else {
        let device = Device::flex();
        let (net, x) = (Network::new(workload, &device), input(workload, &device));
        return inference(move || net.forward(black_box(&x).clone()), numbers);
    };
    match kind {
        Training::ClassesSgd(rate) => classes(workload, SgdConfig::new().init(), rate),
        Training::ClassesAdam(rate) => classes(workload, adam(), rate),
        Training::NumbersAdam(rate) => {
            let device = Device::flex().autodiff();
            let shape = [workload.batch, workload.outputs()];
            let targets =
                Tensor::<2>::from_data(TensorData::new(workload.numbers(), shape), &device);
            let mse = loss::MseLoss::new();
            let value = move |y| mse.forward(y, targets.clone(), loss::Reduction::Mean);
            trained(workload, adam(), rate, value)
        }
    }
}

fn adam() -> ModuleOptimizer {
    AdamConfig::new().with_epsilon(1e-8).init()
}

fn classes(workload: &Workload, optimizer: ModuleOptimizer, rate: f64) -> Entry {
    let device = Device::flex().autodiff();
    let classes: Vec<i64> = workload.classes().iter().map(|&class| class as i64).collect();
    let targets = Tensor::<1, Int>::from_data(TensorData::new(classes, [workload.batch]), &device);
    let entropy = loss::CrossEntropyLossConfig::new().init(&device);
    trained(workload, optimizer, rate, move |y| entropy.forward(y, targets.clone()))
}

fn trained(
    workload: &Workload,
    mut optimizer: ModuleOptimizer,
    rate: f64,
    loss: impl Fn(Tensor<2>) -> Tensor<1> + 'static,
) -> Entry {
    let device = Device::flex().autodiff();
    let (net, x) = (Network::new(workload, &device), input(workload, &device));
    let mut net = Some(net);
    training(
        move || {
            let current = net.take().expect("the network is put back after each step");
            let loss = loss(current.forward(black_box(&x).clone()));
            let gradients = GradientsParams::from_grads(loss.backward(), &current);
            net = Some(optimizer.step(rate, current, gradients));
            loss
        },
        |loss| numbers(loss)[0],
    )
}
