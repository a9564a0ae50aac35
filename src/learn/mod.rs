//! Neural networks from the beginning, in the words of this crate.
//!
//! # A reading order
//! 1. [`multilayer_perceptron`]: what a network computes. Weights, biases, hidden layers,
//!    activations.
//! 2. [`gradient_descent`]: how numbers are improved step by step. Then run
//!    `cargo run --release --example 01_gradient_descent`.
//! 3. [`backpropagation`]: how one backward pass gives every derivative. Then
//!    `10_backpropagation`, a network small enough to redo by hand, and `02_xor`.
//! 4. [`losses`]: what "wrong" means as a number, and why classes want cross-entropy. Then
//!    `04_losses`.
//! 5. The overview of [activations](crate::activations), then the pages of
//!    [`relu`](crate::activations::relu), [`tanh`](crate::activations::tanh),
//!    [`sigmoid`](crate::activations::sigmoid) and [`softmax`](crate::activations::softmax), with
//!    `03_activations`.
//! 6. `05_digits`, where it all comes together on handwriting.
//! 7. [`convolution`]: the same weights at every place of an image or a sequence. Then `15_convolution`,
//!    which has a perceptron beside it.
//! 8. [`pooling`]: how images and sequences are made smaller; paths around layers.
//! 9. [`it_does_not_learn`], for when a network does not.
//! 10. [`sequences`]: networks that remember; states, unrolling, truncation. Then `16_amplifier` and `17_sunspots`.
//! 11. [`gates`], by which a cell learns what to remember. Then `19_gradients_through_time`.
//!
//! If training outgrows one machine, read [`ranks`]; if you already have a network from another framework,
//! [`from_elsewhere`].
//!
//! The [`glossary`] explains every term in a sentence, in English and Chinese; [`formulas`] has their
//! formulas, typeset; and [`special_values`] says what becomes of NaN and infinity, layer by layer. If you would rather read code, start with
//! `src/traits.rs`, then `src/layers/dense.rs`, then `src/stack.rs`.

#[doc = include_str!("multilayer_perceptron.md")]
pub mod multilayer_perceptron {}

#[doc = include_str!("gradient_descent.md")]
pub mod gradient_descent {}

#[doc = include_str!("backpropagation.md")]
pub mod backpropagation {}

#[doc = include_str!("losses.md")]
pub mod losses {}

#[doc = include_str!("convolution.md")]
pub mod convolution {}

#[doc = include_str!("pooling.md")]
pub mod pooling {}
#[doc = include_str!("gates.md")]
pub mod gates {}

#[doc = include_str!("it_does_not_learn.md")]
pub mod it_does_not_learn {}

#[doc = include_str!("sequences.md")]
pub mod sequences {}

#[doc = include_str!("ranks.md")]
pub mod ranks {}

#[doc = include_str!("from_elsewhere.md")]
pub mod from_elsewhere {}

#[doc = include_str!("formulas.md")]
pub mod formulas {}

#[doc = include_str!("special_values.md")]
pub mod special_values {}

#[doc = include_str!("glossary.md")]
pub mod glossary {}
