//! burn on Flex, its pure Rust CPU backend, without threads. Its default layout of weights.

mod cell;
mod image;

use crate::{
    contender::{Entry, inference, steps},
    workload::{Activation, Front, Training, Workload},
};
use burn::{
    module::Param,
    nn::{Linear, loss},
    optim::{AdamConfig, GradientsParams, ModuleOptimizer, SgdConfig},
    prelude::*,
    tensor::activation,
};
use std::hint::black_box;

/// Layers for an image, and dense ones, each with the function after it.
#[derive(Module, Debug)]
struct Network {
    image: Vec<image::Layer>,
    layers: Vec<Linear>,
    #[module(skip)]
    activations: Vec<Activation>,
}

/// What a network takes: a row for each sample, or an image.
#[derive(Clone)]
enum Input {
    Rows(Tensor<2>),
    Images(Tensor<4>),
}

/// A dense layer from its weight, row by row of inputs.
fn linear(weight: Vec<f32>, bias: Vec<f32>, device: &Device) -> Linear {
    let outputs = bias.len();
    let shape = [weight.len() / outputs, outputs];
    let (weight, bias) = (TensorData::new(weight, shape), TensorData::new(bias, [outputs]));
    Linear {
        weight: Param::from_tensor(Tensor::from_data(weight, device)),
        bias: Some(Param::from_tensor(Tensor::from_data(bias, device))),
    }
}

impl Network {
    fn new(workload: &Workload, device: &Device) -> Self {
        let image = match &workload.front {
            Front::Image(image) => &image.layers[..],
            _ => &[],
        };
        let layers = workload.layers.iter();
        Self {
            image: image.iter().map(|layer| image::Layer::new(layer, device)).collect(),
            layers: layers
                .clone()
                .map(|layer| linear(layer.transposed(), layer.bias.clone(), device))
                .collect(),
            activations: layers.map(|layer| layer.activation).collect(),
        }
    }

    fn forward(&self, x: Input) -> Tensor<2> {
        let x = match x {
            Input::Rows(x) => x,
            Input::Images(x) => {
                self.image.iter().fold(x, |x, layer| layer.forward(x)).flatten(1, 3)
            }
        };
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

/// The input as a tensor of rank D.
fn tensor<const D: usize>(workload: &Workload, shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(workload.x(), shape), device)
}

fn input(workload: &Workload, device: &Device) -> Input {
    let batch = workload.batch;
    match &workload.front {
        Front::Image(image) => {
            let [channels, rows, columns] = image.shape;
            Input::Images(tensor(workload, [batch, channels, rows, columns], device))
        }
        _ => Input::Rows(tensor(workload, [batch, workload.inputs()], device)),
    }
}

pub fn contender(workload: &Workload) -> Entry {
    let Some(kind) = workload.training else {
        let device = Device::flex();
        if let Front::Cell(cell) = &workload.front {
            let mut stream = cell::Stream::new(workload, cell, &device);
            let x = tensor(workload, [1, 1, 1], &device);
            return steps(move || stream.step(black_box(&x).clone()), |y| numbers(y)[0]);
        }
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
    steps(
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
