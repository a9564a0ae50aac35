//! Every backward pass against the derivative of its forward pass: measured by differences, and
//! exact by dual numbers; inputs and parameters; on both sides of, at, and far beyond each kink.

#[path = "repeat/mod.rs"]
mod repeat;

use constnet::by_propagate;
use constnet::dual::Dual64;
use constnet::gradcheck::{self, Report};
use constnet::losses::{Classes, Elements, Leaf, LossKind, SampleLoss, Targets};
use constnet::nalgebra::{SMatrix, SVector};
use constnet::parameters::{Only, for_each, for_each_mut};
use constnet::pass::{Accumulate, Discard, Dx, Overwrite, Sink, Unwanted, Wanted};
use constnet::prelude::*;
use constnet::rand::Rng;
use constnet::random::{generator, uniform};
use core::cell::Cell;
use repeat::{Repeat, Short};
use std::panic::catch_unwind;

/// Differences are good to about the cube root of an ulp, squared.
const DIFFERENCES: f64 = 1e-7;
/// Dual numbers only round.
const EXACT: f64 = 1e-12;
/// Through several layers roundings grow, most where a tanh is nearly 1 and 1 − y² cancels.
const EXACT_STACK: f64 = 1e-10;

#[track_caller]
fn good(report: Report, bound: f64, what: impl core::fmt::Debug) {
    assert!(report.worst() <= bound, "{what:?}: {report}");
}

thread_local! {
    /// Between which x a layer's slopes are planted wrong, or between which slopes those of a loss.
    static PLANTED: Cell<[f64; 2]> = const { Cell::new([0.0; 2]) };
}

const BELOW_0: [f64; 2] = [f64::NEG_INFINITY, 0.0];
const ABOVE_0: [f64; 2] = [0.0, f64::INFINITY];

/// Whether a wrong slope is planted at this number.
fn planted(at: f64) -> bool {
    let [from, to] = PLANTED.get();
    from < at && at < to
}

/// A layer as it is, but for the slopes where something is planted.
#[derive(Debug, Clone)]
struct Bent<L>(L);

parameters! { [L: Parameters] Bent<L> as L => Bent<L::Gradient> { 0: inside } }

impl<L, T, const N: usize, const B: usize> Forward<SMatrix<T, N, B>> for Bent<L>
where
    T: Scalar,
    L: Forward<SMatrix<T, N, B>>,
{
    type Output = L::Output;

    fn forward(&self, x: &SMatrix<T, N, B>) -> L::Output {
        self.0.forward(x)
    }
}

impl<L, T, const N: usize, const B: usize> Backward<SMatrix<T, N, B>> for Bent<L>
where
    T: Scalar,
    L: Backward<SMatrix<T, N, B>>,
{
    type Cache = L::Cache;

    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &SMatrix<T, N, B>,
        rng: &mut R,
    ) -> (L::Output, L::Cache) {
        self.0.forward_train(x, rng)
    }

    fn propagate<S: Sink<Self::Gradient>, D: Dx>(
        &self,
        x: &SMatrix<T, N, B>,
        y: &L::Output,
        cache: &L::Cache,
        dy: &L::Output,
        mut sink: S,
    ) -> D::Of<SMatrix<T, N, B>> {
        let part = sink.part(|gradient| &mut gradient.0);
        D::map(self.0.propagate::<_, D>(x, y, cache, dy, part), |mut dx| {
            for (dx, _) in dx.iter_mut().zip(x).filter(|(_, x)| planted(x.to_f64())) {
                *dx = T::from_f64(if *dx == T::zero() { 1e-3 } else { 1.001 * dx.to_f64() });
            }
            dx
        })
    }

    by_propagate! { SMatrix<T, N, B> }
}

/// A check that passes must fail with a wrong slope in each of these ranges: it has points in all of them.
#[track_caller]
fn sees(check: fn(), ranges: &[[f64; 2]]) {
    for &range in ranges {
        PLANTED.set(range);
        let seen = catch_unwind(check).is_err();
        PLANTED.set([0.0; 2]);
        assert!(seen, "a wrong slope between {range:?} is not seen");
    }
}

/// What a pass gives and leaves, in words: they tell all that numbers carry, the sign of a zero and a derivative too.
struct Left {
    dx: String,
    gradient: String,
}

/// What a pass gives and leaves, whatever it is asked for: dx and the gradient, each where it is wanted, by
/// the formulas of the layer, through stored intermediates, and through those that stay where they are.
#[track_caller]
fn passes<T, L, const N: usize, const B: usize, const M: usize>(layer: &L, x: &SMatrix<T, N, B>)
where
    T: Scalar,
    L: Backward<SMatrix<T, N, B>, Output = SMatrix<T, M, B>, Gradient: Only<T>>,
{
    let rng = &mut generator(1);
    let dy = SMatrix::<T, M, B>::from_fn(|_, _| T::from_f64(uniform(1.0, rng)));
    let (y, cache) = layer.forward_train(x, &mut generator(2));
    let mut gradient = L::Gradient::zeros();
    let left = |dx: &dyn core::fmt::Debug, gradient: &L::Gradient| {
        let mut text = String::new();
        for_each(gradient, |_, _, numbers: &[T]| text += &format!("{numbers:?}"));
        Left { dx: format!("{dx:?}"), gradient: text }
    };
    let nothing = left(&(), &gradient);
    let dx = layer.backward_input(x, &y, &cache, &dy);
    layer.backward_parameters(x, &y, &cache, &dy, &mut gradient);
    let formulas = left(&dx, &gradient);

    // Through stored intermediates, and through those that stay; `$before` is what the gradient is filled with.
    macro_rules! pass {
        ($Dx:ident, $before:expr, $sink:expr) => {{
            fill(&mut gradient, $before);
            let dx = layer.propagate::<_, $Dx>(x, &y, &cache, &dy, $sink);
            let stored = left(&dx, &gradient);
            fill(&mut gradient, $before);
            let (rng, dy) = (&mut generator(2), |_: &_| Ok::<_, ()>(dy));
            let dx = layer.train::<_, $Dx, _, _>(x, rng, dy, $sink).unwrap();
            (stringify!($Dx, $sink), [stored, left(&dx, &gradient)])
        }};
    }
    let wanted = [
        pass!(Wanted, 0.0, Accumulate(&mut gradient)),
        pass!(Wanted, f64::NAN, Overwrite(&mut gradient)),
        pass!(Wanted, 0.0, Discard),
    ];
    let unwanted = [
        pass!(Unwanted, 0.0, Accumulate(&mut gradient)),
        pass!(Unwanted, f64::NAN, Overwrite(&mut gradient)),
        pass!(Unwanted, 0.0, Discard),
    ];
    same_passes(L::NAME, &formulas.dx, [&formulas.gradient, &nothing.gradient], &wanted);
    same_passes(L::NAME, &nothing.dx, [&formulas.gradient, &nothing.gradient], &unwanted);
}

/// Fills a gradient with one number.
fn fill<T: Scalar, G: Parameters + Only<T>>(gradient: &mut G, with: f64) {
    for_each_mut(gradient, |_, _, g: &mut [T]| g.fill(T::from_f64(with)));
}

/// Two that leave a gradient, and one that discards it.
#[track_caller]
fn same_passes(
    name: &str,
    dx: &str,
    [gradient, zeros]: [&str; 2],
    passes: &[(&str, [Left; 2]); 3],
) {
    for ((what, found), gradient) in passes.iter().zip([gradient, gradient, zeros]) {
        for found in found {
            assert_eq!((&*found.dx, &*found.gradient), (dx, gradient), "{name}: {what}");
        }
    }
}

/// Near 0, moderate, at the thresholds of the functions, saturated, and far beyond.
const POINTS: [f64; 26] = [
    0.0, 1e-300, -1e-300, 1e-9, -1e-9, 0.5, -0.5, 1.0, -1.0, 1.5, -1.5, 3.0, -3.0, 3.000001,
    -3.000001, 8.0, -8.0, 20.0, -20.0, 20.000001, 40.0, -40.0, 800.0, -800.0, 1e30, -1e30,
];

/// An elementwise layer at all points at once; and, where `tails` says that the slope keeps its
/// digits when it is small, at each point alone, so that its own slope is the scale. A dual number
/// knows one side of a kink only, so the kinks themselves are left to the differences.
#[track_caller]
fn elementwise<A>(layer: A, kinks: &[f64], tails: bool)
where
    A: Clone + core::fmt::Debug + Parameters<Gradient = ()>,
    A: Backward<SVector<f64, 26>, Output = SVector<f64, 26>>,
    A: Backward<SVector<Dual64, 26>, Output = SVector<Dual64, 26>>,
    A: Backward<SVector<f64, 1>, Output = SVector<f64, 1>>,
    A: Backward<SVector<Dual64, 1>, Output = SVector<Dual64, 1>>,
{
    let mut layer = Bent(layer);
    let dual = &mut layer.clone();
    passes(&layer, &SVector::<f64, 26>::from(POINTS));
    passes(dual, &SVector::<Dual64, 26>::from(POINTS.map(Dual64::from_re)));
    let smooth = POINTS.map(|point| if kinks.contains(&point) { 0.25 } else { point });
    for seed in 0..4 {
        let report = gradcheck::check(&mut layer, &SVector::from(POINTS), seed);
        good(report, DIFFERENCES, (&layer, seed));
        let report = gradcheck::exact(&mut layer, dual, &SVector::from(smooth), seed);
        good(report, EXACT, (&layer, seed));
    }
    for point in smooth.into_iter().filter(|_| tails) {
        let report = gradcheck::exact(&mut layer, dual, &SVector::from([point]), 1);
        good(report, EXACT, (&layer, point));
    }
}

macro_rules! elementwise_layers {
    ($($layer:expr, $kinks:expr, $tails:expr;)*) => {
        #[test]
        fn elementwise_layers() {
            $(elementwise($layer, &$kinks, $tails);)*
        }

        #[test]
        fn a_wrong_slope_of_an_activation_is_seen_on_each_side_near_and_far() {
            let ranges = [[f64::NEG_INFINITY, -6.0], [-6.0, 0.0], [0.0, 6.0], [6.0, f64::INFINITY]];
            $(sees(|| elementwise($layer, &$kinks, $tails), &ranges);)*
        }
    };
}
elementwise_layers! {
    Identity, [], true;
    Relu, [0.0], true;
    LeakyRelu, [0.0], true;
    LeakyRelu::<Ratio<3, 2>>::new(), [0.0], true;
    Sigmoid, [], true;
    Tanh, [], false;
    Silu, [], true;
    Elu, [], true;
    Elu::<Ratio<3, 2>>::new(), [0.0], true;
    Selu, [0.0], true;
    Mish, [], true;
    Softsign, [], false;
    Relu6, [0.0, 6.0], true;
    Clamp::<Ratio<-1, 2>, Ratio<5, 2>>::new(), [-0.5, 2.5], true;
    HardSigmoid::<Ratio<1, 5>>::new(), [2.5, -2.5], true;
    Softplus, [], true;
    HardTanh, [1.0, -1.0], true;
    HardSigmoid, [3.0, -3.0], true;
    HardSwish, [3.0, -3.0], true;
    FastTanh, [], false;
    FastSigmoid, [], false;
    Gelu, [], true;
    GeluTanh, [], false;
}

/// A layer without parameters that looks at whole columns.
#[track_caller]
fn columnwise<A>(layer: A)
where
    A: Clone + core::fmt::Debug + Parameters<Gradient = ()>,
    A: Backward<SMatrix<f64, 3, 2>, Output = SMatrix<f64, 3, 2>>,
    A: Backward<SMatrix<Dual64, 3, 2>, Output = SMatrix<Dual64, 3, 2>>,
{
    let mut layer = Bent(layer);
    let batches = [
        [[0.0, 0.0, 0.0], [1.0, -1.0, 0.5]],
        [[5.0, 5.0, -2.0], [-3.0, 7.0, 7.0]],
        [[30.0, 0.0, -30.0], [40.0, 41.0, 0.0]],
        [[800.0, 0.0, -800.0], [-1e4, -1e4, 1e4]],
        [[1e30, 0.0, -1e30], [-1e30, -1e30, -1e30]],
    ];
    for (seed, x) in (0..).zip(batches.map(SMatrix::<f64, 3, 2>::from)) {
        passes(&layer, &x);
        passes(&layer, &x.map(Dual64::from_re));
        // Beyond, a step of the differences is longer than the function is smooth.
        if x.amax() < 1e3 {
            good(gradcheck::check(&mut layer, &x, seed), DIFFERENCES, (&layer, x));
        }
        good(gradcheck::exact(&mut layer.clone(), &mut layer, &x, seed), EXACT, (&layer, x));
    }
}

#[test]
fn columnwise_layers() {
    columnwise(Softmax);
    columnwise(LogSoftmax);
    columnwise(Normalize::<Ratio<1, 2>>::new());
}

#[test]
fn a_wrong_slope_of_a_column_is_seen_below_and_above_0() {
    sees(|| columnwise(Softmax), &[BELOW_0, ABOVE_0]);
    sees(|| columnwise(LogSoftmax), &[BELOW_0, ABOVE_0]);
}

/// A network over f32, f64 and dual numbers, for several weights and inputs.
#[track_caller]
fn network<S, L, D, const N: usize, const B: usize, const M: usize>()
where
    S: Init + Backward<SMatrix<f32, N, B>, Output = SMatrix<f32, M, B>, Gradient: Only<f32>>,
    L: Init + Backward<SMatrix<f64, N, B>, Output = SMatrix<f64, M, B>, Gradient: Only<f64>>,
    D: Init
        + Backward<SMatrix<Dual64, N, B>, Output = SMatrix<Dual64, M, B>, Gradient: Only<Dual64>>,
{
    for seed in 0..4 {
        let (mut net, mut dual) = (L::init(&mut generator(seed)), D::init(&mut generator(seed)));
        for size in [0.1, 1.0, 10.0] {
            let mut rng = generator(seed + 100);
            let x = SMatrix::<f64, N, B>::from_fn(|_, _| size * uniform(1.0, &mut rng));
            passes(&S::init(&mut generator(seed)), &x.map(|x| x as f32));
            passes(&net, &x);
            passes(&dual, &x.map(Dual64::from_re));
            good(gradcheck::check(&mut net, &x, seed), DIFFERENCES, (L::NAME, seed, size));
            let report = gradcheck::exact(&mut net, &mut dual, &x, seed);
            good(report, EXACT_STACK, (L::NAME, seed, size));
        }
    }
}

/// `network!` over all scalars: `networks! { T: 3 => (Dense<3, 2, T>, Tanh) => 2 }`.
macro_rules! networks {
    ($($T:ident: $in:literal => $net:ty => $out:literal;)*) => {$({
        type Net<$T> = $net;
        network::<Net<f32>, Net<f64>, Net<Dual64>, $in, 1, $out>();
        network::<Net<f32>, Net<f64>, Net<Dual64>, $in, 3, $out>();
    })*};
}

#[test]
fn dense_and_stacks() {
    networks! {
        T: 1 => Dense<1, 1, T> => 1;
        T: 3 => Dense<3, 2, T> => 2;
        T: 3 => (Dense<3, 2, T>,) => 2;
        T: 3 => (Dense<3, 4, T>, Tanh, Dense<4, 2, T>) => 2;
        T: 2 => (Dense<2, 5, T>, Relu, Dense<5, 5, T>, LeakyRelu<Ratio<1, 10>>, Dense<5, 3, T>, Softmax) => 3;
        T: 2 => ((Dense<2, 3, T>, Gelu), (Silu, (Dense<3, 3, T>, Elu)), Dense<3, 2, T>, LogSoftmax) => 2;
        T: 3 => (Tanh, Softplus, Dense<3, 2, T>, Sigmoid) => 2;
        T: 3 => (Identity, HardTanh, Dense<3, 3, T>, HardSwish, Dense<3, 2, T>, HardSigmoid) => 2;
    }
}

#[test]
fn cells() {
    networks! {
        // One cell each: weights of 10 make of one's rounding more than a difference allows for in the next.
        T: 3 => (Repeat<3>, Lstm<3, 4, T>, Last, Dense<4, 2, T>) => 2;
        T: 3 => (Repeat<3>, Gru<3, 4, T>, Last, Dense<4, 2, T>) => 2;
        T: 3 => (Repeat<3>, Rnn<3, 4, T>, Last, Dense<4, 2, T>) => 2;
        T: 3 => (Short<3, 2>, Padded<Gru<3, 4, T>>, Last, Dense<4, 2, T>) => 2;
        T: 3 => (Short<3, 2>, Padded<Dense<3, 4, T>>, GlobalAvgPool, Dense<4, 2, T>) => 2;
        T: 3 => (Short<3, 0>, Padded<Dense<3, 4, T>>, GlobalMaxPool, Dense<4, 2, T>) => 2;
        T: 3 => (Repeat<3>, Bidirectional<Rnn<3, 2, T>, Gru<3, 2, T>>, Concat<4>, Last, Dense<4, 2, T>) => 2;
    }
}

#[test]
fn branches() {
    networks! {
        T: 6 => (
            Fork<(
                (Fork<(Dense<6, 9, T>, (Dense<6, 9, T>, Sigmoid))>, Product),
                (Fork<(Dense<6, 4, T>, Slice<1, 5>)>, Concat<9>),
            )>,
            Sum, Dense<9, 3, T>,
        ) => 3;
        T: 3 => (Fork<(Dense<3, 2, T>, Tanh, Frozen<Dense<3, 1, T>>)>, Concat<6>, LayerNorm<6, T>) => 6;
        T: 4 => (Fork<(Slice<2, 2>, Slice<0, 2>, (Slice<1, 2>, Softplus))>, Product, Dense<2, 2, T>) => 2;
        T: 2 => (Residual<(Fork<(Sigmoid, Dense<2, 2, T>)>, Product)>, Fork<(Identity, Relu)>, Sum) => 2;
    }
}

#[test]
fn images_in_chains() {
    networks! {
        T: 24 => (
            Unflatten<3, 4, 2>, Dense<2, 3, T>, Affine<3, T>, Silu, MaxPool<2, 2, 2, 3, Stride<1>>, PRelu<3, T>,
            Flatten<18>, Dense<18, 2, T>,
        ) => 2;
        T: 12 => (
            Unflatten<2, 3, 2, Chw>, ZeroPad<4, 4, Pad<1, 0, 1, 1>>, Dense<2, 3, T>, Tanh,
            AvgPool<3, 2, 2, 4, (Stride<2, 1>, Pad<1, 0, 0, 1>)>, ChannelDropout<Ratio<1, 4>>, Flatten<24, Chw>,
            Dense<24, 2, T>, Normalize,
        ) => 2;
        T: 12 => (Unflatten<2, 3, 2>, Dense<2, 3, T>, Last, Tanh, Last, Dense<3, 2, T>) => 2;
        T: 12 => (
            Unflatten<2, 3, 2>, Conv2d<2, 3, 2, 2, 2, 3, Same, 2, T>, Tanh, Last, Conv1d<3, 4, 2, 2, 3, T>, Silu,
            WindowConv1d<4, 2, 2, 2, Valid, 4, T>, Last,
        ) => 2;
        T: 12 => (
            Unflatten<2, 3, 2>, Dense<2, 3, T>, Fork<(GlobalAvgPool, (GeluTanh, GlobalMaxPool))>, Concat<6>,
            Dense<6, 2, T>,
        ) => 2;
    }
}

#[test]
fn wrappers_and_layers_without_a_fixed_place() {
    networks! {
        T: 3 => Residual<Dense<3, 3, T>> => 3;
        T: 2 => (Residual<(Dense<2, 4, T>, Tanh, Dense<4, 2, T>)>, Residual<Residual<Dense<2, 2, T>>>) => 2;
        T: 3 => (LayerNorm<3, T>, Dense<3, 4, T>, LayerNorm<4, T>, Silu, Dense<4, 2, T>) => 2;
        T: 4 => (Dense<4, 4, T>, Residual<(LayerNorm<4, T>, Dense<4, 4, T>, Relu)>, Dense<4, 1, T>) => 1;
        T: 3 => (Dense<3, 6, T>, Dropout<Ratio<1, 3>>, Tanh, Dense<6, 2, T>, Dropout<Ratio<1, 4>>) => 2;
        T: 2 => Aligned<(Dense<2, 3, T>, Tanh, Aligned<Dense<3, 2, T>>)> => 2;
        T: 2 => Frozen<(Dense<2, 3, T>, Tanh)> => 3;
        T: 2 => (Frozen<Dense<2, 3, T>>, Relu, Dense<3, 3, T>, Frozen<(Tanh, Dense<3, 2, T>)>) => 2;
        T: 2 => (Dense<2, 2, T>, Frozen<Residual<Dense<2, 2, T>>>, Dense<2, 2, T>, Softmax) => 2;
        T: 2 => (
            Dense<2, 3, T>, Tanh, Dense<3, 3, T>, Silu, Dense<3, 3, T>, Elu, Dense<3, 3, T>, Sigmoid,
            Dense<3, 3, T>, Softplus, Dense<3, 3, T>, Relu, Dense<3, 3, T>, Tanh, Dense<3, 2, T>, LogSoftmax
        ) => 2;
    }
}

/// A layer with given numbers, and the same over dual numbers.
#[track_caller]
fn layer<L, D, const N: usize, const B: usize, const M: usize>(
    mut layer: L,
    mut dual: D,
    x: [[f64; N]; B],
) where
    L: Backward<SMatrix<f64, N, B>, Output = SMatrix<f64, M, B>, Gradient: Only<f64>>,
    D: Backward<SMatrix<Dual64, N, B>, Output = SMatrix<Dual64, M, B>, Gradient: Only<Dual64>>,
{
    let x = SMatrix::from(x);
    passes(&layer, &x);
    for seed in 0..4 {
        good(gradcheck::check(&mut layer, &x, seed), DIFFERENCES, (L::NAME, x));
        good(gradcheck::exact(&mut layer, &mut dual, &x, seed), EXACT, (L::NAME, x));
    }
}

#[test]
fn layer_norm_with_scale_and_offset() {
    for x in [
        [[1.0, 2.0, -0.5], [0.1, 0.2, 0.3]],
        // A constant column, where ε alone is the deviation, and one far from 0.
        [[2.0, 2.0, 2.0], [101.0, 99.0, 100.5]],
        [[0.0, 0.0, 0.0], [-30.0, 40.0, 1.0]],
    ] {
        let (weight, bias) = ([0.5, -2.0, 3.0], [1.0, 0.0, -1.0]);
        layer(LayerNorm::new(weight, bias), LayerNorm::<3, Dual64>::zeros(), x);
        layer(
            LayerNorm::new(weight, bias).epsilon::<Ratio<1, 10>>(),
            LayerNorm::<3, Dual64, Ratio<1, 10>>::zeros(),
            x,
        );
    }
}

#[test]
fn affine_and_prelu() {
    let (weight, bias) = ([0.5, -2.0, 3.0], [1.0, 0.0, -1.0]);
    for x in [[[1.0, 2.0, -0.5], [0.1, -0.2, 0.3]], [[2.0, -2.0, 20.0], [-30.0, 40.0, 1.0]]] {
        layer(Affine::new(weight, bias), Affine::<3, Dual64>::zeros(), x);
        layer(PRelu::new(weight), PRelu::<3, Dual64>::zeros(), x);
    }
}

#[test]
fn normalize_with_lengths_below_epsilon() {
    let x = [[3.0, -4.0, 1.0], [0.1, 0.2, -0.1]];
    layer(Normalize, Normalize, x);
    layer(Normalize::<Ratio<1, 2>>::new(), Normalize::<Ratio<1, 2>>::new(), x);
}

#[test]
fn dropout_alone() {
    let x = [[1.0, -2.0, 0.0, 5.0], [0.5, 1e9, -3.0, 4.0]];
    layer(Dropout, Dropout, x);
    layer(Dropout::<Ratio<0>>::new(), Dropout::<Ratio<0>>::new(), x);
}

#[test]
fn standardize_and_back() {
    let (mean, deviation) = ([0.5, -2.0], [3.0, 0.25]);
    let dual = (mean.map(Dual64::from_re), deviation.map(Dual64::from_re));
    let x = [[0.5, 1.0], [-7.0, 30.0]];
    layer(Standardize::new(mean, deviation), Standardize::new(dual.0, dual.1), x);
    layer(Unstandardize::new(mean, deviation), Unstandardize::new(dual.0, dual.1), x);
}

/// A loss as it is, but where something is planted.
#[derive(Debug)]
struct BentLoss<E>(E);

impl<E: LossKind> LossKind for BentLoss<E> {
    const LOGITS: bool = E::LOGITS;
    fn settings<T: Scalar>(&self) -> Result<(), LossError> {
        self.0.settings::<T>()
    }
}

impl<E, T, Target, const N: usize> SampleLoss<T, N, Target> for BentLoss<E>
where
    T: Scalar,
    E: SampleLoss<T, N, Target>,
{
    const MEAN: bool = E::MEAN;
    fn check(&self, target: &Target) -> Result<(), LossError> {
        self.0.check(target)
    }
    fn sample(&self, y: &SVector<T, N>, target: &Target) -> Result<(T, SVector<T, N>), LossError> {
        self.0.sample(y, target)
    }
    fn batch<'t, const B: usize>(
        &self,
        y: &SMatrix<T, N, B>,
        targets: impl Targets<'t, Target>,
        divisor: f64,
        dy: &mut SMatrix<T, N, B>,
    ) -> Result<T, LossError>
    where
        Target: 't,
    {
        let value = self.0.batch(y, targets, divisor, dy)?;
        for slope in dy.iter_mut().filter(|slope| planted(slope.to_f64())) {
            *slope *= T::from_f64(1.001);
        }
        Ok(value)
    }
}

/// A loss on `y`, in f64 and exactly, of a batch that is whole or partial.
#[track_caller]
fn loss<E, Target, DualTarget, const N: usize, const B: usize>(
    loss: E,
    y: [[f64; N]; B],
    targets: &[Target],
    dual_targets: &[DualTarget],
) where
    Target: Leaf<Target = Target>,
    DualTarget: Leaf<Target = DualTarget>,
    E: core::fmt::Debug + SampleLoss<f64, N, Target> + SampleLoss<Dual64, N, DualTarget>,
{
    let (y, loss) = (SMatrix::from(y), BentLoss(loss));
    right(&loss, &y, targets, dual_targets);
}

#[track_caller]
fn right<E, Target, DualTarget, const N: usize, const B: usize>(
    loss: &E,
    y: &SMatrix<f64, N, B>,
    targets: &[Target],
    dual_targets: &[DualTarget],
) where
    E: core::fmt::Debug + Loss<SMatrix<f64, N, B>, Target, Value = f64>,
    E: Loss<SMatrix<Dual64, N, B>, DualTarget, Value = Dual64>,
{
    let report = gradcheck::check_loss(loss, y, targets).unwrap();
    good(report, DIFFERENCES, (loss, y));
    let report = gradcheck::exact_loss(loss, y, targets, dual_targets).unwrap();
    good(report, EXACT, (loss, y));
    let (value, _) = loss.gradient_of_first(y, targets).unwrap();
    assert!(value >= 0.0 && value.is_finite(), "{loss:?} of {y} is {value}");
}

fn dual<const N: usize>(t: &[[f64; N]]) -> Vec<[Dual64; N]> {
    t.iter().map(|t| t.map(Dual64::from_re)).collect()
}

/// Errors y − t at and around the kinks at 0, ±1 (and ±2), small, large and far.
const REGRESSION: ([[f64; 2]; 3], [[f64; 2]; 3]) =
    ([[1.0, -2.0], [0.5, 1e-9], [3.0, -1e30]], [[1.0, -3.0], [2.5, 0.0], [3.5, 0.0]]);

#[track_caller]
fn regression<E>(e: E)
where
    E: Copy + core::fmt::Debug + SampleLoss<f64, 2, [f64; 2]> + SampleLoss<Dual64, 2, [Dual64; 2]>,
{
    let (y, t) = REGRESSION;
    for n in 1..=3 {
        loss(e, y, &t[..n], &dual(&t[..n]));
    }
    // One error at a time, so that none hides behind the largest.
    for d in [0.0, 1e-9, -1e-9, 0.5, 0.999999, 1.0, 1.000001, -1.0, 2.0, -2.0, 50.0, -1e6] {
        let t = [[0.0, 0.25]];
        loss(e, [[d, 0.25 + d]], &t, &dual(&t));
    }
}

const LOGITS: [f64; 17] = [
    0.0, 1e-9, -1e-9, 1.0, -1.0, 5.0, -5.0, 20.0, -20.0, 40.0, -40.0, 700.0, -700.0, 800.0, -800.0,
    1e30, -1e30,
];

#[track_caller]
fn yes_or_no() {
    for z in LOGITS {
        for t in [0.0, 1.0, 0.25, 0.9] {
            loss(SigmoidCrossEntropy, [[z]], &[t], &[Dual64::from_re(t)]);
        }
        loss(SigmoidCrossEntropy, [[z]], &[true], &[true]);
        loss(SigmoidCrossEntropy, [[z, 1.0], [2.0, -z]], &[[false, true]], &[[false, true]]);
    }
}

/// Of logits and classes, or distributions.
#[track_caller]
fn classes<E>(e: E)
where
    E: Copy
        + core::fmt::Debug
        + SampleLoss<f64, 3, usize>
        + SampleLoss<Dual64, 3, usize>
        + SampleLoss<f64, 3, [f64; 3]>
        + SampleLoss<Dual64, 3, [Dual64; 3]>,
{
    for a in LOGITS {
        for b in LOGITS {
            let z = [[a, b, 1.0], [b, b, a]];
            for targets in [[0, 1], [2, 0], [1, 2]] {
                loss(e, z, &targets, &targets);
                loss(e, z, &targets[..1], &targets[..1]);
            }
            let t = [[0.25, 0.25, 0.5], [0.0, 0.75, 0.25]];
            loss(e, z, &t, &dual(&t));
        }
    }
}

/// Two probabilities, a distribution and its reverse.
const PROBABILITIES: [[[f64; 2]; 2]; 4] = [
    [[0.5, 0.5], [0.5, 0.5]],
    [[0.25, 0.75], [0.75, 0.25]],
    [[0.875, 0.125], [0.125, 0.875]],
    [[0.1, 0.9], [0.9, 0.1]],
];
const LIKELY: [[f64; 2]; 2] = [[0.25, 0.75], [1.0, 0.0]];

#[track_caller]
fn of_classes() {
    for y in PROBABILITIES {
        loss(CrossEntropy, y, &[0, 1], &[0, 1]);
        loss(CrossEntropy, y, &[1], &[1]);
        loss(CrossEntropy, y, &LIKELY, &dual(&LIKELY));
    }
}

#[track_caller]
fn of_yes_or_no() {
    for y in PROBABILITIES {
        loss(BinaryCrossEntropy, y, &LIKELY, &dual(&LIKELY));
        loss(BinaryCrossEntropy, y, &[[true, false]], &[[true, false]]);
    }
}

/// A test of each loss, and one that a wrong slope of it is seen, among those below 0 and above.
macro_rules! losses {
    ($($test:ident: $check:expr, $($planted:expr),+;)*) => {
        $(
            #[test]
            fn $test() {
                $check
            }
        )*

        #[test]
        fn a_wrong_slope_of_a_loss_is_seen_below_and_above_0() {
            $(sees(|| $check, &[$($planted),+]);)*
        }
    };
}
losses! {
    squared_error_sum: regression(SquaredErrorSum), BELOW_0, ABOVE_0;
    mean_squared_error: regression(MeanSquaredError), BELOW_0, ABOVE_0;
    mean_absolute_error: regression(MeanAbsoluteError), BELOW_0, ABOVE_0;
    huber: regression(Huber::new()), BELOW_0, [0.0, 0.49], ABOVE_0, [0.49, 0.51], [-0.51, -0.49];
    half_of_huber: regression(Scaled(Huber::new(), 0.5)), BELOW_0, ABOVE_0;
    huber_of_2: regression(Huber::delta(2.0)), BELOW_0, ABOVE_0;
    sigmoid_cross_entropy: yes_or_no(), BELOW_0, ABOVE_0;
    softmax_cross_entropy: classes(SoftmaxCrossEntropy), BELOW_0, ABOVE_0;
    smoothed_by_0: classes(SoftmaxCrossEntropy.smoothing(0.0)), BELOW_0, ABOVE_0;
    smoothed: classes(SoftmaxCrossEntropy.smoothing(0.1)), BELOW_0, ABOVE_0;
    smoothed_by_much: classes(SoftmaxCrossEntropy.smoothing(0.9)), BELOW_0, ABOVE_0;
    cross_entropy: of_classes(), BELOW_0;
    binary_cross_entropy: of_yes_or_no(), BELOW_0, ABOVE_0;
}

// What the documentation states.

/// Some logits, and a class for each column.
fn logits() -> (SMatrix<f64, 4, 3>, [usize; 3]) {
    let z = [[1.0, -2.0, 0.5, 3.0], [0.0, 0.0, 0.0, 0.0], [30.0, -1.0, 30.0, 2.0]];
    (SMatrix::from(z), [3, 1, 0])
}

#[test]
fn softmax_of_x_and_zero_is_sigmoid_of_x() {
    for x in POINTS {
        let p = Softmax.forward(&SVector::from([x, 0.0]));
        let sigmoid = Sigmoid.forward(&SVector::from([x]))[0];
        assert!((p[0] - sigmoid).abs() <= 1e-15 * sigmoid, "{x}: {} {sigmoid}", p[0]);
    }
}

#[test]
fn cross_entropy_is_the_negative_log_likelihood() {
    let (z, classes) = logits();
    let p = Softmax.forward(&z);
    let likelihood: f64 = (0..3).map(|sample| p[(classes[sample], sample)]).product();
    let plain = CrossEntropy.value(&p, &classes).unwrap();
    let fused = SoftmaxCrossEntropy.value(&z, &classes).unwrap();
    assert!((plain + likelihood.ln() / 3.0).abs() < 1e-14);
    assert!((fused - plain).abs() < 1e-14);

    let p = Sigmoid.forward(&z);
    let t = [[true, false, true, true]; 3];
    let plain = BinaryCrossEntropy.value(&p, &t).unwrap();
    let fused = SigmoidCrossEntropy.value(&z, &t).unwrap();
    assert!((fused - plain).abs() < 1e-13, "{fused} {plain}");
}

#[test]
fn the_gradient_of_softmax_cross_entropy_is_p_minus_t() {
    let (z, classes) = logits();
    let mut expected = Softmax.forward(&z);
    for (sample, class) in classes.into_iter().enumerate() {
        expected[(class, sample)] -= 1.0;
    }
    let (_, dz) = SoftmaxCrossEntropy.gradient(&z, &classes).unwrap();
    assert!((dz * 3.0 - expected).amax() < 1e-15);
}

#[test]
fn softmax_before_cross_entropy_has_the_fused_gradient() {
    let (z, classes) = logits();
    let p = Softmax.forward(&z);
    let (_, dp) = CrossEntropy.gradient(&p, &classes).unwrap();
    let dz = Softmax.backward_input(&z, &p, &Default::default(), &dp);
    let (_, fused) = SoftmaxCrossEntropy.gradient(&z, &classes).unwrap();
    assert!((dz - fused).amax() < 1e-14);
}

/// The laws of [`Loss`]: 0 where the prediction is certain and right, and never negative.
#[test]
fn a_loss_is_never_negative_and_zero_for_a_perfect_prediction() {
    fn targets<const N: usize>(t: impl Elements<f32, N> + Copy, y: [f32; N]) {
        let y = SVector::<f32, N>::from(y);
        assert_eq!(SquaredErrorSum.value(&y, &[t]), Ok(0.0));
        assert_eq!(MeanSquaredError.value(&y, &[t]), Ok(0.0));
        assert_eq!(MeanAbsoluteError.value(&y, &[t]), Ok(0.0));
        assert_eq!(Huber::new().value(&y, &[t]), Ok(0.0));
    }
    targets([0.25, -1e30], [0.25, -1e30]);
    targets(true, [1.0]);

    fn classes(t: impl Classes<f32, 3> + Copy) {
        for size in [200.0, 1e30, f32::MAX] {
            let z = SVector::from([-size, size, -size]);
            assert_eq!(SoftmaxCrossEntropy.value(&z, &[t]), Ok(0.0));
        }
        assert_eq!(CrossEntropy.value(&SVector::from([0.0, 1.0, 0.0]), &[t]), Ok(0.0));
    }
    classes(1);
    classes([0.0, 1.0, 0.0]);

    let z = SVector::<f32, 2>::from([1e30, -200.0]);
    assert_eq!(SigmoidCrossEntropy.value(&z, &[[true, false]]), Ok(0.0));
    assert_eq!(BinaryCrossEntropy.value(&SVector::from([1.0_f32, 0.0]), &[[true, false]]), Ok(0.0));

    let mut rng = generator(5);
    for _ in 0..10_000 {
        let size = 10f64.powf(20.0 * uniform(1.0, &mut rng));
        let z = SMatrix::<f32, 3, 2>::from_fn(|_, _| (size * uniform(1.0, &mut rng)) as f32);
        let value = SoftmaxCrossEntropy.value(&z, &[0, 2]).unwrap();
        assert!(value >= 0.0 && value.is_finite());
        let value = SigmoidCrossEntropy.value(&z, &[[0.25, 0.0, 1.0]; 2]).unwrap();
        assert!(value >= 0.0 && value.is_finite());
    }
}
