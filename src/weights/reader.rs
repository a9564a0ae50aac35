//! What a reader of files is asked for; what it does stands in `load`.

use super::mapping::Mapping;
use crate::parameters::Layout;

/// Reads safetensors files into networks.
///
/// What is not asked for is refused: [`new`](Self::new) is the strictest reader.
///
/// # Example
/// ```
/// use constnet::{prelude::*, weights::{Error, Reader}};
///
/// let trained = (Dense::new([[1.0_f32, 2.0]], [3.0]), Tanh);
/// let file = constnet::weights::to_vec(&trained)?;
///
/// let mut net = <(Dense<2, 1>, Tanh)>::zeros();
/// Reader::new().load_into(&mut net, &file)?;
/// assert_eq!(net.0.weight, trained.0.weight);
///
/// // The same file is no network of two outputs.
/// let mut wider = <(Dense<2, 2>, Tanh)>::zeros();
/// let error = Reader::new().load_into(&mut wider, &file).unwrap_err();
/// assert!(error.to_string().starts_with("tensor `0.weight`: the network wants [2, 2], the file has [1, 2]"));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Reader<'a> {
    pub(super) mapping: Mapping<'a>,
    pub(super) layout: Layout,
    pub(super) ignore_unknown: bool,
    pub(super) allow_non_finite: bool,
    pub(super) ignore_fingerprint: bool,
    /// The numbers of the file are those of the network: a training goes on with the same bits.
    pub(super) exact: bool,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Reader<'a> {
    /// A reader of files that name tensors as the network does: `0.weight`, `0.bias`, `2.weight`, as PyTorch's
    /// `nn.Sequential` also does.
    pub const fn new() -> Self {
        Self::with(Mapping::UNCHANGED)
    }

    pub(super) const fn with(mapping: Mapping<'a>) -> Self {
        Self {
            mapping,
            layout: Layout::Torch,
            ignore_unknown: false,
            allow_non_finite: false,
            ignore_fingerprint: false,
            exact: false,
        }
    }

    /// Names in the file begin with `prefix`: `"actor."` for a module `self.actor`.
    pub const fn prefix(mut self, prefix: &'a str) -> Self {
        self.mapping.prefix = prefix;
        self
    }

    /// Layers or tensors of the network and what the file calls them:
    /// `&[("0", "fc1"), ("2", "fc2")]` reads `fc1.weight` into the weight of layer 0. The first
    /// pair that fits counts; a path without one keeps its name.
    pub const fn table(mut self, table: &'a [(&'a str, &'a str)]) -> Self {
        self.mapping.table = table;
        self
    }

    /// The file lists the axes of tensors as this layout does; PyTorch's by default.
    ///
    /// Names are those of the file: Keras' `kernel`s need a [`table`](Self::table).
    ///
    /// ```
    /// use constnet::{prelude::*, weights::{Error, Layout, Reader}};
    ///
    /// // Two inputs, one output: `[in, out]`, as JAX has it.
    /// let header = r#"{"kernel": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
    ///     "bias": {"dtype": "F32", "shape": [1], "data_offsets": [8, 12]}}"#;
    /// let mut file = (header.len() as u64).to_le_bytes().to_vec();
    /// file.extend(header.bytes());
    /// file.extend([1.0_f32, 2.0, 3.0].iter().flat_map(|number| number.to_le_bytes()));
    ///
    /// const KERAS: Reader<'_> = Reader::new().layout(Layout::Keras).table(&[("weight", "kernel")]);
    /// let layer: Dense<2, 1> = KERAS.load(&file)?;
    /// assert_eq!(layer, Dense::new([[1.0, 2.0]], [3.0]));
    ///
    /// let error = KERAS.layout(Layout::Torch).load::<Dense<2, 1>>(&file).unwrap_err();
    /// assert!(error.to_string().starts_with(
    ///     "tensor `kernel`: the network wants [1, 2], the file has [2, 1], as in `Layout::Keras`"
    /// ));
    /// # Ok::<(), Error>(())
    /// ```
    /// Where the sizes are equal, as those of a square matrix are, a file of the wrong layout is read transposed, and
    /// only a [`TestPair`](super::TestPair) tells. A file that [`Writer::layout`](super::Writer::layout) wrote states
    /// its own layout, and that one counts.
    #[doc(alias = "transpose")]
    pub const fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Tensors that the network does not know are passed over.
    pub const fn ignore_unknown(mut self) -> Self {
        self.ignore_unknown = true;
        self
    }

    /// NaN and ±∞ are read as they are.
    pub const fn allow_non_finite(mut self) -> Self {
        self.allow_non_finite = true;
        self
    }

    /// A file that was written from a network of another type is read if names and shapes fit.
    pub const fn ignore_fingerprint(mut self) -> Self {
        self.ignore_fingerprint = true;
        self
    }

    /// One part of a checkpoint.
    pub(super) const fn part(prefix: &'a str) -> Self {
        let mut reader = Self::new().prefix(prefix).ignore_unknown();
        reader.exact = true;
        reader
    }
}
