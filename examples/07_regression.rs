//! # Regression: how far does a car go on a gallon?
//!
//! A network predicts a number, miles per gallon, from what is known of a car: cylinders, engine,
//! power, weight, acceleration, year and origin. Four lessons, each of them a set of curves in
//! `pictures/07_regression.svg`:
//!
//! - *Scale*: weights in pounds and cylinders by the handful do not mix. `Standardize` brings inputs
//!   to mean 0 and deviation 1, `Unstandardize` brings the output back to miles per gallon; both
//!   are layers, so the network takes and gives the numbers of the world.
//! - The *learning rate*: too small and nothing is learned in time, too large and the loss explodes
//!   (which is an error here, never a network full of NaN). The validation set tells.
//! - *Capacity*: a network too small for the task *underfits*, wrong on old and new cars alike; one
//!   too large for few data *overfits*: it knows the old cars by heart and is worse on new ones.
//! - *Early stopping*: keep the weights of the epoch that was best on the validation set.
//!
//! The test set is touched once, at the end, beside two *baselines*: always answering the mean, and
//! linear least squares. Errors are given as *RMSE*, the root of the mean squared error, in miles
//! per gallon: about the size of a usual miss.
//!
//! The data: Quinlan (1993), see `data/README.md`.

mod data;
mod plot;

use constnet::{
    init::Xavier,
    losses::LossError,
    nalgebra::SMatrix,
    prelude::*,
    training::{FitError, Stop, Trainable, evaluate_with, split},
};
use plot::{Chart, Picture};
use std::error::Error;

/// A network between the two layers that know the units of measure.
type Net<Body> = (Standardize<7>, Body, Unstandardize<1>);
/// No hidden layer: a linear function.
type Small = Dense<7, 1>;
type Right = (Dense<7, 3>, Tanh, Dense<3, 1>);
type Large = (Dense<7, 128>, Tanh, Dense<128, 1>);

type Data<'a> = Dataset<'a, SVector<f32, 7>, f32>;

/// A whole pass over the cars, that many times.
const EPOCHS: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let (cars, mpg) = data::auto_mpg()?;
    let [train, validation, test] = split::random(cars.len(), [0.6, 0.2, 0.2], 1)?
        .map(|part| (split::pick(&cars, &part), split::pick(&mpg, &part)));
    let few = Dataset::new(&train.0[..40], &train.1[..40])?;
    let train = Dataset::new(&train.0, &train.1)?;
    let validation = Dataset::new(&validation.0, &validation.1)?;
    let test = Dataset::new(&test.0, &test.1)?;

    // The learning rate. One network, six rates, the same start.
    println!("learning rate   RMSE on the validation set");
    let mut rates = Chart::new("Learning rates", "epoch", "RMSE on validation, mpg").y(2.0..12.0);
    let (mut best, mut too_large) = ((f64::INFINITY, 0.0), 0);
    for rate in [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1] {
        let mut net = start::<Right>(&train)?;
        match learn(&mut net, train, validation, Sgd::new(rate)) {
            Ok(curves) => {
                let last = curves.validation[EPOCHS - 1];
                println!("{rate:<13}   {last:.2}");
                rates = rates.line(&format!("{rate}"), points(&curves.validation));
                if last < best.0 {
                    best = (last, rate);
                }
            }
            // The network is as it was before the step that would have spoiled it.
            Err(error) => {
                println!("{rate:<13}   {error}");
                too_large += 1;
            }
        }
    }
    let (_, rate) = best;

    // Capacity: too small for the task, right, and too large for so few data. Adam finds its way
    // without a search for the rate.
    let adam = Adam::new(0.003);
    let small = learn(&mut start::<Small>(&train)?, train, validation, adam)?;
    let right = learn(&mut start::<Right>(&train)?, train, validation, adam)?;
    let large = learn(&mut start::<Large>(&few)?, few, validation, adam)?;
    println!("\nhidden units, cars to learn from   RMSE on these   on the validation set");
    let mut picture = Picture::new("07_regression").columns(2).panel(rates);
    for (what, units, cars, curves) in [
        ("Too small", 0, train.len(), &small),
        ("Right", 3, train.len(), &right),
        ("Too large for few data", 128, few.len(), &large),
    ] {
        let [old, new] = [&curves.training, &curves.validation].map(|curve| curve[EPOCHS - 1]);
        println!("{units:<12}  {cars:<19}   {old:<13.2}   {new:.2}");
        picture = picture.panel(
            Chart::new(&format!("{what}: {units} hidden, {cars} cars"), "epoch", "RMSE, mpg")
                .y(0.0..8.0)
                .line("training", points(&curves.training))
                .line("validation", points(&curves.validation)),
        );
    }
    picture.save()?;

    // Early stopping would have saved the large network from the worst of it.
    let mut stopped = start::<Large>(&few)?;
    let plan =
        Fit::new(1).epochs(EPOCHS).batch(BatchSize::<16>).validation(validation).patience(50);
    let report = fit(&mut stopped, &few, &MeanSquaredError, adam, &plan)?;
    let early = rmse(&stopped, &validation)?;
    println!(
        "128           40, stopped after {:<3}   {:<13.2}   {early:.2}, the weights of epoch {}",
        report.epochs.len(),
        rmse(&stopped, &few)?,
        report.best,
    );

    // The network for the test: all training cars, the size and the rate that were best, and early
    // stopping.
    let mut net = start::<Right>(&train)?;
    let plan = Fit::new(1).epochs(2000).batch(BatchSize::<16>).validation(validation).patience(200);
    let chosen = fit(&mut net, &train, &MeanSquaredError, Sgd::new(rate), &plan)?;
    println!(
        "\nchosen: 3 hidden units, rate {rate}, the weights of epoch {}, RMSE {:.2} on validation",
        chosen.best,
        rmse(&net, &validation)?
    );

    // The test, once.
    let mean = train.targets().iter().sum::<f32>() / train.len() as f32;
    let mean_predictor = Dense::new([[0.0; 7]], [mean]);
    let linear = least_squares(&train).ok_or("two features say the same")?;
    let results = [rmse(&mean_predictor, &test)?, rmse(&linear, &test)?, rmse(&net, &test)?];

    // What this page claims, checked: continuous integration runs it as a test.
    let last = |curve: &Vec<f64>| curve[EPOCHS - 1];
    assert!(too_large > 0);
    assert!(last(&small.training) > 1.2 * last(&right.training), "underfitting: wrong on old cars");
    assert!(last(&small.validation) > 1.1 * last(&right.validation), "and on new ones");
    assert!(last(&large.training) < 0.6 * last(&right.training), "overfitting: right on old cars");
    assert!(last(&large.validation) > 1.5 * last(&right.validation), "and wrong on new ones");
    assert!(report.stop == Stop::Patience && early < last(&large.validation));
    assert!(results[2] < results[1] && results[1] < results[0]);

    println!("\ntest RMSE in miles per gallon");
    println!("  always the mean       {:.2}", results[0]);
    println!("  linear least squares  {:.2}", results[1]);
    println!("  network               {:.2}", results[2]);
    Ok(())
}

/// A network before training: random weights, and the scales of the cars that it will learn from.
/// The scales of all cars would be knowledge about the test.
fn start<Body: Init>(data: &Data<'_>) -> Result<Net<Body>, StandardizeError> {
    let body = Body::init_with(&Xavier::UNIFORM, &mut constnet::random::generator(1));
    let mut net = (Standardize::default(), body, Unstandardize::default());
    net.0.fit(data.inputs())?;
    net.2.fit(data.targets())?;
    Ok(net)
}

/// RMSE after every epoch.
#[derive(Default)]
struct Curves {
    training: Vec<f64>,
    validation: Vec<f64>,
}

/// Trains to the end, good or bad, and writes down how it went. The validation set is watched, and
/// nothing is stopped or kept by it.
fn learn<Body>(
    net: &mut Net<Body>,
    data: Data<'_>,
    validation: Data<'_>,
    optimizer: impl Optimizer,
) -> Result<Curves, FitError>
where
    Net<Body>: Trainable<SVector<f32, 7>, f32, MeanSquaredError, 16, Output = SMatrix<f32, 1, 16>>,
{
    let plan = Fit::new(1).epochs(EPOCHS).batch(BatchSize::<16>);
    let mut curves = Curves::default();
    fit_with(net, &data, &MeanSquaredError, optimizer, &plan, |_, net| {
        // A NaN shows in the curve; the targets, which are all that can be wrong, are checked.
        curves.training.push(rmse(net, &data).unwrap_or(f64::NAN));
        curves.validation.push(rmse(net, &validation).unwrap_or(f64::NAN));
    })?;
    Ok(curves)
}

/// The root of the mean squared error, in miles per gallon.
fn rmse(
    net: &impl Forward<SMatrix<f32, 7, 16>, Output = SMatrix<f32, 1, 16>>,
    data: &Data<'_>,
) -> Result<f64, LossError> {
    Ok(evaluate_with(net, data, &MeanSquaredError, BatchSize::<16>)?.sqrt())
}

/// The linear function with the least sum of squared errors, in closed form: with a 1 appended to
/// each x, the weights w solve (Σ x·xᵀ)·w = Σ x·t.
fn least_squares(data: &Data<'_>) -> Option<Dense<7, 1>> {
    let (mut square, mut right) = (SMatrix::<f64, 8, 8>::zeros(), SVector::<f64, 8>::zeros());
    for (x, &t) in data.inputs().iter().zip(data.targets()) {
        let x = x.push(1.0).cast::<f64>();
        square += x * x.transpose();
        right += x * f64::from(t);
    }
    let w = square.cholesky()?.solve(&right);
    Some(Dense::new([core::array::from_fn(|i| w[i] as f32)], [w[7] as f32]))
}

/// Epochs count from 1.
fn points(curve: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    curve.iter().zip(1..).map(|(&rmse, epoch)| (f64::from(epoch), rmse))
}
