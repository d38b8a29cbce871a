/** Differences between drawings of the same elements and attributes. */
export interface SvgDifferences {
  /** The places that differ: the index of the element in document order, and its attribute, or "" for its text. */
  places: [number, string][];
  /** The distinct values. */
  values: string[];
  /** The index of the value at each place, for each frame. */
  frames: number[][];
}

const TAG = /<([\w:-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>([^<]*)/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;

/** Returns an SVG document without the values of its attributes and without its texts. */
export function skeletonOf(svg: string): string {
  return parse(svg).skeleton;
}

/** Returns the differences of SVG documents. Throws RangeError if one has other elements or attributes than the first. */
export function svgDifferences(documents: string[]): SvgDifferences {
  const parsed = documents.map(parse);
  const [first] = parsed;
  parsed.forEach(({ skeleton }, n) => {
    if (skeleton !== first.skeleton) {
      throw new RangeError(`Cannot join frames: frame ${n + 1} has other elements than frame 1`);
    }
  });
  const varying = first.values.flatMap((value, i) =>
    parsed.some(({ values }) => values[i] !== value) ? [i] : []
  );
  const numbers = new Map<string, number>();
  const numberOf = (value: string) => {
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    return numbers.get(value)!;
  };
  const frames = parsed.map(({ values }) => varying.map((i) => numberOf(unescape(values[i]))));
  return { places: varying.map((i) => first.places[i]), values: [...numbers.keys()], frames };
}

/** Returns every attribute and text of a document with its place, and the document without them. */
function parse(svg: string) {
  const places: [number, string][] = [], values: string[] = [];
  let element = -1;
  const keep = (attribute: string, value: string) => {
    places.push([element, attribute]);
    values.push(value);
  };
  const skeleton = svg.replaceAll(TAG, (_, name, attributes: string, closed, text) => {
    element++;
    const names = Array.from(attributes.matchAll(ATTRIBUTE), ([, attribute, value]) => {
      keep(attribute, value);
      return attribute;
    });
    if (!closed) keep("", text);
    return `<${name} ${names.join(" ")}${closed}>${closed ? text : text && "#"}`;
  });
  return { places, values, skeleton };
}

function unescape(text: string): string {
  const signs: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return text.replaceAll(/&(amp|lt|gt|quot);/g, (_, name) => signs[name]);
}
