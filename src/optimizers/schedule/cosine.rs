//! Cosine annealing: a rate that falls along half a wave.
//!
//! ```text
//! f + (1 − f)·(1 + cos(π·t/n)) / 2          t < n, floor f; then f
//! ```
//!
//! The rate stays high for a while, falls, and stays low for a while, with nothing to tune but the
//! number of steps.
//!
//! Source: Loshchilov, Hutter (2017), *SGDR: stochastic gradient descent with warm restarts*,
//! arXiv:1608.03983, equation 5.

use super::{Schedule, checked};

/// A factor from 1 to a floor, 0 by default, along half a cosine wave.
///
/// PyTorch: `CosineAnnealingLR(T_max=n, eta_min=f·η)`, up to step n. After that PyTorch's rate
/// rises again; this one stays at the floor.
///
/// ```
/// use constnet::optimizers::schedule::{Cosine, Schedule};
/// let schedule = Cosine::new(100).floor(0.1);
/// assert_eq!([0, 100, 200].map(|step| schedule.factor(step)), [1.0, 0.1, 0.1]);
/// assert!((schedule.factor(50) - 0.55).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cosine {
    steps: u64,
    floor: f64,
}

impl Cosine {
    /// The number of steps to the floor, at least 1: with 0 every factor is NaN.
    pub const fn new(steps: u64) -> Self {
        Self { steps, floor: 0.0 }
    }

    /// The factor at the end, as a fraction of the rate, at least 0. With 0 nothing moves after the last
    /// step.
    #[must_use]
    pub const fn floor(self, floor: f64) -> Self {
        Self { floor, ..self }
    }

    /// The wave again and again: from the floor the factor jumps to 1, and each wave is `longer` times as long as
    /// the one before, at least once.
    pub const fn restarts(self, longer: u64) -> WarmRestarts {
        WarmRestarts { wave: self, longer }
    }
}

/// Half cosine waves, one after the other, with a jump between them that shakes a network out of a narrow
/// valley (Loshchilov, Hutter 2017); made by [`Cosine::restarts`].
///
/// PyTorch: `CosineAnnealingWarmRestarts(T_0=n, T_mult=longer, eta_min=f·η)`.
///
/// ```
/// use constnet::optimizers::schedule::{Cosine, Schedule};
/// let schedule = Cosine::new(10).floor(0.1).restarts(2);
/// // Waves of 10, 20, 40, … steps.
/// assert_eq!([0, 10, 30, 70].map(|step| schedule.factor(step)), [1.0; 4]);
/// assert!((schedule.factor(20) - 0.55).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WarmRestarts {
    wave: Cosine,
    longer: u64,
}

impl Schedule for WarmRestarts {
    fn factor(&self, mut step: u64) -> f64 {
        let Self { mut wave, longer } = *self;
        match longer {
            0 => return f64::NAN,
            1 => step = step.checked_rem(wave.steps).unwrap_or(0),
            // At most 63 waves are as short as a number of steps that can be counted.
            _ => {
                while step >= wave.steps && wave.steps > 0 {
                    step -= wave.steps;
                    wave.steps = wave.steps.saturating_mul(longer);
                }
            }
        }
        wave.factor(step)
    }
}

impl Schedule for Cosine {
    fn factor(&self, step: u64) -> f64 {
        match self.steps {
            0 => f64::NAN,
            n => checked(self.floor, self.floor + (1.0 - self.floor) * half_wave(step, n)),
        }
    }
}

/// (1 + cos(π·t/n)) / 2, and 0 from n on.
///
/// It equals cos²(π/2·t/n) and sin²(π/2·(n − t)/n), of which one has an angle of at most π/4: no
/// digit is lost to cancellation, and the relative error is below 1e-15.
fn half_wave(t: u64, n: u64) -> f64 {
    use core::f64::consts::FRAC_PI_2;
    if t >= n {
        return 0.0;
    }
    let angle = |steps: u64| FRAC_PI_2 * (steps as f64 / n as f64);
    let root = if t <= n / 2 { cos(angle(t)) } else { sin(angle(n - t)) };
    root * root
}

/// cos x = 1 − x²/(1·2)·(1 − x²/(3·4)·(1 − …)) for |x| ≤ π/4; the terms left out are below 1e-17.
fn cos(x: f64) -> f64 {
    (1..=8).rev().fold(1.0, |sum, k| 1.0 - x * x / f64::from(2 * k * (2 * k - 1)) * sum)
}

/// sin x = x·(1 − x²/(2·3)·(1 − x²/(4·5)·(1 − …))) for |x| ≤ π/4, likewise.
fn sin(x: f64) -> f64 {
    x * (1..=8).rev().fold(1.0, |sum, k| 1.0 - x * x / f64::from(2 * k * (2 * k + 1)) * sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighths_of_the_wave() {
        // cos(π/4) = 1/√2 and cos(π/3) = 1/2.
        let near = |factor: f64, exact: f64| (factor - exact).abs() < 4e-16 * exact;
        assert!(near(half_wave(1, 4), 0.5 + 0.5 * core::f64::consts::FRAC_1_SQRT_2));
        assert!(near(half_wave(1, 3), 0.75));
        assert!(near(half_wave(1, 2), 0.5));
        assert!(near(half_wave(2, 3), 0.25));
        assert_eq!((half_wave(0, 7), half_wave(7, 7), half_wave(0, 0)), (1.0, 0.0, 0.0));
    }

    #[cfg(feature = "std")]
    #[test]
    fn the_series_are_cosine_and_sine() {
        for i in 0..=10_000 {
            let x = core::f64::consts::FRAC_PI_4 * f64::from(i) / 10_000.0;
            // Two units in the last place.
            assert!((cos(x) - x.cos()).abs() <= 2.0 * f64::EPSILON * x.cos(), "{x}");
            assert!((sin(x) - x.sin()).abs() <= 2.0 * f64::EPSILON * x.sin(), "{x}");
        }
    }

    #[cfg(feature = "std")]
    #[test]
    fn the_wave_loses_no_digits_near_its_end() {
        for t in 0..1_000 {
            let exact = (core::f64::consts::FRAC_PI_2 * (1_000 - t) as f64 / 1_000.0).sin();
            let factor = half_wave(t, 1_000);
            // The comparison rounds its angle too: twice our own bound.
            assert!((factor - exact * exact).abs() <= 2e-15 * exact * exact, "{t}: {factor}");
        }
    }
}
