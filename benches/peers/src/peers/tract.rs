//! tract on an ONNX model of fixed shapes, optimised by it, in one state that is used again. It does not
//! train.

use crate::{
    contender::{Entry, inference, steps},
    onnx,
    workload::{Front, Kind, Workload},
};
use std::hint::black_box;
use tract_onnx::prelude::*;

pub fn contender(workload: &Workload) -> Entry {
    if workload.training.is_some() {
        return Ok(None);
    }
    let model = tract_onnx::onnx()
        .model_for_read(&mut onnx::model(workload).as_slice())?
        .into_optimized()?
        .into_runnable()?;
    let mut run = model.spawn()?;
    let Front::Cell(cell) = &workload.front else {
        let x: TValue = Tensor::from_shape(&workload.batch_shape(), &workload.x())?.into();
        return inference(
            move || run.run(tvec!(black_box(&x).clone())).expect("the input has the model's shape"),
            |y| numbers(&y[0]),
        );
    };
    let x: TValue = Tensor::from_shape(&[1, 1, 1], &workload.x())?.into();
    let rest: TValue = Tensor::zero::<f32>(&[1, 1, cell.hidden])?.into();
    let mut states = match cell.kind {
        Kind::Lstm => vec![rest.clone(), rest],
        Kind::Gru => vec![rest],
    };
    let step = move || {
        let inputs = std::iter::once(black_box(&x).clone()).chain(states.drain(..)).collect();
        let mut outputs = run.run(inputs).expect("the inputs have the model's shapes");
        let y = outputs.pop().expect("the output stands behind the states");
        states.extend(outputs);
        y
    };
    steps(step, |y| numbers(&y)[0])
}

fn numbers(y: &TValue) -> Vec<f32> {
    y.to_plain_array_view::<f32>().expect("the output is f32").iter().copied().collect()
}
