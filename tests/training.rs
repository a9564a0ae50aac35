//! Training: data, steps, the loop, and what happens when they go wrong.

use constnet::{
    dual::Dual64,
    losses::LossError,
    prelude::*,
    training::{
        DataError, FitError, Set, Stop, TrainError, Trainable, evaluate, evaluate_with, metrics,
    },
};

network!(Xor: 2 => (Dense<2, 6>, Tanh, Dense<6, 1>) => 1);
network!(Exact<f64>: 2 => (Dense<2, 5, f64>, Tanh, Dense<5, 3, f64>) => 3);

const INPUTS: [[f32; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];

fn bits<const N: usize, const M: usize>(net: &Dense<N, M>) -> Vec<u32> {
    net.weight.iter().chain(net.bias.iter()).map(|w| w.to_bits()).collect()
}

/// A step needs of a number type what `Scalar` has, and nothing of `f32` and `f64`.
#[test]
fn numbers_of_elsewhere_are_trained_as_f64s() {
    type Net<T> =
        (Dense<2, 5, T>, Tanh, Residual<(LayerNorm<5, T>, Dense<5, 5, T>)>, Dense<5, 3, T>);
    let (mut net, mut dual) = (Net::<f64>::zeros(), Net::<Dual64>::zeros());
    let optimizer = AdamW::new(0.01).clip_norm(1.0);
    let (mut trainer, mut of_dual) =
        (Trainer::new(&net, optimizer), Trainer::new(&dual, optimizer));
    let [mut rng, mut rng_of_dual] = [1, 1].map(constnet::random::generator);
    net.reset(&constnet::init::FanIn, &mut rng);
    dual.reset(&constnet::init::FanIn, &mut rng_of_dual);
    let x = SMatrix::<f64, 2, 2>::from([[0.5, -1.0], [2.0, 0.25]]);
    for _ in 0..20 {
        let loss = SoftmaxCrossEntropy;
        let step = trainer.step(&mut net, &x, &[2, 0], &loss, &mut rng).unwrap();
        let x = x.map(Dual64::from_re);
        let same = of_dual.step(&mut dual, &x, &[2, 0], &loss, &mut rng_of_dual).unwrap();
        assert!((step.loss - same.loss).abs() < 1e-12 * step.loss, "{step:?} {same:?}");
    }
    let distance = net.3.weight - dual.3.weight.map(|weight| weight.re);
    assert!(distance.amax() < 1e-12, "{distance}");
}

#[test]
fn the_same_seed_gives_the_same_bits() {
    let inputs = INPUTS.map(SVector::from);
    let data = Dataset::new(&inputs, &[false, true, true, false]).unwrap();
    let train = |seed| {
        let mut net = Xor::init(&mut constnet::random::generator(5));
        let plan = Fit::new(seed).epochs(20).batch(BatchSize::<3>);
        fit(&mut net, &data, &SigmoidCrossEntropy, Adam::new(0.01), &plan).unwrap();
        (bits(&net.0), bits(&net.2))
    };
    assert_eq!(train(1), train(1));
    assert_ne!(train(1), train(2));
}

#[test]
fn a_partial_batch_is_a_mean_over_its_own_samples() {
    // Three samples in a batch of eight: the loss and gradient of a batch of three.
    let mut rng = constnet::random::generator(1);
    let net = Exact::init(&mut rng);
    let samples = [[0.1, 0.7], [-0.4, 0.2], [0.9, -0.3]].map(SVector::from);
    let targets = [2, 0, 1];
    let loss = SoftmaxCrossEntropy;
    let data = Dataset::classes(&samples, &targets, 3).unwrap();

    let step = |net: &Exact, full: bool| {
        let mut net = net.clone();
        let mut rng = constnet::random::generator(1);
        let mut trainer = Trainer::new(&net, Sgd::new(0.5));
        let trained = if full {
            let x = SMatrix::<f64, 2, 3>::from_columns(&samples);
            trainer.step(&mut net, &x, &targets, &loss, &mut rng)
        } else {
            let batch = data.batches(BatchSize::<8>, &[0, 1, 2]).next().unwrap();
            trainer.step_batch(&mut net, &batch, &loss, &mut rng)
        };
        (trained.unwrap().loss, net)
    };
    let ((loss3, net3), (loss8, net8)) = (step(&net, true), step(&net, false));
    assert_eq!(loss3, loss8);
    assert!(net3.0 == net8.0 && net3.2 == net8.2);
    assert!(net3.0 != net.0);
}

#[test]
fn a_mini_batch_is_of_the_first_columns() {
    let x = SMatrix::<f32, 1, 4>::new(1.0, 2.0, f32::NAN, f32::NAN);
    let batch = MiniBatch::new(x, &[0.5, 0.25]).unwrap();
    assert_eq!(
        (batch.x, batch.targets()),
        (SMatrix::from([[1.0], [2.0], [1.0], [1.0]]), &[0.5, 0.25][..])
    );
    let whole = MiniBatch::new(x, &[true; 4]).unwrap();
    assert!(whole.targets() == [true; 4] && whole.x[3].is_nan());
    assert_eq!(MiniBatch::new(x, &[0_usize; 0]).unwrap_err(), LossError::Empty);
    let error = MiniBatch::new(x, &[0; 5]).unwrap_err();
    assert_eq!(error.to_string(), "5 targets for a batch of 4");
}

/// Of a million equal losses, where a plain sum loses its last four digits.
#[test]
fn the_mean_of_many_losses_is_right_to_its_last_digits() {
    let n = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
    let (inputs, targets) = (vec![SVector::<f64, 1>::zeros(); n], vec![0.3_f64; n]);
    let data = Dataset::new(&inputs, &targets).unwrap();
    let exact = MeanSquaredError.value(&SVector::from([0.0]), &[0.3]).unwrap();
    let near = |mean: f64| (mean - exact).abs() <= 4.0 * (exact.next_up() - exact);

    let mut net = Dense::<1, 1, f64>::zeros();
    let mean = evaluate_with(&net, &data, &MeanSquaredError, BatchSize::<1>).unwrap();
    assert!(near(mean), "{}", mean / exact - 1.0);

    let plan = Fit::new(1).epochs(1).batch(BatchSize::<1>);
    let report = fit(&mut net, &data, &MeanSquaredError, Sgd::new(0.0), &plan).unwrap();
    assert!(near(report.loss()), "{}", report.loss() / exact - 1.0);
    // The gradient of the bias alone, −2·0.3.
    let norm = report.epochs[0].gradient_norm;
    assert!((norm - 0.6).abs() <= 4.0 * (0.6_f64.next_up() - 0.6), "{}", norm / 0.6 - 1.0);
}

/// ln x, for x above 0: at 0 neither it nor its slope is finite.
#[derive(Clone, Copy)]
struct Ln;

impl Elementwise for Ln {
    fn value<T: Scalar>(&self, x: T) -> T {
        x.ln()
    }
    fn chain<T: Scalar>(&self, x: T, _: T, dy: T) -> T {
        dy / x
    }
}
elementwise! { [] Ln }

#[test]
fn columns_that_do_not_count_hold_a_sample_and_not_zeros() {
    let inputs = [1.0, 2.0, 3.0, 4.0, 5.0].map(|x| SVector::<f32, 1>::from([x]));
    let data = Dataset::new(&inputs, &[0.0_f32, 0.7, 1.1, 1.4, 1.6]).unwrap();
    let last = data.batches(BatchSize::<4>, &[0, 1, 2, 3, 4]).last().unwrap();
    assert_eq!((last.x, last.targets()), (SMatrix::from([[5.0]; 4]), &[1.6][..]));
    let mut net = (Ln, Dense::<1, 1>::zeros());
    let plan = Fit::new(1).epochs(100).batch(BatchSize::<4>);
    let report = fit(&mut net, &data, &MeanSquaredError, Sgd::new(0.1), &plan).unwrap();
    assert!(report.loss() < 0.01, "{}", report.loss());
}

/// Every bit of a gradient is that of the samples alone, whatever the missing columns hold.
#[test]
fn missing_columns_leave_no_bit_in_the_gradient() {
    type Net = (Dense<2, 3>, Gelu, LayerNorm<3>, Residual<(Dense<3, 3>, Tanh)>, Dense<3, 1>);
    let net = Net::init(&mut constnet::random::generator(3));
    let gradient = |x: &SMatrix<f32, 2, 5>| {
        let mut gradient = <Net as Parameters>::Gradient::zeros();
        let (y, cache) = net.forward_train(x, &mut constnet::random::generator(1));
        let (_, dy) = MeanSquaredError.gradient_of_first(&y, &[0.5, -0.5]).unwrap();
        net.backward_parameters(x, &y, &cache, &dy, &mut gradient);
        let mut bits = Vec::new();
        constnet::parameters::for_each(&gradient, |_, _, numbers: &[f32]| {
            bits.extend(numbers.iter().map(|number| number.to_bits()));
        });
        bits
    };
    let (a, b) = ([0.25, -0.0], [-1.5, 3.0]);
    let expected = gradient(&SMatrix::from([a, b, [0.0; 2], [0.0; 2], [0.0; 2]]));
    assert_eq!(gradient(&SMatrix::from([a, b, a, a, a])), expected);
    assert_eq!(gradient(&SMatrix::from([a, b, b, a, b])), expected);
}

#[test]
fn the_loss_of_an_epoch_counts_every_sample_once() {
    // With a rate of 0 nothing moves, so the epoch's loss is that of the data.
    let inputs: Vec<_> = (0..10).map(|i| SVector::from([i as f32, 1.0])).collect();
    let targets: Vec<f32> = (0..10).map(|i| i as f32 * 0.5).collect();
    let data = Dataset::new(&inputs, &targets).unwrap();
    let mut net = Xor::init(&mut constnet::random::generator(2));
    let whole = evaluate(&net, &data, &MeanSquaredError).unwrap();
    let plan = Fit::new(1).epochs(1).batch(BatchSize::<4>).validation(data);
    let report = fit(&mut net, &data, &MeanSquaredError, Sgd::new(0.0), &plan).unwrap();
    let epoch = report.epochs[0];
    assert!((epoch.loss - whole).abs() < 1e-6 * whole, "{} {whole}", epoch.loss);
    assert!((epoch.validation.unwrap() - whole).abs() < 1e-6 * whole);
    // As a sum, too.
    let sum = evaluate_with(&net, &data, &SquaredErrorSum, BatchSize::<4>).unwrap();
    assert!((sum - 10.0 * whole).abs() < 1e-5 * sum);
}

#[test]
fn early_stopping_keeps_the_best_weights() {
    // A rate at which the loss falls at first and then jumps about.
    let inputs = INPUTS.map(SVector::from);
    let data = Dataset::new(&inputs, &[0.5_f32, -0.5, 0.25, 0.75]).unwrap();
    let measure = |net: &Xor| evaluate(net, &data, &MeanSquaredError).unwrap();
    let mut net = Xor::init(&mut constnet::random::generator(3));
    let mut losses = vec![measure(&net)];
    let plan = Fit::new(1).epochs(200).validation(data).patience(5);
    let report = fit(&mut net, &data, &MeanSquaredError, Sgd::new(0.9), &plan).unwrap();
    losses.extend(report.epochs.iter().map(|epoch| epoch.validation.unwrap()));
    let lowest = losses.iter().copied().fold(f64::INFINITY, f64::min);
    assert_eq!(losses[report.best], lowest);
    assert_eq!(measure(&net), lowest);
    assert!(report.best > 0 && *losses.last().unwrap() > lowest);
    assert_eq!((report.stop, report.epochs.len()), (Stop::Patience, report.best + 5));
}

#[test]
fn patience_ends_training() {
    let inputs = INPUTS.map(SVector::from);
    let data = Dataset::new(&inputs, &[0.0_f32; 4]).unwrap();
    let mut net = Xor::zeros();
    let plan = Fit::new(1).epochs(50).validation(data).patience(3);
    // The loss is 0 from the start: no epoch is better.
    let report = fit(&mut net, &data, &MeanSquaredError, Sgd::new(0.1), &plan).unwrap();
    assert_eq!((report.stop, report.epochs.len(), report.best), (Stop::Patience, 3, 0));
}

#[test]
fn an_observer_sees_every_epoch_and_may_end_it() {
    use std::ops::ControlFlow;
    let inputs = INPUTS.map(SVector::from);
    let data = Dataset::new(&inputs, &[false, true, true, false]).unwrap();
    let mut net = Xor::init(&mut constnet::random::generator(5));
    let mut seen = Vec::new();
    let report = fit_with(
        &mut net,
        &data,
        &SigmoidCrossEntropy,
        Adam::default(),
        &Fit::new(1),
        |epoch, net| {
            seen.push((epoch.number, net.predict([0.0, 0.0])[0]));
            if epoch.number == 4 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    )
    .unwrap();
    assert_eq!(report.stop, Stop::Observer);
    assert_eq!(seen.iter().map(|s| s.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(seen[0].1 != seen[3].1);
}

#[test]
fn a_failed_step_leaves_the_network_as_it_was() {
    let mut rng = constnet::random::generator(1);
    let mut net = Xor::init(&mut rng);
    let before = (bits(&net.0), bits(&net.2));
    let mut trainer = Trainer::new(&net, Adam::new(0.1));
    let x = SMatrix::<f32, 2, 2>::from_columns(&[[1.0, f32::NAN].into(), [1.0, 0.0].into()]);
    let error = trainer.step(&mut net, &x, &[true, false], &SigmoidCrossEntropy, &mut rng);
    assert!(matches!(error, Err(TrainError::NonFiniteLoss(loss)) if loss.is_nan()));
    // A gradient that overflows: the loss is finite, the first layer's gradient is not.
    let x = SMatrix::<f32, 2, 1>::new(0.0, 3e38);
    net.0.weight.fill(0.0);
    net.2.weight.fill(3e38);
    let error =
        trainer.step_with(&mut net, &x, &mut rng, |_| Ok::<_, TrainError>(SVector::from([10.0])));
    assert_eq!(
        error.unwrap_err().to_string(),
        "`0.weight` (layer `Dense`) has a gradient that is not finite; the step was not taken"
    );
    assert_eq!(trainer.memory().steps(), 0);
    assert_eq!(bits(&net.0)[12..], before.0[12..]);
}

/// What a step of `Trainer` leaves when its loss, its gradient, the optimizer's memory or a weight
/// would not be finite, after good steps: every bit of the weights, the memory and the count.
#[test]
fn a_step_at_fault_anywhere_leaves_everything_as_it_was() {
    type Net = (Dense<1, 1>, Dense<1, 1>);
    /// y = b·a·x + c
    const fn net(a: f32, b: f32, c: f32) -> Net {
        (Dense::new([[a]], [0.0]), Dense::new([[b]], [c]))
    }
    const START: Net = net(0.5, 0.25, 0.0);
    fn refused<O>([gentle, optimizer]: [O; 2], net: &Net, x: f32, target: f32) -> String
    where
        O: Optimizer<Slots<Net>: Only<f32> + Clone + PartialEq>,
    {
        let mut rng = constnet::random::generator(1);
        let (loss, x) = (MeanAbsoluteError, SVector::from([x]));
        let mut trainer = Trainer::new(net, gentle);
        let mut other = START;
        for _ in 0..3 {
            trainer.step(&mut other, &SVector::from([1.0]), &[0.5], &loss, &mut rng).unwrap();
        }
        *trainer.optimizer() = optimizer;
        let (mut stepped, memory) = (net.clone(), trainer.memory().clone());
        let result = trainer.step(&mut stepped, &x, &[target], &loss, &mut rng);
        assert!(stepped == *net && *trainer.memory() == memory && memory.steps() == 3);
        result.unwrap_err().to_string()
    }
    let all = |rate: f64, net: Net, x: f32, target: f32, says: &str| {
        for error in [
            refused([1e-3, rate].map(Adam::new), &net, x, target),
            refused([1e-3, rate].map(|rate| AdamW::new(rate).weight_decay(0.0)), &net, x, target),
            refused([1e-3, rate].map(RmsProp::new), &net, x, target),
        ] {
            assert!(error.contains(says), "{error}");
        }
    };
    // y = 1e40. Else |∂L/∂y| = 1.
    all(1e-3, net(1e20, 1.0, 0.0), 1e20, 0.0, "the loss is inf");
    // ∂L/∂a = b·x = 1e41
    all(1e-3, net(1e-30, 1e21, 0.0), 1e20, 0.0, "`0.weight` (layer `Dense`) has a gradient");
    // ∂L/∂a = 1e20, whose square the memory cannot hold.
    all(1e-3, net(1e-9, 1.0, 0.0), 1e20, 0.0, "`0.weight` (layer `Dense`) would give the optim");
    // c goes up from 2e38, and in the first steps about as far as the rate.
    all(3e38, net(0.0, 0.0, 2e38), 0.0, 3e38, "would become not finite");
}

#[test]
fn errors_of_fit_say_where() {
    let inputs = INPUTS.map(SVector::from);
    let data = Dataset::new(&inputs, &[0.0_f32, 1.0, 1.0, 3e38]).unwrap();
    let mut net = Xor::init(&mut constnet::random::generator(1));
    let before = (bits(&net.0), bits(&net.2));
    let error = fit(&mut net, &data, &MeanSquaredError, Sgd::new(0.1), &Fit::new(1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "epoch 1, step 1: the loss is inf: the learning rate may be too large, or the data not \
         scaled; the step was not taken"
    );
    assert_eq!((bits(&net.0), bits(&net.2)), before);
    let error = fit(&mut net, &data, &MeanSquaredError, Sgd::new(f64::NAN), &Fit::new(1));
    assert!(matches!(error, Err(FitError::Step { epoch: 1, step: 1, .. })));
}

#[test]
fn bad_data_is_an_error_that_says_what_and_where() {
    let good = [SVector::from([1.0_f32])];
    let bad = [SVector::from([1.0_f32]), SVector::from([f32::INFINITY])];
    let message = |error: DataError| error.to_string();
    assert_eq!(
        Dataset::<SVector<f32, 1>, f32>::new(&[], &[]).map(|_| ()).map_err(message),
        Err("the data set is empty".into())
    );
    assert_eq!(
        Dataset::new(&good, &[1.0_f32, 2.0]).map(|_| ()).map_err(message),
        Err("1 inputs and 2 targets, expected as many of one as of the other".into())
    );
    assert_eq!(
        Dataset::new(&bad, &[true, false]).map(|_| ()).map_err(message),
        Err("feature 0 of sample 1 is inf, expected a finite number".into())
    );
    assert_eq!(
        Dataset::new(&good, &[f32::NAN]).map(|_| ()).map_err(message),
        Err("the target of sample 0 is NaN, expected a finite number".into())
    );
    assert_eq!(
        Dataset::classes(&good, &[10], 10).map(|_| ()).map_err(message),
        Err("sample 0 is of class 10, expected 0 to 9".into())
    );
    let range = "expected a number from 0 to 1";
    for (target, found) in [(1.5_f32, "1.5"), (-0.25, "-0.25"), (f32::NAN, "NaN")] {
        assert_eq!(
            Dataset::probabilities(&good, &[[0.0, target]]).map(|_| ()).map_err(message),
            Err(format!("the target of sample 0, at `[1]`, is {found}, {range}"))
        );
    }
    assert!(Dataset::probabilities(&good, &[[true, false]]).is_ok());
}

/// What `fit` says of a plan or of data that it refuses, and that it leaves the network alone.
#[track_caller]
fn refused<Target: Clone + Sync, L: Loss<SMatrix<f32, 1, 32>, Target, Value = f32> + Sync>(
    data: &Dataset<'_, SVector<f32, 2>, Target>,
    loss: L,
    plan: &Fit<'_, SVector<f32, 2>, Target>,
) -> String
where
    Xor: Trainable<SVector<f32, 2>, Target, L, 32>,
{
    let mut net = Xor::init(&mut constnet::random::generator(1));
    let before = net.clone();
    let error = fit(&mut net, data, &loss, Sgd::new(0.1), plan).unwrap_err();
    assert!(net == before);
    error.to_string()
}

#[test]
fn fit_refuses_targets_before_the_first_step_and_names_the_sample() {
    // 100 samples, so that the sample is not in the first batch, wherever the shuffle puts it.
    let inputs = vec![SVector::from([0.5, 0.5]); 100];
    let mut targets = vec![1.0_f32; 100];
    let good = targets.clone();
    targets[77] = 1.5;
    let (data, good) =
        (Dataset::new(&inputs, &targets).unwrap(), Dataset::new(&inputs, &good).unwrap());
    let plan = Fit::new(1).epochs(1);
    let range = "the target of sample 77 is 1.5, expected a probability from 0 to 1";
    assert_eq!(refused(&data, SigmoidCrossEntropy, &plan), format!("training data: {range}"));
    let plan = plan.validation(data);
    assert_eq!(refused(&good, SigmoidCrossEntropy, &plan), format!("validation data: {range}"));

    // Three classes in the data, and a network with one output.
    let mut targets = [0; 100];
    targets[55] = 2;
    let data = Dataset::classes(&inputs, &targets, 3).unwrap();
    assert_eq!(
        refused(&data, SoftmaxCrossEntropy, &Fit::new(1)),
        "training data: sample 55 is of class 2, expected 0, the only class"
    );
}

#[test]
fn an_output_that_the_loss_refuses_is_that_of_a_sample_of_the_data() {
    // y = x, and the only x that is no probability is that of sample 77.
    let mut inputs = vec![SVector::from([0.5]); 100];
    inputs[77] = SVector::from([1.25]);
    let targets = [0.5_f32; 100];
    let data = Dataset::new(&inputs, &targets).unwrap();
    let mut line = Dense::<1, 1>::new([[1.0]], [0.0]);
    let wanted = "output 0 of sample 77 is 1.25, expected a probability from 0 to 1";

    let error = evaluate(&line, &data, &BinaryCrossEntropy).unwrap_err();
    assert_eq!(error.to_string(), wanted);
    let plan = Fit::new(1).batch(BatchSize::<8>);
    let sgd = Sgd::new(0.0);
    let error = fit(&mut line, &data, &BinaryCrossEntropy, sgd, &plan).unwrap_err();
    assert_eq!(error.to_string(), format!("epoch 1, training data: {wanted}"));
    let good = Dataset::new(&inputs[..70], &targets[..70]).unwrap();
    let error = fit(&mut line, &good, &BinaryCrossEntropy, sgd, &plan.validation(data));
    assert!(matches!(error, Err(FitError::Loss { set: Set::Validation, epoch: 0, .. })));
}

#[test]
fn fit_refuses_settings_before_the_first_step() {
    let inputs = INPUTS.map(SVector::from);
    let data = Dataset::new(&inputs, &[0.5_f32; 4]).unwrap();
    let plan = || Fit::new(1);
    let none = "the number of epochs is 0, expected at least 1";
    assert_eq!(refused(&data, MeanSquaredError, &plan().epochs(0)), none);
    assert_eq!(
        refused(&data, MeanSquaredError, &plan().patience(3)),
        "a patience needs validation data, whose loss it waits for"
    );
    assert_eq!(
        refused(&data, MeanSquaredError, &plan().validation(data).patience(0)),
        "the patience is 0, expected at least 1"
    );
    let delta =
        "δ is -1, expected a number that is finite and above 0 in the network's number type";
    assert_eq!(refused(&data, Huber::delta(-1.0), &plan()), delta);
    let classes = Dataset::classes(&inputs, &[0; 4], 1).unwrap();
    assert_eq!(
        refused(&classes, SoftmaxCrossEntropy.smoothing(2.0), &Fit::new(1)),
        "label smoothing is 2, expected a number from 0 to 1"
    );
}

/// y = w·x + b at x = 1 and a target of 0: with a rate of 1.5, a step makes y −5 times as large.
fn diverging() -> (Dense<1, 1>, [SVector<f32, 1>; 1], Sgd) {
    (Dense::new([[1.0]], [0.0]), [SVector::from([1.0])], Sgd::new(1.5))
}

#[test]
fn a_validation_loss_that_is_not_finite_is_an_error_and_the_best_weights_stay() {
    let (net, inputs, sgd) = diverging();
    let data = Dataset::new(&inputs, &[0.0_f32]).unwrap();
    // The square of 1.2e19·w is finite in f32 for w = 1, and infinite for −2, where a step leads.
    let large = [SVector::from([1.2e19_f32])];
    let validation = Dataset::new(&large, &[0.0_f32]).unwrap();
    let plan = Fit::new(1).validation(validation);

    let mut best = net.clone();
    let error = fit(&mut best, &data, &MeanSquaredError, sgd, &plan).unwrap_err();
    assert!(
        matches!(error, FitError::NonFiniteValidation { epoch: 1, found } if found == f64::INFINITY)
    );
    assert_eq!(
        error.to_string(),
        "the validation loss after epoch 1 is inf: the learning rate may be too large, or the data \
         not scaled"
    );
    assert!(best == net);
    // The last ones, if they were asked for.
    let mut last = net.clone();
    let error = fit(&mut last, &data, &MeanSquaredError, sgd, &plan.keep_last());
    assert!(error.is_err() && last != net);
    // Before training, too.
    let mut steep = Dense::new([[9.0]], [0.0]);
    let plan = Fit::new(1).validation(validation);
    let error = fit(&mut steep, &data, &MeanSquaredError, sgd, &plan).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the validation loss before training is inf: the data may not be scaled"
    );
}

#[test]
fn a_network_that_is_not_finite_is_named_and_not_the_learning_rate() {
    let inputs = [SVector::from([1.0_f32])];
    let data = Dataset::new(&inputs, &[0.0_f32]).unwrap();
    let one = || Dense::new([[1.0]], [0.0]);
    let said = |net: (Dense<1, 1>, Dense<1, 1>), plan| {
        let mut net = net;
        fit(&mut net, &data, &MeanSquaredError, Sgd::new(0.1), &plan).unwrap_err().to_string()
    };
    let plan = || Fit::new(1);
    assert_eq!(
        said((Dense::new([[f32::NAN]], [0.0]), one()), plan()),
        "epoch 1, step 1: `0.weight` (layer `Dense`) was already not finite; the step was not taken"
    );
    assert_eq!(
        said((one(), Dense::new([[1.0]], [f32::INFINITY])), plan().validation(data)),
        "`1.bias` (layer `Dense`) is not finite before training"
    );
    // What is not trained, too.
    let mut net = (Frozen((Dense::new([[f32::NAN]], [0.0]),)), one());
    let error = fit(&mut net, &data, &MeanSquaredError, Sgd::new(0.1), &plan()).unwrap_err();
    assert!(error.to_string().contains("(layer `Dense`) was already not finite"), "{error}");
}

#[test]
fn a_network_with_one_output_answers_yes_or_no() {
    // Logits −1, 0, 2 and NaN.
    let inputs = [[-1.0_f32], [0.0], [2.0], [3.0]].map(SVector::from);
    let data = Dataset::new(&inputs, &[false, false, true, false]).unwrap();
    assert_eq!(metrics::binary_accuracy(&Identity, &data, 0.0), 0.75);
    assert_eq!(metrics::binary_accuracy(&Sigmoid, &data, 0.5), 0.75);
    let matrix = metrics::ConfusionMatrix::binary(&Identity, &data, -0.5);
    assert_eq!(matrix.rows(), &[[1, 2], [0, 1]]);
    // NaN is neither yes nor no.
    let nan = Dense::<1, 1>::new([[f32::NAN]], [0.0]);
    assert_eq!(metrics::binary_accuracy(&nan, &data, 0.0), 0.0);
    assert_eq!(metrics::binary_accuracy(&Identity, &data, f64::NAN), 0.0);
}

#[test]
fn after_a_failed_step_the_network_is_the_last_good_one_or_the_best() {
    let (net, inputs, sgd) = diverging();
    let data = Dataset::new(&inputs, &[0.0_f32]).unwrap();
    let plan = || Fit::new(1).epochs(1000);
    let mut seen = Vec::new();
    let mut last = net.clone();
    let error = fit_with(&mut last, &data, &MeanSquaredError, sgd, &plan(), |_, net| {
        seen.push(net.clone());
    });
    assert!(matches!(error, Err(FitError::Step { step: 1, .. })));
    assert!(seen.len() > 10 && *seen.last().unwrap() == last);
    // At x = −0.9 the network's output grows a tenth as fast, so that the step fails first; and the
    // target is what it gives after the second epoch.
    let elsewhere = [SVector::from([-0.9])];
    let target = [seen[1].predict([-0.9])[0]];
    let plan = plan().validation(Dataset::new(&elsewhere, &target).unwrap());
    let mut best = net.clone();
    let error = fit(&mut best, &data, &MeanSquaredError, sgd, &plan);
    assert!(matches!(error, Err(FitError::Step { step: 1, .. })));
    assert!(best == seen[1]);
}

#[test]
fn the_last_weights_are_kept_if_asked_for() {
    let (net, inputs, sgd) = diverging();
    let data = Dataset::new(&inputs, &[0.0_f32]).unwrap();
    let plan = || Fit::new(1).epochs(3).validation(data);
    let (mut best, mut last) = (net.clone(), net.clone());
    fit(&mut best, &data, &MeanSquaredError, sgd, &plan()).unwrap();
    let mut seen = Vec::new();
    let report =
        fit_with(&mut last, &data, &MeanSquaredError, sgd, &plan().keep_last(), |_, net| {
            seen.push(net.clone());
        })
        .unwrap();
    assert!(best == net && last == seen[2] && last != net);
    assert_eq!(report.best, 0);
}

#[test]
fn a_head_is_swapped_and_the_rest_frozen() {
    type Features = (Dense<2, 6>, Tanh);
    let mut rng = constnet::random::generator(4);
    let trained = Xor::init(&mut rng);
    let features: Features = (trained.0.clone(), Tanh);
    let mut net = (Frozen(features), Dense::<6, 3>::init(&mut rng));
    let before = (bits(&net.0.0.0), bits(&net.1));
    let mut trainer = Trainer::new(&net, Sgd::new(0.1));
    let x = SVector::from([0.5, -0.5]);
    trainer.step(&mut net, &x, &[2], &SoftmaxCrossEntropy, &mut rng).unwrap();
    assert_eq!(bits(&net.0.0.0), before.0);
    assert_ne!(bits(&net.1), before.1);
}

#[test]
fn a_confusion_matrix_shows_what_was_taken_for_no_class() {
    let matrix = |pairs| metrics::ConfusionMatrix::<2>::from_pairs(pairs).to_string();
    let head = "true\\predicted    0    1";
    assert_eq!(
        matrix([(0, 0), (1, 0)]),
        format!("{head}\n             0    1    0\n             1    1    0")
    );
    assert_eq!(
        matrix([(0, 9), (1, 1)]),
        format!("{head} none\n             0    0    0    1\n             1    0    1    0")
    );
    // And for what class something was taken that is none.
    assert_eq!(
        matrix([(9, 1), (1, 1)]),
        format!(
            "{head}\n             0    0    0\n             1    0    1\n          none    0    1"
        )
    );
    assert_eq!(
        matrix([(9, 9), (9, 1)]),
        format!(
            "{head} none\n             0    0    0    0\n             1    0    0    0\n          none    0    1    1"
        )
    );
}

#[test]
fn the_columns_of_a_confusion_matrix_do_not_touch() {
    for largest in [1, 9_999, 10_000, 23_456, 100_000, 1_234_567] {
        for pair in [(0, 1), (1, 9), (9, 1), (9, 9)] {
            let pairs = std::iter::repeat_n(pair, largest).chain([(0, 0)]);
            let text = metrics::ConfusionMatrix::<2>::from_pairs(pairs).to_string();
            let columns = 3 + usize::from(pair.1 == 9);
            assert!(text.lines().all(|line| line.split_whitespace().count() == columns), "{text}");
            let width = text.lines().next().map(str::len);
            assert!(text.lines().all(|line| Some(line.len()) == width), "{text}");
        }
    }
}

#[test]
fn ties_go_to_the_lowest_index() {
    assert_eq!(metrics::argmax(&[0.0, 7.0, 7.0]), 1);
    assert_eq!(metrics::argmax(&[f32::NAN, 1.0, 2.0]), 2);
    assert_eq!(metrics::argmax(&[f32::NEG_INFINITY, f32::NAN]), 0);
}

#[test]
fn networks_of_20_layers_nest_and_train() {
    type Ten = (
        Dense<4, 4>,
        Tanh,
        Dense<4, 4>,
        Tanh,
        Dense<4, 4>,
        Tanh,
        Dense<4, 4>,
        Tanh,
        Dense<4, 4>,
        Tanh,
    );
    network!(Twenty: 4 => (
        Dense<4, 4>, Tanh, Dense<4, 4>, Tanh, Dense<4, 4>, Tanh, Dense<4, 4>, Tanh, Dense<4, 4>, Tanh,
        Dense<4, 4>, Tanh, Dense<4, 4>, Tanh, Dense<4, 4>, Tanh, Dense<4, 4>, Tanh, Ten, Dense<4, 1>
    ) => 1);
    let mut rng = constnet::random::generator(1);
    let mut net = Twenty::init_with(&constnet::init::Xavier::NORMAL, &mut rng);
    let mut trainer = Trainer::new(&net, Adam::new(1e-2));
    let x = SMatrix::<f32, 4, 2>::from_fn(|i, j| (i as f32 - 1.5) * (j as f32 - 0.5));
    let mut losses = Vec::new();
    for _ in 0..200 {
        let trained = trainer.step(&mut net, &x, &[0.3, -0.3], &MeanSquaredError, &mut rng);
        losses.push(trained.unwrap().loss);
    }
    assert!(losses[199] < 0.01 * losses[0], "{} {}", losses[0], losses[199]);
}
