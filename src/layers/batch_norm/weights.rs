//! Folding, of weights and bias of whatever layer: what is computed, and with which digits.

use crate::{Scalar, sum::add_exactly};

/// A sum of numbers and products with what rounding took from it, so that it is rounded once.
///
/// Source: Ogita, Rump, Oishi (2005), *Accurate sum and dot product*, algorithm 5.3.
pub(super) struct Exact {
    sum: f64,
    lost: f64,
}

impl Exact {
    pub(super) fn of(first: f64) -> Self {
        Self { sum: first, lost: 0.0 }
    }

    fn add(&mut self, term: f64) {
        let (sum, lost) = add_exactly(self.sum, term);
        (self.sum, self.lost) = (sum, self.lost + lost);
    }

    pub(super) fn add_product(&mut self, a: f64, b: f64) {
        let (product, lost) = multiply_exactly(a, b);
        self.add(product);
        self.lost += lost;
    }

    pub(super) fn total(&self) -> f64 {
        self.sum + self.lost
    }
}

/// a·b, rounded, and what rounding took from it.
///
/// Source: Dekker (1971), *A floating-point technique for extending the available precision*.
fn multiply_exactly(a: f64, b: f64) -> (f64, f64) {
    // Two halves of 26 bits, whose products are exact.
    let halves = |x: f64| {
        let shifted = x * 134_217_729.0;
        let upper = shifted - (shifted - x);
        (upper, x - upper)
    };
    let (product, (a, a_low), (b, b_low)) = (a * b, halves(a), halves(b));
    let lost = a_low * b_low - (((product - a * b) - a_low * b) - a * b_low);
    // Halves of the largest numbers overflow.
    (product, if lost.is_finite() { lost } else { 0.0 })
}

/// A norm, as folding sees it: s∘(x − mean) + β, a number of each for each feature.
pub(super) struct Norm<'a, T> {
    pub(super) s: &'a [f64],
    pub(super) mean: &'a [T],
    pub(super) beta: &'a [T],
}

/// The weights and the bias of a layer, as folding sees them: of every place of a window, of each of `per` inputs that
/// an output has, a weight for each output.
pub(super) struct Weights<'a, T> {
    pub(super) weight: &'a mut [T],
    pub(super) bias: &'a mut [T],
    pub(super) per: usize,
    pub(super) inputs: usize,
}

impl<T: Scalar> Weights<'_, T> {
    /// The feature that the input of weight n of an output is.
    fn feature(&self, n: usize, output: usize) -> usize {
        let groups = self.inputs.checked_div(self.per).unwrap_or(1);
        let outputs = self.bias.len().checked_div(groups).unwrap_or(1);
        output.checked_div(outputs).unwrap_or(0) * self.per + n.checked_rem(self.per).unwrap_or(0)
    }

    /// The weights of an output, with the feature that each is of.
    fn of(&self, output: usize) -> impl Iterator<Item = (f64, usize)> {
        let weights = self.weight.iter().skip(output).step_by(self.bias.len().max(1));
        weights.enumerate().map(move |(n, w)| (w.to_f64(), self.feature(n, output)))
    }

    /// W ← S·W, b ← s∘b + t; the first output of which a number would not be finite, and then nothing has changed.
    pub(super) fn fold_after(mut self, norm: &Norm<'_, T>) -> Result<(), usize> {
        let s = norm.s;
        self.replace(
            |weight, output, _| s[output] * weight,
            |layer, output| {
                let mut bias = Exact::of(norm.beta[output].to_f64());
                bias.add_product(s[output], layer.bias[output].to_f64());
                bias.add_product(s[output], -norm.mean[output].to_f64());
                bias.total()
            },
        )
    }

    /// W ← W·S, b ← W·t + b; errors as [`fold_after`](Self::fold_after).
    pub(super) fn fold_before(mut self, norm: &Norm<'_, T>) -> Result<(), usize> {
        let s = norm.s;
        self.replace(
            |weight, _, feature| weight * s[feature],
            |layer, output| {
                let mut bias = Exact::of(layer.bias[output].to_f64());
                for (weight, feature) in layer.of(output) {
                    let (offset, lost) = multiply_exactly(s[feature], -norm.mean[feature].to_f64());
                    bias.add_product(weight, norm.beta[feature].to_f64());
                    bias.add_product(weight, offset);
                    bias.lost += weight * lost;
                }
                bias.total()
            },
        )
    }

    /// Sets every number from those of now, a weight from itself, its output and its feature, if all are finite; or
    /// names the first output with one that is not.
    fn replace(
        &mut self,
        weight: impl Fn(f64, usize, usize) -> f64,
        bias: impl Fn(&Self, usize) -> f64,
    ) -> Result<(), usize> {
        let finite = |value: f64| T::from_f64(value).is_finite();
        for output in 0..self.bias.len() {
            let weights = self.of(output).all(|(w, feature)| finite(weight(w, output, feature)));
            if !(weights && finite(bias(self, output))) {
                return Err(output);
            }
        }
        for output in 0..self.bias.len() {
            // The bias first: it takes the weights of before.
            self.bias[output] = T::from_f64(bias(self, output));
            for n in 0..self.weight.len() / self.bias.len() {
                let (at, feature) = (n * self.bias.len() + output, self.feature(n, output));
                self.weight[at] = T::from_f64(weight(self.weight[at].to_f64(), output, feature));
            }
        }
        Ok(())
    }
}
