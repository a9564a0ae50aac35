//! How near each workload is to what this core can do.
//!
//! ```text
//! cargo bench --bench report
//! ```
//! Prints the measured peaks of arithmetic, the bandwidth of reading from the caches, and for each
//! workload its operations, the bytes of its weights, the bound that follows, the time, and the ratio
//! of the two. The bound of one sample is the larger of its operations at the peak of this build's arithmetic and its
//! weights at the bandwidth that a block of as many bytes is read with; a batch reads its weights
//! once, so only its operations count. Activations are not counted. All figures of a row come from
//! samples that took turns; times are minima and, in parentheses, medians.

mod core;
#[path = "../race/mod.rs"]
mod race;
mod rows;
#[path = "../workloads/mod.rs"]
mod workloads;

use crate::core::{FLOPS, Memory, Peak};
use constnet::prelude::*;
use race::{Clock, Contender};
use rows::Rows;
use workloads::*;

fn main() {
    let test = std::env::args().any(|argument| argument == "--test");
    let clock = if test { Clock::once() } else { Clock::rounds(200) };
    arithmetic(&clock);
    caches(&clock);

    let rows = Rows { clock };
    rows.title();
    rows.network::<W1, 2, 1>("W1 2-8-1", &[2, 8, 1]);
    rows.network::<W2, 18, 4>("W2 18-64-64-4", &[18, 64, 64, 4]);
    rows.network::<W3, 64, 10>("W3 64-32-10", &[64, 32, 10]);
    rows.network::<W4, 784, 10>("W4 784-128-10", &[784, 128, 10]);
    let sizes = &[640, 128, 128, 128, 128, 8, 128, 128, 128, 128, 640];
    rows.network::<W5, 640, 640>("W5 640-128x4-8-128x4-640", sizes);

    let products = 24 * 24 * 25 * 6 + 8 * 8 * 150 * 16 + 256 * 120 + 120 * 84 + 84 * 10;
    rows.image::<LeNet, [[SVector<f32, 1>; 28]; 28]>("LeNet-5", products);
    let products = 125 * (40 * 64 + 4 * (9 * 64 + 64 * 64)) + 64 * 12;
    rows.image::<DsCnn, [[SVector<f32, 1>; 10]; 49]>("DS-CNN, keywords", products);
    let products = 1024 * (27 * 16 + 2 * 144 * 16)
        + 256 * (144 + 288 + 16) * 32
        + 64 * (288 + 576 + 32) * 64
        + 64 * 10;
    rows.image::<ResNet8, [[SVector<f32, 3>; 32]; 32]>("ResNet-8", products);
    let gru = |input: usize, hidden: usize| 3 * hidden * (input + hidden);
    let products = 42 * 24 + gru(24, 24) + gru(90, 48) + gru(114, 96) + 96 * 22 + 24;
    rows.stream::<RnNoise, SVector<f32, 42>>("RNNoise, a step", products);

    let class = |j: usize| j % 10;
    let sizes = &[784, 128, 10];
    let loss = SoftmaxCrossEntropy;
    rows.training::<T1, _, _, _, 784, 10, 32>("T1, 32, SGD", sizes, Sgd::new(1e-3), loss, class);
    rows.training::<T1, _, _, _, 784, 10, 128>(
        "T1, 128, Adam",
        sizes,
        Adam::new(1e-4),
        loss,
        class,
    );
    let sizes = &[64, 32, 10];
    rows.training::<T2, _, _, _, 64, 10, 32>("T2, 32, SGD", sizes, Sgd::new(1e-3), loss, class);
    let sizes = &[18, 64, 64, 4];
    let (adam, loss, numbers) = (Adam::new(1e-4), MeanSquaredError, |j| [j as f32 / 64.0; 4]);
    rows.training::<T3, _, _, _, 18, 4, 64>("T3, 64, Adam", sizes, adam, loss, numbers);
}

fn arithmetic(clock: &Clock) {
    println!("| arithmetic in registers | GFLOP/s |\n|---|---|");
    let peaks = Peak::available();
    let mut contenders: Vec<Contender<'_>> =
        peaks.iter().map(|&peak| (peak.name(), Box::new(move || peak.run()) as _)).collect();
    let times = clock.race(&mut contenders);
    for ((name, _), time) in contenders.iter().zip(times) {
        println!("| {name} | {:.1} |", FLOPS / time.minimum());
    }
}

fn caches(clock: &Clock) {
    println!("\n| bytes read | GB/s |\n|---|---|");
    for kib in [16, 256, 512, 1024, 2048, 4096, 16_384, 65_536] {
        let memory = Memory::new(kib << 10);
        let time = &clock.race(&mut [("read", Box::new(|| memory.read()))])[0];
        println!("| {kib} KiB | {:.1} |", memory.bytes() as f64 / time.minimum());
    }
}
