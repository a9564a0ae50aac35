"""Files of Keras with recurrent cells and convolutions in time, for tests/keras.rs.

Run:   KERAS_BACKEND=torch python tests/reference/keras_files.py
Made with Keras 3.15.1 on PyTorch 2.15.0, CPU. It writes `tests/data/weights/keras_*.safetensors`, each with an input
and the output that Keras computes for it in float64.
"""

import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
# `onnx.py` beside this file has the name of a package that Keras looks for.
sys.path = [entry for entry in sys.path if entry and pathlib.Path(entry).resolve() != here]
sys.path.insert(0, str(here.parent.parent / "scripts"))

import keras
import numpy
from keras import layers

from export_keras import export

folder = here.parent / "data" / "weights"
random = numpy.random.default_rng(16)


def save(name, inputs, *stack):
    keras.backend.clear_session()
    model = keras.Sequential([keras.Input((7, inputs)), *stack])
    # Every number is another one, so that a gate in a wrong place changes the output.
    model.set_weights([random.normal(scale=0.6, size=w.shape).astype("float32") for w in model.get_weights()])
    # Numbers that float32 holds.
    example = random.normal(size=(7, inputs)).astype("float32")
    metadata = {"made with": f"Keras {keras.__version__}"}
    export(model, folder / f"keras_{name}.safetensors", example, metadata)


save("lstm", 3, layers.LSTM(4, return_sequences=True, name="lstm"), layers.Dense(2, name="dense"))
save("gru", 3, layers.GRU(4, return_sequences=True, name="gru"), layers.Dense(2, name="dense"))
save("gru_before", 3, layers.GRU(4, return_sequences=True, reset_after=False, name="gru"))
save("rnn", 3, layers.SimpleRNN(4, return_sequences=True, use_bias=False, name="rnn"))
save("both_ways", 2, layers.Bidirectional(layers.GRU(3, return_sequences=True, name="gru"), name="both"))
save(
    "tcn", 2,
    layers.Conv1D(4, 2, dilation_rate=2, padding="causal", activation="tanh", name="wide"),
    layers.Conv1D(4, 3, padding="causal", groups=2, name="grouped"),
    layers.LSTM(2, name="last"),
)
