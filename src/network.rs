//! `network!`: a network declared in one line and checked there.

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
/// In angle brackets stands the number type of input and output, `f32` unless told. A network with
/// sizes of its own is a plain alias of a tuple, checked where it gets its sizes:
/// ```
/// use constnet::prelude::*;
///
/// type Net<const HIDDEN: usize> = (Dense<4, HIDDEN>, Tanh, Dense<HIDDEN, 2>);
/// network!(Small: 4 => (Net<8>) => 2);
/// network!(Large: 4 => (Net<32>) => 2);
/// ```
/// A layer that does not fit is an error at that layer:
/// ```text
/// error[E0277]: layer `constnet::Dense<9, 2>` does not accept `Matrix<f32, Const<16>, Const<1>, ArrayStorage<f32, 16, 1>>`
///  --> src/main.rs:4:48
///   |
/// 4 | network!(pub Policy: 4 => (Dense<4, 16>, Tanh, Dense<9, 2>) => 2);
///   |                                                ^^^^^^^^^^^ does not fit the layer before it (or the network's input)
/// ```
/// The first declaration expands to
/// ```text
/// pub type Policy = (Dense<4, 16>, Tanh, Dense<16, 2>,);
/// const _: () = check3::<Dense<4, 16>, Tanh, Dense<16, 2>, SVector<f32, 4>, SVector<f32, 2>, _, _>();
/// ```
#[macro_export]
macro_rules! network {
    ($(#[$attribute:meta])* $visibility:vis $name:ident : $($rest:tt)*) => {
        $crate::network! { @declare [$(#[$attribute])* $visibility] $name [f32] $($rest)* }
    };
    ($(#[$attribute:meta])* $visibility:vis $name:ident <$scalar:ty> : $($rest:tt)*) => {
        $crate::network! { @declare [$(#[$attribute])* $visibility] $name [$scalar] $($rest)* }
    };
    (@declare [$($declaration:tt)*] $name:ident [$scalar:ty] $in:tt => { $($layers:tt)+ } => $out:tt) => {
        $crate::network! {
            @chain [$($declaration)* struct $name: $in => $out in $scalar { $($layers)+ } |__x|] [] __x
            $($layers)+
        }
    };
    // A chain with names is a graph, in which each variable is called like the layer that makes it.
    (@chain $graph:tt $calls:tt $x:tt #[$($about:tt)*] $($rest:tt)*) => {
        $crate::network! { @chain $graph $calls $x $($rest)* }
    };
    (@chain [$($graph:tt)*] [$($calls:tt)*] $x:tt $field:tt : $layer:ty $(,)?) => {
        $crate::graph! { $($graph)* { $($calls)* $field($x) } }
    };
    (@chain $graph:tt [$($calls:tt)*] $x:tt $field:tt : $layer:ty, $($rest:tt)+) => {
        $crate::network! { @chain $graph [$($calls)* $field = $field($x);] $field $($rest)+ }
    };
    (@declare [$(#[$attribute:meta])* $visibility:vis] $name:ident [$scalar:ty]
     $in:expr => ($($layer:ty),+ $(,)?) => $out:expr) => {
        $(#[$attribute])*
        $visibility type $name = ($($layer,)+);
        const _: () = $crate::__check! {
            [$($layer),+]
            [$crate::nalgebra::SVector<$scalar, { $in }>, $crate::nalgebra::SVector<$scalar, { $out }>]
        };
    };
    // What is no declaration, or the rest of one.
    ($($rest:tt)*) => {
        $crate::__core::compile_error!("a network is `Name: inputs => (layer, layer, …) => outputs`, with at least one layer");
    };
}

/// For each number of layers, a function with one bound a layer (so that an error points at the
/// layer, where a bound on the whole tuple would mark the tuple), and the macro that picks it.
macro_rules! checks {
    ($d:tt $([$check:ident: $([$layer:ident $x:ident $y:ident $hole:tt])* | $last:ident $lx:ident])+) => {
        #[doc(hidden)]
        pub mod __check {
            use crate::Forward;
            $(
                pub const fn $check<$($layer,)* $last, X, Y, $($y,)*>()
                where
                    $($layer: Forward<$x, Output = $y>,)*
                    $last: Forward<$lx, Output = Y>,
                {}
            )+
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! __check {
            $(
                ([$($d $layer:ty,)* $d $last:ty] [$d x:ty, $d y:ty]) => {
                    $d crate::__check::$check::<$($d $layer,)* $d $last, $d x, $d y, $($hole,)*>()
                };
            )+
            ($d($d rest:tt)*) => {
                $d crate::__core::compile_error!("a stack has at most 20 layers; a stack is a layer, so nest them")
            };
        }
    };
}

checks! { $
    [check1: | A X]
    [check2: [A X P1 _] | B P1]
    [check3: [A X P1 _] [B P1 P2 _] | C P2]
    [check4: [A X P1 _] [B P1 P2 _] [C P2 P3 _] | D P3]
    [check5: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] | E P4]
    [check6: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] | F P5]
    [check7: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] | G P6]
    [check8: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] | H P7]
    [check9: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] | I P8]
    [check10: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] | J P9]
    [check11: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] | K P10]
    [check12: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] [K P10 P11 _] | L P11]
    [check13: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] [K P10 P11 _] [L P11 P12 _] | M P12]
    [check14: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] [K P10 P11 _] [L P11 P12 _] [M P12 P13 _] | N P13]
    [check15: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] [K P10 P11 _] [L P11 P12 _] [M P12 P13 _] [N P13 P14 _] | O P14]
    [check16: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] [K P10 P11 _] [L P11 P12 _] [M P12 P13 _] [N P13 P14 _] [O P14 P15 _] | Q P15]
    [check17: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] [K P10 P11 _] [L P11 P12 _] [M P12 P13 _] [N P13 P14 _] [O P14 P15 _] [Q P15 P16 _] | R P16]
    [check18: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] [K P10 P11 _] [L P11 P12 _] [M P12 P13 _] [N P13 P14 _] [O P14 P15 _] [Q P15 P16 _] [R P16 P17 _] | S P17]
    [check19: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] [K P10 P11 _] [L P11 P12 _] [M P12 P13 _] [N P13 P14 _] [O P14 P15 _] [Q P15 P16 _] [R P16 P17 _] [S P17 P18 _] | U P18]
    [check20: [A X P1 _] [B P1 P2 _] [C P2 P3 _] [D P3 P4 _] [E P4 P5 _] [F P5 P6 _] [G P6 P7 _] [H P7 P8 _] [I P8 P9 _] [J P9 P10 _] [K P10 P11 _] [L P11 P12 _] [M P12 P13 _] [N P13 P14 _] [O P14 P15 _] [Q P15 P16 _] [R P16 P17 _] [S P17 P18 _] [U P18 P19 _] | V P19]
}
