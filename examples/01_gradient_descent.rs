//! # Gradient descent: downhill, in steps that shrink by themselves
//!
//! All training of neural networks is this: to find where a function is smallest, start somewhere
//! (the *initial value*), feel the slope (the *derivative*), and take a step against it.
//!
//! ```text
//! step = η·f′(x)        x ← x − step
//! ```
//!
//! η (eta) is the *learning rate*. It stays the same, yet the steps get smaller: near the minimum the
//! slope goes to 0, and the step with it. When the step is smaller than a *tolerance*, we are there.
//!
//! Three lessons:
//!
//! 1. A parabola, f(x) = (x − 3)² + 1, with every step, and with rates too small, right, and too large.
//! 2. A straight line through points, by descent and by the formula of *least squares*. Both give the
//!    same line, so descent can be trusted where a formula exists.
//! 3. Where there is none: a yes-or-no question (*logistic regression*), and the middle of
//!    measurements with outliers. There, descent is how it is done.
//!
//! ```sh
//! cargo run --release --example 01_gradient_descent
//! ```
//!
//! What to look at: the column "step" beside the column "slope"; the dots in the left picture, which
//! crowd together towards the minimum; and on the right, what the learning rate does.

mod plot;

use constnet::{
    GradientDescent,
    dual::Dual64,
    gradient_descent::{Descent, DescentError, Stop},
    prelude::*,
    random,
};
use plot::{Chart, Corner, Picture};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    parabola()?;
    let line = straight_line()?;
    let slope = yes_or_no()?;
    let middle = outliers()?;
    println!("\nminimum of the parabola 3, straight line {line:.1e} from the closed form");
    println!("logistic slope {slope:.4}, middle in spite of outliers {middle:.4}");
    Ok(())
}

type Point = SVector<f64, 1>;

fn f(x: f64) -> f64 {
    (x - 3.0) * (x - 3.0) + 1.0
}

/// The derivative of f, by the rules of school: 2·(x − 3).
fn slope(x: &Point) -> Point {
    Point::new(2.0 * (x[0] - 3.0))
}

fn parabola() -> Result<(), Box<dyn Error>> {
    let start = Point::new(-1.0);
    // `path` walks step by step; `minimize`, below, goes to the end at once.
    let path = GradientDescent::new(0.1).path(start, slope).collect::<Result<Vec<_>, _>>()?;
    println!("f(x) = (x − 3)² + 1 from x = −1 with rate 0.1");
    println!("step number        x       f(x)      slope       step");
    for (number, point) in path.iter().enumerate().filter(|(i, _)| *i < 6 || i % 20 == 0) {
        let x = point.x[0];
        println!(
            "{number:11} {x:8.4} {:10.6} {:10.6} {:10.6}",
            f(x),
            slope(&point.x)[0],
            point.step[0]
        );
    }
    // Each step is 0.8 times as long as the one before, although the rate has not changed.
    for pair in path.windows(2).take(50) {
        assert!((pair[1].step[0] / pair[0].step[0] - 0.8).abs() < 1e-9);
    }

    println!("\nThe same with other rates (tolerance 1e-6, at most 1,000 steps)");
    println!(" rate      ends with      steps            x");
    let rates = [0.0005, 0.1, 0.5, 0.95, 1.0, 1.05];
    let mut ends = Vec::new();
    for rate in rates {
        let mut x = start;
        let end =
            GradientDescent::new(rate).tolerance(1e-6).max_steps(1_000).minimize(&mut x, slope)?;
        let stop = format!("{:?}", end.stop);
        let found = if x[0].abs() < 1e4 { format!("{:.6}", x[0]) } else { format!("{:.1e}", x[0]) };
        println!("{rate:<8} {stop:>11} {:10} {found:>12}", end.steps);
        ends.push((x[0], end));
    }
    // Too small: still under way. Right: there. At ½, in one step, since the slope is a straight line;
    // the second step finds nothing left to do. Just below 1: across the valley and back, ever closer.
    // At 1: for ever to and fro. Above: further away each time.
    let there = |i: usize| ends[i].1.stop == Stop::SmallStep && (ends[i].0 - 3.0_f64).abs() < 1e-5;
    assert!(ends[0].1.stop == Stop::MaxSteps && ends[0].0 < 2.0);
    assert!(there(1) && there(2) && there(3));
    assert!(ends[2].1.steps == 2 && ends[1].1.steps < ends[3].1.steps);
    assert!(ends[4].1.stop == Stop::MaxSteps && ends[4].1.last_step == 8.0);
    assert!(ends[5].0.abs() > 1e40);

    // What becomes too large to be a number is an error, not a result.
    let mut x = start;
    let error = GradientDescent::new(2.0).minimize(&mut x, slope);
    assert!(matches!(error, Err(DescentError::Derivative { .. } | DescentError::Point { .. })));
    if let Err(error) = error {
        println!("2        {error}");
    }

    let curve = (-150..=700).map(|i| f64::from(i) / 100.0).map(|x| (x, f(x)));
    let dots = path.iter().map(|point| (point.x[0], f(point.x[0])));
    let mut convergence =
        Chart::new("The learning rate", "step number", "distance from the minimum")
            .log_y()
            .y(1e-6..1e4)
            .x(0.0..85.0)
            .legend(Corner::UpperRight);
    for rate in [0.01, 0.1, 0.3, 0.95, 1.05] {
        let path = GradientDescent::new(rate).max_steps(60).path(start, slope);
        let path = path.collect::<Result<Vec<_>, _>>()?;
        let distances = (0..).zip(&path).map(|(i, p)| (f64::from(i), (p.x[0] - 3.0).abs()));
        convergence = convergence.line(&format!("rate {rate}"), distances);
    }
    Picture::new("01_gradient_descent")
        .panel(
            Chart::new("Steps shrink as the slope does", "x", "f(x)")
                .y(0.0..24.0)
                .line("f(x) = (x − 3)² + 1", curve)
                .path("the path from x = −1", dots),
        )
        .panel(convergence)
        .save()
}

/// Returns how far descent ends from the closed form.
fn straight_line() -> Result<f64, Box<dyn Error>> {
    // 40 points near y = 1.5·x − 0.7; x in no particular place.
    const N: usize = 40;
    let mut rng = random::generator(1);
    let x = SVector::<f64, N>::from_fn(|_, _| random::uniform(2.0, &mut rng) + 0.5);
    let y = x.map(|x| 1.5 * x - 0.7 + 0.3 * random::normal(&mut rng));

    // The closed form. The sum of squares |A·θ − y|² is smallest where its derivative,
    // 2·Aᵀ(A·θ − y), is 0: AᵀA·θ = Aᵀy, two equations that nalgebra solves.
    let mut a = SMatrix::<f64, N, 2>::repeat(1.0);
    a.set_column(0, &x);
    let closed =
        (a.transpose() * a).cholesky().ok_or("all x are equal")?.solve(&(a.transpose() * y));

    // Descent follows the same derivative, divided by N so that the rate does not depend on N.
    let mut theta = SVector::<f64, 2>::zeros();
    let descent = GradientDescent::new(0.2).tolerance(1e-10);
    let end =
        descent.minimize(&mut theta, |theta| a.transpose() * (a * theta - y) * (2.0 / N as f64))?;

    // And so does a network of one layer and no activation, by its own backward pass.
    let inputs = SMatrix::<f64, 1, N>::from_row_slice(x.as_slice());
    let mut net = Dense::<1, 1, f64>::zeros();
    descent.minimize_network(&mut net, &mut Dense::zeros(), |net, gradient| {
        let out = net.forward(&inputs);
        let (_, dy) = MeanSquaredError.gradient(&out, y.as_slice())?;
        net.backward_parameters(&inputs, &out, &(), &dy, gradient);
        Ok::<_, LossError>(())
    })?;

    println!("\nA straight line through {N} points");
    println!("                      slope     intercept");
    println!("closed form    {:12.9}  {:12.9}", closed[0], closed[1]);
    println!("descent        {:12.9}  {:12.9}   after {} steps", theta[0], theta[1], end.steps);
    println!("Dense<1, 1>    {:12.9}  {:12.9}", net.weight[0], net.bias[0]);
    let distance = (theta - closed).amax();
    assert!(end.stop == Stop::SmallStep && distance < 1e-6);
    assert!((net.weight[0] - closed[0]).abs() < 1e-6 && (net.bias[0] - closed[1]).abs() < 1e-6);
    Ok(distance)
}

/// Logistic regression: how likely is "passed" after so many hours of study? The probability is
/// σ(w·x + b), and w and b are those that make the observed answers most likely. The derivative set
/// to 0 cannot be solved for w and b with a formula.
///
/// Returns w.
fn yes_or_no() -> Result<f64, Box<dyn Error>> {
    const N: usize = 12;
    let hours = [0.5, 1.0, 1.5, 1.75, 2.0, 2.5, 2.75, 3.0, 3.5, 4.0, 4.5, 5.0];
    let passed = [false, false, false, true, false, false, true, false, true, true, true, true];
    let x = SMatrix::<f64, 1, N>::from(hours.map(|h| [h]));

    let mut net = Dense::<1, 1, f64>::zeros();
    let gradient_of = |net: &Dense<1, 1, f64>, gradient: &mut Dense<1, 1, f64>| {
        let z = net.forward(&x);
        let (_, dz) = SigmoidCrossEntropy.gradient(&z, &passed)?;
        net.backward_parameters(&x, &z, &(), &dz, gradient);
        Ok::<_, LossError>(())
    };
    let end: Descent = GradientDescent::new(0.5)
        .tolerance(1e-9)
        .max_steps(100_000)
        .minimize_network(&mut net, &mut Dense::zeros(), gradient_of)?;

    let (w, b) = (net.weight[0], net.bias[0]);
    println!("\nLogistic regression: {:?} after {} steps", end.stop, end.steps);
    println!("P(passed) = σ({w:.4}·hours − {:.4}), even odds at {:.2} hours", -b, -b / w);
    assert!(end.stop == Stop::SmallStep && w > 0.0);
    // There is no formula to compare with, but there is a test: the slope is 0 where we stand.
    let mut flat = Dense::zeros();
    gradient_of(&net, &mut flat)?;
    assert!(flat.weight.amax() < 1e-8 && flat.bias.amax() < 1e-8);
    Ok(w)
}

/// The middle of measurements of which two are wrong. The mean is pulled away by them. A loss that
/// grows like x² near 0 and like |x| far away, here √(1 + x²) − 1, lets each outlier pull with a
/// force of at most 1. Dual numbers find the derivative: nothing to work out by hand.
///
/// Returns the middle.
fn outliers() -> Result<f64, Box<dyn Error>> {
    let measured = [9.8, 10.1, 10.0, 9.9, 10.2, 10.0, 9.9, 10.1, 55.0, 80.0];
    let mean = measured.iter().sum::<f64>() / measured.len() as f64;

    let mut middle = Point::new(mean);
    let end = GradientDescent::new(0.1).tolerance(1e-10).minimize_exact(&mut middle, |m| {
        let loss = |x: f64| {
            let error = m[0] - x;
            Scalar::sqrt(error * error + 1.0) - 1.0
        };
        measured.into_iter().map(loss).fold(Dual64::from(0.0), |sum, loss| sum + loss)
    })?;
    println!(
        "\nTen measurements near 10, two of them wrong: mean {mean}, robust middle {:.4}",
        middle[0]
    );
    assert!(end.stop == Stop::SmallStep);
    assert!((mean - 10.0).abs() > 10.0 && (middle[0] - 10.0).abs() < 0.5);
    Ok(middle[0])
}
