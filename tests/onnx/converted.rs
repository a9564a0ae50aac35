//! What PyTorch's modules became when ONNX's authors exported them, of operator set 6 and from 2017: each model is
//! imported and computes what they expect, or is refused for the reason here.
//!
//! `reference/onnx_converted_tests.py` brought the models and the numbers, which are ONNX's;
//! `data/onnx_node/LICENSE` is theirs.

use crate::import::{Import, Names, Options, Proof, import, npy::Array};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Why models are not imported, with their names.
const REFUSED: &[(&str, &[&str])] = &[
    (
        // Volumes: ours are images and sequences.
        "expected [batch, channels, rows, columns] or [batch, channels, steps]",
        &[
            "AvgPool3d",
            "AvgPool3d_stride",
            "AvgPool3d_stride1_pad0_gpu_input",
            "Conv3d",
            "Conv3d_dilated",
            "Conv3d_dilated_strided",
            "Conv3d_groups",
            "Conv3d_no_bias",
            "Conv3d_stride",
            "Conv3d_stride_padding",
            "MaxPool3d",
            "MaxPool3d_stride",
            "MaxPool3d_stride_padding",
        ],
    ),
    ("of shape [batch, 3, 4, 4, 4]", &["BatchNorm3d_eval", "BatchNorm3d_momentum_eval"]),
    // Images that become larger.
    (
        "the operator `ConvTranspose` is not supported",
        &["ConvTranspose2d", "ConvTranspose2d_no_bias"],
    ),
    ("an order that moves no number of a sample", &["PixelShuffle"]),
    // Padding with something else than zeros.
    ("attribute `value`: found 2, expected 0", &["ConstantPad2d"]),
    ("attribute `mode`: found reflect, expected constant", &["ReflectionPad2d"]),
    ("attribute `mode`: found edge, expected constant", &["ReplicationPad2d"]),
    ("with which a `Gather` chooses rows: an embedding", &["Embedding", "Embedding_sparse"]),
    // A loss of an input and a target that is a constant of the file.
    (
        "the shape [10, 10], expected one that fits values of shape [batch, 10]",
        &["PoissonNLLLLoss_no_reduce"],
    ),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onnx_converted")
}

fn names() -> BTreeSet<String> {
    let paths = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let models = paths.filter(|path| path.extension().is_some_and(|found| found == "onnx"));
    models.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

/// The numbers of a model's input or output, if they are here.
fn array(name: &str, key: &str) -> Option<Array> {
    let file = include_str!("../data/onnx_converted/expected.txt");
    let (_, section) = file.split_once(&format!("[{name}]\n"))?;
    let section = section.split("\n[").next().unwrap();
    let line = section.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' ')).unwrap();
    let values: Vec<f64> = line.split(' ').map(|word| word.parse().unwrap()).collect();
    Some(Array { dims: vec![values.len()], values })
}

#[test]
fn exports_of_every_module_are_read_or_refused_for_a_reason() {
    let (mut read, mut refused, mut most) = (0, BTreeSet::new(), 0.0_f64);
    for name in names() {
        let bytes = fs::read(folder().join(&name).with_extension("onnx")).unwrap();
        let [x, y] = ["x", "y"].map(|key| array(&name, key).into_iter().collect());
        let options = Options { x, y, ..Options::default() };
        let found = import(&bytes, Path::new(""), &Names::of("converted.onnx"), &options);
        let short = name.strip_prefix("test_").unwrap();
        let reason = REFUSED.iter().find(|(_, names)| names.contains(&short));
        match (found, reason) {
            (Ok(Import { proof, .. }), None) => {
                // What is too long to be here is compared with the nodes alone.
                let Some(Proof { deviation, largest, given, .. }) = proof else { panic!("{name}") };
                let off = given.unwrap_or(0.0) / largest;
                // Both round to `f32`: ONNX's numbers, and the constants of the layers.
                assert!(
                    off <= 5e-7 && deviation <= 1e-7 * largest,
                    "{name}: {off:e}, {deviation:e}"
                );
                (read, most) = (read + 1, most.max(off));
            }
            (Err(error), Some((reason, _))) => {
                assert!(error.to_string().contains(reason), "{name}: {error}");
                refused.insert(short.to_owned());
            }
            (found, _) => panic!("{name}: {:?}", found.map(|import| import.source)),
        }
    }
    let listed = REFUSED.iter().flat_map(|(_, names)| *names).map(|&name| name.to_owned());
    assert_eq!(refused, listed.collect());
    println!("{read} of {} are read, off by {most:e} at most", read + refused.len());
}
