//! Sequences that are shorter than their window: what is behind them reaches nothing, and the state carried on is that of
//! their last step.

use constnet::{
    StreamTrain, Value,
    dual::Dual64,
    gradcheck,
    layers::ResetBefore,
    losses::Weighted,
    parameters::Only,
    prelude::*,
    random::{generator, uniform},
};

const LENGTHS: [usize; 4] = [2, 5, 0, 1];

fn value<V: Value<Number: Scalar>>(seed: u64) -> V {
    let mut rng = generator(seed);
    let mut value = V::zeros();
    value.for_each_mut(|x| *x = V::Number::from_f64(uniform(1.0, &mut rng)));
    value
}

/// Four sequences of at most 5 steps, and NaN behind them.
fn padded<T: Scalar, const N: usize>(seed: u64) -> ([SMatrix<T, N, 4>; 5], SMatrix<T, 1, 4>) {
    let mut x: [SMatrix<T, N, 4>; 5] = value(seed);
    for (b, n) in LENGTHS.into_iter().enumerate() {
        x[n..].iter_mut().for_each(|x| x.column_mut(b).fill(T::from_f64(f64::NAN)));
    }
    (x, SMatrix::from(LENGTHS.map(|n| [T::from_usize(n)])))
}

graph! {
    struct Echo: [2; _] => [3; _] in f64 {
        near: Gru<2, 3, f64>,
        far: Conv1d<2, 3, 3, 2, 2, f64>,
        sum: Sum,
    }
    |x| {
        a = near(x);
        b = far(x);
        sum(a, b)
    }
}

/// Outputs, gradients and states of a padded batch are those of each sequence alone.
fn alone<F, S, S1>(net: F)
where
    F: Init + Clone + PartialEq + Parameters<Gradient: Only<f64>> + Only<f64>,
    F: Stream<SMatrix<f64, 2, 4>, State = S, Output = SMatrix<f64, 3, 4>>,
    F: Stream<[SMatrix<f64, 2, 4>; 5], State = S, Output = [SMatrix<f64, 3, 4>; 5]>,
    F: StreamTrain<[SMatrix<f64, 2, 4>; 5]>
        + Backward<[SMatrix<f64, 2, 4>; 5], Output = [SMatrix<f64, 3, 4>; 5]>,
    F: Stream<SVector<f64, 2>, State = S1, Output = SVector<f64, 3>>,
    S: constnet::stream::Streams + PartialEq + std::fmt::Debug,
    S1: State,
{
    let layer = Padded(net.clone());
    let mut state: S = State::rest();
    let mut single: [S1; 4] = [State::rest(); 4];
    // Three blocks, so that each begins with the state that the last steps have left.
    for seed in 1..4 {
        let (x, length) = padded::<f64, 2>(seed);
        let mut trained = state;
        let before = state;
        let (y, of_length) = layer.step(&mut state, &(x, length));
        let ((y_trained, _), cache) =
            layer.train_from(&mut trained, &(x, length), &mut generator(1));
        assert_eq!((y, of_length), (y_trained, length));
        assert_eq!(state, trained);
        for (b, n) in LENGTHS.into_iter().enumerate() {
            for t in 0..5 {
                let expected = match t < n {
                    true => net.step(&mut single[b], &x[t].column(b).into_owned()),
                    false => SVector::zeros(),
                };
                assert_eq!(y[t].column(b), expected, "step {t} of sample {b}, block {seed}");
            }
        }
        // The gradient is that of the same steps where dy is 0 behind, from the same state.
        let dy = (value::<[SMatrix<f64, 3, 4>; 5]>(9), SMatrix::zeros());
        let mut gradient = Padded(F::Gradient::zeros());
        let (dx, _) = layer.backward(&(x, length), &(y, length), &cache, &dy, &mut gradient);
        let (mut clean, mut dy) = (x, dy.0);
        for (b, n) in LENGTHS.into_iter().enumerate() {
            clean[n..].iter_mut().for_each(|x| x.column_mut(b).fill(7.0));
            dy[n..].iter_mut().for_each(|dy| dy.column_mut(b).fill(0.0));
        }
        let (y, cache) = net.train_from(&mut before.clone(), &clean, &mut generator(1));
        let mut expected = F::Gradient::zeros();
        let of_clean = net.backward(&clean, &y, &cache, &dy, &mut expected);
        let (mut found, mut wanted) = (vec![], vec![]);
        constnet::parameters::for_each(&gradient.0, |_, _, g: &[f64]| found.extend_from_slice(g));
        constnet::parameters::for_each(&expected, |_, _, g: &[f64]| wanted.extend_from_slice(g));
        for (found, wanted) in found.iter().zip(&wanted) {
            assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        }
        for (dx, wanted) in dx.iter().zip(&of_clean) {
            assert!((dx - wanted).abs().max() < 1e-12);
        }
    }
}

#[test]
fn a_batch_of_several_lengths_is_each_sequence_alone() {
    let mut rng = generator(3);
    alone(Lstm::<2, 3, f64>::init(&mut rng));
    alone(Gru::<2, 3, f64, (Sigmoid, Tanh), ResetBefore>::init(&mut rng));
    alone(<(Rnn<2, 4, f64>, Tanh, Conv1d<4, 3, 2, 3, 4, f64>)>::init(&mut rng));
    alone(<(Residual<Conv1d<2, 2, 3, 2, 1, f64>>, Dense<2, 3, f64>)>::init(&mut rng));
}

#[test]
fn a_graph_of_several_lengths_keeps_the_state_of_each_call() {
    let graph = Echo::init(&mut generator(5));
    let layer = Padded(graph);
    let (x, length) = padded::<f64, 2>(1);
    let mut state = State::rest();
    layer.step(&mut state, &(x, length));
    let next = value::<SMatrix<f64, 2, 4>>(2);
    let y = layer.step(&mut state, &next);
    for (b, n) in LENGTHS.into_iter().enumerate() {
        let mut single = State::rest();
        (0..n).for_each(|t| _ = layer.0.step(&mut single, &x[t].column(b).into_owned()));
        assert_eq!(y.column(b), layer.0.step(&mut single, &next.column(b).into_owned()));
    }
}

#[test]
fn gradients_of_padded_sequences_are_right() {
    macro_rules! check {
        ($($net:ty => $dual:ty;)*) => {$(
            for seed in 1..4 {
                let (mut x, length) = padded::<f64, 2>(seed);
                x.iter_mut().for_each(|x| x.apply(|x| if x.is_nan() { *x = 3.0 }));
                let mut net = <$net>::init(&mut generator(seed));
                let mut dual = <$dual>::init(&mut generator(seed));
                let report = gradcheck::exact(&mut net, &mut dual, &(x, length), seed);
                assert!(report.worst() <= 1e-10, "{report}");
                // Differences, where a length is not at a whole number.
                let report = gradcheck::check(&mut net, &(x, length.add_scalar(0.5)), seed);
                assert!(report.worst() <= 1e-7, "{report}");
            }
        )*};
    }
    check! {
        (Padded<(Lstm<2, 3, f64>, Tanh)>, Last, Dense<3, 2, f64>)
            => (Padded<(Lstm<2, 3, Dual64>, Tanh)>, Last, Dense<3, 2, Dual64>);
        (Padded<Gru<2, 3, f64>>, GlobalAvgPool, Dense<3, 2, f64>)
            => (Padded<Gru<2, 3, Dual64>>, GlobalAvgPool, Dense<3, 2, Dual64>);
        (Padded<Conv1d<2, 3, 2, 2, 2, f64>>, GlobalMaxPool)
            => (Padded<Conv1d<2, 3, 2, 2, 2, Dual64>>, GlobalMaxPool);
    }
}

#[test]
fn pools_are_those_of_the_steps_that_there_are() {
    let (x, length) = padded::<f32, 3>(4);
    let (average, largest) =
        (GlobalAvgPool.forward(&(x, length)), GlobalMaxPool.forward(&(x, length)));
    let last = Last.forward(&(x, length));
    for b in 0..4 {
        let column = |t: usize| x[t].column(b).into_owned();
        macro_rules! of {
            ($n:literal) => {{
                let steps: [SVector<f32, 3>; $n] = std::array::from_fn(column);
                (GlobalAvgPool.forward(&steps), GlobalMaxPool.forward(&steps), Last.forward(&steps))
            }};
        }
        let expected = match LENGTHS[b] {
            0 => (SVector::zeros(), SVector::zeros(), SVector::zeros()),
            1 => of!(1),
            2 => of!(2),
            _ => of!(5),
        };
        let found = [average, largest, last].map(|y| y.column(b).into_owned());
        assert_eq!((found[0], found[1], found[2]), expected, "sample {b}");
    }
}

/// Which of two bits came first is what counts, and it is forgotten among what follows, unless the network knows where the
/// sequence ends.
#[test]
fn a_data_set_of_several_lengths_is_learned() {
    network!(First: ([1; 8], 1) => (Padded<Gru<1, 8>>, Last, Dense<8, 1>) => 1);
    type Sample = ([SVector<f32, 1>; 8], SVector<f32, 1>);
    let mut rng = generator(2);
    let (mut samples, mut targets): (Vec<Sample>, Vec<[f32; 1]>) = (vec![], vec![]);
    for i in 0..64 {
        let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
        let mut x = [SVector::from([f32::NAN]); 8];
        let n = 1 + i % 7;
        x[..n].iter_mut().for_each(|x| x[0] = uniform(0.2, &mut rng) as f32);
        x[0][0] = sign;
        samples.push((x, SVector::from([n as f32])));
        targets.push([sign]);
    }
    // What is not finite in a sample is refused, in the padding, too: zeros are as good.
    samples.iter_mut().for_each(|(x, n)| x[n[0] as usize..].fill(SVector::zeros()));
    let data = Dataset::new(&samples, &targets).unwrap();
    let mut net = First::init(&mut rng);
    let plan = Fit::new(1).epochs(60).batch(BatchSize::<8>);
    let report = fit(&mut net, &data, &MeanSquaredError, Adam::new(0.02), &plan).unwrap();
    assert!(report.loss() < 0.01, "{}", report.loss());
}

/// A trainer carries the state of the last step of each, and steps of the padding have the weight 0.
#[test]
fn a_trainer_carries_the_state_of_the_last_valid_step() {
    type Net = (Padded<(Lstm<1, 3>, Dense<3, 1>)>, Slice1);
    /// Of a sequence with its length the sequence.
    struct Slice1;
    parameters! { [] Slice1 {} }
    type Pair = ([SMatrix<f32, 1, 4>; 5], SMatrix<f32, 1, 4>);
    impl Forward<Pair> for Slice1 {
        type Output = [SMatrix<f32, 1, 4>; 5];
        fn forward(&self, x: &Pair) -> Self::Output {
            x.0
        }
    }
    impl Stateless for Slice1 {}
    impl Backward<Pair> for Slice1 {
        type Cache = ();
        fn forward_train<R: rand::Rng + ?Sized>(&self, x: &Pair, _: &mut R) -> (Self::Output, ()) {
            (x.0, ())
        }
        fn backward_input(&self, _: &Pair, _: &Self::Output, (): &(), dy: &Self::Output) -> Pair {
            (*dy, SMatrix::zeros())
        }
    }
    let mut rng = generator(1);
    let mut net: Net = (Padded(Init::init(&mut rng)), Slice1);
    let (x, length) = padded::<f32, 1>(1);
    let (mut state, mut streamed) = (State::rest(), State::rest());
    net.step(&mut streamed, &(x, length));
    let targets = LENGTHS.map(|n| {
        std::array::from_fn::<_, 5, _>(|t| Weighted {
            target: 0.5,
            weight: f64::from(u8::from(t < n)),
        })
    });
    let mut trainer = Trainer::new(&net, Sgd::new(0.1));
    let step = trainer.step_from(
        &mut net,
        &mut state,
        &(x, length),
        &targets,
        &MeanSquaredError,
        &mut rng,
    );
    assert!(step.unwrap().loss.is_finite());
    assert_eq!(state, streamed);
}
