//! How a device lies, from the acceleration that it feels: a network in a library without std.
#![no_std]
#![forbid(unsafe_code)]

use constnet::{
    prelude::*,
    weights::{Error, TestPair},
};

network!(pub Tilt: 3 => (Dense<3, 8>, Relu, Dense<8, 3>) => 3);
budget!(Tilt, SVector<f32, 3> => flash <= 256, ram <= 128);

static TILT: Tilt = embed!("tilt.safetensors");
static PAIR: TestPair<SVector<f32, 3>, SVector<f32, 3>> = TestPair::embed(include_bytes!("tilt.safetensors"));

/// How a device lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pose {
    FaceDown,
    FaceUp,
    Edge,
}

/// How a device lies that feels these accelerations, in g, and how probable that is.
pub fn pose(acceleration: [f32; 3]) -> (Pose, f32) {
    let p = Softmax.forward(&TILT.forward(&SVector::from(acceleration)));
    let (class, probability) = p.argmax();
    let pose = match class {
        0 => Pose::FaceDown,
        1 => Pose::FaceUp,
        _ => Pose::Edge,
    };
    (pose, probability)
}

/// Whether the network computes here what it computed where it was trained.
pub fn self_test() -> Result<(), Error> {
    PAIR.check_within(&TILT, 1e-5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_on_its_back_looks_up() {
        assert_eq!(self_test(), Ok(()));
        assert_eq!(pose([0.0, 0.0, 1.0]).0, Pose::FaceUp);
        assert_eq!(pose([0.0, 0.0, -1.0]).0, Pose::FaceDown);
        let (pose, probability) = pose([0.9, 0.4, 0.1]);
        assert!(pose == Pose::Edge && probability > 0.9);
    }
}
