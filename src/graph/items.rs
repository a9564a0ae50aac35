//! What a graph becomes: a struct, its gradient, and the passes.

/// The items of `graph!`. All but the struct stand in a block of their own, where the name of a variable is also
/// that of its type. A call is `{ let of = …; let Self { layer, .. } = self; … }`: the layer is bound by the
/// caller's own word, so that errors point at it, and after its arguments, so that a variable may be called like
/// a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_items {
    // A graph of steps is generic over the length of a sequence, too.
    ($parts:tt $inputs:tt $head:tt [$part:tt; _] $body:tt) => {
        $crate::__graph_items! { @steps $parts $inputs $head [$part; _] $body }
    };
    ($parts:tt $inputs:tt $head:tt ($([$part:tt; _]),+ $(,)?) $body:tt) => {
        $crate::__graph_items! { @steps $parts $inputs $head ($([$part; _]),+) $body }
    };
    (@steps $($graph:tt)+) => {
        $crate::__graph_items! {
            @write [const __B: usize, const __L: usize] [__B, __L] (__B __L) (1 2) __graph_stream $($graph)+
        }
    };
    ([$($parts:tt)+] $($graph:tt)+) => {
        $crate::__graph_items! {
            @write [const __B: usize] [__B] __B 1 __graph_no_stream [$($parts)+] $($graph)+
        }
    };

    (@write [$($batch:tt)*] $batched:tt $b:tt $one:tt $stream:ident [$([$input:tt $part:tt])+] [$($inputs:tt)*]
     {
        ($d:tt) [$($attributes:tt)*] [$visibility:vis] $name:ident
        [$($generics:tt)*] [$($sizes:tt)*] $scalar:tt
        { $([$($about:tt)*] $field:ident [$layer:ty])+ }
     }
     $in:tt
     {
        [$([$made:tt $called:tt [$($of:tt)+] $value:tt $cache:tt $expected:tt])+]
        [$([$named:tt $of_named:tt])*]
        [$([$output:tt $dy:tt [$out:tt] $($shown:tt)?])+]
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
        #[allow(unused_variables, reason = "`__check` says so, once")]
        const _: () = {
            $crate::__graph_names! { @once ($d) [$($input)+ $($named)*] {
            $crate::__graph_names! { @fields ($d) $name [$($sizes)*] $([$field $layer])+ }
            // In a block of its own, where types are those of a step.
            $crate::$stream! {
                @steps
                ($d) $name [$($generics)*] [$($sizes)*] $scalar [$([$input $part])+] [$($inputs)*] $in
                [$([$made $called [$($of)+] $value $cache $expected])+]
                [$([$named $of_named])*]
                [$([$dy [$out] $($shown)?])+] [$($Y)*] [$($y)*]
            }
            $crate::__graph_names! {
                @types ($d) [$($generics)*] [$($sizes)*] [$($batch)*] $batched $b Forward
                [$([$input [$scalar $part]])+] [$([$made $called $($of)+])+]
            }
            const __PLAN: $crate::graph::called::Plan = $crate::graph::called::Plan {
                inputs: &[$($crate::__core::stringify!($input)),+],
                calls: &[$($crate::__graph_names!(@call $made $called $($of)+)),+],
                outputs: &[$($crate::__core::stringify!($output)),+],
            };
            const _: () = $crate::__check::fits($crate::__check::decimals($crate::__core::stringify!($($layer),+)));
            const _: () = __PLAN.makes_each_once_and_first();
            const _: () = __PLAN.calls_all(&[$($crate::__core::stringify!($field)),+]);
            $crate::__graph_names! { @fits $stream [$($generics)*] $name $scalar $in }

            $crate::__graph_names! {
                @calls_fit $stream $name [$($generics)*] [$($sizes)*] $scalar
                [$([$input $part])+] [$([$made $called [$($of)+] $expected])+] [$([$dy [$out] $($shown)?])+]
            }

            // Something for each variable: fields are found by the caller's words.
            pub struct __Values<$($named),*> { $($named: $named),* }
            pub struct __Caches<$($made),+> { $($made: $made),+ }
            struct __Slopes<$($input,)+ $($made),+> { $($input: $input,)+ $($made: $made),+ }

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
                $(for<'__a> &'__a mut $layer: $crate::graph::called::Reset,)+
            {
                fn reset<__I: $crate::Initializer, __R: $crate::rand::Rng + ?$crate::__core::marker::Sized>(
                    &mut self,
                    initializer: &__I,
                    rng: &mut __R,
                ) {
                    $($crate::graph::called::Reset::reset(&mut self.$field, initializer, rng);)+
                }
            }

            impl<$($generics)* $($batch)*> $crate::Forward<$crate::__graph_names!(@shape $scalar $b $in)>
                for $name<$($sizes)*>
            where
                $(__field!($called): $crate::Forward<__type!($($of)+)>,)+
                $(__type!($made): $crate::Value<Number: $crate::Scalar>,)+
            {
                type Output = $($Y)*;

                #[inline]
                fn forward(&self, inputs: &$crate::__graph_names!(@shape $scalar $b $in)) -> $($Y)* {
                    $crate::graph::called::together(self, inputs)
                }

                #[inline(always)]
                fn forward_in(
                    &self,
                    instructions: $crate::__Instructions,
                    inputs: &$crate::__graph_names!(@shape $scalar $b $in),
                ) -> $($Y)* {
                    let $($inputs)* = inputs;
                    $(
                        let $value = {
                            let of: &_ = $crate::__graph_names!(@of $($of)+);
                            let Self { $called, .. } = self;
                            $crate::Forward::forward_in($called, instructions, of)
                        };
                        let $made = &$value;
                    )+
                    $($y)*
                }
            }

            impl<$($generics)* $($batch)*> $crate::Backward<$crate::__graph_names!(@shape $scalar $b $in)>
                for $name<$($sizes)*>
            where
                $(__field!($called): $crate::Backward<__type!($($of)+)>,)+
                $(__type!($made): $crate::Value<Number: $crate::Scalar>,)+
            {
                /// The variables but outputs, each once, and what each call keeps.
                type Cache = (
                    __Values<$(__type!($named),)*>,
                    __Caches<$(<__field!($called) as $crate::Backward<__type!($($of)+)>>::Cache,)+>,
                );

                const PROBABILITIES: bool = __PLAN.probabilities(&[
                    $(<__field!($called) as $crate::Backward<__type!($($of)+)>>::PROBABILITIES,)+
                ]);

                const MISFIT: $crate::__core::option::Option<$crate::Misfit> = $crate::Misfit::first(&[
                    $(<__field!($called) as $crate::Backward<__type!($($of)+)>>::MISFIT,)+
                ]);

                const ACTIVATIONS: usize = __PLAN.activations(
                    $crate::__core::mem::size_of::<$crate::__graph_names!(@shape $scalar $b $in)>(),
                    $crate::__core::mem::size_of::<$($Y)*>(),
                    &[$($crate::__core::mem::size_of::<__type!($input)>()),+],
                    &[$($crate::graph::called::Bytes {
                        variable: $crate::__core::mem::size_of::<__type!($made)>(),
                        inside: <__field!($called) as $crate::Backward<__type!($($of)+)>>::ACTIVATIONS,
                    }),+],
                );

                #[inline]
                fn forward_train<__R: $crate::rand::Rng + ?$crate::__core::marker::Sized>(
                    &self,
                    inputs: &$crate::__graph_names!(@shape $scalar $b $in),
                    rng: &mut __R,
                ) -> ($($Y)*, Self::Cache) {
                    let $($inputs)* = inputs;
                    $(
                        let ($value, $cache) = {
                            let of: &_ = $crate::__graph_names!(@of $($of)+);
                            let Self { $called, .. } = self;
                            $crate::Backward::forward_train($called, of, rng)
                        };
                        let $made = &$value;
                    )+
                    ($($y)*, (__Values { $($named: $of_named),* }, __Caches { $($made: $cache),+ }))
                }

                #[inline]
                fn propagate<__S: $crate::pass::Sink<Self::Gradient>, __D: $crate::pass::Dx>(
                    &self,
                    inputs: &$crate::__graph_names!(@shape $scalar $b $in),
                    outputs: &$($Y)*,
                    (values, caches): &Self::Cache,
                    slope: &$($Y)*,
                    mut sink: __S,
                ) -> __D::Of<$crate::__graph_names!(@shape $scalar $b $in)> {
                    let $($inputs)* = inputs;
                    let __Values { $($named,)* } = values;
                    let __Caches { $($made: $cache,)+ } = caches;
                    let $($y_pattern)* = outputs;
                    $crate::__graph_reverse! {
                        self sink __D slope [$($input)+] [$($inputs)*]
                        [$([$made $called [$($of)+] $cache])+] [$($output $dy)+] [$($dy_pattern)*]
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
                    inputs: &$crate::__graph_names!(@shape $scalar $b $in),
                    rng: &mut __R,
                    slope: impl $crate::__core::ops::FnOnce(
                        &$($Y)*,
                    ) -> $crate::__core::result::Result<$($Y)*, __E>,
                    mut sink: __S,
                ) -> $crate::__core::result::Result<
                    __D::Of<$crate::__graph_names!(@shape $scalar $b $in)>,
                    __E,
                > {
                    let $($inputs)* = inputs;
                    $(
                        let ($value, $cache) = {
                            let of: &_ = $crate::__graph_names!(@of $($of)+);
                            let Self { $called, .. } = self;
                            $crate::Backward::forward_train($called, of, rng)
                        };
                        let ($made, $cache) = (&$value, &$cache);
                    )+
                    let outputs = $($y)*;
                    let slope = &slope(&outputs)?;
                    let $($y_pattern)* = &outputs;
                    $crate::__core::result::Result::Ok($crate::__graph_reverse! {
                        self sink __D slope [$($input)+] [$($inputs)*]
                        [$([$made $called [$($of)+] $cache])+] [$($output $dy)+] [$($dy_pattern)*]
                    })
                }

                $crate::by_propagate! { $crate::__graph_names!(@shape $scalar $b $in) }
            }

            $crate::$stream! {
                @sequences
                ($d) $name [$($generics)*] [$($sizes)*] $scalar [$([$input $part])+] [$($inputs)*] $in
                [$([$made $called [$($of)+] $value $cache $expected])+]
                [$([$named $of_named])*]
                [$([$dy [$out] $($shown)?])+] [$($Y)*] [$($y)*]
                [$($output $dy)+] [$($dy_pattern)*] [$($y_pattern)*]
            }
            } }
        };
    };
}
