//! What a graph of steps becomes beside what every graph does: a state, and the passes from it.

/// Nothing for a graph of whole values.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_no_stream {
    ($($graph:tt)*) => {};
}

/// The state of a graph has that of each call, under the name of the variable that it makes: a layer that is
/// called twice has its weights once, and remembers for each call.
///
/// Variables and their types are those of a step in `@steps`, and sequences around it.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_stream {
    (@steps ($d:tt) $name:ident [$($generics:tt)*] [$($sizes:tt)*] $scalar:tt
     [$([$input:tt $part:tt])+] [$($inputs:tt)*] $in:tt
     [$([$made:tt $called:tt [$($of:tt)+] $value:tt $cache:tt $expected:tt])+]
     [$([$named:tt $of_named:tt])*]
     [$([$dy:tt [$out:tt] $($shown:tt)?])+] $Y:tt $y:tt) => {
        #[derive(
            $crate::__core::fmt::Debug,
            $crate::__core::clone::Clone,
            $crate::__core::marker::Copy,
            $crate::__core::cmp::PartialEq,
        )]
        pub struct __State<$($made),+> { $(pub $made: $made),+ }
        $crate::parameters! {
            [$($made: $crate::Parameters),+] __State<$($made),+> as $($made),+ => () { $($made: layer),+ }
        }

        impl<$($made: $crate::stream::Streams),+> $crate::stream::Streams for __State<$($made),+> {
            #[inline]
            fn set_stream(&mut self, b: usize, other: &Self) {
                $(self.$made.set_stream(b, &other.$made);)+
            }
        }

        const _: () = {
            $crate::__graph_names! {
                @types ($d) [$($generics)*] [$($sizes)*] [const __B: usize] [__B] (__B step) Stream
                [$([$input [$scalar $part]])+] [$([$made $called $($of)+])+]
            }

            $crate::__graph_stream! {
                @step [const __B: usize] (__B step)
                $name [$($generics)*] [$($sizes)*] $scalar [$($inputs)*] [$($input)+] $in
                [$([$made $called [$($of)+] $value [] []])+] $Y $y
            }
        };
    };
    (@sequences ($d:tt) $name:ident [$($generics:tt)*] [$($sizes:tt)*] $scalar:tt
     [$([$input:tt $part:tt])+] [$($inputs:tt)*] $in:tt
     [$([$made:tt $called:tt [$($of:tt)+] $value:tt $cache:tt $expected:tt])+]
     [$([$named:tt $of_named:tt])*]
     [$([$dy:tt [$out:tt] $($shown:tt)?])+] $Y:tt $y:tt
     $slopes:tt [$($dy_pattern:tt)*] [$($y_pattern:tt)*]) => {
        $crate::__graph_stream! {
            @step [const __B: usize, const __L: usize] (__B __L)
            $name [$($generics)*] [$($sizes)*] $scalar [$($inputs)*] [$($input)+] $in
            [$([$made $called [$($of)+] $value [$crate::Forward<__type!($($of)+)> +] [, Output = __type!($made)]])+] $Y $y
        }

        impl<$($generics)* const __B: usize, const __L: usize>
            $crate::StreamTrain<$crate::__graph_names!(@shape $scalar (__B __L) $in)> for $name<$($sizes)*>
        where
            $(__field!($called): $crate::StreamTrain<__type!($($of)+)>,)+
            $(__type!($made): $crate::Value<Number: $crate::Scalar>,)+
        {
            #[inline]
            fn train_from<__R: $crate::rand::Rng + ?$crate::__core::marker::Sized>(
                &self,
                state: &mut Self::State,
                inputs: &$crate::__graph_names!(@shape $scalar (__B __L) $in),
                rng: &mut __R,
            ) -> (
                <Self as $crate::Forward<$crate::__graph_names!(@shape $scalar (__B __L) $in)>>::Output,
                Self::Cache,
            ) {
                let $($inputs)* = inputs;
                $(
                    let ($value, $cache) = {
                        let of: &_ = $crate::__graph_names!(@of $($of)+);
                        let Self { $called, .. } = self;
                        $crate::graph::called::train_from($called, of, &mut state.$made, rng)
                    };
                    let $made = &$value;
                )+
                (
                    $crate::__graph_stream!(@result $y),
                    (__Values { $($named: $of_named),* }, __Caches { $($made: $cache),+ }),
                )
            }

            #[inline]
            fn train_through<
                __S: $crate::pass::Sink<Self::Gradient>,
                __D: $crate::pass::Dx,
                __R: $crate::rand::Rng + ?$crate::__core::marker::Sized,
                __E,
            >(
                &self,
                state: &mut Self::State,
                inputs: &$crate::__graph_names!(@shape $scalar (__B __L) $in),
                rng: &mut __R,
                slope: impl $crate::__core::ops::FnOnce(
                    &$crate::__graph_stream!(@result $Y),
                ) -> $crate::__core::result::Result<$crate::__graph_stream!(@result $Y), __E>,
                mut sink: __S,
            ) -> $crate::__core::result::Result<
                __D::Of<$crate::__graph_names!(@shape $scalar (__B __L) $in)>,
                __E,
            > {
                let $($inputs)* = inputs;
                $(
                    let ($value, $cache) = {
                        let of: &_ = $crate::__graph_names!(@of $($of)+);
                        let Self { $called, .. } = self;
                        $crate::graph::called::train_from($called, of, &mut state.$made, rng)
                    };
                    let ($made, $cache) = (&$value, &$cache);
                )+
                let outputs = $crate::__graph_stream!(@result $y);
                let slope = &slope(&outputs)?;
                let $($y_pattern)* = &outputs;
                $crate::__core::result::Result::Ok($crate::__graph_reverse! {
                    self sink __D slope [$($input)+] [$($inputs)*]
                    [$([$made $called [$($of)+] $cache])+] $slopes [$($dy_pattern)*]
                })
            }
        }
    };

    (@step [$($batch:tt)*] $b:tt
     $name:ident [$($generics:tt)*] [$($sizes:tt)*] $scalar:tt [$($inputs:tt)*] [$($input:tt)+] $in:tt
     [$([$made:tt $called:tt [$($of:tt)+] $value:tt [$($sequence:tt)*] [$($output:tt)*]])+] [$($Y:tt)*] [$($y:tt)*]) => {
        impl<$($generics)* $($batch)*> $crate::Stream<$crate::__graph_names!(@shape $scalar $b $in)>
            for $name<$($sizes)*>
        where
            $(__field!($called): $($sequence)* $crate::Stream<__type!($($of)+) $($output)*>,)+
            $(__type!($made): $crate::Value<Number: $crate::Scalar>,)+
        {
            type State = __State<$(<__field!($called) as $crate::Stream<__type!($($of)+)>>::State),+>;
            type Output = $($Y)*;

            const ACTIVATIONS: usize = __PLAN.activations(
                $crate::__core::mem::size_of::<$crate::__graph_names!(@shape $scalar $b $in)>(),
                $crate::__core::mem::size_of::<$($Y)*>(),
                &[$($crate::__core::mem::size_of::<__type!($input)>()),+],
                &[$($crate::graph::called::Bytes {
                    variable: $crate::__core::mem::size_of::<__type!($made)>(),
                    inside: <__field!($called) as $crate::Stream<__type!($($of)+)>>::ACTIVATIONS,
                }),+],
            );

            #[inline]
            fn step(
                &self,
                state: &mut Self::State,
                inputs: &$crate::__graph_names!(@shape $scalar $b $in),
            ) -> $($Y)* {
                $crate::graph::called::step_together(self, state, inputs)
            }

            #[inline(always)]
            fn step_in(
                &self,
                instructions: $crate::__Instructions,
                state: &mut Self::State,
                inputs: &$crate::__graph_names!(@shape $scalar $b $in),
            ) -> $($Y)* {
                let $($inputs)* = inputs;
                $(
                    let $value = {
                        let of: &_ = $crate::__graph_names!(@of $($of)+);
                        let Self { $called, .. } = self;
                        $crate::graph::called::step_in($called, instructions, of, &mut state.$made)
                    };
                    let $made = &$value;
                )+
                $($y)*
            }
        }
    };
    (@result [$($y:tt)*]) => { $($y)* };
}
