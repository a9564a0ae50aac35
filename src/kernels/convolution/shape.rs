//! What the loops of a convolution must know of its windows, channels and groups.

use crate::window::Axis;

/// The shape of a convolution.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) rows: Axis,
    pub(crate) columns: Axis,
    /// Inputs of each output.
    pub(crate) per: usize,
    pub(crate) batch: usize,
    /// Channels in and out.
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    /// Padding before the first column is zeros that are looked at, as a stream does before its first step: they
    /// add W·0. There is one row.
    pub(crate) zeros: bool,
}

#[inline(always)]
const fn groups(per: usize, inputs: usize) -> usize {
    match inputs.checked_div(per) {
        Some(groups) => groups,
        None => 1,
    }
}

/// Inputs and outputs of a group, for chunks, which are never empty.
#[inline(always)]
pub(crate) const fn chunks(per: usize, inputs: usize, outputs: usize) -> (usize, usize) {
    let group = match groups(per, inputs) {
        0 => 0,
        groups => outputs / groups,
    };
    (if per == 0 { 1 } else { per }, if group == 0 { 1 } else { group })
}

impl Shape {
    /// Groups of inputs, and of outputs.
    #[inline(always)]
    pub(crate) const fn groups(&self) -> usize {
        groups(self.per, self.inputs)
    }

    /// Outputs in a group.
    #[inline(always)]
    pub(crate) const fn group(&self) -> usize {
        match self.groups() {
            0 => 0,
            groups => self.outputs / groups,
        }
    }

    /// Inputs and outputs of a group, for chunks, which are never empty.
    #[inline(always)]
    pub(crate) const fn chunks(&self) -> (usize, usize) {
        chunks(self.per, self.inputs, self.outputs)
    }

    /// Whether the kernels may rely on it: there is something to compute, and groups divide the channels.
    #[inline(always)]
    pub(crate) const fn whole(&self) -> bool {
        let (rows, columns) = (&self.rows, &self.columns);
        let kernel = rows.kernel * columns.kernel * self.per * self.batch;
        let sizes = rows.input * columns.input * rows.output * columns.output;
        let groups = self.groups();
        let even = self.inputs == groups * self.per && self.outputs == groups * self.group();
        kernel > 0 && sizes > 0 && even && self.group() > 0
    }

    /// Whether slices have the lengths of this shape: rows of weights, columns of x and of y.
    #[inline(always)]
    pub(crate) fn fits(&self, weight: usize, x: usize, y: usize) -> bool {
        let (rows, columns) = (&self.rows, &self.columns);
        weight == rows.kernel * columns.kernel * self.per
            && x == rows.input * columns.input * self.batch
            && y == rows.output * columns.output * self.batch
    }

    /// Whether each channel is convolved alone.
    #[inline(always)]
    pub(crate) const fn depthwise(&self) -> bool {
        self.per == 1 && self.inputs == self.outputs && self.inputs > 1
    }

    /// How many numbers side by side are computed in the same way: the outputs of a group, or all channels
    /// if each is alone.
    #[inline(always)]
    pub(crate) const fn width(&self) -> usize {
        if self.depthwise() { self.outputs } else { self.group() }
    }

    /// How many [runs](Run) lie under tap kw of a row of outputs.
    #[inline(always)]
    pub(crate) const fn runs(&self, kw: usize) -> usize {
        if self.columns.stride == 1 || self.batch == 1 {
            return 1;
        }
        let (from, to) = self.columns.windows_with(kw);
        to - from
    }

    /// A run under tap kw of row oh of outputs and row h of inputs.
    #[inline(always)]
    pub(crate) const fn run(&self, [oh, h]: [usize; 2], kw: usize, part: usize) -> Run {
        let (columns, batch) = (&self.columns, self.batch);
        let (from, to) = columns.windows_with(kw);
        let first = from + part;
        // Without outputs the first input is nowhere, and nothing is read.
        let input = h * columns.input + first * columns.stride + kw * columns.dilation;
        let x = input.wrapping_sub(columns.before).wrapping_mul(batch);
        let y = (oh * columns.output + first) * batch;
        if columns.stride == 1 || batch == 1 {
            Run { y, x, n: (to - from) * batch, x_step: columns.stride }
        } else {
            Run { y, x, n: batch, x_step: 1 }
        }
    }

    /// A kernel of one pixel does the same at every pixel of every sample: they are one row.
    #[inline(always)]
    pub(crate) const fn flattened(self) -> Self {
        let Self { rows, columns, .. } = self;
        let one = rows.kernel == 1 && columns.kernel == 1;
        let same = rows.stride == 1 && columns.stride == 1 && rows.before + columns.before == 0;
        if !one || !same || rows.input != rows.output || columns.input != columns.output {
            return self;
        }
        let pixels = rows.output * columns.output * self.batch;
        Self {
            rows: Axis { input: 1, output: 1, ..rows },
            columns: Axis { input: pixels, output: pixels, ..columns },
            batch: 1,
            ..self
        }
    }
}

/// Columns of y and x under a tap at equal distances, 1 for y: the first of each, how many, and the distance for
/// x. All runs of a row are its pixels, then samples.
#[derive(Clone, Copy)]
pub(crate) struct Run {
    pub(super) y: usize,
    pub(super) x: usize,
    pub(super) n: usize,
    pub(super) x_step: usize,
}

/// How n are divided into tiles of at most `most`, as even as possible: (those of a tile, how many tiles have
/// one more, how many have not).
#[inline(always)]
pub(super) const fn divide(n: usize, most: usize) -> (usize, usize, usize) {
    match n.div_ceil(most) {
        0 => (0, 0, 0),
        tiles => (n / tiles, n % tiles, tiles - n % tiles),
    }
}

/// `Self::tile` of a number that a constant gives, and that stands between the other parameters; where the number is 0
/// it must not be called.
///
/// A constant that holds one function: a `match` in the code around it would have the compiler go through all twelve,
/// which took a third of the time of a test that has many convolutions.
macro_rules! tile_of {
    ($n:expr; $generic:tt $more:tt) => {
        $crate::kernels::convolution::shape::tile_of!(@ [1 2 3 4 5 6 7 8 9 10 11 12] $n; $generic $more)
    };
    (@ [$($i:literal)*] $n:expr; $generic:tt $more:tt) => {
        const {
            let tile: unsafe fn(Self, _) = match $n {
                $($i => $crate::kernels::convolution::shape::tile_of!(@@ $i $generic $more),)*
                _ => $crate::kernels::convolution::shape::tile_of!(@@ 1 $generic $more),
            };
            tile
        }
    };
    (@@ $i:literal [$($generic:ident),*] [$($more:tt)*]) => {
        Self::tile::<$($generic,)* $i $($more)*>
    };
}
pub(super) use tile_of;

/// A type that stands for the shape of a convolution.
pub(crate) trait Shaped {
    const SHAPE: Shape;
    /// The weights under a row of the kernel.
    type Row;
}
