//! Random numbers that are the same on every machine, and from version to version.
//!
//! [`Generator`] is Xoshiro256++ (Blackman, Vigna 2021, *Scrambled linear pseudorandom number
//! generators*); what is drawn from it is computed here, with this crate's own functions.
//!
//! | to draw | |
//! |---|---|
//! | a number from 0 to 1 | [`unit()`] |
//! | a number on both sides of 0 | [`uniform`], [`normal`] |
//! | a whole number, an index | [`below`], [`index`] |
//! | an index with given odds, such as an action | [`weighted_index`] |
//! | another order | [`shuffle`] |
//!
//! Numbers are `f64`; for a network of `f32` write `random::unit(&mut rng) as f32`.

use crate::Scalar;
use rand::{Rng, SeedableRng};

/// What random numbers are drawn from: every generator of rand 0.10, which is re-exported as [`rand`].
///
/// It is [`Rng`] with a message of its own, because a program may have another version of rand as well.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a generator of rand 0.10",
    label = "expected a generator such as `random::generator(7)`",
    note = "from a number there is `Net::seeded(7)`, and `constnet::random::generator(7)` is a generator; generators of other versions of rand are other types, and `constnet::rand` is the version that is meant"
)]
pub trait Source: Rng {}

#[diagnostic::do_not_recommend]
impl<R: Rng + ?Sized> Source for R {}

/// The generator behind every seed.
pub type Generator = rand_xoshiro::Xoshiro256PlusPlus;

/// The generator of a seed.
///
/// ```
/// use constnet::rand::Rng;
///
/// assert_eq!(constnet::random::generator(7).next_u64(), constnet::random::generator(7).next_u64());
/// ```
pub fn generator(seed: u64) -> Generator {
    Generator::seed_from_u64(seed)
}

/// The state of a generator, to be stored: the four words of Xoshiro256++.
///
/// ```
/// use constnet::{rand::Rng, random};
///
/// let mut generator = random::generator(7);
/// generator.next_u64();
/// let mut copy = random::resume(random::state(&generator)).unwrap();
/// assert_eq!(copy.next_u64(), generator.next_u64());
/// ```
pub fn state(generator: &Generator) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(generator.state().as_chunks().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    words
}

/// The generator of a [`state`]. There is none for four zeros, a state that no generator reaches and
/// that would give nothing but 0.
pub fn resume(state: [u64; 4]) -> Option<Generator> {
    let mut bytes = [0; 32];
    for (bytes, word) in bytes.as_chunks_mut().0.iter_mut().zip(state) {
        *bytes = word.to_le_bytes();
    }
    (state != [0; 4]).then(|| Generator::from_seed(bytes))
}

/// A number in [0, 1): a multiple of 2⁻⁵³.
///
/// ```
/// use constnet::random;
///
/// // One time in ten: an ε-greedy agent tries something.
/// let mut rng = random::generator(7);
/// let explores = (0..1000).filter(|_| random::unit(&mut rng) < 0.1).count();
/// assert!((70..130).contains(&explores));
/// ```
pub fn unit<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    (rng.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A number in [−limit, limit].
pub fn uniform<R: Rng + ?Sized>(limit: f64, rng: &mut R) -> f64 {
    (2.0 * unit(rng) - 1.0) * limit
}

/// A number from the normal distribution with mean 0 and deviation 1.
///
/// Marsaglia's polar method (Knuth, *The Art of Computer Programming*, vol. 2, 3.4.1, algorithm P):
/// it needs no sine.
pub fn normal<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    loop {
        let (u, v) = (uniform(1.0, rng), uniform(1.0, rng));
        let s = u * u + v * v;
        if s > 0.0 && s < 1.0 {
            return u * Scalar::sqrt(-2.0 * Scalar::ln(s) / s);
        }
    }
}

/// A whole number in 0 .. n; n must not be 0.
///
/// Lemire (2019), *Fast random integer generation in an interval*: no modulo bias.
pub fn below<R: Rng + ?Sized>(n: u64, rng: &mut R) -> u64 {
    loop {
        let wide = u128::from(rng.next_u64()) * u128::from(n);
        // The 2⁶⁴ mod n smallest low halves would make some results likelier.
        if wide as u64 >= n.wrapping_neg().checked_rem(n).unwrap_or(0) {
            return (wide >> 64) as u64;
        }
    }
}

/// An index of a slice with n items, which must not be 0: [`below`] in `usize`.
///
/// ```
/// use constnet::random;
///
/// let (mut rng, memory) = (random::generator(7), ["a", "b", "c"]);
/// let drawn = memory[random::index(memory.len(), &mut rng)];
/// assert!(memory.contains(&drawn));
/// ```
#[doc(alias = "choice")]
pub fn index<R: Rng + ?Sized>(n: usize, rng: &mut R) -> usize {
    below(n as u64, rng) as usize
}

/// An index, drawn with the probability of its weight among all: an action from what a policy's softmax gives.
///
/// Weights need not have the sum 1. One that is negative, NaN or infinite counts as 0; if all are 0, the index is 0.
///
/// PyTorch: `torch.distributions.Categorical(probs).sample()`.
///
/// ```
/// use constnet::{prelude::*, random};
///
/// let (policy, mut rng) = (Dense::new([[1.0_f32], [-1.0]], [0.0; 2]), random::generator(7));
/// let odds = Softmax.forward(&policy.forward(&SVector::from([0.5])));
/// let drawn = (0..1000).filter(|_| random::weighted_index(&odds, &mut rng) == 0).count();
/// // The first has the probability e/(e + 1) = 0.73.
/// assert!((690..770).contains(&drawn));
/// ```
#[doc(alias = "Categorical")]
#[doc(alias = "multinomial")]
#[doc(alias = "choose_weighted")]
pub fn weighted_index<'a, T: Scalar, R: Rng + ?Sized>(
    weights: impl IntoIterator<Item = &'a T, IntoIter: Clone>,
    rng: &mut R,
) -> usize {
    let weights = weights.into_iter().map(|weight| {
        let weight = weight.to_f64();
        if weight > 0.0 && weight.is_finite() { weight } else { 0.0 }
    });
    let mut left = unit(rng) * weights.clone().sum::<f64>();
    let mut drawn = 0;
    for (index, weight) in weights.enumerate().filter(|&(_, weight)| weight > 0.0) {
        // The last with a weight is taken where rounding leaves something over.
        drawn = index;
        if left < weight {
            break;
        }
        left -= weight;
    }
    drawn
}

/// Puts a slice in random order (Fisher, Yates; Knuth 3.4.2, algorithm P).
pub fn shuffle<T, R: Rng + ?Sized>(items: &mut [T], rng: &mut R) {
    for i in (1..items.len()).rev() {
        items.swap(i, index(i + 1, rng));
    }
}
