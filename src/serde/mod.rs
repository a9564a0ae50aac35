//! Networks, what optimizers remember, and whole trainings in any format of the crate `serde`. Needs
//! the feature `serde`, and neither `std` nor an allocator.
//!
//! For JSON and its like, which people and other programs read, and for binary formats. Files that a
//! compiler embeds or that PyTorch reads are those of [`weights`](crate::weights).
//!
//! | what | written by | read by |
//! |---|---|---|
//! | a network, a gradient, an optimizer's slots | [`Tensors`] | [`TensorsMut`], in place |
//! | a field of yours that is a small network | `#[serde(with = "constnet::serde")]` | the same |
//! | network, memory and counts of a training | [`Training`] | [`TrainingMut`], in place |
//! | [`Checkpoint`](crate::weights::Checkpoint) and [`Memory`](crate::optimizers::Memory), by value | itself | itself |
//! | a [`Generator`](crate::random::Generator) | `#[serde(with = "constnet::serde::generator")]` | the same |
//!
//! # Format
//! ```text
//! {"network": "c24e…", "tensors": {"0.weight": [[1.0, 2.0]], "0.bias": [3.0]}}
//! ```
//! The names are those of weight files; a matrix is a sequence of rows, as in PyTorch, a vector
//! a sequence of numbers, and a tensor of more axes sequences in sequences: their lengths are the shape. `network` is the
//! [fingerprint](crate::weights::fingerprint), as 16 digits where people read; it may be left out
//! where the format names fields, and is compared last. In formats that do not say what their values
//! are, such as postcard, it stands for the type of the numbers too.
//!
//! # What is refused
//! Tensors that are missing, duplicated, unknown to the network, or of another
//! shape; fields that are missing, duplicated or unknown; another fingerprint, and another
//! optimizer. NaN and ±∞ are an error both ways, never `null`. Each error names the tensor, what was
//! found and what was expected. After an error of reading, the target is what it was.
//!
//! Finite numbers come back to the bit if the format keeps them: `serde_json` does with its feature
//! `float_roundtrip`.
//!
//! # Example
//! ```
//! use constnet::{prelude::*, serde::{Tensors, TensorsMut}};
//! use serde::{Deserialize, Serialize, de::DeserializeSeed};
//!
//! network!(Policy: 2 => (Dense<2, 1>, Tanh) => 1);
//!
//! #[derive(Serialize, Deserialize)]
//! struct Robot {
//!     name: String,
//!     #[serde(with = "constnet::serde")]
//!     policy: Policy,
//! }
//!
//! let policy = (Dense::new([[1.0, 2.0]], [3.0]), Tanh);
//! let text = serde_json::to_string(&Robot { name: "Ada".into(), policy })?;
//! assert!(text.contains(r#""tensors":{"0.weight":[[1.0,2.0]],"0.bias":[3.0]}"#));
//! let mut robot: Robot = serde_json::from_str(&text)?;
//! assert_eq!(robot.policy.0.bias[0], 3.0);
//!
//! // In place: nothing the size of a network crosses the stack.
//! let text = r#"{"tensors": {"0.weight": [[1.0, 2.0, 4.0]], "0.bias": [3.0]}}"#;
//! let mut input = serde_json::Deserializer::from_str(text);
//! let error = TensorsMut::new(&mut robot.policy).deserialize(&mut input).unwrap_err();
//! assert!(error.to_string().starts_with("tensor `0.weight`: expected [1, 2], found [1, 3]"));
//! # Ok::<(), serde_json::Error>(())
//! ```

mod fields;
pub mod generator;
mod tensors;
mod training;

pub use tensors::{Tensors, TensorsMut};
pub use training::{Training, TrainingMut};

use crate::Parameters;
use ::serde::{Deserializer, Serializer, de::DeserializeSeed, ser::Serialize};

/// Serialises a network, as [`Tensors`] does. Needs the feature `serde`.
///
/// # Errors
/// Those of the serializer, and of numbers that are not finite.
pub fn serialize<N: Parameters, S: Serializer>(net: &N, serializer: S) -> Result<S::Ok, S::Error> {
    Tensors(net).serialize(serializer)
}

/// Deserialises a network by value: for networks that are small beside the stack. [`TensorsMut`] is
/// for others. Needs the feature `serde`.
///
/// # Errors
/// Those of the deserializer and of [this module](self).
pub fn deserialize<'de, N: Parameters, D: Deserializer<'de>>(input: D) -> Result<N, D::Error> {
    let mut net = N::zeros();
    tensors::Fill(&mut net).deserialize(input)?;
    Ok(net)
}
