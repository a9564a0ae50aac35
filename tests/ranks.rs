//! Over ranks: the bits of one machine for any number of them, and errors that name rank and reason on all of them.

use constnet::{
    parameters::for_each,
    prelude::*,
    ranks::{Failure, Ranks, Reason, Team, TeamError, Threads},
    training::{Chunks, FitReport, Plateau, Shards, Stop, evaluate_with},
    weights::Checkpoint,
};
use core::{ops::ControlFlow, time::Duration};
use std::time::Instant;

network!(Net: 6 => (Dense<6, 12>, Tanh, Dropout<Ratio<1, 5>>, LayerNorm<12>, Dense<12, 3>) => 3);

/// More ranks than chunks, as many, fewer, and numbers that divide nothing.
const SIZES: [usize; 8] = [1, 2, 3, 4, 5, 6, 8, 11];

type Targets = Vec<Weighted<usize>>;

/// Samples of three classes, with weights whose sums are rounded.
fn samples(n: usize) -> (Vec<SVector<f32, 6>>, Targets) {
    let mut rng = random::generator(11);
    let mut numbers = [(); 6].map(|()| 0.0);
    let mut next = || {
        numbers = numbers.map(|_| random::normal(&mut rng) as f32);
        SVector::from(numbers)
    };
    let inputs: Vec<_> = (0..n).map(|_| next()).collect();
    let classes = inputs.iter().map(|x| usize::from(x[0] > x[1]) + usize::from(x[2] > x[3]));
    let targets =
        classes.map(|class| Weighted { target: class, weight: [0.1, 1.0, 0.7][class] }).collect();
    (inputs, targets)
}

/// A network, and every number of the report.
type Trained = (Net, Vec<[u64; 3]>, usize, Stop);

fn trained(net: Net, report: FitReport) -> Trained {
    let epoch = |epoch: &constnet::training::Epoch| {
        [epoch.loss, epoch.validation.unwrap_or(0.0), epoch.gradient_norm].map(f64::to_bits)
    };
    (net, report.epochs.iter().map(epoch).collect(), report.best, report.stop)
}

fn optimizer() -> impl Optimizer + core::fmt::Debug {
    AdamW::new(0.01).clip_norm(1.0)
}

fn bits(net: &Net) -> Vec<u32> {
    let mut all = Vec::new();
    for_each(net, |_, _, numbers: &[f32]| all.extend(numbers.iter().map(|x| x.to_bits())));
    all
}

/// 77 samples in steps of 40, so that the last step of an epoch has fewer chunks, and the last chunk fewer samples.
fn plan<'a>(
    validation: Dataset<'a, SVector<f32, 6>, Weighted<usize>>,
) -> Fit<'a, SVector<f32, 6>, Weighted<usize>, 8> {
    let plan = Fit::new(7).epochs(12).batch(BatchSize::<8>).chunks(5).validation(validation);
    plan.patience(6).plateau(Plateau::new(0.5, 1))
}

#[test]
fn any_number_of_ranks_gives_the_bits_of_one_machine() {
    let (inputs, targets) = samples(120);
    let data = Dataset::of(&inputs[..77], &targets[..77]).unwrap();
    let validation = Dataset::of(&inputs[77..], &targets[77..]).unwrap();
    let plan = plan(validation);
    let mut net = Net::seeded(5);
    let report = fit(&mut net, &data, &SoftmaxCrossEntropy, optimizer(), &plan).unwrap();
    let expected = trained(net, report);
    for size in SIZES {
        let found = Threads::run(size, |ranks| {
            let mut net = Net::seeded(5);
            let mut team = Team::new(ranks);
            let report = team.fit(&mut net, &data, &SoftmaxCrossEntropy, optimizer(), &plan);
            trained(net, report.unwrap())
        });
        for (rank, found) in found.into_iter().enumerate() {
            assert!(found == expected, "rank {rank} of {size}");
        }
    }
}

#[test]
fn each_rank_needs_its_part_of_the_data_alone() {
    let (inputs, targets) = samples(120);
    let validation = Dataset::of(&inputs[77..], &targets[77..]).unwrap();
    // One full step and a chunk; several chunks of the last step; fewer samples than chunks.
    for n in [77, 43, 9, 3] {
        let data = Dataset::of(&inputs[..n], &targets[..n]).unwrap();
        // What changes a sample knows its number in the step, wherever it is computed.
        let plan = plan(validation).sharded(n).augment(|x: &mut SVector<f32, 6>, rng| {
            x[0] += random::uniform(0.1, rng) as f32;
        });
        let mut net = Net::seeded(5);
        let report = fit(&mut net, &data, &SoftmaxCrossEntropy, optimizer(), &plan).unwrap();
        let expected = trained(net, report);
        let shards = Shards::new(n, 5, BatchSize::<8>);
        for size in SIZES {
            let found = Threads::run(size, |ranks| {
                let mut team = Team::new(ranks);
                let mine = team.samples(&shards);
                let (inputs, targets) = (inputs[mine.clone()].to_vec(), targets[mine].to_vec());
                let data = Dataset::of(&inputs, &targets).unwrap();
                let mut net = Net::seeded(5);
                let report = team.fit(&mut net, &data, &SoftmaxCrossEntropy, optimizer(), &plan);
                trained(net, report.unwrap())
            });
            for (rank, found) in found.into_iter().enumerate() {
                assert!(found == expected, "{n} samples, rank {rank} of {size}");
            }
        }
    }
}

#[test]
fn an_evaluation_has_the_bits_of_one_machine() {
    let (inputs, targets) = samples(77);
    let data = Dataset::of(&inputs, &targets).unwrap();
    let net = Net::seeded(5);
    let size = BatchSize::<8>;
    let expected = evaluate_with(&net, &data, &SoftmaxCrossEntropy, size).unwrap();
    for ranks in SIZES {
        let found = Threads::run(ranks, |ranks| {
            Team::new(ranks).evaluate(&net, &data, &SoftmaxCrossEntropy, size).unwrap()
        });
        assert!(found.iter().all(|found| found.to_bits() == expected.to_bits()), "{ranks}");
    }
}

/// Steps `from..to` of a training, by a loop of one's own over ranks that hold their part of the data, from what
/// `file` holds, if there is one. Gives the file that rank 0 writes.
fn steps<R: Ranks>(
    ranks: R,
    from: usize,
    to: usize,
    mut file: Vec<u8>,
) -> Result<Vec<u8>, TeamError> {
    const EPOCH: usize = 2;
    let (inputs, targets) = samples(77);
    let shards = Shards::new(77, 5, BatchSize::<8>);
    let mut team = Team::new(ranks);
    let mut net = Net::seeded(5);
    let mut trainer = Trainer::new(&net, Adam::new(0.01));
    let mut chunks = team.chunks(&net, BatchSize::<8>, 5);
    let mine = team.samples(&shards);
    let data = Dataset::of(&inputs[mine.clone()], &targets[mine])?;
    let data = team.part(&data, &shards)?;
    let mut at = Checkpoint::new(random::generator(3));
    team.broadcast(&mut file)?;
    if from > 0 {
        let read = Checkpoint::load_into(&mut net, &mut trainer, &file);
        at = read.map_err(|error| team.give_up(&error))?;
    }
    team.agree(&net, &mut trainer, &SoftmaxCrossEntropy)?;
    for step in from..to {
        let order = shards.order(&mut random::generator((step / EPOCH) as u64));
        let samples = order.chunks(shards.step()).nth(step % EPOCH).unwrap();
        let loss = SoftmaxCrossEntropy;
        team.step(&mut trainer, &mut net, &data, samples, &mut chunks, &loss, &mut at.generator)?;
    }
    Ok(at.to_vec(&net, &trainer).unwrap())
}

#[test]
fn another_number_of_ranks_goes_on_from_a_checkpoint_to_the_same_bits() {
    let run = |size, from, to, file: &[u8]| {
        let mut all = Threads::run(size, |ranks| {
            // Rank 0 alone has the file.
            let file = if ranks.rank() == 0 { file.to_vec() } else { Vec::new() };
            steps(ranks, from, to, file).unwrap()
        });
        let first = all.swap_remove(0);
        assert!(all.iter().all(|file| *file == first), "{size} ranks");
        first
    };
    let expected = run(1, 0, 12, &[]);
    for [before, after] in [[1, 3], [4, 2], [3, 8], [8, 1]] {
        let half = run(before, 0, 5, &[]);
        assert!(run(after, 5, 12, &half) == expected, "{before} ranks, then {after}");
    }
}

#[test]
fn a_step_over_one_rank_is_one_in_chunks() {
    let (inputs, targets) = samples(40);
    let data = Dataset::of(&inputs, &targets).unwrap();
    let order: Vec<usize> = (0..37).rev().collect();
    let mut expected = Net::seeded(5);
    let mut trainer = Trainer::new(&expected, Sgd::new(0.1));
    let mut chunks = Chunks::new(&expected, BatchSize::<8>, 5);
    let (loss, rng) = (SoftmaxCrossEntropy, &mut random::generator(1));
    let one = trainer.step_chunks(&mut expected, &data, &order, &mut chunks, &loss, rng).unwrap();
    for size in SIZES {
        let all = Threads::run(size, |ranks| {
            let mut team = Team::new(ranks);
            let data = team.whole(&data).unwrap();
            let mut net = Net::seeded(5);
            let mut trainer = Trainer::new(&net, Sgd::new(0.1));
            let mut chunks = team.chunks(&net, BatchSize::<8>, 5);
            let rng = &mut random::generator(1);
            let net_ = &mut net;
            let found = team.step(&mut trainer, net_, &data, &order, &mut chunks, &loss, rng);
            (found.unwrap(), net)
        });
        for (found, net) in all {
            assert!(found == one && bits(&net) == bits(&expected), "{size}");
        }
    }
}

#[test]
fn training_ends_everywhere_if_one_observer_asks_for_it() {
    let (inputs, targets) = samples(40);
    let data = Dataset::of(&inputs, &targets).unwrap();
    let plan = Fit::new(1).batch(BatchSize::<8>).chunks(4);
    let epochs = Threads::run(3, |ranks| {
        let rank = ranks.rank();
        let mut net = Net::seeded(5);
        let observer = |epoch: &constnet::training::Epoch, _: &Net| match epoch.number {
            3 if rank == 2 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        let mut team = Team::new(ranks);
        let loss = SoftmaxCrossEntropy;
        let report = team.fit_with(&mut net, &data, &loss, Adam::new(0.01), &plan, observer);
        report.unwrap().epochs.len()
    });
    assert_eq!(epochs, [3, 3, 3]);
}

/// What the errors of a training on ranks say that are made by `change`, each after how long.
fn faults(
    size: usize,
    patience: Duration,
    program: impl Fn(Team<Faulty>) -> Result<(), TeamError> + Sync,
    fault: Option<(usize, Fault)>,
) -> Vec<String> {
    let started = Instant::now();
    let errors = Threads::run(size, |ranks| {
        let fault = fault.filter(|(rank, _)| *rank == ranks.rank()).map(|(_, fault)| fault);
        let faulty = Faulty { ranks: Some(ranks), fault, sent: 0 };
        match program(Team::new(faulty).patience(patience)) {
            Ok(()) => "no error".to_owned(),
            Err(error) => error.to_string(),
        }
    });
    assert!(started.elapsed() < 20 * patience, "{:?}", started.elapsed());
    errors
}

/// What goes wrong with a rank, at its message with a number.
#[derive(Clone, Copy)]
enum Fault {
    Dies(usize),
    Hangs(usize),
    Cuts(usize),
    Damages(usize),
    Repeats(usize),
}

struct Faulty {
    ranks: Option<Threads>,
    fault: Option<Fault>,
    sent: usize,
}

impl Ranks for Faulty {
    fn rank(&self) -> usize {
        self.ranks.as_ref().map_or(0, Ranks::rank)
    }
    fn size(&self) -> usize {
        self.ranks.as_ref().map_or(1, Ranks::size)
    }
    fn send(&mut self, to: usize, message: &[u8], wait: Duration) -> Result<(), Failure> {
        self.sent += 1;
        let now = |at| self.sent == at;
        let mut sent = message.to_vec();
        match self.fault {
            Some(Fault::Dies(at)) if self.sent >= at => self.ranks = None,
            Some(Fault::Hangs(at)) if now(at) => std::thread::sleep(8 * wait),
            Some(Fault::Cuts(at)) if now(at) => sent.truncate(message.len() - 1),
            Some(Fault::Damages(at)) if now(at) => sent[message.len() - 1] ^= 1,
            Some(Fault::Repeats(at)) if now(at) => {
                self.ranks.as_mut().unwrap().send(to, message, wait)?;
            }
            _ => {}
        }
        match &mut self.ranks {
            Some(ranks) => ranks.send(to, &sent, wait),
            None => Err(Failure::Other("this rank is dead".into())),
        }
    }
    fn receive(
        &mut self,
        from: usize,
        message: &mut Vec<u8>,
        wait: Duration,
    ) -> Result<(), Failure> {
        match &mut self.ranks {
            Some(ranks) => ranks.receive(from, message, wait),
            None => Err(Failure::Other("this rank is dead".into())),
        }
    }
}

const LONG: Duration = Duration::from_secs(10);

/// A training of twelve epochs, over whatever number of ranks.
fn training(mut team: Team<Faulty>) -> Result<(), TeamError> {
    let (inputs, targets) = samples(77);
    let data = Dataset::of(&inputs, &targets)?;
    let plan = Fit::new(7).epochs(12).batch(BatchSize::<8>).chunks(5).validation(data);
    let mut net = Net::seeded(5);
    team.fit(&mut net, &data, &SoftmaxCrossEntropy, Adam::new(0.01), &plan).map(|_| ())
}

#[test]
fn all_ranks_say_which_one_died() {
    // At any of its first messages: of the comparison, of the validation, of a step.
    for size in [2, 3, 5, 8] {
        for rank in 0..size {
            for at in [1, 2, 3, 4, 5, 6, 7, 8, 15] {
                let errors = faults(size, LONG, training, Some((rank, Fault::Dies(at))));
                for (other, error) in errors.iter().enumerate().filter(|(other, _)| *other != rank)
                {
                    let expected = format!("rank {rank}: it has ended");
                    assert_eq!(*error, expected, "rank {other} of {size}, message {at}");
                }
            }
        }
    }
}

#[test]
fn all_ranks_say_which_one_is_silent() {
    let patience = Duration::from_millis(250);
    for (size, rank) in [(2, 0), (4, 3), (8, 5), (8, 0)] {
        let errors = faults(size, patience, training, Some((rank, Fault::Hangs(4))));
        for error in errors.iter().enumerate().filter(|(other, _)| *other != rank).map(|(_, e)| e) {
            let expected = format!("rank {rank}: it has said nothing for ");
            assert!(error.starts_with(&expected), "rank {rank} of {size}: {errors:?}");
        }
    }
}

#[test]
fn all_ranks_say_whose_message_was_wrong() {
    for (fault, reason) in [
        (Fault::Cuts(6), " bytes was cut: "),
        (Fault::Damages(6), "a message was damaged: its checksum is another"),
        (Fault::Repeats(6), " has come, expected "),
    ] {
        for (size, rank) in [(2, 1), (4, 3), (5, 2), (8, 7)] {
            for (other, error) in
                faults(size, LONG, training, Some((rank, fault))).iter().enumerate()
            {
                let right = error.starts_with(&format!("rank {rank}: ")) && error.contains(reason);
                assert!(right, "{error}: rank {other} of {size}");
            }
        }
    }
}

#[test]
fn all_ranks_say_who_is_another() {
    let (inputs, targets) = samples(77);
    let (inputs, targets) = (&inputs[..], &targets[..]);
    // Each rank, with the place of what it has otherwise.
    let program = |mut team: Team<Faulty>, what: usize| {
        let other = team.rank() == 2;
        let is = |i| other && what == i;
        let inputs = if is(0) { &inputs[1..] } else { &inputs[..76] };
        let data = Dataset::of(inputs, &targets[..76])?;
        let mut net = Net::seeded(if is(1) { 6 } else { 5 });
        let adam = Adam::new(if is(2) { 0.02 } else { 0.01 });
        let plan = Fit::new(7).epochs(if is(3) { 2 } else { 1 }).batch(BatchSize::<8>).chunks(5);
        if is(4) {
            let mut net = (Dense::<6, 3>::seeded(5),);
            team.fit(&mut net, &data, &SoftmaxCrossEntropy, adam, &plan)?;
        } else if is(5) {
            let loss = SoftmaxCrossEntropy.smoothing(0.1);
            team.fit(&mut net, &data, &loss, adam, &plan)?;
        } else {
            team.fit(&mut net, &data, &SoftmaxCrossEntropy, adam, &plan)?;
        }
        Ok(())
    };
    let names =
        ["data set", "network of that type", "optimizer", "plan", "type of network", "loss"];
    for (what, name) in names.into_iter().enumerate() {
        for error in faults(4, LONG, |team| program(team, what), None) {
            let expected = format!("rank 2: it has another {name} than rank 0: ");
            assert!(error.starts_with(&expected), "{error}");
        }
    }
    assert!(faults(4, LONG, |team| program(team, 9), None).iter().all(|e| e == "no error"));
}

#[test]
fn what_is_wrong_on_one_rank_is_said_on_all() {
    // A part that is another than the rank's.
    let part = |mut team: Team<Faulty>| {
        let (inputs, targets) = samples(77);
        let shards = Shards::new(77, 5, BatchSize::<8>);
        let mine = team.samples(&shards);
        let len = if team.rank() == 1 { 3 } else { mine.len() };
        let data = Dataset::of(&inputs[..len], &targets[..len])?;
        team.part(&data, &shards).map(|_| ())
    };
    let errors = faults(4, LONG, part, None);
    assert_eq!(errors[1], "3 samples, expected 16, the part of this rank");
    for rank in [0, 2, 3] {
        assert_eq!(errors[rank], "rank 1: 3 samples, expected 16, the part of this rank");
    }
    // A file that cannot be written.
    let write = |mut team: Team<Faulty>| match team.rank() {
        3 => Err(team.give_up("the disk is full")),
        _ => team.gather(&[]).map(|_| ()),
    };
    assert!(faults(7, LONG, write, None).iter().all(|e| e == "rank 3: the disk is full"));
    // A loss that is not finite, in a chunk of the last rank.
    let loss = |mut team: Team<Faulty>| {
        let inputs = [[1.0], [1.0], [1.0], [1e30]].map(SVector::<f32, 1>::from);
        let data = Dataset::new(&inputs, &[0.0_f32, 0.0, 0.0, 1.0])?;
        let data = team.whole(&data)?;
        let mut line = Dense::<1, 1>::new([[1e30]], [0.0]);
        let mut trainer = Trainer::new(&line, Sgd::new(0.1));
        let mut chunks = team.chunks(&line, BatchSize::<1>, 4);
        let rng = &mut random::generator(1);
        let (loss, line) = (MeanSquaredError, &mut line);
        let samples = [0, 1, 2, 3];
        team.step(&mut trainer, line, &data, &samples, &mut chunks, &loss, rng).map(|_| ())
    };
    for error in faults(4, LONG, loss, None) {
        assert!(error.contains("the loss is "), "{error}");
    }
}

#[test]
fn after_an_error_a_team_says_it_again() {
    let errors = Threads::run(1, |ranks| {
        let mut team = Team::new(ranks);
        let given = team.give_up("enough");
        let again = team.gather(&[1.0]).unwrap_err();
        assert_eq!(given, TeamError::Rank { rank: 0, reason: Reason::Said("enough".into()) });
        (given, again)
    });
    assert!(errors.iter().all(|(given, again)| given == again));
}
