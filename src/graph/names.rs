//! What the names of a graph stand for: the types of fields and variables.

/// Macros and aliases in the block of a graph, by which its items find types.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_names {
    // The body, if no name is made twice; else one error in its place, where there would be dozens. Each name takes two
    // levels of expansion, of which a program has 128: a graph of many names is not looked at.
    (@once $d:tt [$n1:tt $n2:tt $n3:tt $n4:tt $n5:tt $n6:tt $n7:tt $n8:tt $n9:tt $($more:tt)*] { $($body:tt)* }) => { $($body)* };
    (@once $d:tt $names:tt $body:tt) => { $crate::__graph_names! { @once $d [] $names $body } };
    (@once $d:tt $seen:tt [] { $($body:tt)* }) => { $($body)* };
    (@once ($d:tt) [$($seen:tt)*] [$name:tt $($rest:tt)*] $body:tt) => {
        macro_rules! __once {
            $(($seen $d rest:tt $d body:tt) => {
                $crate::__core::compile_error!($crate::__core::concat!(
                    "`", $crate::__core::stringify!($seen),
                    "` is made twice: a name of a graph stands for one value, so a later one has a name of its own"
                ));
            };)*
            ($d name:tt $d rest:tt $d body:tt) => {
                $crate::__graph_names! { @once ($d) [$($seen)* $d name] $d rest $d body }
            };
        }
        __once! { $name [$($rest)*] $body }
    };

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
    // The same of pairs of a step and a sequence.
    (@of_both $one:tt) => { $one };
    (@of_both $($several:tt)+) => { &(($($several.0,)+), ($($several.1,)+)) };
    // A call that is checked, of an output against the header. The caller's word is also the name of a type, for an
    // error to point at.
    (@check $mode:ident [$($dy:ident)?] $called:tt $graph:ident $name:ident $of:expr) => {{
        let place = {
            let $name { $called, .. } = $graph;
            $crate::__check::Given::<$crate::__check::$mode, _>::of($of).to_layer($called)
        };
        type $called = $crate::__check::ThisCall;
        let gives = $crate::__verdict!(place, $called);
        $($crate::__declared!(gives.declared_as($dy), $called);)?
        gives.value()
    }};
    // Each call once more, on types that are known: what does not fit is an error here, and here alone, because
    // elsewhere it is a condition.
    (@calls_fit __graph_no_stream $name:ident $generics:tt $sizes:tt $scalar:tt
     [$([$input:tt $part:tt])+] [$([$made:tt $called:tt [$($of:tt)+] $expected:tt])+]
     [$([$dy:tt [$out:tt] $($shown:tt)?])+]) => {
        $crate::__graph_names! {
            @calls_fit Whole $name $generics $sizes
            [$([$input $crate::__graph_names!(@shape $scalar 1 $part)])+]
            [$([$made $called [$crate::__graph_names!(@of $($of)+)] $expected])+]
            [$([$dy [$crate::__graph_names!(@shape $scalar 1 $out)] $($shown)?])+]
        }
    };
    // Of steps: a variable is that of a step, and that of a sequence.
    (@calls_fit __graph_stream $name:ident $generics:tt $sizes:tt $scalar:tt
     [$([$input:tt $part:tt])+] [$([$made:tt $called:tt [$($of:tt)+] $expected:tt])+]
     [$([$dy:tt [$out:tt] $($shown:tt)?])+]) => {
        $crate::__graph_names! {
            @calls_fit Steps $name $generics $sizes
            [$([$input (
                $crate::__graph_names!(@shape $scalar (1 step) $part),
                $crate::__graph_names!(@shape $scalar (1 2) $part),
            )])+]
            [$([$made $called [$crate::__graph_names!(@of_both $($of)+)] $expected])+]
            [$([$dy [(
                $crate::__graph_names!(@shape $scalar (1 step) $out),
                $crate::__graph_names!(@shape $scalar (1 2) $out),
            )] $($shown)?])+]
        }
    };
    (@calls_fit $mode:ident $name:ident [$($generics:tt)*] [$($sizes:tt)*]
     [$([$input:tt $in:ty])+] [$([$made:tt $called:tt [$of:expr] $expected:tt])+] [$([$dy:tt [$out:ty] $($shown:tt)?])+]) => {
        #[deny(unused_variables, reason = "a variable that is not used is a mistake")]
        #[allow(dead_code, reason = "it is checked, not called")]
        fn __check<$($generics)*>(graph: &$name<$($sizes)*>, $($input: &$in,)+ $($dy: &$out,)+) {
            $(
                let $made = &{
                    let of: &_ = $of;
                    $crate::__graph_names!(@check $mode $expected $called graph $name of)
                };
            )+
            $($($crate::graph::called::same($dy, $shown);)?)+
        }
    };
    (@call $made:tt $called:tt $($of:tt)+) => {
        $crate::graph::called::Call {
            variable: $crate::__core::stringify!($made),
            layer: $crate::__core::stringify!($called),
            of: &[$($crate::__core::stringify!($of)),+],
        }
    };
}
