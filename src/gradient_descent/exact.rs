//! Gradients by dual numbers.

use crate::dual::Dual64;
use nalgebra::SVector;

/// The gradient of f, exactly, by dual numbers: one call of f for each variable. Needs the feature
/// `dual`.
///
/// A [dual number](crate::dual) carries a value and its derivative by one chosen variable, and every
/// operation applies its rule of differentiation to both.
/// ```
/// use constnet::{gradient_descent::exact, prelude::*};
///
/// let mut gradient = exact(|x: &SVector<_, 2>| x[0] * x[0] * x[1]);
/// assert_eq!(gradient(&SVector::from([3.0, 5.0])), SVector::from([30.0, 9.0]));
/// ```
pub fn exact<const N: usize>(
    mut f: impl FnMut(&SVector<Dual64, N>) -> Dual64,
) -> impl FnMut(&SVector<f64, N>) -> SVector<f64, N> {
    move |x| {
        let mut point = x.map(Dual64::from_re);
        let mut gradient = SVector::from([0.0; N]);
        for (i, derivative) in gradient.iter_mut().enumerate() {
            point[i].eps = 1.0;
            *derivative = f(&point).eps;
            point[i].eps = 0.0;
        }
        gradient
    }
}
