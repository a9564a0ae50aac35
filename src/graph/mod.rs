//! A graph is variables that layers make of variables, and a graph is a layer.
//!
//! A [stack](crate::stack) is a chain. Where a value goes several ways, where ways meet, or where layers
//! should have names, [`graph!`](crate::graph!) declares a network by its calls, as a paper writes them:
//!
//! ```text
//! v = f(a, b, …)                      one call after the other
//!
//! dv = Σ (∂w/∂v)ᵀ·dw                  over the calls w = g(…, v, …), from the last to the first;
//!                                     an output also has its part of dy
//! dθ = Σ (∂v/∂θ)ᵀ·dv                  over the calls v = f(…) of the layer with the parameters θ
//! ```
//! So a layer that is called twice shares its weights, and its gradients add. The slope of a variable is
//! computed where something that is trained lies behind it, or where dx is wanted, and nowhere else: a layer
//! without anything trained behind it computes no input gradient. Which that is follows from the names and from
//! the layout of the gradient, at compile time.
//!
//! Cost: that of the layers, an addition for each further use of a variable, and a copy of the variables for a
//! call of several. Training keeps each variable once; inference too, where a stack forgets what is used, because
//! storage ends with the function: keep what is large inside of a layer.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.5.6, algorithms 6.5 and 6.6.

#[doc(hidden)]
pub mod called;
mod items;
mod macros;
mod names;
mod plan;
mod reading;
mod reverse;
mod stream;
