//! From one kind of number to another: a network that was trained in `f32`, stored in 16 bits.

use super::{Name, fingerprint::fingerprint, finite::not_finite, text::Text};
use crate::{
    Parameters,
    parameters::{
        PerAxis,
        numbers::{for_each_tensor, with_leaf},
    },
    scalar::Kind,
};
use core::fmt;

/// Copies all parameters to a network of the same layers in another kind of number, each rounded to
/// the nearest, ties to even.
///
/// Both must have the same [`fingerprint`](super::fingerprint()); networks that differ in a layer, an
/// activation or a size do not compile (`cargo build` says so, not `cargo check`).
///
/// # Errors
/// If a number is not finite, or would not be in the other kind: beyond 65,504 for `half::f16`. Then
/// nothing has changed.
///
/// # Example
/// ```
/// use constnet::{prelude::*, weights};
/// use half::f16;
///
/// network!(Policy: 2 => (Dense<2, 1>, Tanh) => 1);
/// network!(Small: 2 => (Dense<2, 1, f16>, Tanh) => 1);
///
/// let trained: Policy = (Dense::new([[0.1, -0.25]], [1.0]), Tanh);
/// let mut small = Small::zeros();
/// weights::convert(&trained, &mut small)?;
/// // 0.1 has 11 binary digits now; the others are as they were.
/// assert_eq!(f32::from(small.0.weight[0]), 0.099975586);
/// assert_eq!(f32::from(small.0.weight[1]), -0.25);
/// assert_eq!(size_of::<Small>() * 2, size_of::<Policy>());
/// # Ok::<(), weights::ConvertError>(())
/// ```
pub fn convert<A: Parameters, B: Parameters>(from: &A, to: &mut B) -> Result<(), ConvertError> {
    const {
        assert!(
            fingerprint::<A>() == fingerprint::<B>(),
            "these networks differ in more than their kind of number: convert copies between networks of the same layers and sizes"
        );
    }
    let mut error = Ok(());
    let mut number = 0;
    // Everything is looked at before anything is written.
    for_each_tensor(from, |path, leaf, numbers| {
        with_leaf(to, number, |_, to_leaf, target| {
            let wrong = (0..)
                .map_while(|i| numbers.value(i))
                .enumerate()
                .find(|&(_, value)| !target.rounded(value).is_finite());
            if let Some((place, found)) = wrong
                && error.is_ok()
            {
                error = Err(ConvertError {
                    tensor: Name::new(path.as_bytes()),
                    index: leaf.index(place),
                    found,
                    to: to_leaf.kind,
                });
            }
        });
        number += 1;
    });
    error?;
    number = 0;
    for_each_tensor(from, |_, _, numbers| {
        with_leaf(to, number, |_, _, mut target| {
            (0..).map_while(|i| numbers.value(i)).enumerate().for_each(|(i, v)| target.set(i, v));
        });
        number += 1;
    });
    Ok(())
}

/// A number that cannot be stored in the other kind.
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ConvertError {
    /// The tensor.
    pub tensor: Name,
    /// Where in the tensor it stands: its number on each axis, in PyTorch's order.
    pub index: PerAxis,
    /// The number.
    pub found: f64,
    /// The kind of number that was to be stored.
    pub to: Kind,
}

impl fmt::Display for ConvertError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tensor, index, found, to } = self;
        write!(out, "tensor `{tensor}`: expected a finite number, found ")?;
        if found.is_finite() {
            write!(out, "{found}, ")?;
        }
        let place = index.place(Text::<96>::new());
        write!(out, "{} ({})", not_finite(*found, *to), place.as_str())
    }
}

sentence! { ConvertError }

impl core::error::Error for ConvertError {}
