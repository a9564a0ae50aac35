//! Networks of convolutions from the literature. Tests check their sizes and that they learn, benchmarks how fast
//! they are.

use super::*;

// LeCun, Bottou, Bengio, Haffner (1998), figure 2, with maxima and Relu as it is built today.
network!(pub LeNet: [[1; 28]; 28] => (
    Conv2d<1, 6, 5, 5, 24, 24>, Relu, MaxPool<2, 2, 12, 12>,
    Conv2d<6, 16, 5, 5, 8, 8>, Relu, MaxPool<2, 2, 4, 4>,
    Flatten<256>, Dense<256, 120>, Relu, Dense<120, 84>, Relu, Dense<84, 10>,
) => 10);

// Keywords in 49 frames of 10 coefficients. Zhang, Suda, Lai, Chandra (2017), Hello Edge, arXiv:1711.07128, DS-CNN
// small, whose normalisations are folded into the convolutions.
type Separable =
    (DepthwiseConv2d<64, 64, 3, 3, 25, 5, Same>, Relu, Conv2d<64, 64, 1, 1, 25, 5>, Relu);
network!(pub DsCnn: [[1; 10]; 49] => (
    Conv2d<1, 64, 10, 4, 25, 5, (Stride<2>, Same)>, Relu,
    Separable, Separable, Separable, Separable,
    GlobalAvgPool, Dense<64, 12>,
) => 12);

// ResNet-8 of 32 × 32 colour images, as MLPerf Tiny has it; He, Zhang, Ren, Sun (2015), arXiv:1512.03385.
type Block<const C: usize, const N: usize> =
    Residual<(Conv2d<C, C, 3, 3, N, N, Same>, Relu, Conv2d<C, C, 3, 3, N, N, Same>)>;
type Down<const C: usize, const D: usize, const N: usize> = (
    Fork<(
        (Conv2d<C, D, 3, 3, N, N, (Stride<2>, Same)>, Relu, Conv2d<D, D, 3, 3, N, N, Same>),
        Conv2d<C, D, 1, 1, N, N, (Stride<2>, Same)>,
    )>,
    Sum,
    Relu,
);
network!(pub ResNet8: [[3; 32]; 32] => (
    Conv2d<3, 16, 3, 3, 32, 32, Same>, Relu,
    Block<16, 32>, Relu, Down<16, 32, 16>, Down<32, 64, 8>,
    GlobalAvgPool, Dense<64, 10>,
) => 10);
