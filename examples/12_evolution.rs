//! # Evolution: learning without a gradient
//!
//! A cart carries a pole that falls over unless the cart is pushed the right way, fifty times a
//! second. What counts is how long it stands: a number of steps, which has no derivative. So there is
//! nothing to descend, and networks compete instead. You will meet
//!
//! - the *genes* of a network: all its parameters as one slice, copied out and in;
//! - a *genetic algorithm*: the best stay and have children, each gene from one parent or the other,
//!   with a little noise;
//! - a *moving average* of the best of every generation, by `blend_towards`.
//!
//! The physics is that of Barto, Sutton, Anderson (1983), *Neuronlike adaptive elements that can solve
//! difficult learning control problems*; the algorithm: Goldberg (1989), *Genetic algorithms in
//! search, optimization, and machine learning*, chapter 1.

use constnet::{
    parameters::{blend_towards, copy_from_slice, copy_to_slice},
    prelude::*,
    rand::Rng,
    random::{below, generator, normal, uniform},
};
use std::error::Error;

// Position, speed, angle and its speed; the sign of the output is the push.
network!(Pilot: 4 => (Dense<4, 4>, Tanh, Dense<4, 1>) => 1);

/// Networks in a generation, and how many of them have children.
const POPULATION: usize = 64;
const PARENTS: usize = 8;
const GENERATIONS: usize = 30;
/// Ten seconds.
const LONGEST: u32 = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let mut rng = generator(3);
    let mut pilot = Pilot::zeros();
    let mut average = Pilot::zeros();

    let mut population = vec![(0, [0.0; Pilot::COUNT]); POPULATION];
    for (_, genes) in &mut population {
        copy_to_slice(&Pilot::init(&mut rng), genes)?;
    }
    for generation in 0..GENERATIONS {
        // Everybody plays the same four games, which are new in each generation.
        for (score, genes) in &mut population {
            copy_from_slice(&mut pilot, genes)?;
            *score =
                (0..4).map(|game| play(&pilot, &mut generator(4 * generation as u64 + game))).sum();
        }
        population.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        for child in PARENTS..POPULATION {
            let [a, b] = [(); 2].map(|()| population[below(PARENTS as u64, &mut rng) as usize].1);
            population[child].1 = std::array::from_fn(|gene| {
                let inherited = if below(2, &mut rng) == 0 { a[gene] } else { b[gene] };
                inherited + 0.2 * normal(&mut rng) as f32
            });
        }
        copy_from_slice(&mut pilot, &population[0].1)?;
        blend_towards(&mut average, &pilot, if generation == 0 { 1.0 } else { 0.1 });
        if generation % 5 == 0 {
            println!(
                "generation {generation:2}: the best stands {} of {} steps",
                population[0].0,
                4 * LONGEST
            );
        }
    }

    // Games that nobody has played.
    let stands = |pilot: &Pilot| {
        (1000..1100).filter(|&game| play(pilot, &mut generator(game)) == LONGEST).count()
    };
    println!(
        "of 100 new games, the pole stands for ten seconds in {} with the last winner, in {} with the average of the winners",
        stands(&pilot),
        stands(&average)
    );
    Ok(())
}

/// How many steps the pole stands from a random start.
fn play<R: Rng>(pilot: &Pilot, rng: &mut R) -> u32 {
    // A cart of 1 kg, a pole of 0.1 kg and 1 m, a push of 10 N, 0.02 s a step.
    let [mut x, mut v, mut angle, mut turn] = [(); 4].map(|()| uniform(0.05, rng) as f32);
    for step in 0..LONGEST {
        let [output] = pilot.predict([x, v, angle, turn]);
        let force = if output > 0.0 { 10.0 } else { -10.0 };
        let (sin, cos) = angle.sin_cos();
        let pull = (force + 0.05 * turn * turn * sin) / 1.1;
        let fall = (9.8 * sin - cos * pull) / (0.5 * (4.0 / 3.0 - 0.1 * cos * cos / 1.1));
        let push = pull - 0.05 * fall * cos / 1.1;
        (x, v) = (x + 0.02 * v, v + 0.02 * push);
        (angle, turn) = (angle + 0.02 * turn, turn + 0.02 * fall);
        if x.abs() > 2.4 || angle.abs() > 0.21 {
            return step;
        }
    }
    LONGEST
}
