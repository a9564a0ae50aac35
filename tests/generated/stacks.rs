// Written by generator.rs from the seed 1; `CONSTNET_WRITE=1` writes it anew.

stacks! { squared_error_sum, SquaredErrorSum, T =>
    2 x 4 => (Frozen<(LogSoftmax, Residual<Dense<2, 2, T>>)>, Dense<2, 3, T>, Softplus, LogSoftmax, Dense<3, 2, T>) => 2;
    3 x 4 => (Identity, Dense<3, 3, T>, Standardize<3, T>, HardTanh, Dense<3, 3, T>) => 3;
    2 x 4 => (HardSwish, Dense<2, 2, T>, Unstandardize<2, T>, HardSigmoid, Dense<2, 4, T>) => 4;
    4 x 2 => (Residual<(LogSoftmax, Residual<Dense<4, 4, T>>)>, Dense<4, 3, T>, Sigmoid, Softmax, Dense<3, 3, T>) => 3;
    3 x 1 => (Dropout<Ratio<1, 4>>, Dense<3, 2, T>, Gelu, Silu, Dense<2, 2, T>) => 2;
    4 x 1 => ((HardTanh, Dense<4, 4, T>), Dense<4, 3, T>, Elu, LeakyRelu<Ratio<1, 10>>, Dense<3, 2, T>) => 2;
    2 x 1 => (Dense<2, 2, T>, Dense<2, 3, T>, Relu, FastTanh, Dense<3, 2, T>) => 2;
    3 x 3 => (Tanh, Dense<3, 4, T>, FastSigmoid, Aligned<Frozen<(LayerNorm<4, T>, Relu)>>, Dense<4, 3, T>) => 3;
    2 x 2 => (LayerNorm<2, T>, Dense<2, 3, T>, Dense<3, 2, T>) => 2;
}

stacks! { mean_squared_error, MeanSquaredError, T =>
    2 x 1 => (Dropout<Ratio<1, 4>>, Dense<2, 2, T>, HardTanh, (Identity, (Dense<2, 4, T>, Sigmoid, Dense<4, 2, T>)), Dense<2, 4, T>) => 4;
    3 x 2 => (LayerNorm<3, T>, Dense<3, 4, T>, Tanh, Softplus, Dense<4, 2, T>) => 2;
    2 x 2 => (LogSoftmax, Dense<2, 3, T>, Softmax, Silu, Dense<3, 3, T>) => 3;
    3 x 4 => (Aligned<Dense<3, 3, T>>, Dense<3, 2, T>, Residual<(Identity, Residual<Dense<2, 2, T>>)>, Standardize<2, T>, Dense<2, 3, T>) => 3;
    2 x 2 => (Relu, Dense<2, 4, T>, FastTanh, Elu, Dense<4, 3, T>) => 3;
    4 x 1 => (LeakyRelu<Ratio<1, 10>>, Dense<4, 4, T>, HardSigmoid, Unstandardize<4, T>, Dense<4, 2, T>) => 2;
    3 x 4 => (Dense<3, 3, T>, Dense<3, 3, T>, FastSigmoid, Gelu, Dense<3, 4, T>) => 4;
    2 x 3 => (Sigmoid, Dense<2, 2, T>, Identity, HardSwish, Dense<2, 4, T>) => 4;
    4 x 4 => (Frozen<(FastTanh, Residual<Dense<4, 4, T>>)>, Dense<4, 2, T>, Dense<2, 2, T>) => 2;
}

stacks! { mean_absolute_error, MeanAbsoluteError, T =>
    3 x 4 => (Tanh, Dense<3, 2, T>, HardTanh, (Elu, (Softplus, Residual<Dense<2, 2, T>>)), Dense<2, 2, T>) => 2;
    2 x 4 => (Identity, Dense<2, 2, T>, Unstandardize<2, T>, Standardize<2, T>, Dense<2, 4, T>) => 4;
    3 x 1 => (LogSoftmax, Dense<3, 4, T>, FastSigmoid, Residual<(Dense<4, 3, T>, LogSoftmax, Dense<3, 4, T>)>, Dense<4, 3, T>) => 3;
    2 x 1 => (Silu, Dense<2, 3, T>, Dense<3, 3, T>, FastTanh, Dense<3, 3, T>) => 3;
    4 x 4 => (Aligned<Dense<4, 4, T>>, Dense<4, 2, T>, HardSwish, LeakyRelu<Ratio<1, 10>>, Dense<2, 2, T>) => 2;
    4 x 4 => (Frozen<(Softmax, Residual<Dense<4, 4, T>>)>, Dense<4, 2, T>, Relu, HardSigmoid, Dense<2, 4, T>) => 4;
    3 x 2 => (Gelu, Dense<3, 2, T>, LayerNorm<2, T>, Elu, Dense<2, 3, T>) => 3;
    3 x 4 => (Sigmoid, Dense<3, 2, T>, Softmax, Dropout<Ratio<1, 4>>, Dense<2, 2, T>) => 2;
    4 x 2 => (Softplus, Dense<4, 2, T>, Dense<2, 2, T>) => 2;
}

stacks! { huber, Huber, T =>
    2 x 4 => (Gelu, Dense<2, 3, T>, Identity, LeakyRelu<Ratio<1, 10>>, Dense<3, 4, T>) => 4;
    2 x 3 => (Softmax, Dense<2, 3, T>, Dropout<Ratio<1, 4>>, FastSigmoid, Dense<3, 4, T>) => 4;
    3 x 2 => (Tanh, Dense<3, 3, T>, Silu, Sigmoid, Dense<3, 4, T>) => 4;
    3 x 4 => (HardSigmoid, Dense<3, 3, T>, Elu, LayerNorm<3, T>, Dense<3, 2, T>) => 2;
    4 x 2 => (Dense<4, 4, T>, Dense<4, 3, T>, FastTanh, HardTanh, Dense<3, 4, T>) => 4;
    4 x 1 => (Residual<Dense<4, 4, T>>, Dense<4, 2, T>, Frozen<Dense<2, 2, T>>, Standardize<2, T>, Dense<2, 3, T>) => 3;
    2 x 2 => (LogSoftmax, Dense<2, 4, T>, Softplus, Unstandardize<4, T>, Dense<4, 3, T>) => 3;
    2 x 3 => ((Tanh, (HardSwish, Residual<Dense<2, 2, T>>)), Dense<2, 2, T>, Relu, HardSwish, Dense<2, 3, T>) => 3;
    2 x 4 => (Aligned<Dense<2, 2, T>>, Dense<2, 3, T>, Dense<3, 4, T>) => 4;
}

stacks! { softmax_cross_entropy, SoftmaxCrossEntropy, T =>
    2 x 4 => (LayerNorm<2, T>, Dense<2, 3, T>, Aligned<Dense<3, 3, T>>, HardTanh, Dense<3, 2, T>) => 2;
    2 x 2 => (HardSwish, Dense<2, 4, T>, Tanh, LogSoftmax, Dense<4, 3, T>) => 3;
    4 x 4 => (FastTanh, Dense<4, 4, T>, Softmax, Unstandardize<4, T>, Dense<4, 2, T>) => 2;
    4 x 4 => (Standardize<4, T>, Dense<4, 4, T>, Silu, Relu, Dense<4, 2, T>) => 2;
    4 x 3 => (Dropout<Ratio<1, 4>>, Dense<4, 3, T>, Sigmoid, Identity, Dense<3, 3, T>) => 3;
    2 x 3 => (FastSigmoid, Dense<2, 2, T>, Elu, Frozen<(HardSigmoid, Residual<Dense<2, 2, T>>)>, Dense<2, 2, T>) => 2;
    2 x 1 => (Dense<2, 2, T>, Dense<2, 4, T>, HardSigmoid, LeakyRelu<Ratio<1, 10>>, Dense<4, 4, T>) => 4;
    4 x 4 => (Gelu, Dense<4, 4, T>, Residual<(Softplus, Residual<Dense<4, 4, T>>)>, Softplus, Dense<4, 2, T>) => 2;
    4 x 4 => ((Identity, (Dense<4, 4, T>, Sigmoid, Dense<4, 4, T>)), Dense<4, 3, T>, Dense<3, 4, T>) => 4;
}

stacks! { smoothed_cross_entropy, SmoothedCrossEntropy, T =>
    2 x 4 => (Dense<2, 2, T>, Dense<2, 3, T>, FastSigmoid, HardSwish, Dense<3, 4, T>) => 4;
    2 x 2 => (LayerNorm<2, T>, Dense<2, 2, T>, HardSigmoid, HardTanh, Dense<2, 2, T>) => 2;
    4 x 2 => (Aligned<Frozen<(LayerNorm<4, T>, Softplus)>>, Dense<4, 3, T>, Identity, Frozen<(Dense<3, 3, T>, Softmax, Dense<3, 3, T>)>, Dense<3, 3, T>) => 3;
    4 x 2 => (FastTanh, Dense<4, 2, T>, (Dropout<Ratio<1, 4>>, Dense<2, 2, T>), Relu, Dense<2, 3, T>) => 3;
    4 x 4 => (LogSoftmax, Dense<4, 4, T>, Silu, Elu, Dense<4, 2, T>) => 2;
    3 x 2 => (Residual<Frozen<(LayerNorm<3, T>, FastSigmoid)>>, Dense<3, 4, T>, LeakyRelu<Ratio<1, 10>>, Softmax, Dense<4, 3, T>) => 3;
    4 x 1 => (Standardize<4, T>, Dense<4, 4, T>, Tanh, Softplus, Dense<4, 2, T>) => 2;
    4 x 3 => (Sigmoid, Dense<4, 2, T>, Unstandardize<2, T>, Dropout<Ratio<1, 4>>, Dense<2, 2, T>) => 2;
    4 x 3 => (Gelu, Dense<4, 3, T>, Dense<3, 2, T>) => 2;
}

stacks! { sigmoid_cross_entropy, SigmoidCrossEntropy, T =>
    4 x 4 => (Standardize<4, T>, Dense<4, 2, T>, Residual<Dense<2, 2, T>>, Tanh, Dense<2, 3, T>) => 3;
    2 x 2 => (Softmax, Dense<2, 3, T>, Dense<3, 3, T>, Unstandardize<3, T>, Dense<3, 4, T>) => 4;
    4 x 1 => (LeakyRelu<Ratio<1, 10>>, Dense<4, 4, T>, HardTanh, Gelu, Dense<4, 4, T>) => 4;
    3 x 4 => (Elu, Dense<3, 3, T>, Dropout<Ratio<1, 4>>, LogSoftmax, Dense<3, 2, T>) => 2;
    2 x 1 => (LayerNorm<2, T>, Dense<2, 2, T>, FastTanh, HardSwish, Dense<2, 2, T>) => 2;
    4 x 4 => (FastSigmoid, Dense<4, 4, T>, Relu, HardSigmoid, Dense<4, 4, T>) => 4;
    4 x 2 => (Frozen<(Gelu, Residual<Dense<4, 4, T>>)>, Dense<4, 2, T>, Identity, Silu, Dense<2, 3, T>) => 3;
    4 x 1 => (Aligned<Frozen<(LayerNorm<4, T>, LogSoftmax)>>, Dense<4, 4, T>, Softplus, (Sigmoid, (Dense<4, 2, T>, Elu, Dense<2, 4, T>)), Dense<4, 2, T>) => 2;
    4 x 3 => (Sigmoid, Dense<4, 3, T>, Dense<3, 3, T>) => 3;
}

stacks! { cross_entropy, CrossEntropy, T =>
    2 x 4 => (HardSigmoid, Dense<2, 3, T>, Softplus, Residual<(Dense<3, 3, T>, Identity, Dense<3, 3, T>)>, Dense<3, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    3 x 4 => (HardSwish, Dense<3, 3, T>, Aligned<Dense<3, 3, T>>, Unstandardize<3, T>, Dense<3, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    3 x 1 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 4, T>, LogSoftmax, Dropout<Ratio<1, 4>>, Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    4 x 4 => (Sigmoid, Dense<4, 3, T>, (HardTanh, Frozen<(LayerNorm<3, T>, Silu)>), Standardize<3, T>, Dense<3, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    2 x 1 => (Tanh, Dense<2, 2, T>, Dense<2, 2, T>, Gelu, Dense<2, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    4 x 4 => (FastSigmoid, Dense<4, 2, T>, LayerNorm<2, T>, Elu, Dense<2, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    2 x 3 => (FastTanh, Dense<2, 4, T>, Silu, HardTanh, Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    4 x 4 => (Softmax, Dense<4, 2, T>, Relu, Frozen<(Dense<2, 2, T>, Dropout<Ratio<1, 4>>, Dense<2, 2, T>)>, Dense<2, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    4 x 3 => (Identity, Dense<4, 4, T>, Dense<4, 2, T>, LayerNorm<2, T>, Softmax) => 2;
}

stacks! { binary_cross_entropy, BinaryCrossEntropy, T =>
    4 x 3 => (HardSigmoid, Dense<4, 2, T>, HardTanh, (HardSigmoid, (Tanh, Residual<Dense<2, 2, T>>)), Dense<2, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    2 x 2 => (Sigmoid, Dense<2, 3, T>, Tanh, Unstandardize<3, T>, Dense<3, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    4 x 2 => (FastTanh, Dense<4, 2, T>, Aligned<Dense<2, 2, T>>, HardSwish, Dense<2, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    2 x 3 => (Gelu, Dense<2, 2, T>, Residual<(Dense<2, 3, T>, Sigmoid, Dense<3, 2, T>)>, Standardize<2, T>, Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    3 x 1 => (Softmax, Dense<3, 2, T>, Relu, LeakyRelu<Ratio<1, 10>>, Dense<2, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    2 x 2 => (Dense<2, 2, T>, Dense<2, 3, T>, LayerNorm<3, T>, Dropout<Ratio<1, 4>>, Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    2 x 1 => (FastSigmoid, Dense<2, 2, T>, Frozen<(Dense<2, 4, T>, FastSigmoid, Dense<4, 2, T>)>, Silu, Dense<2, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    3 x 4 => (Identity, Dense<3, 3, T>, Softplus, LogSoftmax, Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    3 x 3 => (Elu, Dense<3, 2, T>, Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
}
