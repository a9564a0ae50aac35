//! The `graph!` macro, and what it calls.

/// Declares a network that is a graph.
#[macro_export]
macro_rules! graph {
    // The declaration. What follows goes through three stages, each of which hands `$header` on as one token:
    // `@calls` and `@outputs` read the body, `@inputs` gives every input its shape, `@write` writes the items.
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident $(<$(const $size:ident : $kind:ident),* $(,)?>)? :
        $in:tt => $out:tt $(in $scalar:ty)?
        { $($(#[$about:meta])* $field:ident : $layer:ty),+ $(,)? }
        |$($input:tt),+ $(,)?| { $($body:tt)+ }
    ) => {
        $crate::graph! {
            @calls []
            {
                ($) [$(#[$attribute])*] [$visibility] $name
                [$($(const $size : $kind,)*)?] [$($($size,)*)?] [$($scalar)?] $in
                { $([$(#[$about])*] $field [$layer])+ } [$($input)+]
            }
            $out { $($body)+ }
        }
    };

    // A statement. The name of its cache is a local one of this expansion, so each call has its own.
    (@calls [$($call:tt)*] $header:tt $out:tt
     { $variable:tt = $field:tt ($($of:tt),+ $(,)?); $($rest:tt)+ }) => {
        $crate::graph! {
            @calls [$($call)* [$variable $field [$($of)+] cache]] $header $out { $($rest)+ }
        }
    };
    // The result: several calls and variables in parentheses, or one.
    (@calls $calls:tt $header:tt ($($out:tt),+ $(,)?)
     { ($($output:tt $(($($of:tt),+ $(,)?))?),+ $(,)?) }) => {
        $crate::graph! {
            @outputs $calls [] [] $header several [$($out)+] [$([$output $(($($of),+))?])+]
            [__o0 __o1 __o2 __o3 __o4 __o5 __o6 __o7]
        }
    };
    (@calls $calls:tt $header:tt $out:tt { ($($several:tt)*) }) => { $crate::graph! { @outputs } };
    (@calls $calls:tt $header:tt $out:tt { $layer:tt ($($of:tt),+ $(,)?) }) => {
        $crate::graph! { @outputs $calls [] [] $header one [$out] [[$layer ($($of),+)]] [__o0] }
    };
    (@calls $calls:tt $header:tt $out:tt { $variable:tt }) => {
        $crate::graph! { @outputs $calls [] [] $header one [$out] [[$variable]] [__o0] }
    };

    // The outputs, each with its part of the header's shape: calls get a name to be known by.
    (@outputs $calls:tt [$($end:tt)*] [$($output:tt)*] $header:tt $number:tt
     [$out:tt $($outs:tt)*] [[$layer:tt ($($of:tt),+)] $($rest:tt)*] [$name:tt $($names:tt)*]) => {
        $crate::graph! {
            @outputs $calls [$($end)* [$name $layer [$($of)+] cache dy]]
            [$($output)* [$name [$name] [$name] dy [$out]]]
            $header $number [$($outs)*] [$($rest)*] [$($names)*]
        }
    };
    (@outputs $calls:tt $ends:tt [$($output:tt)*] $header:tt $number:tt
     [$out:tt $($outs:tt)*] [[$variable:tt] $($rest:tt)*] $names:tt) => {
        $crate::graph! {
            @outputs $calls $ends [$($output)* [$variable [_] [*$variable] dy [$out] $variable]]
            $header $number [$($outs)*] [$($rest)*] $names
        }
    };
    (@outputs $calls:tt $ends:tt [$([$name:tt [$($pattern:tt)*] [$($value:tt)*] $dy:ident $out:tt $($variable:tt)?])+]
     $header:tt $number:ident [] [] $names:tt) => {
        $crate::graph! {
            @inputs $header
            {
                $calls $ends [$([$name $dy $out $($variable)?])+]
                [$crate::graph!(@$number $([__type!($name)])+)]
                [$crate::graph!(@$number $([$($pattern)*])+)]
                [$crate::graph!(@$number $([$($value)*])+)]
                [$crate::graph!(@$number $([$dy])+)]
            }
        }
    };
    (@outputs $($rest:tt)*) => {
        $crate::__core::compile_error!("the last line of a graph gives what its header promises: as many outputs, at most eight");
    };
    // One thing is itself, several are a tuple: types, patterns and values.
    (@one [$($one:tt)*]) => { $($one)* };
    (@several $([$($one:tt)*])+) => { ($($($one)*,)+) };

    // The inputs, each with its part of the header's shape.
    (@inputs { $d:tt $attributes:tt $visibility:tt $name:ident $generics:tt $sizes:tt $scalar:tt $in:tt $fields:tt [$input:tt] } $body:tt) => {
        $crate::graph! {
            @write [[$input $in]] [$input]
            { $d $attributes $visibility $name $generics $sizes $scalar $in $fields } $body
        }
    };
    (@inputs { $d:tt $attributes:tt $visibility:tt $name:ident $generics:tt $sizes:tt $scalar:tt ($($in:tt),+ $(,)?) $fields:tt [$($input:tt)+] } $body:tt) => {
        $crate::graph! {
            @inputs [] [$($input)+] [$($in)+] [($($input,)+)]
            { $d $attributes $visibility $name $generics $sizes $scalar ($($in,)+) $fields } $body
        }
    };
    (@inputs [$($pair:tt)*] [$input:tt $($inputs:tt)*] [$in:tt $($ins:tt)*] $($rest:tt)*) => {
        $crate::graph! { @inputs [$($pair)* [$input $in]] [$($inputs)*] [$($ins)*] $($rest)* }
    };
    (@inputs $pairs:tt [] [] $($rest:tt)*) => { $crate::graph! { @write $pairs $($rest)* } };
    (@inputs $($rest:tt)*) => {
        $crate::__core::compile_error!("between the bars of a graph stand as many inputs as in its header, or one for all of them");
    };

    // The items. All but the struct stand in a block of their own, where a variable's name is also that of
    // its type.
    (@write [$([$input:tt $part:tt])+] [$($inputs:tt)*]
     {
        ($d:tt) [$($attributes:tt)*] [$visibility:vis] $name:ident
        [$($generics:tt)*] [$($sizes:tt)*] $scalar:tt $in:tt
        { $([$($about:tt)*] $field:tt [$layer:ty])+ }
     }
     {
        [$([$made:tt $called:tt [$($of:tt)+] $cache:ident])*]
        [$([$end:tt $last:tt [$($end_of:tt)+] $end_cache:ident $end_dy:ident])*]
        [$([$output:tt $dy:ident [$out:tt] $($shown:tt)?])+]
        [$($Y:tt)*] [$($y_pattern:tt)*] [$($y:tt)*] [$($dy_pattern:tt)*]
     }) => {
        $($attributes)*
        #[derive(
            $crate::__core::fmt::Debug,
            $crate::__core::clone::Clone,
            $crate::__core::cmp::PartialEq,
        )]
        $visibility struct $name<$($generics)*> {
            $(
                #[allow(missing_docs, reason = "a layer may be known by its name and type alone")]
                $($about)*
                pub $field: $layer,
            )+
        }

        #[allow(non_camel_case_types, reason = "types are called like variables")]
        #[allow(unused_variables, reason = "`check` says so, once")]
        const _: () = {
            macro_rules! __field {
                $(($field) => { $layer };)+
                ($d unknown:tt) => {
                    $crate::graph::__private::Unknown<{
                        let _ = |graph: &$crate::graph!(@any $name [$($sizes)*])| {
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
            $crate::graph! {
                @types ($d) [$($generics)*] [$($sizes)*]
                [$([$input [$scalar $part]])+]
                [$([$made $called $($of)+])* $([$end $last $($end_of)+])*]
            }

            const PLAN: $crate::graph::__private::Plan = $crate::graph::__private::Plan {
                inputs: &[$($crate::__core::stringify!($input)),+],
                calls: &[
                    $($crate::graph!(@call $made $called $($of)+),)*
                    $($crate::graph!(@call $end $last $($end_of)+),)*
                ],
                outputs: &[$($crate::__core::stringify!($output)),+],
            };
            const _: () = PLAN.calls_all(&[$($crate::__core::stringify!($field)),+]);

            // Each call once more, on types that are known: what does not fit is an error here, and here alone,
            // because below it is a condition.
            #[deny(unused_variables, reason = "a variable that is not used is a mistake")]
            #[allow(dead_code, reason = "it is checked, not called")]
            fn check<$($generics)*>(
                graph: &$name<$($sizes)*>,
                $($input: &$crate::graph!(@shape $scalar 1 $part),)+
                $($dy: &$crate::graph!(@shape $scalar 1 $out),)+
            ) {
                $(
                    let $made = &{
                        let of: &_ = $crate::graph!(@of $($of)+);
                        let $name { $called, .. } = graph;
                        $crate::graph::__private::call($called, of)
                    };
                )*
                $({
                    let of: &_ = $crate::graph!(@of $($end_of)+);
                    let $name { $last, .. } = graph;
                    $crate::graph::__private::output($end_dy, $last, of);
                })*
                $($($crate::graph::__private::same($dy, $shown);)?)+
            }

            $crate::graph! { @fits [$($generics)*] $name $crate::graph!(@shape $scalar 1 $in) }

            $crate::graph! { @each Values [$($made)*] }
            $crate::graph! { @each Caches [$($made)* $($end)*] }
            $crate::graph! { @each Slopes [$($input)+ $($made)* $($end)*] }

            #[derive(
                $crate::__core::fmt::Debug,
                $crate::__core::clone::Clone,
                $crate::__core::cmp::PartialEq,
            )]
            $visibility struct __Gradient<$($generics)*> {
                $(pub $field: <$layer as $crate::Parameters>::Gradient,)+
            }
            $crate::parameters! {
                [$($generics)*] __Gradient<$($sizes)*>
                as $(<$layer as $crate::Parameters>::Gradient),+ { $($field: layer),+ }
            }
            $crate::parameters! {
                [$($generics)*] $name<$($sizes)*> as $($layer),+ => __Gradient<$($sizes)*> { $($field: layer),+ }
            }

            impl<$($generics)*> $crate::Init for $name<$($sizes)*>
            where
                $(for<'__a> &'__a mut $layer: $crate::graph::__private::Reset,)+
            {
                fn reset<__I: $crate::Initializer, __R: $crate::rand::Rng + ?$crate::__core::marker::Sized>(
                    &mut self,
                    initializer: &__I,
                    rng: &mut __R,
                ) {
                    $($crate::graph::__private::Reset::reset(&mut self.$field, initializer, rng);)+
                }
            }

            impl<$($generics)* const __B: usize> $crate::Forward<$crate::graph!(@shape $scalar __B $in)>
                for $name<$($sizes)*>
            where
                $(__field!($called): $crate::Forward<__type!($($of)+)>,)*
                $(__field!($last): $crate::Forward<__type!($($end_of)+)>,)*
                $(__type!($made): $crate::Value<Number: $crate::Scalar>,)*
                $(__type!($end): $crate::Value<Number: $crate::Scalar>,)*
            {
                type Output = $($Y)*;

                #[inline]
                fn forward(&self, inputs: &$crate::graph!(@shape $scalar __B $in)) -> Self::Output {
                    $crate::graph::__private::together(self, inputs)
                }

                #[inline(always)]
                fn forward_in(
                    &self,
                    chain: $crate::__Chain,
                    inputs: &$crate::graph!(@shape $scalar __B $in),
                ) -> Self::Output {
                    let $($inputs)* = inputs;
                    $(
                        let $made = &{
                            let of: &_ = $crate::graph!(@of $($of)+);
                            let Self { $called, .. } = self;
                            $crate::Forward::forward_in($called, chain, of)
                        };
                    )*
                    $(
                        let $end = {
                            let of: &_ = $crate::graph!(@of $($end_of)+);
                            let Self { $last, .. } = self;
                            $crate::Forward::forward_in($last, chain, of)
                        };
                    )*
                    $($y)*
                }
            }

            impl<$($generics)* const __B: usize> $crate::Backward<$crate::graph!(@shape $scalar __B $in)>
                for $name<$($sizes)*>
            where
                $(__field!($called): $crate::Backward<__type!($($of)+)>,)*
                $(__field!($last): $crate::Backward<__type!($($end_of)+)>,)*
                $(__type!($made): $crate::Value<Number: $crate::Scalar>,)*
                $(__type!($end): $crate::Value<Number: $crate::Scalar>,)*
            {
                /// The variables but outputs, each once, and what each call keeps.
                type Cache = (
                    Values<$(__type!($made),)*>,
                    Caches<
                        $(<__field!($called) as $crate::Backward<__type!($($of)+)>>::Cache,)*
                        $(<__field!($last) as $crate::Backward<__type!($($end_of)+)>>::Cache,)*
                    >,
                );

                const PROBABILITIES: bool = PLAN.probabilities(&[
                    $(<__field!($called) as $crate::Backward<__type!($($of)+)>>::PROBABILITIES,)*
                    $(<__field!($last) as $crate::Backward<__type!($($end_of)+)>>::PROBABILITIES,)*
                ]);

                const MISFIT: $crate::__core::option::Option<$crate::Misfit> = $crate::Misfit::first(&[
                    $(<__field!($called) as $crate::Backward<__type!($($of)+)>>::MISFIT,)*
                    $(<__field!($last) as $crate::Backward<__type!($($end_of)+)>>::MISFIT,)*
                ]);

                const ACTIVATIONS: usize = PLAN.activations(
                    $crate::__core::mem::size_of::<$crate::graph!(@shape $scalar __B $in)>(),
                    $crate::__core::mem::size_of::<$($Y)*>(),
                    &[$($crate::__core::mem::size_of::<__type!($input)>()),+],
                    &[
                        $($crate::graph!(@bytes $made $called $($of)+),)*
                        $($crate::graph!(@bytes $end $last $($end_of)+),)*
                    ],
                );

                #[inline]
                fn forward_train<__R: $crate::rand::Rng + ?$crate::__core::marker::Sized>(
                    &self,
                    inputs: &$crate::graph!(@shape $scalar __B $in),
                    rng: &mut __R,
                ) -> ($($Y)*, Self::Cache) {
                    let $($inputs)* = inputs;
                    $(
                        let ($made, $cache) = {
                            let of: &_ = $crate::graph!(@of $($of)+);
                            let Self { $called, .. } = self;
                            $crate::Backward::forward_train($called, of, rng)
                        };
                        let $made = &$made;
                    )*
                    $(
                        let ($end, $end_cache) = {
                            let of: &_ = $crate::graph!(@of $($end_of)+);
                            let Self { $last, .. } = self;
                            $crate::Backward::forward_train($last, of, rng)
                        };
                    )*
                    let values = Values { $($made: *$made,)* };
                    ($($y)*, (values, Caches { $($made: $cache,)* $($end: $end_cache,)* }))
                }

                #[inline]
                fn propagate<__S: $crate::pass::Sink<Self::Gradient>, __D: $crate::pass::Dx>(
                    &self,
                    inputs: &$crate::graph!(@shape $scalar __B $in),
                    outputs: &$($Y)*,
                    (values, caches): &Self::Cache,
                    slope: &$($Y)*,
                    mut sink: __S,
                ) -> __D::Of<$crate::graph!(@shape $scalar __B $in)> {
                    let $($inputs)* = inputs;
                    let Values { $($made,)* } = values;
                    let Caches { $($made: $cache,)* $($end: $end_cache,)* } = caches;
                    let $($y_pattern)* = outputs;
                    $crate::graph! {
                        @reverse self sink __D slope [$($input)+] [$($inputs)*]
                        [$([$made $called [$($of)+] $cache])* $([$end $last [$($end_of)+] $end_cache])*]
                        [$($output $dy)+] [$($dy_pattern)*]
                    }
                }

                #[inline]
                fn train<
                    __S: $crate::pass::Sink<Self::Gradient>,
                    __D: $crate::pass::Dx,
                    __R: $crate::rand::Rng + ?$crate::__core::marker::Sized,
                    __E,
                >(
                    &self,
                    inputs: &$crate::graph!(@shape $scalar __B $in),
                    rng: &mut __R,
                    slope: impl $crate::__core::ops::FnOnce(
                        &$($Y)*,
                    ) -> $crate::__core::result::Result<$($Y)*, __E>,
                    mut sink: __S,
                ) -> $crate::__core::result::Result<__D::Of<$crate::graph!(@shape $scalar __B $in)>, __E> {
                    let $($inputs)* = inputs;
                    $(
                        let ($made, $cache) = &{
                            let of: &_ = $crate::graph!(@of $($of)+);
                            let Self { $called, .. } = self;
                            $crate::Backward::forward_train($called, of, rng)
                        };
                    )*
                    $(
                        let ($end, $end_cache) = {
                            let of: &_ = $crate::graph!(@of $($end_of)+);
                            let Self { $last, .. } = self;
                            $crate::Backward::forward_train($last, of, rng)
                        };
                        let $end_cache = &$end_cache;
                    )*
                    let outputs = $($y)*;
                    let slope = &slope(&outputs)?;
                    let $($y_pattern)* = &outputs;
                    $crate::__core::result::Result::Ok($crate::graph! {
                        @reverse self sink __D slope [$($input)+] [$($inputs)*]
                        [$([$made $called [$($of)+] $cache])* $([$end $last [$($end_of)+] $end_cache])*]
                        [$($output $dy)+] [$($dy_pattern)*]
                    })
                }

                $crate::by_propagate! { $crate::graph!(@shape $scalar __B $in) }
            }
        };
    };

    // A shape of the header, in batches.
    (@shape [] $batch:tt $shape:tt) => { $crate::__value!([f32; $batch] $shape) };
    (@shape [$scalar:ty] $batch:tt $shape:tt) => { $crate::__value!([$scalar; $batch] $shape) };

    // Sizes that are stated: of a graph with generics they are known where it gets those.
    (@fits [] $name:ident $in:ty) => {
        const _: () = {
            use $crate::__check::Unknown as _;
            $crate::__check::fits(<$crate::__check::Sizes<$name, $in>>::MISFIT)
        };
    };
    (@fits $generics:tt $name:ident $in:ty) => {};

    // The types of the variables, and of the tuples that a call of several is given.
    (@types ($d:tt) $generics:tt $sizes:tt [$([$input:tt $($type:tt)*])+] [$([$made:tt $($of:tt)*])+]) => {
        $crate::graph! { @type ($d) $sizes $([$input])+ $([$made])+ }
        $($crate::graph! { @alias $input $generics $($type)* })+
        $($crate::graph! { @alias $made $generics $($of)* })+
    };
    (@alias $input:tt [$($generics:tt)*] [$scalar:tt $part:tt]) => {
        type $input<$($generics)* const __B: usize> = $crate::graph!(@shape $scalar __B $part);
    };
    (@alias $made:tt [$($generics:tt)*] $called:tt $($of:tt)+) => {
        type $made<$($generics)* const __B: usize> =
            <__field!($called) as $crate::Forward<__type!($($of)+)>>::Output;
    };
    (@type ($d:tt) $sizes:tt $([$known:tt])+) => { $crate::graph! { @type ($d) $([$known $sizes])+ } };
    (@type ($d:tt) $([$known:tt [$($sizes:tt)*]])+) => {
        macro_rules! __type {
            $(($known) => { $known<$($sizes)* __B> };)+
            ($d unknown:tt) => { $crate::graph::__private::Unknown<{ let _ = $d unknown; 0 }> };
            ($d ($d several:tt)+) => { ($d (__type!($d several),)+) };
        }
    };
    // What a call is given: a variable, or a tuple of copies.
    (@of $one:tt) => { $one };
    (@of $($several:tt)+) => { &($(*$several,)+) };
    (@call $made:tt $called:tt $($of:tt)+) => {
        $crate::graph::__private::Call {
            variable: $crate::__core::stringify!($made),
            layer: $crate::__core::stringify!($called),
            of: &[$($crate::__core::stringify!($of)),+],
        }
    };
    (@bytes $made:tt $called:tt $($of:tt)+) => {
        $crate::graph::__private::Bytes {
            variable: $crate::__core::mem::size_of::<__type!($made)>(),
            inside: <__field!($called) as $crate::Backward<__type!($($of)+)>>::ACTIVATIONS,
        }
    };
    // Something for each variable.
    (@each $name:ident [$($variable:tt)*]) => {
        pub struct $name<$($variable),*> { $($variable: $variable),* }
    };
    // A graph of any sizes.
    (@any $name:ident [$($size:tt,)*]) => { $name<$($crate::graph!(@any $size)),*> };
    (@any $size:tt) => { _ };

    // The reverse pass. A slope is nothing until the first use of its variable, from the end, has given its part.
    (@reverse $graph:tt $sink:ident $D:ident $slope:ident [$($input:tt)+] [$($inputs:tt)*]
     [$([$made:tt $called:tt $of:tt $cache:ident])+] [$($output:tt $dy:ident)+] [$($dy_pattern:tt)*]) => {{
        let mut slopes = Slopes {
            $($input: $crate::__core::option::Option::None,)+
            $($made: $crate::__core::option::Option::None,)+
        };
        let $($dy_pattern)* = $slope;
        $($crate::graph::__private::add(&mut slopes.$output, *$dy);)+
        $crate::graph! { @back slopes $graph $sink $D [] $([$made $called $of $cache])+ }
        $D::of(|| {
            $(let $input = $crate::graph::__private::sum(slopes.$input);)+
            $($inputs)*
        })
    }};
    (@back $slopes:ident $graph:tt $sink:ident $D:ident [$($last:tt)*] $call:tt $($calls:tt)*) => {
        $crate::graph! { @back $slopes $graph $sink $D [$call $($last)*] $($calls)* }
    };
    (@back $slopes:ident $graph:tt $sink:ident $D:ident [$([$made:tt $called:tt [$($of:tt)+] $cache:ident])+]) => {$(
        if const { $crate::graph!(@wanted $D $made) } {
            let (of, y, cache) = ($crate::graph!(@of $($of)+), $made, $cache);
            match $slopes.$made {
                $crate::__core::option::Option::Some(ref dy) => {
                    let Self { $called, .. } = $graph;
                    let layer = $called;
                    if const { PLAN.is_last_of_its_layer($crate::__core::stringify!($made)) } {
                        let sink = $sink.part(__part!($called));
                        $crate::graph! { @propagate $slopes $D [$($of)+] (layer, of, y, cache, dy, sink) }
                    } else {
                        let sink = $sink.again(__part!($called));
                        $crate::graph! { @propagate $slopes $D [$($of)+] (layer, of, y, cache, dy, sink) }
                    }
                }
                // Nothing follows from the variable, so its slope is 0.
                $crate::__core::option::Option::None => {
                    if const { PLAN.is_last_of_its_layer($crate::__core::stringify!($made)) } {
                        let sink = $sink.part(__part!($called));
                        $crate::pass::Sink::add(sink, |_| {});
                    }
                }
            }
        }
    )+};
    (@propagate $slopes:ident $D:ident [$($of:tt)+] $pass:tt) => {
        if const { $crate::graph!(@wanted $D $($of)+) } {
            let dx = $crate::Backward::propagate::<_, $crate::pass::Wanted> $pass;
            $crate::graph! { @add $slopes $D dx [$($of)+] }
        } else {
            $crate::Backward::propagate::<_, $crate::pass::Unwanted> $pass;
        }
    };
    (@add $slopes:ident $D:ident $dx:ident [$of:tt]) => {
        $crate::graph::__private::add(&mut $slopes.$of, $dx);
    };
    (@add $slopes:ident $D:ident $dx:ident [$($of:tt)+]) => {
        $crate::graph! { @add $slopes $D $dx [$($of)+] 0 1 2 3 4 5 6 7 }
    };
    (@add $slopes:ident $D:ident $dx:ident [$of:tt $($ofs:tt)*] $i:tt $($is:tt)*) => {
        if const { $crate::graph!(@wanted $D $of) } {
            $crate::graph::__private::add(&mut $slopes.$of, $dx.$i);
        }
        $crate::graph! { @add $slopes $D $dx [$($ofs)*] $($is)* }
    };
    (@add $slopes:ident $D:ident $dx:ident [] $($is:tt)*) => {};
    (@wanted $D:ident $($variable:tt)+) => {
        $D::WANTED
            || PLAN.trains(
                &[$($crate::__core::stringify!($variable)),+],
                <<Self as $crate::Parameters>::Gradient as $crate::Parameters>::LAYOUT,
            )
    };

    ($($rest:tt)*) => {
        $crate::__core::compile_error!(
            "a graph is `struct Name: inputs => outputs { layer: Type, … } |x| { variable = layer(x); …; layer(variable) }`"
        );
    };
}

/// What the macro calls; not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use crate::graph::plan::{Bytes, Call, Plan};

    use crate::{Forward, Init, Initializer, Scalar, Value, kernels::together};
    use rand::Rng;

    /// y = f(x), one bound for an error to point at.
    pub fn call<F: Forward<X, Output = Y>, X, Y>(layer: &F, x: &X) -> Y {
        layer.forward(x)
    }

    /// The same where y is known.
    pub fn output<Y, F: Forward<X, Output = Y>, X>(_: &Y, _: &F, _: &X) {}

    /// A variable that is an output.
    pub fn same<X>(_: &X, _: &X) {}

    /// The type of a name that is unknown: the error in its number keeps all others silent.
    #[derive(Debug)]
    pub enum Unknown<const N: usize> {}

    /// y = f(x), for all layers of which the machine is asked once what it has.
    #[inline]
    pub fn together<F: Forward<X>, X>(graph: &F, x: &X) -> F::Output {
        together::best(graph, x)
    }

    /// [`Init`] behind a reference with a lifetime: a bound that need not hold for a type to be declared, as
    /// that of a network of 16 bits.
    pub trait Reset {
        /// Gives every parameter its initial value.
        fn reset<I: Initializer, R: Rng + ?Sized>(self, initializer: &I, rng: &mut R);
    }
    #[diagnostic::do_not_recommend]
    impl<L: Init> Reset for &mut L {
        fn reset<I: Initializer, R: Rng + ?Sized>(self, initializer: &I, rng: &mut R) {
            Init::reset(self, initializer, rng);
        }
    }

    /// Adds a part of a slope to what is there.
    #[inline(always)]
    pub fn add<V: Value<Number: Scalar>>(slope: &mut Option<V>, part: V) {
        match slope {
            Some(slope) => slope.accumulate(&part),
            None => *slope = Some(part),
        }
    }

    /// A slope, of which there may be no part.
    #[inline(always)]
    pub fn sum<V: Value<Number: Scalar>>(slope: Option<V>) -> V {
        match slope {
            Some(slope) => slope,
            None => V::zeros(),
        }
    }
}
