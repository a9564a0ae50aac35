//! Inference and training steps allocate nothing, counted by an allocator.

use allocation_counter::measure;
use constnet::prelude::*;

/// Forwards, and steps; in release a million.
const COUNT: usize = if cfg!(debug_assertions) { 250 } else { 1_000_000 };

network!(Policy: 18 => (Dense<18, 64>, Tanh, Dense<64, 64>, Tanh, Dense<64, 4>) => 4);
network!(Classifier: 64 => (
    Standardize<64>, Dense<64, 32>, LayerNorm<32>, Gelu, Dropout<1, 10>,
    Residual<(Dense<32, 32>, Silu)>, Dense<32, 10>
) => 10);

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(std::hint::black_box(Box::new(1)))).count_total, 1);
}

#[test]
fn inference_does_not_allocate() {
    let mut rng = constnet::random::generator(1);
    let (policy, classifier) = (Policy::init(&mut rng), Classifier::init(&mut rng));
    let chosen: &dyn Forward<SVector<f32, 18>, Output = SVector<f32, 4>> = &policy;
    let inputs = [SVector::<f32, 64>::repeat(0.5); 40];
    let mut outputs = [SVector::<f32, 10>::zeros(); 40];
    let found = measure(|| {
        for i in 0..COUNT {
            let x = SVector::repeat(i as f32 * 1e-3);
            std::hint::black_box(chosen.forward(&x));
        }
        classifier.predict_all(&inputs, &mut outputs).unwrap();
        std::hint::black_box((Softmax.forward(&outputs[0]), classifier.predict([0.25; 64])));
    });
    assert_eq!(found.count_total, 0);
    assert!(outputs[39].iter().all(|y| y.is_finite()));
}

#[test]
fn a_training_step_does_not_allocate() {
    let mut rng = constnet::random::generator(1);
    let mut net = Classifier::init(&mut rng);
    let optimizer = AdamW::new(1e-3).clip_norm(1.0);
    let mut trainer = Trainer::boxed(&net, optimizer);
    let x = SMatrix::<f32, 64, 8>::from_fn(|i, j| ((i * 7 + j * 3) % 16) as f32 / 16.0);
    let targets = [0, 1, 2, 3, 4, 5, 6, 7];
    let loss = SoftmaxCrossEntropy;
    let (mut first, mut last) = (0.0, 0.0);
    let found = measure(|| {
        for i in 0..COUNT {
            last = trainer.step(&mut net, &x, &targets, &loss, &mut rng).unwrap().loss;
            if i == 0 {
                first = last;
            }
        }
        // An error allocates nothing either.
        assert!(trainer.step(&mut net, &x, &[99], &loss, &mut rng).is_err());
    });
    assert_eq!(found.count_total, 0);
    assert!(last < 0.5 * first, "{first} {last}");
}

#[test]
fn a_fused_step_does_not_allocate() {
    let mut rng = constnet::random::generator(1);
    let mut net = Classifier::init(&mut rng);
    let mut trainer = Trainer::boxed(&net, AdamW::new(1e-3));
    let x = SMatrix::<f32, 64, 8>::from_fn(|i, j| ((i * 7 + j * 3) % 16) as f32 / 16.0);
    let targets = [0, 1, 2, 3, 4, 5, 6, 7];
    let loss = SoftmaxCrossEntropy;
    let (mut first, mut last) = (0.0, 0.0);
    let found = measure(|| {
        for i in 0..COUNT {
            last = trainer.step_fused(&mut net, &x, &targets, &loss, &mut rng).unwrap();
            if i == 0 {
                first = last;
            }
        }
        assert!(trainer.step_fused(&mut net, &x, &[99], &loss, &mut rng).is_err());
    });
    assert_eq!(found.count_total, 0);
    assert!(last < 0.5 * first, "{first} {last}");
}
