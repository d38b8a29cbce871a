// Kernels in float32. All pointers are byte addresses in one linear memory.
export { packPanels, packStrips, packWidePanels } from "./pack";
export { product, rowProduct } from "./product";
export {
  gruBackward,
  gruForward,
  lstmBackward,
  lstmForward,
  rnnBackward,
  rnnForward,
} from "./cells";
export {
  addTo,
  crossEntropy,
  fillRows,
  gatherRows,
  scaleColumns,
  scaleRows,
  scatterRows,
  squaredError,
  squareRows,
  sumRows,
} from "./rows";
export { adagrad, adam, momentum, rmsprop, sgd, sumSquares } from "./optimizers";
export {
  addColumn,
  addPatches,
  addScaled,
  columnCrossEntropy,
  cutPatches,
  entrywise,
  pickColumns,
  poolBack,
  poolOf,
  reluBack,
  reluOf,
  scaled,
  sigmoidBack,
  sigmoidOf,
  sumColumns,
  tanhBack,
  tanhOf,
  unpickColumns,
} from "./tape";
