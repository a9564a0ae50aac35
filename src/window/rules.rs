//! The rules of a window, as types.

use crate::parameters::Settings;
use core::fmt;

/// How windows lie on an image: the S of a layer, such as [`Valid`], [`Stride<2>`](Stride) or
/// `(Stride<2>, Pad<1>)`. What each means: [`window`](super).
///
/// # Laws
/// - The type has no bytes: its numbers are known to the compiler alone.
/// - The order of the parts of a tuple changes nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how a window lies",
    label = "expected the rule of a window, such as `Valid` or `(Stride<2>, Pad<1>)`",
    note = "rules are `Valid`, `Pad<1>`, `Same`, `Stride<2>`, `Dilate<2>`, `CountPadding`, and tuples of up to four of them"
)]
pub trait Window:
    Sealed + Copy + Default + Eq + fmt::Debug + core::hash::Hash + Send + Sync + 'static
{
    /// What the type says.
    const RULE: Rule;

    #[doc(hidden)]
    const NUMBERS: [f64; 9] = Self::RULE.numbers();
}

/// The numbers of the rule; none, where it says what is usual.
impl<S: Window> Settings for S {
    const SETTINGS: &'static [f64] = if S::RULE.is_usual() { &[] } else { &S::NUMBERS };
}

/// What the rules of a window say, with what is left unsaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    stride: Option<[usize; 2]>,
    dilation: Option<[usize; 2]>,
    padding: Option<Padding>,
    counts_padding: bool,
    /// The name of what two parts of a tuple say.
    said_twice: Option<&'static str>,
}

/// The zeros around an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// As many on each side.
    Sides {
        /// Rows above.
        top: usize,
        /// Columns before the first.
        left: usize,
        /// Rows below.
        bottom: usize,
        /// Columns behind the last.
        right: usize,
    },
    /// As many as [`Same`] needs.
    Same,
}

impl Padding {
    /// Nothing around the image.
    pub const NONE: Self = Self::Sides { top: 0, left: 0, bottom: 0, right: 0 };
}

impl Rule {
    /// Nothing is said.
    const NOTHING: Self = Self {
        stride: None,
        dilation: None,
        padding: None,
        counts_padding: false,
        said_twice: None,
    };

    /// How far a window moves, down and right; `usual` where that is not said.
    pub const fn stride_or(&self, usual: [usize; 2]) -> [usize; 2] {
        match self.stride {
            Some(stride) => stride,
            None => usual,
        }
    }

    /// How far the places of a window lie apart, down and right.
    pub const fn dilation(&self) -> [usize; 2] {
        match self.dilation {
            Some(dilation) => dilation,
            None => [1, 1],
        }
    }

    /// What lies around the image.
    pub const fn padding(&self) -> Padding {
        match self.padding {
            Some(padding) => padding,
            None => Padding::NONE,
        }
    }

    /// Whether an average counts what lies around the image.
    pub const fn counts_padding(&self) -> bool {
        self.counts_padding
    }

    /// The name of what is said twice, as by `(Stride<2>, Stride<3>)`.
    pub const fn said_twice(&self) -> Option<&'static str> {
        self.said_twice
    }

    /// Whether it says nothing that is not so anyway.
    const fn is_usual(&self) -> bool {
        let padding = match self.padding() {
            Padding::Sides { top: 0, left: 0, bottom: 0, right: 0 } => true,
            Padding::Sides { .. } | Padding::Same => false,
        };
        padding && self.stride.is_none() && self.dilation.is_none() && !self.counts_padding
    }

    /// Whether it says anything that is no padding.
    pub(crate) const fn says_more_than_padding(&self) -> bool {
        self.stride.is_some() || self.dilation.is_some() || self.counts_padding
    }

    /// Stride (0 where it is not said), dilation, padding (−1 for [`Same`]) and whether an average counts that.
    const fn numbers(&self) -> [f64; 9] {
        let [down, right] = self.stride_or([0, 0]);
        let [rows, columns] = self.dilation();
        let [top, left, bottom, right_side] = match self.padding() {
            Padding::Sides { top, left, bottom, right } => {
                [top as f64, left as f64, bottom as f64, right as f64]
            }
            Padding::Same => [-1.0; 4],
        };
        [
            down as f64,
            right as f64,
            rows as f64,
            columns as f64,
            top,
            left,
            bottom,
            right_side,
            self.counts_padding as u8 as f64,
        ]
    }

    /// Both.
    const fn and(self, other: Self) -> Self {
        let said_twice = if self.stride.is_some() && other.stride.is_some() {
            Some("a stride")
        } else if self.dilation.is_some() && other.dilation.is_some() {
            Some("a dilation")
        } else if self.padding.is_some() && other.padding.is_some() {
            Some("a padding")
        } else if self.said_twice.is_some() {
            self.said_twice
        } else {
            other.said_twice
        };
        Self {
            stride: if self.stride.is_some() { self.stride } else { other.stride },
            dilation: if self.dilation.is_some() { self.dilation } else { other.dilation },
            padding: if self.padding.is_some() { self.padding } else { other.padding },
            counts_padding: self.counts_padding || other.counts_padding,
            said_twice,
        }
    }
}

/// Nothing around the image: every window lies inside of it.
///
/// PyTorch: `padding=0`; Keras: `padding="valid"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Valid;

impl Window for Valid {
    const RULE: Rule = Rule { padding: Some(Padding::NONE), ..Rule::NOTHING };
}

/// A window moves H places down and W places right; as many right as down, if W is not said.
///
/// PyTorch: `stride=(H, W)`; Keras: `strides`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Stride<const H: usize, const W: usize = H>;

impl<const H: usize, const W: usize> Window for Stride<H, W> {
    const RULE: Rule = Rule { stride: Some([H, W]), ..Rule::NOTHING };
}

/// The places of a window lie H rows and W columns apart; as many columns as rows, if W is not said.
///
/// PyTorch: `dilation=(H, W)`; Keras: `dilation_rate`.
#[doc(alias = "atrous")]
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Dilate<const H: usize, const W: usize = H>;

impl<const H: usize, const W: usize> Window for Dilate<H, W> {
    const RULE: Rule = Rule { dilation: Some([H, W]), ..Rule::NOTHING };
}

/// Zeros around the image: TOP rows above, BOTTOM below, LEFT columns before the first, RIGHT behind the last.
/// `Pad<P>` is P on every side, `Pad<H, W>` H above and below, W left and right.
///
/// PyTorch: `padding=(H, W)`, and `nn.ZeroPad2d((LEFT, RIGHT, TOP, BOTTOM))` for four numbers; ONNX: `pads` in
/// this order.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Pad<
    const TOP: usize,
    const LEFT: usize = TOP,
    const BOTTOM: usize = TOP,
    const RIGHT: usize = LEFT,
>;

impl<const TOP: usize, const LEFT: usize, const BOTTOM: usize, const RIGHT: usize> Window
    for Pad<TOP, LEFT, BOTTOM, RIGHT>
{
    const RULE: Rule = Rule {
        padding: Some(Padding::Sides { top: TOP, left: LEFT, bottom: BOTTOM, right: RIGHT }),
        ..Rule::NOTHING
    };
}

/// As many zeros around the image that there are ⌈size / stride⌉ windows along each axis: with a stride of 1 the
/// output is as large as the input. If their number is odd, there is one more below and behind the last column.
///
/// Keras and TensorFlow: `padding="same"`; ONNX: `auto_pad="SAME_UPPER"`; PyTorch: `padding="same"`, which has it
/// with a stride of 1 alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Same;

impl Window for Same {
    const RULE: Rule = Rule { padding: Some(Padding::Same), ..Rule::NOTHING };
}

/// An average counts the zeros around the image as places of its windows; without this it is that of the places
/// inside. It changes [`AvgPool`](crate::AvgPool) alone.
///
/// PyTorch: `count_include_pad=True`, which is usual there; ONNX: `count_include_pad=1`, which is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CountPadding;

impl Window for CountPadding {
    const RULE: Rule = Rule { counts_padding: true, ..Rule::NOTHING };
}

impl<A: Window> Window for (A,) {
    const RULE: Rule = A::RULE;
}

impl<A: Window, C: Window> Window for (A, C) {
    const RULE: Rule = A::RULE.and(C::RULE);
}

impl<A: Window, C: Window, D: Window> Window for (A, C, D) {
    const RULE: Rule = A::RULE.and(C::RULE).and(D::RULE);
}

impl<A: Window, C: Window, D: Window, E: Window> Window for (A, C, D, E) {
    const RULE: Rule = A::RULE.and(C::RULE).and(D::RULE).and(E::RULE);
}

impl<const H: usize, const W: usize> fmt::Debug for Stride<H, W> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Stride<{H}, {W}>")
    }
}

impl<const H: usize, const W: usize> fmt::Debug for Dilate<H, W> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Dilate<{H}, {W}>")
    }
}

impl<const TOP: usize, const LEFT: usize, const BOTTOM: usize, const RIGHT: usize> fmt::Debug
    for Pad<TOP, LEFT, BOTTOM, RIGHT>
{
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Pad<{TOP}, {LEFT}, {BOTTOM}, {RIGHT}>")
    }
}

/// No other type is a rule: kernels trust its numbers.
#[doc(hidden)]
pub trait Sealed {}
impl Sealed for Valid {}
impl<const H: usize, const W: usize> Sealed for Stride<H, W> {}
impl<const H: usize, const W: usize> Sealed for Dilate<H, W> {}
impl<const TOP: usize, const LEFT: usize, const BOTTOM: usize, const RIGHT: usize> Sealed
    for Pad<TOP, LEFT, BOTTOM, RIGHT>
{
}
impl Sealed for Same {}
impl Sealed for CountPadding {}
impl<A: Sealed> Sealed for (A,) {}
impl<A: Sealed, C: Sealed> Sealed for (A, C) {}
impl<A: Sealed, C: Sealed, D: Sealed> Sealed for (A, C, D) {}
impl<A: Sealed, C: Sealed, D: Sealed, E: Sealed> Sealed for (A, C, D, E) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_a_tuple_changes_nothing() {
        type Parts = (Stride<2>, Pad<1>, Dilate<3, 1>, CountPadding);
        assert_eq!(Parts::RULE, <(CountPadding, Dilate<3, 1>, Pad<1>, Stride<2>)>::RULE);
        assert_eq!(Parts::RULE.stride_or([9, 9]), [2, 2]);
        assert_eq!(Parts::RULE.dilation(), [3, 1]);
        assert_eq!(Valid::RULE.stride_or([9, 8]), [9, 8]);
    }

    #[test]
    fn fewer_numbers_stand_for_more() {
        let sides = |top, left, bottom, right| Padding::Sides { top, left, bottom, right };
        assert_eq!(Pad::<1>::RULE.padding(), sides(1, 1, 1, 1));
        assert_eq!(Pad::<1, 2>::RULE.padding(), sides(1, 2, 1, 2));
        assert_eq!(Pad::<1, 2, 3, 4>::RULE.padding(), sides(1, 2, 3, 4));
        assert_eq!(<(Stride<2>,)>::RULE.padding(), Padding::NONE);
    }

    #[test]
    fn numbers_for_fingerprints() {
        assert_eq!(Valid::SETTINGS, []);
        assert_eq!(<(Valid,)>::SETTINGS, Pad::<0>::SETTINGS);
        let numbers = [2.0, 2.0, 3.0, 1.0, 1.0, 2.0, 3.0, 4.0, 0.0];
        assert_eq!(<(Stride<2>, Dilate<3, 1>, Pad<1, 2, 3, 4>)>::SETTINGS, numbers);
        assert_eq!(Same::SETTINGS, [0.0, 0.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0, 0.0]);
        assert_eq!(CountPadding::SETTINGS[8], 1.0);
        assert_eq!(
            std::format!("{:?}", (Stride::<2>, Pad::<1>)),
            "(Stride<2, 2>, Pad<1, 1, 1, 1>)"
        );
    }

    #[test]
    fn what_is_said_twice_is_seen() {
        assert_eq!(<(Stride<2>, Stride<2>)>::RULE.said_twice(), Some("a stride"));
        assert_eq!(<(Same, Stride<2>, Pad<1>)>::RULE.said_twice(), Some("a padding"));
        assert_eq!(<((Dilate<2>, Dilate<3>), Pad<1>)>::RULE.said_twice(), Some("a dilation"));
        assert_eq!(<(Same, Stride<2>)>::RULE.said_twice(), None);
    }
}
