//! Networks of convolutions from the literature: their sizes, their ledgers, and that they learn.

use constnet::nalgebra::SMatrix;
use constnet::prelude::*;
use constnet::random::{generator, uniform};
use std::thread;

#[path = "../benches/workloads/images.rs"]
mod images;
use images::*;

fn on_a_stack_of(kib: usize, f: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(kib * 1024).spawn(f).unwrap().join().unwrap();
}

fn random<V: constnet::Value<Number = f32>>(seed: u64) -> V {
    let rng = &mut generator(seed);
    let mut value = V::zeros();
    value.for_each_mut(|x| *x = uniform(1.0, rng) as f32);
    value
}

#[test]
fn sizes_are_those_of_the_papers() {
    assert_eq!(LeNet::COUNT, 156 + 2_416 + 30_840 + 10_164 + 850);
    // 64·40 + 64, four times (64·9 + 64) + (64·64 + 64), 64·12 + 12
    assert_eq!(DsCnn::COUNT, 2_624 + 4 * (640 + 4_160) + 780);
    // MLPerf Tiny counts 78,666 with the normalisations; what is left when they are folded:
    assert_eq!(
        ResNet8::COUNT,
        448 + 2 * 2_320 + (4_640 + 9_248 + 544) + (18_496 + 36_928 + 2_112) + 650
    );
    // The image, and what the first convolution and the Relu behind it give.
    assert_eq!(
        <LeNet as Backward<[[SVector<f32, 1>; 28]; 28]>>::ACTIVATIONS,
        4 * (784 + 2 * 24 * 24 * 6)
    );
}

/// 31 KB of activations are what the network needs; in a build that is not optimized, its frames too.
#[test]
fn lenet_infers_on_a_small_stack() {
    let kib = if cfg!(debug_assertions) { 192 } else { 48 };
    let net = LeNet::init_boxed(&constnet::init::FanIn, &mut generator(1));
    let x: Box<[[SVector<f32, 1>; 28]; 28]> = Box::new(random(2));
    let expected = net.forward(&x);
    on_a_stack_of(kib, move || assert_eq!(net.forward(&x), expected));
}

/// The losses of the first and of the last step of Adam on eight images of two kinds.
macro_rules! learns {
    ($Net:ty, $steps:literal, [$C:literal; $W:literal; $H:literal], $image:expr) => {{
        type Image = [[SVector<f32, $C>; $W]; $H];
        let image: fn(usize) -> Image = $image;
        let rng = &mut generator(1);
        let mut net = <$Net>::init_boxed(&constnet::init::He::NORMAL, rng);
        let mut trainer = Trainer::boxed(&*net, Adam::new(2e-3));
        let images: Vec<Image> = (0..8).map(image).collect();
        let mut x = Box::new([[SMatrix::<f32, $C, 8>::zeros(); $W]; $H]);
        for (h, row) in x.iter_mut().enumerate() {
            for (w, pixel) in row.iter_mut().enumerate() {
                images.iter().enumerate().for_each(|(i, image)| pixel.set_column(i, &image[h][w]));
            }
        }
        let targets: [usize; 8] = std::array::from_fn(|i| i % 2);
        let mut losses = vec![];
        for _ in 0..$steps {
            let step = trainer.step(&mut *net, &*x, &targets, &SoftmaxCrossEntropy, rng);
            losses.push(step.unwrap().loss);
        }
        assert!(losses[$steps - 1] < losses[0], "{losses:?}");
    }};
}

fn learn() {
    learns!(LeNet, 8, [1; 28; 28], |i| {
        let mut image: Image = random(i as u64);
        let half = image.iter_mut().skip(14 * (i % 2)).take(14);
        half.flatten().for_each(|pixel| pixel[0] += 1.0);
        image
    });
    learns!(DsCnn, 4, [1; 10; 49], |i| {
        let mut image: Image = random(i as u64);
        for row in &mut image {
            row.iter_mut().skip(5 * (i % 2)).take(5).for_each(|pixel| pixel[0] += 1.0);
        }
        image
    });
    learns!(ResNet8, 3, [3; 32; 32], |i| {
        let mut image: Image = random(i as u64);
        image.iter_mut().flatten().for_each(|pixel| pixel[i % 2] += 1.0);
        image
    });
}

#[test]
fn they_learn() {
    on_a_stack_of(64 << 10, learn);
}

/// A batch has the bits of its images alone.
#[test]
fn images_know_nothing_of_each_other() {
    let net = LeNet::init_boxed(&constnet::init::FanIn, &mut generator(1));
    let x: Box<[[SMatrix<f32, 1, 3>; 28]; 28]> = Box::new(random(2));
    let y = net.forward(&x);
    for b in 0..3 {
        let alone = x.map(|row| row.map(|x| x.column(b).into_owned()));
        assert_eq!(net.forward(&alone), y.column(b));
    }
}
