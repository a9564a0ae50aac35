//! A Cortex-M whose debugger, here the emulator, prints for it.

use cortex_m_semihosting::{debug, hio};
use panic_semihosting as _;

#[cortex_m_rt::entry]
fn main() -> ! {
    super::networks::report(1_000, &mut hio::hstdout().unwrap());
    debug::exit(debug::EXIT_SUCCESS);
    loop {}
}
