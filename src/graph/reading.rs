//! How a graph is read: from the words of its caller to lists of calls, inputs and outputs.

/// The stages of `graph!` before anything is written. Each hands `$header` on as one token.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph {
    // A statement. Its local names are those of this expansion, so each call has its own: what it makes, what
    // it keeps. Words of the caller stay tokens (`tt`): an error about a fragment would point into this macro.
    (@calls [$($call:tt)*] [$($named:tt)*] $header:tt $out:tt
     { $variable:tt = $layer:tt ($($of:tt),+ $(,)?); $($rest:tt)+ }) => {
        $crate::__graph! {
            @calls [$($call)* [$variable $layer [$($of)+] value cache []]] [$($named)* [$variable value]]
            $header $out { $($rest)+ }
        }
    };
    // The result: several calls and variables in parentheses, or one.
    (@calls $calls:tt $named:tt $header:tt ($($out:tt),+ $(,)?)
     { ($($output:tt $(($($of:tt),+ $(,)?))?),+ $(,)?) }) => {
        $crate::__graph! {
            @outputs $calls $named [] $header several [$($out)+] [$([$output $(($($of)+))?])+]
            [__o0 __o1 __o2 __o3 __o4 __o5 __o6 __o7]
        }
    };
    (@calls $calls:tt $named:tt $header:tt $out:tt { ($($several:tt)*) }) => {
        $crate::__graph! { @outputs }
    };
    (@calls $calls:tt $named:tt $header:tt $out:tt { $layer:tt ($($of:tt),+ $(,)?) }) => {
        $crate::__graph! { @outputs $calls $named [] $header one [$out] [[$layer ($($of)+)]] [__o0] }
    };
    (@calls $calls:tt $named:tt $header:tt $out:tt { $variable:tt }) => {
        $crate::__graph! { @outputs $calls $named [] $header one [$out] [[$variable]] [] }
    };
    (@calls $($rest:tt)*) => { $crate::graph! {} };

    // The outputs, each with its part of the header's shape: `[name [pattern] [value] slope [shape] …]`. A call
    // gets a name to be known by, and is not kept beside the output; a variable is looked at once more.
    (@outputs [$($call:tt)*] $named:tt [$($output:tt)*] $header:tt $number:tt
     [$out:tt $($outs:tt)*] [[$layer:tt ($($of:tt)+)] $($rest:tt)*] [$name:tt $($names:tt)*]) => {
        $crate::__graph! {
            @outputs [$($call)* [$name $layer [$($of)+] value cache [dy]]] $named
            [$($output)* [$name [$name] [value] dy [$out]]]
            $header $number [$($outs)*] [$($rest)*] [$($names)*]
        }
    };
    (@outputs $calls:tt $named:tt [$($output:tt)*] $header:tt $number:tt
     [$out:tt $($outs:tt)*] [[$variable:tt] $($rest:tt)*] $names:tt) => {
        $crate::__graph! {
            @outputs $calls $named [$($output)* [$variable [_] [*$variable] dy [$out] $variable]]
            $header $number [$($outs)*] [$($rest)*] $names
        }
    };
    (@outputs $calls:tt $named:tt
     [$([$name:tt $pattern:tt $value:tt $dy:tt $out:tt $($variable:tt)?])+]
     $header:tt $number:tt [] [] $names:tt) => {
        $crate::__graph! {
            @inputs $header
            {
                $calls $named [$([$name $dy $out $($variable)?])+]
                [$crate::__graph!(@$number $([__type!($name)])+)] [$crate::__graph!(@$number $($pattern)+)]
                [$crate::__graph!(@$number $($value)+)] [$crate::__graph!(@$number $([$dy])+)]
            }
        }
    };
    (@outputs $($rest:tt)*) => {
        $crate::__core::compile_error!(
            "the last line of a graph gives what its header promises: as many outputs, at most eight"
        );
    };
    // One thing is itself, several are a tuple: types, patterns and values.
    (@one [$($one:tt)*]) => { $($one)* };
    (@several $([$($one:tt)*])+) => { ($($($one)*,)+) };

    // The inputs, each with its part of the header's shape.
    (@inputs { $head:tt $in:tt [$input:tt] } $body:tt) => {
        $crate::__graph_items! { [[$input $in]] [$input] $head $in $body }
    };
    (@inputs { $head:tt ($($in:tt),+ $(,)?) [$($input:tt)+] } $body:tt) => {
        $crate::__graph! {
            @inputs [] [$($input)+] [$($in)+] [($($input,)+)] $head ($($in),+) $body
        }
    };
    (@inputs [$($pair:tt)*] [$input:tt $($inputs:tt)*] [$in:tt $($ins:tt)*] $($rest:tt)*) => {
        $crate::__graph! { @inputs [$($pair)* [$input $in]] [$($inputs)*] [$($ins)*] $($rest)* }
    };
    (@inputs $pairs:tt [] [] $($rest:tt)*) => { $crate::__graph_items! { $pairs $($rest)* } };
    (@inputs $($rest:tt)*) => {
        $crate::__core::compile_error!(
            "between the bars of a graph stand as many inputs as in its header, or one for all of them"
        );
    };
}
