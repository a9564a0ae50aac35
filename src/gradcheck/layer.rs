//! The gradients of a layer or a network.

use super::{
    Report,
    report::{beside, relative, worse},
    slopes::Slopes,
};
use crate::{
    Backward, Only, Parameters, Scalar, Value,
    parameters::{TensorName, visit, visit_trained},
    pass::{Accumulate, Discard, Overwrite, Unwanted, Wanted},
    random,
};
use core::{cell::Cell, convert::Infallible};

/// Compares a layer's or a network's gradients with differences, in f64.
///
/// The parameters are changed one at a time and get their old bits back. `seed` makes dy, and the
/// randomness of layers that are random in training: every evaluation sees the same.
///
/// A correct gradient of a well-scaled layer has a [worst](Report::worst) error of about 1e-9; 1e-7
/// is a good bound for a test. Each slope is compared with itself, and differences that rounding of the
/// outputs can explain are not counted; a slope that is no larger than they are is [undecided].
///
/// [undecided]: Report::undecided
pub fn check<L, X>(layer: &mut L, x: &X, seed: u64) -> Report
where
    X: Value<Number = f64>,
    L: Backward<X, Output: Value<Number = f64>, Gradient: Only<f64>>,
{
    let Passed { y, dy, dx, mut gradient, mut report } = pass(layer, x, seed);
    // L − L₀ by way of y − y₀: large outputs that do not change take no digits from small ones, and
    // bring no noise if they never change.
    let change = |layer: &L, x: &X, changes: &mut L::Output| {
        let (mut terms, _) = layer.forward_train(x, &mut random::generator(seed));
        terms.zip_same(&y, |y, at| *y = if *y == at { 0.0 } else { *y - at });
        changes.zip_same(&terms, |changes, term| {
            if term != 0.0 {
                *changes = 1.0;
            }
        });
        terms.zip_same(&dy, |term, dy| *term = if *term == 0.0 { 0.0 } else { *term * dy });
        total(&terms)
    };
    let size = |changes: &L::Output| {
        let mut sizes = y;
        sizes.zip_same(&dy, |size, dy| *size = (*size * dy).abs());
        sizes.zip_same(changes, |size, changes| {
            if changes == 0.0 {
                *size = 0.0;
            }
        });
        total(&sizes)
    };

    let mut moved = *x;
    for i in 0..X::LEN {
        let (Some(at), Some(dx)) = (x.get(i), dx.get(i)) else { break };
        let mut changes = L::Output::zeros();
        let mut change = |to| {
            moved.set(i, to);
            change(layer, &moved, &mut changes)
        };
        let slopes = from_afar(at, &mut change);
        moved.set(i, at);
        report.input.add(None, i, dx, slopes, size(&changes));
    }
    for i in 0..L::Gradient::COUNT {
        let at = number(layer, &mut gradient, i);
        let mut changes = L::Output::zeros();
        let mut change = |to| {
            set(layer, i, to);
            change(layer, x, &mut changes)
        };
        let slopes = from_afar(at.theta, &mut change);
        set(layer, i, at.theta);
        report.parameters.add(Some(at.path), at.index, at.gradient, slopes, size(&changes));
    }
    report
}

/// Compares a layer's or a network's gradients in f64 with exact derivatives by dual numbers. Needs
/// the feature `dual`.
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
pub fn exact<L, D, X>(layer: &mut L, dual: &mut D, x: &X, seed: u64) -> Report
where
    X: Value<Number = f64>,
    L: Backward<X, Output: Value<Number = f64>, Gradient: Only<f64>>,
    D: Backward<
            X::Of<crate::dual::Dual64>,
            Output = <L::Output as Value>::Of<crate::dual::Dual64>,
            Gradient: Only<crate::dual::Dual64>,
        >,
{
    use crate::dual::Dual64;

    let Passed { y, dy, dx, mut gradient, mut report } = pass(layer, x, seed);
    let slope = |dual: &D, x: &X::Of<Dual64>| {
        let (y, _) = dual.forward_train(x, &mut random::generator(seed));
        let mut terms = dy;
        terms.zip_mut::<Dual64>(&y, |term, y| *term *= y.eps);
        total(&terms)
    };
    for i in 0..L::Gradient::COUNT {
        set(dual, i, Dual64::from_re(number(layer, &mut gradient, i).theta));
    }

    let largest = largest(layer, &mut gradient);
    let mut moved: X::Of<Dual64> = Value::map(x, Dual64::from_re);
    let (same, _) = dual.forward_train(&moved, &mut random::generator(seed));
    let mut ys = y;
    ys.zip_mut::<Dual64>(&same, |y, same| {
        let distance = if same.re == *y { 0.0 } else { (same.re - *y).abs() };
        report.laws = worse(report.laws, relative(distance, y.abs().max(1.0)));
    });
    for i in 0..X::LEN {
        let (Some(at), Some(dx_at)) = (moved.get(i), dx.get(i)) else { break };
        moved.set(i, at.derivative());
        report.input.add_exact(None, i, dx_at, slope(dual, &moved), amax(&dx));
        moved.set(i, at);
    }
    for i in 0..L::Gradient::COUNT {
        let at = number(layer, &mut gradient, i);
        set(dual, i, Dual64::from_re(at.theta).derivative());
        let slope = slope(dual, &moved);
        set(dual, i, Dual64::from_re(at.theta));
        report.parameters.add_exact(Some(at.path), at.index, at.gradient, slope, largest);
    }
    report
}

/// The slopes at a number, after a look far beyond it on either side: an output moves there that depends on the number
/// at all, however flat it is around the number itself. What it is there does not count, nor whether it is finite.
fn from_afar(at: f64, change: &mut dyn FnMut(f64) -> f64) -> [Slopes; 2] {
    for factor in [-1024.0, 1024.0] {
        change(factor * (1.0 + at.abs()));
    }
    Slopes::measure(at, change)
}

/// One forward and one backward pass, and a report that knows the laws.
struct Passed<X, Y, G> {
    y: Y,
    dy: Y,
    dx: X,
    gradient: G,
    report: Report,
}

/// The sum of all numbers.
fn total<V: Value<Number = f64>>(value: &V) -> f64 {
    let mut sum = 0.0;
    value.for_each(|x| sum += x);
    sum
}

/// The largest size of a number.
fn amax<V: Value<Number = f64>>(value: &V) -> f64 {
    let mut largest: f64 = 0.0;
    value.for_each(|x| largest = largest.max(x.abs()));
    largest
}

fn pass<L, X>(layer: &mut L, x: &X, seed: u64) -> Passed<X, L::Output, L::Gradient>
where
    X: Value<Number = f64>,
    L: Backward<X, Output: Value<Number = f64>, Gradient: Only<f64>>,
{
    let (y, cache) = layer.forward_train(x, &mut random::generator(seed));
    let mut rng = random::generator(!seed);
    let mut dy = L::Output::zeros();
    dy.for_each_mut(|dy| *dy = random::uniform(1.0, &mut rng));
    let mut gradient = L::Gradient::zeros();
    let dx = layer.backward(x, &y, &cache, &dy, &mut gradient);

    let laws = Cell::new(0.0);
    let law = |found, expected, largest| {
        let (distance, scale) = beside(found, expected, largest);
        laws.set(worse(laws.get(), relative(distance, scale)));
    };
    let (largest_dx, largest_gradient) = (amax(&dx), largest(layer, &mut gradient));
    let same_dx = |other: &X| {
        let mut other = *other;
        other.zip_same(&dx, |other, dx| law(*other, dx, largest_dx));
    };
    let mut same_gradient = |layer: &mut L, share: f64, other: &mut L::Gradient| {
        visit(layer, &mut gradient, [other], |_, _, gradient, [other]| {
            for (&g, other) in gradient.iter().zip(other) {
                law(share * *other, g, largest_gradient);
            }
        });
    };
    // Formula by formula, and gradients add.
    let mut other = L::Gradient::zeros();
    same_dx(&layer.backward_input(x, &y, &cache, &dy));
    layer.backward_parameters(x, &y, &cache, &dy, &mut other);
    layer.backward_parameters(x, &y, &cache, &dy, &mut other);
    same_gradient(layer, 0.5, &mut other);
    // Whatever else a pass may be asked for, on a gradient that is once or twice what it should be.
    same_dx(&layer.propagate::<_, Wanted>(x, &y, &cache, &dy, Discard));
    same_dx(&layer.propagate::<_, Wanted>(x, &y, &cache, &dy, Overwrite(&mut other)));
    same_gradient(layer, 1.0, &mut other);
    layer.propagate::<_, Unwanted>(x, &y, &cache, &dy, Accumulate(&mut other));
    same_gradient(layer, 0.5, &mut other);
    layer.propagate::<_, Unwanted>(x, &y, &cache, &dy, Overwrite(&mut other));
    same_gradient(layer, 1.0, &mut other);
    layer.propagate::<_, Unwanted>(x, &y, &cache, &dy, Accumulate(&mut other));
    let (mut rng, sink) = (random::generator(seed), Overwrite(&mut other));
    let Ok(()) = layer.train::<_, Unwanted, _, Infallible>(x, &mut rng, |_| Ok(dy), sink);
    same_gradient(layer, 1.0, &mut other);
    let laws = laws.get();
    let (input, parameters) = Default::default();
    Passed { y, dy, dx, gradient, report: Report { input, parameters, laws } }
}

/// The largest slope of all trained parameters.
fn largest<L>(layer: &mut L, gradient: &mut L::Gradient) -> f64
where
    L: Parameters<Gradient: Only<f64>>,
{
    let mut largest = 0.0;
    visit(layer, gradient, [], |_, _, gradient: &mut [f64], []| {
        largest = gradient.iter().fold(largest, |largest: f64, g| largest.max(g.abs()));
    });
    largest
}

/// A trained parameter and its place.
struct Number {
    path: TensorName,
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
        Number { path: TensorName::of::<L>(0), index: 0, theta: f64::NAN, gradient: f64::NAN };
    visit(layer, gradient, [], |leaf, theta: &mut [f64], gradient, []| {
        if let Some(index) = i.checked_sub(start)
            && index < theta.len()
        {
            let path = TensorName::of::<L>(leaf);
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
