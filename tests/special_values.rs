//! The tables of `src/learn/special_values.md`, row by row against the code, in `f32` and `f64`.

#[path = "repeat/mod.rs"]
mod repeat;

use constnet::losses::LossError;
use constnet::prelude::*;
use constnet::random::generator;
use repeat::{Repeat, Short};

const PAGE: &str = include_str!("../src/learn/special_values.md");

/// What a first number is made of, in the order of the columns.
const SPECIAL: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

/// A row: the name in the first column, and the cells that the code gives.
type Row = (&'static str, Vec<String>);

/// A number as the tables have it; a finite one that stands for any is `·`.
fn word(value: f64) -> &'static str {
    match value {
        value if value.is_nan() => "NaN",
        f64::INFINITY => "∞",
        f64::NEG_INFINITY => "−∞",
        0.0 => "0",
        1.0 => "1",
        -1.0 => "−1",
        _ => "·",
    }
}

/// A column whose first number is special: both numbers; or the first alone where the second is
/// what it would be beside a 0.
fn cell(y: [f64; 2], usual: [f64; 2]) -> String {
    if y[1].to_bits() == usual[1].to_bits() {
        word(y[0]).to_owned()
    } else {
        format!("{} {}", word(y[0]), word(y[1]))
    }
}

fn numbers<T: Scalar>(x: SVector<T, 2>) -> [f64; 2] {
    x.data.0[0].map(Scalar::to_f64)
}

/// y and dx of x = (v, 1) with dy = (1, 1), for each special v.
fn layer<T: Scalar, L>(name: &'static str, layer: L) -> Row
where
    L: Backward<SVector<T, 2>, Output = SVector<T, 2>>,
{
    let pass = |v: f64| {
        let x = SVector::from([T::from_f64(v), T::one()]);
        let (y, cache) = layer.forward_train(&x, &mut generator(1));
        let dy = SVector::repeat(T::one());
        [numbers(y), numbers(layer.backward_input(&x, &y, &cache, &dy))]
    };
    let usual = pass(0.0);
    let cells = |part: usize| SPECIAL.map(|v| cell(pass(v)[part], usual[part]));
    (name, [cells(0), cells(1)].concat())
}

/// L and dy of y = (v, ½), for each special v.
fn loss<T, E, Target>(name: &'static str, loss: E, target: Target) -> Row
where
    T: Scalar,
    E: Loss<SVector<T, 2>, Target, Value = T>,
{
    let pass = |v: f64| {
        let y = SVector::from([T::from_f64(v), T::from_f64(0.5)]);
        loss.gradient(&y, std::slice::from_ref(&target))
    };
    let slopes = |v| pass(v).map(|(_, dy)| numbers(dy));
    let usual = slopes(0.0).unwrap();
    let refused = |_: LossError| "error".to_owned();
    let value = |v| pass(v).map_or_else(refused, |(value, _)| word(value.to_f64()).to_owned());
    let slope = |v| slopes(v).map_or_else(refused, |dy| cell(dy, usual));
    (name, [SPECIAL.map(value), SPECIAL.map(slope)].concat())
}

fn layers<T: Scalar>() -> Vec<Row> {
    let number = T::from_f64;
    let (mean, deviation) = ([number(0.5); 2], [number(2.0); 2]);
    let dense = |weight: [[f64; 2]; 2]| Dense::new(weight.map(|row| row.map(number)), mean);
    let (weight, none) =
        ([[number(1.0), number(0.5)], [number(2.0), number(0.5)]], [[T::zero(); 2]; 2]);
    let rnn = || Rnn::new(weight, none, mean);
    vec![
        layer::<T, _>("Identity", Identity),
        layer::<T, _>("Relu", Relu),
        layer::<T, _>("LeakyRelu", LeakyRelu),
        layer::<T, _>("PRelu", PRelu::new(mean)),
        layer::<T, _>("Elu", Elu),
        layer::<T, _>("Selu", Selu),
        layer::<T, _>("Gelu", Gelu),
        layer::<T, _>("GeluTanh", GeluTanh),
        layer::<T, _>("Silu", Silu),
        layer::<T, _>("Mish", Mish),
        layer::<T, _>("HardSwish", HardSwish),
        layer::<T, _>("Softplus", Softplus),
        layer::<T, _>("Tanh", Tanh),
        layer::<T, _>("FastTanh", FastTanh),
        layer::<T, _>("HardTanh", HardTanh),
        layer::<T, _>("Relu6", Relu6),
        layer::<T, _>("Clamp<-1, 1>", Clamp::<Ratio<-1>, Ratio<1>>::new()),
        layer::<T, _>("Softsign", Softsign),
        layer::<T, _>("Sigmoid", Sigmoid),
        layer::<T, _>("FastSigmoid", FastSigmoid),
        layer::<T, _>("HardSigmoid", HardSigmoid),
        layer::<T, _>("Softmax", Softmax),
        layer::<T, _>("LogSoftmax", LogSoftmax),
        layer::<T, _>("Dense", dense([[1.0, 0.5], [2.0, 0.5]])),
        layer::<T, _>("Dense, a weight of 0", dense([[1.0, 0.5], [0.0, 0.5]])),
        layer::<T, _>("Rnn", (Repeat::<1>, rnn(), Last)),
        layer::<T, _>(
            "Gru",
            (Repeat::<1>, Gru::new([weight; 3], [none; 3], [mean; 3], [mean; 3]), Last),
        ),
        layer::<T, _>("Padded Rnn, Last of a step", (Short::<2, 1>, Padded(rnn()), Last)),
        layer::<T, _>("Lstm", (Repeat::<1>, Lstm::new([weight; 4], [none; 4], [mean; 4]), Last)),
        layer::<T, _>(
            "Bidirectional of two Rnn, Sum",
            (Repeat::<1>, Bidirectional { forward: rnn(), reverse: rnn() }, Sum, Last),
        ),
        layer::<T, _>("LayerNorm", LayerNorm::new(mean, mean)),
        layer::<T, _>("Normalize", Normalize),
        layer::<T, _>("Affine", Affine::new(mean, mean)),
        layer::<T, _>("Affine, a scale of 0", Affine::new([T::zero(), mean[0]], mean)),
        layer::<T, _>("Dropout, kept", Dropout::<Ratio<0>>::new()),
        layer::<T, _>("Dropout, dropped", Dropout::<Ratio<999_999_999, 1_000_000_000>>::new()),
        layer::<T, _>(
            "ChannelDropout, kept",
            (OnePlace::new(), ChannelDropout::<Ratio<0>>::new(), GlobalMaxPool),
        ),
        layer::<T, _>(
            "ChannelDropout, dropped",
            (
                OnePlace::new(),
                ChannelDropout::<Ratio<999_999_999, 1_000_000_000>>::new(),
                GlobalMaxPool,
            ),
        ),
        layer::<T, _>("Unflatten, Flatten", (OnePlace::new(), Flatten::<2>::new())),
        layer::<T, _>("Unflatten, Last, Last", (OnePlace::new(), Last, Last)),
        layer::<T, _>(
            "Conv2d, DepthwiseConv2d of (v, 1)",
            (
                TwoPlaces::new(),
                Conv2d::<1, 2, 1, 2, 1, 1, Valid, 1, T>::new(weight.map(|row| [[row]]), mean),
                Flatten::<2>::new(),
            ),
        ),
        layer::<T, _>(
            "WindowConv1d of (v, 1)",
            (
                (TwoPlaces::new(), Last),
                WindowConv1d::<1, 2, 2, 1, Valid, 1, T>::new(weight.map(|row| [row]), mean),
                Last,
            ),
        ),
        layer::<T, _>(
            "Conv1d of (v, 1), the last step",
            (
                (TwoPlaces::new(), Last),
                Conv1d::<1, 2, 2, 1, 1, T>::new(weight.map(|row| [row]), mean),
                Last,
            ),
        ),
        layer::<T, _>("MaxPool of (v, 1)", pooled(MaxPool::<1, 2, 1, 1>::new())),
        layer::<T, _>("AvgPool of (v, 1)", pooled(AvgPool::<1, 2, 1, 1>::new())),
        layer::<T, _>(
            "GlobalMaxPool of (v, 1)",
            (TwoPlaces::new(), Fork((GlobalMaxPool, GlobalMaxPool)), Concat::<2>),
        ),
        layer::<T, _>(
            "GlobalAvgPool of (v, 1)",
            (TwoPlaces::new(), Fork((GlobalAvgPool, GlobalAvgPool)), Concat::<2>),
        ),
        layer::<T, _>(
            "ZeroPad, GlobalMaxPool",
            (OnePlace::new(), ZeroPad::<2, 1, Pad<1, 0, 0, 0>>::new(), GlobalMaxPool),
        ),
        layer::<T, _>("Residual(Relu)", Residual(Relu)),
        layer::<T, _>("Residual of −x", Residual(Minus)),
        layer::<T, _>("Frozen(Relu)", Frozen(Relu)),
        layer::<T, _>("Aligned(Relu)", Aligned(Relu)),
        layer::<T, _>("Fork of x and x, Sum", (Fork((Identity, Identity)), Sum)),
        layer::<T, _>("Fork of x and −x, Sum", (Fork((Identity, Minus)), Sum)),
        layer::<T, _>("Fork of x and Relu, Product", (Fork((Identity, Relu)), Product)),
        layer::<T, _>(
            "Fork of two Slices, Concat",
            (Fork((Slice::<0, 1>, Slice::<1, 1>)), Concat::<2>),
        ),
        layer::<T, _>("Standardize", Standardize::new(mean, deviation)),
        layer::<T, _>("Unstandardize", Unstandardize::new(mean, deviation)),
    ]
}

/// Two channels at one place, and one channel at two.
type OnePlace = Unflatten<1, 1, 2>;
type TwoPlaces = Unflatten<1, 2, 1>;

/// What a pool of both places gives, twice.
type Pooled<P> = (TwoPlaces, Fork<((P, Flatten<1>), (P, Flatten<1>))>, Concat<2>);

fn pooled<P: Copy>(pool: P) -> Pooled<P> {
    (TwoPlaces::new(), Fork(((pool, Flatten::new()), (pool, Flatten::new()))), Concat)
}

/// y = −x
#[derive(Clone, Copy)]
struct Minus;

impl Elementwise for Minus {
    fn value<T: Scalar>(&self, x: T) -> T {
        -x
    }
    fn chain<T: Scalar>(&self, _: T, _: T, dy: T) -> T {
        -dy
    }
}
constnet::elementwise! { [] Minus }

fn losses<T: Scalar>() -> Vec<Row> {
    let t = [T::zero(), T::one()];
    vec![
        loss::<T, _, _>("SquaredErrorSum", SquaredErrorSum, t),
        loss::<T, _, _>("MeanSquaredError", MeanSquaredError, t),
        loss::<T, _, _>("MeanAbsoluteError", MeanAbsoluteError, t),
        loss::<T, _, _>("Huber", Huber::new(), t),
        loss::<T, _, _>("Scaled(MeanSquaredError, 2)", Scaled(MeanSquaredError, 2.0), t),
        loss::<T, _, _>("SoftmaxCrossEntropy, its class", SoftmaxCrossEntropy, 0),
        loss::<T, _, _>("SoftmaxCrossEntropy, another", SoftmaxCrossEntropy, 1),
        loss::<T, _, _>("SmoothedCrossEntropy, its class", SoftmaxCrossEntropy.smoothing(0.1), 0),
        loss::<T, _, _>("SmoothedCrossEntropy, another", SoftmaxCrossEntropy.smoothing(0.1), 1),
        loss::<T, _, _>("SigmoidCrossEntropy, yes", SigmoidCrossEntropy, [true, true]),
        loss::<T, _, _>("SigmoidCrossEntropy, no", SigmoidCrossEntropy, [false, true]),
        loss::<T, _, _>("CrossEntropy, its class", CrossEntropy, 0),
        loss::<T, _, _>("CrossEntropy, another", CrossEntropy, 1),
        loss::<T, _, _>("BinaryCrossEntropy", BinaryCrossEntropy, [true, true]),
    ]
}

/// The rows of all tables of a page: the name, without its backquotes, and the cells.
fn table(page: &str) -> Vec<(String, Vec<String>)> {
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        (cells.next().unwrap_or_default().replace('`', ""), cells.collect())
    })
    .collect()
}

/// Where a page is not what the code does.
fn wrong(page: &str) -> Vec<String> {
    let written = table(page);
    let mut wrong = vec![];
    for rows in [[layers::<f32>(), losses::<f32>()], [layers::<f64>(), losses::<f64>()]] {
        let rows = rows.concat();
        if rows.len() != written.len() {
            wrong.push(format!("{} rows for {}", written.len(), rows.len()));
        }
        for (name, cells) in rows {
            if !written.iter().any(|row| row.0 == name && row.1 == cells) {
                wrong.push(format!("| `{name}` | {} |", cells.join(" | ")));
            }
        }
    }
    wrong
}

#[test]
fn every_row_is_what_the_code_does() {
    let wrong = wrong(PAGE);
    assert!(wrong.is_empty(), "the code has:\n{}", wrong.join("\n"));
}

#[test]
fn a_wrong_cell_and_a_missing_row_are_seen() {
    assert!(!wrong(&PAGE.replacen("| 0 |", "| 1 |", 1)).is_empty());
    let line = PAGE.lines().find(|line| line.starts_with("| `Relu`")).unwrap();
    assert!(!wrong(&PAGE.replace(line, "")).is_empty());
}

/// What the crate exports as an activation, a layer or a loss has a row.
#[test]
fn everything_has_a_row() {
    let exported = [
        include_str!("../src/activations/mod.rs"),
        include_str!("../src/layers/mod.rs"),
        include_str!("../src/losses/mod.rs"),
    ];
    // No layers: an error, what a cell is made of, and what is folded into a `Dense`; a state; what losses are made of; a loss that does what
    // the one in it does.
    let none = [
        "BatchNorm",
        "Chw",
        "Conv1dState",
        "Hwc",
        "Order",
        "FoldError",
        "StandardizeError",
        "LossError",
        "Loss",
        "LossKind",
        "SampleLoss",
        "Classes",
        "Elements",
        "Leaf",
        "Weighted",
        "Scaled",
        "Part",
        "Targets",
        "Functions",
        "LstmState",
        "ResetAfter",
        "ResetBefore",
    ];
    for line in exported.iter().flat_map(|file| file.lines()) {
        let Some((_, names)) = line.strip_prefix("pub use ").and_then(|use_| use_.split_once("::"))
        else {
            continue;
        };
        for name in names.split(|c: char| !c.is_alphanumeric()).filter(|name| !name.is_empty()) {
            let has_a_row = table(PAGE).iter().any(|row| row.0.contains(name));
            assert!(has_a_row || none.contains(&name), "{name}");
        }
    }
}
