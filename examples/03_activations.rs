//! # Activations: curves, slopes, and what slopes do to learning
//!
//! An *activation* is the function that bends a layer's output. Without one, two layers of weighted
//! sums are one layer of weighted sums, and the network can only draw straight lines (`02_xor`).
//! Which curve it is matters for learning, because the gradient on its way back is multiplied by the
//! curve's *slope* at every layer:
//!
//! - *Saturation.* Sigmoid and Tanh are flat far from 0: slope 0, no learning. The slope of Sigmoid
//!   is 1/4 at best, so each layer takes three quarters of the gradient or more. After ten layers
//!   hardly anything is left for the first one: the *vanishing gradient*.
//! - *Dead units.* Relu has the slope 1 where it is on, which solves that, and 0 where it is off. A
//!   unit that is off for every sample gets no gradient at all, so it never comes back: it is *dead*.
//!   A learning rate that is too large pushes units there, and so does a bad initial bias. LeakyRelu
//!   keeps a small slope on the off side.
//!
//! ```sh
//! cargo run --release --example 03_activations
//! ```
//!
//! What to look at: the curves beside their slopes in the first picture, the lines that fall from
//! right to left in the second, and the columns "dead" below.

mod plot;

use constnet::{
    init::{He, Xavier},
    nalgebra::Vector1,
    parameters::for_each,
    prelude::*,
    random,
    training::{Trainable, evaluate},
    weights::Layout,
};
use plot::{Chart, Corner, Picture};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    curves()?;
    vanishing_gradients()?;
    dead_units()
}

/// A curve, and its slope.
type Curves = [Vec<(f64, f64)>; 2];

/// The curve and the slope of an activation. Every elementwise activation gives both: its value,
/// and the gradient by its input when the gradient by its output is 1.
fn curve(f: impl Elementwise) -> Curves {
    let points = (-400..=400).map(|i| f64::from(i) / 100.0);
    points.map(|x| ((x, f.value(x)), (x, f.chain(x, f.value(x), 1.0)))).unzip().into()
}

fn curves() -> Result<(), Box<dyn Error>> {
    let smooth = [
        ("Sigmoid", curve(Sigmoid)),
        ("Tanh", curve(Tanh)),
        ("Softplus", curve(Softplus)),
        ("HardSigmoid", curve(HardSigmoid)),
    ];
    let rectifiers = [
        ("Relu", curve(Relu)),
        ("LeakyRelu<0.1>", curve(LeakyRelu::<Ratio<1, 10>>::new())),
        ("Elu", curve(Elu)),
        ("Gelu", curve(Gelu)),
        ("Silu", curve(Silu)),
    ];
    // The steepest slope of Sigmoid is a quarter, that of Tanh 1, both at 0.
    let steepest = |i: usize| smooth[i].1[1].iter().map(|(_, slope)| *slope).fold(0.0, f64::max);
    assert!(steepest(0) == 0.25 && steepest(1) == 1.0);

    let panel = |title: &str, axis: &str, group: &[(&str, Curves)], part: usize| {
        let chart = Chart::new(title, "x", axis).x(-4.0..4.0).legend(Corner::UpperLeft);
        group.iter().fold(chart, |chart, (name, curve)| chart.line(name, curve[part].clone()))
    };
    Picture::new("03_activations")
        .panel(panel("S-shaped, and softplus", "f(x)", &smooth, 0).y(-1.2..2.6))
        .panel(panel("The rectifier and its relatives", "f(x)", &rectifiers, 0).y(-1.2..2.6))
        .panel(panel("Slopes of the above", "f′(x)", &smooth, 1).y(-0.1..1.9))
        .panel(panel("Slopes of the above", "f′(x)", &rectifiers, 1).y(-0.2..1.4))
        .save()
}

/// Units in each layer.
const WIDTH: usize = 16;
/// Samples.
const BATCH: usize = 32;
type Values = SMatrix<f64, WIDTH, BATCH>;

/// A hidden layer, and ten of them with one more for the output.
type Block<A> = (Dense<WIDTH, WIDTH, f64>, A);
#[rustfmt::skip]
type Deep<A> = (
    Block<A>, Block<A>, Block<A>, Block<A>, Block<A>,
    Block<A>, Block<A>, Block<A>, Block<A>, Block<A>,
    Dense<WIDTH, WIDTH, f64>,
);

/// The gradient's norm at the weights of each layer, first to last, of an untrained network.
fn norms<A, I>(initializer: &I, seed: u64) -> Result<Vec<f64>, Box<dyn Error>>
where
    A: Backward<Values, Output = Values> + Init<Gradient = ()>,
    I: Initializer,
{
    let mut rng = random::generator(seed);
    let net = Deep::<A>::init_with(initializer, &mut rng);
    let x = Values::from_fn(|_, _| random::normal(&mut rng));
    let targets = [0; BATCH].map(|_| random::below(WIDTH as u64, &mut rng) as usize);

    // One forward pass, one backward pass, no step: just to see the gradient.
    let (y, cache) = net.forward_train(&x, &mut rng);
    let (_, dy) = SoftmaxCrossEntropy.gradient(&y, &targets)?;
    let mut gradient = <Deep<A> as Parameters>::Gradient::zeros();
    net.backward_parameters(&x, &y, &cache, &dy, &mut gradient);

    // Every layer has a weight (of two axes) and a bias (of one).
    let mut norms = Vec::new();
    for_each(&gradient, |_, tensor, numbers: &[f64]| {
        if tensor.shape(Layout::Torch).rank() == 2 {
            norms.push(numbers.iter().map(|g| g * g).sum::<f64>().sqrt());
        }
    });
    Ok(norms)
}

/// The mean over 20 networks, in the logarithm: a typical network, not the largest.
fn typical<A, I>(initializer: &I) -> Result<Vec<f64>, Box<dyn Error>>
where
    A: Backward<Values, Output = Values> + Init<Gradient = ()>,
    I: Initializer,
{
    let all =
        (0..20).map(|seed| norms::<A, I>(initializer, seed)).collect::<Result<Vec<_>, _>>()?;
    let mean =
        |layer: usize| all.iter().map(|norms| norms[layer].ln()).sum::<f64>() / all.len() as f64;
    Ok((0..=10).map(|layer| mean(layer).exp()).collect())
}

fn vanishing_gradients() -> Result<(), Box<dyn Error>> {
    // Each with the initial values that were made for it.
    let sigmoid = typical::<Sigmoid, _>(&Xavier::NORMAL)?;
    let tanh = typical::<Tanh, _>(&Xavier::NORMAL)?;
    let relu = typical::<Relu, _>(&He::NORMAL)?;

    println!("\nNorm of the gradient at the weights of each layer, before training");
    println!("layer       Sigmoid       Tanh       Relu");
    for layer in 0..=10 {
        let [s, t, r] = [&sigmoid, &tanh, &relu].map(|norms| norms[layer]);
        println!("{:5}    {s:10.2e} {t:10.4} {r:10.4}", layer + 1);
    }

    let line =
        |norms: &[f64]| (1..).zip(norms).map(|(i, n)| (f64::from(i), *n)).collect::<Vec<_>>();
    Picture::new("03_vanishing_gradients")
        .panel(
            Chart::new("The gradient on its way back", "layer (1 is the first)", "norm of ∂L/∂W")
                .log_y()
                .path("Sigmoid", line(&sigmoid))
                .path("Tanh", line(&tanh))
                .path("Relu", line(&relu))
                .legend(Corner::LowerRight),
        )
        .panel_size(560, 360)
        .save()?;

    let kept = |norms: &[f64]| norms[0] / norms[9];
    println!(
        "first layer / tenth layer: Sigmoid {:.1e}, Tanh {:.2}, Relu {:.2}",
        kept(&sigmoid),
        kept(&tanh),
        kept(&relu)
    );
    // Nine slopes of at most 1/4 each, and weights that do not make up for it.
    assert!(kept(&sigmoid) < 1e-4);
    assert!(kept(&tanh) > 0.1 && kept(&relu) > 0.1);
    assert!(relu[0] / sigmoid[0] > 1e4);
    Ok(())
}

const HIDDEN: usize = 64;
type Net<A> = (Dense<1, HIDDEN>, A, Dense<HIDDEN, 1>);

/// Dead units before and after training, and the loss after it.
struct Outcome {
    before: usize,
    dead: usize,
    loss: f64,
}

/// Learns sin(3x) with a learning rate and, where stated, a first bias of all hidden units.
fn train<A>(rate: f64, bias: Option<f32>) -> Result<Outcome, Box<dyn Error>>
where
    A: Init<Gradient = ()>
        + Backward<SMatrix<f32, HIDDEN, 32>, Output = SMatrix<f32, HIDDEN, 32>>
        + Backward<SVector<f32, HIDDEN>, Output = SVector<f32, HIDDEN>>,
    Net<A>: Trainable<Vector1<f32>, f32, MeanSquaredError, 32, Output = SMatrix<f32, 1, 32>>,
{
    let inputs: Vec<_> = (0..256).map(|i| Vector1::new(i as f32 / 128.0 - 1.0)).collect();
    let targets: Vec<f32> = inputs.iter().map(|x| (3.0 * x[0]).sin()).collect();
    let data = Dataset::new(&inputs, &targets)?;

    let mut net = Net::<A>::init(&mut random::generator(3));
    if let Some(bias) = bias {
        net.0.bias.fill(bias);
    }
    let before = dead(&net, &inputs);
    fit(&mut net, &data, &MeanSquaredError, Sgd::new(rate), &Fit::new(3).epochs(200))?;
    let loss = evaluate(&net, &data, &MeanSquaredError)?;
    Ok(Outcome { before, dead: dead(&net, &inputs), loss })
}

/// How many hidden units have the slope 0 for every sample. No gradient reaches their weights, so
/// they stay as they are, however long the training.
fn dead<A>(net: &Net<A>, inputs: &[Vector1<f32>]) -> usize
where
    A: Backward<SVector<f32, HIDDEN>, Output = SVector<f32, HIDDEN>>,
{
    let (dense, activation, _) = net;
    let mut alive = SVector::<bool, HIDDEN>::from_element(false);
    for x in inputs {
        let z = dense.forward(x);
        let (y, cache) = activation.forward_train(&z, &mut random::generator(0));
        let slopes = activation.backward_input(&z, &y, &cache, &SVector::from_element(1.0));
        alive.zip_apply(&slopes, |alive, slope| *alive |= slope != 0.0);
    }
    alive.iter().filter(|alive| !**alive).count()
}

fn dead_units() -> Result<(), Box<dyn Error>> {
    println!("\nDead among {HIDDEN} hidden units, and the loss after training");
    println!("                            Relu                     LeakyRelu");
    println!("rate   first bias    before  after    loss    before  after    loss");
    let mut rows = Vec::new();
    for (rate, bias) in [(0.1, None), (0.4, None), (0.1, Some(-1.5))] {
        let (relu, leaky) = (train::<Relu>(rate, bias)?, train::<LeakyRelu>(rate, bias)?);
        println!(
            "{rate:<6} {:>10} {:9} {:6} {:7.4} {:9} {:6} {:7.4}",
            bias.map_or("usual".to_string(), |bias| bias.to_string()),
            relu.before,
            relu.dead,
            relu.loss,
            leaky.before,
            leaky.dead,
            leaky.loss,
        );
        rows.push((relu, leaky));
    }
    let [(good, _), (fast, fast_leaky), (biased, biased_leaky)] = &rows[..] else {
        return Err("three rows".into());
    };
    // With a good rate hardly a unit dies in training: those that are dead were so from the start,
    // and the others do the work.
    assert!(good.dead <= good.before + 4 && good.loss < 0.002);
    // One that is too large kills, and a bias that turns every unit off ends learning at once.
    assert!(fast.dead > 2 * good.dead && fast.loss > 5.0 * fast_leaky.loss);
    assert!(biased.before == HIDDEN && biased.dead == HIDDEN && biased.loss > 0.5);
    // A leaky unit is never dead. Out of the worst corner it still moves slowly.
    assert!(rows.iter().all(|(_, leaky)| leaky.dead == 0));
    assert!(biased_leaky.loss < 0.7 * biased.loss);
    println!("dead units at rate 0.4: Relu {}, LeakyRelu {}", fast.dead, fast_leaky.dead);
    Ok(())
}
