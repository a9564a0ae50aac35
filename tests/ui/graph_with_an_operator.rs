// What a graph adds goes through a layer.
use constnet::prelude::*;

graph! {
    struct Net: 4 => 4 { body: Dense<4, 4> }
    |x| { h = body(x); h + x }
}

fn main() {}
