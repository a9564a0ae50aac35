//! What a layer stores: a tree of named tensors, described once as data.
//!
//! [`LAYOUT`](Parameters::LAYOUT) is the one source. Optimizers, files, summaries and the
//! compile-time loader all walk it; the [`parameters!`](crate::parameters!) macro writes it.

mod array;
pub(crate) mod axes;
pub(crate) mod constant;
mod flat;
mod laws;
mod macros;
mod number_or_layer;
pub(crate) mod numbers;
mod order;
mod tensor;
mod tensor_name;
pub(crate) mod text;
mod visit;

pub use axes::Axes;
pub(crate) use axes::Layout;
pub use constant::{Constant, Ratio, Settings};
pub use flat::{CountError, as_mut_slice, as_slice, blend_towards, copy_from_slice, copy_to_slice};
#[doc(hidden)]
pub use number_or_layer::{All, NumberOf, NumberOfAll};
pub use number_or_layer::{NumberOrLayer, Only};
pub use order::PerAxis;
pub use tensor::{Leaf, Tensor};
pub use tensor_name::TensorName;
pub use visit::{
    copy_from, fill_zero, for_each, for_each_mut, for_each_pair, visit, visit_trained,
};

use crate::scalar::Printed;
use core::{fmt, marker::PhantomData, mem::MaybeUninit};

#[doc(hidden)]
pub use macros::__private;

/// The parameters of a layer or a network, and the type of their gradient.
///
/// Implement it with [`parameters!`](crate::parameters!), which needs no `unsafe` of yours.
///
/// # Laws
/// - `LAYOUT` lists every byte of `Self` that is not padding exactly once.
/// - It is numbers and nothing else, so that threads can share it.
/// - The trained tensors are those that `Gradient::LAYOUT` has too, under the same names and with
///   the same types; `()` has none.
///
/// # Safety
/// These laws, and `write_zeros` initialises the whole of `Self`: [`visit`] turns the offsets of
/// `LAYOUT` into references.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not list its parameters",
    label = "is not a layer that can be trained or stored",
    note = "a layer of your own lists its fields with `parameters!`, and one without any with `parameters! {{ [] Layer {{}} }}`"
)]
pub unsafe trait Parameters: NumberOrLayer + Sized + Send + Sync {
    /// A value of the same structure that holds ∂L/∂θ; `()` where nothing is trained.
    type Gradient: Parameters;

    /// The type as its author writes it, for errors and summaries.
    const NAME: &'static str;

    /// The const parameters of the type, in order; part of the
    /// [fingerprint](crate::weights::fingerprint) that files carry.
    const CONSTANTS: &'static [u64] = &[];

    /// The settings of the type, numbers that are [`Constant`]s, in the order of its fields; part of the
    /// [fingerprint](crate::weights::fingerprint), too. Empty where all are those that the layer says it
    /// has in files without settings.
    const SETTINGS: &'static [f64] = &[];

    /// The tensors and the layers inside, in the order in which files list them.
    const LAYOUT: &'static [Node];

    /// How many numbers are stored.
    const COUNT: usize = count(Self::LAYOUT);

    #[doc(hidden)]
    /// # Safety
    /// `slot` is valid for writes of `Self` and aligned.
    unsafe fn write_zeros(slot: *mut Self);

    /// Every parameter 0, built in place: nothing the size of a network crosses the stack.
    fn zeroed_in(slot: &mut MaybeUninit<Self>) -> &mut Self {
        // SAFETY: the slot is valid and aligned, and write_zeros initialises all of it.
        unsafe {
            Self::write_zeros(slot.as_mut_ptr());
            slot.assume_init_mut()
        }
    }

    /// Every parameter 0, by value: for networks that are small beside the stack.
    fn zeros() -> Self {
        let mut slot = MaybeUninit::uninit();
        Self::zeroed_in(&mut slot);
        // SAFETY: zeroed_in initialised it.
        unsafe { slot.assume_init() }
    }

    /// Every parameter 0, on the heap, without passing through the stack.
    #[cfg(feature = "alloc")]
    fn zeros_boxed() -> alloc::boxed::Box<Self> {
        let mut slot = alloc::boxed::Box::new_uninit();
        Self::zeroed_in(&mut slot);
        // SAFETY: zeroed_in initialised it.
        unsafe { slot.assume_init() }
    }
}

/// One entry of a layout: where it lies, what it is called, and what it is.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The name in its layer; empty for the inside of a wrapper, which adds no level to a path.
    pub name: &'static str,
    /// Bytes from the start of the layer that the layout belongs to.
    pub offset: usize,
    /// A tensor, or a layer.
    pub kind: NodeKind,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, Copy)]
pub enum NodeKind {
    /// A tensor of numbers.
    Leaf(Leaf),
    /// A layer with tensors of its own.
    Branch {
        /// [`Parameters::NAME`] of the layer.
        layer: &'static str,
        /// [`Parameters::CONSTANTS`] of the layer.
        constants: &'static [u64],
        /// [`Parameters::SETTINGS`] of the layer.
        settings: &'static [f64],
        /// [`Parameters::LAYOUT`] of the layer; offsets count from its start.
        nodes: &'static [Node],
    },
}

impl NodeKind {
    /// The entry of a layer inside another.
    pub const fn layer<L: Parameters>() -> Self {
        Self::Branch {
            layer: L::NAME,
            constants: L::CONSTANTS,
            settings: L::SETTINGS,
            nodes: L::LAYOUT,
        }
    }
}

/// How many numbers the tensors of a layout have.
pub(crate) const fn count(nodes: &[Node]) -> usize {
    let (mut sum, mut i) = (0, 0);
    while i < nodes.len() {
        sum += match nodes[i].kind {
            NodeKind::Leaf(leaf) => leaf.len(),
            NodeKind::Branch { nodes, .. } => count(nodes),
        };
        i += 1;
    }
    sum
}

/// How many of the numbers of `N` a training step changes.
pub const fn trained<N: Parameters>() -> usize {
    N::Gradient::COUNT
}

/// Writes what a layer is, without its numbers, as in `Dense<4, 16> (80 parameters)`: a body for
/// `Debug`, where a derived one would print every weight.
///
/// ```
/// use constnet::prelude::*;
/// use std::fmt;
///
/// struct Scale<const N: usize, T = f32> {
///     weight: SVector<T, N>,
/// }
/// parameters! { [const N: usize, T: Scalar] Scale<N, T> as T { weight: vector } }
///
/// impl<const N: usize, T: Scalar> fmt::Debug for Scale<N, T> {
///     fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
///         parameters::describe::<Self>(out)
///     }
/// }
/// assert_eq!(format!("{:?}", Scale::<3>::zeros()), "Scale<3> (3 parameters)");
/// ```
///
/// # Errors
/// As the formatter has them.
pub fn describe<L: Parameters>(out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let frozen = if trained::<L>() == 0 { ", not trained" } else { "" };
    write!(out, "{} ({} parameters{frozen})", __described::<L>(), L::COUNT)
}

/// The type with its sizes and settings, as in `Dense<4, 16>` and `LeakyRelu<0.01>`; for macros.
#[doc(hidden)]
pub const fn __described<L: Parameters>() -> impl fmt::Display {
    Described::<L>(PhantomData)
}

struct Described<L>(PhantomData<L>);

impl<L: Parameters> fmt::Display for Described<L> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(L::NAME)?;
        let mut before = "<";
        for constant in L::CONSTANTS {
            write!(out, "{before}{constant}")?;
            before = ", ";
        }
        for setting in L::SETTINGS {
            write!(out, "{before}{}", Printed(*setting))?;
            before = ", ";
        }
        out.write_str(if before == "<" { "" } else { ">" })
    }
}
