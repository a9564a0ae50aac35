//! The gradients of a layer or a network.

use super::{
    Report,
    report::{beside, relative, worse},
    slopes::Slopes,
};
use crate::{
    Backward, Only, Parameters, Scalar,
    parameters::{Path, visit, visit_trained},
    pass::{Accumulate, Discard, Overwrite, Unwanted, Wanted},
    random,
};
use core::{cell::Cell, convert::Infallible};
use nalgebra::SMatrix;

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
pub fn check<L, const N: usize, const B: usize, const M: usize, const C: usize>(
    layer: &mut L,
    x: &SMatrix<f64, N, B>,
    seed: u64,
) -> Report
where
    L: Backward<SMatrix<f64, N, B>, Output = SMatrix<f64, M, C>, Gradient: Only<f64>>,
{
    let Pass { y, dy, dx, mut gradient, mut report } = pass(layer, x, seed);
    // L − L₀ by way of y − y₀: large outputs that do not change take no digits from small ones, and
    // bring no noise if they never change.
    let change = |layer: &L, x: &SMatrix<f64, N, B>, changes: &mut SMatrix<bool, M, C>| {
        let (moved, _) = layer.forward_train(x, &mut random::generator(seed));
        let outputs = moved.iter().zip(&y).zip(&dy).zip(changes.iter_mut());
        let terms = outputs.map(|(((moved, y), dy), changes)| {
            *changes |= moved != y;
            if moved == y { 0.0 } else { (moved - y) * dy }
        });
        terms.sum::<f64>()
    };
    let size = |changes: &SMatrix<bool, M, C>| {
        let outputs = changes.iter().zip(&y).zip(&dy);
        let sizes = outputs.map(|((&changes, y), dy)| if changes { (y * dy).abs() } else { 0.0 });
        sizes.sum::<f64>()
    };

    let mut moved = *x;
    for i in 0..N * B {
        let at = x.as_slice()[i];
        let mut changes = SMatrix::from_element(false);
        let mut change = |to| {
            moved.as_mut_slice()[i] = to;
            change(layer, &moved, &mut changes)
        };
        far(at).into_iter().for_each(|to| _ = change(to));
        let slopes = Slopes::measure(at, change).map(|slopes| slopes.of_size(size(&changes)));
        moved.as_mut_slice()[i] = at;
        report.input.add(None, i, dx.as_slice()[i], slopes);
    }
    for i in 0..L::Gradient::COUNT {
        let at = number(layer, &mut gradient, i);
        let mut changes = SMatrix::from_element(false);
        let mut change = |to| {
            set(layer, i, to);
            change(layer, x, &mut changes)
        };
        far(at.theta).into_iter().for_each(|to| _ = change(to));
        let slopes = Slopes::measure(at.theta, change).map(|slopes| slopes.of_size(size(&changes)));
        set(layer, i, at.theta);
        report.parameters.add(Some(at.path), at.index, at.gradient, slopes);
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

    let largest = largest(layer, &mut gradient);
    let mut moved = x.map(Dual64::from_re);
    let (same, _) = dual.forward_train(&moved, &mut random::generator(seed));
    for (&same, &y) in same.iter().zip(&y) {
        let distance = if same.re == y { 0.0 } else { (same.re - y).abs() };
        report.laws = worse(report.laws, relative(distance, y.abs().max(1.0)));
    }
    for i in 0..N * B {
        moved.as_mut_slice()[i].eps = 1.0;
        report.input.add_exact(None, i, dx.as_slice()[i], slope(dual, &moved), dx.amax());
        moved.as_mut_slice()[i].eps = 0.0;
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

/// Where an output moves that depends on a number at all, however flat it is around the number itself:
/// far beyond on either side. What it is there does not count, nor whether it is finite.
fn far(at: f64) -> [f64; 2] {
    [-1024.0, 1024.0].map(|factor| factor * (1.0 + at.abs()))
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

    let laws = Cell::new(0.0);
    let law = |found, expected, largest| {
        let (distance, scale) = beside(found, expected, largest);
        laws.set(worse(laws.get(), relative(distance, scale)));
    };
    let (largest_dx, largest_gradient) = (dx.amax(), largest(layer, &mut gradient));
    let same_dx = |other: &SMatrix<f64, N, B>| {
        other.iter().zip(&dx).for_each(|(&other, &dx)| law(other, dx, largest_dx));
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
    Pass { y, dy, dx, gradient, report: Report { input, parameters, laws } }
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
        Number { path: Path::of::<L>(0), index: 0, theta: f64::NAN, gradient: f64::NAN };
    visit(layer, gradient, [], |leaf, theta: &mut [f64], gradient, []| {
        if let Some(index) = i.checked_sub(start)
            && index < theta.len()
        {
            let path = Path::of::<L>(leaf);
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
