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
//! Tuples have two to eight parts. What these make of a network is a chain whose links branch and join
//! again; a network whose values are used in several places reads better as a [`graph!`](crate::graph!).

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

/// `$one!` for tuples of each length: per part its type, its position, and a name for it.
macro_rules! tuples {
    ($one:ident) => {
        $one! { [A 0 a] [C 1 c] }
        $one! { [A 0 a] [C 1 c] [D 2 d] }
        $one! { [A 0 a] [C 1 c] [D 2 d] [E 3 e] }
        $one! { [A 0 a] [C 1 c] [D 2 d] [E 3 e] [F 4 f] }
        $one! { [A 0 a] [C 1 c] [D 2 d] [E 3 e] [F 4 f] [G 5 g] }
        $one! { [A 0 a] [C 1 c] [D 2 d] [E 3 e] [F 4 f] [G 5 g] [H 6 h] }
        $one! { [A 0 a] [C 1 c] [D 2 d] [E 3 e] [F 4 f] [G 5 g] [H 6 h] [I 7 i] }
    };
}
use tuples;
