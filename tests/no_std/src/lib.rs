//! Inference and a training step without std and without an allocator.
//!
//! `std` brings a panic handler of its own: if any dependency pulled it in, this would be a second
//! one, and an error (E0152).
#![no_std]

use constnet::prelude::*;
use core::mem::MaybeUninit;

network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>) => 1);

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// Builds a network in memory of the caller's, takes a step, and infers.
///
/// # Safety
/// `memory` is valid, aligned and exclusive.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn train_and_infer(memory: *mut MaybeUninit<Net>, x: f32, t: f32) -> f32 {
    let mut rng = constnet::random::generator(1);
    // SAFETY: the caller's promise.
    let net = Net::init_in(unsafe { &mut *memory }, &constnet::init::FanIn, &mut rng);
    let mut trainer = Trainer::new(net, Adam::new(1e-3));
    let input = SVector::from([x, -x]);
    match trainer.step(net, &input, &[t], &MeanSquaredError, &mut rng) {
        Ok(_) => net.forward(&input)[0],
        Err(_) => f32::NAN,
    }
}

/// A network that was trained elsewhere: no code and no memory at run time but its inference.
static TRAINED: (Dense<3, 4>, Tanh, Dense<4, 2>) =
    constnet::embed!("../../data/weights/policy.safetensors");

/// Infers with the embedded network, after reading another file into a copy of it.
///
/// # Safety
/// `copy` is valid and exclusive, and `file` is valid for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn load_and_infer(
    copy: *mut (Dense<3, 4>, Tanh, Dense<4, 2>),
    file: *const u8,
    len: usize,
    x: f32,
) -> f32 {
    // SAFETY: the caller's promise.
    let (copy, file) = unsafe { (&mut *copy, core::slice::from_raw_parts(file, len)) };
    let input = SVector::from([x, x, x]);
    match constnet::weights::load_into(copy, file) {
        Ok(()) => copy.forward(&input)[0],
        Err(_) => TRAINED.forward(&input)[0],
    }
}
