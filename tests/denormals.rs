//! What numbers next to 0 cost: `cargo test --release --test denormals -- --ignored --nocapture`.

use constnet::prelude::*;
use constnet::random::{generator, uniform};
use core::hint::black_box;
use std::time::{Duration, Instant};

/// Far below the smallest normal `f32`, 1.2e-38; so is its product with a weight.
const TINY: f32 = 1e-40;

type Layer = Dense<128, 128>;

/// Inputs of a size, and no bias: a normal one would make the sum normal.
fn inputs(size: f32) -> (Layer, SVector<f32, 128>) {
    let rng = &mut generator(1);
    let mut layer = Layer::init(rng);
    layer.bias.fill(0.0);
    (layer, SVector::from_fn(|_, _| size * uniform(1.0, rng) as f32))
}

/// The fastest of many forwards.
fn fastest(layer: &Layer, x: &SVector<f32, 128>) -> Duration {
    let once = |_| {
        let start = Instant::now();
        for _ in 0..20 {
            black_box(black_box(layer).forward(black_box(x)));
        }
        start.elapsed() / 20
    };
    (0..500).map(once).min().unwrap()
}

#[test]
#[ignore = "it measures time"]
fn what_denormal_inputs_cost() {
    let ((layer, tiny), (_, usual)) = (inputs(TINY), inputs(1.0));
    let cost = |x| fastest(&layer, x).as_secs_f64();
    let (slow, fast) = (cost(&tiny), cost(&usual));
    println!(
        "{:.2} µs, with denormal inputs {:.2} µs: ×{:.1}",
        1e6 * fast,
        1e6 * slow,
        slow / fast
    );
    let scaled = cost(&(tiny * 1e20));
    println!("inputs times 1e20 {:.2} µs: ×{:.1}", 1e6 * scaled, scaled / fast);
    assert!(scaled < 1.5 * fast);
}

/// What is next to 0 is not flushed to it.
#[test]
fn denormal_inputs_are_no_zeros() {
    let (layer, x) = inputs(TINY);
    let (y, exact) = (layer.forward(&x), layer.weight.map(f64::from) * x.map(f64::from));
    for (y, exact) in y.iter().zip(&exact) {
        // Each of 128 products rounds to a multiple of the smallest number.
        assert!((f64::from(*y) - exact).abs() <= 128.0 * f64::from(f32::from_bits(1)));
    }
    assert!(y.amax() > 0.0 && y.amax() < f32::MIN_POSITIVE);
}
