//! Which places of which windows lie in the input, for loops that ask once for many.

use super::Axis;

impl Axis {
    /// The places of window o that lie in the input: from, to.
    #[inline(always)]
    pub(crate) const fn places(&self, o: usize) -> (usize, usize) {
        self.between(o.wrapping_mul(self.stride), self.dilation, self.kernel)
    }

    /// The windows whose place i lies in the input: from, to.
    #[inline(always)]
    pub(crate) const fn windows_with(&self, i: usize) -> (usize, usize) {
        self.between(i.wrapping_mul(self.dilation), self.stride, self.output)
    }

    /// The windows that lie in the input with all of their places: from, to.
    #[inline(always)]
    pub(crate) const fn inner(&self) -> (usize, usize) {
        let (from, _) = self.windows_with(0);
        let (_, to) = self.windows_with(self.kernel.saturating_sub(1));
        (from, if to > from { to } else { from })
    }

    /// Whether all windows do.
    pub(crate) const fn is_inner(&self) -> bool {
        let (from, to) = self.inner();
        from == 0 && to == self.output
    }

    /// The n < `count` for which `start` + n·`step` lies in the input: from, to.
    #[inline(always)]
    const fn between(&self, start: usize, step: usize, count: usize) -> (usize, usize) {
        // A step of 0 is a misfit of the layer's, and no reason to divide.
        let step = if step == 0 { 1 } else { step };
        let from = self.before.saturating_sub(start).div_ceil(step);
        let to = self.before.saturating_add(self.input).saturating_sub(start).div_ceil(step);
        let to = if to < count { to } else { count };
        (if from < to { from } else { to }, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That `at` is true for those of n which are from..to.
    fn check(axis: &Axis, n: usize, at: impl Fn(usize) -> bool, (from, to): (usize, usize)) {
        for i in 0..n {
            assert_eq!(at(i), (from..to).contains(&i), "{i} of {axis:?}");
        }
    }

    #[test]
    fn those_of_which_each_one_says_so() {
        for [kernel, stride, dilation] in
            [[1, 1, 1], [2, 1, 1], [3, 1, 1], [3, 2, 1], [3, 1, 2], [4, 3, 2], [2, 3, 4], [4, 1, 3]]
        {
            for before in 0..6 {
                for input in 1..7 {
                    let output = 6;
                    let axis = Axis { kernel, stride, dilation, before, after: 0, input, output };
                    for o in 0..output {
                        check(&axis, kernel, |i| axis.place(o, i).is_some(), axis.places(o));
                    }
                    for i in 0..kernel {
                        check(&axis, output, |o| axis.place(o, i).is_some(), axis.windows_with(i));
                    }
                    let inner = |o| (0..kernel).all(|i| axis.place(o, i).is_some());
                    check(&axis, output, inner, axis.inner());
                    assert_eq!(axis.is_inner(), (0..output).all(inner), "{axis:?}");
                }
            }
        }
    }
}
