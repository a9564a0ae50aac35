//! The operators that are read.

use super::{Known, Tracer, unsupported::unknown};
use crate::import::{Refusal, layer::Part, node::Node};

/// The operators that are read, each with the method that does it, and the list of them for errors.
macro_rules! operators {
    ($($($name:literal)|+ => $method:ident $(($($argument:expr),+))?;)+) => {
        /// Every operator that is read.
        pub(super) const OPERATORS: &[&str] = &[$($($name),+),+];

        impl<'m> Tracer<'m> {
            fn operator(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
                match node.operator() {
                    $($($name)|+ => self.$method(node $(, $($argument),+)?),)+
                    _ => Err(unknown(node)),
                }
            }
        }
    };
}

operators! {
    "Abs" => part(Part::Abs);
    "Add" | "Div" | "Mul" | "Sub" => arithmetic;
    "AveragePool" => pool(false);
    "BatchNormalization" => batch_normalization;
    "Cast" => cast;
    "Celu" => with_only("Elu", &[("alpha", 1.0, 1.0)]);
    "Clip" => clip;
    "Concat" => concat;
    "Constant" | "ConstantOfShape" => no_constant;
    "Conv" => conv;
    "Dropout" => dropout;
    "Einsum" => einsum;
    "Elu" => with_alpha("Elu", 1.0);
    "Erf" => part(Part::Erf);
    "Exp" => part(Part::Exp);
    "Expand" => expand;
    "Flatten" => flatten;
    "Gather" => gather;
    "Gelu" => gelu;
    "Gemm" => gemm;
    "GlobalAveragePool" => global_pool(false);
    "GlobalMaxPool" => global_pool(true);
    "Greater" | "Less" => compare;
    "GRU" | "LSTM" | "RNN" => recurrent;
    "HardSigmoid" => hard_sigmoid;
    "HardSwish" => activation("HardSwish");
    "Identity" | "ZipMap" => identity;
    "LayerNormalization" => layer_normalization;
    "LeakyRelu" => with_alpha("LeakyRelu", 0.01);
    "LinearClassifier" => linear_classifier;
    "LinearRegressor" => linear_regressor;
    "LogSoftmax" => softmax("LogSoftmax");
    "MatMul" => mat_mul;
    "Max" | "Min" => limit;
    "MaxPool" => pool(true);
    "Mish" => activation("Mish");
    "Neg" => negated;
    "Normalizer" => normalizer;
    "PRelu" => prelu;
    "Pad" => pad;
    "Pow" => power;
    "Reciprocal" => part(Part::Power(-1.0));
    "Log" => part(Part::Log);
    "LpNormalization" => normalize;
    "ReduceL2" => reduce(Part::Norm);
    "ReduceMax" => largest;
    "ReduceMean" => reduce(Part::Mean);
    "ReduceSum" => reduce(Part::Total);
    "Relu" => activation("Relu");
    "Reshape" => reshape;
    "Scaler" => scaler;
    "Selu" => with_only("Selu", &[("alpha", SELU[0], SELU[0]), ("gamma", SELU[1], SELU[1])]);
    "Shape" => shape;
    "Sigmoid" => activation("Sigmoid");
    "Slice" => slice;
    "Softmax" => softmax("Softmax");
    "Softplus" => activation("Softplus");
    "Softsign" => activation("Softsign");
    "Split" => split;
    "Sqrt" => part(Part::Sqrt);
    "Squeeze" | "Unsqueeze" => squeeze;
    "Sum" => sum;
    "Swish" => with_only("Silu", &[("alpha", 1.0, 1.0)]);
    "Tanh" => activation("Tanh");
    "Transpose" => transpose;
    "Where" => select;
}

/// α and γ of `Selu`, as ONNX has them.
const SELU: [f32; 2] = [1.673_263_2, 1.050_701];

impl<'m> Tracer<'m> {
    /// Reads a node whose inputs are known.
    pub fn read(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        if !OPERATORS.contains(&node.operator()) {
            return Err(unknown(node));
        }
        node.output()?;
        if self.folds(node)? {
            return Ok(());
        }
        self.operator(node)?;
        for name in node.outputs() {
            if !self.known.contains_key(name) {
                self.learn(name, Known::Other, &node.place)?;
            }
        }
        Ok(())
    }
}
