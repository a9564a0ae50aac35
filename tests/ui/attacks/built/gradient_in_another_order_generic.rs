// The same in a layer with generics, which is found where it is walked.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer<const N: usize> {
    a: SVector<f32, 1>,
    b: SVector<f32, N>,
}
struct Gradient<const N: usize> {
    a: SVector<f32, 1>,
    b: SVector<f32, N>,
}
parameters! { [const N: usize] Gradient<N> as f32 { b: vector, a: vector } }
parameters! { [const N: usize] Layer<N> as f32 => Gradient<N> { a: vector, b: vector } }

fn main() {
    let (mut net, mut gradient) = (Layer::<1000>::zeros(), Gradient::<1000>::zeros());
    parameters::visit(&mut net, &mut gradient, [], |_, _, g: &mut [f32], []| g.fill(666.0));
}
