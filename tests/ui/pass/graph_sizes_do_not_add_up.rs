use constnet::prelude::*;

graph! {
    pub struct Around: 8 => 2 {
        body: Dense<8, 4>,
        head: (Concat<12>, Dense<12, 2>),
    }
    |x| {
        t = body(x);
        head(t, x)
    }
}

fn main() {}
