//! The reverse pass of a graph.

/// An expression: slopes from the outputs to the inputs. The slope of a variable is nothing until the last use of
/// it, which comes first here, has given its part; the others are added.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_reverse {
    ($graph:tt $sink:ident $D:ident $slope:ident [$($input:tt)+] [$($inputs:tt)*]
     [$([$made:tt $called:tt $of:tt $cache:tt])+] [$($output:tt $dy:tt)+] [$($dy_pattern:tt)*]) => {{
        let mut slopes = __Slopes {
            $($input: $crate::__core::option::Option::None,)+
            $($made: $crate::__core::option::Option::None,)+
        };
        let $($dy_pattern)* = $slope;
        $($crate::graph::called::add(&mut slopes.$output, *$dy);)+
        $crate::__graph_reverse! { @calls slopes $graph $sink $D [] $([$made $called $of $cache])+ }
        $D::of(|| {
            $(let $input = $crate::graph::called::sum(slopes.$input);)+
            $($inputs)*
        })
    }};

    // The calls, the last one first.
    (@calls $slopes:ident $graph:tt $sink:ident $D:ident [$($last:tt)*] $call:tt $($calls:tt)*) => {
        $crate::__graph_reverse! { @calls $slopes $graph $sink $D [$call $($last)*] $($calls)* }
    };
    (@calls $slopes:ident $graph:tt $sink:ident $D:ident
     [$([$made:tt $called:tt [$($of:tt)+] $cache:tt])+]) => {$(
        if const { $crate::__graph_reverse!(@wanted $D $made) } {
            let (of, y, cache) = ($crate::__graph_names!(@of $($of)+), $made, $cache);
            match $slopes.$made {
                $crate::__core::option::Option::Some(ref dy) => {
                    let Self { $called, .. } = $graph;
                    let layer = $called;
                    if const { __PLAN.is_last_of_its_layer($crate::__core::stringify!($made)) } {
                        let sink = $sink.part(__part!($called));
                        $crate::__graph_reverse! { @call $slopes $D [$($of)+] (layer, of, y, cache, dy, sink) }
                    } else {
                        let sink = $sink.again(__part!($called));
                        $crate::__graph_reverse! { @call $slopes $D [$($of)+] (layer, of, y, cache, dy, sink) }
                    }
                }
                // Nothing follows from the variable, so its slope is 0.
                $crate::__core::option::Option::None => {
                    if const { __PLAN.is_last_of_its_layer($crate::__core::stringify!($made)) } {
                        let sink = $sink.part(__part!($called));
                        $crate::pass::Sink::add(sink, |_| {});
                    }
                }
            }
        }
    )+};
    (@call $slopes:ident $D:ident [$($of:tt)+] $pass:tt) => {
        if const { $crate::__graph_reverse!(@wanted $D $($of)+) } {
            let dx = $crate::Backward::propagate::<_, $crate::pass::Wanted> $pass;
            $crate::__graph_reverse! { @add $slopes $D dx [$($of)+] }
        } else {
            $crate::Backward::propagate::<_, $crate::pass::Unwanted> $pass;
        }
    };

    // What a call gives back, to the variable or to each of those that it was called with.
    (@add $slopes:ident $D:ident $dx:ident [$of:tt]) => {
        $crate::graph::called::add(&mut $slopes.$of, $dx);
    };
    (@add $slopes:ident $D:ident $dx:ident $ofs:tt) => {
        $crate::__graph_reverse! { @add $slopes $D $dx $ofs 0 1 2 3 4 5 6 7 }
    };
    (@add $slopes:ident $D:ident $dx:ident [$of:tt $($ofs:tt)*] $i:tt $($is:tt)*) => {
        if const { $crate::__graph_reverse!(@wanted $D $of) } {
            $crate::graph::called::add(&mut $slopes.$of, $dx.$i);
        }
        $crate::__graph_reverse! { @add $slopes $D $dx [$($ofs)*] $($is)* }
    };
    (@add $slopes:ident $D:ident $dx:ident [] $($is:tt)*) => {};

    // Whether one of these variables needs a slope.
    (@wanted $D:ident $($variable:tt)+) => {
        $D::WANTED
            || __PLAN.trains(
                &[$($crate::__core::stringify!($variable)),+],
                <<Self as $crate::Parameters>::Gradient as $crate::Parameters>::LAYOUT,
            )
    };
}
