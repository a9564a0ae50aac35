//! Windows: where a kernel or a pool lies on an image, and what sizes come of it.
//!
//! An image is `[[SMatrix<T, C, B>; W]; H]`, a sequence `[SMatrix<T, C, B>; L]`, which is an image of one row. A
//! layer with a window looks at KH × KW places, moves on, and gives one place for each of its positions. How it
//! lies and moves says a type, the S of the layer:
//!
//! | | |
//! |---|---|
//! | [`Valid`] | nothing around the image: a window lies inside of it |
//! | [`Pad<TOP, LEFT, BOTTOM, RIGHT>`](Pad) | so many zeros around it; `Pad<1>` is 1 on every side, `Pad<1, 2>` 1 above and below, 2 left and right |
//! | [`Same`] | as many zeros that the output has ⌈size / stride⌉ places, as TensorFlow has it |
//! | [`Stride<H, W>`](Stride) | how far a window moves, down and right; `Stride<2>` is 2 both ways |
//! | [`Dilate<H, W>`](Dilate) | how far the places of one window lie apart |
//! | [`CountPadding`] | an average counts the zeros around the image as places |
//!
//! They compose as a tuple, in any order: `(Stride<2>, Pad<1>)`. What is not said is usual: no padding, a
//! dilation of 1, and a stride of 1 in a convolution, of the window's own size in a pool. Along a sequence the
//! numbers of columns count, the second of each: `Pad<0, 2, 0, 0>` is two zeros before a sequence and none behind.
//!
//! # The arithmetic of sizes
//! Along each axis, for a kernel of k places:
//!
//! ```text
//! span   = (k − 1)·dilation + 1
//! output = ⌊(before + input + after − span) / stride⌋ + 1             Valid, Pad
//! output = ⌈input / stride⌉                                           Same
//! before + after = max(0, (output − 1)·stride + span − input)         Same; the odd zero is behind
//! place (o, i) = o·stride + i·dilation − before                       of window o, in the input
//! ```
//!
//! The compiler can compare sizes, not compute them, so a layer's type states its output, and
//! [`network!`](crate::network!) says the right numbers where they are others. [`Size`] computes those of a
//! whole network, and they can stand in the types:
//!
//! ```
//! use constnet::{prelude::*, window::Size};
//!
//! const IMAGE: Size = Size::new(28, 28);
//! const HALF: Size = IMAGE.pool::<Valid>(2, 2);
//! const QUARTER: Size = HALF.pool::<Valid>(2, 2);
//! assert_eq!((HALF.rows, QUARTER.rows), (14, 7));
//! ```
//!
//! Source: Dumoulin, Visin (2016), *A guide to convolution arithmetic for deep learning*, arXiv:1603.07285,
//! relationships 6, 14 and 15; [`Same`]: TensorFlow, *Neural network: padding*.

mod axis;
mod reach;
mod rules;
mod size;
mod windows;

pub(crate) use axis::Axis;
pub use rules::{CountPadding, Dilate, Pad, Padding, Rule, Same, Stride, Valid, Window};
pub use size::Size;
pub(crate) use windows::Windows;
