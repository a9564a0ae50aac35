//! A graph that is written node by node, and its bytes.

use prost::Message;
use tract_onnx::pb::{
    AttributeProto, GraphProto, ModelProto, NodeProto, OperatorSetIdProto, TensorProto,
    TensorShapeProto, TypeProto, ValueInfoProto, attribute_proto::AttributeType,
    tensor_proto::DataType, tensor_shape_proto::Dimension,
    tensor_shape_proto::dimension::Value::DimValue, type_proto,
};

#[derive(Default)]
pub struct Graph(GraphProto);

impl Graph {
    pub fn input(&mut self, name: &str, shape: &[usize]) -> String {
        self.0.input.push(value(name, shape));
        name.to_owned()
    }

    pub fn output(&mut self, name: &str, shape: &[usize]) {
        self.0.output.push(value(name, shape));
    }

    /// A constant, under a name of its own.
    pub fn tensor(&mut self, shape: &[usize], numbers: &[f32]) -> String {
        let name = format!("tensor{}", self.0.initializer.len());
        self.0.initializer.push(TensorProto {
            dims: shape.iter().map(|&n| n as i64).collect(),
            data_type: DataType::Float as i32,
            name: name.clone(),
            raw_data: numbers.iter().flat_map(|x| x.to_le_bytes()).collect(),
            ..TensorProto::default()
        });
        name
    }

    /// A node, and the name of its one output.
    pub fn node(
        &mut self,
        operator: &str,
        input: Vec<String>,
        attributes: Vec<AttributeProto>,
    ) -> String {
        let output = format!("node{}", self.0.node.len());
        self.nodes(operator, input, &[&output], attributes);
        output
    }

    /// A node of several outputs, which have these names; those without a name are not wanted.
    pub fn nodes(
        &mut self,
        operator: &str,
        input: Vec<String>,
        outputs: &[&str],
        attribute: Vec<AttributeProto>,
    ) {
        self.0.node.push(NodeProto {
            input,
            output: outputs.iter().map(|&name| name.to_owned()).collect(),
            name: format!("node{}", self.0.node.len()),
            op_type: operator.to_owned(),
            attribute,
            ..NodeProto::default()
        });
    }

    /// Gives the last node's output this name.
    pub fn rename_last(&mut self, name: &str) {
        if let Some(node) = self.0.node.last_mut() {
            node.output = vec![name.to_owned()];
        }
    }

    pub fn bytes(mut self) -> Vec<u8> {
        self.0.name = "workload".to_owned();
        let opset = OperatorSetIdProto { version: 17, ..OperatorSetIdProto::default() };
        let model = ModelProto {
            ir_version: 8,
            opset_import: vec![opset],
            graph: Some(self.0),
            ..ModelProto::default()
        };
        model.encode_to_vec()
    }
}

pub fn int(name: &str, number: usize) -> AttributeProto {
    AttributeProto {
        name: name.to_owned(),
        r#type: AttributeType::Int as i32,
        i: number as i64,
        ..AttributeProto::default()
    }
}

pub fn ints(name: &str, numbers: &[usize]) -> AttributeProto {
    AttributeProto {
        name: name.to_owned(),
        r#type: AttributeType::Ints as i32,
        ints: numbers.iter().map(|&n| n as i64).collect(),
        ..AttributeProto::default()
    }
}

fn value(name: &str, shape: &[usize]) -> ValueInfoProto {
    let dim = |&n: &usize| Dimension { value: Some(DimValue(n as i64)), ..Dimension::default() };
    let tensor = type_proto::Tensor {
        elem_type: DataType::Float as i32,
        shape: Some(TensorShapeProto { dim: shape.iter().map(dim).collect() }),
    };
    let r#type =
        TypeProto { value: Some(type_proto::Value::TensorType(tensor)), ..TypeProto::default() };
    ValueInfoProto { name: name.to_owned(), r#type: Some(r#type), ..ValueInfoProto::default() }
}
