//! Layers for images.

use crate::workload::{self, ImageLayer};
use burn::{
    module::Param,
    nn::{
        PaddingConfig2d,
        conv::Conv2d,
        pool::{AdaptiveAvgPool2d, AdaptiveAvgPool2dConfig, MaxPool2d, MaxPool2dConfig},
    },
    prelude::*,
    tensor::activation::relu,
};

#[derive(Module, Debug)]
pub enum Layer {
    Convolution(Convolution),
    MaxPool(MaxPool2d),
    Mean(AdaptiveAvgPool2d),
    Residual(Residual),
}

impl Layer {
    pub fn new(layer: &ImageLayer, device: &Device) -> Self {
        match layer {
            ImageLayer::Convolution(layer) => Self::Convolution(Convolution::new(layer, device)),
            ImageLayer::MaxPool => {
                Self::MaxPool(MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init())
            }
            ImageLayer::Mean => Self::Mean(AdaptiveAvgPool2dConfig::new([1, 1]).init()),
            ImageLayer::Residual(f, g) => Self::Residual(Residual {
                f: f.iter().map(|layer| Convolution::new(layer, device)).collect(),
                g: g.as_ref().map(|layer| Convolution::new(layer, device)),
            }),
        }
    }

    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Convolution(layer) => layer.forward(x),
            Self::MaxPool(layer) => layer.forward(x),
            Self::Mean(layer) => layer.forward(x),
            Self::Residual(layer) => layer.forward(x),
        }
    }
}

#[derive(Module, Debug)]
pub struct Convolution {
    convolution: Conv2d,
    #[module(skip)]
    relu: bool,
}

impl Convolution {
    fn new(layer: &workload::Convolution, device: &Device) -> Self {
        let weight = TensorData::new(layer.weight.clone(), layer.shape());
        let bias = TensorData::new(layer.bias.clone(), [layer.outputs]);
        let [top, left, bottom, right] = layer.padding;
        let convolution = Conv2d {
            weight: Param::from_tensor(Tensor::from_data(weight, device)),
            bias: Some(Param::from_tensor(Tensor::from_data(bias, device))),
            stride: [layer.stride; 2],
            kernel_size: layer.kernel,
            dilation: [1; 2],
            groups: layer.groups,
            padding: PaddingConfig2d::Explicit(top, left, bottom, right),
        };
        Self { convolution, relu: layer.relu }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let y = self.convolution.forward(x);
        if self.relu { relu(y) } else { y }
    }
}

#[derive(Module, Debug)]
pub struct Residual {
    f: Vec<Convolution>,
    g: Option<Convolution>,
}

impl Residual {
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let of_f = self.f.iter().fold(x.clone(), |x, layer| layer.forward(x));
        let of_g = self.g.iter().fold(x, |x, layer| layer.forward(x));
        relu(of_f + of_g)
    }
}
