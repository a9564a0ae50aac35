//! The words for a layer that does not fit.
//!
//! Each verdict of the [search](super::checks) has the method `at`, which takes a constant of each of the traits with words,
//! by the type of the layer as it stands in the declaration: where that is the error, the caret is under that type. There
//! are several such traits, because what to do depends on what the layer takes.

#![allow(missing_docs, reason = "what `network!` and `graph!` alone call")]

use super::checks::{
    Agreed, Causal, Changed, Contrary, Features, Given, Images, Lost, Parts, Place, Sequences,
    Steps, Told, Whole, never,
};
use core::marker::PhantomData;

/// Where a verdict is told: the place S in the source, and what the words are about.
pub struct Spot<S, A, B>(PhantomData<(S, A, B)>);
/// Nothing is told.
pub type Fine<S> = Spot<S, Silent, Silent>;
pub struct Silent;
/// The call of a layer in a graph.
pub struct ThisCall;

/// A trait that no layer has where there is something to tell. It has two implementations, of which none is ever
/// asked for the second: with one alone the compiler would take its parameters for granted before it sees the verdict.
macro_rules! words {
    ($(#[$about:meta])* $name:ident<$a:ident, $b:ident>) => {
        $(#[$about])*
        pub trait $name<$a, $b>: Sized {
            const HERE: Spot<Self, $a, $b> = Spot(PhantomData);
        }
        #[diagnostic::do_not_recommend]
        impl<S> $name<Silent, Silent> for S {}
        #[diagnostic::do_not_recommend]
        impl<S> $name<(), ()> for S {}
    };
}

words! {
    #[diagnostic::on_unimplemented(
        message = "layer `{L}` does not accept `{X}`",
        label = "what comes in does not fit this layer",
        note = "`Matrix<T, Const<N>, Const<B>, _>` is a batch of B values of N features of type T; a network of `f64` is `network!(Name<f64>: …)`",
        note = "a type of your own is a layer by `elementwise!`, or for the inputs that it implements `Forward` for"
    )]
    Accepts<L, X>
}

words! {
    #[diagnostic::on_unimplemented(
        message = "layer `{L}` does not accept `{X}`",
        label = "what comes in does not fit this layer",
        note = "`Matrix<T, Const<N>, Const<B>, _>` is a batch of B values of N features of type T, which `Dense<IN, OUT, T>` takes where N = IN; a network of `f64` is `network!(Name<f64>: …)`",
        note = "of an array, such as a sequence or an image, every element goes through this layer; `Flatten<N>` makes one vector of an image, `Last` of a sequence, and `Concat<N>` of a tuple"
    )]
    AcceptsFeatures<L, X>
}

words! {
    #[diagnostic::on_unimplemented(
        message = "layer `{L}` does not accept `{X}`",
        label = "what comes in does not fit this layer",
        note = "this layer takes a sequence, `[Matrix<T, Const<N>, Const<B>, _>; L]`, where N = IN and T is its own type; `network!` writes it `[N; L]` or `[N; _]`, and for `Padded` with its length, `([N; L], 1)`",
        note = "`Last` and global pools leave one vector of a sequence: they stand behind all layers that take sequences"
    )]
    AcceptsSequences<L, X>
}

words! {
    #[diagnostic::on_unimplemented(
        message = "layer `{L}` does not accept `{X}`",
        label = "what comes in does not fit this layer",
        note = "this layer takes an image, `[[Matrix<T, Const<C>, Const<B>, _>; W]; H]`: H rows of W pixels of C channels, in `network!` `[[C; W]; H]`; `Conv2d<IN, …>` takes C = IN, and pools and `Flatten` take sequences, too",
        note = "`Unflatten<H, W, C>` makes an image of a vector; `Flatten` and global pools leave a vector, behind all layers that take images; how windows lie is a type such as `Stride<2>` or `(Stride<2>, Pad<1>)`"
    )]
    AcceptsImages<L, X>
}

words! {
    #[diagnostic::on_unimplemented(
        message = "layer `{L}` does not accept `{X}`",
        label = "what comes in does not fit this layer",
        note = "this layer takes a tuple of values of one type of number, as `Fork` gives it, or a call of several in `graph!`",
        note = "the parts of `Sum` and `Product` have one shape; those of `Concat` may differ in their numbers of features"
    )]
    AcceptsParts<L, X>
}

words! {
    #[diagnostic::on_unimplemented(
        message = "layer `{L}` does not take a step on `{X}`",
        label = "what comes in does not fit this layer, or is no layer of a stream",
        note = "`Matrix<f32, Const<N>, Const<B>, _>` is a step of B streams with N features each: `Dense<IN, OUT>` takes N = IN and gives N = OUT",
        note = "a layer that needs a whole window at once cannot stream, nor stand in `Padded`, where it would see what is behind the end of a short sequence",
        note = "a layer of your own without memory takes part by one line: `impl Stateless for …`; one with memory implements `Stream` for a step and for `[_; L]`, and `Forward` for `[_; L]`"
    )]
    TakesSteps<L, X>
}

words! {
    #[diagnostic::on_unimplemented(
        message = "`Residual` adds its input `{X}` to what the layer inside gives, and that is `{Y}`",
        label = "a layer inside of `Residual` gives what it takes"
    )]
    AddsToItsInput<X, Y>
}

words! {
    #[diagnostic::on_unimplemented(
        message = "this layer gives `{X}`, and the network is declared to give `{Y}`",
        label = "does not give what is declared",
        note = "`Matrix<T, Const<N>, Const<B>, _>` has N features: `Dense<IN, OUT>` gives N = OUT; of an array every element goes through a layer, unless it is one such as `Last` or `Flatten`"
    )]
    GivesWhatIsDeclared<X, Y>
}

/// The words of each verdict: of all that it is given by the name of the layer, none is told but that in its place.
macro_rules! at {
    (
        [$($generics:tt)*] $verdict:ty => $next:ty:
        $accepts:ty, $features:ty, $sequences:ty, $images:ty, $parts:ty, $steps:ty, $adds:ty
    ) => {
        impl<$($generics)*> $verdict {
            #[allow(clippy::too_many_arguments, reason = "one for each trait with words")]
            pub fn at<S>(
                self, _: $accepts, _: $features, _: $sequences, _: $images, _: $parts, _: $steps, _: $adds,
            ) -> $next {
                never()
            }
        }
    };
}
at! { [M, X] Given<M, X> => Self: Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S> }
at! { [] Lost => Self: Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S> }
at! { [L, X] Place<Whole, L, X> => Lost: Spot<S, L, X>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S> }
at! { [L, X] Told<Features, L, X> => Lost: Fine<S>, Spot<S, L, X>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S> }
at! { [L, X] Told<Sequences, L, X> => Lost: Fine<S>, Fine<S>, Spot<S, L, X>, Fine<S>, Fine<S>, Fine<S>, Fine<S> }
at! { [L, X] Told<Images, L, X> => Lost: Fine<S>, Fine<S>, Fine<S>, Spot<S, L, X>, Fine<S>, Fine<S>, Fine<S> }
at! { [L, X] Told<Parts, L, X> => Lost: Fine<S>, Fine<S>, Fine<S>, Fine<S>, Spot<S, L, X>, Fine<S>, Fine<S> }
at! { [L, X, Xs] Place<Steps, L, (X, Xs)> => Lost: Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Spot<S, L, X>, Fine<S> }
at! { [L, X] Place<Causal, L, X> => Lost: Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Spot<S, L, X>, Fine<S> }
at! { [X, Y] Changed<X, Y> => Lost: Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Fine<S>, Spot<S, X, Y> }

impl Agreed {
    pub fn at<S>(self, _: Fine<S>) {}
}
impl<X, Y> Contrary<X, Y> {
    pub fn at<S>(self, _: Spot<S, X, Y>) {}
}

/// The end of the search from a place, and its words at the type that stands in the source.
#[doc(hidden)]
#[macro_export]
macro_rules! __verdict {
    ($place:expr, $layer:ty) => {{
        use $crate::__check::{
            Differ as _, Enter as _, Fit as _, Pass as _, PassFour as _, Recognize as _, Stay as _,
        };
        // The last layer of a stack of 20 is found by nine steps; the others are for layers inside of one another.
        let at = $place.step().step().step().step().step().step().step().step().step();
        at.step().step().step().step().step().step().step().step().step().at(
            <$layer as $crate::__check::Accepts<_, _>>::HERE,
            <$layer as $crate::__check::AcceptsFeatures<_, _>>::HERE,
            <$layer as $crate::__check::AcceptsSequences<_, _>>::HERE,
            <$layer as $crate::__check::AcceptsImages<_, _>>::HERE,
            <$layer as $crate::__check::AcceptsParts<_, _>>::HERE,
            <$layer as $crate::__check::TakesSteps<_, _>>::HERE,
            <$layer as $crate::__check::AddsToItsInput<_, _>>::HERE,
        )
    }};
}

/// Whether what a network gives is declared.
#[doc(hidden)]
#[macro_export]
macro_rules! __declared {
    ($compared:expr, $layer:ty) => {{
        use $crate::__check::{Agree as _, DifferInOutput as _, DifferInSequence as _};
        $compared.compare().at(<$layer as $crate::__check::GivesWhatIsDeclared<_, _>>::HERE)
    }};
}
