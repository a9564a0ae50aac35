// The second pool halves what the first has halved.
use constnet::prelude::*;

graph! {
    pub struct Net: [[2; 8]; 8] => 6 {
        small: MaxPool<2, 2, 4, 4>,
        smaller: MaxPool<2, 2, 4, 4>,
        of_large: GlobalAvgPool,
        of_small: GlobalMaxPool,
        join: (Concat<4>, Dense<4, 6>),
    }
    |x| {
        half = small(x);
        quarter = smaller(half);
        mean = of_large(half);
        peak = of_small(quarter);
        join(mean, peak)
    }
}

fn main() {}
