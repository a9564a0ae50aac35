//! The backend tests of ONNX for convolutions: what their authors expect of an operator, our layer gives.
//!
//! `reference/onnx_convolution_tests.py` brought the numbers into our order; `data/onnx_node/convolution.md` lists every
//! test, and why some are left out.

use crate::backend::{compare, numbers, value};
use constnet::{Value, parameters::for_each_mut, prelude::*, weights::Layout};
use std::collections::BTreeSet;

const FILE: &str = include_str!("../data/onnx_node/convolution.txt");

/// That a layer gives what is expected, with weights in ONNX's order and no bias.
#[track_caller]
fn check<X, L>(name: &str)
where
    X: Value<Number = f32>,
    L: Forward<X, Output: Value<Number = f32>> + Parameters + Only<f32>,
{
    let (mut layer, weight) = (L::zeros(), numbers(FILE, name, "weight"));
    assert!(!weight.is_empty(), "{name}: no weight");
    for_each_mut(&mut layer, |_, leaf, numbers: &mut [f32]| {
        // The bias is one number, and stays 0.
        if numbers.len() == weight.len() {
            for (i, &w) in weight.iter().enumerate() {
                numbers[leaf.place(Layout::Torch, i)] = w;
            }
        }
    });
    let x: X = value(FILE, name, "x");
    compare(name, layer.forward(&x), value(FILE, name, "y"));
}

/// `"name": rows x columns => layer`
macro_rules! cases {
    ($($name:literal: $h:literal x $w:literal => $layer:ty;)*) => {
        /// The tests that are applied here.
        const APPLIED: &[&str] = &[$($name),*];

        #[test]
        fn convolutions_give_what_onnx_expects() {
            $( check::<[[SVector<f32, 1>; $w]; $h], $layer>($name); )*
        }
    };
}
cases! {
    "basic_conv_with_padding": 5 x 5 => Conv2d<1, 1, 3, 3, 5, 5, Pad<1>>;
    "basic_conv_without_padding": 5 x 5 => Conv2d<1, 1, 3, 3, 3, 3>;
    // SAME_LOWER has an odd zero before, and here none is odd.
    "conv_with_autopad_same": 5 x 5 => Conv2d<1, 1, 3, 3, 3, 3, (Stride<2>, Same)>;
    "conv_with_strides_and_asymmetric_padding": 7 x 5 => Conv2d<1, 1, 3, 3, 4, 2, (Stride<2>, Pad<1, 0>)>;
    "conv_with_strides_no_padding": 7 x 5 => Conv2d<1, 1, 3, 3, 3, 2, Stride<2>>;
    "conv_with_strides_padding": 7 x 5 => Conv2d<1, 1, 3, 3, 4, 3, (Stride<2>, Pad<1>)>;
}

#[test]
fn every_applied_test_is_here() {
    let table = include_str!("../data/onnx_node/convolution.md");
    let applied = crate::backend::applied(table);
    assert_eq!(applied, BTreeSet::from_iter(APPLIED.iter().copied()));
}
