//! Weights in files: from PyTorch into flash, checked by the compiler.
//!
//! The files are [safetensors](https://github.com/huggingface/safetensors): a header of names, kinds
//! of number, shapes and places, then the numbers. One strict reader serves the compiler
//! ([`embed!`](crate::embed)), a byte slice in flash ([`Reader`]) and a disk; it needs neither `std`
//! nor an allocator.
//!
//! # From PyTorch
//! ```python
//! from export_pytorch import export        # scripts/export_pytorch.py of this repository
//! model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
//! # … train …
//! export(model, "policy.safetensors", torch.randn(3))
//! ```
//! ```standalone_crate
//! use constnet::{prelude::*, weights::TestPair};
//!
//! network!(pub Policy: 3 => (Dense<3, 4>, Tanh, Dense<4, 2>) => 2);
//! static POLICY: Policy = constnet::embed!("../../tests/data/weights/policy.safetensors");
//! static PAIR: TestPair<SVector<f32, 3>, SVector<f32, 2>> =
//!     TestPair::embed(include_bytes!("../../tests/data/weights/policy.safetensors"));
//!
//! // The numbers are the ones that were trained: PyTorch's output for PyTorch's input.
//! assert_eq!(PAIR.check_within(&POLICY, 1e-6), Ok(()));
//! ```
//! Position i of the stack reads the tensors of module i of the `nn.Sequential`. For named modules
//! there are [`Reader::prefix`] and [`Reader::table`]. `constnet-onnx`, a program of this package
//! (feature `onnx`), also writes the declaration, from an ONNX file. A file written by
//! `safetensors.torch.save_file(model.state_dict(), …)` can be read too; it has no [`TestPair`].
//!
//! # Batch normalisation
//! There is [no such layer](crate::BatchNorm) here. The export folds each batch norm of an
//! `nn.Sequential` into the `nn.Linear` or the convolution beside it, and the network is declared without it:
//! ```python
//! model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 2))
//! export(fold_batch_norm(model), "policy.safetensors", torch.randn(3))
//! ```
//! ```standalone_crate
//! # use constnet::{prelude::*, weights::TestPair};
//! network!(Policy: 3 => (Dense<3, 4>, Tanh, Dense<4, 2>) => 2);
//! static POLICY: Policy = constnet::embed!("../../tests/data/weights/batch_norm_f32.safetensors");
//! static PAIR: TestPair<SVector<f32, 3>, SVector<f32, 2>> =
//!     TestPair::embed(include_bytes!("../../tests/data/weights/batch_norm_f32.safetensors"));
//!
//! // The output is that of the model with its norms.
//! assert_eq!(PAIR.check_within(&POLICY, 1e-6), Ok(()));
//! ```
//! A model that is no `nn.Sequential` is folded by hand, with `torch.nn.utils.fusion.fuse_linear_bn_eval` or
//! `fuse_conv_bn_eval`; numbers that come without PyTorch, by
//! [`Dense::fold_batch_norm_after`](crate::Dense::fold_batch_norm_after) and its like of convolutions.
//!
//! # What is read
//! | in the file | network of `f32` | network of `f64` | network of `f16` or `bf16` |
//! |---|---|---|---|
//! | `F32` | as it is | exact | rounded |
//! | `F64` | rounded | as it is | rounded |
//! | `F16`, `BF16` | exact | exact | as it is; the other one rounded |
//! | any other | [`Dtype`](Error::Dtype) | [`Dtype`](Error::Dtype) | [`Dtype`](Error::Dtype) |
//!
//! Rounding is to nearest, ties to even; overflow is [`NotFinite`](Error::NotFinite). Networks of 16 bits
//! need the feature `half`; [`convert`] makes one from a network in memory.
//!
//! A weight is `[out, in]` row by row as in PyTorch, or in the layout that the reader is [told](Reader::layout),
//! or, in a file that says so, in the [native](Writer::native) one. What a layout makes of a tensor of up to four
//! axes, its field [states](crate::parameters::Axes).
//!
//! # From Keras, JAX and TensorFlow
//! They keep a dense weight as `[in, out]`, and a convolution's as `[kh, kw, in, out]`:
//! ```standalone_crate
//! # use constnet::{prelude::*, weights::TestPair};
//! use constnet::weights::{Layout, Reader};
//!
//! const KERAS: Reader<'_> = Reader::new()
//!     .layout(Layout::Keras)
//!     .table(&[("0.weight", "dense.kernel"), ("0.bias", "dense.bias")]);
//! network!(Policy: 3 => (Dense<3, 2>, Tanh) => 2);
//! static POLICY: Policy = constnet::embed!("../../tests/data/weights/keras.safetensors", KERAS);
//!
//! assert_eq!(POLICY.0, Dense::new([[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]], [0.5, -0.5]));
//! ```
//! A file of the other layout is refused by its shapes, and the error says so; but **the sizes of a square
//! matrix are the same in both**, and it is read transposed. A [`TestPair`] in the file finds out. A network trained
//! here goes back the same way: [`Writer::layout`] writes what Keras has, under the names of a table.
//!
//! # What is refused
//! Everything that the crate `safetensors` 0.8 refuses, and besides:
//! - what begins as another format does, which is named: [`NotSafetensors`](Error::NotSafetensors);
//! - headers of more than [`MAX_HEADER`] bytes or [`MAX_TENSORS`] tensors, or `__metadata__` of as
//!   many pairs;
//! - a header that does not begin with `{`, or is followed by anything but spaces;
//! - duplicate names, names with control characters or escapes (in `__metadata__`, the texts
//!   may have escapes), and `__metadata__` that is `null`;
//! - fields of a tensor other than `dtype`, `shape` and `data_offsets`: nothing nests deeper than
//!   the format does;
//! - tensors that the network does not know, unless [asked for](Reader::ignore_unknown);
//! - NaN and ±∞ in tensors that it does know, unless [asked for](Reader::allow_non_finite);
//! - a file that this crate wrote from a network of another [type](fingerprint), unless
//!   [asked for](Reader::ignore_fingerprint), or whose data do not have its [`checksum`].
//!
//! The sizes are those of the network's type: the file is compared with them and never chooses one.
//! Time is linear in the file, times log₂ n for a header of n entries, in whatever order they are: at most
//! 4·n·log₂ n comparisons of names and places. Reading takes a few KiB of stack, whatever the network.

pub(crate) mod bytes;
mod check;
mod checkpoint;
mod convert;
#[cfg(feature = "std")]
mod disk;
mod entry;
mod error;
mod fill;
mod fingerprint;
mod finite;
mod format;
mod header;
mod json;
mod load;
mod magic;
mod mapping;
mod message;
mod metadata;
mod number;
mod places;
mod quoted;
mod reader;
#[cfg(feature = "std")]
mod replace;
mod state;
mod test_pair;
mod writer;

pub use crate::parameters::axes::Layout;
pub use crate::parameters::numbers::{TensorNumbers, for_each_tensor};
pub(crate) use crate::parameters::text;
pub use checkpoint::Checkpoint;
pub use convert::{ConvertError, convert};
#[cfg(feature = "std")]
pub use disk::FileError;
pub use error::Error;
pub use fingerprint::{checksum, fingerprint};
pub use format::{MAX_HEADER, MAX_TENSORS};
pub use quoted::{Excerpt, Name, Shape};
pub use reader::Reader;
pub use state::StateOf;
pub use test_pair::{TestPair, verify};
pub use writer::Writer;
#[cfg(feature = "serde")]
pub(crate) use {check::shape, fingerprint::exact, finite::not_finite};

use crate::Parameters;
use format::FORMAT;

/// Reads a file into a network, as [`Reader::new`] does.
///
/// # Errors
/// Every [`Error`] of reading; the network is then what it was.
pub fn load_into<N: Parameters>(net: &mut N, bytes: &[u8]) -> Result<(), Error> {
    Reader::new().load_into(net, bytes)
}

/// A network as a file in PyTorch's layout, as [`Writer::new`] writes it.
///
/// # Errors
/// As [`Writer::write_to`], without `NoRoom`.
#[cfg(feature = "alloc")]
pub fn to_vec<N: Parameters>(net: &N) -> Result<alloc::vec::Vec<u8>, Error> {
    Writer::new().to_vec(net)
}

/// Saves a network to a file in PyTorch's layout, whole or not at all; [`load`] has an example. Needs the
/// feature `std`.
///
/// # Errors
/// As [`Writer::save`].
#[cfg(feature = "std")]
pub fn save<N: Parameters>(net: &N, path: impl AsRef<std::path::Path>) -> Result<(), FileError> {
    Writer::new().save(net, path)
}

/// Loads a network from a file, in place. Needs the feature `std`.
///
/// # Errors
/// As [`Reader::load_file`]; the network is then what it was.
///
/// # Example
/// ```
/// use constnet::{prelude::*, weights};
///
/// let path = std::env::temp_dir().join("line.safetensors");
/// weights::save(&Dense::new([[2.0_f32]], [1.0]), &path)?;
///
/// // A network to load into, in which nothing stands yet.
/// let mut line = Dense::<1, 1>::zeros();
/// weights::load(&mut line, &path)?;
/// assert_eq!(line.predict([3.0]), [7.0]);
///
/// let error = weights::load(&mut Dense::<2, 1>::zeros(), &path).unwrap_err();
/// assert!(error.to_string().contains("tensor `weight`: the network wants [1, 2], the file has [1, 1]"));
/// # std::fs::remove_file(path).ok();
/// # Ok::<(), weights::FileError>(())
/// ```
#[cfg(feature = "std")]
pub fn load<N: Parameters>(
    net: &mut N,
    path: impl AsRef<std::path::Path>,
) -> Result<(), FileError> {
    Reader::new().load_file(net, path)
}

/// A network from a safetensors file, at compile time: `embed!("policy.safetensors")`.
///
/// In a `static` or a `const` with the network's type, the compiler reads the file, checks it against
/// the type, and puts the weights where constants are: no code and no memory at run time. A file
/// that does not fit is an error in `cargo check`:
///
/// ```text
/// error[E0080]: evaluation panicked: tensor `2.weight`: the network wants [3, 16], the file has [2, 16] …
/// ```
///
/// The path is as in `include_bytes!`: relative to the source file. A [`Reader`] as the
/// second argument maps names, or says that the file is one of Keras, JAX or TensorFlow:
/// `embed!("actor.safetensors", Reader::new().prefix("actor.").layout(Layout::Keras))`.
///
/// The [`checksum`](crate::weights::checksum) of a file is compared at run time only; [`TestPair`](crate::weights::TestPair)
/// compares what the network computes. It adds to `cargo check` about 1 s for 100,000 parameters in
/// PyTorch's layout, and 0.7 s for a million in the [native](Writer::native) one.
///
/// ```standalone_crate
/// use constnet::prelude::*;
///
/// network!(Policy: 3 => (Dense<3, 4>, Tanh, Dense<4, 2>) => 2);
/// static POLICY: Policy = constnet::embed!("../../tests/data/weights/policy.safetensors");
///
/// assert_eq!(POLICY.predict([0.0, 0.0, 0.0]).len(), 2);
/// ```
/// It expands to
/// ```text
/// { #[allow(long_running_const_eval)] let net = Reader::new().embed(include_bytes!("…")); net }
/// ```
#[macro_export]
macro_rules! embed {
    ($path:expr $(,)?) => {
        $crate::embed!($path, $crate::weights::Reader::new())
    };
    ($network:ident, $path:literal $(,)?) => {
        $crate::__core::compile_error!(
            "`embed!` is told the file alone, and the network is the type of what it becomes: `static NET: Net = embed!(\"net.safetensors\");`"
        )
    };
    ($path:expr, $reader:expr $(,)?) => {{
        #[allow(long_running_const_eval, reason = "a loop over the weights of a checked file ends")]
        let net = $reader.embed($crate::__core::include_bytes!($path));
        net
    }};
}
