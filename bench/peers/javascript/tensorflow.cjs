// TensorFlow.js with its WebAssembly backend: layers and trainOnBatch, which cannot clip by value.
const path = require("node:path");
const tf = require("@tensorflow/tfjs");
const wasm = require("@tensorflow/tfjs-backend-wasm");
const { V, RATE, classes } = require("./common.cjs");

exports.version = `TensorFlow.js ${tf.version.tfjs}`;

exports.start = async () => {
  const folder = path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm"));
  wasm.setWasmPaths(folder + path.sep);
  await tf.setBackend("wasm");
  await tf.ready();
};

exports.make = ({ cell, H, B, T }) => {
  const layer = cell === "RNN" ? tf.layers.simpleRNN : tf.layers.lstm;
  // the default, an orthogonal initializer, takes minutes
  const options = {
    units: H,
    inputShape: [T, V],
    returnSequences: true,
    recurrentInitializer: "glorotNormal",
  };
  const model = tf.sequential();
  model.add(layer(cell === "RNN" ? options : { ...options, recurrentActivation: "sigmoid" }));
  model.add(tf.layers.dense({ units: V, activation: "softmax" }));
  model.compile({ optimizer: tf.train.adagrad(RATE), loss: "categoricalCrossentropy" });
  const onehot = () => tf.oneHot(tf.tensor2d(classes(B * T), [B, T], "int32"), V).toFloat();
  const [xs, ys] = [onehot(), onehot()];
  return () => model.trainOnBatch(xs, ys);
};
