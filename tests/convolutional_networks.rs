//! Networks of convolutions from the literature: their sizes, their ledgers, that they learn, and in small their
//! gradients.

use constnet::dual::Dual64;
use constnet::gradcheck;
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

/// A step of `fit` in batches of 32 takes these images one by one, because eight have more than 1 MiB of intermediates.
/// One of ResNet-8 has 1.5 MB: in a build that is not optimized that is more than a thread's usual stack has room for.
/// The threads are those of rayon, whose stacks are not the caller's.
#[test]
fn they_train_on_the_stack_of_a_thread() {
    macro_rules! train {
        ($Net:ty, [$C:literal; $W:literal; $H:literal], $kib:expr) => {
            let threads = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size($kib << 10);
            threads.build().unwrap().install(|| {
                let images: Vec<[[SVector<f32, $C>; $W]; $H]> = (0..2).map(random).collect();
                let data = Dataset::classes(&images, &[0, 1], 10).unwrap();
                let mut net = <$Net>::init_boxed(&constnet::init::He::NORMAL, &mut generator(1));
                let plan = Fit::new(1).epochs(1).batch(BatchSize::<32>);
                let report = fit(&mut *net, &data, &SoftmaxCrossEntropy, Adam::new(1e-3), &plan);
                assert!(report.unwrap().epochs[0].loss.is_finite());
            });
        };
    }
    train!(DsCnn, [1; 10; 49], 2048);
    train!(ResNet8, [3; 32; 32], 3072);
}

/// A batch has the bits of its images alone.
#[test]
fn images_know_nothing_of_each_other() {
    let net = LeNet::init_boxed(&constnet::init::FanIn, &mut generator(1));
    let x: Box<[[SMatrix<f32, 1, 3>; 28]; 28]> = Box::new(random(2));
    let y = net.forward(&*x);
    for b in 0..3 {
        let alone = x.map(|row| row.map(|x| x.column(b).into_owned()));
        assert_eq!(net.forward(&alone), y.column(b));
    }
}

// The same shapes with fewer places and channels, of any number.

type SmallLeNet<T> = (
    Conv2d<1, 2, 5, 5, 10, 10, Valid, 1, T>,
    Relu,
    MaxPool<2, 2, 5, 5>,
    Conv2d<2, 3, 2, 2, 4, 4, Valid, 2, T>,
    Relu,
    MaxPool<2, 2, 2, 2>,
    Flatten<12>,
    (Dense<12, 5, T>, Relu, Dense<5, 4, T>, Relu, Dense<4, 3, T>),
);
type SmallSeparable<T> =
    (DepthwiseConv2d<4, 4, 3, 3, 6, 3, Same, T>, Relu, Conv2d<4, 4, 1, 1, 6, 3, Valid, 4, T>, Relu);
type SmallDsCnn<T> = (
    Conv2d<1, 4, 5, 4, 6, 3, (Stride<2>, Same), 1, T>,
    Relu,
    SmallSeparable<T>,
    SmallSeparable<T>,
    GlobalAvgPool,
    Dense<4, 3, T>,
);
type SmallResNet<T> = (
    Conv2d<3, 2, 3, 3, 6, 6, Same, 3, T>,
    Relu,
    Residual<(Conv2d<2, 2, 3, 3, 6, 6, Same, 2, T>, Relu, Conv2d<2, 2, 3, 3, 6, 6, Same, 2, T>)>,
    Relu,
    Fork<(
        (
            Conv2d<2, 4, 3, 3, 3, 3, (Stride<2>, Same), 2, T>,
            Relu,
            Conv2d<4, 4, 3, 3, 3, 3, Same, 4, T>,
        ),
        Conv2d<2, 4, 1, 1, 3, 3, (Stride<2>, Same), 2, T>,
    )>,
    Sum,
    GlobalAvgPool,
    Dense<4, 3, T>,
);

// Szegedy et al. (2014), arXiv:1409.4842, figure 2(b): what kernels of three sizes and a pool find at a place, side by
// side.
type Inception<T> = (
    Fork<(
        Conv2d<3, 2, 1, 1, 5, 4, Valid, 3, T>,
        (Conv2d<3, 2, 1, 1, 5, 4, Valid, 3, T>, Relu, Conv2d<2, 3, 3, 3, 5, 4, Same, 2, T>),
        (Conv2d<3, 1, 1, 1, 5, 4, Valid, 3, T>, Relu, Conv2d<1, 2, 5, 5, 5, 4, Same, 1, T>),
        (MaxPool<3, 3, 5, 4, (Stride<1>, Same)>, Conv2d<3, 1, 1, 1, 5, 4, Valid, 3, T>),
    )>,
    Concat<8>,
    Relu,
);

// Connect Four, 6 rows of 7 columns, the stones of both players: how good a move is in each column, and who wins.
// Silver et al. (2017), *Mastering the game of Go without human knowledge*, Nature 550, methods.
type Board<T> = (
    Conv2d<2, 4, 3, 3, 6, 7, Same, 2, T>,
    Tanh,
    Residual<(Conv2d<4, 4, 3, 3, 6, 7, Same, 4, T>, Tanh, Conv2d<4, 4, 3, 3, 6, 7, Same, 4, T>)>,
    Tanh,
    Fork<(
        (Conv2d<4, 2, 1, 1, 6, 7, Valid, 4, T>, Tanh, Flatten<84>, Dense<84, 7, T>),
        (Conv2d<4, 1, 1, 1, 6, 7, Valid, 4, T>, Tanh, Flatten<42>, Dense<42, 1, T>, Tanh),
    )>,
);

// A controller that estimates from some of what it measures a direction, of length 1, and acts on both. Ji et al.
// (2022), *Concurrent training of a control policy and a state estimator*, IEEE RA-L 7(2).
type Estimator<T> = (
    Fork<(Identity, (Slice<2, 6>, Dense<6, 8, T>, Tanh, Dense<8, 3, T>, Normalize))>,
    Concat<15>,
    Dense<15, 4, T>,
);

/// ∂L/∂x and ∂L/∂θ of a whole network, against dual numbers.
macro_rules! gradients {
    ($($Net:ident on $X:ident;)*) => {
        #[test]
        fn gradients_are_those_of_dual_numbers() {$({
            let [rng, again] = &mut [1, 1].map(generator);
            let (mut net, mut dual) = ($Net::<f64>::init(rng), $Net::<Dual64>::init(again));
            let mut x = <$X<f64> as constnet::Value>::zeros();
            constnet::Value::for_each_mut(&mut x, |x| *x = uniform(1.0, rng));
            let report = gradcheck::exact(&mut net, &mut dual, &x, 1);
            assert!(report.worst() < 1e-11, "{}: {report}", stringify!($Net));
        })*}
    };
}
type Colours<T> = [[SMatrix<T, 3, 2>; 4]; 5];
type Digits<T> = [[SMatrix<T, 1, 2>; 14]; 14];
type Sounds<T> = [[SMatrix<T, 1, 2>; 6]; 12];
type Photos<T> = [[SMatrix<T, 3, 2>; 6]; 6];
type Boards<T> = [[SMatrix<T, 2, 2>; 7]; 6];
type Measured<T> = SMatrix<T, 12, 2>;
gradients! {
    SmallLeNet on Digits;
    SmallDsCnn on Sounds;
    SmallResNet on Photos;
    Inception on Colours;
    Board on Boards;
    Estimator on Measured;
}

/// Each branch is at its channels, as it is alone.
#[test]
fn branches_of_an_inception_block_stand_side_by_side() {
    let net = Inception::<f32>::init(&mut generator(1));
    let x: [[SVector<f32, 3>; 4]; 5] = random(2);
    let y = net.forward(&x);
    let Fork((a, b, c, d)) = &net.0;
    let (a, b, c, d) = (a.forward(&x), b.forward(&x), c.forward(&x), d.forward(&x));
    for (h, w) in (0..20).map(|place| (place / 4, place % 4)) {
        let branches = a[h][w].iter().chain(&b[h][w]).chain(&c[h][w]).chain(&d[h][w]);
        assert!(y[h][w].iter().copied().eq(branches.map(|x| x.max(0.0))));
    }
}

/// A move and a value from one trunk, by one loss.
#[test]
fn a_policy_and_a_value_are_learnt_together() {
    type X = [[SVector<f32, 2>; 7]; 6];
    // Whoever has stones in a column should go on there, and wins if they are the first player's.
    let (boards, wanted): (Vec<X>, Vec<(usize, f32)>) = (0..28)
        .map(|i| {
            let (mut board, column, player) = (X::default(), i % 7, i % 2);
            board[3..].iter_mut().for_each(|row| row[column][player] = 1.0);
            (board, (column, if player == 0 { 1.0 } else { -1.0 }))
        })
        .unzip();
    let data = Dataset::of(&boards, &wanted).unwrap();
    let mut net = Board::<f32>::init(&mut generator(1));
    let plan = Fit::new(1).epochs(60).batch(BatchSize::<14>);
    let loss = (SoftmaxCrossEntropy, MeanSquaredError);
    fit(&mut net, &data, &loss, Adam::new(0.01), &plan).unwrap();
    for (board, (column, winner)) in boards.iter().zip(wanted) {
        let (policy, value) = net.forward(board);
        assert_eq!(policy.argmax().0, column);
        assert!((value[0] - winner).abs() < 0.5, "{value}");
    }
}

/// What is estimated has the length 1, and the rest passes by it.
#[test]
fn an_estimator_is_a_branch() {
    let net = Estimator::<f64>::init(&mut generator(1));
    let x = SVector::<f64, 12>::from_fn(|i, _| (i as f64).sin());
    let y = (net.0.clone(), net.1).forward(&x);
    assert_eq!(y.fixed_rows::<12>(0), x);
    assert!((y.fixed_rows::<3>(12).norm() - 1.0).abs() < 1e-15);
}
