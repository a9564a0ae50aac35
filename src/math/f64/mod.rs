//! Elementary functions of `f64`; [the page above](super) has their errors.

mod erf;
mod erfc;
mod exp;
mod ln;
mod sigmoid;
mod sqrt;
mod tanh;

pub use erf::erf;
pub use erfc::{erfc, gelu, gelu_slope};
pub use exp::{exp, exp_m1};
pub use ln::{ln, ln_1p};
pub use sigmoid::{fast_sigmoid, sigmoid, silu, silu_slope, softplus};
pub use sqrt::sqrt;
#[doc(hidden)]
pub use sqrt::sqrt_by_digits;
pub use tanh::{fast_tanh, tanh};
