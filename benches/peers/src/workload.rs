//! What every contender computes: networks, their numbers, inputs and targets.

use constnet::random;

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
    /// The weight as `inputs` rows of `outputs` numbers.
    pub fn transposed(&self) -> Vec<f32> {
        let at = |i| self.weight[i % self.outputs * self.inputs + i / self.outputs];
        (0..self.weight.len()).map(at).collect()
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
    pub layers: Vec<Layer>,
    /// `None` is inference.
    pub training: Option<Training>,
}

/// How many outputs the classes of a training are spread over.
const CLASSES: usize = 10;

impl Workload {
    /// The name with the batch.
    pub fn title(&self) -> String {
        format!("{} {}, batch {}", self.name, self.description, self.batch)
    }

    /// The name and the batch, as the name of a file.
    pub fn file_name(&self) -> String {
        format!("{}-{}", self.name, self.batch)
    }

    pub fn inputs(&self) -> usize {
        self.layers[0].inputs
    }

    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].outputs
    }

    /// The input, sample by sample.
    pub fn x(&self) -> Vec<f32> {
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

    fn new(
        name: &'static str,
        description: &'static str,
        sizes: &[usize],
        activation: impl Fn(usize) -> Activation,
        batch: usize,
        training: Option<Training>,
    ) -> Self {
        let mut rng = random::generator(1);
        let mut layer = |i: usize| {
            let (inputs, outputs) = (sizes[i], sizes[i + 1]);
            let bound = 1.0 / (inputs as f64).sqrt();
            let mut draw = |n| (0..n).map(|_| random::uniform(bound, &mut rng) as f32).collect();
            Layer {
                inputs,
                outputs,
                weight: draw(inputs * outputs),
                bias: draw(outputs),
                activation: activation(i),
            }
        };
        let layers = (0..sizes.len() - 1).map(&mut layer).collect();
        Self { name, description, batch, layers, training }
    }
}

/// The inferences, each at three sizes of batch.
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
    ]
}
