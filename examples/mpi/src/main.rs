//! Training over MPI, to the bits of one machine.
//!
//! ```sh
//! cargo build --release
//! mpirun -n 4 target/release/constnet-mpi                             # the digits, over four ranks
//! mpirun -n 3 target/release/constnet-mpi --checkpoint t.safetensors  # stop it, go on with any other number
//! mpirun -n 4 target/release/constnet-mpi sweep                       # a learning rate for each rank
//! mpirun -n 4 target/release/constnet-mpi evolve                      # only seeds and scores travel
//! target/release/constnet-mpi simulate                                # where more ranks stop paying
//! ```

mod digits;
mod engine;
mod evolution;
mod faults;
mod measure;
mod simulate;
mod sweep;
mod train;

use constnet::ranks::{Team, TeamError};
use engine::Mpi;
use std::{
    env,
    panic::{self, AssertUnwindSafe},
    time::Duration,
};

const USAGE: &str = "\
usage: constnet-mpi [train] [--epochs N] [--checkpoint FILE] [--fault RANK:FAULT]
       constnet-mpi sweep | evolve | simulate | measure [ROUNDS]
faults: dies, hangs, panics, other-network, other-data";

/// How long a rank may be silent.
const PATIENCE: Duration = Duration::from_secs(5);

enum Command {
    Train(train::Job),
    Sweep,
    Evolve,
    Measure(usize),
    Simulate,
}

fn main() {
    let command = match command(env::args().skip(1)) {
        Ok(Command::Simulate) => return simulate::simulate(),
        Ok(command) => command,
        Err(error) => {
            eprintln!("{error}\n{USAGE}");
            std::process::exit(2);
        }
    };
    let mpi = Mpi::start().unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(1);
    });
    let mut team = Team::new(mpi).patience(PATIENCE);
    // The others hear of a panic, too, before they have waited for long.
    let done = panic::catch_unwind(AssertUnwindSafe(|| run(&mut team, &command)))
        .unwrap_or_else(|_| Err(team.give_up("it has panicked")));
    if let Err(error) = done {
        team.into_ranks().fail(&error, 3 * PATIENCE);
    }
}

fn run(team: &mut Team<Mpi>, command: &Command) -> Result<(), TeamError> {
    match command {
        Command::Train(job) => train::train(team, job),
        Command::Sweep => sweep::sweep(team),
        Command::Evolve => evolution::evolve(team),
        Command::Measure(rounds) => measure::measure(team, *rounds),
        Command::Simulate => Ok(()),
    }
}

fn command(mut words: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut job = train::Job { epochs: 15, checkpoint: None, fault: None };
    let mut named = None;
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("`{word}` without a value"));
        match &*word {
            "--epochs" => job.epochs = whole(&value()?)?,
            "--checkpoint" => job.checkpoint = Some(value()?.into()),
            "--fault" => job.fault = Some(value()?.parse()?),
            "train" => {}
            "sweep" => named = Some(Command::Sweep),
            "evolve" => named = Some(Command::Evolve),
            "simulate" => named = Some(Command::Simulate),
            "measure" => {
                let rounds = words.next().map_or(Ok(10), |rounds| whole(&rounds))?;
                named = Some(Command::Measure(rounds as usize));
            }
            _ => return Err(format!("`{word}` is no command")),
        }
    }
    Ok(named.unwrap_or(Command::Train(job)))
}

fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("`{text}`, expected a whole number"))
}
