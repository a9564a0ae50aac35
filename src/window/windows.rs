//! Windows on an image or along a sequence, and what is wrong with them.

use super::{Axis, Padding, Window};
use crate::Misfit;

/// Windows on an image, or along a sequence, whose rows then mean nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Windows {
    pub(crate) rows: Axis,
    pub(crate) columns: Axis,
    sequence: bool,
    same: bool,
    said_twice: Option<&'static str>,
    /// Rows of the kernel and of the output that were said of a sequence.
    rows_said: [usize; 2],
}

impl Windows {
    /// Of a kernel on an image, with an output as it is stated: rows, then columns of each.
    pub(crate) const fn on_image<S: Window>(
        usual_stride: [usize; 2],
        kernel: [usize; 2],
        input: [usize; 2],
        output: [usize; 2],
    ) -> Self {
        let rule = S::RULE;
        Self {
            rows: Axis::new(&rule, 0, usual_stride, kernel[0], input[0], output[0]),
            columns: Axis::new(&rule, 1, usual_stride, kernel[1], input[1], output[1]),
            sequence: false,
            same: matches!(rule.padding(), Padding::Same),
            said_twice: rule.said_twice(),
            rows_said: [1, 1],
        }
    }

    /// On an image, or along a sequence, of which kernel and output then say that it is one row.
    pub(crate) const fn on<S: Window>(
        sequence: bool,
        usual_stride: [usize; 2],
        kernel: [usize; 2],
        input: [usize; 2],
        output: [usize; 2],
    ) -> Self {
        if sequence {
            let windows = Self::along::<S>(usual_stride[1], kernel[1], input[1], output[1]);
            Self { rows_said: [kernel[0], output[0]], ..windows }
        } else {
            Self::on_image::<S>(usual_stride, kernel, input, output)
        }
    }

    /// Along a sequence: one row of the same rule.
    pub(crate) const fn along<S: Window>(
        usual_stride: usize,
        kernel: usize,
        input: usize,
        output: usize,
    ) -> Self {
        let windows = Self::on_image::<S>([1, usual_stride], [1, kernel], [1, input], [1, output]);
        let row =
            Axis { kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, input: 1, output: 1 };
        Self { rows: row, sequence: true, ..windows }
    }

    /// What is wrong with the numbers in the type of a layer of this name, as its user writes it.
    pub(crate) const fn misfit(&self, layer: &str) -> Option<Misfit> {
        let message = Misfit::new(layer);
        if let Some(what) = self.said_twice {
            return Some(message.text(": the rule of its window says ").text(what).text(" twice"));
        }
        if let [kernel, output] = self.rows_said
            && (kernel != 1 || output != 1)
        {
            let message = message.text(": a sequence has one row, and the type says ");
            let message = message.number(kernel).text(" of the kernel and ").number(output);
            return Some(message.text(" of the output"));
        }
        let [rows, columns] = [&self.rows, &self.columns];
        let zero = if rows.kernel == 0 || columns.kernel == 0 {
            Some(("a kernel of ", [rows.kernel, columns.kernel]))
        } else if rows.stride == 0 || columns.stride == 0 {
            Some(("a stride of ", [rows.stride, columns.stride]))
        } else if rows.dilation == 0 || columns.dilation == 0 {
            Some(("a dilation of ", [rows.dilation, columns.dilation]))
        } else {
            None
        };
        if let Some((what, size)) = zero {
            let message = self.size(message.text(": ").text(what), size);
            return Some(message.text(", and the least is 1"));
        }
        let right = [rows.windows(), columns.windows()];
        if right[0] == 0 || right[1] == 0 {
            return Some(self.too_large(message));
        }
        if right[0] != rows.output || right[1] != columns.output {
            let message = self.shown(message);
            let message = self.size(message.text(" makes "), right);
            let message = self.size(message.text(" of "), [rows.input, columns.input]);
            let message = message.text(": its type says ");
            return Some(self.size(message, [rows.output, columns.output]));
        }
        None
    }

    /// The same for a layer that needs of each window at least one place in the input.
    pub(crate) const fn misfit_of_places(&self, layer: &str) -> Option<Misfit> {
        let misfit = self.misfit(layer);
        if misfit.is_none() && (self.rows.misses() || self.columns.misses()) {
            let message = self.shown(Misfit::new(layer));
            let message = message.text(" has a window that lies in the padding alone of ");
            return Some(self.size(message, [self.rows.input, self.columns.input]));
        }
        misfit
    }

    /// A kernel that fits nowhere.
    const fn too_large(&self, message: Misfit) -> Misfit {
        let [rows, columns] = [&self.rows, &self.columns];
        let mut message = self.size(message.text(": a kernel of "), [rows.kernel, columns.kernel]);
        if rows.span() != rows.kernel || columns.span() != columns.kernel {
            message = self.size(message.text(", spread over "), [rows.span(), columns.span()]);
            message = message.text(",");
        }
        message = message.text(" is larger than ");
        message = message.text(if self.sequence { "the sequence of " } else { "the image of " });
        message = self.size(message, [rows.input, columns.input]);
        if rows.padded() != rows.input || columns.padded() != columns.input {
            message = message.text(", with its padding ");
            message = self.size(message, [rows.padded(), columns.padded()]);
        }
        message
    }

    /// `Conv2d of kernel 5 x 5, stride 1, no padding`
    const fn shown(&self, message: Misfit) -> Misfit {
        let [rows, columns] = [&self.rows, &self.columns];
        let message = self.size(message.text(" of kernel "), [rows.kernel, columns.kernel]);
        let message = self.steps(message.text(", stride "), [rows.stride, columns.stride]);
        let message = if rows.dilation == 1 && columns.dilation == 1 {
            message
        } else {
            self.steps(message.text(", dilation "), [rows.dilation, columns.dilation])
        };
        let [top, bottom, left, right] = [rows.before, rows.after, columns.before, columns.after];
        if self.same {
            message.text(", padding Same")
        } else if top + bottom + left + right == 0 {
            message.text(", no padding")
        } else if self.sequence {
            let message = message.text(", padding ").number(left).text(" before and ");
            message.number(right).text(" behind")
        } else if top == bottom && left == right {
            self.steps(message.text(", padding "), [top, left])
        } else {
            let message = message.text(", padding ").number(top).text(" above, ");
            let message = message.number(left).text(" left, ").number(bottom).text(" below, ");
            message.number(right).text(" right")
        }
    }

    /// `24 x 24`; of a sequence `24`.
    const fn size(&self, message: Misfit, [rows, columns]: [usize; 2]) -> Misfit {
        if self.sequence {
            message.number(columns)
        } else {
            message.number(rows).text(" x ").number(columns)
        }
    }

    /// `2`, or `2 x 1` where it is another number down than right.
    const fn steps(&self, message: Misfit, [down, right]: [usize; 2]) -> Misfit {
        if down == right || self.sequence {
            message.number(right)
        } else {
            message.number(down).text(" x ").number(right)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::{Dilate, Pad, Same, Stride, Valid};
    use std::{format, string::String};

    fn told<S: Window>(kernel: [usize; 2], input: [usize; 2], output: [usize; 2]) -> String {
        let windows = Windows::on_image::<S>([1, 1], kernel, input, output);
        windows.misfit_of_places("Layer").map_or_else(String::new, |misfit| format!("{misfit}"))
    }

    fn told_along<S: Window>(kernel: usize, input: usize, output: usize) -> String {
        let windows = Windows::along::<S>(1, kernel, input, output);
        windows.misfit_of_places("Layer").map_or_else(String::new, |misfit| format!("{misfit}"))
    }

    #[test]
    fn sizes_that_are_others() {
        assert_eq!(told::<Valid>([5, 5], [28, 28], [24, 24]), "");
        assert_eq!(
            told::<Valid>([5, 5], [28, 28], [23, 24]),
            "Layer of kernel 5 x 5, stride 1, no padding makes 24 x 24 of 28 x 28: its type says 23 x 24"
        );
        assert_eq!(
            told::<(Stride<2, 1>, Pad<1>, Dilate<2>)>([3, 3], [9, 9], [9, 9]),
            "Layer of kernel 3 x 3, stride 2 x 1, dilation 2, padding 1 makes 4 x 7 of 9 x 9: its type says 9 x 9"
        );
        assert_eq!(
            told::<(Stride<2>, Pad<0, 0, 1, 1>)>([3, 3], [9, 9], [9, 9]),
            "Layer of kernel 3 x 3, stride 2, padding 0 above, 0 left, 1 below, 1 right makes 4 x 4 of 9 x 9: its type says 9 x 9"
        );
        assert_eq!(
            told::<(Stride<2>, Same)>([3, 3], [9, 9], [4, 4]),
            "Layer of kernel 3 x 3, stride 2, padding Same makes 5 x 5 of 9 x 9: its type says 4 x 4"
        );
        assert_eq!(
            told_along::<(Stride<2>, Pad<0, 2, 0, 0>)>(3, 50, 48),
            "Layer of kernel 3, stride 2, padding 2 before and 0 behind makes 25 of 50: its type says 48"
        );
        assert_eq!(
            told_along::<Valid>(3, 50, 50),
            "Layer of kernel 3, stride 1, no padding makes 48 of 50: its type says 50"
        );
    }

    #[test]
    fn kernels_that_fit_nowhere() {
        assert_eq!(
            told::<Valid>([5, 5], [4, 28], [1, 24]),
            "Layer: a kernel of 5 x 5 is larger than the image of 4 x 28"
        );
        assert_eq!(
            told::<(Pad<1>, Dilate<3>)>([3, 3], [4, 28], [1, 24]),
            "Layer: a kernel of 3 x 3, spread over 7 x 7, is larger than the image of 4 x 28, with its padding 6 x 30"
        );
        assert_eq!(
            told_along::<Valid>(5, 4, 1),
            "Layer: a kernel of 5 is larger than the sequence of 4"
        );
        assert_eq!(
            told::<Valid>([1, 1], [0, 3], [0, 3]),
            "Layer: a kernel of 1 x 1 is larger than the image of 0 x 3"
        );
    }

    #[test]
    fn numbers_that_mean_nothing() {
        assert_eq!(
            told::<Valid>([0, 3], [4, 4], [4, 4]),
            "Layer: a kernel of 0 x 3, and the least is 1"
        );
        assert_eq!(
            told::<Stride<0, 1>>([1, 3], [4, 4], [4, 4]),
            "Layer: a stride of 0 x 1, and the least is 1"
        );
        assert_eq!(told_along::<Dilate<0>>(3, 4, 4), "Layer: a dilation of 0, and the least is 1");
        assert_eq!(
            told::<(Same, Pad<1>)>([1, 3], [4, 4], [4, 4]),
            "Layer: the rule of its window says a padding twice"
        );
        assert_eq!(
            told::<(Pad<2>, Stride<2>)>([2, 2], [2, 2], [3, 3]),
            "Layer of kernel 2 x 2, stride 2, padding 2 has a window that lies in the padding alone of 2 x 2"
        );
    }

    /// The rows of a rule mean nothing along a sequence.
    #[test]
    fn a_sequence_is_one_row() {
        assert_eq!(told_along::<(Stride<0, 2>, Pad<7, 1>, Dilate<0, 1>)>(3, 5, 3), "");
    }
}
