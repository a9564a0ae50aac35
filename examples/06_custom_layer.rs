//! # A layer and an activation of your own
//!
//! A layer is a function that knows its derivative. To write one you need
//!
//! 1. a struct with its numbers, the *parameters*, and one line of [`parameters!`](constnet::parameters)
//!    that lists them, so that optimizers, files and summaries see them;
//! 2. [`Forward`]: y = f(x);
//! 3. [`Backward`]: given ∂L/∂y, the gradients by x and by the parameters. This is the chain rule for
//!    one step, and the only mathematics there is to do;
//! 4. [`Init`]: the values to start from.
//!
//! For a function of one number, such as an activation, [`elementwise!`](constnet::elementwise) writes
//! all four from the function and its slope.
//!
//! The layer here measures distances. Each of its units has a centre c, and gives
//!
//! ```text
//! yⱼ = ‖x − cⱼ‖²          ∂yⱼ/∂x = 2·(x − cⱼ)          ∂yⱼ/∂cⱼ = −2·(x − cⱼ)
//! ```
//!
//! With the activation exp(−y), which is 1 at a centre and falls off around it, and a [`Dense`] layer
//! behind, that is a *radial basis function network* (Broomhead, Lowe 1988). It suits questions of the
//! kind "is this near one of those places?", for which straight cuts have to be put together.
//!
//! A wrong derivative does not crash; it learns badly. So `gradcheck` compares ours with differences
//! before anything is trained. At the end the network is saved, loaded and embedded like any other.
//!
//! ```sh
//! cargo run --release --example 06_custom_layer
//! ```
//!
//! What to look at: how short the layer is; the error of its gradient; and the picture, where centres
//! (black) have moved onto the islands (dashed). They draw them better than as many straight cuts do,
//! with fewer parameters.

#![forbid(unsafe_code)]

mod plot;

use constnet::{
    elementwise, gradcheck, init, parameters,
    prelude::*,
    rand::Rng,
    random,
    weights::{self, Writer},
};
use plot::{Chart, Corner, Picture};
use std::error::Error;

/// Squared distances to OUT centres.
///
/// # Shapes
/// `SMatrix<T, IN, B>` → `SMatrix<T, OUT, B>`, any batch B.
#[derive(Clone)]
struct Distances<const IN: usize, const OUT: usize, T = f32> {
    /// One centre a column.
    centres: SMatrix<T, IN, OUT>,
}

parameters! {
    [const IN: usize, const OUT: usize, T: Scalar] Distances<IN, OUT, T> as T { centres: matrix }
}

impl<const IN: usize, const OUT: usize, const B: usize, T: Scalar> Forward<SMatrix<T, IN, B>>
    for Distances<IN, OUT, T>
{
    type Output = SMatrix<T, OUT, B>;

    fn forward(&self, x: &SMatrix<T, IN, B>) -> Self::Output {
        // A column of x is a sample, a column of y its distances.
        let mut y = constnet::zeros::<T, OUT, B>();
        for b in 0..B {
            for j in 0..OUT {
                for i in 0..IN {
                    let difference = x[(i, b)] - self.centres[(i, j)];
                    y[(j, b)] += difference * difference;
                }
            }
        }
        y
    }
}

impl<const IN: usize, const OUT: usize, const B: usize, T: Scalar> Backward<SMatrix<T, IN, B>>
    for Distances<IN, OUT, T>
{
    // x and y are handed back to us; nothing else is worth keeping from the forward pass.
    type Cache = ();

    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &SMatrix<T, IN, B>,
        _: &mut R,
    ) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    fn backward_input(
        &self,
        x: &SMatrix<T, IN, B>,
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
    ) -> SMatrix<T, IN, B> {
        // dxᵢ = Σⱼ 2·(xᵢ − cᵢⱼ)·dyⱼ: x has a say in every distance, so the effects add up.
        let two = T::from_f64(2.0);
        let mut dx = constnet::zeros::<T, IN, B>();
        for b in 0..B {
            for j in 0..OUT {
                for i in 0..IN {
                    dx[(i, b)] += two * (x[(i, b)] - self.centres[(i, j)]) * dy[(j, b)];
                }
            }
        }
        dx
    }

    fn backward_parameters(
        &self,
        x: &SMatrix<T, IN, B>,
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
        gradient: &mut Self,
    ) {
        // dcᵢⱼ = Σ over the batch of −2·(xᵢ − cᵢⱼ)·dyⱼ. Gradients are added to what is there.
        let two = T::from_f64(2.0);
        for b in 0..B {
            for j in 0..OUT {
                for i in 0..IN {
                    let slope = two * (self.centres[(i, j)] - x[(i, b)]);
                    gradient.centres[(i, j)] += slope * dy[(j, b)];
                }
            }
        }
    }
}

impl<const IN: usize, const OUT: usize, T: Scalar> Init for Distances<IN, OUT, T> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R) {
        self.centres.iter_mut().for_each(|c| *c = T::from_f64(initializer.weight(IN, OUT, rng)));
    }
}

/// y = exp(−x)
#[derive(Clone, Copy)]
struct Decay;

impl Elementwise for Decay {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        (-x).exp()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, _x: T, y: T, dy: T) -> T {
        // f′(x) = −exp(−x) = −y
        -y * dy
    }
}
elementwise! { [] Decay }

// From here on they are layers like any other.
network!(Islands: 2 => (Distances<2, 12>, Decay, Dense<12, 1>) => 1);
network!(Cuts: 2 => (Dense<2, 12>, Tanh, Dense<12, 1>) => 1);

/// What an earlier run has saved, read by the compiler: the same type, in read-only memory.
static SAVED: Islands = embed!("data/islands.safetensors");

/// The question: is a point within 1 of one of these?
const ISLANDS: [[f32; 2]; 3] = [[-1.5, -1.2], [1.8, -0.6], [-0.3, 1.7]];

fn inside(point: &SVector<f32, 2>) -> bool {
    ISLANDS.iter().any(|island| (point - SVector::from(*island)).norm() < 1.0)
}

fn main() -> Result<(), Box<dyn Error>> {
    // The gradients in f64, alone and inside a network, on a batch of five.
    let mut rng = random::generator(1);
    let x = SMatrix::<f64, 2, 5>::from_fn(|_, _| random::normal(&mut rng));
    let mut layer = Distances::<2, 3, f64>::init(&mut rng);
    let alone = gradcheck::check(&mut layer, &x, 1);
    let mut net = <(Distances<2, 3, f64>, Decay, Dense<3, 1, f64>)>::init(&mut rng);
    let together = gradcheck::check(&mut net, &x, 1);
    println!(
        "error of the gradient: layer {:.1e}, network {:.1e}",
        alone.worst(),
        together.worst()
    );
    assert!(alone.worst() < 1e-7, "{alone}");
    assert!(together.worst() < 1e-7, "{together}");

    let points: Vec<_> = (0..1000)
        .map(|_| SVector::<f32, 2>::from_fn(|_, _| random::uniform(3.0, &mut rng) as f32))
        .collect();
    let answers: Vec<bool> = points.iter().map(inside).collect();
    let (train, test) = (0..600, 600..1000);
    let data = Dataset::new(&points[train.clone()], &answers[train])?;
    let unseen = Dataset::new(&points[test.clone()], &answers[test])?;

    let accuracy = |logit: &dyn Fn([f32; 2]) -> f32| {
        let pairs = unseen.inputs().iter().zip(unseen.targets());
        let right = pairs.filter(|&(x, yes)| (logit(x.data.0[0]) > 0.0) == *yes).count();
        right as f64 / unseen.len() as f64
    };

    // Five starts each, so that it is not luck. The centres begin all over the square.
    let (mut near, mut cut) = (0.0, 0.0);
    let mut pictured = None;
    for seed in 1..=5 {
        let mut rng = random::generator(seed);
        let mut islands = Islands::init_with(&init::Uniform { limit: 2.0 }, &mut rng);
        let mut cuts = Cuts::init(&mut rng);
        let plan = Fit::new(seed).epochs(150);
        fit(&mut islands, &data, &SigmoidCrossEntropy, Adam::new(0.03), &plan)?;
        fit(&mut cuts, &data, &SigmoidCrossEntropy, Adam::new(0.03), &plan)?;
        near += accuracy(&|x| islands.predict(x)[0]) / 5.0;
        cut += accuracy(&|x| cuts.predict(x)[0]) / 5.0;
        pictured.get_or_insert((islands, cuts));
    }
    let Some((islands, cuts)) = pictured else { return Err("no start".into()) };

    // Each island has drawn a centre into its inner half.
    for island in ISLANDS {
        let centres = islands.0.centres.column_iter();
        let distance = centres.map(|c| (c - SVector::from(island)).norm()).fold(f32::MAX, f32::min);
        assert!(distance < 0.5, "the centre nearest to {island:?} is {distance} away");
    }

    // Saved, loaded and embedded like any other, under the names of its fields: `0.centres`.
    let file = Writer::new().to_vec(&islands)?;
    let mut loaded = Islands::zeros();
    weights::load_into(&mut loaded, &file)?;
    assert!(parameters::as_slice::<f32, _>(&loaded) == parameters::as_slice(&islands));
    let embedded = accuracy(&|x| SAVED.predict(x)[0]);
    assert!(embedded > 0.97, "the embedded network has an accuracy of {embedded}");

    let surface = |title: &str, logit: Box<dyn Fn([f32; 2]) -> f32>| {
        let ring = |island: [f32; 2]| {
            (0..=60).map(move |i| {
                let angle = f64::from(i) / 60.0 * std::f64::consts::TAU;
                let [x, y] = island.map(f64::from);
                (x + angle.cos(), y + angle.sin())
            })
        };
        let chart = Chart::new(title, "x₁", "x₂")
            .x(-3.0..3.0)
            .y(-3.0..3.0)
            .surface(move |x, y| f64::from(Scalar::sigmoid(logit([x as f32, y as f32]))));
        ISLANDS.iter().fold(chart, |chart, island| chart.dashed("", ring(*island)).colour(6))
    };
    let centres: Vec<_> =
        islands.0.centres.column_iter().map(|c| (f64::from(c[0]), f64::from(c[1]))).collect();
    Picture::new("06_custom_layer")
        .panel(surface("12 tanh units", Box::new(move |x| cuts.predict(x)[0])))
        .panel(
            surface("12 distances, with their centres", Box::new(move |x| islands.predict(x)[0]))
                .dots("centres", centres)
                .colour(6)
                .legend(Corner::LowerRight),
        )
        .panel_size(400, 380)
        .save()?;

    println!("accuracy on unseen points, mean of five starts:");
    println!("12 tanh units, {} parameters: {cut:.3}", Cuts::COUNT);
    println!("12 distances,  {} parameters: {near:.3}", Islands::COUNT);
    assert!(near > 0.97 && near > cut + 0.02);
    Ok(())
}
