use constnet::prelude::*;

graph! {
    struct Net: 4 => 2 { hidden: Dense<4, 4>, out: Dense<4, 2> }
    |x| { h = hidden(x); out(h) }
}

fn main() {}
