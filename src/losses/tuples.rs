//! Losses of outputs that are tuples of values: of networks with several heads.

use crate::{
    Loss, Scalar,
    losses::{
        LossError, LossKind, Scaled,
        part::{Part, Parts, Targets},
        scaled,
        weighted::weighted,
    },
    values::{Step, Value},
};

macro_rules! tuple {
    ($($S:ident $Y:ident $T:ident $P:ident $i:tt)*) => {
        /// Each part of a tuple, with its loss and the part of each target: the sum of the losses.
        impl<V: Scalar, $($S, $Y, $T),*> Loss<($($Y,)*), ($($T,)*)> for ($($S,)*)
        where
            $($S: Loss<$Y, $T, Value = V>,)*
        {
            type Value = V;
            type Parts = ($($S::Parts,)*);
            const COLUMNS: usize = {
                let columns = [$($S::COLUMNS),*];
                let mut i = 1;
                while i < columns.len() {
                    assert!(columns[i] == columns[0], "the heads have batches of different sizes");
                    i += 1;
                }
                columns[0]
            };

            #[inline]
            fn check_each<'t>(&self, targets: impl Targets<'t, ($($T,)*)>) -> Result<(), LossError>
            where
                ($($T,)*): 't,
            {
                let result = Ok(());
                $(
                    let part = targets.clone().map(|(target, weight)| (&target.$i, weight));
                    let found = self.$i.check_each(part).map_err(|error| error.within(Step::Part($i)));
                    let result = LossError::earlier(result, found);
                )*
                result
            }

            #[inline]
            fn weigh<'t>(targets: impl Targets<'t, ($($T,)*)>, parts: &mut Self::Parts)
            where
                ($($T,)*): 't,
            {
                $($S::weigh(
                    targets.clone().map(|(target, weight)| (&target.$i, weight)),
                    &mut parts.$i,
                );)*
            }

            #[inline]
            fn terms<'t>(
                &self,
                y: &($($Y,)*),
                targets: impl Targets<'t, ($($T,)*)>,
                whole: &Self::Parts,
                parts: &mut Self::Parts,
                dy: &mut ($($Y,)*),
            ) -> Result<(), LossError>
            where
                ($($T,)*): 't,
            {
                $({
                    let part = targets.clone().map(|(target, weight)| (&target.$i, weight));
                    self.$i
                        .terms(&y.$i, part, &whole.$i, &mut parts.$i, &mut dy.$i)
                        .map_err(|error| error.within(Step::Part($i)))?;
                })*
                Ok(())
            }

            #[inline]
            fn zeros() -> ($($Y,)*) {
                ($($S::zeros(),)*)
            }
        }

        impl<$($S: LossKind),*> LossKind for ($($S,)*) {
            const LOGITS: bool = false $(|| $S::LOGITS)*;
            fn settings<V: Scalar>(&self) -> Result<(), LossError> {
                $(self.$i.settings::<V>()?;)*
                Ok(())
            }
        }

        weighted! { [$($Y),*] ($($Y,)*) }

        /// All heads, times one number.
        impl<S, $($Y, $T),*> Loss<($($Y,)*), ($($T,)*)> for Scaled<S>
        where
            S: LossKind + Loss<($($Y,)*), ($($T,)*)>,
            ($($Y,)*): Value<Number = S::Value>,
        {
            type Value = S::Value;
            type Parts = S::Parts;
            const COLUMNS: usize = S::COLUMNS;

            #[inline]
            fn check_each<'t>(&self, targets: impl Targets<'t, ($($T,)*)>) -> Result<(), LossError>
            where
                ($($T,)*): 't,
            {
                self.0.check_each(targets)
            }

            #[inline]
            fn weigh<'t>(targets: impl Targets<'t, ($($T,)*)>, parts: &mut Self::Parts)
            where
                ($($T,)*): 't,
            {
                S::weigh(targets, parts);
            }

            #[inline]
            fn terms<'t>(
                &self,
                y: &($($Y,)*),
                targets: impl Targets<'t, ($($T,)*)>,
                whole: &Self::Parts,
                parts: &mut Self::Parts,
                dy: &mut ($($Y,)*),
            ) -> Result<(), LossError>
            where
                ($($T,)*): 't,
            {
                // What other elements of an array have added stays as it is.
                let mut own = *parts;
                own.zip(parts, &mut |own, part| *own = part.without_loss());
                self.0.terms(y, targets, whole, &mut own, dy)?;
                parts.zip(&own, &mut |part, own| part.add_scaled(own, self.1));
                scaled::scale(dy, self.1);
                Ok(())
            }

            #[inline]
            fn zeros() -> ($($Y,)*) {
                S::zeros()
            }
        }

        impl<V: Scalar, $($P: Parts<V>),*> Parts<V> for ($($P,)*) {
            #[inline(always)]
            fn none() -> Self {
                ($($P::none(),)*)
            }
            #[inline(always)]
            fn each(&self, f: &mut impl FnMut(&Part<V>)) {
                $(self.$i.each(f);)*
            }
            #[inline(always)]
            fn zip(&mut self, other: &Self, f: &mut impl FnMut(&mut Part<V>, &Part<V>)) {
                $(self.$i.zip(&other.$i, f);)*
            }
        }
    };
}

tuple! { S0 Y0 T0 P0 0 }
tuple! { S0 Y0 T0 P0 0 S1 Y1 T1 P1 1 }
tuple! { S0 Y0 T0 P0 0 S1 Y1 T1 P1 1 S2 Y2 T2 P2 2 }
tuple! { S0 Y0 T0 P0 0 S1 Y1 T1 P1 1 S2 Y2 T2 P2 2 S3 Y3 T3 P3 3 }
tuple! { S0 Y0 T0 P0 0 S1 Y1 T1 P1 1 S2 Y2 T2 P2 2 S3 Y3 T3 P3 3 S4 Y4 T4 P4 4 }
tuple! { S0 Y0 T0 P0 0 S1 Y1 T1 P1 1 S2 Y2 T2 P2 2 S3 Y3 T3 P3 3 S4 Y4 T4 P4 4 S5 Y5 T5 P5 5 }
tuple! { S0 Y0 T0 P0 0 S1 Y1 T1 P1 1 S2 Y2 T2 P2 2 S3 Y3 T3 P3 3 S4 Y4 T4 P4 4 S5 Y5 T5 P5 5 S6 Y6 T6 P6 6 }
tuple! { S0 Y0 T0 P0 0 S1 Y1 T1 P1 1 S2 Y2 T2 P2 2 S3 Y3 T3 P3 3 S4 Y4 T4 P4 4 S5 Y5 T5 P5 5 S6 Y6 T6 P6 6 S7 Y7 T7 P7 7 }
