//! Networks that take a step of a stream at a time.

use super::*;

/// A causal network in time, one step after the other.
pub type W7 = (Conv1d<1, 4, 3>, FastTanh, Conv1d<4, 4, 3, 2>, FastTanh, Dense<4, 1>);

// What a guitar amplifier is played through, and what flies a drone.
network!(pub Lstm16: [1; _] => (Lstm<1, 16, f32, (FastSigmoid, FastTanh)>, Dense<16, 1>) => [1; _]);
network!(pub Lstm16Accurate: [1; _] => (Lstm<1, 16>, Dense<16, 1>) => [1; _]);
network!(pub Lstm40: [1; _] => (Lstm<1, 40, f32, (FastSigmoid, FastTanh)>, Dense<40, 1>) => [1; _]);
network!(pub Lstm40Accurate: [1; _] => (Lstm<1, 40>, Dense<40, 1>) => [1; _]);
network!(pub Gru16: [1; _] => (Gru<1, 16, f32, (FastSigmoid, FastTanh)>, Dense<16, 1>) => [1; _]);
network!(pub Gru16Accurate: [1; _] => (Gru<1, 16>, Dense<16, 1>) => [1; _]);

graph! {
    /// RNNoise, which takes the noise out of speech, a frame of ten milliseconds a step: Valin (2018), *A hybrid
    /// DSP/deep learning approach to real-time full-band speech enhancement*, arXiv:1709.08243, figure 3.
    pub struct RnNoise: [42; _] => ([22; _], [1; _]) {
        input: (Dense<42, 24>, FastTanh),
        vad: Gru<24, 24, f32, (FastSigmoid, FastTanh)>,
        noise: (Concat<90>, Gru<90, 48, f32, (FastSigmoid, FastTanh)>),
        denoise: (Concat<114>, Gru<114, 96, f32, (FastSigmoid, FastTanh)>),
        gains: (Dense<96, 22>, FastSigmoid),
        voice: (Dense<24, 1>, FastSigmoid),
    }
    |x| {
        t = input(x);
        v = vad(t);
        n = noise(t, v, x);
        d = denoise(v, n, x);
        (gains(d), voice(v))
    }
}
