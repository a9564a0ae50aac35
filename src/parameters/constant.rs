//! Settings in types: numbers of floating point, which Rust has no const parameters of, as types.

use super::text::Text;
use crate::Scalar;

/// A number that is a type: what sets a layer up, such as a slope, a rate or an ε.
///
/// [`Ratio`] is the quotient of two whole numbers, and [`constant!`](crate::constant!) gives any number
/// a name. Layers take either and look at nothing but the value: it is rounded once to the network's
/// kind of number, it is part of a file's [fingerprint](crate::weights::fingerprint), and it is what
/// `Debug` shows.
///
/// # Laws
/// - The type has no bytes: its number is known to the compiler alone.
///
/// # Example
/// A layer of your own takes a setting as a type parameter, and says so in
/// [`parameters!`](crate::parameters!) or [`elementwise!`](crate::elementwise!):
/// ```
/// use constnet::prelude::*;
/// use std::marker::PhantomData;
///
/// /// y = F·x
/// #[derive(Clone, Copy, Default)]
/// struct Scaled<F> {
///     factor: PhantomData<F>,
/// }
///
/// impl<F: Constant> Elementwise for Scaled<F> {
///     #[inline(always)]
///     fn value<T: Scalar>(&self, x: T) -> T { T::from_f64(F::VALUE) * x }
///     #[inline(always)]
///     fn chain<T: Scalar>(&self, _x: T, _y: T, dy: T) -> T { T::from_f64(F::VALUE) * dy }
/// }
/// elementwise! { [F: Constant] Scaled<F> { factor: setting } }
///
/// let layer = Scaled::<Ratio<-3>>::default();
/// assert_eq!(layer.forward(&SVector::from([2.0])), SVector::from([-6.0]));
/// assert_eq!(format!("{layer:?}"), "Scaled<-3>");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number as a type",
    label = "expected a setting, such as `Ratio<1, 100>`",
    note = "`Ratio<NUM, DEN>` is a quotient of whole numbers, and `constant!(pub Slope = 0.01)` makes a type of any number"
)]
pub trait Constant:
    Copy + Default + Eq + core::fmt::Debug + core::hash::Hash + Send + Sync + 'static
{
    /// The number.
    const VALUE: f64;
}

/// Several numbers that are one type, where a layer's setting is more than a [`Constant`]: such as a rule of
/// [windows](crate::window).
pub trait Settings {
    /// The numbers, as [`Parameters::SETTINGS`](crate::Parameters::SETTINGS) lists them; none, where the type
    /// says what is usual.
    const SETTINGS: &'static [f64];
}

/// NUM / DEN, a [`Constant`]: `Ratio<1, 100>` is 0.01, `Ratio<-3>` is −3, `Ratio<1, 1_000_000_000_000>`
/// is 10⁻¹², on every machine.
///
/// The quotient is rounded once. So DEN is not 0, and neither number is beyond 2⁵³, where whole numbers
/// would be rounded themselves:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// const NOTHING: f64 = Ratio::<1, 0>::VALUE;
/// ```
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// assert_eq!(Ratio::<1, 100>::VALUE, 0.01);
/// assert_eq!(Ratio::<-3>::VALUE, -3.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ratio<const NUM: i64, const DEN: u64 = 1>;

impl<const NUM: i64, const DEN: u64> Constant for Ratio<NUM, DEN> {
    const VALUE: f64 = {
        /// Up to here every whole number is an `f64`.
        const MOST: u64 = 1 << 53;
        assert!(DEN != 0, "Ratio<NUM, DEN> is NUM / DEN: found 0 as DEN, expected at least 1");
        assert!(
            NUM.unsigned_abs() <= MOST && DEN <= MOST,
            "Ratio<NUM, DEN>: found a number beyond 2^53, expected NUM and DEN that are exact"
        );
        NUM as f64 / DEN as f64
    };
}

/// Makes a number a type that is a [`Constant`](trait@crate::Constant).
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// constant!(
///     /// What a negative input is multiplied by.
///     pub Slope = 0.2
/// );
/// constant!(Tiny = 1e-12);
///
/// let layer = LeakyRelu::<Slope>::new();
/// assert_eq!(layer.forward(&SVector::from([-5.0, 3.0])), SVector::from([-1.0, 3.0]));
/// assert_eq!(format!("{layer:?}"), "LeakyRelu<0.2>");
/// assert_eq!(Tiny::VALUE, 1e-12);
/// ```
/// expands to
/// ```text
/// /// What a negative input is multiplied by.
/// #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
/// pub struct Slope;
/// impl Constant for Slope {
///     const VALUE: f64 = 0.2;
/// }
/// ```
#[macro_export]
macro_rules! constant {
    ($(#[$attribute:meta])* $visibility:vis $name:ident = $value:expr $(;)?) => {
        $(#[$attribute])*
        #[derive(
            $crate::__core::clone::Clone,
            $crate::__core::marker::Copy,
            $crate::__core::fmt::Debug,
            $crate::__core::default::Default,
            $crate::__core::cmp::PartialEq,
            $crate::__core::cmp::Eq,
            $crate::__core::hash::Hash,
        )]
        $visibility struct $name;
        impl $crate::Constant for $name {
            const VALUE: f64 = $value;
        }
    };
}

/// Refuses a setting, in the compiler, in the words of all errors.
#[track_caller]
pub(crate) const fn expect(holds: bool, layer: &str, setting: &str, found: f64, expected: &str) {
    if !holds {
        let text = Text::<320>::new().str(layer).str(": found the ").str(setting).str(" ");
        let text = text.float(found).str(", expected ").str(expected);
        panic!("{}", text.as_str());
    }
}

/// Refuses a setting that is no number, or no finite one as a `T`.
#[track_caller]
pub(crate) const fn finite<S: Constant, T: Scalar>(layer: &str, setting: &str) {
    // Less than or equal, which NaN is not.
    let holds = S::VALUE.abs() <= T::LARGEST;
    expect(holds, layer, setting, S::VALUE, "a number that is finite in the network's type");
}

/// Refuses a setting that is not above 0, or not as a normal `T`.
#[track_caller]
pub(crate) const fn positive<S: Constant, T: Scalar>(layer: &str, setting: &str) {
    // In `f32` and `f64` the product of the smallest normal number and the largest is 4, but for a rounding.
    let holds = S::VALUE * T::LARGEST >= 3.999 && S::VALUE <= T::LARGEST;
    expect(holds, layer, setting, S::VALUE, "a number above 0, and finite, in the network's type");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_are_rounded_once() {
        assert_eq!(Ratio::<1, 3>::VALUE, 1.0 / 3.0);
        assert_eq!(Ratio::<{ 1 << 53 }, 1>::VALUE, 9_007_199_254_740_992.0);
        assert_eq!(Ratio::<-1, 1_000_000_000_000>::VALUE, -1e-12);
        assert_eq!(f32::from_f64(Ratio::<1, 100>::VALUE), 0.01);
    }

    #[test]
    fn settings_at_the_ends_of_a_type() {
        constant!(Smallest = f32::MIN_POSITIVE as f64);
        constant!(Largest = -(f32::MAX as f64));
        const {
            positive::<Smallest, f32>("L", "s");
            positive::<Smallest, f64>("L", "s");
            finite::<Largest, f32>("L", "s");
        }
        for (found, shown) in [
            (0.0, "0"),
            (0.2, "0.2"),
            (-3.0, "-3"),
            (1.0 / 6.0, "0.16666666666666666"),
            (1e-12, "1e-12"),
            (-1.25e-30, "-1.25e-30"),
            (1e20, "1e20"),
            (123_456.789, "123456.789"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(Text::<40>::new().float(found).as_str(), shown);
        }
    }
}
