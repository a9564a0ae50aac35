//! A weight file: what is read is finite and the crate `safetensors` reads it too; what is refused
//! changes nothing.
#![no_main]

use constnet::{
    parameters::for_each,
    prelude::*,
    weights::{Layout, Reader, StateOf},
};
use libfuzzer_sys::fuzz_target;

type Net = (Dense<2, 3>, Tanh);

/// Four axes, gates and joined biases, of which each layout has others than memory.
type Many =
    (Conv2d<1, 2, 2, 1, 1, 1>, Bidirectional<Gru<2, 2>>, Concat<4>, (Lstm<4, 1>, Lstm<1, 1>));

/// Keras has one tensor of both biases.
const JOINED: &[(&str, &str)] = &[
    ("1.bias_ih_l0", "1.bias"),
    ("1.bias_hh_l0", "1.bias"),
    ("1.reverse.bias_ih_l0", "1.reverse.bias"),
    ("1.reverse.bias_hh_l0", "1.reverse.bias"),
];

/// What remembers, and its network.
type Voice = (Conv1d<2, 2, 3>, Gru<2, 2>);

/// Reads into what was not zeros before; what is refused has changed nothing.
fn read<N>(reader: Reader<'_>, mut into: N, file: &[u8])
where
    N: Parameters + Only<f32> + Clone + PartialEq,
{
    let before = into.clone();
    match reader.load_into(&mut into, file) {
        Ok(()) => {
            assert!(safetensors::SafeTensors::deserialize(file).is_ok());
            for_each(&into, |_, _, numbers: &[f32]| assert!(numbers.iter().all(|n| n.is_finite())));
        }
        Err(error) => {
            assert!(into == before);
            assert!(error.to_string().len() < 320);
        }
    }
}

fuzz_target!(|file: &[u8]| {
    read(Reader::new(), Many::seeded(1), file);
    read(Reader::new().layout(Layout::Keras).table(JOINED), Many::seeded(1), file);
    let stream = Voice::seeded(1);
    let state = stream.settled(&SVector::from([0.5, 1.0]), 7);
    read(Reader::new(), StateOf::new(&stream, state), file);
    read(Reader::new(), state, file);
    for reader in [
        Reader::new(),
        Reader::new().ignore_unknown().ignore_fingerprint(),
        Reader::new().prefix("net.").table(&[("0", "fc"), ("0.bias", "")]),
    ] {
        let mut net = Net::zeros();
        match reader.load_into(&mut net, file) {
            Ok(()) => {
                assert!(safetensors::SafeTensors::deserialize(file).is_ok());
                assert!(net.0.weight.iter().chain(&net.0.bias).all(|value| value.is_finite()));
            }
            Err(error) => {
                assert!(net == Net::zeros());
                assert!(error.to_string().len() < 320);
            }
        }
    }
});
