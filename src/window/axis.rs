//! Windows along one axis of an image.

use super::{Padding, Rule};

/// Windows along one axis: the numbers of the [arithmetic](super).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Axis {
    /// Places of a window.
    pub(crate) kernel: usize,
    /// How far a window moves.
    pub(crate) stride: usize,
    /// How far the places of a window lie apart.
    pub(crate) dilation: usize,
    /// Zeros before the input.
    pub(crate) before: usize,
    /// Zeros behind it.
    pub(crate) after: usize,
    /// Places of the input.
    pub(crate) input: usize,
    /// Windows, as they are stated.
    pub(crate) output: usize,
}

/// Numbers of types may be of any size; what overflows is larger than whatever it is compared with.
impl Axis {
    /// Of rows (0) or of columns (1). Where there is no such thing, as with a stride of 0, its numbers are 0:
    /// [`Windows::misfit`](super::Windows::misfit) says it.
    pub(super) const fn new(
        rule: &Rule,
        which: usize,
        usual_stride: [usize; 2],
        kernel: usize,
        input: usize,
        output: usize,
    ) -> Self {
        let mut axis = Self {
            kernel,
            stride: rule.stride_or(usual_stride)[which],
            dilation: rule.dilation()[which],
            before: 0,
            after: 0,
            input,
            output,
        };
        match rule.padding() {
            Padding::Sides { top, left, bottom, right } => {
                (axis.before, axis.after) = if which == 0 { (top, bottom) } else { (left, right) };
            }
            Padding::Same => {
                let windows = match input.checked_sub(1) {
                    Some(last) if axis.stride > 0 => last / axis.stride + 1,
                    _ => 0,
                };
                let covered = windows
                    .saturating_sub(1)
                    .saturating_mul(axis.stride)
                    .saturating_add(axis.span());
                let zeros = covered.saturating_sub(input);
                (axis.before, axis.after) = (zeros / 2, zeros - zeros / 2);
            }
        }
        axis
    }

    /// From the first place of a window to its last, both counted.
    pub(crate) const fn span(&self) -> usize {
        match self.kernel.checked_sub(1) {
            Some(steps) => steps.saturating_mul(self.dilation).saturating_add(1),
            None => 0,
        }
    }

    /// The input with what lies around it.
    pub(crate) const fn padded(&self) -> usize {
        self.before.saturating_add(self.input).saturating_add(self.after)
    }

    /// How many windows there are: 0 where none fits, or where nothing can.
    pub(crate) const fn windows(&self) -> usize {
        if self.kernel == 0 || self.stride == 0 || self.dilation == 0 || self.input == 0 {
            return 0;
        }
        match self.padded().checked_sub(self.span()) {
            Some(room) => room / self.stride + 1,
            None => 0,
        }
    }

    /// Place i of window o in the input; none, where it lies in the padding.
    #[inline(always)]
    pub(crate) const fn place(&self, o: usize, i: usize) -> Option<usize> {
        // Of a window that there is, neither overflows.
        let padded = o.wrapping_mul(self.stride).wrapping_add(i.wrapping_mul(self.dilation));
        match padded.checked_sub(self.before) {
            Some(place) if place < self.input => Some(place),
            _ => None,
        }
    }

    /// How many places of window o lie in the input.
    #[inline(always)]
    pub(crate) const fn inside(&self, o: usize) -> usize {
        let (mut inside, mut i) = (0, 0);
        while i < self.kernel {
            inside += self.place(o, i).is_some() as usize;
            i += 1;
        }
        inside
    }

    /// Whether a window has no place in the input.
    pub(super) const fn misses(&self) -> bool {
        let mut o = 0;
        while (self.before > 0 || self.after > 0) && o < self.windows() {
            if self.inside(o) == 0 {
                return true;
            }
            o += 1;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::{Dilate, Same, Stride, Window};

    /// Every small case against what PyTorch's documentation of `Conv2d` says, by counting: windows begin at
    /// multiples of the stride while their last place lies in the padded input.
    #[test]
    fn padding_and_stride_as_counted() {
        for kernel in 1..5 {
            for [stride, dilation] in [[1, 1], [1, 2], [2, 1], [2, 3], [3, 2], [5, 1]] {
                for [before, after] in [[0, 0], [1, 1], [0, 2], [3, 1]] {
                    for input in 1..9 {
                        let axis =
                            Axis { kernel, stride, dilation, before, after, input, output: 0 };
                        let last = dilation * (kernel - 1);
                        let fitting = (0..99).map(|o| o * stride);
                        let counted = fitting
                            .take_while(|start| start + last < before + input + after)
                            .count();
                        assert_eq!(axis.windows(), counted, "{axis:?}");
                        if counted > 0 {
                            // PyTorch: ⌊(input + 2·padding − dilation·(kernel − 1) − 1) / stride + 1⌋
                            let formula = (input + before + after - last - 1) / stride + 1;
                            assert_eq!(counted, formula);
                        }
                    }
                }
            }
        }
    }

    /// TensorFlow's formula, in its words: `if in % stride == 0 { max(filter − stride, 0) } else
    /// { max(filter − in % stride, 0) }`, half of it, rounded down, before.
    #[test]
    fn same_as_tensorflow() {
        fn check<S: Window>(kernel: usize, input: usize) {
            let axis = Axis::new(&S::RULE, 0, [1, 1], kernel, input, 0);
            let (filter, rest) = (axis.span(), input % axis.stride);
            let total = filter.saturating_sub(if rest == 0 { axis.stride } else { rest });
            assert_eq!((axis.before, axis.after), (total / 2, total - total / 2), "{axis:?}");
            assert_eq!(axis.windows(), input.div_ceil(axis.stride), "{axis:?}");
            assert!(!axis.misses() || axis.dilation > 1);
        }
        for kernel in 1..7 {
            for input in 1..12 {
                check::<Same>(kernel, input);
                check::<(Same, Stride<2>)>(kernel, input);
                check::<(Stride<3>, Same)>(kernel, input);
                check::<(Stride<4>, Same, Dilate<2>)>(kernel, input);
                check::<(Same, Dilate<3>)>(kernel, input);
            }
        }
    }

    #[test]
    fn places_of_a_window() {
        // Three places two apart, from one before the input on.
        let axis =
            Axis { kernel: 3, stride: 2, dilation: 2, before: 1, after: 1, input: 5, output: 2 };
        assert_eq!(axis.windows(), 2);
        assert_eq!([0, 1, 2].map(|i| axis.place(0, i)), [None, Some(1), Some(3)]);
        assert_eq!([0, 1, 2].map(|i| axis.place(1, i)), [Some(1), Some(3), None]);
        assert_eq!((axis.inside(0), axis.misses()), (2, false));
        assert!(Axis { before: 7, ..axis }.misses());
    }

    #[test]
    fn numbers_of_any_size() {
        let rule = <(Stride<{ usize::MAX }>, Dilate<{ usize::MAX }>)>::RULE;
        let axis = Axis::new(&rule, 0, [1, 1], usize::MAX, 3, 1);
        assert_eq!((axis.span(), axis.windows()), (usize::MAX, 0));
        let same = <(Same, Stride<0>)>::RULE;
        assert_eq!(Axis::new(&same, 1, [1, 1], 0, 0, 0).windows(), 0);
        assert_eq!(Axis::new(&Same::RULE, 1, [1, 1], 3, 0, 0).windows(), 0);
    }
}
