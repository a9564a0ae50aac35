//! The error function.
//!
//! ```text
//! |x| < 0.92:  x + x·P(x² − ½)
//! else:        ±(1 − e^(−x²)·W(|x| − 2)),  W(v) ≈ erfc(v + 2)·e^((v + 2)²)
//! ```
//!
//! e^(−x²) and W both fall as |x| grows, so that rounding keeps the order; a single exponential of
//! a polynomial is as accurate but not monotone.
//!
//! Source: the split is that of Cody, "Rational Chebyshev approximations for the error function",
//! Mathematics of Computation 23 (1969); polynomials instead of his rational functions are our own
//! minimax fits (`tests/data/minimax.py`).

use super::exp::{Reduced, near_one, power_of_two, reduce};

/// erf x = 2/√π·∫₀ˣ exp(−t²) dt
///
/// Error below 1.21 ulp over all of `f32`; odd to the last bit, never falls as x
/// grows, never leaves [−1, 1]. ±0 gives ±0, ±∞ gives ±1, NaN gives NaN.
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    let a = x.abs();
    let u = a * a - 0.5;
    let small = a + a * horner!(u;
        -0.034_531_26,
        -0.281_072_17,
        0.079_410_024,
        -0.018_283_96,
        0.003_479_289_1,
        -0.000_562_286_76,
        8.418_986e-5
    );
    // erf 4 rounds to 1.
    let b = if a > 4.0 { 4.0 } else { a };
    let v = b - 2.0;
    let w = horner!(v;
        0.255_395_44,
        -0.106_798_21,
        0.041_807_037,
        -0.015_426_126,
        0.005_467_858_6,
        -0.001_913_427,
        0.000_477_969_8,
        -0.000_164_749_06,
        0.000_132_752_92
    );
    let Reduced { n, r, .. } = reduce(-(b * b));
    let large = 1.0 - near_one(r) * power_of_two(n) * w;
    let y = if a < 0.92 { small } else { large };
    y.copysign(x)
}
