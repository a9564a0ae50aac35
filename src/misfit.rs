//! Sizes in a layer's type that the compiler cannot compute, checked where a network is declared.

use crate::parameters::text::Text;
use core::fmt;

/// Why a layer does not take an input, though its type does: a size that only its user can state is not the
/// one that the input makes.
///
/// The compiler can compare the sizes of types, but not add them. So the sum of the parts of a
/// [`Concat`](crate::Concat) is stated in its type, and a constant says whether it is the right one:
/// [`Backward::MISFIT`](crate::Backward::MISFIT), which [`network!`](crate::network!) looks at.
///
/// # Example
/// A layer of your own that takes every second feature, and must be told how many that are:
/// ```
/// use constnet::{Misfit, prelude::*};
///
/// const fn misfit(features: usize, stated: usize) -> Option<Misfit> {
///     let right = features.div_ceil(2);
///     if stated == right {
///         return None;
///     }
///     let message = Misfit::new("EverySecond<").number(stated).text(">: every second of ");
///     Some(message.number(features).text(" features are ").number(right))
/// }
///
/// assert!(misfit(5, 3).is_none());
/// assert_eq!(
///     misfit(5, 2).unwrap().to_string(),
///     "EverySecond<2>: every second of 5 features are 3"
/// );
/// ```
#[derive(Clone, Copy)]
pub struct Misfit(Text<200>);

impl Misfit {
    /// The beginning of a message: the layer, as its user has written it.
    pub const fn new(text: &str) -> Self {
        Self(Text::new().str(text))
    }

    /// The message goes on.
    #[must_use]
    pub const fn text(self, text: &str) -> Self {
        Self(self.0.str(text))
    }

    /// The message goes on with a number.
    #[must_use]
    pub const fn number(self, number: usize) -> Self {
        Self(self.0.number(number as u64))
    }

    /// The message.
    pub const fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The first misfit among those of several layers: the `MISFIT` of a layer around others.
    pub const fn first(layers: &[Option<Self>]) -> Option<Self> {
        let mut i = 0;
        while i < layers.len() {
            if layers[i].is_some() {
                return layers[i];
            }
            i += 1;
        }
        None
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Misfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Misfit({})", self.as_str())
    }
}

/// Fails where there is a misfit, in the constant of the caller's.
#[doc(hidden)]
#[track_caller]
pub const fn fits(misfit: Option<Misfit>) {
    if let Some(misfit) = misfit {
        panic!("{}", misfit.as_str());
    }
}
