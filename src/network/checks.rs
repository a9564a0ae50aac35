//! Which layer of a network does not fit.
//!
//! A bound that does not hold would be an error, too, but with it the compiler prints every bound above it and a
//! list of tuples, and it points at the bound. So a misfit is *searched*, and the error is that a layer has no
//! [`Accepts<L, X>`](super::words::Accepts), a trait that takes the layer L which was found, and what comes in, as parameters.
//!
//! The search is of types alone, in code that never runs. A [`Place`] is a layer and what comes in, and a step goes to
//! a layer inside that does not fit. Which step it is, the compiler decides where it looks for the method `step` of
//! [`At`], which becomes a place when it is dereferenced six times: it tries the traits [`Fit`], [`PassFour`], [`Pass`],
//! [`Differ`], [`Enter`], [`Recognize`] and [`Stay`] in this order, because their implementations are for [`Or`] of ever
//! less depth, and takes the first whose bounds hold. What fits is none, so that the compiler has nothing to look for.

#![allow(missing_docs, reason = "what `network!` and `graph!` alone call")]

use crate::{
    Affine, Aligned, AvgPool, Bidirectional, Concat, Conv1d, Conv2d, Dense, Flatten, Fork, Forward,
    Frozen, GlobalAvgPool, GlobalMaxPool, Gru, LayerNorm, Lstm, MaxPool, PRelu, Padded, Product,
    Residual, Rnn, Standardize, Stream, Sum, Unstandardize, WindowConv1d, values::WithLength,
};
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
pub(super) fn never<T>() -> T {
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
pub type At<M, L, X> = Or<Or<Or<Or<Or<Or<Place<M, L, X>>>>>>>;

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

/// [`Residual`] around a layer that makes Y of X.
pub struct Changed<X, Y>(PhantomData<(X, Y)>);

impl<X, Y> Changed<X, Y> {
    pub fn step(self) -> Self {
        never()
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
impl<M, A, B, C, D, R, X> PassFour for Or<Or<Or<Or<Or<Place<M, Four<A, B, C, D, R>, X>>>>>>
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
impl<M, A: Takes<M, X>, R, X> Pass for Or<Or<Or<Or<Place<M, Chain<Listed<A, R>>, X>>>>> {
    type To = At<M, Chain<R>, A::Output>;
    fn step(self) -> Self::To {
        never()
    }
}
impl<M, A: Takes<M, X>, R, X> Pass for Or<Or<Or<Or<Place<M, Arms<Listed<A, R>>, X>>>>> {
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
impl<F: Forward<X>, X> Differ for Or<Or<Or<Place<Whole, Residual<F>, X>>>> {
    type To = Changed<X, F::Output>;
    fn step(self) -> Self::To {
        never()
    }
}
impl<F: Stream<X>, X, Xs> Differ for Or<Or<Or<Place<Steps, Residual<F>, (X, Xs)>>>> {
    type To = Changed<X, F::Output>;
    fn step(self) -> Self::To {
        never()
    }
}
impl<F, T, const IN: usize, const B: usize, const L: usize> Differ
    for Or<Or<Or<Place<Whole, Padded<F>, WithLength<T, IN, B, L>>>>>
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
impl<M, L: Around, X> Enter for Or<Or<Place<M, L, X>>> {
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

/// It is a layer of this crate that takes one kind of value, which has words of its own.
pub trait Recognize {
    type To;
    fn step(self) -> Self::To;
}
impl<L: Takers, X> Recognize for Or<Place<Whole, L, X>> {
    type To = Told<L::Of, L, X>;
    fn step(self) -> Self::To {
        never()
    }
}

/// A misfit of a layer that takes a value of the kind K.
pub struct Told<K, L, X>(PhantomData<(K, L, X)>);

impl<K, L, X> Told<K, L, X> {
    pub fn step(self) -> Self {
        self
    }
}

/// What takes one kind of value: features, sequences, images, or parts.
pub trait Takers {
    type Of;
}
pub struct Features;
pub struct Sequences;
pub struct Images;
pub struct Parts;

macro_rules! takers {
    ($($of:ident: $([$($generics:tt)*] $layer:ty,)+)+) => {
        $($(impl<$($generics)*> Takers for $layer { type Of = $of; })+)+
    };
}
takers! {
    Features:
        [const IN: usize, const OUT: usize, T] Dense<IN, OUT, T>,
        [const N: usize, T, E] LayerNorm<N, T, E>,
        [const N: usize, T] Affine<N, T>,
        [const N: usize, T] PRelu<N, T>,
        [const N: usize, T] Standardize<N, T>,
        [const N: usize, T] Unstandardize<N, T>,
    Sequences:
        [const IN: usize, const H: usize, T, F] Rnn<IN, H, T, F>,
        [const IN: usize, const H: usize, T, F, R] Gru<IN, H, T, F, R>,
        [const IN: usize, const H: usize, T, F] Lstm<IN, H, T, F>,
        [F, G] Bidirectional<F, G>,
        [F] Padded<F>,
        [const IN: usize, const OUT: usize, const K: usize, const D: usize, const PER: usize, T]
            Conv1d<IN, OUT, K, D, PER, T>,
        [const IN: usize, const OUT: usize, const K: usize, const L: usize, S, const PER: usize, T]
            WindowConv1d<IN, OUT, K, L, S, PER, T>,
    Images:
        [const IN: usize, const OUT: usize, const KH: usize, const KW: usize, const H: usize, const W: usize, S,
         const PER: usize, T] Conv2d<IN, OUT, KH, KW, H, W, S, PER, T>,
        [const KH: usize, const KW: usize, const H: usize, const W: usize, S] MaxPool<KH, KW, H, W, S>,
        [const KH: usize, const KW: usize, const H: usize, const W: usize, S] AvgPool<KH, KW, H, W, S>,
        [] GlobalMaxPool,
        [] GlobalAvgPool,
        [const N: usize, O] Flatten<N, O>,
    Parts:
        [const N: usize] Concat<N>,
        [] Sum,
        [] Product,
}

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
