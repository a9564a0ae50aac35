//! A step that is taken inside the backward pass.

use super::{Memory, Rule, StepError};
use crate::{
    Only, Optimizer, Parameters, Scalar,
    parameters::{Proof, Told, fill_zero, visit_proven},
};
use core::borrow::BorrowMut;

/// A [`Rule`] whose constants are not rounded yet: a layer asks for it in the number type that the
/// layer has.
pub trait Rules<const K: usize> {
    /// The rule for numbers of type `T`.
    type Rule<T: Scalar>: Rule<T, K>;

    /// The rule, its constants rounded to `T`.
    fn rule<T: Scalar>(&self) -> Self::Rule<T>;
}

/// An optimizer that can update a number as soon as that number's gradient is known, and so inside
/// the backward pass: what [`Trainer::step_fused`](crate::Trainer::step_fused) asks for.
///
/// # Laws
/// - Where every number of a step is finite, the step has the bits of [`Optimizer::step`].
/// - A setting that is out of its range is an error, and nothing has changed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot take a fused step",
    label = "must see the whole gradient before the first parameter changes",
    note = "clipping asks how large the gradient is, and a fused step has it one tile at a time: use `Trainer::step`, or the optimizer without `clip_norm` and `clip_value`"
)]
pub trait Fusible: Optimizer {
    /// One step, in which `pass` computes and updates; `gradient` is room for layers that need it.
    ///
    /// # Errors
    /// If a setting is outside its range, and those of `pass`. Nothing has changed then.
    fn step_fused<T, N, M, P>(
        &self,
        net: &mut N,
        gradient: &mut N::Gradient,
        memory: &mut Memory<M>,
        pass: P,
    ) -> Result<(), P::Error>
    where
        T: Scalar,
        N: Parameters<Gradient: Only<T>>,
        M: BorrowMut<Self::Slots<N::Gradient>>,
        P: Pass<T, N>;
}

/// A forward and a backward pass that update a network, whatever the optimizer.
pub trait Pass<T, N: Parameters> {
    /// Why the update did not begin.
    type Error: From<StepError>;

    /// Runs it.
    ///
    /// # Errors
    /// Of the passes; nothing has changed then.
    fn run<R: Rules<K>, const K: usize>(
        self,
        net: &mut N,
        update: Update<'_, T, N::Gradient, R, K>,
    ) -> Result<(), Self::Error>;
}

/// What a layer needs to update itself: a rule, what the optimizer remembers of the layer, and room
/// for a gradient.
///
/// A layer takes it in one of three ways: [`whole`](Self::whole) serves any, [`parts`](Self::parts)
/// those that are made of others, [`slots`](Self::slots) those with a loop of their own.
pub struct Update<'a, T, G, R, const K: usize> {
    rules: &'a R,
    gradient: &'a mut G,
    slots: [&'a mut G; K],
    proof: Proof<T, G>,
}

impl<'a, T: Scalar, G: Parameters, R: Rules<K>, const K: usize> Update<'a, T, G, R, K> {
    /// The update of a whole network, whose trained numbers are all `T`s.
    pub const fn new(rules: &'a R, gradient: &'a mut G, slots: [&'a mut G; K]) -> Self
    where
        G: Only<T>,
    {
        Self { rules, gradient, slots, proof: Proof::of_bound() }
    }

    /// Any layer: its gradient first, from zero, by `backward`; then a step of all its numbers.
    #[inline]
    pub fn whole<N, X>(self, layer: &mut N, backward: impl FnOnce(&N, &mut G) -> X) -> X
    where
        N: Parameters<Gradient = G>,
    {
        let Self { rules, gradient, slots, proof } = self;
        fill_zero(gradient);
        let dx = backward(layer, gradient);
        let rule = rules.rule::<T>();
        visit_proven(&proof, layer, gradient, slots, |_, theta, g, slots| {
            T::update(&rule, theta, g, slots);
        });
        dx
    }

    /// A layer that is made of others: the update of each. Back comes the update itself for numbers
    /// that are neither `f32` nor `f64`, where only [`whole`](Self::whole) is left.
    ///
    /// # Errors
    /// For other number types, as said.
    #[inline(always)]
    pub fn parts(self) -> Result<Parts<'a, T, G, R, K>, Self> {
        match Told::apart() {
            Some(told) => Ok(Parts { update: self, told }),
            None => Err(self),
        }
    }

    /// A layer with a loop of its own: the rules, and what is remembered of the layer.
    #[inline(always)]
    pub fn slots(self) -> (&'a R, [&'a mut G; K]) {
        (self.rules, self.slots)
    }
}

/// The update of a layer that is made of others.
pub struct Parts<'a, T, G, R, const K: usize> {
    update: Update<'a, T, G, R, K>,
    told: Told<T>,
}

impl<T: Scalar, G: Parameters, R: Rules<K>, const K: usize> Parts<'_, T, G, R, K> {
    /// The update of a layer inside, whose gradient `part` selects.
    #[inline(always)]
    pub fn part<P: Parameters>(
        &mut self,
        part: impl Fn(&mut G) -> &mut P,
    ) -> Update<'_, T, P, R, K> {
        let Update { rules, gradient, slots, .. } = &mut self.update;
        Update {
            rules,
            gradient: part(gradient),
            slots: slots.each_mut().map(|slot| part(slot)),
            proof: Proof::of_layout(&self.told),
        }
    }
}

/// A fused step of K rules for each number.
pub(super) fn fuse<T, N, M, R, P, const K: usize>(
    rules: &R,
    net: &mut N,
    gradient: &mut N::Gradient,
    memory: &mut Memory<M>,
    pass: P,
) -> Result<(), P::Error>
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
    M: BorrowMut<[N::Gradient; K]>,
    R: Rules<K>,
    P: Pass<T, N>,
{
    pass.run(net, Update::new(rules, gradient, memory.slots.borrow_mut().each_mut()))?;
    // Nobody has looked at what was stored.
    (memory.peak, memory.steps) = (f64::INFINITY, memory.steps.saturating_add(1));
    Ok(())
}
