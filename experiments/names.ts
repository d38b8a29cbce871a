/** The experiments, in the order of the notebooks; each is a module of this folder. */
export const NAMES: readonly string[] = [
  ...["flow", "quotes", "pascanu", "lengths", "digits", "captioning", "translation", "attention"],
  ...["dates", "sentiment", "video", "glimpses", "draw"],
];
