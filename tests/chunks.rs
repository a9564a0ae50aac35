//! Steps in chunks: the same bits for any number of threads and with or without the feature, the
//! values of one large batch, and errors that change nothing.

use constnet::{
    init::FanIn,
    losses::LossError,
    optimizers::StepError,
    parameters::for_each,
    prelude::*,
    training::{Chunks, FitError, Set, TrainError, TrainReport},
};
use rayon::ThreadPoolBuilder;

network!(Net: 6 => (Dense<6, 20>, Tanh, Dropout<Ratio<1, 5>>, LayerNorm<20>, Dense<20, 3>) => 3);
network!(Sure<f64>: 6 => (Dense<6, 20, f64>, Tanh, Residual<Dense<20, 20, f64>>, Dense<20, 3, f64>) => 3);

/// Samples of three classes.
fn samples<T: Scalar>(n: usize) -> (Vec<SVector<T, 6>>, Vec<usize>) {
    let mut rng = random::generator(11);
    let number = |_| T::from_f64(random::normal(&mut rng));
    let inputs: Vec<SVector<T, 6>> = (0..6 * n)
        .map(number)
        .collect::<Vec<_>>()
        .chunks(6)
        .map(SVector::from_column_slice)
        .collect();
    let classes = inputs.iter().map(|x| usize::from(x[0] > x[1]) + usize::from(x[2] > x[3]));
    let classes = classes.collect();
    (inputs, classes)
}

fn bits<T: Scalar, N: Parameters + Only<T>>(net: &N) -> Vec<u64> {
    let mut all = Vec::new();
    for_each(net, |_, _, numbers: &[T]| all.extend(numbers.iter().map(|x| x.to_f64().to_bits())));
    all
}

/// Twenty epochs with partial steps and partial chunks: 77 samples, 40 in a step, 8 in a chunk.
fn trained() -> (Vec<u64>, Vec<u64>) {
    let (inputs, classes) = samples::<f32>(77);
    let data = Dataset::classes(&inputs, &classes, 3).unwrap();
    let mut net = Net::init(&mut random::generator(5));
    let plan = Fit::new(7).epochs(20).batch(BatchSize::<8>).chunks(5);
    let optimizer = AdamW::new(0.01).clip_norm(1.0);
    let report = fit(&mut net, &data, &SoftmaxCrossEntropy, optimizer, &plan).unwrap();
    (bits::<f32, _>(&net), report.epochs.iter().map(|epoch| epoch.loss.to_bits()).collect())
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let expected = trained();
    for threads in [1, 2, 3, 7] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(trained) == expected, "{threads} threads");
    }
}

/// Twenty epochs of a record in fifteen tracks, five in each of three chunks, with the state carried.
fn carried() -> (Vec<u64>, Vec<u64>) {
    network!(Recurrent: [1; _] => (Lstm<1, 5>, Dropout<Ratio<1, 5>>, Dense<5, 1>) => [1; _]);
    let mut rng = random::generator(11);
    let record: Vec<_> =
        (0..400).map(|_| SVector::from([random::normal(&mut rng) as f32])).collect();
    let targets: Vec<f32> = record.iter().map(|x| x[0] * 0.5).collect();
    let data = Dataset::windows::<4>(&record, &targets, 4).unwrap();
    let mut net = Recurrent::init(&mut random::generator(5));
    let plan = Fit::new(7).epochs(20).batch(BatchSize::<5>).chunks(3).validation(data).carried();
    let report = plan.fit(&mut net, &data, &MeanSquaredError, Adam::new(0.01)).unwrap();
    (bits::<f32, _>(&net), report.epochs.iter().map(|epoch| epoch.loss.to_bits()).collect())
}

#[test]
fn threads_share_the_tracks_of_a_record_and_give_the_same_bits() {
    let expected = carried();
    for threads in [1, 2, 3] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(carried) == expected, "{threads} threads");
    }
}

/// The tree, written down again: what `step_chunks` must do, by steps of one's own.
#[test]
fn the_order_of_the_sums_is_the_tree_of_the_documentation() {
    let (inputs, classes) = samples::<f64>(27);
    let data = Dataset::classes(&inputs, &classes, 3).unwrap();
    let net = Sure::init(&mut random::generator(2));
    for n in [1, 5, 8, 13, 16, 20, 27] {
        let order: Vec<usize> = (0..n).rev().collect();
        type Gradient = <Sure as Parameters>::Gradient;
        fn add(mut a: Gradient, b: &Gradient) -> Gradient {
            constnet::parameters::for_each_pair(&mut a, b, |_, a: &mut [f64], b| {
                a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            });
            a
        }
        fn tree(gradients: &[Gradient]) -> Gradient {
            match gradients {
                [one] => one.clone(),
                _ => {
                    let (left, right) = gradients.split_at(gradients.len().div_ceil(2));
                    add(tree(left), &tree(right))
                }
            }
        }
        let gradients: Vec<Gradient> = data
            .batches(BatchSize::<4>, &order)
            .map(|batch| {
                let share = batch.targets().len() as f64 / n as f64;
                let (y, cache) = net.forward_train(&batch.x, &mut random::generator(0));
                let (_, dy) = SoftmaxCrossEntropy.gradient_of_first(&y, batch.targets()).unwrap();
                let mut gradient = Gradient::zeros();
                net.backward_parameters(&batch.x, &y, &cache, &(dy * share), &mut gradient);
                gradient
            })
            .collect();
        let mut trainer = Trainer::new(&net, Sgd::new(0.1));
        let mut chunks = Chunks::new(&net, BatchSize::<4>, 7);
        let mut rng = random::generator(1);
        let loss = SoftmaxCrossEntropy;
        let mut stepped = net.clone();
        trainer.step_chunks(&mut stepped, &data, &order, &mut chunks, &loss, &mut rng).unwrap();
        assert!(bits(trainer.gradient()) == bits(&tree(&gradients)), "{n} samples");
    }
}

/// One step on n samples: in chunks of B, at most `count`.
fn step<const B: usize>(
    n: usize,
    count: usize,
    loss: &(impl Loss<SMatrix<f64, 3, B>, [f64; 3], Value = f64> + Sync),
) -> (TrainReport, Sure) {
    let (inputs, _) = samples::<f64>(n);
    let targets: Vec<[f64; 3]> = inputs.iter().map(|x| [x[0], x[1] * x[2], x[3]]).collect();
    let data = Dataset::new(&inputs, &targets).unwrap();
    let order: Vec<usize> = (0..n).collect();
    let mut net = Sure::init(&mut random::generator(2));
    let mut trainer = Trainer::new(&net, Sgd::new(1e-3));
    let mut chunks = Chunks::new(&net, BatchSize::<B>, count);
    let mut rng = random::generator(1);
    let trained = trainer.step_chunks(&mut net, &data, &order, &mut chunks, loss, &mut rng);
    (trained.unwrap(), net)
}

/// Rounding alone tells chunks from one large batch: 1e-12 is some thousand roundings.
#[test]
fn chunks_are_one_large_batch() {
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} {expected}");
    }
    macro_rules! compare {
        ($($loss:expr),*) => {$(
            for n in [64, 61, 33, 7] {
                let (whole, one) = step::<64>(n, 1, &$loss);
                for (trained, net) in [step::<16>(n, 4, &$loss), step::<9>(n, 20, &$loss), step::<1>(n, 64, &$loss)] {
                    near(trained.loss, whole.loss);
                    near(trained.step.gradient_norm, whole.step.gradient_norm);
                    for (&found, &expected) in bits::<f64, _>(&net).iter().zip(&bits::<f64, _>(&one)) {
                        near(f64::from_bits(found), f64::from_bits(expected));
                    }
                }
            }
        )*};
    }
    // Means over samples, and a sum.
    compare!(MeanSquaredError, Huber::delta(0.5), SquaredErrorSum);
}

/// The last sample is not taken for one that does not exist.
#[test]
fn a_sample_that_does_not_exist_changes_nothing() {
    let (inputs, classes) = samples::<f64>(8);
    let data = Dataset::classes(&inputs, &classes, 3).unwrap();
    let mut rng = random::generator(1);
    let mut net = Sure::init(&mut rng);
    let before = net.clone();
    let mut trainer = Trainer::new(&net, Adam::new(0.1));
    let mut chunks = Chunks::new(&net, BatchSize::<4>, 3);
    let mut step = |order: &[usize]| {
        trainer.step_chunks(&mut net, &data, order, &mut chunks, &SoftmaxCrossEntropy, &mut rng)
    };
    let error = step(&[0, 1, 2, 3, 8]).unwrap_err();
    assert_eq!(error.to_string(), "sample 8 of a data set of 8, whose samples are 0 to 7");
    assert!(step(&[7]).is_ok());
    assert!(trainer.memory().steps() == 1 && net != before);
}

/// One chunk is a step: the same bits, where nothing is random.
#[test]
fn one_chunk_is_a_step() {
    let (inputs, classes) = samples::<f64>(8);
    let data = Dataset::classes(&inputs, &classes, 3).unwrap();
    let mut rng = random::generator(1);
    let net = Sure::init(&mut rng);
    let (mut a, mut b) = (net.clone(), net.clone());
    let loss = SoftmaxCrossEntropy;
    let order = [4, 2, 7, 7, 0];
    let batch = data.batches(BatchSize::<8>, &order).next().unwrap();
    let expected =
        Trainer::new(&net, Adam::new(0.1)).step_batch(&mut a, &batch, &loss, &mut rng).unwrap();
    let mut chunks = Chunks::new(&net, BatchSize::<8>, 3);
    assert_eq!(chunks.samples(), 24);
    let found = Trainer::new(&net, Adam::new(0.1))
        .step_chunks(&mut b, &data, &order, &mut chunks, &loss, &mut rng)
        .unwrap();
    assert_eq!(found, expected);
    assert!(bits::<f64, _>(&a) == bits::<f64, _>(&b));
}

#[test]
fn what_is_random_follows_from_the_seed() {
    let (inputs, classes) = samples::<f32>(16);
    let data = Dataset::classes(&inputs, &classes, 3).unwrap();
    let order: Vec<usize> = (0..16).collect();
    let run = |seed| {
        let mut net = Net::init(&mut random::generator(5));
        let mut trainer = Trainer::new(&net, Sgd::new(0.1));
        let mut chunks = Chunks::new(&net, BatchSize::<4>, 4);
        let loss = SoftmaxCrossEntropy;
        let mut rng = random::generator(seed);
        trainer.step_chunks(&mut net, &data, &order, &mut chunks, &loss, &mut rng).unwrap();
        bits::<f32, _>(&net)
    };
    assert!(run(1) == run(1));
    assert!(run(1) != run(2));
    // Equal samples in all chunks: with one stream for all, their masks would be equal too.
    let data = [inputs[0]; 2];
    let data = Dataset::classes(&data, &[0, 0], 3).unwrap();
    let net = Net::init(&mut random::generator(5));
    let gradient = |order: &[usize], share: f32| {
        let (mut net, mut rng) = (net.clone(), random::generator(1));
        let mut trainer = Trainer::new(&net, Sgd::new(0.1));
        let mut chunks = Chunks::new(&net, BatchSize::<1>, 2);
        let loss = SoftmaxCrossEntropy;
        trainer.step_chunks(&mut net, &data, order, &mut chunks, &loss, &mut rng).unwrap();
        trainer.gradient().4.weight * share
    };
    assert_ne!(gradient(&[0, 1], 1.0), gradient(&[0], 1.0));
}

#[test]
fn an_error_in_one_chunk_changes_nothing_and_names_its_sample() {
    let (mut inputs, mut classes) = samples::<f32>(12);
    classes[9] = 5;
    inputs[4] = SVector::repeat(f32::MAX);
    let finite: Vec<_> = inputs.clone();
    let data = Dataset::classes(&finite, &classes, 9).unwrap();
    let mut net = Net::init(&mut random::generator(5));
    let start = bits::<f32, _>(&net);
    let mut trainer = Trainer::new(&net, Adam::new(0.1));
    let mut chunks = Chunks::new(&net, BatchSize::<2>, 5);
    let loss = SoftmaxCrossEntropy;
    let mut rng = random::generator(1);
    let mut step = |net: &mut Net, samples: &[usize]| {
        let error = trainer.step_chunks(net, &data, samples, &mut chunks, &loss, &mut rng);
        let (error, memory) = (error.unwrap_err(), trainer.memory());
        assert!(
            bits::<f32, _>(memory.slots()).iter().all(|&slot| slot == 0) && memory.steps() == 0
        );
        error
    };
    // The eighth of the samples of the step, whatever its number in the data.
    let class = |sample| {
        TrainError::Loss(LossError::Class {
            sample,
            place: Default::default(),
            found: 5,
            classes: 3,
        })
    };
    assert_eq!(step(&mut net, &[0, 1, 2, 3, 5, 6, 7, 9, 8]), class(7));
    assert_eq!(step(&mut net, &[9]), class(0));
    // The first chunk that fails is named, though both do.
    assert_eq!(step(&mut net, &[0, 1, 2, 9, 5, 6, 7, 9]), class(3));
    assert_eq!(step(&mut net, &[]), TrainError::Loss(LossError::Empty));
    let many = TrainError::Loss(LossError::TooManyTargets { found: 11, columns: 10 });
    assert_eq!(step(&mut net, &[0; 11]), many);
    assert!(bits::<f32, _>(&net) == start);

    // A network that is broken, and one that breaks in one chunk alone.
    net.3.bias[2] = f32::NAN;
    let TrainError::Step(StepError::NotFinite(path)) = step(&mut net, &[0, 1, 2, 3, 5]) else {
        panic!()
    };
    assert_eq!(path.to_string(), "3.bias");
    let targets: Vec<[f32; 1]> = vec![[0.0]; 4];
    let inputs = [1.0, 1.0, 1.0, 1e30].map(|x| SVector::from([x]));
    let data = Dataset::new(&inputs, &targets).unwrap();
    let mut line = Dense::<1, 1>::new([[1.0]], [0.0]);
    let mut trainer = Trainer::new(&line, Sgd::new(0.1));
    let mut chunks = Chunks::new(&line, BatchSize::<1>, 4);
    let mse = MeanSquaredError;
    let error = trainer.step_chunks(&mut line, &data, &[0, 1, 2, 3], &mut chunks, &mse, &mut rng);
    assert_eq!(error, Err(TrainError::NonFiniteLoss(f64::INFINITY)));
    assert!(line == Dense::new([[1.0]], [0.0]));
}

#[test]
fn fit_names_the_sample_of_the_data_and_refuses_no_chunks() {
    let (inputs, mut classes) = samples::<f32>(30);
    classes[23] = 4;
    let data = Dataset::classes(&inputs, &classes, 9).unwrap();
    let mut net = Net::init(&mut random::generator(5));
    let plan = Fit::new(1).batch(BatchSize::<4>).chunks(3);
    // `fit` asks about all targets first.
    let error = fit(&mut net, &data, &SoftmaxCrossEntropy, Adam::new(0.1), &plan).unwrap_err();
    let class = LossError::Class { sample: 23, place: Default::default(), found: 4, classes: 3 };
    assert_eq!(error, FitError::Loss { set: Set::Training, epoch: 0, error: class });
    let error = fit(&mut net, &data, &SoftmaxCrossEntropy, Adam::new(0.1), &plan.chunks(0));
    assert_eq!(
        error.unwrap_err().to_string(),
        "the number of chunks in a step is 0, expected at least 1"
    );
}

#[test]
fn a_step_in_chunks_reports_as_a_step_on_a_large_batch() {
    // Three steps of 32, and one of 4: the loss of an epoch counts every sample once.
    let (inputs, classes) = samples::<f32>(100);
    let data = Dataset::classes(&inputs, &classes, 3).unwrap();
    let mut net = <(Dense<6, 4>, Relu, Dense<4, 3>)>::init(&mut random::generator(5));
    let whole = constnet::training::evaluate(&net, &data, &SoftmaxCrossEntropy).unwrap();
    let plan = Fit::new(1).epochs(1).batch(BatchSize::<8>).chunks(4);
    let report = fit(&mut net, &data, &SoftmaxCrossEntropy, Sgd::new(0.0), &plan).unwrap();
    assert!((report.loss() - whole).abs() < 1e-6, "{} {whole}", report.loss());
}

/// 784-128-10 on 512 samples a step, where a batch of 512 alone would be 1.6 MB of x.
#[test]
fn large_steps_fit_small_stacks() {
    let run = || {
        let mut rng = random::generator(1);
        let net = <(Dense<784, 128>, Relu, Dense<128, 10>)>::init_boxed(&FanIn, &mut rng);
        let inputs: Vec<SVector<f32, 784>> =
            (0..512).map(|i| SVector::repeat((i % 10) as f32 / 10.0)).collect();
        let classes: Vec<usize> = (0..512).map(|i| i % 10).collect();
        let data = Dataset::classes(&inputs, &classes, 10).unwrap();
        let mut net = net;
        let mut trainer = Trainer::boxed(&*net, Sgd::new(0.1));
        let mut chunks = Chunks::new(&*net, BatchSize::<8>, 64);
        let order: Vec<usize> = (0..512).collect();
        let loss = SoftmaxCrossEntropy;
        let mut step = || {
            trainer
                .step_chunks(&mut *net, &data, &order, &mut chunks, &loss, &mut rng)
                .unwrap()
                .loss
        };
        let first = step();
        assert!(step() < first);
    };
    let pool = ThreadPoolBuilder::new().num_threads(2).stack_size(512 * 1024).build().unwrap();
    pool.install(run);
}

/// The rule of `Fit`: a batch that needs more than 2 MiB runs in chunks of eight, or one by one where eight need more
/// than 1 MiB, and any other runs whole.
#[test]
fn a_batch_that_is_too_large_runs_in_chunks_of_a_few() {
    use constnet::footprint::Footprint;

    type Wide<const H: usize> = (Dense<2, H>, Tanh, Dense<H, 2>);
    const fn needs<const H: usize, const B: usize>() -> usize {
        Footprint::<Wide<H>, SMatrix<f32, 2, B>>::INTERMEDIATES
    }
    /// Three steps of 32 samples and one of 4, with validation.
    fn run<const H: usize, const B: usize>(chunks: usize) -> (Vec<u64>, Vec<u64>) {
        let points: Vec<_> = (0..100)
            .map(|i| SVector::from([(i % 7) as f32 / 7.0, (i % 11) as f32 / 11.0]))
            .collect();
        let classes: Vec<usize> = points.iter().map(|x| usize::from(x[0] > x[1])).collect();
        let data = Dataset::classes(&points, &classes, 2).unwrap();
        let mut net = Wide::<H>::init_boxed(&FanIn, &mut random::generator(5));
        let plan = Fit::new(7).epochs(1).batch(BatchSize::<B>).chunks(chunks).validation(data);
        let report =
            fit(&mut *net, &data, &SoftmaxCrossEntropy, Adam::new(1e-3), &plan.keep_last())
                .unwrap();
        let losses = report.epochs.iter().flat_map(|epoch| [Some(epoch.loss), epoch.validation]);
        (bits::<f32, _>(&*net), losses.flatten().map(f64::to_bits).collect())
    }
    // A whole batch of them has no room on a thread of a test.
    let all = || {
        const { assert!(needs::<4000, 32>() <= 2 << 20 && needs::<4200, 32>() > 2 << 20) };
        assert_ne!(run::<4000, 32>(1), run::<4000, 8>(4));
        assert_eq!(run::<4200, 32>(1), run::<4200, 8>(4));
        // A step of 64 in two batches is eight chunks.
        assert_eq!(run::<4200, 32>(2), run::<4200, 8>(8));
        const { assert!(needs::<9000, 8>() > 1 << 20) };
        assert_eq!(run::<9000, 32>(1), run::<9000, 1>(32));
    };
    std::thread::Builder::new().stack_size(32 << 20).spawn(all).unwrap().join().unwrap();
}
