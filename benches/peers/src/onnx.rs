//! A workload as an ONNX model, as an exporter of a training framework would write it.

use crate::workload::{Activation, Workload};
use prost::Message;
use tract_onnx::pb::{
    AttributeProto, GraphProto, ModelProto, NodeProto, OperatorSetIdProto, TensorProto,
    TensorShapeProto, TypeProto, ValueInfoProto, attribute_proto::AttributeType,
    tensor_proto::DataType, tensor_shape_proto::Dimension,
    tensor_shape_proto::dimension::Value::DimValue, type_proto,
};

/// The bytes of a model from `x`, one row a sample, to `y`.
pub fn model(workload: &Workload) -> Vec<u8> {
    let (mut nodes, mut tensors) = (Vec::new(), Vec::new());
    let mut last = "x".to_owned();
    for (i, layer) in workload.layers.iter().enumerate() {
        let (weight, bias) = (format!("weight{i}"), format!("bias{i}"));
        tensors.push(tensor(&weight, &[layer.outputs, layer.inputs], &layer.weight));
        tensors.push(tensor(&bias, &[layer.outputs], &layer.bias));
        let transposed = AttributeProto {
            name: "transB".to_owned(),
            r#type: AttributeType::Int as i32,
            i: 1,
            ..AttributeProto::default()
        };
        let dense = format!("dense{i}");
        nodes.push(node("Gemm", vec![last, weight, bias], &dense, vec![transposed]));
        last = dense;
        let operator = match layer.activation {
            Activation::Identity => continue,
            Activation::Relu => "Relu",
            Activation::Sigmoid => "Sigmoid",
            Activation::Softmax => "Softmax",
            Activation::Tanh => "Tanh",
        };
        let activation = format!("activation{i}");
        nodes.push(node(operator, vec![last], &activation, Vec::new()));
        last = activation;
    }
    let y = nodes.last_mut().expect("a workload has layers");
    y.output = vec!["y".to_owned()];
    let input = value("x", [workload.batch, workload.inputs()]);
    bytes(nodes, tensors, input, value("y", [workload.batch, workload.outputs()]))
}

/// The bytes of a model that hands one number through: what a call costs that computes nothing.
pub fn empty() -> Vec<u8> {
    let nodes = vec![node("Identity", vec!["x".to_owned()], "y", Vec::new())];
    bytes(nodes, Vec::new(), value("x", [1, 1]), value("y", [1, 1]))
}

fn bytes(
    node: Vec<NodeProto>,
    initializer: Vec<TensorProto>,
    input: ValueInfoProto,
    output: ValueInfoProto,
) -> Vec<u8> {
    let name = "workload".to_owned();
    let (input, output) = (vec![input], vec![output]);
    let graph = GraphProto { node, name, initializer, input, output, ..GraphProto::default() };
    let opset = OperatorSetIdProto { version: 17, ..OperatorSetIdProto::default() };
    let model = ModelProto {
        ir_version: 8,
        opset_import: vec![opset],
        graph: Some(graph),
        ..ModelProto::default()
    };
    model.encode_to_vec()
}

fn node(
    operator: &str,
    input: Vec<String>,
    output: &str,
    attribute: Vec<AttributeProto>,
) -> NodeProto {
    NodeProto {
        input,
        output: vec![output.to_owned()],
        name: output.to_owned(),
        op_type: operator.to_owned(),
        attribute,
        ..NodeProto::default()
    }
}

fn tensor(name: &str, dims: &[usize], numbers: &[f32]) -> TensorProto {
    TensorProto {
        dims: dims.iter().map(|&dim| dim as i64).collect(),
        data_type: DataType::Float as i32,
        name: name.to_owned(),
        raw_data: numbers.iter().flat_map(|x| x.to_le_bytes()).collect(),
        ..TensorProto::default()
    }
}

fn value(name: &str, dims: [usize; 2]) -> ValueInfoProto {
    let dim = |dim| Dimension { value: Some(DimValue(dim as i64)), ..Dimension::default() };
    let tensor = type_proto::Tensor {
        elem_type: DataType::Float as i32,
        shape: Some(TensorShapeProto { dim: dims.map(dim).to_vec() }),
    };
    let r#type =
        TypeProto { value: Some(type_proto::Value::TensorType(tensor)), ..TypeProto::default() };
    ValueInfoProto { name: name.to_owned(), r#type: Some(r#type), ..ValueInfoProto::default() }
}
