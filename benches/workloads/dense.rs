//! Networks of dense layers.

use super::*;

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
