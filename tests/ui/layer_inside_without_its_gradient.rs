// A layer around another one does not say what its gradient is.
use constnet::prelude::*;

struct Half<L> {
    inner: L,
}
parameters! { [L: Parameters] Half<L> as L { inner: inside } }

fn main() {}
