//! The `graph!` macro.

/// Declares a network that is a [graph](mod@crate::graph), with its input and output shapes, and checks there
/// and then that its layers fit.
///
/// ```
/// use constnet::prelude::*;
///
/// graph! {
///     /// What an agent does, and how well it expects to fare.
///     pub struct Policy<const H: usize>: 8 => (2, 1) {
///         trunk: (Dense<8, H>, Tanh),
///         actor: Dense<H, 2>,
///         critic: Dense<H, 1>,
///     }
///     |x| {
///         t = trunk(x);
///         (actor(t), critic(t))
///     }
/// }
///
/// let net = Policy::<16>::init(&mut constnet::random::generator(1));
/// let x = SVector::from([0.5; 8]);
/// let t = net.trunk.forward(&x);
/// assert_eq!(net.forward(&x), (net.actor.forward(&t), net.critic.forward(&t)));
/// ```
/// is a struct with these fields, and `Forward` and `Backward` for every batch of its input. The PyTorch
/// equivalent has its numbers under the same names, `trunk.0.weight`, `actor.bias`:
/// ```text
/// class Policy(nn.Module):
///     def __init__(self, h):
///         super().__init__()
///         self.trunk = nn.Sequential(nn.Linear(8, h), nn.Tanh())
///         self.actor, self.critic = nn.Linear(h, 2), nn.Linear(h, 1)
///
///     def forward(self, x):
///         t = self.trunk(x)
///         return self.actor(t), self.critic(t)
/// ```
///
/// # Syntax
/// - The header has the shapes of one sample, as [`network!`](crate::network!) has them: a number of features (a
///   literal, a name or `{ an expression }`), an array `[8; 100]`, a tuple `(8, 2)`. After it comes the number
///   type, if it is not `f32`: `… => 2 in f64 { … }`. The const parameters are the struct's own.
/// - Between the bars is one variable for the whole input, or one for each part of a tuple: `|a, b|`.
/// - `variable = layer(variable, …);` makes a variable, once. Several arguments are one tuple for the layer, such
///   as those that [`Concat`](crate::Concat), [`Sum`](crate::Sum) and [`Product`](crate::Product) take.
///   Variables may have the names of fields.
/// - The last line is a call or a variable, or as many of them in parentheses, up to eight, as the header has
///   outputs.
/// - The layers are `Debug`, `Clone` and `PartialEq`, and so is the graph; it has [`Init`](crate::Init) if they
///   do. A layer that is called several times has its weights once.
///
/// ```
/// use constnet::prelude::*;
///
/// graph! {
///     struct Gate: (3, 2) => 2 in f64 {
///         open: (Dense<3, 2, f64>, Sigmoid),
///         through: Product,
///     }
///     |a, b| {
///         g = open(a);
///         through(g, b)
///     }
/// }
/// let y = Gate::zeros().forward(&(SVector::zeros(), SVector::from([4.0, 6.0])));
/// assert_eq!(y, SVector::from([2.0, 3.0]));
/// ```
///
/// # Errors
/// A call that does not fit is an error at that call:
/// ```text
/// error[E0277]: layer `constnet::Dense<9, 2>` does not accept `Matrix<f32, Const<16>, Const<1>, ArrayStorage<f32, 16, 1>>`
///   --> src/main.rs:11:10
///    |
/// 11 |         (actor(t), critic(t))
///    |          ^^^^^ what comes in does not fit this layer
/// ```
/// So are an output that differs from the header's, a field or a variable that does not exist, a variable that is
/// made twice, or made and not used (if that is intended, begin its name with `_`), and a layer that is never called. A
/// variable that is used above the line that makes it is two errors, of which the second says so. Wrong sizes in a
/// layer's type ([`Misfit`](crate::Misfit)) are found there too, or, where the graph has const parameters, in the
/// `network!` that it is part of.
///
/// # Expansion
/// The first example expands to this, in which `t` is also the name of a type:
/// ```text
/// pub struct Policy<const H: usize> { pub trunk: (Dense<8, H>, Tanh), pub actor: Dense<H, 2>, pub critic: … }
///
/// const _: () = {
///     type x<const H: usize, const B: usize> = SMatrix<f32, 8, B>;
///     type t<const H: usize, const B: usize> = <(Dense<8, H>, Tanh) as Forward<x<H, B>>>::Output;
///
///     struct Gradient<const H: usize> { trunk: <(Dense<8, H>, Tanh) as Parameters>::Gradient, … }
///     parameters! { [const H: usize] Policy<H> as … => Gradient<H> { trunk: layer, actor: layer, critic: layer } }
///
///     impl<const H: usize, const B: usize> Forward<SMatrix<f32, 8, B>> for Policy<H> where … {
///         type Output = (<Dense<H, 2> as Forward<t<H, B>>>::Output, …);
///         fn forward(&self, x: &SMatrix<f32, 8, B>) -> Self::Output {
///             let t = &self.trunk.forward(x);
///             (self.actor.forward(t), self.critic.forward(t))
///         }
///     }
///     impl<const H: usize, const B: usize> Backward<SMatrix<f32, 8, B>> for Policy<H> where … {
///         fn propagate<S: Sink<Gradient<H>>, D: Dx>(…) -> D::Of<SMatrix<f32, 8, B>> {
///             // dt is nothing yet: the critic's part is set, the actor's added.
///             add(&mut dt, self.critic.propagate::<_, Wanted>(t, …, sink.part(|gradient| &mut gradient.critic)));
///             add(&mut dt, self.actor.propagate::<_, Wanted>(t, …, sink.part(|gradient| &mut gradient.actor)));
///             self.trunk.propagate::<_, D>(x, …, dt, sink.part(|gradient| &mut gradient.trunk))
///         }
///         …
///     }
/// };
/// ```
#[macro_export]
macro_rules! graph {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident $(<$(const $size:ident : $kind:ident),* $(,)?>)? :
        $in:tt => $out:tt $(in $scalar:ty)?
        { $($(#[$about:meta])* $layer:ident : $type:ty),+ $(,)? } // a layer is a type: `Dense<4, 8>`, `Dropout<Ratio<1, 5>>`
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
            "a graph is `struct Name: inputs => outputs { layer: Type, … } |x| { variable = layer(x); …; layer(variable) }`: every call has a line of its own, without `let`, and what is added goes through a layer, `add(h, x)` with `add: Sum`"
        );
    };
}
