//! The derivative of a function of one number, measured from the outside.

/// The derivatives from both sides of a point, and how far rounding of numbers of size 1 may have moved them.
pub(super) struct Slopes {
    low: f64,
    high: f64,
    pub(super) noise: f64,
}

impl Slopes {
    /// From differences, with a longer and with a shorter step: `change(v)` is L at the value v minus L at the value
    /// `at`.
    ///
    /// Truncation costs h²/12·f‴ and rounding 5·ε·L/h: equal, for common f, near h = ε^(1/3). The
    /// second step is for functions that bend sharply, such as `LayerNorm` of nearly equal numbers.
    ///
    /// `dyn`, so that it is compiled once and not for every network that is checked.
    pub(super) fn measure(at: f64, change: &mut dyn FnMut(f64) -> f64) -> [Self; 2] {
        [1.0 / (1u64 << 15) as f64, 1.0 / (1u64 << 21) as f64].map(|step| {
            // It grows with the point, so that it does not drown in its digits, but slowly: where
            // exp(x) is 1e300, it still changes over a length of 1.
            let h = step * (1.0 + at.abs() / 64.0);
            let mut side = |h: f64| {
                let mut slope = |to: f64| change(to) / (to - at);
                2.0 * slope(at + 0.5 * h) - slope(at + h)
            };
            let (left, right) = (side(-h), side(h));
            let (low, high) = if left < right { (left, right) } else { (right, left) };
            Self { low, high, noise: 8.0 * f64::EPSILON / h }
        })
    }

    /// How large the slope is, whether one believes the measurement or the number `or`.
    pub(super) fn scale(&self, or: f64) -> f64 {
        or.abs().max(self.low.abs()).max(self.high.abs())
    }

    /// The slope between both sides that is nearest to another; NaN if any of them is.
    pub(super) fn nearest(&self, to: f64) -> f64 {
        if to < self.low {
            self.low
        } else if to > self.high {
            self.high
        } else {
            to + 0.0 * (self.low + self.high)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::Comparison;

    #[test]
    fn at_a_kink_every_slope_between_both_sides_is_right() {
        let slopes = || Slopes::measure(0.0, &mut |x| x.max(0.0));
        for (slope, error) in [(-0.5, 0.5), (0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (2.0, 1.0)] {
            let mut comparison = Comparison::default();
            comparison.add(None, 0, slope, slopes(), 0.0);
            assert_eq!(comparison.distance, error, "{slope}");
        }
    }
}
