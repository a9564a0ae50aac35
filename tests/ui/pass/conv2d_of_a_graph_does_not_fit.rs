use constnet::prelude::*;

graph! {
    pub struct Net: [[2; 8]; 8] => [[2; 8]; 8] {
        inner: Conv2d<2, 2, 3, 3, 8, 8, Same>,
        add: Sum,
    }
    |x| { h = inner(x); add(h, x) }
}

fn main() {}
