"""Writes src/learn/formulas.md: what layers, losses and optimizers compute, as set formulas.

    pip install latex2mathml && python scripts/formulas.py

Rustdoc shows MathML as it is. The pages of the types have the same formulas as text.
"""

import re
from pathlib import Path

from latex2mathml.converter import convert

LAYERS = [
    ("Dense", r"y = Wx + b", r"dx = W^{T} dy, \quad dW = \sum dy\, x^{T}, \quad db = \sum dy"),
    ("Residual", r"y = x + f(x)", r"dx = dy + \left(\frac{\partial f}{\partial x}\right)^{T} dy"),
    (
        "LayerNorm",
        r"y = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta",
        r"dx = \frac{1}{\sqrt{\sigma^2 + \epsilon}} \left(u - \overline{u} - \hat{x}\, \overline{u \hat{x}}\right), \quad u = \gamma\, dy",
    ),
    ("Standardize", r"y = \frac{x - \mu}{\sigma}", r"dx = \frac{dy}{\sigma}"),
    ("Unstandardize", r"y = \mu + \sigma x", r"dx = \sigma\, dy"),
]
ACTIVATIONS = [
    ("Relu", r"\max(0, x)", r"1 \text{ if } x > 0, \text{ else } 0"),
    ("LeakyRelu", r"x \text{ if } x > 0, \text{ else } \alpha x", r"1 \text{ if } x > 0, \text{ else } \alpha"),
    ("Elu", r"x \text{ if } x > 0, \text{ else } \alpha (e^{x} - 1)", r"1 \text{ if } x > 0, \text{ else } \alpha e^{x}"),
    ("Sigmoid", r"\sigma(x) = \frac{1}{1 + e^{-x}}", r"y (1 - y)"),
    ("Tanh", r"\frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}", r"1 - y^2"),
    ("Softplus", r"\ln(1 + e^{x})", r"\sigma(x)"),
    ("Silu", r"x\, \sigma(x)", r"\sigma(x) \left(1 + x (1 - \sigma(x))\right)"),
    (
        "Gelu",
        r"x\, \Phi(x) = \frac{x}{2} \left(1 + \operatorname{erf} \frac{x}{\sqrt{2}}\right)",
        r"\Phi(x) + \frac{x}{\sqrt{2 \pi}} e^{-x^2 / 2}",
    ),
    ("Softmax", r"y_i = \frac{e^{x_i}}{\sum_j e^{x_j}}", r"dx_i = y_i \left(dy_i - \sum_j y_j\, dy_j\right)"),
    ("LogSoftmax", r"y_i = x_i - \ln \sum_j e^{x_j}", r"dx_i = dy_i - e^{y_i} \sum_j dy_j"),
]
LOSSES = [
    ("SquaredErrorSum", r"\sum (y - t)^2", r"2 (y - t)"),
    ("MeanSquaredError", r"\frac{1}{n} \sum (y - t)^2", r"\frac{2}{n} (y - t)"),
    ("MeanAbsoluteError", r"\frac{1}{n} \sum |y - t|", r"\frac{1}{n} \operatorname{sign}(y - t)"),
    (
        "Huber",
        r"\frac{1}{n} \sum h(y - t), \quad h(e) = \frac{e^2}{2} \text{ if } |e| \le \delta, \text{ else } \delta \left(|e| - \frac{\delta}{2}\right)",
        r"\frac{1}{n} \max(-\delta, \min(y - t, \delta))",
    ),
    (
        "SoftmaxCrossEntropy",
        r"-\frac{1}{B} \sum_b \sum_i t_i \ln p_i, \quad p = \operatorname{softmax}(y)",
        r"\frac{1}{B} (p - t)",
    ),
    ("CrossEntropy", r"-\frac{1}{B} \sum_b \sum_i t_i \ln y_i", r"-\frac{1}{B} \frac{t}{y}"),
    (
        "SigmoidCrossEntropy",
        r"-\frac{1}{n} \sum \left(t \ln p + (1 - t) \ln(1 - p)\right), \quad p = \sigma(y)",
        r"\frac{1}{n} (p - t)",
    ),
    (
        "BinaryCrossEntropy",
        r"-\frac{1}{n} \sum \left(t \ln y + (1 - t) \ln(1 - y)\right)",
        r"\frac{1}{n} \frac{y - t}{y (1 - y)}",
    ),
]
OPTIMIZERS = [
    ("Sgd", r"v \leftarrow \mu v + g", r"\theta \leftarrow \theta - \eta v"),
    (
        "RmsProp",
        r"s \leftarrow \alpha s + (1 - \alpha) g^2",
        r"\theta \leftarrow \theta - \eta \frac{g}{\sqrt{s} + \epsilon}",
    ),
    (
        "Adam",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\theta \leftarrow \theta - \eta \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}",
    ),
    ("AdamW", r"m, v \text{ as in Adam}", r"\theta \leftarrow \theta - \eta \lambda \theta - \eta \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}"),
]

# The codes of characters that HTML takes as they are.
PLAIN = ["28", "29", "2B", "2C", "2D", "2F", "3D"]


def formula(latex):
    """MathML on one line, without what says nothing."""
    math = convert(latex)
    math = re.sub(r' xmlns="[^"]*"| display="inline"', "", math)
    # A bar would end a cell of the table.
    character = lambda code: chr(int(code[1], 16)) if int(code[1], 16) > 127 or code[1] in PLAIN else code[0]
    return re.sub(r"&#x0*([0-9A-F]+);", character, math).replace("|", "&#124;")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for name, *formulas in rows:
        lines.append(f"| [`{name}`](struct@crate::{name}) | " + " | ".join(map(formula, formulas)) + " |")
    return "\n".join(lines)


PAGE = f"""The formulas of this crate, set. The pages of the types have them as text, with everything else.

W are the weights and b the biases of a layer, x its input and y its output, dx, dy, dW and db the derivatives
of the loss by them; Wᵀ is W with rows and columns exchanged (*transposed*), and Σ without a letter under it a
sum over the batch.

# Layers

{table(["", "forward", "backward"], LAYERS)}

μ and σ are mean and standard deviation: in `LayerNorm` of the sample, and a line over u is the mean over the sample's
features; in the other two of the data.

# Activations

y of each number x, and its derivative; the last two look at a whole sample.

{table(["", "y", "derivative"], ACTIVATIONS)}

Φ is the share of a normal distribution below x. [`FastTanh`](crate::FastTanh) and
[`FastSigmoid`](crate::FastSigmoid) approximate the functions that they are named after; the three `Hard…` are
straight lines, and their pages say which.

# Losses

y is the output, t the target; n counts all outputs of all samples, B the samples.

{table(["", "L", "∂L/∂y"], LOSSES)}

# Optimizers

θ is a parameter, g its gradient, η the learning rate, and t counts the steps from 1.

{table(["", "memory", "step"], OPTIMIZERS)}

Momentum of `Sgd` is off (μ = 0) unless asked for.
"""

Path(__file__).parent.parent.joinpath("src/learn/formulas.md").write_text(PAGE)
