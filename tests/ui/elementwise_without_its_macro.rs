// A function is no layer yet.
use constnet::prelude::*;

struct Cube;

impl Elementwise for Cube {
    fn value<T: Scalar>(&self, x: T) -> T {
        x * x * x
    }
    fn chain<T: Scalar>(&self, x: T, _: T, dy: T) -> T {
        T::from_f64(3.0) * x * x * dy
    }
}

network!(Net: 2 => (Dense<2, 8>, Cube, Dense<8, 1>) => 1);

fn main() {}
