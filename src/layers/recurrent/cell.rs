//! What every cell is: a stream of steps, a stream of blocks, and a layer of sequences.

/// The traits of a layer `Layer<IN, H, T, …>` with the fields `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0` and, for a
/// cell with two biases, the one that the call names last.
///
/// ```text
/// cell! {
///     [generics] Layer<IN, H, T, …>: gates 4, kept 2,
///     by Recurrence, state State { h, what else it remembers }
/// }
/// ```
macro_rules! cell {
    // Weights of 16 bits are for inference.
    (
        @half $half:ty, [$($generics:tt)*] $Layer:ident<$($Parameter:ident),*>,
        $G:literal $M:literal $E:literal $Recurrence:ty, $State:ident $($more:ident)*
    ) => {
        #[cfg(feature = "half")]
        #[diagnostic::do_not_recommend]
        impl<const IN: usize, const H: usize, const B: usize, $($generics)*>
            Stream<SMatrix<f32, IN, B>> for $Layer<IN, H, $half $(, $Parameter)*>
        {
            type State = $State<H, B, f32>;
            type Output = SMatrix<f32, H, B>;

            #[inline]
            fn step(&self, state: &mut Self::State, x: &SMatrix<f32, IN, B>) -> SMatrix<f32, H, B> {
                let $State { h $(, $more)* } = state;
                gates::step_of_half::<$Recurrence, $half, $G, $M, $E, IN, H, B>(
                    &self.cell(),
                    &x.data.0,
                    &mut h.data.0,
                    &mut [$(&mut $more.data.0),*],
                );
                state.h
            }
        }

        #[cfg(feature = "half")]
        #[diagnostic::do_not_recommend]
        impl<const IN: usize, const H: usize, const B: usize, const L: usize, $($generics)*>
            Stream<[SMatrix<f32, IN, B>; L]> for $Layer<IN, H, $half $(, $Parameter)*>
        {
            type State = $State<H, B, f32>;
            type Output = [SMatrix<f32, H, B>; L];

            #[inline]
            fn step(
                &self,
                state: &mut Self::State,
                x: &[SMatrix<f32, IN, B>; L],
            ) -> [SMatrix<f32, H, B>; L] {
                let $State { h $(, $more)* } = state;
                gates::sequence_of_half::<$Recurrence, $half, $G, $M, $E, IN, H, B, _>(
                    &self.cell(),
                    x,
                    &mut h.data.0,
                    &mut [$(&mut $more.data.0),*],
                )
            }
        }

        #[cfg(feature = "half")]
        #[diagnostic::do_not_recommend]
        impl<const IN: usize, const H: usize, const B: usize, const L: usize, $($generics)*>
            Forward<[SMatrix<f32, IN, B>; L]> for $Layer<IN, H, $half $(, $Parameter)*>
        {
            type Output = [SMatrix<f32, H, B>; L];

            #[inline]
            fn forward(&self, x: &[SMatrix<f32, IN, B>; L]) -> [SMatrix<f32, H, B>; L] {
                self.step(&mut State::rest(), x)
            }
        }
    };

    (
        [$($generics:tt)*] $Layer:ident<IN, H, T $(, $Parameter:ident)*>:
        gates $G:literal, memory $M:literal, kept $E:literal,
        by $Recurrence:ty, state $State:ident { h $(, $more:ident)* }
        $(, bias $hidden_bias:ident)?
    ) => {
        impl<const IN: usize, const H: usize, T: Weight, $($generics)*>
            $Layer<IN, H, T $(, $Parameter)*>
        {
            #[inline(always)]
            fn cell(&self) -> Cell<'_, T, $G, IN, H> {
                Cell {
                    input: &self.weight_ih_l0,
                    hidden: &self.weight_hh_l0,
                    bias: &self.bias_ih_l0,
                    hidden_bias: cell!(@last &self.bias_ih_l0 $(, &self.$hidden_bias)?),
                }
            }
        }

        cell! {
            @half half::f16, [$($generics)*] $Layer<$($Parameter),*>,
            $G $M $E $Recurrence, $State $($more)*
        }
        cell! {
            @half half::bf16, [$($generics)*] $Layer<$($Parameter),*>,
            $G $M $E $Recurrence, $State $($more)*
        }

        #[diagnostic::do_not_recommend]
        impl<const IN: usize, const H: usize, const B: usize, T: Scalar, $($generics)*>
            Stream<SMatrix<T, IN, B>> for $Layer<IN, H, T $(, $Parameter)*>
        {
            type State = $State<H, B, T>;
            type Output = SMatrix<T, H, B>;

            #[inline]
            fn step(&self, state: &mut Self::State, x: &SMatrix<T, IN, B>) -> SMatrix<T, H, B> {
                self.step_in(Instructions::UNKNOWN, state, x)
            }

            #[inline(always)]
            fn step_in(
                &self,
                instructions: Instructions,
                state: &mut Self::State,
                x: &SMatrix<T, IN, B>,
            ) -> SMatrix<T, H, B> {
                let $State { h $(, $more)* } = state;
                gates::step::<$Recurrence, T, $G, $M, $E, IN, H, B>(
                    instructions,
                    &self.cell(),
                    &x.data.0,
                    &mut h.data.0,
                    &mut [$(&mut $more.data.0),*],
                );
                state.h
            }
        }

        #[diagnostic::do_not_recommend]
        impl<
            const IN: usize, const H: usize, const B: usize, const L: usize, T: Scalar, $($generics)*
        > Stream<[SMatrix<T, IN, B>; L]> for $Layer<IN, H, T $(, $Parameter)*>
        {
            type State = $State<H, B, T>;
            type Output = [SMatrix<T, H, B>; L];

            #[inline]
            fn step(
                &self,
                state: &mut Self::State,
                x: &[SMatrix<T, IN, B>; L],
            ) -> [SMatrix<T, H, B>; L] {
                let $State { h $(, $more)* } = state;
                gates::sequence::<$Recurrence, T, $G, $M, $E, IN, H, B, _>(
                    &self.cell(),
                    x,
                    &mut h.data.0,
                    &mut [$(&mut $more.data.0),*],
                )
            }
        }

        #[diagnostic::do_not_recommend]
        impl<
            const IN: usize, const H: usize, const B: usize, const L: usize, T: Scalar, $($generics)*
        > Forward<[SMatrix<T, IN, B>; L]> for $Layer<IN, H, T $(, $Parameter)*>
        {
            type Output = [SMatrix<T, H, B>; L];

            #[inline]
            fn forward(&self, x: &[SMatrix<T, IN, B>; L]) -> [SMatrix<T, H, B>; L] {
                self.step(&mut State::rest(), x)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<
            const IN: usize, const H: usize, const B: usize, const L: usize, T: Scalar, $($generics)*
        > StreamTrain<[SMatrix<T, IN, B>; L]> for $Layer<IN, H, T $(, $Parameter)*>
        {
            #[inline]
            fn train_from<Random: Rng + ?Sized>(
                &self,
                state: &mut $State<H, B, T>,
                x: &[SMatrix<T, IN, B>; L],
                _: &mut Random,
            ) -> ([SMatrix<T, H, B>; L], Self::Cache) {
                let first = *state;
                let $State { h $(, $more)* } = state;
                gates::keep::<$Recurrence, T, $G, $M, $E, IN, H, B, L, _, _>(
                    &self.cell(),
                    x,
                    first,
                    &mut h.data.0,
                    &mut [$(&mut $more.data.0),*],
                )
            }
        }

        #[diagnostic::do_not_recommend]
        impl<
            const IN: usize, const H: usize, const B: usize, const L: usize, T: Scalar, $($generics)*
        > Backward<[SMatrix<T, IN, B>; L]> for $Layer<IN, H, T $(, $Parameter)*>
        {
            /// The state before the first step, and what each step leaves.
            type Cache = ($State<H, B, T>, [[Kept<T, $G, $E, H>; B]; L]);

            #[inline]
            fn forward_train<Random: Rng + ?Sized>(
                &self,
                x: &[SMatrix<T, IN, B>; L],
                rng: &mut Random,
            ) -> ([SMatrix<T, H, B>; L], Self::Cache) {
                self.train_from(&mut State::rest(), x, rng)
            }

            #[inline]
            fn propagate<S: Sink<Self>, D: Dx>(
                &self,
                x: &[SMatrix<T, IN, B>; L],
                y: &[SMatrix<T, H, B>; L],
                ($State { h $(, $more)* }, kept): &Self::Cache,
                dy: &[SMatrix<T, H, B>; L],
                sink: S,
            ) -> D::Of<[SMatrix<T, IN, B>; L]> {
                let pass = Pass {
                    hidden: &self.weight_hh_l0,
                    h: &h.data.0,
                    memory: [$(&$more.data.0),*],
                    y: y.columns(),
                    kept: kept.as_flattened(),
                    dy: dy.columns(),
                };
                let mut dz = [[[[T::zero(); H]; $G]; B]; L];
                let mut du = [[[[T::zero(); H]; $G]; B]; { cell!(@own L $($hidden_bias)?) }];
                gates::back::<$Recurrence, T, $G, $M, $E, H, B>(
                    &pass,
                    dz.as_flattened_mut(),
                    du.as_flattened_mut(),
                );
                let dz_of_all = dz.as_flattened();
                let du_of_all = if du.is_empty() { dz_of_all } else { du.as_flattened() };
                sink.add(|gradient| {
                    gates::add_weights(dz_of_all, x.columns(), &mut gradient.weight_ih_l0);
                    gates::add_hidden::<$Recurrence, T, $G, $M, $E, H, B>(
                        &pass,
                        du_of_all,
                        &mut gradient.weight_hh_l0,
                    );
                    gates::add_bias(dz_of_all, &mut gradient.bias_ih_l0);
                    $(gates::add_bias(du_of_all, &mut gradient.$hidden_bias);)?
                });
                D::of(|| gates::input::<T, $G, H, IN, B, L, _>(&self.weight_ih_l0, &dz))
            }

            by_propagate! { [SMatrix<T, IN, B>; L] }
        }
    };

    (@last $one:expr) => { $one };
    (@last $one:expr, $other:expr) => { $other };

    // The gradients by U·h are those by z, unless the two sums are kept apart, each with a bias of its own.
    (@own $steps:ident) => { 0 };
    (@own $steps:ident $hidden_bias:ident) => { $steps };
}
pub(super) use cell;

use crate::{Initializer, Scalar, Weight, parameters::Axes};
use rand::Rng;

/// The weights in files, which have a row for each gate and unit. Here and not beside the fields, where the compiler would
/// read it for each type.
pub(super) const GATES: Axes =
    Axes::memory("in gate unit").torch("(gate unit) in").keras("in (gate unit)");

/// The biases in files.
pub(super) const BIASES: Axes = Axes::memory("gate unit").torch("(gate unit)").keras("(gate unit)");

/// Rows for each gate and unit as columns for each input.
pub(super) const fn columns<W: Weight, const G: usize, const H: usize, const IN: usize>(
    rows: &[[[W; IN]; H]; G],
    any: [[W; H]; G],
) -> [[[W; H]; G]; IN] {
    // Every number is overwritten.
    let mut columns = [any; IN];
    let mut g = 0;
    while g < G {
        let mut h = 0;
        while h < H {
            let mut i = 0;
            while i < IN {
                columns[i][g][h] = rows[g][h][i];
                i += 1;
            }
            h += 1;
        }
        g += 1;
    }
    columns
}

/// Initial values of weights: both fans of each are H, as in PyTorch.
pub(super) fn reset_weights<I: Initializer, R: Rng + ?Sized, T: Scalar>(
    units: usize,
    weights: &mut [T],
    initializer: &I,
    rng: &mut R,
) {
    for weight in weights {
        *weight = T::from_f64(initializer.weight(units, units, rng));
    }
}

/// Initial values of biases.
pub(super) fn reset_biases<I: Initializer, R: Rng + ?Sized, T: Scalar>(
    units: usize,
    biases: &mut [T],
    initializer: &I,
    rng: &mut R,
) {
    for bias in biases {
        *bias = T::from_f64(initializer.bias(units, units, rng));
    }
}
