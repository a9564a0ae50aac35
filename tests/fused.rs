//! A fused step leaves the bits of a step, whatever the layers and the optimizer; what it does not
//! check, and what it does.

use constnet::{
    dual::Dual64,
    optimizers::{
        Fusible, StepError,
        schedule::{Cosine, WarmUp},
    },
    parameters::for_each,
    prelude::*,
    rand::Rng,
    training::TrainError,
};

/// Every number's bits.
fn bits<T: Scalar, N: Parameters + Only<T>>(value: &N) -> Vec<u64> {
    let mut all = Vec::new();
    for_each(value, |_, _, numbers: &[T]| {
        all.extend(numbers.iter().map(|number| number.to_f64().to_bits()));
    });
    all
}

/// Five steps both ways, side by side; then one whole step on what the fused ones left.
fn same<T, N, O, const IN: usize, const OUT: usize, const B: usize>(name: &str, optimizer: O)
where
    T: Scalar,
    N: Init + Clone + Only<T> + Parameters<Gradient: Only<T>>,
    N: Backward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>>,
    O: Fusible<Slots<N::Gradient>: Only<T>>,
{
    let what = format!("{name}, {IN} to {OUT}, batch {B}, {}", O::NAME);
    let mut rng = constnet::random::generator(3);
    let mut whole = N::init(&mut rng);
    let mut fused = whole.clone();
    let start = bits(&whole);
    let mut trainers = [Trainer::new(&whole, optimizer.clone()), Trainer::new(&whole, optimizer)];
    let mut rngs = [constnet::random::generator(4), constnet::random::generator(4)];
    for step in 0..6 {
        let x = SMatrix::from_fn(|_, _| T::from_f64(constnet::random::normal(&mut rng)));
        // A partial batch now and then.
        let targets: Vec<[T; OUT]> = (0..(B - step % 2).max(1))
            .map(|_| std::array::from_fn(|_| T::from_f64(constnet::random::unit(&mut rng))))
            .collect();
        let [a, b] = &mut trainers;
        let [rng_a, rng_b] = &mut rngs;
        let loss = &MeanSquaredError;
        let batch = MiniBatch::new(x, &targets).unwrap();
        let expected = a.step_batch(&mut whole, &batch, loss, rng_a).unwrap().loss;
        let found = if step < 5 {
            b.step_fused(&mut fused, &batch.x, &targets, loss, rng_b).unwrap()
        } else {
            b.step_batch(&mut fused, &batch, loss, rng_b).unwrap().loss
        };
        assert_eq!(expected.to_bits(), found.to_bits(), "{what}, step {step}: the loss");
        assert!(bits(&whole) == bits(&fused), "{what}, step {step}: the network");
        let [a, b] = [&trainers[0], &trainers[1]].map(|trainer| trainer.memory());
        assert!(bits(a.slots()) == bits(b.slots()), "{what}, step {step}: the memory");
        assert_eq!(a.steps(), b.steps());
    }
    assert_eq!(start == bits(&whole), N::Gradient::COUNT == 0, "{what}: nothing moved");
}

/// One network with every optimizer.
macro_rules! with_every_optimizer {
    ($name:literal: $t:ty, $in:literal => $net:ty => $out:literal, $($batch:literal)*) => {$(
        with_every_optimizer!(@each $name $t, $net, $in, $out, $batch;
            Sgd::new(0.01), Sgd::new(0.01).weight_decay(0.1), Sgd::new(0.01).momentum(0.9),
            Sgd::new(0.01).nesterov(0.5).weight_decay(0.1),
            RmsProp::new(1e-3), RmsProp::new(1e-3).momentum(0.5), RmsProp::new(1e-3).centered(),
            Adam::new(1e-3), Adam::new(1e-3).weight_decay(0.1), AdamW::new(1e-3),
            Adam::new(1e-2).schedule(WarmUp::new(2).then(Cosine::new(3).floor(0.1))));
    )*};
    (@each $name:literal $t:ty, $net:ty, $in:literal, $out:literal, $batch:literal; $($optimizer:expr),*) => {
        $(same::<$t, $net, _, $in, $out, $batch>($name, $optimizer);)*
    };
}

#[test]
fn dense_layers_of_every_width() {
    // Narrow rows, half a vector, whole ones, three in the last strip, gathered samples.
    with_every_optimizer!("a line": f32, 1 => Dense<1, 1> => 1, 1 3);
    with_every_optimizer!("one output": f32, 19 => Dense<19, 1> => 1, 1 5);
    with_every_optimizer!("narrow": f32, 5 => (Dense<5, 7>, Tanh, Dense<7, 3>, Tanh, Dense<3, 2>) => 2, 1 4);
    with_every_optimizer!("wide": f32, 13 => (Dense<13, 70>, Relu, Dense<70, 24>) => 24, 1 6);
}

#[test]
fn layers_of_every_kind() {
    type Inside<T> = (Dense<9, 8, T>, Silu, Dense<8, 9, T>);
    type Every<T> = (
        Standardize<4, T>,
        (Dense<4, 9, T>, Elu, LayerNorm<9, T>),
        Dropout<1, 4>,
        Residual<Inside<T>>,
        Frozen<(Dense<9, 5, T>, Gelu)>,
        Dense<5, 6, T>,
        Softmax,
        Unstandardize<6, T>,
    );
    with_every_optimizer!("every kind": f32, 4 => Every<f32> => 6, 1 5);
    with_every_optimizer!("every kind, f64": f64, 4 => Every<f64> => 6, 3);
    with_every_optimizer!("numbers of elsewhere": Dual64, 4 => Every<Dual64> => 6, 2);
    type Functions = (
        (Dense<3, 8>, Softplus, LeakyRelu, Sigmoid, Identity),
        (FastSigmoid, FastTanh, HardTanh, HardSigmoid, HardSwish, LogSoftmax),
        Residual<LayerNorm<8>>,
    );
    with_every_optimizer!("functions": f32, 3 => Functions => 8, 7);
    // The first layer that trains anything has no input gradient to give.
    type First = (Relu, Residual<(Dense<3, 5>, Tanh, Dense<5, 3>)>, Dense<3, 2>);
    with_every_optimizer!("a residual first": f32, 3 => First => 2, 4);
    with_every_optimizer!("a residual first, elsewhere": Dual64, 2 => Residual<Dense<2, 2, Dual64>> => 2, 3);
    with_every_optimizer!("aligned": f32, 3 => Aligned<(Dense<3, 9>, Tanh, Aligned<Dense<9, 2>>)> => 2, 1 6);
    with_every_optimizer!("aligned first": f32, 3 => (Relu, Aligned<Dense<3, 5>>, Tanh, Aligned<Dense<5, 2>>) => 2, 1 4);
    with_every_optimizer!("aligned, elsewhere": Dual64, 2 => Aligned<(Dense<2, 3, Dual64>, Relu)> => 3, 2);
    with_every_optimizer!("nothing to train": f32, 2 => (Frozen<Dense<2, 3>>, Relu) => 3, 2);
}

/// A layer that says nothing of fused steps: y = w∘x.
#[derive(Clone)]
struct Scale<const N: usize> {
    weight: SVector<f32, N>,
}
parameters! { [const N: usize] Scale<N> as f32 { weight: vector } }

impl<const N: usize, const B: usize> Forward<SMatrix<f32, N, B>> for Scale<N> {
    type Output = SMatrix<f32, N, B>;
    fn forward(&self, x: &Self::Output) -> Self::Output {
        SMatrix::from_fn(|i, j| self.weight[i] * x[(i, j)])
    }
}
impl<const N: usize, const B: usize> Backward<SMatrix<f32, N, B>> for Scale<N> {
    type Cache = ();
    fn forward_train<R: Rng + ?Sized>(&self, x: &Self::Output, _: &mut R) -> (Self::Output, ()) {
        (self.forward(x), ())
    }
    fn backward_input(
        &self,
        _: &Self::Output,
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
    ) -> Self::Output {
        self.forward(dy)
    }
    fn backward_parameters(
        &self,
        x: &Self::Output,
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
        gradient: &mut Self,
    ) {
        (0..B).for_each(|j| (0..N).for_each(|i| gradient.weight[i] += dy[(i, j)] * x[(i, j)]));
    }
}
impl<const N: usize> Init for Scale<N> {
    fn reset<I: constnet::Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {
        self.weight.fill(0.75);
    }
}

#[test]
fn a_layer_of_a_users_own() {
    type Net = (Scale<3>, Dense<3, 4>, Residual<Scale<4>>, (Tanh, Scale<4>));
    with_every_optimizer!("own layers": f32, 3 => Net => 4, 1 3);
}

#[test]
fn steps_of_both_kinds_may_alternate() {
    type Net = (Dense<2, 9>, Tanh, Dense<9, 1>);
    fn run<O: Fusible>(optimizer: O, fused: impl Fn(usize) -> bool) -> (Vec<u64>, u64) {
        let mut rng = constnet::random::generator(1);
        let mut net = Net::init(&mut rng);
        let mut trainer = Trainer::new(&net, optimizer);
        for i in 0..30 {
            let x = SMatrix::<f32, 2, 4>::from_fn(|r, c| ((i + 3 * r + c) % 7) as f32 / 7.0);
            let targets = [0.5, -0.5, 0.25, 1.0];
            if fused(i) {
                trainer.step_fused(&mut net, &x, &targets, &MeanSquaredError, &mut rng).unwrap();
            } else {
                trainer.step(&mut net, &x, &targets, &MeanSquaredError, &mut rng).unwrap();
            }
        }
        (bits::<f32, _>(&net), trainer.memory().steps())
    }
    for optimizer in [Adam::new(0.01), Adam::new(1e-4).weight_decay(0.1)] {
        let expected = run(optimizer, |_| false);
        assert_eq!(expected.1, 30);
        assert_eq!(run(optimizer, |_| true), expected);
        assert_eq!(run(optimizer, |i| i % 3 == 1), expected);
    }
    let sgd = Sgd::new(0.05).momentum(0.9);
    assert_eq!(run(sgd, |i| i % 2 == 0), run(sgd, |_| false));
}

// What is checked before anything changes, and what is not.

type Two = (Dense<1, 1>, Dense<1, 1>);

fn two() -> Two {
    (Dense::new([[2.0]], [0.0]), Dense::new([[3.0]], [0.5]))
}

#[test]
fn an_error_leaves_everything_as_it_was() {
    fn refused<O: Fusible, L: Loss<SVector<f32, 1>, f32, Value = f32>>(
        optimizer: O,
        loss: L,
        x: f32,
        target: f32,
    ) -> String {
        let mut net = two();
        let mut rng = constnet::random::generator(1);
        let mut trainer = Trainer::new(&net, optimizer);
        let x = SVector::from([x]);
        let error = trainer.step_fused(&mut net, &x, &[target], &loss, &mut rng).unwrap_err();
        assert!(net == two());
        assert_eq!(trainer.memory().steps(), 0);
        error.to_string()
    }
    let mse = MeanSquaredError;
    assert_eq!(
        refused(Sgd::new(-1.0), mse, 1.0, 1.0),
        "learning rate is -1, expected a number from 0 that is finite in the network's number type"
    );
    assert!(refused(Adam::new(1e-3).epsilon(0.0), mse, 1.0, 1.0).starts_with("ε is 0"));
    assert!(refused(RmsProp::new(1e-3).alpha(1.0), mse, 1.0, 1.0).starts_with("α is 1"));
    let bad = Sgd::new(0.1).schedule(|_| f64::NAN);
    assert!(refused(bad, mse, 1.0, 1.0).starts_with("schedule's factor is NaN"));
    assert_eq!(
        refused(Sgd::new(0.1), mse, 1.0, f32::NAN),
        "the target of sample 0 is NaN, expected a finite number"
    );
    assert!(refused(Sgd::new(0.1), Huber::delta(-1.0), 1.0, 1.0).contains("-1"));
    let error = refused(Sgd::new(0.1), mse, 1e30, 1.0);
    assert!(error.starts_with("the loss is inf"), "{error}");
}

/// A rate that carries the first weight beyond every number: it is stored, and the next step, of
/// either kind, names the tensor.
#[test]
fn what_overflows_is_stored_and_named_by_the_next_step() {
    let mut net = two();
    let mut rng = constnet::random::generator(1);
    let mut trainer = Trainer::new(&net, Sgd::new(1e38));
    let x = SVector::from([1e3]);
    let mse = MeanSquaredError;
    trainer.step_fused(&mut net, &x, &[0.0], &mse, &mut rng).unwrap();
    assert!(!net.0.weight[0].is_finite());
    assert_eq!(trainer.memory().steps(), 1);
    let x = SVector::from([1.0]);
    for _ in 0..2 {
        let fused = trainer.step_fused(&mut net, &x, &[0.0], &mse, &mut rng).unwrap_err();
        let whole = trainer.step(&mut net, &x, &[0.0], &mse, &mut rng).unwrap_err();
        // Not NaN, so that errors compare.
        assert_eq!(fused, whole);
        assert_eq!(
            fused.to_string(),
            "`0.weight` (layer `Dense`) was already not finite; the step was not taken"
        );
    }
    assert_eq!(trainer.memory().steps(), 1);
}

/// g² overflows in Adam's memory while the weights stay finite: only a whole step looks there.
#[test]
fn a_memory_that_overflows_is_found_by_a_whole_step() {
    let mut net = Dense::<1, 1>::new([[0.0]], [0.0]);
    let mut rng = constnet::random::generator(1);
    let mut trainer = Trainer::new(&net, Adam::new(1e-3));
    let x = SVector::from([1e25_f32]);
    trainer.step_fused(&mut net, &x, &[-1.0], &MeanSquaredError, &mut rng).unwrap();
    assert!(net.weight[0].is_finite());
    assert!(trainer.memory().slots()[1].weight[0].is_infinite());
    let error = trainer.step(&mut net, &SVector::from([1.0]), &[0.0], &MeanSquaredError, &mut rng);
    let TrainError::Step(StepError::Memory(path)) = error.unwrap_err() else { panic!() };
    assert_eq!(path.to_string(), "weight");
}
