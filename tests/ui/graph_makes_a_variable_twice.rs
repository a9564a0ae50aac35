// A name stands for one value, not for the last one.
use constnet::prelude::*;

graph! {
    struct Net: 4 => 2 { hidden: Dense<4, 4>, out: Dense<4, 2> }
    |x| { x = hidden(x); out(x) }
}

fn main() {}
