//! The backend tests of ONNX for pools, padding, flattening and what is done to channels: what their authors expect of
//! an operator, our layer gives.
//!
//! `reference/onnx_window_tests.py` brought the numbers into our order; `data/onnx_node/windows.md` lists every test,
//! and why some are left out.

use crate::backend::{compare, value};
use constnet::{Value, prelude::*};
use std::collections::BTreeSet;

const FILE: &str = include_str!("../data/onnx_node/windows.txt");

/// That a layer gives what is expected.
#[track_caller]
fn check<X, L>(name: &str, layer: L)
where
    X: Value<Number = f32>,
    L: Forward<X, Output: Value<Number = f32>>,
{
    compare(name, layer.forward(&value(FILE, name, "x")), value(FILE, name, "y"));
}

/// `"name": channels x samples of rows x columns => layer`, or `of length` for a sequence.
macro_rules! cases {
    ($($name:literal: $c:literal x $b:literal of $first:literal $(x $second:literal)? => $layer:ty;)*) => {
        /// The tests that are applied here.
        const IMAGES: &[&str] = &[$($name),*];

        #[test]
        fn layers_of_images_give_what_onnx_expects() {
            $(
                check::<cases!(@ SMatrix<f32, $c, $b>, $first $(, $second)?), $layer>(
                    $name,
                    <$layer>::default(),
                );
            )*
        }
    };
    (@ $place:ty, $length:literal) => { [$place; $length] };
    (@ $place:ty, $rows:literal, $columns:literal) => { [[$place; $columns]; $rows] };
}
cases! {
    "averagepool_1d_default": 3 x 1 of 32 => AvgPool<1, 2, 1, 31, Stride<1>>;
    "averagepool_2d_ceil": 1 x 1 of 4 x 4 => AvgPool<3, 3, 2, 2, (Stride<2>, Pad<0, 0, 1, 1>)>;
    "averagepool_2d_default": 1 x 1 of 32 x 32 => AvgPool<2, 2, 31, 31, Stride<1>>;
    "averagepool_2d_dilations": 1 x 1 of 4 x 4 => AvgPool<2, 2, 2, 2, (Stride<1>, Dilate<2>)>;
    "averagepool_2d_pads": 1 x 1 of 28 x 28 => AvgPool<3, 3, 30, 30, (Stride<1>, Pad<2>)>;
    "averagepool_2d_pads_count_include_pad": 1 x 1 of 28 x 28 => AvgPool<3, 3, 30, 30, (Stride<1>, Pad<2>, CountPadding)>;
    "averagepool_2d_precomputed_pads": 1 x 1 of 5 x 5 => AvgPool<5, 5, 5, 5, (Stride<1>, Pad<2>)>;
    "averagepool_2d_precomputed_pads_count_include_pad": 1 x 1 of 5 x 5 => AvgPool<5, 5, 5, 5, (Stride<1>, Pad<2>, CountPadding)>;
    "averagepool_2d_precomputed_same_upper": 1 x 1 of 5 x 5 => AvgPool<3, 3, 3, 3, (Stride<2>, Same)>;
    "averagepool_2d_precomputed_strides": 1 x 1 of 5 x 5 => AvgPool<2, 2, 2, 2>;
    "averagepool_2d_same_lower": 1 x 1 of 32 x 32 => AvgPool<2, 2, 32, 32, (Stride<1>, Pad<1, 1, 0, 0>)>;
    "averagepool_2d_same_upper": 1 x 1 of 32 x 32 => AvgPool<2, 2, 32, 32, (Stride<1>, Same)>;
    "averagepool_2d_strides": 1 x 1 of 32 x 32 => AvgPool<5, 5, 10, 10, Stride<3>>;
    "flatten_axis1": 3 x 2 of 4 x 5 => Flatten<60, Chw>;
    "flatten_default_axis": 4 x 5 of 3 x 2 => Flatten<24, Chw>;
    "flatten_negative_axis3": 3 x 2 of 4 x 5 => Flatten<60, Chw>;
    "gelu_tanh_1": 1 x 1 of 3 => GeluTanh;
    "gelu_tanh_2": 5 x 4 of 3 => GeluTanh;
    "globalaveragepool": 3 x 1 of 5 x 5 => GlobalAvgPool;
    "globalaveragepool_precomputed": 1 x 1 of 3 x 3 => GlobalAvgPool;
    "globalmaxpool": 3 x 1 of 5 x 5 => GlobalMaxPool;
    "globalmaxpool_precomputed": 1 x 1 of 3 x 3 => GlobalMaxPool;
    "l2normalization_axis_0": 2 x 1 of 6 => Normalize;
    "l2normalization_axis_1": 2 x 1 of 2 => Normalize;
    "lpnormalization_default": 3 x 1 of 4 => Normalize;
    "maxpool_1d_default": 3 x 1 of 32 => MaxPool<1, 2, 1, 31, Stride<1>>;
    "maxpool_2d_ceil": 1 x 1 of 4 x 4 => MaxPool<3, 3, 2, 2, (Stride<2>, Pad<0, 0, 1, 1>)>;
    "maxpool_2d_ceil_output_size_reduce_by_one": 1 x 1 of 2 x 2 => MaxPool<1, 1, 1, 1, Stride<2>>;
    "maxpool_2d_default": 1 x 1 of 32 x 32 => MaxPool<2, 2, 31, 31, Stride<1>>;
    "maxpool_2d_dilations": 1 x 1 of 4 x 4 => MaxPool<2, 2, 2, 2, (Stride<1>, Dilate<2>)>;
    "maxpool_2d_pads": 1 x 1 of 28 x 28 => MaxPool<3, 3, 30, 30, (Stride<1>, Pad<2>)>;
    "maxpool_2d_precomputed_pads": 1 x 1 of 5 x 5 => MaxPool<5, 5, 5, 5, (Stride<1>, Pad<2>)>;
    "maxpool_2d_precomputed_same_upper": 1 x 1 of 5 x 5 => MaxPool<3, 3, 3, 3, (Stride<2>, Same)>;
    "maxpool_2d_precomputed_strides": 1 x 1 of 5 x 5 => MaxPool<2, 2, 2, 2>;
    "maxpool_2d_same_lower": 1 x 1 of 32 x 32 => MaxPool<2, 2, 32, 32, (Stride<1>, Pad<1, 1, 0, 0>)>;
    "maxpool_2d_same_upper": 1 x 1 of 32 x 32 => MaxPool<2, 2, 32, 32, (Stride<1>, Same)>;
    "maxpool_2d_strides": 1 x 1 of 32 x 32 => MaxPool<5, 5, 10, 10, Stride<3>>;
    "maxpool_with_argmax_2d_precomputed_pads": 1 x 1 of 5 x 5 => MaxPool<5, 5, 5, 5, (Stride<1>, Pad<2>)>;
    "maxpool_with_argmax_2d_precomputed_strides": 1 x 1 of 5 x 5 => MaxPool<2, 2, 2, 2>;
}

#[test]
fn every_applied_test_is_here() {
    let table = include_str!("../data/onnx_node/windows.md");
    let applied = crate::backend::applied(table);
    assert_eq!(applied, BTreeSet::from_iter(IMAGES.iter().copied()));
}
