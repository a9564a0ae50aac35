//! A tensor: an array of numbers at a leaf of the layout.

use super::{
    axes::{Axes, Layout},
    order::{IDENTITY, Lines, MOST, Order, PerAxis},
};
use crate::{Weight, scalar::Kind};
use core::any::TypeId;
use nalgebra::SMatrix;

/// The description of a tensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// How many numbers.
    len: usize,
    /// The sizes of the levels in memory, from the outermost; 1 where there is none.
    sizes: [usize; MOST],
    /// The numbers as they lie, and as files of the layouts list them.
    memory: Order,
    torch: Order,
    keras: Order,
    /// The name of a second tensor of PyTorch's files, which is added.
    summand: Option<&'static str>,
    /// How many inputs a file of Keras may list instead of one.
    depthwise: Option<usize>,
    /// Which row of a tensor of Keras' files this is, and of how many.
    keras_row: Option<[usize; 2]>,
    /// The kind of number.
    pub kind: Kind,
    /// The type of number, which a kind does not tell apart from others of elsewhere.
    number: TypeId,
}

/// What can be a leaf: an array of numbers in up to four levels, one in the other and nothing between them.
///
/// # Safety
/// `Self` is as many values of `Scalar` as the product of `SIZES`, and nothing else.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tensor",
    label = "a `matrix` or `vector` of a layer is an `SMatrix` or `SVector`, and a `tensor` an array in up to four levels",
    note = "parameters lie inside the layer itself, not behind a pointer; a layer inside is of the kind `layer`"
)]
pub unsafe trait Tensor {
    /// The numbers inside.
    type Scalar: Weight;
    /// The sizes of the levels, of the outermost first: the numbers of the last lie side by side.
    const SIZES: &'static [usize];
}

// SAFETY: SMatrix is a transparent-in-size wrapper of [[W; R]; C]; the assertion in `Leaf::new`
// holds that size for every instance that is used.
unsafe impl<W: Weight, const R: usize, const C: usize> Tensor for SMatrix<W, R, C> {
    type Scalar = W;
    const SIZES: &'static [usize] = &[C, R];
}

/// Arrays in so many levels.
macro_rules! arrays {
    ($($array:ty: $($SIZE:ident)+;)+) => {$(
        // SAFETY: an array is its elements, one after the other.
        unsafe impl<W: Weight, $(const $SIZE: usize),+> Tensor for $array {
            type Scalar = W;
            const SIZES: &'static [usize] = &[$($SIZE),+];
        }
    )+};
}
arrays! {
    [W; A]: A;
    [[W; B]; A]: A B;
    [[[W; C]; B]; A]: A B C;
    [[[[W; D]; C]; B]; A]: A B C D;
}

/// How many numbers a tensor has.
pub(super) const fn len<M: Tensor>() -> usize {
    let (mut len, mut i) = (1_usize, 0);
    while i < M::SIZES.len() {
        len = match len.checked_mul(M::SIZES[i]) {
            Some(len) => len,
            None => panic!("a tensor has more numbers than a `usize` can count"),
        };
        i += 1;
    }
    assert!(size_of::<M>() == len * size_of::<M::Scalar>());
    len
}

impl Leaf {
    /// The leaf of a tensor type whose levels are those that the axes name.
    ///
    /// # Panics
    /// If they are not; at compile time, as [`Axes`] do, where [`parameters!`](crate::parameters!) asks for it.
    #[track_caller]
    pub const fn new<M: Tensor>(axes: Axes) -> Self {
        let (memory, torch, keras) =
            (axes.in_memory(), axes.order(Layout::Torch), axes.order(Layout::Keras));
        assert!(
            M::SIZES.len() == memory.count(),
            "axes of a tensor: they are not as many as the levels of the array"
        );
        let (mut sizes, mut i) = ([1; MOST], 0);
        while i < M::SIZES.len() {
            sizes[i] = M::SIZES[i];
            i += 1;
        }
        assert!(
            torch.has_blocks_of(&sizes) && keras.has_blocks_of(&sizes),
            "axes of a tensor: an order of blocks lists not as many as the axis has"
        );
        let (summand, depthwise, keras_row) =
            (axes.summand(), axes.depthwise(), axes.keras_row_of());
        Self { summand, depthwise, keras_row, ..Self::listed::<M>(sizes, memory, torch, keras) }
    }

    const fn listed<M: Tensor>(
        sizes: [usize; MOST],
        memory: Order,
        torch: Order,
        keras: Order,
    ) -> Self {
        let (kind, number) = (M::Scalar::DTYPE.kind(), TypeId::of::<M::Scalar>());
        Self {
            len: len::<M>(),
            sizes,
            memory,
            torch,
            keras,
            summand: None,
            depthwise: None,
            keras_row: None,
            kind,
            number,
        }
    }

    /// The leaf of a matrix that lies column by column.
    pub(super) const fn matrix<M: Tensor>() -> Self {
        assert!(
            M::SIZES.len() == 2,
            "a matrix has rows and columns; a field with other axes is of the kind `tensor`"
        );
        Self::new::<M>(Axes::MATRIX)
    }

    /// The leaf of a vector. It cannot be told from the type: the weight of `Dense<1, N>` is a column too.
    pub(super) const fn vector<M: Tensor>() -> Self {
        let mut i = 0;
        while i + 1 < M::SIZES.len() {
            assert!(M::SIZES[i] == 1, "a vector has one column");
            i += 1;
        }
        let order = Axes::VECTOR.in_memory();
        Self::listed::<M>([len::<M>(), 1, 1, 1], order, order, order)
    }

    /// The numbers are `T`s, where the constants of [`Laws`](super::laws::Laws) cannot say it: number
    /// types of elsewhere are of one kind, and constants do not compare types. Of `f32` and `f64`
    /// nothing is left of this.
    #[inline(always)]
    pub(super) fn assert_holds<T: Weight>(&self) {
        if matches!(T::DTYPE.kind(), Kind::Other) {
            assert!(self.number == TypeId::of::<T>(), "a tensor holds numbers of another type");
        }
    }

    /// How many axes it has: 1 for a vector, 2 for a matrix.
    pub const fn axes(&self) -> usize {
        self.memory.count()
    }

    /// How many numbers.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The sizes of the axes in a file.
    ///
    /// ```
    /// use constnet::{parameters::for_each, prelude::*, weights::Layout};
    ///
    /// let mut shapes = Vec::new();
    /// for_each(&Dense::<3, 2>::zeros(), |_, leaf, _: &[f32]| {
    ///     shapes.push((leaf.shape(Layout::Torch).to_vec(), leaf.shape(Layout::Keras).to_vec()));
    /// });
    /// assert_eq!(shapes, [(vec![2, 3], vec![3, 2]), (vec![2], vec![2])]);
    /// ```
    pub const fn shape(&self, layout: Layout) -> PerAxis {
        self.shape_in(Some(layout))
    }

    /// Where in memory the `i`th number of a file lies; 0 where there is no such number.
    ///
    /// ```
    /// use constnet::{parameters::for_each, prelude::*, weights::Layout};
    ///
    /// // Memory has the columns [1, 2] and [3, 4], a file of PyTorch the rows [1, 3] and [2, 4].
    /// let layer = Dense::new([[1.0_f32, 3.0], [2.0, 4.0]], [0.0; 2]);
    /// let mut rows = Vec::new();
    /// for_each(&layer, |_, leaf, numbers| {
    ///     rows.extend((0..leaf.len()).map(|i| numbers[leaf.place(Layout::Torch, i)]));
    /// });
    /// assert_eq!(rows, [1.0, 3.0, 2.0, 4.0, 0.0, 0.0]);
    /// ```
    pub const fn place(&self, layout: Layout, i: usize) -> usize {
        if i >= self.len {
            return 0;
        }
        let strides = self.order(Some(layout)).strides(&self.sizes);
        let (mut rest, mut place, mut level) = (i, 0, MOST);
        while level > 0 {
            level -= 1;
            let stride = &strides[level];
            let (Some(number), Some(quotient)) =
                (rest.checked_rem(stride.size), rest.checked_div(stride.size))
            else {
                return 0;
            };
            place += stride.offset(number);
            rest = quotient;
        }
        place
    }

    /// Which row this is of a tensor in a file of a layout, and of how many, if it is no tensor of its own.
    pub(crate) const fn row(&self, layout: Option<Layout>) -> Option<[usize; 2]> {
        match layout {
            Some(Layout::Keras) => self.keras_row,
            _ => None,
        }
    }

    /// The name of a second tensor beside this one, whose numbers are added, in a file of a layout, or in one that
    /// lists numbers as they lie in memory.
    pub(crate) const fn summand(&self, layout: Option<Layout>) -> Option<&'static str> {
        match layout {
            Some(Layout::Torch) => self.summand,
            _ => None,
        }
    }

    /// Where the number at a place in memory stands in a file of PyTorch.
    pub(crate) const fn index(&self, place: usize) -> PerAxis {
        self.torch.index(&self.sizes, place)
    }

    /// The sizes of the axes in a file of a layout, or in one that lists them as they lie in memory.
    pub(crate) const fn shape_in(&self, layout: Option<Layout>) -> PerAxis {
        self.order(layout).shape(&self.sizes)
    }

    /// Another shape that such a file may give the same numbers in the same order, if there is one: that of a
    /// `DepthwiseConv2D` of Keras.
    pub(crate) const fn other_shape_in(&self, layout: Option<Layout>) -> Option<PerAxis> {
        let (Some(Layout::Keras), Some(inputs)) = (layout, self.depthwise) else { return None };
        let usual = self.shape_in(layout);
        let Some(outputs) = usual.rank().checked_sub(1) else { return None };
        let Some(each) = usual.of(outputs).checked_div(inputs) else { return None };
        let (mut shape, mut axis) = (PerAxis::NONE, 0);
        while axis + 1 < outputs {
            shape = shape.with(usual.of(axis));
            axis += 1;
        }
        Some(shape.with(inputs).with(each))
    }

    /// The numbers in straight lines through such a file and memory.
    pub(crate) const fn lines(&self, layout: Option<Layout>) -> Lines {
        match self.len {
            0 => Lines::NONE,
            _ => Lines::new(&self.order(layout).strides(&self.sizes)),
        }
    }

    /// Calls `f` with the place in memory of each number, in the order of such a file.
    pub(crate) fn in_order(&self, layout: Option<Layout>, mut f: impl FnMut(usize)) {
        if self.is_empty() {
            return;
        }
        let [a, b, c, d] = self.order(layout).strides(&self.sizes);
        for i in 0..a.size {
            for j in 0..b.size {
                for k in 0..c.size {
                    let line = a.offset(i) + b.offset(j) + c.offset(k);
                    (0..d.size).for_each(|l| f(line + d.offset(l)));
                }
            }
        }
    }

    const fn order(&self, layout: Option<Layout>) -> Order {
        match layout {
            None => self.memory,
            Some(Layout::Torch) => self.torch,
            Some(Layout::Keras) => self.keras,
        }
    }

    /// Whether another tensor has as many numbers along as many axes.
    pub(super) const fn has_shape_of(&self, other: &Self) -> bool {
        let mut i = 0;
        while i < MOST && self.sizes[i] == other.sizes[i] {
            i += 1;
        }
        i == MOST && self.memory.is(&other.memory)
    }

    /// Whether files list the axes of another tensor of this shape in the same order.
    pub(super) const fn has_order_of(&self, other: &Self) -> bool {
        self.torch.is(&other.torch) && self.keras.is(&other.keras)
    }

    /// What tells the shape from others, as so many numbers: rank, rows and columns of vectors and of matrices
    /// that lie column by column, as the fingerprints in files have them since the first version. Other
    /// tensors begin with a 3, and say what PyTorch's files make of each level.
    pub(crate) const fn identity(&self) -> ([u64; IDENTITY], usize) {
        let mut numbers = [0; IDENTITY];
        let [a, b, ..] = self.sizes;
        let plain = if self.torch.is(&Axes::VECTOR.order(Layout::Torch)) {
            [1, a as u64, 1]
        } else if self.torch.is(&Axes::MATRIX.order(Layout::Torch)) {
            [2, b as u64, a as u64]
        } else {
            return self.torch.identity(&self.sizes);
        };
        [numbers[0], numbers[1], numbers[2]] = plain;
        (numbers, 3)
    }
}
