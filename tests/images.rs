//! Layers of images and sequences: pools against loops that count, gradients of every combination of kernel,
//! stride, padding and dilation, and the laws of layers where values are arrays.

use constnet::dual::Dual64;
use constnet::nalgebra::{SMatrix, SVector};
use constnet::prelude::*;
use constnet::random::{generator, uniform};
use constnet::window::Padding;
use constnet::{Value, Window, gradcheck};

type Image<T, const C: usize, const B: usize, const H: usize, const W: usize> =
    [[SMatrix<T, C, B>; W]; H];

/// Numbers in (−1, 1), no two alike.
fn drawn<V: Value<Number: Scalar>>(seed: u64) -> V {
    let (mut value, mut rng) = (V::zeros(), generator(seed));
    value.for_each_mut(|x| *x = V::Number::from_f64(uniform(1.0, &mut rng)));
    value
}

fn bits<V: Value<Number: Scalar>>(value: &V) -> Vec<u64> {
    let mut bits = vec![];
    value.for_each(|x| bits.push(x.to_f64().to_bits()));
    bits
}

/// One axis, counted: for each window the places that it sees, and how many it would.
fn seen<S: Window>(axis: usize, kernel: [usize; 2], size: usize) -> Vec<Vec<Option<usize>>> {
    let rule = S::RULE;
    let (stride, dilation) = (rule.stride_or(kernel)[axis], rule.dilation()[axis]);
    let span = dilation * (kernel[axis] - 1) + 1;
    let (before, after) = match rule.padding() {
        Padding::Sides { top, bottom, .. } if axis == 0 => (top, bottom),
        Padding::Sides { left, right, .. } => (left, right),
        Padding::Same => {
            let zeros = ((size.div_ceil(stride) - 1) * stride + span).saturating_sub(size);
            (zeros / 2, zeros.div_ceil(2))
        }
    };
    let starts =
        (0..).map(|o| o * stride).take_while(|start| start + span <= before + size + after);
    starts
        .map(|start| {
            let places = (0..kernel[axis]).map(|i| start + i * dilation);
            places.map(|place| place.checked_sub(before).filter(|&place| place < size)).collect()
        })
        .collect()
}

/// y of a maximum and of an average, by loops over what is seen.
fn counted<S: Window, const C: usize, const B: usize, const HI: usize, const WI: usize>(
    kernel: [usize; 2],
    x: &Image<f64, C, B, HI, WI>,
) -> Vec<Vec<[SMatrix<f64, C, B>; 2]>> {
    let (rows, columns) = (seen::<S>(0, kernel, HI), seen::<S>(1, kernel, WI));
    let place = |hs: &[Option<usize>], ws: &[Option<usize>]| {
        let inside = hs.iter().flatten().flat_map(|&h| ws.iter().flatten().map(move |&w| (h, w)));
        let inside: Vec<_> = inside.map(|(h, w)| x[h][w]).collect();
        let n = if S::RULE.counts_padding() { kernel[0] * kernel[1] } else { inside.len() };
        let largest = inside.iter().copied().reduce(|a, b| a.zip_map(&b, f64::max)).unwrap();
        [largest, inside.iter().fold(SMatrix::zeros(), |a, b| a + b) / n as f64]
    };
    rows.iter().map(|hs| columns.iter().map(|ws| place(hs, ws)).collect()).collect()
}

/// The laws of a layer on arrays, and its gradient.
#[track_caller]
fn right<L, X, D>(layer: &mut L, dual: &mut D, x: &X)
where
    X: Value<Number = f64>,
    L: Parameters<Gradient: constnet::Only<f64>> + Backward<X, Output: Value<Number = f64>>,
    D: Backward<
            X::Of<Dual64>,
            Output = <L::Output as Value>::Of<Dual64>,
            Gradient: constnet::Only<Dual64>,
        >,
{
    let y = layer.forward(x);
    assert_eq!(bits(&y), bits(&layer.forward_train(x, &mut generator(0)).0), "{}", L::NAME);
    let report = gradcheck::check(layer, x, 1);
    assert!(report.worst() <= 1e-7, "{}: {report}", L::NAME);
    let report = gradcheck::exact(layer, dual, x, 1);
    assert!(report.worst() <= 1e-12, "{}: {report}", L::NAME);
}

/// Column j of a batch has the bits of a batch of one.
fn columns<L, const H: usize, const W: usize, const HI: usize, const WI: usize>(layer: &L)
where
    L: Forward<Image<f32, 5, 3, HI, WI>, Output = Image<f32, 5, 3, H, W>>,
    L: Forward<Image<f32, 5, 1, HI, WI>, Output = Image<f32, 5, 1, H, W>>,
{
    let x = drawn::<Image<f32, 5, 3, HI, WI>>(2);
    let y = Forward::<Image<f32, 5, 3, HI, WI>>::forward(layer, &x);
    for b in 0..3 {
        let one = x.map(|row| row.map(|x| SVector::from(x.column(b))));
        let one = Forward::<Image<f32, 5, 1, HI, WI>>::forward(layer, &one);
        assert_eq!(bits(&one), bits(&y.map(|row| row.map(|y| SVector::from(y.column(b))))));
    }
}

/// Of thirteen channels, a block of eight, one of four and one more, each has the bits that it has alone.
fn channels<L, const H: usize, const W: usize, const HI: usize, const WI: usize>(layer: &L)
where
    L: Backward<Image<f32, 13, 1, HI, WI>, Output = Image<f32, 13, 1, H, W>, Cache = ()>,
    L: Backward<Image<f32, 1, 1, HI, WI>, Output = Image<f32, 1, 1, H, W>, Cache = ()>,
{
    fn channel<const H: usize, const W: usize>(
        x: &Image<f32, 13, 1, H, W>,
        c: usize,
    ) -> Image<f32, 1, 1, H, W> {
        (*x).map(|row| row.map(|x| SVector::from([x[c]])))
    }
    let x = drawn::<Image<f32, 13, 1, HI, WI>>(2);
    let y = Forward::<Image<f32, 13, 1, HI, WI>>::forward(layer, &x);
    let dx = layer.backward_input(&x, &y, &(), &y);
    for c in 0..13 {
        let one = channel(&x, c);
        let y_one = Forward::<Image<f32, 1, 1, HI, WI>>::forward(layer, &one);
        assert_eq!(bits(&y_one), bits(&channel(&y, c)));
        let dx_one = layer.backward_input(&one, &y_one, &(), &y_one);
        assert_eq!(bits(&dx_one), bits(&channel(&dx, c)));
    }
}

/// A pool of a window on images of one to thirteen channels against what is counted: the largest number (0) or
/// the average (1).
macro_rules! pool {
    ($Pool:ident $which:literal: $kh:literal x $kw:literal of $hi:literal x $wi:literal, $rule:ty => $h:literal x $w:literal) => {
        type Layer = $Pool<$kh, $kw, $h, $w, $rule>;
        pool!(@ Layer, $rule, $which, [$kh, $kw], [$hi, $wi], [$h, $w], 1, 1);
        pool!(@ Layer, $rule, $which, [$kh, $kw], [$hi, $wi], [$h, $w], 3, 2);
        channels::<_, $h, $w, $hi, $wi>(&Layer::new());
        columns::<_, $h, $w, $hi, $wi>(&Layer::new());
    };
    (@ $layer:ty, $rule:ty, $which:literal, $kernel:expr, [$hi:literal, $wi:literal], [$h:literal, $w:literal], $c:literal, $b:literal) => {
        let x = drawn::<Image<f64, $c, $b, $hi, $wi>>(1);
        let (expected, layer) = (counted::<$rule, $c, $b, $hi, $wi>($kernel, &x), <$layer>::new());
        let y = layer.forward(&x);
        for (h, w) in (0..$h).flat_map(|h| (0..$w).map(move |w| (h, w))) {
            assert!((y[h][w] - expected[h][w][$which]).amax() < 1e-15, "{layer:?} at {h}, {w}");
        }
        assert_eq!((expected.len(), expected[0].len()), ($h, $w));
        right(&mut { layer }, &mut { layer }, &x);
    };
}

macro_rules! pools {
    ($($kh:literal x $kw:literal of $hi:literal x $wi:literal, $rule:ty => $h:literal x $w:literal;)*) => {$({
        { pool! { MaxPool 0: $kh x $kw of $hi x $wi, $rule => $h x $w } }
        { pool! { AvgPool 1: $kh x $kw of $hi x $wi, $rule => $h x $w } }
        { pool! { AvgPool 1: $kh x $kw of $hi x $wi, ($rule, CountPadding) => $h x $w } }
    })*};
}

#[test]
fn pools_of_images() {
    pools! {
        1 x 1 of 1 x 1, Valid => 1 x 1;
        2 x 2 of 4 x 6, Valid => 2 x 3;
        // What is left over is not seen.
        2 x 2 of 5 x 3, Valid => 2 x 1;
        3 x 3 of 5 x 5, Stride<1> => 3 x 3;
        3 x 2 of 5 x 5, Stride<2, 1> => 2 x 4;
        2 x 2 of 5 x 5, Dilate<2> => 2 x 2;
        2 x 3 of 6 x 7, (Dilate<3, 2>, Stride<1, 2>) => 3 x 2;
        3 x 3 of 4 x 4, (Stride<1>, Pad<1>) => 4 x 4;
        3 x 3 of 5 x 4, (Pad<1>, Stride<2>) => 3 x 2;
        2 x 2 of 3 x 3, Pad<0, 1, 1, 0> => 2 x 2;
        3 x 3 of 1 x 1, (Stride<1>, Pad<1>) => 1 x 1;
        2 x 2 of 3 x 5, Same => 2 x 3;
        3 x 3 of 5 x 4, (Same, Stride<2>) => 3 x 2;
        2 x 3 of 4 x 4, (Same, Stride<1>, Dilate<2>) => 4 x 4;
        3 x 3 of 1 x 1, (Same, Stride<1>) => 1 x 1;
    }
}

/// A sequence is an image of one row, to the last bit, forward and backward.
#[test]
fn a_sequence_is_an_image_of_one_row() {
    fn check<L, const L1: usize, const L2: usize>(layer: &L)
    where
        L: Backward<[SMatrix<f32, 4, 3>; L1], Output = [SMatrix<f32, 4, 3>; L2], Cache = ()>,
        L: Backward<Image<f32, 4, 3, 1, L1>, Output = Image<f32, 4, 3, 1, L2>, Cache = ()>,
    {
        let x = drawn::<[SMatrix<f32, 4, 3>; L1]>(3);
        let (y, image) = (layer.forward(&x), layer.forward(&[x]));
        assert_eq!(bits(&y), bits(&image[0]));
        let dx = layer.backward_input(&x, &y, &(), &y);
        assert_eq!(bits(&dx), bits(&layer.backward_input(&[x], &image, &(), &image)[0]));
    }
    check::<_, 9, 4>(&MaxPool::<1, 2, 1, 4>::new());
    check::<_, 9, 9>(&MaxPool::<1, 3, 1, 9, (Stride<1>, Pad<0, 1>)>::new());
    check::<_, 9, 5>(&AvgPool::<1, 3, 1, 5, (Stride<2>, Same)>::new());
    check::<_, 9, 12>(&ZeroPad::<1, 12, Pad<0, 1, 0, 2>>::new());
}

/// Of many places the average is that of 50 digits, and the gradient reaches all of them.
#[test]
fn global_pools() {
    let x = drawn::<Image<f64, 3, 2, 5, 7>>(4);
    let all: Vec<_> = x.as_flattened().to_vec();
    let average = all.iter().fold(SMatrix::zeros(), |a, b| a + b) / 35.0;
    assert!((GlobalAvgPool.forward(&x) - average).amax() < 1e-15);
    let largest = all.iter().copied().reduce(|a, b| a.zip_map(&b, f64::max)).unwrap();
    assert_eq!(GlobalMaxPool.forward(&x), largest);
    right(&mut { GlobalAvgPool }, &mut { GlobalAvgPool }, &x);
    right(&mut { GlobalMaxPool }, &mut { GlobalMaxPool }, &x);
    right(&mut { GlobalAvgPool }, &mut { GlobalAvgPool }, &x[0]);
    right(&mut { GlobalMaxPool }, &mut { GlobalMaxPool }, &x[0]);
    let one = [[x[0][0]]];
    assert_eq!((GlobalAvgPool.forward(&one), GlobalMaxPool.forward(&one)), (one[0][0], one[0][0]));

    // 300 and 10,000 places: beyond 256 what rounding takes is kept.
    let long = [SVector::<f32, 2>::from([0.1, -7.3]); 10_000];
    assert_eq!(GlobalAvgPool.forward(&long), SVector::from([0.1, -7.3]));
    let y = AvgPool::<1, 300, 1, 1>::new().forward(long.first_chunk::<300>().unwrap());
    assert_eq!(y, [SVector::from([0.1, -7.3])]);
    right(&mut { GlobalAvgPool }, &mut { GlobalAvgPool }, &drawn::<[SVector<f64, 1>; 300]>(5));
}

#[test]
fn layers_between_images_and_vectors() {
    let x = drawn::<Image<f64, 3, 2, 2, 4>>(6);
    right(&mut Flatten::<24>::new(), &mut Flatten::<24>::new(), &x);
    right(&mut Flatten::<24, Chw>::new(), &mut Flatten::<24, Chw>::new(), &x);
    right(&mut Flatten::<12>::new(), &mut Flatten::<12>::new(), &x[1]);
    right(&mut Flatten::<12, Chw>::new(), &mut Flatten::<12, Chw>::new(), &x[1]);
    let flat = drawn::<SMatrix<f64, 24, 2>>(7);
    right(&mut Unflatten::<2, 4, 3>::new(), &mut Unflatten::<2, 4, 3>::new(), &flat);
    let mut layer = Unflatten::<2, 4, 3, Chw>::new();
    right(&mut { layer }, &mut layer, &flat);
    type Around = ZeroPad<4, 7, Pad<2, 1, 0, 2>>;
    right(&mut Around::new(), &mut Around::new(), &x);
    // PyTorch's order is that of an array [C][H][W].
    let y = Flatten::<24, Chw>::new().forward(&x);
    for (c, h, w) in (0..24).map(|i| (i / 8, i / 4 % 2, i % 4)) {
        assert_eq!(y.row(c * 8 + h * 4 + w), x[h][w].row(c));
    }
}

/// What is done to the channels at each place is done there as to a batch.
#[test]
fn layers_of_columns_at_each_place() {
    fn check<L, D>(mut layer: L, mut dual: D)
    where
        L: Backward<Image<f64, 3, 2, 2, 4>, Output = Image<f64, 3, 2, 2, 4>>
            + Forward<SMatrix<f64, 3, 2>, Output = SMatrix<f64, 3, 2>>
            + Parameters<Gradient: constnet::Only<f64>>,
        D: Backward<
                Image<Dual64, 3, 2, 2, 4>,
                Output = Image<Dual64, 3, 2, 2, 4>,
                Gradient: constnet::Only<Dual64>,
            >,
    {
        let x = drawn::<Image<f64, 3, 2, 2, 4>>(8);
        right(&mut layer, &mut dual, &x);
        let y = Forward::<Image<f64, 3, 2, 2, 4>>::forward(&layer, &x);
        let place = |x: &SMatrix<f64, 3, 2>| Forward::<SMatrix<f64, 3, 2>>::forward(&layer, x);
        assert_eq!(bits(&y), bits(&x.map(|row| row.map(|x| place(&x)))));
    }
    let numbers = [0.5, -2.0, 1.25];
    let duals = numbers.map(Dual64::from_re);
    check(Softmax, Softmax);
    check(LogSoftmax, LogSoftmax);
    check(LayerNorm::new(numbers, numbers), LayerNorm::new(duals, duals));
    check(Affine::new(numbers, numbers), Affine::new(duals, duals));
    check(PRelu::new(numbers), PRelu::new(duals));
    check(Normalize, Normalize);
    check(GeluTanh, GeluTanh);
    let mut none = ChannelDropout::<Ratio<0>>::new();
    right(&mut { none }, &mut none, &drawn::<Image<f64, 3, 2, 2, 4>>(8));
}

/// Whole channels are dropped, each sample's by itself, and as many as the rate says.
#[test]
fn channels_are_dropped_everywhere() {
    let x = [[SMatrix::<f32, 20, 50>::repeat(1.0); 3]; 2];
    let layer = ChannelDropout::<Ratio<1, 4>>::new();
    let (y, kept) = layer.forward_train(&x, &mut generator(9));
    let expected = kept.map(|kept| if kept { 4.0 / 3.0 } else { 0.0 });
    assert_eq!(y, [[expected; 3]; 2]);
    assert_eq!(layer.backward_input(&x, &y, &kept, &x), y);
    let dropped = kept.iter().filter(|kept| !**kept).count();
    // A quarter of 1,000, and five deviations.
    assert!((180..320).contains(&dropped), "{dropped}");
    assert!(kept.column(0) != kept.column(1));
}

/// Networks declared with sizes that follow from each other, and trained.
#[test]
fn a_network_of_images_learns() {
    use constnet::window::Size;

    const IMAGE: Size = Size::new(6, 8);
    const HALF: Size = IMAGE.pool::<Valid>(2, 2);
    const N: usize = HALF.places() * 4;
    network!(Net: [[2; IMAGE.columns]; IMAGE.rows] => (
        Dense<2, 4>, PRelu<4>, MaxPool<2, 2, { HALF.rows }, { HALF.columns }>, Affine<4>, Flatten<N>, Dense<N, 2>,
    ) => 2);
    let mut net = Net::init(&mut generator(10));
    let mut trainer = Trainer::boxed(&net, Adam::new(1e-2));
    // Which half is bright.
    let sample = |b: usize| {
        let mut x = drawn::<Image<f32, 2, 1, 6, 8>>(b as u64);
        x.iter_mut()
            .flat_map(|row| &mut row[4 * (b % 2)..][..4])
            .for_each(|x| *x += SVector::repeat(0.5));
        x
    };
    let mut batch = [[SMatrix::<f32, 2, 16>::zeros(); 8]; 6];
    for b in 0..16 {
        for (row, one) in batch.iter_mut().zip(sample(b)) {
            row.iter_mut().zip(one).for_each(|(x, one)| x.set_column(b, &one));
        }
    }
    let targets: [usize; 16] = core::array::from_fn(|b| b % 2);
    let mut rng = generator(11);
    let mut step = || trainer.step(&mut net, &batch, &targets, &SoftmaxCrossEntropy, &mut rng);
    let first = step().unwrap().loss;
    let last = (0..200).map(|_| step().unwrap().loss).last().unwrap();
    assert!(last < 0.01 && first > 0.3, "{first} {last}");
}
