use constnet::prelude::*;

graph! {
    pub struct Around: 8 => 2 {
        body: Dense<8, 4>,
        head: (Concat<11>, Dense<11, 2>),
    }
    |x| {
        t = body(x);
        head(t, x)
    }
}

fn main() {}
