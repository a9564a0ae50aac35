//! Losses of outputs that are arrays of values.

use crate::{
    Loss,
    losses::{LossError, LossKind, part::Targets, weighted::weighted},
    values::Step,
};

/// Every element of an array, with the element of each target: one mean over all of them.
impl<S, Y, Target, const L: usize> Loss<[Y; L], [Target; L]> for S
where
    // Said beside `Loss`, which for an unknown Y only leads back to here: so that the compiler looks for
    // methods of losses on losses alone.
    S: LossKind + Loss<Y, Target>,
{
    type Value = S::Value;
    type Parts = S::Parts;
    const COLUMNS: usize = S::COLUMNS;

    #[inline]
    fn check_each<'t>(&self, targets: impl Targets<'t, [Target; L]>) -> Result<(), LossError>
    where
        Target: 't,
    {
        let mut result = Ok(());
        for l in 0..L {
            let found = <S as Loss<Y, Target>>::check_each(self, element(targets.clone(), l));
            let found = found.map_err(|error| error.within(Step::element(l)));
            result = LossError::earlier(result, found);
        }
        result
    }

    #[inline]
    fn weigh<'t>(targets: impl Targets<'t, [Target; L]>, parts: &mut S::Parts)
    where
        Target: 't,
    {
        (0..L).for_each(|l| S::weigh(element(targets.clone(), l), parts));
    }

    #[inline]
    fn terms<'t>(
        &self,
        y: &[Y; L],
        targets: impl Targets<'t, [Target; L]>,
        whole: &S::Parts,
        parts: &mut S::Parts,
        dy: &mut [Y; L],
    ) -> Result<(), LossError>
    where
        Target: 't,
    {
        for (l, (y, dy)) in y.iter().zip(dy).enumerate() {
            <S as Loss<Y, Target>>::terms(self, y, element(targets.clone(), l), whole, parts, dy)
                .map_err(|error| error.within(Step::element(l)))?;
        }
        Ok(())
    }

    #[inline]
    fn zeros() -> [Y; L] {
        core::array::from_fn(|_| S::zeros())
    }
}

/// The elements l of targets.
#[inline(always)]
fn element<'t, Target: 't, const L: usize>(
    targets: impl Targets<'t, [Target; L]>,
    l: usize,
) -> impl Targets<'t, Target> {
    targets.filter_map(move |(target, weight)| target.get(l).map(|target| (target, weight)))
}

weighted! { [Y, const L: usize] [Y; L] }
