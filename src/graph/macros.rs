//! The `graph!` macro.

/// Declares a network that is a graph.
#[macro_export]
macro_rules! graph {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident $(<$(const $size:ident : $kind:ident),* $(,)?>)? :
        $in:tt => $out:tt $(in $scalar:ty)?
        { $($(#[$about:meta])* $layer:ident : $type:ty),+ $(,)? }
        |$($input:tt),+ $(,)?| { $($body:tt)+ }
    ) => {
        $crate::__graph! {
            @calls [] []
            {
                {
                    ($) [$(#[$attribute])*] [$visibility] $name
                    [$($(const $size : $kind,)*)?] [$($($size,)*)?] [$($scalar)?]
                    { $([$(#[$about])*] $layer [$type])+ }
                }
                $in [$($input)+]
            }
            $out { $($body)+ }
        }
    };
    ($($rest:tt)*) => {
        $crate::__core::compile_error!(
            "a graph is `struct Name: inputs => outputs { layer: Type, … } |x| { variable = layer(x); …; layer(variable) }`"
        );
    };
}
