// The heads take what the cell gives.

use constnet::prelude::*;

graph! {
    pub struct Voice: [4; _] => ([1; _], [2; _]) {
        cell: Lstm<4, 8>,
        gain: Dense<8, 1>,
        pan: Dense<8, 2>,
    }
    |x| {
        h = cell(x);
        (gain(h), pan(h))
    }
}

fn main() {}
