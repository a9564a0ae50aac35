//! The head takes 9 features, and the cell gives 8.

use constnet::prelude::*;

graph! {
    pub struct Voice: [4; _] => ([1; _], [2; _]) {
        cell: Lstm<4, 8>,
        gain: Dense<9, 1>,
        pan: Dense<8, 2>,
    }
    |x| {
        h = cell(x);
        (gain(h), pan(h))
    }
}

fn main() {}
