// A field inside a field: its neighbours would not be listed.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer((SVector<f32, 2>, SVector<f32, 3>));
parameters! { [] Layer as f32 { 0.0: vector } }

fn main() {}
