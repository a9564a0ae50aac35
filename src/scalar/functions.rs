//! Functions of a number as values, for loops on the instruction set that a kernel chooses.

use super::{Elementwise, Scalar};

/// eˣ
pub(crate) struct Exp;

impl Elementwise for Exp {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x.exp()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, _: T, y: T, dy: T) -> T {
        y * dy
    }
}

/// ln(1 + x)
pub(crate) struct Ln1p;

impl Elementwise for Ln1p {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x.ln_1p()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _: T, dy: T) -> T {
        dy / (T::one() + x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_slopes_by_hand() {
        // e⁰ = 1, with the slope 1; ln(1 + 0) = 0, with the slope 1, and at 1 the slope is ½.
        assert_eq!((Exp.value(0.0_f64), Exp.chain(0.0, 3.0, 2.0)), (1.0, 6.0));
        assert_eq!((Ln1p.value(0.0_f64), Ln1p.chain(1.0, 0.0, 3.0)), (0.0, 1.5));
    }
}
