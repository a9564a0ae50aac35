//! What all optimizers share: their rule for one number is applied to all of them or to none.

use super::{Memory, StepError, StepReport};
use crate::{
    Only, Parameters, Scalar, kernels,
    parameters::{TensorName, visit},
    rule::{Magnitudes, Rule},
    scalar::Kind,
    sum::Sum,
};
use core::borrow::BorrowMut;

/// One step of `rule` on all parameters; or an error, and nothing has changed.
///
/// `reach` is given max |g|, max |θ| and a bound on every number in the slots. It returns the bound
/// after the step, and a bound on every intermediate and every result of the rule with its
/// constants as the rule has them. Where the bounds are far from overflow, as they are in any sane
/// training, the step is applied at once; elsewhere every result is computed and looked at first.
pub(crate) fn apply<T, N, R, M, const K: usize>(
    rule: &R,
    net: &mut N,
    gradient: &mut N::Gradient,
    memory: &mut Memory<M>,
    reach: impl FnOnce(f64, f64, f64) -> (f64, f64),
) -> Result<StepReport, StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
    R: Rule<T, K>,
    M: BorrowMut<[N::Gradient; K]>,
{
    let slots = memory.slots.borrow_mut().each_mut();
    let reach = |gradient, theta| reach(gradient, theta, memory.peak);
    let (step, peak) = apply_to(rule, net, gradient, slots, reach)?;
    (memory.peak, memory.steps) = (peak, memory.steps.saturating_add(1));
    Ok(step)
}

/// [`apply`] for slots that are at hand; a bound on them after the step comes back.
pub(super) fn apply_to<T, N, R, const K: usize>(
    rule: &R,
    net: &mut N,
    gradient: &mut N::Gradient,
    mut slots: [&mut N::Gradient; K],
    reach: impl FnOnce(f64, f64) -> (f64, f64),
) -> Result<(StepReport, f64), StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
    R: Rule<T, K>,
{
    let sizes = magnitudes(net, gradient)?;
    let (largest_gradient, theta) = (sizes.gradient.to_f64(), sizes.theta.to_f64());
    let (mut peak, reach) = reach(largest_gradient, theta);
    // The margin covers what rounding adds to the bounds; a NaN bound compares false. Numbers that
    // carry more than their value, such as dual numbers, are not bounded by their value.
    let limit = T::LARGEST / 1024.0;
    let safe = T::DTYPE.kind() != Kind::Other && reach < limit && peak < limit;
    if !safe {
        rehearse(rule, net, gradient, reborrow(&mut slots))?;
    }
    let gradient_norm = norm(net, gradient, &sizes);
    visit(net, gradient, reborrow(&mut slots), |_, theta, g, slots| {
        kernels::update(rule, theta, g, slots);
    });
    if !safe {
        peak = largest(net, gradient, slots);
    }
    Ok((StepReport { gradient_norm, largest_gradient }, peak))
}

fn reborrow<'a, G, const K: usize>(slots: &'a mut [&mut G; K]) -> [&'a mut G; K] {
    slots.each_mut().map(|slot| &mut **slot)
}

/// The sizes of all numbers together, or the first tensor with one that is not finite.
pub(super) fn magnitudes<T, N>(
    net: &mut N,
    gradient: &mut N::Gradient,
) -> Result<Magnitudes<T>, StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
{
    let mut all = Magnitudes::none();
    let mut squares = Sum::new();
    let mut fault = None;
    visit(net, gradient, [], |leaf, theta, g, []| {
        let sizes = kernels::magnitudes(theta, g);
        let finite = (sizes.gradient.is_finite(), sizes.theta.is_finite());
        if finite != (true, true) {
            fault.get_or_insert((leaf, finite.0));
        }
        squares.add(sizes.squares);
        all = all.and(sizes);
    });
    match fault {
        None => Ok(Magnitudes { squares: squares.total(), ..all }),
        Some((leaf, false)) => Err(StepError::Gradient(TensorName::of::<N>(leaf))),
        Some((leaf, true)) => Err(StepError::NotFinite(TensorName::of::<N>(leaf))),
    }
}

/// ‖g‖₂; scaled by max |g| where the sum of squares overflowed or lost digits to underflow.
pub(super) fn norm<T, N>(net: &mut N, gradient: &mut N::Gradient, sizes: &Magnitudes<T>) -> f64
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
{
    let (squares, largest) = (sizes.squares.to_f64(), sizes.gradient.to_f64());
    if largest == 0.0 || (squares.is_finite() && squares > 1e12 / T::LARGEST) {
        return Scalar::sqrt(squares);
    }
    scaled_norm::<T, N>(net, gradient, largest)
}

/// ‖g‖₂ by numbers that are at most 1.
#[cold]
#[inline(never)]
fn scaled_norm<T, N>(net: &mut N, gradient: &mut N::Gradient, largest: f64) -> f64
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
{
    let mut sum = Sum::new();
    visit::<T, N, 0>(net, gradient, [], |_, _, g, []| {
        g.iter().map(|g| g.to_f64() / largest).for_each(|g| sum.add(g * g));
    });
    largest * Scalar::sqrt(sum.total())
}

/// max |m| over all slots.
#[cold]
#[inline(never)]
fn largest<T, N, const K: usize>(
    net: &mut N,
    gradient: &mut N::Gradient,
    slots: [&mut N::Gradient; K],
) -> f64
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
{
    let mut largest = 0.0;
    visit(net, gradient, slots, |_, _, _, slots: [&mut [T]; K]| {
        largest = slots.iter().flat_map(|slot| slot.iter()).fold(largest, |largest, m| {
            let m = m.to_f64().abs();
            if m > largest { m } else { largest }
        });
    });
    largest
}

/// Computes every result of a step without storing it.
#[cold]
#[inline(never)]
fn rehearse<T, N, R, const K: usize>(
    rule: &R,
    net: &mut N,
    gradient: &mut N::Gradient,
    slots: [&mut N::Gradient; K],
) -> Result<(), StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
    R: Rule<T, K>,
{
    let mut error = None;
    visit(net, gradient, slots, |leaf, theta, g, slots| {
        for (i, (&theta, &g)) in theta.iter().zip(&*g).enumerate() {
            let old = slots.each_ref().map(|slot| slot.get(i).copied().unwrap_or(T::zero()));
            let (theta, new) = rule.update(theta, g, old);
            let path = TensorName::of::<N>(leaf);
            if !new.iter().all(|m| m.is_finite()) {
                error.get_or_insert(StepError::Memory(path));
            } else if !theta.is_finite() {
                error.get_or_insert(StepError::Parameter(path));
            }
        }
    });
    error.map_or(Ok(()), Err)
}
