// Written by generator.rs from the seed 1; `CONSTNET_WRITE=1` writes it anew.

stacks! { squared_error_sum, SquaredErrorSum, T =>
    3 x 3 => (FastSigmoid, Dense<3, 4, T>, LayerNorm<4, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 3, T>) => 3;
    3 x 2 => (Aligned<(Softplus, Residual<Dense<3, 3, T>>)>, Dense<3, 3, T>, Mish, HardTanh, Dense<3, 4, T>) => 4;
    4 x 2 => (Unstandardize<4, T>, Dense<4, 3, T>, Identity, Relu, Dense<3, 3, T>) => 3;
    4 x 3 => (Sigmoid, Dense<4, 3, T>, LeakyRelu<Ratio<1, 10>>, Gelu, Dense<3, 3, T>) => 3;
    2 x 3 => (HardSwish, Dense<2, 2, T>, Residual<(Dense<2, 3, T>, FastSigmoid, Dense<3, 2, T>)>, Silu, Dense<2, 2, T>) => 2;
    3 x 2 => (Softplus, Dense<3, 3, T>, Dropout<Ratio<1, 4>>, HardSigmoid, Dense<3, 2, T>) => 2;
    3 x 2 => (Softmax, Dense<3, 2, T>, Standardize<2, T>, (Softmax, (Softplus, Residual<Dense<2, 2, T>>)), Dense<2, 2, T>) => 2;
    4 x 3 => (LogSoftmax, Dense<4, 4, T>, Dense<4, 4, T>, Selu, Dense<4, 2, T>) => 2;
    2 x 2 => (FastTanh, Dense<2, 3, T>, Softsign, Elu, Dense<3, 4, T>) => 4;
    3 x 1 => (Tanh, Dense<3, 3, T>, Frozen<Dense<3, 3, T>>, Dense<3, 2, T>) => 2;
}

stacks! { mean_squared_error, MeanSquaredError, T =>
    2 x 2 => (Aligned<(Dense<2, 3, T>, HardTanh, Dense<3, 2, T>)>, Dense<2, 3, T>, HardSwish, LeakyRelu<Ratio<1, 10>>, Dense<3, 3, T>) => 3;
    4 x 3 => (Softsign, Dense<4, 4, T>, Dropout<Ratio<1, 4>>, Tanh, Dense<4, 2, T>) => 2;
    3 x 3 => (LayerNorm<3, T>, Dense<3, 3, T>, Softplus, Selu, Dense<3, 2, T>) => 2;
    3 x 4 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 2, T>, Sigmoid, Elu, Dense<2, 4, T>) => 4;
    2 x 3 => (FastTanh, Dense<2, 2, T>, LogSoftmax, Frozen<Frozen<(LayerNorm<2, T>, FastSigmoid)>>, Dense<2, 3, T>) => 3;
    2 x 4 => (Standardize<2, T>, Dense<2, 4, T>, Identity, Residual<(Dense<4, 2, T>, Silu, Dense<2, 4, T>)>, Dense<4, 3, T>) => 3;
    3 x 3 => (Softmax, Dense<3, 3, T>, (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Dropout<Ratio<1, 4>>, Residual<Dense<3, 3, T>>)), Unstandardize<3, T>, Dense<3, 2, T>) => 2;
    2 x 3 => (Gelu, Dense<2, 2, T>, Relu, Mish, Dense<2, 2, T>) => 2;
    2 x 2 => (Dense<2, 2, T>, Dense<2, 3, T>, HardSigmoid, FastSigmoid, Dense<3, 3, T>) => 3;
    2 x 3 => (Silu, Dense<2, 3, T>, HardTanh, Dense<3, 3, T>) => 3;
}

stacks! { mean_absolute_error, MeanAbsoluteError, T =>
    3 x 1 => (Softsign, Dense<3, 2, T>, Residual<Frozen<(LayerNorm<2, T>, Gelu)>>, HardSigmoid, Dense<2, 4, T>) => 4;
    2 x 4 => (Silu, Dense<2, 4, T>, Standardize<4, T>, HardSwish, Dense<4, 2, T>) => 2;
    4 x 4 => (LayerNorm<4, T>, Dense<4, 2, T>, FastSigmoid, Frozen<(Dense<2, 3, T>, Relu, Dense<3, 2, T>)>, Dense<2, 3, T>) => 3;
    2 x 1 => ((Tanh, Dense<2, 2, T>), Dense<2, 3, T>, LogSoftmax, HardTanh, Dense<3, 2, T>) => 2;
    2 x 2 => (Softplus, Dense<2, 3, T>, Elu, Relu, Dense<3, 4, T>) => 4;
    3 x 4 => (Aligned<(Dense<3, 3, T>, Softsign, Dense<3, 3, T>)>, Dense<3, 3, T>, Dense<3, 3, T>, Tanh, Dense<3, 4, T>) => 4;
    4 x 4 => (Selu, Dense<4, 3, T>, Gelu, Dropout<Ratio<1, 4>>, Dense<3, 2, T>) => 2;
    3 x 1 => (Unstandardize<3, T>, Dense<3, 2, T>, Mish, Sigmoid, Dense<2, 3, T>) => 3;
    3 x 1 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 4, T>, Identity, FastTanh, Dense<4, 3, T>) => 3;
    4 x 1 => (Softmax, Dense<4, 4, T>, LeakyRelu<Ratio<1, 10>>, Dense<4, 3, T>) => 3;
}

stacks! { huber, Huber, T =>
    4 x 1 => (HardSigmoid, Dense<4, 3, T>, Elu, FastTanh, Dense<3, 3, T>) => 3;
    2 x 4 => (LogSoftmax, Dense<2, 3, T>, Silu, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 3, T>) => 3;
    4 x 1 => (Standardize<4, T>, Dense<4, 3, T>, Residual<Frozen<(LayerNorm<3, T>, Tanh)>>, Sigmoid, Dense<3, 3, T>) => 3;
    2 x 3 => (Tanh, Dense<2, 2, T>, FastSigmoid, Frozen<Dense<2, 2, T>>, Dense<2, 4, T>) => 4;
    3 x 2 => (Aligned<Dense<3, 3, T>>, Dense<3, 2, T>, Selu, Relu, Dense<2, 4, T>) => 4;
    3 x 4 => (Dropout<Ratio<1, 4>>, Dense<3, 4, T>, Softsign, LeakyRelu<Ratio<1, 10>>, Dense<4, 2, T>) => 2;
    2 x 3 => (HardSwish, Dense<2, 2, T>, Unstandardize<2, T>, LayerNorm<2, T>, Dense<2, 3, T>) => 3;
    3 x 4 => (HardTanh, Dense<3, 2, T>, Mish, Softmax, Dense<2, 3, T>) => 3;
    3 x 3 => (Identity, Dense<3, 2, T>, Gelu, (Dropout<Ratio<1, 4>>, Dense<2, 2, T>), Dense<2, 2, T>) => 2;
    2 x 3 => (Dense<2, 2, T>, Dense<2, 2, T>, Softplus, Dense<2, 4, T>) => 4;
}

stacks! { softmax_cross_entropy, SoftmaxCrossEntropy, T =>
    3 x 4 => (Relu, Dense<3, 4, T>, Dropout<Ratio<1, 4>>, Softsign, Dense<4, 4, T>) => 4;
    3 x 2 => (Sigmoid, Dense<3, 4, T>, Silu, Softplus, Dense<4, 4, T>) => 4;
    4 x 1 => (Aligned<Dense<4, 4, T>>, Dense<4, 3, T>, LeakyRelu<Ratio<1, 10>>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 4, T>) => 4;
    3 x 1 => (FastSigmoid, Dense<3, 4, T>, Mish, Gelu, Dense<4, 4, T>) => 4;
    4 x 1 => ((Tanh, Frozen<(LayerNorm<4, T>, HardTanh)>), Dense<4, 3, T>, Selu, Elu, Dense<3, 4, T>) => 4;
    3 x 1 => (FastTanh, Dense<3, 3, T>, Identity, Unstandardize<3, T>, Dense<3, 3, T>) => 3;
    3 x 3 => (HardTanh, Dense<3, 4, T>, Standardize<4, T>, Dense<4, 4, T>, Dense<4, 4, T>) => 4;
    4 x 3 => (HardSigmoid, Dense<4, 2, T>, LayerNorm<2, T>, Softmax, Dense<2, 3, T>) => 3;
    4 x 1 => (Tanh, Dense<4, 2, T>, HardSwish, Residual<Frozen<(LayerNorm<2, T>, HardSwish)>>, Dense<2, 2, T>) => 2;
    3 x 4 => (Frozen<(Dense<3, 4, T>, HardSigmoid, Dense<4, 3, T>)>, Dense<3, 3, T>, LogSoftmax, Dense<3, 3, T>) => 3;
}

stacks! { smoothed_cross_entropy, SmoothedCrossEntropy, T =>
    3 x 2 => (FastSigmoid, Dense<3, 2, T>, Silu, Softplus, Dense<2, 4, T>) => 4;
    4 x 3 => (FastTanh, Dense<4, 4, T>, Aligned<(Dense<4, 3, T>, HardSigmoid, Dense<3, 4, T>)>, Dense<4, 4, T>, Dense<4, 4, T>) => 4;
    4 x 1 => (Identity, Dense<4, 2, T>, LeakyRelu<Ratio<1, 10>>, Relu, Dense<2, 3, T>) => 3;
    2 x 1 => (HardSwish, Dense<2, 4, T>, Frozen<Frozen<(LayerNorm<4, T>, FastSigmoid)>>, Tanh, Dense<4, 2, T>) => 2;
    3 x 1 => (Unstandardize<3, T>, Dense<3, 4, T>, HardSigmoid, Gelu, Dense<4, 3, T>) => 3;
    3 x 2 => (Mish, Dense<3, 4, T>, Standardize<4, T>, Sigmoid, Dense<4, 2, T>) => 2;
    4 x 1 => ((LeakyRelu<Ratio<1, 10>>, (Dense<4, 4, T>, Softsign, Dense<4, 4, T>)), Dense<4, 4, T>, Softmax, Softsign, Dense<4, 2, T>) => 2;
    4 x 2 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 4, T>, Selu, Dropout<Ratio<1, 4>>, Dense<4, 2, T>) => 2;
    3 x 1 => (LogSoftmax, Dense<3, 2, T>, HardTanh, Elu, Dense<2, 4, T>) => 4;
    2 x 4 => (Residual<Frozen<(LayerNorm<2, T>, Tanh)>>, Dense<2, 2, T>, LayerNorm<2, T>, Dense<2, 2, T>) => 2;
}

stacks! { sigmoid_cross_entropy, SigmoidCrossEntropy, T =>
    2 x 1 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 2, T>, Sigmoid, LogSoftmax, Dense<2, 3, T>) => 3;
    2 x 2 => (Selu, Dense<2, 2, T>, HardSigmoid, Residual<(Elu, Residual<Dense<2, 2, T>>)>, Dense<2, 3, T>) => 3;
    3 x 1 => (Aligned<(LogSoftmax, Residual<Dense<3, 3, T>>)>, Dense<3, 3, T>, Dense<3, 3, T>, Unstandardize<3, T>, Dense<3, 2, T>) => 2;
    2 x 4 => (LayerNorm<2, T>, Dense<2, 3, T>, HardSwish, Dropout<Ratio<1, 4>>, Dense<3, 4, T>) => 4;
    3 x 3 => (Softsign, Dense<3, 2, T>, Softplus, LeakyRelu<Ratio<1, 10>>, Dense<2, 3, T>) => 3;
    3 x 4 => (Identity, Dense<3, 4, T>, Frozen<(Sigmoid, Residual<Dense<4, 4, T>>)>, (Mish, Frozen<(LayerNorm<4, T>, Mish)>), Dense<4, 4, T>) => 4;
    4 x 4 => (Elu, Dense<4, 4, T>, FastTanh, Softmax, Dense<4, 3, T>) => 3;
    4 x 1 => (Silu, Dense<4, 4, T>, Gelu, Relu, Dense<4, 2, T>) => 2;
    2 x 1 => (FastSigmoid, Dense<2, 2, T>, Standardize<2, T>, Mish, Dense<2, 4, T>) => 4;
    4 x 4 => (HardTanh, Dense<4, 4, T>, Tanh, Dense<4, 2, T>) => 2;
}

stacks! { cross_entropy, CrossEntropy, T =>
    3 x 2 => (HardTanh, Dense<3, 4, T>, LogSoftmax, Standardize<4, T>, Dense<4, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    2 x 4 => (Softplus, Dense<2, 3, T>, Residual<(FastSigmoid, Residual<Dense<3, 3, T>>)>, FastSigmoid, Dense<3, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    3 x 2 => (Relu, Dense<3, 3, T>, Unstandardize<3, T>, Sigmoid, Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    3 x 3 => (Dropout<Ratio<1, 4>>, Dense<3, 4, T>, LeakyRelu<Ratio<1, 10>>, HardSwish, Dense<4, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    3 x 1 => ((Identity, Dense<3, 3, T>), Dense<3, 2, T>, Aligned<Dense<2, 2, T>>, HardSigmoid, Dense<2, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    2 x 3 => (Tanh, Dense<2, 4, T>, Mish, Elu, Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    3 x 2 => (Softmax, Dense<3, 4, T>, Softsign, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    2 x 2 => (Identity, Dense<2, 2, T>, Gelu, Dense<2, 2, T>, Dense<2, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    2 x 1 => (Frozen<Dense<2, 2, T>>, Dense<2, 3, T>, FastTanh, LayerNorm<3, T>, Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    4 x 3 => (Silu, Dense<4, 3, T>, Selu, Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
}

stacks! { binary_cross_entropy, BinaryCrossEntropy, T =>
    3 x 3 => (Mish, Dense<3, 4, T>, HardTanh, Frozen<(Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Residual<Dense<4, 4, T>>)>, Dense<4, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    3 x 2 => (Softplus, Dense<3, 2, T>, LeakyRelu<Ratio<1, 10>>, Dropout<Ratio<1, 4>>, Dense<2, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    4 x 2 => (Sigmoid, Dense<4, 2, T>, Tanh, Dense<2, 2, T>, Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    2 x 3 => (Unstandardize<2, T>, Dense<2, 4, T>, LayerNorm<4, T>, FastTanh, Dense<4, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    2 x 3 => (HardSwish, Dense<2, 2, T>, Elu, Standardize<2, T>, Dense<2, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    3 x 1 => (Selu, Dense<3, 2, T>, Identity, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    2 x 3 => (Aligned<(Tanh, Residual<Dense<2, 2, T>>)>, Dense<2, 3, T>, Softsign, LogSoftmax, Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    4 x 2 => (Gelu, Dense<4, 2, T>, Silu, (Selu, Dense<2, 2, T>), Dense<2, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    4 x 1 => (FastSigmoid, Dense<4, 4, T>, Softmax, Residual<Dense<4, 4, T>>, Dense<4, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    4 x 2 => (HardSigmoid, Dense<4, 4, T>, Relu, Dense<4, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
}
