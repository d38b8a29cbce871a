import { format, inspect } from "./inspect.ts";
import type { Outlet } from "./outlet.ts";
import { tableText } from "./table.ts";

type Stream = "stdout" | "stderr";

/** Returns the methods of a console whose lines go to an outlet; they print what the kernel of Deno prints. */
export function consoleFor(outlet: Outlet): Partial<Console> {
  const counts = new Map<string, number>(), timers = new Map<string, number>();
  let indent = "";
  const print = (name: Stream, text: string) => {
    const lines = indent ? text.replaceAll(/^/gm, indent) : text;
    outlet({ output_type: "stream", name, text: `${lines}\n` });
  };
  const log = (...values: unknown[]) => print("stdout", format(...values));
  const error = (...values: unknown[]) => print("stderr", format(...values));
  const group = (...values: unknown[]) => {
    if (values.length > 0) log(...values);
    indent += "  ";
  };
  const time = (label: string, ...values: unknown[]) => {
    const start = timers.get(label);
    if (start === undefined) return error(`No such label '${label}' for console.time()`);
    log(`${label}: ${milliseconds(performance.now() - start)}`, ...values);
  };
  return {
    ...{
      log,
      info: log,
      debug: log,
      dirxml: log,
      error,
      warn: error,
      group,
      groupCollapsed: group,
    },
    dir: (value, options) => print("stdout", inspect(value, { ...options })),
    groupEnd: () => {
      indent = indent.slice(2);
    },
    assert: (holds, ...values) => {
      const [first, ...rest] = values;
      if (!holds) error(`Assertion failed${values.length > 0 ? `: ${first}` : ""}`, ...rest);
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    table: (rows, columns) => log(tableText(rows, columns)),
    time: (label = "default") => void timers.set(label, performance.now()),
    timeLog: (label = "default", ...values) => time(label, ...values),
    timeEnd: (label = "default") => {
      time(label);
      timers.delete(label);
    },
    trace: (...values) => error(`Trace${values.length > 0 ? `: ${format(...values)}` : ""}`),
  };
}

function milliseconds(ms: number): string {
  return ms < 1000 ? `${Number(ms.toPrecision(3))}ms` : `${(ms / 1000).toFixed(3)}s`;
}
