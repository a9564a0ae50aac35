//! A training in a file: it goes on, in another process too, as if it had never stopped.

#[cfg(feature = "std")]
use super::disk;
use super::{
    Error, Name, Reader, Writer,
    bytes::{equal, hexadecimal},
    check::Checked,
    fill, fingerprint,
    fingerprint::seal,
    header::File,
    metadata::Value,
    writer::{Sink, assemble, length, start},
};
use crate::{
    Optimizer, Parameters, State, Trainer,
    random::{self, Generator},
};
use core::borrow::{Borrow, BorrowMut};

/// Where a training stands, beside its network and its optimizer's memory.
///
/// A checkpoint is a safetensors file. The network's tensors are `net.0.weight` and so on, which
/// `Reader::new().prefix("net.").ignore_unknown()` reads alone; the optimizer's slots are
/// `memory.0.0.weight`, `memory.1.0.weight` …; the rest stands in `__metadata__`:
///
/// | key | value |
/// |---|---|
/// | `constnet.optimizer` | [`Optimizer::NAME`], whose memory it is |
/// | `constnet.steps`, `constnet.epoch`, `constnet.cursor` | decimal |
/// | `constnet.generator` | the state of Xoshiro256++, four words of 16 hexadecimal digits |
/// | `constnet.seal` | FNV-1a over the network's fingerprint and all of these: damage is found |
///
/// The settings of the optimizer are not in the file: they are code, and may be changed on purpose.
/// With the same settings, data and batches the final bits are those of a training that never
/// stopped. A [schedule](crate::optimizers::schedule) counts the memory's steps, so it goes on too.
///
/// The order of the samples need not be stored where it follows from the seed and the epoch, as
/// below; `cursor` is then the next batch of the epoch. [`fit`](crate::training::fit) runs from
/// start to end and writes none.
///
/// # Example
/// ```
/// use constnet::{prelude::*, random, weights::{Checkpoint, Error}};
///
/// network!(Net: 1 => (Dense<1, 4>, Tanh, Dropout<Ratio<1, 4>>, Dense<4, 1>) => 1);
/// const SEED: u64 = 7;
/// let data = [-1.0_f32, -0.5, 0.0, 0.5, 1.0, 1.5];
///
/// // One step on the batch that the checkpoint points at, in an order drawn for each epoch.
/// let step = |net: &mut Net, trainer: &mut Trainer<_, _, _>, at: &mut Checkpoint| {
///     let mut order = [0, 1, 2, 3, 4, 5];
///     random::shuffle(&mut order, &mut random::generator(SEED + at.epoch));
///     let [a, b] = [0, 1].map(|i| data[order[2 * at.cursor as usize + i]]);
///     let x = SMatrix::<f32, 1, 2>::new(a, b);
///     trainer.step(net, &x, &[a * a, b * b], &MeanSquaredError, &mut at.generator)?;
///     at.cursor += 1;
///     if at.cursor == 3 {
///         (at.epoch, at.cursor) = (at.epoch + 1, 0);
///     }
///     Ok::<_, constnet::training::TrainError>(())
/// };
///
/// let mut at = Checkpoint::new(random::generator(SEED));
/// let mut net = Net::init(&mut at.generator);
/// let mut trainer = Trainer::new(&net, Adam::new(0.01));
/// for _ in 0..7 {
///     step(&mut net, &mut trainer, &mut at)?;
/// }
/// let file = at.to_vec(&net, &trainer)?; // or at.save(&net, &trainer, "training.safetensors")?
///
/// // Later, elsewhere: fresh values, filled from the file.
/// let mut copy = Net::zeros();
/// let mut resumed = Trainer::new(&copy, Adam::new(0.01));
/// let mut from = Checkpoint::load_into(&mut copy, &mut resumed, &file)?;
/// assert_eq!((from.epoch, from.cursor, resumed.memory().steps()), (2, 1, 7));
/// for _ in 0..7 {
///     step(&mut net, &mut trainer, &mut at)?;
///     step(&mut copy, &mut resumed, &mut from)?;
/// }
/// assert!(copy == net && from == at);
///
/// // The memory of one optimizer means nothing to another.
/// let mut other = Trainer::new(&copy, AdamW::new(0.01));
/// let error = Checkpoint::load_into(&mut copy, &mut other, &file).unwrap_err();
/// assert!(error.to_string().starts_with("the checkpoint is one of the optimizer `Adam`, this one is `AdamW`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "resume")]
///
/// # With a state
/// A training that [carries states](Trainer::step_from) from window to window has them in its checkpoint, as the
/// tensors `state.…`, and so goes on in the middle of an epoch:
/// ```
/// use constnet::{prelude::*, random, weights::Checkpoint};
///
/// network!(Net: [1; _] => (Lstm<1, 4>, Dense<4, 1>) => [1; _]);
///
/// let mut net = Net::init(&mut random::generator(1));
/// let mut trainer = Trainer::new(&net, Adam::new(0.01));
/// let mut at = Checkpoint::new(random::generator(1)).with_state(net.rest());
/// let step = |net: &mut Net, trainer: &mut Trainer<_, _, _>, at: &mut Checkpoint<_>| {
///     let x = [SVector::from([(at.cursor as f32).sin()]); 5];
///     at.cursor += 1;
///     trainer.step_from(net, &mut at.state, &x, &[[0.5; 5]], &MeanSquaredError, &mut at.generator)
/// };
/// step(&mut net, &mut trainer, &mut at)?;
/// let file = at.to_vec(&net, &trainer)?;
///
/// let mut copy = Net::zeros();
/// let mut resumed = Trainer::new(&copy, Adam::new(0.01));
/// let mut from = Checkpoint::load_with_state(&mut copy, &mut resumed, &file)?;
/// for _ in 0..3 {
///     step(&mut net, &mut trainer, &mut at)?;
///     step(&mut copy, &mut resumed, &mut from)?;
/// }
/// assert!(copy == net && from == at);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint<S = ()> {
    /// Epochs that are done.
    pub epoch: u64,
    /// Where the training stands in the epoch, as the caller counts.
    pub cursor: u64,
    /// The generator that steps draw from.
    pub generator: Generator,
    /// The [state](crate::stream) that the next window begins with; `()` where windows begin at rest. Several states
    /// are a tuple or an array.
    pub state: S,
}

const NET: Writer<'_> = Writer::new().prefix("net.");
const MEMORY: Writer<'_> = Writer::new().prefix("memory.");
const STATE: Writer<'_> = Writer::new().prefix("state.");

impl Checkpoint {
    /// The start of a training with this generator.
    pub const fn new(generator: Generator) -> Self {
        Self { epoch: 0, cursor: 0, generator, state: () }
    }

    /// The same with the state that is carried from window to window.
    pub fn with_state<S: State>(self, state: S) -> Checkpoint<S> {
        let Self { epoch, cursor, generator, state: () } = self;
        Checkpoint { epoch, cursor, generator, state }
    }

    /// Fills a network and a trainer from a file, in place.
    ///
    /// # Errors
    /// [`NotACheckpoint`](Error::NotACheckpoint), [`Shape`](Error::Shape) and its like or
    /// [`Fingerprint`](Error::Fingerprint) for another network, [`Optimizer`](Error::Optimizer) for another optimizer, [`Dtype`](Error::Dtype) for
    /// another type of number, [`Checksum`](Error::Checksum) for damage, and every other [`Error`] of
    /// reading. The network and the trainer are then what they were.
    pub fn load_into<N, O, G, M>(
        net: &mut N,
        trainer: &mut Trainer<O, G, M>,
        bytes: &[u8],
    ) -> Result<Self, Error>
    where
        N: Parameters,
        O: Optimizer,
        M: BorrowMut<O::Slots<N::Gradient>>,
    {
        Self::load_with_state(net, trainer, bytes)
    }

    /// Fills a network and a trainer from a file on a disk, in place. Needs the feature `std`.
    ///
    /// # Errors
    /// An error of the file system; or as [`load_into`](Self::load_into). The network and the trainer are then what they were.
    #[cfg(feature = "std")]
    pub fn load_file<N, O, G, M>(
        net: &mut N,
        trainer: &mut Trainer<O, G, M>,
        path: impl AsRef<std::path::Path>,
    ) -> Result<Self, super::FileError>
    where
        N: Parameters,
        O: Optimizer,
        M: BorrowMut<O::Slots<N::Gradient>>,
    {
        Self::load_file_with_state(net, trainer, path)
    }
}

impl<S: State> Checkpoint<S> {
    /// How many bytes the file has.
    pub fn len<N, O, G, M>(&self, net: &N, trainer: &Trainer<O, G, M>) -> usize
    where
        N: Parameters,
        O: Optimizer,
        M: Borrow<O::Slots<N::Gradient>>,
    {
        let slots = trainer.memory().slots().borrow();
        let data = NET.data_len(net) + MEMORY.data_len(slots) + STATE.data_len(&self.state);
        length(|out| self.header(net, trainer, out), data)
    }

    /// Writes the file to the start of a buffer, and returns its length. It needs no allocator.
    ///
    /// # Errors
    /// As [`Writer::write_to`].
    pub fn write_to<N, O, G, M>(
        &self,
        net: &N,
        trainer: &Trainer<O, G, M>,
        buffer: &mut [u8],
    ) -> Result<usize, Error>
    where
        N: Parameters,
        O: Optimizer,
        M: Borrow<O::Slots<N::Gradient>>,
    {
        let expected = self.len(net, trainer);
        if buffer.len() < expected {
            return Err(Error::NoRoom { expected, found: buffer.len() });
        }
        let buffer = &mut buffer[..expected];
        let slots = trainer.memory().slots().borrow();
        NET.storable(net)?;
        MEMORY.storable(slots)?;
        STATE.storable(&self.state)?;
        assemble(
            buffer,
            |out| self.header(net, trainer, out),
            |out| {
                NET.numbers(net, out);
                MEMORY.numbers(slots, out);
                STATE.numbers(&self.state, out);
            },
        );
        read::<N, O, S>(&File::read(buffer)?, |_, _, _| Ok(()))?;
        Ok(expected)
    }

    /// The file as a vector.
    ///
    /// # Errors
    /// As [`write_to`](Self::write_to), without `NoRoom`.
    #[cfg(feature = "alloc")]
    pub fn to_vec<N, O, G, M>(
        &self,
        net: &N,
        trainer: &Trainer<O, G, M>,
    ) -> Result<alloc::vec::Vec<u8>, Error>
    where
        N: Parameters,
        O: Optimizer,
        M: Borrow<O::Slots<N::Gradient>>,
    {
        let mut file = alloc::vec![0; self.len(net, trainer)];
        self.write_to(net, trainer, &mut file)?;
        Ok(file)
    }

    /// [`load_into`](Checkpoint::load_into) from the file of a checkpoint with a state of this type.
    ///
    /// # Errors
    /// As [`load_into`](Checkpoint::load_into); a state of another shape, or a missing one, counts as that of another
    /// network.
    pub fn load_with_state<N, O, G, M>(
        net: &mut N,
        trainer: &mut Trainer<O, G, M>,
        bytes: &[u8],
    ) -> Result<Self, Error>
    where
        N: Parameters,
        O: Optimizer,
        M: BorrowMut<O::Slots<N::Gradient>>,
    {
        read::<N, O, S>(&File::read(bytes)?, |steps, network, memory| {
            fill::overwrite(net, network)?;
            fill::overwrite(trainer.memory_mut().resume_at(steps).borrow_mut(), memory)
        })
    }

    /// Saves the file: after a crash at any point, the path has the old checkpoint or the new one, with
    /// the mode of the old one; a symbolic link is replaced, as [`Writer::save`] says. Needs the feature
    /// `std`.
    ///
    /// # Errors
    /// As [`Writer::save`].
    #[cfg(feature = "std")]
    pub fn save<N, O, G, M>(
        &self,
        net: &N,
        trainer: &Trainer<O, G, M>,
        path: impl AsRef<std::path::Path>,
    ) -> Result<(), super::FileError>
    where
        N: Parameters,
        O: Optimizer,
        M: Borrow<O::Slots<N::Gradient>>,
    {
        let path = path.as_ref();
        let file = self.to_vec(net, trainer).map_err(disk::at(path))?;
        super::replace::replace(&[(path, &file)]).map_err(disk::at(path))
    }

    /// [`load_file`](Checkpoint::load_file) of a checkpoint with a state of this type. Needs the feature `std`.
    ///
    /// # Errors
    /// An error of the file system; or as [`load_with_state`](Self::load_with_state). The network and the trainer are
    /// then what they were.
    #[cfg(feature = "std")]
    pub fn load_file_with_state<N, O, G, M>(
        net: &mut N,
        trainer: &mut Trainer<O, G, M>,
        path: impl AsRef<std::path::Path>,
    ) -> Result<Self, super::FileError>
    where
        N: Parameters,
        O: Optimizer,
        M: BorrowMut<O::Slots<N::Gradient>>,
    {
        let path = path.as_ref();
        let numbers = N::COUNT + <O::Slots<N::Gradient>>::COUNT + S::COUNT;
        let longest = (8 + super::MAX_HEADER + 8 * numbers) as u64;
        Self::load_with_state(net, trainer, &disk::read(path, longest)?).map_err(disk::at(path))
    }

    fn header<N, O, G, M>(&self, net: &N, trainer: &Trainer<O, G, M>, out: &mut Sink<'_>)
    where
        N: Parameters,
        O: Optimizer,
        M: Borrow<O::Slots<N::Gradient>>,
    {
        let (steps, [a, b, c, d]) = (trainer.memory().steps(), random::state(&self.generator));
        start::<N>(out);
        out.text(format_args!(",\"constnet.optimizer\":\"{}\"", O::NAME));
        out.text(format_args!(",\"constnet.steps\":\"{steps}\""));
        out.text(format_args!(",\"constnet.epoch\":\"{}\"", self.epoch));
        out.text(format_args!(",\"constnet.cursor\":\"{}\"", self.cursor));
        out.text(format_args!(",\"constnet.generator\":\"{a:016x}{b:016x}{c:016x}{d:016x}\""));
        out.text(format_args!(",\"constnet.seal\":\"{:016x}\"}}", self.seal::<N, O>(steps)));
        let mut begin = 0;
        NET.tensors(net, &mut begin, out);
        MEMORY.tensors(trainer.memory().slots().borrow(), &mut begin, out);
        STATE.tensors(&self.state, &mut begin, out);
        out.text(format_args!("}}"));
    }

    fn seal<N: Parameters, O: Optimizer>(&self, steps: u64) -> u64 {
        let [a, b, c, d] = random::state(&self.generator);
        seal(fingerprint::<N>(), O::NAME, &[steps, self.epoch, self.cursor, a, b, c, d])
    }
}

/// Checks everything, then hands the steps and the tensors, network and memory, to `write`.
fn read<N: Parameters, O: Optimizer, S: State>(
    file: &File<'_>,
    write: impl FnOnce(u64, &Checked<'_>, &Checked<'_>) -> Result<(), Error>,
) -> Result<Checkpoint<S>, Error> {
    let optimizer = value(file, "constnet.optimizer")?;
    let network = Reader::part("net.");
    let network = Checked::tensors::<N>(&network, file)?;
    if !equal(optimizer.text, O::NAME.as_bytes()) {
        let (offset, found) = (optimizer.offset, Name::new(optimizer.text));
        return Err(Error::Optimizer { offset, expected: O::NAME, found });
    }
    let memory = Reader::part("memory.");
    let memory = Checked::tensors::<O::Slots<N::Gradient>>(&memory, file)?;
    let carried = Reader::part("state.");
    let carried = Checked::tensors::<S>(&carried, file)?;
    if let Some(i) = network.first_unwanted([&memory, &carried]) {
        return Err(file.entry(i)?.unexpected());
    }
    network.same_network::<N>()?;
    network.intact()?;
    let steps = decimal(file, "constnet.steps")?;
    let mut at = Checkpoint {
        state: S::rest(),
        epoch: decimal(file, "constnet.epoch")?,
        cursor: decimal(file, "constnet.cursor")?,
        generator: generator(file)?,
    };
    let written = value(file, "constnet.seal")?;
    let (expected, found) = (written.word()?, at.seal::<N, O>(steps));
    if found != expected {
        let [expected, found] = [expected, found].map(|word| u128::from(word).to_be_bytes());
        return Err(Error::Checksum { offset: written.offset, expected, found });
    }
    fill::overwrite(&mut at.state, &carried)?;
    write(steps, &network, &memory)?;
    Ok(at)
}

fn value<'a>(file: &File<'a>, key: &'static str) -> Result<Value<'a>, Error> {
    file.metadata(key.as_bytes()).ok_or(Error::NotACheckpoint { expected: key })
}

fn decimal(file: &File<'_>, key: &'static str) -> Result<u64, Error> {
    let value = value(file, key)?;
    let digits = value.text.iter().all(u8::is_ascii_digit);
    let text = core::str::from_utf8(value.text).ok().filter(|_| digits);
    match text.and_then(|digits| digits.parse().ok()) {
        Some(number) => Ok(number),
        None => value.error("a whole number below 2^64"),
    }
}

fn generator(file: &File<'_>) -> Result<Generator, Error> {
    const EXPECTED: &str = "64 hexadecimal digits that are not all 0";
    let value = value(file, "constnet.generator")?;
    let (digits, []) = value.text.as_chunks::<16>() else { return value.error(EXPECTED) };
    let mut words = [0; 4];
    if digits.len() != words.len() {
        return value.error(EXPECTED);
    }
    for (word, digits) in words.iter_mut().zip(digits) {
        match hexadecimal(digits, 16) {
            Some(bits) => *word = bits as u64,
            None => return value.error(EXPECTED),
        }
    }
    match random::resume(words) {
        Some(generator) => Ok(generator),
        None => value.error(EXPECTED),
    }
}
