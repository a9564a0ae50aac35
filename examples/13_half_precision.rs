//! # Weights of 16 bits
//!
//! A network is trained in numbers of 32 bits, and stored in numbers of 16: half the flash, and half the
//! bytes to read in an inference. What does it cost? You will meet
//!
//! - *binary16* (`half::f16`), with 11 binary digits and sizes up to 65,504, and *bfloat16*
//!   (`half::bf16`), with 8 digits and the range of an `f32`;
//! - `weights::convert`, which rounds each weight to the nearest; sums are still in 32 bits;
//! - the *accuracy* of the three networks on images that none has seen, and how far their probabilities
//!   are apart: a classification changes only where two classes were nearly level.
//!
//! Run it with `cargo run --release --example 13_half_precision`. Which network would
//! you put into a device with 16 KiB of flash to spare?
//!
//! The images: Alpaydin, Kaynak (1998), see `data/README.md`.

mod data;

use constnet::{prelude::*, training::metrics::argmax, training::split, weights};
use half::{bf16, f16};
use std::error::Error;

// The same layers three times; `Standardize`, which brings every pixel to one scale, stays in f32.
network!(Reader: 64 => (Standardize<64>, Dense<64, 64>, Relu, Dense<64, 10>) => 10);
network!(ReaderF16: 64 =>
    (Standardize<64>, Dense<64, 64, f16>, Relu, Dense<64, 10, f16>) => 10);
network!(ReaderBf16: 64 =>
    (Standardize<64>, Dense<64, 64, bf16>, Relu, Dense<64, 10, bf16>) => 10);
// More than 16 KiB, and less: with the first network, the second line would not compile.
const _: () = assert!(size_of::<Reader>() > 16 * 1024);
budget!(ReaderF16 => flash <= 16 * 1024);

fn main() -> Result<(), Box<dyn Error>> {
    let (images, digits) = data::digits()?;
    let [train, test] = split::stratified(&digits, [0.8, 0.2], 1)?
        .map(|part| (split::pick(&images, &part), split::pick(&digits, &part)));
    let train = Dataset::classes(&train.0, &train.1, 10)?;
    let test = Dataset::classes(&test.0, &test.1, 10)?;

    // Training is in f32: a step is often smaller than the last digit of a number of 16 bits, and
    // would be lost.
    let mut net = Reader::init(&mut random::generator(1));
    net.0 = Standardize::new([8.0; 64], [8.0; 64]);
    fit(&mut net, &train, &SoftmaxCrossEntropy, Adam::new(1e-3), &Fit::new(1).epochs(30))?;

    let (mut small, mut brain) = (ReaderF16::zeros(), ReaderBf16::zeros());
    weights::convert(&net, &mut small)?;
    weights::convert(&net, &mut brain)?;

    println!("weights   bytes   test accuracy   largest difference of a probability");
    let row = |name: &str,
               bytes: usize,
               other: &dyn Forward<SVector<f32, 64>, Output = SVector<f32, 10>>| {
        let (mut right, mut difference) = (0, 0.0_f32);
        for (image, &digit) in test.inputs().iter().zip(test.targets()) {
            let found = Softmax.forward(&other.forward(image));
            let exact = Softmax.forward(&net.forward(image));
            right += usize::from(argmax(found.as_slice()) == digit);
            difference = difference.max((found - exact).amax());
        }
        let accuracy = right as f64 / test.len() as f64;
        println!("{name:<9} {bytes:>5}   {accuracy:>13.4}   {difference:>35.6}");
        (accuracy, difference)
    };
    let exact = row("f32", size_of_val(&net), &net);
    let halves =
        [row("f16", size_of_val(&small), &small), row("bf16", size_of_val(&brain), &brain)];

    // Half the bytes, and not one image in a hundred is read differently.
    for (accuracy, _) in halves {
        assert!((accuracy - exact.0).abs() < 0.01);
    }
    println!(
        "\nA weight of f16 is off by at most 1 part in 2048, and a probability here by {:.4}; with bf16 \
         it is 1 in 256, and {:.4}.",
        halves[0].1, halves[1].1
    );
    Ok(())
}
