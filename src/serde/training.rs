//! Whole trainings, and what an optimizer remembers.

use super::{
    Tensors,
    fields::{self, Fields, Input},
    generator::{Seed, State},
    tensors::Fill,
};
use crate::{
    Optimizer, Parameters, Trainer, optimizers::Memory, parameters::copy_from, random::Generator,
    weights::Checkpoint,
};
use ::serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, Visitor},
    ser::SerializeStruct,
};
use core::{
    borrow::{Borrow, BorrowMut},
    fmt,
    marker::PhantomData,
};

const CHECKPOINT: [&str; 3] = ["epoch", "cursor", "generator"];

/// # With the feature `serde`
/// Epoch, cursor and generator alone; [`serde::Training`](crate::serde::Training) adds the rest of a
/// training.
impl Serialize for Checkpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Checkpoint", CHECKPOINT.len())?;
        out.serialize_field(CHECKPOINT[0], &self.epoch)?;
        out.serialize_field(CHECKPOINT[1], &self.cursor)?;
        out.serialize_field(CHECKPOINT[2], &State(&self.generator))?;
        out.end()
    }
}

impl<'de> Deserialize<'de> for Checkpoint {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        fields::read(Counts { epoch: 0, cursor: 0, generator: None }, input)
    }
}

struct Counts {
    epoch: u64,
    cursor: u64,
    generator: Option<Generator>,
}

impl<'de> Fields<'de> for Counts {
    const NAME: &'static str = "Checkpoint";
    const FIELDS: &'static [&'static str] = &CHECKPOINT;
    type Value = Checkpoint;

    fn field<I: Input<'de>>(&mut self, number: usize, input: &mut I) -> Result<(), I::Error> {
        match number {
            0 => self.epoch = input.value(PhantomData)?,
            1 => self.cursor = input.value(PhantomData)?,
            _ => self.generator = Some(input.value(Seed)?),
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<Checkpoint, E> {
        let Self { epoch, cursor, generator } = self;
        let generator = generator.ok_or_else(|| E::missing_field(CHECKPOINT[2]))?;
        Ok(Checkpoint { epoch, cursor, generator, state: () })
    }
}

const MEMORY: [&str; 2] = ["steps", "slots"];

/// # With the feature `serde`
/// A memory that holds its slots itself, for networks that are small beside the stack.
impl<M: Parameters> Serialize for Memory<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Memory", MEMORY.len())?;
        out.serialize_field(MEMORY[0], &self.steps())?;
        out.serialize_field(MEMORY[1], &Tensors(self.slots()))?;
        out.end()
    }
}

impl<'de, M: Parameters> Deserialize<'de> for Memory<M> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        fields::read(Slots { steps: 0, slots: M::zeros() }, input)
    }
}

struct Slots<M> {
    steps: u64,
    slots: M,
}

impl<'de, M: Parameters> Fields<'de> for Slots<M> {
    const NAME: &'static str = "Memory";
    const FIELDS: &'static [&'static str] = &MEMORY;
    type Value = Memory<M>;

    fn field<I: Input<'de>>(&mut self, number: usize, input: &mut I) -> Result<(), I::Error> {
        match number {
            0 => self.steps = input.value(PhantomData)?,
            _ => input.value(Fill(&mut self.slots))?,
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<Memory<M>, E> {
        Ok(Memory::resume(self.slots, self.steps))
    }
}

const TRAINING: [&str; 5] = ["optimizer", "steps", "checkpoint", "network", "memory"];

/// A training, to be serialised: what a [`Checkpoint`]'s file holds. Needs the feature `serde`.
///
/// # Example
/// ```
/// use constnet::{prelude::*, random, serde::{Training, TrainingMut}, weights::Checkpoint};
/// use serde::de::DeserializeSeed;
///
/// let at = Checkpoint::new(random::generator(7));
/// let net = (Dense::new([[1.0_f32, 2.0]], [3.0]), Tanh);
/// let trainer = Trainer::new(&net, Adam::new(0.01));
/// let text = serde_json::to_string(&Training { at: &at, net: &net, trainer: &trainer })?;
///
/// let mut copy = <(Dense<2, 1>, Tanh)>::zeros();
/// let mut resumed = Trainer::new(&copy, Adam::new(0.01));
/// let mut input = serde_json::Deserializer::from_str(&text);
/// let from = TrainingMut::new(&mut copy, &mut resumed).deserialize(&mut input)?;
/// assert!(copy == net && from == at);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug)]
pub struct Training<'a, N, O, G, M> {
    /// Counts and generator.
    pub at: &'a Checkpoint,
    /// The network.
    pub net: &'a N,
    /// The optimizer, whose name is written, and its memory.
    pub trainer: &'a Trainer<O, G, M>,
}

impl<N, O, G, M> Serialize for Training<'_, N, O, G, M>
where
    N: Parameters,
    O: Optimizer,
    M: Borrow<O::Slots<N::Gradient>>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let memory = self.trainer.memory();
        let mut out = serializer.serialize_struct("Training", TRAINING.len())?;
        out.serialize_field(TRAINING[0], O::NAME)?;
        out.serialize_field(TRAINING[1], &memory.steps())?;
        out.serialize_field(TRAINING[2], self.at)?;
        out.serialize_field(TRAINING[3], &Tensors(self.net))?;
        out.serialize_field(
            TRAINING[4],
            &Tensors::<O::Slots<N::Gradient>>(memory.slots().borrow()),
        )?;
        out.end()
    }
}

/// A training, to be deserialised in place: a [`DeserializeSeed`] whose value is the [`Checkpoint`].
/// Needs the feature `serde`.
///
/// The numbers are read into a `scratch` network and slots first, and copied when all are right.
#[derive(Debug)]
pub struct TrainingMut<'a, N, O, G, M, A, B> {
    net: &'a mut N,
    trainer: &'a mut Trainer<O, G, M>,
    scratch: (A, B),
}

#[cfg(feature = "alloc")]
impl<'a, N: Parameters, O: Optimizer, G, M>
    TrainingMut<'a, N, O, G, M, alloc::boxed::Box<N>, alloc::boxed::Box<O::Slots<N::Gradient>>>
{
    /// With scratch on the heap.
    pub fn new(net: &'a mut N, trainer: &'a mut Trainer<O, G, M>) -> Self {
        Self { net, trainer, scratch: (N::zeros_boxed(), Parameters::zeros_boxed()) }
    }
}

impl<'a, N, O, G, M, A, B> TrainingMut<'a, N, O, G, M, A, B>
where
    N: Parameters,
    O: Optimizer,
    A: BorrowMut<N>,
    B: BorrowMut<O::Slots<N::Gradient>>,
{
    /// With scratch of yours, such as `&mut`s, without an allocator.
    pub const fn with(net: &'a mut N, trainer: &'a mut Trainer<O, G, M>, scratch: (A, B)) -> Self {
        Self { net, trainer, scratch }
    }
}

impl<'de, N, O, G, M, A, B> DeserializeSeed<'de> for TrainingMut<'_, N, O, G, M, A, B>
where
    N: Parameters,
    O: Optimizer,
    M: BorrowMut<O::Slots<N::Gradient>>,
    A: BorrowMut<N>,
    B: BorrowMut<O::Slots<N::Gradient>>,
{
    type Value = Checkpoint;

    fn deserialize<D: Deserializer<'de>>(mut self, input: D) -> Result<Checkpoint, D::Error> {
        let (net, slots) = (self.scratch.0.borrow_mut(), self.scratch.1.borrow_mut());
        let parts =
            Parts { net: &mut *net, slots: &mut *slots, optimizer: O::NAME, steps: 0, at: None };
        let (steps, at) = fields::read(parts, input)?;
        copy_from(self.net, net);
        copy_from(self.trainer.memory_mut().resume_at(steps).borrow_mut(), slots);
        Ok(at)
    }
}

struct Parts<'a, N, S> {
    net: &'a mut N,
    slots: &'a mut S,
    optimizer: &'static str,
    steps: u64,
    at: Option<Checkpoint>,
}

impl<'de, N: Parameters, S: Parameters> Fields<'de> for Parts<'_, N, S> {
    const NAME: &'static str = "Training";
    const FIELDS: &'static [&'static str] = &TRAINING;
    type Value = (u64, Checkpoint);

    fn field<I: Input<'de>>(&mut self, number: usize, input: &mut I) -> Result<(), I::Error> {
        match number {
            0 => input.value(Named(self.optimizer))?,
            1 => self.steps = input.value(PhantomData)?,
            2 => self.at = Some(input.value(PhantomData)?),
            3 => input.value(Fill(self.net))?,
            _ => input.value(Fill(self.slots))?,
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<(u64, Checkpoint), E> {
        let at = self.at.ok_or_else(|| E::missing_field(TRAINING[2]))?;
        Ok((self.steps, at))
    }
}

/// The optimizer's name.
struct Named(&'static str);

impl<'de> DeserializeSeed<'de> for Named {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_str(self)
    }
}

impl Visitor<'_> for Named {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the name `{}` of an optimizer", self.0)
    }

    fn visit_str<E: Error>(self, found: &str) -> Result<(), E> {
        if found == self.0 {
            return Ok(());
        }
        Err(E::custom(format_args!(
            "the training is one of the optimizer `{found}`, expected `{}`",
            self.0
        )))
    }
}
