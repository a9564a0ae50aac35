// A window sees what comes, and a stream does not have it yet: `Conv1d` sees only what was.
use constnet::prelude::*;

network!(pub Net: [1; _] => (WindowConv1d<1, 4, 3, 48>, Relu, Dense<4, 1>) => [1; _]);

fn main() {}
