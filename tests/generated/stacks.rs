// Written by generator.rs from the seed 1; `CONSTNET_WRITE=1` writes it anew.

stacks! { squared_error_sum, SquaredErrorSum, T =>
    3 x 4 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 3, T>, LogSoftmax, (Fork<(Dense<3, 3, T>, Sigmoid)>, Sum), Relu, Dense<3, 3, T>) => 3;
    4 x 2 => (Residual<Frozen<(LayerNorm<4, T>, LogSoftmax)>>, Dense<4, 4, T>, Softmax, Softsign, Unstandardize<4, T>, Dense<4, 3, T>) => 3;
    3 x 1 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 3, T>, Mish, (Dropout<Ratio<1, 4>>, (HardSigmoid, Residual<Dense<3, 3, T>>)), Sigmoid, Dense<3, 2, T>) => 2;
    2 x 1 => (Silu, Dense<2, 3, T>, (Fork<(Slice<0, 3>, Dense<3, 3, T>)>, Concat<6>, Dense<6, 3, T>), Dropout<Ratio<1, 4>>, Gelu, Dense<3, 3, T>) => 3;
    2 x 4 => (HardSigmoid, Dense<2, 2, T>, (Fork<(HardSwish, Frozen<(LayerNorm<2, T>, Softplus)>)>, Product), HardSwish, Aligned<Dense<2, 2, T>>, Dense<2, 3, T>) => 3;
    3 x 4 => (Selu, Dense<3, 2, T>, Frozen<(Dense<2, 2, T>, LogSoftmax, Dense<2, 2, T>)>, Tanh, FastSigmoid, Dense<2, 3, T>) => 3;
    2 x 1 => (FastTanh, Dense<2, 2, T>, Softplus, Standardize<2, T>, Dense<2, 2, T>, Dense<2, 4, T>) => 4;
    2 x 1 => (Identity, Dense<2, 3, T>, HardTanh, Elu, LayerNorm<3, T>, Dense<3, 2, T>) => 2;
}

stacks! { mean_squared_error, MeanSquaredError, T =>
    4 x 3 => (Softsign, Dense<4, 4, T>, Mish, Dropout<Ratio<1, 4>>, HardTanh, Dense<4, 2, T>) => 2;
    3 x 3 => (Selu, Dense<3, 3, T>, FastSigmoid, (Fork<((Dense<3, 3, T>, Softsign, Dense<3, 3, T>), Tanh)>, Sum), Dense<3, 3, T>, Dense<3, 2, T>) => 2;
    2 x 3 => (Sigmoid, Dense<2, 2, T>, LeakyRelu<Ratio<1, 10>>, FastTanh, Gelu, Dense<2, 3, T>) => 3;
    4 x 1 => (Tanh, Dense<4, 4, T>, Aligned<(Tanh, Residual<Dense<4, 4, T>>)>, HardSigmoid, LogSoftmax, Dense<4, 2, T>) => 2;
    2 x 2 => ((Fork<(Slice<1, 1>, Dense<2, 2, T>)>, Concat<3>, Dense<3, 2, T>), Dense<2, 2, T>, Identity, Standardize<2, T>, HardSwish, Dense<2, 4, T>) => 4;
    3 x 3 => (Elu, Dense<3, 2, T>, (Fork<(Dropout<Ratio<1, 4>>, (Dense<2, 2, T>, HardSigmoid, Dense<2, 2, T>))>, Product), Softplus, Softmax, Dense<2, 3, T>) => 3;
    4 x 2 => (Frozen<(Dense<4, 3, T>, Identity, Dense<3, 4, T>)>, Dense<4, 2, T>, Residual<(HardSwish, Residual<Dense<2, 2, T>>)>, LayerNorm<2, T>, Silu, Dense<2, 3, T>) => 3;
    3 x 1 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 2, T>, Unstandardize<2, T>, Relu, (Relu, (Dense<2, 3, T>, Dropout<Ratio<1, 4>>, Dense<3, 2, T>)), Dense<2, 3, T>) => 3;
}

stacks! { mean_absolute_error, MeanAbsoluteError, T =>
    2 x 2 => (Selu, Dense<2, 3, T>, Relu, (Fork<(HardSigmoid, (Dense<3, 3, T>, Identity, Dense<3, 3, T>))>, Product), LayerNorm<3, T>, Dense<3, 4, T>) => 4;
    2 x 4 => (HardSigmoid, Dense<2, 2, T>, (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Dense<2, 2, T>, Selu, Dense<2, 2, T>)), LeakyRelu<Ratio<1, 10>>, FastTanh, Dense<2, 4, T>) => 4;
    2 x 4 => (LogSoftmax, Dense<2, 3, T>, HardSwish, Dropout<Ratio<1, 4>>, Frozen<(HardSwish, Residual<Dense<3, 3, T>>)>, Dense<3, 3, T>) => 3;
    4 x 1 => (Gelu, Dense<4, 4, T>, Standardize<4, T>, Aligned<(FastSigmoid, Residual<Dense<4, 4, T>>)>, Softmax, Dense<4, 3, T>) => 3;
    3 x 4 => ((Fork<(Dense<3, 3, T>, Softsign)>, Sum), Dense<3, 2, T>, HardTanh, (Fork<(Slice<1, 1>, Dense<2, 3, T>)>, Concat<4>, Dense<4, 2, T>), Tanh, Dense<2, 3, T>) => 3;
    2 x 4 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 3, T>, Sigmoid, Unstandardize<3, T>, Elu, Dense<3, 4, T>) => 4;
    2 x 3 => (Mish, Dense<2, 3, T>, FastSigmoid, Softplus, Dense<3, 3, T>, Dense<3, 4, T>) => 4;
    3 x 2 => (Residual<(Dense<3, 3, T>, Dropout<Ratio<1, 4>>, Dense<3, 3, T>)>, Dense<3, 3, T>, Softsign, Silu, Identity, Dense<3, 4, T>) => 4;
}

stacks! { huber, Huber, T =>
    4 x 1 => (Aligned<(Dense<4, 3, T>, Tanh, Dense<3, 4, T>)>, Dense<4, 3, T>, FastTanh, HardSwish, Sigmoid, Dense<3, 4, T>) => 4;
    2 x 3 => (Elu, Dense<2, 2, T>, Residual<Dense<2, 2, T>>, Frozen<Dense<2, 2, T>>, Gelu, Dense<2, 2, T>) => 2;
    2 x 3 => (Softmax, Dense<2, 3, T>, LeakyRelu<Ratio<1, 10>>, Dense<3, 3, T>, (Fork<(Dropout<Ratio<1, 4>>, Frozen<(LayerNorm<3, T>, Mish)>)>, Product), Dense<3, 3, T>) => 3;
    2 x 1 => ((Tanh, Dense<2, 2, T>), Dense<2, 2, T>, Mish, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Identity, Dense<2, 3, T>) => 3;
    2 x 2 => (HardTanh, Dense<2, 4, T>, Tanh, Silu, LayerNorm<4, T>, Dense<4, 3, T>) => 3;
    4 x 4 => (LogSoftmax, Dense<4, 4, T>, (Fork<(Frozen<(LayerNorm<4, T>, HardSigmoid)>, Tanh)>, Sum), (Fork<(Slice<3, 1>, Dense<4, 3, T>)>, Concat<4>, Dense<4, 4, T>), Softsign, Dense<4, 2, T>) => 2;
    3 x 1 => (Relu, Dense<3, 3, T>, Softplus, Dropout<Ratio<1, 4>>, Unstandardize<3, T>, Dense<3, 2, T>) => 2;
    2 x 3 => (Selu, Dense<2, 3, T>, HardSigmoid, FastSigmoid, Standardize<3, T>, Dense<3, 3, T>) => 3;
}

stacks! { scaled, Scaled<Huber>, T =>
    4 x 2 => (Dropout<Ratio<1, 4>>, Dense<4, 4, T>, FastTanh, Tanh, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 4, T>) => 4;
    3 x 1 => (Softplus, Dense<3, 3, T>, Selu, Aligned<(Softplus, Residual<Dense<3, 3, T>>)>, LayerNorm<3, T>, Dense<3, 3, T>) => 3;
    3 x 3 => (Residual<Frozen<(LayerNorm<3, T>, Elu)>>, Dense<3, 4, T>, Frozen<Dense<4, 4, T>>, HardSigmoid, Softsign, Dense<4, 2, T>) => 2;
    3 x 2 => (Mish, Dense<3, 4, T>, Elu, Silu, (Fork<((Softsign, Residual<Dense<4, 4, T>>), Softsign)>, Sum), Dense<4, 3, T>) => 3;
    3 x 4 => (HardTanh, Dense<3, 2, T>, Identity, Standardize<2, T>, (Fork<(Dropout<Ratio<1, 4>>, (Dense<2, 3, T>, Dropout<Ratio<1, 4>>, Dense<3, 2, T>))>, Product), Dense<2, 4, T>) => 4;
    3 x 4 => (Dense<3, 3, T>, Dense<3, 2, T>, Gelu, Sigmoid, (Elu, (Silu, Residual<Dense<2, 2, T>>)), Dense<2, 4, T>) => 4;
    3 x 4 => (Softmax, Dense<3, 3, T>, LogSoftmax, Unstandardize<3, T>, FastSigmoid, Dense<3, 4, T>) => 4;
    2 x 1 => (Relu, Dense<2, 4, T>, HardSwish, (Fork<(Slice<0, 4>, Dense<4, 4, T>)>, Concat<8>, Dense<8, 4, T>), LeakyRelu<Ratio<1, 10>>, Dense<4, 4, T>) => 4;
}

stacks! { softmax_cross_entropy, SoftmaxCrossEntropy, T =>
    4 x 4 => (Dense<4, 4, T>, Dense<4, 2, T>, (Fork<(Dense<2, 2, T>, Dropout<Ratio<1, 4>>)>, Sum), Residual<(HardSwish, Residual<Dense<2, 2, T>>)>, Mish, Dense<2, 3, T>) => 3;
    4 x 1 => (Aligned<(Dense<4, 3, T>, Elu, Dense<3, 4, T>)>, Dense<4, 4, T>, Dropout<Ratio<1, 4>>, Gelu, Softplus, Dense<4, 4, T>) => 4;
    4 x 2 => (Silu, Dense<4, 2, T>, (Fork<(Dropout<Ratio<1, 4>>, Frozen<(LayerNorm<2, T>, Sigmoid)>)>, Product), Softsign, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 2, T>) => 2;
    4 x 2 => (Selu, Dense<4, 4, T>, LeakyRelu<Ratio<1, 10>>, HardTanh, LogSoftmax, Dense<4, 2, T>) => 2;
    2 x 2 => (LayerNorm<2, T>, Dense<2, 2, T>, (Sigmoid, Dense<2, 2, T>), Relu, Standardize<2, T>, Dense<2, 3, T>) => 3;
    2 x 3 => (Frozen<Dense<2, 2, T>>, Dense<2, 4, T>, FastSigmoid, Softmax, Tanh, Dense<4, 4, T>) => 4;
    3 x 2 => (Identity, Dense<3, 2, T>, HardSigmoid, Sigmoid, FastTanh, Dense<2, 4, T>) => 4;
    3 x 4 => (HardSwish, Dense<3, 4, T>, Unstandardize<4, T>, (Fork<(Slice<1, 3>, Dense<4, 4, T>)>, Concat<7>, Dense<7, 4, T>), Elu, Dense<4, 3, T>) => 3;
}

stacks! { smoothed_cross_entropy, SmoothedCrossEntropy, T =>
    4 x 3 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 2, T>, Softplus, Softsign, HardSigmoid, Dense<2, 3, T>) => 3;
    3 x 3 => ((Fork<(Softmax, (Dense<3, 4, T>, Tanh, Dense<4, 3, T>))>, Product), Dense<3, 2, T>, Relu, Identity, HardSwish, Dense<2, 4, T>) => 4;
    4 x 1 => ((Fork<(Slice<0, 4>, Dense<4, 2, T>)>, Concat<6>, Dense<6, 4, T>), Dense<4, 4, T>, Gelu, HardTanh, Standardize<4, T>, Dense<4, 2, T>) => 2;
    4 x 4 => (Silu, Dense<4, 2, T>, (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Dense<2, 4, T>, Mish, Dense<4, 2, T>)), Dropout<Ratio<1, 4>>, LogSoftmax, Dense<2, 4, T>) => 4;
    4 x 4 => (LeakyRelu<Ratio<1, 10>>, Dense<4, 2, T>, (Fork<((Dense<2, 2, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 2, T>), Tanh)>, Sum), Sigmoid, Elu, Dense<2, 4, T>) => 4;
    4 x 1 => (Dense<4, 4, T>, Dense<4, 2, T>, Softmax, LayerNorm<2, T>, FastTanh, Dense<2, 4, T>) => 4;
    3 x 3 => (Residual<Dense<3, 3, T>>, Dense<3, 4, T>, Selu, Frozen<Frozen<(LayerNorm<4, T>, FastSigmoid)>>, Aligned<Frozen<(LayerNorm<4, T>, Sigmoid)>>, Dense<4, 3, T>) => 3;
    4 x 4 => (Tanh, Dense<4, 4, T>, FastSigmoid, Unstandardize<4, T>, Mish, Dense<4, 3, T>) => 3;
}

stacks! { sigmoid_cross_entropy, SigmoidCrossEntropy, T =>
    4 x 1 => (Sigmoid, Dense<4, 3, T>, Silu, Dropout<Ratio<1, 4>>, (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Dense<3, 2, T>, FastSigmoid, Dense<2, 3, T>)), Dense<3, 2, T>) => 2;
    3 x 2 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 2, T>, Relu, Frozen<Frozen<(LayerNorm<2, T>, HardTanh)>>, LogSoftmax, Dense<2, 2, T>) => 2;
    2 x 1 => (Softsign, Dense<2, 3, T>, (Fork<((FastSigmoid, Residual<Dense<3, 3, T>>), Sigmoid)>, Sum), (Fork<(Slice<2, 1>, Dense<3, 2, T>)>, Concat<3>, Dense<3, 3, T>), Tanh, Dense<3, 3, T>) => 3;
    3 x 1 => (Elu, Dense<3, 4, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, HardSwish, Aligned<Frozen<(LayerNorm<4, T>, HardTanh)>>, Dense<4, 2, T>) => 2;
    2 x 2 => (Dense<2, 2, T>, Dense<2, 3, T>, Residual<(Dense<3, 2, T>, LeakyRelu<Ratio<1, 10>>, Dense<2, 3, T>)>, Standardize<3, T>, Softmax, Dense<3, 3, T>) => 3;
    4 x 2 => ((Fork<(FastTanh, (Dense<4, 3, T>, Tanh, Dense<3, 4, T>))>, Product), Dense<4, 2, T>, FastTanh, LayerNorm<2, T>, HardSigmoid, Dense<2, 4, T>) => 4;
    3 x 3 => (Softplus, Dense<3, 3, T>, Gelu, Mish, Selu, Dense<3, 3, T>) => 3;
    2 x 1 => (HardTanh, Dense<2, 3, T>, Identity, Unstandardize<3, T>, FastSigmoid, Dense<3, 2, T>) => 2;
}

stacks! { cross_entropy, CrossEntropy, T =>
    4 x 1 => (Aligned<Dense<4, 4, T>>, Dense<4, 4, T>, HardTanh, Silu, Standardize<4, T>, Dense<4, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    4 x 2 => (Unstandardize<4, T>, Dense<4, 4, T>, LogSoftmax, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Tanh, Dense<4, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    3 x 2 => (Softplus, Dense<3, 3, T>, Elu, (Fork<(Slice<2, 1>, Dense<3, 3, T>)>, Concat<4>, Dense<4, 3, T>), HardSwish, Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    2 x 1 => (Softsign, Dense<2, 4, T>, (Mish, Frozen<(LayerNorm<4, T>, Selu)>), LeakyRelu<Ratio<1, 10>>, Mish, Dense<4, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    2 x 1 => (Dense<2, 2, T>, Dense<2, 3, T>, Selu, (Fork<(LogSoftmax, (Dense<3, 2, T>, Softsign, Dense<2, 3, T>))>, Product), (Fork<((HardSwish, Residual<Dense<3, 3, T>>), Softsign)>, Sum), Dense<3, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    2 x 1 => (FastSigmoid, Dense<2, 3, T>, Gelu, Frozen<(Mish, Residual<Dense<3, 3, T>>)>, FastTanh, Dense<3, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    4 x 3 => (Residual<Dense<4, 4, T>>, Dense<4, 3, T>, Softmax, HardSigmoid, LayerNorm<3, T>, Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    3 x 2 => (Relu, Dense<3, 2, T>, Dropout<Ratio<1, 4>>, Sigmoid, Identity, Dense<2, 2, T>, LayerNorm<2, T>, Softmax) => 2;
}

stacks! { binary_cross_entropy, BinaryCrossEntropy, T =>
    4 x 1 => ((Fork<(Sigmoid, Dense<4, 4, T>)>, Product), Dense<4, 3, T>, Tanh, HardSigmoid, Selu, Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    4 x 1 => (Residual<Dense<4, 4, T>>, Dense<4, 4, T>, LayerNorm<4, T>, Dropout<Ratio<1, 4>>, HardTanh, Dense<4, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    2 x 4 => (Softsign, Dense<2, 4, T>, Frozen<(Dense<4, 2, T>, Sigmoid, Dense<2, 4, T>)>, Identity, (Fork<(Frozen<(LayerNorm<4, T>, Silu)>, Tanh)>, Sum), Dense<4, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    2 x 1 => ((Fork<(Slice<1, 1>, Dense<2, 2, T>)>, Concat<3>, Dense<3, 2, T>), Dense<2, 2, T>, Standardize<2, T>, Unstandardize<2, T>, (Softmax, Dense<2, 2, T>), Dense<2, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    3 x 1 => (Gelu, Dense<3, 2, T>, Softplus, Silu, FastTanh, Dense<2, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    2 x 1 => (FastSigmoid, Dense<2, 4, T>, Aligned<Dense<4, 4, T>>, LeakyRelu<Ratio<1, 10>>, Elu, Dense<4, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    4 x 2 => (Dense<4, 4, T>, Dense<4, 4, T>, Mish, Softmax, HardSwish, Dense<4, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    3 x 3 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 3, T>, LogSoftmax, Sigmoid, Relu, Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
}
