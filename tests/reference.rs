//! Forward, backward and training against PyTorch's: `reference/layers.py` made the numbers.
//!
//! What goes in are `f32` numbers, so that `f64` and `f32` start from the same, and PyTorch's `f64`
//! is the reference for both. It computes the same formulas in orders that differ (blocked sums,
//! fused multiplications). A difference is measured against a scale: of one number alone where both
//! are exact there, else of the largest number of a sample or of a tensor, because a sum is no more
//! exact than its terms.

use constnet::StreamTrain;
use constnet::init::{FanIn, He, Lecun, Xavier};
use constnet::parameters::{Leaf, for_each, visit_trained};
use constnet::prelude::*;
use constnet::random::generator;
use constnet::values::AnyColumns;
use constnet::weights::{self, Layout};
use rand::rand_core::TryRng;
use std::convert::Infallible;

/// The lines of one case in the reference file: a key, and its numbers.
struct Case {
    name: String,
    lines: Vec<(&'static str, &'static str)>,
}

fn case(name: &str) -> Case {
    let files = [
        include_str!("reference/layers.txt"),
        include_str!("reference/activations.txt"),
        include_str!("reference/pools.txt"),
        include_str!("reference/convolution.txt"),
        include_str!("reference/recurrent.txt"),
    ];
    let lines = files
        .iter()
        .flat_map(|file| file.lines())
        .skip_while(|line| *line != format!("[{name}]"))
        .skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    let lines: Vec<_> = lines.map(|line| line.split_once(' ').unwrap()).collect();
    assert!(!lines.is_empty(), "no case [{name}]");
    Case { name: name.to_owned(), lines }
}

impl Case {
    fn numbers<N: std::str::FromStr>(&self, key: &str) -> Vec<N> {
        let line = self.lines.iter().find(|(found, _)| *found == key);
        let words = line.into_iter().flat_map(|(_, numbers)| numbers.split(' '));
        words.map(|word| word.parse().ok().unwrap()).collect()
    }

    /// Numbers that went in, which `f32` holds.
    fn input<T: Scalar>(&self, key: &str) -> Vec<T> {
        self.numbers(key).into_iter().map(|number: f32| T::from_f64(number.into())).collect()
    }

    /// A batch of inputs, sample after sample, which is how we store it.
    fn batch<T: Scalar, const N: usize, const B: usize>(&self, key: &str) -> SMatrix<T, N, B> {
        let numbers = self.input(key);
        assert_eq!(numbers.len(), N * B);
        SMatrix::from_column_slice(&numbers)
    }

    fn targets<T: Scalar, const N: usize>(&self) -> Vec<[T; N]> {
        self.input("targets").as_chunks().0.to_vec()
    }

    fn classes(&self) -> Vec<usize> {
        self.numbers("targets")
    }

    /// Numbers that came out of PyTorch's function in `f64`.
    fn output(&self, key: &str) -> Vec<f64> {
        self.numbers(key)
    }
}

trait Precision: Scalar {
    /// How far from PyTorch's `f64` a right result may lie, relative to its scale.
    const BOUND: f64;
}

impl Precision for f64 {
    /// 4500 ulps: the longest chain here, 12 layers, and the longest sums, 64 terms, round some
    /// hundred times, on both sides.
    const BOUND: f64 = 1e-12;
}

impl Precision for f32 {
    /// 16 ulps: roundings of either sign cancel in part, so this is enough for the same chain, and
    /// small enough to show a formula that cancels.
    const BOUND: f64 = 16.0 * f32::EPSILON as f64;
}

fn largest(numbers: &[f64]) -> f64 {
    numbers.iter().filter(|number| number.is_finite()).fold(0.0, |a, b| a.max(b.abs()))
}

/// The numbers of one key in a case must be PyTorch's, NaN and infinities included.
#[track_caller]
fn agree<T: Precision>(case: &Case, key: &str, found: &[T], scale: impl Fn(usize) -> f64) {
    compare(case, key, found, &case.output(key), scale);
}

#[track_caller]
fn compare<T: Precision>(
    case: &Case,
    key: &str,
    found: &[T],
    expected: &[f64],
    scale: impl Fn(usize) -> f64,
) {
    assert_eq!(found.len(), expected.len(), "{}: {key}", case.name);
    for (i, (found, &expected)) in found.iter().zip(expected).enumerate() {
        let found = found.to_f64();
        let same = found == expected || found.is_nan() && expected.is_nan();
        let (error, bound) = ((found - expected).abs(), T::BOUND * scale(i));
        assert!(
            same || expected.is_finite() && error <= bound,
            "{}: {key} in {}, number {i}: {found:e} for {expected:e}, off by {error:e}, not {bound:e}",
            case.name,
            std::any::type_name::<T>(),
        );
    }
}

/// The numbers of a tensor row after row, as PyTorch has them.
fn rows<T: Copy>(leaf: &Leaf, columns: &[T]) -> Vec<T> {
    (0..leaf.len()).map(|i| columns[leaf.place(Layout::Torch, i)]).collect()
}

/// All numbers of a network or of a gradient.
fn all<T: Scalar, N: Parameters + Only<T>>(value: &N) -> Vec<T> {
    let mut all = Vec::new();
    for_each(value, |_, leaf, numbers: &[T]| all.extend(rows(leaf, numbers)));
    all
}

/// A network with the parameters of a case.
fn load<T: Scalar, N>(case: &Case, key: &str) -> N
where
    N: Parameters<Gradient: Only<T>> + Only<T>,
{
    let (mut net, mut leaves, mut numbers) = (N::zeros(), Vec::new(), case.input(key).into_iter());
    for_each(&net, |_, leaf, _: &[T]| leaves.push(*leaf));
    visit_trained(&mut net, |i, tensor: &mut [T]| {
        for number in 0..tensor.len() {
            tensor[leaves[i].place(Layout::Torch, number)] = numbers.next().unwrap();
        }
    });
    assert!(numbers.next().is_none());
    net
}

/// Forward and backward of a layer with parameters in place.
#[track_caller]
fn with<T, L, const N: usize, const M: usize, const B: usize>(name: &str, layer: &L)
where
    T: Precision,
    L: Backward<SMatrix<T, N, B>, Output = SMatrix<T, M, B>, Gradient: Only<T>>,
{
    let case = case(name);
    let (x, dy) = (case.batch("x"), case.batch("dy"));
    let (y, cache) = layer.forward_train(&x, &mut generator(0));
    let mut gradient = L::Gradient::zeros();
    let dx = layer.backward(&x, &y, &cache, &dy, &mut gradient);

    let of_dy = largest(&case.input::<f64>("dy"));
    let (of_y, of_dx) = (case.output("y"), case.output("dx"));
    agree(&case, "y", y.as_slice(), |i| largest(&of_y[i / M * M..][..M]));
    agree(&case, "dx", dx.as_slice(), |i| largest(&of_dx[i / N * N..][..N]).max(of_dy));
    let scale = largest(&case.output("gradient")).max(of_dy);
    agree(&case, "gradient", &all(&gradient), |_| scale);
    assert_eq!(layer.forward(&x).map(|y| y.to_f64().to_bits()), y.map(|y| y.to_f64().to_bits()));
}

/// The same in both types, with the parameters of the case.
macro_rules! layers {
    ($T:ident: $($name:literal, $in:literal => $layer:ty => $out:literal, $batch:literal;)*) => {$({
        type Layer<$T> = $layer;
        fn check<$T: Precision>() where
            Layer<$T>: Only<$T> + Backward<SMatrix<$T, $in, $batch>, Output = SMatrix<$T, $out, $batch>, Gradient: Only<$T>>
        {
            let layer: Layer<$T> = load::<$T, Layer<$T>>(&case($name), "parameters");
            with::<$T, _, $in, $out, $batch>($name, &layer);
        }
        check::<f64>();
        check::<f32>();
    })*};
}

#[test]
fn dense_is_pytorchs() {
    layers! {
        T: "dense 1 1 1", 1 => Dense<1, 1, T> => 1, 1;
        "dense 3 2 1", 3 => Dense<3, 2, T> => 2, 1;
        "dense 2 5 4", 2 => Dense<2, 5, T> => 5, 4;
        "dense 7 3 5", 7 => Dense<7, 3, T> => 3, 5;
        "dense 16 12 9", 16 => Dense<16, 12, T> => 12, 9;
        "dense 33 9 3", 33 => Dense<33, 9, T> => 9, 3;
        "dense 64 5 2", 64 => Dense<64, 5, T> => 5, 2;
        "dense zeros and infinities", 2 => Dense<2, 2, T> => 2, 4;
    }
}

#[test]
fn layer_norm_is_pytorchs() {
    layers! {
        T: "layer norm 1", 1 => LayerNorm<1, T> => 1, 3;
        "layer norm 2", 2 => LayerNorm<2, T> => 2, 3;
        "layer norm 4", 4 => LayerNorm<4, T> => 4, 4;
        "layer norm 5", 5 => LayerNorm<5, T> => 5, 4;
        "layer norm 32", 32 => LayerNorm<32, T> => 32, 3;
        "layer norm of another epsilon", 5 => LayerNorm<5, T, Ratio<1, 1000>> => 5, 4;
    }
}

/// Ordinary columns, ties, saturation, infinities and NaN.
#[test]
fn softmax_is_pytorchs() {
    fn check<T: Precision>() {
        with::<T, _, 3, 3, 13>("softmax", &Softmax);
        with::<T, _, 1, 1, 4>("softmax 1", &Softmax);
        with::<T, _, 10, 10, 3>("softmax 10", &Softmax);
        with::<T, _, 3, 3, 13>("log softmax", &LogSoftmax);
        with::<T, _, 1, 1, 4>("log softmax 1", &LogSoftmax);
        with::<T, _, 10, 10, 3>("log softmax 10", &LogSoftmax);
    }
    check::<f64>();
    check::<f32>();
}

#[test]
fn networks_are_pytorchs() {
    layers! {
        T: "mlp", 4 => (Dense<4, 8, T>, Tanh, Dense<8, 3, T>) => 3, 5;
        "nested", 3 => (
            (Dense<3, 6, T>, Gelu),
            (Dense<6, 5, T>, (Silu, Dense<5, 4, T>), Elu),
            Dense<4, 2, T>,
            Softmax,
        ) => 2, 3;
        "residual", 3 => (
            Dense<3, 6, T>,
            Residual<(LayerNorm<6, T>, Dense<6, 12, T>, Relu, Dense<12, 6, T>)>,
            Residual<Tanh>,
            LayerNorm<6, T>,
            Dense<6, 3, T>,
            LogSoftmax,
        ) => 3, 4;
        "branches", 6 => (
            Fork<(
                (Fork<(Dense<6, 9, T>, (Dense<6, 9, T>, Sigmoid))>, Product),
                (Fork<(Dense<6, 4, T>, Slice<1, 5>)>, Concat<9>),
            )>,
            Sum, Dense<9, 3, T>,
        ) => 3, 4;
        "deep", 5 => (
            Dense<5, 6, T>, Sigmoid, Dense<6, 6, T>, Softplus, Dense<6, 6, T>, LeakyRelu<Ratio<1, 4>>,
            Dense<6, 6, T>, HardSwish, Dense<6, 6, T>, HardTanh, Dense<6, 4, T>, Sigmoid,
        ) => 4, 6;
    }
}

#[test]
fn layers_that_are_not_trained_are_pytorchs() {
    fn check<T: Precision>() {
        let number = |numbers: [f64; 3]| numbers.map(T::from_f64);
        let (mean, deviation) = (number([1.0, -0.5, 20.0]), number([0.5, 3.0, 8.0]));
        with::<T, _, 3, 3, 4>("standardize", &Standardize::new(mean, deviation));
        with::<T, _, 3, 3, 4>("unstandardize", &Unstandardize::new(mean, deviation));

        // Mean and deviation, W and b, W and b, W and b, mean and deviation.
        let p: Vec<T> = case("frozen").input("parameters");
        let net = (
            Standardize::new([p[0], p[1]], [p[2], p[3]]),
            Frozen((
                Dense::<2, 4, T> {
                    weight: SMatrix::from_row_slice(&p[4..12]),
                    bias: SMatrix::from_row_slice(&p[12..16]),
                },
                Tanh,
            )),
            Dense::<4, 3, T> {
                weight: SMatrix::from_row_slice(&p[16..28]),
                bias: SMatrix::from_row_slice(&p[28..31]),
            },
            Frozen(Dense::<3, 2, T> {
                weight: SMatrix::from_row_slice(&p[31..37]),
                bias: SMatrix::from_row_slice(&p[37..39]),
            }),
            Unstandardize::new([p[39], p[40]], [p[41], p[42]]),
        );
        with::<T, _, 2, 2, 3>("frozen", &net);
    }
    check::<f64>();
    check::<f32>();
}

/// Chance that was decided elsewhere: what is kept draws the largest number, the others 0.
struct Drawn<I>(I);

impl<I: Iterator<Item = bool>> TryRng for Drawn<I> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(if self.0.next().unwrap() { u32::MAX } else { 0 })
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("Dropout draws 32 bits")
    }
    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Infallible> {
        unreachable!("Dropout draws 32 bits")
    }
}

#[test]
fn dropout_is_pytorchs_where_it_drops_the_same() {
    let case = case("dropout");
    let (x, dy) = (case.batch::<f64, 6, 4>("x"), case.batch("dy"));
    let (of_y, of_dx) = (case.output("y"), case.output("dx"));
    let mut drawn = Drawn(of_y.iter().map(|y| *y != 0.0));
    let (y, kept) = Dropout::<Ratio<1, 5>>::new().forward_train(&x, &mut drawn);
    assert!(of_y.contains(&0.0));
    agree(&case, "y", y.as_slice(), |i| of_y[i].abs());
    let dx = Dropout::<Ratio<1, 5>>::new().backward_input(&x, &y, &kept, &dy);
    agree(&case, "dx", dx.as_slice(), |i| of_dx[i].abs());
}

impl Case {
    /// A value of any shape, whose numbers the case lists in its order.
    fn value<X: constnet::Value<Number: Scalar>>(&self, key: &str) -> X {
        let (mut value, numbers) = (X::zeros(), self.input(key));
        assert_eq!(numbers.len(), X::LEN, "{}: {key}", self.name);
        let mut numbers = numbers.into_iter();
        value.for_each_mut(|number| *number = numbers.next().unwrap());
        value
    }
}

fn listed<X: constnet::Value>(value: &X) -> Vec<X::Number> {
    let mut all = Vec::new();
    value.for_each(|number| all.push(number));
    all
}

/// A layer of images or sequences, with parameters in place.
#[track_caller]
fn of_places<T, X, L>(name: &str, layer: &L)
where
    T: Precision,
    X: constnet::Value<Number = T>,
    L: Backward<X, Output: constnet::Value<Number = T>, Gradient: Only<T>>,
{
    let case = case(name);
    let (x, dy): (X, L::Output) = (case.value("x"), case.value("dy"));
    let (y, cache) = layer.forward_train(&x, &mut generator(0));
    let mut gradient = L::Gradient::zeros();
    let dx = layer.backward(&x, &y, &cache, &dy, &mut gradient);
    for (key, found) in [("y", listed(&y)), ("dx", listed(&dx)), ("gradient", all(&gradient))] {
        let scale = largest(&case.output(key)).max(largest(&case.output("dy")));
        agree(&case, key, &found, |_| scale);
    }
}

#[test]
fn layers_of_images_are_pytorchs() {
    type Image<T> = [[SMatrix<T, 3, 2>; 5]; 6];
    type Sequence<T> = [SMatrix<T, 4, 2>; 9];
    fn check<T: Precision>() {
        fn image<T: Precision, L>(name: &str, layer: L)
        where
            L: Backward<Image<T>, Output: constnet::Value<Number = T>, Gradient: Only<T>>,
        {
            of_places::<T, Image<T>, L>(name, &layer);
        }
        image::<T, _>("max pool 2", MaxPool::<2, 2, 3, 2>::new());
        type Rule = (Stride<2, 1>, Pad<1, 0>);
        image::<T, _>("max pool 3 2 stride 2 1 padding 1 0", MaxPool::<3, 2, 3, 4, Rule>::new());
        type Spread = (Dilate<2>, Stride<1>);
        image::<T, _>("max pool 2 dilation 2 stride 1", MaxPool::<2, 2, 4, 3, Spread>::new());
        let ties = MaxPool::<2, 2, 3, 4, Stride<1>>::new();
        of_places::<T, [[SVector<T, 1>; 5]; 4], _>("max pool ties", &ties);
        image::<T, _>("average pool 2", AvgPool::<2, 2, 3, 2>::new());
        type Half = (Stride<2>, Pad<1>);
        image::<T, _>("average pool 3 padding 1", AvgPool::<3, 3, 3, 3, Half>::new());
        let counted = AvgPool::<3, 3, 3, 3, (Half, CountPadding)>::new();
        image::<T, _>("average pool 3 padding 1 counted", counted);
        image::<T, _>("global average", GlobalAvgPool);
        image::<T, _>("global max", GlobalMaxPool);
        image::<T, _>("flatten", Flatten::<90, Chw>::new());
        image::<T, _>("zero pad", ZeroPad::<9, 8, Pad<3, 1, 0, 2>>::new());
        image::<T, _>("normalize", Normalize);
        image::<T, _>("normalize 1/2", Normalize::<Ratio<1, 2>>::new());
        image::<T, _>("prelu", load::<T, PRelu<3, T>>(&case("prelu"), "parameters"));
        image::<T, _>("affine", load::<T, Affine<3, T>>(&case("affine"), "parameters"));
        let unflatten = Unflatten::<4, 2, 3, Chw>::new();
        of_places::<T, SMatrix<T, 24, 2>, _>("unflatten", &unflatten);
        let rule = MaxPool::<1, 3, 1, 5, (Stride<2>, Pad<1>)>::new();
        of_places::<T, Sequence<T>, _>("max pool sequence", &rule);
        let rule = AvgPool::<1, 3, 1, 9, (Stride<1>, Pad<1>, CountPadding)>::new();
        of_places::<T, Sequence<T>, _>("average pool sequence", &rule);
    }
    check::<f64>();
    check::<f32>();
}

/// The same in both types, of `channels x samples of rows x columns`, or `of length` for a sequence.
macro_rules! convolutions {
    ($T:ident: $($name:literal: $c:literal x $b:literal of $first:literal $(x $second:literal)? => $layer:ty;)*) => {$({
        type Layer<$T> = $layer;
        fn check<$T: Precision>() {
            let layer: Layer<$T> = load(&case($name), "parameters");
            of_places::<$T, convolutions!(@ SMatrix<$T, $c, $b>, $first $(, $second)?), _>($name, &layer);
        }
        check::<f64>();
        check::<f32>();
    })*};
    (@ $place:ty, $length:literal) => { [$place; $length] };
    (@ $place:ty, $rows:literal, $columns:literal) => { [[$place; $columns]; $rows] };
}

#[test]
fn convolutions_are_pytorchs() {
    convolutions! {
        T: "conv 2d": 1 x 2 of 8 x 9 => Conv2d<1, 6, 5, 5, 4, 5, Valid, 1, T>;
        "conv 2d of channels": 3 x 2 of 6 x 5 => Conv2d<3, 16, 2, 3, 5, 3, Valid, 3, T>;
        "conv 2d of one place": 5 x 2 of 4 x 3 => Conv2d<5, 8, 1, 1, 4, 3, Valid, 5, T>;
        "conv 2d stride 2 1 padding 1 0": 3 x 2 of 6 x 5 => Conv2d<3, 8, 3, 3, 3, 3, (Stride<2, 1>, Pad<1, 0>), 3, T>;
        "conv 2d dilation 2 padding 2": 4 x 2 of 6 x 5 => Conv2d<4, 5, 3, 3, 6, 5, (Pad<2>, Dilate<2>), 4, T>;
        "conv 2d same stride 2": 1 x 1 of 13 x 6 => Conv2d<1, 8, 10, 4, 7, 3, (Stride<2>, Same), 1, T>;
        "conv 2d groups": 4 x 2 of 4 x 5 => Conv2d<4, 6, 3, 3, 4, 5, Pad<1>, 2, T>;
        "conv 2d depthwise": 8 x 2 of 4 x 5 => DepthwiseConv2d<8, 8, 3, 3, 4, 5, Pad<1>, T>;
        "conv 2d depthwise of two": 3 x 2 of 5 x 7 => DepthwiseConv2d<3, 6, 3, 3, 2, 3, Stride<2>, T>;
        "conv 1d window": 3 x 2 of 9 => WindowConv1d<3, 4, 3, 4, (Stride<2>, Pad<1>, Dilate<2>), 3, T>;
        "conv 1d window groups": 4 x 2 of 9 => WindowConv1d<4, 8, 4, 6, Valid, 2, T>;
        "conv 1d causal": 2 x 2 of 9 => Conv1d<2, 4, 3, 2, 2, T>;
        "conv 1d causal depthwise": 4 x 2 of 9 => Conv1d<4, 4, 4, 1, 1, T>;
    }
}

/// 25 steps of Adam on eight images.
#[test]
fn a_convolutional_network_trains_as_pytorchs() {
    type Net<T> = (
        Conv2d<1, 4, 3, 3, 8, 6, Pad<1>, 1, T>,
        Relu,
        MaxPool<2, 2, 4, 3>,
        Conv2d<4, 8, 3, 3, 2, 1, Valid, 4, T>,
        Tanh,
        Flatten<16>,
        Dense<16, 3, T>,
    );
    fn check<T: Precision>()
    where
        Net<T>: Parameters<Gradient: Only<T>> + Only<T>,
    {
        let case = case("train a convolutional network");
        let mut net: Net<T> = load(&case, "before");
        let x: [[SMatrix<T, 1, 8>; 6]; 8] = case.value("x");
        let targets: [usize; 8] = case.classes().try_into().unwrap();
        let mut trainer = Trainer::new(&net, Adam::new(0.01));
        let losses: Vec<T> = (0..25)
            .map(|_| {
                let rng = &mut generator(0);
                let step = trainer.step(&mut net, &x, &targets, &SoftmaxCrossEntropy, rng);
                T::from_f64(step.unwrap().loss)
            })
            .collect();
        // Roundings of 25 steps, which Adam makes as large as any other gradient.
        agree(&case, "losses", &losses, |_| 1e2);
        agree(&case, "after", &all(&net), |_| 1e3);
    }
    check::<f64>();
    check::<f32>();
}

#[test]
fn channel_dropout_is_pytorchs_where_it_drops_the_same() {
    type Image = [[SMatrix<f64, 6, 2>; 2]; 3];
    let case = case("channel dropout");
    let (x, dy): (Image, Image) = (case.value("x"), case.value("dy"));
    let of_y = case.value::<Image>("y");
    let mut drawn = Drawn(of_y[0][0].iter().map(|y| *y != 0.0));
    let layer = ChannelDropout::<Ratio<1, 4>>::new();
    let (y, kept) = layer.forward_train(&x, &mut drawn);
    assert!(of_y[0][0].iter().any(|y| *y == 0.0));
    agree(&case, "y", &listed(&y), |_| 1.0);
    agree(&case, "dx", &listed(&layer.backward_input(&x, &y, &kept, &dy)), |_| 1.0);
}

/// An elementwise layer at ordinary points, kinks and thresholds from both sides, in saturation, at
/// infinity and NaN. Each number is its own scale, but never less than `least`: of y, and of the
/// slope dx/dy.
#[track_caller]
fn elementwise<T, L>(name: &str, layer: L, least: (f64, f64))
where
    T: Precision,
    L: Backward<SVector<T, 55>, Output = SVector<T, 55>, Gradient = ()>,
{
    let case = case(name);
    let (x, dy) = (case.batch::<T, 55, 1>("x"), case.batch::<T, 55, 1>("dy"));
    let (y, cache) = layer.forward_train(&x, &mut generator(0));
    let mut dx = layer.backward(&x, &y, &cache, &dy, &mut ());
    let (mut of_y, mut of_dx) = (case.output("y"), case.output("dx"));
    for i in 0..55 {
        let (x, dy) = (x[i].to_f64(), dy[i].to_f64());
        // Where PyTorch multiplies ∞ by 0, ours have their limits.
        if x.is_infinite() && ["gelu", "silu", "hard swish"].contains(&name) {
            (of_y[i], of_dx[i]) = (x.max(0.0), if x > 0.0 { dy } else { 0.0 });
        }
        // PyTorch's slope at 1/6 is that number in `f32`, even in `f64`.
        if name == "hard sigmoid" {
            of_dx[i] *= (1.0 / 6.0) / f64::from(1.0_f32 / 6.0);
        }
        // At NaN y is NaN; the slope there is dy, 0 or NaN, as the formula happens to be written.
        if x.is_nan() {
            (of_dx[i], dx[i]) = (f64::NAN, T::from_f64(f64::NAN));
        }
    }
    let size = |number: f64, least: f64| number.abs().max(least);
    compare(&case, "y", y.as_slice(), &of_y, |i| size(of_y[i], least.0));
    compare(&case, "dx", dx.as_slice(), &of_dx, |i| size(of_dx[i], least.1 * dy[i].to_f64().abs()));
}

#[test]
fn activations_are_pytorchs() {
    fn check<T: Precision>() {
        let exact = (0.0, 0.0);
        elementwise::<T, _>("identity", Identity, exact);
        elementwise::<T, _>("relu", Relu, exact);
        elementwise::<T, _>("leaky relu", LeakyRelu, exact);
        elementwise::<T, _>("leaky relu 3/2", LeakyRelu::<Ratio<3, 2>>::new(), exact);
        elementwise::<T, _>("hard sigmoid", HardSigmoid, exact);
        elementwise::<T, _>("hard tanh", HardTanh, exact);
        elementwise::<T, _>("hard swish", HardSwish, exact);
        elementwise::<T, _>("elu", Elu, exact);
        elementwise::<T, _>("elu 3/2", Elu::<Ratio<3, 2>>::new(), exact);
        elementwise::<T, _>("selu", Selu, exact);
        // Near its end the line itself is a difference.
        let fifth = HardSigmoid::<Ratio<1, 5>>::new();
        elementwise::<T, _>("hard sigmoid 1/5", fifth, (0.5, 0.0));
        elementwise::<T, _>("relu6", Relu6, exact);
        elementwise::<T, _>("clamp -1/2 5/2", Clamp::<Ratio<-1, 2>, Ratio<5, 2>>::new(), exact);
        // A slope of 1e-60 is 0 in `f32`.
        elementwise::<T, _>("softsign", Softsign, (0.0, f32::MIN_POSITIVE.into()));
        elementwise::<T, _>("mish", Mish, exact);
        elementwise::<T, _>("softplus", Softplus, exact);
        elementwise::<T, _>("silu", Silu, exact);
        // 1 + erf is a difference, PyTorch's as ours: in `f32` few digits are left at −4, none at −6.
        elementwise::<T, _>("gelu", Gelu, (1.0, 1.0));
        elementwise::<T, _>("gelu tanh", GeluTanh, (1.0, 1.0));
        // So is 1 − y: PyTorch's slope has no digits where y is rounded to 1.
        let slope_of_y = (0.0, 1.0);
        elementwise::<T, _>("sigmoid", Sigmoid, slope_of_y);
        elementwise::<T, _>("tanh", Tanh, slope_of_y);
        // In `f32` exact to a few 1e-8 in absolute terms.
        elementwise::<T, _>("sigmoid", FastSigmoid, (1.0, 1.0));
        elementwise::<T, _>("tanh", FastTanh, (1.0, 1.0));
    }
    check::<f64>();
    check::<f32>();
}

/// A loss on a batch, and the same with columns that do not count.
#[track_caller]
fn loss<T, E, Target, const N: usize, const B: usize, const MORE: usize>(
    name: &str,
    loss: E,
    targets: impl Fn(&Case) -> Vec<Target>,
) where
    T: Precision,
    E: Loss<SMatrix<T, N, B>, Target, Value = T> + Loss<SMatrix<T, N, MORE>, Target, Value = T>,
{
    let case = case(name);
    let y = case.batch::<T, N, B>("y");
    let mut more = SMatrix::<T, N, MORE>::from_element(T::from_f64(7.0));
    more.fixed_columns_mut::<B>(0).copy_from(&y);
    let targets = targets(&case);
    assert_eq!(targets.len(), B, "{name}");

    let (value, dy) = loss.gradient(&y, &targets).unwrap();
    let (partial, partial_dy) = loss.gradient_of_first(&more, &targets).unwrap();
    assert!(partial_dy.columns(B, MORE - B).iter().all(|dy| *dy == T::zero()));
    let partial_dy = partial_dy.fixed_columns::<B>(0).into_owned();
    let (of_loss, of_dy) = (case.output("loss")[0], largest(&case.output("dy")));
    for (value, dy) in [(value, dy), (partial, partial_dy)] {
        agree(&case, "loss", &[value], |_| of_loss);
        agree(&case, "dy", dy.as_slice(), |_| of_dy);
    }
}

#[test]
fn regression_losses_are_pytorchs() {
    fn check<T: Precision>() {
        macro_rules! each {
            ($($name:literal $loss:expr;)*) => {$(
                loss::<T, _, _, 3, 7, 8>($name, $loss, Case::targets::<T, 3>);
                loss::<T, _, _, 3, 4, 7>(concat!($name, ", first 4"), $loss, Case::targets::<T, 3>);
            )*};
        }
        each! {
            "squared error sum" SquaredErrorSum;
            "mean squared error" MeanSquaredError;
            "mean absolute error" MeanAbsoluteError;
            "huber" Huber::new();
            "huber 2.5" Huber::delta(2.5);
        }
    }
    check::<f64>();
    check::<f32>();
}

#[test]
fn binary_losses_are_pytorchs() {
    fn bools(case: &Case) -> Vec<[bool; 2]> {
        case.targets().iter().map(|t| t.map(|t: f64| t == 1.0)).collect()
    }
    fn check<T: Precision>() {
        loss::<T, _, _, 2, 8, 9>("sigmoid cross-entropy", SigmoidCrossEntropy, bools);
        let numbers = Case::targets::<T, 2>;
        loss::<T, _, _, 2, 8, 9>("sigmoid cross-entropy", SigmoidCrossEntropy, numbers);
        loss::<T, _, _, 2, 3, 8>("sigmoid cross-entropy, first 3", SigmoidCrossEntropy, bools);
        loss::<T, _, _, 2, 8, 9>("sigmoid cross-entropy, soft", SigmoidCrossEntropy, numbers);
        loss::<T, _, _, 2, 5, 6>("binary cross-entropy", BinaryCrossEntropy, bools);
        loss::<T, _, _, 2, 2, 6>("binary cross-entropy, soft", BinaryCrossEntropy, numbers);
    }
    check::<f64>();
    check::<f32>();
}

#[test]
fn where_a_probability_is_0_or_1_ours_is_the_formula() {
    // −ln p has the slope −1 at p = 1, and that of −ln(1 − p) at 0 is 1: PyTorch has (p − t) / (p·(1 − p))
    // and 1e-12 for the product that is 0.
    let right = case("binary cross-entropy, certain and right");
    let (loss, dp) =
        BinaryCrossEntropy.gradient(&right.batch::<f64, 2, 1>("y"), &[[true, false]]).unwrap();
    assert_eq!((right.output("loss"), right.output("dy")), (vec![0.0], vec![0.0, 0.0]));
    assert_eq!((loss, dp), (0.0, SVector::from([-0.5, 0.5])));

    // PyTorch cuts the logarithm at −100; to be certain and wrong costs ∞.
    let wrong = case("binary cross-entropy, certain and wrong");
    let (loss, dp) =
        BinaryCrossEntropy.gradient(&wrong.batch::<f64, 2, 1>("y"), &[[false, true]]).unwrap();
    assert_eq!(wrong.output("loss"), [100.0]);
    assert_eq!((loss, dp), (f64::INFINITY, SVector::from([f64::INFINITY, f64::NEG_INFINITY])));

    // A class with p = 0 that is not the target: PyTorch's logarithm gives 0·∞ = NaN.
    let other = case("cross-entropy, certain and right");
    let (loss, dp) = CrossEntropy.gradient(&other.batch::<f64, 3, 1>("y"), &[1]).unwrap();
    let of_dp = other.output("dy");
    assert!(of_dp[0].is_nan() && of_dp[1] == -1.0 && of_dp[2].is_nan());
    assert_eq!((loss, dp), (0.0, SVector::from([0.0, -1.0, 0.0])));
}

#[test]
fn class_losses_are_pytorchs() {
    fn check<T: Precision>() {
        macro_rules! each {
            ($($name:literal $loss:expr;)*) => {$({
                let (classes, numbers) = (Case::classes, Case::targets::<T, 4>);
                loss::<T, _, _, 4, 8, 9>(concat!($name, ", class"), $loss, classes);
                loss::<T, _, _, 4, 8, 9>(concat!($name, ", distribution"), $loss, numbers);
                loss::<T, _, _, 4, 5, 8>(concat!($name, ", class, first 5"), $loss, classes);
                loss::<T, _, _, 4, 3, 8>(concat!($name, ", distribution, first 3"), $loss, numbers);
            })*};
        }
        each! {
            "softmax cross-entropy" SoftmaxCrossEntropy;
            "softmax cross-entropy, smoothing" SoftmaxCrossEntropy.smoothing(0.1);
            "softmax cross-entropy, all smoothing" SoftmaxCrossEntropy.smoothing(1.0);
        }
        loss::<T, _, _, 4, 2, 3>("softmax cross-entropy, huge", SoftmaxCrossEntropy, Case::classes);
        loss::<T, _, _, 4, 4, 5>("cross-entropy, class", CrossEntropy, Case::classes);
        loss::<T, _, _, 4, 2, 5>("cross-entropy, class, first 2", CrossEntropy, Case::classes);
        let numbers = Case::targets::<T, 4>;
        loss::<T, _, _, 4, 2, 5>("cross-entropy, distribution", CrossEntropy, numbers);
    }
    check::<f64>();
    check::<f32>();
}

/// 50 steps in batches of 8, 8 and 6 out of 22 samples, whose weights must be PyTorch's. Roundings of
/// 1e-16 add up and may grow from step to step, as differences between starting points do: 1e-12
/// leaves them a factor of ten thousand.
#[track_caller]
fn trains<N, O, E, Target: Clone, const M: usize>(
    name: &str,
    optimizer: O,
    loss: E,
    targets: impl Fn(&Case) -> Vec<Target>,
) where
    N: Backward<SMatrix<f64, 4, 8>, Output = SMatrix<f64, M, 8>>,
    N: Parameters<Gradient: Only<f64>> + Only<f64>,
    O: Optimizer,
    E: Loss<SMatrix<f64, M, 8>, Target, Value = f64>,
{
    const BOUND: f64 = 1e-12;
    let case = case(name);
    let mut net: N = load(&case, "before");
    let (x, targets) = (case.batch::<f64, 4, 22>("x"), targets(&case));
    let mut trainer = Trainer::boxed(&net, optimizer);
    let batches = [0..8, 8..16, 16..22];
    let expected = case.output("losses");
    assert_eq!(expected.len(), 50);
    for (batch, expected) in batches.into_iter().cycle().zip(expected) {
        // What stands in the missing columns must not matter.
        let mut columns = SMatrix::<f64, 4, 8>::from_element(1e3);
        columns.columns_mut(0, batch.len()).copy_from(&x.columns(batch.start, batch.len()));
        let batch = MiniBatch::new(columns, &targets[batch]).unwrap();
        let step = trainer.step_batch(&mut net, &batch, &loss, &mut generator(0));
        let found = step.unwrap().loss;
        assert!((found - expected).abs() <= BOUND * expected, "{name}: {found} for {expected}");
    }
    let (found, expected) = (all::<f64, _>(&net), case.output("after"));
    assert_eq!(found.len(), expected.len());
    let scale = largest(&expected);
    for (found, expected) in found.iter().zip(&expected) {
        assert!((found - expected).abs() <= BOUND * scale, "{name}: {found} for {expected}");
    }
}

#[test]
fn training_is_pytorchs() {
    trains::<(Dense<4, 8, f64>, Tanh, Dense<8, 3, f64>), _, _, _, 3>(
        "train a classifier",
        Adam::new(0.03),
        SoftmaxCrossEntropy,
        Case::classes,
    );
    type Block = Residual<(LayerNorm<6, f64>, Dense<6, 6, f64>, Silu)>;
    trains::<(Dense<4, 6, f64>, Block, Dense<6, 2, f64>), _, _, _, 2>(
        "train a regression",
        Sgd::new(0.02).nesterov(0.9).weight_decay(0.01).clip_norm(1.0),
        MeanSquaredError,
        Case::targets::<f64, 2>,
    );
}

/// 60,000 weights drawn by a rule have the spread of 60,000 that PyTorch drew by the rule of that
/// name. The variance of so many is known to 0.6 % (normal; 0.4 % uniform) with one standard
/// deviation: 3 % is five of them for either side.
#[test]
fn initial_values_spread_as_pytorchs() {
    fn check(name: &str, rule: &impl Initializer) {
        let case = case(&format!("init {name}"));
        let net = Dense::<300, 200, f64>::init_boxed(rule, &mut generator(1));
        let weights = net.weight.as_slice();
        let (largest, n) = (largest(weights), weights.len() as f64);
        let mean = weights.iter().sum::<f64>() / n;
        let variance = weights.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>() / n;
        let ratio = variance / case.output("variance")[0];
        assert!((ratio - 1.0).abs() < 0.03, "{name}: variance {variance}, {ratio} of PyTorch's");
        assert!(mean.abs() < 5.0 * (variance / n).sqrt(), "{name}: mean {mean}");
        // The largest of a normal distribution has no bound to compare.
        if !name.contains("normal") {
            let ratio = largest / case.output("largest")[0];
            assert!((ratio - 1.0).abs() < 1e-3, "{name}: largest {largest}, {ratio} of PyTorch's");
        }
        if name != "fan in" {
            assert!(net.bias.iter().all(|bias| *bias == 0.0), "{name}: a bias is not 0");
        }
    }
    check("fan in", &FanIn);
    check("xavier uniform", &Xavier::UNIFORM);
    check("xavier normal", &Xavier::NORMAL);
    check("he uniform", &He::UNIFORM);
    check("he normal", &He::NORMAL);
    check("lecun uniform", &Lecun::UNIFORM);
    check("lecun normal", &Lecun::NORMAL);
}

/// A sequence, step after step.
fn sequence<T: Scalar, const N: usize, const B: usize, const L: usize>(
    case: &Case,
    key: &str,
) -> [SMatrix<T, N, B>; L] {
    let numbers = case.input(key);
    let steps: Vec<_> = numbers.chunks(N * B).map(SMatrix::from_column_slice).collect();
    steps.try_into().unwrap()
}

/// A recurrent network from its file, on a sequence of 6 steps and 2 samples: the gates of the file are ours, and its
/// two biases are one where we have one.
macro_rules! sequences {
    ($T:ident: $($name:literal, $in:literal => $net:ty => $out:literal, $keys:expr $(, named $table:expr)?;)*) => {$({
        type Net<$T> = $net;
        const READER: weights::Reader<'_> = weights::Reader::new()$(.table($table))?;
        fn check<$T: Precision>() where
            Net<$T>: Only<$T> + Backward<[SMatrix<$T, $in, 2>; 6], Output = [SMatrix<$T, $out, 2>; 6], Gradient: Only<$T>>
        {
            let file = include_bytes!(concat!("data/weights/recurrent_", $name, ".safetensors"));
            let net: Net<$T> = READER.load(file).unwrap();
            let case = case($name);
            let (x, dy) = (sequence::<$T, $in, 2, 6>(&case, "x"), sequence(&case, "dy"));
            let (y, cache) = net.forward_train(&x, &mut generator(0));
            let mut gradient = <Net<$T> as Parameters>::Gradient::zeros();
            let dx = net.backward(&x, &y, &cache, &dy, &mut gradient);
            let of_dy = largest(&case.input::<f64>("dy"));
            agree(&case, "y", y.numbers(), |_| 1.0);
            agree(&case, "dx", dx.numbers(), |_| 4.0 * of_dy);
            let (keys, mut i): (&[&str], _) = ($keys, 0);
            for_each(&gradient, |_, leaf, numbers: &[$T]| {
                if let Some(key) = keys.get(i) {
                    let scale = largest(&case.output(key)).max(4.0 * of_dy);
                    agree(&case, key, &rows(leaf, numbers), |_| scale);
                }
                i += 1;
            });
            // Written and read again, it is the same; and so it is in the compiler.
            let written = weights::to_vec(&net).unwrap();
            assert!(weights::Reader::new().load::<Net<$T>>(&written).unwrap() == net, "{}", $name);
        }
        check::<f64>();
        check::<f32>();
        static EMBEDDED: Net<f32> =
            READER.embed(include_bytes!(concat!("data/weights/recurrent_", $name, ".safetensors")));
        let file = include_bytes!(concat!("data/weights/recurrent_", $name, ".safetensors"));
        assert!(EMBEDDED == READER.load::<Net<f32>>(file).unwrap(), "{}", $name);
    })*};
}

const FOUR: &[&str] = &["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
const THREE: &[&str] = &["weight_ih_l0", "weight_hh_l0", "bias_ih_l0"];

#[test]
fn recurrent_cells_are_pytorchs() {
    sequences! {
        T: "lstm", 3 => Lstm<3, 4, T> => 4, THREE;
        "gru", 3 => Gru<3, 4, T> => 4, FOUR;
        "rnn", 3 => Rnn<3, 4, T> => 4, THREE;
        "rnn_relu", 3 => Rnn<3, 4, T, Relu> => 4, THREE;
        // Two layers of one module, and two directions, by the names that PyTorch gives them.
        "lstm_of_two", 2 => (Lstm<2, 3, T>, Lstm<3, 3, T>) => 3, &[];
        "lstm_both_ways", 2 => (Bidirectional<Lstm<2, 3, T>>, Concat<6>) => 6, &[];
        // Both at once: what makes one sequence of two has a place in the stack, which the module's layers do not count.
        "lstm_of_two_both_ways",
            2 => (Bidirectional<Lstm<2, 3, T>>, Concat<6>, Bidirectional<Lstm<6, 3, T>>, Concat<6>) => 6, &[],
            named &[("2", "1")];
    }
}

/// Sequences of 2, 5 and 1 steps in one batch are those that PyTorch packs; and so are the states after them.
#[test]
fn padded_sequences_are_pytorchs() {
    fn check<T: Precision>()
    where
        Lstm<3, 4, T>: Only<T>,
    {
        let file = include_bytes!("data/weights/recurrent_lstm_packed.safetensors");
        let net: Padded<Lstm<3, 4, T>> = weights::Reader::new().load(file).unwrap();
        let case = case("lstm_packed");
        let length = SMatrix::from([2.0, 5.0, 1.0].map(|n| [T::from_f64(n)]));
        let (x, dy) = (sequence::<T, 3, 3, 5>(&case, "x"), sequence::<T, 4, 3, 5>(&case, "dy"));
        let (x, dy) = ((x, length), (dy, SMatrix::zeros()));
        let mut state = State::rest();
        let (y, cache) = net.train_from(&mut state, &x, &mut generator(0));
        let mut gradient = Padded::<Lstm<3, 4, T>>::zeros();
        let (dx, _) = net.backward(&x, &y, &cache, &dy, &mut gradient);
        let of_dy = largest(&case.input::<f64>("dy"));
        agree(&case, "y", y.0.numbers(), |_| 1.0);
        agree(&case, "dx", dx.numbers(), |_| 4.0 * of_dy);
        let constnet::layers::LstmState { h, c } = state;
        agree(&case, "h", h.as_slice(), |_| 1.0);
        agree(&case, "c", c.as_slice(), |_| 4.0);
        let mut keys = THREE.iter();
        for_each(&gradient, |_, leaf, numbers: &[T]| {
            let key = keys.next().unwrap();
            let scale = largest(&case.output(key)).max(4.0 * of_dy);
            agree(&case, key, &rows(leaf, numbers), |_| scale);
        });
    }
    check::<f64>();
    check::<f32>();
}

/// 25 steps of Adam: where we have one bias, PyTorch's second is 0 for good, because it moves a bias that is split
/// twice as far.
#[test]
fn training_of_recurrent_cells_is_pytorchs() {
    fn check<N>(name: &str)
    where
        N: Backward<[SMatrix<f64, 2, 3>; 5], Output = [SMatrix<f64, 2, 3>; 5]>,
        N: Parameters<Gradient: Only<f64>> + Only<f64>,
    {
        const BOUND: f64 = 1e-11;
        let case = case(&format!("train {name}"));
        let mut net: N = load(&case, "before");
        let (x, t) = (sequence(&case, "x"), sequence::<f64, 2, 3, 5>(&case, "targets"));
        let targets: [[[f64; 2]; 5]; 3] =
            std::array::from_fn(|b| t.map(|t| t.column(b).into_owned().into()));
        let mut trainer = Trainer::boxed(&net, Adam::new(0.03));
        for expected in case.output("losses") {
            let step = trainer.step(&mut net, &x, &targets, &MeanSquaredError, &mut generator(0));
            let found = step.unwrap().loss;
            assert!((found - expected).abs() <= BOUND * expected, "{name}: {found} for {expected}");
        }
        let (found, expected) = (all::<f64, _>(&net), case.output("after"));
        let scale = largest(&expected);
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(&expected) {
            assert!((found - expected).abs() <= BOUND * scale, "{name}: {found} for {expected}");
        }
    }
    check::<(Lstm<2, 4, f64>, Dense<4, 2, f64>)>("lstm");
    check::<(Gru<2, 4, f64>, Dense<4, 2, f64>)>("gru");
    check::<(Rnn<2, 4, f64>, Dense<4, 2, f64>)>("rnn");
}
