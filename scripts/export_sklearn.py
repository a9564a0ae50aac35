"""Exports a fitted estimator or pipeline of scikit-learn to ONNX.

    python3 scripts/export_sklearn.py model.joblib policy.onnx        # of joblib.dump(pipeline, "model.joblib")

A classifier gives probabilities beside the label, as an array of numbers (`zipmap: False`) and not as a list of dicts; a
regressor gives its prediction. Needs: scikit-learn, skl2onnx, joblib.
"""

import sys

import joblib
import numpy as np
from skl2onnx import to_onnx
from sklearn.base import is_classifier


def export(model, path):
    """Writes a fitted model; returns what to ask constnet-onnx for."""
    sample = np.zeros((1, model.n_features_in_), np.float32)
    options = {"zipmap": False} if is_classifier(model) else None
    with open(path, "wb") as file:
        file.write(to_onnx(model, sample, options=options).SerializeToString())
    return "--output probabilities " if is_classifier(model) else ""


if __name__ == "__main__":
    source, path = sys.argv[1:]
    print(f"constnet-onnx {export(joblib.load(source), path)}{path} src")
