/** How gradients are held back: by their norm over all weights together, or each entry by its size. */
export type Clip = { norm: number } | { value: number };
