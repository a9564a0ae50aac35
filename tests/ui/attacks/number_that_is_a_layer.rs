// A type that is a number would hold `Self`s by one bound, and f32s by its layout.
#![forbid(unsafe_code)]
use constnet::{parameters, parameters::for_each_mut, prelude::*, scalar::Dtype};

#[derive(Clone, Copy, PartialEq, Debug)]
struct Both {
    weight: SVector<f32, 4>,
}
parameters! { [] Both as f32 { weight: vector } }
impl Weight for Both {
    const DTYPE: Dtype<Self> = Dtype::OTHER;
    fn zero() -> Self {
        Both { weight: SVector::zeros() }
    }
}

fn main() {
    for_each_mut::<Both, Both>(&mut Both::zeros(), |_, _, numbers| numbers[1].weight[0] = 666.0);
}
