//! A step behind the clipping of its gradient.

use super::{Bound, Clip};
use crate::{
    Only, Parameters, Scalar,
    optimizers::{ABOVE_0, Memory, Optimizer, StepError, StepReport, apply, rounded},
    parameters::visit,
};
use core::borrow::BorrowMut;

impl<O: Optimizer> Optimizer for Clip<O> {
    type Slots<G: Parameters> = O::Slots<G>;
    const NAME: &'static str = O::NAME;

    fn scaled(&self, factor: f64) -> Self {
        Self { optimizer: self.optimizer.scaled(factor), ..*self }
    }

    fn step<T, N, M>(
        &self,
        net: &mut N,
        gradient: &mut N::Gradient,
        memory: &mut Memory<M>,
    ) -> Result<StepReport, StepError>
    where
        T: Scalar,
        N: Parameters<Gradient: Only<T>>,
        M: BorrowMut<O::Slots<N::Gradient>>,
    {
        match self.bound {
            Bound::Norm(max) => {
                let unclipped = clip_norm(max, net, gradient)?;
                self.optimizer.step(net, gradient, memory)?;
                Ok(unclipped)
            }
            Bound::Value(max) => {
                clip_value(max, net, gradient)?;
                self.optimizer.step(net, gradient, memory)
            }
        }
    }
}

/// Shortens the gradient, and gives its size before.
fn clip_norm<T, N>(
    max: f64,
    net: &mut N,
    gradient: &mut N::Gradient,
) -> Result<StepReport, StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
{
    rounded::<T>("largest norm", max, ABOVE_0, |max| max > 0.0)?;
    let sizes = apply::magnitudes(net, gradient)?;
    let norm = apply::norm(net, gradient, &sizes);
    let factor = max / (norm + 1e-6);
    if factor < 1.0 {
        let factor = T::from_f64(factor);
        visit(net, gradient, [], |_, _, g, []| g.iter_mut().for_each(|g| *g *= factor));
    }
    Ok(StepReport { gradient_norm: norm, largest_gradient: sizes.gradient.to_f64() })
}

/// Bounds every number of the gradient.
fn clip_value<T, N>(max: f64, net: &mut N, gradient: &mut N::Gradient) -> Result<(), StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Only<T>>,
{
    let max: T = rounded("largest value", max, ABOVE_0, |max| max > 0.0)?;
    visit(net, gradient, [], |_, _, g: &mut [T], []| {
        for g in g {
            let clipped = if *g > max { max } else { *g };
            let clipped = if clipped < -max { -max } else { clipped };
            // An infinite g stays what it is, and the step refuses it; so does a NaN.
            *g = if g.is_finite() { clipped } else { *g };
        }
    });
    Ok(())
}
