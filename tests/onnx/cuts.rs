//! What `constnet-onnx` says of a graph that it refuses, and how it reads one whose first dimension is no batch of
//! samples that are apart.

use crate::import::{
    Import, Names, Options, import,
    messages::{Attribute, Model, Node, Tensor, Value, attribute, tensor},
};
use crate::made::{floats, integers, model, node, samples, value, with};
use prost::Message;
use std::path::Path;

/// What a graph becomes, cut as the options say, `--output y`.
fn imported(model: &Model, options: &str) -> Result<Import, String> {
    let mut chosen = Options::default();
    let words: Vec<&str> = options.split(' ').collect();
    for pair in words.chunks(2) {
        match *pair {
            ["--input", name] => chosen.inputs.push(name.into()),
            ["--output", name] => chosen.outputs.push(name.into()),
            _ => {}
        }
    }
    let names = Names::of("made.onnx");
    import(&model.encode_to_vec(), Path::new(""), &names, &chosen)
        .map_err(|error| error.to_string())
}

/// The layers of a graph, as they are written.
#[track_caller]
fn layers(model: &Model, options: &str, expected: &[&str]) {
    let source = imported(model, options).unwrap().source;
    let line = |line: &str| Some(line.trim().split_once(", // ")?.0.to_owned());
    assert_eq!(source.lines().filter_map(line).collect::<Vec<_>>(), expected, "{source}");
}

/// That a graph is refused; the options of the cut that the error names lead to a network.
#[track_caller]
fn refused(model: &Model, expected: &str) {
    let error = imported(model, "").unwrap_err();
    assert_eq!(error, expected);
    for options in error.split('`').filter(|text| text.starts_with("--") && !text.ends_with("NAME"))
    {
        imported(model, options).unwrap();
    }
}

/// A graph of these inputs.
fn of(inputs: Vec<Value>, nodes: Vec<Node>, constants: Vec<Tensor>) -> Model {
    let mut model = model(17, 1, nodes, constants);
    model.graph.as_mut().unwrap().input = inputs;
    model
}

fn numbers(name: &str, dims: &[i64]) -> Tensor {
    let count = dims.iter().product::<i64>();
    let values: Vec<f32> = (0..count).map(|i| ((7 * i + 3) % 11) as f32 / 8.0 - 0.6).collect();
    floats(name, dims, &values)
}

/// `rows`, three features each, and then nodes.
fn rows(last: Vec<Node>, constants: Vec<Tensor>) -> Model {
    let first = node("Reshape", &["x", "sizes"], &["rows"]);
    let sizes = integers("sizes", &[-1, 1, 3]);
    of(vec![samples("x", &[6])], [vec![first], last].concat(), [vec![sizes], constants].concat())
}

/// Rows of all samples one after another are a sequence of each sample, where what is behind does not join them.
#[test]
fn samples_that_are_joined_are_refused() {
    let back = |sizes| {
        let nodes = vec![
            node("MatMul", &["rows", "w"], &["wide"]),
            node("Reshape", &["wide", "back"], &["y"]),
        ];
        rows(nodes, vec![numbers("w", &[3, 4]), integers("back", sizes)])
    };
    assert!(imported(&back(&[-1, 8]), "").is_ok());
    // One sequence of the rows of all samples: its last state is that of the last sample alone.
    let cell = with(node("LSTM", &["rows", "w", "r"], &["", "h"]), "hidden_size", 2);
    let constants = vec![numbers("w", &[1, 8, 3]), numbers("r", &[1, 8, 2])];
    let joined = |inputs: Vec<Value>| {
        let mut model = rows(vec![cell.clone()], constants.clone());
        let graph = model.graph.as_mut().unwrap();
        (graph.input, graph.output[0].name) = (inputs, "h".into());
        model
    };
    refused(
        &joined(vec![samples("x", &[6])]),
        "the graph's nodes: found outputs of a sample that depend on other samples, expected a function of each \
         sample; export with a batch of one sample, `[1, ...]`, or cut before samples are joined with `--output NAME`",
    );
    assert!(imported(&joined(vec![value("x", &[1, 6])]), "").is_ok());
}

/// What a cell of ours has not is called by its name, before anything is counted.
#[test]
fn peepholes_and_bounded_sums_are_named() {
    let cell = |inputs: &[&str], attribute: Option<Attribute>| {
        let mut cell = with(node("LSTM", inputs, &["y"]), "hidden_size", 2);
        cell.attribute.extend(attribute);
        let constants = vec![numbers("w", &[1, 8, 3]), numbers("r", &[1, 8, 2])];
        let constants = [constants, vec![numbers("p", &[1, 6])]].concat();
        imported(&of(vec![value("x", &[4, 1, 3])], vec![cell], constants), "").map(|_| ())
    };
    assert_eq!(cell(&["x", "w", "r"], None), Ok(()));
    let error = cell(&["x", "w", "r", "", "", "", "", "p"], None).unwrap_err();
    assert!(error.contains("found peepholes, expected"), "{error}");
    let clip =
        Attribute { name: "clip".into(), f: 3.0, r#type: attribute::FLOAT, ..Attribute::default() };
    let error = cell(&["x", "w", "r"], Some(clip)).unwrap_err();
    assert!(error.contains("found a bound on the cell's sums (`clip`), expected"), "{error}");
}

/// An exporter may write the 1 of its example into the sizes behind an input of any number of samples.
#[test]
fn a_graph_that_takes_one_sample_is_a_function_of_one() {
    let sizes = |sizes| {
        let nodes = vec![
            node("Reshape", &["x", "sizes"], &["flat"]),
            node("MatMul", &["flat", "w"], &["y"]),
        ];
        let constants = vec![integers("sizes", sizes), numbers("w", &[6, 2])];
        of(vec![samples("x", &[2, 3])], nodes, constants)
    };
    layers(&sizes(&[-1, 6]), "", &["Dense<6, 2>"]);
    layers(&sizes(&[1, 6]), "", &["Dense<6, 2>"]);
    // But not where it takes more and joins them.
    let nodes = vec![
        node("Reshape", &["x", "sizes"], &["flat"]),
        with(node("Softmax", &["flat"], &["y"]), "axis", 1),
    ];
    let softmax = of(vec![samples("x", &[6])], nodes, vec![integers("sizes", &[1, -1])]);
    let error = imported(&softmax, "").unwrap_err();
    assert!(error.contains("depend on other samples"), "{error}");
}

/// Of an input of fixed sizes the first dimension may be none of samples.
#[test]
fn a_matrix_can_be_one_sample() {
    let plus = Tensor {
        data_type: tensor::INT64,
        dims: vec![2, 2],
        int64_data: vec![1, 2, 3, 4],
        ..integers("c", &[])
    };
    let nodes = vec![
        with(node("Cast", &["c"], &["f"]), "to", tensor::FLOAT.into()),
        node("Add", &["x", "f"], &["s"]),
        with(node("Flatten", &["s"], &["f2"]), "axis", 1),
        with(node("Flatten", &["f2"], &["flat"]), "axis", 0),
        node("MatMul", &["flat", "w"], &["y"]),
    ];
    let graph = of(vec![value("x", &[2, 2])], nodes, vec![plus, numbers("w", &[4, 3])]);
    layers(&graph, "", &["Dense<4, 3>"]);
}

/// Places near what is refused are named where they lead to a network with numbers in it, and no others.
#[test]
fn an_error_names_cuts_that_work() {
    let dense = |i: usize, from: &str, to: &str| {
        let (w, b) = (format!("w{i}"), format!("b{i}"));
        with(node("Gemm", &[from, &w, &b], &[to]), "transB", 1)
    };
    let constants: Vec<Tensor> = (0..3)
        .flat_map(|i| [numbers(&format!("w{i}"), &[4, 4]), numbers(&format!("b{i}"), &[4])])
        .collect();
    let x = || vec![samples("x", &[4])];
    // An activation alone is no network, and nothing says the shape of what is behind.
    let nodes = vec![node("Relu", &["x"], &["a"]), node("Sin", &["a"], &["y"])];
    let error = imported(&of(x(), nodes, vec![]), "").unwrap_err();
    assert!(!error.contains("--output") && !error.contains("--input"), "{error}");
    // The network behind, with what else it needs.
    let nodes =
        vec![node("Sin", &["x"], &["s"]), dense(0, "s", "d"), node("Add", &["d", "extra"], &["y"])];
    let two = of(vec![samples("x", &[4]), samples("extra", &[4])], nodes, constants.clone());
    let error = imported(&two, "").unwrap_err();
    assert!(error.ends_with("; `--input s --input extra` is the network behind it"), "{error}");
    assert!(imported(&two, "--input s --input extra").is_ok());
    assert_eq!(
        imported(&two, "--input t").unwrap_err(),
        "the graph: found `--input t`, expected one of `x`, `extra`, `s`, `d`, `y`"
    );
    // What Rust has is said.
    let nodes = vec![
        dense(0, "x", "d"),
        node("Softmax", &["d"], &["p"]),
        node("Add", &["p", "tiny"], &["q"]),
        node("Log", &["q"], &["y"]),
    ];
    let constants = [&constants[..], &[floats("tiny", &[], &[1e-7])]].concat();
    refused(
        &of(x(), nodes, constants.clone()),
        "the node of `y` (Log): found an operator that is no layer by itself, expected a part of a layer that is \
         known, such as Gelu, Softsign or LayerNorm; `--output q` is the network before it, of whose numbers \
         `f32::ln` gives this output's",
    );
    // What stands in the way in principle comes before what is refused first.
    let nodes = vec![
        dense(0, "x", "q"),
        dense(1, "x", "k"),
        with(node("Gather", &["k", "one"], &["g"]), "axis", 1),
        node("Sin", &["g"], &["s"]),
        node("MatMul", &["q", "s"], &["y"]),
    ];
    let constants = [&constants[..], &[integers("one", &[1])]].concat();
    refused(
        &of(x(), nodes, constants),
        "the node of `y` (MatMul): found a product of two values, as in attention, which is not supported, expected \
         one of a value and a constant, a dense layer; `--output g` is the network before it",
    );
}
