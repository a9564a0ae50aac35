//! The backend tests of ONNX for recurrent cells and for convolution in time: what their authors expect of an operator,
//! our layer gives.
//!
//! `reference/onnx_cell_tests.py` brought the numbers into our order; `data/onnx_node/cells.md` lists every test, and
//! why one is left out.

use crate::backend::compare;
use constnet::{Value, layers::ResetBefore, parameters::for_each_mut, prelude::*, weights::Layout};
use std::collections::BTreeSet;

const FILE: &str = include_str!("../data/onnx_node/cells.txt");

fn numbers(name: &str, key: &str) -> Vec<f32> {
    crate::backend::numbers(FILE, name, key)
}

fn value<X: Value<Number = f32>>(name: &str, key: &str) -> X {
    crate::backend::value(FILE, name, key)
}

/// A layer from its tensors, of which those in `sum` are added to the last of `keys`: where PyTorch and ONNX have two
/// biases, and we one.
fn layer<L: Parameters + Only<f32>>(name: &str, keys: &[&str], sum: &str) -> L {
    let (mut layer, mut keys) = (L::zeros(), keys.iter());
    for_each_mut(&mut layer, |_, leaf, tensor: &mut [f32]| {
        let key = keys.next().unwrap();
        let (numbers, to_add) = (numbers(name, key), numbers(name, sum));
        assert_eq!(numbers.len(), tensor.len(), "{name}: {key}");
        for (i, &number) in numbers.iter().enumerate() {
            let added = to_add.get(i).filter(|_| keys.len() == 0).copied().unwrap_or(0.0);
            tensor[leaf.place(Layout::Torch, i)] = (f64::from(number) + f64::from(added)) as f32;
        }
    });
    layer
}

const WEIGHTS: [&str; 2] = ["weight_ih_l0", "weight_hh_l0"];

/// The last step, and whole sequences where the test has them.
#[track_caller]
fn sequence<X, Y, C, const L: usize>(name: &str, cell: &C)
where
    X: Value<Number = f32>,
    Y: Value<Number = f32>,
    C: Forward<[X; L], Output = [Y; L]>,
{
    let y = cell.forward(&value(name, "x"));
    compare(name, y[L - 1], value(name, "last"));
    if !numbers(name, "y").is_empty() {
        compare(name, y, value(name, "y"));
    }
}

/// A cell with one bias, the sum of ONNX's two.
#[track_caller]
fn one_bias<C, X, Y, const L: usize>(name: &str)
where
    X: Value<Number = f32>,
    Y: Value<Number = f32>,
    C: Forward<[X; L], Output = [Y; L]> + Parameters + Only<f32>,
{
    let [input, hidden] = WEIGHTS;
    sequence(name, &layer::<C>(name, &[input, hidden, "bias_ih_l0"], "bias_hh_l0"));
}

/// A cell with both.
#[track_caller]
fn two_biases<C, X, Y, const L: usize>(name: &str)
where
    X: Value<Number = f32>,
    Y: Value<Number = f32>,
    C: Forward<[X; L], Output = [Y; L]> + Parameters + Only<f32>,
{
    let [input, hidden] = WEIGHTS;
    sequence(name, &layer::<C>(name, &[input, hidden, "bias_ih_l0", "bias_hh_l0"], ""));
}

/// A convolution of a window.
#[track_caller]
fn window<C, X>(name: &str)
where
    X: Value<Number = f32>,
    C: Forward<X, Output: Value<Number = f32>> + Parameters + Only<f32>,
{
    let layer: C = layer(name, &["weight", "bias"], "");
    compare(name, layer.forward(&value(name, "x")), value(name, "y"));
}

/// A convolution that streams: a window without padding is its steps behind the first, which have no whole past.
#[track_caller]
fn stream<C, X, Y, const L: usize, const PLACES: usize>(name: &str)
where
    X: Value<Number = f32>,
    Y: Value<Number = f32>,
    C: Stream<X, Output = Y> + Parameters + Only<f32>,
{
    let (layer, mut state): (C, _) = (layer(name, &["weight", "bias"], ""), State::rest());
    let y = value::<[X; L]>(name, "x").map(|x| layer.step(&mut state, &x));
    let expected: [Y; PLACES] = value(name, "y");
    for (found, expected) in y[L - PLACES..].iter().zip(expected) {
        compare(name, *found, expected);
    }
}

type Batch<const N: usize, const B: usize> = SMatrix<f32, N, B>;
/// As ONNX has it, unless `linear_before_reset` says otherwise.
type ResetsBefore<const IN: usize, const H: usize> = Gru<IN, H, f32, (Sigmoid, Tanh), ResetBefore>;

/// `"name": check::<layer, input, …>`
macro_rules! cases {
    ($($name:literal: $check:ident::<$($argument:ty),+ $(; $size:literal)*>;)*) => {
        /// The tests that are applied here.
        const APPLIED: &[&str] = &[$($name),*];

        #[test]
        fn cells_and_convolutions_in_time_give_what_onnx_expects() {
            $( $check::<$($argument),+ $(, $size)*>($name); )*
        }
    };
}
cases! {
    "gru_batchwise": two_biases::<ResetsBefore<2, 6>, Batch<2, 3>, _; 1>;
    "gru_defaults": two_biases::<ResetsBefore<2, 5>, Batch<2, 3>, _; 1>;
    "gru_seq_length": two_biases::<ResetsBefore<3, 5>, Batch<3, 3>, _; 2>;
    "gru_with_initial_bias": two_biases::<ResetsBefore<3, 3>, Batch<3, 3>, _; 1>;
    "lstm_batchwise": one_bias::<Lstm<2, 7>, Batch<2, 3>, _; 1>;
    "lstm_defaults": one_bias::<Lstm<2, 3>, Batch<2, 3>, _; 1>;
    "lstm_with_initial_bias": one_bias::<Lstm<3, 4>, Batch<3, 3>, _; 1>;
    "rnn_seq_length": one_bias::<Rnn<3, 5>, Batch<3, 3>, _; 2>;
    "simple_rnn_batchwise": one_bias::<Rnn<2, 4>, Batch<2, 3>, _; 1>;
    "simple_rnn_defaults": one_bias::<Rnn<2, 4>, Batch<2, 3>, _; 1>;
    "simple_rnn_with_initial_bias": one_bias::<Rnn<3, 5>, Batch<3, 3>, _; 1>;
    "Conv1d": window::<WindowConv1d<4, 5, 3, 8>, [Batch<4, 2>; 10]>;
    "Conv1d": stream::<Conv1d<4, 5, 3>, Batch<4, 2>, _; 10; 8>;
    "Conv1d_dilated": window::<WindowConv1d<4, 5, 3, 6, Dilate<2>>, [Batch<4, 2>; 10]>;
    "Conv1d_dilated": stream::<Conv1d<4, 5, 3, 2>, Batch<4, 2>, _; 10; 6>;
    "Conv1d_groups": window::<WindowConv1d<4, 6, 3, 4, Valid, 2>, [Batch<4, 2>; 6]>;
    "Conv1d_groups": stream::<Conv1d<4, 6, 3, 1, 2>, Batch<4, 2>, _; 6; 4>;
    "Conv1d_pad1": window::<WindowConv1d<4, 5, 3, 10, Pad<1>>, [Batch<4, 2>; 10]>;
    "Conv1d_pad1size1": window::<WindowConv1d<4, 4, 3, 1, Pad<1>>, [Batch<4, 1>; 1]>;
    "Conv1d_pad2": window::<WindowConv1d<4, 5, 5, 10, Pad<2>>, [Batch<4, 2>; 10]>;
    "Conv1d_pad2size1": window::<WindowConv1d<4, 4, 5, 1, Pad<2>>, [Batch<4, 1>; 1]>;
    "Conv1d_stride": window::<WindowConv1d<4, 5, 3, 4, Stride<2>>, [Batch<4, 2>; 10]>;
}

#[test]
fn every_applied_test_is_here() {
    let table = include_str!("../data/onnx_node/cells.md");
    let applied = crate::backend::applied(table);
    assert_eq!(applied, BTreeSet::from_iter(APPLIED.iter().copied()));
}
