//! What an audio thread may do: RealtimeSanitizer ends the program at the first allocation, lock or
//! system call below a function that is marked `nonblocking`. `--allocate` and `--overrun` plant what
//! the sanitizers must find.

#![feature(sanitize)]

use constnet::prelude::*;
use constnet::random::Generator;
use std::hint::black_box;

type Net = (
    LayerNorm<8>,
    Dense<8, 32>,
    Gelu,
    Dropout<1, 10>,
    Residual<(Dense<32, 32>, Tanh)>,
    Dense<32, 4>,
);
type Input = SMatrix<f32, 8, 16>;

#[sanitize(realtime = "nonblocking")]
fn infer(net: &Net, x: &Input) -> f32 {
    black_box(net.forward(black_box(x)))[0]
}

#[sanitize(realtime = "nonblocking")]
fn train(
    trainer: &mut constnet::training::TrainerOf<Net, Adam>,
    net: &mut Net,
    x: &Input,
    rng: &mut Generator,
) -> bool {
    trainer.step(net, x, &[2; 16], &SoftmaxCrossEntropy, rng).is_ok()
}

/// The planted violation: a number on the heap.
#[sanitize(realtime = "nonblocking")]
fn allocate() -> f32 {
    *black_box(Box::new(1.0))
}

/// The planted violation for AddressSanitizer: a number behind the end of a slice.
fn overrun() -> f32 {
    let numbers = vec![1.0_f32; black_box(8)];
    // SAFETY: there is none; that is the point.
    unsafe { *numbers.as_ptr().add(black_box(8)) }
}

fn main() {
    let mut rng = constnet::random::generator(1);
    let mut net = Net::init(&mut rng);
    let mut trainer = Trainer::new(&net, Adam::new(1e-3));
    let x = Input::from_fn(|r, c| (r as f32 - c as f32) / 8.0);
    for _ in 0..1_000 {
        assert!(infer(&net, &x).is_finite());
        assert!(train(&mut trainer, &mut net, &x, &mut rng));
    }
    if std::env::args().any(|argument| argument == "--allocate") {
        allocate();
    }
    if std::env::args().any(|argument| argument == "--overrun") {
        black_box(overrun());
    }
    println!("1,000 forwards and 1,000 steps, nothing that blocks");
}
