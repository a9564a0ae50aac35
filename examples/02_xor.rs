//! # XOR: why a network needs a hidden layer
//!
//! The answer to learn is "are the two inputs different?", four samples in all:
//!
//! ```text
//! x₁ x₂  XOR        1 │ ●     ○
//!  0  0   no          │
//!  0  1   yes      x₂ │
//!  1  0   yes       0 │ ○     ●        ● yes   ○ no
//!  1  1   no          └─────────
//!                       0  x₁ 1
//! ```
//!
//! A network without a hidden layer gives one weighted sum z = w₁·x₁ + w₂·x₂ + b, called a *logit*,
//! and says yes where z > 0. Such a rule cuts the plane along one straight line, and no line has the
//! two ● on one side and the two ○ on the other. The algebra agrees: the samples ask for b < 0,
//! w₂ + b > 0, w₁ + b > 0 and w₁ + w₂ + b < 0. The middle two add up to w₁ + w₂ + 2·b > 0, the outer
//! two to w₁ + w₂ + 2·b < 0. So at most three of four can be right: 75 %.
//!
//! A *hidden layer* computes several weighted sums first and bends each with an *activation*, here
//! tanh. Each hidden unit cuts along a line of its own, and the output weighs the sides.
//!
//! ```sh
//! cargo run --release --example 02_xor
//! ```
//!
//! What to look at: in the picture, the straight border on the left and the bent one on the right;
//! in the figures, that no start of the linear network gets beyond 75 %, and that all starts of the
//! other one reach 100 %.

mod plot;

use constnet::{prelude::*, random};
use plot::{Chart, Picture};
use std::error::Error;

network!(Linear: 2 => (Dense<2, 1>) => 1);
network!(Hidden: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>) => 1);

const INPUTS: [[f32; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
const TARGETS: [bool; 4] = [false, true, true, false];

/// The share of the four samples that a network, given as its logit, gets right.
fn accuracy(logit: impl Fn([f32; 2]) -> f32) -> f64 {
    let right = INPUTS.iter().zip(TARGETS).filter(|(x, yes)| (logit(**x) > 0.0) == *yes);
    right.count() as f64 / 4.0
}

fn main() -> Result<(), Box<dyn Error>> {
    let inputs = INPUTS.map(SVector::from);
    let data = Dataset::new(&inputs, &TARGETS)?;
    let (mut best_linear, mut worst_hidden) = (0.0_f64, 1.0_f64);
    let mut pictured = None;

    println!("start   without a hidden layer        with 8 hidden units");
    println!("        loss  best accuracy ever      loss  accuracy at the end");
    for seed in 0..20 {
        let plan = Fit::new(seed).epochs(400);
        let mut rng = random::generator(seed);

        // The observer sees the network after every epoch, so that no lucky moment is missed.
        let mut linear = Linear::init(&mut rng);
        let (mut ever, mut at_best) = (0.0, linear.clone());
        let loss = SigmoidCrossEntropy;
        let adam = Adam::new(0.05);
        let stuck = fit_with(&mut linear, &data, &loss, adam, &plan, |_, net| {
            let now = accuracy(|x| net.predict(x)[0]);
            if now > ever {
                (ever, at_best) = (now, net.clone());
            }
        })?;
        best_linear = best_linear.max(ever);

        let mut hidden = Hidden::init(&mut rng);
        let solved = fit(&mut hidden, &data, &loss, adam, &plan)?;
        let end = accuracy(|x| hidden.predict(x)[0]);
        worst_hidden = worst_hidden.min(end);

        let (Some(stuck), Some(solved)) = (stuck.epochs.last(), solved.epochs.last()) else {
            return Err("no epochs".into());
        };
        // ln 2: what "I don't know" costs, and the best that a straight line can do here.
        assert!((stuck.loss - 2f64.ln()).abs() < 1e-3);
        assert!(solved.loss < 0.02);
        if seed < 5 {
            let (stuck, solved) = (stuck.loss, solved.loss);
            println!(
                "{seed:5}  {stuck:.3} {:17.0} %  {solved:10.3} {:18.0} %",
                ever * 100.0,
                end * 100.0
            );
        }
        pictured.get_or_insert((at_best, hidden));
    }
    println!("    … and so on for 20 starts.\n");

    let Some((linear, hidden)) = pictured else { return Err("no start".into()) };
    Picture::new("02_xor")
        .panel(surface("No hidden layer, at its best moment", move |x| linear.predict(x)[0]))
        .panel(surface("8 hidden units", move |x| hidden.predict(x)[0]))
        .panel_size(400, 380)
        .save()?;

    println!("\nlinear network: {} parameters, best accuracy {:.2}", Linear::COUNT, best_linear);
    println!("hidden layer:   {} parameters, worst accuracy {:.2}", Hidden::COUNT, worst_hidden);
    assert!(best_linear <= 0.75);
    assert!(worst_hidden == 1.0);
    Ok(())
}

/// The answer as a colour, everywhere in the plane.
fn surface(title: &str, logit: impl Fn([f32; 2]) -> f32 + 'static) -> Chart {
    let samples = |wanted: bool| {
        let samples = INPUTS.iter().zip(TARGETS).filter(move |(_, yes)| *yes == wanted);
        samples.map(|(x, _)| (f64::from(x[0]), f64::from(x[1])))
    };
    Chart::new(title, "x₁", "x₂")
        .x(-0.5..1.5)
        .y(-0.5..1.5)
        .surface(move |x, y| if logit([x as f32, y as f32]) > 0.0 { 0.8 } else { 0.2 })
        .dots("no", samples(false))
        .dots("yes", samples(true))
}
