// brain.js: its own training step on one sequence; its optimizer cannot be chosen.
const brain = require("brain.js");
const { V, classes, versionOf } = require("./common.cjs");

exports.version = versionOf("brain.js");

exports.make = ({ cell, H, B, T }) => {
  if (B > 1 || T > 25) return undefined;
  const Network = cell === "RNN" ? brain.recurrent.RNN : brain.recurrent.LSTM;
  const network = new Network({ inputSize: V, inputRange: V, outputSize: V, hiddenLayers: [H] });
  network.initialize();
  const sequence = classes(T);
  return () => void network.trainPattern(sequence, 0.01);
};
