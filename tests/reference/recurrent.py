"""Reference values for the recurrent cells of tests/reference.rs, and the files that they come in.

Run:   python tests/reference/recurrent.py > tests/reference/recurrent.txt
Made with PyTorch 2.15.0, CPU. It writes `tests/data/weights/recurrent_*.safetensors`, as
`safetensors.torch.save_file` would: float32, under PyTorch's names, both biases of each cell.

Format: that of `layers.py`. A sequence is written step after step, and in it sample after sample. Gradients
are those of the tensors that are named; `bias` is that of either bias, which are equal for cells with one.
"""

import json
import struct

import torch
from torch import nn

torch.set_num_threads(1)
print("PyTorch", torch.__version__)
random = torch.Generator().manual_seed(16)


def write(key, tensor):
    digits = 9 if tensor.dtype == torch.float32 else 17
    print(key, *[f"{value:.{digits}g}" for value in tensor.detach().flatten().tolist()])


def draw(*shape, scale=1.0):
    return (torch.randn(shape, generator=random) * scale).double()


def draw_parameters(module):
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(draw(*p.shape, scale=0.7).float().double())


def save(name, module):
    header, data = {}, b""
    for key, tensor in module.state_dict().items():
        values = tensor.float().flatten().tolist()
        begin = len(data)
        data += struct.pack(f"<{len(values)}f", *values)
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [begin, len(data)]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(f"tests/data/weights/recurrent_{name}.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def sequence(name, module, inputs, layers=1):
    """Forward and backward of a recurrent module on 6 steps of 2 samples."""
    module = module.double()
    draw_parameters(module)
    save(name, module)
    x = draw(6, 2, inputs).float().double().requires_grad_()
    y, _ = module(x)
    dy = draw(*y.shape).float().double()
    y.backward(dy)
    print(f"[{name}]")
    write("x", x.float())
    write("dy", dy.float())
    write("y", y)
    write("dx", x.grad)
    if layers == 1:
        for key in ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]:
            write(key, getattr(module, key).grad)


sequence("lstm", nn.LSTM(3, 4), 3)
sequence("gru", nn.GRU(3, 4), 3)
sequence("rnn", nn.RNN(3, 4), 3)
sequence("rnn_relu", nn.RNN(3, 4, nonlinearity="relu"), 3)
sequence("lstm_of_two", nn.LSTM(2, 3, num_layers=2), 2, layers=2)
sequence("lstm_both_ways", nn.LSTM(2, 3, bidirectional=True), 2, layers=2)


class Net(nn.Module):
    """A cell and a dense layer on every step. A cell with one bias has its second at 0, for good."""

    def __init__(self, cell, one_bias):
        super().__init__()
        self.cell, self.out = cell, nn.Linear(4, 2)
        self.double()
        draw_parameters(self)
        if one_bias:
            with torch.no_grad():
                cell.bias_hh_l0.zero_()
            cell.bias_hh_l0.requires_grad_(False)

    def forward(self, x):
        return self.out(self.cell(x)[0])

    def numbers(self):
        return torch.cat([p.detach().flatten() for p in self.parameters() if p.requires_grad])


def training(name, net):
    x, t = draw(5, 3, 2).float().double(), draw(5, 3, 2).float().double()
    print(f"[train {name}]")
    write("x", x.float())
    write("targets", t.float())
    write("before", net.numbers().float())
    optimizer = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], lr=0.03)
    losses = []
    for _ in range(25):
        optimizer.zero_grad()
        loss = nn.MSELoss()(net(x), t)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    write("losses", torch.stack(losses))
    write("after", net.numbers())


training("lstm", Net(nn.LSTM(2, 4), one_bias=True))
training("gru", Net(nn.GRU(2, 4), one_bias=False))
training("rnn", Net(nn.RNN(2, 4), one_bias=True))

# A cell that none of ours is: its state is projected.
projected = nn.LSTM(3, 4, proj_size=2)
draw_parameters(projected.double())
save("lstm_projected", projected)

# Sequences of several lengths in a batch, packed as PyTorch has them.
lengths = torch.tensor([2, 5, 1])
packed = nn.LSTM(3, 4).double()
draw_parameters(packed)
save("lstm_packed", packed)
x, dy = draw(5, 3, 3).float().double().requires_grad_(), draw(5, 3, 4).float().double()
y, (h, c) = packed(nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False))
y, _ = nn.utils.rnn.pad_packed_sequence(y)
y.backward(dy)
print("[lstm_packed]")
write("x", x.float())
write("dy", dy.float())
for key, value in [("y", y), ("dx", x.grad), ("h", h), ("c", c)]:
    write(key, value)
for key in ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0"]:
    write(key, getattr(packed, key).grad)

# Both directions of two layers: the second takes both outputs of the first.
sequence("lstm_of_two_both_ways", nn.LSTM(2, 3, num_layers=2, bidirectional=True), 2, layers=2)
