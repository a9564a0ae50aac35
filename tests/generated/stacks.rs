// Written by generator.rs from the seed 1; `CONSTNET_WRITE=1` writes it anew.

stacks! { squared_error_sum, SquaredErrorSum, T =>
    4 x 2 => ((Fork<((Dense<4, 3, T>, Silu, Dense<3, 4, T>), Mish)>, Sum), Dense<4, 4, T>, Softplus, Mish, (Mish, Dense<4, 4, T>), Softmax, Dense<4, 4, T>) => 4;
    2 x 3 => (LeakyRelu<Ratio<1, 10>>, Dense<2, 2, T>, Normalize<Ratio<1, 2>>, FastTanh, Dropout<Ratio<1, 4>>, GeluTanh, Dense<2, 4, T>) => 4;
    2 x 2 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 2, T>, Identity, Softsign, HardTanh, Dense<2, 2, T>, Dense<2, 3, T>) => 3;
    2 x 1 => (HardSwish, Dense<2, 2, T>, Relu, (Fork<(FastTanh, Frozen<(LayerNorm<2, T>, HardSwish)>)>, Product), (Fork<(Slice<1, 1>, Dense<2, 4, T>)>, Concat<5>, Dense<5, 2, T>), FastSigmoid, Dense<2, 3, T>) => 3;
    4 x 3 => (Gelu, Dense<4, 4, T>, HardSigmoid, Aligned<(Dense<4, 2, T>, Sigmoid, Dense<2, 4, T>)>, Standardize<4, T>, Frozen<(Dense<4, 2, T>, Mish, Dense<2, 4, T>)>, Dense<4, 2, T>) => 2;
    2 x 1 => (Unstandardize<2, T>, Dense<2, 2, T>, Tanh, LogSoftmax, Elu, PRelu<2, T>, Dense<2, 4, T>) => 4;
    2 x 1 => (Silu, Dense<2, 3, T>, Residual<(Mish, Residual<Dense<3, 3, T>>)>, (Unflatten<1, 1, 3>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), Selu, Dense<3, 2, T>) => 2;
    2 x 4 => (Sigmoid, Dense<2, 3, T>, Affine<3, T>, LayerNorm<3, T>, (Unflatten<1, 3, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 3, (Stride<1>, Same)>, AvgPool<1, 2, 1, 3, (Stride<1>, Same)>, Flatten<3>), Dense<3, 2, T>) => 2;
}

stacks! { mean_squared_error, MeanSquaredError, T =>
    2 x 4 => (HardTanh, Dense<2, 3, T>, FastTanh, Sigmoid, HardSwish, Identity, Dense<3, 3, T>) => 3;
    4 x 4 => (Softplus, Dense<4, 2, T>, PRelu<2, T>, Aligned<Frozen<(LayerNorm<2, T>, GeluTanh)>>, Softmax, (GeluTanh, (Dense<2, 4, T>, Normalize<Ratio<1, 2>>, Dense<4, 2, T>)), Dense<2, 2, T>) => 2;
    2 x 3 => ((Fork<(Slice<1, 1>, Dense<2, 2, T>)>, Concat<3>, Dense<3, 2, T>), Dense<2, 3, T>, Silu, Frozen<(Dense<3, 2, T>, GeluTanh, Dense<2, 3, T>)>, LeakyRelu<Ratio<1, 10>>, (Unflatten<1, 1, 3>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), Dense<3, 2, T>) => 2;
    4 x 2 => (Relu, Dense<4, 2, T>, LayerNorm<2, T>, (Fork<(HardTanh, (Dense<2, 2, T>, Normalize<Ratio<1, 2>>, Dense<2, 2, T>))>, Product), Standardize<2, T>, (Fork<((Dense<2, 3, T>, Mish, Dense<3, 2, T>), FastSigmoid)>, Sum), Dense<2, 3, T>) => 3;
    3 x 3 => (Dropout<Ratio<1, 4>>, Dense<3, 2, T>, LogSoftmax, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Normalize<Ratio<1, 2>>, Softsign, Dense<2, 3, T>) => 3;
    3 x 4 => (FastSigmoid, Dense<3, 2, T>, Dense<2, 2, T>, Affine<2, T>, Elu, Mish, Dense<2, 2, T>) => 2;
    2 x 4 => (Selu, Dense<2, 4, T>, GeluTanh, (Unflatten<1, 4, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 4, (Stride<1>, Same)>, AvgPool<1, 2, 1, 4, (Stride<1>, Same)>, Flatten<4>), Residual<Dense<4, 4, T>>, Dense<4, 3, T>) => 3;
    4 x 4 => (Unstandardize<4, T>, Dense<4, 4, T>, Gelu, Tanh, HardSigmoid, Dense<4, 3, T>) => 3;
}

stacks! { mean_absolute_error, MeanAbsoluteError, T =>
    3 x 3 => (LogSoftmax, Dense<3, 4, T>, HardSwish, Normalize<Ratio<1, 2>>, GeluTanh, HardSigmoid, Dense<4, 4, T>) => 4;
    3 x 3 => (Dropout<Ratio<1, 4>>, Dense<3, 4, T>, (Unflatten<1, 1, 4>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), LeakyRelu<Ratio<1, 10>>, (Fork<(Slice<0, 4>, Dense<4, 4, T>)>, Concat<8>, Dense<8, 4, T>), Softplus, Dense<4, 4, T>) => 4;
    3 x 1 => (Sigmoid, Dense<3, 2, T>, Frozen<Frozen<(LayerNorm<2, T>, Identity)>>, Standardize<2, T>, (Fork<(Frozen<(LayerNorm<2, T>, Softplus)>, LogSoftmax)>, Sum), HardTanh, Dense<2, 3, T>) => 3;
    2 x 4 => (Selu, Dense<2, 3, T>, LayerNorm<3, T>, Tanh, Elu, Softsign, Dense<3, 4, T>) => 4;
    2 x 3 => (Identity, Dense<2, 3, T>, Dense<3, 3, T>, PRelu<3, T>, (Unflatten<1, 3, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 3, (Stride<1>, Same)>, AvgPool<1, 2, 1, 3, (Stride<1>, Same)>, Flatten<3>), FastSigmoid, Dense<3, 4, T>) => 4;
    3 x 2 => (Relu, Dense<3, 3, T>, (Mish, Dense<3, 3, T>), Affine<3, T>, Gelu, Silu, Dense<3, 4, T>) => 4;
    4 x 4 => (Mish, Dense<4, 4, T>, FastTanh, Unstandardize<4, T>, Softmax, Dense<4, 3, T>) => 3;
    2 x 3 => ((Fork<(FastSigmoid, Dense<2, 2, T>)>, Product), Dense<2, 4, T>, Aligned<Dense<4, 4, T>>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Residual<Frozen<(LayerNorm<4, T>, Identity)>>, Dense<4, 2, T>) => 2;
}

stacks! { huber, Huber, T =>
    3 x 3 => (Sigmoid, Dense<3, 2, T>, Identity, PRelu<2, T>, FastSigmoid, (Fork<(Dropout<Ratio<1, 4>>, Dense<2, 2, T>)>, Product), Dense<2, 2, T>) => 2;
    2 x 3 => (Relu, Dense<2, 2, T>, HardTanh, Gelu, (Fork<(Slice<0, 2>, Dense<2, 4, T>)>, Concat<6>, Dense<6, 2, T>), Softplus, Dense<2, 4, T>) => 4;
    4 x 3 => (Frozen<(Dense<4, 4, T>, Tanh, Dense<4, 4, T>)>, Dense<4, 2, T>, Affine<2, T>, (Fork<((Dense<2, 4, T>, Normalize<Ratio<1, 2>>, Dense<4, 2, T>), LogSoftmax)>, Sum), Dense<2, 2, T>, Silu, Dense<2, 4, T>) => 4;
    2 x 3 => ((HardTanh, (Dense<2, 3, T>, Elu, Dense<3, 2, T>)), Dense<2, 2, T>, LayerNorm<2, T>, FastTanh, Normalize<Ratio<1, 2>>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<2, 2, T>) => 2;
    4 x 3 => (LogSoftmax, Dense<4, 4, T>, HardSigmoid, Softmax, Elu, HardSwish, Dense<4, 2, T>) => 2;
    4 x 2 => (GeluTanh, Dense<4, 2, T>, (Unflatten<1, 1, 2>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), Mish, LeakyRelu<Ratio<1, 10>>, Selu, Dense<2, 4, T>) => 4;
    4 x 2 => (Aligned<Frozen<(LayerNorm<4, T>, LeakyRelu<Ratio<1, 10>>)>>, Dense<4, 4, T>, Dropout<Ratio<1, 4>>, Residual<(Dense<4, 4, T>, Sigmoid, Dense<4, 4, T>)>, Unstandardize<4, T>, Dense<4, 4, T>) => 4;
    2 x 3 => (Softsign, Dense<2, 2, T>, Tanh, Standardize<2, T>, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Dense<2, 2, T>) => 2;
}

stacks! { scaled, Scaled<Huber>, T =>
    4 x 2 => (GeluTanh, Dense<4, 4, T>, Softplus, (Fork<(Slice<1, 3>, Dense<4, 2, T>)>, Concat<5>, Dense<5, 4, T>), LogSoftmax, Dense<4, 4, T>, Dense<4, 2, T>) => 2;
    3 x 4 => (Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 2, T>, HardSigmoid, Standardize<2, T>, (Elu, (Silu, Residual<Dense<2, 2, T>>)), Silu, Dense<2, 4, T>) => 4;
    3 x 4 => (Softsign, Dense<3, 3, T>, Affine<3, T>, Softmax, Unstandardize<3, T>, (Unflatten<1, 1, 3>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), Dense<3, 4, T>) => 4;
    2 x 1 => (Selu, Dense<2, 4, T>, Normalize<Ratio<1, 2>>, Tanh, Identity, Dropout<Ratio<1, 4>>, Dense<4, 4, T>) => 4;
    2 x 1 => (FastTanh, Dense<2, 4, T>, FastSigmoid, Residual<(HardTanh, Residual<Dense<4, 4, T>>)>, (Fork<(Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Dense<4, 4, T>, Softsign, Dense<4, 4, T>))>, Product), PRelu<4, T>, Dense<4, 2, T>) => 2;
    4 x 2 => (HardTanh, Dense<4, 4, T>, Sigmoid, Relu, Aligned<(Dense<4, 3, T>, Relu, Dense<3, 4, T>)>, Frozen<(Dense<4, 2, T>, Gelu, Dense<2, 4, T>)>, Dense<4, 3, T>) => 3;
    2 x 1 => ((Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Dense<2, 4, T>, Mish, (Fork<(Frozen<(LayerNorm<4, T>, FastSigmoid)>, Normalize<Ratio<1, 2>>)>, Sum), LayerNorm<4, T>, Dense<4, 2, T>) => 2;
    4 x 3 => (HardSwish, Dense<4, 3, T>, LeakyRelu<Ratio<1, 10>>, Gelu, Elu, Dense<3, 2, T>) => 2;
}

stacks! { softmax_cross_entropy, SoftmaxCrossEntropy, T =>
    4 x 3 => (Standardize<4, T>, Dense<4, 4, T>, LayerNorm<4, T>, Dropout<Ratio<1, 4>>, (Fork<((Dense<4, 2, T>, Elu, Dense<2, 4, T>), Selu)>, Sum), HardSwish, Dense<4, 3, T>) => 3;
    3 x 2 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 3, T>, Softmax, Gelu, Affine<3, T>, Dense<3, 3, T>, Dense<3, 4, T>) => 4;
    4 x 2 => (Softplus, Dense<4, 3, T>, FastSigmoid, (Relu, Dense<3, 3, T>), Aligned<Dense<3, 3, T>>, Frozen<Dense<3, 3, T>>, Dense<3, 4, T>) => 4;
    3 x 3 => ((Fork<(Slice<0, 3>, Dense<3, 3, T>)>, Concat<6>, Dense<6, 3, T>), Dense<3, 2, T>, (Fork<(LogSoftmax, Dense<2, 2, T>)>, Product), FastTanh, Residual<(LogSoftmax, Residual<Dense<2, 2, T>>)>, Sigmoid, Dense<2, 3, T>) => 3;
    2 x 4 => (GeluTanh, Dense<2, 3, T>, LogSoftmax, Silu, HardTanh, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 4, T>) => 4;
    3 x 3 => (HardSigmoid, Dense<3, 2, T>, Tanh, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Softsign, PRelu<2, T>, Dense<2, 3, T>) => 3;
    3 x 4 => (Mish, Dense<3, 4, T>, Normalize<Ratio<1, 2>>, Identity, Relu, Dense<4, 4, T>) => 4;
    2 x 3 => (Selu, Dense<2, 3, T>, Unstandardize<3, T>, (Unflatten<1, 1, 3>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), Elu, Dense<3, 4, T>) => 4;
}

stacks! { smoothed_cross_entropy, SmoothedCrossEntropy, T =>
    4 x 4 => ((Unflatten<1, 4, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 4, (Stride<1>, Same)>, AvgPool<1, 2, 1, 4, (Stride<1>, Same)>, Flatten<4>), Dense<4, 2, T>, HardSwish, Residual<(Silu, Residual<Dense<2, 2, T>>)>, Silu, Relu, Dense<2, 2, T>) => 2;
    4 x 2 => (Mish, Dense<4, 4, T>, Tanh, Identity, Frozen<Dense<4, 4, T>>, (Fork<(Dense<4, 4, T>, Normalize<Ratio<1, 2>>)>, Sum), Dense<4, 4, T>) => 4;
    4 x 3 => (Unstandardize<4, T>, Dense<4, 4, T>, Standardize<4, T>, HardTanh, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, LayerNorm<4, T>, Dense<4, 3, T>) => 3;
    2 x 2 => (FastTanh, Dense<2, 3, T>, Gelu, Softmax, GeluTanh, Softplus, Dense<3, 3, T>) => 3;
    3 x 1 => (Selu, Dense<3, 3, T>, (Mish, (Dense<3, 3, T>, Softplus, Dense<3, 3, T>)), Dense<3, 3, T>, FastSigmoid, (Fork<(Dropout<Ratio<1, 4>>, (Dense<3, 3, T>, FastTanh, Dense<3, 3, T>))>, Product), Dense<3, 4, T>) => 4;
    2 x 4 => (Sigmoid, Dense<2, 2, T>, LogSoftmax, Softsign, Affine<2, T>, HardSigmoid, Dense<2, 2, T>) => 2;
    3 x 4 => (LeakyRelu<Ratio<1, 10>>, Dense<3, 3, T>, Normalize<Ratio<1, 2>>, Aligned<(Dense<3, 3, T>, Elu, Dense<3, 3, T>)>, (Fork<(Slice<0, 3>, Dense<3, 2, T>)>, Concat<5>, Dense<5, 3, T>), Dense<3, 3, T>) => 3;
    3 x 1 => (Dropout<Ratio<1, 4>>, Dense<3, 2, T>, Elu, (Unflatten<1, 1, 2>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), PRelu<2, T>, Dense<2, 3, T>) => 3;
}

stacks! { sigmoid_cross_entropy, SigmoidCrossEntropy, T =>
    3 x 3 => ((Fork<(Slice<0, 3>, Dense<3, 3, T>)>, Concat<6>, Dense<6, 3, T>), Dense<3, 3, T>, PRelu<3, T>, Standardize<3, T>, Sigmoid, FastSigmoid, Dense<3, 3, T>) => 3;
    2 x 4 => (Softplus, Dense<2, 2, T>, Affine<2, T>, (Fork<(Frozen<(LayerNorm<2, T>, Identity)>, GeluTanh)>, Sum), Softmax, Mish, Dense<2, 2, T>) => 2;
    4 x 2 => ((Unflatten<1, 1, 4>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), Dense<4, 2, T>, LeakyRelu<Ratio<1, 10>>, Identity, Unstandardize<2, T>, (Unflatten<1, 2, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 2, (Stride<1>, Same)>, AvgPool<1, 2, 1, 2, (Stride<1>, Same)>, Flatten<2>), Dense<2, 3, T>) => 3;
    2 x 2 => (Tanh, Dense<2, 3, T>, (Fork<(Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<3, 3, T>)>, Product), Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Dropout<Ratio<1, 4>>, Dense<3, 3, T>), HardSigmoid, Dense<3, 3, T>) => 3;
    3 x 4 => (Dropout<Ratio<1, 4>>, Dense<3, 2, T>, Residual<Dense<2, 2, T>>, LayerNorm<2, T>, Frozen<(Dense<2, 3, T>, Relu, Dense<3, 2, T>)>, Selu, Dense<2, 4, T>) => 4;
    2 x 4 => (Aligned<Dense<2, 2, T>>, Dense<2, 2, T>, Dense<2, 2, T>, Softsign, GeluTanh, FastTanh, Dense<2, 4, T>) => 4;
    3 x 3 => (HardTanh, Dense<3, 2, T>, HardSwish, LogSoftmax, Normalize<Ratio<1, 2>>, Dense<2, 4, T>) => 4;
    4 x 3 => (Relu, Dense<4, 3, T>, Elu, Gelu, Silu, Dense<3, 3, T>) => 3;
}

stacks! { cross_entropy, CrossEntropy, T =>
    3 x 2 => (Normalize<Ratio<1, 2>>, Dense<3, 2, T>, Softsign, HardTanh, Identity, Aligned<Dense<2, 2, T>>, Dense<2, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    2 x 2 => (Softmax, Dense<2, 2, T>, Softplus, (Fork<(Slice<0, 2>, Dense<2, 3, T>)>, Concat<5>, Dense<5, 2, T>), Unstandardize<2, T>, Gelu, Dense<2, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    3 x 4 => (Tanh, Dense<3, 4, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Sigmoid, LayerNorm<4, T>, (Fork<((Dense<4, 4, T>, Elu, Dense<4, 4, T>), HardTanh)>, Sum), Dense<4, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    4 x 3 => (LeakyRelu<Ratio<1, 10>>, Dense<4, 4, T>, Selu, (Unflatten<1, 1, 4>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), Dense<4, 4, T>, Frozen<Frozen<(LayerNorm<4, T>, Softplus)>>, Dense<4, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    4 x 3 => ((Unflatten<1, 4, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 4, (Stride<1>, Same)>, AvgPool<1, 2, 1, 4, (Stride<1>, Same)>, Flatten<4>), Dense<4, 2, T>, Relu, GeluTanh, HardSigmoid, LogSoftmax, Dense<2, 3, T>, LayerNorm<3, T>, Softmax) => 3;
    3 x 3 => (Elu, Dense<3, 2, T>, PRelu<2, T>, Affine<2, T>, Silu, FastTanh, Dense<2, 4, T>, LayerNorm<4, T>, Softmax) => 4;
    4 x 1 => (HardSwish, Dense<4, 3, T>, Mish, FastSigmoid, Dropout<Ratio<1, 4>>, Dense<3, 2, T>, LayerNorm<2, T>, Softmax) => 2;
    4 x 4 => (Standardize<4, T>, Dense<4, 4, T>, Residual<Dense<4, 4, T>>, (Dropout<Ratio<1, 4>>, Dense<4, 4, T>), (Fork<(Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 4, T>)>, Product), Dense<4, 2, T>, LayerNorm<2, T>, Softmax) => 2;
}

stacks! { binary_cross_entropy, BinaryCrossEntropy, T =>
    4 x 1 => (Silu, Dense<4, 3, T>, Gelu, (Sigmoid, (Sigmoid, Residual<Dense<3, 3, T>>)), Dense<3, 3, T>, Residual<(GeluTanh, Residual<Dense<3, 3, T>>)>, Dense<3, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    3 x 2 => (Tanh, Dense<3, 2, T>, HardTanh, Softsign, Sigmoid, (Unflatten<1, 1, 2>, ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum), Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    3 x 4 => (Selu, Dense<3, 4, T>, Identity, Softmax, FastSigmoid, (Fork<(Slice<3, 1>, Dense<4, 3, T>)>, Concat<4>, Dense<4, 4, T>), Dense<4, 3, T>, LayerNorm<3, T>, Sigmoid) => 3;
    2 x 3 => (HardSigmoid, Dense<2, 3, T>, (Fork<(Dense<3, 3, T>, HardSwish)>, Sum), Dropout<Ratio<1, 4>>, (Fork<(Clamp<Ratio<-1, 2>, Ratio<5, 2>>, (Dense<3, 2, T>, HardSigmoid, Dense<2, 3, T>))>, Product), Relu, Dense<3, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    3 x 4 => (Affine<3, T>, Dense<3, 4, T>, LogSoftmax, LeakyRelu<Ratio<1, 10>>, Unstandardize<4, T>, Clamp<Ratio<-1, 2>, Ratio<5, 2>>, Dense<4, 2, T>, LayerNorm<2, T>, Sigmoid) => 2;
    4 x 4 => (Frozen<Frozen<(LayerNorm<4, T>, HardTanh)>>, Dense<4, 2, T>, Elu, FastTanh, GeluTanh, LayerNorm<2, T>, Dense<2, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    4 x 2 => ((Unflatten<1, 4, 1>, ChannelDropout<Ratio<1, 4>>, MaxPool<1, 2, 1, 4, (Stride<1>, Same)>, AvgPool<1, 2, 1, 4, (Stride<1>, Same)>, Flatten<4>), Dense<4, 3, T>, HardSwish, Normalize<Ratio<1, 2>>, PRelu<3, T>, Dense<3, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
    3 x 3 => (Mish, Dense<3, 3, T>, Standardize<3, T>, Softplus, Aligned<(Dense<3, 4, T>, Silu, Dense<4, 3, T>)>, Dense<3, 4, T>, LayerNorm<4, T>, Sigmoid) => 4;
}
