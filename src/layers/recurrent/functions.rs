//! The functions of a cell, as a type.

use crate::{Elementwise, Parameters};

/// The functions of a cell with gates, as a pair: that of its gates, from 0 to 1, and that of its candidate.
///
/// | | |
/// |---|---|
/// | `(Sigmoid, Tanh)` | the usual pair, accurate |
/// | `(FastSigmoid, FastTanh)` | in `f32` to a few 10⁻⁷, two to three times as fast: a step of an `Lstm` or a `Gru`, which has its products as well, takes 0.62 to 0.69 of the time (`benches/c`, Zen 3) |
/// | `(HardSigmoid, Tanh)` | Keras' `recurrent_activation="hard_sigmoid"` |
/// | `(Sigmoid, Relu)` | another candidate |
///
/// Each is an [`Elementwise`] layer without fields other than settings, and is part of the
/// [fingerprint](crate::weights::fingerprint) of files.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let cell = Lstm::new([[[1.0]]; 4], [[[0.0]]; 4], [[0.0]; 4]);
/// let exact = cell.forward(&[SVector::from([0.5])]);
/// let fast = cell.functions::<(FastSigmoid, FastTanh)>().forward(&[SVector::from([0.5_f32])]);
/// assert!((exact[0] - fast[0]).amax() < 1e-6);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` are not the functions of a cell",
    label = "expected a pair such as `(Sigmoid, Tanh)`",
    note = "a pair of functions of one number: that of the gates, and that of the candidate"
)]
pub trait Functions: Parameters {
    /// That of the gates.
    type Gate: Elementwise + Default;
    /// That of the candidate, and of what an LSTM remembers.
    type Candidate: Elementwise + Default;
}

impl<S, C> Functions for (S, C)
where
    S: Elementwise + Default + Parameters,
    C: Elementwise + Default + Parameters,
{
    type Gate = S;
    type Candidate = C;
}
