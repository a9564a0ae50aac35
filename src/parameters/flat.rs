//! Parameters as one sequence of numbers, and as a mixture of two networks.

use super::{Only, Parameters, for_each, for_each_mut, for_each_pair, laws::Laws};
use crate::{Scalar, Weight};
use core::{fmt, slice};

/// A slice with another number of numbers than the network has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountError {
    /// How many the network has.
    pub expected: usize,
    /// How many the slice has.
    pub found: usize,
}

impl fmt::Display for CountError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "the network has {} parameters, the slice {} numbers",
            self.expected, self.found
        )
    }
}

impl core::error::Error for CountError {}

/// Copies every parameter to a slice, trained or not: tensor by tensor in the order of the layout,
/// each column by column.
///
/// # Errors
/// The slice has not [`COUNT`](Parameters::COUNT) numbers.
///
/// # Example
/// A population of networks is a table of numbers:
/// ```
/// use constnet::{parameters::{copy_from_slice, copy_to_slice}, prelude::*};
///
/// let mut net = (Dense::new([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0]), Tanh);
/// let mut genes = [0.0; <(Dense<2, 2, f64>, Tanh)>::COUNT];
/// copy_to_slice(&net, &mut genes)?;
/// assert_eq!(genes, [1.0, 3.0, 2.0, 4.0, 5.0, 6.0]);
///
/// genes[0] = -1.0;
/// copy_from_slice(&mut net, &genes)?;
/// assert_eq!(net.0.weight[(0, 0)], -1.0);
/// # Ok::<(), constnet::parameters::CountError>(())
/// ```
pub fn copy_to_slice<T: Weight, N: Parameters + Only<T>>(
    net: &N,
    numbers: &mut [T],
) -> Result<(), CountError> {
    if numbers.len() != N::COUNT {
        return Err(CountError { expected: N::COUNT, found: numbers.len() });
    }
    let mut start = 0;
    for_each(net, |_, leaf, tensor: &[T]| {
        if let Some(to) = numbers.get_mut(start..start + leaf.len()) {
            to.copy_from_slice(tensor);
        }
        start += leaf.len();
    });
    Ok(())
}

/// Sets every parameter from a slice, in the order of [`copy_to_slice`].
///
/// # Errors
/// The slice has not [`COUNT`](Parameters::COUNT) numbers; the network is then what it was.
pub fn copy_from_slice<T: Weight, N: Parameters + Only<T>>(
    net: &mut N,
    numbers: &[T],
) -> Result<(), CountError> {
    if numbers.len() != N::COUNT {
        return Err(CountError { expected: N::COUNT, found: numbers.len() });
    }
    let mut start = 0;
    for_each_mut(net, |_, leaf, tensor: &mut [T]| {
        if let Some(from) = numbers.get(start..start + leaf.len()) {
            tensor.copy_from_slice(from);
        }
        start += leaf.len();
    });
    Ok(())
}

/// All parameters, trained or not, as one slice without a copy.
///
/// They are in the order of memory, which the compiler chooses: one for all networks of a type in one
/// program, and no other promise. So it serves sums, comparisons and mixtures inside a program; what
/// leaves it goes through [`copy_to_slice`] or a file.
///
/// A network that holds something besides its parameters, or numbers of several types, does not
/// compile here.
///
/// # Example
/// Networks are compared with the crate `approx`, and measured:
/// ```
/// use constnet::{parameters::as_slice, prelude::*};
///
/// type Net = (Dense<1, 2>, Tanh, Dense<2, 1>);
/// let mut rng = random::generator(1);
/// let net = Net::init(&mut rng);
/// let mut other = Net::zeros();
/// parameters::copy_from(&mut other, &net);
/// other.0.weight *= 1.0 + 1e-6;
/// approx::assert_relative_eq!(as_slice(&net), as_slice(&other), max_relative = 1e-5);
/// assert!(approx::relative_ne!(as_slice(&net), as_slice(&other), max_relative = 1e-7));
///
/// let squares: f32 = as_slice(&net).iter().map(|theta| theta * theta).sum();
/// assert!(squares > 0.0);
/// ```
pub const fn as_slice<T: Weight, N: Parameters + Only<T>>(net: &N) -> &[T] {
    const { assert_only_parameters::<T, N>() };
    if N::COUNT == 0 {
        // Its address is not aligned for a `T`.
        return &[];
    }
    // SAFETY: `N` is COUNT `T`s, as just asserted, without anything between them.
    unsafe { slice::from_raw_parts((&raw const *net).cast(), N::COUNT) }
}

/// As [`as_slice`], to be changed.
///
/// # Example
/// ```
/// use constnet::{parameters::as_mut_slice, prelude::*};
///
/// let mut net = Dense::new([[1.0, 2.0]], [3.0]);
/// as_mut_slice(&mut net).iter_mut().for_each(|theta| *theta *= 0.5);
/// assert_eq!(net.predict([1.0, 1.0]), [3.0]);
/// ```
pub const fn as_mut_slice<T: Weight, N: Parameters + Only<T>>(net: &mut N) -> &mut [T] {
    const { assert_only_parameters::<T, N>() };
    if N::COUNT == 0 {
        return &mut [];
    }
    // SAFETY: as in `as_slice`; every `T` is a number of the network's, whatever its value.
    unsafe { slice::from_raw_parts_mut((&raw mut *net).cast(), N::COUNT) }
}

/// All bytes of `N` are its COUNT numbers, which are all `T`s.
const fn assert_only_parameters<T: Weight, N: Parameters + Only<T>>() {
    let () = Laws::<N, T>::NUMBERS;
    assert!(
        size_of::<N>() == N::COUNT * size_of::<T>(),
        "this network holds something besides its parameters, so that they are not one slice"
    );
}

/// θ′ ← θ′ + τ·(θ − θ′) for every parameter, trained or not, in place, with τ in [0, 1].
///
/// A target network that follows the one in training (Polyak averaging with rate τ), or an average
/// of the networks of past steps in which a step counts 1 − τ times the one after it: the decay of
/// an exponential moving average. After n steps towards a θ that rests, (1 − τ)ⁿ of the distance is
/// left. With τ = 0 and with θ = θ′ no bit changes; τ = 1 gives θ but for a rounding, where
/// [`copy_from`](super::copy_from) gives it exactly. A NaN in θ or τ reaches θ′: follow what an optimizer
/// made, whose steps are finite.
///
/// Source: Lillicrap et al. (2016), arXiv:1509.02971, section 3; with τ(θ − θ′) instead of
/// τθ + (1 − τ)θ′, so that equal networks stay equal to the bit.
///
/// # Example
/// ```
/// use constnet::{parameters::blend_towards, prelude::*};
///
/// let online = (Dense::new([[4.0]], [0.0]), Tanh);
/// let mut target = (Dense::new([[0.0]], [8.0]), Tanh);
/// blend_towards(&mut target, &online, 0.25);
/// assert_eq!((target.0.weight[0], target.0.bias[0]), (1.0, 6.0));
/// // Half of what was left: 4 − 1 = 3 above, 6 − 0 below.
/// blend_towards(&mut target, &online, 0.5);
/// assert_eq!((target.0.weight[0], target.0.bias[0]), (2.5, 3.0));
/// ```
#[doc(alias = "Polyak")]
#[doc(alias = "EMA")]
#[doc(alias = "soft update")]
pub fn blend_towards<T: Scalar, N: Parameters + Only<T>>(target: &mut N, online: &N, rate: T) {
    for_each_pair(target, online, |_, target: &mut [T], online| {
        for (target, online) in target.iter_mut().zip(online) {
            *target += rate * (*online - *target);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dense, Relu};

    #[test]
    fn half_of_the_distance_goes_in_each_step() {
        let online = Dense::new([[1.0, 0.1]], [-8.0]);
        let mut target = Dense::new([[0.0, 0.1]], [0.0]);
        for step in 1..=20 {
            blend_towards(&mut target, &online, 0.5);
            let left = 0.5_f64.powi(step);
            assert_eq!(target.weight[0], 1.0 - left);
            assert_eq!(target.bias[0], -8.0 + 8.0 * left);
        }
        // Equal parameters stay equal, whatever the rate.
        blend_towards(&mut target, &online, 0.3);
        assert_eq!(target.weight[1].to_bits(), 0.1_f64.to_bits());
    }

    #[test]
    fn one_slice_has_every_number_once() {
        type Net = (Dense<2, 3>, Relu, (Dense<3, 1>, crate::LayerNorm<1>));
        let mut net = Net::zeros();
        for (i, theta) in as_mut_slice::<f32, _>(&mut net).iter_mut().enumerate() {
            *theta = i as f32;
        }
        let mut numbers = [0.0_f32; Net::COUNT];
        copy_to_slice(&net, &mut numbers).unwrap();
        numbers.sort_by(f32::total_cmp);
        assert_eq!(numbers, core::array::from_fn(|i| i as f32));
        assert_eq!(as_slice::<f64, _>(&Relu), [0.0_f64; 0]);
        assert_eq!(as_mut_slice::<f64, _>(&mut Relu), [0.0_f64; 0]);
    }

    #[test]
    fn another_length_changes_nothing() {
        let mut net = (Dense::new([[1.0, 2.0]], [3.0]), Relu);
        let error = CountError { expected: 3, found: 2 };
        assert_eq!(copy_from_slice(&mut net, &[7.0, 8.0]), Err(error));
        assert_eq!(copy_to_slice(&net, &mut [0.0; 2]), Err(error));
        assert_eq!((net.0.weight.as_slice(), net.0.bias[0]), (&[1.0, 2.0][..], 3.0));
    }
}
