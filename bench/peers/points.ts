/** One size of the training step: the cell, H units, B sequences, T steps; 64 classes. */
export interface Point {
  cell: string;
  H: number;
  B: number;
  T: number;
}

/** The six training steps that are compared. */
export const POINTS: Point[] = [[1, 100, 25], [32, 128, 25], [32, 128, 100]].flatMap(([B, H, T]) =>
  ["RNN", "LSTM"].map((cell) => ({ cell, H, B, T }))
);

/** "RNN, B 32, T 25". */
export function nameOf({ cell, B, T }: Point): string {
  return `${cell}, B ${B}, T ${T}`;
}

/** Floating-point operations of the products of a training step: forward once, back twice. */
export function flopsOf({ cell, H, B, T }: Point): number {
  const G = cell === "LSTM" ? 4 * H : H;
  return 6 * T * B * (H * G + H * 64);
}
