/** Shape of a product C (M×N) = A B of dense row-major matrices; aT and bT say that A or B is stored transposed. */
export interface Shape {
  M: number;
  K: number;
  N: number;
  aT?: boolean;
  bT?: boolean;
}
