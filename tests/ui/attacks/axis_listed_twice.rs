// An axis that a file lists twice, and another that it does not list: a number would have two places.
#![forbid(unsafe_code)]
use constnet::{parameters::Axes, prelude::*};

struct Layer<const N: usize> {
    weight: [[[f32; N]; N]; N],
}
parameters! { [const N: usize] Layer<N> as f32 {
    weight: tensor(Axes::memory("k in out").torch("out in in"))
} }

const _: usize = Layer::<2>::COUNT;

fn main() {}
