//! A checkpoint: what is read is written as a checkpoint that reads the same; what is refused changes
//! nothing.
#![no_main]

use constnet::{prelude::*, random, weights::Checkpoint};
use libfuzzer_sys::fuzz_target;

type Net = (Dense<1, 2>, Tanh);
type Voice = (Gru<1, 2>, Dense<2, 1>);

/// The same, of a training that carries a state from window to window.
fn with_state(file: &[u8]) {
    let mut net = Voice::seeded(1);
    let mut trainer = Trainer::new(&net, Adam::new(0.1));
    let state = net.settled(&SVector::from([0.5]), 3);
    let before = Checkpoint::new(random::generator(1)).with_state(state);
    let untouched = before.to_vec(&net, &trainer).unwrap();
    let mut at = before.clone();
    match Checkpoint::load_with_state(&mut net, &mut trainer, file) {
        Ok(found) => {
            at = found;
            let again = at.to_vec(&net, &trainer).unwrap();
            let back = Checkpoint::load_with_state(&mut net, &mut trainer, &again).unwrap();
            assert!(back == at);
        }
        Err(_) => assert!(at.to_vec(&net, &trainer).unwrap() == untouched),
    }
}

fuzz_target!(|file: &[u8]| {
    with_state(file);
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
