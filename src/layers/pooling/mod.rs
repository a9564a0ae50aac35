//! Pooling: one number for all that a window sees, in each channel.
//!
//! | | |
//! |---|---|
//! | [`MaxPool<KH, KW, H, W, S>`](MaxPool) | the largest of KH × KW places |
//! | [`AvgPool<KH, KW, H, W, S>`](AvgPool) | their average |
//! | [`GlobalMaxPool`] | the largest in the whole image |
//! | [`GlobalAvgPool`] | its average |
//!
//! The global ones also take sequences with their [lengths](super::Padded).
//!
//! All take images `[[SMatrix<T, C, B>; W]; H]`, and sequences `[SMatrix<T, C, B>; L]` as images of one row. What
//! a type S says of the windows, and the arithmetic of sizes: [`window`](crate::window). What they are for:
//! [`learn::pooling`](crate::learn::pooling).

pub mod avg_pool;
pub mod global;
mod lengths;
pub mod max_pool;

pub use avg_pool::AvgPool;
pub use global::{GlobalAvgPool, GlobalMaxPool};
pub use max_pool::MaxPool;

use crate::{
    Misfit, Window,
    kernels::Geometry,
    values::{Places, Value},
    window::Windows,
};
use core::marker::PhantomData;

/// The windows of a pool on X.
const fn windows<X: Places, S: Window>(kernel: [usize; 2], output: [usize; 2]) -> Windows {
    Windows::on::<S>(X::SEQUENCE, kernel, kernel, [X::ROWS, X::COLUMNS], output)
}

/// The geometry of a pool of KH × KW to H × W on X.
struct PoolOn<X, S, const KH: usize, const KW: usize, const H: usize, const W: usize>(
    PhantomData<(X, S)>,
);

impl<X: Places, S: Window, const KH: usize, const KW: usize, const H: usize, const W: usize>
    Geometry for PoolOn<X, S, KH, KW, H, W>
{
    const WINDOWS: Windows = windows::<X, S>([KH, KW], [H, W]);
    const PLACE: usize = X::Place::LEN;
    const DIVISOR: Option<usize> = if S::RULE.counts_padding() { Some(KH * KW) } else { None };
}

/// What is wrong with a pool of this name on X. Padding counts in an average alone.
const fn misfit<X: Places, S: Window>(
    layer: &str,
    averages: bool,
    kernel: [usize; 2],
    output: [usize; 2],
) -> Option<Misfit> {
    if S::RULE.counts_padding() && !averages {
        return Some(Misfit::new(layer).text(": CountPadding says something of averages alone"));
    }
    windows::<X, S>(kernel, output).misfit_of_places(layer)
}

/// The parts that pools of windows have in common: a layer from its name, whether it averages, the kernel, and
/// dx.
macro_rules! pool {
    ($(#[$about:meta])* $layer:ident $name:literal $averages:literal $kernel:ident
     ($x:ident, $dy:ident) => $slope:ident($($given:ident),*)) => {
        $(#[$about])*
        #[derive(Clone, Copy, Default, PartialEq, Eq)]
        pub struct $layer<
            const KH: usize,
            const KW: usize,
            const H: usize,
            const W: usize,
            S = Valid,
        > {
            window: PhantomData<S>,
        }

        impl<S: Window, const KH: usize, const KW: usize, const H: usize, const W: usize>
            $layer<KH, KW, H, W, S>
        {
            /// The layer.
            pub const fn new() -> Self {
                Self { window: PhantomData }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<X, S, const KH: usize, const KW: usize, const H: usize, const W: usize> Forward<X>
            for $layer<KH, KW, H, W, S>
        where
            X: Places<Number: Scalar>,
            S: Window,
        {
            type Output = X::Resized<H, W>;

            #[inline]
            fn forward(&self, x: &X) -> Self::Output {
                self.forward_in(Instructions::UNKNOWN, x)
            }

            #[inline(always)]
            fn forward_in(&self, instructions: Instructions, x: &X) -> Self::Output {
                const { fits(misfit::<X, S>($name, $averages, [KH, KW], [H, W])) };
                kernels::$kernel::<PoolOn<X, S, KH, KW, H, W>, X, _>(instructions, x)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<X, S, const KH: usize, const KW: usize, const H: usize, const W: usize> Backward<X>
            for $layer<KH, KW, H, W, S>
        where
            X: Places<Number: Scalar>,
            S: Window,
        {
            type Cache = ();

            const MISFIT: Option<Misfit> =
                misfit::<X, S>($name, $averages, [KH, KW], [H, W]);

            #[inline]
            fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (Self::Output, ()) {
                (self.forward(x), ())
            }

            #[inline]
            fn backward_input(&self, $x: &X, _: &Self::Output, _: &(), $dy: &Self::Output) -> X {
                kernels::$slope::<PoolOn<X, S, KH, KW, H, W>, X, _>($($given),*)
            }
        }

        parameters! {
            [S: Window, const KH: usize, const KW: usize, const H: usize, const W: usize]
            $layer<KH, KW, H, W, S> { window: settings }
        }

        impl<S: Window, const KH: usize, const KW: usize, const H: usize, const W: usize> Init
            for $layer<KH, KW, H, W, S>
        {
            fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
        }

        impl<S: Window, const KH: usize, const KW: usize, const H: usize, const W: usize>
            fmt::Debug for $layer<KH, KW, H, W, S>
        {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!($name, "<{}, {}, {}, {}, {:?}>"), KH, KW, H, W, S::default())
            }
        }
    };
}
use pool;
