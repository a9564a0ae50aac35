//! candle on its CPU device, without a BLAS of another vendor, which is its default.

use crate::{
    contender::{Entry, inference, training},
    workload::{Activation, Training, Workload},
};
use candle_core::{Device, Module, Result, Tensor, Var};
use candle_nn::{AdamW, Linear, Optimizer, ParamsAdamW, SGD, loss, ops};
use std::hint::black_box;

/// Dense layers, each with the function after it.
struct Network(Vec<(Linear, Activation)>);

impl Network {
    /// The network, and its parameters as they are trained.
    fn new(workload: &Workload) -> Result<(Self, Vec<Var>)> {
        let (mut layers, mut vars) = (Vec::new(), Vec::new());
        for layer in &workload.layers {
            let shape = (layer.outputs, layer.inputs);
            let weight = Var::from_vec(layer.weight.clone(), shape, &Device::Cpu)?;
            let bias = Var::from_slice(&layer.bias, layer.outputs, &Device::Cpu)?;
            let linear = if workload.training.is_some() {
                Linear::new(weight.as_tensor().clone(), Some(bias.as_tensor().clone()))
            } else {
                // Without a record for gradients.
                Linear::new(weight.as_detached_tensor(), Some(bias.as_detached_tensor()))
            };
            layers.push((linear, layer.activation));
            vars.extend([weight, bias]);
        }
        Ok((Self(layers), vars))
    }
}

impl Module for Network {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let mut x = x.clone();
        for (layer, activation) in &self.0 {
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
    let shape = (workload.batch, workload.inputs());
    let x = Tensor::from_vec(workload.x(), shape, &Device::Cpu)?;
    let (net, vars) = Network::new(workload)?;
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
    training(step, |loss| numbers(loss)[0])
}
