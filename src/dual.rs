//! Exact derivatives: dual numbers as the numbers of a network. Needs the feature `dual`.
//!
//! ```text
//! x = a + b·ε with ε² = 0        f(x) = f(a) + b·f′(a)·ε
//! ```
//!
//! A network computes with any [`Scalar`], so it computes with dual numbers: set ε of one input or
//! parameter to 1, run `forward`, and ε of each output is its exact derivative by that one. It costs
//! one forward for each input; backpropagation gets all of them in one pass. The duals are what
//! backpropagation is tested against ([`gradcheck::exact`](crate::gradcheck::exact)), and the
//! derivative of functions that have no hand-written one.
//!
//! Source: Griewank, Walther, *Evaluating Derivatives* (2008), chapter 3.
//!
//! # Example
//! ```
//! use constnet::{dual::Dual64, prelude::*};
//!
//! let net = (Dense::new([[Dual64::from_re(2.0)]], [Dual64::from_re(0.0)]), Tanh);
//! let x = Dual64::from_re(0.25).derivative();
//! let y = net.forward(&SVector::from([x]))[0];
//! assert!((y.re - 0.5_f64.tanh()).abs() < 1e-15);
//! assert!((y.eps - 2.0 * (1.0 - y.re * y.re)).abs() < 1e-15);
//! ```

pub use num_dual::{Dual, Dual32, Dual64};

use crate::Scalar;

/// f(x) with f′(x). A constant stays one, even where the slope is infinite.
#[inline(always)]
fn chain<F: Scalar>(x: Dual<F>, value: F, slope: F) -> Dual<F> {
    Dual { re: value, eps: if x.eps == F::zero() { x.eps } else { x.eps * slope } }
}

/// erf′(x) = 2/√π·exp(−x²)
fn slope_of_erf<F: Scalar>(x: F) -> F {
    F::from_f64(core::f64::consts::FRAC_2_SQRT_PI) * (-x * x).exp()
}

// The functions of the value are this crate's own; num_dual's would take std's.
macro_rules! dual {
    ($float:ident) => {
        #[diagnostic::do_not_recommend]
        impl Scalar for Dual<$float> {
            fn from_f64(value: f64) -> Self {
                Self::from_re(Scalar::from_f64(value))
            }
            fn to_f64(self) -> f64 {
                Scalar::to_f64(self.re)
            }
            fn exp(self) -> Self {
                let y = Scalar::exp(self.re);
                chain(self, y, y)
            }
            fn exp_m1(self) -> Self {
                chain(self, Scalar::exp_m1(self.re), Scalar::exp(self.re))
            }
            fn ln(self) -> Self {
                chain(self, Scalar::ln(self.re), 1.0 / self.re)
            }
            fn ln_1p(self) -> Self {
                chain(self, Scalar::ln_1p(self.re), 1.0 / (1.0 + self.re))
            }
            fn sqrt(self) -> Self {
                let y = Scalar::sqrt(self.re);
                chain(self, y, 0.5 / y)
            }
            fn tanh(self) -> Self {
                // tanh′ = 4·e/(1 + e)² with e = exp(−2|x|): 1 − tanh² would cancel far from 0.
                let e = Scalar::exp(-2.0 * Scalar::abs(self.re));
                chain(self, Scalar::tanh(self.re), 4.0 * e / ((1.0 + e) * (1.0 + e)))
            }
            fn erf(self) -> Self {
                chain(self, Scalar::erf(self.re), slope_of_erf(self.re))
            }
            fn erfc(self) -> Self {
                chain(self, Scalar::erfc(self.re), -slope_of_erf(self.re))
            }
            fn is_finite(self) -> bool {
                self.re.is_finite() && self.eps.is_finite()
            }
        }
    };
}

dual!(f32);
dual!(f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_by_hand() {
        let x = Dual64::from_re(4.0).derivative();
        assert_eq!(Scalar::sqrt(x), Dual::new(2.0, 0.25));
        assert_eq!(Scalar::sqrt(x).eps, 0.25);
        assert_eq!(Scalar::ln(x).eps, 0.25);
        let zero = Dual64::from_re(0.0).derivative();
        assert_eq!((Scalar::exp(zero).eps, Scalar::exp_m1(zero).eps), (1.0, 1.0));
        assert_eq!((Scalar::tanh(zero).eps, Scalar::ln_1p(zero).eps), (1.0, 1.0));
        assert_eq!(Scalar::erf(zero).eps, core::f64::consts::FRAC_2_SQRT_PI);
        assert_eq!(Scalar::erfc(zero).eps, -core::f64::consts::FRAC_2_SQRT_PI);
        assert_eq!((zero.sigmoid().eps, zero.softplus().eps), (0.25, 0.5));
        assert_eq!(Scalar::ln(Dual64::from_re(0.0)).eps, 0.0);
    }

    #[test]
    fn finite_in_both_parts() {
        assert!(Scalar::is_finite(Dual64::new(1.0, 1.0)));
        assert!(!Scalar::is_finite(Dual64::new(f64::NAN, 1.0)));
        assert!(!Scalar::is_finite(Dual64::new(1.0, f64::INFINITY)));
    }
}
