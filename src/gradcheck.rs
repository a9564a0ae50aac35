//! Gradient checks: is a hand-written backward pass the derivative of the forward pass?
//!
//! A wrong gradient seldom fails; the network only learns worse. So the derivative is measured
//! from the outside, one input and one parameter at a time, and compared with what `backward` says:
//!
//! ```text
//! L(x, θ) = Σ dy·y, with a random dy          ∂L/∂x ≈ (L(x + h) − L(x)) / h
//! ```
//!
//! [`check`] takes differences on both sides of the point, each extrapolated from two steps (h/2
//! and h, Richardson), in f64. At a kink the two sides disagree, and every slope between them is a
//! derivative as good as any: the error is the distance to the interval between the slopes, so
//! Relu at exactly 0 passes with 0 and with 1, and fails with 2. Two pairs of steps are tried, a
//! longer and a shorter, and an error is one that both see. `exact` compares with dual
//! numbers, without any differencing.
//!
//! Cost: eight forwards for each number. It is meant for tests, and keeps two gradients on the
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
//! assert!(report.worst() < 1e-7, "{report}");
//! ```

use crate::{
    Backward, Loss, Only, Parameters, Scalar,
    losses::LossError,
    parameters::{Path, visit, visit_trained},
    random,
};
use core::fmt;
use nalgebra::SMatrix;

/// What a gradient check found. It prints as a sentence for the message of an `assert!`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// dx, the gradient by the input.
    pub input: Comparison,
    /// The gradient by all trained parameters.
    pub parameters: Comparison,
    /// How far the laws of [`Backward`] are missed, relative to the gradients' scale: `backward` is
    /// `backward_parameters` and `backward_input`, and gradients add. For `exact` also: duals
    /// have the value that f64 has. For a loss: `gradient` has the bits of `value`.
    pub laws: f64,
}

impl Report {
    /// The largest error of all; infinite if anything is NaN.
    pub fn worst(&self) -> f64 {
        worse(worse(self.input.error(), self.parameters.error()), self.laws)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "input: {}; parameters: {}", self.input, self.parameters)?;
        write!(out, "; laws missed by {:.1e}", self.laws)
    }
}

/// A gradient beside the derivative that was measured, and where they differ most.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Comparison {
    /// The largest absolute difference.
    pub distance: f64,
    /// The largest absolute value in the gradient or among the measured derivatives.
    pub scale: f64,
    /// Where the difference is largest: the tensor, if it is a parameter.
    pub parameter: Option<Path>,
    /// Where in the tensor or the input; numbers are stored column by column.
    pub index: usize,
    /// What `backward` says there.
    pub backward: f64,
    /// What was measured there; at a kink, the nearer side.
    pub measured: f64,
}

impl Comparison {
    /// The largest difference relative to the gradient's scale; infinite if anything is NaN.
    pub fn error(&self) -> f64 {
        relative(self.distance, self.scale)
    }

    /// Takes a number's measurement into account: of several, the one that `backward` agrees with
    /// best, since each step size is too long or too short for some function.
    fn add<const K: usize>(
        &mut self,
        parameter: Option<Path>,
        index: usize,
        backward: f64,
        slopes: [Slopes; K],
    ) {
        let (mut distance, mut measured) = (f64::INFINITY, f64::NAN);
        self.scale = self.scale.max(backward.abs());
        for slopes in slopes {
            let nearest = slopes.nearest(backward);
            let away = worse(0.0, (backward - nearest).abs() - slopes.rounding);
            if away < distance || measured.is_nan() {
                (distance, measured) = (away, nearest);
            }
        }
        self.scale = worse(self.scale, measured.abs());
        if distance > self.distance {
            *self = Self { distance, scale: self.scale, parameter, index, backward, measured };
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "error {:.1e}", self.error())?;
        if self.distance > 0.0 {
            match self.parameter {
                Some(path) => write!(out, " at `{path}`[{}] of `{}`", self.index, path.layer())?,
                None => write!(out, " at [{}]", self.index)?,
            }
            write!(out, ", where backward says {} and it is {}", self.backward, self.measured)?;
        }
        Ok(())
    }
}

/// The larger of two errors, where NaN is the worst of all.
fn worse(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::INFINITY } else { a.max(b) }
}

fn relative(distance: f64, scale: f64) -> f64 {
    if distance == 0.0 { 0.0 } else { worse(0.0, distance / scale) }
}

/// The derivatives from both sides of a point, and what rounding may have added to them.
struct Slopes {
    low: f64,
    high: f64,
    rounding: f64,
}

impl Slopes {
    #[cfg(feature = "dual")]
    fn exact(slope: f64) -> [Self; 1] {
        [Self { low: slope, high: slope, rounding: 0.0 }]
    }

    /// From differences: `change(v)` is L at the value v minus L at the value `at`, and `size` a
    /// bound of the numbers in that subtraction.
    ///
    /// Truncation costs h²/12·f‴ and rounding 5·ε·L/h: equal, for common f, near h = ε^(1/3). The
    /// second step is for functions that bend sharply, such as `LayerNorm` of nearly equal numbers.
    fn measure(at: f64, size: f64, mut change: impl FnMut(f64) -> f64) -> [Self; 2] {
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
            Self { low, high, rounding: 8.0 * f64::EPSILON * size / h }
        })
    }

    /// The slope between both sides that is nearest to another; NaN if any of them is.
    fn nearest(&self, to: f64) -> f64 {
        if to < self.low {
            self.low
        } else if to > self.high {
            self.high
        } else {
            to + 0.0 * (self.low + self.high)
        }
    }
}

/// Compares a layer's or a network's gradients with differences, in f64.
///
/// The parameters are changed one at a time and get their old bits back. `seed` makes dy, and the
/// randomness of layers that are random in training: every evaluation sees the same.
///
/// A correct gradient of a well-scaled layer has a [worst](Report::worst) error of about 1e-9; 1e-7
/// is a good bound for a test. Differences that rounding of the outputs can explain are not counted.
pub fn check<L, const N: usize, const B: usize, const M: usize, const C: usize>(
    layer: &mut L,
    x: &SMatrix<f64, N, B>,
    seed: u64,
) -> Report
where
    L: Backward<SMatrix<f64, N, B>, Output = SMatrix<f64, M, C>, Gradient: Only<f64>>,
{
    let Pass { y, dy, dx, mut gradient, mut report } = pass(layer, x, seed);
    let size: f64 = y.iter().zip(&dy).map(|(y, dy)| (y * dy).abs()).sum();
    // L − L₀ by way of y − y₀: large outputs that do not change take no digits from small ones.
    let change = |layer: &L, x: &SMatrix<f64, N, B>| {
        let (moved, _) = layer.forward_train(x, &mut random::generator(seed));
        let terms = moved.iter().zip(&y).zip(&dy);
        terms.map(|((moved, y), dy)| if moved == y { 0.0 } else { (moved - y) * dy }).sum()
    };

    let mut moved = *x;
    for i in 0..N * B {
        let at = x.as_slice()[i];
        let slopes = Slopes::measure(at, size, |to| {
            moved.as_mut_slice()[i] = to;
            change(layer, &moved)
        });
        moved.as_mut_slice()[i] = at;
        report.input.add(None, i, dx.as_slice()[i], slopes);
    }
    for i in 0..L::Gradient::COUNT {
        let at = number(layer, &mut gradient, i);
        let slopes = Slopes::measure(at.theta, size, |to| {
            set(layer, i, to);
            change(layer, x)
        });
        set(layer, i, at.theta);
        report.parameters.add(Some(at.path), at.index, at.gradient, slopes);
    }
    report
}

/// Compares a layer's or a network's gradients in f64 with exact derivatives by dual numbers.
///
/// `dual` is the same layer over dual numbers. It gets the trained parameters of `layer`; those
/// that are not trained must be equal already. `seed` as for [`check`].
///
/// A correct gradient has a [worst](Report::worst) error of about 1e-15. At a kink the dual numbers
/// know one side only.
///
/// # Example
/// ```
/// use constnet::{dual::Dual64, gradcheck, prelude::*};
///
/// type Net<T> = (Dense<2, 2, T>, Tanh, Dense<2, 1, T>);
/// let mut net: Net<f64> = (Dense::new([[0.3, -0.7], [0.1, 0.4]], [0.2, 0.5]), Tanh, Dense::new([[1.0, 2.0]], [0.0]));
/// let report = gradcheck::exact(&mut net, &mut Net::<Dual64>::zeros(), &SVector::from([1.5, -0.25]), 7);
/// assert!(report.worst() < 1e-13, "{report}");
/// ```
#[cfg(feature = "dual")]
pub fn exact<L, D, const N: usize, const B: usize, const M: usize, const C: usize>(
    layer: &mut L,
    dual: &mut D,
    x: &SMatrix<f64, N, B>,
    seed: u64,
) -> Report
where
    L: Backward<SMatrix<f64, N, B>, Output = SMatrix<f64, M, C>, Gradient: Only<f64>>,
    D: Backward<
            SMatrix<crate::dual::Dual64, N, B>,
            Output = SMatrix<crate::dual::Dual64, M, C>,
            Gradient: Only<crate::dual::Dual64>,
        >,
{
    use crate::dual::Dual64;

    let Pass { y, dy, dx, mut gradient, mut report } = pass(layer, x, seed);
    let slope = |dual: &D, x: &SMatrix<Dual64, N, B>| {
        let (y, _) = dual.forward_train(x, &mut random::generator(seed));
        y.iter().zip(&dy).map(|(y, dy)| y.eps * dy).sum()
    };
    for i in 0..L::Gradient::COUNT {
        set(dual, i, Dual64::from_re(number(layer, &mut gradient, i).theta));
    }

    let mut moved = x.map(Dual64::from_re);
    let (same, _) = dual.forward_train(&moved, &mut random::generator(seed));
    for (&same, &y) in same.iter().zip(&y) {
        let distance = if same.re == y { 0.0 } else { (same.re - y).abs() };
        report.laws = worse(report.laws, relative(distance, y.abs().max(1.0)));
    }
    for i in 0..N * B {
        moved.as_mut_slice()[i].eps = 1.0;
        report.input.add(None, i, dx.as_slice()[i], Slopes::exact(slope(dual, &moved)));
        moved.as_mut_slice()[i].eps = 0.0;
    }
    for i in 0..L::Gradient::COUNT {
        let at = number(layer, &mut gradient, i);
        set(dual, i, Dual64::from_re(at.theta).derivative());
        let slopes = Slopes::exact(slope(dual, &moved));
        set(dual, i, Dual64::from_re(at.theta));
        report.parameters.add(Some(at.path), at.index, at.gradient, slopes);
    }
    report
}

/// Compares the gradient of a loss with differences, in f64.
///
/// # Errors
/// Those of the loss.
pub fn check_loss<E, Target, const N: usize, const B: usize>(
    loss: &E,
    y: &SMatrix<f64, N, B>,
    targets: &[Target],
) -> Result<Report, LossError>
where
    E: Loss<SMatrix<f64, N, B>, Target, Value = f64>,
{
    let (value, dy, mut report) = loss_pass(loss, y, targets)?;
    let mut moved = *y;
    for i in 0..N * B {
        let at = y.as_slice()[i];
        let mut result = Ok(());
        let slopes = Slopes::measure(at, value.abs(), |to| {
            moved.as_mut_slice()[i] = to;
            loss.value(&moved, targets).map_or_else(
                |error| {
                    result = Err(error);
                    f64::NAN
                },
                |moved| moved - value,
            )
        });
        result?;
        moved.as_mut_slice()[i] = at;
        report.input.add(None, i, dy.as_slice()[i], slopes);
    }
    Ok(report)
}

/// Compares the gradient of a loss in f64 with exact derivatives by dual numbers.
///
/// `dual_targets` are the targets again, as the loss takes them for dual numbers.
///
/// # Errors
/// Those of the loss.
#[cfg(feature = "dual")]
pub fn exact_loss<E, Target, DualTarget, const N: usize, const B: usize>(
    loss: &E,
    y: &SMatrix<f64, N, B>,
    targets: &[Target],
    dual_targets: &[DualTarget],
) -> Result<Report, LossError>
where
    E: Loss<SMatrix<f64, N, B>, Target, Value = f64>
        + Loss<SMatrix<crate::dual::Dual64, N, B>, DualTarget, Value = crate::dual::Dual64>,
{
    let (_, dy, mut report) = loss_pass(loss, y, targets)?;
    let mut moved = y.map(crate::dual::Dual64::from_re);
    for i in 0..N * B {
        moved.as_mut_slice()[i].eps = 1.0;
        let slope = loss.value(&moved, dual_targets)?.eps;
        moved.as_mut_slice()[i].eps = 0.0;
        report.input.add(None, i, dy.as_slice()[i], Slopes::exact(slope));
    }
    Ok(report)
}

/// One forward and one backward pass, and a report that knows the laws.
struct Pass<X, Y, G> {
    y: Y,
    dy: Y,
    dx: X,
    gradient: G,
    report: Report,
}

fn pass<L, const N: usize, const B: usize, const M: usize, const C: usize>(
    layer: &mut L,
    x: &SMatrix<f64, N, B>,
    seed: u64,
) -> Pass<SMatrix<f64, N, B>, SMatrix<f64, M, C>, L::Gradient>
where
    L: Backward<SMatrix<f64, N, B>, Output = SMatrix<f64, M, C>, Gradient: Only<f64>>,
{
    let (y, cache) = layer.forward_train(x, &mut random::generator(seed));
    let mut rng = random::generator(!seed);
    let dy = SMatrix::from_fn(|_, _| random::uniform(1.0, &mut rng));
    let mut gradient = L::Gradient::zeros();
    let dx = layer.backward(x, &y, &cache, &dy, &mut gradient);

    let mut input = Comparison::default();
    let mut parameters = Comparison::default();
    let alone = layer.backward_input(x, &y, &cache, &dy);
    for (&alone, &dx) in alone.iter().zip(&dx) {
        input.law(alone, dx);
    }
    let mut twice = L::Gradient::zeros();
    layer.backward_parameters(x, &y, &cache, &dy, &mut twice);
    layer.backward_parameters(x, &y, &cache, &dy, &mut twice);
    visit(layer, &mut gradient, [&mut twice], |_, _, gradient, [twice]| {
        for (&g, &twice) in gradient.iter().zip(twice.iter()) {
            parameters.law(0.5 * twice, g);
        }
    });
    let laws = worse(input.error(), parameters.error());
    let (input, parameters) = Default::default();
    Pass { y, dy, dx, gradient, report: Report { input, parameters, laws } }
}

impl Comparison {
    fn law(&mut self, found: f64, expected: f64) {
        self.scale = self.scale.max(expected.abs());
        self.distance = worse(self.distance, (found - expected).abs());
    }
}

fn loss_pass<E, Target, const N: usize, const B: usize>(
    loss: &E,
    y: &SMatrix<f64, N, B>,
    targets: &[Target],
) -> Result<(f64, SMatrix<f64, N, B>, Report), LossError>
where
    E: Loss<SMatrix<f64, N, B>, Target, Value = f64>,
{
    let (value, dy) = loss.gradient(y, targets)?;
    let alone = loss.value(y, targets)?;
    let laws = if alone.to_bits() == value.to_bits() { 0.0 } else { f64::INFINITY };
    let (input, parameters) = Default::default();
    Ok((value, dy, Report { input, parameters, laws }))
}

/// A trained parameter and its place.
struct Number {
    path: Path,
    index: usize,
    theta: f64,
    gradient: f64,
}

/// The i-th of the trained parameters.
fn number<L>(layer: &mut L, gradient: &mut L::Gradient, i: usize) -> Number
where
    L: Parameters<Gradient: Only<f64>>,
{
    let mut start = 0;
    let mut found =
        Number { path: Path::new(L::LAYOUT, 0), index: 0, theta: f64::NAN, gradient: f64::NAN };
    visit(layer, gradient, [], |leaf, theta: &mut [f64], gradient, []| {
        if let Some(index) = i.checked_sub(start)
            && index < theta.len()
        {
            let path = Path::new(L::LAYOUT, leaf);
            found = Number { path, index, theta: theta[index], gradient: gradient[index] };
        }
        start += theta.len();
    });
    found
}

/// Sets the i-th of the trained parameters.
fn set<T: Scalar, L>(layer: &mut L, i: usize, value: T)
where
    L: Parameters<Gradient: Only<T>>,
{
    let mut start = 0;
    visit_trained(layer, |_, theta: &mut [T]| {
        if let Some(theta) = i.checked_sub(start).and_then(|index| theta.get_mut(index)) {
            *theta = value;
        }
        start += theta.len();
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dense, Elementwise, Relu, Tanh, elementwise, losses::SquaredErrorSum};
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

    #[test]
    fn at_a_kink_both_sides_are_right() {
        let mut net = (Relu, Dense::new([[1.0]], [0.0]));
        for x in [-1.0, 0.0, -0.0, 1e-6, -1e-6, 1e-12] {
            let report = check(&mut net, &SVector::from([x]), 3);
            assert!(report.worst() < 1e-9, "{x}: {report}");
        }
        let slopes = || Slopes::measure(0.0, 0.0, |x: f64| x.max(0.0));
        for (slope, error) in [(-0.5, 0.5), (0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (2.0, 1.0)] {
            let mut comparison = Comparison::default();
            comparison.add(None, 0, slope, slopes());
            assert_eq!(comparison.distance, error, "{slope}");
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

    #[test]
    fn a_gradient_that_does_not_add_is_found() {
        let report = check(&mut Overwrites { weight: X::new(2.0) }, &X::new(3.0), 1);
        assert!(report.parameters.error() < 1e-9);
        assert_eq!(report.laws, 0.5, "{report}");
    }
}
