//! Gradients of 80 generated network types, each with a loss behind it: every kind of layer meets
//! every loss, in batches of one to four.
//!
//! The types in `generated/stacks.rs` are written by `generated/generator.rs`. Each is checked at random
//! points, 5 in a plain run and as many more as `CONSTNET_DRAWS` asks for: parameters and inputs, dual
//! numbers and differences. Each draw has three companions: *at* the kinks (whole numbers, so that sums
//! are whole numbers too), a hair beside them, and far beyond them. Those are compared with dual numbers
//! alone: where several units stand at a kink at once, a difference goes over some of them upwards and
//! over others downwards, and the slope at the point need not lie between its two sides. Single layers
//! at their kinks are measured by differences in `tests/gradients.rs`.

use constnet::by_propagate;
use constnet::dual::Dual64;
use constnet::gradcheck::{self, Report};
use constnet::nalgebra::SMatrix;
use constnet::parameters::{self, Node, NodeKind, for_each_mut};
use constnet::pass::{Dx, Sink};
use constnet::prelude::*;
use constnet::rand::Rng;
use constnet::random::{below, generator, uniform};
use core::marker::PhantomData;

#[path = "generated/generator.rs"]
mod generated;
#[path = "repeat/mod.rs"]
mod repeat;
use repeat::{Repeat, Short};

/// Of the gradient's scale, against dual numbers.
const EXACT: f64 = 1e-10;
/// Of the gradient's scale, against differences.
const DIFFERENCES: f64 = 1e-7;

/// A network and its loss as one layer with one output, L: a check of it covers the whole chain.
struct Scored<Net, Wanted, E> {
    net: Net,
    targets: Wanted,
    loss: PhantomData<E>,
}
parameters! {
    [Net: Parameters, Wanted: Parameters, E: Setting + 'static] Scored<Net, Wanted, E> as Net, Wanted
        => Scored<Net::Gradient, Wanted::Gradient, E> {
        net: inside,
        targets: layer,
        loss: marker,
    }
}

/// One target for each sample; stored with the network, not trained.
struct Targets<const M: usize, const B: usize, T> {
    target: SMatrix<T, M, B>,
}
parameters! {
    [const M: usize, const B: usize, T: Scalar] Targets<M, B, T> as T => () { target: matrix }
}

/// A loss with the settings that it is checked with.
trait Setting: Send + Sync {
    const LOSS: Self;
}
macro_rules! settings {
    ($($E:ty: $loss:expr;)*) => {$(
        impl Setting for $E { const LOSS: Self = $loss; }
    )*};
}
settings! {
    SquaredErrorSum: SquaredErrorSum;
    MeanSquaredError: MeanSquaredError;
    MeanAbsoluteError: MeanAbsoluteError;
    Huber: Huber::new();
    Scaled<Huber>: Scaled(Huber::new(), 0.5);
    SoftmaxCrossEntropy: SoftmaxCrossEntropy;
    SmoothedCrossEntropy: SoftmaxCrossEntropy.smoothing(0.1);
    SigmoidCrossEntropy: SigmoidCrossEntropy;
    CrossEntropy: CrossEntropy;
    BinaryCrossEntropy: BinaryCrossEntropy;
}

impl<Net, E, T, const N: usize, const M: usize, const B: usize> Forward<SMatrix<T, N, B>>
    for Scored<Net, Targets<M, B, T>, E>
where
    T: Scalar,
    Net: Forward<SMatrix<T, N, B>, Output = SMatrix<T, M, B>>,
    E: Setting + Loss<SMatrix<T, M, B>, [T; M], Value = T>,
{
    type Output = SMatrix<T, 1, 1>;

    fn forward(&self, x: &SMatrix<T, N, B>) -> Self::Output {
        SMatrix::from([[E::LOSS.value(&self.net.forward(x), self.targets()).unwrap()]])
    }
}

impl<Net, E, T: Scalar, const M: usize, const B: usize> Scored<Net, Targets<M, B, T>, E> {
    fn targets(&self) -> &[[T; M]] {
        &self.targets.target.data.0
    }
}

impl<Net, E, T, const N: usize, const M: usize, const B: usize> Backward<SMatrix<T, N, B>>
    for Scored<Net, Targets<M, B, T>, E>
where
    T: Scalar,
    Net: Backward<SMatrix<T, N, B>, Output = SMatrix<T, M, B>>,
    E: Setting + Loss<SMatrix<T, M, B>, [T; M], Value = T> + 'static,
{
    /// The network's output and cache, and ∂L/∂y.
    type Cache = (SMatrix<T, M, B>, Net::Cache, SMatrix<T, M, B>);

    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &SMatrix<T, N, B>,
        rng: &mut R,
    ) -> (Self::Output, Self::Cache) {
        let (y, cache) = self.net.forward_train(x, rng);
        let (value, dy) = E::LOSS.gradient(&y, self.targets()).unwrap();
        (SMatrix::from([[value]]), (y, cache, dy))
    }

    fn propagate<S: Sink<Self::Gradient>, D: Dx>(
        &self,
        x: &SMatrix<T, N, B>,
        _: &Self::Output,
        (y, cache, dy): &Self::Cache,
        dloss: &Self::Output,
        mut sink: S,
    ) -> D::Of<SMatrix<T, N, B>> {
        let (dy, part) = (dy.map(|dy| dy * dloss[0]), sink.part(|gradient| &mut gradient.net));
        self.net.propagate::<_, D>(x, y, cache, &dy, part)
    }

    by_propagate! { SMatrix<T, N, B> }
}

/// Where a draw lies.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    /// Numbers in ±1, inputs in ±3: from no kink to the other side of most.
    Anywhere,
    /// Whole numbers: sums of products are whole numbers, where the kinks are.
    AtKinks,
    /// A hair to one side of them.
    BesideKinks,
    /// Inputs of thousands.
    FarBeyond,
}

impl Place {
    fn parameter(self, rng: &mut impl Rng) -> f64 {
        match self {
            Self::Anywhere => uniform(1.0, rng),
            _ => below(3, rng) as f64 - 1.0,
        }
    }

    fn input(self, rng: &mut impl Rng) -> f64 {
        let whole = |rng: &mut _| below(7, rng) as f64 - 3.0;
        match self {
            Self::Anywhere => uniform(3.0, rng),
            Self::AtKinks => whole(rng),
            Self::BesideKinks => whole(rng) + uniform(1e-9, rng),
            Self::FarBeyond => 1e3 * whole(rng),
        }
    }
}

/// The names of all tensors, in the order of the layout.
fn names(nodes: &[Node]) -> Vec<&'static str> {
    let name = |node: &Node| match node.kind {
        NodeKind::Leaf(_) => vec![node.name],
        NodeKind::Branch { nodes, .. } => names(nodes),
    };
    nodes.iter().flat_map(name).collect()
}

/// One draw of all numbers, and what the checks say of it.
#[allow(clippy::extra_unused_type_parameters, reason = "sizes that the types follow from")]
fn draw<Net, Dual, E, const N: usize, const B: usize, const M: usize>(
    place: Place,
    seed: u64,
) -> (Report, Option<Report>)
where
    Net: Parameters<Gradient: Only<f64>> + Only<f64>,
    Dual: Parameters<Gradient: Only<Dual64>> + Only<Dual64>,
    Net: Backward<SMatrix<f64, N, B>, Output = SMatrix<f64, M, B>>,
    Dual: Backward<SMatrix<Dual64, N, B>, Output = SMatrix<Dual64, M, B>>,
    E: Setting + 'static,
    E: Loss<SMatrix<f64, M, B>, [f64; M], Value = f64>,
    E: Loss<SMatrix<Dual64, M, B>, [Dual64; M], Value = Dual64>,
{
    type Whole<Net, E, T, const M: usize, const B: usize> = Scored<Net, Targets<M, B, T>, E>;

    let rng = &mut generator(seed);
    let mut net = Whole::<Net, E, f64, M, B>::zeros();
    let names = names(<Whole<Net, E, f64, M, B>>::LAYOUT);
    for_each_mut(&mut net, |leaf, _, numbers: &mut [f64]| match names[leaf] {
        // What `Standardize` divides by.
        "deviation" => numbers.fill_with(|| 0.5 + below(4, rng) as f64),
        // A distribution over the outputs of each sample, which every loss takes.
        "target" => numbers.as_chunks_mut::<M>().0.iter_mut().for_each(|target| {
            *target = [0.0; M];
            target[below(M as u64, rng) as usize] += 0.75;
            target[below(M as u64, rng) as usize] += 0.25;
        }),
        _ => numbers.fill_with(|| place.parameter(rng)),
    });
    let mut numbers = vec![0.0; <Whole<Net, E, f64, M, B>>::COUNT];
    parameters::copy_to_slice(&net, &mut numbers).unwrap();
    let numbers: Vec<Dual64> = numbers.into_iter().map(Dual64::from_re).collect();
    let mut dual = Whole::<Dual, E, Dual64, M, B>::zeros();
    parameters::copy_from_slice(&mut dual, &numbers).unwrap();

    let x = SMatrix::from_fn(|_, _| place.input(rng));
    let exact = gradcheck::exact(&mut net, &mut dual, &x, seed);
    let differences = (place == Place::Anywhere).then(|| gradcheck::check(&mut net, &x, seed));
    (exact, differences)
}

/// Random points for each type.
fn draws() -> u64 {
    let together = std::env::var("CONSTNET_DRAWS").ok().and_then(|draws| draws.parse().ok());
    let types = (generated::LOSSES.len() * generated::STACKS) as u64;
    together.unwrap_or(400_u64).div_ceil(types)
}

/// The largest error relative to the largest number in the whole gradient, of inputs and parameters:
/// where almost nothing comes through to the inputs, what does is roundings of what cancelled. And
/// where almost nothing is left of the whole, it is a difference of probabilities near 1.
fn error(report: &Report) -> f64 {
    let Report { input, parameters, laws } = report;
    let distance = input.distance.max(parameters.distance);
    let scale = input.scale.max(parameters.scale).max(1e-5);
    let relative = distance / scale;
    if relative.is_nan() { f64::INFINITY } else { relative.max(*laws) }
}

/// Draws at every place: the first that is wrong.
///
/// Duals divide by way of the reciprocal, which may round to the other side of a kink than f64 does:
/// behind a softmax of two, p₁ + p₂ − 1 is a rounding, and a kink. And thousands that cancel leave
/// roundings. So of the three companions of each draw one in twelve need not agree.
fn first_wrong(
    draws: u64,
    draw: impl Fn(Place, u64) -> (Report, Option<Report>),
) -> Option<(Place, u64, Report)> {
    let mut may_stand_apart = 1 + draws / 4;
    for seed in 0..draws {
        for place in [Place::Anywhere, Place::AtKinks, Place::BesideKinks, Place::FarBeyond] {
            let (exact, differences) = draw(place, seed);
            let good = |report: &Report, bound| error(report) <= bound;
            if let Some(differences) = differences.filter(|found| !good(found, DIFFERENCES)) {
                return Some((place, seed, differences));
            }
            if !good(&exact, EXACT) {
                if place == Place::Anywhere || may_stand_apart == 0 {
                    return Some((place, seed, exact));
                }
                may_stand_apart -= 1;
            }
        }
    }
    None
}

/// A test for each loss, of the stacks before it.
macro_rules! stacks {
    ($test:ident, $loss:ty, $T:ident => $($in:literal x $batch:literal => $net:ty => $out:literal;)*) => {
        #[test]
        fn $test() {
            $({
                type Net<$T> = $net;
                let draw = draw::<Net<f64>, Net<Dual64>, $loss, $in, $batch, $out>;
                if let Some((place, seed, report)) = first_wrong(draws(), draw) {
                    panic!("{} {place:?}, seed {seed}: {report}", stringify!($net));
                }
            })*
        }
    };
}
include!("generated/stacks.rs");

/// The stacks are the generator's, to the byte.
#[test]
fn the_stacks_are_what_the_generator_writes() {
    let written = generated::write(generated::SEED);
    if std::env::var_os("CONSTNET_WRITE").is_some() {
        std::fs::write("tests/generated/stacks.rs", &written).unwrap();
    }
    assert_eq!(include_str!("generated/stacks.rs"), written);
    assert_ne!(generated::write(generated::SEED + 1), written);
}

/// A `Tanh` with a slope that is wrong by a ten thousandth, as a negative control.
#[derive(Clone, Copy)]
struct Planted;

impl Elementwise for Planted {
    fn value<T: Scalar>(&self, x: T) -> T {
        x.tanh()
    }
    fn chain<T: Scalar>(&self, _: T, y: T, dy: T) -> T {
        T::from_f64(1.0 + 1e-4) * (T::one() - y * y) * dy
    }
}
elementwise! { [] Planted }

#[test]
fn a_planted_wrong_slope_is_found() {
    type Right<T> = (Dense<3, 3, T>, Tanh, Dense<3, 2, T>);
    type Wrong<T> = (Dense<3, 3, T>, Planted, Dense<3, 2, T>);
    type E = SoftmaxCrossEntropy;
    assert!(first_wrong(1, draw::<Right<f64>, Right<Dual64>, E, 3, 2, 2>).is_none());
    let draw = draw::<Wrong<f64>, Wrong<Dual64>, E, 3, 2, 2>;
    assert!(first_wrong(1, draw).is_some());
    let (exact, differences) = draw(Place::Anywhere, 1);
    let found = [error(&exact), error(&differences.unwrap())];
    assert!(found.iter().all(|error| (1e-6..1e-4).contains(error)), "{found:?}");
}

/// Every kind of layer stands before every loss.
#[test]
fn every_layer_meets_every_loss() {
    let file = include_str!("generated/stacks.rs");
    for (test, ..) in generated::LOSSES {
        let stacks = file.split_once(test).unwrap().1.split_once("\n}").unwrap().0;
        for kind in generated::kinds() {
            let found = match kind {
                "Stack" => stacks.contains(", (") || stacks.contains("(("),
                name => stacks
                    .match_indices(name)
                    .any(|(at, _)| !stacks[..at].ends_with(char::is_alphanumeric)),
            };
            assert!(found, "{test}: no {kind}");
        }
    }
}
