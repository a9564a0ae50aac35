// Instructions that the machine may not have.
#![forbid(unsafe_code)]
use constnet::{__Instructions, prelude::*};

fn main() {
    let instructions = __Instructions(Some(true));
    let _ = Relu.forward_in(instructions, &SVector::<f32, 8>::zeros());
}
