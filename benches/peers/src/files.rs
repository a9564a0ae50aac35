//! The workloads as files, for programs in other languages.

use crate::{
    Result,
    contender::Make,
    onnx,
    workload::{Activation, Convolution, Front, ImageLayer, Kind, Training, Workload},
};
use safetensors::{Dtype, tensor::TensorView};
use std::{collections::HashMap, fs, path::Path};

/// Writes every workload: parameters, input, targets and constnet's numbers as safetensors, what is to be
/// computed in its metadata, and inferences as ONNX models too.
pub fn export(workloads: &[Workload], directory: &Path, make: Make) -> Result<()> {
    fs::create_dir_all(directory)?;
    fs::write(directory.join("empty.onnx"), onnx::empty())?;
    for workload in workloads {
        let mut contender = make(workload)?.ok_or("constnet does every workload")?;
        let numbers = contender.numbers();
        let targets = match workload.training {
            Some(Training::NumbersAdam(_)) => workload.numbers(),
            _ => workload.classes().into_iter().map(|class| class as f32).collect(),
        };
        let shape = vec![workload.batch, targets.len() / workload.batch];
        let mut tensors = vec![
            ("x".to_owned(), workload.batch_shape(), workload.x()),
            ("targets".to_owned(), shape, targets),
            ("expected".to_owned(), vec![numbers.len()], numbers),
        ];
        for (i, (shape, numbers)) in parameters(workload).into_iter().enumerate() {
            tensors.push((format!("parameter{i}"), shape, numbers.to_vec()));
        }
        let file = directory.join(workload.file_name());
        let bytes = serialized(&tensors, metadata(workload))?;
        fs::write(file.with_extension("safetensors"), bytes)?;
        if workload.training.is_none() {
            fs::write(file.with_extension("onnx"), onnx::model(workload))?;
        }
    }
    Ok(())
}

/// All parameters with their shapes, as PyTorch has them, in the order of its modules.
fn parameters(workload: &Workload) -> Vec<(Vec<usize>, &[f32])> {
    let mut all: Vec<(Vec<usize>, &[f32])> = Vec::new();
    match &workload.front {
        Front::Nothing => {}
        Front::Image(image) => {
            for layer in image.convolutions() {
                all.push((layer.shape().to_vec(), &layer.weight));
                all.push((vec![layer.outputs], &layer.bias));
            }
        }
        Front::Cell(cell) => {
            let rows = cell.rows();
            all.push((vec![rows, 1], &cell.weight_ih));
            all.push((vec![rows, cell.hidden], &cell.weight_hh));
            all.push((vec![rows], &cell.bias_ih));
            all.push((vec![rows], &cell.bias_hh));
        }
    }
    for layer in &workload.layers {
        all.push((vec![layer.outputs, layer.inputs], &layer.weight));
        all.push((vec![layer.outputs], &layer.bias));
    }
    all
}

fn metadata(workload: &Workload) -> HashMap<String, String> {
    let training = match workload.training {
        None => String::new(),
        Some(Training::ClassesSgd(rate)) => format!("classes SGD {rate}"),
        Some(Training::ClassesAdam(rate)) => format!("classes Adam {rate}"),
        Some(Training::NumbersAdam(rate)) => format!("numbers Adam {rate}"),
    };
    HashMap::from([
        ("title".to_owned(), workload.title()),
        ("module".to_owned(), module(workload)),
        ("training".to_owned(), training),
    ])
}

/// The network as it is written for PyTorch, with the classes that `peers.py` has beside those of `nn`.
fn module(workload: &Workload) -> String {
    let mut layers = Vec::new();
    if let Front::Image(image) = &workload.front {
        for layer in &image.layers {
            match layer {
                ImageLayer::Convolution(layer) => layers.push(convolution(layer)),
                ImageLayer::MaxPool => layers.push("nn.MaxPool2d(2)".to_owned()),
                ImageLayer::Mean => layers.push("nn.AdaptiveAvgPool2d(1)".to_owned()),
                ImageLayer::Residual(f, g) => {
                    let [f, g] = [&f[..], g.as_slice()].map(|layers| {
                        let layers: Vec<_> = layers.iter().map(convolution).collect();
                        format!("nn.Sequential({})", layers.join(", "))
                    });
                    layers.push(format!("Residual({f}, {g})"));
                }
            }
        }
        layers.push("nn.Flatten()".to_owned());
    }
    for layer in &workload.layers {
        layers.push(format!("nn.Linear({}, {})", layer.inputs, layer.outputs));
        layers.push(match layer.activation {
            Activation::Identity => continue,
            Activation::Relu => "nn.ReLU()".to_owned(),
            Activation::Sigmoid => "nn.Sigmoid()".to_owned(),
            Activation::Softmax => "nn.Softmax(dim=1)".to_owned(),
            Activation::Tanh => "nn.Tanh()".to_owned(),
        });
    }
    let network = format!("nn.Sequential({})", layers.join(", "));
    match &workload.front {
        Front::Cell(cell) => {
            let name = match cell.kind {
                Kind::Lstm => "LSTMCell",
                Kind::Gru => "GRUCell",
            };
            format!("Stream(nn.{name}(1, {}), {network})", cell.hidden)
        }
        _ => network,
    }
}

fn convolution(layer: &Convolution) -> String {
    let Convolution { inputs, outputs, kernel: [rows, columns], stride, groups, .. } = layer;
    let [top, left, bottom, right] = layer.padding;
    // Its own padding is the same on opposite sides.
    let even = top == bottom && left == right;
    let pad = if even {
        String::new()
    } else {
        format!("nn.ZeroPad2d(({left}, {right}, {top}, {bottom})), ")
    };
    let padding = if even { (top, left) } else { (0, 0) };
    let relu = if layer.relu { ", nn.ReLU()" } else { "" };
    format!(
        "{pad}nn.Conv2d({inputs}, {outputs}, ({rows}, {columns}), {stride}, {padding:?}, groups={groups}){relu}"
    )
}

type Tensor = (String, Vec<usize>, Vec<f32>);

fn serialized(tensors: &[Tensor], metadata: HashMap<String, String>) -> Result<Vec<u8>> {
    let bytes: Vec<Vec<u8>> = tensors
        .iter()
        .map(|(_, _, numbers)| numbers.iter().flat_map(|x| x.to_le_bytes()).collect())
        .collect();
    let mut views = Vec::new();
    for ((name, shape, _), bytes) in tensors.iter().zip(&bytes) {
        views.push((name, TensorView::new(Dtype::F32, shape.clone(), bytes)?));
    }
    Ok(safetensors::serialize(views, Some(metadata))?)
}
