//! The `elementwise!` macro: an activation from a function and its derivative.

/// Makes a type that is [`Elementwise`](crate::Elementwise) a layer without parameters:
/// `Forward`, `Backward`, `Stateless`, `Parameters`, `Init` and `Debug`. So the type does not derive `Debug` itself,
/// which would be a conflicting implementation; what else it derives, such as `Clone` and `Default`, is its own choice.
///
/// ```text
/// elementwise! { Layer }
/// elementwise! { [generics] Layer }
/// elementwise! { [generics] Layer, probabilities }
/// elementwise! { [generics] Layer, shown as "format" }
/// elementwise! { [generics] Layer { field: setting, … }, … }
/// ```
/// - `probabilities` says that every output lies in [0, 1] and is meant as a probability, so that
///   a loss on logits refuses it ([`Backward::PROBABILITIES`](crate::Backward::PROBABILITIES)).
/// - `shown as` is what `Debug` prints in place of the name with its const parameters and settings; const
///   parameters can be named in it, as in `"Steps of {N}"`.
/// - Fields are those of the type, as [`parameters!`](crate::parameters!) has them: a layer with a
///   setting has a `PhantomData` of it ([example](trait@crate::Constant#example)).
///
/// # Example
/// ```
/// use constnet::{elementwise, prelude::*};
///
/// /// y = x²
/// #[derive(Clone, Copy)]
/// struct Square;
///
/// impl Elementwise for Square {
///     #[inline(always)]
///     fn value<T: Scalar>(&self, x: T) -> T { x * x }
///     #[inline(always)]
///     fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T { (x + x) * dy }
/// }
/// elementwise! { Square }
///
/// assert_eq!(Square.forward(&SVector::from([3.0_f32])), SVector::from([9.0]));
/// ```
/// expands to
/// ```text
/// impl<V: Value<Number: Scalar>> Forward<V> for Square { type Output = V; … }
/// impl<V: Value<Number: Scalar>> Backward<V> for Square { … }
/// impl Stateless for Square {}
/// parameters! { [] Square {} }
/// impl Init for Square { … }
/// impl Debug for Square { … }
/// ```
#[macro_export]
macro_rules! elementwise {
    ($layer:ident $($rest:tt)*) => { $crate::elementwise! { [] $layer $($rest)* } };
    ([$($generics:tt)*] $layer:ty $({ $($fields:tt)* })?) => {
        $crate::elementwise! {
            @write [$($generics)*] [$layer] { $($($fields)*)? } [false]
            ["{}", $crate::parameters::__described::<Self>()]
        }
    };
    ([$($generics:tt)*] $layer:ty $({ $($fields:tt)* })?, probabilities) => {
        $crate::elementwise! {
            @write [$($generics)*] [$layer] { $($($fields)*)? } [true]
            ["{}", $crate::parameters::__described::<Self>()]
        }
    };
    ([$($generics:tt)*] $layer:ty $({ $($fields:tt)* })?, shown as $format:literal) => {
        $crate::elementwise! {
            @write [$($generics)*] [$layer] { $($($fields)*)? } [false] [$format]
        }
    };

    (@write [$($generics:tt)*] [$layer:ty] $fields:tt [$probabilities:literal] [$($shown:tt)*]) => {
        #[diagnostic::do_not_recommend]
        impl<__V: $crate::Value<Number: $crate::Scalar>, $($generics)*> $crate::Forward<__V> for $layer {
            type Output = __V;

            #[inline]
            fn forward(&self, x: &__V) -> __V {
                $crate::Forward::forward_in(self, $crate::__Instructions::UNKNOWN, x)
            }

            #[inline(always)]
            fn forward_in(&self, instructions: $crate::__Instructions, x: &__V) -> __V {
                $crate::__activate(instructions, self, x)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<__V: $crate::Value<Number: $crate::Scalar>, $($generics)*> $crate::Backward<__V> for $layer {
            type Cache = ();

            const PROBABILITIES: bool = $probabilities;

            #[inline]
            fn forward_train<__R: $crate::rand::Rng + ?Sized>(&self, x: &__V, _: &mut __R) -> (__V, ()) {
                ($crate::Forward::forward(self, x), ())
            }

            #[inline]
            fn backward_input(&self, x: &__V, y: &__V, _: &(), dy: &__V) -> __V {
                $crate::__activate_backward(self, x, y, dy)
            }
        }

        impl<$($generics)*> $crate::Stateless for $layer {}

        $crate::parameters! { [$($generics)*] $layer $fields }

        impl<$($generics)*> $crate::Init for $layer {
            fn reset<__I: $crate::Initializer, __R: $crate::rand::Rng + ?Sized>(
                &mut self,
                _: &__I,
                _: &mut __R,
            ) {
            }
        }

        impl<$($generics)*> $crate::__core::fmt::Debug for $layer {
            fn fmt(&self, out: &mut $crate::__core::fmt::Formatter<'_>) -> $crate::__core::fmt::Result {
                $crate::__core::write!(out, $($shown)*)
            }
        }
    };
}
