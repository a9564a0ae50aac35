// A layer claims to be one of its own numbers through a wrapper.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*, scalar::Dtype};

#[derive(Clone, Copy, PartialEq, Debug)]
struct Number<L>(L);
parameters! { [L: Parameters + Copy] Number<L> as L => () { 0: inside } }
impl<L: Parameters + Copy + PartialEq + core::fmt::Debug + 'static> Weight for Number<L> {
    const DTYPE: Dtype<Self> = Dtype::OTHER;
    fn zero() -> Self {
        Number(L::zeros())
    }
}

fn main() {}
