use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

fn main() {
    let x = SMatrix::<f32, 2, 16>::zeros();
    let _ = Net::seeded(1).predict(x);
}
