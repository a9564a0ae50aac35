//! Numbers that stand for what ranks must have in common.

use super::{Ranks, Reason, Team, TeamError};
use crate::Scalar;
use crate::{
    Optimizer, Parameters, Trainer,
    parameters::numbers::{TensorNumbers, for_each_tensor},
    training::Dataset,
    values::Sample,
    weights::fingerprint,
};
use alloc::vec::Vec;
use core::{
    borrow::Borrow,
    fmt::{self, Debug, Write},
};

/// Two sums over words of 64 bits, as [`checksum`](crate::weights::checksum) has them. What is not zeros changes them.
#[derive(Default)]
pub(super) struct Digest {
    sum: u64,
    sums: u64,
}

impl Digest {
    fn word(&mut self, word: u64) {
        self.sum = self.sum.wrapping_add(word);
        self.sums = self.sums.wrapping_add(self.sum);
    }

    pub(super) const fn value(&self) -> u128 {
        (self.sums as u128) << 64 | self.sum as u128
    }

    /// What a value prints as, which for numbers is exact.
    pub(super) fn of_text(value: &(impl Debug + ?Sized)) -> u128 {
        let mut digest = Self::default();
        // Writing to it cannot fail; a value that fails to print is as far as it has come.
        let _ = write!(digest, "{value:?}");
        digest.value()
    }

    /// All numbers of a network, trained or not.
    pub(super) fn of_numbers<N: Parameters>(net: &N) -> u128 {
        let mut digest = Self::default();
        for_each_tensor(net, |_, _, numbers| match numbers {
            TensorNumbers::F32(numbers) => {
                numbers.iter().for_each(|x| digest.word(u64::from(x.to_bits())));
            }
            TensorNumbers::F64(numbers) => numbers.iter().for_each(|x| digest.word(x.to_bits())),
            TensorNumbers::F16(bits) | TensorNumbers::Bf16(bits) => {
                bits.iter().for_each(|&bits| digest.word(u64::from(bits)));
            }
            TensorNumbers::Other => {}
        });
        digest.value()
    }

    /// The samples of a data set and their targets.
    pub(super) fn of_data<X: Sample, Target: Debug>(data: &Dataset<'_, X, Target>) -> u128 {
        let mut digest = Self::default();
        digest.word(data.len() as u64);
        for (x, target) in data.inputs().iter().zip(data.targets()) {
            x.for_each(|number| digest.word(number.to_f64().to_bits()));
            let _ = write!(digest, "{target:?}");
        }
        digest.value()
    }
}

/// Eight bytes a word, and behind the last one the length.
impl Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for bytes in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word.iter_mut().zip(bytes).for_each(|(to, &byte)| *to = byte);
            self.word(u64::from_le_bytes(word));
        }
        self.word(text.len() as u64);
        Ok(())
    }
}

/// What a part of a program has in common on all ranks, by name.
pub(super) type Print = (&'static str, u128);

/// Of a network, an optimizer and a loss.
pub(super) fn prints<N: Parameters>(
    net: &N,
    optimizer: &impl Debug,
    loss: &impl Debug,
) -> Vec<Print> {
    alloc::vec![
        ("version of constnet", Digest::of_text(env!("CARGO_PKG_VERSION"))),
        ("type of network", u128::from(fingerprint::<N>())),
        ("size of network", size_of::<N>() as u128),
        ("network of that type", Digest::of_numbers(net)),
        ("optimizer", Digest::of_text(optimizer)),
        ("loss", Digest::of_text(loss)),
    ]
}

impl<R: Ranks> Team<R> {
    /// Whether a training is the same on all ranks: the version of this crate, the network and its numbers, the
    /// optimizer, its memory, and the loss. [`fit`](Self::fit) asks it itself; a loop of one's own does so before its
    /// first step.
    ///
    /// # Errors
    /// The first rank that has another, and in what; or if a rank has ended.
    pub fn agree<N, O, G, M>(
        &mut self,
        net: &N,
        trainer: &mut Trainer<O, G, M>,
        loss: &impl Debug,
    ) -> Result<(), TeamError>
    where
        N: Parameters,
        O: Optimizer + Debug,
        M: Borrow<O::Slots<N::Gradient>>,
    {
        let mut prints = prints(net, trainer.optimizer(), loss);
        let memory = trainer.memory();
        prints.push(("memory of the optimizer", Digest::of_numbers(memory.slots().borrow())));
        prints.push(("number of steps", u128::from(memory.steps())));
        self.together(|team| team.compare(&prints))
    }

    /// Compares what all ranks must have in common. The error is the same on all of them.
    pub(super) fn compare(&mut self, prints: &[Print]) -> Result<(), TeamError> {
        let own: Vec<u8> = prints.iter().flat_map(|(_, print)| print.to_le_bytes()).collect();
        let all = self.gather_bytes(&own)?;
        let print = |rank: &[u8], i: usize| {
            let bytes = rank.as_chunks().0.get(i);
            bytes.copied().map(u128::from_le_bytes)
        };
        for (rank, theirs) in all.iter().enumerate() {
            let first = all.first().map_or(&[][..], Vec::as_slice);
            for (i, &(what, _)) in prints.iter().enumerate() {
                let (found, expected) = (print(theirs, i), print(first, i));
                if found != expected {
                    let (found, expected) = (found.unwrap_or(0), expected.unwrap_or(0));
                    let reason = Reason::Differs { what, found, expected };
                    return Err(TeamError::Rank { rank, reason });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{layers::Dense, losses::MeanSquaredError, optimizers::Sgd, ranks::Threads};
    use alloc::{format, string::ToString};

    /// Everything else being equal: a later version may make other numbers of the same plan.
    #[test]
    fn a_rank_of_another_version_is_named() {
        for other in 0..3 {
            let errors = Threads::run(3, |ranks| {
                let mut prints = prints(&Dense::<1, 1>::zeros(), &Sgd::new(0.1), &MeanSquaredError);
                if ranks.rank() == other {
                    prints[0].1 = Digest::of_text("0.0.0");
                }
                Team::new(ranks).compare(&prints).unwrap_err().to_string()
            });
            // Rank 0 is whom the others are compared with.
            let named = other.max(1);
            for error in errors {
                let start = format!("rank {named}: it has another version of constnet");
                assert!(error.starts_with(&start), "{error}");
            }
        }
    }
}
