//! Gradient descent as the textbook tells it: two rules to stop, one report, nothing half done.

use constnet::{
    gradient_descent::{DescentError, GradientDescent, Stop, exact},
    optimizers::StepError,
    parameters::for_each,
    prelude::*,
};
use core::{convert::Infallible, error::Error};

fn valley(x: &SVector<f64, 2>) -> SVector<f64, 2> {
    SVector::from([2.0 * (x[0] - 3.0), 20.0 * (x[1] + 1.0)])
}

#[test]
fn a_small_step_ends_it_and_is_the_last_one_taken() {
    // f(x) = x²: steps of 4, 2, 1, ½ from 8.
    let mut x = SVector::from([8.0]);
    let descent = GradientDescent::new(0.25).tolerance(0.5).minimize(&mut x, |x| x * 2.0).unwrap();
    assert_eq!((descent.stop, descent.steps, descent.last_step), (Stop::SmallStep, 4, 0.5));
    assert_eq!(x[0], 0.5);
}

#[test]
fn a_maximum_of_steps_ends_it() {
    let mut x = SVector::from([8.0_f32]);
    let descent = GradientDescent::new(0.25).max_steps(3).minimize(&mut x, |x| x * 2.0).unwrap();
    assert_eq!((descent.stop, descent.steps, descent.last_step), (Stop::MaxSteps, 3, 1.0));
    assert_eq!(x[0], 1.0);
    // Both at once: the small step is what counts.
    let both = GradientDescent::new(0.25).tolerance(0.5).max_steps(1);
    assert_eq!(both.minimize(&mut x, |x| x * 2.0).unwrap().stop, Stop::SmallStep);
}

#[test]
fn a_minimum_is_where_it_stays() {
    let mut x = SVector::from([3.0, -1.0]);
    let descent = GradientDescent::new(0.05).tolerance(0.0).minimize(&mut x, valley).unwrap();
    assert_eq!((descent.stop, descent.steps, descent.last_step), (Stop::SmallStep, 1, 0.0));
}

#[test]
fn the_longest_move_of_a_variable_is_the_length_of_a_step() {
    let mut x = SVector::from([0.0, 0.0]);
    let one = GradientDescent::new(0.05).max_steps(1).minimize(&mut x, valley).unwrap();
    // Moves of 0.3 and of −1.
    assert_eq!(one.last_step, 1.0);
    let descent = GradientDescent::new(0.05).tolerance(1e-9).minimize(&mut x, valley).unwrap();
    assert_eq!(descent.stop, Stop::SmallStep);
    assert!((x - SVector::from([3.0, -1.0])).amax() < 1e-8);
}

#[test]
fn what_is_not_finite_leaves_x_before_the_step_that_failed() {
    // ln has a slope of 1/x, and its log of a negative number is NaN.
    let slope = |x: &SVector<f64, 2>| SVector::from([1.0, if x[1] > 0.0 { 1.0 } else { f64::NAN }]);
    let mut x = SVector::from([0.0, 1.0]);
    let error = GradientDescent::new(0.375).minimize(&mut x, slope).unwrap_err();
    assert_eq!(error, DescentError::Derivative { variable: 1, steps: 3 });
    assert_eq!(x, SVector::from([-1.125, -0.125]));
    assert!(error.to_string().contains("after 3 steps, the derivative by variable 1"), "{error}");

    // The step, and not the derivative, is too long.
    let mut x = SVector::from([0.5_f32, f32::MAX]);
    let uphill = |_: &SVector<f32, 2>| SVector::from([1.0, -f32::MAX / 2.0]);
    let error = GradientDescent::new(1.0).minimize(&mut x, uphill).unwrap_err();
    assert_eq!(error, DescentError::Point { variable: 1, steps: 0 });
    assert_eq!(x, SVector::from([0.5, f32::MAX]));
    assert!(error.to_string().contains("the learning rate may be too large"), "{error}");

    for start in [f64::NAN, f64::INFINITY] {
        let mut x = SVector::from([start]);
        let error = GradientDescent::new(1.0).minimize(&mut x, |_| SVector::from([1.0]));
        let error = error.unwrap_err();
        assert!(matches!(error, DescentError::Start { variable: 0, .. }));
        let said = format!("variable 0 is {start} at the start, expected a finite number");
        assert_eq!(error.to_string(), said);
        assert_eq!(x[0].to_bits(), start.to_bits());
        let mut line = (Dense::<1, 1, f64>::new([[start]], [0.0]),);
        let fill = |_: &_, _: &mut _| Ok::<_, Infallible>(());
        let descent = GradientDescent::new(1.0);
        let error = descent.minimize_network(&mut line, &mut (Dense::zeros(),), fill).unwrap_err();
        let said = "after 0 steps: `0.weight` (layer `Dense`) was already not finite";
        assert!(error.to_string().starts_with(said), "{error}");
    }
}

#[test]
fn settings_are_checked_before_anything_moves() {
    let refused = |descent: GradientDescent, name: &str| {
        let mut x = SVector::from([1.0_f32]);
        let error = descent.minimize(&mut x, |_| unreachable!()).unwrap_err();
        assert!(matches!(error, DescentError::Setting { name: found, .. } if found == name));
        assert!(error.to_string().starts_with(name), "{error}");
        assert_eq!(x[0], 1.0);
        let first = descent.path(x, |_| unreachable!()).next();
        assert!(matches!(first, Some(Err(DescentError::Setting { .. }))));
        let mut net = Dense::new([[1.0_f32]], [1.0]);
        let fill = |_: &_, _: &mut _| -> Result<(), Infallible> { unreachable!() };
        let error = descent.minimize_network(&mut net, &mut Dense::zeros(), fill).unwrap_err();
        assert!(matches!(error, DescentError::Setting { .. }));
    };
    // 1e-50 is 0 in f32, and 1e39 infinite.
    for rate in [0.0, -0.1, f64::NAN, f64::INFINITY, 1e-50, 1e39] {
        refused(GradientDescent::new(rate), "learning rate");
    }
    for tolerance in [-1e-9, f64::NAN, f64::INFINITY] {
        refused(GradientDescent::new(0.1).tolerance(tolerance), "tolerance");
    }
    refused(GradientDescent::new(0.1).max_steps(0), "maximum of steps");
}

#[test]
fn the_path_is_the_walk() {
    let descent = GradientDescent::new(0.05).tolerance(1e-9);
    let start = SVector::from([0.0, 0.0]);
    let mut x = start;
    let report = descent.minimize(&mut x, valley).unwrap();
    let points: Vec<_> = descent.path(start, valley).map(Result::unwrap).collect();
    assert_eq!(points.len() as u64, report.steps);
    assert_eq!(points[0].x, start);
    for pair in points.windows(2) {
        assert_eq!(pair[0].x - pair[0].step, pair[1].x);
        assert!(pair[1].step.amax() < pair[0].step.amax(), "steps shrink with the slope");
    }
    let last = points.last().unwrap();
    assert_eq!((last.x - last.step, last.step.amax()), (x, report.last_step));

    // A walk that fails says so once, and stays where it was.
    let mut away = GradientDescent::new(1e300).path(SVector::from([1.0]), |x| x * -1e10);
    assert!(away.next().unwrap().is_err());
    assert!(away.next().is_none());
    assert_eq!(away.x[0], 1.0);
}

#[test]
fn exact_derivatives_lead_the_same_way() {
    let descent = GradientDescent::new(0.001).tolerance(1e-9).max_steps(50_000);
    // Rosenbrock's curved valley, with its minimum at (1, 1).
    let mut by_hand = SVector::from([-1.0, 1.0]);
    let report = descent
        .minimize(&mut by_hand, |x| {
            let bend = x[1] - x[0] * x[0];
            SVector::from([-400.0 * x[0] * bend - 2.0 * (1.0 - x[0]), 200.0 * bend])
        })
        .unwrap();
    let mut by_duals = SVector::from([-1.0, 1.0]);
    let exact_report = descent
        .minimize_exact(&mut by_duals, |x| {
            let (miss, bend) = (-x[0] + 1.0, x[1] - x[0] * x[0]);
            miss * miss + bend * bend * 100.0
        })
        .unwrap();
    assert_eq!(report.stop, Stop::SmallStep);
    assert_eq!(exact_report.stop, Stop::SmallStep);
    assert!(report.steps.abs_diff(exact_report.steps) <= 1);
    assert!((by_hand - by_duals).amax() < 1e-8);
    assert!((by_duals - SVector::from([1.0, 1.0])).amax() < 1e-4);

    let cube = exact(|x: &SVector<_, 1>| x[0] * x[0] * x[0]);
    let first = GradientDescent::new(0.1).path(SVector::from([2.0]), cube).next().unwrap().unwrap();
    assert_eq!(first.step[0], 0.1 * 12.0);
}

/// Ten samples of t = 2·x₀ − x₁ + 0.5, with a deviation that no line explains.
fn samples() -> (SMatrix<f64, 2, 10>, SMatrix<f64, 1, 10>) {
    let x = SMatrix::from_fn(|i, j| [(j as f64) / 5.0 - 1.0, ((j * j) % 7) as f64 / 3.5 - 1.0][i]);
    let off = |j: usize| [0.1, -0.2, 0.05, 0.3, -0.15][j % 5];
    let t = SMatrix::from_fn(|_, j| 2.0 * x[(0, j)] - x[(1, j)] + 0.5 + off(j));
    (x, t)
}

#[test]
fn a_linear_network_reaches_the_least_squares_solution() {
    let (x, t) = samples();
    let mut net = (Dense::<2, 1, f64>::zeros(),);
    let mut gradient = (Dense::zeros(),);
    let report = GradientDescent::new(0.05)
        .tolerance(1e-12)
        .minimize_network(&mut net, &mut gradient, |net, gradient| {
            let dy = (net.forward(&x) - t) * 2.0;
            net.0.backward_parameters(&x, &dy, &(), &dy, &mut gradient.0);
            Ok::<_, Infallible>(())
        })
        .unwrap();
    assert_eq!(report.stop, Stop::SmallStep);
    assert!(report.steps > 10 && report.last_step <= 1e-12);

    // The normal equations A·Aᵀ·w = A·tᵀ, where the last row of A is 1.
    let a = SMatrix::<f64, 3, 10>::from_fn(|i, j| if i < 2 { x[(i, j)] } else { 1.0 });
    let w = (a * a.transpose()).try_inverse().unwrap() * (a * t.transpose());
    let found = SVector::from([net.0.weight[0], net.0.weight[1], net.0.bias[0]]);
    assert!((found - w).amax() < 1e-9, "{found} {w}");
}

#[test]
fn a_network_takes_the_steps_of_its_parameters() {
    let (x, t) = samples();
    let descent = GradientDescent::new(0.04).tolerance(1e-3);
    let slope = |w: f64, v: f64, b: f64| {
        let mut gradient = SVector::<f64, 3>::zeros();
        for j in 0..10 {
            let miss = 2.0 * (w * x[(0, j)] + v * x[(1, j)] + b - t[j]);
            gradient += SVector::from([miss * x[(0, j)], miss * x[(1, j)], miss]);
        }
        gradient
    };
    let mut point = SVector::zeros();
    let by_point = descent.minimize(&mut point, |p| slope(p[0], p[1], p[2])).unwrap();
    let mut net = Dense::<2, 1, f64>::zeros();
    let by_net = descent
        .minimize_network(&mut net, &mut Dense::new([[9.0; 2]], [9.0]), |net, gradient| {
            let g = slope(net.weight[0], net.weight[1], net.bias[0]);
            // Added, as backward passes do: the gradient starts from 0 at every step.
            gradient.weight[0] += g[0];
            gradient.weight[1] += g[1];
            gradient.bias[0] += g[2];
            Ok::<_, Infallible>(())
        })
        .unwrap();
    assert_eq!(by_net, by_point);
    assert_eq!([net.weight[0], net.weight[1], net.bias[0]], [point[0], point[1], point[2]]);
}

#[test]
fn a_step_of_a_network_happens_whole_or_not_at_all() {
    let bits = |net: &(Dense<2, 1>, Dense<1, 1>)| {
        let mut bits = Vec::new();
        for_each(net, |_, _, n: &[f32]| bits.extend(n.iter().map(|n| n.to_bits())));
        bits
    };
    let start = || (Dense::new([[1.0, 2.0]], [3.0]), Dense::new([[4.0]], [f32::MAX]));
    let mut gradient = (Dense::zeros(), Dense::zeros());
    // The third step has a bad gradient, or leaves the last bias infinite; all before it is done.
    for (bad, words) in [
        (f32::NAN, "after 2 steps: `1.bias` (layer `Dense`) has a gradient"),
        (f32::INFINITY, "after 2 steps: `1.bias` (layer `Dense`) has a gradient"),
        (-f32::MAX, "after 2 steps: `1.bias` (layer `Dense`) would become"),
    ] {
        let (mut net, mut calls) = (start(), 0);
        let error = GradientDescent::new(0.5)
            .minimize_network(&mut net, &mut gradient, |_, gradient| {
                calls += 1;
                gradient.0.weight[0] = 1.0;
                gradient.1.bias[0] = if calls == 3 { bad } else { 0.0 };
                Ok::<_, Infallible>(())
            })
            .unwrap_err();
        assert!(error.to_string().starts_with(words), "{error}");
        assert!(matches!(
            error,
            DescentError::Step { error: StepError::Gradient(_) | StepError::Parameter(_), .. }
        ));
        assert!(error.source().is_some());
        let mut expected = start();
        expected.0.weight[0] = 0.0;
        assert_eq!(bits(&net), bits(&expected));
    }

    let mut net = start();
    let error = GradientDescent::new(0.5)
        .minimize_network(&mut net, &mut gradient, |_, gradient| {
            gradient.0.weight[0] = 1.0;
            Err("no data".parse::<f64>().unwrap_err())
        })
        .unwrap_err();
    assert!(matches!(error, DescentError::Function { steps: 0, .. }));
    assert_eq!(bits(&net), bits(&start()));
}
