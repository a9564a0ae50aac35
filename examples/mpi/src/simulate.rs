//! Where more ranks stop paying, on paper and by a simulation of every message of a step.
//!
//! ```text
//! T(R) = C/R·t + 2·log₂R·(a + G/w)
//! ```
//! C chunks of which each takes t; a gradient of G bytes; a network whose messages take a, and G/w for their bytes. Sums
//! go up a tree of log₂ R levels, and the whole comes down one. Twice as many ranks are worth it as long as what a rank computes less is more than
//! what two more messages take, C·t/2R > 2·(a + G/w), so up to R* = C·t / (4·(a + G/w)) and the power of two above it.
//!
//! The simulation has a clock for each rank, sends what `constnet::ranks` sends, and lets a rank send one message
//! at a time. It needs no MPI, and one rank.

use constnet::{nalgebra::SMatrix, prelude::*};
use std::time::Instant;

/// A network between ranks: how long a message takes, in seconds, and bytes a second.
struct Cable {
    name: &'static str,
    latency: f64,
    bandwidth: f64,
}

const CABLES: [Cable; 2] = [
    Cable { name: "Ethernet of 10 Gbit/s, 30 µs", latency: 30e-6, bandwidth: 1.25e9 },
    Cable { name: "InfiniBand of 100 Gbit/s, 2 µs", latency: 2e-6, bandwidth: 12.5e9 },
];

/// Chunks of a step, of 32 samples each.
const CHUNKS: usize = 1024;
const B: usize = 32;

network!(Small: 64 => (Dense<64, 96>, Relu, Dense<96, 10>) => 10);
network!(Middle: 784 => (Dense<784, 128>, Relu, Dense<128, 10>) => 10);
network!(Large: 1024 => (Dense<1024, 1024>, Relu, Dense<1024, 10>) => 10);

pub fn simulate() {
    println!(
        "A step on {CHUNKS} chunks of {B} samples. Speed-up by the simulation (by the formula), and"
    );
    println!("the largest number of ranks of which twice as many are still 1.5 times as fast.");
    table::<Small, 64>("64-96-10");
    table::<Middle, 784>("784-128-10");
    table::<Large, 1024>("1024-1024-10");
}

fn table<N, const IN: usize>(name: &str)
where
    N: Parameters<Gradient: Only<f32>>
        + Init
        + Backward<SMatrix<f32, IN, B>, Output = SMatrix<f32, 10, B>>,
{
    let time = seconds_a_chunk::<N, IN>();
    let bytes = (4 * N::Gradient::COUNT) as f64;
    println!("\n{name}: {:.0} µs a chunk, gradients of {:.0} kB", 1e6 * time, bytes / 1e3);
    for cable in &CABLES {
        let step = |ranks| simulated(ranks, time, bytes, cable);
        let paper = |ranks: usize| {
            let levels = (ranks as f64).log2().ceil();
            let message = cable.latency + bytes / cable.bandwidth;
            CHUNKS.div_ceil(ranks) as f64 * time + 2.0 * levels * message
        };
        let mut line = format!("  {:<31}", cable.name);
        for ranks in [16, 128, 1000] {
            let [found, expected] = [step(1) / step(ranks), paper(1) / paper(ranks)];
            line += &format!("{ranks:>5} ranks ×{found:<5.0} (×{expected:.0})");
        }
        let pays = |ranks: &usize| step(*ranks) >= 1.5 * step(2 * ranks);
        let last =
            (0..10).map(|power| 1 << power).take_while(pays).last().map_or(1, |ranks| 2 * ranks);
        println!("{line}  pays up to {last}");
    }
}

/// How long this machine takes for a chunk: the shortest of some.
fn seconds_a_chunk<N, const IN: usize>() -> f64
where
    N: Parameters<Gradient: Only<f32>>
        + Init
        + Backward<SMatrix<f32, IN, B>, Output = SMatrix<f32, 10, B>>,
{
    let mut rng = random::generator(1);
    let mut net = N::init_boxed(&init::He::NORMAL, &mut rng);
    let mut trainer = Trainer::boxed(&*net, Sgd::new(1e-3));
    let x = SMatrix::from_fn(|_, _| random::unit(&mut rng) as f32);
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        let start = Instant::now();
        let done = trainer.step(&mut *net, &x, &[3; B], &SoftmaxCrossEntropy, &mut rng);
        assert!(done.is_ok(), "a step on numbers from 0 to 1");
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

/// When the last rank has taken the step.
fn simulated(ranks: usize, time: f64, bytes: f64, cable: &Cable) -> f64 {
    let own = |rank: usize| ((rank + 1) * CHUNKS).div_ceil(ranks) - (rank * CHUNKS).div_ceil(ranks);
    let mut clock: Vec<f64> = (0..ranks).map(|rank| own(rank) as f64 * time).collect();
    up(0, CHUNKS, ranks, bytes, cable, &mut clock);
    down(&mut clock, bytes, cable);
    clock.into_iter().fold(0.0, f64::max)
}

/// A message: the sender is busy while its bytes leave, and the receiver goes on when the last has come.
fn message(clock: &mut [f64], from: usize, to: usize, bytes: f64, cable: &Cable) {
    clock[from] += bytes / cable.bandwidth;
    clock[to] = clock[to].max(clock[from] + cable.latency);
}

/// The sum of chunks `first..end`, in the order in which ranks compute it.
fn up(first: usize, end: usize, ranks: usize, bytes: f64, cable: &Cable, clock: &mut [f64]) {
    let owner = |chunk: usize| chunk * ranks / CHUNKS;
    if owner(first) == owner(end - 1) {
        return;
    }
    let middle = first + (end - first).div_ceil(2);
    up(first, middle, ranks, bytes, cable, clock);
    up(middle, end, ranks, bytes, cable, clock);
    if owner(first) != owner(middle) {
        message(clock, owner(middle), owner(first), bytes, cable);
    }
}

/// The whole from rank 0 to all: a rank hands on to those that are it and a power of two below its own lowest.
fn down(clock: &mut [f64], bytes: f64, cable: &Cable) {
    for rank in 0..clock.len() {
        let powers = if rank == 0 { usize::BITS - 1 } else { rank.trailing_zeros() };
        let children = (0..powers).map(|power| rank + (1 << power));
        let children: Vec<_> = children.take_while(|&child| child < clock.len()).collect();
        for child in children.into_iter().rev() {
            message(clock, rank, child, bytes, cable);
        }
    }
}
