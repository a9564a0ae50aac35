//! Numbers of 16 bits as weights.

use super::{Dtype, Kind, Weight};

/// A number of 16 bits that stores a weight, and stands for one `f32`: `half::f16` and `half::bf16`. Needs
/// the feature `half`.
///
/// Half the flash, and half the bytes to read in an inference, which is what a large layer waits for.
/// The price is digits: a weight is rounded by at most 2⁻¹¹ of its size in binary16 (for sizes from
/// 6.1e-5 to 65,504; below, by at most 3e-8), by 2⁻⁸ in bfloat16, which reaches as far as an `f32`.
/// Training needs more digits than that, so only inference is there.
///
/// Source: IEEE 754-2019, section 3.6 (binary16).
pub trait HalfPrecision: Weight {}

macro_rules! stored {
    ($half:ident, $kind:ident) => {
        impl Weight for half::$half {
            const DTYPE: Dtype<Self> = Dtype::new(Kind::$kind);
            #[inline(always)]
            fn zero() -> Self {
                Self::ZERO
            }
        }
        impl HalfPrecision for half::$half {}
    };
}
stored!(f16, F16);
stored!(bf16, Bf16);
