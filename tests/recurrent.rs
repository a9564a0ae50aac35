//! Cells with memory: their gradients, their laws as streams, and what a state never holds.

use constnet::{
    Columns, StreamTrain, Value,
    dual::Dual64,
    gradcheck,
    layers::{LstmState, ResetAfter, ResetBefore, recurrent::Reset},
    parameters::{self, Only},
    prelude::*,
    random::{generator, uniform},
    stream::Hidden,
};

/// Dual numbers only round; through time roundings grow.
const EXACT: f64 = 1e-10;
const DIFFERENCES: f64 = 1e-7;

fn value<V: Value<Number: Scalar>>(seed: u64, size: f64) -> V {
    let mut rng = generator(seed);
    let mut value = V::zeros();
    value.for_each_mut(|x| *x = V::Number::from_f64(uniform(size, &mut rng)));
    value
}

fn network<N: Init + Only<T>, T: Scalar>(seed: u64, size: f64) -> N {
    let mut net = N::init(&mut generator(seed));
    parameters::for_each_mut(&mut net, |_, _, numbers: &mut [T]| {
        numbers.iter_mut().for_each(|x| *x *= T::from_f64(size));
    });
    net
}

fn numbers<V: Value>(value: &V) -> Vec<V::Number> {
    let mut all = Vec::new();
    value.for_each(|x| all.push(x));
    all
}

/// One check of a network for sequences of 0, 1 and 5 steps, one column and three.
macro_rules! gradients {
    ($($name:ident: |$T:ident| $net:ty, $in:literal;)*) => {$(
        #[test]
        fn $name() {
            type Net<$T> = $net;
            macro_rules! of {
                ($b:literal $l:literal) => {
                    for (seed, size) in [(1, 1.0), (2, 1.0), (3, 4.0)] {
                        let x: [SMatrix<f64, $in, $b>; $l] = value(seed, size);
                        let mut net = network::<Net<f64>, f64>(seed, size);
                        // With what is not trained, which the check does not copy.
                        let mut dual = network::<Net<Dual64>, Dual64>(seed, size);
                        let report = gradcheck::exact(&mut net, &mut dual, &x, seed);
                        assert!(report.worst() <= EXACT, "{} steps: {report}", $l);
                        let report = gradcheck::check(&mut net, &x, seed);
                        assert!(report.worst() <= DIFFERENCES, "{} steps: {report}", $l);
                    }
                };
            }
            of!(1 0);
            of!(1 1);
            of!(1 5);
            of!(3 5);
        }
    )*};
}

gradients! {
    lstm: |T| Lstm<2, 3, T>, 2;
    lstm_with_other_functions: |T| Lstm<2, 3, T, (HardSigmoid, Softsign)>, 2;
    gru: |T| Gru<2, 3, T>, 2;
    gru_with_other_functions: |T| Gru<2, 3, T, (HardSigmoid, Softsign)>, 2;
    gru_that_resets_before: |T| Gru<2, 3, T, (Sigmoid, Tanh), ResetBefore>, 2;
    rnn: |T| Rnn<2, 3, T>, 2;
    rnn_with_another_function: |T| Rnn<2, 3, T, Silu>, 2;
    cells_in_a_stack: |T| (Gru<2, 3, T>, Rnn<3, 3, T>, Gru<3, 2, T, (Sigmoid, Tanh), ResetBefore>, Dense<2, 2, T>), 2;
    lstms_in_a_stack: |T| (Dense<2, 3, T>, Lstm<3, 4, T>, Tanh, Lstm<4, 2, T>, Dense<2, 2, T>), 2;
    lstm_in_a_wrapper: |T| (Residual<Lstm<3, 3, T>>, Fork<(Frozen<Lstm<3, 2, T>>, Dense<3, 1, T>)>, Concat<3>), 3;
}

/// A stream, a stream in blocks of 3 and of 8, and a sequence have the same bits; and so has training.
macro_rules! streams {
    ($($name:ident: $net:ty, $in:literal => $out:literal;)*) => {$(
        #[test]
        fn $name() {
            macro_rules! batch {
                ($b:literal) => {
                    type Step = SMatrix<f32, $in, $b>;
                    let net = network::<$net, f32>(7, 2.0);
                    let x: [Step; 24] = value(3, 2.0);
                    let whole = net.forward(&x);
                    let rest = <<$net as Stream<Step>>::State as State>::rest;

                    let mut state = rest();
                    let steps = x.map(|x| net.step(&mut state, &x));
                    assert_eq!(whole, steps, "step by step");

                    macro_rules! blocks {
                        ($n:literal) => {
                            let mut block_state = rest();
                            let mut y = Vec::new();
                            for x in x.as_chunks::<$n>().0 {
                                y.extend(net.step(&mut block_state, x));
                            }
                            assert_eq!(whole[..], y[..], "blocks of {}", $n);
                            assert_eq!(state, block_state, "blocks of {}", $n);
                        };
                    }
                    blocks!(3);
                    blocks!(8);
                    blocks!(24);
                    let mut same = state;
                    net.step(&mut same, &[] as &[Step; 0]);
                    assert_eq!(same, state, "no steps");

                    let (mut first, mut second) = ([x[0]; 12], [x[0]; 12]);
                    first.copy_from_slice(&x[..12]);
                    second.copy_from_slice(&x[12..]);
                    let mut trained = rest();
                    let (a, _) = net.train_from(&mut trained, &first, &mut generator(1));
                    let (b, _) = net.train_from(&mut trained, &second, &mut generator(1));
                    assert_eq!(whole[..], [a, b].as_flattened()[..], "in training");
                    assert_eq!(state, trained, "in training");

                    // Column j alone.
                    for j in 0..$b {
                        let alone = net.forward(&x.map(|x| x.column(j).into_owned()));
                        assert_eq!(whole.map(|y| y.column(j).into_owned()), alone, "column {j}");
                    }
                };
            }
            { batch!(1); }
            { batch!(5); }
        }
    )*};
}

streams! {
    lstm_streams: Lstm<3, 5>, 3 => 5;
    gru_streams: Gru<3, 5>, 3 => 5;
    fast_gru_streams: (Gru<1, 16, f32, (FastSigmoid, FastTanh)>, Dense<16, 1>), 1 => 1;
    gru_that_resets_before_streams: Gru<3, 5, f32, (Sigmoid, Tanh), ResetBefore>, 3 => 5;
    rnn_streams: Rnn<3, 5>, 3 => 5;
    cells_stream: (Gru<2, 9>, Rnn<9, 4, f32, Relu>, Lstm<4, 8>), 2 => 8;
    fast_lstm_streams: (Lstm<1, 16, f32, (FastSigmoid, FastTanh)>, Dense<16, 1>), 1 => 1;
    wrapped_lstms_stream: (Residual<Lstm<4, 4>>, Frozen<Lstm<4, 2>>), 4 => 2;
    stacked_lstms_stream: (Dense<2, 4>, Lstm<4, 9>, Tanh, Lstm<9, 8>, Dense<8, 3>), 2 => 3;
}

/// Truncated: the gradient is that of the block as a function of its inputs and the parameters, from the state
/// that it began with.
#[test]
fn a_block_is_trained_from_its_state() {
    let layer = network::<Lstm<2, 3, f64>, f64>(5, 1.0);
    let start = LstmState::<3, 2, f64>::new(
        [[0.3, -0.2, 0.9], [0.1, 0.5, -0.4]],
        [[1.3, -0.7, 0.2], [2.0, 0.1, 0.4]],
    );
    let x: [SMatrix<f64, 2, 2>; 4] = value(1, 1.0);
    let dy: [SMatrix<f64, 3, 2>; 4] = value(2, 1.0);
    let (y, cache) = layer.train_from(&mut start.clone(), &x, &mut generator(1));
    let mut gradient = Lstm::zeros();
    let dx = layer.backward(&x, &y, &cache, &dy, &mut gradient);
    let loss = |layer: &Lstm<2, 3, f64>, x: &[SMatrix<f64, 2, 2>; 4]| -> f64 {
        let y = layer.step(&mut start.clone(), x);
        y.iter().zip(&dy).map(|(y, dy)| y.dot(dy)).sum()
    };
    let h = 1e-5;
    for i in 0..16 {
        let mut moved = x;
        moved.set(i, x.get(i).unwrap() + h);
        let up = loss(&layer, &moved);
        moved.set(i, x.get(i).unwrap() - h);
        let slope = (up - loss(&layer, &moved)) / (2.0 * h);
        assert!((slope - dx.get(i).unwrap()).abs() < 1e-9, "input {i}");
    }
    for (j, g, u) in [(0, 0, 1), (1, 1, 0), (2, 2, 2), (0, 3, 1)] {
        let mut moved = layer.clone();
        moved.weight_hh_l0[j][g][u] += h;
        let up = loss(&moved, &x);
        moved.weight_hh_l0[j][g][u] -= 2.0 * h;
        let slope = (up - loss(&moved, &x)) / (2.0 * h);
        assert!((slope - gradient.weight_hh_l0[j][g][u]).abs() < 1e-9, "U of {j}, {g}, {u}");
    }
}

/// At z = ±90, where a gate is 0 or 1 to the last digit, its slope is e⁻⁹⁰, where y·(1 − y) would be 0.
#[test]
fn slopes_of_gates_are_exact_in_both_tails() {
    let tail = 8.194_012_623_990_515e-40_f64;
    for gate in [0, 1, 3] {
        for z in [90.0, -90.0] {
            let mut layer = Lstm::<1, 1, f64>::zeros();
            layer.bias_ih_l0 = [[0.25], [0.25], [0.5], [0.25]];
            layer.bias_ih_l0[gate] = [z];
            let x = [SVector::from([0.0])];
            // From a state, so that the forget gate has something to forget.
            let mut state = LstmState::<1, 1, f64>::new([[0.0]], [[2.0]]);
            let (y, cache) = layer.train_from(&mut state, &x, &mut generator(1));
            let mut gradient = Lstm::zeros();
            layer.backward(&x, &y, &cache, &[SVector::from([1.0])], &mut gradient);
            // Of order 1 times the slope, and no other.
            let slope = gradient.bias_ih_l0[gate][0];
            assert!(slope > 0.01 * tail && slope < 10.0 * tail, "gate {gate} at {z}: {slope:e}");
        }
    }
}

/// The same of a GRU, in both forms: its reset gate has something to reset, its update gate something to move.
#[test]
fn slopes_of_a_grus_gates_are_exact_in_both_tails() {
    fn check<R: Reset>() {
        let tail = 8.194_012_623_990_515e-40_f64;
        for gate in [0, 1] {
            for z in [90.0, -90.0] {
                let mut layer = Gru::<1, 1, f64, (Sigmoid, Tanh), R>::zeros();
                layer.weight_hh_l0[0][2] = [0.5];
                layer.bias_ih_l0 = [[0.25], [0.25], [0.5]];
                layer.bias_ih_l0[gate] = [z];
                let x = [SVector::from([0.0])];
                let mut state = Hidden::<1, 1, f64>::new([[-2.0]]);
                let (y, cache) = layer.train_from(&mut state, &x, &mut generator(1));
                let mut gradient = Gru::zeros();
                layer.backward(&x, &y, &cache, &[SVector::from([1.0])], &mut gradient);
                let slope = gradient.bias_ih_l0[gate][0].abs();
                assert!(
                    slope > 0.01 * tail && slope < 10.0 * tail,
                    "gate {gate} at {z}: {slope:e}"
                );
            }
        }
    }
    check::<ResetAfter>();
    check::<ResetBefore>();
}

/// How many steps of silence: `CONSTNET_SILENCE`, or as many as a debug build makes in a second.
fn silence() -> u64 {
    match std::env::var("CONSTNET_SILENCE") {
        Ok(steps) => steps.parse().unwrap_or_else(|error| panic!("{steps}: {error}")),
        Err(_) => 5_000,
    }
}

/// A state fades in silence, and ends at 0 before it is subnormal; so it stays.
fn fades<T: Scalar, S: State + Only<T> + PartialEq>(
    layer: &impl Stream<SVector<T, 1>, State = S>,
    mut state: S,
) {
    let least = 2.0_f64.powi(-100);
    for _ in 0..silence() {
        layer.step(&mut state, &SVector::from([T::zero()]));
        parameters::for_each(&state, |_, _, numbers: &[T]| {
            for x in numbers {
                assert!(x.to_f64() == 0.0 || x.to_f64().abs() >= least, "{:e}", x.to_f64());
            }
        });
    }
    assert!(state == State::rest());
}

#[test]
fn silence_forever_reaches_zero_and_no_subnormal_number() {
    fn check<T: Scalar>()
    where
        LstmState<4, 1, T>: Only<T>,
        Hidden<4, 1, T>: Only<T>,
    {
        let one = [[T::one(); 4]];
        let slow = [2.0, 0.0, -1.0, 4.0].map(T::from_f64);
        let mut lstm = Lstm::<1, 4, T>::zeros();
        lstm.bias_ih_l0[1] = slow;
        fades(&lstm, LstmState::new(one, one));
        let mut gru = Gru::<1, 4, T>::zeros();
        gru.bias_ih_l0[1] = slow;
        fades(&gru, Hidden::new(one));
        fades(&gru.reset::<ResetBefore>(), Hidden::new(one));
        let mut rnn = Rnn::<1, 4, T>::zeros();
        for (i, u) in [0.98, 0.5, -0.9, 0.1].into_iter().enumerate() {
            rnn.weight_hh_l0[i][0][i] = T::from_f64(u);
        }
        fades(&rnn, Hidden::new(one));
        fades(&rnn.function::<Identity>(), Hidden::new(one));
    }
    check::<f32>();
    check::<f64>();
}

#[test]
fn nan_stays_in_its_column_until_the_state_is_set() {
    let layer = network::<Lstm<2, 5>, f32>(4, 1.0);
    let mut state: LstmState<5, 2> = State::rest();
    layer.step(&mut state, &SMatrix::from([[1.0, f32::NAN], [1.0, 0.5]]));
    for _ in 0..3 {
        let y = layer.step(&mut state, &SMatrix::from([[0.0; 2]; 2]));
        assert!(
            y.column(0).iter().all(|y| y.is_nan()) && y.column(1).iter().all(|y| y.is_finite())
        );
    }
    state = State::rest();
    assert!(layer.step(&mut state, &SMatrix::from([[0.0; 2]; 2])).iter().all(|y| y.is_finite()));
}

#[test]
fn infinity_saturates_and_gives_no_nan_of_itself() {
    let layer = Lstm::<1, 1>::new([[[1.0]]; 4], [[[0.5]]; 4], [[0.0]; 4]);
    let y = layer.forward(&[f32::INFINITY, f32::NEG_INFINITY, 0.0].map(|x| SVector::from([x])));
    assert_eq!(numbers(&y).iter().filter(|y| !y.is_finite()).count(), 0, "{y:?}");
    assert_eq!(y.columns().len(), 3);
}
