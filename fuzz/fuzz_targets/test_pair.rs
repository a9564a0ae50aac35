//! The test pair in a file's metadata: read or refused, and the words of a refusal fit.
#![no_main]

use constnet::{nalgebra::SVector, weights::TestPair};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    if let Err(error) = TestPair::<SVector<f32, 3>, SVector<f32, 2>>::read(file) {
        assert!(error.to_string().len() < 320);
    }
});
