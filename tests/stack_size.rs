//! Networks larger than a stack are made, loaded, trained and dropped on small ones, in debug too.

use constnet::{init::FanIn, prelude::*, weights};
use std::{process::Command, thread};

network!(Mnist: 784 => (Dense<784, 128>, Relu, Dense<128, 10>) => 10);
// 1 MB of parameters.
network!(Wide: 512 => (Dense<512, 490>, Relu, Dense<490, 8>) => 8);

fn on_a_stack_of(kib: usize, f: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(kib * 1024).spawn(f).unwrap().join().unwrap();
}

#[test]
fn a_network_of_400_kb_trains_in_batches_of_32_on_2_mib() {
    on_a_stack_of(2048, || {
        let mut rng = constnet::random::generator(1);
        let mut net = Mnist::init_boxed(&FanIn, &mut rng);
        let mut trainer = Trainer::boxed(&*net, Adam::new(1e-3));
        let x = SMatrix::<f32, 784, 32>::from_fn(|i, j| ((i * (j + 1)) % 17) as f32 / 17.0);
        let targets: [usize; 32] = std::array::from_fn(|j| j % 10);
        let loss = SoftmaxCrossEntropy;
        let first = trainer.step(&mut *net, &x, &targets, &loss, &mut rng).unwrap().loss;
        let second = trainer.step(&mut *net, &x, &targets, &loss, &mut rng).unwrap().loss;
        assert!(second < first);
    });
}

#[test]
fn a_network_of_1_mb_lives_on_64_kib() {
    assert!(size_of::<Wide>() > 1_000_000);
    on_a_stack_of(64, || {
        let mut rng = constnet::random::generator(1);
        let trained = Wide::init_boxed(&FanIn, &mut rng);
        let file = weights::to_vec(&*trained).unwrap();
        let mut net = Wide::zeros_boxed();
        weights::load_into(&mut *net, &file).unwrap();
        assert!(net.0.weight == trained.0.weight);
        drop(trained);
        let mut trainer = Trainer::boxed(&*net, Sgd::new(0.1));
        let x = SVector::<f32, 512>::repeat(0.1);
        let before = net.forward(&x)[0];
        trainer.step(&mut *net, &x, &[[1.0; 8]], &MeanSquaredError, &mut rng).unwrap();
        let after = net.forward(&x)[0];
        assert!((after - 1.0).abs() < (before - 1.0).abs());
    });
}

/// As README and `Init` say it: boxed, by `fit`, on a main thread's stack; and with a smaller one in chunks.
#[test]
fn a_network_of_1_9_million_parameters_trains_on_the_stack_of_a_thread() {
    network!(Large: 784 => (Dense<784, 1024>, Relu, Dense<1024, 1024>, Relu, Dense<1024, 10>) => 10);
    const { assert!(Large::COUNT > 1_850_000) };

    fn train<const B: usize>(plan: Fit<'_, SVector<f32, 784>, usize, B>) {
        let inputs: Vec<_> = (0..32)
            .map(|j| SVector::<f32, 784>::from_fn(|i, _| ((i * (j + 1)) % 17) as f32 / 17.0))
            .collect();
        let classes: Vec<usize> = (0..32).map(|j| j % 10).collect();
        let data = Dataset::classes(&inputs, &classes, 10).unwrap();
        let mut net = Large::init_boxed(&FanIn, &mut constnet::random::generator(1));
        let report = fit(&mut *net, &data, &SoftmaxCrossEntropy, Adam::new(1e-4), &plan.epochs(2));
        let losses: Vec<f64> = report.unwrap().epochs.iter().map(|epoch| epoch.loss).collect();
        assert!(losses[1] < losses[0], "{losses:?}");
        assert!(net.predict([0.5; 784]).iter().all(|logit| logit.is_finite()));
    }

    on_a_stack_of(8192, || train(Fit::new(1)));
    on_a_stack_of(2048, || train(Fit::new(1).batch(BatchSize::<8>).chunks(4)));
}

/// LeNet-5 and a step of 32 images, whose intermediates are 3 MB: `fit` takes it in chunks of eight, and so do validation
/// and whatever else a run has.
#[test]
fn lenet_5_trains_in_steps_of_32_on_the_stack_of_a_thread() {
    type Image = [[SVector<f32, 1>; 28]; 28];
    network!(LeNet: [[1; 28]; 28] => (
        Conv2d<1, 6, 5, 5, 24, 24>, Relu, MaxPool<2, 2, 12, 12>,
        Conv2d<6, 16, 5, 5, 8, 8>, Relu, MaxPool<2, 2, 4, 4>,
        Flatten<256>, Dense<256, 120>, Relu, Dense<120, 84>, Relu, Dense<84, 10>,
    ) => 10);
    on_a_stack_of(2048, || {
        // Bright rows above, or below.
        let image = |i: usize| -> Box<Image> {
            let mut image = Box::new(Image::default());
            let rows = &mut image[14 * (i % 2)..][..14];
            rows.as_flattened_mut().iter_mut().step_by(1 + i % 5).for_each(|x| x[0] = 1.0);
            image
        };
        let images: Vec<Image> = (0..48).map(|i| *image(i)).collect();
        let classes: Vec<usize> = (0..48).map(|i| i % 2).collect();
        let data = Dataset::classes(&images, &classes, 10).unwrap();
        let mut net = LeNet::init_boxed(&FanIn, &mut constnet::random::generator(1));
        let plan = Fit::new(1).epochs(3).validation(data).augment(|image: &mut Image, _| {
            image.iter_mut().for_each(|row| row.reverse());
        });
        let report = fit(&mut *net, &data, &SoftmaxCrossEntropy, Adam::new(1e-3), &plan).unwrap();
        let losses: Vec<_> = report.epochs.iter().map(|epoch| epoch.validation.unwrap()).collect();
        assert!(losses[2] < losses[0], "{losses:?}");
    });
}

/// Sixteen tracks of windows of 64 steps, as an audio effect is trained: what the cell keeps of them is 700 kB.
#[test]
fn an_lstm_trains_on_windows_of_16_tracks_on_the_stack_of_a_thread() {
    network!(Amp: [1; _] => (Lstm<1, 16>, Dense<16, 1>) => [1; _]);
    on_a_stack_of(2048, || {
        let record: Vec<_> =
            (0..16 * 2 * 64).map(|i| SVector::from([(i as f32 * 0.1).sin()])).collect();
        let wanted: Vec<[f32; 1]> = record.iter().map(|x| [0.5 * x[0]]).collect();
        let data = Dataset::windows::<64>(&record, &wanted, 64).unwrap();
        let mut net = Amp::init(&mut constnet::random::generator(1));
        let (loss, adam) = (MeanSquaredError, Adam::new(1e-3));
        let plan = || Fit::new(1).batch(BatchSize::<16>).epochs(3);
        let reports = [
            fit(&mut net, &data, &loss, adam, &plan()).unwrap(),
            plan().carried().fit(&mut net, &data, &loss, adam).unwrap(),
        ];
        for report in reports {
            let losses: Vec<f64> = report.epochs.iter().map(|epoch| epoch.loss).collect();
            assert!(losses[2] < losses[0], "{losses:?}");
        }
    });
}

/// What the others would do if a network crossed the stack; it ends its process.
#[test]
#[ignore = "the planted violation"]
fn a_network_by_value_overflows_64_kib() {
    on_a_stack_of(64, || {
        std::hint::black_box(Wide::init(&mut constnet::random::generator(1)));
    });
}

#[test]
#[cfg(unix)]
fn an_overflow_is_seen() {
    use std::os::unix::process::ExitStatusExt;
    let planted = ["--ignored", "--exact", "a_network_by_value_overflows_64_kib"];
    let ended = Command::new(std::env::current_exe().unwrap()).args(planted).output().unwrap();
    assert!(ended.status.signal().is_some(), "{:?}", ended.status);
}
