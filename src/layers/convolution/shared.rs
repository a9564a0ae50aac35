//! What convolutions of images and of sequences have in common.

use crate::{Initializer, Misfit, Scalar, Window, kernels::OnAxes, window::Axis, window::Windows};
use core::marker::PhantomData;
use rand::Rng;

/// Whether `per` inputs for each output divide the channels into equal groups.
pub(super) const fn groups(
    layer: &str,
    per: usize,
    inputs: usize,
    outputs: usize,
) -> Option<Misfit> {
    if per > 0 && inputs.is_multiple_of(per) && outputs.is_multiple_of(groups_of(per, inputs)) {
        return None;
    }
    let message =
        Misfit::new(layer).text(": ").number(per).text(" inputs for each output do not divide ");
    let message = message.number(inputs).text(" inputs and ").number(outputs);
    Some(message.text(" outputs into equal groups"))
}

/// At least one, so that it can be divided by.
const fn groups_of(per: usize, inputs: usize) -> usize {
    match inputs / per {
        0 => 1,
        groups => groups,
    }
}

/// Initial weights and bias: of `fan_in` inputs of an output, and of `fan_out` outputs under a window.
pub(super) fn reset<T: Scalar, I: Initializer, R: Rng + ?Sized>(
    weight: &mut [T],
    bias: &mut [T],
    [fan_in, fan_out]: [usize; 2],
    initializer: &I,
    rng: &mut R,
) {
    weight.iter_mut().for_each(|w| *w = T::from_f64(initializer.weight(fan_in, fan_out, rng)));
    bias.iter_mut().for_each(|b| *b = T::from_f64(initializer.bias(fan_in, fan_out, rng)));
}

/// The windows of KH × KW on an image of HI × WI, of which H × W are stated.
pub(super) struct OnImage<
    S,
    const KH: usize,
    const KW: usize,
    const HI: usize,
    const WI: usize,
    const H: usize,
    const W: usize,
>(PhantomData<S>);

impl<
    S: Window,
    const KH: usize,
    const KW: usize,
    const HI: usize,
    const WI: usize,
    const H: usize,
    const W: usize,
> OnImage<S, KH, KW, HI, WI, H, W>
{
    const WINDOWS: Windows = Windows::on_image::<S>([1, 1], [KH, KW], [HI, WI], [H, W]);

    /// What is wrong with the sizes of a layer, or with its groups.
    pub(super) const fn misfit(
        layer: &str,
        per: usize,
        inputs: usize,
        outputs: usize,
    ) -> Option<Misfit> {
        Misfit::first(&[Self::WINDOWS.misfit(layer), groups(layer, per, inputs, outputs)])
    }
}

impl<
    S: Window,
    const KH: usize,
    const KW: usize,
    const HI: usize,
    const WI: usize,
    const H: usize,
    const W: usize,
> OnAxes for OnImage<S, KH, KW, HI, WI, H, W>
{
    const ROWS: Axis = Self::WINDOWS.rows;
    const COLUMNS: Axis = Self::WINDOWS.columns;
}
