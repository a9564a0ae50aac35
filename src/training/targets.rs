//! What a data set knows of targets: numbers, and class indices.

use crate::{
    Scalar,
    losses::Weighted,
    values::{Place, Step, every_length},
};
use nalgebra::SVector;

/// Targets that are numbers, of which a data set knows no more than their range: a [`Scalar`] or a
/// `bool` (1 or 0), and vectors, arrays and tuples of them.
#[diagnostic::on_unimplemented(
    message = "`Dataset::new` and `Dataset::probabilities` do not take targets of type `{Self}`",
    label = "neither `f32`, `f64` or `bool`, nor vectors, arrays or tuples of them",
    note = "class indices (`usize`) go into `Dataset::classes(inputs, targets, n)`, where n is the number of classes",
    note = "classes and numbers together, for several heads, go into `Dataset::of(inputs, targets)`"
)]
pub trait NumericTarget {
    /// The first number that counts and is not accepted, and where it is.
    fn outside(&self, accept: &impl Fn(f64) -> bool) -> Option<(Place, f64)>;
}

/// Targets that are class indices, and arrays of them.
#[diagnostic::on_unimplemented(
    message = "`Dataset::classes` does not take targets of type `{Self}`",
    label = "neither `usize` nor arrays of it",
    note = "labels of another type are made class indices first: `let labels: Vec<usize> = labels.iter().map(|&label| usize::from(label)).collect();`",
    note = "classes and numbers together, for several heads, go into `Dataset::of(inputs, targets)`"
)]
pub trait ClassIndices {
    /// The first that counts and is not below `classes`, and where it is.
    fn beyond(&self, classes: usize) -> Option<(Place, usize)>;
}

#[diagnostic::do_not_recommend]
impl NumericTarget for bool {
    fn outside(&self, accept: &impl Fn(f64) -> bool) -> Option<(Place, f64)> {
        f64::from(u8::from(*self)).outside(accept)
    }
}
#[diagnostic::do_not_recommend]
impl<T: Scalar> NumericTarget for T {
    fn outside(&self, accept: &impl Fn(f64) -> bool) -> Option<(Place, f64)> {
        let number = self.to_f64();
        (!accept(number)).then_some((Place::default(), number))
    }
}
#[diagnostic::do_not_recommend]
impl<T: NumericTarget, const N: usize> NumericTarget for SVector<T, N> {
    fn outside(&self, accept: &impl Fn(f64) -> bool) -> Option<(Place, f64)> {
        first(self.iter(), |target| target.outside(accept))
    }
}
#[diagnostic::do_not_recommend]
impl<T: NumericTarget, const N: usize> NumericTarget for [T; N] {
    fn outside(&self, accept: &impl Fn(f64) -> bool) -> Option<(Place, f64)> {
        first(self.iter(), |target| target.outside(accept))
    }
}
#[diagnostic::do_not_recommend]
impl<T: NumericTarget> NumericTarget for Weighted<T> {
    fn outside(&self, accept: &impl Fn(f64) -> bool) -> Option<(Place, f64)> {
        if self.weight == 0.0 { None } else { self.target.outside(accept) }
    }
}

macro_rules! tuple {
    ($($T:ident $i:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($T: NumericTarget),*> NumericTarget for ($($T,)*) {
            fn outside(&self, accept: &impl Fn(f64) -> bool) -> Option<(Place, f64)> {
                None$(.or_else(|| within(Step::Part($i), self.$i.outside(accept))))*
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($T: ClassIndices),*> ClassIndices for ($($T,)*) {
            fn beyond(&self, classes: usize) -> Option<(Place, usize)> {
                None$(.or_else(|| within(Step::Part($i), self.$i.beyond(classes))))*
            }
        }
    };
}
every_length!(tuple);

#[diagnostic::do_not_recommend]
impl ClassIndices for usize {
    fn beyond(&self, classes: usize) -> Option<(Place, usize)> {
        (*self >= classes).then_some((Place::default(), *self))
    }
}
#[diagnostic::do_not_recommend]
impl<T: ClassIndices, const L: usize> ClassIndices for [T; L] {
    fn beyond(&self, classes: usize) -> Option<(Place, usize)> {
        first(self.iter(), |target| target.beyond(classes))
    }
}
#[diagnostic::do_not_recommend]
impl<T: ClassIndices> ClassIndices for Weighted<T> {
    fn beyond(&self, classes: usize) -> Option<(Place, usize)> {
        if self.weight == 0.0 { None } else { self.target.beyond(classes) }
    }
}

/// The first that is wrong, seen from the whole.
fn first<T, U>(
    targets: impl Iterator<Item = T>,
    wrong: impl Fn(T) -> Option<(Place, U)>,
) -> Option<(Place, U)> {
    targets.enumerate().find_map(|(i, target)| within(Step::element(i), wrong(target)))
}

/// What is wrong in a part, seen from the whole.
fn within<U>(step: Step, wrong: Option<(Place, U)>) -> Option<(Place, U)> {
    wrong.map(|(place, found)| (place.within(step), found))
}
