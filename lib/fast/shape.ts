/** C (M×N) = A B or C += A B, of dense matrices stored row by row; aT or bT: A or B lies transposed. */
export interface Shape {
  M: number;
  K: number;
  N: number;
  aT?: boolean;
  bT?: boolean;
}
