//! Streams: the laws of `Stream`, for the library's layers and for a stranger's.

use constnet::{
    StreamTrain, Unstandardize, Value,
    nalgebra::ArrayStorage,
    parameters,
    pass::{Accumulate, Wanted},
    prelude::*,
    rand::{Rng, RngExt},
    stream::{Hidden, Run, Running},
    training::{FitError, Set},
};
use std::fmt::Debug;

/// A leaky integrator with one decay, as a user would write it: s ← a·s + x, y = s.
#[derive(Debug, Clone, PartialEq)]
struct Leak<T = f32> {
    a: SVector<T, 1>,
}
parameters! { [W: Weight] Leak<W> as W { a: vector } }

impl<T: Scalar> Init for Leak<T> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {
        self.a[0] = T::from_f64(0.75);
    }
}

type M<T, const N: usize, const B: usize> = SMatrix<T, N, B>;

impl<T: Scalar, const N: usize, const B: usize> Stream<M<T, N, B>> for Leak<T> {
    type State = Hidden<N, B, T>;
    type Output = M<T, N, B>;

    fn step(&self, state: &mut Hidden<N, B, T>, x: &M<T, N, B>) -> M<T, N, B> {
        let a = self.a[0];
        state.h.zip_mut(x, |h, x| *h = a * *h + x);
        state.h
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> Stream<[M<T, N, B>; L]>
    for Leak<T>
{
    type State = Hidden<N, B, T>;
    type Output = [M<T, N, B>; L];

    fn step(&self, state: &mut Hidden<N, B, T>, x: &[M<T, N, B>; L]) -> [M<T, N, B>; L] {
        (*x).map(|x| self.step(state, &x))
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> Forward<[M<T, N, B>; L]>
    for Leak<T>
{
    type Output = [M<T, N, B>; L];

    fn forward(&self, x: &[M<T, N, B>; L]) -> [M<T, N, B>; L] {
        self.step(&mut State::rest(), x)
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> StreamTrain<[M<T, N, B>; L]>
    for Leak<T>
{
    fn train_from<R: Rng + ?Sized>(
        &self,
        state: &mut Hidden<N, B, T>,
        x: &[M<T, N, B>; L],
        _: &mut R,
    ) -> ([M<T, N, B>; L], M<T, N, B>) {
        let before = state.h;
        (self.step(state, x), before)
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> Backward<[M<T, N, B>; L]>
    for Leak<T>
{
    /// The state before the first step.
    type Cache = M<T, N, B>;

    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &[M<T, N, B>; L],
        rng: &mut R,
    ) -> ([M<T, N, B>; L], M<T, N, B>) {
        self.train_from(&mut State::rest(), x, rng)
    }

    fn backward_input(
        &self,
        _: &[M<T, N, B>; L],
        _: &[M<T, N, B>; L],
        _: &M<T, N, B>,
        dy: &[M<T, N, B>; L],
    ) -> [M<T, N, B>; L] {
        let mut dx = *dy;
        let mut later = M::<T, N, B>::zeros();
        for dx in dx.iter_mut().rev() {
            dx.zip_mut(&later, |dx, later| *dx += self.a[0] * later);
            later = *dx;
        }
        dx
    }

    fn backward_parameters(
        &self,
        x: &[M<T, N, B>; L],
        y: &[M<T, N, B>; L],
        before: &M<T, N, B>,
        dy: &[M<T, N, B>; L],
        gradient: &mut Self,
    ) {
        let ds = self.backward_input(x, y, before, dy);
        for (t, ds) in ds.iter().enumerate() {
            let before = if t == 0 { before } else { &y[t - 1] };
            ds.iter().zip(before).for_each(|(&ds, &before)| gradient.a[0] += ds * before);
        }
    }
}

/// A stranger's layer without memory, for all shapes.
struct Half;
parameters! { [] Half {} }
impl<V: Value<Number = f32>> Forward<V> for Half {
    type Output = V;
    fn forward(&self, x: &V) -> V {
        let mut y = *x;
        y.for_each_mut(|y| *y *= 0.5);
        y
    }
}
impl Stateless for Half {}

/// A stranger's wrapper forwards the state: y = L(−x).
struct Negated<L>(L);
impl<L: Stream<M<f32, N, B>>, const N: usize, const B: usize> Stream<M<f32, N, B>> for Negated<L> {
    type State = L::State;
    type Output = L::Output;
    fn step(&self, state: &mut L::State, x: &M<f32, N, B>) -> L::Output {
        self.0.step(state, &-x)
    }
}

network!(Amp: [1; _] => (Dense<1, 4>, Leak, Tanh, Residual<(Leak, Dense<4, 4>)>, Dense<4, 1>) => [1; _]);
network!(Wrapped: [2; _] => (Aligned<(Dense<2, 3>, Leak)>, Frozen<(Leak, LayerNorm<3>)>, Fork<(Leak, Relu)>, Sum) => [3; _]);
network!(Decides: [2; _] => (Dense<2, 3>, Leak, Last, Dense<3, 2>) => 2);
network!(Named: [2; _] => { wide: Dense<2, 3>, slow: Leak, out: Dense<3, 1> } => [1; _]);

graph! {
    struct Echo<const H: usize>: [2; _] => ([1; _], [H; _]) {
        wide: Dense<2, H>,
        slow: Leak,
        narrow: (Concat<4>, Dense<4, 1>),
        scale: Tanh,
    }
    |x| {
        w = wide(x);
        // The weights of `slow` are there once; it remembers for each call.
        a = slow(w);
        b = slow(a);
        n = narrow(x, x);
        (scale(n), b)
    }
}
graph! {
    struct Mixer: ([1; _], [2; _]) => [2; _] {
        slow: Leak,
        wide: Dense<1, 2>,
        sum: Sum,
    }
    |a, b| {
        c = wide(a);
        d = slow(b);
        sum(c, d)
    }
}
network!(Nested: [2; _] => (Echo<2>, Mixer, Leak) => [2; _]);

network!(Cells: [1; _] => (Lstm<1, 4>, Conv1d<4, 3, 2, 2>, Gru<3, 4>, Rnn<4, 3>, Dense<3, 1>) => [1; _]);

/// Numbers between −1 and 1.
fn value<V: Value<Number = f32>>(seed: u64) -> V {
    let mut rng = random::generator(seed);
    let mut value = V::zeros();
    value.for_each_mut(|x| *x = rng.random_range(-1.0..1.0));
    value
}

fn bits<V: Value<Number = f32>>(value: &V) -> Vec<u32> {
    let mut bits = vec![];
    value.for_each(|x| bits.push(x.to_bits()));
    bits
}

/// L steps, of one value or of several.
trait Sequence: Value<Number = f32> {
    type Step: Value<Number = f32>;
    type Block<const K: usize>: Sequence<Step = Self::Step>;
    fn step(&self, t: usize) -> Self::Step;
    fn block<const K: usize>(&self, from: usize) -> Self::Block<K>;
}
impl<X: Value<Number = f32>, const L: usize> Sequence for [X; L] {
    type Step = X;
    type Block<const K: usize> = [X; K];
    fn step(&self, t: usize) -> X {
        self[t]
    }
    fn block<const K: usize>(&self, from: usize) -> [X; K] {
        self[from..from + K].try_into().unwrap()
    }
}
impl<A: Sequence, B: Sequence> Sequence for (A, B) {
    type Step = (A::Step, B::Step);
    type Block<const K: usize> = (A::Block<K>, B::Block<K>);
    fn step(&self, t: usize) -> Self::Step {
        (self.0.step(t), self.1.step(t))
    }
    fn block<const K: usize>(&self, from: usize) -> Self::Block<K> {
        (self.0.block::<K>(from), self.1.block::<K>(from))
    }
}

const STEPS: usize = 9;

/// The sequence from rest, so many steps, and blocks of 1, 5, 0 and 3 of them have the same bits, and leave the
/// same state.
fn blocks_are_steps<N, Xs, Ys, S>(net: &N, seed: u64)
where
    Xs: Sequence,
    Ys: Sequence,
    S: State + PartialEq + Debug,
    N: Forward<Xs, Output = Ys>
        + Stream<Xs, State = S, Output = Ys>
        + Stream<Xs::Step, State = S, Output = Ys::Step>
        + Stream<Xs::Block<0>, State = S, Output = Ys::Block<0>>
        + Stream<Xs::Block<1>, State = S, Output = Ys::Block<1>>
        + Stream<Xs::Block<3>, State = S, Output = Ys::Block<3>>
        + Stream<Xs::Block<5>, State = S, Output = Ys::Block<5>>,
{
    let xs = value::<Xs>(seed);
    let sequence = net.forward(&xs);
    let mut state = S::rest();
    for t in 0..STEPS {
        assert_eq!(bits(&net.step(&mut state, &xs.step(t))), bits(&sequence.step(t)), "step {t}");
    }
    let mut in_blocks = S::rest();
    let (mut at, blocks) = (0, &mut in_blocks);
    macro_rules! block {
        ($K:literal) => {
            let y = net.step(blocks, &xs.block::<$K>(at));
            (0..$K).for_each(|t| assert_eq!(bits(&y.step(t)), bits(&sequence.step(at + t))));
            at += $K;
        };
    }
    block!(1);
    block!(5);
    block!(0);
    block!(3);
    assert_eq!((at, in_blocks), (STEPS, state));
    let mut whole = S::rest();
    assert_eq!(bits(&net.step(&mut whole, &xs)), bits(&sequence));
    assert_eq!(whole, state);
}

fn init<N: Init + Parameters>() -> N {
    N::init(&mut random::generator(7))
}

#[test]
fn blocks_are_steps_and_a_sequence_is_a_block_from_rest() {
    blocks_are_steps::<_, [M<f32, 1, 1>; STEPS], _, _>(&init::<Amp>(), 1);
    blocks_are_steps::<_, [M<f32, 1, 3>; STEPS], _, _>(&init::<Amp>(), 2);
    blocks_are_steps::<_, [M<f32, 2, 1>; STEPS], _, _>(&init::<Wrapped>(), 3);
    blocks_are_steps::<_, [M<f32, 2, 2>; STEPS], _, _>(&init::<Named>(), 4);
    blocks_are_steps::<_, [M<f32, 1, 2>; STEPS], _, _>(&init::<Cells>(), 7);
    // Parts of tuples separately.
    blocks_are_steps::<_, [M<f32, 2, 2>; STEPS], _, _>(&init::<Echo<5>>(), 5);
    blocks_are_steps::<_, ([M<f32, 1, 2>; STEPS], [M<f32, 2, 2>; STEPS]), _, _>(
        &init::<Mixer>(),
        6,
    );
}

#[test]
fn every_layer_without_memory_takes_part() {
    macro_rules! check {
        ($($layer:ty),+ $(,)?) => {$(
            blocks_are_steps::<_, [M<f32, 6, 2>; STEPS], _, _>(&init::<$layer>(), 1);
        )+};
    }
    check!(
        Clamp<Ratio<-1, 2>, Ratio<1, 2>>, Elu, FastSigmoid, FastTanh, Gelu, HardSigmoid, HardSwish, HardTanh, Identity,
        LeakyRelu<Ratio<1, 100>>, LogSoftmax, Mish, Relu, Relu6, Selu, Sigmoid, Silu, Softmax, Softplus, Softsign, Tanh,
        GeluTanh, Dense<6, 3>, Affine<6>, PRelu<6>, Dropout, LayerNorm<6>, Normalize, Standardize<6>,
        Unstandardize<6>, Slice<1, 3>,
        (Fork<(Relu, Tanh)>, Concat<12>), (Fork<(Relu, Tanh)>, Product), (Fork<(Relu, Tanh)>, Sum),
    );
    // Of images, because it drops channels of all places.
    blocks_are_steps::<_, [[M<f32, 6, 2>; 4]; STEPS], _, _>(&init::<ChannelDropout>(), 1);
}

#[test]
fn columns_are_streams_that_know_nothing_of_each_other() {
    let net = init::<Amp>();
    let xs = value::<[M<f32, 1, 3>; STEPS]>(8);
    let mut together = net.rest();
    let mut alone = [State::rest(); 3];
    for x in &xs {
        let y = net.step(&mut together, x);
        for (b, state) in alone.iter_mut().enumerate() {
            let y_alone = net.step(state, &SVector::from([x[b]]));
            assert_eq!(y[b].to_bits(), y_alone[0].to_bits());
        }
    }
}

#[test]
fn a_decision_is_that_of_the_last_step() {
    let net = init::<Decides>();
    let xs = value::<[M<f32, 2, 1>; STEPS]>(9);
    let mut state = net.rest();
    let last = xs.map(|x| net.step(&mut state, &x))[STEPS - 1];
    assert_eq!(bits(&net.forward(&xs)), bits(&last));
    let mut block = State::rest();
    assert_eq!(bits(&net.step(&mut block, &xs)), bits(&last));
    assert_eq!(block, state);
}

#[test]
fn a_hundred_voices_share_one_static() {
    static NET: (Dense<1, 2>, Leak, Dense<2, 1>) = (
        Dense::new([[1.0], [-1.0]], [0.0, 0.5]),
        Leak { a: SVector::from_array_storage(ArrayStorage([[0.5]])) },
        Dense::new([[1.0, 1.0]], [0.0]),
    );
    let mut voices = [Running::new(&NET); 100];
    for t in 0..4 {
        for (i, voice) in voices.iter_mut().enumerate() {
            voice.next(&SVector::from([(i * t) as f32]));
        }
    }
    for (i, voice) in voices.iter().enumerate() {
        let mut alone = Running::new(&NET);
        (0..4).for_each(|t| _ = alone.next(&SVector::from([(i * t) as f32])));
        assert_eq!(voice.state, alone.state);
    }
}

#[test]
fn a_host_chooses_among_networks_of_different_state() {
    let (amp, leak) = (init::<Amp>(), Leak { a: SVector::from([0.5]) });
    let (amp, leak) = (&mut Running::new(&amp), &mut Running::new(&leak));
    let choices: [&mut dyn Run<SVector<f32, 1>, Output = SVector<f32, 1>>; 2] = [amp, leak];
    for chosen in choices {
        let one = SVector::from([1.0]);
        let first = chosen.next(&one);
        assert_ne!(chosen.next(&one), first);
        chosen.reset();
        assert_eq!(chosen.next(&one), first);
    }
}

#[test]
fn a_recorded_state_is_a_constant_and_goes_on() {
    const RECORDED: (Hidden<1>, ()) = (Hidden::new([[1.5]]), ());
    let net = (Leak { a: SVector::from([0.5]) }, Half);
    let mut state = RECORDED;
    assert_eq!(net.step(&mut state, &SVector::from([1.0]))[0], 0.875);
    assert_eq!(net.settled(&SVector::from([1.0]), 2), (Hidden::new([[1.5]]), ()));
}

#[test]
fn a_wrapper_of_ones_own_hands_the_state_on() {
    let net = (Negated(Leak { a: SVector::from([0.5]) }), Half);
    let mut state = State::rest();
    let y = [1.0, 1.0].map(|x| net.step(&mut state, &SVector::from([x]))[0]);
    assert_eq!(y, [-0.5, -0.75]);
}

/// Blocks that carry the state have the outputs of the whole, and each the gradient of differences from the
/// state before it.
fn truncated<N, S>(net: &mut N)
where
    S: State + PartialEq + Debug,
    N: Parameters<Gradient: Only<f64>>
        + Only<f64>
        + StreamTrain<[M<f64, 2, 2>; 3], State = S>
        + Stream<[M<f64, 2, 2>; 3], State = S>
        + Forward<[M<f64, 2, 2>; 3], Output = [M<f64, 2, 2>; 3]>,
{
    let mut rng = random::generator(1);
    let xs: [[M<f64, 2, 2>; 3]; 2] = std::array::from_fn(|_| {
        std::array::from_fn(|_| M::from_fn(|_, _| rng.random_range(-1.0..1.0)))
    });
    let dy: [M<f64, 2, 2>; 3] =
        std::array::from_fn(|_| M::from_fn(|_, _| rng.random_range(-1.0..1.0)));
    let (mut state, mut streamed) = (S::rest(), S::rest());
    for x in &xs {
        let before = state;
        let (y, cache) = net.train_from(&mut state, x, &mut rng);
        assert_eq!(y, net.step(&mut streamed, x));
        let mut gradient = N::Gradient::zeros();
        let dx = net.backward(x, &y, &cache, &dy, &mut gradient);

        // The same at once.
        let (mut behind, mut at_once) = (before, N::Gradient::zeros());
        let sink = Accumulate(&mut at_once);
        let slope = |of_y: &_| if *of_y == y { Ok(dy) } else { Err(*of_y) };
        let dx_at_once =
            net.train_through::<_, Wanted, _, _>(&mut behind, x, &mut rng, slope, sink);
        assert_eq!((dx_at_once, behind), (Ok(dx), state));

        let loss = |net: &N, x: &[M<f64, 2, 2>; 3]| -> f64 {
            let y = net.step(&mut before.clone(), x);
            y.iter().zip(&dy).map(|(y, dy)| y.dot(dy)).sum()
        };
        const H: f64 = 1e-5;
        for t in 0..3 {
            for i in 0..4 {
                let (mut up, mut down) = (*x, *x);
                up[t][i] += H;
                down[t][i] -= H;
                let slope = (loss(net, &up) - loss(net, &down)) / (2.0 * H);
                assert!((slope - dx[t][i]).abs() < 1e-8, "{slope} {}", dx[t][i]);
            }
        }
        let numbers = |of: &N::Gradient| {
            let mut numbers = vec![];
            parameters::for_each(of, |_, _, g: &[f64]| numbers.extend_from_slice(g));
            numbers
        };
        let slopes = numbers(&gradient);
        assert_eq!(numbers(&at_once), slopes);
        for (i, of_gradient) in slopes.into_iter().enumerate() {
            let change = |net: &mut N, by: f64| {
                let mut at = 0;
                parameters::for_each_mut(net, |_, _, tensor: &mut [f64]| {
                    for w in tensor {
                        *w += if at == i { by } else { 0.0 };
                        at += 1;
                    }
                });
            };
            change(net, H);
            let up = loss(net, x);
            change(net, -2.0 * H);
            let down = loss(net, x);
            change(net, H);
            let slope = (up - down) / (2.0 * H);
            assert!((slope - of_gradient).abs() < 1e-8, "{slope} {of_gradient}");
        }
    }
}

graph! {
    struct Loop: [2; _] => [2; _] in f64 {
        wide: Dense<2, 2, f64>,
        slow: Leak<f64>,
        sum: Sum,
    }
    |x| {
        a = wide(x);
        b = slow(a);
        c = slow(b);
        sum(x, c)
    }
}

#[test]
fn truncated_backpropagation_carries_the_state() {
    let leak = || Leak { a: SVector::from([0.75_f64]) };
    let dense = || Dense::<2, 2, f64>::new([[0.5, -0.25], [1.0, 0.75]], [0.1, -0.2]);
    truncated(&mut leak());
    truncated(&mut (dense(), leak(), Tanh, Residual((leak(), dense()))));
    truncated(&mut (Aligned((leak(), Fork((leak(), Tanh)))), Sum, dense()));
    truncated(&mut Loop { wide: dense(), slow: leak(), sum: Sum });
}

#[test]
fn by_hand() {
    let net = (Leak { a: SVector::from([0.5]) }, Half);
    let mut state = State::rest();
    let y = [1.0, 1.0, 0.0].map(|x| net.step(&mut state, &SVector::from([x]))[0]);
    assert_eq!(y, [0.5, 0.75, 0.375]);
    assert_eq!(net.predict([[1.0], [1.0], [0.0]]), y.map(|y| [y]));
}

#[test]
fn a_trainer_carries_the_state_and_changes_nothing_where_a_step_fails() {
    network!(Net: [1; _] => (Dense<1, 3>, Leak, Dense<3, 1>) => [1; _]);
    let mut rng = random::generator(1);
    let mut net = Net::init(&mut rng);
    let mut trainer = Trainer::new(&net, Sgd::new(0.01));
    let xs = value::<[M<f32, 1, 2>; 4]>(1);
    let (mut state, mut streamed) = (net.rest(), State::rest());
    for _ in 0..3 {
        // The state goes on as in a stream of the weights before the step.
        net.step(&mut streamed, &xs);
        let targets = [[0.5; 4], [-0.5; 4]];
        let report =
            trainer.step_from(&mut net, &mut state, &xs, &targets, &MeanSquaredError, &mut rng);
        assert!(report.is_ok_and(|report| report.loss.is_finite()));
        assert_eq!(state, streamed);
    }
    let before = (net.clone(), state, trainer.memory().steps());
    let nan = [[0.5; 4], [f32::NAN; 4]];
    let error = trainer.step_from(&mut net, &mut state, &xs, &nan, &MeanSquaredError, &mut rng);
    assert!(error.is_err());
    assert_eq!((net.clone(), state, trainer.memory().steps()), before);
    // The state at rest is `step`.
    let (mut a, mut b) = (net.clone(), net);
    let targets = [[0.5; 4], [-0.5; 4]];
    let mut other = Trainer::new(&a, Sgd::new(0.01));
    other.step(&mut a, &xs, &targets, &MeanSquaredError, &mut rng).unwrap();
    let mut other = Trainer::new(&b, Sgd::new(0.01));
    let rest = &mut b.rest();
    other.step_from(&mut b, rest, &xs, &targets, &MeanSquaredError, &mut rng).unwrap();
    assert!(a == b);
}

/// A window of weights of which some are 0 has the gradient of the steps that count.
#[test]
fn a_sequence_that_is_shorter_than_its_window_is_masked() {
    let net = init::<(Dense<1, 3>, Leak, Dense<3, 1>)>();
    let (short, mut long) = (value::<[M<f32, 1, 1>; 2]>(1), value::<[M<f32, 1, 1>; 4]>(2));
    (long[0], long[1]) = (short[0], short[1]);
    let mut rng = random::generator(1);
    let weighted = |t, weight| constnet::losses::Weighted { target: t, weight };
    let of_short = MeanSquaredError.gradient(&net.forward(&short), &[[0.5, -0.5]]).unwrap();
    let target = [weighted(0.5, 1.0), weighted(-0.5, 1.0), weighted(0.0, 0.0), weighted(0.0, 0.0)];
    let of_long = MeanSquaredError.gradient(&net.forward(&long), &[target]).unwrap();
    assert_eq!(of_short.0, of_long.0);
    let mut gradients = [Parameters::zeros(), Parameters::zeros()];
    let (y, cache) = net.forward_train(&short, &mut rng);
    net.backward(&short, &y, &cache, &of_short.1, &mut gradients[0]);
    let (y, cache) = net.forward_train(&long, &mut rng);
    net.backward(&long, &y, &cache, &of_long.1, &mut gradients[1]);
    let [a, b] = gradients;
    let same: (Dense<1, 3>, Leak, Dense<3, 1>) = a;
    assert!(same == b);
}

type Net = (Dense<1, 3>, Leak, Tanh, Dense<3, 1>);

fn record() -> (Vec<SVector<f32, 1>>, Vec<f32>) {
    let mut rng = random::generator(5);
    let record = (0..61).map(|_| SVector::from([rng.random_range(-1.0..1.0)])).collect();
    (record, (0..61).map(|_| rng.random_range(-1.0..1.0)).collect())
}

#[test]
fn windows_are_trained_on_like_any_sequences() {
    let (record, targets) = record();
    let windows = Dataset::windows::<5>(&record, &targets, 3).unwrap();
    let copies: Vec<[SVector<f32, 1>; 5]> =
        record.windows(5).step_by(3).map(|window| window.try_into().unwrap()).collect();
    let of_copies: Vec<[f32; 5]> =
        targets.windows(5).step_by(3).map(|window| window.try_into().unwrap()).collect();
    let copied = Dataset::new(&copies, &of_copies).unwrap();
    let plan = || Fit::new(1).epochs(3).batch(BatchSize::<4>);
    let (mut a, mut b) = (init::<Net>(), init::<Net>());
    let adam = Adam::new(0.01);
    let of_windows = fit(&mut a, &windows, &MeanSquaredError, adam, &plan().validation(windows));
    let of_copies = fit(&mut b, &copied, &MeanSquaredError, adam, &plan().validation(copied));
    assert_eq!(of_windows.unwrap(), of_copies.unwrap());
    assert!(a == b);
}

/// Epochs of windows in B tracks, by hand.
fn by_steps(net: &mut Net, epochs: usize) {
    let (record, targets) = record();
    let mut trainer = Trainer::new(net, Adam::new(0.01));
    let mut rng = random::generator(1);
    // 61 steps are 12 windows of 5: three tracks of 4 windows.
    for _ in 0..epochs {
        let mut state = net.rest();
        for window in 0..4 {
            let begin = |track: usize| (track * 4 + window) * 5;
            let x = std::array::from_fn(|t| M::from_fn(|_, b| record[begin(b) + t][0]));
            let t = [0, 1, 2].map(|b| std::array::from_fn(|t| targets[begin(b) + t]));
            trainer
                .step_from::<_, _, [M<f32, 1, 3>; 5], [f32; 5], _, _, 3>(
                    net,
                    &mut state,
                    &x,
                    &t,
                    &MeanSquaredError,
                    &mut rng,
                )
                .unwrap();
        }
    }
}

#[test]
fn a_carried_training_keeps_the_order_in_tracks() {
    let (record, targets) = record();
    let data = Dataset::windows::<5>(&record, &targets, 5).unwrap();
    let (mut a, mut b) = (init::<Net>(), init::<Net>());
    let plan = Fit::new(1).epochs(3).batch(BatchSize::<3>).keep_last().validation(data).carried();
    let report = plan.fit(&mut a, &data, &MeanSquaredError, Adam::new(0.01)).unwrap();
    by_steps(&mut b, 3);
    assert!(a == b);
    // What was reported before the first step of an epoch cannot be told here, but the last epoch's validation is
    // that of the network as a stream of the whole record, of whose 61 steps 60 are windows.
    let mut voice = Running::new(&a);
    let steps = record.iter().zip(&targets).take(60);
    let total: f64 = steps.map(|(x, t)| f64::from(voice.next(x)[0] - t).powi(2)).sum();
    let validation = report.last().unwrap().validation.unwrap();
    assert!((validation - total / 60.0).abs() < 1e-6, "{validation} {}", total / 60.0);
    // Chunks share the tracks, not the time.
    let mut c = init::<Net>();
    let plan = Fit::new(1).epochs(3).batch(BatchSize::<1>).chunks(3).carried();
    plan.fit(&mut c, &data, &MeanSquaredError, Adam::new(0.01)).unwrap();
    let worst = a.0.weight.iter().zip(&c.0.weight).map(|(a, c)| (a - c).abs()).fold(0.0, f32::max);
    assert!(worst < 1e-5, "{worst}");
    let plan = Fit::new(1).batch(BatchSize::<13>).carried();
    let error = plan.fit(&mut c, &data, &MeanSquaredError, Adam::new(0.01)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the number of windows in each track is 0, expected at least 1: a smaller batch, or a longer record"
    );
}

#[test]
fn a_state_is_not_carried_through_windows_that_overlap_or_have_gaps() {
    let (record, targets) = record();
    let windows = |stride| Dataset::windows::<5>(&record, &targets, stride).unwrap();
    let plan = || Fit::new(1).epochs(1).batch(BatchSize::<1>);
    let before = init::<Net>();
    let mut net = init::<Net>();
    for stride in [1, 4, 6, 10] {
        let (followed, apart) = (windows(5), windows(stride));
        let wrong = plan().carried();
        let error = wrong.fit(&mut net, &apart, &MeanSquaredError, Adam::new(0.01)).unwrap_err();
        let set = Set::Training;
        assert_eq!(error, FitError::Stride { set, window: 5, found: stride });
        let wrong = plan().validation(apart).carried();
        let error = wrong.fit(&mut net, &followed, &MeanSquaredError, Adam::new(0.01)).unwrap_err();
        let set = Set::Validation;
        assert_eq!(error, FitError::Stride { set, window: 5, found: stride });
        // Each window at rest may lie anywhere.
        let alone = plan().validation(apart);
        assert!(net == before);
        fit(&mut before.clone(), &apart, &MeanSquaredError, Adam::new(0.01), &alone).unwrap();
    }
}

#[test]
fn a_state_is_saved_and_restored_and_another_networks_is_an_error() {
    use constnet::weights::{self, Error, StateOf};
    let net = init::<Amp>();
    let xs = value::<[M<f32, 1, 1>; STEPS]>(3);
    let mut state = net.rest();
    net.step(&mut state, &xs);
    let file = weights::to_vec(&state).unwrap();
    let mut restored = net.rest();
    weights::load_into(&mut restored, &file).unwrap();
    assert_eq!(restored, state);
    assert_eq!(bits(&net.step(&mut restored, &xs)), bits(&net.step(&mut state, &xs)));
    // Of the same numbers, in another order of layers.
    network!(Other: [1; _] => (Leak, Dense<1, 4>, Tanh, Dense<4, 4>, Leak) => [4; _]);
    let mut other = init::<Other>().settled(&SVector::from([0.0]), 0);
    let before = other;
    let error = weights::load_into(&mut other, &file).unwrap_err();
    assert!(error.to_string().contains("tensor"), "{error}");
    assert_eq!(other, before);
    // Two cells whose states have one type: alone they cannot be told apart, beside their networks they are.
    let (gated, simple) = (init::<Gru<1, 2>>(), init::<Rnn<1, 2>>());
    let x = SVector::from([0.5]);
    let of_gated = gated.settled(&x, 3);
    let mut of_simple = simple.settled(&x, 3);
    weights::load_into(&mut of_simple, &weights::to_vec(&of_gated).unwrap()).unwrap();
    assert_eq!(of_simple, of_gated);
    let file = weights::to_vec(&StateOf::new(&gated, of_gated)).unwrap();
    let before = simple.settled(&x, 3);
    let mut other = StateOf::new(&simple, before);
    let error = weights::load_into(&mut other, &file).unwrap_err();
    assert!(matches!(error, Error::Fingerprint { .. }), "{error}");
    assert_eq!(other.state, before);
    // In a graph the variables are the names.
    let echo = init::<Echo<2>>();
    let file = weights::to_vec(&echo.settled(&SVector::from([1.0, 2.0]), 3)).unwrap();
    let header = String::from_utf8_lossy(&file).into_owned();
    assert!(header.contains(r#""a.h""#) && header.contains(r#""b.h""#), "{header}");
}
