//! How everything that is measured is driven.

use crate::workload::Workload;
use std::{error::Error, hint::black_box};

/// How many steps of a training or of a stream are compared.
pub const STEPS: usize = 20;

/// A workload, as one library does it.
pub trait Contender {
    /// Does it so many times: one virtual call for a sample of many.
    fn run(&mut self, times: u32);

    /// What must be equal for all contenders: the outputs sample by sample, or the losses or outputs of the
    /// first [`STEPS`] steps.
    fn numbers(&mut self) -> Vec<f32>;
}

/// A contender, or `None` if the library cannot do the workload.
pub type Entry = Result<Option<Box<dyn Contender>>, Box<dyn Error>>;

/// From a workload to a contender that has a copy of its numbers.
pub type Make = fn(&Workload) -> Entry;

struct Inference<F, R> {
    forward: F,
    read: R,
}

impl<Y, F: FnMut() -> Y, R: Fn(Y) -> Vec<f32>> Contender for Inference<F, R> {
    fn run(&mut self, times: u32) {
        for _ in 0..times {
            let y = (self.forward)();
            black_box(&y);
        }
    }

    fn numbers(&mut self) -> Vec<f32> {
        (self.read)((self.forward)())
    }
}

/// An inference: `forward` gives the library's own form of the output, which `read` turns into numbers.
pub fn inference<Y: 'static>(
    forward: impl FnMut() -> Y + 'static,
    read: impl Fn(Y) -> Vec<f32> + 'static,
) -> Entry {
    Ok(Some(Box::new(Inference { forward, read })))
}

struct Steps<F, R> {
    step: F,
    read: R,
}

impl<Y, F: FnMut() -> Y, R: Fn(Y) -> f32> Contender for Steps<F, R> {
    fn run(&mut self, times: u32) {
        for _ in 0..times {
            let y = (self.step)();
            black_box(&y);
        }
    }

    fn numbers(&mut self) -> Vec<f32> {
        (0..STEPS).map(|_| (self.read)((self.step)())).collect()
    }
}

/// What changes with every step: `step` gives, in the library's own form, the loss before the step of a training, or
/// the one output of a stream.
pub fn steps<Y: 'static>(
    step: impl FnMut() -> Y + 'static,
    read: impl Fn(Y) -> f32 + 'static,
) -> Entry {
    Ok(Some(Box::new(Steps { step, read })))
}
