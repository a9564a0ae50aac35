//! A way back from the end would begin in the padding, and a window would see it.

use constnet::prelude::*;

network!(pub Word: ([3; 20], 1) => (Padded<(Bidirectional<Gru<3, 8>>, Concat<16>)>, Last, Dense<16, 2>) => 2);

fn main() {
    let window = Padded(WindowConv1d::<3, 4, 3, 20, Same>::init(&mut random::generator(1)));
    window.forward(&([SVector::zeros(); 20], SVector::from([7.0])));
}
