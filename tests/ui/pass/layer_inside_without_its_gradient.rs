use constnet::prelude::*;

struct Half<L> {
    inner: L,
}
parameters! { [L: Parameters] Half<L> as L => Half<L::Gradient> { inner: inside } }

fn main() {
    assert_eq!(Half::<Dense<2, 1>>::COUNT, 3);
}
