//! A Cortex-M whose debugger, here the emulator, prints for it.

use cortex_m_semihosting::{debug, hio};
use panic_semihosting as _;

#[cortex_m_rt::entry]
fn main() -> ! {
    super::run(&mut hio::hstdout().unwrap());
    debug::exit(debug::EXIT_SUCCESS);
    loop {}
}
