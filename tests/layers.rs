//! Every layer keeps the laws of `Forward` and `Backward`, and does what its page says at kinks, in
//! saturation and at infinity.

#[path = "repeat/mod.rs"]
mod repeat;

use constnet::parameters::{fill_zero, visit};
use constnet::prelude::*;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use repeat::{Repeat, Short};

const N: usize = 3;
const B: usize = 4;

fn rng(seed: u8) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::from_seed([seed; 32])
}

/// Numbers in [−limit, limit).
fn random<T: Scalar, const N: usize, const B: usize>(limit: f64, seed: u8) -> SMatrix<T, N, B> {
    let mut rng = rng(seed);
    SMatrix::from_fn(|_, _| {
        let unit = rng.next_u32() as f64 / 4_294_967_296.0;
        T::from_f64((2.0 * unit - 1.0) * limit)
    })
}

/// The bits of a number; all NaNs are alike.
fn bits<T: Scalar>(x: T) -> u64 {
    let x = x.to_f64();
    if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }
}

#[track_caller]
fn assert_same_bits<T: Scalar, const N: usize, const B: usize>(
    what: &str,
    left: &SMatrix<T, N, B>,
    right: &SMatrix<T, N, B>,
) {
    assert_eq!(left.map(bits), right.map(bits), "{what}: {left:?} {right:?}");
}

/// The gradient as one list.
fn numbers<T: Scalar, L>(layer: &L, gradient: &mut L::Gradient) -> Vec<f64>
where
    L: Parameters<Gradient: Only<T>> + Clone,
{
    let mut all = vec![];
    visit(&mut layer.clone(), gradient, [], |_, _, g: &mut [T], []| {
        all.extend(g.iter().map(|g| g.to_f64()));
    });
    all
}

/// The laws that a test can hold in any number type. `random` layers differ in training.
fn laws<T, L>(layer: &L)
where
    T: Scalar,
    L: Backward<SMatrix<T, N, B>, Output = SMatrix<T, N, B>>
        + Forward<SVector<T, N>, Output = SVector<T, N>>
        + Parameters<Gradient: Only<T>>
        + Clone,
{
    let name = L::NAME;
    let x = random::<T, N, B>(4.0, 1);
    let dy = random::<T, N, B>(2.0, 2);

    let y = Forward::<SMatrix<T, N, B>>::forward(layer, &x);
    let (trained, cache) = layer.forward_train(&x, &mut rng(3));
    assert_same_bits(name, &y, &trained);

    let mut both = L::Gradient::zeros();
    let dx = layer.backward(&x, &y, &cache, &dy, &mut both);
    assert_same_bits(name, &dx, &layer.backward_input(&x, &y, &cache, &dy));
    let mut alone = L::Gradient::zeros();
    layer.backward_parameters(&x, &y, &cache, &dy, &mut alone);
    let once = numbers::<T, L>(layer, &mut both);
    assert_eq!(once, numbers::<T, L>(layer, &mut alone), "{name}");

    layer.backward(&x, &y, &cache, &dy, &mut both);
    for (once, twice) in once.iter().zip(numbers::<T, L>(layer, &mut both)) {
        assert!((2.0 * once - twice).abs() <= 1e-5 * once.abs().max(1.0), "{name}: gradients add");
    }

    for b in 0..B {
        let column = Forward::<SVector<T, N>>::forward(layer, &x.column(b).into_owned());
        assert_same_bits(name, &column, &y.column(b).into_owned());
    }

    let mut x_nan = x;
    x_nan[(1, 2)] = T::from_f64(f64::NAN);
    let y_nan = Forward::<SMatrix<T, N, B>>::forward(layer, &x_nan);
    for b in 0..B {
        if b == 2 {
            assert!(y_nan.column(b).iter().any(|y| y.to_f64().is_nan()), "{name}: NaN in, NaN out");
        } else {
            assert_same_bits(name, &y_nan.column(b).into_owned(), &y.column(b).into_owned());
        }
    }
}

/// dx and the gradient against central differences of L = Σ dy∘f(x).
fn differences<L>(layer: &L)
where
    L: Backward<SMatrix<f64, N, B>, Output = SMatrix<f64, N, B>>
        + Parameters<Gradient: Only<f64>>
        + Clone,
{
    const H: f64 = 1e-6;
    let name = L::NAME;
    for limit in [1.0, 4.0, 30.0] {
        let x = random::<f64, N, B>(limit, 4);
        let dy = random::<f64, N, B>(1.0, 5);
        let loss = |layer: &L, x: &SMatrix<f64, N, B>| layer.forward(x).dot(&dy);
        let (y, cache) = layer.forward_train(&x, &mut rng(6));
        let mut gradient = L::Gradient::zeros();
        let dx = layer.backward(&x, &y, &cache, &dy, &mut gradient);
        for i in 0..N * B {
            let (mut above, mut below) = (x, x);
            above[i] += H;
            below[i] -= H;
            let expected = (loss(layer, &above) - loss(layer, &below)) / (2.0 * H);
            assert!((dx[i] - expected).abs() < 2e-7, "{name}: dx {} {expected}", dx[i]);
        }
        for (i, g) in numbers::<f64, L>(layer, &mut gradient).into_iter().enumerate() {
            let moved = |h: f64| {
                let (mut layer, mut next) = (layer.clone(), 0);
                visit(&mut layer, &mut L::Gradient::zeros(), [], |_, theta, _, []| {
                    for theta in theta {
                        *theta += if next == i { h } else { 0.0 };
                        next += 1;
                    }
                });
                loss(&layer, &x)
            };
            let expected = (moved(H) - moved(-H)) / (2.0 * H);
            assert!((g - expected).abs() < 1e-6, "{name}: parameter {i}: {g} {expected}");
        }
    }
}

fn dense<T: Scalar>() -> Dense<N, N, T> {
    Dense { weight: random(1.0, 7), bias: random(1.0, 8) }
}

/// A layer of sequences on two steps, of which the last counts.
fn of_two<C: Init>() -> (Repeat<2>, C, Last) {
    (Repeat, C::init(&mut rng(11)), Last)
}

/// A check of every layer that is not random.
macro_rules! every_layer {
    ($T:ty, $check:path) => {
        every_layer! { @each $check:
            Elu, FastSigmoid, FastTanh, Gelu, HardSigmoid, HardSwish, HardTanh, Identity,
            LeakyRelu, LeakyRelu::<Ratio<1, 4>>::new(), LogSoftmax, Relu, Sigmoid, Silu, Softmax,
            Clamp::<Ratio<-1, 2>, Ratio<5, 2>>::new(), Elu::<Ratio<3, 2>>::new(), Mish, Selu, Softsign,
            Softplus, Tanh, Dropout::<Ratio<0>>::new(), dense::<$T>(), Frozen(dense::<$T>()),
            LayerNorm::new(random::<$T, N, 1>(2.0, 9).into(), random::<$T, N, 1>(1.0, 10).into()),
            Residual(dense::<$T>()), Residual((dense::<$T>(), Tanh, dense::<$T>())),
            Residual(Residual(Frozen(dense::<$T>()))), Aligned((dense::<$T>(), Tanh)),
            Standardize::<N, $T>::new([1.0, 0.5, -2.0], [2.0, 0.25, 3.0]),
            Unstandardize::<N, $T>::new([1.0, 0.5, -2.0], [2.0, 0.25, 3.0]),
            (Standardize::<N, $T>::default(), Frozen(dense::<$T>()), Relu, dense::<$T>(), Softmax),
            (Fork((dense::<$T>(), Tanh)), Sum), (Fork((dense::<$T>(), (dense::<$T>(), Sigmoid))), Product),
            of_two::<Rnn<N, N, $T>>(), of_two::<Gru<N, N, $T>>(), of_two::<Lstm<N, N, $T>>(),
            of_two::<(Bidirectional<Lstm<N, N, $T>>, Sum)>(),
            (Short::<3, 2>, Padded(Rnn::<N, N, $T>::init(&mut rng(12))), Last),
            (Fork((Slice::<1, 2>, Slice::<0, 1>)), Concat::<3>),
            Affine::new(random::<$T, N, 1>(2.0, 9).into(), random::<$T, N, 1>(1.0, 10).into()),
            PRelu::new(random::<$T, N, 1>(2.0, 9).into()), GeluTanh, Normalize,
            (Unflatten::<1, 3, 1>::new(), MaxPool::<1, 2, 1, 3, (Stride<1>, Same)>::new(), Flatten::<3>::new()),
            (Unflatten::<1, 3, 1>::new(), AvgPool::<1, 2, 1, 3, (Stride<1>, Same)>::new(), Flatten::<3>::new()),
            (Unflatten::<1, 1, 3>::new(), ZeroPad::<3, 3>::new(), GlobalMaxPool),
            (Unflatten::<1, 1, 3>::new(), Last, Last),
            (Unflatten::<1, 3, 1>::new(), Conv2d::<1, 1, 1, 2, 1, 3, Same, 1, $T>::seeded(1), Flatten::<3>::new()),
            (
                (Unflatten::<1, 1, 3>::new(), Last), Conv1d::<3, 4, 2, 1, 3, $T>::seeded(2),
                WindowConv1d::<4, 3, 1, 1, Valid, 4, $T>::seeded(3), Last,
            ),
            (Unflatten::<1, 1, 3>::new(), ChannelDropout::<Ratio<0>>::new(), GlobalAvgPool),
        }
    };
    (@each $check:path: $($layer:expr),* $(,)?) => {
        $($check(&$layer);)*
    };
}

#[test]
fn laws_hold_in_f32() {
    every_layer!(f32, laws::<f32, _>);
}

#[test]
fn laws_hold_in_f64() {
    every_layer!(f64, laws::<f64, _>);
}

#[test]
fn gradients_are_those_of_differences() {
    every_layer!(f64, differences);
}

/// f(x) and f′(x)
fn at<T: Scalar, F: Elementwise>(f: F, x: f64) -> (f64, f64) {
    let x = T::from_f64(x);
    let y = f.value(x);
    (y.to_f64(), f.chain(x, y, T::one()).to_f64())
}

/// f and f′ at −∞ and at +∞, in both number types.
#[track_caller]
fn assert_at_infinity<F: Elementwise + Copy>(f: F, below: (f64, f64), above: (f64, f64)) {
    assert_eq!(
        (at::<f32, F>(f, f64::NEG_INFINITY), at::<f32, F>(f, f64::INFINITY)),
        (below, above)
    );
    assert_eq!(
        (at::<f64, F>(f, f64::NEG_INFINITY), at::<f64, F>(f, f64::INFINITY)),
        (below, above)
    );
}

#[test]
fn infinity_is_the_limit() {
    const INF: f64 = f64::INFINITY;
    assert_at_infinity(Elu, (-1.0, 0.0), (INF, 1.0));
    assert_at_infinity(FastSigmoid, (0.0, 0.0), (1.0, 0.0));
    assert_at_infinity(FastTanh, (-1.0, 0.0), (1.0, 0.0));
    assert_at_infinity(Gelu, (0.0, 0.0), (INF, 1.0));
    assert_at_infinity(GeluTanh, (0.0, 0.0), (INF, 1.0));
    assert_at_infinity(HardSigmoid, (0.0, 0.0), (1.0, 0.0));
    assert_at_infinity(HardSwish, (0.0, 0.0), (INF, 1.0));
    assert_at_infinity(HardTanh, (-1.0, 0.0), (1.0, 0.0));
    assert_at_infinity(Identity, (-INF, 1.0), (INF, 1.0));
    assert_at_infinity(LeakyRelu::<Ratio<1, 4>>::new(), (-INF, 0.25), (INF, 1.0));
    assert_at_infinity(Relu, (0.0, 0.0), (INF, 1.0));
    assert_at_infinity(Sigmoid, (0.0, 0.0), (1.0, 0.0));
    assert_at_infinity(Silu, (0.0, 0.0), (INF, 1.0));
    assert_at_infinity(Softplus, (0.0, 0.0), (INF, 1.0));
    assert_at_infinity(Tanh, (-1.0, 0.0), (1.0, 0.0));
}

#[test]
fn kinks_have_the_slope_of_pytorch() {
    for (x, relu, leaky) in
        [(-1.0, 0.0, 0.25), (-0.0, 0.0, 0.25), (0.0, 0.0, 0.25), (1.0, 1.0, 1.0)]
    {
        assert_eq!(at::<f64, _>(Relu, x).1, relu);
        assert_eq!(at::<f64, _>(LeakyRelu::<Ratio<1, 4>>::new(), x).1, leaky);
    }
    assert_eq!(at::<f64, _>(Elu, 0.0), (0.0, 1.0));
    for x in [-1.0, 1.0] {
        assert_eq!(at::<f64, _>(HardTanh, x), (x, 0.0));
    }
    assert_eq!(at::<f64, _>(HardSigmoid, -3.0), (0.0, 0.0));
    assert_eq!(at::<f64, _>(HardSigmoid, 3.0), (1.0, 0.0));
    // Softplus: what the linear part leaves out.
    let (below, _) = at::<f64, _>(Softplus, 20.0);
    let (above, slope) = at::<f64, _>(Softplus, 20.0_f64.next_up());
    assert!((below - above - (-20.0_f64).exp()).abs() < 1e-12);
    assert_eq!((above, slope), (20.0_f64.next_up(), 1.0));
}

/// A slope that is 0 by definition is 0 whatever comes from above.
#[test]
fn a_closed_gate_stops_nan_and_infinity() {
    for dy in [f64::NAN, f64::INFINITY] {
        assert_eq!(Relu.chain(-1.0, 0.0, dy), 0.0);
        assert_eq!(HardTanh.chain(2.0, 1.0, dy), 0.0);
        assert_eq!(HardSigmoid.chain(4.0, 1.0, dy), 0.0);
        assert_eq!(HardSwish.chain(-4.0, 0.0, dy), 0.0);
    }
}

#[track_caller]
fn assert_close(value: f64, expected: f64, relative: f64) {
    assert!((value - expected).abs() <= relative * expected.abs(), "{value:e} is not {expected:e}");
}

#[test]
fn the_sigmoid_keeps_both_tails() {
    for x in [20.0, 90.0, 200.0, 700.0] {
        let tail = f64::exp(-x);
        let (y, slope) = at::<f64, _>(Sigmoid, -x);
        assert_close(y, tail, 3e-9);
        assert_close(slope, tail, 5e-9);
        assert_close(at::<f64, _>(Sigmoid, x).1, tail, 5e-9);
    }
    // In f32, e⁻⁹⁰ is below the normal numbers and e⁻²⁰⁰ is 0.
    for x in [-90.0, 90.0] {
        assert_close(at::<f32, _>(Sigmoid, x).1, f64::exp(-90.0), 1e-4);
    }
    assert_close(at::<f32, _>(Sigmoid, -90.0).0, f64::exp(-90.0), 1e-4);
    assert_eq!(
        (at::<f32, _>(Sigmoid, -200.0), at::<f32, _>(Sigmoid, 200.0)),
        ((0.0, 0.0), (1.0, 0.0))
    );
}

#[test]
fn values_far_out_are_right() {
    // x·σ(x) = −x·e^x/(1 + e^x)
    assert_close(at::<f64, _>(Silu, -200.0).0, -200.0 * f64::exp(-200.0), 1e-13);
    assert_close(at::<f64, _>(Silu, -200.0).1, -199.0 * f64::exp(-200.0), 1e-13);
    assert_eq!(at::<f64, _>(Silu, 200.0), (200.0, 1.0));
    assert_close(at::<f64, _>(Elu, -30.0).1, f64::exp(-30.0), 1e-14);
    assert_close(at::<f64, _>(Softplus, -200.0).0, f64::exp(-200.0), 1e-13);
    assert_eq!(at::<f32, _>(Gelu, -1e30), (0.0, 0.0));
    assert_eq!(at::<f32, _>(Gelu, 1e30), (f64::from(1e30_f32), 1.0));
}

#[test]
fn gelu_is_the_exact_form() {
    // x·Φ(x) and Φ(x) + x·φ(x); the form by tanh gives 0.841192 at 1.
    for (x, y, slope) in [
        (1.0, 0.841_344_746_068_542_9, 1.083_315_470_587_686_4),
        (-1.0, -0.158_655_253_931_457_05, -0.083_315_470_587_686_35),
        (2.5, 2.484_475_836_685_560_8, 1.037_611_085_908_145),
    ] {
        assert_close(at::<f64, _>(Gelu, x).0, y, 1e-14);
        assert_close(at::<f64, _>(Gelu, x).1, slope, 1e-13);
        assert_close(at::<f32, _>(Gelu, x).0, y, 1e-6);
    }
}

#[test]
fn softmax_takes_every_finite_logit() {
    let y = Softmax.forward(&SVector::from([f32::MAX, -f32::MAX, 0.0]));
    assert_eq!(y, SVector::from([1.0, 0.0, 0.0]));
    let ties = Softmax.forward(&SVector::from([f32::MAX, f32::MAX, -f32::MAX]));
    assert_eq!(ties, SVector::from([0.5, 0.5, 0.0]));
    let low = Softmax.forward(&SVector::from([-f32::MAX; 4]));
    assert_eq!(low, SVector::from([0.25; 4]));
    let masked = Softmax.forward(&SVector::from([f32::NEG_INFINITY, 3.0]));
    assert_eq!(masked, SVector::from([0.0, 1.0]));
    assert!(Softmax.forward(&SVector::from([f32::INFINITY, 0.0])).iter().all(|y| y.is_nan()));
    assert!(Softmax.forward(&SVector::from([f32::NEG_INFINITY; 2])).iter().all(|y| y.is_nan()));
    for first in [f32::NAN, 1.0] {
        let y = Softmax.forward(&SVector::from([first, f32::NAN, 1.0]));
        assert!(y.iter().all(|y| y.is_nan()));
    }
}

#[test]
fn log_softmax_takes_every_finite_logit() {
    let y = LogSoftmax.forward(&SVector::from([1e30_f32, -1e30, 0.0]));
    assert_eq!(y, SVector::from([0.0, -2e30, -1e30]));
    let masked = LogSoftmax.forward(&SVector::from([f32::NEG_INFINITY, 3.0]));
    assert_eq!(masked, SVector::from([f32::NEG_INFINITY, 0.0]));
    assert!(LogSoftmax.forward(&SVector::from([f32::INFINITY, 0.0])).iter().all(|y| y.is_nan()));
    let x = random::<f64, 5, 3>(10.0, 11);
    let difference = LogSoftmax.forward(&x).map(f64::exp) - Softmax.forward(&x);
    assert!(difference.amax() < 1e-15);
}

#[test]
fn softmax_of_x_and_0_is_the_sigmoid() {
    for x in [-200.0, -90.0, -3.0, -0.1, 0.0, 1.0, 17.0, 90.0, 200.0] {
        let y = Softmax.forward(&SVector::from([x, 0.0]));
        assert_close(y[0], at::<f64, _>(Sigmoid, x).0, 1e-15);
        assert_close(y[1], at::<f64, _>(Sigmoid, -x).0, 1e-15);
    }
}

#[test]
fn only_probabilities_say_so() {
    fn probabilities<L: Backward<SVector<f32, 2>>>(_: L) -> bool {
        L::PROBABILITIES
    }
    assert!(probabilities(Sigmoid) && probabilities(FastSigmoid) && probabilities(HardSigmoid));
    assert!(probabilities(Softmax) && probabilities((Tanh, Softmax)));
    assert!(probabilities(Frozen((Relu, Sigmoid))));
    assert!(!probabilities(Tanh) && !probabilities(LogSoftmax) && !probabilities((Softmax, Relu)));
    assert!(!probabilities(Residual(Softmax)));
}

#[test]
fn layer_norm_of_odd_columns() {
    let layer = LayerNorm::new([2.0_f32; 4], [0.5; 4]);
    // No deviation, and squares that overflow: the bias alone.
    assert_eq!(layer.forward(&SVector::from([7.0; 4])), SVector::from([0.5; 4]));
    let large = SVector::from([1e25, -1e25, 3e25, 0.0]);
    assert_eq!(layer.forward(&large), SVector::from([0.5; 4]));
    assert!(
        layer.forward(&SVector::from([f32::INFINITY, 0.0, 0.0, 0.0])).iter().all(|y| y.is_nan())
    );
    // A mean far larger than the deviation: mean square minus squared mean would cancel in f32.
    let offset = layer.forward(&SVector::from([10_000.0, 10_001.0, 10_002.0, 10_003.0]));
    let centred = layer.forward(&SVector::from([-1.5, -0.5, 0.5, 1.5]));
    assert_eq!(offset, centred);
}

#[test]
fn dropout_drops_its_rate_and_keeps_the_mean() {
    let x = SMatrix::<f32, 100, 100>::from_element(1.0);
    let (y, kept) = Dropout::<Ratio<1, 5>>::new().forward_train(&x, &mut rng(12));
    let count = kept.iter().filter(|kept| **kept).count();
    // 10,000 draws of 4/5: 8,000, with a standard deviation of 40.
    assert!((count as f64 - 8000.0).abs() < 160.0, "{count}");
    assert!(y.iter().zip(&kept).all(|(&y, &kept)| y == if kept { 1.25 } else { 0.0 }));
    assert_eq!(Dropout::<Ratio<1, 5>>::new().forward_train(&x, &mut rng(12)), (y, kept));
    assert_ne!(Dropout::<Ratio<1, 5>>::new().forward_train(&x, &mut rng(13)).1, kept);

    let dy = random::<f32, 100, 100>(1.0, 14);
    let dx = Dropout::<Ratio<1, 5>>::new().backward_input(&x, &y, &kept, &dy);
    assert_eq!(dx, dy.component_mul(&y));
}

#[test]
fn dropout_hides_no_nan_in_training() {
    let x = SVector::<f32, 64>::from_element(f32::NAN);
    assert!(Dropout.forward_train(&x, &mut rng(15)).0.iter().all(|y| y.is_nan()));
}

#[test]
fn wrappers_add_no_level_to_names() {
    use constnet::parameters::NodeKind;
    let nodes = <Residual<Frozen<Dense<3, 3>>>>::LAYOUT;
    let NodeKind::Branch { layer: "Frozen", nodes: inside, .. } = nodes[0].kind else { panic!() };
    let NodeKind::Branch { layer: "Dense", nodes: dense, .. } = inside[0].kind else { panic!() };
    assert_eq!((nodes[0].name, inside[0].name), ("", ""));
    assert_eq!((dense[0].name, dense[1].name), ("weight", "bias"));
    assert_eq!(<Residual<Frozen<Dense<3, 3>>>>::COUNT, 12);
}

#[test]
fn what_is_frozen_is_not_visited() {
    type Net = (Standardize<3>, Frozen<Dense<3, 3>>, Residual<(Dense<3, 3>, Relu)>, LayerNorm<3>);
    let mut net = Net::init(&mut rng(16));
    let mut gradient = <Net as Parameters>::Gradient::zeros();
    let mut visited = vec![];
    visit(&mut net, &mut gradient, [], |leaf, theta: &mut [f32], g, []| {
        visited.push((leaf, theta.len()));
        assert_eq!(theta.len(), g.len());
    });
    assert_eq!(visited, [(4, 9), (5, 3), (6, 3), (7, 3)]);
    assert_eq!(Net::COUNT, 6 + 12 + 12 + 6);
    fill_zero(&mut gradient);
}

#[test]
fn initial_values_are_the_identity_where_there_is_one() {
    let net = <(Standardize<3>, LayerNorm<3>, Unstandardize<3>)>::init(&mut rng(17));
    assert_eq!(net.0, Standardize::default());
    assert_eq!(net.1, LayerNorm::default());
    assert_eq!(net.2, Unstandardize::default());
    let x = SVector::from([1.0, -2.0, 3.0]);
    assert_eq!((net.0.forward(&x), net.2.forward(&x)), (x, x));
}

#[test]
fn standardize_and_its_inverse() {
    let data: Vec<SVector<f64, 2>> =
        (0..100).map(|i| SVector::from([f64::from(i), 1e6 + 1e-3 * f64::from(i * i)])).collect();
    let (mut there, mut back) = (Standardize::default(), Unstandardize::default());
    there.fit(&data).unwrap();
    back.fit(&data).unwrap();
    let (mut sum, mut squares) = (SVector::zeros(), SVector::zeros());
    for x in &data {
        let y = there.forward(x);
        sum += y;
        squares += y.component_mul(&y);
        assert!((back.forward(&y) - x).amax() < 1e-9);
    }
    assert!(sum.amax() < 1e-6, "{sum}");
    assert!((squares / 100.0 - SVector::from([1.0, 1.0])).amax() < 1e-9, "{squares}");
}

#[test]
fn debug_shows_shapes_and_counts() {
    let shown = |value: &dyn std::fmt::Debug| format!("{value:?}");
    assert_eq!(shown(&LayerNorm::<64>::default()), "LayerNorm<64> (128 parameters)");
    assert_eq!(shown(&Standardize::<4>::default()), "Standardize<4> (8 parameters, not trained)");
    assert_eq!(shown(&Frozen(dense::<f32>())), "Frozen(Dense<3, 3> (12 parameters))");
    assert_eq!(
        shown(&Residual((dense::<f32>(), Relu))),
        "Residual((Dense<3, 3> (12 parameters), Relu))"
    );
    assert_eq!(shown(&(LeakyRelu, Dropout)), "(LeakyRelu<0.01>, Dropout<0.5>)");
    assert_eq!(shown(&(Elu, HardSigmoid, Relu6)), "(Elu, HardSigmoid, Clamp<0, 6>)");
    constant!(Tiny = 1e-12);
    let layers =
        (Elu::<Ratio<-3>>::new(), HardSigmoid::<Ratio<1, 5>>::new(), Dropout::<Tiny>::new());
    assert_eq!(shown(&layers), "(Elu<-3>, HardSigmoid<0.2, 0.5>, Dropout<1e-12>)");
    assert_eq!(shown(&LayerNorm::<4, f32, Tiny>::zeros()), "LayerNorm<4, 1e-12> (8 parameters)");
    assert_eq!(shown(&(Softmax, LogSoftmax, Silu)), "(Softmax, LogSoftmax, Silu)");
}

#[test]
fn wrappers_initialise_what_is_inside_as_it_would_be_alone() {
    let alone = Dense::<3, 3>::init(&mut rng(1));
    assert!(alone.weight.amin() > 0.0);
    let frozen = Frozen::<Dense<3, 3>>::init(&mut rng(1));
    let residual = Residual::<Dense<3, 3>>::init(&mut rng(1));
    assert_eq!((frozen.0.weight, residual.0.weight), (alone.weight, alone.weight));
}
