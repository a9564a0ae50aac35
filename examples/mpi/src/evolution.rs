//! An evolution strategy: `12_evolution` grown up. A population of millions of parameters is a list of seeds: each rank
//! makes the noise of its individuals from their seeds, lets them play, and tells how well they did. Then all of them make
//! the noise of everybody again, and take the same step. A message is one number an individual, whatever the network.
//!
//! Salimans, Ho, Chen, Sidor, Sutskever (2017), *Evolution strategies as a scalable alternative to reinforcement
//! learning*: θ ← θ + α / (n·σ) · Σ Fᵢ·εᵢ, with noise in pairs of ±ε and F by the order of the scores.

use constnet::{
    parameters::{copy_from_slice, copy_to_slice},
    prelude::*,
    rand::Rng,
    random::{generator, normal, uniform},
    ranks::{Ranks, Team, TeamError},
};

// Position, speed, angle and its speed; the sign of the output is the push.
network!(Pilot: 4 => (Dense<4, 8>, Tanh, Dense<8, 1>) => 1);

/// Pairs of individuals in a generation.
const PAIRS: usize = 64;
const GENERATIONS: u64 = 40;
const DEVIATION: f32 = 0.3;
const RATE: f32 = 0.3;
/// Ten seconds.
const LONGEST: u32 = 500;

pub fn evolve<R: Ranks>(team: &mut Team<R>) -> Result<(), TeamError> {
    let mut pilot = Pilot::zeros();
    let mut genes = vec![0.0_f32; Pilot::COUNT];
    copy_to_slice(&Pilot::seeded(1), &mut genes).map_err(|error| team.give_up(&error))?;
    let mut noise = vec![0.0_f32; Pilot::COUNT];
    for generation in 0..GENERATIONS {
        let seed = |pair: usize| generation * PAIRS as u64 + pair as u64;
        let mut mine = Vec::new();
        for pair in team.range(PAIRS) {
            draw(&mut noise, seed(pair));
            for sign in [DEVIATION, -DEVIATION] {
                let moved: Vec<f32> = genes.iter().zip(&noise).map(|(g, e)| g + sign * e).collect();
                copy_from_slice(&mut pilot, &moved).map_err(|error| team.give_up(&error))?;
                mine.push(games(&pilot, 4 * generation..4 * generation + 4));
            }
        }
        let scores = team.gather(&mine)?.concat();
        let fitness = by_order(&scores);
        for (pair, both) in fitness.chunks(2).enumerate() {
            draw(&mut noise, seed(pair));
            let pull = (both[0] - both[1]) * RATE / (2.0 * PAIRS as f32 * DEVIATION);
            genes.iter_mut().zip(&noise).for_each(|(gene, noise)| *gene += pull * noise);
        }
        if team.rank() == 0 && generation % 10 == 0 {
            let mean = scores.iter().sum::<f64>() / scores.len() as f64 / 4.0;
            println!("generation {generation:2}: a pole stands {mean:.0} of {LONGEST} steps");
        }
    }
    copy_from_slice(&mut pilot, &genes).map_err(|error| team.give_up(&error))?;
    // Games that nobody has played.
    let mine: f64 =
        team.range(100).map(|game| games(&pilot, 5000 + game as u64..5001 + game as u64)).sum();
    let stands: f64 = team.gather(&[mine])?.concat().iter().sum();
    if team.rank() == 0 {
        let bits = genes.iter().fold(0_u32, |all, gene| all.rotate_left(5) ^ gene.to_bits());
        println!(
            "in 100 new games, the pole stands {:.1} of {LONGEST} steps; genes {bits:08x}",
            stands / 100.0
        );
    }
    Ok(())
}

fn draw(noise: &mut [f32], seed: u64) {
    let mut rng = generator(seed);
    noise.iter_mut().for_each(|noise| *noise = normal(&mut rng) as f32);
}

/// From −1/2 for the worst to 1/2 for the best; of equals, the earlier one is worse.
fn by_order(scores: &[f64]) -> Vec<f32> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(a.cmp(&b)));
    let mut fitness = vec![0.0; scores.len()];
    for (place, individual) in order.into_iter().enumerate() {
        fitness[individual] = place as f32 / (scores.len() - 1) as f32 - 0.5;
    }
    fitness
}

fn games(pilot: &Pilot, games: std::ops::Range<u64>) -> f64 {
    games.map(|game| f64::from(play(pilot, &mut generator(game)))).sum()
}

/// How many steps the pole stands from a random start (Barto, Sutton, Anderson 1983).
fn play<R: Rng>(pilot: &Pilot, rng: &mut R) -> u32 {
    // A cart of 1 kg, a pole of 0.1 kg and 1 m, a push of 10 N, 0.02 s a step.
    let [mut x, mut v, mut angle, mut turn] = [(); 4].map(|()| uniform(0.05, rng) as f32);
    for step in 0..LONGEST {
        let [output] = pilot.predict([x, v, angle, turn]);
        let force = if output > 0.0 { 10.0 } else { -10.0 };
        // Series, exact for what stands, so that machines with other libraries play the same game.
        let square = angle * angle;
        let sin = angle * (1.0 - square / 6.0 * (1.0 - square / 20.0));
        let cos = 1.0 - square / 2.0 * (1.0 - square / 12.0);
        let pull = (force + 0.05 * turn * turn * sin) / 1.1;
        let fall = (9.8 * sin - cos * pull) / (0.5 * (4.0 / 3.0 - 0.1 * cos * cos / 1.1));
        let push = pull - 0.05 * fall * cos / 1.1;
        (x, v) = (x + 0.02 * v, v + 0.02 * push);
        (angle, turn) = (angle + 0.02 * turn, turn + 0.02 * fall);
        if x.abs() > 2.4 || angle.abs() > 0.2 {
            return step;
        }
    }
    LONGEST
}
