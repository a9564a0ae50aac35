//! A workload as an ONNX model, as an exporter of a training framework would write it.

mod graph;

use crate::workload::{
    Activation, Cell, Convolution, Front, Image, ImageLayer, Kind, Layer, Workload,
};
use graph::{Graph, int, ints};

/// The bytes of a model from `x`, one sample after the other, to `y`. That of a stream takes its state, too, and gives
/// the next one: `h` and `next_h`, and for an LSTM `c` and `next_c`.
pub fn model(workload: &Workload) -> Vec<u8> {
    let mut graph = Graph::default();
    let mut last = match &workload.front {
        Front::Nothing => graph.input("x", &workload.batch_shape()),
        Front::Image(image) => {
            let x = graph.input("x", &workload.batch_shape());
            flattened(&mut graph, image, x)
        }
        Front::Cell(cell) => step(&mut graph, cell),
    };
    for layer in &workload.layers {
        last = dense(&mut graph, layer, last);
    }
    graph.rename_last("y");
    graph.output("y", &[workload.batch, workload.outputs()]);
    graph.bytes()
}

/// The bytes of a model that hands one number through: what a call costs that computes nothing.
pub fn empty() -> Vec<u8> {
    let mut graph = Graph::default();
    let x = graph.input("x", &[1, 1]);
    graph.nodes("Identity", vec![x], &["y"], Vec::new());
    graph.output("y", &[1, 1]);
    graph.bytes()
}

fn dense(graph: &mut Graph, layer: &Layer, x: String) -> String {
    let weight = graph.tensor(&[layer.outputs, layer.inputs], &layer.weight);
    let bias = graph.tensor(&[layer.outputs], &layer.bias);
    let y = graph.node("Gemm", vec![x, weight, bias], vec![int("transB", 1)]);
    let operator = match layer.activation {
        Activation::Identity => return y,
        Activation::Relu => "Relu",
        Activation::Sigmoid => "Sigmoid",
        Activation::Softmax => "Softmax",
        Activation::Tanh => "Tanh",
    };
    graph.node(operator, vec![y], Vec::new())
}

fn flattened(graph: &mut Graph, image: &Image, x: String) -> String {
    let mut last = x;
    for layer in &image.layers {
        last = match layer {
            ImageLayer::Convolution(layer) => convolution(graph, layer, last),
            ImageLayer::MaxPool => {
                let two = &[2, 2];
                let attributes = vec![ints("kernel_shape", two), ints("strides", two)];
                graph.node("MaxPool", vec![last], attributes)
            }
            ImageLayer::Mean => graph.node("GlobalAveragePool", vec![last], Vec::new()),
            ImageLayer::Residual(f, g) => {
                let of_f = f.iter().fold(last.clone(), |x, layer| convolution(graph, layer, x));
                let of_g = g.iter().fold(last, |x, layer| convolution(graph, layer, x));
                let sum = graph.node("Add", vec![of_f, of_g], Vec::new());
                graph.node("Relu", vec![sum], Vec::new())
            }
        };
    }
    graph.node("Flatten", vec![last], Vec::new())
}

fn convolution(graph: &mut Graph, layer: &Convolution, x: String) -> String {
    let weight = graph.tensor(&layer.shape(), &layer.weight);
    let bias = graph.tensor(&[layer.outputs], &layer.bias);
    let attributes = vec![
        ints("kernel_shape", &layer.kernel),
        ints("strides", &[layer.stride; 2]),
        ints("pads", &layer.padding),
        int("group", layer.groups),
    ];
    let y = graph.node("Conv", vec![x, weight, bias], attributes);
    if layer.relu { graph.node("Relu", vec![y], Vec::new()) } else { y }
}

/// A step of a cell, on a sequence of one: its next h as a row.
fn step(graph: &mut Graph, cell: &Cell) -> String {
    let (rows, hidden) = (cell.rows(), cell.hidden);
    // Gates have an order of their own in ONNX.
    let (operator, order, states): (_, &[usize], &[[&str; 2]]) = match cell.kind {
        Kind::Lstm => ("LSTM", &[0, 3, 1, 2], &[["h", "next_h"], ["c", "next_c"]]),
        Kind::Gru => ("GRU", &[1, 0, 2], &[["h", "next_h"]]),
    };
    let ordered = |numbers: &[f32]| -> Vec<f32> {
        let gate = numbers.len() / order.len();
        order.iter().flat_map(|g| &numbers[g * gate..][..gate]).copied().collect()
    };
    let biases = [ordered(&cell.bias_ih), ordered(&cell.bias_hh)].concat();
    let mut inputs = vec![
        graph.input("x", &[1, 1, 1]),
        graph.tensor(&[1, rows, 1], &ordered(&cell.weight_ih)),
        graph.tensor(&[1, rows, hidden], &ordered(&cell.weight_hh)),
        graph.tensor(&[1, 2 * rows], &biases),
        // The lengths of the sequences, which are all of them.
        String::new(),
    ];
    // The output at every step is not wanted beside the last one.
    let mut outputs = vec![""];
    let shape = &[1, 1, hidden];
    for [state, next] in states {
        inputs.push(graph.input(state, shape));
        outputs.push(next);
        graph.output(next, shape);
    }
    let mut attributes = vec![int("hidden_size", hidden)];
    if cell.kind == Kind::Gru {
        attributes.push(int("linear_before_reset", 1));
    }
    graph.nodes(operator, inputs, &outputs, attributes);
    graph.node("Flatten", vec!["next_h".to_owned()], vec![int("axis", 2)])
}
