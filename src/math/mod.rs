//! Elementary functions of our own: [`mod@f32`] and [`mod@f64`].
//!
//! Those of std are calls into the C library of the platform: no loop over them becomes vector
//! code, their last bits differ between platforms, and `no_std` has none. Here every function is
//! straight-line code of additions, multiplications, divisions, comparisons and moves of bits. So
//!
//! - a loop over one compiles to vector instructions, SSE2 in a default build and wider ones inside
//!   a `#[target_feature]` function, at 1.3 (ln, SSE2) to 9 times (tanh, AVX2) the speed of std;
//! - every target, every instruction set, debug and release give the same bits (a NaN's payload and
//!   sign excepted), because IEEE 754 defines each operation and multiply and add are never fused;
//! - NaN passes through: choices are written `if x > high { high } else { x }`, never
//!   `f32::min`, which hides it.
//!
//! # Measured errors
//! The largest in ulp, units in the last place of the exact result: `f32` over all 2³² arguments,
//! `f64` on a hundred million arguments for each function, against the 80-bit numbers of x86.
//!
//! | function | `f32` | `f64` |
//! |---|---|---|
//! | exp | 0.99 | 0.96 |
//! | exp_m1 | 1.49 | 1.70 |
//! | ln | 0.93 | 0.83 |
//! | ln_1p | 1.08 | 0.92 |
//! | tanh | 1.46 | 1.45 |
//! | sigmoid | 2.00 | 2.00 |
//! | softplus | 1.65 | 1.72 |
//! | erf | 1.21 | 1.12 |
//! | erfc | 5.2 | 6.0 |
//! | gelu, its slope | 5.2, 5.6 | 6.0, 6.2 |
//! | silu, its slope | 2.6, 4.5 | 2.6, 5.0 |
//! | sqrt | 0.5 | 0.5 |
//! | fast_tanh | 5.71 | as tanh |
//! | fast_sigmoid | absolute: 2.1e-7 | as sigmoid |
//!
//! All but the fast ones, erfc, gelu and silu are monotone to the last bit over all of `f32`; in `f64` the same was seen
//! on millions of pairs of neighbours, except that `exp_m1` may fall by an ulp between 0.44 and
//! 0.5. `tests/accuracy` holds the table and the properties, and repeats the whole measurement on
//! request.

/// c₀ + x·(c₁ + x·(c₂ + …)), coefficients from the lowest power.
///
/// A macro and not a loop: it is straight-line code in debug builds too, and nothing has to be
/// unrolled before a loop around it becomes vector code.
macro_rules! horner {
    ($x:expr; $c:expr) => { $c };
    ($x:expr; $c:expr, $($rest:expr),+) => { $c + $x * horner!($x; $($rest),+) };
}

/// (c₀ + c₁·x) + x²·((c₂ + c₃·x) + x²·(…)), coefficients from the lowest power, x² given: half as many
/// additions wait for each other as in [`horner!`].
macro_rules! pairs {
    ($x:expr, $x2:expr; $c:expr) => { $c };
    ($x:expr, $x2:expr; $c:expr, $d:expr) => { $c + $x * $d };
    ($x:expr, $x2:expr; $c:expr, $d:expr, $($rest:expr),+) => {
        ($c + $x * $d) + $x2 * pairs!($x, $x2; $($rest),+)
    };
}

pub mod f32;
pub mod f64;
pub(crate) mod half;
