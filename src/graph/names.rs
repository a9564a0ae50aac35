//! What the names of a graph stand for: the types of fields and variables.

/// Macros and aliases in the block of a graph, by which its items find types.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_names {
    // `__field!(f)` is the type of a field, `__part!(f)` the way to its gradient. A field that there is not is one
    // error, at the caller's word: the one in the number of `Unknown`, which keeps the others silent.
    (@fields ($d:tt) $name:ident $sizes:tt $([$field:ident $layer:ty])+) => {
        macro_rules! __field {
            $(($field) => { $layer };)+
            ($d unknown:tt) => {
                $crate::graph::called::Unknown<{
                    let _ = |graph: &$crate::__graph_names!(@any $name $sizes)| {
                        let $name { $d unknown, .. } = graph;
                    };
                    0
                }>
            };
        }
        macro_rules! __part {
            $(($field) => { |gradient| &mut gradient.$field };)+
            ($d unknown:tt) => { |_| loop {} };
        }
    };
    (@any $name:ident [$($size:tt,)*]) => { $name<$($crate::__graph_names!(@any $size)),*> };
    (@any $size:tt) => { _ };

    // `__type!(v)` is the type of a variable, `__type!(v w)` that of the tuple that a call of both is given.
    // What a call makes is the `Output` of a trait: `Forward`, or `Stream` for a step.
    (@types ($d:tt) [$($generics:tt)*] [$($sizes:tt)*] [$($batch:tt)*] [$($batched:tt)*] $($rest:tt)+) => {
        $crate::__graph_names! { @aliases ($d) [$($generics)* $($batch)*] [$($sizes)* $($batched)*] $($rest)+ }
    };
    (@aliases ($d:tt) $generics:tt $sizes:tt $b:tt $trait:tt
     [$([$input:tt $($type:tt)*])+] [$([$made:tt $($of:tt)*])+]) => {
        $crate::__graph_names! { @type ($d) $sizes $([$input])+ $([$made])+ }
        $($crate::__graph_names! { @input $input $generics $b $($type)* })+
        $($crate::__graph_names! { @made $made $generics $trait $($of)* })+
    };
    (@type ($d:tt) $sizes:tt $([$known:tt])+) => {
        $crate::__graph_names! { @type ($d) $([$known $sizes])+ }
    };
    (@type ($d:tt) $([$known:tt [$($sizes:tt)*]])+) => {
        macro_rules! __type {
            $(($known) => { $known<$($sizes)*> };)+
            ($d unknown:tt) => { $crate::graph::called::Unknown<{ let _ = $d unknown; 0 }> };
            ($d ($d several:tt)+) => { ($d (__type!($d several),)+) };
        }
    };
    (@input $input:tt [$($generics:tt)*] $b:tt [$scalar:tt $part:tt]) => {
        type $input<$($generics)*> = $crate::__graph_names!(@shape $scalar $b $part);
    };
    (@made $made:tt [$($generics:tt)*] $trait:ident $called:tt $($of:tt)+) => {
        type $made<$($generics)*> =
            <__field!($called) as $crate::$trait<__type!($($of)+)>>::Output;
    };

    // A shape of the header, in batches.
    (@shape [] $batch:tt $shape:tt) => { $crate::__value!([f32; $batch] $shape) };
    (@shape [$scalar:ty] $batch:tt $shape:tt) => { $crate::__value!([$scalar; $batch] $shape) };

    // Sizes that are stated: of a graph with generics they are known where it gets those.
    (@fits __graph_no_stream [] $name:ident $scalar:tt $in:tt) => {
        $crate::__graph_names! { @fits $crate::__check::Sizes<$name, $crate::__graph_names!(@shape $scalar 1 $in)> }
    };
    (@fits __graph_stream [] $name:ident $scalar:tt $in:tt) => {
        $crate::__graph_names! {
            @fits
            $crate::__check::StreamSizes<
                $name,
                $crate::__graph_names!(@shape $scalar (1 step) $in),
                $crate::__graph_names!(@shape $scalar (1 2) $in),
            >
        }
    };
    (@fits $stream:ident [$($generics:tt)+] $name:ident $scalar:tt $in:tt) => {};
    (@fits $sizes:ty) => {
        const _: () = {
            use $crate::__check::Unknown as _;
            $crate::__check::fits(<$sizes>::MISFIT)
        };
    };

    // What a call is given: a variable, or a tuple of copies.
    (@of $one:tt) => { $one };
    (@of $($several:tt)+) => { &($(*$several,)+) };
    // A call that is checked, of an output against the header.
    (@check [] ($called:expr, $of:expr)) => { $crate::graph::called::call($called, $of) };
    (@check [$dy:ident] ($called:expr, $of:expr)) => {
        $crate::graph::called::output($dy, $called, $of)
    };
    // The same of a step.
    (@check_step [] ($called:expr, $of:expr)) => { $crate::graph::called::step($called, $of) };
    (@check_step [$dy:ident] ($called:expr, $of:expr)) => {
        $crate::graph::called::step_output($dy, $called, $of)
    };
    (@call $made:tt $called:tt $($of:tt)+) => {
        $crate::graph::called::Call {
            variable: $crate::__core::stringify!($made),
            layer: $crate::__core::stringify!($called),
            of: &[$($crate::__core::stringify!($of)),+],
        }
    };
}
