//! ndarray without a BLAS, which is its default: matrix products by the crate `matrixmultiply`, and no
//! training.

use crate::{
    contender::{Entry, inference},
    workload::{Activation, Front, Workload},
};
use ndarray::{Array1, Array2, ArrayRef, Axis, Dimension};
use std::hint::black_box;

/// y = activation(W·x + b)
struct Dense {
    weight: Array2<f32>,
    bias: Array1<f32>,
    activation: Activation,
}

impl Dense {
    /// Batch one: a product of a matrix and a vector.
    fn vector(&self, x: &Array1<f32>) -> Array1<f32> {
        let mut y = self.weight.dot(x);
        y += &self.bias;
        match self.activation {
            Activation::Softmax => softmax(&mut y),
            activation => map(&mut y, activation),
        }
        y
    }

    /// One row for each sample.
    fn rows(&self, x: &Array2<f32>) -> Array2<f32> {
        let mut y = x.dot(&self.weight.t());
        y += &self.bias;
        match self.activation {
            Activation::Softmax => y.axis_iter_mut(Axis(0)).for_each(|mut y| softmax(&mut y)),
            activation => map(&mut y, activation),
        }
        y
    }
}

fn map<D: Dimension>(y: &mut ArrayRef<f32, D>, activation: Activation) {
    match activation {
        Activation::Relu => y.mapv_inplace(|x| x.max(0.0)),
        Activation::Sigmoid => y.mapv_inplace(|x| 1.0 / (1.0 + (-x).exp())),
        Activation::Tanh => y.mapv_inplace(f32::tanh),
        Activation::Identity | Activation::Softmax => {}
    }
}

fn softmax(y: &mut ArrayRef<f32, ndarray::Ix1>) {
    let max = y.fold(f32::NEG_INFINITY, |max, &x| max.max(x));
    y.mapv_inplace(|x| (x - max).exp());
    let sum = y.sum();
    *y /= sum;
}

pub fn contender(workload: &Workload) -> Entry {
    if workload.training.is_some() || !matches!(workload.front, Front::Nothing) {
        return Ok(None);
    }
    let mut layers = Vec::new();
    for layer in &workload.layers {
        layers.push(Dense {
            weight: Array2::from_shape_vec((layer.outputs, layer.inputs), layer.weight.clone())?,
            bias: Array1::from_vec(layer.bias.clone()),
            activation: layer.activation,
        });
    }
    let first = layers.remove(0);
    if workload.batch == 1 {
        let x = Array1::from_vec(workload.x());
        let forward =
            move || layers.iter().fold(first.vector(black_box(&x)), |x, layer| layer.vector(&x));
        return inference(forward, |y| y.to_vec());
    }
    let x = Array2::from_shape_vec((workload.batch, workload.inputs()), workload.x())?;
    inference(
        move || layers.iter().fold(first.rows(black_box(&x)), |x, layer| layer.rows(&x)),
        |y| y.iter().copied().collect(),
    )
}
