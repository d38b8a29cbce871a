/** The colours of the cells through the whole course, from Okabe and Ito's palette for the colour-blind. */
export const colors: Record<string, string> = { RNN: "#0072b2", LSTM: "#d55e00", GRU: "#009e73" };

const OTHERS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/** The colour of a named series: its cell's, or the next of the palette that no cell among the names has. */
export function colorOf(name: string, names: string[]): string {
  const free = OTHERS.filter((color) => !names.some((other) => colors[other] === color));
  const others = names.filter((other) => !colors[other]);
  return colors[name] ?? free[others.indexOf(name) % free.length];
}

/** A colour for words: in a page it is drawn towards the text's own, so that it can be read on light and on dark. */
export function wordColor(color: string): string {
  return `var(--plot-words, ${color})`;
}

/** From blue over white to orange, for a value from −1 to 1: zero is white, the sign is the hue. */
export function diverging(value: number): string {
  const end = value < 0 ? [0, 90, 160] : [200, 80, 0];
  const part = Math.min(1, Math.abs(value));
  return rgb(end.map((channel) => 255 + part * (channel - 255)));
}

/** Neither in the blue-to-yellow scale nor grey: for what is too large to be on a scale. */
export const OVERFLOW = "rgb(204,51,120)";

/** From dark blue over green to yellow, for a value from 0 to 1, rising in lightness (after viridis), in 128 steps. */
export function sequential(value: number): string {
  const stops = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
  const place = Math.round(128 * Math.max(0, Math.min(1, value))) / 128 * (stops.length - 1);
  const low = Math.min(Math.floor(place), stops.length - 2);
  return rgb(
    stops[low].map((channel, n) => channel + (place - low) * (stops[low + 1][n] - channel)),
  );
}

/** Black or white, whichever reads on a colour. */
export function inkOn(color: string): string {
  const [r, g, b] = color.match(/\d+/g)!.map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? "#111" : "#fff";
}

function rgb(channels: number[]): string {
  return `rgb(${channels.map(Math.round).join(",")})`;
}
