//! Prints the stack that an inference touches and the instructions that it takes.
//!
//! The stack was painted at the start, before `main`. Instructions are time: an emulator that is
//! told to gives every instruction one nanosecond of its own clock, and the board's timer counts one
//! for every 40. A loop whose instructions are known comes first, so that a wrong clock shows.
#![no_std]
#![no_main]

#[path = "../net.rs"]
mod net;

use core::{arch::asm, hint::black_box};
use cortex_m::peripheral::{SYST, syst::SystClkSource};
use cortex_m_semihosting::{debug, hprintln};
use panic_semihosting as _;

/// Nanoseconds, so instructions, in a tick of the timer.
const TICK: u32 = 40;
const RELOAD: u32 = 0xFF_FFFF;
/// Enough that a tick more or less is no instruction, and few enough for the timer's 24 bits.
const REPEATS: u32 = 1_000;

unsafe extern "C" {
    static _stack_end: u32;
    static _stack_start: u32;
}

#[cortex_m_rt::entry]
fn main() -> ! {
    let x = [0.5; net::IN];
    black_box(net::infer(black_box(&x)));
    let stack = touched();

    let mut timer = cortex_m::Peripherals::take().unwrap().SYST;
    timer.set_clock_source(SystClkSource::Core);
    timer.set_reload(RELOAD);
    timer.clear_current();
    timer.enable_counter();

    let known = instructions(&mut timer, || {
        // SAFETY: the loop changes its counter and nothing else.
        unsafe { asm!("2: subs {0}, {0}, #1", "bne 2b", inout(reg) 1_000 => _) }
    });
    assert!((2_000..2_010).contains(&known), "2,000 instructions counted as {known}");
    let instructions = instructions(&mut timer, || {
        black_box(net::infer(black_box(&x)));
    });
    hprintln!("{} {}", stack, instructions);
    debug::exit(debug::EXIT_SUCCESS);
    loop {}
}

/// Bytes of the stack that are no longer painted.
fn touched() -> usize {
    let (end, start) = (&raw const _stack_end, &raw const _stack_start);
    let mut word = end;
    // SAFETY: the words from the end of the stack to its start are memory of this program.
    while word < start && unsafe { word.read_volatile() } == cortex_m_rt::STACK_PAINT_VALUE {
        word = word.wrapping_add(1);
    }
    start as usize - word as usize
}

/// Instructions of `work`, and of the loop that repeats it.
#[inline(never)]
fn instructions(timer: &mut SYST, work: impl Fn()) -> u32 {
    timer.clear_current();
    let before = SYST::get_current();
    for _ in 0..REPEATS {
        work();
    }
    let ticks = before.wrapping_sub(SYST::get_current()) & RELOAD;
    assert!(!timer.has_wrapped(), "the timer is too short");
    (ticks * TICK + REPEATS / 2) / REPEATS
}
