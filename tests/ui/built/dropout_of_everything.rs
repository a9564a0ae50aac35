// A rate of 2/2 drops every value.
use constnet::prelude::*;

fn main() {
    let x = SVector::<f32, 1>::zeros();
    let mut rng = constnet::random::generator(1);
    let _ = Dropout::<Ratio<2, 2>>::new().forward_train(&x, &mut rng);
}
