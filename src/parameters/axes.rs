//! How a field states its axes: the names of those in memory, and what files make of them.

use super::{
    order::{MOST, Order},
    text::Text,
};

/// In which order files list the axes of a tensor.
///
/// | | PyTorch | Keras, JAX (Flax, Haiku), TensorFlow |
/// |---|---|---|
/// | dense | `[out, in]` | `[in, out]` |
/// | convolution over a sequence | `[out, in, k]` | `[k, in, out]` |
/// | convolution over an image | `[out, in, kh, kw]` | `[kh, kw, in, out]` |
///
/// Where the sizes of both orders are equal, as those of a square matrix are, no reader can tell a file of
/// one layout from a file of the other. A [`TestPair`](crate::weights::TestPair) can.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// PyTorch's, and that of what this crate writes unless it is told otherwise.
    #[default]
    Torch,
    /// That of Keras, JAX and TensorFlow.
    #[doc(alias = "JAX")]
    #[doc(alias = "TensorFlow")]
    Keras,
}

impl Layout {
    /// Every layout.
    pub(crate) const ALL: [Self; 2] = [Self::Torch, Self::Keras];
}

/// The axes of a field of the kind `tensor`, for [`parameters!`](crate::parameters!).
///
/// [`memory`](Self::memory) names the levels of the array from the outermost to the innermost, whose numbers
/// lie side by side. [`torch`](Self::torch) and [`keras`](Self::keras) say how files list them; a layout that
/// is not stated lists them as they lie in memory. Parentheses make one axis of several, and `1` is an axis of
/// size 1. The notation is that of the Python package einops.
///
/// A field has at most four levels, and a file at most four axes. Each name stands in each list exactly once:
/// another list does not compile.
///
/// # Example
/// The weight of a convolution over images, and the four gates of an LSTM, which a file knows as one matrix:
/// ```
/// use constnet::{parameters::{Axes, for_each}, prelude::*, weights::Layout};
///
/// struct Cell {
///     kernel: [[[[f32; 5]; 4]; 3]; 2],
///     gates: [[[f32; 7]; 4]; 6],
/// }
/// parameters! { [] Cell as f32 {
///     kernel: tensor(Axes::memory("row column in out").torch("out in row column")),
///     gates: tensor(Axes::memory("in gate unit").torch("(gate unit) in").keras("in (gate unit)")),
/// } }
///
/// let mut shapes = Vec::new();
/// for_each(&Cell::zeros(), |_, leaf, _: &[f32]| {
///     shapes.push([leaf.shape(Layout::Torch), leaf.shape(Layout::Keras)].map(|s| s.to_string()));
/// });
/// assert_eq!(shapes, [["[5, 4, 2, 3]", "[2, 3, 4, 5]"], ["[28, 6]", "[6, 28]"]]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axes {
    memory: &'static str,
    /// The levels themselves.
    levels: Order,
    torch: Order,
    keras: Order,
    /// The name of a second tensor of PyTorch's files, which is added.
    summand: Option<&'static str>,
    /// How many inputs a file of Keras may list instead of one, each with outputs of its own.
    depthwise: Option<usize>,
    /// Which row of a tensor of Keras' files this is, and of how many.
    keras_row: Option<[usize; 2]>,
}

impl Axes {
    /// The axes as they lie in memory, the outermost level of the array first.
    ///
    /// # Panics
    /// If there are more than four, if there are duplicate names, or if one is no name. So do all other methods:
    /// at compile time, because [`parameters!`](crate::parameters!) evaluates them in a constant.
    #[track_caller]
    pub const fn memory(axes: &'static str) -> Self {
        let order = read(axes, None);
        Self {
            memory: axes,
            levels: order,
            torch: order,
            keras: order,
            summand: None,
            depthwise: None,
            keras_row: None,
        }
    }

    /// The axes as a file of PyTorch lists them.
    #[track_caller]
    pub const fn torch(mut self, axes: &str) -> Self {
        self.torch = self.torch.listed_as(&read(axes, Some(self.memory)));
        self
    }

    /// The axes as a file of Keras, JAX or TensorFlow lists them.
    #[track_caller]
    pub const fn keras(mut self, axes: &str) -> Self {
        self.keras = self.keras.listed_as(&read(axes, Some(self.memory)));
        self
    }

    /// Files of a layout list the blocks along an axis in an order of their own: first the one that is
    /// number `order[0]` in memory. An axis of at most 8 blocks can have one, and one axis of each layout.
    ///
    /// The gates of a GRU are r, z, n in PyTorch and z, r, n in Keras:
    /// ```
    /// use constnet::{parameters::Axes, weights::Layout};
    ///
    /// const GATES: Axes = Axes::memory("in gate unit")
    ///     .torch("(gate unit) in")
    ///     .keras("in (gate unit)")
    ///     .blocks(Layout::Keras, "gate", &[1, 0, 2]);
    /// assert_ne!(GATES, GATES.blocks(Layout::Keras, "gate", &[0, 1, 2]));
    /// ```
    #[track_caller]
    pub const fn blocks(mut self, layout: Layout, axis: &str, order: &[usize]) -> Self {
        let Some(level) = find(self.memory, axis) else {
            refuse("memory has no axis `", axis, "` whose blocks could have an order")
        };
        match layout {
            Layout::Torch => self.torch = self.torch.in_blocks(level, order),
            Layout::Keras => self.keras = self.keras.in_blocks(level, order),
        }
        self
    }

    /// Files of PyTorch have two tensors of this shape, the second under another name beside that of the field;
    /// the field is their sum, rounded once. What is written is the field, and zeros.
    ///
    /// A recurrent cell of PyTorch has two biases, of which only the sum counts:
    /// ```
    /// use constnet::{parameters::Axes, prelude::*, weights};
    ///
    /// struct Cell {
    ///     bias_ih: [f32; 2],
    /// }
    /// parameters! { [] Cell as f32 { bias_ih: tensor(Axes::memory("unit").torch_sum_with("bias_hh")) } }
    ///
    /// let file = weights::to_vec(&Cell { bias_ih: [1.0, 2.0] })?;
    /// let header = String::from_utf8_lossy(&file);
    /// assert!(header.contains(r#""bias_ih":{"dtype":"F32","shape":[2],"#));
    /// assert!(header.contains(r#""bias_hh":{"dtype":"F32","shape":[2],"#));
    /// assert_eq!(weights::Reader::new().load::<Cell>(&file)?.bias_ih, [1.0, 2.0]);
    /// # Ok::<(), weights::Error>(())
    /// ```
    pub const fn torch_sum_with(mut self, name: &'static str) -> Self {
        self.summand = Some(name);
        self
    }

    /// Of a convolution whose outputs see one input each, files of Keras may list the last two axes, one input and all
    /// outputs, as the inputs and the outputs of each: the same numbers in the same order. A `DepthwiseConv2D` does, a
    /// `Conv2D` with groups does not.
    pub(crate) const fn keras_depthwise(mut self, per: usize, inputs: usize) -> Self {
        self.depthwise = if per == 1 && inputs > 0 { Some(inputs) } else { None };
        self
    }

    pub(super) const fn depthwise(&self) -> Option<usize> {
        self.depthwise
    }

    /// Files of Keras have one tensor of `rows` rows for as many fields, and this field is number `row` of them: it has
    /// the tensor's name, and so have the others, by a [`table`](crate::weights::Reader::table). They stand one after the
    /// other, or no file of Keras is written.
    ///
    /// A GRU of Keras has its two biases as rows of one:
    /// ```
    /// use constnet::{parameters::Axes, prelude::*, weights::{Error, Layout, Reader}};
    ///
    /// struct Biases {
    ///     of_input: [f32; 2],
    ///     of_hidden: [f32; 2],
    /// }
    /// parameters! { [] Biases as f32 {
    ///     of_input: tensor(Axes::memory("unit").keras_row(0, 2)),
    ///     of_hidden: tensor(Axes::memory("unit").keras_row(1, 2)),
    /// } }
    ///
    /// let header = r#"{"bias": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}"#;
    /// let mut file = (header.len() as u64).to_le_bytes().to_vec();
    /// file.extend(header.bytes());
    /// file.extend([1.0_f32, 2.0, 3.0, 4.0].iter().flat_map(|number| number.to_le_bytes()));
    ///
    /// let keras = Reader::new().layout(Layout::Keras).table(&[("of_input", "bias"), ("of_hidden", "bias")]);
    /// let Biases { of_input, of_hidden } = keras.load(&file)?;
    /// assert_eq!((of_input, of_hidden), ([1.0, 2.0], [3.0, 4.0]));
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub const fn keras_row(mut self, row: usize, rows: usize) -> Self {
        assert!(row < rows, "axes of a tensor: a row is below the number of rows");
        assert!(
            self.keras.rank() < MOST,
            "axes of a tensor: no file has rows of a tensor of four axes"
        );
        self.keras_row = Some([row, rows]);
        self
    }

    pub(super) const fn keras_row_of(&self) -> Option<[usize; 2]> {
        self.keras_row
    }

    pub(super) const fn summand(&self) -> Option<&'static str> {
        self.summand
    }

    pub(super) const fn in_memory(&self) -> Order {
        self.levels
    }

    pub(super) const fn order(&self, layout: Layout) -> Order {
        match layout {
            Layout::Torch => self.torch,
            Layout::Keras => self.keras,
        }
    }

    /// A matrix that lies column by column.
    pub(super) const MATRIX: Self = Self::memory("column row").torch("row column");
    /// A vector.
    pub(super) const VECTOR: Self = Self::memory("row");
}

#[track_caller]
const fn refuse(before: &str, text: &str, after: &str) -> ! {
    let message: Text<200> = Text::new().str("axes of a tensor: ").str(before).str(text).str(after);
    panic!("{}", message.as_str())
}

/// Where the next word of a list is: a name, a number or a parenthesis.
const fn word(list: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut start = from;
    while start < list.len() && list[start] == b' ' {
        start += 1;
    }
    if start == list.len() {
        return None;
    }
    let mut end = start + 1;
    if is_in_names(list[start]) {
        while end < list.len() && is_in_names(list[end]) {
            end += 1;
        }
    }
    Some((start, end))
}

const fn is_in_names(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// Which word of memory's list a name is.
const fn find(memory: &str, name: &str) -> Option<usize> {
    let (memory, name) = (memory.as_bytes(), name.as_bytes());
    let (mut at, mut level) = (0, 0);
    while let Some((start, end)) = word(memory, at) {
        let mut same = 0;
        while same < name.len() && start + same < end && memory[start + same] == name[same] {
            same += 1;
        }
        if same == name.len() && start + same == end {
            return Some(level);
        }
        (at, level) = (end, level + 1);
    }
    None
}

/// Reads a list of axes; with that of memory it is a file's, whose names are memory's.
#[track_caller]
const fn read(list: &str, memory: Option<&str>) -> Order {
    let mut order = Order::NONE;
    let (mut at, mut inside) = (0, false);
    while let Some((start, end)) = word(list.as_bytes(), at) {
        let text = list.split_at(end).0.split_at(start).1;
        let first = text.as_bytes()[0];
        let axis = match (first, memory) {
            (b'(', Some(_)) if !inside => {
                inside = true;
                order.axis()
            }
            (b')', Some(_)) if inside => {
                inside = false;
                true
            }
            (b'1', Some(_)) if !inside && text.len() == 1 => order.axis(),
            _ if first.is_ascii_alphabetic() || first == b'_' => {
                let level = match memory {
                    Some(memory) => find(memory, text),
                    // A name that stood before is found at its first place.
                    None => match find(list, text) {
                        Some(level) if level == order.count() => Some(level),
                        _ => refuse("`", text, "` is twice in memory"),
                    },
                };
                let Some(level) = level else {
                    refuse("a file lists `", text, "`, which memory lacks")
                };
                let room = inside || order.axis();
                match order.part(level) {
                    Ok(()) => room,
                    Err(true) => refuse("a file lists `", text, "` twice"),
                    Err(false) => false,
                }
            }
            _ => refuse("`", text, "` is no name of an axis"),
        };
        if !axis {
            refuse("`", list, "` has more than four");
        }
        at = end;
    }
    if inside {
        refuse("`", list, "` lacks a `)`");
    }
    if let Some(memory) = memory {
        let (mut at, mut level) = (0, 0);
        while let Some((start, end)) = word(memory.as_bytes(), at) {
            if !order.lists(level) {
                let name = memory.split_at(end).0.split_at(start).1;
                refuse("a file does not list `", name, "`");
            }
            (at, level) = (end, level + 1);
        }
    }
    if order.count() == 0 {
        refuse("`", list, "` names none");
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whole() {
        assert_eq!(find("kh kw in out", "kw"), Some(1));
        assert_eq!(find("kh kw in out", "k"), None);
        assert_eq!(find("k kh", "kh"), Some(1));
        assert_eq!(find("", "k"), None);
    }

    /// What stands wrong in a statement, by the words of the error.
    #[test]
    fn wrong_statements_are_refused_in_words() {
        type Statement = fn() -> Axes;
        let cases: [(Statement, &str); 13] = [
            (|| Axes::memory(""), "`` names none"),
            (|| Axes::memory("a b a"), "`a` is twice in memory"),
            (|| Axes::memory("a b c d e"), "`a b c d e` has more than four"),
            (|| Axes::memory("(a b)"), "`(` is no name of an axis"),
            (|| Axes::memory("a 1"), "`1` is no name of an axis"),
            (|| Axes::memory("a b").torch("b"), "a file does not list `a`"),
            (|| Axes::memory("a b").torch("b a b"), "a file lists `b` twice"),
            (|| Axes::memory("a b").torch("b a c"), "a file lists `c`, which memory lacks"),
            (|| Axes::memory("a b").torch("(b a"), "`(b a` lacks a `)`"),
            (|| Axes::memory("a b").torch("((b a))"), "`(` is no name of an axis"),
            (|| Axes::memory("a b").keras("1 1 1 b a"), "`1 1 1 b a` has more than four"),
            (
                || Axes::memory("a b").blocks(Layout::Keras, "c", &[0]),
                "memory has no axis `c` whose blocks could have an order",
            ),
            (
                || Axes::memory("a b").blocks(Layout::Keras, "a", &[0, 2]),
                "the order of blocks is not one of the numbers from 0 on, each once, and at most 8",
            ),
        ];
        for (statement, words) in cases {
            let panic = std::panic::catch_unwind(statement).unwrap_err();
            let message = match panic.downcast_ref::<std::string::String>() {
                Some(message) => message,
                None => *panic.downcast_ref::<&str>().unwrap(),
            };
            assert_eq!(message, std::format!("axes of a tensor: {words}"));
        }
    }
}
