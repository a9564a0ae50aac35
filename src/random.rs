//! Random numbers that are the same on every machine, and from version to version.
//!
//! [`Generator`] is Xoshiro256++ (Blackman, Vigna 2021, *Scrambled linear pseudorandom number
//! generators*); what is drawn from it is computed here, with this crate's own functions.

use crate::Scalar;
use rand::{Rng, SeedableRng};

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

/// Puts a slice in random order (Fisher, Yates; Knuth 3.4.2, algorithm P).
pub fn shuffle<T, R: Rng + ?Sized>(items: &mut [T], rng: &mut R) {
    for i in (1..items.len()).rev() {
        items.swap(i, index(i + 1, rng));
    }
}
