// Written by generator.rs from the seed 1; `CONSTNET_WRITE=1` writes it anew.

stacks! { squared_error_sum, SquaredErrorSum, T =>
    3 x 3 => (Selu, Dense<3, 4, T>, Softmax, Softplus, Affine<4, T>, (Repeat<3>, Gru<4, 4, T>, Last), FastTanh, Dense<4, 3, T>) => 3;
    3 x 1 => (Normalize<Ratio<1, 2>>, Dense<3, 2, T>, Residual<(HardSigmoid, Residual<Dense<2, 2, T>>)>, (Fork<((Dense<2, 2, T>, LeakyRelu<Ratio<1, 10>>, Dense<2, 2, T>), Gelu)>, Sum), LogSoftmax, Standardize<2, T>, (Repeat<2>, Last), Dense<2, 2, T>) => 2;
    2 x 1 => (Dropout<Ratio<1, 4>>, Dense<2, 3, T>, Gelu, Dense<3, 3, T>, Relu, FastSigmoid, PRelu<3, T>, Dense<3, 2, T>) => 2;
    3 x 3 => ((Softplus, (FastSigmoid, Residual<Dense<3, 3, T>>)), Dense<3, 4, T>, (Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), HardSwish, (Repeat<3>, Lstm<4, 4, T>, Last), Silu, Dense<4, 3, T>) => 3;
    3 x 4 => (Mish, Dense<3, 2, T>, (Repeat<3>, Rnn<2, 2, T>, Last), Unstandardize<2, T>, LayerNorm<2, T>, (Fork<(Gelu, (FastTanh, Residual<Dense<2, 2, T>>))>, Product), Dense<2, 3, T>) => 3;
    2 x 2 => ((Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Dense<2, 4, T>, Softsign, Sigmoid, LeakyRelu<Ratio<1, 10>>, Tanh, Dense<4, 2, T>) => 2;
    3 x 4 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 2, T>, HardTanh, GeluTanh, Elu, HardSigmoid, Dense<2, 2, T>) => 2;
    3 x 2 => (Frozen<Frozen<(LayerNorm<3, T>, HardSwish)>>, Dense<3, 3, T>, Aligned<(Silu, Residual<Dense<3, 3, T>>)>, (Fork<(Slice<2, 1>, Dense<3, 2, T>)>, Concat<3>, Dense<3, 3, T>), Identity, (Unflatten<1, 1, 3>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Dense<3, 2, T>) => 2;
}

stacks! { mean_squared_error, MeanSquaredError, T =>
    2 x 3 => (Selu, Dense<2, 4, T>, (Fork<(Slice<0, 4>, Dense<4, 3, T>)>, Concat<7>, Dense<7, 4, T>), (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Dropout<Ratio<1, 4>>, Residual<Dense<4, 4, T>>)), Softsign, LeakyRelu<Ratio<1, 10>>, FastSigmoid, Dense<4, 3, T>) => 3;
    2 x 3 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 2, T>, Silu, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), (Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Identity, (Repeat<3>, Rnn<2, 2, T>, Last), Dense<2, 2, T>) => 2;
    2 x 2 => (Sigmoid, Dense<2, 3, T>, Aligned<(Dense<3, 2, T>, Normalize<Ratio<1, 2>>, Dense<2, 3, T>)>, Gelu, HardSwish, LayerNorm<3, T>, HardTanh, Dense<3, 3, T>) => 3;
    3 x 1 => ((Repeat<2>, Bidirectional<Rnn<3, 3, T>, Gru<3, 3, T>>, Sum, Last), Dense<3, 3, T>, Elu, Unstandardize<3, T>, Mish, LogSoftmax, Dense<3, 3, T>) => 3;
    3 x 3 => ((Repeat<3>, Lstm<3, 3, T>, Last), Dense<3, 2, T>, Standardize<2, T>, (Fork<(Identity, (Dense<2, 2, T>, Sigmoid, Dense<2, 2, T>))>, Product), Normalize<Ratio<1, 2>>, Dense<2, 2, T>, Dense<2, 3, T>) => 3;
    2 x 4 => (GeluTanh, Dense<2, 4, T>, Softplus, (Fork<(Dense<4, 4, T>, Relu)>, Sum), PRelu<4, T>, Relu, Dense<4, 3, T>) => 3;
    4 x 2 => ((Repeat<2>, Last), Dense<4, 3, T>, Frozen<(GeluTanh, Residual<Dense<3, 3, T>>)>, FastTanh, Residual<Dense<3, 3, T>>, (Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 4, T>) => 4;
    3 x 3 => (HardSigmoid, Dense<3, 3, T>, Affine<3, T>, Tanh, Dropout<Ratio<1, 4>>, Softmax, Dense<3, 2, T>) => 2;
}

stacks! { mean_absolute_error, MeanAbsoluteError, T =>
    4 x 4 => ((Repeat<2>, Last), Dense<4, 3, T>, (Fork<(Slice<2, 1>, Dense<3, 3, T>)>, Concat<4>, Dense<4, 3, T>), Softmax, Elu, Softsign, (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Frozen<(LayerNorm<3, T>, Tanh)>), Dense<3, 2, T>) => 2;
    2 x 3 => (Normalize<Ratio<1, 2>>, Dense<2, 3, T>, Dense<3, 3, T>, Unstandardize<3, T>, (Fork<((Dense<3, 3, T>, Softsign, Dense<3, 3, T>), HardTanh)>, Sum), (Repeat<3>, Rnn<3, 3, T>, Last), Gelu, Dense<3, 4, T>) => 4;
    3 x 4 => (Relu, Dense<3, 3, T>, (Unflatten<1, 1, 3>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Residual<(Softplus, Residual<Dense<3, 3, T>>)>, LeakyRelu<Ratio<1, 10>>, LayerNorm<3, T>, FastTanh, Dense<3, 2, T>) => 2;
    2 x 3 => (Aligned<Dense<2, 2, T>>, Dense<2, 4, T>, Sigmoid, HardSwish, HardSigmoid, (Repeat<3>, Lstm<4, 4, T>, Last), Dense<4, 2, T>) => 2;
    2 x 1 => (PRelu<2, T>, Dense<2, 4, T>, GeluTanh, FastSigmoid, Silu, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 2, T>) => 2;
    4 x 1 => (Softplus, Dense<4, 3, T>, Standardize<3, T>, (Fork<(Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Tanh, Residual<Dense<3, 3, T>>))>, Product), HardTanh, (Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 3, T>) => 3;
    4 x 1 => ((Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), Dense<4, 3, T>, LogSoftmax, Tanh, Mish, Dropout<Ratio<1, 4>>, Dense<3, 3, T>) => 3;
    3 x 1 => ((Unflatten<1, 3, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 3, (Stride<1>, Same)>, AvgPool<1, 2, 1, 3, (Stride<1>, Same)>, Flatten<3>), Dense<3, 4, T>, Selu, Affine<4, T>, Frozen<Frozen<(LayerNorm<4, T>, Normalize<Ratio<1, 2>>)>>, Identity, Dense<4, 4, T>) => 4;
}

stacks! { huber, Huber, T =>
    3 x 1 => (Residual<(HardTanh, Residual<Dense<3, 3, T>>)>, Dense<3, 3, T>, Relu, FastSigmoid, (Fork<((Dense<3, 3, T>, Elu, Dense<3, 3, T>), Tanh)>, Sum), Elu, Silu, Dense<3, 2, T>) => 2;
    4 x 4 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 2, T>, PRelu<2, T>, Dense<2, 2, T>, (Repeat<3>, Gru<2, 2, T>, Last), (Repeat<2>, Last), HardTanh, Dense<2, 4, T>) => 4;
    2 x 3 => ((Repeat<3>, Lstm<2, 2, T>, Last), Dense<2, 4, T>, Aligned<Frozen<(LayerNorm<4, T>, HardSwish)>>, Dropout<Ratio<1, 4>>, Frozen<Frozen<(LayerNorm<4, T>, LeakyRelu<Ratio<1, 10>>)>>, Softmax, (Sigmoid, (FastTanh, Residual<Dense<4, 4, T>>)), Dense<4, 3, T>) => 3;
    2 x 3 => (Normalize<Ratio<1, 2>>, Dense<2, 2, T>, (Fork<(Silu, Frozen<(LayerNorm<2, T>, LogSoftmax)>)>, Product), Identity, Sigmoid, GeluTanh, Dense<2, 3, T>) => 3;
    4 x 4 => (Affine<4, T>, Dense<4, 2, T>, HardSigmoid, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Mish, FastTanh, Dense<2, 4, T>) => 4;
    4 x 2 => (Tanh, Dense<4, 3, T>, LogSoftmax, (Repeat<2>, Bidirectional<Rnn<3, 3, T>, Gru<3, 3, T>>, Sum, Last), HardSwish, Unstandardize<3, T>, Dense<3, 3, T>) => 3;
    3 x 3 => (Gelu, Dense<3, 2, T>, Selu, (Fork<(Slice<1, 1>, Dense<2, 3, T>)>, Concat<4>, Dense<4, 2, T>), LayerNorm<2, T>, (Repeat<3>, Rnn<2, 2, T>, Last), Dense<2, 3, T>) => 3;
    4 x 3 => (Softplus, Dense<4, 2, T>, Softsign, Standardize<2, T>, (Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), LeakyRelu<Ratio<1, 10>>, Dense<2, 3, T>) => 3;
}

stacks! { scaled, Scaled<Huber>, T =>
    3 x 2 => ((Softsign, Frozen<(LayerNorm<3, T>, Normalize<Ratio<1, 2>>)>), Dense<3, 2, T>, (Repeat<3>, Gru<2, 2, T>, Last), Dense<2, 2, T>, Standardize<2, T>, (Repeat<2>, Last), LeakyRelu<Ratio<1, 10>>, Dense<2, 4, T>) => 4;
    3 x 3 => (Selu, Dense<3, 3, T>, HardSigmoid, Relu, LayerNorm<3, T>, Sigmoid, Gelu, Dense<3, 2, T>) => 2;
    2 x 2 => (Unstandardize<2, T>, Dense<2, 3, T>, Affine<3, T>, (Fork<(Slice<2, 1>, Dense<3, 2, T>)>, Concat<3>, Dense<3, 3, T>), Elu, LogSoftmax, (Repeat<3>, Rnn<3, 3, T>, Last), Dense<3, 2, T>) => 2;
    2 x 1 => (FastTanh, Dense<2, 3, T>, Softplus, (Repeat<3>, Lstm<3, 3, T>, Last), (Repeat<2>, Bidirectional<Rnn<3, 3, T>, Gru<3, 3, T>>, Sum, Last), Normalize<Ratio<1, 2>>, Dense<3, 4, T>) => 4;
    3 x 1 => (Softsign, Dense<3, 4, T>, Frozen<Frozen<(LayerNorm<4, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>)>>, Softmax, Aligned<Frozen<(LayerNorm<4, T>, Sigmoid)>>, Mish, Dense<4, 3, T>) => 3;
    2 x 3 => (Tanh, Dense<2, 2, T>, GeluTanh, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, HardSwish, (Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Dense<2, 3, T>) => 3;
    3 x 4 => (HardTanh, Dense<3, 4, T>, (Fork<((Dense<4, 2, T>, Identity, Dense<2, 4, T>), Elu)>, Sum), (Unflatten<1, 4, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 4, (Stride<1>, Same)>, AvgPool<1, 2, 1, 4, (Stride<1>, Same)>, Flatten<4>), (Fork<(Softplus, Dense<4, 4, T>)>, Product), Silu, Dense<4, 4, T>) => 4;
    2 x 4 => (Identity, Dense<2, 2, T>, PRelu<2, T>, Dropout<Ratio<1, 4>>, Residual<Frozen<(LayerNorm<2, T>, Selu)>>, FastSigmoid, Dense<2, 4, T>) => 4;
}

stacks! { softmax_cross_entropy, SoftmaxCrossEntropy, T =>
    4 x 1 => (Normalize<Ratio<1, 2>>, Dense<4, 3, T>, (Fork<(LeakyRelu<Ratio<1, 10>>, Frozen<(LayerNorm<3, T>, Identity)>)>, Product), LeakyRelu<Ratio<1, 10>>, Residual<(Normalize<Ratio<1, 2>>, Residual<Dense<3, 3, T>>)>, Affine<3, T>, Unstandardize<3, T>, Dense<3, 3, T>) => 3;
    3 x 4 => (Tanh, Dense<3, 4, T>, LayerNorm<4, T>, Frozen<(Sigmoid, Residual<Dense<4, 4, T>>)>, (Unflatten<1, 4, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 4, (Stride<1>, Same)>, AvgPool<1, 2, 1, 4, (Stride<1>, Same)>, Flatten<4>), FastTanh, Softmax, Dense<4, 4, T>) => 4;
    3 x 3 => (Softplus, Dense<3, 2, T>, (Repeat<2>, Last), Standardize<2, T>, Elu, HardSwish, LogSoftmax, Dense<2, 4, T>) => 4;
    4 x 4 => ((Repeat<3>, Lstm<4, 4, T>, Last), Dense<4, 4, T>, FastSigmoid, Aligned<Frozen<(LayerNorm<4, T>, Elu)>>, Identity, (Repeat<3>, Gru<4, 4, T>, Last), Dense<4, 3, T>) => 3;
    2 x 3 => ((Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Dense<2, 2, T>, Relu, Sigmoid, (Elu, Frozen<(LayerNorm<2, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>)>), Dense<2, 2, T>, Dense<2, 2, T>) => 2;
    4 x 4 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 3, T>, Gelu, HardSigmoid, (Repeat<3>, Rnn<3, 3, T>, Last), HardTanh, Dense<3, 3, T>) => 3;
    2 x 1 => ((Fork<(Dense<2, 2, T>, Tanh)>, Sum), Dense<2, 4, T>, Dropout<Ratio<1, 4>>, Selu, Silu, Softsign, Dense<4, 4, T>) => 4;
    4 x 1 => (PRelu<4, T>, Dense<4, 2, T>, (Fork<(Slice<0, 2>, Dense<2, 4, T>)>, Concat<6>, Dense<6, 2, T>), Mish, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), GeluTanh, Dense<2, 4, T>) => 4;
}

stacks! { smoothed_cross_entropy, SmoothedCrossEntropy, T =>
    3 x 4 => (Elu, Dense<3, 3, T>, (Repeat<3>, Rnn<3, 3, T>, Last), (Fork<(Slice<1, 2>, Dense<3, 2, T>)>, Concat<4>, Dense<4, 3, T>), Softmax, (Unflatten<1, 1, 3>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), (Elu, Dense<3, 3, T>), Dense<3, 3, T>) => 3;
    3 x 1 => (Unstandardize<3, T>, Dense<3, 2, T>, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), (Fork<(Elu, Dense<2, 2, T>)>, Product), Selu, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), Dense<2, 2, T>, Dense<2, 3, T>) => 3;
    4 x 3 => (Residual<Dense<4, 4, T>>, Dense<4, 3, T>, Softplus, HardTanh, GeluTanh, Frozen<(FastSigmoid, Residual<Dense<3, 3, T>>)>, Sigmoid, Dense<3, 2, T>) => 2;
    4 x 3 => (LeakyRelu<Ratio<1, 10>>, Dense<4, 4, T>, FastTanh, LayerNorm<4, T>, (Repeat<3>, Gru<4, 4, T>, Last), Affine<4, T>, Dense<4, 2, T>) => 2;
    4 x 3 => (HardSwish, Dense<4, 2, T>, HardSigmoid, PRelu<2, T>, FastSigmoid, Standardize<2, T>, Dense<2, 2, T>) => 2;
    4 x 3 => ((Fork<((Dense<4, 3, T>, GeluTanh, Dense<3, 4, T>), HardSigmoid)>, Sum), Dense<4, 3, T>, Dropout<Ratio<1, 4>>, Relu, Tanh, (Repeat<2>, Last), Dense<3, 2, T>) => 2;
    3 x 3 => (LogSoftmax, Dense<3, 4, T>, Normalize<Ratio<1, 2>>, Identity, Mish, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 2, T>) => 2;
    3 x 2 => (Softsign, Dense<3, 2, T>, Aligned<(Mish, Residual<Dense<2, 2, T>>)>, Silu, (Repeat<3>, Lstm<2, 2, T>, Last), Gelu, Dense<2, 3, T>) => 3;
}

stacks! { sigmoid_cross_entropy, SigmoidCrossEntropy, T =>
    2 x 3 => (Elu, Dense<2, 4, T>, Normalize<Ratio<1, 2>>, (Fork<(HardTanh, (Elu, Residual<Dense<4, 4, T>>))>, Product), Mish, Unstandardize<4, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 4, T>) => 4;
    2 x 1 => ((Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Dense<2, 4, T>, LayerNorm<4, T>, Tanh, (Repeat<3>, Rnn<4, 4, T>, Last), (Unflatten<1, 1, 4>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), (Fork<(Slice<3, 1>, Dense<4, 4, T>)>, Concat<5>, Dense<5, 4, T>), Dense<4, 3, T>) => 3;
    2 x 4 => (LogSoftmax, Dense<2, 3, T>, Frozen<Dense<3, 3, T>>, GeluTanh, (Repeat<3>, Lstm<3, 3, T>, Last), Gelu, Relu, Dense<3, 2, T>) => 2;
    3 x 3 => (Dense<3, 3, T>, Dense<3, 3, T>, Softmax, Softplus, HardSigmoid, (Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 2, T>) => 2;
    2 x 1 => ((Fork<((Dense<2, 3, T>, Softsign, Dense<3, 2, T>), Elu)>, Sum), Dense<2, 3, T>, (Repeat<2>, Last), Residual<Frozen<(LayerNorm<3, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>)>>, Silu, Identity, Dense<3, 4, T>) => 4;
    3 x 4 => (FastTanh, Dense<3, 3, T>, Aligned<Dense<3, 3, T>>, Softsign, PRelu<3, T>, Dropout<Ratio<1, 4>>, Dense<3, 3, T>) => 3;
    3 x 3 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 4, T>, Selu, Standardize<4, T>, (FastTanh, (Dense<4, 2, T>, Identity, Dense<2, 4, T>)), HardSwish, Dense<4, 2, T>) => 2;
    2 x 1 => (Sigmoid, Dense<2, 2, T>, FastSigmoid, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), HardTanh, Affine<2, T>, Dense<2, 2, T>) => 2;
}

stacks! { cross_entropy, CrossEntropy, T =>
    4 x 3 => (Softmax, Dense<4, 2, T>, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), Softplus, PRelu<2, T>, (Fork<(Frozen<(LayerNorm<2, T>, Sigmoid)>, Tanh)>, Sum), Affine<2, T>, Dense<2, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    2 x 1 => ((Repeat<3>, Lstm<2, 2, T>, Last), Dense<2, 2, T>, Relu, Identity, (Fork<(Relu, Frozen<(LayerNorm<2, T>, Normalize<Ratio<1, 2>>)>)>, Product), FastSigmoid, Mish, Dense<2, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    2 x 1 => (Unstandardize<2, T>, Dense<2, 3, T>, (Repeat<3>, Rnn<3, 3, T>, Last), (Unflatten<1, 3, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 3, (Stride<1>, Same)>, AvgPool<1, 2, 1, 3, (Stride<1>, Same)>, Flatten<3>), Standardize<3, T>, Residual<(Dense<3, 2, T>, Tanh, Dense<2, 3, T>)>, LeakyRelu<Ratio<1, 10>>, Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    3 x 1 => (FastTanh, Dense<3, 2, T>, Silu, Gelu, GeluTanh, Aligned<Frozen<(LayerNorm<2, T>, Normalize<Ratio<1, 2>>)>>, Dense<2, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    3 x 1 => (Dense<3, 3, T>, Dense<3, 3, T>, HardTanh, Frozen<Dense<3, 3, T>>, Softsign, (Unflatten<1, 1, 3>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Dense<3, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    2 x 2 => (LogSoftmax, Dense<2, 4, T>, Normalize<Ratio<1, 2>>, LayerNorm<4, T>, (Repeat<2>, Last), Sigmoid, Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    2 x 3 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 4, T>, Dropout<Ratio<1, 4>>, HardSigmoid, (Sigmoid, (GeluTanh, Residual<Dense<4, 4, T>>)), (Repeat<3>, Gru<4, 4, T>, Last), Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    3 x 2 => (Selu, Dense<3, 2, T>, HardSwish, Elu, Tanh, (Fork<(Slice<0, 2>, Dense<2, 4, T>)>, Concat<6>, Dense<6, 2, T>), Dense<2, 4, T>, LayerNorm<4, T>, Softmax) => 4;
}

stacks! { binary_cross_entropy, BinaryCrossEntropy, T =>
    3 x 2 => (Elu, Dense<3, 4, T>, Sigmoid, LayerNorm<4, T>, Softmax, LogSoftmax, (Repeat<2>, Last), Dense<4, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    4 x 3 => (HardSwish, Dense<4, 3, T>, LeakyRelu<Ratio<1, 10>>, Softplus, HardSigmoid, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Repeat<3>, Lstm<3, 3, T>, Last), Dense<3, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    3 x 2 => (Standardize<3, T>, Dense<3, 3, T>, Unstandardize<3, T>, Selu, Residual<Frozen<(LayerNorm<3, T>, Softsign)>>, FastSigmoid, Dense<3, 3, T>, Dense<3, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    2 x 3 => (Identity, Dense<2, 4, T>, (Unflatten<1, 1, 4>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), (Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), Relu, (Mish, Dense<4, 4, T>), Dense<4, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    4 x 3 => ((Fork<(Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 4, T>)>, Product), Dense<4, 2, T>, GeluTanh, (Fork<(Slice<1, 1>, Dense<2, 2, T>)>, Concat<3>, Dense<3, 2, T>), (Repeat<3>, Gru<2, 2, T>, Last), Dropout<Ratio<1, 4>>, Dense<2, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    3 x 4 => (Affine<3, T>, Dense<3, 4, T>, Gelu, (Unflatten<1, 4, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 4, (Stride<1>, Same)>, AvgPool<1, 2, 1, 4, (Stride<1>, Same)>, Flatten<4>), Normalize<Ratio<1, 2>>, Aligned<(HardSigmoid, Residual<Dense<4, 4, T>>)>, Dense<4, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    3 x 2 => (Mish, Dense<3, 3, T>, Silu, (Repeat<3>, Rnn<3, 3, T>, Last), HardTanh, FastTanh, Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    2 x 4 => (PRelu<2, T>, Dense<2, 4, T>, Frozen<Frozen<(LayerNorm<4, T>, Mish)>>, Tanh, (Fork<((Dropout<Ratio<1, 4>>, Residual<Dense<4, 4, T>>), Sigmoid)>, Sum), Softsign, Dense<4, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
}
