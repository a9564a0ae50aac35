//! The network that is measured, or none.

#[cfg(any(feature = "small", feature = "policy"))]
use constnet::{nalgebra::ArrayStorage, prelude::*};

#[cfg(feature = "small")]
mod sizes {
    use super::*;

    pub const IN: usize = 2;
    pub const OUT: usize = 1;
    pub static NET: (Dense<2, 8>, FastTanh, Dense<8, 1>, FastSigmoid) =
        (dense(1), FastTanh, dense(2), FastSigmoid);
}

#[cfg(feature = "policy")]
mod sizes {
    use super::*;

    pub const IN: usize = 18;
    pub const OUT: usize = 4;
    pub static NET: (Dense<18, 64>, FastTanh, Dense<64, 64>, FastTanh, Dense<64, 4>, FastTanh) =
        (dense(1), FastTanh, dense(2), FastTanh, dense(3), FastTanh);
}

#[cfg(not(any(feature = "small", feature = "policy")))]
mod sizes {
    pub const IN: usize = 1;
    pub const OUT: usize = 1;
}

pub use sizes::{IN, OUT};

/// Some weights: what they are does not change what is measured.
#[cfg(any(feature = "small", feature = "policy"))]
const fn dense<const IN: usize, const OUT: usize>(mut seed: u32) -> Dense<IN, OUT> {
    let mut weight = [[0.0; OUT]; IN];
    let mut i = 0;
    while i < IN * OUT {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        weight[i / OUT][i % OUT] = seed as f32 / u32::MAX as f32 - 0.5;
        i += 1;
    }
    Dense {
        weight: SMatrix::from_array_storage(ArrayStorage(weight)),
        bias: SVector::from_array_storage(ArrayStorage([[0.1; OUT]])),
    }
}

/// One inference.
#[inline(never)]
pub fn infer(x: &[f32; IN]) -> [f32; OUT] {
    #[cfg(any(feature = "small", feature = "policy"))]
    return sizes::NET.predict(*x);
    #[cfg(not(any(feature = "small", feature = "policy")))]
    return *x;
}
