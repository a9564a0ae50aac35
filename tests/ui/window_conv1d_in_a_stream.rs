// A window needs what comes after it; a stream has `Conv1d`.
use constnet::prelude::*;

fn main() {
    let weight = [[[0.0; 3]; 1]; 4];
    let net = (WindowConv1d::<1, 4, 3, 48>::new(weight, [0.0; 4]), Relu);

    let _ = net.step(&mut State::rest(), &SVector::from([1.0]));
}
