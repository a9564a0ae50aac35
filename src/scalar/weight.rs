//! Numbers as they are stored.

use super::{Dtype, Scalar};
use num_traits::Zero;

/// A number that can be stored as a weight: every [`Scalar`], and types that are storage only, as
/// `half::f16` and `half::bf16` are with the feature `half`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that networks store",
    label = "expected `f32` or `f64`",
    note = "a number type of your own is stored with `impl Weight`, and computes with `impl Scalar`"
)]
pub trait Weight: nalgebra::Scalar + Copy + Send + Sync {
    /// How a file names numbers of this type.
    const DTYPE: Dtype<Self>;
    /// The number 0.
    fn zero() -> Self;
}

impl<T: Scalar> Weight for T {
    const DTYPE: Dtype<Self> = <T as Scalar>::DTYPE;
    #[inline(always)]
    fn zero() -> Self {
        <T as Zero>::zero()
    }
}
