//! A network that was trained elsewhere, in a library without std: a robot follows a line on the
//! floor.
#![no_std]

use constnet::prelude::*;

network!(pub Robot: 3 => (Dense<3, 4>, Tanh, Dense<4, 2>) => 2);

/// In read-only memory. A file that does not fit the type does not compile.
pub static ROBOT: Robot = embed!("../robot.safetensors");

/// The speeds of the left and the right wheel from three light sensors, left to right: 0 on the
/// floor, 1 on the line.
///
/// ```
/// let [left, right] = robot::steer([0.0, 0.1, 0.9]);
/// assert!(left > right, "the line is to the right");
/// ```
pub fn steer(sensors: [f32; 3]) -> [f32; 2] {
    ROBOT.predict(sensors)
}

#[cfg(test)]
mod tests {
    use constnet::{prelude::SVector, weights::TestPair};

    static PAIR: TestPair<SVector<f32, 3>, SVector<f32, 2>> = TestPair::embed(include_bytes!("../robot.safetensors"));

    /// The file holds one input and its output.
    #[test]
    fn the_numbers_are_the_ones_that_were_trained() {
        assert_eq!(PAIR.check_within(&super::ROBOT, 1e-6), Ok(()));
    }
}
