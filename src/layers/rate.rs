//! The rate of a dropout: what is dropped, and by how much the rest grows.

use crate::{Constant, Scalar, parameters::constant};
use core::marker::PhantomData;
use rand::Rng;

/// Numbers that are dropped with probability P.
pub(super) struct Rate<P>(PhantomData<P>);

impl<P: Constant> Rate<P> {
    pub(super) const IS_LESS_THAN_1: () = {
        // Beyond, no draw of 32 bits is kept.
        let holds = P::VALUE >= 0.0 && P::VALUE * DRAWS <= DRAWS - 1.0;
        constant::expect(holds, "Dropout", "rate", P::VALUE, "at least 0 and less than 1");
    };

    /// ⌈p·2³²⌉, from which on a draw of 32 bits is kept: the rate is off by less than 2⁻³².
    const FIRST_KEPT: u32 = {
        let least = P::VALUE * DRAWS;
        let whole = least as u32;
        if (whole as f64) < least { whole.saturating_add(1) } else { whole }
    };

    /// The mask's number where nothing is dropped, 1/(1 − p).
    const SCALE: f64 = scale(P::VALUE);

    /// What is kept is multiplied by this.
    #[inline(always)]
    pub(super) fn scale<T: Scalar>() -> T {
        T::from_f64(Self::SCALE)
    }

    /// Whether a number survives. Integers alone decide, so every machine agrees.
    #[inline(always)]
    pub(super) fn keep<R: Rng + ?Sized>(rng: &mut R) -> bool {
        rng.next_u32() >= Self::FIRST_KEPT
    }
}

/// How many draws of 32 bits there are.
const DRAWS: f64 = (1_u64 << 32) as f64;

/// 1/(1 − p), rounded once: a rate such as 2/3 is no `f64`, and 1 − p would grow what it is off by. So p is
/// taken for the fraction of the smallest denominator up to 2²⁶ that it is the nearest `f64` to, if there
/// is one: the first such convergent of its continued fraction.
const fn scale(p: f64) -> f64 {
    const MOST: u64 = 1 << 26;
    // p as a quotient of integers; what is cut off of a tiny p, the comparison sees.
    let (mut a, mut b) = ((p * (1_u64 << 62) as f64) as u64, 1_u64 << 62);
    let ([mut num, mut den], [mut before_num, mut before_den]) = ([1, 0], [0, 1]);
    while b != 0 {
        let digit = a / b;
        if digit > MOST {
            break;
        }
        ([num, before_num], [den, before_den]) =
            ([digit * num + before_num, num], [digit * den + before_den, den]);
        if den > MOST {
            break;
        }
        if num as f64 / den as f64 == p {
            return den as f64 / (den - num) as f64;
        }
        (a, b) = (b, a % b);
    }
    1.0 / (1.0 - p)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ratio;

    /// The scale is that of the fraction, and so is the smallest draw that is kept: what rounding did to
    /// the rate is in neither.
    #[test]
    fn a_rate_is_the_fraction_that_it_was_written_as() {
        for den in 1..=600_u64 {
            for num in 0..den {
                let p = num as f64 / den as f64;
                assert_eq!(scale(p), den as f64 / (den - num) as f64, "{num}/{den}");
                let first = (num << 32).div_ceil(den);
                assert_eq!((p * DRAWS).ceil(), first as f64, "{num}/{den}");
            }
        }
        assert_eq!(Rate::<Ratio<1, 5>>::FIRST_KEPT, 858_993_460);
        assert_eq!(Rate::<Ratio<0>>::FIRST_KEPT, 0);
        assert_eq!(scale(1.0 / 67_108_859.0), 67_108_859.0 / 67_108_858.0);
        // No fraction of that kind: as it stands.
        assert_eq!(scale(1e-300), 1.0);
        let third = 1.0 / core::f64::consts::PI;
        assert_eq!(scale(third), 1.0 / (1.0 - third));
    }
}
