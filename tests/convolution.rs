//! Convolutions: gradients with every rule of windows and kind of groups; the laws of a layer;
//! sizes and groups that do not fit.

use constnet::dual::Dual64;
use constnet::gradcheck;
use constnet::nalgebra::SMatrix;
use constnet::parameters::{Only, fill_zero};
use constnet::prelude::*;
use constnet::random::{generator, uniform};
use constnet::window::Size;

/// Numbers in (−1, 1), of a fixed sequence.
fn random<V: constnet::Value<Number: Scalar>>(seed: u64) -> V {
    let rng = &mut generator(seed);
    let mut value = V::zeros();
    value.for_each_mut(|x| *x = Scalar::from_f64(uniform(1.0, rng)));
    value
}

/// A layer whose parameters are all different from 0.
fn filled<L: Init>(seed: u64) -> L {
    L::init(&mut generator(seed))
}

type Image<T, const C: usize, const B: usize> = [[SMatrix<T, C, B>; 6]; 5];

/// Two samples of 5 × 6, against differences and against dual numbers.
fn gradients<L, D, const IN: usize>(what: &str)
where
    L: Init
        + Backward<Image<f64, IN, 2>, Output: constnet::Value<Number = f64>, Gradient: Only<f64>>
        + Only<f64>,
    D: Init
        + Backward<
            Image<Dual64, IN, 2>,
            Output = <<L as Forward<Image<f64, IN, 2>>>::Output as constnet::Value>::Of<Dual64>,
            Gradient: Only<Dual64>,
        > + Only<Dual64>,
{
    let (mut layer, mut dual): (L, D) = (filled(1), filled(1));
    let x = random(2);
    let report = gradcheck::check(&mut layer, &x, 3);
    assert!(report.worst() < 1e-7, "{what}: {report}");
    let report = gradcheck::exact(&mut layer, &mut dual, &x, 3);
    assert!(report.worst() < 1e-12, "{what}: {report}");
}

/// Each kernel with each number of channels and each rule.
macro_rules! combinations {
    ($($test:ident: [$kh:literal x $kw:literal] $channels:tt)*) => { $(
        #[test]
        fn $test() {
            combinations! { @channels [$kh $kw] $channels }
        }
    )* };
    (@channels $kernel:tt [$($channels:tt)*]) => { $(
        combinations! { @rules $kernel $channels
            Valid, (Stride<2>, Same), (Stride<1, 2>, Pad<1, 0>), (Pad<1>, Dilate<2, 1>),
            (Stride<2, 3>, Pad<2, 1, 0, 3>, Dilate<2, 1>)
        }
    )* };
    (@rules $kernel:tt $channels:tt $($rule:ty),*) => { $(
        combinations! { @one $kernel $channels $rule }
    )* };
    (@one [$kh:literal $kw:literal] ($in:literal => $out:literal / $per:literal) $rule:ty) => {{
        const SIZE: Size = Size::new(5, 6).conv::<$rule>($kh, $kw);
        type Layer<T> = Conv2d<$in, $out, $kh, $kw, { SIZE.rows }, { SIZE.columns }, $rule, $per, T>;
        gradients::<Layer<f64>, Layer<Dual64>, $in>(concat!(
            stringify!($kh x $kw, $in => $out / $per), " ", stringify!($rule)
        ));
    }};
}

// Whole, groups of two, depthwise, depthwise of two outputs each. Every combination of numbers is enumerated beside
// the kernels, where they are no constants.
combinations! {
    gradients_of_a_rectangle: [2 x 3] [(2 => 3 / 2) (4 => 6 / 2) (3 => 3 / 1) (2 => 4 / 1)]
}

/// Pure, column by column, training as inference, and gradients that add; in the numbers of fast kernels too.
macro_rules! laws {
    ($T:ty: $($layer:ty [$in:literal; $h:literal x $w:literal]),* $(,)?) => { $({
        const B: usize = 3;
        type X<const B: usize> = [[SMatrix<$T, $in, B>; $w]; $h];
        let layer: $layer = filled(1);
        let x: X<B> = random(2);
        let y = layer.forward(&x);
        let (trained, ()) = Backward::<X<B>>::forward_train(&layer, &x, &mut generator(1));
        assert_eq!(trained, y);
        let dy = {
            let mut dy = y;
            let values = &mut generator(4);
            constnet::Value::for_each_mut(&mut dy, |x| *x = Scalar::from_f64(uniform(1.0, values)));
            dy
        };
        let mut gradient: $layer = Parameters::zeros();
        let dx = layer.backward(&x, &y, &(), &dy, &mut gradient);
        let once = gradient.clone();
        layer.backward(&x, &y, &(), &dy, &mut gradient);
        constnet::parameters::for_each(&once, |tensor, _, once: &[$T]| {
            constnet::parameters::for_each(&gradient, |other, _, twice: &[$T]| {
                if tensor.to_string() == other.to_string() {
                    for (once, twice) in once.iter().zip(twice) {
                        assert!((2.0 * once - twice).abs() <= 1e-4 * once.abs().max(1.0));
                    }
                }
            });
        });
        // Sample b alone.
        for b in 0..B {
            let alone: X<1> = x.map(|row| row.map(|x| x.column(b).into_owned()));
            let y_alone = layer.forward(&alone);
            let dy_alone = dy.map(|row| row.map(|dy| dy.column(b).into_owned()));
            fill_zero(&mut gradient);
            let dx_alone = layer.backward(&alone, &y_alone, &(), &dy_alone, &mut gradient);
            assert_eq!(y_alone, y.map(|row| row.map(|y| y.column(b).into_owned())));
            assert_eq!(dx_alone, dx.map(|row| row.map(|dx| dx.column(b).into_owned())));
        }
    })* };
}

#[test]
fn laws_of_a_layer() {
    laws! { f32:
        Conv2d<1, 6, 5, 5, 8, 8> [1; 12 x 12],
        Conv2d<6, 16, 5, 5, 4, 4> [6; 8 x 8],
        Conv2d<3, 8, 3, 3, 4, 4, (Stride<2>, Pad<1>)> [3; 7 x 8],
        Conv2d<8, 8, 1, 1, 5, 3> [8; 5 x 3],
        Conv2d<8, 12, 3, 3, 5, 5, (Same, Dilate<2>), 4> [8; 5 x 5],
        DepthwiseConv2d<9, 9, 3, 3, 5, 6, Same> [9; 5 x 6],
        DepthwiseConv2d<4, 8, 3, 3, 3, 3, Stride<2>> [4; 7 x 7],
    }
    laws! { f64: Conv2d<3, 8, 3, 3, 4, 4, (Stride<2>, Pad<1>), 3, f64> [3; 7 x 8] }
}

/// A plain sum over everything, one place at a time, as the page says it.
#[test]
fn as_the_formula_says() {
    type Layer = Conv2d<2, 4, 2, 3, 3, 2, (Stride<2>, Pad<1>, Dilate<1, 2>), 1>;
    let layer: Layer = filled(1);
    let x: [[SVector<f32, 2>; 5]; 5] = random(2);
    let y = layer.forward(&x);
    for h in 0..3_i32 {
        for w in 0..2_i32 {
            for o in 0..4 {
                let mut sum = layer.bias[o];
                for i in 0..2 {
                    for j in 0..3 {
                        let (row, column) = (h * 2 + i - 1, w * 2 + j * 2 - 1);
                        let pixel = x.get(row as usize).and_then(|row| row.get(column as usize));
                        if let Some(pixel) = pixel {
                            sum += layer.weight[i as usize][j as usize][0][o] * pixel[o / 2];
                        }
                    }
                }
                assert_eq!(y[h as usize][w as usize][o], sum);
            }
        }
    }
}

#[test]
fn weights_as_pytorch_lists_them() {
    let mut number = 0.0;
    let weight: [[[[f32; 4]; 3]; 2]; 5] = [(); 5].map(|()| {
        [(); 2].map(|()| {
            [(); 3].map(|()| {
                [(); 4].map(|()| {
                    number += 1.0;
                    number
                })
            })
        })
    });
    let layer = Conv2d::<2, 5, 3, 4, 1, 1>::new(weight, [0.0; 5]);
    for (o, of_o) in weight.iter().enumerate() {
        for (i, of_i) in of_o.iter().enumerate() {
            for (kh, row) in of_i.iter().enumerate() {
                for (kw, &w) in row.iter().enumerate() {
                    assert_eq!(layer.weight[kh][kw][i][o], w);
                }
            }
        }
    }
    let text =
        String::from_utf8(constnet::weights::to_vec(&layer).unwrap()[8..200].to_vec()).unwrap();
    assert!(text.contains(r#""weight":{"dtype":"F32","shape":[5, 2, 3, 4]"#), "{text}");
}

#[test]
fn initial_weights_know_their_inputs() {
    // FanIn: uniform within 1/√(3·3·2).
    let layer: Conv2d<4, 8, 3, 3, 1, 1, Valid, 2> = filled(1);
    let bound = 1.0 / 18.0_f32.sqrt();
    let all = layer.weight.as_flattened().as_flattened().as_flattened();
    let largest = all.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
    assert!(largest <= bound && largest > 0.9 * bound, "{largest} of {bound}");
}

#[test]
fn misfits_are_told() {
    fn told<L: Backward<X>, X>() -> String {
        L::MISFIT.map_or_else(String::new, |misfit| misfit.to_string())
    }
    type One = [[SVector<f32, 4>; 28]; 28];
    assert_eq!(told::<Conv2d<4, 6, 5, 5, 24, 24>, One>(), "");
    assert_eq!(
        told::<Conv2d<4, 6, 5, 5, 23, 24>, One>(),
        "Conv2d of kernel 5 x 5, stride 1, no padding makes 24 x 24 of 28 x 28: its type says 23 x 24"
    );
    assert_eq!(
        told::<Conv2d<4, 6, 3, 3, 28, 28, Same, 3>, One>(),
        "Conv2d: 3 inputs for each output do not divide 4 inputs and 6 outputs into equal groups"
    );
    assert_eq!(
        told::<Conv2d<4, 6, 3, 3, 28, 28, Same, 1>, One>(),
        "Conv2d: 1 inputs for each output do not divide 4 inputs and 6 outputs into equal groups"
    );
    assert_eq!(
        told::<Conv2d<4, 6, 3, 3, 28, 28, Same, 0>, One>(),
        "Conv2d: 0 inputs for each output do not divide 4 inputs and 6 outputs into equal groups"
    );
    assert_eq!(
        told::<Conv2d<4, 6, 29, 1, 1, 28>, One>(),
        "Conv2d: a kernel of 29 x 1 is larger than the image of 28 x 28"
    );
}

/// The smallest image.
#[test]
fn one_pixel() {
    let layer = Conv2d::<1, 1, 1, 1, 1, 1>::new([[[[2.0]]]], [1.0]);
    assert_eq!(layer.forward(&[[SVector::from([3.0])]]), [[SVector::from([7.0])]]);
    // Of a kernel of 3 × 3 only the middle sees it.
    let weight = [[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]];
    let layer = Conv2d::<1, 1, 3, 3, 1, 1, Same>::new(weight, [0.0]);
    assert_eq!(layer.forward(&[[SVector::from([3.0])]]), [[SVector::from([15.0])]]);
    // Outside of the image there is nothing, not even for a weight that makes NaN of 0.
    let weight = [[[[f32::INFINITY, 2.0]]]];
    let layer = Conv2d::<1, 1, 1, 2, 1, 1, Pad<0, 1, 0, 0>>::new(weight, [0.0]);
    assert_eq!(layer.forward(&[[SVector::from([3.0])]]), [[SVector::from([6.0])]]);
}
