// As PyTorch has it: two channels of 50 places. Ours are innermost.
use constnet::prelude::*;

network!(Net: [2; 50] => (WindowConv1d<2, 4, 3, 48>, GlobalMaxPool) => 4);

fn main() {
    let _ = Net::seeded(1).predict([[0.5; 50]; 2]);
}
