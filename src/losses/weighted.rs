//! Targets with a weight: masks, class weights, sample weights, advantages.
//!
//! ```text
//! a mean    L = Σ wᵢ·Lᵢ / Σ wᵢ        a sum    L = Σ wᵢ·Lᵢ
//! ```
//!
//! A [`Weighted`] may stand around a sample's whole target, one step's of a sequence, one pixel's or one
//! head's; weights inside each other multiply. All of these are weights, and nothing else:
//!
//! | | weight |
//! |---|---|
//! | a mask: a padded step, a pixel without a label | 0 or 1 |
//! | class weights | what the class of the target weighs |
//! | sample weights | how often the sample counts |
//! | advantages of a policy gradient | how much better the action was; where it was worse, [`Trainer::step_with`](crate::Trainer::step_with) |
//!
//! # Examples
//! A mask. A sequence of two steps, the second of which is padding: what stands there does not count, not
//! even NaN.
//! ```
//! use constnet::{losses::Weighted, prelude::*};
//!
//! let y = [SVector::from([3.0]), SVector::from([f32::NAN])];
//! let target = [Weighted { target: 1.0, weight: 1.0 }, Weighted { target: 0.0, weight: 0.0 }];
//! let (loss, dy) = MeanSquaredError.gradient(&y, &[target])?;
//! assert_eq!((loss, dy), (4.0, [SVector::from([4.0]), SVector::from([0.0])]));
//! # Ok::<(), LossError>(())
//! ```
//! Class weights, as of PyTorch's `nn.CrossEntropyLoss(weight=…)`: class 1 is rare, and weighs three times
//! as much.
//! ```
//! use constnet::{losses::Weighted, prelude::*};
//!
//! let of_class = [1.0, 3.0];
//! let targets = [0, 1].map(|target: usize| Weighted { target, weight: of_class[target] });
//! let z = SMatrix::<f64, 2, 2>::from([[0.0, 0.0], [3f64.ln(), 0.0]]);
//! // −ln ½ once and −ln ¼ three times, of four.
//! let loss = SoftmaxCrossEntropy.value(&z, &targets)?;
//! assert!((loss - (2f64.ln() + 3.0 * 4f64.ln()) / 4.0).abs() < 1e-15);
//! # Ok::<(), LossError>(())
//! ```
//! Sample weights: a sample of weight 2 counts as two samples.
//! ```
//! use constnet::{losses::Weighted, prelude::*};
//!
//! let (y, twice) = (SMatrix::<f32, 1, 2>::new(1.0, 4.0), SMatrix::<f32, 1, 3>::new(1.0, 1.0, 4.0));
//! let weighted = [(0.0, 2.0), (0.0, 1.0)].map(|(target, weight)| Weighted { target, weight });
//! let loss = MeanSquaredError.value(&y, &weighted)?;
//! assert_eq!(loss, MeanSquaredError.value(&twice, &[0.0; 3])?);
//! # Ok::<(), LossError>(())
//! ```
//! An advantage: the action that was taken is a class, and its advantage a weight.
//! ```
//! use constnet::{losses::Weighted, prelude::*};
//!
//! let taken = Weighted { target: 1_usize, weight: 2.5 };
//! let policy = SVector::<f64, 2>::from([0.0, 0.0]);
//! // One sample: a mean divides by its weight, which a sum over an episode does not.
//! assert_eq!(SoftmaxCrossEntropy.value(&policy, &[taken])?, 2f64.ln());
//! # Ok::<(), LossError>(())
//! ```

use crate::{
    Scalar,
    losses::{LossError, part::Targets},
};
use nalgebra::SVector;

/// A target and how much it counts, at least 0: a mean divides by the sum of the weights. A weight that is
/// negative or not finite is an error, and so are weights of 0 alone, of which there is no mean.
///
/// What has the weight 0 does not count: its target may be anything, and so may the output, NaN included.
/// (The gradient of an output of weight 0 is 0; a layer before it may yet make NaN of that, as ∞·0.)
///
/// [What it is for](self)
#[doc(alias = "mask")]
#[doc(alias = "class weights")]
#[doc(alias = "sample weights")]
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Weighted<Target> {
    /// What the output should have been.
    pub target: Target,
    /// How much it counts, at least 0.
    pub weight: f64,
}

/// The target of a sample of one batch: something that a loss compares with the N outputs, which may be
/// [`Weighted`].
///
/// A type of your own is a target as soon as it says that it is one:
/// ```
/// use constnet::losses::Leaf;
///
/// struct Interval(f32, f32);
/// impl Leaf for Interval {
///     type Target = Self;
///     fn target(&self) -> &Self {
///         self
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a target of one sample",
    label = "neither a number, a `bool` or a class index, nor a vector or an array of them",
    note = "of an output that is an array of L values, a sample's target is an array of L targets; of a tuple, a tuple: with a loss for each part, in the same order",
    note = "a type of your own implements `losses::Leaf`"
)]
pub trait Leaf {
    /// What the loss compares with the outputs.
    type Target;

    /// The same of this target.
    fn target(&self) -> &Self::Target;

    /// How much it counts.
    #[inline(always)]
    fn weight(&self) -> f64 {
        1.0
    }
}

impl<Target: Leaf> Leaf for Weighted<Target> {
    type Target = Target::Target;
    #[inline(always)]
    fn target(&self) -> &Target::Target {
        self.target.target()
    }
    #[inline(always)]
    fn weight(&self) -> f64 {
        self.weight * self.target.weight()
    }
}

macro_rules! leaves {
    ($([$($parameters:tt)*] $Target:ty),* $(,)?) => {$(
        impl<$($parameters)*> Leaf for $Target {
            type Target = Self;
            #[inline(always)]
            fn target(&self) -> &Self {
                self
            }
        }
    )*};
}
leaves! {
    [T: Scalar] T,
    [] bool,
    [] usize,
    [] (),
    [T, const N: usize] [T; N],
    [T, const N: usize] SVector<T, N>,
}

/// Outputs that are arrays or tuples: what is weighted as a whole. (At the leaves, weights are [`Leaf`]'s.)
macro_rules! weighted {
    ([$($parameters:tt)*] $Y:ty) => {
        impl<S, Target, $($parameters)*> $crate::Loss<$Y, $crate::losses::Weighted<Target>> for S
        where
            S: $crate::losses::LossKind + $crate::Loss<$Y, Target>,
        {
            type Value = S::Value;
            type Parts = S::Parts;
            const COLUMNS: usize = S::COLUMNS;

            #[inline]
            fn check_each<'t>(
                &self,
                targets: impl $crate::losses::part::Targets<'t, $crate::losses::Weighted<Target>>,
            ) -> Result<(), $crate::LossError>
            where
                Target: 't,
            {
                let found = <S as $crate::Loss<$Y, Target>>::check_each(self, $crate::losses::weighted::inside(targets.clone()));
                $crate::LossError::earlier($crate::losses::weighted::check(targets), found)
            }

            #[inline]
            fn weigh<'t>(targets: impl $crate::losses::part::Targets<'t, $crate::losses::Weighted<Target>>, parts: &mut S::Parts)
            where
                Target: 't,
            {
                <S as $crate::Loss<$Y, Target>>::weigh($crate::losses::weighted::inside(targets), parts);
            }

            #[inline]
            fn terms<'t>(
                &self,
                y: &$Y,
                targets: impl $crate::losses::part::Targets<'t, $crate::losses::Weighted<Target>>,
                whole: &S::Parts,
                parts: &mut S::Parts,
                dy: &mut $Y,
            ) -> Result<(), $crate::LossError>
            where
                Target: 't,
            {
                <S as $crate::Loss<$Y, Target>>::terms(self, y, $crate::losses::weighted::inside(targets), whole, parts, dy)
            }

            #[inline]
            fn zeros() -> $Y {
                <S as $crate::Loss<$Y, Target>>::zeros()
            }
        }
    };
}
pub(super) use weighted;

/// Whether weights are in their range.
pub(super) fn check<'t, Target: 't>(
    targets: impl Targets<'t, Weighted<Target>>,
) -> Result<(), LossError> {
    targets.enumerate().try_for_each(|(sample, (target, _))| in_range(target.weight, sample))
}

/// Whether the weight of a sample is in its range.
#[inline(always)]
pub(super) fn in_range(found: f64, sample: usize) -> Result<(), LossError> {
    if found >= 0.0 && found.is_finite() {
        return Ok(());
    }
    Err(LossError::Weight { sample, place: Default::default(), found })
}

/// What is weighted, with the weight.
#[inline(always)]
pub(super) fn inside<'t, Target: 't>(
    targets: impl Targets<'t, Weighted<Target>>,
) -> impl Targets<'t, Target> {
    targets.map(|(target, around)| (&target.target, around * target.weight))
}
