//! # Convolution: what is learnt at one place is known at all
//!
//! `05_digits` reads handwriting with dense layers, which know nothing of images: were all pixels shuffled in the same
//! way, they would learn as well. Here a *convolution* reads the same digits, and a perceptron of as many parameters
//! is trained beside it. You will meet, in this order:
//!
//! - an *image* as a value, `[[SVector<f32, 1>; 8]; 8]`: rows, pixels, and of each pixel its channels, here one;
//! - *convolution* and *pool*: small *kernels* that move over the image, and of what they find the largest;
//! - *seeds*: five networks of each kind, since one may be lucky;
//! - *equivariance*: if the image moves by a pixel, so does what the kernels find. Is the answer the same, too? Test
//!   images that are moved up, down, left and right tell;
//! - *augmentation*: training images that are moved like that, anew each time they are seen, which costs nobody's work;
//! - what has been learnt, to look at: kernels, *feature maps*, and the *gradient of the input*, which tells what a
//!   unit or an answer depends on.
//!
//! Run it with `cargo run --release --example 15_convolution`, then look at `pictures/15_convolution.svg`: which
//! kernels are after a stroke, and which after its edge? And why do moved images help the one network, and cost the
//! other some of what it knew?
//!
//! More of it: `learn::convolution` and `learn::pooling` in the documentation. Source: LeCun, Bottou, Bengio,
//! Haffner (1998), *Gradient-based learning applied to document recognition*; gradients of the input: Simonyan,
//! Vedaldi, Zisserman (2013), arXiv:1312.6034. The images: Alpaydin, Kaynak (1998), see `data/README.md`.

mod data;
mod plot;

use constnet::{
    init::He,
    prelude::*,
    training::{
        FitError, Trainable, input_gradient,
        metrics::{accuracy, argmax},
        split,
    },
    window::Size,
};
use plot::{Images, Picture};
use std::{array::from_fn, error::Error};

/// Paper is 0 and ink is 1. So the zeros that `Same` puts around an image are paper, too.
type Image = [[SVector<f32, 1>; 8]; 8];
type Data<'a> = Dataset<'a, Image, usize>;

// Behind the first pool a quarter of the places, and twice as many channels: less of where, more of what.
network!(Convolution: [[1; 8]; 8] => (
    Conv2d<1, 12, 3, 3, 8, 8, Same>, Relu, MaxPool<2, 2, 4, 4>,
    Conv2d<12, 24, 3, 3, 4, 4, Same>, Relu, MaxPool<2, 2, 2, 2>,
    Flatten<96>, Dense<96, 10>
) => 10);
network!(Perceptron: [[1; 8]; 8] => (Flatten<64>, Dense<64, 49>, Relu, Dense<49, 10>) => 10);
const _: () = assert!(Convolution::COUNT.abs_diff(Perceptron::COUNT) < 50);

/// As far as the second convolution; a unit of the first sees 3 × 3 pixels.
const SEEN: Size = Size::new(8, 8).conv::<Same>(3, 3).pool::<Valid>(2, 2).conv::<Same>(3, 3);

const SEEDS: u64 = 5;
const EPOCHS: usize = 40;
/// One pixel down, up, right and left.
const DIRECTIONS: [(isize, isize); 4] = [(1, 0), (-1, 0), (0, 1), (0, -1)];

fn main() -> Result<(), Box<dyn Error>> {
    let (rows, digits) = data::digits()?;
    let images: Vec<Image> = rows.iter().map(image).collect();

    // The split of `05_digits`.
    let [train, validation, test] = split::stratified(&digits, [0.6, 0.2, 0.2], 1)?
        .map(|part| (split::pick(&images, &part), split::pick(&digits, &part)));
    let copies = moved_copies(&test);
    let [train, validation, test, copies] =
        [&train, &validation, &test, &copies].map(|(x, t)| Dataset::classes(x, t, 10));
    let (train, validation, tests) = (train?, validation?, [test?, copies?]);
    let test = &tests[0];

    let plan = |seed| Fit::new(seed).epochs(EPOCHS).batch(BatchSize::<16>).validation(validation);
    // A fifth of the images as they are, and a fifth in each direction.
    let moving = |seed| {
        plan(seed).augment(|image: &mut Image, rng| {
            if let Some(&direction) = DIRECTIONS.get(random::index(5, rng)) {
                *image = moved(image, direction);
            }
        })
    };
    println!("{:29} parameters   test: mean (lowest, highest)   moved by a pixel", "");
    let (_, dense) = row::<Perceptron>("perceptron", train, plan, tests)?;
    let (_, conv) = row::<Convolution>("convolution", train, plan, tests)?;
    let (perceptron, dense_more) =
        row::<Perceptron>("perceptron, moved images", train, moving, tests)?;
    let (reader, conv_more) =
        row::<Convolution>("convolution, moved images", train, moving, tests)?;

    let [rows, columns] = SEEN.receptive_field();
    println!("\nA unit of the second convolution sees {rows} × {columns} pixels.");
    picture(&reader, &perceptron, test)?;

    // What this page claims, checked: continuous integration runs it as a test.
    assert!(conv.0 > dense.0 + 0.005 && conv.1 > dense.1 + 0.1);
    assert!(conv_more.0 > conv.0 && dense_more.0 < dense.0);
    assert!(conv_more.0 >= 0.975 && conv_more.1 >= 0.95);
    println!(
        "test accuracy {:.3}, of a perceptron of as many parameters {:.3}",
        conv_more.0, dense.0
    );
    Ok(())
}

/// 64 pixels from 0 to 16, row by row, as an image from 0 to 1.
fn image(pixels: &SVector<f32, 64>) -> Image {
    from_fn(|row| from_fn(|column| SVector::from([pixels[8 * row + column] / 16.0])))
}

/// The image moved so many pixels. What leaves it is lost, and paper comes in.
fn moved(image: &Image, (down, right): (isize, isize)) -> Image {
    let pixel = |row: usize, column: usize| {
        let row = image.get(row.checked_add_signed(-down)?)?;
        row.get(column.checked_add_signed(-right)?).copied()
    };
    from_fn(|row| from_fn(|column| pixel(row, column).unwrap_or_default()))
}

/// Each image moved in all directions.
fn moved_copies((images, digits): &(Vec<Image>, Vec<usize>)) -> (Vec<Image>, Vec<usize>) {
    let copies = |image| DIRECTIONS.map(|direction| moved(image, direction));
    let images = images.iter().flat_map(copies).collect();
    (images, digits.iter().flat_map(|&digit| [digit; DIRECTIONS.len()]).collect())
}

/// Trains networks that differ in nothing but their seed. The first one, and the mean accuracies on two test sets.
fn row<'a, N>(
    name: &str,
    train: Data<'_>,
    plan: impl Fn(u64) -> Fit<'a, Image, usize, 16>,
    [test, moved]: [Data<'_>; 2],
) -> Result<(N, (f64, f64)), FitError>
where
    N: Init
        + Forward<Image, Output = SVector<f32, 10>>
        + Trainable<Image, usize, SoftmaxCrossEntropy, 16, Output = SMatrix<f32, 10, 16>>,
{
    let mut networks = Vec::new();
    for seed in 0..SEEDS {
        let mut net = N::init_with(&He::NORMAL, &mut random::generator(seed));
        fit(&mut net, &train, &SoftmaxCrossEntropy, Adam::new(3e-3), &plan(seed))?;
        networks.push(net);
    }
    let on = |data| -> Vec<f64> { networks.iter().map(|net| accuracy(net, data)).collect() };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (right, moved) = (on(&test), mean(&on(&moved)));
    let low = right.iter().copied().fold(1.0, f64::min);
    let high = right.iter().copied().fold(0.0, f64::max);
    let (right, count) = (mean(&right), N::COUNT);
    println!("{name:<29} {count:>10}   {right:>10.3} ({low:.3}, {high:.3})   {moved:>23.3}");
    Ok((networks.swap_remove(0), (right, moved)))
}

fn picture(
    convolution: &Convolution,
    perceptron: &Perceptron,
    test: &Data<'_>,
) -> Result<(), Box<dyn Error>> {
    let (first, relu, pool, second, ..) = convolution;

    // Of a kernel, dark is where it wants ink and light where it wants none; what is grey is the same to it.
    let mut kernels = Images::new("Kernels: dark wants ink, light wants paper", 3, 4);
    for channel in 0..12 {
        let weights = first.weight.as_flattened().iter().map(|inputs| inputs[0][channel]);
        kernels = kernels.image(signed(weights), &format!("{channel}"), false);
    }

    let (image, digit) = (&test.inputs()[0], test.targets()[0]);
    let maps = relu.forward(&first.forward(image));
    let largest = maps.as_flattened().iter().map(|place| place.max()).fold(0.0, f32::max);
    let mut features = Images::new("Feature maps: where each kernel finds it", 8, 5);
    features = features.image(pixels(image).map(f64::from), &format!("a {digit}"), false);
    for channel in 0..12 {
        let map = maps.as_flattened().iter().map(|place| f64::from(place[channel] / largest));
        features = features.image(map, &format!("{channel}"), false);
    }

    // A unit of the second convolution, at the place where it is largest: which pixels made it so? What it does not
    // see is grey, and so is what came to nothing in the Relu and the pool before it.
    let units = (first.clone(), *relu, *pool, second.clone());
    let mut wanted = Images::new("Units of the second layer: ink they look for", 8, 5);
    for channel in 0..15 {
        let dx = input_gradient(&units, image, |y| {
            let place = argmax(&y.as_flattened().iter().map(|y| y[channel]).collect::<Vec<_>>());
            let mut dy = [[SVector::zeros(); 4]; 4];
            dy[place / 4][place % 4][channel] = 1.0;
            dy
        });
        wanted = wanted.image(signed(pixels(&dx)), &format!("{channel}"), false);
    }

    // What an answer depends on: ∂z/∂x of its logit z.
    let own = |z: &SVector<f32, 10>| {
        let answer = argmax(z.as_slice());
        SVector::from_fn(|digit, _| if digit == answer { 1.0 } else { 0.0 })
    };
    let shown: Vec<&Image> = (0..5)
        .filter_map(|digit| test.targets().iter().position(|&target| target == digit))
        .filter_map(|i| test.inputs().get(i))
        .collect();
    let mut answers = Images::new("What an answer depends on", 8, 5);
    for image in &shown {
        let answer = argmax(convolution.forward(*image).as_slice());
        answers = answers.image(pixels(image).map(f64::from), &format!("a {answer}"), false);
    }
    for image in &shown {
        let dx = input_gradient(convolution, *image, own);
        answers = answers.image(signed(pixels(&dx)), "convolution", false);
    }
    for image in &shown {
        let dx = input_gradient(perceptron, *image, own);
        answers = answers.image(signed(pixels(&dx)), "perceptron", false);
    }

    Picture::new("15_convolution")
        .panel(kernels)
        .panel(features)
        .panel(wanted)
        .panel(answers)
        .save()
}

/// The pixels of an image, row by row.
fn pixels(image: &Image) -> impl Iterator<Item = f32> {
    image.as_flattened().iter().map(|x| x[0])
}

/// Numbers of either sign as greys: 0 in the middle, the largest size black or white.
fn signed(values: impl Iterator<Item = f32>) -> Vec<f64> {
    let values: Vec<f32> = values.collect();
    let size = values.iter().fold(f32::MIN_POSITIVE, |size, x| size.max(x.abs()));
    values.iter().map(|x| f64::from(0.5 + 0.5 * x / size)).collect()
}
