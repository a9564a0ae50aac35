//! Samples that are changed before each step: the same on every run and any number of threads, nothing else is
//! changed, and what is not finite has a name.

use constnet::{
    parameters::for_each,
    prelude::*,
    random::{Generator, generator, uniform},
    training::{FitError, FitReport, TrainError, evaluate},
};
use rayon::ThreadPoolBuilder;
use std::{collections::BTreeMap, sync::Mutex};

network!(Net: 2 => (Dense<2, 6>, Tanh, Dropout<Ratio<1, 5>>, Dense<6, 1>) => 1);

type X = SVector<f32, 2>;

/// Points, and whether they are on the same side of both axes.
fn points(n: usize) -> (Vec<X>, Vec<bool>) {
    let mut rng = generator(3);
    let points: Vec<X> = (0..n).map(|_| X::from_fn(|_, _| uniform(1.0, &mut rng) as f32)).collect();
    let sides = points.iter().map(|x| x[0] * x[1] > 0.0).collect();
    (points, sides)
}

fn bits<N: Parameters + Only<f32>>(net: &N) -> Vec<u32> {
    let mut all = Vec::new();
    for_each(net, |_, _, numbers: &[f32]| all.extend(numbers.iter().map(|x| x.to_bits())));
    all
}

fn noise(x: &mut X, rng: &mut Generator) {
    x.iter_mut().for_each(|x| *x += uniform(0.1, rng) as f32);
}

/// What a plan leaves, on 77 points.
fn trained<const B: usize>(plan: impl Fn() -> Fit<'static, X, bool, B>) -> (Vec<u32>, FitReport) {
    let (inputs, targets) = points(77);
    let data = Dataset::new(&inputs, &targets).unwrap();
    let mut net = Net::init(&mut generator(5));
    let report = fit(&mut net, &data, &SigmoidCrossEntropy, Adam::new(0.01), &plan().epochs(5));
    (bits(&net), report.unwrap())
}

#[test]
fn the_same_seed_gives_the_same_bits() {
    let by = |seed| trained(|| Fit::new(seed).augment(noise));
    assert_eq!(by(1), by(1));
    assert_ne!(by(1), by(2));
    assert_ne!(by(1), trained(|| Fit::new(1)));
}

/// Neither the order of the samples nor what layers draw depends on it.
#[test]
fn what_changes_nothing_leaves_every_bit() {
    assert_eq!(trained(|| Fit::new(1).augment(|_, _| ())), trained(|| Fit::new(1)));
    let whole = trained(|| Fit::new(1).batch(BatchSize::<8>).chunks(4));
    let changed = trained(|| Fit::new(1).batch(BatchSize::<8>).chunks(4).augment(|_, _| ()));
    assert_eq!(changed, whole);
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let train = || trained(|| Fit::new(1).batch(BatchSize::<8>).chunks(4).augment(noise));
    let expected = train();
    for threads in [1, 2, 3, 7] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(train) == expected, "{threads} threads");
    }
}

/// What each sample becomes, in the order of the epochs: of whole batches, and of the same in chunks.
#[test]
fn what_a_sample_becomes_does_not_depend_on_how_a_step_is_divided() {
    fn seen<const B: usize>(chunks: usize) -> BTreeMap<[u32; 2], Vec<[u32; 2]>> {
        let seen = Mutex::new(BTreeMap::<_, Vec<_>>::new());
        let (inputs, targets) = points(40);
        let data = Dataset::new(&inputs, &targets).unwrap();
        let watch = |x: &mut X, rng: &mut Generator| {
            let before = x.data.0[0].map(f32::to_bits);
            noise(x, rng);
            let after = x.data.0[0].map(f32::to_bits);
            seen.lock().unwrap().entry(before).or_default().push(after);
        };
        let plan = Fit::new(1).epochs(1).batch(BatchSize::<B>).chunks(chunks).augment(watch);
        fit(&mut Net::zeros(), &data, &SigmoidCrossEntropy, Sgd::new(0.1), &plan).unwrap();
        drop(plan);
        seen.into_inner().unwrap()
    }
    let whole = seen::<20>(1);
    assert_eq!((whole.len(), whole.values().flatten().count()), (40, 40));
    assert!(whole.iter().all(|(before, after)| *before != after[0]));
    assert_eq!(seen::<5>(4), whole);
    assert_eq!(seen::<7>(1).len(), 40);
}

/// A network that is told nothing in training is measured on what there is.
#[test]
fn validation_data_and_the_data_set_are_not_changed() {
    let (inputs, targets) = points(50);
    let data = Dataset::new(&inputs, &targets).unwrap();
    let before = inputs.clone();
    let plan =
        Fit::new(1).epochs(3).validation(data).keep_last().augment(|x: &mut X, _| x.fill(0.0));
    let mut net = Dense::<2, 1>::new([[3.0, -2.0]], [0.0]);
    let report = fit(&mut net, &data, &SigmoidCrossEntropy, Sgd::new(0.1), &plan).unwrap();
    // dW = dy·xᵀ.
    assert_eq!(net.weight, SMatrix::<f32, 1, 2>::new(3.0, -2.0));
    assert_eq!(inputs, before);
    let loss = evaluate(&net, &data, &SigmoidCrossEntropy).unwrap();
    assert_eq!(report.last().unwrap().validation, Some(loss));
    // ln 2, of an output near 0: what it was trained on.
    assert!((report.loss() - 2.0_f64.ln()).abs() < 0.01 && (loss - report.loss()).abs() > 0.1);
}

/// Columns behind the last sample repeat the first as it was changed: if it was not finite before, they count.
#[test]
fn a_partial_batch_is_a_mean_over_changed_samples() {
    let inputs = [[1.0], [2.0], [3.0]].map(SVector::<f32, 1>::from);
    let data = Dataset::new(&inputs, &[0.0_f32; 3]).unwrap();
    let plan = Fit::new(1).epochs(1).batch(BatchSize::<8>).augment(|x: &mut SVector<f32, 1>, _| {
        x[0] *= 2.0;
    });
    let mut line = Dense::<1, 1>::new([[1.0]], [0.0]);
    let report = fit(&mut line, &data, &MeanSquaredError, Sgd::new(0.0), &plan).unwrap();
    assert!((report.loss() - (4.0 + 16.0 + 36.0) / 3.0).abs() < 1e-6, "{}", report.loss());
}

#[test]
fn a_number_that_is_not_finite_is_an_error_with_a_name() {
    let image = [[SVector::<f32, 2>::from([0.0, 1.0]); 3]; 2];
    let images = [image; 5];
    let data = Dataset::classes(&images, &[0, 1, 0, 1, 0], 2).unwrap();
    let mut net = (Flatten::<12>::new(), Dense::<12, 2>::zeros());
    let plan = Fit::new(1).batch(BatchSize::<2>).augment(|x: &mut [[SVector<f32, 2>; 3]; 2], _| {
        x[1][2][1] = x[0][0][0] / 0.0;
    });
    let error = fit(&mut net, &data, &SoftmaxCrossEntropy, Sgd::new(0.1), &plan).unwrap_err();
    let FitError::Step { epoch: 1, step: 1, error: TrainError::Augmented { sample, .. } } = error
    else {
        panic!("{error}");
    };
    assert_eq!(
        error.to_string(),
        format!(
            "epoch 1, step 1: feature 1 of sample {sample}, at `[1][2]`, is NaN after the plan has augmented it, expected a finite number"
        )
    );
    assert_eq!(net.1, Dense::zeros());
}

/// Of a record each window is changed by itself, on any number of threads alike.
#[test]
fn windows_of_a_record_are_changed_one_by_one() {
    network!(Memory: [1; _] => (Lstm<1, 3>, Dense<3, 1>) => [1; _]);
    type Window = [SVector<f32, 1>; 4];
    let mut rng = generator(11);
    let record: Vec<_> = (0..200).map(|_| SVector::from([uniform(1.0, &mut rng) as f32])).collect();
    let targets: Vec<f32> = record.iter().map(|x| x[0] * 0.5).collect();
    let data = Dataset::windows::<4>(&record, &targets, 4).unwrap();
    let run = |change: fn(&mut Window, &mut Generator)| {
        let mut net = Memory::init(&mut generator(5));
        let plan = Fit::new(7).epochs(4).batch(BatchSize::<5>).chunks(2).augment(change).carried();
        plan.fit(&mut net, &data, &MeanSquaredError, Adam::new(0.01)).unwrap();
        bits(&net)
    };
    let louder = |x: &mut Window, rng: &mut Generator| {
        let gain = 1.0 + uniform(0.2, rng) as f32;
        x.iter_mut().for_each(|x| *x *= gain);
    };
    let expected = run(louder);
    for threads in [1, 3] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(|| run(louder)) == expected, "{threads} threads");
    }
    let plan = || Fit::new(7).epochs(4).batch(BatchSize::<5>).chunks(2).carried();
    let mut plain = Memory::init(&mut generator(5));
    plan().fit(&mut plain, &data, &MeanSquaredError, Adam::new(0.01)).unwrap();
    assert_eq!(run(|_, _| ()), bits(&plain));
    assert_ne!(expected, bits(&plain));
}
