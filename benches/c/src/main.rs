//! constnet beside careful C: every result compared, then every time.
//!
//! ```text
//! cargo run --release --manifest-path benches/c/Cargo.toml
//! ```
//! With `--test`, the results only. All networks lie at the start of a cache line; with `--boxed`, all
//! lie where a box puts them, which costs every one of them up to a third more. Other builds of constnet are compared with the same C by
//! `RUSTFLAGS="--cfg constnet_fma"` or `RUSTFLAGS="-C target-cpu=native"`.

mod activations;
mod convolution;
mod inference;
mod place;
#[path = "../../race/mod.rs"]
mod race;
mod recurrent;
mod table;
mod training;
#[path = "../../workloads/mod.rs"]
mod workloads;

use place::Place;
use race::Clock;
use table::Table;

fn main() {
    let clock = if argument("--test") { Clock::once() } else { Clock::rounds(800) };
    let place = if argument("--boxed") { Place::Boxed } else { Place::AtLine };
    println!(
        "constnet {}; ns, minimum (median) of interleaved samples; by round: the median ratio\n",
        build()
    );
    let mut table = Table::default();
    inference::compare(&clock, place, &mut table);
    recurrent::compare(&clock, place, &mut table);
    convolution::compare(&clock, place, &mut table);
    training::compare(&clock, place, &mut table);
    println!("{table}");
    println!("tanh of 4096 numbers; ns an element\n");
    activations::compare(&clock);
}

fn argument(name: &str) -> bool {
    std::env::args().any(|argument| argument == name)
}

/// How this program was built.
fn build() -> String {
    let fused = if cfg!(constnet_fma) { "with --cfg constnet_fma" } else { "without FMA" };
    let target =
        if cfg!(target_feature = "avx2") { "AVX2 in the target" } else { "baseline target" };
    format!("{fused}, {target}")
}
