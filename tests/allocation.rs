//! Inference and training steps allocate nothing, counted by an allocator.

use allocation_counter::measure;
use constnet::{StreamTrain, optimizers::schedule::Cosine, prelude::*};
use networks::Watch;
use std::hint::black_box;

#[path = "realtime/src/networks.rs"]
mod networks;

/// Forwards, and steps, of each network; in release a million.
const COUNT: usize = if cfg!(debug_assertions) { 250 } else { 1_000_000 };

network!(Policy: 18 => (Dense<18, 64>, Tanh, Dense<64, 64>, Tanh, Dense<64, 4>) => 4);
network!(Classifier: 64 => (
    Standardize<64>, Dense<64, 32>, LayerNorm<32>, Gelu, Dropout<Ratio<1, 10>>,
    Residual<(Dense<32, 32>, Silu)>, Dense<32, 10>
) => 10);
network!(Xor: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>) => 1);
type Double = (Dense<3, 12, f64>, Softplus, Frozen<Dense<12, 12, f64>>, Relu, Dense<12, 2, f64>);

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(black_box(Box::new(1)))).count_total, 1);
}

#[test]
fn inference_does_not_allocate() {
    let mut rng = constnet::random::generator(1);
    let (policy, classifier) = (Policy::init(&mut rng), Classifier::init(&mut rng));
    let (xor, double) = (Xor::init(&mut rng), Double::init(&mut rng));
    let chosen: &dyn Forward<SVector<f32, 18>, Output = SVector<f32, 4>> = &policy;
    let inputs = [SVector::<f32, 64>::repeat(0.5); 40];
    let mut outputs = [SVector::<f32, 10>::zeros(); 40];
    let found = measure(|| {
        for i in 0..COUNT {
            let x = i as f32 * 1e-6;
            black_box(chosen.forward(&SVector::repeat(x)));
            black_box(classifier.forward(&SVector::repeat(x)));
            black_box(xor.predict([x, -x]));
            black_box(double.forward(&SMatrix::<f64, 3, 5>::repeat(x.into())));
        }
        classifier.predict_all(&inputs, &mut outputs).unwrap();
        black_box(Softmax.forward(&outputs[0]));
    });
    assert_eq!(found.count_total, 0);
    assert!(outputs[39].iter().all(|y| y.is_finite()));
}

/// Steps of a network on one batch, counted. Its loss must fall: something is trained.
macro_rules! steps {
    ($net:ty, $optimizer:expr, $loss:expr, $x:expr, $targets:expr) => {{
        let mut rng = constnet::random::generator(1);
        let mut net = <$net>::init(&mut rng);
        let mut trainer = Trainer::boxed(&net, $optimizer);
        let (x, targets) = ($x, $targets);
        let (mut first, mut last) = (0.0, 0.0);
        let found = measure(|| {
            for i in 0..COUNT {
                last = trainer.step(&mut net, &x, &targets, &$loss, &mut rng).unwrap().loss;
                if i == 0 {
                    first = last;
                }
            }
            // An error allocates nothing either.
            let not_numbers = x.map(|x| (x - x) / (x - x));
            assert!(trainer.step(&mut net, &not_numbers, &targets, &$loss, &mut rng).is_err());
        });
        assert_eq!(found.count_total, 0);
        assert!(last < 0.5 * first, "{first} {last}");
    }};
}

#[test]
fn a_step_of_a_deep_classifier_does_not_allocate() {
    let x = SMatrix::<f32, 64, 8>::from_fn(|i, j| ((i * 7 + j * 3) % 16) as f32 / 16.0);
    let optimizer = AdamW::new(1e-3).clip_norm(1.0);
    steps!(Classifier, optimizer, SoftmaxCrossEntropy, x, [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_step_of_a_policy_does_not_allocate() {
    let x = SVector::<f32, 18>::from_fn(|i, _| i as f32 / 18.0 - 0.5);
    steps!(Policy, Adam::new(1e-3), MeanSquaredError, x, [[1.0, -1.0, 0.5, 0.0]]);
}

#[test]
fn a_step_of_a_tiny_network_does_not_allocate() {
    let x = SMatrix::<f32, 2, 4>::from([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
    let optimizer = Sgd::new(0.5).momentum(0.9);
    steps!(Xor, optimizer, SigmoidCrossEntropy, x, [false, true, true, false]);
}

#[test]
fn a_step_in_f64_does_not_allocate() {
    let x = SMatrix::<f64, 3, 5>::from_fn(|i, j| (i as f64 - j as f64) / 5.0);
    let optimizer = RmsProp::<1>::new(1e-2).clip_value(1.0).schedule(Cosine::new(COUNT as u64));
    steps!(Double, optimizer, Huber::new(), x, [[1.0, 0.0]; 5]);
}

/// Counts allocations in forwards and steps of a network; how many were watched.
struct Counting(usize);

impl Watch for Counting {
    fn watch<T, N, O, L, Target, const IN: usize, const OUT: usize, const B: usize>(
        &mut self,
        name: &str,
        net: &mut N,
        optimizer: O,
        loss: &L,
        x: &SMatrix<T, IN, B>,
        targets: &[Target; B],
    ) where
        T: Scalar,
        N: Backward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, Gradient: Only<T>>,
        O: Optimizer,
        L: Loss<SMatrix<T, OUT, B>, Target, Value = T>,
    {
        let mut rng = constnet::random::generator(1);
        let mut trainer = Trainer::boxed(net, optimizer);
        let found = measure(|| {
            for _ in 0..COUNT {
                black_box(net.forward(x));
                trainer.step(net, x, targets, loss, &mut rng).unwrap();
            }
        });
        assert_eq!(found.count_total, 0, "{name}");
        self.0 += 1;
    }

    fn watch_stream<
        N,
        O,
        L,
        Target,
        const IN: usize,
        const OUT: usize,
        const B: usize,
        const STEPS: usize,
    >(
        &mut self,
        name: &str,
        net: &mut N,
        optimizer: O,
        loss: &L,
        x: &[SMatrix<f32, IN, B>; STEPS],
        targets: &[Target; B],
    ) where
        N: Stream<SMatrix<f32, IN, B>>
            + StreamTrain<[SMatrix<f32, IN, B>; STEPS]>
            + Backward<
                [SMatrix<f32, IN, B>; STEPS],
                Output = [SMatrix<f32, OUT, B>; STEPS],
                Gradient: Only<f32>,
            >,
        O: Optimizer,
        L: Loss<[SMatrix<f32, OUT, B>; STEPS], Target, Value = f32>,
    {
        let mut rng = constnet::random::generator(1);
        let mut trainer = Trainer::boxed(net, optimizer);
        let (mut voice, mut tracks) = (State::rest(), State::rest());
        let found = measure(|| {
            for _ in 0..COUNT {
                x.iter().for_each(|x| _ = black_box(net.step(&mut voice, x)));
                trainer.step_from(net, &mut tracks, x, targets, loss, &mut rng).unwrap();
            }
        });
        assert_eq!(found.count_total, 0, "{name}");
        self.0 += 1;
    }
}

#[test]
fn nothing_of_the_library_allocates() {
    let mut counting = Counting(0);
    networks::each(&mut counting);
    assert_eq!(counting.0, 17);
}
