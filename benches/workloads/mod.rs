//! The networks of the benchmarks.
#![allow(dead_code, reason = "no benchmark needs all of them")]

use constnet::prelude::*;

network!(pub W1: 2 => (Dense<2, 8>, FastTanh, Dense<8, 1>, FastSigmoid) => 1);
network!(pub W1Accurate: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>, Sigmoid) => 1);
network!(pub W2: 18 => (
    Dense<18, 64>, FastTanh, Dense<64, 64>, FastTanh, Dense<64, 4>, FastTanh
) => 4);
network!(pub W2Accurate: 18 => (Dense<18, 64>, Tanh, Dense<64, 64>, Tanh, Dense<64, 4>, Tanh) => 4);
network!(pub W3: 64 => (Dense<64, 32>, Relu, Dense<32, 10>, Softmax) => 10);
network!(pub W4: 784 => (Dense<784, 128>, Relu, Dense<128, 10>, Softmax) => 10);
network!(pub W5: 640 => (
    Dense<640, 128>, Relu, Dense<128, 128>, Relu, Dense<128, 128>, Relu, Dense<128, 128>, Relu,
    Dense<128, 8>, Relu, Dense<8, 128>, Relu,
    Dense<128, 128>, Relu, Dense<128, 128>, Relu, Dense<128, 128>, Relu, Dense<128, 640>
) => 640);

// Those that are trained end in logits, for a loss that takes them.
network!(pub T1: 784 => (Dense<784, 128>, Relu, Dense<128, 10>) => 10);
network!(pub T2: 64 => (Dense<64, 32>, Relu, Dense<32, 10>) => 10);
network!(pub T3: 18 => (
    Dense<18, 64>, FastTanh, Dense<64, 64>, FastTanh, Dense<64, 4>, FastTanh
) => 4);

// Streams: what a guitar amplifier is played through, and what flies a drone.
network!(pub Lstm16: [1; _] => (Lstm<1, 16, f32, (FastSigmoid, FastTanh)>, Dense<16, 1>) => [1; _]);
network!(pub Lstm16Accurate: [1; _] => (Lstm<1, 16>, Dense<16, 1>) => [1; _]);
network!(pub Lstm40: [1; _] => (Lstm<1, 40, f32, (FastSigmoid, FastTanh)>, Dense<40, 1>) => [1; _]);
network!(pub Lstm40Accurate: [1; _] => (Lstm<1, 40>, Dense<40, 1>) => [1; _]);
network!(pub Gru16: [1; _] => (Gru<1, 16, f32, (FastSigmoid, FastTanh)>, Dense<16, 1>) => [1; _]);
network!(pub Gru16Accurate: [1; _] => (Gru<1, 16>, Dense<16, 1>) => [1; _]);
