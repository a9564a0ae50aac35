//! Where networks lie in memory.

use constnet::{init::FanIn, parameters::copy_to_slice, prelude::*, random};
use std::mem::MaybeUninit;

/// A network at the start of a cache line, or where `malloc` puts a large one: sixteen bytes behind.
/// There every second vector of weights lies across two lines.
#[repr(C, align(64))]
struct AtLine<N>(MaybeUninit<N>);
#[repr(C, align(64))]
struct Behind<N>([f32; 4], MaybeUninit<N>);

/// Where networks, ours and the C's, lie in memory.
#[derive(Clone, Copy)]
pub enum Place {
    AtLine,
    Boxed,
}

impl Place {
    /// A new network in this place, and its parameters in another that is as far from a line.
    pub fn network<N: Init + Only<f32> + 'static>(self) -> (&'static mut N, &'static mut [f32]) {
        let mut rng = random::generator(1);
        let (net, offset) = match self {
            Self::AtLine => {
                let slot = Box::leak(Box::new(AtLine(MaybeUninit::uninit())));
                (N::init_in(&mut slot.0, &FanIn, &mut rng), 0)
            }
            Self::Boxed => {
                let slot = Box::leak(Box::new(Behind([0.0; 4], MaybeUninit::uninit())));
                (N::init_in(&mut slot.1, &FanIn, &mut rng), slot.0.len())
            }
        };
        let memory = vec![0.0_f32; N::COUNT + 32].leak();
        let start = memory.as_ptr().align_offset(64) + offset;
        let parameters = &mut memory[start..start + N::COUNT];
        copy_to_slice(net, parameters).expect("there is room for every parameter");
        (net, parameters)
    }
}
