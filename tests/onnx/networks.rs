//! `constnet-onnx`: what it writes compiles and computes what PyTorch does, and what it cannot express
//! it refuses by name. `reference/onnx.py` made the files and the numbers.

use crate::import::{
    Import, Names, Options, Refusal, is_sealed,
    messages::{Attribute, Dimension, Entry, Model, Node, Opset, Tensor, Value, attribute, tensor},
};
use constnet::prelude::*;
use prost::Message;
use std::{fs, path::Path};

/// Reads a file that stands alone.
fn import(bytes: &[u8], names: &Names) -> Result<Import, Refusal> {
    crate::import::import(bytes, Path::new(""), names, &Options::default())
}

fn bytes(file: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onnx").join(file);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The numbers of a key in a section of the reference.
fn numbers(name: &str, key: &str) -> Vec<f64> {
    let file = include_str!("../data/onnx/expected.txt");
    let (_, section) = file.split_once(&format!("[{name}]\n")).unwrap();
    let line = section.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' ')).unwrap();
    line.split(' ').map(|number| number.parse().unwrap()).collect()
}

/// The largest difference between a network and the reference.
fn difference<T: Scalar, N, const IN: usize, const OUT: usize>(name: &str, net: &N) -> f64
where
    N: Forward<SVector<T, IN>, Output = SVector<T, OUT>>,
{
    let (x, y) = (numbers(name, "x"), numbers(name, "y"));
    assert_eq!((x.len() % IN, x.len() / IN), (0, y.len() / OUT));
    let samples = x.chunks(IN).zip(y.chunks(OUT));
    let differences = samples.flat_map(|(x, y)| {
        let found = net.forward(&SVector::from_fn(|i, _| T::from_f64(x[i])));
        (0..OUT).map(move |i| (found[i].to_f64() - y[i]).abs())
    });
    differences.fold(0.0, f64::max)
}

/// For each file, what was written from it: a module of this test, and the bytes that stand beside.
macro_rules! imported {
    ($($name:ident $path:literal $constant:ident $tolerance:expr;)+) => {
        $(
            #[path = $path]
            mod $name;
        )+

        const FILES: &[&str] = &[$(stringify!($name)),+];

        #[test]
        fn networks_give_pytorchs_outputs() {
            $(
                let found = difference(stringify!($name), &$name::$constant);
                println!("{}: {found:e}", stringify!($name));
                assert!(found <= $tolerance, "{}: {found:e}", stringify!($name));
            )+
        }
    };
}

/// Outputs of the size of 1, in `f32`, after up to 24 layers.
const SINGLE: f64 = 2e-6;

imported! {
    activations_dynamo "../data/onnx/activations_dynamo.rs" ACTIVATIONS_DYNAMO SINGLE;
    activations_legacy "../data/onnx/activations_legacy.rs" ACTIVATIONS_LEGACY SINGLE;
    bfloat "../data/onnx/bfloat.rs" BFLOAT SINGLE;
    by_hand "../data/onnx/by_hand.rs" BY_HAND SINGLE;
    dense_dynamo "../data/onnx/dense_dynamo.rs" DENSE_DYNAMO SINGLE;
    dense_legacy "../data/onnx/dense_legacy.rs" DENSE_LEGACY SINGLE;
    double_dynamo "../data/onnx/double_dynamo.rs" DOUBLE_DYNAMO 1e-14;
    double_legacy "../data/onnx/double_legacy.rs" DOUBLE_LEGACY 1e-14;
    fixed_batch "../data/onnx/fixed_batch.rs" FIXED_BATCH SINGLE;
    half "../data/onnx/half.rs" HALF SINGLE;
    image_dynamo "../data/onnx/image_dynamo.rs" IMAGE_DYNAMO SINGLE;
    image_legacy "../data/onnx/image_legacy.rs" IMAGE_LEGACY SINGLE;
    keras "../data/onnx/keras.rs" KERAS SINGLE;
    norms_dynamo "../data/onnx/norms_dynamo.rs" NORMS_DYNAMO SINGLE;
    norms_legacy "../data/onnx/norms_legacy.rs" NORMS_LEGACY SINGLE;
    opset_9 "../data/onnx/opset_9.rs" OPSET_9 SINGLE;
    vector "../data/onnx/vector.rs" VECTOR SINGLE;
}

#[test]
fn what_is_written_now_is_what_was_compiled() {
    for name in FILES {
        let file = format!("{name}.onnx");
        let Import { source, weights, .. } = import(&bytes(&file), &Names::of(&file)).unwrap();
        let advice = format!("cargo run --features onnx tests/data/onnx/{file} tests/data/onnx");
        assert_eq!(source, String::from_utf8(bytes(&format!("{name}.rs"))).unwrap(), "{advice}");
        assert!(is_sealed(&source));
        assert!(weights == bytes(&format!("{name}.safetensors")), "{advice}");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onnx");
    let count = |extension: &str| {
        let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|found| found == extension)).count()
    };
    assert_eq!([count("onnx"), count("rs"), count("safetensors")], [FILES.len(); 3]);
}

/// A file, changed.
fn changed(file: &str, change: impl Fn(&mut Model)) -> Result<Import, String> {
    let mut model = Model::decode(&*bytes(&format!("{file}.onnx"))).unwrap();
    change(&mut model);
    import(&model.encode_to_vec(), &Names::of("changed.onnx")).map_err(|error| error.to_string())
}

/// Checks what is said of `dense_dynamo`, changed: x, then Gemm, Tanh, Gemm, Relu, Gemm, Softmax.
#[track_caller]
fn refused(change: impl Fn(&mut Model), expected: &str) {
    refused_in("dense_dynamo", change, expected);
}

#[track_caller]
fn refused_in(file: &str, change: impl Fn(&mut Model), expected: &str) {
    let error = changed(file, change).unwrap_err();
    // Where the graph can be cut has a test of its own.
    assert_eq!(error.split("; `--").next().unwrap(), expected);
}

fn node(model: &mut Model, i: usize) -> &mut Node {
    &mut model.graph.as_mut().unwrap().node[i]
}

fn initializer<'m>(model: &'m mut Model, name: &str) -> &'m mut Tensor {
    let initializers = &mut model.graph.as_mut().unwrap().initializer;
    initializers.iter_mut().find(|tensor| tensor.name == name).unwrap()
}

fn input(model: &mut Model) -> &mut Value {
    &mut model.graph.as_mut().unwrap().input[0]
}

fn dims(value: &mut Value) -> &mut Vec<Dimension> {
    let tensor = value.r#type.as_mut().unwrap().tensor_type.as_mut().unwrap();
    &mut tensor.shape.as_mut().unwrap().dim
}

fn set(node: &mut Node, changed: Attribute) {
    node.attribute.retain(|attribute| attribute.name != changed.name);
    node.attribute.push(changed);
}

fn int(name: &str, i: i64) -> Attribute {
    Attribute { name: name.into(), r#type: attribute::INT, i, ..Attribute::default() }
}

fn float(name: &str, f: f32) -> Attribute {
    Attribute { name: name.into(), r#type: attribute::FLOAT, f, ..Attribute::default() }
}

#[test]
fn operators_of_another_kind_are_refused_by_its_name() {
    for (operator, found) in [
        ("If", "a loop or a branch"),
        ("RandomNormalLike", "numbers drawn at random"),
        ("ArgMax", "the position of a number"),
        ("QLinearMatMul", "quantized numbers"),
        ("MatMulInteger", "quantized numbers"),
        ("TreeEnsembleClassifier", "decision trees"),
        ("Attention", "attention"),
        ("Resize", "an image that becomes larger"),
    ] {
        let error = changed("dense_dynamo", |model| {
            node(model, 1).op_type = operator.into();
            node(model, 1).name = "second".into();
        });
        let error = error.unwrap_err();
        let start = format!(
            "node `second` ({operator}): found {found}: the operator `{operator}` is not supported, expected "
        );
        assert!(error.starts_with(&start), "{error}");
        assert!(error.contains("; "), "{error}");
    }
}

/// What is said of an operator that is not read, with all that are.
#[track_caller]
fn unsupported(change: impl Fn(&mut Model), place: &str, operator: &str) {
    let error = changed("dense_dynamo", change).unwrap_err();
    let start = format!(
        "{place}: found the operator {operator}, which is not supported, expected one of Abs, Add, "
    );
    assert!(error.starts_with(&start), "{error}");
    assert!(error.contains(", Transpose, Where"), "{error}");
}

#[test]
fn operators_without_a_layer_are_refused() {
    for operator in ["Det", "NonZero", "Unheard"] {
        unsupported(
            |model| {
                node(model, 0).op_type = operator.into();
                node(model, 0).name = "first".into();
            },
            &format!("node `first` ({operator})"),
            &format!("`{operator}`"),
        );
    }
    unsupported(
        |model| node(model, 1).domain = "com.example".into(),
        "node `node_tanh` (Tanh)",
        "`Tanh` of the domain `com.example`",
    );
    // A node without a name goes by what it gives.
    unsupported(
        |model| {
            node(model, 1).op_type = "Sin".into();
            node(model, 1).name.clear();
        },
        "the node of `tanh` (Sin)",
        "`Sin`",
    );
    // Parts of layers that are alone.
    refused(
        |model| node(model, 1).op_type = "Exp".into(),
        "node `node_tanh` (Exp): found an operator that is no layer by itself, expected a part of a layer that \
         is known, such as Gelu, Softsign or LayerNorm",
    );
}

/// What is not read is named with where the graph can be cut.
#[test]
fn advice_says_where_a_graph_can_be_cut() {
    let advice = |change: &dyn Fn(&mut Model)| {
        let error = changed("dense_dynamo", change).unwrap_err();
        error.split_once("; ").unwrap().1.to_owned()
    };
    // The file says no shape of `linear`, and the nodes before it none, but `Gemm` takes rows.
    let first = advice(&|model| node(model, 0).op_type = "Sin".into());
    assert_eq!(first, "`--input tanh` is the network behind it");
    let last = advice(&|model| node(model, 5).op_type = "Sin".into());
    assert_eq!(last, "`--output linear_2` is the network before it");
}

#[test]
fn graphs_that_cannot_be_are_refused() {
    refused(
        |model| node(model, 2).input[0] = "nowhere".into(),
        "node `node_linear_1` (Gemm), input 0: found `nowhere`, which no node before gives, expected a value \
         that depends on the graph's inputs",
    );
    // W·x: samples in columns.
    refused(
        |model| node(model, 2).input.swap(0, 1),
        "node `node_linear_1` (Gemm), input 0: found the constant `3.weight`, expected a value that depends \
         on the graph's inputs",
    );
    // x·Wᵀ with a W that is computed.
    refused(
        |model| node(model, 2).input[1] = "tanh".into(),
        "node `node_linear_1` (Gemm), input 1: found `tanh`, which depends on the graph's inputs, expected a \
         constant",
    );
    // The middle layer takes the input again, which has another size.
    refused(
        |model| node(model, 2).input[0] = "input".into(),
        "node `node_linear_1` (Gemm): found weights of shape [5, 5], expected [out, 3]",
    );
    refused(
        |model| {
            node(model, 3).op_type = "Add".into();
            node(model, 3).input = vec!["input".into(), "linear_1".into()];
        },
        "node `node_relu` (Add): found values of shapes [batch, 3] and [batch, 5], expected values of one \
         shape",
    );
    refused(
        |model| model.graph.as_mut().unwrap().output[0].name = "nowhere".into(),
        "output `nowhere`: found nothing that a node gives, expected a value that depends on an input",
    );
    refused(
        |model| model.graph.as_mut().unwrap().output.clear(),
        "the graph: found no outputs, expected at least one",
    );
    refused(
        |model| node(model, 1).output[0] = "input".into(),
        "node `node_tanh` (Tanh): found the name `input` again, expected names that stand once",
    );
    refused(
        |model| node(model, 1).output.clear(),
        "node `node_linear_1` (Gemm), input 0: found `tanh`, which no node before gives, expected a value \
         that depends on the graph's inputs",
    );
    refused(
        |model| {
            let graph = model.graph.as_mut().unwrap();
            graph.initializer.push(graph.initializer[0].clone());
        },
        "initializer `0.weight`: found the name `0.weight` again, which initializer `0.weight` has, \
         expected names that stand once",
    );
}

#[test]
fn attributes_that_change_the_function_are_refused() {
    refused(
        |model| set(node(model, 0), int("transA", 1)),
        "node `node_linear` (Gemm), attribute `transA`: found 1, expected 0",
    );
    refused(
        |model| set(node(model, 0), int("transB", 2)),
        "node `node_linear` (Gemm), attribute `transB`: found 2, expected 0 or 1",
    );
    refused(
        |model| set(node(model, 0), float("transB", 1.0)),
        "node `node_linear` (Gemm), attribute `transB`: found FLOAT, expected INT",
    );
    refused(
        |model| set(node(model, 0), int("activation", 1)),
        "node `node_linear` (Gemm): found the attribute `activation`, expected alpha, beta, broadcast, \
         transA, transB",
    );
    refused(
        |model| set(node(model, 1), int("axis", 1)),
        "node `node_tanh` (Tanh): found the attribute `axis`, expected none",
    );
    refused(
        |model| node(model, 1).input.push("0.bias".into()),
        "node `node_tanh` (Tanh): found 2 inputs, expected 1",
    );
    refused(
        |model| set(node(model, 5), int("axis", 0)),
        "node `node_softmax` (Softmax), attribute `axis`: found 0, expected 1, the features",
    );
    for (operator, changed, expected) in [
        ("Elu", float("alpha", f32::NAN), "attribute `alpha`: found NaN, expected a finite number"),
        ("Swish", float("alpha", 2.0), "attribute `alpha`: found 2, expected 1"),
        (
            "HardSigmoid",
            float("alpha", -0.2),
            "attribute `alpha`: found -0.2, expected a number above 0",
        ),
        ("Flatten", int("axis", 2), "attribute `axis`: found 2, expected 1, after the batch"),
        (
            "Gelu",
            Attribute {
                name: "approximate".into(),
                r#type: attribute::STRING,
                s: b"sigmoid".to_vec(),
                ..Attribute::default()
            },
            "attribute `approximate`: found sigmoid, expected none or tanh",
        ),
    ] {
        refused(
            |model| {
                node(model, 1).op_type = operator.into();
                set(node(model, 1), changed.clone());
            },
            &format!("node `node_tanh` ({operator}), {expected}"),
        );
    }
}

#[test]
fn norms_that_are_not_ours_are_refused() {
    let [batch, layer] = ["/2/BatchNormalization", "/4/LayerNormalization"];
    let find = |model: &mut Model, name: &str, change: &dyn Fn(&mut Node)| {
        let nodes = &mut model.graph.as_mut().unwrap().node;
        change(nodes.iter_mut().find(|node| node.name == name).unwrap());
    };
    let refused = |name: &str, change: &dyn Fn(&mut Node), expected: &str| {
        refused_in("norms_legacy", |model| find(model, name, change), expected);
    };
    refused(
        batch,
        &|node| set(node, int("training_mode", 1)),
        "node `/2/BatchNormalization` (BatchNormalization), attribute `training_mode`: found 1, \
         expected 0",
    );
    refused(
        batch,
        &|node| set(node, float("epsilon", f32::NEG_INFINITY)),
        "node `/2/BatchNormalization` (BatchNormalization): found -inf as variance plus ε \
         of feature 0, expected a finite number above 0",
    );
    refused(
        layer,
        &|node| set(node, float("epsilon", 0.0)),
        "node `/4/LayerNormalization` (LayerNormalization), attribute `epsilon`: found 0, expected a \
         number above 0",
    );
    refused(
        layer,
        &|node| set(node, int("axis", 0)),
        "node `/4/LayerNormalization` (LayerNormalization), attribute `axis`: found 0, expected 1, the \
         features",
    );
}

#[test]
fn tensors_that_do_not_fit_are_refused() {
    refused(
        |model| {
            let tensor = initializer(model, "0.weight");
            tensor.raw_data.clear();
            tensor.data_location = 1;
            let path = Entry { key: "location".into(), value: "/etc/passwd".into() };
            tensor.external_data = vec![path];
        },
        "initializer `0.weight`: found data in `/etc/passwd`, expected the plain name of a file beside the \
         model",
    );
    refused(
        |model| initializer(model, "0.weight").dims = vec![5, 4],
        "initializer `0.weight`: found 60 bytes, expected as many as the shape [5, 4] of FLOAT has",
    );
    for dims in [vec![1 << 40, 1 << 40], vec![-5, -3], vec![i64::MAX], vec![5, 3, 0]] {
        let expected = format!(
            "initializer `0.weight`: found 60 bytes, expected as many as the shape {dims:?} of FLOAT has"
        );
        refused(|model| initializer(model, "0.weight").dims = dims.clone(), &expected);
    }
    refused(
        |model| initializer(model, "0.weight").dims = vec![3, 5],
        "node `node_linear` (Gemm): found weights of shape [3, 5], expected [out, 3]",
    );
    refused(
        |model| {
            let bias = initializer(model, "0.bias");
            bias.dims = vec![4];
            bias.raw_data.truncate(16);
        },
        "initializer `0.bias`: found the shape [4], expected [5]",
    );
    refused(
        |model| initializer(model, "0.weight").data_type = 3,
        "initializer `0.weight`: found INT8, expected FLOAT, DOUBLE, FLOAT16 or BFLOAT16",
    );
    refused(
        |model| {
            let nan = f32::NAN.to_le_bytes();
            initializer(model, "0.weight").raw_data[8..12].copy_from_slice(&nan);
        },
        "initializer `0.weight`: found NaN as number 2, expected finite numbers",
    );
    // 2·10³⁸ times a scale of 2 is beyond `f32`.
    refused(
        |model| {
            initializer(model, "0.bias").raw_data[..4].copy_from_slice(&2e38f32.to_le_bytes());
            set(node(model, 0), float("beta", 2.0));
        },
        "node `node_linear` (Gemm): found 3.999999872114277e38 as its bias, with the scales and offsets beside \
         it, expected finite numbers in the network's type",
    );
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    refused(
        |model| dims(input(model))[1].dim_value = Some(4),
        "node `node_linear` (Gemm): found weights of shape [5, 3], expected [out, 4]",
    );
    for size in [0, -1] {
        let error = changed("dense_dynamo", |model| dims(input(model))[1].dim_value = Some(size));
        assert_eq!(
            error.unwrap_err(),
            format!(
                "input `input`, dimension 1: found {size}, expected a fixed size of at least 1; \
                 `onnx.tools.update_model_dims` sets it, or export with an example of that size"
            )
        );
    }
    // The first layer's weights have it, unless it is behind something that has any.
    assert!(changed("dense_dynamo", |model| dims(input(model))[1].dim_value = None).is_ok());
    let error = changed("dense_dynamo", |model| {
        dims(input(model))[1].dim_value = None;
        node(model, 0).op_type = "Softmax".into();
    });
    let expected =
        "input `input`, dimension 1: found neither a number nor a name, expected a fixed size";
    assert!(error.unwrap_err().starts_with(expected));
    refused(
        |model| input(model).r#type = None,
        "input `input`: found no tensor, expected FLOAT, DOUBLE, FLOAT16 or BFLOAT16",
    );
    refused(
        |model| dims(input(model)).clear(),
        "input `input`: found a single number, expected [batch, features]",
    );
    refused(
        |model| dims(input(model)).insert(1, Dimension { dim_value: Some(7), dim_param: None }),
        "node `node_linear` (Gemm): found an input of shape [batch, 7, 3], expected [batch, features], \
         as Flatten gives it",
    );
    refused(
        |model| drop(dims(input(model)).remove(0)),
        "node `node_linear` (Gemm): found an input of shape [3], expected [batch, features]; export with an \
         example that has a batch, `torch.zeros(1, n)`",
    );
    refused(
        |model| dims(&mut model.graph.as_mut().unwrap().output[0])[1].dim_value = Some(3),
        "output `softmax`: found the shape [?, 3], expected [batch, 2], which its nodes give",
    );
    refused_in(
        "by_hand",
        |model| {
            let flat = node(model, 1);
            flat.attribute[0].ints = vec![2, -1];
        },
        "node `reshape` (Reshape): found the shape [2, -1] for [batch, 3], expected [batch, 3]",
    );
    // A file of a few bytes that says it has 2⁴⁰ features, for which an offset of one number would
    // have to be written out.
    refused_in(
        "by_hand",
        |model| {
            dims(input(model))[1].dim_value = Some(1 << 40);
            let graph = model.graph.as_mut().unwrap();
            graph.node.truncate(1);
            graph.node[0] = Node {
                op_type: "Add".into(),
                input: vec!["x".into(), "low".into()],
                output: vec!["y".into()],
                ..Node::default()
            };
        },
        "input `x`: found 1099511627776 features, expected as many as a file of \
         this length can have weights for",
    );
}

#[test]
fn a_tensor_that_many_nodes_share_does_not_fill_the_memory() {
    let model = |count: usize| {
        changed("dense_dynamo", |model| {
            // 64 KiB of weights, used `count` times.
            let weight = initializer(model, "3.weight");
            weight.dims = vec![128, 128];
            weight.raw_data = vec![0; 4 * 128 * 128];
            dims(input(model))[1].dim_value = Some(128);
            let graph = model.graph.as_mut().unwrap();
            dims(&mut graph.output[0])[1].dim_value = Some(128);
            graph.node = (0..count)
                .map(|i| Node {
                    name: format!("{i}"),
                    op_type: "MatMul".into(),
                    input: vec![
                        if i == 0 { "input".into() } else { format!("{i}") },
                        "3.weight".into(),
                    ],
                    output: vec![if i + 1 == count {
                        "softmax".into()
                    } else {
                        format!("{}", i + 1)
                    }],
                    ..Node::default()
                })
                .collect();
        })
    };
    assert!(model(20).is_ok());
    assert_eq!(
        model(200).unwrap_err(),
        "initializer `3.weight`: found 16386 numbers more, of which 6867 are left, expected at most \
         1121115 in all of a file of this length: do many nodes share one tensor, or does a small one stand \
         for many numbers?"
    );
}

#[test]
fn files_that_are_no_models_are_refused() {
    for (bytes, expected) in [
        (&b""[..], "the file: found no graph, expected an ONNX model"),
        (
            b"\0\0",
            "the file: found no such message (failed to decode Protobuf message: invalid tag value: 0), expected an ONNX model",
        ),
    ] {
        let error = import(bytes, &Names::of("bad.onnx")).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    for (versions, found) in [(vec![], "none"), (vec![5], "5"), (vec![29], "29")] {
        refused(
            |model| {
                let opset = |&version: &i64| Opset { domain: String::new(), version };
                model.opset_import = versions.iter().map(opset).collect();
            },
            &format!(
                "the operator set: found {found}, expected 6 to 28; \
                 `onnx.version_converter.convert_version` brings a model to another one"
            ),
        );
    }
    refused(
        |model| {
            let tanh = |i: usize| Node {
                op_type: "Tanh".into(),
                input: vec![if i == 0 { "input".into() } else { format!("{i}") }],
                output: vec![if i == 400 { "softmax".into() } else { format!("{}", i + 1) }],
                ..Node::default()
            };
            model.graph.as_mut().unwrap().node = (0..=400).map(tanh).collect();
            dims(&mut model.graph.as_mut().unwrap().output[0])[1].dim_value = Some(3);
        },
        "the graph: found more than 400 layers, expected at most 400",
    );
}

/// One network, said in other words: the same numbers, to the bit.
#[test]
fn what_is_meant_counts_and_not_how_it_is_said() {
    let weights = |change: &dyn Fn(&mut Model)| changed("dense_dynamo", change).unwrap().weights;
    let plain = weights(&|_| ());
    let pass = |operator: &str, second: Vec<String>| Node {
        op_type: operator.into(),
        input: [vec!["linear".into()], second].concat(),
        output: match operator {
            "Dropout" => vec!["passed".into(), "mask".into()],
            _ => vec!["passed".into()],
        },
        ..Node::default()
    };
    let insert = |model: &mut Model, inserted: Node| {
        node(model, 1).input[0] = "passed".into();
        model.graph.as_mut().unwrap().node.insert(1, inserted);
    };
    // The middle matrix is square: whether it is transposed cannot be seen by its shape.
    let transposed = |model: &mut Model| {
        let transpose = Node {
            op_type: "Transpose".into(),
            input: vec!["3.weight".into()],
            output: vec!["transposed".into()],
            ..Node::default()
        };
        node(model, 2).input[1] = "transposed".into();
        model.graph.as_mut().unwrap().node.insert(0, transpose);
    };
    let changes: [&dyn Fn(&mut Model); 10] = [
        &|model| {
            transposed(model);
            set(node(model, 3), int("transB", 0));
        },
        &|model| {
            transposed(model);
            node(model, 3).op_type = "MatMul".into();
            node(model, 3).attribute.clear();
        },
        // In a typed field instead of raw bytes.
        &|model| {
            let tensor = initializer(model, "3.weight");
            let bytes = std::mem::take(&mut tensor.raw_data);
            let words = bytes.as_chunks().0.iter();
            tensor.float_data = words.map(|&word| f32::from_le_bytes(word)).collect();
        },
        // As a node.
        &|model| {
            let graph = model.graph.as_mut().unwrap();
            let constant = Node {
                op_type: "Constant".into(),
                output: vec![graph.initializer[0].name.clone()],
                attribute: vec![Attribute {
                    name: "value".into(),
                    r#type: attribute::TENSOR,
                    t: Some(graph.initializer.remove(0)),
                    ..Attribute::default()
                }],
                ..Node::default()
            };
            graph.node.insert(0, constant);
        },
        // Weights as inputs, as files had them before 2019.
        &|model| {
            let graph = model.graph.as_mut().unwrap();
            graph.input.insert(0, Value { name: "3.weight".into(), r#type: None });
        },
        &|model| dims(input(model))[0] = Dimension { dim_value: Some(32), dim_param: None },
        &|model| model.opset_import[0].domain = "ai.onnx".into(),
        &|model| insert(model, pass("Identity", vec![])),
        &|model| insert(model, pass("Dropout", vec![])),
        &|model| {
            insert(model, pass("Cast", vec![]));
            set(node(model, 1), int("to", 1));
        },
    ];
    for (i, change) in changes.into_iter().enumerate() {
        assert!(weights(change) == plain, "change {i}");
    }
    assert!(weights(&|model| set(node(model, 2), int("transB", 0))) != plain);
}

#[test]
fn what_is_not_inference_or_not_harmless_is_refused() {
    let insert = |model: &mut Model,
                  operator: &str,
                  second: Option<Tensor>,
                  change: &[Attribute]| {
        node(model, 1).input[0] = "passed".into();
        let graph = model.graph.as_mut().unwrap();
        let names = ["linear", "", "second"].map(String::from);
        let inserted = Node {
            name: "inserted".into(),
            op_type: operator.into(),
            input: match (&second, operator) {
                (None, _) => names[..1].to_vec(),
                (Some(_), "Dropout") => names.to_vec(),
                (Some(_), _) => vec![names[0].clone(), names[2].clone()],
            },
            output: vec!["passed".into()],
            attribute: change.to_vec(),
            ..Node::default()
        };
        graph.node.insert(1, inserted);
        graph.initializer.extend(second.map(|tensor| Tensor { name: "second".into(), ..tensor }));
    };
    let integers = |int64_data: Vec<i64>| Tensor {
        dims: vec![int64_data.len() as i64],
        data_type: tensor::INT64,
        int64_data,
        ..Tensor::default()
    };
    let training = Tensor { data_type: tensor::BOOL, int32_data: vec![1], ..Tensor::default() };
    refused(
        |model| insert(model, "Dropout", Some(training.clone()), &[]),
        "node `inserted` (Dropout), `training_mode`: found true, expected false: export the model in \
         eval mode",
    );
    refused(
        |model| insert(model, "Cast", None, &[int("to", 7)]),
        "node `inserted` (Cast), attribute `to`: found INT64, expected FLOAT, DOUBLE, FLOAT16 or BFLOAT16",
    );
    for shape in [vec![5, -1], vec![-1, -1], vec![0, 4], vec![-1]] {
        let error = changed("dense_dynamo", |model| {
            insert(model, "Reshape", Some(integers(shape.clone())), &[]);
        })
        .unwrap_err();
        assert!(error.starts_with("node `inserted` (Reshape): found the shape "), "{error}");
    }
    // A copy of the batch's size, or a batch of none.
    let zero = |model: &mut Model, attributes: &[Attribute]| {
        insert(model, "Reshape", Some(integers(vec![0, -1])), attributes);
    };
    assert!(changed("dense_dynamo", |model| zero(model, &[])).is_ok());
    refused(
        |model| zero(model, &[int("allowzero", 1)]),
        "node `inserted` (Reshape): found the shape [0, -1] for [batch, 5], expected [batch, 5]",
    );
    // PyTorch's softplus with another threshold.
    refused_in(
        "activations_dynamo",
        |model| {
            let threshold = initializer(model, "threshold_cast");
            threshold.raw_data = 10f32.to_le_bytes().to_vec();
        },
        "node `n9` (Greater): found an operator that is no layer by itself, expected a part of a layer that is \
         known, such as Gelu, Softsign or LayerNorm",
    );
}

/// Names from a file stand in comments of the source only, in one line.
#[test]
fn names_in_a_file_cannot_become_source() {
    let Import { source, .. } = changed("dense_dynamo", |model| {
        // Outside of code in a comment, rustdoc would take a tag as it is.
        model.producer_name = "evil\n#![allow(unsafe_code)]\u{202e}".into();
        model.producer_version += "`<script>";
        node(model, 1).name = "tanh\r\n, Oops".into();
    })
    .unwrap();
    let (_, rest) = source.split_once("(`evil?#![allow(unsafe_code)]? 2.15.0").unwrap();
    assert!(rest.contains("'<script>, opset 20`): not to be edited."), "{rest}");
    assert!(rest.contains("Tanh, // node `tanh??, Oops` (Tanh)\n"), "{source}");
    assert!(source.is_ascii());
}

/// A type's name hides what the prelude has, so it must not be that of a layer in it.
#[test]
fn a_file_may_be_called_as_a_layer_is() {
    let source = |file| import(&bytes("dense_dynamo.onnx"), &Names::of(file)).unwrap().source;
    assert!(source("tanh.onnx").contains("pub static TANH: TanhNet ="));
    assert!(source("self.onnx").contains("pub static SELF_NET: SelfNet ="));
    assert!(source("gelu.onnx").contains("pub static GELU: Gelu ="));
}
