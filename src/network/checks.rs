//! Which layer of a network does not fit, and the words for it.
//!
//! A bound that does not hold would be an error, too, but with it the compiler prints every bound above it and a
//! list of tuples, and it points at the bound. So a misfit is *searched*, and the error is that a layer has no
//! [`Accepts<L, X>`](Accepts), a trait that takes the layer L which was found, and what comes in, as parameters.
//!
//! The search is of types alone, in code that never runs. A [`Place`] is a layer and what comes in, and a step goes to
//! a layer inside that does not fit. Which step it is, the compiler decides where it looks for the method `step` of
//! [`At`], which becomes a place when it is dereferenced five times: it tries the traits [`Fit`], [`PassFour`], [`Pass`], [`Differ`], [`Enter`] and
//! [`Stay`] in this order, because their implementations are for [`Or`] of ever less depth, and takes the first whose bounds
//! hold. What fits is none, so that the compiler has nothing to look for.
//!
//! Each verdict has the method `at`, which takes a constant of each of the traits with words, by the type of the layer as
//! it stands in the declaration: where that is the error, the caret is under that type.

#![allow(missing_docs, reason = "what `network!` and `graph!` alone call")]

use crate::{Aligned, Fork, Forward, Frozen, Padded, Residual, Stream, values::WithLength};
use core::{marker::PhantomData, ops::Deref};
use nalgebra::SMatrix;

/// A layer takes x.
pub struct Whole;
/// A layer takes a step, a block of the same, and the sequence from rest; X is the pair of step and sequence.
pub struct Steps;
/// A layer inside of [`Padded`] takes a sequence, and looks at no later step.
pub struct Causal;

/// A layer that takes X in the way of `M`.
pub trait Takes<M, X> {
    type Output;
}
impl<L: Forward<X>, X> Takes<Whole, X> for L {
    type Output = L::Output;
}
impl<L, X, Xs> Takes<Steps, (X, Xs)> for L
where
    L: Stream<X> + Forward<Xs>,
    L: Stream<Xs, State = <L as Stream<X>>::State, Output = <L as Forward<Xs>>::Output>,
{
    type Output = (<L as Stream<X>>::Output, <L as Forward<Xs>>::Output);
}
impl<L: Forward<X> + Stream<X>, X> Takes<Causal, X> for L {
    type Output = <L as Forward<X>>::Output;
}

/// A value of what is a type alone.
fn never<T>() -> T {
    #[expect(clippy::empty_loop, reason = "it is not called")]
    loop {}
}

/// What comes in.
pub struct Given<M, X>(PhantomData<(M, X)>);

impl<M, X> Given<M, X> {
    pub fn start() -> Self {
        never()
    }

    /// By a value.
    pub fn of(_: &X) -> Self {
        never()
    }

    pub fn to<L>(self) -> At<M, L, X> {
        never()
    }

    pub fn to_layer<L>(self, _: &L) -> At<M, L, X> {
        never()
    }

    pub fn step(self) -> Self {
        never()
    }

    pub fn at<S>(self, _: Fine<S>, _: Fine<S>, _: Fine<S>) -> Self {
        never()
    }

    /// A value of it: never made.
    pub fn value(&self) -> X {
        never()
    }

    pub fn declared<Y>(&self) -> Or<Or<Compared<M, X, Y>>> {
        never()
    }

    pub fn declared_as<Y>(&self, _: &Y) -> Or<Or<Compared<M, X, Y>>> {
        never()
    }
}

/// What comes behind a layer that does not fit, of which nothing more is said.
pub struct Lost;

impl Lost {
    pub fn to<L>(self) -> Self {
        Self
    }

    pub fn step(self) -> Self {
        Self
    }

    pub fn at<S>(self, _: Fine<S>, _: Fine<S>, _: Fine<S>) -> Self {
        Self
    }

    /// Of no type: the compiler has told of an error, and is silent about what follows from it.
    pub fn value<X>(&self) -> X {
        never()
    }

    pub fn declared<Y>(&self) -> Agreed {
        Agreed
    }

    pub fn declared_as<Y>(&self, _: &Y) -> Agreed {
        Agreed
    }
}

/// A layer and what comes in, before it is known whether they fit; a misfit when the search is over.
pub struct Place<M, L, X>(PhantomData<(M, L, X)>);
/// Where the search is.
pub type At<M, L, X> = Or<Or<Or<Or<Or<Place<M, L, X>>>>>>;

/// Where a method is looked for before it is looked for at T.
pub struct Or<T>(PhantomData<T>);
impl<T> Deref for Or<T> {
    type Target = T;
    fn deref(&self) -> &T {
        never()
    }
}
impl<T> Copy for Or<T> {}
impl<T> Clone for Or<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M, L, X> Copy for Place<M, L, X> {}
impl<M, L, X> Clone for Place<M, L, X> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L, X> Place<Whole, L, X> {
    pub fn at<S>(self, _: Spot<S, L, X>, _: Fine<S>, _: Fine<S>) -> Lost {
        Lost
    }
}
impl<L, X, Xs> Place<Steps, L, (X, Xs)> {
    pub fn at<S>(self, _: Fine<S>, _: Spot<S, L, X>, _: Fine<S>) -> Lost {
        Lost
    }
}
impl<L, X> Place<Causal, L, X> {
    pub fn at<S>(self, _: Fine<S>, _: Spot<S, L, X>, _: Fine<S>) -> Lost {
        Lost
    }
}

/// [`Residual`] around a layer that makes Y of X.
pub struct Changed<X, Y>(PhantomData<(X, Y)>);

impl<X, Y> Changed<X, Y> {
    pub fn step(self) -> Self {
        never()
    }

    pub fn at<S>(self, _: Fine<S>, _: Fine<S>, _: Spot<S, X, Y>) -> Lost {
        Lost
    }
}

/// Layers one behind the other, of which one does not fit.
pub struct Chain<L>(PhantomData<L>);
/// Layers side by side, likewise.
pub struct Arms<L>(PhantomData<L>);
/// A list of layers.
pub struct Listed<First, Rest>(PhantomData<(First, Rest)>);

/// It fits.
pub trait Fit {
    type To;
    fn step(self) -> Self::To;
}
impl<M, L: Takes<M, X>, X> Fit for At<M, L, X> {
    type To = Given<M, L::Output>;
    fn step(self) -> Self::To {
        never()
    }
}

/// Four layers fit: it lies behind them.
pub trait PassFour {
    type To;
    fn step(self) -> Self::To;
}
type Four<A, B, C, D, R> = Chain<Listed<A, Listed<B, Listed<C, Listed<D, R>>>>>;
impl<M, A, B, C, D, R, X> PassFour for Or<Or<Or<Or<Place<M, Four<A, B, C, D, R>, X>>>>>
where
    A: Takes<M, X>,
    B: Takes<M, A::Output>,
    C: Takes<M, B::Output>,
    D: Takes<M, C::Output>,
{
    type To = At<M, Chain<R>, D::Output>;
    fn step(self) -> Self::To {
        never()
    }
}

/// One fits: it lies behind or beside it.
pub trait Pass {
    type To;
    fn step(self) -> Self::To;
}
impl<M, A: Takes<M, X>, R, X> Pass for Or<Or<Or<Place<M, Chain<Listed<A, R>>, X>>>> {
    type To = At<M, Chain<R>, A::Output>;
    fn step(self) -> Self::To {
        never()
    }
}
impl<M, A: Takes<M, X>, R, X> Pass for Or<Or<Or<Place<M, Arms<Listed<A, R>>, X>>>> {
    type To = At<M, Arms<R>, X>;
    fn step(self) -> Self::To {
        never()
    }
}

/// What the layer asks of the one inside is not that it fits.
pub trait Differ {
    type To;
    fn step(self) -> Self::To;
}
impl<F: Forward<X>, X> Differ for Or<Or<Place<Whole, Residual<F>, X>>> {
    type To = Changed<X, F::Output>;
    fn step(self) -> Self::To {
        never()
    }
}
impl<F: Stream<X>, X, Xs> Differ for Or<Or<Place<Steps, Residual<F>, (X, Xs)>>> {
    type To = Changed<X, F::Output>;
    fn step(self) -> Self::To {
        never()
    }
}
impl<F, T, const IN: usize, const B: usize, const L: usize> Differ
    for Or<Or<Place<Whole, Padded<F>, WithLength<T, IN, B, L>>>>
{
    type To = At<Causal, F, [SMatrix<T, IN, B>; L]>;
    fn step(self) -> Self::To {
        never()
    }
}

/// It lies inside.
pub trait Enter {
    type To;
    fn step(self) -> Self::To;
}
impl<M, L: Around, X> Enter for Or<Place<M, L, X>> {
    type To = At<M, L::Inside, X>;
    fn step(self) -> Self::To {
        never()
    }
}

/// A layer around others.
pub trait Around {
    type Inside;
}
impl<A, R> Around for Chain<Listed<A, R>> {
    type Inside = A;
}
impl<A, R> Around for Arms<Listed<A, R>> {
    type Inside = A;
}
impl<F> Around for Residual<F> {
    type Inside = F;
}
impl<F> Around for Frozen<F> {
    type Inside = F;
}
impl<F> Around for Aligned<F> {
    type Inside = F;
}

/// Tuples, a stack of up to 20 layers and a [`Fork`] of up to 8.
macro_rules! tuples {
    ([$($last:ident)*] $first:ident $($more:ident)*) => {
        tuples! { @stack $($last)* $first }
        tuples! { [$($last)* $first] $($more)* }
    };
    ([$($all:ident)*]) => {};
    (@stack $($L:ident)+) => {
        impl<$($L),+> Around for ($($L,)+) {
            type Inside = Chain<tuples!(@list $($L)+)>;
        }
    };
    (@fork $($L:ident)+) => {
        impl<$($L),+> Around for Fork<($($L,)+)> {
            type Inside = Arms<tuples!(@list $($L)+)>;
        }
    };
    (@list $first:ident $($rest:ident)*) => { Listed<$first, tuples!(@list $($rest)*)> };
    (@list) => { () };
}
tuples! { [] A B C D E F G H I J K L M N O P Q R S T }
tuples! { @fork A B }
tuples! { @fork A B C }
tuples! { @fork A B C D }
tuples! { @fork A B C D E }
tuples! { @fork A B C D E F }
tuples! { @fork A B C D E F G }
tuples! { @fork A B C D E F G H }

/// It is this layer.
pub trait Stay {
    type To;
    fn step(self) -> Self::To;
}
impl<M, L, X> Stay for Place<M, L, X> {
    type To = At<M, L, X>;
    fn step(self) -> Self::To {
        never()
    }
}

/// What a network gives, and what it is declared to give.
pub struct Compared<M, X, Y>(PhantomData<(M, X, Y)>);
impl<M, X, Y> Copy for Compared<M, X, Y> {}
impl<M, X, Y> Clone for Compared<M, X, Y> {
    fn clone(&self) -> Self {
        *self
    }
}
/// They are the same.
pub struct Agreed;
/// They are not.
pub struct Contrary<X, Y>(PhantomData<(X, Y)>);

impl Agreed {
    pub fn at<S>(self, _: Fine<S>) {}
}
impl<X, Y> Contrary<X, Y> {
    pub fn at<S>(self, _: Spot<S, X, Y>) {}
}

/// Both are of the same type.
pub trait Agree {
    fn compare(self) -> Agreed;
}
impl<M, Y> Agree for Or<Or<Compared<M, Y, Y>>> {
    fn compare(self) -> Agreed {
        Agreed
    }
}
impl Agree for Agreed {
    fn compare(self) -> Agreed {
        Agreed
    }
}

/// Of a stream: the sequences differ, not the steps.
pub trait DifferInSequence {
    type To;
    fn compare(self) -> Self::To;
}
impl<X, Xs, Ys> DifferInSequence for Or<Compared<Steps, (X, Xs), (X, Ys)>> {
    type To = Contrary<Xs, Ys>;
    fn compare(self) -> Self::To {
        never()
    }
}

/// They differ.
pub trait DifferInOutput {
    type To;
    fn compare(self) -> Self::To;
}
impl<X, Y> DifferInOutput for Compared<Whole, X, Y> {
    type To = Contrary<X, Y>;
    fn compare(self) -> Self::To {
        never()
    }
}
impl<X, Xs, Y, Ys> DifferInOutput for Compared<Steps, (X, Xs), (Y, Ys)> {
    type To = Contrary<X, Y>;
    fn compare(self) -> Self::To {
        never()
    }
}

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
        note = "`Matrix<T, Const<N>, Const<B>, _>` is a batch of B values of N features of type T, which `Dense<IN, OUT, T>` takes where N = IN; a network of `f64` is `network!(Name<f64>: …)`",
        note = "cells and `Conv1d` take sequences, `[N; L]` or `[N; _]` in `network!`, and `Padded` a sequence with its length, `([N; L], 1)`; `Conv2d<IN, …>` and pools take images, `[[IN; W]; H]`; before a `Dense`, `Flatten<N>` makes a vector of an image, `Last` of a sequence, and `Concat<N>` of a tuple; parts that meet in `Sum` or `Product` have one shape",
        note = "a type of your own is a layer by `elementwise!`, or for the inputs that it implements `Forward` for"
    )]
    Accepts<L, X>
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

/// The end of the search from a place, and its words at the type that stands in the source.
#[doc(hidden)]
#[macro_export]
macro_rules! __verdict {
    ($place:expr, $layer:ty) => {{
        use $crate::__check::{Differ as _, Enter as _, Fit as _, Pass as _, PassFour as _, Stay as _};
        // The last layer of a stack of 20 is found by nine steps; the others are for layers inside of one another.
        let at = $place.step().step().step().step().step().step().step().step().step();
        at.step().step().step().step().step().step().step().step().step().at(
            <$layer as $crate::__check::Accepts<_, _>>::HERE,
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
