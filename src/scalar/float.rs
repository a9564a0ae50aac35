//! `f32` and `f64`: functions of our own; for `f32`, kernels.

use super::{Dtype, Elementwise, Kind, Scalar};
use crate::{
    kernels::{self, level::Level},
    math,
    rule::{Magnitudes, Rule},
};

macro_rules! float {
    ($float:ident, $kind:ident $(, $($kernels:tt)*)?) => {
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
            $($($kernels)*)?
        }
    };
}

float! { f64, F64 }
float! { f32, F32,
    #[inline(always)]
    fn dense<const IN: usize, const OUT: usize, const B: usize>(
        chain: Option<Level>,
        weight: &[[f32; OUT]; IN],
        bias: &[f32; OUT],
        x: &[[f32; IN]; B],
    ) -> [[f32; OUT]; B] {
        kernels::dense::dense(chain, weight, bias, x)
    }
    #[inline(always)]
    fn dense_input<const IN: usize, const OUT: usize, const B: usize>(
        weight: &[[f32; OUT]; IN],
        dy: &[[f32; OUT]; B],
    ) -> [[f32; IN]; B] {
        kernels::dense::dense_input(weight, dy)
    }
    #[inline(always)]
    fn dense_parameters<const IN: usize, const OUT: usize, const B: usize>(
        x: &[[f32; IN]; B],
        dy: &[[f32; OUT]; B],
        dweight: &mut [[f32; OUT]; IN],
        dbias: &mut [f32; OUT],
    ) {
        kernels::dense::parameters::best(x, dy, dweight, dbias);
    }
    #[inline(always)]
    fn dense_parameters_set<const IN: usize, const OUT: usize, const B: usize>(
        x: &[[f32; IN]; B],
        dy: &[[f32; OUT]; B],
        dweight: &mut [[f32; OUT]; IN],
        dbias: &mut [f32; OUT],
    ) {
        kernels::dense::parameters_set::best(x, dy, dweight, dbias);
    }
    #[inline(always)]
    fn map<F: Elementwise>(f: &F, x: &[f32], y: &mut [f32]) {
        kernels::elementwise::map(f, x, y);
    }
    #[inline(always)]
    fn activate<F: Elementwise, const N: usize, const B: usize>(
        chain: Option<Level>,
        f: &F,
        x: &[[f32; N]; B],
    ) -> [[f32; N]; B] {
        kernels::elementwise::activate(chain, f, x)
    }
    #[inline(always)]
    fn activate_backward<F: Elementwise, const N: usize, const B: usize>(
        f: &F,
        x: &[[f32; N]; B],
        y: &[[f32; N]; B],
        dy: &[[f32; N]; B],
    ) -> [[f32; N]; B] {
        kernels::elementwise::activate_backward(f, x, y, dy)
    }
    #[inline(always)]
    fn softmax<const N: usize, const B: usize>(chain: Option<Level>, x: &[[f32; N]; B]) -> [[f32; N]; B] {
        kernels::softmax::softmax(chain, x)
    }
    #[inline(always)]
    fn update<R: Rule<f32, K>, const K: usize>(
        rule: &R,
        theta: &mut [f32],
        gradient: &[f32],
        memory: [&mut [f32]; K],
    ) {
        kernels::elementwise::update(rule, theta, gradient, memory);
    }
    #[inline(always)]
    fn magnitudes(theta: &[f32], gradient: &[f32]) -> Magnitudes<f32> {
        kernels::elementwise::magnitudes::best(theta, gradient)
    }
}
