//! Functions to about 100 bits: the reference for `f64`.
//!
//! A number is an unevaluated sum of two `f64`. Series converge fast or slowly here; only
//! exactness matters.
//!
//! Source: Dekker, "A floating-point technique for extending the available precision", Numerische
//! Mathematik 18 (1971).

use std::ops::{Add, Div, Mul, Neg, Sub};

/// high + low, where |low| is at most half a unit in the last place of high.
#[derive(Clone, Copy, Debug)]
pub struct Dd {
    pub high: f64,
    pub low: f64,
}

/// a + b for |a| ≥ |b|.
fn quick(a: f64, b: f64) -> Dd {
    let high = a + b;
    Dd { high, low: b - (high - a) }
}

fn exact_sum(a: f64, b: f64) -> Dd {
    if a.abs() >= b.abs() { quick(a, b) } else { quick(b, a) }
}

fn exact_product(a: f64, b: f64) -> Dd {
    let high = a * b;
    Dd { high, low: a.mul_add(b, -high) }
}

impl From<f64> for Dd {
    fn from(high: f64) -> Self {
        Self { high, low: 0.0 }
    }
}

impl Add for Dd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let s = exact_sum(self.high, other.high);
        let t = exact_sum(self.low, other.low);
        let s = quick(s.high, s.low + t.high);
        quick(s.high, s.low + t.low)
    }
}

impl Neg for Dd {
    type Output = Self;
    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Sub for Dd {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Dd {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let p = exact_product(self.high, other.high);
        quick(p.high, p.low + (self.high * other.low + self.low * other.high))
    }
}

impl Div for Dd {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let rest = self - other * first.into();
        let second = rest.high / other.high;
        let rest = rest - other * second.into();
        quick(first, second) + (rest.high / other.high).into()
    }
}

const ONE: Dd = Dd { high: 1.0, low: 0.0 };
const LN_2: Dd = Dd { high: core::f64::consts::LN_2, low: 2.3190468138462996e-17 };
const TWO_BY_SQRT_PI: Dd = Dd { high: core::f64::consts::FRAC_2_SQRT_PI, low: 1.533545961316588e-17 };

impl Dd {
    fn abs(self) -> Self {
        if self.high < 0.0 { -self } else { self }
    }

    fn scaled(self, n: i32) -> Self {
        // Two steps: 2¹⁰²⁴ is no f64.
        let (a, b) = (2f64.powi(n / 2), 2f64.powi(n - n / 2));
        Self { high: self.high * a * b, low: self.low * a * b }
    }

    pub fn exp(self) -> Self {
        if self.high.abs() < 0.35 {
            return ONE + self.exp_m1();
        }
        let n = (self.high / LN_2.high).round();
        (ONE + (self - LN_2 * n.into()).exp_m1()).scaled(n as i32)
    }

    pub fn exp_m1(self) -> Self {
        if self.high.abs() > 0.35 {
            return self.exp() - ONE;
        }
        // x·(1 + x/2·(1 + x/3·(…)))
        let nested = (2..30).rev().fold(ONE, |sum, k| ONE + self * sum / f64::from(k).into());
        self * nested
    }

    pub fn ln(self) -> Self {
        let below = self - ONE;
        if below.high.abs() < 0.2 {
            return below.ln_1p();
        }
        // One step of Newton's method from an f64 doubles its digits; the square makes it three.
        let guess = Self::from(self.high.ln());
        let e = self * (-guess).exp() - ONE;
        guess + (e - e * e / 2.0.into())
    }

    pub fn ln_1p(self) -> Self {
        if self.high.abs() > 0.2 {
            return (ONE + self).ln();
        }
        // 2·artanh(s) = 2·(s + s³/3 + s⁵/5 + …)
        let s = self / (self + 2.0.into());
        let sum = (0..30)
            .rev()
            .fold(Self::from(0.0), |sum, k| sum * s * s + ONE / f64::from(2 * k + 1).into());
        (s + s) * sum
    }

    pub fn tanh(self) -> Self {
        if self.high.abs() > 40.0 {
            return self.high.signum().into();
        }
        let e = (self + self).exp_m1();
        e / (e + 2.0.into())
    }

    pub fn sigmoid(self) -> Self {
        let e = (-self.abs()).exp();
        (if self.high < 0.0 { e } else { ONE }) / (ONE + e)
    }

    pub fn softplus(self) -> Self {
        self.high.max(0.0).into_dd() + (-self.abs()).exp().ln_1p()
    }

    /// 2/√π·e^(−x²)·(x + 2x³/3 + 4x⁵/15 + …), without cancellation.
    pub fn erf(self) -> Self {
        if self.high.abs() > 6.5 {
            return self.high.signum().into();
        }
        let square = self * self;
        let (mut term, mut sum, mut k) = (self, self, 1.0);
        while term.high.abs() > sum.high.abs() * 1e-34 {
            k += 2.0;
            term = term * (square + square) / k.into_dd();
            sum = sum + term;
        }
        TWO_BY_SQRT_PI * (-square).exp() * sum
    }
}

trait IntoDd {
    fn into_dd(self) -> Dd;
}

impl IntoDd for f64 {
    fn into_dd(self) -> Dd {
        self.into()
    }
}

/// Values of mpmath with 50 digits (`tests/data/elementary.py`).
#[test]
fn the_reference_agrees_with_mpmath() {
    let mut seen = 0;
    for line in include_str!("../data/elementary.txt").lines().filter(|line| !line.starts_with('#'))
    {
        let words: Vec<&str> = line.split_whitespace().collect();
        let bits = |i: usize| f64::from_bits(u64::from_str_radix(words[i], 16).unwrap());
        let (f, x, exact) = (words[0], Dd::from(bits(1)), Dd { high: bits(2), low: bits(3) });
        let y = match f {
            "exp" => x.exp(),
            "exp_m1" => x.exp_m1(),
            "ln" => x.ln(),
            "ln_1p" => x.ln_1p(),
            "tanh" => x.tanh(),
            "sigmoid" => x.sigmoid(),
            "softplus" => x.softplus(),
            "erf" => x.erf(),
            _ => panic!("{f}"),
        };
        let relative = ((y - exact) / exact).high.abs();
        // 2⁻⁹⁰ is a hundred-thousandth of a millionth of a unit in the last place of f64.
        assert!(relative < 2f64.powi(-90), "{f}({:e}): {relative:e}", x.high);
        seen += 1;
    }
    assert!(seen >= 8 * 12, "only {seen} values");
}
