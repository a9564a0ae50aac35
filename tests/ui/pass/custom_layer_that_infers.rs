use constnet::{parameters, prelude::*};

struct Double;

impl<const N: usize, const B: usize> Forward<SMatrix<f32, N, B>> for Double {
    type Output = SMatrix<f32, N, B>;
    fn forward(&self, x: &SMatrix<f32, N, B>) -> Self::Output {
        x + x
    }
}
parameters! { [] Double {} }

fn main() {
    network!(Net: 1 => (Dense<1, 1>, Double) => 1);
    assert_eq!(Net::zeroed(), 0.0);
}

trait Zeroed {
    fn zeroed() -> f32;
}
impl Zeroed for (Dense<1, 1>, Double) {
    fn zeroed() -> f32 {
        let net: Self = Parameters::zeros();
        net.predict([1.0])[0]
    }
}
