// The bound behind `Only`, claimed in safe code for a number type of one's own.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*, scalar::Dtype};

#[derive(Clone, Copy, PartialEq, Debug)]
struct A(u32);
#[derive(Clone, Copy, PartialEq, Debug)]
struct B(bool, u8, u16);
impl Weight for A {
    const DTYPE: Dtype<Self> = Dtype::OTHER;
    fn zero() -> Self {
        A(0)
    }
}
impl Weight for B {
    const DTYPE: Dtype<Self> = Dtype::OTHER;
    fn zero() -> Self {
        B(false, 0, 0)
    }
}
impl parameters::All<B> for A {}

fn main() {}
