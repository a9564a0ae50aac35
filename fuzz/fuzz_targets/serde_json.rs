//! A training as JSON: what is read is finite and is written again; what is refused changes nothing.
#![no_main]

use constnet::{
    prelude::*,
    random,
    serde::{Training, TrainingMut},
    weights::Checkpoint,
};
use libfuzzer_sys::fuzz_target;
use serde::de::DeserializeSeed;

type Net = (Dense<1, 2>, Tanh);

fuzz_target!(|text: &[u8]| {
    let mut net = Net::zeros();
    let mut trainer = Trainer::new(&net, Sgd::new(0.1).momentum(0.9));
    let before = Checkpoint::new(random::generator(1));
    let untouched = before.to_vec(&net, &trainer).unwrap();
    let mut input = serde_json::Deserializer::from_slice(text);
    match TrainingMut::new(&mut net, &mut trainer).deserialize(&mut input) {
        Ok(at) => {
            let training = Training { at: &at, net: &net, trainer: &trainer };
            serde_json::to_string(&training).unwrap();
        }
        Err(_) => assert!(before.to_vec(&net, &trainer).unwrap() == untouched),
    }
});
