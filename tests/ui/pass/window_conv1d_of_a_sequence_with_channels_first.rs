use constnet::prelude::*;
use constnet::values::channels_last;

network!(Net: [2; 50] => (WindowConv1d<2, 4, 3, 48>, GlobalMaxPool) => 4);

fn main() {
    let [x] = channels_last(&[[0.5; 50]; 2].map(|channel| [channel]));
    let _ = Net::seeded(1).forward(&x);
}
