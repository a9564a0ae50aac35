use constnet::{nalgebra::DVector, prelude::*};

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

fn main() {
    let x = DVector::from_vec(vec![1.0_f32, 2.0]);
    let _ = Net::seeded(1).forward(&SVector::from_column_slice(x.as_slice()));
}
