/** The colours of the cells in all figures of the course, from Okabe and Ito's palette for colour-blind readers. */
export const cellColors: Record<string, string> = {
  RNN: "#0072b2",
  LSTM: "#d55e00",
  GRU: "#009e73",
};

const OTHERS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/** Returns the colour of a series: its cell's, or the next of the palette that no cell among the names has. */
export function seriesColor(name: string, names: string[]): string {
  const free = OTHERS.filter((color) => !names.some((other) => cellColors[other] === color));
  const others = names.filter((other) => !cellColors[other]);
  return cellColors[name] ?? free[others.indexOf(name) % free.length];
}

/** Returns a colour for text that a page mixes with its own text colour, so that it is legible in light and dark themes. */
export function textColor(color: string): string {
  return `var(--plot-words, ${color})`;
}

/** Returns the colour of a value from −1 (blue) over 0 (white) to 1 (orange). */
export function diverging(value: number): string {
  const end = value < 0 ? [0, 90, 160] : [200, 80, 0];
  const part = Math.min(1, Math.abs(value));
  return rgb(end.map((channel) => 255 + part * (channel - 255)));
}

/** The colour of values that overflow: neither grey nor in the sequential scale. */
export const OVERFLOW_COLOR = "rgb(204,51,120)";

/** Returns the colour of a value from 0 (dark blue) over green to 1 (yellow), after viridis, in 128 steps. */
export function sequential(value: number): string {
  const stops = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
  const place = Math.round(128 * Math.max(0, Math.min(1, value))) / 128 * (stops.length - 1);
  const low = Math.min(Math.floor(place), stops.length - 2);
  return rgb(
    stops[low].map((channel, n) => channel + (place - low) * (stops[low + 1][n] - channel)),
  );
}

/** Returns a list of `steps` colours of the sequential scale from 1 down to 0, for a colour bar. */
export function sequentialRamp(steps: number): string[] {
  return Array.from({ length: steps }, (_, n) => sequential(1 - n / (steps - 1)));
}

/** Returns black or white, whichever is legible on a colour. */
export function textColorOn(color: string): string {
  const [r, g, b] = color.match(/\d+/g)!.map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? "#111" : "#fff";
}

function rgb(channels: number[]): string {
  return `rgb(${channels.map(Math.round).join(",")})`;
}
