// Written by generator.rs from the seed 1; `CONSTNET_WRITE=1` writes it anew.

stacks! { squared_error_sum, SquaredErrorSum, T =>
    2 x 3 => ((Fork<((Dense<2, 3, T>, HardTanh, Dense<3, 2, T>), Silu)>, Sum), Dense<2, 4, T>, Relu, FastTanh, Dropout<Ratio<1, 4>>, HardSigmoid, Dense<4, 4, T>) => 4;
    3 x 1 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 3, T>, Softsign, Tanh, HardTanh, Frozen<Dense<3, 3, T>>, Dense<3, 3, T>) => 3;
    4 x 1 => (Softmax, Dense<4, 3, T>, Selu, Residual<(Dense<3, 3, T>, FastTanh, Dense<3, 3, T>)>, Dense<3, 3, T>, FastSigmoid, Dense<3, 2, T>) => 2;
    2 x 1 => ((Repeat<3>, Rnn<2, 2, T>, Last), Dense<2, 3, T>, HardSwish, (Fork<(Slice<1, 2>, Dense<3, 4, T>)>, Concat<6>, Dense<6, 3, T>), Standardize<3, T>, (Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 2, T>) => 2;
    3 x 4 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 4, T>, Aligned<Dense<4, 4, T>>, LogSoftmax, Elu, (Fork<(LogSoftmax, (Dense<4, 2, T>, Silu, Dense<2, 4, T>))>, Product), Dense<4, 4, T>) => 4;
    2 x 1 => ((Repeat<3>, Lstm<2, 2, T>, Last), Dense<2, 3, T>, Gelu, (Repeat<2>, Last), Sigmoid, Dense<3, 3, T>) => 3;
    2 x 2 => (Silu, Dense<2, 4, T>, (Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), LayerNorm<4, T>, Unstandardize<4, T>, Dense<4, 2, T>) => 2;
    3 x 4 => ((LogSoftmax, (Dense<3, 3, T>, HardTanh, Dense<3, 3, T>)), Dense<3, 2, T>, Mish, Identity, Softplus, Dense<2, 2, T>) => 2;
}

stacks! { mean_squared_error, MeanSquaredError, T =>
    4 x 1 => (FastSigmoid, Dense<4, 4, T>, Dropout<Ratio<1, 4>>, HardTanh, (Repeat<3>, Rnn<4, 4, T>, Last), (Fork<((Tanh, Residual<Dense<4, 4, T>>), Softsign)>, Sum), Dense<4, 2, T>) => 2;
    2 x 3 => (Softmax, Dense<2, 2, T>, (Fork<(Slice<1, 1>, Dense<2, 2, T>)>, Concat<3>, Dense<3, 2, T>), Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Standardize<2, T>, Softsign, Dense<2, 4, T>) => 4;
    2 x 3 => (Relu, Dense<2, 4, T>, (Repeat<3>, Lstm<4, 4, T>, Last), Tanh, Elu, Mish, Dense<4, 3, T>) => 3;
    2 x 3 => (Selu, Dense<2, 3, T>, Sigmoid, LayerNorm<3, T>, (Fork<(LogSoftmax, Dense<3, 3, T>)>, Product), (Gelu, (Dropout<Ratio<1, 4>>, Residual<Dense<3, 3, T>>)), Dense<3, 2, T>) => 2;
    3 x 2 => ((Repeat<2>, Bidirectional<Rnn<3, 3, T>, Gru<3, 3, T>>, Sum, Last), Dense<3, 3, T>, FastTanh, Dense<3, 3, T>, HardSigmoid, HardSwish, Dense<3, 3, T>) => 3;
    3 x 2 => (Residual<Dense<3, 3, T>>, Dense<3, 3, T>, Softplus, Unstandardize<3, T>, Identity, Dense<3, 3, T>) => 3;
    3 x 3 => ((Repeat<2>, Last), Dense<3, 2, T>, Aligned<Dense<2, 2, T>>, Silu, Frozen<Frozen<(LayerNorm<2, T>, Dropout<Ratio<1, 4>>)>>, Dense<2, 3, T>) => 3;
    4 x 1 => (LogSoftmax, Dense<4, 3, T>, Gelu, LeakyRelu<Ratio<1, 10>>, (Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 4, T>) => 4;
}

stacks! { mean_absolute_error, MeanAbsoluteError, T =>
    2 x 3 => (FastSigmoid, Dense<2, 2, T>, Tanh, (Gelu, (Softmax, Residual<Dense<2, 2, T>>)), Residual<(HardSwish, Residual<Dense<2, 2, T>>)>, (Repeat<3>, Lstm<2, 2, T>, Last), Dense<2, 3, T>) => 3;
    4 x 1 => (LeakyRelu<Ratio<1, 10>>, Dense<4, 4, T>, (Fork<(Slice<3, 1>, Dense<4, 3, T>)>, Concat<4>, Dense<4, 4, T>), Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Silu, Relu, Dense<4, 3, T>) => 3;
    2 x 2 => (LogSoftmax, Dense<2, 3, T>, Identity, (Repeat<3>, Gru<3, 3, T>, Last), Gelu, LayerNorm<3, T>, Dense<3, 2, T>) => 2;
    4 x 4 => (Selu, Dense<4, 3, T>, Unstandardize<3, T>, Softsign, Softmax, Dense<3, 3, T>, Dense<3, 2, T>) => 2;
    4 x 3 => (HardSigmoid, Dense<4, 3, T>, (Fork<(Frozen<(LayerNorm<3, T>, FastTanh)>, HardTanh)>, Sum), Aligned<(HardTanh, Residual<Dense<3, 3, T>>)>, HardTanh, HardSwish, Dense<3, 2, T>) => 2;
    3 x 3 => (Standardize<3, T>, Dense<3, 4, T>, Mish, (Fork<(Identity, Frozen<(LayerNorm<4, T>, Tanh)>)>, Product), Softplus, Dense<4, 3, T>) => 3;
    3 x 4 => (Dropout<Ratio<1, 4>>, Dense<3, 4, T>, (Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), Frozen<(FastSigmoid, Residual<Dense<4, 4, T>>)>, Elu, Dense<4, 2, T>) => 2;
    2 x 1 => ((Repeat<3>, Rnn<2, 2, T>, Last), Dense<2, 2, T>, (Repeat<2>, Last), FastTanh, Sigmoid, Dense<2, 4, T>) => 4;
}

stacks! { huber, Huber, T =>
    3 x 4 => (HardTanh, Dense<3, 2, T>, Relu, Standardize<2, T>, Elu, Unstandardize<2, T>, Dense<2, 3, T>) => 3;
    3 x 3 => (Dense<3, 3, T>, Dense<3, 2, T>, Frozen<Frozen<(LayerNorm<2, T>, FastTanh)>>, LogSoftmax, LeakyRelu<Ratio<1, 10>>, Selu, Dense<2, 2, T>) => 2;
    2 x 3 => (Softmax, Dense<2, 2, T>, Dropout<Ratio<1, 4>>, (Fork<(Frozen<(LayerNorm<2, T>, Softsign)>, Gelu)>, Sum), (Softmax, Frozen<(LayerNorm<2, T>, HardSigmoid)>), Sigmoid, Dense<2, 4, T>) => 4;
    4 x 3 => (Identity, Dense<4, 4, T>, (Repeat<3>, Lstm<4, 4, T>, Last), Residual<(Dense<4, 3, T>, FastSigmoid, Dense<3, 4, T>)>, (Repeat<2>, Last), (Fork<(FastSigmoid, (Dense<4, 3, T>, Relu, Dense<3, 4, T>))>, Product), Dense<4, 3, T>) => 3;
    2 x 4 => ((Repeat<3>, Gru<2, 2, T>, Last), Dense<2, 2, T>, (Fork<(Slice<0, 2>, Dense<2, 4, T>)>, Concat<6>, Dense<6, 2, T>), FastSigmoid, LayerNorm<2, T>, HardSwish, Dense<2, 4, T>) => 4;
    4 x 2 => (Gelu, Dense<4, 2, T>, FastTanh, Aligned<Frozen<(LayerNorm<2, T>, Softmax)>>, Softplus, Dense<2, 4, T>) => 4;
    3 x 2 => (Softsign, Dense<3, 4, T>, HardSigmoid, (Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), Silu, Dense<4, 4, T>) => 4;
    4 x 1 => ((Repeat<3>, Rnn<4, 4, T>, Last), Dense<4, 3, T>, Tanh, Mish, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 4, T>) => 4;
}

stacks! { scaled, Scaled<Huber>, T =>
    4 x 2 => ((Fork<(Frozen<(LayerNorm<4, T>, Dropout<Ratio<1, 4>>)>, HardSwish)>, Sum), Dense<4, 4, T>, (Repeat<3>, Rnn<4, 4, T>, Last), Selu, LayerNorm<4, T>, (Repeat<2>, Last), Dense<4, 3, T>) => 3;
    3 x 1 => (LogSoftmax, Dense<3, 2, T>, Residual<Frozen<(LayerNorm<2, T>, Elu)>>, Mish, Tanh, Dense<2, 2, T>, Dense<2, 3, T>) => 3;
    4 x 2 => (HardSigmoid, Dense<4, 3, T>, Sigmoid, Frozen<Frozen<(LayerNorm<3, T>, Softsign)>>, (Repeat<3>, Gru<3, 3, T>, Last), Softsign, Dense<3, 4, T>) => 4;
    2 x 1 => (Gelu, Dense<2, 4, T>, Softmax, FastTanh, Elu, HardSwish, Dense<4, 4, T>) => 4;
    2 x 1 => ((Repeat<3>, Lstm<2, 2, T>, Last), Dense<2, 4, T>, HardTanh, LeakyRelu<Ratio<1, 10>>, (Fork<(Slice<2, 2>, Dense<4, 4, T>)>, Concat<6>, Dense<6, 4, T>), Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 2, T>) => 2;
    3 x 2 => (Standardize<3, T>, Dense<3, 2, T>, Unstandardize<2, T>, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), Silu, Dense<2, 4, T>) => 4;
    4 x 3 => (FastSigmoid, Dense<4, 4, T>, Softplus, (Fork<(HardTanh, (Dense<4, 3, T>, Selu, Dense<3, 4, T>))>, Product), (FastSigmoid, Dense<4, 4, T>), Dense<4, 4, T>) => 4;
    2 x 1 => (Relu, Dense<2, 4, T>, Aligned<Frozen<(LayerNorm<4, T>, FastSigmoid)>>, Identity, Dropout<Ratio<1, 4>>, Dense<4, 2, T>) => 2;
}

stacks! { softmax_cross_entropy, SoftmaxCrossEntropy, T =>
    3 x 4 => (LogSoftmax, Dense<3, 2, T>, HardTanh, (Repeat<2>, Last), Mish, Softplus, Dense<2, 4, T>) => 4;
    2 x 4 => ((Repeat<3>, Lstm<2, 2, T>, Last), Dense<2, 2, T>, Identity, LayerNorm<2, T>, Elu, HardSwish, Dense<2, 4, T>) => 4;
    3 x 2 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 4, T>, Dense<4, 4, T>, (Fork<(Elu, (Dense<4, 4, T>, LogSoftmax, Dense<4, 4, T>))>, Product), HardSigmoid, Sigmoid, Dense<4, 2, T>) => 2;
    4 x 2 => (Gelu, Dense<4, 3, T>, FastSigmoid, Unstandardize<3, T>, Aligned<(Dense<3, 4, T>, Selu, Dense<4, 3, T>)>, (Fork<(Dense<3, 3, T>, HardTanh)>, Sum), Dense<3, 4, T>) => 4;
    2 x 3 => (Standardize<2, T>, Dense<2, 2, T>, (Repeat<3>, Rnn<2, 2, T>, Last), Softsign, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), (Fork<(Slice<0, 2>, Dense<2, 3, T>)>, Concat<5>, Dense<5, 2, T>), Dense<2, 2, T>) => 2;
    4 x 3 => (FastTanh, Dense<4, 2, T>, Residual<Dense<2, 2, T>>, Tanh, Selu, Dense<2, 3, T>) => 3;
    4 x 1 => (Silu, Dense<4, 3, T>, Relu, (LeakyRelu<Ratio<1, 10>>, Frozen<(LayerNorm<3, T>, LeakyRelu<Ratio<1, 10>>)>), Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 3, T>) => 3;
    2 x 2 => ((Repeat<3>, Gru<2, 2, T>, Last), Dense<2, 3, T>, Dropout<Ratio<1, 4>>, Softmax, Frozen<Frozen<(LayerNorm<3, T>, Silu)>>, Dense<3, 3, T>) => 3;
}

stacks! { smoothed_cross_entropy, SmoothedCrossEntropy, T =>
    2 x 2 => ((Fork<(Relu, Dense<2, 2, T>)>, Product), Dense<2, 3, T>, HardTanh, Silu, Softsign, Unstandardize<3, T>, Dense<3, 4, T>) => 4;
    2 x 3 => (Mish, Dense<2, 4, T>, Identity, Dense<4, 4, T>, Aligned<(Softplus, Residual<Dense<4, 4, T>>)>, Tanh, Dense<4, 2, T>) => 2;
    4 x 1 => ((LeakyRelu<Ratio<1, 10>>, (Silu, Residual<Dense<4, 4, T>>)), Dense<4, 3, T>, Dropout<Ratio<1, 4>>, (Fork<((Dense<3, 4, T>, Selu, Dense<4, 3, T>), FastSigmoid)>, Sum), Standardize<3, T>, (Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 4, T>) => 4;
    3 x 2 => (Residual<Frozen<(LayerNorm<3, T>, Elu)>>, Dense<3, 3, T>, LeakyRelu<Ratio<1, 10>>, Selu, Relu, (Fork<(Slice<1, 2>, Dense<3, 3, T>)>, Concat<5>, Dense<5, 3, T>), Dense<3, 2, T>) => 2;
    2 x 2 => (FastTanh, Dense<2, 4, T>, HardSwish, (Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), (Repeat<2>, Last), HardSigmoid, Dense<4, 2, T>) => 2;
    3 x 1 => (Sigmoid, Dense<3, 2, T>, (Repeat<3>, Rnn<2, 2, T>, Last), Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Frozen<Frozen<(LayerNorm<2, T>, LogSoftmax)>>, Dense<2, 2, T>) => 2;
    3 x 3 => (FastSigmoid, Dense<3, 3, T>, Softmax, Gelu, Softplus, Dense<3, 4, T>) => 4;
    2 x 1 => (LogSoftmax, Dense<2, 2, T>, (Repeat<3>, Lstm<2, 2, T>, Last), Elu, LayerNorm<2, T>, Dense<2, 2, T>) => 2;
}

stacks! { sigmoid_cross_entropy, SigmoidCrossEntropy, T =>
    3 x 2 => (Tanh, Dense<3, 2, T>, Aligned<(Mish, Residual<Dense<2, 2, T>>)>, Standardize<2, T>, (Fork<((Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Residual<Dense<2, 2, T>>), Mish)>, Sum), (FastTanh, (Dense<2, 2, T>, Softmax, Dense<2, 2, T>)), Dense<2, 3, T>) => 3;
    2 x 2 => (Unstandardize<2, T>, Dense<2, 4, T>, Frozen<Dense<4, 4, T>>, Identity, Mish, FastTanh, Dense<4, 3, T>) => 3;
    3 x 2 => (Softsign, Dense<3, 2, T>, Dropout<Ratio<1, 4>>, (Repeat<3>, Rnn<2, 2, T>, Last), Sigmoid, Silu, Dense<2, 2, T>) => 2;
    3 x 4 => (Relu, Dense<3, 3, T>, Dense<3, 3, T>, Residual<Dense<3, 3, T>>, FastSigmoid, Gelu, Dense<3, 2, T>) => 2;
    3 x 1 => ((Fork<(Sigmoid, (Dropout<Ratio<1, 4>>, Residual<Dense<3, 3, T>>))>, Product), Dense<3, 2, T>, LayerNorm<2, T>, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), LogSoftmax, Softmax, Dense<2, 3, T>) => 3;
    3 x 1 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 3, T>, HardTanh, (Repeat<2>, Last), (Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 4, T>) => 4;
    2 x 1 => (HardSwish, Dense<2, 4, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Repeat<3>, Lstm<4, 4, T>, Last), HardSigmoid, Dense<4, 4, T>) => 4;
    2 x 3 => (Elu, Dense<2, 3, T>, Softplus, (Fork<(Slice<2, 1>, Dense<3, 4, T>)>, Concat<5>, Dense<5, 3, T>), Selu, Dense<3, 2, T>) => 2;
}

stacks! { cross_entropy, CrossEntropy, T =>
    2 x 1 => (Tanh, Dense<2, 3, T>, (Fork<(Dense<3, 3, T>, FastSigmoid)>, Sum), (Repeat<3>, Lstm<3, 3, T>, Last), HardSigmoid, LeakyRelu<Ratio<1, 10>>, Dense<3, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    2 x 1 => (HardSwish, Dense<2, 3, T>, (Repeat<3>, Gru<3, 3, T>, Last), Softsign, Silu, FastSigmoid, Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    2 x 2 => ((Fork<(Mish, Frozen<(LayerNorm<2, T>, Identity)>)>, Product), Dense<2, 2, T>, Softmax, (Repeat<2>, Last), Dropout<Ratio<1, 4>>, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), Dense<2, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    4 x 1 => (Elu, Dense<4, 4, T>, FastTanh, (Repeat<3>, Rnn<4, 4, T>, Last), LayerNorm<4, T>, Relu, Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    3 x 4 => (Frozen<Dense<3, 3, T>>, Dense<3, 4, T>, (Fork<(Slice<3, 1>, Dense<4, 4, T>)>, Concat<5>, Dense<5, 4, T>), Identity, Aligned<Dense<4, 4, T>>, Sigmoid, Dense<4, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    3 x 2 => (HardTanh, Dense<3, 3, T>, Softplus, (Softsign, Frozen<(LayerNorm<3, T>, LogSoftmax)>), Gelu, Dense<3, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    2 x 4 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 2, T>, Selu, Unstandardize<2, T>, LogSoftmax, Dense<2, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    2 x 1 => (Mish, Dense<2, 4, T>, Residual<Dense<4, 4, T>>, Standardize<4, T>, Dense<4, 4, T>, Dense<4, 4, T>, LayerNorm<4, T>, Softmax) => 4;
}

stacks! { binary_cross_entropy, BinaryCrossEntropy, T =>
    3 x 1 => (Softmax, Dense<3, 2, T>, Selu, Softsign, Gelu, Frozen<Frozen<(LayerNorm<2, T>, LogSoftmax)>>, Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    3 x 2 => (HardSigmoid, Dense<3, 2, T>, (Repeat<3>, Lstm<2, 2, T>, Last), LogSoftmax, (Repeat<3>, Rnn<2, 2, T>, Last), (Fork<((Tanh, Residual<Dense<2, 2, T>>), Sigmoid)>, Sum), Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    2 x 4 => (Sigmoid, Dense<2, 3, T>, LeakyRelu<Ratio<1, 10>>, Silu, Aligned<(Dense<3, 2, T>, Softsign, Dense<2, 3, T>)>, Dense<3, 3, T>, Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    3 x 3 => (Mish, Dense<3, 4, T>, Softplus, FastSigmoid, LayerNorm<4, T>, Dropout<Ratio<1, 4>>, Dense<4, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    2 x 3 => (Unstandardize<2, T>, Dense<2, 3, T>, (Repeat<3>, Gru<3, 3, T>, Last), (Fork<(Elu, (Dense<3, 2, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 3, T>))>, Product), (Fork<(Slice<0, 3>, Dense<3, 3, T>)>, Concat<6>, Dense<6, 3, T>), FastTanh, Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    2 x 2 => (Identity, Dense<2, 3, T>, Residual<Frozen<(LayerNorm<3, T>, FastTanh)>>, Elu, (Repeat<2>, Bidirectional<Rnn<3, 3, T>, Gru<3, 3, T>>, Sum, Last), Dense<3, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    4 x 4 => (Tanh, Dense<4, 4, T>, (HardTanh, (Softmax, Residual<Dense<4, 4, T>>)), (Repeat<2>, Last), Relu, Dense<4, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    3 x 4 => (HardSwish, Dense<3, 3, T>, HardTanh, Standardize<3, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
}
