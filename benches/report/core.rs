//! What the core can do at most: additions and multiplications in registers, and loads.
//!
//! A figure is the work of one call divided by the time that the race measures for it.

use std::hint::black_box;

/// Operations of one call of [`Peak::run`].
pub const FLOPS: f64 = (ROUNDS * CHAINS * 8 * 2) as f64;
const ROUNDS: usize = 10_000;
/// More than the latency of a multiplication and an addition, times two of each in a cycle; and
/// with two constants, no more than there are registers.
const CHAINS: usize = 14;

/// A way to multiply and add.
#[derive(Clone, Copy)]
pub enum Peak {
    /// Rounded twice, as everything is by default.
    MulAdd,
    /// Rounded once, with `--cfg constnet_fma`.
    Fused,
}

impl Peak {
    /// Those that this machine has.
    pub fn available() -> Vec<Self> {
        let mut peaks = Vec::new();
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            peaks.push(Self::MulAdd);
            if is_x86_feature_detected!("fma") {
                peaks.push(Self::Fused);
            }
        }
        peaks
    }

    /// That of this build's kernels, where this machine has it.
    pub fn of_build() -> Option<Self> {
        let fused = cfg!(constnet_fma);
        Self::available().into_iter().find(|peak| matches!(peak, Self::Fused) == fused)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::MulAdd => "multiply and add, AVX2",
            Self::Fused => "fused multiply-add, AVX2",
        }
    }

    /// [`FLOPS`] operations on numbers in registers.
    pub fn run(self) {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `available` found what each needs.
        unsafe {
            match self {
                Self::MulAdd => x86::mul_add(),
                Self::Fused => x86::fused(),
            }
        }
    }
}

/// Numbers at the start of a cache line, to be read again and again.
pub struct Memory {
    numbers: Vec<f32>,
    start: usize,
    count: usize,
}

impl Memory {
    /// So many bytes, rounded up to blocks of four lines.
    pub fn new(bytes: usize) -> Self {
        let count = bytes.div_ceil(256) * 64;
        let numbers = vec![1.0; count + 16];
        let start = numbers.as_ptr().align_offset(64);
        Self { numbers, start, count }
    }

    pub fn bytes(&self) -> usize {
        4 * self.count
    }

    /// Loads all of it, vector by vector.
    pub fn read(&self) {
        let numbers = black_box(&self.numbers[self.start..self.start + self.count]);
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has AVX2.
            return unsafe { x86::read(numbers) };
        }
        black_box(numbers.iter().fold(0, |bits, number| bits | number.to_bits()));
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{CHAINS, ROUNDS, black_box};
    use core::arch::x86_64::*;

    /// x ← x·a + b in every chain: towards b / (1 − a), so that nothing overflows or underflows.
    macro_rules! chains {
        ($(#[$attribute:meta])* $name:ident, |$x:ident, $a:ident, $b:ident| $step:expr) => {
            $(#[$attribute])*
            pub fn $name() {
                let ($a, $b) = (_mm256_set1_ps(black_box(0.5)), _mm256_set1_ps(black_box(1.0)));
                let mut chains = [_mm256_set1_ps(black_box(2.0)); CHAINS];
                for _ in 0..ROUNDS {
                    for chain in &mut chains {
                        let $x = *chain;
                        *chain = $step;
                    }
                }
                black_box(chains);
            }
        };
    }
    chains! {
        #[target_feature(enable = "avx2")]
        mul_add, |x, a, b| _mm256_add_ps(_mm256_mul_ps(x, a), b)
    }
    chains! {
        #[target_feature(enable = "avx2,fma")]
        fused, |x, a, b| _mm256_fmadd_ps(x, a, b)
    }

    /// Eight vectors at a time, whose bits are joined so that no load is left out.
    #[target_feature(enable = "avx2")]
    pub fn read(numbers: &[f32]) {
        let mut bits = [_mm256_setzero_ps(); 8];
        for block in numbers.as_chunks::<64>().0 {
            for (i, bits) in bits.iter_mut().enumerate() {
                // SAFETY: the block has eight vectors.
                let vector = unsafe { _mm256_loadu_ps(block.as_ptr().add(8 * i)) };
                *bits = _mm256_or_ps(*bits, vector);
            }
        }
        black_box(bits);
    }
}
