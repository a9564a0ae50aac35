//! Layers for images.

use super::Parameters;
use crate::workload::{self, Image, ImageLayer};
use candle_core::{Module, Result, Tensor};
use candle_nn::{Conv2d, Conv2dConfig, Sequential, seq};

/// All layers, and behind them a row for each image.
pub fn layers(image: &Image, parameters: &mut Parameters) -> Result<Sequential> {
    let mut layers = seq();
    for layer in &image.layers {
        layers = match layer {
            ImageLayer::Convolution(layer) => layers.add(Convolution::new(layer, parameters)?),
            ImageLayer::MaxPool if parameters.trained => layers.add_fn(trained_max_pool),
            ImageLayer::MaxPool => layers.add_fn(|x| x.max_pool2d(2)),
            ImageLayer::Mean => layers.add_fn(|x| x.mean_keepdim((2, 3))),
            ImageLayer::Residual(f, g) => {
                let mut residual = Residual { f: seq(), g: seq() };
                for layer in f {
                    residual.f = residual.f.add(Convolution::new(layer, parameters)?);
                }
                if let Some(layer) = g {
                    residual.g = residual.g.add(Convolution::new(layer, parameters)?);
                }
                layers.add(residual)
            }
        };
    }
    Ok(layers.add_fn(|x| x.flatten_from(1)))
}

/// In candle 0.11 the gradient of this pool is a quarter of the right one, wherever one of the four numbers is the
/// largest. Here it is taken four times, and the value once.
fn trained_max_pool(x: &Tensor) -> Result<Tensor> {
    let y = x.max_pool2d(2)?;
    (&y * 4.0)? - (y.detach() * 3.0)?
}

struct Convolution {
    convolution: Conv2d,
    /// Zeros above, left, below and right, where they are not as many on every side.
    uneven: Option<[usize; 4]>,
    relu: bool,
}

impl Convolution {
    fn new(layer: &workload::Convolution, parameters: &mut Parameters) -> Result<Self> {
        let weight = parameters.tensor(&layer.weight, &layer.shape())?;
        let bias = parameters.tensor(&layer.bias, &[layer.outputs])?;
        let even = layer.padding == [layer.padding[0]; 4];
        let config = Conv2dConfig {
            padding: if even { layer.padding[0] } else { 0 },
            stride: layer.stride,
            groups: layer.groups,
            ..Conv2dConfig::default()
        };
        Ok(Self {
            convolution: Conv2d::new(weight, Some(bias), config),
            uneven: (!even).then_some(layer.padding),
            relu: layer.relu,
        })
    }
}

impl Module for Convolution {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let y = match self.uneven {
            None => self.convolution.forward(x)?,
            Some([top, left, bottom, right]) => {
                let x = x.pad_with_zeros(2, top, bottom)?.pad_with_zeros(3, left, right)?;
                self.convolution.forward(&x)?
            }
        };
        if self.relu { y.relu() } else { Ok(y) }
    }
}

struct Residual {
    f: Sequential,
    g: Sequential,
}

impl Module for Residual {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        (self.f.forward(x)? + self.g.forward(x)?)?.relu()
    }
}
