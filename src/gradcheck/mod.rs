//! Gradient checks: is a hand-written backward pass the derivative of the forward pass?
//!
//! A wrong gradient seldom causes an error; the network just learns worse. So the derivative is measured
//! from the outside, one input and one parameter at a time, and compared with what `backward` says:
//!
//! ```text
//! L(x, θ) = Σ dy·y, with a random dy          ∂L/∂x ≈ (L(x + h) − L(x)) / h
//! ```
//!
//! [`check`] takes differences on both sides of the point, each extrapolated from two steps (h/2
//! and h, Richardson), in f64. At a kink the two sides disagree, and every slope between them is a
//! derivative as good as any other: the error is the distance to the interval between the slopes, so
//! Relu at exactly 0 passes with 0 and with 1, and fails with 2. Two pairs of steps are tried, a
//! longer and a shorter, and an error is one that both see. `exact` compares with dual
//! numbers, without any differencing.
//!
//! Each number is compared beside its own slope, so that none hides behind a larger one:
//!
//! ```text
//! noise = 8·ε·Σ |dy·y| / h     over the outputs that depend on the number;  of a loss, 8·ε·|L| / h
//! error = (|backward − measured| − noise) / max(|backward|, |measured|)     or 0, where that is below 0
//! ```
//!
//! The noise is what rounding of L may add to a difference: h is 3·10⁻⁵ to 5·10⁻⁷, so it is 10⁻¹⁰ to
//! 10⁻⁸ of L. A slope that agrees with the measurement, but is less than eight times as large as the
//! noise, would agree with others too: it is [undecided](Report::undecided), neither right nor wrong, and
//! the report names it.
//!
//! Cost: ten forwards for each number. It is meant for tests, and keeps two gradients on the
//! stack; check a large network's layers in small sizes.
//!
//! Source: Griewank, Walther, *Evaluating Derivatives* (2008), section 1.1; Press et al.,
//! *Numerical Recipes* (2007), section 5.7.
//!
//! # Example
//! ```
//! use constnet::{gradcheck, prelude::*};
//!
//! let mut net = (Dense::new([[0.3_f64, -0.7], [0.1, 0.4]], [0.2, 0.5]), Tanh);
//! let report = gradcheck::check(&mut net, &SVector::from([1.5, -0.25]), 7);
//! assert!(report.ok(), "{report}");
//! assert!(report.to_string().starts_with("ok: input: error "));
//! assert_eq!(report.undecided(), 0);
//! ```

mod layer;
mod loss;
mod report;
mod slopes;

pub use layer::check;
#[cfg(feature = "dual")]
pub use layer::exact;
pub use loss::check_loss;
#[cfg(feature = "dual")]
pub use loss::exact_loss;
pub use report::{Comparison, Report};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Backward, Dense, Elementwise, Parameters, Relu, Scalar, Tanh, by_propagate, elementwise,
        losses::{LossError, SquaredErrorSum},
        pass::{Accumulate, Dx, Sink, Unwanted},
    };
    use nalgebra::SVector;

    /// y = x², with the wrong slope NUM·x.
    struct Wrong<const NUM: usize>;
    impl<const NUM: usize> Elementwise for Wrong<NUM> {
        fn value<T: Scalar>(&self, x: T) -> T {
            x * x
        }
        fn chain<T: Scalar>(&self, x: T, _: T, dy: T) -> T {
            T::from_usize(NUM) * x * dy
        }
    }
    elementwise! { [const NUM: usize] Wrong<NUM> }

    #[test]
    fn a_wrong_gradient_is_found_with_its_size_and_place() {
        let x = SVector::from([0.0, 1.0, 2.0]);
        assert!(check(&mut Wrong::<2>, &x, 1).worst() < 1e-9);
        let report = check(&mut Wrong::<3>, &x, 1);
        // 3·x where 2·x is right.
        assert!((report.input.error() - 1.0 / 3.0).abs() < 1e-7, "{report}");
        assert!((report.input.backward / report.input.measured - 1.5).abs() < 1e-7);
        assert!(report.input.index > 0);
        assert_eq!(report.parameters.error(), 0.0);

        let mut net = (Dense::new([[1.0, 2.0]], [0.5]), Wrong::<3>);
        let before = net.0.clone();
        let report = check(&mut net, &SVector::from([0.25, 4.0]), 1);
        let path = report.parameters.parameter.map(|path| std::format!("{path}"));
        assert_eq!((path.as_deref(), report.parameters.index), (Some("0.weight"), 1));
        assert!(net.0 == before, "the parameters have their old bits");
    }

    /// A slope of 0 where 1 is right, beside one of 10⁹.
    struct Beside;
    impl Elementwise for Beside {
        fn value<T: Scalar>(&self, x: T) -> T {
            if x > T::zero() { x * T::from_f64(1e9) } else { x }
        }
        fn chain<T: Scalar>(&self, x: T, _: T, dy: T) -> T {
            if x > T::zero() { dy * T::from_f64(1e9) } else { T::zero() }
        }
    }
    elementwise! { [] Beside }

    #[test]
    fn a_wrong_slope_does_not_hide_behind_a_large_one() {
        for seed in 0..20 {
            let report = check(&mut Beside, &SVector::from([1.0, -1.0]), seed);
            assert!((report.worst() - 1.0).abs() < 1e-7 && report.input.index == 1, "{report}");
            assert_eq!((report.input.decided, report.undecided()), (2, 0));
        }
        #[cfg(feature = "dual")]
        {
            let report = exact(&mut Beside, &mut Beside, &SVector::from([1.0, -1.0]), 1);
            assert!(report.worst() > 0.1 && report.input.index == 1, "{report}");
        }
    }

    /// L = y₀ + 10¹²·y₁², whose rounding is as large as what y₀ changes.
    #[derive(Debug)]
    struct Steep {
        slope: f64,
    }
    impl crate::losses::LossKind for Steep {}
    impl crate::losses::SampleLoss<f64, 2, ()> for Steep {
        fn sample(&self, y: &SVector<f64, 2>, _: &()) -> Result<(f64, SVector<f64, 2>), LossError> {
            let slopes = SVector::from([self.slope, 2e12 * y[1]]);
            Ok((y[0] + 1e12 * y[1] * y[1], slopes))
        }
    }

    #[test]
    fn a_slope_below_the_noise_is_undecided() {
        // The noise is 8ε·10¹² / (3·10⁻⁵) = 58, and 64 times as large for the short steps.
        let y = SVector::from([1.0, 1.0]);
        for slope in [0.0, 1.0, 2.0] {
            let report = check_loss(&Steep { slope }, &y, &[()]).unwrap();
            assert_eq!((report.input.decided, report.undecided()), (1, 1), "{report}");
            assert!(report.worst() < 1e-7, "{report}");
            let text = std::format!("{report}");
            assert!(text.contains("1 of 2 slopes undecided") && text.contains("at [0]"), "{text}");
        }
        let report = check_loss(&Steep { slope: 1e5 }, &y, &[()]).unwrap();
        assert!(report.worst() > 0.9 && report.input.index == 0, "{report}");
        // At y₁ = 0 nothing is in the way.
        let flat = SVector::from([1.0, 0.0]);
        assert!(check_loss(&Steep { slope: 1.0 }, &flat, &[()]).unwrap().worst() < 1e-7);
        let report = check_loss(&Steep { slope: 1.0 + 1e-6 }, &flat, &[()]).unwrap();
        assert!((report.worst() - 1e-6).abs() < 1e-8, "{report}");
    }

    #[test]
    fn where_nothing_is_decided_nothing_is_right() {
        let mut report =
            check_loss(&Steep { slope: 1.0 }, &SVector::from([1.0, 1.0]), &[()]).unwrap();
        assert!(report.worst() < 1e-7);
        report.input.decided = 0;
        assert_eq!(report.worst(), f64::INFINITY, "{report}");
    }

    #[test]
    fn at_a_kink_both_sides_are_right() {
        let mut net = (Relu, Dense::new([[1.0]], [0.0]));
        for x in [-1.0, 0.0, -0.0, 1e-6, -1e-6, 1e-12] {
            let report = check(&mut net, &SVector::from([x]), 3);
            assert!(report.worst() < 1e-9, "{x}: {report}");
        }
    }

    #[test]
    fn nan_is_the_worst_error() {
        let report = check(&mut Tanh, &SVector::from([f64::NAN]), 1);
        assert_eq!(report.worst(), f64::INFINITY);
        let report = check(&mut Wrong::<2>, &SVector::from([0.5, f64::INFINITY]), 1);
        assert_eq!(report.worst(), f64::INFINITY);
    }

    #[test]
    fn losses_too() {
        let y = SVector::from([1.0, -2.0]);
        let report = check_loss(&SquaredErrorSum, &y, &[[0.5, 3.0]]).unwrap();
        assert!(report.worst() < 1e-9, "{report}");
        let none: [[f64; 2]; 0] = [];
        assert_eq!(check_loss(&SquaredErrorSum, &y, &none), Err(LossError::Empty));
    }

    /// y = w·x, with a gradient that overwrites where it should add.
    struct Overwrites {
        weight: SVector<f64, 1>,
    }
    crate::parameters! { [] Overwrites as f64 { weight: vector } }
    type X = SVector<f64, 1>;
    impl crate::Forward<X> for Overwrites {
        type Output = X;
        fn forward(&self, x: &X) -> X {
            self.weight.component_mul(x)
        }
    }
    impl Backward<X> for Overwrites {
        type Cache = ();
        fn forward_train<R: rand::Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X, ()) {
            (crate::Forward::forward(self, x), ())
        }
        fn backward_input(&self, _: &X, _: &X, _: &(), dy: &X) -> X {
            self.weight.component_mul(dy)
        }
        fn backward_parameters(&self, x: &X, _: &X, _: &(), dy: &X, gradient: &mut Self) {
            gradient.weight = x.component_mul(dy);
        }
    }

    /// A layer and its formulas, in a wrapper whose own pass gives the gradient twice where it is set.
    struct Twice<L>(L);
    crate::parameters! { [L: Parameters] Twice<L> as L => Twice<L::Gradient> { 0: inside } }
    impl<L: crate::Forward<X>> crate::Forward<X> for Twice<L> {
        type Output = L::Output;
        fn forward(&self, x: &X) -> L::Output {
            self.0.forward(x)
        }
    }
    impl<L: Backward<X>> Backward<X> for Twice<L> {
        type Cache = L::Cache;
        fn forward_train<R: rand::Rng + ?Sized>(
            &self,
            x: &X,
            rng: &mut R,
        ) -> (L::Output, L::Cache) {
            self.0.forward_train(x, rng)
        }
        fn propagate<S: Sink<Self::Gradient>, D: Dx>(
            &self,
            x: &X,
            y: &L::Output,
            cache: &L::Cache,
            dy: &L::Output,
            sink: S,
        ) -> D::Of<X> {
            let add = |gradient: &mut Self::Gradient| {
                self.0.propagate::<_, Unwanted>(x, y, cache, dy, Accumulate(&mut gradient.0));
            };
            sink.add_or_set(add, |gradient| [(), ()].iter().for_each(|()| add(gradient)));
            D::of(|| self.0.backward_input(x, y, cache, dy))
        }
        by_propagate! { X }
    }

    #[test]
    fn a_pass_that_depends_on_where_the_gradient_goes_is_found() {
        let mut layer = Twice(Dense::new([[2.0]], [0.0]));
        let report = check(&mut layer, &X::new(3.0), 1);
        assert!(report.input.error() < 1e-9 && report.parameters.error() < 1e-9);
        assert!(report.laws > 0.5, "{report}");
    }

    #[test]
    fn a_gradient_that_does_not_add_is_found() {
        let report = check(&mut Overwrites { weight: X::new(2.0) }, &X::new(3.0), 1);
        assert!(report.parameters.error() < 1e-9);
        assert_eq!(report.laws, 0.5, "{report}");
    }
}
