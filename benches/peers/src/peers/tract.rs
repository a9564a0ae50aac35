//! tract on an ONNX model of fixed shapes, optimised by it, in one state that is used again. It does not
//! train.

use crate::{
    contender::{Entry, inference},
    onnx,
    workload::Workload,
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
    let mut state = model.spawn()?;
    let x: TValue = Tensor::from_shape(&[workload.batch, workload.inputs()], &workload.x())?.into();
    inference(
        move || state.run(tvec!(black_box(&x).clone())).expect("the input has the model's shape"),
        |y| y[0].to_plain_array_view::<f32>().expect("the output is f32").iter().copied().collect(),
    )
}
