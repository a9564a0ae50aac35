//! The backend tests of ONNX: what their authors expect of an operator, our layer, loss or optimizer
//! gives.
//!
//! `reference/onnx_node_tests.py` brought the numbers into our columns; `data/onnx_node/coverage.md`
//! lists every test, and why some are left out.

use crate::import::{Import, Names, Options, Refusal, is_sealed};
use constnet::{optimizers::Memory, prelude::*};
use std::{collections::BTreeSet, fs, path::Path};

/// Reads a file that stands alone.
fn import(bytes: &[u8], names: &Names) -> Result<Import, Refusal> {
    crate::import::import(bytes, Path::new(""), names, &Options::default())
}

/// A layer, and what goes into it and comes out.
struct Case {
    name: &'static str,
    /// The layer's name and sizes.
    layer: Vec<&'static str>,
    lines: Vec<(&'static str, Vec<f32>)>,
}

fn cases() -> Vec<Case> {
    let (_, file) = include_str!("../data/onnx_node/cases.txt").split_once('\n').unwrap();
    let sections = file.split('[').skip(1).map(|section| {
        let (head, lines) = section.split_once('\n').unwrap();
        let (name, layer) = head.split_once("] ").unwrap();
        let lines = lines.lines().map(|line| {
            let (key, numbers) = line.split_once(' ').unwrap();
            (key, numbers.split(' ').map(|number| number.parse().unwrap()).collect())
        });
        Case { name, layer: layer.split(' ').collect(), lines: lines.collect() }
    });
    sections.collect()
}

impl Case {
    fn get(&self, key: &str) -> &[f32] {
        let line = self.lines.iter().find(|(found, _)| *found == key);
        &line.unwrap_or_else(|| panic!("{}: no {key}", self.name)).1
    }

    fn columns<const N: usize>(&self, key: &str) -> Vec<SVector<f32, N>> {
        let (columns, rest) = self.get(key).as_chunks();
        assert!(rest.is_empty(), "{}: {key} is not of columns of {N}", self.name);
        columns.iter().copied().map(SVector::from).collect()
    }

    fn array<const N: usize>(&self, key: &str) -> [f32; N] {
        let numbers = self.get(key).try_into();
        numbers.unwrap_or_else(|_| panic!("{}: {key} has not {N} numbers", self.name))
    }

    fn dense<const IN: usize, const OUT: usize>(&self) -> Dense<IN, OUT> {
        // Row after row.
        let rows: Vec<[f32; IN]> = self.columns("weight").into_iter().map(Into::into).collect();
        Dense::new(rows.try_into().unwrap(), self.array("bias"))
    }

    /// What an identity becomes that takes in the normalisation.
    fn batch_norm<const N: usize>(&self) -> Dense<N, N> {
        let [gamma, beta] = ["gamma", "beta"].map(|key| self.array(key));
        let [mean, variance] = ["mean", "variance"].map(|key| self.array(key));
        let epsilon = self.get("epsilon")[0].into();
        let mut layer = Dense { weight: SMatrix::identity(), bias: SVector::zeros() };
        layer.fold_batch_norm_after(&BatchNorm { mean, variance, gamma, beta, epsilon }).unwrap();
        layer
    }

    /// Compares what a layer gives, 16 columns at a time.
    fn forward<const IN: usize, const OUT: usize>(
        &self,
        layer: &(impl Forward<SMatrix<f32, IN, 16>, Output = SMatrix<f32, OUT, 16>> + Predict),
    ) -> f64 {
        let x = self.columns("x");
        let mut y = vec![SVector::zeros(); x.len()];
        layer.predict_all(&x, &mut y).unwrap();
        let (expected, rest) = self.get("y").as_chunks::<OUT>();
        assert_eq!((expected.len(), rest.len()), (y.len(), 0), "{}", self.name);
        let columns = y.iter().zip(expected);
        let differences = columns.map(|(y, expected)| self.compare(y.as_slice(), expected));
        differences.fold(0.0, f64::max)
    }

    /// The largest difference, relative to the largest number that is expected; each number must also
    /// pass as ONNX's own runner has it.
    fn compare(&self, found: &[f32], expected: &[f32]) -> f64 {
        assert_eq!(found.len(), expected.len(), "{}", self.name);
        let (mut difference, mut largest) = (0.0, f64::MIN_POSITIVE);
        for (&found, &expected) in found.iter().zip(expected) {
            let (found, expected) = (f64::from(found), f64::from(expected));
            let off = (found - expected).abs();
            assert!(off <= 1e-7 + 1e-3 * expected.abs(), "{}: {found} {expected}", self.name);
            (difference, largest) = (off.max(difference), expected.abs().max(largest));
        }
        difference / largest
    }

    fn cross_entropy<const N: usize>(&self, reduction: &str) -> f64 {
        let z: Vec<SVector<f32, N>> = self.columns("x");
        let targets: Vec<usize> = self.get("targets").iter().map(|&class| class as usize).collect();
        let loss = SoftmaxCrossEntropy;
        if reduction == "none" {
            let samples = z.iter().zip(&targets);
            let found: Vec<f32> =
                samples.map(|(z, &target)| loss.value(z, &[target]).unwrap()).collect();
            return self.compare(&found, self.get("y"));
        }
        // A partial batch: as many columns count as there are targets.
        let mut batch = SMatrix::<f32, N, 64>::zeros();
        for (i, z) in z.iter().enumerate() {
            batch.set_column(i, z);
        }
        let (mean, _) = loss.gradient_of_first(&batch, &targets).unwrap();
        let n = if reduction == "sum" { targets.len() as f32 } else { 1.0 };
        self.compare(&[n * mean], self.get("y"))
    }

    /// Steps of a network that is one number, for each number.
    fn step<O, const K: usize>(&self, optimizer: &O, steps: u64) -> f64
    where
        O: Optimizer<Slots<Dense<1, 1>> = [Dense<1, 1>; K]>,
    {
        let number = |number| Dense::new([[number]], [0.0]);
        let (mut theta, mut slots) = (Vec::new(), [const { Vec::new() }; K]);
        for (i, (&before, &g)) in self.get("theta").iter().zip(self.get("gradient")).enumerate() {
            let mut net = number(before);
            let old = std::array::from_fn(|slot| number(self.get(&format!("slot{slot}"))[i]));
            let mut memory = Memory::resume(old, steps);
            optimizer.step(&mut net, &mut number(g), &mut memory).unwrap();
            theta.push(net.weight[0]);
            for (slots, slot) in slots.iter_mut().zip(memory.slots()) {
                slots.push(slot.weight[0]);
            }
        }
        let mut difference = self.compare(&theta, self.get("theta_after"));
        for (slot, found) in slots.iter().enumerate() {
            let expected = self.get(&format!("slot{slot}_after"));
            difference = difference.max(self.compare(found, expected));
        }
        difference
    }

    fn settings<const N: usize>(&self) -> [f64; N] {
        self.array("settings").map(Into::into)
    }

    fn adam(&self) -> f64 {
        let [rate, decay, beta1, beta2, epsilon] = self.settings();
        let adam = Adam::new(rate).weight_decay(decay).betas(beta1, beta2).epsilon(epsilon);
        // ONNX does not correct at T = 0; ours does not any more where βᵗ is 0.
        self.step(&adam, 1 << 40)
    }

    fn sgd(&self, mode: &str) -> f64 {
        let [rate, decay, momentum] = self.settings();
        let sgd = Sgd::new(rate).weight_decay(decay);
        let sgd = if mode == "nesterov" { sgd.nesterov(momentum) } else { sgd.momentum(momentum) };
        self.step(&sgd, 0)
    }
}

/// Calls a function of sizes with the ones that are written in a case.
macro_rules! with_sizes {
    ($words:expr, $($($size:literal)+ => $run:expr;)+) => {
        match *$words {
            $([$(stringify!($size)),+] => $run,)+
            ref other => panic!("sizes {other:?}"),
        }
    };
}

/// A layer that keeps the number of rows.
macro_rules! columns {
    ($case:expr, $size:expr, $layer:expr) => {
        with_sizes!($size,
            3 => $case.forward::<3, 3>(&$layer);
            4 => $case.forward::<4, 4>(&$layer);
            5 => $case.forward::<5, 5>(&$layer);
        )
    };
}

fn run(case: &Case) -> f64 {
    macro_rules! dense {
        ($size:expr, $($in:literal $out:literal),+) => {
            with_sizes!($size, $($in $out => case.forward(&case.dense::<$in, $out>());)+)
        };
    }
    macro_rules! layer_norm {
        ($size:expr, $epsilon:ty, $($n:literal)+) => {
            with_sizes!($size, $($n => case.forward::<$n, $n>(
                &LayerNorm::new(case.array("weight"), case.array("bias")).epsilon::<$epsilon>()
            );)+)
        };
    }
    match &case.layer[..] {
        ["Dense", size @ ..] => {
            dense!(size, 3 1, 3 4, 4 1, 4 2, 4 3, 4 5, 5 4, 6 4, 7 3, 7 4, 10 3)
        }
        ["LayerNorm", "1/100000", size @ ..] => {
            layer_norm!(size, Ratio<1, 100_000>, 4 5 12 20 60 120)
        }
        ["LayerNorm", "1/10", size @ ..] => layer_norm!(size, Ratio<1, 10>, 5 15 30),
        ["BatchNorm", size @ ..] => with_sizes!(size,
            3 => case.forward(&case.batch_norm::<3>());
            5 => case.forward(&case.batch_norm::<5>());
        ),
        ["Elu", "1/1", size @ ..] => columns!(case, size, Elu),
        ["Elu", "2/1", size @ ..] => columns!(case, size, Elu::<Ratio<2>>::new()),
        ["Gelu", size @ ..] => columns!(case, size, Gelu),
        ["HardSigmoid", "1/5", "1/2", size @ ..] => {
            columns!(case, size, HardSigmoid::<Ratio<1, 5>>::new())
        }
        ["HardSigmoid", "1/2", "3/5", size @ ..] => {
            columns!(case, size, HardSigmoid::<Ratio<1, 2>, Ratio<3, 5>>::new())
        }
        ["HardSwish", size @ ..] => columns!(case, size, HardSwish),
        ["LeakyRelu", "1/2", size @ ..] => columns!(case, size, LeakyRelu::<Ratio<1, 2>>::new()),
        ["LeakyRelu", "1/10", size @ ..] => {
            columns!(case, size, LeakyRelu::<Ratio<1, 10>>::new())
        }
        ["LeakyRelu", "1/100", size @ ..] => columns!(case, size, LeakyRelu),
        ["LogSoftmax", size @ ..] => columns!(case, size, LogSoftmax),
        ["Relu", size @ ..] => columns!(case, size, Relu),
        ["Sigmoid", size @ ..] => columns!(case, size, Sigmoid),
        ["Silu", size @ ..] => columns!(case, size, Silu),
        ["Softmax", size @ ..] => columns!(case, size, Softmax),
        ["Softplus", size @ ..] => columns!(case, size, Softplus),
        ["Tanh", size @ ..] => columns!(case, size, Tanh),
        ["SoftmaxCrossEntropy", reduction, "5", _] => case.cross_entropy::<5>(reduction),
        ["Adam"] => case.adam(),
        ["Sgd", mode] => case.sgd(mode),
        ["imported"] => imported(case),
        other => panic!("{}: {other:?}", case.name),
    }
}

/// What the importer wrote from models that are whole networks: modules of this test.
macro_rules! imported {
    ($($name:ident $path:literal $constant:ident $in:literal $out:literal $test:literal;)+) => {
        $(
            #[path = $path]
            mod $name;
        )+

        const FILES: &[&str] = &[$(stringify!($name)),+];

        fn imported(case: &Case) -> f64 {
            match case.name {
                $($test => case.forward::<$in, $out>(&$name::$constant),)+
                other => panic!("{other}"),
            }
        }
    };
}

imported! {
    test_linear "../data/onnx_node/test_linear.rs" TEST_LINEAR 10 8
        "test_Linear";
    test_linear_no_bias "../data/onnx_node/test_linear_no_bias.rs" TEST_LINEAR_NO_BIAS 10 8
        "test_Linear_no_bias";
    test_log_softmax_lastdim "../data/onnx_node/test_log_softmax_lastdim.rs" TEST_LOG_SOFTMAX_LASTDIM 128 128
        "test_log_softmax_lastdim";
    test_logsoftmax "../data/onnx_node/test_logsoftmax.rs" TEST_LOGSOFTMAX 20 20
        "test_LogSoftmax";
    test_single_relu_model "../data/onnx_node/test_single_relu_model.rs" TEST_SINGLE_RELU_MODEL 2 2
        "test_single_relu_model";
    test_softmax "../data/onnx_node/test_softmax.rs" TEST_SOFTMAX 20 20
        "test_Softmax";
    test_softmax_lastdim "../data/onnx_node/test_softmax_lastdim.rs" TEST_SOFTMAX_LASTDIM 128 128
        "test_softmax_lastdim";
    test_softplus "../data/onnx_node/test_softplus.rs" TEST_SOFTPLUS 20 20
        "test_Softplus";
}

/// Four units in the last place of the largest number of a column: both sides are of `f32` and
/// round. ONNX asks for 1e-3 of each number.
const TOLERANCE: f64 = 4.0 * f32::EPSILON as f64;

#[test]
fn layers_losses_and_optimizers_give_what_onnx_expects() {
    let cases = cases();
    let (mut names, mut largest) = (BTreeSet::new(), 0.0);
    for case in &cases {
        let difference = run(case);
        println!("{} {}: {difference:e}", case.name, case.layer.join(" "));
        assert!(difference <= TOLERANCE, "{}: {difference:e}", case.name);
        names.insert(case.name);
        largest = difference.max(largest);
    }
    // Every test that the table says is applied.
    let table = include_str!("../data/onnx_node/coverage.md");
    let applied = table.lines().filter(|line| line.contains("| applied")).count();
    assert_eq!(names.len(), applied);
    println!("{applied} tests in {} cases, off by {largest:e} at most", cases.len());
}

#[test]
fn what_the_importer_writes_now_is_what_was_compiled() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onnx_node");
    for name in FILES {
        let bytes = |extension| fs::read(folder.join(name).with_extension(extension)).unwrap();
        let names = Names::of(&format!("{name}.onnx"));
        let Import { source, weights, .. } = import(&bytes("onnx"), &names).unwrap();
        assert_eq!(source, String::from_utf8(bytes("rs")).unwrap(), "{name}");
        assert!(is_sealed(&source));
        assert!(weights == bytes("safetensors"), "{name}");
    }
}
