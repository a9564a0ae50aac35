//! What convolutions of images and of sequences have in common.

use crate::{
    Initializer, Misfit, Scalar, Window, kernels::OnAxes, parameters::Axes, window::Axis,
    window::Windows,
};
use core::marker::PhantomData;
use rand::Rng;

/// The weight of a convolution of a sequence in files. Here and not beside the field, where the compiler would read it for
/// each type.
pub(super) const OVER_TIME: Axes = Axes::memory("k in out").torch("out in k");

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

/// The windows of K along a sequence of LI, of which L are stated: one row of the same rule.
pub(super) struct Along<S, const K: usize, const LI: usize, const L: usize>(PhantomData<S>);

impl<S: Window, const K: usize, const LI: usize, const L: usize> Along<S, K, LI, L> {
    const WINDOWS: Windows = Windows::along::<S>(1, K, LI, L);

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

impl<S: Window, const K: usize, const LI: usize, const L: usize> OnAxes for Along<S, K, LI, L> {
    const ROWS: Axis = Self::WINDOWS.rows;
    const COLUMNS: Axis = Self::WINDOWS.columns;
}

/// The windows that end at each of L steps, with zeros before the first.
pub(super) struct Causal<const K: usize, const DILATION: usize, const L: usize>;

impl<const K: usize, const DILATION: usize, const L: usize> OnAxes for Causal<K, DILATION, L> {
    const ROWS: Axis =
        Axis { kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, input: 1, output: 1 };
    const COLUMNS: Axis = Axis {
        kernel: K,
        stride: 1,
        dilation: DILATION,
        before: K.saturating_sub(1).saturating_mul(DILATION),
        after: 0,
        input: L,
        output: L,
    };
    const ZEROS: bool = true;
}

/// Weights along a sequence in our order, from PyTorch's. Any number may stand where others are written over.
pub(super) const fn taps<N: Copy, const OUT: usize, const PER: usize, const K: usize>(
    weight: &[[[N; K]; PER]; OUT],
    any: [N; OUT],
) -> [[[N; OUT]; PER]; K] {
    let mut ours = [[any; PER]; K];
    let mut o = 0;
    while o < OUT {
        let mut i = 0;
        while i < PER {
            let mut k = 0;
            while k < K {
                ours[k][i][o] = weight[o][i][k];
                k += 1;
            }
            i += 1;
        }
        o += 1;
    }
    ours
}
