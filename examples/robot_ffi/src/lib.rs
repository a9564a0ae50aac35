//! A network for other languages: one function, no allocation, no initialisation.
//!
//! From C, with `robot.h`:
//! ```sh
//! cargo build --release
//! cc main.c target/release/librobot_ffi.a -o main && ./main
//! ```
//! From JavaScript, in Node and in a web page (`index.html`), with `robot.mjs`:
//! ```sh
//! rustup target add wasm32-unknown-unknown
//! cargo rustc --release --crate-type cdylib --target wasm32-unknown-unknown
//! cp target/wasm32-unknown-unknown/release/robot_ffi.wasm . && node main.mjs
//! ```
#![no_std]

/// `void robot_steer(const float sensors[3], float speeds[2]);`
#[unsafe(no_mangle)]
pub extern "C" fn robot_steer(sensors: &[f32; 3], speeds: &mut [f32; 2]) {
    *speeds = robot::steer(*sensors);
}

/// Inference cannot panic, so this is never linked in.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
