// A layer whose field depends on a type that the macro's generic could once stand for.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

trait Field {
    type Of;
}
struct My;
impl Field for My {
    type Of = SVector<f64, 2>;
}
struct Layer<T: Field> {
    weight: T::Of,
}
type __TheTypeAfterAs = My;
parameters! { [] Layer<__TheTypeAfterAs> as f32 { weight: vector } }

fn main() {}
