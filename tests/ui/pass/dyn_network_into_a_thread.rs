use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 3>) => 3);

type Any = dyn Forward<SVector<f32, 2>, Output = SVector<f32, 3>> + Send;

fn main() {
    let net: Box<Any> = Box::new(Net::seeded(1));
    let _ = std::thread::spawn(move || net.predict([1.0, 2.0])).join();
}
