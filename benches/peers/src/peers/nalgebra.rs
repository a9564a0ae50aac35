//! nalgebra's own operators, as one writes them without a library for networks: static matrices for one
//! sample, dynamic ones for batches, where its product is that of the crate `matrixmultiply`. It
//! does not train.

use crate::{
    contender::{Entry, inference},
    workload::{Activation, Front, Layer, Workload},
};
use nalgebra::{DMatrix, DVector, Dim, Matrix, RawStorageMut, SMatrix, SVector};
use std::hint::black_box;

/// y = activation(W·x + b)
struct Dense<const IN: usize, const OUT: usize> {
    weight: Box<SMatrix<f32, OUT, IN>>,
    bias: SVector<f32, OUT>,
    activation: Activation,
}

impl<const IN: usize, const OUT: usize> Dense<IN, OUT> {
    fn new(layer: &Layer) -> Self {
        let mut weight = Box::new(SMatrix::<f32, OUT, IN>::zeros());
        weight.copy_from_slice(&layer.transposed());
        let bias = SVector::from_column_slice(&layer.bias);
        Self { weight, bias, activation: layer.activation }
    }

    fn forward(&self, x: &SVector<f32, IN>) -> SVector<f32, OUT> {
        // By reference: a matrix by value would be copied first.
        let weight: &SMatrix<f32, OUT, IN> = &self.weight;
        let mut y = weight * x;
        y += &self.bias;
        activate(&mut y, self.activation);
        y
    }
}

fn activate<R: Dim, C: Dim, S: RawStorageMut<f32, R, C>>(
    y: &mut Matrix<f32, R, C, S>,
    activation: Activation,
) {
    match activation {
        Activation::Identity => {}
        Activation::Relu => y.apply(|x| *x = x.max(0.0)),
        Activation::Sigmoid => y.apply(|x| *x = 1.0 / (1.0 + (-*x).exp())),
        Activation::Softmax => {
            for mut y in y.column_iter_mut() {
                let max = y.max();
                y.apply(|x| *x = (*x - max).exp());
                y /= y.sum();
            }
        }
        Activation::Tanh => y.apply(|x| *x = x.tanh()),
    }
}

/// Two dense layers.
fn two<const A: usize, const B: usize, const C: usize>(workload: &Workload) -> Entry {
    let first = Dense::<A, B>::new(&workload.layers[0]);
    let second = Dense::<B, C>::new(&workload.layers[1]);
    let x = SVector::from_vec(workload.x());
    inference(move || second.forward(&first.forward(black_box(&x))), |y| y.as_slice().to_vec())
}

fn w2(workload: &Workload) -> Entry {
    let layers = &workload.layers;
    let first = Dense::<18, 64>::new(&layers[0]);
    let (second, third) = (Dense::<64, 64>::new(&layers[1]), Dense::<64, 4>::new(&layers[2]));
    let x = SVector::from_vec(workload.x());
    inference(
        move || third.forward(&second.forward(&first.forward(black_box(&x)))),
        |y| y.as_slice().to_vec(),
    )
}

fn w5(workload: &Workload) -> Entry {
    let layers = &workload.layers;
    let first = Dense::<640, 128>::new(&layers[0]);
    let down: [Dense<128, 128>; 3] = std::array::from_fn(|i| Dense::new(&layers[1 + i]));
    let (in8, out8) = (Dense::<128, 8>::new(&layers[4]), Dense::<8, 128>::new(&layers[5]));
    let up: [Dense<128, 128>; 3] = std::array::from_fn(|i| Dense::new(&layers[6 + i]));
    let last = Dense::<128, 640>::new(&layers[9]);
    let x = SVector::from_vec(workload.x());
    inference(
        move || {
            let h = down.iter().fold(first.forward(black_box(&x)), |x, layer| layer.forward(&x));
            let h = out8.forward(&in8.forward(&h));
            last.forward(&up.iter().fold(h, |x, layer| layer.forward(&x)))
        },
        |y| y.as_slice().to_vec(),
    )
}

/// A dense layer of any size.
type Dynamic = (DMatrix<f32>, DVector<f32>, Activation);

fn columns((weight, bias, activation): &Dynamic, x: &DMatrix<f32>) -> DMatrix<f32> {
    let mut y = weight * x;
    for mut y in y.column_iter_mut() {
        y += bias;
    }
    activate(&mut y, *activation);
    y
}

/// A column for each sample.
fn batch(workload: &Workload) -> Entry {
    let dense = |layer: &Layer| -> Dynamic {
        let weight = DMatrix::from_row_slice(layer.outputs, layer.inputs, &layer.weight);
        (weight, DVector::from_column_slice(&layer.bias), layer.activation)
    };
    let layers: Vec<_> = workload.layers.iter().map(dense).collect();
    let x = DMatrix::from_vec(workload.inputs(), workload.batch, workload.x());
    inference(
        move || {
            let first = columns(&layers[0], black_box(&x));
            layers[1..].iter().fold(first, |x, layer| columns(layer, &x))
        },
        |y| y.as_slice().to_vec(),
    )
}

pub fn contender(workload: &Workload) -> Entry {
    match (workload.name, workload.batch) {
        _ if workload.training.is_some() => Ok(None),
        _ if !matches!(workload.front, Front::Nothing) => Ok(None),
        ("W1", 1) => two::<2, 8, 1>(workload),
        ("W2", 1) => w2(workload),
        ("W3", 1) => two::<64, 32, 10>(workload),
        ("W4", 1) => two::<784, 128, 10>(workload),
        ("W5", 1) => w5(workload),
        _ => batch(workload),
    }
}
