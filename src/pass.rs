//! What a reverse pass is asked for, as types: where the gradient goes, and whether dx is wanted.
//!
//! | | the gradient of the parameters |
//! |---|---|
//! | [`Accumulate`] | is added to what is there |
//! | [`Overwrite`] | takes the place of what is there |
//! | [`Discard`] | is not computed |
//!
//! and dx is [`Wanted`] or [`Unwanted`]. So [`Backward::propagate`](crate::Backward::propagate) is written
//! once, and the compiler keeps what is asked for and nothing else: a training step is an [`Overwrite`]
//! whose dx is [`Unwanted`], a saliency map a [`Discard`] whose dx is [`Wanted`].
//!
//! A layer with formulas of its own needs none of this. A layer around others passes it on: its gradient
//! has a [part](Sink::part) for each layer inside.
//!
//! # Example
//! A wrapper of your own: y = s·L(x), with a scale s that is not trained.
//! ```
//! use constnet::{by_propagate, gradcheck, pass::{Dx, Sink}, prelude::*, rand::Rng};
//!
//! struct Scaled<L, const S: usize>(L);
//! parameters! { [L: Parameters, const S: usize] Scaled<L, S> as L => Scaled<L::Gradient, S> { 0: inside } }
//!
//! impl<L: Forward<X, Output = SMatrix<f64, N, B>>, X, const S: usize, const N: usize, const B: usize>
//!     Forward<X> for Scaled<L, S>
//! {
//!     type Output = SMatrix<f64, N, B>;
//!     fn forward(&self, x: &X) -> Self::Output {
//!         self.0.forward(x) * S as f64
//!     }
//! }
//! impl<L: Backward<X, Output = SMatrix<f64, N, B>>, X, const S: usize, const N: usize, const B: usize>
//!     Backward<X> for Scaled<L, S>
//! {
//!     /// L(x), and what L keeps.
//!     type Cache = (SMatrix<f64, N, B>, L::Cache);
//!     fn forward_train<R: Rng + ?Sized>(&self, x: &X, rng: &mut R) -> (Self::Output, Self::Cache) {
//!         let (y, cache) = self.0.forward_train(x, rng);
//!         (y * S as f64, (y, cache))
//!     }
//!     fn propagate<G: Sink<Self::Gradient>, D: Dx>(
//!         &self,
//!         x: &X,
//!         _: &Self::Output,
//!         (y, cache): &Self::Cache,
//!         dy: &Self::Output,
//!         mut sink: G,
//!     ) -> D::Of<X> {
//!         self.0.propagate::<_, D>(x, y, cache, &(dy * S as f64), sink.part(|gradient| &mut gradient.0))
//!     }
//!     by_propagate! { X }
//! }
//!
//! let mut layer = Scaled::<_, 3>((Dense::new([[0.5, -1.0]], [0.25]), Tanh));
//! let report = gradcheck::check(&mut layer, &SVector::from([0.7, -0.2]), 1);
//! assert!(report.worst() < 1e-8, "{report}");
//! ```

use crate::parameters::{Parameters, fill_zero};

/// Where a layer's gradient of type `G` goes in a reverse pass.
///
/// # Laws
/// What is added after zeros, and what is set, are the same bits; nothing else of a gradient changes.
/// [`part`](Self::part) and then any number of [`again`](Self::again) on one part leave the sum of all.
pub trait Sink<G: Parameters>: Sized {
    /// The sink of a layer inside.
    type Part<'a, P: Parameters + 'a>: Sink<P>
    where
        Self: 'a;

    /// The sink of a layer inside, whose gradient `part` selects.
    fn part<'a, P: Parameters + 'a>(
        &'a mut self,
        part: impl FnOnce(&mut G) -> &mut P,
    ) -> Self::Part<'a, P>;

    /// The sink of a layer inside that this pass has been through already.
    type Again<'a, P: Parameters + 'a>: Sink<P>
    where
        Self: 'a;

    /// The sink of a layer inside that has had its [part](Self::part) in this pass: what comes now is added
    /// to that.
    fn again<'a, P: Parameters + 'a>(
        &'a mut self,
        part: impl FnOnce(&mut G) -> &mut P,
    ) -> Self::Again<'a, P>;

    /// Takes a gradient that `add` adds to what it is given. It is not called where nobody wants one.
    fn add(self, add: impl FnOnce(&mut G));

    /// The same for a layer that can write its gradient over what is there faster than add it to zeros.
    fn add_or_set(self, add: impl FnOnce(&mut G), set: impl FnOnce(&mut G));
}

/// gradient ← gradient + …
#[derive(Debug)]
pub struct Accumulate<'g, G>(
    /// The gradient, which is added to.
    pub &'g mut G,
);

impl<G: Parameters> Sink<G> for Accumulate<'_, G> {
    type Part<'a, P: Parameters + 'a>
        = Accumulate<'a, P>
    where
        Self: 'a;

    #[inline(always)]
    fn part<'a, P: Parameters + 'a>(
        &'a mut self,
        part: impl FnOnce(&mut G) -> &mut P,
    ) -> Accumulate<'a, P> {
        Accumulate(part(self.0))
    }

    type Again<'a, P: Parameters + 'a>
        = Accumulate<'a, P>
    where
        Self: 'a;

    #[inline(always)]
    fn again<'a, P: Parameters + 'a>(
        &'a mut self,
        part: impl FnOnce(&mut G) -> &mut P,
    ) -> Accumulate<'a, P> {
        Accumulate(part(self.0))
    }

    #[inline(always)]
    fn add(self, add: impl FnOnce(&mut G)) {
        add(self.0);
    }

    #[inline(always)]
    fn add_or_set(self, add: impl FnOnce(&mut G), _: impl FnOnce(&mut G)) {
        add(self.0);
    }
}

/// gradient ← …
#[derive(Debug)]
pub struct Overwrite<'g, G>(
    /// The gradient; what it was before does not count.
    pub &'g mut G,
);

impl<G: Parameters> Sink<G> for Overwrite<'_, G> {
    type Part<'a, P: Parameters + 'a>
        = Overwrite<'a, P>
    where
        Self: 'a;

    #[inline(always)]
    fn part<'a, P: Parameters + 'a>(
        &'a mut self,
        part: impl FnOnce(&mut G) -> &mut P,
    ) -> Overwrite<'a, P> {
        Overwrite(part(self.0))
    }

    type Again<'a, P: Parameters + 'a>
        = Accumulate<'a, P>
    where
        Self: 'a;

    #[inline(always)]
    fn again<'a, P: Parameters + 'a>(
        &'a mut self,
        part: impl FnOnce(&mut G) -> &mut P,
    ) -> Accumulate<'a, P> {
        Accumulate(part(self.0))
    }

    #[inline(always)]
    fn add(self, add: impl FnOnce(&mut G)) {
        fill_zero(self.0);
        add(self.0);
    }

    #[inline(always)]
    fn add_or_set(self, _: impl FnOnce(&mut G), set: impl FnOnce(&mut G)) {
        set(self.0);
    }
}

/// Nowhere: only dx is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Discard;

impl<G: Parameters> Sink<G> for Discard {
    type Part<'a, P: Parameters + 'a> = Self;

    #[inline(always)]
    fn part<'a, P: Parameters + 'a>(&'a mut self, _: impl FnOnce(&mut G) -> &mut P) -> Self {
        Self
    }

    type Again<'a, P: Parameters + 'a> = Self;

    #[inline(always)]
    fn again<'a, P: Parameters + 'a>(&'a mut self, _: impl FnOnce(&mut G) -> &mut P) -> Self {
        Self
    }

    #[inline(always)]
    fn add(self, _: impl FnOnce(&mut G)) {}

    #[inline(always)]
    fn add_or_set(self, _: impl FnOnce(&mut G), _: impl FnOnce(&mut G)) {}
}

/// Whether ∂L/∂x is wanted: [`Wanted`] or [`Unwanted`].
pub trait Dx {
    /// What a pass gives back for an input of type `X`: `X`, or `()` where dx is not wanted.
    type Of<X>;

    /// Whether it is `X`: for constants that decide what is computed at all.
    const WANTED: bool;

    /// dx, where it is wanted. Elsewhere `dx` is not called.
    fn of<X>(dx: impl FnOnce() -> X) -> Self::Of<X>;

    /// A function of dx, where there is one.
    fn map<X, Y>(dx: Self::Of<X>, f: impl FnOnce(X) -> Y) -> Self::Of<Y>;

    /// A function of two dx, where there are any.
    fn both<X>(a: Self::Of<X>, b: Self::Of<X>, f: impl FnOnce(X, X) -> X) -> Self::Of<X>;

    /// What a pass that ends early gives back, where dx is not wanted; elsewhere a pass must go on.
    fn unwanted<X>() -> Option<Self::Of<X>>;
}

/// A pass gives dx back.
#[derive(Debug, Clone, Copy)]
pub enum Wanted {}

impl Dx for Wanted {
    type Of<X> = X;
    const WANTED: bool = true;

    #[inline(always)]
    fn of<X>(dx: impl FnOnce() -> X) -> X {
        dx()
    }

    #[inline(always)]
    fn map<X, Y>(dx: X, f: impl FnOnce(X) -> Y) -> Y {
        f(dx)
    }

    #[inline(always)]
    fn both<X>(a: X, b: X, f: impl FnOnce(X, X) -> X) -> X {
        f(a, b)
    }

    #[inline(always)]
    fn unwanted<X>() -> Option<X> {
        None
    }
}

/// A pass gives `()` back, and computes no dx that its gradient does not need.
#[derive(Debug, Clone, Copy)]
pub enum Unwanted {}

impl Dx for Unwanted {
    type Of<X> = ();
    const WANTED: bool = false;

    #[inline(always)]
    fn of<X>(_: impl FnOnce() -> X) {}

    #[inline(always)]
    fn map<X, Y>((): (), _: impl FnOnce(X) -> Y) {}

    #[inline(always)]
    fn both<X>((): (), (): (), _: impl FnOnce(X, X) -> X) {}

    #[inline(always)]
    fn unwanted<X>() -> Option<()> {
        Some(())
    }
}

/// The two backward formulas of a layer that says [`propagate`](crate::Backward::propagate) itself, for
/// inputs of this type: `by_propagate! { X }` among the methods of `impl Backward<X>`.
///
/// [An example](mod@crate::pass#example)
#[macro_export]
macro_rules! by_propagate {
    ($x:ty) => {
        #[inline]
        fn backward_input(
            &self,
            x: &$x,
            y: &Self::Output,
            cache: &Self::Cache,
            dy: &Self::Output,
        ) -> $x {
            self.propagate::<_, $crate::pass::Wanted>(x, y, cache, dy, $crate::pass::Discard)
        }

        #[inline]
        fn backward_parameters(
            &self,
            x: &$x,
            y: &Self::Output,
            cache: &Self::Cache,
            dy: &Self::Output,
            gradient: &mut Self::Gradient,
        ) {
            let sink = $crate::pass::Accumulate(gradient);
            self.propagate::<_, $crate::pass::Unwanted>(x, y, cache, dy, sink);
        }
    };
}
