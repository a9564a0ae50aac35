//! The main job: a network learns to read over any number of ranks, each with its part of the data, and can be stopped
//! and continued by another number of ranks.

use crate::{
    digits::{self, LEARNED, TESTED},
    faults::Fault,
};
use constnet::{
    prelude::*,
    ranks::{Ranks, Team, TeamError},
    training::{Shards, metrics::argmax},
    weights::{Checkpoint, checksum},
};
use std::path::PathBuf;

/// A step is on 128 images: 8 chunks of 16, whoever computes them.
const CHUNKS: usize = 8;
const SIZE: BatchSize<16> = BatchSize;
const SEED: u64 = 1;

/// What the command line says.
#[derive(Debug)]
pub struct Job {
    /// The epoch after which training ends.
    pub epochs: u64,
    /// Where rank 0 writes a checkpoint after each epoch, and reads the one that is there.
    pub checkpoint: Option<PathBuf>,
    /// What is to go wrong.
    pub fault: Option<Fault>,
}

pub fn train<R: Ranks>(team: &mut Team<R>, job: &Job) -> Result<(), TeamError> {
    let mut net = digits::reader(Fault::seed(job.fault, team.rank(), SEED));
    let mut trainer = Trainer::new(&net, Adam::new(3e-3));
    let mut chunks = team.chunks(&net, SIZE, CHUNKS);
    let shards = Shards::new(LEARNED, CHUNKS, SIZE);
    let mut lines = team.samples(&shards);
    Fault::before(job.fault, team.rank(), &mut lines);
    let (images, numbers) = digits::read(lines).map_err(|error| team.give_up(&error))?;
    let data = Dataset::classes(&images, &numbers, 10).map_err(|error| team.give_up(&error))?;
    let data = team.part(&data, &shards)?;

    let mut at = Checkpoint::new(random::generator(SEED));
    // Rank 0 alone needs the disk.
    let mut file = match &job.checkpoint {
        Some(path) if team.rank() == 0 && path.exists() => {
            std::fs::read(path).map_err(|error| team.give_up(&error))?
        }
        _ => Vec::new(),
    };
    team.broadcast(&mut file)?;
    if !file.is_empty() {
        at = Checkpoint::load_into(&mut net, &mut trainer, &file)
            .map_err(|error| team.give_up(&error))?;
    }
    team.agree(&net, &mut trainer, &SoftmaxCrossEntropy)?;

    while at.epoch < job.epochs {
        let order = shards.order(&mut random::generator(SEED + at.epoch));
        let (mut loss, mut steps) = (0.0, 0);
        for samples in order.chunks(shards.step()) {
            Fault::during(job.fault, team.rank(), at.epoch);
            let rng = &mut at.generator;
            let trained = team.step(
                &mut trainer,
                &mut net,
                &data,
                samples,
                &mut chunks,
                &SoftmaxCrossEntropy,
                rng,
            )?;
            (loss, steps) = (loss + trained.loss, steps + 1);
        }
        at.epoch += 1;
        if team.rank() == 0 {
            println!("epoch {:2}: loss {:.4}", at.epoch, loss / f64::from(steps));
            if let Some(path) = &job.checkpoint {
                at.save(&net, &trainer, path).map_err(|error| team.give_up(&error))?;
            }
        }
    }

    // The test, of which each rank has a part too; counts are whole numbers, so their order does not matter.
    let mine = team.range(TESTED.len());
    let lines = TESTED.start + mine.start..TESTED.start + mine.end;
    let (images, numbers) = digits::read(lines).map_err(|error| team.give_up(&error))?;
    let right = |(image, number): &(&digits::Image, &usize)| {
        argmax(net.forward(*image).as_slice()) == **number
    };
    let right = images.iter().zip(&numbers).filter(right).count();
    let right: f64 = team.gather(&[right as f64])?.concat().iter().sum();
    if team.rank() == 0 {
        println!("test accuracy {:.4}", right / TESTED.len() as f64);
        let file = at.to_vec(&net, &trainer).map_err(|error| team.give_up(&error))?;
        println!("checksum of network and optimizer: {:032x}", checksum(&file));
    }
    Ok(())
}
