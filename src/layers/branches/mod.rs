//! Branches: several layers on one input, and several values made one.
//!
//! | | x | y |
//! |---|---|---|
//! | [`Fork<(A, B)>`](Fork) | x | (a(x), b(x)) |
//! | [`Concat<N>`](Concat) | (a, b) | the features of a, then those of b: N |
//! | [`Sum`] | (a, b) | a + b |
//! | [`Product`] | (a, b) | a∘b |
//! | [`Slice<FROM, N>`](Slice) | x | N features of x, from number FROM on |
//!
//! Tuples have two to eight parts. A network made of these is a chain whose links branch and join again; a network
//! whose values are used in several places reads better as a [`graph!`](crate::graph!).

pub mod concat;
pub mod fork;
pub mod product;
pub mod slice;
pub mod sum;

pub use concat::Concat;
pub use fork::Fork;
pub use product::Product;
pub use slice::Slice;
pub use sum::Sum;

/// `$one!` for tuples of each length: what it is given, and per part its type, its position, and a name for it.
macro_rules! tuples {
    ($one:ident $($with:ident)*) => {
        $one! { [$($with)*] [A 0 a] [C 1 c] }
        $one! { [$($with)*] [A 0 a] [C 1 c] [D 2 d] }
        $one! { [$($with)*] [A 0 a] [C 1 c] [D 2 d] [E 3 e] }
        $one! { [$($with)*] [A 0 a] [C 1 c] [D 2 d] [E 3 e] [F 4 f] }
        $one! { [$($with)*] [A 0 a] [C 1 c] [D 2 d] [E 3 e] [F 4 f] [G 5 g] }
        $one! { [$($with)*] [A 0 a] [C 1 c] [D 2 d] [E 3 e] [F 4 f] [G 5 g] [H 6 h] }
        $one! { [$($with)*] [A 0 a] [C 1 c] [D 2 d] [E 3 e] [F 4 f] [G 5 g] [H 6 h] [I 7 i] }
    };
}
use tuples;

/// A layer of several values of one type, from two functions: y, which is the first value, goes on with each
/// other by `$join(&mut y, &x)`; and `$slopes([&a, &b, …], &dy)` are the slopes of all.
macro_rules! join {
    ([$Layer:ident $join:ident $slopes:ident] [$First:ident 0 $first:ident] $([$Part:ident $i:tt $part:ident])*) => {
        #[diagnostic::do_not_recommend]
        impl<V: Value<Number: Scalar>> Forward<(V, $(join!(@V $Part),)*)> for $Layer {
            type Output = V;

            #[inline]
            fn forward(&self, x: &(V, $(join!(@V $Part),)*)) -> V {
                let mut y = x.0;
                $($join(&mut y, &x.$i);)*
                y
            }
        }

        #[diagnostic::do_not_recommend]
        impl<V: Value<Number: Scalar>> Backward<(V, $(join!(@V $Part),)*)> for $Layer {
            type Cache = ();

            #[inline]
            fn forward_train<R: Rng + ?Sized>(
                &self,
                x: &(V, $(join!(@V $Part),)*),
                _: &mut R,
            ) -> (V, ()) {
                (self.forward(x), ())
            }

            #[inline]
            fn backward_input(
                &self,
                x: &(V, $(join!(@V $Part),)*),
                _: &V,
                _: &(),
                dy: &V,
            ) -> (V, $(join!(@V $Part),)*) {
                let [$first, $($part),*] = $slopes([&x.0, $(&x.$i),*], dy);
                ($first, $($part,)*)
            }
        }
    };
    (@V $Part:ident) => { V };
}
use join;
