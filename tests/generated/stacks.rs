// Written by generator.rs from the seed 1; `CONSTNET_WRITE=1` writes it anew.

stacks! { squared_error_sum, SquaredErrorSum, T =>
    3 x 1 => (HardTanh, Dense<3, 2, T>, LeakyRelu<1, 10>, Softmax, Dense<2, 3, T>) => 3;
    4 x 3 => (Tanh, Dense<4, 3, T>, HardSwish, HardSigmoid, Dense<3, 4, T>) => 4;
    3 x 4 => (Unstandardize<3, T>, Dense<3, 3, T>, LogSoftmax, Residual<Dense<3, 3, T>>, Dense<3, 3, T>) => 3;
    4 x 2 => (Frozen<(Dense<4, 3, T>, Silu, Dense<3, 4, T>)>, Dense<4, 4, T>, Silu, Dropout<1, 4>, Dense<4, 4, T>) => 4;
    3 x 1 => (Gelu, Dense<3, 3, T>, Sigmoid, (Elu, (LeakyRelu<1, 10>, Residual<Dense<3, 3, T>>)), Dense<3, 3, T>) => 3;
    2 x 2 => (Elu, Dense<2, 2, T>, Identity, Standardize<2, T>, Dense<2, 3, T>) => 3;
    2 x 1 => (Relu, Dense<2, 2, T>, FastTanh, Softplus, Dense<2, 3, T>) => 3;
    2 x 2 => (FastSigmoid, Dense<2, 3, T>, Dense<3, 3, T>, LayerNorm<3, T>, Dense<3, 4, T>) => 4;
}

stacks! { mean_squared_error, MeanSquaredError, T =>
    2 x 4 => (HardSigmoid, Dense<2, 3, T>, Softplus, HardSwish, Dense<3, 2, T>) => 2;
    3 x 4 => (Standardize<3, T>, Dense<3, 3, T>, Identity, Dropout<1, 4>, Dense<3, 3, T>) => 3;
    4 x 4 => (Silu, Dense<4, 2, T>, Relu, Frozen<(Dense<2, 2, T>, Silu, Dense<2, 2, T>)>, Dense<2, 2, T>) => 2;
    3 x 4 => (LeakyRelu<1, 10>, Dense<3, 4, T>, Elu, FastSigmoid, Dense<4, 3, T>) => 3;
    2 x 3 => (Tanh, Dense<2, 3, T>, Unstandardize<3, T>, (HardSwish, (Dense<3, 3, T>, HardSigmoid, Dense<3, 3, T>)), Dense<3, 2, T>) => 2;
    3 x 1 => (Sigmoid, Dense<3, 4, T>, HardTanh, Gelu, Dense<4, 4, T>) => 4;
    4 x 2 => (LogSoftmax, Dense<4, 3, T>, FastTanh, Softmax, Dense<3, 3, T>) => 3;
    4 x 4 => (LayerNorm<4, T>, Dense<4, 3, T>, Residual<(Dense<3, 4, T>, Gelu, Dense<4, 3, T>)>, Dense<3, 3, T>, Dense<3, 2, T>) => 2;
}

stacks! { mean_absolute_error, MeanAbsoluteError, T =>
    4 x 2 => (LeakyRelu<1, 10>, Dense<4, 2, T>, FastSigmoid, Dense<2, 2, T>, Dense<2, 3, T>) => 3;
    3 x 3 => (Standardize<3, T>, Dense<3, 2, T>, HardTanh, Frozen<(Dense<2, 3, T>, LogSoftmax, Dense<3, 2, T>)>, Dense<2, 3, T>) => 3;
    2 x 3 => (Relu, Dense<2, 3, T>, Dropout<1, 4>, HardSigmoid, Dense<3, 2, T>) => 2;
    3 x 2 => (Elu, Dense<3, 3, T>, HardSwish, Silu, Dense<3, 2, T>) => 2;
    4 x 3 => (Unstandardize<4, T>, Dense<4, 2, T>, Softmax, Gelu, Dense<2, 4, T>) => 4;
    4 x 3 => (Softplus, Dense<4, 2, T>, Identity, Tanh, Dense<2, 2, T>) => 2;
    4 x 2 => (Residual<(Gelu, Residual<Dense<4, 4, T>>)>, Dense<4, 3, T>, FastTanh, LayerNorm<3, T>, Dense<3, 4, T>) => 4;
    3 x 3 => ((FastSigmoid, Dense<3, 3, T>), Dense<3, 2, T>, Sigmoid, LogSoftmax, Dense<2, 3, T>) => 3;
}

stacks! { huber, Huber, T =>
    4 x 3 => (LogSoftmax, Dense<4, 2, T>, Softmax, Identity, Dense<2, 3, T>) => 3;
    4 x 2 => (HardSwish, Dense<4, 4, T>, Gelu, Silu, Dense<4, 3, T>) => 3;
    4 x 1 => (Dense<4, 4, T>, Dense<4, 4, T>, Elu, Relu, Dense<4, 3, T>) => 3;
    4 x 3 => (FastSigmoid, Dense<4, 3, T>, HardTanh, Unstandardize<3, T>, Dense<3, 2, T>) => 2;
    2 x 2 => ((Elu, Frozen<(LayerNorm<2, T>, LeakyRelu<1, 10>)>), Dense<2, 3, T>, Sigmoid, LeakyRelu<1, 10>, Dense<3, 4, T>) => 4;
    2 x 4 => (Frozen<(Dense<2, 2, T>, Sigmoid, Dense<2, 2, T>)>, Dense<2, 3, T>, Softplus, LayerNorm<3, T>, Dense<3, 4, T>) => 4;
    3 x 4 => (Residual<(HardTanh, Residual<Dense<3, 3, T>>)>, Dense<3, 3, T>, Tanh, Dropout<1, 4>, Dense<3, 3, T>) => 3;
    2 x 3 => (HardSigmoid, Dense<2, 4, T>, Standardize<4, T>, FastTanh, Dense<4, 4, T>) => 4;
}

stacks! { softmax_cross_entropy, SoftmaxCrossEntropy, T =>
    3 x 1 => (FastTanh, Dense<3, 4, T>, Identity, Dense<4, 4, T>, Dense<4, 4, T>) => 4;
    2 x 4 => (LeakyRelu<1, 10>, Dense<2, 4, T>, HardSwish, Softplus, Dense<4, 3, T>) => 3;
    2 x 4 => (Standardize<2, T>, Dense<2, 3, T>, LogSoftmax, Softmax, Dense<3, 2, T>) => 2;
    2 x 3 => (Silu, Dense<2, 2, T>, Residual<Dense<2, 2, T>>, HardSigmoid, Dense<2, 2, T>) => 2;
    4 x 2 => (Relu, Dense<4, 2, T>, Frozen<(Elu, Residual<Dense<2, 2, T>>)>, Tanh, Dense<2, 2, T>) => 2;
    3 x 1 => (LayerNorm<3, T>, Dense<3, 4, T>, Dropout<1, 4>, Elu, Dense<4, 3, T>) => 3;
    2 x 4 => (FastSigmoid, Dense<2, 3, T>, Sigmoid, Gelu, Dense<3, 2, T>) => 2;
    2 x 4 => (Unstandardize<2, T>, Dense<2, 2, T>, HardTanh, (LogSoftmax, Frozen<(LayerNorm<2, T>, Tanh)>), Dense<2, 2, T>) => 2;
}

stacks! { smoothed_cross_entropy, SmoothedCrossEntropy, T =>
    2 x 3 => (FastTanh, Dense<2, 4, T>, Sigmoid, (Softplus, (Dense<4, 4, T>, Softmax, Dense<4, 4, T>)), Dense<4, 3, T>) => 3;
    4 x 2 => (Unstandardize<4, T>, Dense<4, 3, T>, LeakyRelu<1, 10>, Softmax, Dense<3, 4, T>) => 4;
    4 x 1 => (Dropout<1, 4>, Dense<4, 2, T>, Relu, Dense<2, 2, T>, Dense<2, 2, T>) => 2;
    3 x 1 => (Silu, Dense<3, 4, T>, Residual<(Silu, Residual<Dense<4, 4, T>>)>, FastSigmoid, Dense<4, 4, T>) => 4;
    2 x 4 => (Elu, Dense<2, 4, T>, Gelu, Identity, Dense<4, 4, T>) => 4;
    3 x 2 => (LogSoftmax, Dense<3, 3, T>, HardTanh, Softplus, Dense<3, 3, T>) => 3;
    2 x 4 => (Frozen<(Elu, Residual<Dense<2, 2, T>>)>, Dense<2, 3, T>, HardSigmoid, Standardize<3, T>, Dense<3, 4, T>) => 4;
    3 x 1 => (Tanh, Dense<3, 4, T>, LayerNorm<4, T>, HardSwish, Dense<4, 4, T>) => 4;
}

stacks! { sigmoid_cross_entropy, SigmoidCrossEntropy, T =>
    4 x 2 => (Standardize<4, T>, Dense<4, 3, T>, Gelu, FastSigmoid, Dense<3, 4, T>) => 4;
    3 x 1 => (Softmax, Dense<3, 4, T>, Dense<4, 4, T>, Frozen<Frozen<(LayerNorm<4, T>, Gelu)>>, Dense<4, 4, T>) => 4;
    2 x 1 => (Relu, Dense<2, 4, T>, Residual<(HardSwish, Residual<Dense<4, 4, T>>)>, Sigmoid, Dense<4, 2, T>) => 2;
    2 x 4 => (Dropout<1, 4>, Dense<2, 4, T>, LeakyRelu<1, 10>, (Relu, (HardTanh, Residual<Dense<4, 4, T>>)), Dense<4, 3, T>) => 3;
    3 x 1 => (FastTanh, Dense<3, 2, T>, HardSigmoid, Silu, Dense<2, 4, T>) => 4;
    3 x 4 => (Softplus, Dense<3, 2, T>, Identity, Unstandardize<2, T>, Dense<2, 2, T>) => 2;
    2 x 4 => (LayerNorm<2, T>, Dense<2, 2, T>, HardTanh, Tanh, Dense<2, 3, T>) => 3;
    2 x 2 => (LogSoftmax, Dense<2, 3, T>, Elu, HardSwish, Dense<3, 4, T>) => 4;
}

stacks! { cross_entropy, CrossEntropy, T =>
    2 x 4 => (Softplus, Dense<2, 4, T>, FastSigmoid, HardSwish, Dense<4, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    4 x 2 => (Unstandardize<4, T>, Dense<4, 4, T>, Standardize<4, T>, (HardSigmoid, (Gelu, Residual<Dense<4, 4, T>>)), Dense<4, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    4 x 1 => (Frozen<Frozen<(LayerNorm<4, T>, LogSoftmax)>>, Dense<4, 4, T>, FastTanh, Residual<Dense<4, 4, T>>, Dense<4, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    3 x 2 => (Identity, Dense<3, 2, T>, LogSoftmax, Relu, Dense<2, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    3 x 4 => (Tanh, Dense<3, 4, T>, LayerNorm<4, T>, HardTanh, Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    3 x 3 => (Elu, Dense<3, 4, T>, Gelu, Silu, Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    2 x 1 => (Softmax, Dense<2, 2, T>, LeakyRelu<1, 10>, Dropout<1, 4>, Dense<2, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    2 x 2 => (Dense<2, 2, T>, Dense<2, 2, T>, Sigmoid, HardSigmoid, Dense<2, 3, T>, LayerNorm<3, T>, Softmax) => 3;
}

stacks! { binary_cross_entropy, BinaryCrossEntropy, T =>
    3 x 1 => (Frozen<(Softmax, Residual<Dense<3, 3, T>>)>, Dense<3, 4, T>, Dropout<1, 4>, HardSigmoid, Dense<4, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    4 x 4 => (Sigmoid, Dense<4, 3, T>, Dense<3, 3, T>, Softmax, Dense<3, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    4 x 1 => (HardTanh, Dense<4, 2, T>, Softplus, Silu, Dense<2, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    2 x 4 => (Gelu, Dense<2, 4, T>, Residual<Dense<4, 4, T>>, Relu, Dense<4, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    4 x 4 => (HardSwish, Dense<4, 3, T>, (FastSigmoid, Frozen<(LayerNorm<3, T>, Gelu)>), Unstandardize<3, T>, Dense<3, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    3 x 4 => (LayerNorm<3, T>, Dense<3, 2, T>, Standardize<2, T>, FastTanh, Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    2 x 2 => (Elu, Dense<2, 4, T>, LogSoftmax, LeakyRelu<1, 10>, Dense<4, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    4 x 4 => (FastSigmoid, Dense<4, 3, T>, Tanh, Identity, Dense<3, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
}
