/** What differs between drawings of the same shape. */
export interface SvgDifferences {
  /** The places that differ: the element's number in document order, and its attribute, or "" for its text. */
  places: [number, string][];
  /** The distinct values. */
  values: string[];
  /** For each frame, the number of the value at each place. */
  frames: number[][];
}

const TAG = /<([\w:-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>([^<]*)/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;

/** What differs between SVG documents; throws RangeError where one has other elements or attributes than the first. */
export function svgDifferences(documents: string[]): SvgDifferences {
  const slots = documents.map(slotsOf);
  const [first] = slots;
  slots.forEach(({ skeleton }, n) => {
    if (skeleton !== first.skeleton) {
      throw new RangeError(`Cannot join frames: frame ${n + 1} has other elements than frame 1`);
    }
  });
  const varying = first.values.flatMap((value, i) =>
    slots.some(({ values }) => values[i] !== value) ? [i] : []
  );
  const numbers = new Map<string, number>();
  const numberOf = (value: string) => {
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    return numbers.get(value)!;
  };
  const frames = slots.map(({ values }) => varying.map((i) => numberOf(unescape(values[i]))));
  return { places: varying.map((i) => first.places[i]), values: [...numbers.keys()], frames };
}

/** Every attribute and text of a document with its place, and what remains without them. */
function slotsOf(svg: string) {
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
