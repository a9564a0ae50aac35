//! Initial values: where gradient descent starts.
//!
//! All weights equal would stay equal, since equal units get equal gradients; and weights too
//! large or too small make signals grow or die from layer to layer. So weights start random, with
//! a spread that depends on how many inputs (`fan_in`) and outputs (`fan_out`) a layer has.

use crate::{Parameters, Scalar};
use core::mem::MaybeUninit;
use rand::Rng;

/// A rule for the initial weights and biases of a layer.
pub trait Initializer {
    /// One entry of a weight matrix.
    fn weight<T: Scalar, R: Rng + ?Sized>(&self, fan_in: usize, fan_out: usize, rng: &mut R) -> T;

    /// One entry of a bias; 0 unless stated.
    fn bias<T: Scalar, R: Rng + ?Sized>(&self, _fan_in: usize, _fan_out: usize, _rng: &mut R) -> T {
        T::zero()
    }
}

/// Layers and networks that know their initial values.
pub trait Init: Parameters {
    /// Gives every parameter its initial value, in place.
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R);

    /// A network with initial values by [`FanIn`], PyTorch's default.
    fn init<R: Rng + ?Sized>(rng: &mut R) -> Self {
        Self::init_with(&FanIn, rng)
    }

    /// A network with initial values by a rule.
    fn init_with<I: Initializer, R: Rng + ?Sized>(initializer: &I, rng: &mut R) -> Self {
        let mut net = Self::zeros();
        net.reset(initializer, rng);
        net
    }

    /// The same in storage of yours: nothing the size of a network crosses the stack.
    fn init_in<'a, I: Initializer, R: Rng + ?Sized>(
        slot: &'a mut MaybeUninit<Self>,
        initializer: &I,
        rng: &mut R,
    ) -> &'a mut Self {
        let net = Self::zeroed_in(slot);
        net.reset(initializer, rng);
        net
    }

    /// The same on the heap, without passing through the stack.
    #[cfg(feature = "alloc")]
    fn init_boxed<I: Initializer, R: Rng + ?Sized>(
        initializer: &I,
        rng: &mut R,
    ) -> alloc::boxed::Box<Self> {
        let mut net = Self::zeros_boxed();
        net.reset(initializer, rng);
        net
    }
}

impl Init for () {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

/// A number in [0, 1), from the upper 53 bits of the generator's next 64.
fn unit<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    (rng.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A number in [−limit, limit).
pub(crate) fn uniform<T: Scalar, R: Rng + ?Sized>(limit: f64, rng: &mut R) -> T {
    T::from_f64((2.0 * unit(rng) - 1.0) * limit)
}

/// U(±1/√fan_in) for weights and biases: the default.
///
/// PyTorch: what `nn.Linear` does on its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FanIn;

impl Initializer for FanIn {
    fn weight<T: Scalar, R: Rng + ?Sized>(&self, fan_in: usize, _: usize, rng: &mut R) -> T {
        uniform(1.0 / Scalar::sqrt(fan_in as f64), rng)
    }
    fn bias<T: Scalar, R: Rng + ?Sized>(&self, fan_in: usize, fan_out: usize, rng: &mut R) -> T {
        self.weight(fan_in, fan_out, rng)
    }
}
