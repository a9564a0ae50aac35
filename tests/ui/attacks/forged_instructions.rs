// Instructions that the machine may not have.
#![forbid(unsafe_code)]
use constnet::{__Instructions, prelude::*};

fn main() {
    let chain = __Instructions(Some(true));
    let _ = Relu.forward_in(chain, &SVector::<f32, 8>::zeros());
}
