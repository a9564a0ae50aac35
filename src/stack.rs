//! A stack of layers is a tuple, and a tuple is a layer.
//!
//! For y = fₙ(… f₁(x)), the forward pass keeps each intermediate once, and the backward pass
//! applies the chain rule from the last layer to the first:
//!
//! ```text
//! p₁ = f₁(x)      p₂ = f₂(p₁)      …      y = fₙ(pₙ₋₁)
//! dx = J₁ᵀ·dp₁    dp₁ = J₂ᵀ·dp₂    …      dpₙ₋₁ = Jₙᵀ·dy        Jᵢ = ∂fᵢ/∂(its input)
//! ```
//!
//! When only the parameters' gradient is wanted, the pass ends at the first layer that trains
//! anything, and that layer computes no input gradient: in a 784-128-10 network a third of the
//! work.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.5, algorithm 6.4.

use crate::{
    Backward, Forward, Init, Initializer, Misfit, by_propagate,
    kernels::{Instructions, Together, step_together, together},
    parameters::{Node, NodeKind, NumberOrLayer, Parameters, count},
    pass::{Dx, Sink, Unwanted, Wanted},
    stream::{Stream, StreamTrain, Streams},
};
use core::mem::offset_of;
use rand::Rng;

/// The first of the layers that trains anything, by the layout of a stack's gradient; their number when
/// none does.
const fn first_trained(layers: &[Node]) -> usize {
    let mut first = 0;
    while first < layers.len() && count(&[layers[first]]) == 0 {
        first += 1;
    }
    first
}

/// Bytes alive at once in inference: x, which is the caller's, beside the layer that holds most. What
/// the first layer holds has x in it.
const fn activations(x: usize, first: usize, layers: &[usize]) -> usize {
    let (mut most, mut i) = (first, 1);
    while i < layers.len() {
        if x + layers[i] > most {
            most = x + layers[i];
        }
        i += 1;
    }
    most
}

impl<F: Forward<X>, X> Together<X> for F {
    type Output = F::Output;

    #[inline(always)]
    fn run(&self, instructions: Instructions, x: &X) -> Self::Output {
        self.forward_in(instructions, x)
    }
}

/// The layers one inside the other, last one first, so that an intermediate is gone as soon as the
/// next one is there: `{ let x = { let x = self.0.forward_in(instructions, x); self.1.forward_in(instructions, &x) };
/// self.2.forward_in(instructions, &x) }`.
macro_rules! forward {
    ($stack:ident, $instructions:ident, $x:ident, $first:tt, []) => { $stack.$first.forward_in($instructions, $x) };
    ($stack:ident, $instructions:ident, $x:ident, $first:tt, [$last:tt $($before:tt)*]) => {{
        let x = forward!($stack, $instructions, $x, $first, [$($before)*]);
        $stack.$last.forward_in($instructions, &x)
    }};
}

/// The same for a step of a stream, where each layer has its part of the state.
macro_rules! step {
    ($stack:ident, $instructions:ident, $state:ident, $x:ident, $first:tt, []) => {
        $stack.$first.step_in($instructions, &mut $state.$first, $x)
    };
    ($stack:ident, $instructions:ident, $state:ident, $x:ident, $first:tt, [$last:tt $($before:tt)*]) => {{
        let x = step!($stack, $instructions, $state, $x, $first, [$($before)*]);
        $stack.$last.step_in($instructions, &mut $state.$last, &x)
    }};
}

/// The chain rule, from the last layer to the first; without dx, to the first that trains anything. Per
/// layer: its position, its input, the gradient by that, and the same of its output, and what it kept.
macro_rules! reverse {
    (
        $stack:ident, $sink:ident, $Dx:ident,
        [$([$ri:tt $rx:ident $rdx:ident $ry:ident $rdy:ident $rcache:ident])*],
        [$fi:tt $fx:ident $fy:ident $fdy:ident $fcache:ident]
    ) => {
        'pass: {
            $(
                let part = $sink.part(|gradient| &mut gradient.$ri);
                if let Some(nothing) = $Dx::unwanted()
                    && $ri <= const { first_trained(<Self::Gradient as Parameters>::LAYOUT) }
                {
                    $stack.$ri.propagate::<_, Unwanted>($rx, $ry, $rcache, $rdy, part);
                    break 'pass nothing;
                }
                let $rdx = &$stack.$ri.propagate::<_, Wanted>($rx, $ry, $rcache, $rdy, part);
            )*
            let part = $sink.part(|gradient| &mut gradient.$fi);
            $stack.$fi.propagate::<_, $Dx>($fx, $fy, $fcache, $fdy, part)
        }
    };
}

/// One tuple. Per layer: its type and position; the names of its input and of the gradient by
/// that input, with the input's type; and the same for its output. `reversed` holds all layers but
/// the first, last one first.
macro_rules! stack {
    (
        layers: [$([$L:ident $i:tt $x:ident $dx:ident $X:ident $y:ident $dy:ident $Y:ident $cache:ident])*],
        last: [$Last:ident $n:tt $lx:ident $ldx:ident $LX:ident $ly:ident $ldy:ident $LY:ident $lcache:ident],
        reversed: [$([$R:ident $ri:tt $rx:ident $rdx:ident $RX:ident $ry:ident $rdy:ident $RY:ident $rcache:ident])*],
        first: [$First:ident $fi:tt $fx:ident $fdx:ident $FX:ident $fy:ident $fdy:ident $FY:ident $fcache:ident],
    ) => {
        impl<$($L, $X,)* $Last, $LX> Forward<$FX> for ($($L,)* $Last,)
        where
            $($L: Forward<$X, Output = $Y>,)*
            $Last: Forward<$LX>,
        {
            type Output = $Last::Output;

            #[inline]
            fn forward(&self, $fx: &$FX) -> Self::Output {
                together::dispatch(self, $fx)
            }

            #[inline(always)]
            fn forward_in(&self, instructions: Instructions, $fx: &$FX) -> Self::Output {
                forward!(self, instructions, $fx, $fi, [$($ri)*])
            }
        }

        impl<$($L, $X,)* $Last, $LX> Stream<$FX> for ($($L,)* $Last,)
        where
            $($L: Stream<$X, Output = $Y>,)*
            $Last: Stream<$LX>,
        {
            type State = ($($L::State,)* $Last::State,);
            type Output = $Last::Output;

            const ACTIVATIONS: usize = activations(
                size_of::<$FX>(),
                $First::ACTIVATIONS,
                &[$($L::ACTIVATIONS,)* $Last::ACTIVATIONS],
            );

            #[inline]
            fn step(&self, state: &mut Self::State, $fx: &$FX) -> Self::Output {
                step_together::dispatch(self, state, $fx)
            }

            #[inline(always)]
            fn step_in(&self, instructions: Instructions, state: &mut Self::State, $fx: &$FX) -> Self::Output {
                step!(self, instructions, state, $fx, $fi, [$($ri)*])
            }
        }

        #[allow(unused_labels, reason = "a pass through one layer alone cannot end early")]
        impl<$($L, $X,)* $Last, $LX> Backward<$FX> for ($($L,)* $Last,)
        where
            $($L: Backward<$X, Output = $Y>,)*
            $Last: Backward<$LX>,
        {
            /// The intermediates, each once, and what each layer keeps.
            type Cache = (($($Y,)*), ($($L::Cache,)* $Last::Cache,));

            const PROBABILITIES: bool = $Last::PROBABILITIES;
            const ACTIVATIONS: usize = activations(
                size_of::<$FX>(),
                $First::ACTIVATIONS,
                &[$($L::ACTIVATIONS,)* $Last::ACTIVATIONS],
            );

            const MISFIT: Option<Misfit> = Misfit::first(&[$($L::MISFIT,)* $Last::MISFIT]);

            #[inline]
            fn forward_train<Random: Rng + ?Sized>(
                &self,
                $fx: &$FX,
                rng: &mut Random,
            ) -> (Self::Output, Self::Cache) {
                $(let ($y, $cache) = self.$i.forward_train(&$x, rng);)*
                let (y, last) = self.$n.forward_train(&$lx, rng);
                (y, (($($y,)*), ($($cache,)* last,)))
            }

            #[inline]
            fn propagate<Place: Sink<Self::Gradient>, Input: Dx>(
                &self,
                $fx: &$FX,
                $ly: &Self::Output,
                (($($y,)*), ($($cache,)* $lcache,)): &Self::Cache,
                $ldy: &Self::Output,
                mut sink: Place,
            ) -> Input::Of<$FX> {
                reverse!(
                    self, sink, Input,
                    [$([$ri $rx $rdx $ry $rdy $rcache])*], [$fi $fx $fy $fdy $fcache]
                )
            }

            #[inline]
            fn train<Place: Sink<Self::Gradient>, Input: Dx, Random: Rng + ?Sized, Error>(
                &self,
                $fx: &$FX,
                rng: &mut Random,
                dy: impl FnOnce(&Self::Output) -> Result<Self::Output, Error>,
                mut sink: Place,
            ) -> Result<Input::Of<$FX>, Error> {
                $(let ($y, $cache) = &self.$i.forward_train($x, rng);)*
                let ($ly, $lcache) = &self.$n.forward_train($lx, rng);
                let $ldy = &dy($ly)?;
                Ok(reverse!(
                    self, sink, Input,
                    [$([$ri $rx $rdx $ry $rdy $rcache])*], [$fi $fx $fy $fdy $fcache]
                ))
            }

            by_propagate! { $FX }
        }

        #[allow(unused_labels, reason = "as above")]
        impl<$($L, $X,)* $Last, $LX> StreamTrain<$FX> for ($($L,)* $Last,)
        where
            $($L: StreamTrain<$X> + Backward<$X, Output = $Y>,)*
            $Last: StreamTrain<$LX>,
        {
            #[inline]
            fn train_from<Random: Rng + ?Sized>(
                &self,
                state: &mut Self::State,
                $fx: &$FX,
                rng: &mut Random,
            ) -> (<$Last as Forward<$LX>>::Output, Self::Cache) {
                $(let ($y, $cache) = self.$i.train_from(&mut state.$i, &$x, rng);)*
                let (y, last) = self.$n.train_from(&mut state.$n, &$lx, rng);
                (y, (($($y,)*), ($($cache,)* last,)))
            }

            #[inline]
            fn train_through<Place: Sink<Self::Gradient>, Input: Dx, Random: Rng + ?Sized, Error>(
                &self,
                state: &mut Self::State,
                $fx: &$FX,
                rng: &mut Random,
                dy: impl FnOnce(&<$Last as Forward<$LX>>::Output) -> Result<<$Last as Forward<$LX>>::Output, Error>,
                mut sink: Place,
            ) -> Result<Input::Of<$FX>, Error> {
                $(let ($y, $cache) = &self.$i.train_from(&mut state.$i, $x, rng);)*
                let ($ly, $lcache) = &self.$n.train_from(&mut state.$n, $lx, rng);
                let $ldy = &dy($ly)?;
                Ok(reverse!(
                    self, sink, Input,
                    [$([$ri $rx $rdx $ry $rdy $rcache])*], [$fi $fx $fy $fdy $fcache]
                ))
            }
        }

        // SAFETY: offsets and layouts are those of the tuple's fields, all listed, and the
        // gradient is the tuple of their gradients.
        unsafe impl<$($L: Parameters,)* $Last: Parameters> Parameters for ($($L,)* $Last,) {
            type Gradient = ($($L::Gradient,)* $Last::Gradient,);
            const NAME: &'static str = "stack";
            const LAYOUT: &'static [Node] = &[
                $(Node {
                    name: stringify!($i),
                    offset: offset_of!(Self, $i),
                    kind: NodeKind::layer::<$L>(),
                },)*
                Node {
                    name: stringify!($n),
                    offset: offset_of!(Self, $n),
                    kind: NodeKind::layer::<$Last>(),
                },
            ];
            unsafe fn write_zeros(slot: *mut Self) {
                // SAFETY: the fields of a valid slot are valid.
                unsafe {
                    $($L::write_zeros(&raw mut (*slot).$i);)*
                    $Last::write_zeros(&raw mut (*slot).$n);
                }
            }
        }

        // SAFETY: a tuple holds the numbers of its fields.
        unsafe impl<$($L: Parameters,)* $Last: Parameters> NumberOrLayer for ($($L,)* $Last,) {
            type Numbers = Self;
        }

        impl<$($L: Streams,)* $Last: Streams> Streams for ($($L,)* $Last,) {
            #[inline]
            fn set_stream(&mut self, b: usize, other: &Self) {
                $(self.$i.set_stream(b, &other.$i);)*
                self.$n.set_stream(b, &other.$n);
            }
        }

        impl<$($L: Init,)* $Last: Init> Init for ($($L,)* $Last,) {
            fn reset<Initial: Initializer, Random: Rng + ?Sized>(&mut self, initializer: &Initial, rng: &mut Random) {
                $(self.$i.reset(initializer, rng);)*
                self.$n.reset(initializer, rng);
            }
        }
    };
}

/// `stack!` for every prefix of a list of layers.
macro_rules! stacks {
    ([$($first:tt)*] $($rest:tt)*) => {
        stack! { layers: [], last: [$($first)*], reversed: [], first: [$($first)*], }
        stacks! { @grow [$($first)*] [[$($first)*]] [] $($rest)* }
    };
    (@grow $first:tt [$($done:tt)*] [$($reversed:tt)*] $next:tt $($rest:tt)*) => {
        stack! { layers: [$($done)*], last: $next, reversed: [$next $($reversed)*], first: $first, }
        stacks! { @grow $first [$($done)* $next] [$next $($reversed)*] $($rest)* }
    };
    (@grow $first:tt $done:tt $reversed:tt) => {};
}

stacks! {
    [A 0 x dx X p1 d1 P1 c0]
    [B 1 p1 d1 P1 p2 d2 P2 c1]
    [C 2 p2 d2 P2 p3 d3 P3 c2]
    [D 3 p3 d3 P3 p4 d4 P4 c3]
    [E 4 p4 d4 P4 p5 d5 P5 c4]
    [F 5 p5 d5 P5 p6 d6 P6 c5]
    [G 6 p6 d6 P6 p7 d7 P7 c6]
    [H 7 p7 d7 P7 p8 d8 P8 c7]
    [I 8 p8 d8 P8 p9 d9 P9 c8]
    [J 9 p9 d9 P9 p10 d10 P10 c9]
    [K 10 p10 d10 P10 p11 d11 P11 c10]
    [L 11 p11 d11 P11 p12 d12 P12 c11]
    [M 12 p12 d12 P12 p13 d13 P13 c12]
    [N 13 p13 d13 P13 p14 d14 P14 c13]
    [O 14 p14 d14 P14 p15 d15 P15 c14]
    [Q 15 p15 d15 P15 p16 d16 P16 c15]
    [R 16 p16 d16 P16 p17 d17 P17 c16]
    [S 17 p17 d17 P17 p18 d18 P18 c17]
    [U 18 p18 d18 P18 p19 d19 P19 c18]
    [V 19 p19 d19 P19 p20 d20 P20 c19]
}

/// Of a tuple that is too long to be a stack: never so, for its message.
#[doc(hidden)]
#[allow(missing_docs, reason = "what is never called")]
#[diagnostic::on_unimplemented(
    message = "a stack has at most 20 layers; a stack is a layer, so nest them: `((A, B, …), (C, D, …))`",
    label = "a tuple of more than 20 layers"
)]
pub trait AtMost20Layers {
    fn never<T>(&self) -> T;
}

/// A tuple of more layers than a stack has says so where it is called.
macro_rules! too_long {
    ($($L:ident)*) => {
        impl<$($L,)* X> Forward<X> for ($($L,)*)
        where
            Self: AtMost20Layers,
        {
            type Output = X;
            fn forward(&self, _: &X) -> X {
                self.never()
            }
        }
    };
}

too_long! { A B C D E F G H I J K L M N O Q R S U V W }
too_long! { A B C D E F G H I J K L M N O Q R S U V W Y }
too_long! { A B C D E F G H I J K L M N O Q R S U V W Y Z }
too_long! { A B C D E F G H I J K L M N O Q R S U V W Y Z A1 }

// The empty network: what is trained of a layer that trains nothing.

// SAFETY: nothing to list and nothing to write.
unsafe impl Parameters for () {
    type Gradient = ();
    const NAME: &'static str = "()";
    const LAYOUT: &'static [Node] = &[];
    unsafe fn write_zeros(_: *mut Self) {}
}
// SAFETY: no numbers at all.
unsafe impl NumberOrLayer for () {
    type Numbers = ();
}
