//! # Sunspots: a forecast of what was measured
//!
//! For 260 years somebody has counted the spots on the sun, and their number rises and falls in about eleven years: never
//! twice alike, and steeper up than down. How many will there be on average in the next twelve months? You will meet
//!
//! - a network with memory, [`Gru`], that is shown one number a month and remembers the rest;
//! - *shuffled windows* that begin at rest, where the first steps know no past yet and have the *weight* 0;
//! - *baselines* that are worth beating: the number of this month, the mean of the last year, and linear fits
//!   of the last two and the last eleven years;
//! - years that the choice of the network has not seen, which are touched once.
//!
//! Run it with `cargo run --release --example 17_sunspots`, then look at `pictures/17_sunspots.svg`. Which forecasts lag
//! behind the rise of a cycle? What does the network lose if it is shown two years only?
//!
//! The measurements are in the public domain; `examples/data/README.md` says where they are from. Linear fits of them are
//! where autoregression comes from: Yule (1927), *On a method of investigating periodicities in disturbed series, with special
//! reference to Wolfer's sunspot numbers*, Philosophical Transactions A 226.

mod data;
mod plot;

use constnet::{
    losses::Weighted, optimizers::schedule::Cosine, prelude::*, random::generator, stream::Running,
};
use plot::{Chart, Picture};
use std::{array::from_fn, error::Error};

network!(Sun: [1; _] => (Gru<1, 12>, Dense<12, 1>) => [1; _]);

/// A window of 22 years; the first eleven are there to be remembered.
const WINDOW: usize = 264;
const CYCLE: usize = 132;
const YEAR: usize = 12;
const EPOCHS: usize = 40;
const BATCH: usize = 8;

type Window = [SVector<f32, 1>; WINDOW];

fn main() -> Result<(), Box<dyn Error>> {
    let first = 1749;
    let spots = data::sunspots()?;
    let months = spots.len() - YEAR;
    // The spread of a count grows with the count; that of its root does not, and it lies between 0 and 1.6.
    let root = |count: f32| count.sqrt() / 10.0;
    let count = |root: f32| (10.0 * root).powi(2);
    let mean = |counts: &[f32]| counts.iter().sum::<f32>() / counts.len() as f32;
    let x: Vec<_> = spots[..months].iter().map(|&n| SVector::from([root(n)])).collect();
    // Behind each month, the mean of the year to come.
    let expected: Vec<f32> = (0..months).map(|t| mean(&spots[t + 1..=t + YEAR])).collect();

    // To learn from, to choose by, and to be judged by. A forecast looks a year ahead, so a year is left out before each.
    let month = |year: usize| (year - first) * YEAR;
    let [train, validation] = [0..month(1899), month(1900) - CYCLE..month(1949)];
    let test = month(1950)..months;
    let windows = |of: std::ops::Range<usize>| -> (Vec<Window>, Vec<[Weighted<f32>; WINDOW]>) {
        let starts = of.clone().step_by(YEAR).filter(|start| start + WINDOW <= of.end);
        starts
            .map(|start| {
                let target = |t| Weighted {
                    target: root(expected[start + t]),
                    weight: f64::from(u8::from(t >= CYCLE)),
                };
                (from_fn(|t| x[start + t]), from_fn(target))
            })
            .unzip()
    };
    let (inputs, targets) = windows(train.clone());
    let (validation_inputs, validation_targets) = windows(validation);
    let samples = Dataset::new(&inputs, &targets)?;
    let plan = Fit::new(1)
        .epochs(EPOCHS)
        .batch(BatchSize::<BATCH>)
        .validation(Dataset::new(&validation_inputs, &validation_targets)?);
    let steps = EPOCHS * samples.len().div_ceil(BATCH);
    let adam = Adam::new(0.01).clip_norm(1.0).schedule(Cosine::new(steps as u64));
    let mut net = Sun::init(&mut generator(1));
    let report = fit(&mut net, &samples, &MeanSquaredError, adam, &plan)?;

    // In use: month by month, from the first on, and the state goes on into the years of the test.
    let mut sun = Running::new(&net);
    let network: Vec<f32> = x.iter().map(|x| count(sun.next(x)[0])).collect();
    let pairs = || (0..train.end).map(|t| (t, f64::from(root(expected[t]))));
    let root_at = |t: usize| f64::from(x[t][0]);
    let linear = |months: usize| -> Vec<f32> {
        let history = |t: usize| -> Vec<f64> {
            (0..months).map(|k| root_at(t.saturating_sub(k))).chain([1.0]).collect()
        };
        let weights = least_squares(pairs().skip(months).map(|(t, y)| (history(t), y)));
        let forecast = |t| history(t).iter().zip(&weights).map(|(x, w)| x * w).sum::<f64>();
        (0..x.len()).map(|t| count(forecast(t) as f32)).collect()
    };
    let forecasts = [
        ("this month", spots[..months].to_vec()),
        ("the last year", (0..months).map(|t| mean(&spots[t.saturating_sub(11)..=t])).collect()),
        ("linear, of two years", linear(2 * YEAR)),
        ("linear, of eleven years", linear(CYCLE)),
        ("network", network),
    ];
    let errors = forecasts.each_ref().map(|(_, y)| {
        let squares = test.clone().map(|t| f64::from(y[t] - expected[t]).powi(2));
        (squares.sum::<f64>() / test.len() as f64).sqrt()
    });
    println!("{} parameters, {steps} steps of training", Sun::COUNT);
    println!(
        "\nthe mean of the next twelve months, 1950 to 2007: how far off, root of the mean square"
    );
    for ((what, _), error) in forecasts.iter().zip(errors) {
        println!("  {what:<24} {error:>5.1} spots");
    }

    let years = |y: &[f32]| -> Vec<(f64, f64)> {
        let year = |t: usize| first as f64 + t as f64 / YEAR as f64;
        test.clone().map(|t| (year(t), f64::from(y[t]))).collect()
    };
    let epochs = || report.epochs.iter().map(|epoch| (epoch.number as f64, epoch));
    Picture::new("17_sunspots")
        .panel(
            Chart::new("Sunspots of the year to come", "year", "spots, mean of twelve months")
                .line("as it came", years(&expected))
                .line("network", years(&forecasts[4].1))
                .dashed("the last year", years(&forecasts[1].1)),
        )
        .panel(
            Chart::new("Training", "epoch", "squared error of roots")
                .log_y()
                .line("1749 to 1898", epochs().map(|(n, epoch)| (n, epoch.loss)))
                .line(
                    "1900 to 1948",
                    epochs().filter_map(|(n, epoch)| Some((n, epoch.validation?))),
                ),
        )
        .save()?;

    // What this page claims, checked: continuous integration runs it as a test. A network of 553 numbers is no better than a
    // line through 133: there are only fourteen cycles to learn from.
    let [this_month, last_year, two_years, _, network] = errors;
    assert!(network < 0.75 * this_month && network < 0.75 * last_year && network < two_years);
    Ok(())
}

/// The weights w that make Σ (w·x − y)² least: XᵀX·w = Xᵀy, solved by elimination. A little on the diagonal keeps the
/// system far from one without a solution.
fn least_squares(samples: impl Iterator<Item = (Vec<f64>, f64)>) -> Vec<f64> {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for (x, y) in samples {
        rows.resize(x.len(), vec![0.0; x.len() + 1]);
        for (row, a) in rows.iter_mut().zip(&x) {
            row.iter_mut().zip(x.iter().chain([&y])).for_each(|(sum, b)| *sum += a * b);
        }
    }
    (0..rows.len()).for_each(|i| rows[i][i] += 1e-6);
    for i in 0..rows.len() {
        let pivot = rows[i].clone();
        for row in rows.iter_mut().skip(i + 1) {
            let factor = row[i] / pivot[i];
            row.iter_mut().zip(&pivot).skip(i).for_each(|(a, b)| *a -= factor * b);
        }
    }
    let mut w = vec![0.0; rows.len()];
    for (i, row) in rows.iter().enumerate().rev() {
        let known: f64 = row[i + 1..w.len()].iter().zip(&w[i + 1..]).map(|(a, w)| a * w).sum();
        w[i] = (row[w.len()] - known) / row[i];
    }
    w
}
