//! A game of tag without a screen: the player runs in circles, the enemy chases it, 60 times a second.
//!
//! The enemy's policy was trained elsewhere to run straight at the player. During the game it learns
//! online, one step a tick, to run where the player will be: what it saw half a second ago, and
//! where the player has come since, make a lesson.

use constnet::{prelude::*, training::TrainError, weights::TestPair};
use std::{collections::VecDeque, error::Error};

network!(pub Enemy: 4 => (Dense<4, 16>, Tanh, Dense<16, 2>) => 2);
budget!(Enemy, SVector<f32, 4> => flash <= 1024, ram <= 512);
budget!(Enemy, SVector<f32, 4>, Adam => ram <= 4096);

static ENEMY: Enemy = embed!("enemy.safetensors");
static PAIR: TestPair<SVector<f32, 4>, SVector<f32, 2>> = TestPair::embed(include_bytes!("enemy.safetensors"));

type Vector = SVector<f32, 2>;

const TICK: f32 = 1.0 / 60.0;
const TICKS: usize = 60 * 60;
/// After how many ticks the enemy knows what became of what it saw.
const AHEAD: usize = 30;
const PLAYER_SPEED: f32 = 2.4;
const ENEMY_SPEED: f32 = 2.2;

/// What the enemy sees: where the player is from here, and how it moves.
fn view(enemy: &Vector, player: &Vector, velocity: &Vector) -> SVector<f32, 4> {
    let away = player - enemy;
    SVector::from([away[0], away[1], velocity[0], velocity[1]])
}

/// A game; the mean distance in its last third.
fn play(enemy: &mut Enemy, learns: bool) -> Result<f32, TrainError> {
    let mut rng = random::generator(1);
    let mut trainer = Trainer::new(enemy, Adam::new(1e-2));
    let mut seen = VecDeque::new();
    let (mut at, mut distances) = (Vector::zeros(), 0.0);
    for tick in 0..TICKS {
        let (sin, cos) = (tick as f32 * TICK * PLAYER_SPEED / 2.0).sin_cos();
        let (player, velocity) =
            (Vector::from([cos, sin]) * 2.0, Vector::from([-sin, cos]) * PLAYER_SPEED);
        let x = view(&at, &player, &velocity);
        let direction = enemy.forward(&x);
        seen.push_back((at, x));
        at += direction.cap_magnitude(1.0) * ENEMY_SPEED * TICK;
        if tick >= 2 * TICKS / 3 {
            distances += (player - at).norm();
        }
        if seen.len() > AHEAD
            && let Some((from, x)) = seen.pop_front()
            && learns
        {
            let lesson = (player - from).cap_magnitude(1.0);
            trainer.step(enemy, &x, &[lesson], &MeanSquaredError, &mut rng)?;
        }
    }
    Ok(distances / (TICKS / 3) as f32)
}

fn main() -> Result<(), Box<dyn Error>> {
    PAIR.check_within(&ENEMY, 1e-5)?;
    let as_it_came = play(&mut ENEMY.clone(), false)?;
    let learning = play(&mut ENEMY.clone(), true)?;
    println!("mean distance {as_it_came:.3} as it came, {learning:.3} when it learns");
    assert!(learning < 0.7 * as_it_came);
    Ok(())
}
