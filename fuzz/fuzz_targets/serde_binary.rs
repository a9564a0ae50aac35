//! A network in a binary format: what is read is finite, and what is refused changes nothing.
#![no_main]

use constnet::{
    prelude::*,
    serde::{Tensors, TensorsMut},
};
use libfuzzer_sys::fuzz_target;
use serde::de::DeserializeSeed;

type Net = (Dense<2, 3>, Tanh);

fuzz_target!(|bytes: &[u8]| {
    let mut net = Net::zeros();
    let mut input = postcard::Deserializer::from_bytes(bytes);
    match TensorsMut::new(&mut net).deserialize(&mut input) {
        Ok(()) => {
            postcard::to_allocvec(&Tensors(&net)).unwrap();
        }
        Err(_) => assert!(net == Net::zeros()),
    }
});
