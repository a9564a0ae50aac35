//! A training that stops at any step goes on to the same bits, from a file, with every optimizer.

use constnet::{
    optimizers::schedule::{Cosine, WarmUp},
    prelude::*,
    random,
    training::TrainError,
    weights::{self, Checkpoint, Error, Reader},
};
use std::{env, fs, process};

const STEPS: u64 = 12;
const BATCHES: u64 = 4;

/// Every kind of entry: trained, stored, frozen, without parameters, random in training.
type Net<T> = (
    Standardize<2, T>,
    Frozen<Dense<2, 3, T>>,
    Residual<(Dense<3, 3, T>, Tanh)>,
    Dropout<Ratio<1, 3>>,
    LayerNorm<3, T>,
    Dense<3, 1, T>,
);

type Slots<T, O> = <O as Optimizer>::Slots<<Net<T> as Parameters>::Gradient>;
type Training<T, O> = Trainer<O, Box<<Net<T> as Parameters>::Gradient>, Box<Slots<T, O>>>;

/// One step on the batch that the checkpoint points at; where the order of the samples comes from
/// the epoch's number, and what is dropped from the checkpoint's generator.
fn step<T: Scalar, O: Optimizer>(
    net: &mut Net<T>,
    trainer: &mut Training<T, O>,
    at: &mut Checkpoint,
) -> Result<(), TrainError> {
    let mut samples: [f64; 8] = std::array::from_fn(|i| i as f64 / 4.0 - 1.0);
    random::shuffle(&mut samples, &mut random::generator(at.epoch));
    let pair = [0, 1].map(|i| samples[2 * at.cursor as usize + i]);
    let x = SMatrix::<T, 2, 2>::from_fn(|i, j| T::from_f64(pair[j] + i as f64 * 0.3));
    let targets = pair.map(|x| T::from_f64(x * x));
    trainer.step(net, &x, &targets, &MeanSquaredError, &mut at.generator)?;
    at.cursor += 1;
    if at.cursor == BATCHES {
        (at.epoch, at.cursor) = (at.epoch + 1, 0);
    }
    Ok(())
}

fn begin<T: Scalar, O: Optimizer>(optimizer: &O) -> (Net<T>, Training<T, O>, Checkpoint) {
    let mut at = Checkpoint::new(random::generator(5));
    let mut net = Net::init(&mut at.generator);
    net.0.mean = SVector::from([0.25, -0.5]).map(T::from_f64);
    let trainer = Trainer::boxed(&net, optimizer.clone());
    (net, trainer, at)
}

/// Stops at each step, loads the file into fresh values, goes on, and compares the bits of the end:
/// the file of the end holds weights, memory, counts and generator.
fn resumes<T: Scalar, O: Optimizer>(optimizer: O) {
    let (mut net, mut trainer, mut at) = begin::<T, O>(&optimizer);
    let mut files = Vec::new();
    for _ in 0..STEPS {
        files.push(at.to_vec(&net, &trainer).unwrap());
        step(&mut net, &mut trainer, &mut at).unwrap();
    }
    let end = at.to_vec(&net, &trainer).unwrap();
    assert_ne!(files[0], end);
    for (stop, file) in (0..).zip(files) {
        let mut net = Net::<T>::zeros();
        let mut trainer = Trainer::boxed(&net, optimizer.clone());
        let mut at = Checkpoint::load_into(&mut net, &mut trainer, &file).unwrap();
        assert_eq!((at.epoch * BATCHES + at.cursor, trainer.memory().steps()), (stop, stop));
        for _ in stop..STEPS {
            step(&mut net, &mut trainer, &mut at).unwrap();
        }
        assert!(at.to_vec(&net, &trainer).unwrap() == end, "{} from step {stop}", O::NAME);
    }
}

#[test]
fn every_optimizer_goes_on_to_the_same_bits() {
    fn both<O: Optimizer>(optimizer: O) {
        resumes::<f32, O>(optimizer.clone());
        resumes::<f64, O>(optimizer);
    }
    both(Sgd::new(0.05));
    both(Sgd::new(0.02).momentum(0.9));
    both(Sgd::new(0.02).nesterov(0.9).weight_decay(0.1));
    both(RmsProp::new(0.01));
    both(RmsProp::new(0.01).momentum(0.8));
    both(RmsProp::new(0.01).centered());
    both(RmsProp::new(0.01).momentum(0.8).centered());
    both(Adam::new(0.05));
    both(AdamW::new(0.05).weight_decay(0.1));
    both(AdamW::new(0.05).clip_norm(0.5).schedule(WarmUp::new(3).then(Cosine::new(9))));
}

/// A file in the folder of temporary files, which goes when the test does.
struct Temporary(std::path::PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        Self(env::temp_dir().join(format!("constnet-{}-{name}", process::id())))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// What a second process trains, and where it puts the end.
const FROM: &str = "CONSTNET_TEST_CHECKPOINT";

/// Two tracks of four windows of five steps.
type Memory = (Lstm<1, 3>, Conv1d<3, 3, 2, 2>, Dropout<Ratio<1, 3>>, Dense<3, 1>);
type Window = [SMatrix<f32, 1, 2>; 5];
type AtWindow = Checkpoint<<Memory as Stream<Window>>::State>;

/// A step on the window that the checkpoint points at, from the state in it; at rest where an epoch begins.
fn step_of_a_record(
    net: &mut Memory,
    trainer: &mut Trainer<
        Adam,
        <Memory as Parameters>::Gradient,
        <Adam as Optimizer>::Slots<<Memory as Parameters>::Gradient>,
    >,
    at: &mut AtWindow,
) {
    if at.cursor == 0 {
        at.state = State::rest();
    }
    let sample = |track: usize, t: usize| ((20 * track + 5 * at.cursor as usize + t) as f32).sin();
    let x: Window = std::array::from_fn(|t| SMatrix::from_fn(|_, track| sample(track, t)));
    let targets = [0, 1].map(|track| x.map(|x| x[track] * x[track]));
    let loss = MeanSquaredError;
    trainer.step_from(net, &mut at.state, &x, &targets, &loss, &mut at.generator).unwrap();
    at.cursor += 1;
    if at.cursor == BATCHES {
        (at.epoch, at.cursor) = (at.epoch + 1, 0);
    }
}

#[test]
fn a_training_that_carries_a_state_goes_on_in_the_middle_of_an_epoch() {
    let adam = || Adam::new(0.05);
    let mut at = Checkpoint::new(random::generator(5)).with_state(State::rest());
    let mut net = Memory::init(&mut at.generator);
    let mut trainer = Trainer::new(&net, adam());
    let mut files = Vec::new();
    for _ in 0..STEPS {
        files.push(at.to_vec(&net, &trainer).unwrap());
        step_of_a_record(&mut net, &mut trainer, &mut at);
    }
    // The last state is in the file of the end, too.
    assert_ne!(at.state, State::rest());
    let end = at.to_vec(&net, &trainer).unwrap();
    for (stop, file) in (0..).zip(&files) {
        let resumed = |keep_state: bool| {
            let mut net = Memory::zeros();
            let mut trainer = Trainer::new(&net, adam());
            let mut at = AtWindow::load_with_state(&mut net, &mut trainer, file).unwrap();
            assert_eq!(at.epoch * BATCHES + at.cursor, stop);
            if !keep_state {
                at.state = State::rest();
            }
            (stop..STEPS).for_each(|_| step_of_a_record(&mut net, &mut trainer, &mut at));
            at.to_vec(&net, &trainer).unwrap()
        };
        assert!(resumed(true) == end, "from step {stop}");
        // Without its state it is another training, unless an epoch begins.
        assert_eq!(resumed(false) == end, stop % BATCHES == 0, "from step {stop}");
    }
}

#[test]
fn another_process_goes_on_to_the_same_bits() {
    let adam = Adam::new(0.05);
    if let Some(path) = env::var_os(FROM) {
        let mut net = Net::<f32>::zeros();
        let mut trainer = Trainer::boxed(&net, adam);
        let mut at = Checkpoint::load_file(&mut net, &mut trainer, &path).unwrap();
        for _ in 5..STEPS {
            step(&mut net, &mut trainer, &mut at).unwrap();
        }
        return at.save(&net, &trainer, &path).unwrap();
    }
    let (mut net, mut trainer, mut at) = begin::<f32, _>(&adam);
    let file = Temporary::new("process.safetensors");
    for done in 0..STEPS {
        if done == 5 {
            at.save(&net, &trainer, &file.0).unwrap();
        }
        step(&mut net, &mut trainer, &mut at).unwrap();
    }
    let other = process::Command::new(env::current_exe().unwrap())
        .args(["--exact", "another_process_goes_on_to_the_same_bits"])
        .env(FROM, &file.0)
        .output()
        .unwrap();
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stderr));
    assert!(fs::read(&file.0).unwrap() == at.to_vec(&net, &trainer).unwrap());
}

/// A training of a few steps, and its file.
fn some<O: Optimizer>(optimizer: &O) -> (Net<f32>, Training<f32, O>, Checkpoint, Vec<u8>) {
    let (mut net, mut trainer, mut at) = begin(optimizer);
    (0..5).for_each(|_| step(&mut net, &mut trainer, &mut at).unwrap());
    let file = at.to_vec(&net, &trainer).unwrap();
    (net, trainer, at, file)
}

#[test]
fn a_checkpoint_of_another_optimizer_says_so() {
    fn refused<A: Optimizer, B: Optimizer>(from: A, to: B) -> String {
        let (mut net, _, _, file) = some(&from);
        let mut trainer = Trainer::boxed(&net, to);
        let error = Checkpoint::load_into(&mut net, &mut trainer, &file).unwrap_err().to_string();
        error.split(" (byte ").next().unwrap().to_owned()
    }
    let text = "the checkpoint is one of the optimizer `Sgd`, this one is `RmsProp`";
    assert_eq!(refused(Sgd::new(0.1), RmsProp::new(0.1)), text);
    let text = "the checkpoint is one of the optimizer `Adam`, this one is `AdamW`";
    assert_eq!(refused(Adam::new(0.1), AdamW::new(0.1).clip_value(1.0)), text);
    let text = "the checkpoint is one of the optimizer `RmsProp, centered`, \
                this one is `RmsProp with momentum`";
    assert_eq!(refused(RmsProp::new(0.1).centered(), RmsProp::new(0.1).momentum(0.5)), text);

    // Settings are not compared: a rate may be lowered on purpose.
    let (mut net, _, _, file) = some(&Adam::new(0.1));
    let mut trainer = Trainer::boxed(&net, Adam::new(0.01).clip_norm(1.0));
    assert!(Checkpoint::load_into(&mut net, &mut trainer, &file).is_ok());
}

#[test]
fn a_checkpoint_of_another_network_or_number_says_so() {
    let (_, _, _, file) = some(&Adam::new(0.1));
    let mut other = (Dense::<2, 3>::zeros(), Tanh);
    let mut trainer = Trainer::new(&other, Adam::new(0.1));
    let error = Checkpoint::load_into(&mut other, &mut trainer, &file).unwrap_err();
    let text = "tensor `net.0.weight`: the network wants it, [3, 2], the file lacks it; \
                it has `net.2.0.weight` (`prefix` and `table` say what a file calls its tensors)";
    assert_eq!(error.to_string(), text);
    // A network that was cut, and one with another activation.
    type Longer<A> = (Dense<1, 2>, A, Dense<2, 1>);
    let longer = Longer::<Tanh>::zeros();
    let trainer = Trainer::new(&longer, Sgd::new(0.1));
    let short = Checkpoint::new(random::generator(1)).to_vec(&longer, &trainer).unwrap();
    let mut cut = (Dense::<1, 2>::zeros(), Tanh);
    let mut trainer = Trainer::new(&cut, Sgd::new(0.1));
    let error = Checkpoint::load_into(&mut cut, &mut trainer, &short).unwrap_err();
    assert!(error.to_string().starts_with("tensor `net.2.weight`: the file has it"), "{error}");
    let mut other = Longer::<Relu>::zeros();
    let mut trainer = Trainer::new(&other, Sgd::new(0.1));
    let error = Checkpoint::load_into(&mut other, &mut trainer, &short).unwrap_err();
    assert!(matches!(error, Error::Fingerprint { .. }), "{error}");

    // A network may become narrower on the way to a device; a training may not.
    let mut double = Net::<f64>::zeros();
    let mut trainer = Trainer::boxed(&double, Adam::new(0.1));
    let error = Checkpoint::load_into(&mut double, &mut trainer, &file).unwrap_err();
    assert!(matches!(error, Error::Dtype { expected: "F64", found: "F32", .. }), "{error}");

    let weights_alone = weights::to_vec(&double).unwrap();
    let error = Checkpoint::load_into(&mut double, &mut trainer, &weights_alone).unwrap_err();
    assert_eq!(error, Error::NotACheckpoint { expected: "constnet.optimizer" });
}

#[test]
fn after_an_error_nothing_has_changed() {
    let (_, _, _, file) = some(&Adam::new(0.1));
    let (mut net, mut trainer, mut at) = begin::<f32, _>(&Adam::new(0.1));
    (0..3).for_each(|_| step(&mut net, &mut trainer, &mut at).unwrap());
    let before = at.to_vec(&net, &trainer).unwrap();
    for end in 0..file.len() {
        assert!(Checkpoint::load_into(&mut net, &mut trainer, &file[..end]).is_err());
    }
    let mut accepted = 0;
    for bit in 0..8 * file.len() {
        let mut bad = file.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        if let Ok(read) = Checkpoint::load_into(&mut net, &mut trainer, &bad) {
            // A key that nobody reads, or another way to write the same digit.
            let same = read.to_vec(&net, &trainer).unwrap();
            assert!(same == file, "bit {bit}");
            Checkpoint::load_into(&mut net, &mut trainer, &before).unwrap();
            accepted += 1;
        }
        assert!(at.to_vec(&net, &trainer).unwrap() == before, "bit {bit}");
    }
    assert!(accepted < file.len() / 4, "{accepted}");
}

#[test]
fn others_read_the_tensors() {
    let (net, trainer, at, file) = some(&Adam::new(0.1));
    let reference = safetensors::SafeTensors::deserialize(&file).unwrap();
    // The network has 10 tensors; of the 6 that are trained Adam remembers two each.
    assert_eq!(reference.len(), 10 + 2 * 6);
    let weight = reference.tensor("memory.1.5.weight").unwrap();
    assert_eq!(weight.shape(), [1, 3]);
    let slots = trainer.memory().slots();
    let expected: Vec<u8> = slots[1].5.weight.iter().flat_map(|v| v.to_le_bytes()).collect();
    assert_eq!(weight.data(), expected);

    // The network alone, from the same file.
    let copy: Net<f32> = Reader::new().prefix("net.").ignore_unknown().load(&file).unwrap();
    assert!(weights::to_vec(&copy) == weights::to_vec(&net));

    let mut small = vec![0; file.len() - 1];
    let error = at.write_to(&net, &trainer, &mut small).unwrap_err();
    assert_eq!(error, Error::NoRoom { expected: file.len(), found: file.len() - 1 });
}

#[test]
fn without_an_allocator_in_storage_of_the_callers() {
    type Small = (Dense<1, 2>, Tanh, Dense<2, 1>);
    let (mut net, mut gradient) = (Small::zeros(), <(Dense<1, 2>, (), Dense<2, 1>)>::zeros());
    let mut slots = [<(Dense<1, 2>, (), Dense<2, 1>)>::zeros()];
    let memory = constnet::optimizers::Memory::new(&mut slots);
    let mut trainer = Trainer::with(Sgd::new(0.1).momentum(0.9), &mut gradient, memory);
    let mut at = Checkpoint::new(random::generator(1));
    let x = SVector::from([1.0_f32]);
    trainer.step(&mut net, &x, &[1.0], &MeanSquaredError, &mut at.generator).unwrap();
    let mut buffer = [0; 2048];
    let len = at.write_to(&net, &trainer, &mut buffer).unwrap();
    let expected = net.clone();
    trainer.step(&mut net, &x, &[1.0], &MeanSquaredError, &mut at.generator).unwrap();
    let back = Checkpoint::load_into(&mut net, &mut trainer, &buffer[..len]).unwrap();
    assert!(net == expected && back == at && trainer.memory().steps() == 1);
}

/// As weights are saved: the mode stays, and a link is replaced instead of followed.
#[cfg(unix)]
#[test]
fn saving_keeps_the_mode_and_replaces_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = env::temp_dir().join(format!("constnet-checkpoint-mode-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    let [path, link] = ["training.safetensors", "link"].map(|name| folder.join(name));
    let (net, trainer, at) = begin::<f32, _>(&Sgd::new(0.1));
    at.save(&net, &trainer, &path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&path, &link).unwrap();
    for path in [&path, &link] {
        at.save(&net, &trainer, path).unwrap();
        assert!(fs::symlink_metadata(path).unwrap().is_file());
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_checkpoint_without_the_state_that_is_asked_for_says_so() {
    network!(Recurrent: [1; _] => (Lstm<1, 3>, Dense<3, 1>) => [1; _]);
    let net = Recurrent::init(&mut random::generator(1));
    let trainer = Trainer::new(&net, Adam::new(0.01));
    let with =
        Checkpoint::new(random::generator(1)).with_state(net.settled(&SVector::from([0.5]), 3));
    let with_file = with.to_vec(&net, &trainer).unwrap();
    let without = Checkpoint::new(random::generator(1)).to_vec(&net, &trainer).unwrap();

    let (mut copy, mut resumed) = (Recurrent::zeros(), Trainer::new(&net, Adam::new(0.01)));
    let error = Checkpoint::load_into(&mut copy, &mut resumed, &with_file).unwrap_err();
    assert!(error.to_string().contains("state.0."), "{error}");
    let mut asked = with.clone();
    let loaded = Checkpoint::load_with_state(&mut copy, &mut resumed, &without);
    match loaded {
        Ok(found) => asked = found,
        Err(error) => assert!(error.to_string().contains("state.0."), "{error}"),
    }
    assert!(asked == with && copy == Recurrent::zeros());
    let found = Checkpoint::load_with_state(&mut copy, &mut resumed, &with_file).unwrap();
    assert!(found == with && copy == net);
}
