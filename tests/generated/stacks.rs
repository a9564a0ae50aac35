// Written by generator.rs from the seed 1; `CONSTNET_WRITE=1` writes it anew.

stacks! { squared_error_sum, SquaredErrorSum, T =>
    3 x 1 => (Normalize<Ratio<1, 2>>, Dense<3, 3, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Identity, GeluTanh, Elu, HardSigmoid, Dense<3, 3, T>) => 3;
    2 x 3 => (Relu, Dense<2, 2, T>, Silu, Sigmoid, (Unflatten<1, 2, 1>, Conv2d<1, 1, 1, 2, 1, 2, Same, 1, T>, Flatten<2>), LeakyRelu<Ratio<1, 10>>, (Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Dense<2, 4, T>) => 4;
    2 x 2 => ((Unflatten<1, 1, 2>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<2, 2, 2, 1, 2, T>, WindowConv1d<2, 2, 1, 2, Valid, 2, T>, Last), Dense<2, 2, T>, (Fork<(Slice<0, 2>, Dense<2, 3, T>)>, Concat<5>, Dense<5, 2, T>), Tanh, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), (Fork<(Dense<2, 2, T>, Identity)>, Sum), FastTanh, Dense<2, 3, T>) => 3;
    4 x 4 => (Dropout<Ratio<1, 4>>, Dense<4, 3, T>, (Repeat<3>, Rnn<3, 3, T>, Last), (Softplus, Dense<3, 3, T>), Mish, Standardize<3, T>, (Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 4, T>) => 4;
    3 x 4 => (Frozen<(Dense<3, 2, T>, Mish, Dense<2, 3, T>)>, Dense<3, 2, T>, Aligned<Dense<2, 2, T>>, Dense<2, 2, T>, Selu, FastSigmoid, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Dense<2, 3, T>) => 3;
    4 x 3 => (Softplus, Dense<4, 2, T>, Softsign, HardTanh, (Repeat<3>, Lstm<2, 2, T>, Last), Softmax, Dense<2, 2, T>) => 2;
    2 x 3 => (Residual<(Dense<2, 3, T>, HardTanh, Dense<3, 2, T>)>, Dense<2, 2, T>, HardSwish, Unstandardize<2, T>, LayerNorm<2, T>, (Fork<(FastTanh, (Dense<2, 4, T>, Mish, Dense<4, 2, T>))>, Product), Dense<2, 4, T>) => 4;
    3 x 2 => (Gelu, Dense<3, 4, T>, (Short<3, 2>, Padded<Dense<4, 4, T>>, Last), PRelu<4, T>, LogSoftmax, Affine<4, T>, Dense<4, 4, T>) => 4;
}

stacks! { mean_squared_error, MeanSquaredError, T =>
    3 x 3 => (Elu, Dense<3, 3, T>, (Short<3, 2>, Padded<Dense<3, 3, T>>, Last), Frozen<(LogSoftmax, Residual<Dense<3, 3, T>>)>, FastTanh, (Fork<(Dense<3, 3, T>, Gelu)>, Sum), (Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 2, T>) => 2;
    2 x 3 => (LogSoftmax, Dense<2, 4, T>, (Fork<(LeakyRelu<Ratio<1, 10>>, (Dense<4, 3, T>, HardTanh, Dense<3, 4, T>))>, Product), (Normalize<Ratio<1, 2>>, (Dense<4, 3, T>, Mish, Dense<3, 4, T>)), Aligned<(Dense<4, 2, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 4, T>)>, Dropout<Ratio<1, 4>>, Softplus, Dense<4, 2, T>) => 2;
    3 x 1 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 3, T>, Softsign, (Unflatten<1, 1, 3>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<3, 2, 2, 1, 3, T>, WindowConv1d<2, 3, 1, 2, Valid, 2, T>, Last), Tanh, (Repeat<3>, Lstm<3, 3, T>, Last), FastSigmoid, Dense<3, 3, T>) => 3;
    4 x 3 => (HardSigmoid, Dense<4, 2, T>, GeluTanh, (Fork<(Slice<1, 1>, Dense<2, 2, T>)>, Concat<3>, Dense<3, 2, T>), (Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), LeakyRelu<Ratio<1, 10>>, Residual<(Silu, Residual<Dense<2, 2, T>>)>, Dense<2, 4, T>) => 4;
    3 x 1 => ((Repeat<2>, Bidirectional<Rnn<3, 3, T>, Gru<3, 3, T>>, Sum, Last), Dense<3, 4, T>, Affine<4, T>, Gelu, Unstandardize<4, T>, LayerNorm<4, T>, HardTanh, Dense<4, 3, T>) => 3;
    3 x 1 => (PRelu<3, T>, Dense<3, 2, T>, Softmax, Identity, Normalize<Ratio<1, 2>>, Mish, Dense<2, 3, T>) => 3;
    3 x 3 => (Silu, Dense<3, 3, T>, Standardize<3, T>, Dense<3, 3, T>, Relu, (Unflatten<1, 3, 1>, Conv2d<1, 1, 1, 2, 1, 3, Same, 1, T>, Flatten<3>), Dense<3, 2, T>) => 2;
    2 x 2 => (HardSwish, Dense<2, 2, T>, (Repeat<3>, Rnn<2, 2, T>, Last), Sigmoid, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Selu, Dense<2, 4, T>) => 4;
}

stacks! { mean_absolute_error, MeanAbsoluteError, T =>
    2 x 4 => ((Fork<(Slice<0, 2>, Dense<2, 3, T>)>, Concat<5>, Dense<5, 2, T>), Dense<2, 3, T>, LogSoftmax, Softmax, Sigmoid, Normalize<Ratio<1, 2>>, PRelu<3, T>, Dense<3, 4, T>) => 4;
    4 x 2 => (HardSwish, Dense<4, 3, T>, Gelu, Affine<3, T>, LeakyRelu<Ratio<1, 10>>, HardTanh, (Fork<(Softsign, (Identity, Residual<Dense<3, 3, T>>))>, Product), Dense<3, 3, T>) => 3;
    2 x 3 => ((Repeat<3>, Rnn<2, 2, T>, Last), Dense<2, 4, T>, Unstandardize<4, T>, (Fork<((Dense<4, 4, T>, Tanh, Dense<4, 4, T>), FastTanh)>, Sum), FastTanh, Tanh, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 4, T>) => 4;
    3 x 1 => ((Repeat<3>, Gru<3, 3, T>, Last), Dense<3, 2, T>, Softplus, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Standardize<2, T>, Identity, (Repeat<3>, Lstm<2, 2, T>, Last), Dense<2, 2, T>) => 2;
    4 x 4 => ((Unflatten<1, 1, 4>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<4, 3, 2, 1, 4, T>, WindowConv1d<3, 4, 1, 2, Valid, 3, T>, Last), Dense<4, 2, T>, Silu, Aligned<Dense<2, 2, T>>, (Unflatten<1, 2, 1>, Conv2d<1, 1, 1, 2, 1, 2, Same, 1, T>, Flatten<2>), Relu, Dropout<Ratio<1, 4>>, Dense<2, 2, T>) => 2;
    2 x 4 => (Residual<(HardSwish, Residual<Dense<2, 2, T>>)>, Dense<2, 3, T>, Frozen<(Tanh, Residual<Dense<3, 3, T>>)>, LayerNorm<3, T>, Dense<3, 3, T>, (Short<3, 2>, Padded<Dense<3, 3, T>>, Last), Dense<3, 3, T>) => 3;
    4 x 4 => (Selu, Dense<4, 2, T>, (Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), (Normalize<Ratio<1, 2>>, Dense<2, 2, T>), FastSigmoid, (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), Dense<2, 2, T>) => 2;
    3 x 2 => (Mish, Dense<3, 2, T>, Softsign, GeluTanh, HardSigmoid, Elu, Dense<2, 4, T>) => 4;
}

stacks! { huber, Huber, T =>
    2 x 4 => (HardSigmoid, Dense<2, 2, T>, (Repeat<3>, Lstm<2, 2, T>, Last), Standardize<2, T>, Gelu, Mish, Elu, Dense<2, 4, T>) => 4;
    2 x 1 => (Frozen<(Dense<2, 4, T>, Relu, Dense<4, 2, T>)>, Dense<2, 4, T>, Residual<Frozen<(LayerNorm<4, T>, HardSwish)>>, LayerNorm<4, T>, (Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), (Repeat<3>, Rnn<4, 4, T>, Last), (Fork<(Softmax, (Dense<4, 4, T>, Sigmoid, Dense<4, 4, T>))>, Product), Dense<4, 4, T>) => 4;
    3 x 1 => (Dropout<Ratio<1, 4>>, Dense<3, 4, T>, HardTanh, Relu, (Short<3, 2>, Padded<Dense<4, 4, T>>, Last), Sigmoid, Affine<4, T>, Dense<4, 2, T>) => 2;
    2 x 4 => (GeluTanh, Dense<2, 3, T>, (Unflatten<1, 1, 3>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<3, 2, 2, 1, 3, T>, WindowConv1d<2, 3, 1, 2, Valid, 2, T>, Last), (Unflatten<1, 3, 1>, Conv2d<1, 1, 1, 2, 1, 3, Same, 1, T>, Flatten<3>), Normalize<Ratio<1, 2>>, Tanh, HardSwish, Dense<3, 4, T>) => 4;
    4 x 1 => (Softsign, Dense<4, 3, T>, (Tanh, Frozen<(LayerNorm<3, T>, HardSwish)>), LogSoftmax, (Fork<((Dense<3, 3, T>, LeakyRelu<Ratio<1, 10>>, Dense<3, 3, T>), Gelu)>, Sum), Selu, FastTanh, Dense<3, 4, T>) => 4;
    3 x 3 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 4, T>, Softplus, Softmax, Unstandardize<4, T>, Identity, Dense<4, 4, T>) => 4;
    4 x 3 => ((Fork<(Slice<3, 1>, Dense<4, 2, T>)>, Concat<3>, Dense<3, 4, T>), Dense<4, 2, T>, LeakyRelu<Ratio<1, 10>>, (Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Silu, FastSigmoid, Dense<2, 3, T>) => 3;
    2 x 4 => (PRelu<2, T>, Dense<2, 2, T>, (Repeat<3>, Gru<2, 2, T>, Last), Dense<2, 2, T>, Aligned<(Dense<2, 3, T>, HardSwish, Dense<3, 2, T>)>, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Dense<2, 3, T>) => 3;
}

stacks! { scaled, Scaled<Huber>, T =>
    4 x 1 => ((Unflatten<1, 1, 4>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<4, 2, 2, 1, 4, T>, WindowConv1d<2, 4, 1, 2, Valid, 2, T>, Last), Dense<4, 2, T>, LeakyRelu<Ratio<1, 10>>, Affine<2, T>, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Clamp<Ratio<-1, 2>, Ratio<5, 2>>, LogSoftmax, Dense<2, 3, T>) => 3;
    4 x 2 => (Identity, Dense<4, 2, T>, GeluTanh, Standardize<2, T>, HardTanh, Unstandardize<2, T>, Sigmoid, Dense<2, 2, T>) => 2;
    4 x 4 => (Gelu, Dense<4, 2, T>, (Repeat<3>, Gru<2, 2, T>, Last), FastTanh, Softsign, Dropout<Ratio<1, 4>>, Residual<Dense<2, 2, T>>, Dense<2, 3, T>) => 3;
    3 x 2 => (Softmax, Dense<3, 4, T>, Silu, Relu, Normalize<Ratio<1, 2>>, Selu, (Silu, Dense<4, 4, T>), Dense<4, 2, T>) => 2;
    2 x 2 => ((Fork<(Frozen<(LayerNorm<2, T>, Softplus)>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>)>, Sum), Dense<2, 3, T>, Mish, (Repeat<3>, Lstm<3, 3, T>, Last), (Repeat<2>, Bidirectional<Rnn<3, 3, T>, Gru<3, 3, T>>, Sum, Last), (Repeat<3>, Rnn<3, 3, T>, Last), Tanh, Dense<3, 4, T>) => 4;
    3 x 4 => (Aligned<Dense<3, 3, T>>, Dense<3, 3, T>, (Unflatten<1, 3, 1>, Conv2d<1, 1, 1, 2, 1, 3, Same, 1, T>, Flatten<3>), Dense<3, 3, T>, PRelu<3, T>, FastSigmoid, Dense<3, 2, T>) => 2;
    2 x 4 => (HardSwish, Dense<2, 2, T>, Elu, (Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), (Fork<(Slice<1, 1>, Dense<2, 4, T>)>, Concat<5>, Dense<5, 2, T>), LayerNorm<2, T>, Dense<2, 4, T>) => 4;
    4 x 2 => (HardSigmoid, Dense<4, 2, T>, (Fork<(FastSigmoid, (Dense<2, 3, T>, Sigmoid, Dense<3, 2, T>))>, Product), Softplus, Frozen<Dense<2, 2, T>>, (Short<3, 2>, Padded<Dense<2, 2, T>>, Last), Dense<2, 3, T>) => 3;
}

stacks! { softmax_cross_entropy, SoftmaxCrossEntropy, T =>
    3 x 4 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 4, T>, Sigmoid, Dropout<Ratio<1, 4>>, (Unflatten<1, 4, 1>, Conv2d<1, 1, 1, 2, 1, 4, Same, 1, T>, Flatten<4>), LeakyRelu<Ratio<1, 10>>, Dense<4, 4, T>, Dense<4, 4, T>) => 4;
    2 x 3 => (Affine<2, T>, Dense<2, 3, T>, (Unflatten<1, 1, 3>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<3, 2, 2, 1, 3, T>, WindowConv1d<2, 3, 1, 2, Valid, 2, T>, Last), (Repeat<3>, Lstm<3, 3, T>, Last), Elu, Aligned<(Softmax, Residual<Dense<3, 3, T>>)>, (Repeat<2>, Bidirectional<Rnn<3, 3, T>, Gru<3, 3, T>>, Sum, Last), Dense<3, 4, T>) => 4;
    4 x 4 => (Standardize<4, T>, Dense<4, 3, T>, Frozen<Dense<3, 3, T>>, Tanh, PRelu<3, T>, Softmax, (Short<3, 2>, Padded<Dense<3, 3, T>>, Last), Dense<3, 4, T>) => 4;
    2 x 3 => ((Fork<(Elu, Frozen<(LayerNorm<2, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>)>)>, Product), Dense<2, 2, T>, (Repeat<3>, Rnn<2, 2, T>, Last), Softsign, LayerNorm<2, T>, Mish, (Unflatten<1, 1, 2>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Dense<2, 2, T>) => 2;
    4 x 4 => (LogSoftmax, Dense<4, 3, T>, (Unflatten<1, 3, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 3, (Stride<1>, Same)>, AvgPool<1, 2, 1, 3, (Stride<1>, Same)>, Flatten<3>), (Repeat<3>, Gru<3, 3, T>, Last), Identity, (FastTanh, Frozen<(LayerNorm<3, T>, Gelu)>), GeluTanh, Dense<3, 3, T>) => 3;
    3 x 4 => (HardTanh, Dense<3, 2, T>, Selu, Gelu, Softplus, FastTanh, Dense<2, 4, T>) => 4;
    2 x 2 => (Silu, Dense<2, 4, T>, Residual<(Dense<4, 4, T>, Normalize<Ratio<1, 2>>, Dense<4, 4, T>)>, Unstandardize<4, T>, Relu, Normalize<Ratio<1, 2>>, Dense<4, 2, T>) => 2;
    4 x 4 => (FastSigmoid, Dense<4, 2, T>, HardSigmoid, (Fork<((Silu, Residual<Dense<2, 2, T>>), Sigmoid)>, Sum), (Fork<(Slice<1, 1>, Dense<2, 4, T>)>, Concat<5>, Dense<5, 2, T>), HardSwish, Dense<2, 2, T>) => 2;
}

stacks! { smoothed_cross_entropy, SmoothedCrossEntropy, T =>
    3 x 2 => (Dense<3, 3, T>, Dense<3, 2, T>, Tanh, (Fork<((Identity, Residual<Dense<2, 2, T>>), Gelu)>, Sum), (Repeat<2>, Bidirectional<Rnn<2, 2, T>, Gru<2, 2, T>>, Sum, Last), (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), HardTanh, Dense<2, 4, T>) => 4;
    4 x 3 => ((Fork<(Slice<2, 2>, Dense<4, 2, T>)>, Concat<4>, Dense<4, 4, T>), Dense<4, 3, T>, Unstandardize<3, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, HardSwish, Sigmoid, Softplus, Dense<3, 2, T>) => 2;
    3 x 1 => (Standardize<3, T>, Dense<3, 4, T>, GeluTanh, Elu, Relu, Gelu, FastTanh, Dense<4, 2, T>) => 2;
    3 x 1 => (Affine<3, T>, Dense<3, 4, T>, (Mish, (Dense<4, 3, T>, GeluTanh, Dense<3, 4, T>)), PRelu<4, T>, FastSigmoid, Residual<(Softsign, Residual<Dense<4, 4, T>>)>, (Short<3, 2>, Padded<Dense<4, 4, T>>, Last), Dense<4, 3, T>) => 3;
    2 x 1 => (Mish, Dense<2, 4, T>, LayerNorm<4, T>, (Repeat<3>, Rnn<4, 4, T>, Last), (Unflatten<1, 1, 4>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<4, 3, 2, 1, 4, T>, WindowConv1d<3, 4, 1, 2, Valid, 3, T>, Last), Selu, Silu, Dense<4, 3, T>) => 3;
    3 x 3 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 4, T>, HardSigmoid, (Unflatten<1, 1, 4>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Softmax, (Unflatten<1, 4, 1>, Conv2d<1, 1, 1, 2, 1, 4, Same, 1, T>, Flatten<4>), Dense<4, 3, T>) => 3;
    3 x 3 => (Normalize<Ratio<1, 2>>, Dense<3, 3, T>, (Repeat<3>, Lstm<3, 3, T>, Last), Dropout<Ratio<1, 4>>, LogSoftmax, Frozen<Dense<3, 3, T>>, Dense<3, 2, T>) => 2;
    2 x 4 => ((Repeat<3>, Gru<2, 2, T>, Last), Dense<2, 4, T>, (Fork<(Identity, Frozen<(LayerNorm<4, T>, FastTanh)>)>, Product), Softsign, Identity, Aligned<(Dense<4, 3, T>, FastTanh, Dense<3, 4, T>)>, Dense<4, 2, T>) => 2;
}

stacks! { sigmoid_cross_entropy, SigmoidCrossEntropy, T =>
    2 x 1 => (LayerNorm<2, T>, Dense<2, 3, T>, Dense<3, 3, T>, (Unflatten<1, 3, 1>, Conv2d<1, 1, 1, 2, 1, 3, Same, 1, T>, Flatten<3>), Silu, (Unflatten<1, 1, 3>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Residual<(Dense<3, 3, T>, HardTanh, Dense<3, 3, T>)>, Dense<3, 3, T>) => 3;
    4 x 2 => ((Repeat<3>, Lstm<4, 4, T>, Last), Dense<4, 2, T>, Selu, LogSoftmax, GeluTanh, Aligned<Dense<2, 2, T>>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 3, T>) => 3;
    3 x 3 => (Tanh, Dense<3, 4, T>, Softplus, Standardize<4, T>, (Unflatten<1, 4, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 4, (Stride<1>, Same)>, AvgPool<1, 2, 1, 4, (Stride<1>, Same)>, Flatten<4>), HardSigmoid, Normalize<Ratio<1, 2>>, Dense<4, 2, T>) => 2;
    3 x 2 => (Identity, Dense<3, 3, T>, (Repeat<3>, Rnn<3, 3, T>, Last), Dropout<Ratio<1, 4>>, Softmax, Softsign, Affine<3, T>, Dense<3, 4, T>) => 4;
    2 x 1 => (HardTanh, Dense<2, 3, T>, (Unflatten<1, 1, 3>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<3, 3, 2, 1, 3, T>, WindowConv1d<3, 3, 1, 2, Valid, 3, T>, Last), PRelu<3, T>, LeakyRelu<Ratio<1, 10>>, (FastTanh, (Dense<3, 2, T>, Identity, Dense<2, 3, T>)), Relu, Dense<3, 4, T>) => 4;
    2 x 1 => ((Fork<(Slice<0, 2>, Dense<2, 2, T>)>, Concat<4>, Dense<4, 2, T>), Dense<2, 2, T>, HardSwish, FastTanh, Sigmoid, Mish, Dense<2, 2, T>) => 2;
    3 x 2 => ((Short<3, 2>, Padded<Dense<3, 3, T>>, Last), Dense<3, 3, T>, Gelu, Frozen<(LeakyRelu<Ratio<1, 10>>, Residual<Dense<3, 3, T>>)>, (Fork<(Elu, (Softmax, Residual<Dense<3, 3, T>>))>, Product), Elu, Dense<3, 4, T>) => 4;
    4 x 4 => (Unstandardize<4, T>, Dense<4, 4, T>, (Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), (Repeat<3>, Gru<4, 4, T>, Last), (Fork<((Dropout<Ratio<1, 4>>, Residual<Dense<4, 4, T>>), HardSigmoid)>, Sum), FastSigmoid, Dense<4, 2, T>) => 2;
}

stacks! { cross_entropy, CrossEntropy, T =>
    3 x 1 => (PRelu<3, T>, Dense<3, 2, T>, (Unflatten<1, 2, 1>, Conv2d<1, 1, 1, 2, 1, 2, Same, 1, T>, Flatten<2>), Affine<2, T>, (Repeat<3>, Gru<2, 2, T>, Last), (Repeat<3>, Lstm<2, 2, T>, Last), Aligned<Frozen<(LayerNorm<2, T>, Normalize<Ratio<1, 2>>)>>, Dense<2, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    3 x 1 => (Standardize<3, T>, Dense<3, 3, T>, (Short<3, 2>, Padded<Dense<3, 3, T>>, Last), Normalize<Ratio<1, 2>>, Sigmoid, HardSwish, Residual<Dense<3, 3, T>>, Dense<3, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    2 x 2 => (GeluTanh, Dense<2, 4, T>, LogSoftmax, Softmax, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Frozen<Frozen<(LayerNorm<4, T>, LeakyRelu<Ratio<1, 10>>)>>, LeakyRelu<Ratio<1, 10>>, Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    3 x 3 => (FastTanh, Dense<3, 4, T>, LayerNorm<4, T>, Selu, (Unflatten<1, 4, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 4, (Stride<1>, Same)>, AvgPool<1, 2, 1, 4, (Stride<1>, Same)>, Flatten<4>), (Fork<(Slice<1, 3>, Dense<4, 3, T>)>, Concat<6>, Dense<6, 4, T>), Unstandardize<4, T>, Dense<4, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    2 x 2 => (Softsign, Dense<2, 4, T>, Dense<4, 4, T>, Relu, Gelu, FastSigmoid, (Unflatten<1, 1, 4>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<4, 4, 2, 1, 4, T>, WindowConv1d<4, 4, 1, 2, Valid, 4, T>, Last), Dense<4, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    3 x 3 => (Tanh, Dense<3, 4, T>, (Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), HardTanh, Dropout<Ratio<1, 4>>, Elu, Dense<4, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    2 x 3 => (Mish, Dense<2, 3, T>, (Fork<(Elu, (Dense<3, 2, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 3, T>))>, Product), (Repeat<3>, Rnn<3, 3, T>, Last), HardSigmoid, Softplus, Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    2 x 3 => (Identity, Dense<2, 3, T>, (Softplus, Frozen<(LayerNorm<3, T>, Softsign)>), Silu, (Fork<(Frozen<(LayerNorm<3, T>, Softsign)>, HardSwish)>, Sum), (Unflatten<1, 1, 3>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
}

stacks! { binary_cross_entropy, BinaryCrossEntropy, T =>
    2 x 4 => (Residual<(Dense<2, 2, T>, Sigmoid, Dense<2, 2, T>)>, Dense<2, 2, T>, Gelu, GeluTanh, (Unflatten<1, 1, 2>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, Conv1d<2, 3, 2, 1, 2, T>, WindowConv1d<3, 2, 1, 2, Valid, 3, T>, Last), (Fork<(Slice<1, 1>, Dense<2, 4, T>)>, Concat<5>, Dense<5, 2, T>), LayerNorm<2, T>, Dense<2, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    3 x 2 => (Elu, Dense<3, 2, T>, Unstandardize<2, T>, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Softsign, Relu, Affine<2, T>, Dense<2, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    2 x 4 => (Dropout<Ratio<1, 4>>, Dense<2, 3, T>, (Short<3, 2>, Padded<Dense<3, 3, T>>, Last), HardTanh, Identity, Frozen<Frozen<(LayerNorm<3, T>, HardSwish)>>, (Unflatten<1, 1, 3>, Fork<((ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), (Last, Last))>, Sum), Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    4 x 3 => ((Repeat<2>, Bidirectional<Rnn<4, 4, T>, Gru<4, 4, T>>, Sum, Last), Dense<4, 3, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 3, T>, Selu, Aligned<Frozen<(LayerNorm<3, T>, Silu)>>, Sigmoid, Dense<3, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    4 x 3 => (FastSigmoid, Dense<4, 4, T>, LogSoftmax, Softmax, FastTanh, (Repeat<3>, Gru<4, 4, T>, Last), (Fork<(Relu, Frozen<(LayerNorm<4, T>, Selu)>)>, Product), Dense<4, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    4 x 4 => (PRelu<4, T>, Dense<4, 2, T>, Tanh, HardSwish, LeakyRelu<Ratio<1, 10>>, Softplus, Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    3 x 1 => (Mish, Dense<3, 4, T>, Standardize<4, T>, (Fork<(Frozen<(LayerNorm<4, T>, Relu)>, Softmax)>, Sum), HardSigmoid, Silu, Dense<4, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    2 x 2 => ((Unflatten<1, 2, 1>, Conv2d<1, 1, 1, 2, 1, 2, Same, 1, T>, Flatten<2>), Dense<2, 2, T>, (FastTanh, Frozen<(LayerNorm<2, T>, Softsign)>), (Repeat<3>, Rnn<2, 2, T>, Last), (Repeat<3>, Lstm<2, 2, T>, Last), Normalize<Ratio<1, 2>>, Dense<2, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
}
