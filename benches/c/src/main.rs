//! constnet beside careful C: every result compared, then every time.
//!
//! ```text
//! cargo run --release --manifest-path benches/c/Cargo.toml
//! ```
//! With `--test`, the results only. Other builds of constnet are compared with the same C by
//! `RUSTFLAGS="--cfg constnet_fma"` or `RUSTFLAGS="-C target-cpu=native"`.

mod activations;
mod clock;
mod inference;
mod training;

use clock::{Clock, Table};

fn main() {
    let clock = match std::env::args().nth(1).as_deref() {
        Some("--test") => Clock::once(),
        _ => Clock::default(),
    };
    println!("constnet {}; ns, minimum (median) of interleaved samples\n", build());
    let mut table = Table::default();
    inference::compare(&clock, &mut table);
    training::compare(&clock, &mut table);
    println!("{table}");
    println!("tanh of 4096 numbers; ns an element\n");
    activations::compare(&clock);
}

/// How this program was built.
fn build() -> String {
    let fused = if cfg!(constnet_fma) { "with --cfg constnet_fma" } else { "without FMA" };
    let target =
        if cfg!(target_feature = "avx2") { "AVX2 in the target" } else { "baseline target" };
    format!("{fused}, {target}")
}
