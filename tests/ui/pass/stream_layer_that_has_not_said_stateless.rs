// One word, and the layer takes part.

use constnet::{Value, prelude::*};

struct Half;

impl<V: Value<Number = f32>> Forward<V> for Half {
    type Output = V;
    fn forward(&self, x: &V) -> V {
        let mut y = *x;
        y.for_each_mut(|y| *y *= 0.5);
        y
    }
}

impl Stateless for Half {}

network!(pub Amp: [1; _] => (Lstm<1, 16>, Half, Dense<16, 1>) => [1; _]);

fn main() {}
