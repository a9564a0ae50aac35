use constnet::prelude::*;

network!(pub Word: ([3; 20], 1) => (Padded<(Gru<3, 8>, Conv1d<8, 16, 3>)>, Last, Dense<16, 2>) => 2);

fn main() {
    let window = Padded(Conv1d::<3, 4, 3>::init(&mut random::generator(1)));
    window.forward(&([SVector::zeros(); 20], SVector::from([7.0])));
}
