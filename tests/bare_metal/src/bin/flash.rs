//! Inference and nothing else: what a network adds to the flash of a program is this one's size less
//! the size of the one without a network.
#![no_std]
#![no_main]

#[path = "../net.rs"]
mod net;

use core::{hint::black_box, panic::PanicInfo};

#[cortex_m_rt::entry]
fn main() -> ! {
    loop {
        black_box(net::infer(black_box(&[0.5; net::IN])));
    }
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
