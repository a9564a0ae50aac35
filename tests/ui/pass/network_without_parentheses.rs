// One layer needs no comma behind it, unlike a tuple of one.
use constnet::prelude::*;

network!(pub Policy: 4 => (Dense<4, 2>) => 2);

fn main() {
    let _: Policy = (Dense::<4, 2>::zeros(),);
}
