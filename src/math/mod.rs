//! Elementary functions.

/// c₀ + x·(c₁ + x·(c₂ + …)), coefficients from the lowest power.
///
/// A macro and not a loop: it is straight-line code in debug builds too, and nothing has to be
/// unrolled before a loop around it becomes vector code.
macro_rules! horner {
    ($x:expr; $c:expr) => { $c };
    ($x:expr; $c:expr, $($rest:expr),+) => { $c + $x * horner!($x; $($rest),+) };
}

pub mod f32;
pub mod f64;
