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
