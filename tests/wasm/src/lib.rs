//! Compares the bits of all networks with the ones that are written down: 1,000 training steps of
//! each.
#![no_std]

#[path = "../../same_bits/src/bump.rs"]
mod bump;
#[path = "../../same_bits/src/networks.rs"]
mod networks;

use core::fmt::{self, Write};

#[global_allocator]
static HEAP: bump::Bump<{ 8 << 20 }> = bump::Bump::new();

#[link(wasm_import_module = "node")]
unsafe extern "C" {
    /// What `run.mjs` hands in.
    fn print(text: *const u8, len: usize);
}

struct Out;

impl Write for Out {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // SAFETY: the text is read, and not kept.
        unsafe { print(text.as_ptr(), text.len()) };
        Ok(())
    }
}

#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    let _ = writeln!(Out, "{info}");
    core::arch::wasm32::unreachable()
}

#[unsafe(no_mangle)]
extern "C" fn run() {
    networks::report(1_000, &mut Out);
}
