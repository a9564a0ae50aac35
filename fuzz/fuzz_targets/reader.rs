//! A weight file: what is read is finite and the crate `safetensors` reads it too; what is refused
//! changes nothing.
#![no_main]

use constnet::{prelude::*, weights::Reader};
use libfuzzer_sys::fuzz_target;

type Net = (Dense<2, 3>, Tanh);

fuzz_target!(|file: &[u8]| {
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
