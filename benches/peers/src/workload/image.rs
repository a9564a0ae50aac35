//! Layers for images, up to the vector that dense layers take.

use super::Numbers;

/// y = W ∗ x + b at each place, with relu behind it or not.
pub struct Convolution {
    pub inputs: usize,
    pub outputs: usize,
    /// Rows and columns.
    pub kernel: [usize; 2],
    pub stride: usize,
    /// Zeros above, left, below and right of the image.
    pub padding: [usize; 4],
    pub groups: usize,
    /// Of each output, of each input of its group, a kernel row by row.
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
    pub relu: bool,
}

impl Convolution {
    pub fn shape(&self) -> [usize; 4] {
        let [rows, columns] = self.kernel;
        [self.outputs, self.inputs / self.groups, rows, columns]
    }

    /// What constnet and C have: of each row and column of the kernel, of each input, all outputs; then the biases.
    fn parameters(&self) -> impl Iterator<Item = f32> {
        let [outputs, inputs, rows, columns] = self.shape();
        let places = rows * columns;
        let at = move |k: usize| {
            let (output, input, place) = (k % outputs, k / outputs % inputs, k / outputs / inputs);
            self.weight[(output * inputs + input) * places + place]
        };
        (0..self.weight.len()).map(at).chain(self.bias.iter().copied())
    }
}

/// One layer.
pub enum ImageLayer {
    Convolution(Convolution),
    /// The largest of each 2 × 2 places.
    MaxPool,
    /// The mean of each channel, an image of one place.
    Mean,
    /// relu(F(x) + G(x)): one after the other, and one that may be left out, where G(x) is x.
    Residual(Vec<Convolution>, Option<Convolution>),
}

/// Layers for one image, whose result is flattened channel by channel.
pub struct Image {
    /// Channels, rows and columns of what goes in.
    pub shape: [usize; 3],
    pub layers: Vec<ImageLayer>,
    /// Channels of what comes out.
    pub channels: usize,
}

impl Image {
    /// All convolutions, those of F before that of G.
    pub fn convolutions(&self) -> impl Iterator<Item = &Convolution> {
        self.layers.iter().flat_map(|layer| match layer {
            ImageLayer::Convolution(convolution) => vec![convolution],
            ImageLayer::Residual(f, g) => f.iter().chain(g).collect(),
            ImageLayer::MaxPool | ImageLayer::Mean => Vec::new(),
        })
    }

    pub fn parameters(&self) -> impl Iterator<Item = f32> {
        self.convolutions().flat_map(Convolution::parameters)
    }
}

/// The layers so far, and the shape of what they give.
struct Builder<'a> {
    numbers: &'a mut Numbers,
    input: [usize; 3],
    shape: [usize; 3],
    layers: Vec<ImageLayer>,
}

impl<'a> Builder<'a> {
    fn new(input: [usize; 3], numbers: &'a mut Numbers) -> Self {
        Self { numbers, input, shape: input, layers: Vec::new() }
    }

    /// A convolution with relu, without padding.
    fn valid(&mut self, outputs: usize, kernel: [usize; 2]) -> Convolution {
        self.convolution(outputs, kernel, 1, 1, [0; 4])
    }

    /// A convolution with relu and TensorFlow's padding: so many zeros that a stride of s leaves ⌈n / s⌉ places of n,
    /// the odd one below and right.
    fn same(&mut self, outputs: usize, kernel: [usize; 2], stride: usize) -> Convolution {
        let [_, rows, columns] = self.shape;
        let zeros = |n: usize, kernel: usize| {
            let needed = (n.div_ceil(stride) - 1) * stride + kernel;
            let all = needed.saturating_sub(n);
            [all / 2, all.div_ceil(2)]
        };
        let ([top, bottom], [left, right]) = (zeros(rows, kernel[0]), zeros(columns, kernel[1]));
        self.convolution(outputs, kernel, stride, 1, [top, left, bottom, right])
    }

    /// Every channel for itself, 3 × 3.
    fn depthwise(&mut self) -> Convolution {
        self.convolution(self.shape[0], [3, 3], 1, self.shape[0], [1; 4])
    }

    fn convolution(
        &mut self,
        outputs: usize,
        kernel: [usize; 2],
        stride: usize,
        groups: usize,
        padding: [usize; 4],
    ) -> Convolution {
        let [inputs, rows, columns] = self.shape;
        let places = |n: usize, zeros: usize, kernel: usize| (n + zeros - kernel) / stride + 1;
        let [top, left, bottom, right] = padding;
        self.shape = [
            outputs,
            places(rows, top + bottom, kernel[0]),
            places(columns, left + right, kernel[1]),
        ];
        let fan_in = inputs / groups * kernel[0] * kernel[1];
        // He's limit, with which numbers are as large behind the last layer as before the first: what a layer
        // did otherwise could not be seen in the output.
        let weight = self.numbers.draw(fan_in * outputs, (6.0 / fan_in as f64).sqrt());
        let bias = self.numbers.draw(outputs, 1.0 / (fan_in as f64).sqrt());
        Convolution { inputs, outputs, kernel, stride, padding, groups, weight, bias, relu: true }
    }

    fn push(&mut self, convolution: Convolution) {
        self.layers.push(ImageLayer::Convolution(convolution));
    }

    fn max_pool(&mut self) {
        self.layers.push(ImageLayer::MaxPool);
        let [_, rows, columns] = &mut self.shape;
        (*rows, *columns) = (*rows / 2, *columns / 2);
    }

    fn mean(&mut self) {
        self.layers.push(ImageLayer::Mean);
        self.shape = [self.shape[0], 1, 1];
    }

    /// Two convolutions of 3 × 3 to so many channels, and around them nothing, or where a stride makes the image
    /// smaller a convolution of 1 × 1.
    fn residual(&mut self, channels: usize, stride: usize) {
        let input = self.shape;
        let first = self.same(channels, [3, 3], stride);
        let second = Convolution { relu: false, ..self.same(channels, [3, 3], 1) };
        let output = std::mem::replace(&mut self.shape, input);
        let around = (stride > 1)
            .then(|| Convolution { relu: false, ..self.same(channels, [1, 1], stride) });
        self.shape = output;
        self.layers.push(ImageLayer::Residual(vec![first, second], around));
    }

    fn build(self) -> Image {
        Image { shape: self.input, layers: self.layers, channels: self.shape[0] }
    }
}

/// LeNet-5 before its dense layers.
pub fn lenet(numbers: &mut Numbers) -> Image {
    let mut image = Builder::new([1, 28, 28], numbers);
    for outputs in [6, 16] {
        let convolution = image.valid(outputs, [5, 5]);
        image.push(convolution);
        image.max_pool();
    }
    image.build()
}

/// DS-CNN before its dense layer: a convolution, and four that are separated.
pub fn ds_cnn(numbers: &mut Numbers) -> Image {
    let mut image = Builder::new([1, 49, 10], numbers);
    let first = image.same(64, [10, 4], 2);
    image.push(first);
    for _ in 0..4 {
        let depthwise = image.depthwise();
        image.push(depthwise);
        let pointwise = image.valid(64, [1, 1]);
        image.push(pointwise);
    }
    image.mean();
    image.build()
}

/// ResNet-8 before its dense layer.
pub fn resnet8(numbers: &mut Numbers) -> Image {
    let mut image = Builder::new([3, 32, 32], numbers);
    let first = image.same(16, [3, 3], 1);
    image.push(first);
    image.residual(16, 1);
    image.residual(32, 2);
    image.residual(64, 2);
    image.mean();
    image.build()
}
