//! Outputs that are sequences, images and tuples: losses, weights and training on them.

use constnet::{
    dual::Dual64,
    gradcheck,
    losses::{LossKind, SampleLoss},
    prelude::*,
    training::{Chunks, FitError, evaluate, evaluate_with},
};

type Weight<Target> = Weighted<Target>;

fn weighted<Target>(target: Target, weight: f64) -> Weight<Target> {
    Weighted { target, weight }
}

/// A layer with two heads: x → (a(x), b(x)).
#[derive(Debug, Clone, PartialEq)]
struct Heads<A, B> {
    a: A,
    b: B,
}

parameters! {
    [A: Parameters, B: Parameters] Heads<A, B> as A, B => Heads<A::Gradient, B::Gradient> {
        a: layer, b: layer
    }
}

impl<A: Init, B: Init> Init for Heads<A, B> {
    fn reset<I: Initializer, R: constnet::rand::Rng + ?Sized>(
        &mut self,
        initializer: &I,
        rng: &mut R,
    ) {
        self.a.reset(initializer, rng);
        self.b.reset(initializer, rng);
    }
}

impl<X, A: Forward<X>, B: Forward<X>> Forward<X> for Heads<A, B> {
    type Output = (A::Output, B::Output);
    fn forward(&self, x: &X) -> Self::Output {
        (self.a.forward(x), self.b.forward(x))
    }
}

impl<X, A, B> Backward<X> for Heads<A, B>
where
    X: constnet::Value<Number = f32>,
    A: Backward<X>,
    B: Backward<X>,
{
    type Cache = (A::Cache, B::Cache);
    fn forward_train<R: constnet::rand::Rng + ?Sized>(
        &self,
        x: &X,
        rng: &mut R,
    ) -> (Self::Output, Self::Cache) {
        let ((a, cache_a), (b, cache_b)) =
            (self.a.forward_train(x, rng), self.b.forward_train(x, rng));
        ((a, b), (cache_a, cache_b))
    }
    fn backward_input(&self, x: &X, y: &Self::Output, cache: &Self::Cache, dy: &Self::Output) -> X {
        let mut dx = self.a.backward_input(x, &y.0, &cache.0, &dy.0);
        dx.accumulate(&self.b.backward_input(x, &y.1, &cache.1, &dy.1));
        dx
    }
    fn backward_parameters(
        &self,
        x: &X,
        y: &Self::Output,
        cache: &Self::Cache,
        dy: &Self::Output,
        gradient: &mut Self::Gradient,
    ) {
        self.a.backward_parameters(x, &y.0, &cache.0, &dy.0, &mut gradient.a);
        self.b.backward_parameters(x, &y.1, &cache.1, &dy.1, &mut gradient.b);
    }
}

/// The gradient of a loss, against differences and dual numbers.
#[track_caller]
fn right<E, Y, Target, DualTarget>(loss: E, y: &Y, targets: &[Target], duals: &[DualTarget])
where
    Y: constnet::Value<Number = f64>,
    E: Loss<Y, Target, Value = f64> + Loss<Y::Of<Dual64>, DualTarget, Value = Dual64>,
{
    let report = gradcheck::check_loss(&loss, y, targets).unwrap();
    assert!(report.worst() <= 1e-7, "{report}");
    let report = gradcheck::exact_loss(&loss, y, targets, duals).unwrap();
    assert!(report.worst() <= 1e-12, "{report}");
}

fn values<const N: usize, const B: usize, const L: usize>() -> [SMatrix<f64, N, B>; L] {
    let mut rng = random::generator(3);
    std::array::from_fn(|_| SMatrix::from_fn(|_, _| random::uniform(1.0, &mut rng)))
}

#[test]
fn gradients_of_losses_on_sequences_tuples_and_weights() {
    let y = values::<2, 3, 2>();
    let number = |t: f64| [[0.1 + t, 0.8], [0.3, t]];
    let dual = |t: f64| number(t).map(|t| t.map(Dual64::from_re));
    let (numbers, duals) = ([0.0, 0.5, 0.2].map(number), [0.0, 0.5, 0.2].map(dual));
    macro_rules! numbers {
        ($($loss:expr),*) => {$(
            right($loss, &y, &numbers, &duals);
            right($loss, &y, &numbers[..2], &duals[..2]);
            right(Scaled($loss, -0.5), &y, &numbers, &duals);
            // Weights around samples and around steps.
            let weights = [0.5, 2.0, 0.0];
            let of = |i: usize| weighted(numbers[i].map(|t| weighted(t, weights[i] + 0.25)), weights[i]);
            let dual = |i: usize| weighted(duals[i].map(|t| weighted(t, weights[i] + 0.25)), weights[i]);
            right($loss, &y, &[0, 1, 2].map(of), &[0, 1, 2].map(dual));
            // An image of one row, and two heads.
            let images = numbers.map(|t| ([t], t));
            let dual_images = duals.map(|t| ([t], t));
            right(($loss, Scaled($loss, 3.0)), &([y], y), &images, &dual_images);
            right(Scaled(($loss, $loss), 3.0), &([y], y), &images, &dual_images);
            // A tuple at each step.
            let steps = numbers.map(|[a, b]| [(a, weighted(b, 2.0)), (b, weighted(a, 3.0))]);
            let dual_steps = duals.map(|[a, b]| [(a, weighted(b, 2.0)), (b, weighted(a, 3.0))]);
            right(($loss, $loss), &[(y[0], y[1]), (y[1], y[0])], &steps, &dual_steps);
            right(Scaled(($loss, $loss), 2.0), &[(y[0], y[1]), (y[1], y[0])], &steps, &dual_steps);
        )*};
    }
    numbers!(
        SquaredErrorSum,
        MeanSquaredError,
        MeanAbsoluteError,
        Huber::delta(0.3),
        SigmoidCrossEntropy
    );
    let classes = [[0, 1], [1, 1], [0, 0]].map(|t| t.map(|t: usize| weighted(t, 0.5 + t as f64)));
    right(SoftmaxCrossEntropy, &y, &classes, &classes);
    right(SoftmaxCrossEntropy.smoothing(0.1), &y, &classes, &classes);
    let heads = classes.map(|t| (weighted(t, 2.0), [0.5, 0.25]));
    let dual_heads = classes.map(|t| (weighted(t, 2.0), [0.5, 0.25].map(Dual64::from_re)));
    right((SoftmaxCrossEntropy, MeanSquaredError), &(y, y[0]), &heads, &dual_heads);
    let p = y.map(|y| y.map(|y| 0.5 + 0.4 * y));
    right(CrossEntropy, &p, &classes, &classes);
    right(BinaryCrossEntropy, &p, &numbers, &duals);
}

/// PyTorch 2: `CrossEntropyLoss(weight=[1, 3])` on logits [0, 0] and [ln 3, 0], targets 0 and 1, divides
/// 1·ln 2 + 3·ln 4 by 4; `reduction="sum"` does not.
#[test]
fn a_weighted_mean_is_that_of_pytorch() {
    let z = SMatrix::<f64, 2, 2>::from([[0.0, 0.0], [3f64.ln(), 0.0]]);
    let targets = [weighted(0_usize, 1.0), weighted(1, 3.0)];
    let (loss, dz) = SoftmaxCrossEntropy.gradient(&z, &targets).unwrap();
    let (ln2, ln4) = (2f64.ln(), 4f64.ln());
    assert!((loss - (ln2 + 3.0 * ln4) / 4.0).abs() < 1e-15);
    let expected = SMatrix::from([[-0.125, 0.125], [0.5625, -0.5625]]);
    assert!((dz - expected).amax() < 1e-15, "{dz}");
    // By hand for the others: errors of 1 and 2, with weights 1 and 3.
    let y = SMatrix::<f64, 1, 2>::new(1.0, 2.0);
    let targets = [weighted(0.0, 1.0), weighted(0.0, 3.0)];
    assert_eq!(
        MeanSquaredError.gradient(&y, &targets),
        Ok((13.0 / 4.0, SMatrix::<f64, 1, 2>::new(0.5, 3.0)))
    );
    assert_eq!(MeanAbsoluteError.value(&y, &targets), Ok(7.0 / 4.0));
    assert_eq!(
        SquaredErrorSum.gradient(&y, &targets),
        Ok((13.0, SMatrix::<f64, 1, 2>::new(2.0, 12.0)))
    );
    // Weights of 1 are no weights, to the bit; and no weight is too large or too small.
    let (z, t) =
        (SMatrix::<f32, 3, 4>::from_fn(|i, j| (i * 5 + j * 3 % 7) as f32 * 0.37), [0, 2, 1, 1]);
    let plain = SoftmaxCrossEntropy.gradient(&z, &t);
    assert_eq!(SoftmaxCrossEntropy.gradient(&z, &t.map(|t: usize| weighted(t, 1.0))), plain);
    for weight in [1e300, 3e-300] {
        let (loss, dz) =
            SoftmaxCrossEntropy.gradient(&z, &t.map(|t: usize| weighted(t, weight))).unwrap();
        let (plain, dplain) = plain.unwrap();
        assert!((loss - plain).abs() <= 1e-6 * plain && (dz - dplain).amax() <= 1e-7);
    }
}

#[test]
fn what_has_no_weight_does_not_count_not_even_nan() {
    fn masked<E, Target: Copy>(loss: E, target: Target, any: Target)
    where
        E: Loss<[SMatrix<f64, 2, 2>; 2], [Weight<Target>; 2], Value = f64>
            + Loss<SVector<f64, 2>, Target, Value = f64>,
    {
        for wild in [f64::NAN, f64::INFINITY, -1.0] {
            let mut y = [SMatrix::<f64, 2, 2>::from_element(wild); 2];
            y[0].set_column(1, &SVector::from([0.25, 0.5]));
            let (on, off) = (weighted(target, 2.0), weighted(any, 0.0));
            let (value, dy) = loss.gradient(&y, &[[off, off], [on, off]]).unwrap();
            let (alone, dalone) = loss.gradient(&SVector::from([0.25, 0.5]), &[target]).unwrap();
            assert!((value - alone).abs() <= 1e-15);
            assert!((dy[0].column(1) - dalone).amax() <= 1e-15);
            assert_eq!((dy[0].column(0).amax(), dy[1].amax()), (0.0, 0.0));
        }
    }
    masked(MeanSquaredError, [0.0, 1.0], [f64::NAN; 2]);
    masked(MeanAbsoluteError, [0.0, 1.0], [f64::INFINITY; 2]);
    masked(Huber::new(), [0.0, 1.0], [f64::NAN; 2]);
    masked(SigmoidCrossEntropy, [0.0, 1.0], [-7.0; 2]);
    masked(BinaryCrossEntropy, [0.0, 1.0], [f64::NAN; 2]);
    masked(SoftmaxCrossEntropy, 1, usize::MAX);
    masked(SoftmaxCrossEntropy.smoothing(0.1), 0, usize::MAX);
    masked(CrossEntropy, [0.5, 0.5], [f64::NAN; 2]);
    // A sum adds w·L.
    let y = SMatrix::<f64, 1, 2>::new(3.0, f64::NAN);
    let (sum, dy) =
        SquaredErrorSum.gradient(&y, &[weighted(1.0, 0.5), weighted(f64::NAN, 0.0)]).unwrap();
    assert_eq!((sum, dy), (2.0, SMatrix::<f64, 1, 2>::new(2.0, 0.0)));
}

#[test]
fn errors_say_which_sample_and_where_in_it() {
    fn message<Y, Target>(loss: impl Loss<Y, Target>, y: Y, targets: &[Target]) -> String {
        loss.gradient_of_first(&y, targets).map(|_| ()).unwrap_err().to_string()
    }
    let y = SMatrix::<f32, 2, 3>::zeros();
    let loss = (SoftmaxCrossEntropy, MeanSquaredError);
    let good = ([0, 1], [0.0, 0.0]);
    assert_eq!(
        message(loss, ([y; 2], y), &[good, ([0, 2], [0.0, 0.0])]),
        "sample 1, at `.0[1]`, is of class 2, expected 0 to 1"
    );
    assert_eq!(
        message(loss, ([y; 2], y), &[good, good, ([0, 1], [0.0, f32::NAN])]),
        "the target of sample 2, at `.1`, is NaN, expected a finite number"
    );
    // The first sample, though a later one is wrong in an earlier place.
    assert_eq!(
        message(SoftmaxCrossEntropy, [y; 2], &[[0, 9], [8, 0]]),
        "sample 0, at `[1]`, is of class 9, expected 0 to 1"
    );
    assert_eq!(
        message(SoftmaxCrossEntropy, [y; 2], &[[0, 0].map(|t: usize| weighted(t, -1.0))]),
        "the weight of sample 0, at `[0]`, is -1, expected a finite number from 0"
    );
    assert_eq!(
        message(SoftmaxCrossEntropy, [y; 2], &[weighted([0, 0], 1.0), weighted([0, 0], f64::NAN)]),
        "the weight of sample 1 is NaN, expected a finite number from 0"
    );
    assert_eq!(
        message(MeanSquaredError, [y; 2], &[weighted([[0.0; 2]; 2], 0.0)]),
        "the sum of all weights is 0, expected a finite number above 0"
    );
    let p = SMatrix::<f32, 2, 3>::from_element(0.5);
    assert_eq!(
        message(CrossEntropy, [p, p * 4.0], &[[0, 0]]),
        "output 0 of sample 0, at `[1]`, is 2, expected a probability from 0 to 1"
    );
    assert_eq!(
        message(Scaled(MeanSquaredError, f64::NAN), y, &[[0.0; 2]]),
        "the factor of a scaled loss is NaN, expected a finite number"
    );
}

/// The loss of a user: |y − t|³, of a sample.
struct Cubic;
impl LossKind for Cubic {}
impl<T: Scalar, const N: usize> SampleLoss<T, N, SVector<T, N>> for Cubic {
    fn sample(
        &self,
        y: &SVector<T, N>,
        t: &SVector<T, N>,
    ) -> Result<(T, SVector<T, N>), LossError> {
        let d = y.zip_map(t, |y, t| y - t);
        let cube = d.iter().fold(T::zero(), |sum, d| sum + d.abs() * *d * *d);
        Ok((cube, d.map(|d| T::from_f64(3.0) * d * d.abs())))
    }
}

#[test]
fn a_loss_of_ones_own_works_everywhere() {
    let y = values::<2, 3, 2>();
    let t = [0.1, 0.2, 0.3].map(|t| [SVector::from([t, 0.5]), SVector::from([-t, 1.0])]);
    let duals = t.map(|t| t.map(|t| t.map(Dual64::from_re)));
    right(Cubic, &y, &t, &duals);
    right(
        Cubic,
        &y[0],
        &t.map(|t| weighted(t[0], t[0][0])),
        &duals.map(|t| weighted(t[0], t[0][0].re)),
    );
    right(
        (Cubic, Scaled(Cubic, 2.0)),
        &(y, y[1]),
        &t.map(|t| (t, t[1])),
        &duals.map(|t| (t, t[1])),
    );
}

type Sequence = [SVector<f32, 2>; 3];
/// One trunk, a class and a number at each step.
type Net = (Dense<2, 8>, Tanh, Heads<Dense<8, 3>, Dense<8, 1>>);
type Target = ([Weight<usize>; 3], Weight<[f32; 3]>);
const LOSS: (SoftmaxCrossEntropy, Scaled<MeanSquaredError>) =
    (SoftmaxCrossEntropy, Scaled(MeanSquaredError, 0.5));

/// Sequences whose steps have a class and a number, of which some do not count.
fn sequences(n: usize) -> (Vec<Sequence>, Vec<Target>) {
    let mut rng = random::generator(11);
    let mut one = |_| {
        let x: Sequence = std::array::from_fn(|_| {
            SVector::from([0, 1].map(|_| random::uniform(1.0, &mut rng) as f32))
        });
        let class = x.map(|x| {
            weighted(
                usize::from(x[0] > 0.0) + usize::from(x[1] > 0.0),
                if x[0] > 0.6 { 0.0 } else { 1.5 },
            )
        });
        (x, (class, weighted(x.map(|x| x[0] * x[1]), f64::from(x[0][0].abs()))))
    };
    (0..n).map(&mut one).unzip()
}

#[test]
fn sequences_with_two_heads_are_learnt() {
    let (inputs, targets) = sequences(200);
    let data = Dataset::of(&inputs, &targets).unwrap();
    let mut net = Net::init(&mut random::generator(1));
    let before = evaluate(&net, &data, &LOSS).unwrap();
    let plan = Fit::new(1).epochs(60).batch(BatchSize::<16>).validation(data);
    let report = fit(&mut net, &data, LOSS, Adam::new(0.02), &plan).unwrap();
    let after = evaluate_with(&net, &data, &LOSS, BatchSize::<16>).unwrap();
    assert!(after < 0.15 * before, "{before} {after}");
    assert_eq!(
        report.epochs.iter().filter_map(|epoch| epoch.validation).fold(f64::INFINITY, f64::min),
        after
    );
}

#[test]
fn the_loss_of_data_does_not_depend_on_its_batches() {
    let (inputs, targets) = sequences(37);
    let data = Dataset::of(&inputs, &targets).unwrap();
    let mut net = Net::init(&mut random::generator(1));
    let whole = evaluate_with(&net, &data, &LOSS, BatchSize::<37>).unwrap();
    for found in [
        evaluate(&net, &data, &LOSS),
        evaluate_with(&net, &data, &LOSS, BatchSize::<5>),
        evaluate_with(&net, &data, &LOSS, BatchSize::<1>),
    ] {
        assert!((found.unwrap() - whole).abs() < 1e-6 * whole);
    }
    // So does an epoch's, where no step changes anything.
    for chunks in [1, 3] {
        let plan = Fit::new(1).epochs(1).batch(BatchSize::<4>).chunks(chunks);
        let report = fit(&mut net, &data, LOSS, Sgd::new(0.0), &plan).unwrap();
        assert!((report.loss() - whole).abs() < 1e-6 * whole, "{} {whole}", report.loss());
    }
}

#[test]
fn chunks_of_weighted_sequences_are_one_large_batch() {
    let (inputs, targets) = sequences(24);
    let data = Dataset::of(&inputs, &targets).unwrap();
    let order: Vec<usize> = (0..24).rev().collect();
    let start = Net::init(&mut random::generator(1));
    let mut rng = random::generator(1);

    let mut whole = start.clone();
    let batch = data.batches(BatchSize::<24>, &order).next().unwrap();
    let expected = Trainer::new(&start, Sgd::new(0.1))
        .step_batch(&mut whole, &batch, &LOSS, &mut rng)
        .unwrap();

    let mut net = start.clone();
    let mut trainer = Trainer::new(&start, Sgd::new(0.1));
    // The first chunk's number head has weights of its own, and so has its classifier.
    let mut chunks = Chunks::new(&net, BatchSize::<5>, 5);
    let found = trainer.step_chunks(&mut net, &data, &order, &mut chunks, &LOSS, &mut rng).unwrap();
    assert!((found.loss - expected.loss).abs() < 1e-6 * expected.loss);
    let (mut a, mut b) = (Vec::new(), Vec::new());
    constnet::parameters::for_each(&whole, |_, _, numbers: &[f32]| a.extend_from_slice(numbers));
    constnet::parameters::for_each(&net, |_, _, numbers: &[f32]| b.extend_from_slice(numbers));
    assert!(!a.is_empty() && a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-6));
}

/// A chunk of which nothing counts adds nothing.
#[test]
fn a_chunk_without_weight_is_no_error() {
    let inputs = [[1.0], [2.0], [3.0], [f32::MAX]].map(SVector::<f32, 1>::from);
    let targets = [1.0, 1.0, 0.0, 0.0].map(|weight| weighted(0.0_f32, weight));
    let data = Dataset::new(&inputs, &targets).unwrap();
    let mut line = Dense::<1, 1>::new([[1.0]], [0.0]);
    let mut trainer = Trainer::new(&line, Sgd::new(0.1));
    let mut chunks = Chunks::new(&line, BatchSize::<2>, 2);
    let mut rng = random::generator(1);
    let trained = trainer
        .step_chunks(&mut line, &data, &[0, 1, 2, 3], &mut chunks, &MeanSquaredError, &mut rng)
        .unwrap();
    assert_eq!((trained.loss, line.bias[0]), (2.5, -0.3));
    assert_eq!(
        evaluate_with(
            &Dense::<1, 1>::new([[1.0]], [0.0]),
            &data,
            &MeanSquaredError,
            BatchSize::<2>
        ),
        Ok(2.5)
    );
}

#[test]
fn fit_asks_about_all_targets_first() {
    let (inputs, mut targets) = sequences(40);
    targets[33].0[2] = weighted(5, 1.0);
    let data = Dataset::of(&inputs, &targets).unwrap();
    let mut net = Net::init(&mut random::generator(1));
    let error: FitError = fit(&mut net, &data, LOSS, Sgd::new(0.1), &Fit::new(1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "training data: sample 33, at `.0[2]`, is of class 5, expected 0 to 2"
    );
    let classes = [[0_usize, 1, 7]; 40];
    let error = Dataset::classes(&inputs, &classes, 3).unwrap_err();
    assert_eq!(error.to_string(), "sample 0, at `[2]`, is of class 7, expected 0 to 2");
}

#[test]
fn images_are_predicted_and_trained_on() {
    type Image = [[SVector<f32, 1>; 3]; 2];
    let inputs: [Image; 2] = [0.0, 1.0].map(|x| [[SVector::from([x]); 3]; 2]);
    let targets = [0.5_f32, 1.5].map(|t| [[t; 3]; 2]);
    let data = Dataset::new(&inputs, &targets).unwrap();
    let mut net = Dense::<1, 1>::zeros();
    fit(
        &mut net,
        &data,
        MeanSquaredError,
        Adam::new(0.1),
        &Fit::new(1).epochs(300).batch(BatchSize::<2>),
    )
    .unwrap();
    let y = net.predict([[[0.0], [1.0], [0.5]], [[1.0], [0.0], [0.5]]]);
    for (y, t) in y.as_flattened().iter().zip([0.5, 1.5, 1.0, 1.5, 0.5, 1.0]) {
        assert!((y[0] - t).abs() < 0.02, "{y:?} {t}");
    }
    assert_eq!(net.predict([1.0]).len(), 1);
}

#[test]
fn pairs_of_sequences_and_tuples_are_in_files() {
    use constnet::weights::{self, TestPair, Writer};
    let net = Net::init(&mut random::generator(1));
    let (inputs, _) = sequences(1);
    let pair = TestPair::of(&net, &inputs[0]);
    assert_eq!((pair.input().len(), pair.output().len()), (6, 12));
    let file = Writer::new().test_pair(&pair).to_vec(&net).unwrap();
    let mut copy = Net::zeros();
    weights::load_into(&mut copy, &file).unwrap();
    let read = TestPair::read(&file).unwrap();
    assert_eq!(pair, read);
    assert_eq!(read.check(&copy), Ok(()));
    copy.2.b.bias[0] += 1.0;
    assert!(matches!(read.check(&copy), Err(weights::Error::Output { index: 9, .. })));
}
