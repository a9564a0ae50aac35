use constnet::prelude::*;

struct Swap;

impl<const B: usize> Forward<SMatrix<f32, 2, B>> for Swap {
    type Output = SMatrix<f32, 2, B>;
    fn forward(&self, x: &SMatrix<f32, 2, B>) -> Self::Output {
        let mut y = *x;
        y.swap_rows(0, 1);
        y
    }
}
parameters! { [] Swap {} }

network!(Net: 4 => (Dense<4, 2>, Swap) => 2);

fn main() {
    assert_eq!(Net::zeros().predict([1.0; 4]), [0.0; 2]);
}
