"""Writes src/learn/formulas.md: what layers, losses and optimizers compute, as set formulas.

    pip install latex2mathml && python scripts/formulas.py

Rustdoc shows MathML as it is. The pages of the types have the same formulas as text.
"""

import re
from pathlib import Path

from latex2mathml.converter import convert

LAYERS = [
    ("Dense", r"y = Wx + b", r"dx = W^{T} dy, \quad dW = \sum dy\, x^{T}, \quad db = \sum dy"),
    (
        "Conv2d",
        r"y_{hw} = b + \sum_{ij} W_{ij}\, x_{h + i, w + j}",
        r"dx_{hw} = \sum_{ij} W_{ij}^{T} dy_{h - i, w - j}, \quad dW_{ij} = \sum_{hw} dy_{hw}\, x_{h + i, w + j}^{T}, \quad db = \sum_{hw} dy_{hw}",
    ),
    (
        "Conv1d",
        r"y_t = b + \sum_k W_k\, x_{t - (K - 1 - k) d}",
        r"dx_t = \sum_k W_k^{T} dy_{t + (K - 1 - k) d}, \quad dW_k = \sum_t dy_t\, x_{t - (K - 1 - k) d}^{T}, \quad db = \sum_t dy_t",
    ),
    (
        "MaxPool",
        r"y_{hw} = \max_{ij} x_{s h + i, s w + j}",
        r"dx = \text{the } dy \text{ of each window, at its largest place}",
    ),
    (
        "AvgPool",
        r"y_{hw} = \frac{1}{n} \sum_{ij} x_{s h + i, s w + j}",
        r"dx = \text{the } \frac{dy}{n} \text{ of each window, at each place}",
    ),
    (
        "Rnn",
        r"z = W x + b + U h, \quad h' = \tanh z, \quad y = h'",
        r"dz = (1 - h'^2)\, dh', \quad dx = W^{T} dz, \quad dh = U^{T} dz",
    ),
    (
        "Gru",
        r"r = \sigma(z_r), \quad u = \sigma(z_u), \quad n = \tanh(W_n x + b_n + r (U_n h + b'_n)), \quad h' = n + u (h - n)",
        r"dn = (1 - u)\, dh', \quad du = (h - n)\, dh'",
    ),
    (
        "Lstm",
        r"i, f, o = \sigma(z_i), \sigma(z_f), \sigma(z_o), \quad g = \tanh(z_g), \quad c' = f c + i g, \quad h' = o \tanh c'",
        r"dc' \leftarrow dc' + o\, (1 - \tanh^2 c')\, dh', \quad dc = f\, dc'",
    ),
    ("Residual", r"y = x + f(x)", r"dx = dy + \left(\frac{\partial f}{\partial x}\right)^{T} dy"),
    (
        "LayerNorm",
        r"y = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta",
        r"dx = \frac{1}{\sqrt{\sigma^2 + \epsilon}} \left(u - \overline{u} - \hat{x}\, \overline{u \hat{x}}\right), \quad u = \gamma\, dy",
    ),
    ("Affine", r"y = \gamma x + \beta", r"dx = \gamma\, dy, \quad d\gamma = \sum dy\, x, \quad d\beta = \sum dy"),
    ("Normalize", r"y = \frac{x}{n}, \quad n = \max(\|x\|, \epsilon)", r"dx = \frac{1}{n} \left(dy - y\, (y^{T} dy)\right)"),
    ("Standardize", r"y = \frac{x - \mu}{\sigma}", r"dx = \frac{dy}{\sigma}"),
    ("Unstandardize", r"y = \mu + \sigma x", r"dx = \sigma\, dy"),
]
ACTIVATIONS = [
    ("Relu", r"\max(0, x)", r"1 \text{ if } x > 0, \text{ else } 0"),
    ("LeakyRelu", r"x \text{ if } x > 0, \text{ else } \alpha x", r"1 \text{ if } x > 0, \text{ else } \alpha"),
    ("PRelu", r"x \text{ if } x > 0, \text{ else } a x", r"1 \text{ if } x > 0, \text{ else } a"),
    ("Elu", r"x \text{ if } x > 0, \text{ else } \alpha (e^{x} - 1)", r"1 \text{ if } x > 0, \text{ else } \alpha e^{x}"),
    ("Selu", r"\lambda x \text{ if } x > 0, \text{ else } \lambda \alpha (e^{x} - 1)", r"\lambda \text{ if } x > 0, \text{ else } \lambda \alpha e^{x}"),
    ("Sigmoid", r"\sigma(x) = \frac{1}{1 + e^{-x}}", r"y (1 - y)"),
    ("Tanh", r"\frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}", r"1 - y^2"),
    ("Softsign", r"\frac{x}{1 + |x|}", r"\frac{1}{(1 + |x|)^2}"),
    ("Softplus", r"\ln(1 + e^{x})", r"\sigma(x)"),
    ("Silu", r"x\, \sigma(x)", r"\sigma(x) \left(1 + x (1 - \sigma(x))\right)"),
    ("Mish", r"x g, \quad g = \tanh \ln(1 + e^{x})", r"g + x \sigma(x) (1 - g^2)"),
    (
        "Gelu",
        r"x\, \Phi(x) = \frac{x}{2} \left(1 + \operatorname{erf} \frac{x}{\sqrt{2}}\right)",
        r"\Phi(x) + \frac{x}{\sqrt{2 \pi}} e^{-x^2 / 2}",
    ),
    (
        "GeluTanh",
        r"x\, \sigma(2 u), \quad u = \sqrt{\frac{2}{\pi}} (x + 0.044715 x^3)",
        r"\sigma(2 u) + 2 x\, \sigma(2 u)\, \sigma(-2 u)\, u'",
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
    (
        "AmsGrad",
        r"m, v \text{ as in Adam}, \quad u \leftarrow \max(u, v)",
        r"\theta \leftarrow \theta - \eta \frac{m / (1 - \beta_1^t)}{\sqrt{u / (1 - \beta_2^t)} + \epsilon}",
    ),
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


PAGE = f"""The formulas of this crate, typeset. The page of each type has them as text, with everything else.

W are the weights and b the biases of a layer, x its input and y its output, dx, dy, dW and db the derivatives
of the loss by them; Wᵀ is W with rows and columns exchanged (*transposed*), and Σ without a letter under it a
sum over the batch.

# Layers

{table(["", "forward", "backward"], LAYERS)}

μ and σ are the mean and standard deviation: of the sample in `LayerNorm`, where a line over u is the mean over the
sample's features; of the data in the other two.

A convolution and a pool are written here with the window's places i, j and without padding, a convolution of stride 1; s is
the stride of a pool, d the dilation in time. W and U are weights of a cell's input x and of its state h; each gate's z is
Wx + b + Uh; what is marked with ′ is of the step that follows. Layers around layers, and those that only move numbers, have
their formulas on their pages.

# Activations

y of each number x, and its derivative; the last two look at a whole sample.

{table(["", "y", "derivative"], ACTIVATIONS)}

Φ is the share of a normal distribution below x. [`FastTanh`](crate::FastTanh) and
[`FastSigmoid`](crate::FastSigmoid) approximate the functions that they are named after; the three `Hard…`,
`Relu6` and `Clamp` are straight lines, and their pages say which.

# Losses

y is the output, t the target; n counts all outputs of all samples, B the samples.

{table(["", "L", "∂L/∂y"], LOSSES)}

# Optimizers

θ is a parameter, g its gradient, η the learning rate, and t counts the steps from 1.

{table(["", "memory", "step"], OPTIMIZERS)}

Momentum of `Sgd` is off (μ = 0) unless asked for.
"""

Path(__file__).parent.parent.joinpath("src/learn/formulas.md").write_text(PAGE)
