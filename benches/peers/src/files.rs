//! The workloads as files, for constnet's reader and for other languages.

use crate::{
    Result,
    contender::Make,
    onnx,
    workload::{Activation, Training, Workload},
};
use safetensors::{Dtype, tensor::TensorView};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

/// The weights under the names of an `nn.Sequential`, where each activation is a module.
pub fn weights(workload: &Workload) -> Result<Vec<u8>> {
    serialized(workload, [], None)
}

/// Writes every workload: weights, input, targets and constnet's numbers as safetensors, what is to be
/// computed in its metadata, and inferences as ONNX models too.
pub fn export(workloads: &[Workload], directory: &Path, make: Make) -> Result<()> {
    fs::create_dir_all(directory)?;
    fs::write(directory.join("empty.onnx"), onnx::empty())?;
    for workload in workloads {
        let mut contender = make(workload)?.ok_or("constnet does every workload")?;
        let numbers = contender.numbers();
        let x = ("x", vec![workload.batch, workload.inputs()], workload.x());
        let targets = match workload.training {
            Some(Training::NumbersAdam(_)) => workload.numbers(),
            _ => workload.classes().into_iter().map(|class| class as f32).collect(),
        };
        let shape = vec![workload.batch, targets.len() / workload.batch];
        let tensors = [x, ("targets", shape, targets), ("expected", vec![numbers.len()], numbers)];
        let bytes = serialized(workload, tensors, Some(metadata(workload)))?;
        let file = directory.join(workload.file_name());
        fs::write(file.with_extension("safetensors"), bytes)?;
        if workload.training.is_none() {
            fs::write(file.with_extension("onnx"), onnx::model(workload))?;
        }
    }
    Ok(())
}

fn metadata(workload: &Workload) -> HashMap<String, String> {
    let activations: Vec<_> =
        workload.layers.iter().map(|layer| format!("{:?}", layer.activation)).collect();
    let training = match workload.training {
        None => String::new(),
        Some(Training::ClassesSgd(rate)) => format!("classes SGD {rate}"),
        Some(Training::ClassesAdam(rate)) => format!("classes Adam {rate}"),
        Some(Training::NumbersAdam(rate)) => format!("numbers Adam {rate}"),
    };
    HashMap::from([
        ("title".to_owned(), workload.title()),
        ("activations".to_owned(), activations.join(" ")),
        ("training".to_owned(), training),
    ])
}

type Tensor = (&'static str, Vec<usize>, Vec<f32>);

fn serialized<const N: usize>(
    workload: &Workload,
    more: [Tensor; N],
    metadata: Option<HashMap<String, String>>,
) -> Result<Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut position = 0;
    for layer in &workload.layers {
        let shape = vec![layer.outputs, layer.inputs];
        all.insert(format!("{position}.weight"), (shape, bytes(&layer.weight)));
        all.insert(format!("{position}.bias"), (vec![layer.outputs], bytes(&layer.bias)));
        position += if layer.activation == Activation::Identity { 1 } else { 2 };
    }
    for (name, shape, numbers) in more {
        all.insert(name.to_owned(), (shape, bytes(&numbers)));
    }
    let mut views = Vec::new();
    for (name, (shape, bytes)) in &all {
        views.push((name.as_str(), TensorView::new(Dtype::F32, shape.clone(), bytes)?));
    }
    Ok(safetensors::serialize(views, metadata)?)
}

fn bytes(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}
