use constnet::prelude::*;

graph! {
    struct Net: 4 => 4 { body: Dense<4, 4>, add: Sum }
    |x| { h = body(x); add(h, x) }
}

fn main() {}
