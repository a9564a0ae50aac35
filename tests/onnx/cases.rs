//! `constnet-onnx` on small files as people publish them: what it writes compiles, and computes what ONNX's own
//! reference evaluator does. `reference/onnx_cases.py` and
//! `reference/onnx_exports.py` made the files and the numbers.

/// What was written, with a test in each.
#[path = "../data/onnx_cases/mod.rs"]
mod written;

use crate::import::{Import, Names, Options, Proof, import, is_sealed, npy::Array};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onnx_cases")
}

/// The names of all files.
fn names() -> BTreeSet<String> {
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let paths = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|found| found == "onnx")).map(stem).collect()
}

/// What is asked for beside the file.
fn options(name: &str) -> Options {
    let outputs = match name {
        "classifier" | "exported_mlp_classifier" => vec!["probabilities".into()],
        _ => vec![],
    };
    Options { outputs, ..Options::default() }
}

fn imported(name: &str, options: &Options) -> Result<Import, String> {
    let file = format!("{name}.onnx");
    let bytes = fs::read(folder().join(&file)).unwrap();
    import(&bytes, &folder(), &Names::of(&file), options).map_err(|refusal| refusal.to_string())
}

/// The arrays of a case, of its inputs that are used and its outputs.
fn arrays(name: &str, key: &str) -> Vec<Array> {
    let file = concat!(
        include_str!("../data/onnx_cases/expected.txt"),
        include_str!("../data/onnx_cases/exported.txt")
    );
    let (_, section) = file.split_once(&format!("[{name}]\n")).unwrap();
    let section = section.split("\n[").next().unwrap();
    let array = |line: &str| {
        let mut words = line.strip_prefix(key)?.strip_prefix(' ')?.split(' ');
        let is_unused =
            ["c_in", "h_in", "masks", "recurrent_in", "state_ins"].contains(&words.next()?);
        let values: Vec<f64> = words.map(|word| word.parse().unwrap()).collect();
        (!is_unused).then(|| Array { dims: vec![values.len()], values })
    };
    section.lines().filter_map(array).collect()
}

/// In `f64` the nodes give what ONNX's evaluator gives in `f32`, and the layers what the nodes give.
#[test]
fn networks_give_what_onnx_gives() {
    for name in names() {
        let (x, y) = (arrays(&name, "x"), arrays(&name, "y"));
        let proof = imported(&name, &Options { x, y, ..options(&name) }).unwrap().proof;
        let Some(Proof { deviation, largest, given: Some(given), .. }) = proof else {
            panic!("{name}: {proof:?}")
        };
        println!("{name}: {given:e} and {deviation:e} of {largest}");
        // Of a clock and a pressure `f32` takes differences alone.
        assert!(given <= 2e-6 * largest.max(1.0), "{name}: {given:e}");
        assert!(deviation <= 1e-6 * largest.max(1.0), "{name}: {deviation:e}");
    }
}

#[test]
fn what_is_written_now_is_what_was_compiled() {
    for name in names() {
        let Import { source, weights, .. } = imported(&name, &options(&name)).unwrap();
        let advice = "scripts/onnx_cases writes them";
        let read = |extension| fs::read(folder().join(&name).with_extension(extension)).unwrap();
        assert_eq!(source, String::from_utf8(read("rs")).unwrap(), "{name}: {advice}");
        assert!(weights == read("safetensors"), "{name}: {advice}");
        assert!(is_sealed(&source));
        let modules = include_str!("../data/onnx_cases/mod.rs");
        assert!(modules.contains(&format!("\nmod {name};\n")), "{name}");
    }
}

/// The layers of a file, as they are written.
#[track_caller]
fn layers(name: &str, expected: &[&str]) {
    let source = imported(name, &options(name)).unwrap().source;
    let line = |line: &str| Some(line.trim().split_once(", // ")?.0.to_owned());
    assert_eq!(source.lines().filter_map(line).collect::<Vec<_>>(), expected);
}

#[test]
fn what_each_file_becomes() {
    // From the scripts for Stable-Baselines3, scikit-learn and TorchScript.
    let clamp = "Clamp<Ratio<-10>, Ratio<10>>";
    let policy =
        ["Standardize<4>", clamp, "Dense<4, 6>", "Tanh", "Dense<6, 6>", "Tanh", "Dense<6, 2>"];
    layers("exported_sb3_policy", &policy);
    layers("exported_mlp_regressor", &["Dense<4, 6>", "Tanh", "Dense<6, 2>"]);
    let eyes = ["Conv2d<2, 3, 3, 3, 2, 3>", "Relu", "Flatten<18, Chw>", "Dense<18, 2>"];
    layers("exported_script", &eyes);
    // Folded where that loses nothing.
    layers("normalizer_far", &["Standardize<8>", "Dense<8, 6>", "Tanh", "Dense<6, 2>"]);
    layers("normalizer_near", &["Dense<8, 6>", "Tanh", "Dense<6, 2>"]);
    layers("affine_before_flatten", &["Dense<8, 6>", "Tanh", "Dense<6, 2>"]);
    let clip = "Clamp<Ratio<-5>, Ratio<5>>";
    layers("normalize_and_clip", &["Standardize<8>", clip, "Dense<8, 6>", "Tanh", "Dense<6, 2>"]);
    layers("clip_over_3", &["Dense<8, 6>", "Tanh", "Dense<6, 2>", "HardTanh"]);
    layers("tanh_then_scale", &["Dense<8, 6>", "Tanh", "Dense<6, 2>", "Tanh", "Unstandardize<2>"]);
    // Rows of a dense layer.
    layers("split_half_used", &["Dense<8, 6>", "Tanh", "Dense<6, 2>", "Tanh"]);
    layers("slice_of_dense", &["Dense<8, 6>", "Tanh", "Dense<6, 2>"]);
    layers("gather_of_input", &["Slice<2, 3>", "Dense<3, 6>", "Tanh", "Dense<6, 2>"]);
    // Spelt out.
    for (name, layer) in [
        ("softsign_spelt_out", "Softsign"),
        ("gelu_of_torch", "Gelu"),
        ("gelu_of_keras", "Gelu"),
        ("silu_spelt_out", "Silu"),
        ("mish_spelt_out", "Mish"),
        ("hard_swish_spelt_out", "HardSwish"),
        ("elu_by_where", "Elu"),
        ("layer_norm_spelt_out", "LayerNorm<6>"),
    ] {
        layers(name, &["Dense<8, 6>", layer, "Dense<6, 2>"]);
    }
    layers("classifier", &["Dense<8, 3>", "Softmax"]);
    layers("normalized_classifier", &["Dense<8, 3>", "Softmax"]);
    // Layers of cells, whose states are parts of one input, and what is drawn is left out.
    layers("gru_of_two_layers", &["Gru<3, 4>", "Gru<4, 4>", "Dense<4, 2>"]);
    layers("memory_of_ml_agents", &["Lstm<3, 4>", "Dense<4, 2>", "HardTanh"]);
    let source = imported("memory_of_ml_agents", &Options::default()).unwrap().source;
    assert!(source.contains("/// Left out, because drawn at random: `continuous_actions`.\n"));
    // Zeros go into the convolution behind them, and an image's order into the dense layer before it.
    let pool = "MaxPool<3, 3, 2, 4, (Stride<2>, Pad<0, 0, 0, 1>)>";
    let conv = "Conv2d<2, 3, 3, 3, 5, 8, Pad<1, 2, 0, 1>>";
    layers("padding", &[conv, "Relu", pool, "Flatten<24, Chw>", "Dense<24, 2>"]);
    let image = ["Dense<8, 32>", "Unflatten<4, 4, 2>", "Conv2d<2, 3, 2, 2, 3, 3>", "Relu"];
    layers("vector_as_image", &[&image[..], &["Flatten<27, Chw>", "Dense<27, 2>"]].concat());
    layers("logarithm_of_softmax", &["Dense<8, 6>", "Tanh", "Dense<6, 2>", "LogSoftmax"]);
}

#[test]
fn a_part_of_a_graph_can_be_chosen() {
    let part = |name: &str, inputs: &[&str], outputs: &[&str]| {
        let names = |names: &[&str]| names.iter().map(|&name| name.into()).collect();
        let options =
            Options { inputs: names(inputs), outputs: names(outputs), ..Options::default() };
        imported(name, &options)
    };
    let source = part("actor_and_critic", &[], &["value"]).unwrap().source;
    assert!(source.contains("//! Options: `--output value`\n"), "{source}");
    assert!(source.contains(": 8 => (") && source.contains(") => 1\n"), "{source}");
    // Of a value in the middle the nodes before it know the shape.
    let source = part("deep_skip", &["b"], &["p"]).unwrap().source;
    assert!(source.contains(": 5 => (\n        Dense<5, 3>,"), "{source}");
    let error = part("actor_and_critic", &[], &["values"]).unwrap_err();
    assert_eq!(
        error,
        "the graph: found `--output values`, expected one of `actions`, `value`, `a`, `h`"
    );
    let error = part("classifier", &[], &[]).unwrap_err();
    assert!(error.ends_with("; can be had alone: `--output probabilities`"), "{error}");
    let error = part("normalizer_far", &["h"], &["obs"]).unwrap_err();
    assert!(error.contains("found `--output obs`"), "{error}");
}

#[test]
fn given_outputs_that_are_not_the_graphs_are_refused() {
    let given = |x: &[f64], y: &[f64]| {
        let array = |values: &[f64]| Array { dims: vec![values.len()], values: values.into() };
        let options = Options { x: vec![array(x)], y: vec![array(y)], ..Options::default() };
        imported("softsign", &options).unwrap_err()
    };
    let error = given(&[0.5; 8], &[100.0, 100.0]);
    assert!(error.starts_with("the given outputs: found numbers that differ by "), "{error}");
    let error = given(&[0.5; 8], &[100.0]);
    assert!(error.starts_with("the given outputs: found no 2 numbers for `actions`"), "{error}");
    let error = given(&[0.5; 7], &[]);
    assert!(error.starts_with("the given inputs: found the shape [7] for `obs`"), "{error}");
}
