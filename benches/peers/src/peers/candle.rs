//! candle on its CPU device, without a BLAS of another vendor, which is its default.

mod cell;
mod image;

use crate::{
    contender::{Entry, inference, steps},
    workload::{Activation, Front, Training, Workload},
};
use candle_core::{Device, Module, Result, Tensor, Var};
use candle_nn::{AdamW, Linear, Optimizer, ParamsAdamW, SGD, Sequential, loss, ops, seq};
use std::hint::black_box;

/// Parameters as they are trained, if they are.
struct Parameters {
    vars: Vec<Var>,
    trained: bool,
}

impl Parameters {
    fn tensor(&mut self, numbers: &[f32], shape: &[usize]) -> Result<Tensor> {
        let var = Var::from_slice(numbers, shape, &Device::Cpu)?;
        let tensor = if self.trained {
            var.as_tensor().clone()
        } else {
            // Without a record for gradients.
            var.as_detached_tensor()
        };
        self.vars.push(var);
        Ok(tensor)
    }
}

/// Layers for an image, and dense ones, each with the function after it.
struct Network(Sequential, Vec<(Linear, Activation)>);

impl Network {
    /// The network, and its parameters as they are trained.
    fn new(workload: &Workload) -> Result<(Self, Vec<Var>)> {
        let parameters = &mut Parameters { vars: Vec::new(), trained: workload.training.is_some() };
        let image = match &workload.front {
            Front::Image(image) => image::layers(image, parameters)?,
            _ => seq(),
        };
        let mut layers = Vec::new();
        for layer in &workload.layers {
            let weight = parameters.tensor(&layer.weight, &[layer.outputs, layer.inputs])?;
            let bias = parameters.tensor(&layer.bias, &[layer.outputs])?;
            layers.push((Linear::new(weight, Some(bias)), layer.activation));
        }
        Ok((Self(image, layers), std::mem::take(&mut parameters.vars)))
    }
}

impl Module for Network {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let mut x = self.0.forward(x)?;
        for (layer, activation) in &self.1 {
            let y = layer.forward(&x)?;
            x = match activation {
                Activation::Identity => y,
                Activation::Relu => y.relu()?,
                Activation::Sigmoid => ops::sigmoid(&y)?,
                Activation::Softmax => ops::softmax_last_dim(&y)?,
                Activation::Tanh => y.tanh()?,
            };
        }
        Ok(x)
    }
}

fn numbers(tensor: Result<Tensor>) -> Vec<f32> {
    let flat = tensor.and_then(|tensor| tensor.flatten_all()?.to_vec1());
    flat.expect("shapes are those of the workload")
}

pub fn contender(workload: &Workload) -> Entry {
    let x = Tensor::from_vec(workload.x(), workload.batch_shape(), &Device::Cpu)?;
    let (net, vars) = Network::new(workload)?;
    if let Front::Cell(cell) = &workload.front {
        let mut memory = cell::Memory::new(cell)?;
        return steps(move || net.forward(memory.step(black_box(&x))?), |y| numbers(y)[0]);
    }
    let Some(kind) = workload.training else {
        return inference(move || net.forward(black_box(&x)), numbers);
    };
    let adam = |lr| ParamsAdamW { lr, weight_decay: 0.0, ..ParamsAdamW::default() };
    match kind {
        Training::ClassesSgd(rate) => classes(workload, net, x, SGD::new(vars, rate)?),
        Training::ClassesAdam(rate) => classes(workload, net, x, AdamW::new(vars, adam(rate))?),
        Training::NumbersAdam(rate) => {
            let shape = (workload.batch, workload.outputs());
            let targets = Tensor::from_vec(workload.numbers(), shape, &Device::Cpu)?;
            let optimizer = AdamW::new(vars, adam(rate))?;
            trained(net, x, optimizer, move |y| loss::mse(y, &targets))
        }
    }
}

fn classes(
    workload: &Workload,
    net: Network,
    x: Tensor,
    optimizer: impl Optimizer + 'static,
) -> Entry {
    let classes: Vec<u32> = workload.classes().iter().map(|&class| class as u32).collect();
    let targets = Tensor::from_vec(classes, workload.batch, &Device::Cpu)?;
    trained(net, x, optimizer, move |y| loss::cross_entropy(y, &targets))
}

fn trained(
    net: Network,
    x: Tensor,
    mut optimizer: impl Optimizer + 'static,
    loss: impl Fn(&Tensor) -> Result<Tensor> + 'static,
) -> Entry {
    let step = move || {
        let loss = loss(&net.forward(black_box(&x))?)?;
        optimizer.backward_step(&loss)?;
        loss.reshape(1)
    };
    steps(step, |loss| numbers(loss)[0])
}
