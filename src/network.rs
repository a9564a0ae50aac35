//! `network!`: a network declared in one line and checked there.

mod checks;
mod decimals;
mod words;

/// Declares a network as a type, with its input and output sizes, and checks there and then that
/// its layers fit.
///
/// ```
/// use constnet::prelude::*;
///
/// network!(pub Policy: 4 => (Dense<4, 16>, Tanh, Dense<16, 2>) => 2);
/// network!(Exact<f64>: 2 => (Dense<2, 1, f64>, Tanh) => 1);
///
/// assert_eq!(Policy::COUNT, 4 * 16 + 16 + 16 * 2 + 2);
/// ```
/// The number type of input and output goes in angle brackets; it is `f32` by default. A shape is a number of
/// features (a literal, a path, or `{ an expression }`), an array of shapes, or a tuple of shapes; a batch is
/// no part of it:
/// ```
/// use constnet::prelude::*;
///
/// const STEPS: usize = 100;
/// // At each of 100 steps the same: 3 features in, 2 out.
/// network!(Filter: [3; STEPS] => (Dense<3, 8>, Relu, Dense<8, 2>) => [2; STEPS]);
/// // An image of 28 rows and 28 columns, with one channel that becomes four.
/// network!(Colours: [[1; 28]; 28] => (Dense<1, 4>, Sigmoid) => [[4; 28]; 28]);
/// // Two heads.
/// network!(ActorCritic: 8 => (Dense<8, 16>, Tanh, Fork<(Dense<16, 2>, Dense<16, 1>)>) => (2, 1));
///
/// let net = Filter::zeros();
/// assert_eq!(net.forward(&[SVector::from([1.0, 2.0, 3.0]); STEPS]), [SVector::from([0.0; 2]); STEPS]);
/// ```
/// A network with sizes of its own is a plain alias of a tuple, checked where it gets its sizes:
/// ```
/// use constnet::prelude::*;
///
/// type Net<const HIDDEN: usize> = (Dense<4, HIDDEN>, Tanh, Dense<HIDDEN, 2>);
/// network!(Small: 4 => (Net<8>) => 2);
/// network!(Large: 4 => (Net<32>) => 2);
/// ```
/// A chain whose layers have names is a struct, a [graph](crate::graph!) without branches; files have the names:
/// ```
/// use constnet::prelude::*;
///
/// network!(pub Policy: 4 => { hidden: Dense<4, 16>, act: Tanh, out: Dense<16, 2> } => 2);
///
/// let net = Policy::zeros();
/// assert_eq!(net.forward(&SVector::from([1.0; 4])), net.out.bias);
/// ```
/// A layer that does not fit is an error at that layer:
/// ```text
/// error[E0277]: layer `constnet::Dense<9, 2>` does not accept `Matrix<f32, Const<16>, Const<1>, ArrayStorage<f32, 16, 1>>`
///  --> src/main.rs:4:48
///   |
/// 4 | network!(pub Policy: 4 => (Dense<4, 16>, Tanh, Dense<9, 2>) => 2);
///   |                                                ^^^^^^^^^^^ what comes in does not fit this layer
/// ```
/// So is one deep inside of others: the message names it, and stands at the layer around it.
///
/// The first declaration expands to
/// ```text
/// pub type Policy = (Dense<4, 16>, Tanh, Dense<16, 2>,);
/// const _: fn() = || {
///     // Never called. Where a layer does not fit, `at` asks for a constant that the layer has not.
///     let x = Given::<Whole, SVector<f32, 4>>::start();
///     let x = x.to::<Dense<4, 16>>().step()….at(<Dense<4, 16> as Accepts<_, _>>::HERE, …);
///     let x = x.to::<Tanh>().step()….at(<Tanh as Accepts<_, _>>::HERE, …);
///     let x = x.to::<Dense<16, 2>>().step()….at(<Dense<16, 2> as Accepts<_, _>>::HERE, …);
///     x.declared::<SVector<f32, 2>>().compare().at(<Dense<16, 2> as GivesWhatIsDeclared<_, _>>::HERE);
/// };
/// ```
#[macro_export]
macro_rules! network {
    ($(#[$attribute:meta])* $visibility:vis $name:ident : $($rest:tt)*) => {
        $crate::network! { @declare [$(#[$attribute])* $visibility] $name [f32] $($rest)* }
    };
    ($(#[$attribute:meta])* $visibility:vis $name:ident <$scalar:ty> : $($rest:tt)*) => {
        $crate::network! { @declare [$(#[$attribute])* $visibility] $name [$scalar] $($rest)* }
    };
    // The shapes: a token, or a path of several. Comments beside `$layer:ty` are for the compiler, which quotes
    // these lines where a layer is none.
    (@declare $head:tt $name:ident $scalar:tt $in:tt => $layers:tt => $out:tt) => {
        $crate::network! { @write $head $name $scalar [$in] $layers [$out] }
    };
    (@declare $head:tt $name:ident $scalar:tt $in:tt => $layers:tt => $out:path) => {
        $crate::network! { @write $head $name $scalar [$in] $layers [{ $out }] }
    };
    (@declare $head:tt $name:ident $scalar:tt $in:path => $layers:tt => $out:tt) => {
        $crate::network! { @write $head $name $scalar [{ $in }] $layers [$out] }
    };
    (@declare $head:tt $name:ident $scalar:tt $in:path => $layers:tt => $out:path) => {
        $crate::network! { @write $head $name $scalar [{ $in }] $layers [{ $out }] }
    };
    // A chain with names is a graph, in which each variable is called like the layer that makes it.
    (@write [$($declaration:tt)*] $name:ident [$scalar:ty] [$in:tt] { $($layers:tt)+ } [$out:tt]) => {
        $crate::network! {
            @chain [$($declaration)* struct $name: $in => $out in $scalar { $($layers)+ } |__x|] [] __x
            $($layers)+
        }
    };
    (@chain $graph:tt $calls:tt $x:tt #[$($about:tt)*] $($rest:tt)*) => {
        $crate::network! { @chain $graph $calls $x $($rest)* }
    };
    (@chain [$($graph:tt)*] [$($calls:tt)*] $x:tt $field:tt : $layer:ty $(,)?) => { // a layer is a type: `Dense<4, 8>`, `Dropout<Ratio<1, 5>>`
        $crate::graph! { $($graph)* { $($calls)* $field($x) } }
    };
    (@chain $graph:tt [$($calls:tt)*] $x:tt $field:tt : $layer:ty, $($rest:tt)+) => {
        $crate::network! { @chain $graph [$($calls)* $field = $field($x);] $field $($rest)+ }
    };
    // Steps of any number.
    (@write $head:tt $name:ident $scalar:tt [[$in:tt; _]] $layers:tt $out:tt) => {
        $crate::network! { @stream $head $name $scalar [[$in; _]] $layers $out }
    };
    (@write $head:tt $name:ident $scalar:tt [[$in:path; _]] $layers:tt $out:tt) => {
        $crate::network! { @stream $head $name $scalar [[{ $in }; _]] $layers $out }
    };
    (@write $head:tt $name:ident $scalar:tt [($([$in:tt; _]),+ $(,)?)] $layers:tt $out:tt) => {
        $crate::network! { @stream $head $name $scalar [($([$in; _]),+)] $layers $out }
    };
    (@stream [$(#[$attribute:meta])* $visibility:vis] $name:ident [$scalar:ty]
     [$in:tt] ($($layer:ty),+ $(,)?) [$out:tt]) => { // a layer is a type: `Dense<4, 8>`, `Dropout<Ratio<1, 5>>`
        $(#[$attribute])*
        $visibility type $name = ($($layer,)+);
        const _: () = $crate::__check::fits($crate::__check::decimals($crate::__core::stringify!($($layer),+)));
        const _: fn() = $crate::__check! {
            Steps
            [$($layer),+]
            [
                ($crate::__value!([$scalar; (1 step)] $in), $crate::__value!([$scalar; (1 2)] $in)),
                ($crate::__value!([$scalar; (1 step)] $out), $crate::__value!([$scalar; (1 2)] $out))
            ]
        };
        const _: () = {
            use $crate::__check::Unknown as _;
            $crate::__check::fits(
                <$crate::__check::StreamSizes<
                    $name,
                    $crate::__value!([$scalar; (1 step)] $in),
                    $crate::__value!([$scalar; (1 2)] $in),
                >>::MISFIT,
            )
        };
    };
    (@write [$(#[$attribute:meta])* $visibility:vis] $name:ident [$scalar:ty]
     [$in:tt] ($($layer:ty),+ $(,)?) [$out:tt]) => { // a layer is a type: `Dense<4, 8>`, `Dropout<Ratio<1, 5>>`
        $(#[$attribute])*
        $visibility type $name = ($($layer,)+);
        const _: () = $crate::__check::fits($crate::__check::decimals($crate::__core::stringify!($($layer),+)));
        const _: fn() = $crate::__check! {
            Whole
            [$($layer),+]
            [$crate::__value!([$scalar; 1] $in), $crate::__value!([$scalar; 1] $out)]
        };
        const _: () = {
            use $crate::__check::Unknown as _;
            $crate::__check::fits(<$crate::__check::Sizes<$name, $crate::__value!([$scalar; 1] $in)>>::MISFIT)
        };
    };
    // What is no declaration, or the rest of one.
    ($($rest:tt)*) => {
        $crate::__core::compile_error!("a network is `Name: shape => (layer, layer, …) => shape` or `Name: shape => { name: layer, … } => shape`, with at least one layer and commas between them; a shape is a number of features, an array `[shape; length]` or a tuple `(shape, shape)`");
    };
}

/// The type of a batch of a shape: `8` is a matrix, `[8; 100]` an array of matrices, `(8, 2)` a tuple of
/// them. A size is a literal, a path, or an expression in braces.
#[doc(hidden)]
#[macro_export]
macro_rules! __value {
    // Of a stream, for a step or for so many.
    ([$scalar:ty; ($batch:tt step)] [$shape:tt; _]) => { $crate::__value!([$scalar; $batch] $shape) };
    ([$scalar:ty; ($batch:tt step)] [$shape:path; _]) => { $crate::__value!([$scalar; $batch] { $shape }) };
    ([$scalar:ty; ($batch:tt $length:tt)] [$shape:tt; _]) => {
        [$crate::__value!([$scalar; $batch] $shape); $length]
    };
    ([$scalar:ty; ($batch:tt $length:tt)] [$shape:path; _]) => {
        [$crate::__value!([$scalar; $batch] { $shape }); $length]
    };
    ([$scalar:ty; $batch:tt] [$($shape:tt)::+; _]) => {
        $crate::__core::compile_error!(
            "`[shape; _]` is a stream: that is what all inputs of a network are, or none, and it stands in no other shape"
        )
    };
    ([$scalar:ty; $batch:tt] [$shape:tt; $length:expr]) => {
        [$crate::__value!([$scalar; $batch] $shape); $length]
    };
    ([$scalar:ty; $batch:tt] [$shape:path; $length:expr]) => {
        [$crate::__value!([$scalar; $batch] { $shape }); $length]
    };
    ([$scalar:ty; $batch:tt] [$($other:tt)*]) => {
        $crate::__core::compile_error!("an array of values is `[shape; length]`")
    };
    ([$scalar:ty; $batch:tt] ($($shapes:tt)+)) => {
        $crate::__value!(@tuple [$scalar; $batch] [] $($shapes)+)
    };
    ([$scalar:ty; ($batch:tt $length:tt)] $size:tt) => {
        $crate::nalgebra::SMatrix<$scalar, $size, $batch>
    };
    ([$scalar:ty; $batch:tt] $size:tt) => {
        $crate::nalgebra::SMatrix<$scalar, $size, $batch>
    };
    (@tuple $scalar:tt [$($done:ty,)*] $shape:tt $(, $($rest:tt)*)?) => {
        $crate::__value!(@tuple $scalar [$($done,)* $crate::__value!($scalar $shape),] $($($rest)*)?)
    };
    (@tuple $scalar:tt [$($done:ty,)*] $shape:path $(, $($rest:tt)*)?) => {
        $crate::__value!(@tuple $scalar [$($done,)* $crate::__value!($scalar { $shape }),] $($($rest)*)?)
    };
    (@tuple $scalar:tt [$($done:ty,)*]) => { ($($done,)*) };
}

/// What `network!` asks of its layers.
#[doc(hidden)]
pub mod __check {
    pub use super::{checks::*, decimals::decimals, words::*};
    pub use crate::misfit::fits;
    use crate::{Backward, Misfit, stream::Stream};
    use core::marker::PhantomData;

    /// The sizes of a network for inputs `X`, as far as they are known.
    pub struct Sizes<N, X>(PhantomData<(N, X)>);

    impl<N: Backward<X>, X> Sizes<N, X> {
        pub const MISFIT: Option<Misfit> = N::MISFIT;
    }

    /// The same of a stream: if a layer takes no steps, a sequence of two was never asked for, and it has no
    /// sizes.
    pub struct StreamSizes<N, X, Xs>(PhantomData<(N, X, Xs)>);

    impl<N: Stream<X> + Backward<Xs>, X, Xs> StreamSizes<N, X, Xs> {
        pub const MISFIT: Option<Misfit> = N::MISFIT;
    }

    /// Of a network for inference alone the sizes are checked where it is built.
    pub trait Unknown {
        const MISFIT: Option<Misfit> = None;
    }
    impl<N, X> Unknown for Sizes<N, X> {}
    impl<N, X, Xs> Unknown for StreamSizes<N, X, Xs> {}
}

/// A function that is never called, in which each layer is given what the one before it gives.
#[doc(hidden)]
#[macro_export]
macro_rules! __check {
    (
        $mode:ident
        [
            $a:ty, $b:ty, $c:ty, $d:ty, $e:ty, $f:ty, $g:ty, $h:ty, $i:ty, $j:ty,
            $k:ty, $l:ty, $m:ty, $n:ty, $o:ty, $p:ty, $q:ty, $r:ty, $s:ty, $t:ty,
            $($more:ty),+
        ]
        $shapes:tt
    ) => {
        $crate::__core::compile_error!("a stack has at most 20 layers; a stack is a layer, so nest them: `((A, B, …), (C, D, …))`")
    };
    ($mode:ident [$($layer:ty),+] [$x:ty, $y:ty]) => {
        || {
            let x = $crate::__check::Given::<$crate::__check::$mode, $x>::start();
            $(let x = $crate::__verdict!(x.to::<$layer>(), $layer);)+
            $crate::__check!(@last x [$($layer),+] $y);
        }
    };
    (@last $x:ident [$layer:ty] $y:ty) => { $crate::__declared!($x.declared::<$y>(), $layer) };
    (@last $x:ident [$layer:ty, $($rest:ty),+] $y:ty) => { $crate::__check!(@last $x [$($rest),+] $y) };
}
