use constnet::{parameters, prelude::*};

struct Affine<const N: usize, T = f32> {
    weight: SVector<T, N>,
    bias: SVector<T, N>,
}
parameters! { [const N: usize, T: Scalar] Affine<N, T> as T { weight: vector, bias: vector } }

fn main() {
    let affine = Affine::<3>::zeros();
    assert_eq!((affine.weight[0], affine.bias[2], Affine::<3>::COUNT), (0.0, 0.0, 6));
}
