//! ONNX files that tests make.

#![allow(dead_code, reason = "not every test makes everything")]

use crate::import::messages::{
    Attribute, Dimension, Graph, Model, Node, Opset, Shape, Tensor, TensorType, Type, Value,
    attribute, tensor,
};

/// An input or output of fixed sizes.
pub fn value(name: &str, sizes: &[i64]) -> Value {
    let dim =
        sizes.iter().map(|&size| Dimension { dim_value: Some(size), dim_param: None }).collect();
    let tensor_type = Some(TensorType { elem_type: tensor::FLOAT, shape: Some(Shape { dim }) });
    Value { name: name.into(), r#type: Some(Type { tensor_type }) }
}

pub fn floats(name: &str, dims: &[i64], float_data: &[f32]) -> Tensor {
    let (dims, float_data) = (dims.into(), float_data.into());
    Tensor { name: name.into(), data_type: tensor::FLOAT, dims, float_data, ..Tensor::default() }
}

pub fn node(operator: &str, inputs: &[&str], outputs: &[&str]) -> Node {
    let [input, output] =
        [inputs, outputs].map(|names| names.iter().map(|&name| name.into()).collect());
    Node { op_type: operator.into(), input, output, ..Node::default() }
}

/// A graph from `x`, of one sample, to what the last node gives.
pub fn model(opset: i64, features: i64, node: Vec<Node>, initializer: Vec<Tensor>) -> Model {
    let output = node.last().map_or("x", |node| &node.output[0]).to_owned();
    let (input, output) =
        (vec![value("x", &[1, features])], vec![Value { name: output, r#type: None }]);
    Model {
        opset_import: vec![Opset { domain: String::new(), version: opset }],
        graph: Some(Graph { node, initializer, input, output, value_info: vec![] }),
        ..Model::default()
    }
}

/// An input of any number of samples.
pub fn samples(name: &str, sizes: &[i64]) -> Value {
    let mut value = value(name, sizes);
    let dims = value.r#type.as_mut().and_then(|of| of.tensor_type.as_mut()?.shape.as_mut());
    let any = Dimension { dim_value: None, dim_param: Some("batch".into()) };
    dims.unwrap().dim.insert(0, any);
    value
}

/// Sizes, axes or limits of a slice.
pub fn integers(name: &str, int64_data: &[i64]) -> Tensor {
    let (dims, int64_data) = (vec![int64_data.len() as i64], int64_data.into());
    Tensor { name: name.into(), data_type: tensor::INT64, dims, int64_data, ..Tensor::default() }
}

/// A node with an attribute.
pub fn with(node: Node, name: &str, i: i64) -> Node {
    let attribute =
        Attribute { name: name.into(), i, r#type: attribute::INT, ..Attribute::default() };
    Node { attribute: [&node.attribute[..], &[attribute]].concat(), ..node }
}
