//! Two numbers that a file carries: what network it was written from, and what its data were.

use super::{
    bytes::{byte, from},
    number,
};
#[cfg(feature = "serde")]
use crate::parameters::numbers::for_each_leaf;
use crate::parameters::{Node, NodeKind, Parameters};

/// FNV-1a, 64 bits. Source: Fowler, Noll, Vo, draft-eastlake-fnv, section 2.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    const fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3))
    }

    /// A text and its end, so that two neighbours cannot exchange letters.
    const fn text(mut self, text: &str) -> Self {
        let mut i = 0;
        while i < text.len() {
            self = self.byte(text.as_bytes()[i]);
            i += 1;
        }
        self.byte(0xff)
    }

    const fn number(mut self, value: u64) -> Self {
        let mut i = 0;
        while i < 64 {
            self = self.byte((value >> i) as u8);
            i += 8;
        }
        self
    }

    const fn layer(self, name: &str, constants: &[u64], settings: &[f64], nodes: &[Node]) -> Self {
        let mut hash = self.text(name).number(constants.len() as u64);
        let mut i = 0;
        while i < constants.len() {
            hash = hash.number(constants[i]);
            i += 1;
        }
        // Nothing where there are none: a layer that gets its first keeps the files of those without.
        if !settings.is_empty() {
            hash = hash.text("settings");
        }
        i = 0;
        while i < settings.len() {
            // −0 is 0.
            hash = hash.number((settings[i] + 0.0).to_bits());
            i += 1;
        }
        hash = hash.number(nodes.len() as u64);
        i = 0;
        while i < nodes.len() {
            hash = hash.text(nodes[i].name);
            hash = match &nodes[i].kind {
                NodeKind::Leaf(leaf) => {
                    let (mut hash, (numbers, count), mut i) = (hash, leaf.identity(), 0);
                    while i < count && i < numbers.len() {
                        hash = hash.number(numbers[i]);
                        i += 1;
                    }
                    hash
                }
                NodeKind::Branch { layer, constants, settings, nodes } => {
                    hash.layer(layer, constants, settings, nodes)
                }
            };
            i += 1;
        }
        hash
    }
}

/// A number that stands for the type of a network: the names of its layers, in order and nested as
/// they are, their const parameters and settings, and the names and shapes of their tensors, with the order in which
/// their axes lie. The kind of number is no part of it, so that a network trained in `f64` can be deployed in
/// `f32`.
///
/// It is the same on every machine and with every compiler. Networks that differ in an activation
/// or its constants have different ones, so a file that [`Writer`](super::Writer) wrote fits its
/// network alone.
///
/// ```
/// use constnet::{prelude::*, weights::fingerprint};
///
/// const TANH: u64 = fingerprint::<(Dense<2, 3>, Tanh)>();
/// assert_eq!(TANH, fingerprint::<(Dense<2, 3, f64>, Tanh)>());
/// assert_ne!(TANH, fingerprint::<(Dense<2, 3>, Relu)>());
/// assert_ne!(
///     fingerprint::<(Dense<2, 3>, LeakyRelu)>(),
///     fingerprint::<(Dense<2, 3>, LeakyRelu<Ratio<1, 10>>)>(),
/// );
/// ```
pub const fn fingerprint<N: Parameters>() -> u64 {
    let hash = Hash(0xcbf2_9ce4_8422_2325).text("constnet 1");
    hash.layer(N::NAME, N::CONSTANTS, N::SETTINGS, N::LAYOUT).0
}

/// The fingerprint with the kinds of number, for formats that do not say what they are.
#[cfg(feature = "serde")]
pub(crate) fn exact<N: Parameters>() -> u64 {
    let mut hash = Hash(fingerprint::<N>());
    for_each_leaf(N::LAYOUT, super::text::Text::new(), 0, &mut |_, leaf, _| {
        hash = hash.byte(leaf.kind as u8);
    });
    hash.0
}

/// A number that stands for what a checkpoint says beside its tensors: it finds damage there.
pub(super) const fn seal(network: u64, optimizer: &str, numbers: &[u64]) -> u64 {
    let mut hash = Hash(0xcbf2_9ce4_8422_2325).number(network).text(optimizer);
    let mut i = 0;
    while i < numbers.len() {
        hash = hash.number(numbers[i]);
        i += 1;
    }
    hash.0
}

/// Two sums over the data as little-endian words w₁ … wₙ of 64 bits, the last filled up with zeros:
/// 2⁶⁴·Σ (n − i + 1)·wᵢ + Σ wᵢ, each sum modulo 2⁶⁴.
///
/// It finds damage, not forgery. A program can say which file it was written for, and does not compile with
/// another, as what `constnet-onnx` writes does:
///
/// ```standalone_crate
/// use constnet::weights::checksum;
///
/// const CHECKSUM: u128 = 0x33d8a397d70ad82225eab4afe3ec59e6;
/// const FILE: &[u8] = include_bytes!("../../tests/data/weights/policy.safetensors");
/// const _: () = assert!(checksum(FILE) == CHECKSUM, "not the weights that were tested");
/// ```
/// That adds about 0.2 s to `cargo check` for 100,000 parameters. Source: Fletcher, *An Arithmetic Checksum for Serial
/// Transmissions* (1982), with the modulus 2⁶⁴.
pub const fn checksum(data: &[u8]) -> u128 {
    let eights = number::eights(data);
    let (mut sum, mut sums, mut i) = (0_u64, 0_u64, 0);
    while i < eights.len() {
        // Eight words at a time, in numbers that cannot overflow meanwhile: the const evaluator pays for
        // each index and each call, such as that of `wrapping_add`, more than for all sums.
        let (mut wide, mut wides) = (sum as u128, sums as u128);
        macro_rules! add {
            ($($word:ident)+) => {{
                let [$($word),+] = eights[i].0;
                $(
                    wide += number::little!(u64, $word) as u128;
                    wides += wide;
                )+
            }};
        }
        add!(a b c d e f g h);
        (sum, sums) = (wide as u64, wides as u64);
        i += 1;
    }
    let data = from(data, 64 * eights.len());
    let words = number::words(data);
    i = 0;
    while i < words.len() {
        sum = sum.wrapping_add(number::element!(u64, words[i]));
        sums = sums.wrapping_add(sum);
        i += 1;
    }
    let rest = from(data, 8 * words.len());
    if !rest.is_empty() {
        let (mut last, mut j) = (0_u64, rest.len());
        while j > 0 {
            j -= 1;
            last = last << 8 | byte(rest, j) as u64;
        }
        sum = sum.wrapping_add(last);
        sums = sums.wrapping_add(sum);
    }
    (sums as u128) << 64 | sum as u128
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, at every length around the eights.
    #[test]
    fn the_sums_are_those_of_the_definition() {
        let data: std::vec::Vec<u8> = (0..1000_u32).map(|i| ((i * i * 37) >> 3) as u8).collect();
        for len in (0..200).chain([511, 512, 513, 1000]) {
            let words = data[..len].chunks(8).map(|word| {
                let mut bytes = [0; 8];
                bytes[..word.len()].copy_from_slice(word);
                u64::from_le_bytes(bytes)
            });
            let (mut sum, mut sums) = (0_u64, 0_u64);
            for word in words {
                sum = sum.wrapping_add(word);
                sums = sums.wrapping_add(sum);
            }
            assert_eq!(checksum(&data[..len]), u128::from(sums) << 64 | u128::from(sum), "{len}");
        }
    }

    #[test]
    fn two_words_by_hand() {
        // Words 1 and 2: sum 3, sum of sums 1 + 3.
        let data = [1, 0, 0, 0, 0, 0, 0, 0, 2];
        assert_eq!(checksum(&data), 4 << 64 | 3);
        assert_eq!(checksum(&[]), 0);
    }
}
