//! # Actor and critic: two heads that learn together
//!
//! A robot stands somewhere in a corridor of eight cells. At the right end is its charger: 1 point. Each step
//! it goes left or right, and nobody tells it where to. You will meet
//!
//! - a *graph*: layers with names, and a value that goes two ways;
//! - the *actor*, a head with the odds of each action, and the *critic*, a head with what the place is worth;
//! - the *advantage*: how much better a step turned out than the critic had thought.
//!
//! What turned out better than thought becomes likelier, and the critic learns from what it had not expected:
//!
//! ```text
//! advantage = reward + γ·v(next place) − v(place)
//! dz = advantage·(softmax(z) − action)      dv = −advantage
//! ```
//! Source: Sutton, Barto, *Reinforcement Learning* (2018), section 13.5, one-step actor-critic.

use constnet::{
    graph,
    optimizers::StepError,
    prelude::*,
    random::{below, generator, unit},
};

const CELLS: usize = 8;
const CHARGER: usize = CELLS - 1;
/// A point is worth a tenth less for each step that it takes.
const DISCOUNT: f32 = 0.9;

graph! {
    /// What to do in a place, and what the place is worth.
    pub struct Robot<const H: usize>: CELLS => (2, 1) {
        trunk: (Dense<CELLS, H>, Tanh), actor: Dense<H, 2>, critic: Dense<H, 1>,
    }
    |place| { seen = trunk(place); (actor(seen), critic(seen)) }
}

fn main() -> Result<(), StepError> {
    let mut rng = generator(1);
    let mut robot = Robot::<16>::init(&mut rng);
    let mut trainer = Trainer::new(&robot, Adam::new(0.01));
    for _ in 0..400 {
        let mut cell = below(CHARGER as u64, &mut rng) as usize;
        while cell != CHARGER {
            let (odds, _) = robot.forward(&at(cell));
            let action = usize::from(unit(&mut rng) as f32 > Softmax.forward(&odds)[0]);
            let next = if action == 1 { cell + 1 } else { cell.saturating_sub(1) };
            let target = match next {
                CHARGER => 1.0,
                _ => DISCOUNT * robot.forward(&at(next)).1[0],
            };
            trainer.step_with(&mut robot, &at(cell), &mut rng, |(z, v)| {
                let advantage = target - v[0];
                let mut dz = Softmax.forward(z) * advantage;
                dz[action] -= advantage;
                Ok::<_, StepError>((dz, SVector::from([-advantage])))
            })?;
            cell = next;
        }
    }

    println!("cell   goes right   is worth   at best");
    for cell in 0..CHARGER {
        let (odds, worth) = robot.forward(&at(cell));
        let right = Softmax.forward(&odds)[1];
        let best = DISCOUNT.powi((CHARGER - 1 - cell) as i32);
        println!("{cell}      {:>5.1} %      {:.2}       {best:.2}", 100.0 * right, worth[0]);
        assert!(right > 0.9, "the robot does not know the way from cell {cell}");
        assert!((worth[0] - best).abs() < 0.15, "cell {cell} is worth {best}");
    }
    println!("It has found its charger, and knows how far it is.");
    Ok(())
}

/// The place as the robot sees it: 1 in its cell, 0 in all others.
fn at(cell: usize) -> SVector<f32, CELLS> {
    SVector::from_fn(|i, _| if i == cell { 1.0 } else { 0.0 })
}
