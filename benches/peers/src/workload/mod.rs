//! What every contender computes: networks, their numbers, inputs and targets.

mod cell;
mod image;

pub use cell::{Cell, Kind};
use constnet::random::{self, Generator};
pub use image::{Convolution, Image, ImageLayer};

/// The function after a dense layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    Identity,
    Relu,
    Sigmoid,
    Softmax,
    Tanh,
}

/// y = activation(W·x + b)
pub struct Layer {
    pub inputs: usize,
    pub outputs: usize,
    /// `outputs` rows of `inputs` numbers.
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
    pub activation: Activation,
}

impl Layer {
    fn new(inputs: usize, outputs: usize, activation: Activation, numbers: &mut Numbers) -> Self {
        let bound = 1.0 / (inputs as f64).sqrt();
        Self {
            inputs,
            outputs,
            weight: numbers.draw(inputs * outputs, bound),
            bias: numbers.draw(outputs, bound),
            activation,
        }
    }

    /// The weight as `inputs` rows of `outputs` numbers.
    pub fn transposed(&self) -> Vec<f32> {
        transposed(&self.weight, self.outputs)
    }
}

/// A matrix of so many rows, column by column.
pub fn transposed(matrix: &[f32], rows: usize) -> Vec<f32> {
    let columns = matrix.len() / rows;
    (0..matrix.len()).map(|k| matrix[k % rows * columns + k / rows]).collect()
}

/// What comes before the dense layers.
pub enum Front {
    Nothing,
    Image(Image),
    /// A stream: one sample, and with each step another state.
    Cell(Cell),
}

/// Where the numbers of a workload come from, one after the other.
pub struct Numbers(Generator);

impl Numbers {
    fn new() -> Self {
        Self(random::generator(1))
    }

    /// So many from ±`bound`.
    fn draw(&mut self, count: usize, bound: f64) -> Vec<f32> {
        (0..count).map(|_| random::uniform(bound, &mut self.0) as f32).collect()
    }
}

/// What a training step does with the outputs and the gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Training {
    /// Softmax cross-entropy on classes, by stochastic gradient descent with this rate.
    ClassesSgd(f64),
    /// Softmax cross-entropy on classes, by Adam with this rate.
    ClassesAdam(f64),
    /// Mean squared error on numbers, by Adam with this rate.
    NumbersAdam(f64),
}

/// One row of a table.
pub struct Workload {
    /// By which contenders of fixed types know it.
    pub name: &'static str,
    pub description: &'static str,
    pub batch: usize,
    pub front: Front,
    pub layers: Vec<Layer>,
    /// `None` is inference.
    pub training: Option<Training>,
}

/// How many outputs the classes of a training are spread over.
const CLASSES: usize = 10;

impl Workload {
    /// The name with the batch.
    pub fn title(&self) -> String {
        let what = format!("{} {}", self.name, self.description);
        match self.front {
            Front::Cell(_) => format!("{what}, a step"),
            _ => format!("{what}, batch {}", self.batch),
        }
    }

    /// The name and the batch, as the name of a file.
    pub fn file_name(&self) -> String {
        format!("{}-{}", self.name, self.batch)
    }

    /// That of one sample: of an image, channels, rows and columns.
    pub fn shape(&self) -> Vec<usize> {
        match &self.front {
            Front::Nothing => vec![self.layers[0].inputs],
            Front::Image(image) => image.shape.to_vec(),
            Front::Cell(_) => vec![1],
        }
    }

    /// The shape of the input: of all samples.
    pub fn batch_shape(&self) -> Vec<usize> {
        [vec![self.batch], self.shape()].concat()
    }

    pub fn inputs(&self) -> usize {
        self.shape().iter().product()
    }

    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].outputs
    }

    /// All parameters as constnet and C have them: layer by layer, weights column by column, then biases.
    pub fn parameters(&self) -> Vec<f32> {
        let (mut all, mut channels): (Vec<f32>, _) = match &self.front {
            Front::Nothing => (Vec::new(), 1),
            Front::Image(image) => (image.parameters().collect(), image.channels),
            Front::Cell(cell) => (cell.parameters(), 1),
        };
        for layer in &self.layers {
            // Here an image is flattened channel by channel, and there place by place.
            let (columns, places) = (layer.transposed(), layer.inputs / channels);
            for input in 0..layer.inputs {
                let column = input % channels * places + input / channels;
                all.extend(&columns[column * layer.outputs..][..layer.outputs]);
            }
            all.extend(&layer.bias);
            channels = 1;
        }
        all
    }

    /// The input, sample by sample; what a stream takes in every step.
    pub fn x(&self) -> Vec<f32> {
        if let Front::Cell(_) = self.front {
            return vec![0.37_f32.sin()];
        }
        let n = self.inputs();
        (0..n * self.batch).map(|k| ((k % n + 7 * (k / n)) as f32 * 0.37).sin()).collect()
    }

    /// The class of each sample, for losses on classes.
    pub fn classes(&self) -> Vec<usize> {
        (0..self.batch).map(|j| j % CLASSES).collect()
    }

    /// The numbers that the outputs shall be, sample by sample, for losses on numbers.
    pub fn numbers(&self) -> Vec<f32> {
        let n = self.outputs();
        (0..n * self.batch).map(|k| (k / n) as f32 / self.batch as f32).collect()
    }

    /// Dense layers of the sizes between them, each with the activation of its number.
    fn new(
        name: &'static str,
        description: &'static str,
        sizes: &[usize],
        activation: impl Fn(usize) -> Activation,
        batch: usize,
        training: Option<Training>,
    ) -> Self {
        let nothing = |_: &mut Numbers| Front::Nothing;
        Self::behind(nothing, name, description, sizes, activation, batch, training)
    }

    /// The same behind something else.
    fn behind(
        front: impl FnOnce(&mut Numbers) -> Front,
        name: &'static str,
        description: &'static str,
        sizes: &[usize],
        activation: impl Fn(usize) -> Activation,
        batch: usize,
        training: Option<Training>,
    ) -> Self {
        let numbers = &mut Numbers::new();
        let front = front(numbers);
        let layer = |i: usize| Layer::new(sizes[i], sizes[i + 1], activation(i), numbers);
        let layers = (0..sizes.len() - 1).map(layer).collect();
        Self { name, description, batch, front, layers, training }
    }

    fn lenet(description: &'static str, batch: usize, training: Option<Training>) -> Self {
        let front = |numbers: &mut Numbers| Front::Image(image::lenet(numbers));
        let relu = |i| if i < 2 { Activation::Relu } else { Activation::Identity };
        let sizes = [256, 120, 84, 10];
        Self::behind(front, "LeNet-5", description, &sizes, relu, batch, training)
    }

    /// An image behind which there is one dense layer.
    fn image(
        name: &'static str,
        description: &'static str,
        image: fn(&mut Numbers) -> Image,
        sizes: [usize; 2],
    ) -> Self {
        let front = |numbers: &mut Numbers| Front::Image(image(numbers));
        let identity = |_| Activation::Identity;
        Self::behind(front, name, description, &sizes, identity, 1, None)
    }

    /// A cell, behind which there is one dense layer.
    fn stream(name: &'static str, kind: Kind, hidden: usize) -> Self {
        let front = |numbers: &mut Numbers| Front::Cell(Cell::new(kind, hidden, numbers));
        let identity = |_| Activation::Identity;
        Self::behind(front, name, "and dense", &[hidden, 1], identity, 1, None)
    }
}

/// The inferences: those of dense layers at three sizes of batch, images and streams one at a time.
pub fn inferences() -> Vec<Workload> {
    use Activation::{Identity, Relu, Sigmoid, Softmax, Tanh};
    let mut all = Vec::new();
    for batch in [1, 32, 256] {
        let mut add = |name, description, sizes: &[usize], inner, last| {
            let count = sizes.len() - 2;
            let at = |i| if i == count { last } else { inner };
            all.push(Workload::new(name, description, sizes, at, batch, None));
        };
        add("W1", "2-8-1", &[2, 8, 1], Tanh, Sigmoid);
        add("W2", "18-64-64-4", &[18, 64, 64, 4], Tanh, Tanh);
        add("W3", "64-32-10", &[64, 32, 10], Relu, Softmax);
        add("W4", "784-128-10", &[784, 128, 10], Relu, Softmax);
        let sizes = [640, 128, 128, 128, 128, 8, 128, 128, 128, 128, 640];
        add("W5", "640-128×4-8-128×4-640", &sizes, Relu, Identity);
    }
    all.extend([
        Workload::lenet("28×28", 1, None),
        Workload::image("DS-CNN", "49×10", image::ds_cnn, [64, 12]),
        Workload::image("ResNet-8", "32×32×3", image::resnet8, [64, 10]),
        Workload::stream("LSTM-16", Kind::Lstm, 16),
        Workload::stream("LSTM-40", Kind::Lstm, 40),
        Workload::stream("GRU-16", Kind::Gru, 16),
    ]);
    all
}

/// The trainings.
pub fn trainings() -> Vec<Workload> {
    use Activation::{Identity, Relu, Tanh};
    use Training::{ClassesAdam, ClassesSgd, NumbersAdam};
    let relu = |i| if i == 0 { Relu } else { Identity };
    let (t1, t2, t3) = ([784, 128, 10], [64, 32, 10], [18, 64, 64, 4]);
    vec![
        Workload::new("T1", "784-128-10 SGD", &t1, relu, 32, Some(ClassesSgd(1e-3))),
        Workload::new("T1", "784-128-10 Adam", &t1, relu, 128, Some(ClassesAdam(1e-4))),
        Workload::new("T2", "64-32-10 SGD", &t2, relu, 32, Some(ClassesSgd(1e-3))),
        Workload::new("T3", "18-64-64-4 Adam", &t3, |_| Tanh, 64, Some(NumbersAdam(1e-4))),
        Workload::lenet("SGD", 32, Some(ClassesSgd(1e-2))),
    ]
}
