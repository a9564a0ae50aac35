//! A checkpoint: what is read is written as a checkpoint that reads the same; what is refused changes
//! nothing.
#![no_main]

use constnet::{prelude::*, random, weights::Checkpoint};
use libfuzzer_sys::fuzz_target;

type Net = (Dense<1, 2>, Tanh);

fuzz_target!(|file: &[u8]| {
    let mut net = Net::zeros();
    let mut trainer = Trainer::new(&net, Adam::new(0.1));
    let before = Checkpoint::new(random::generator(1));
    let untouched = before.to_vec(&net, &trainer).unwrap();
    match Checkpoint::load_into(&mut net, &mut trainer, file) {
        Ok(at) => {
            let again = at.to_vec(&net, &trainer).unwrap();
            let back = Checkpoint::load_into(&mut net, &mut trainer, &again).unwrap();
            assert!(back == at);
        }
        Err(_) => assert!(before.to_vec(&net, &trainer).unwrap() == untouched),
    }
});
