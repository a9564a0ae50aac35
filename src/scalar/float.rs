//! `f32` and `f64`: functions of our own.

use super::{Dtype, Kind, Scalar};
use crate::math;

macro_rules! float {
    ($float:ident, $kind:ident) => {
        #[diagnostic::do_not_recommend]
        impl Scalar for $float {
            const DTYPE: Dtype<Self> = Dtype::new(Kind::$kind);
            const LARGEST: f64 = $float::MAX as f64;
            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                value as $float
            }
            #[inline(always)]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn exp(self) -> Self {
                math::$float::exp(self)
            }
            #[inline(always)]
            fn exp_m1(self) -> Self {
                math::$float::exp_m1(self)
            }
            #[inline(always)]
            fn ln(self) -> Self {
                math::$float::ln(self)
            }
            #[inline(always)]
            fn ln_1p(self) -> Self {
                math::$float::ln_1p(self)
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                math::$float::sqrt(self)
            }
            #[inline(always)]
            fn tanh(self) -> Self {
                math::$float::tanh(self)
            }
            #[inline(always)]
            fn erf(self) -> Self {
                math::$float::erf(self)
            }
            #[inline(always)]
            fn erfc(self) -> Self {
                math::$float::erfc(self)
            }
            #[inline(always)]
            fn silu(self) -> Self {
                math::$float::silu(self)
            }
            #[inline(always)]
            fn silu_slope(self) -> Self {
                math::$float::silu_slope(self)
            }
            #[inline(always)]
            fn gelu(self) -> Self {
                math::$float::gelu(self)
            }
            #[inline(always)]
            fn gelu_slope(self) -> Self {
                math::$float::gelu_slope(self)
            }
            #[inline(always)]
            fn sigmoid(self) -> Self {
                math::$float::sigmoid(self)
            }
            #[inline(always)]
            fn softplus(self) -> Self {
                math::$float::softplus(self)
            }
            #[inline(always)]
            fn fast_tanh(self) -> Self {
                math::$float::fast_tanh(self)
            }
            #[inline(always)]
            fn fast_sigmoid(self) -> Self {
                math::$float::fast_sigmoid(self)
            }
            #[inline(always)]
            fn abs(self) -> Self {
                <$float>::abs(self)
            }
            #[inline(always)]
            fn is_finite(self) -> bool {
                <$float>::is_finite(self)
            }
        }
    };
}

float! { f64, F64 }
float! { f32, F32 }
