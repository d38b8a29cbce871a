// The report of "Run all and check": which cells, claims, checks and types failed, by the numbers on the screen.

const FINDING = "application/vnd.unrolled.finding+json"; // how the output of a check holds its result
const FALSE_CLAIM = "The claim does not hold: ";

/**
 * Makes the report of a notebook that has run in a new kernel.
 *
 * Each cell has its `number` on the screen (null if it did not run), its `source`, its `outputs` as a notebook stores
 * them, and the `item` that it has to check, such as "ps1.relu", if it is a locked cell of a problem set. `types` is the
 * report of `checkTypes`, or has a `problem` if that failed; it is undefined if the types were not checked.
 *
 * Returns the lines of the report, and the index of the first cell that failed, or −1.
 */
export function reportOf(cells, types) {
  const results = cells.flatMap((cell, index) => resultsOf(cell).map((r) => ({ index, ...r })));
  const wrong = [...results.filter(({ holds }) => holds === false), ...typeFailures(cells, types)]
    .sort((a, b) => a.index - b.index);
  const claims = results.filter(({ isClaim }) => isClaim),
    held = claims.filter(({ holds }) => holds);
  const left = cells.filter(({ number, source }) => number === null && source.trim()).length;
  const lines = [
    headOf(wrong.length, left),
    ...wrong.map(({ index, text }) => `✗ ${numberOf(cells[index])}${text}`),
    ...(left > 0 ? [`– ${plural(left, "cell")} did not run, because a cell above failed`] : []),
    ...(types ? [] : ["– The types were not checked"]),
    ...(claims.length > 0 ? [countOf(held.length, claims.length)] : []),
    ...held.map(({ index, text }) => `✓ ${numberOf(cells[index])}${text}`),
  ];
  return { lines, first: wrong.length > 0 ? wrong[0].index : -1 };
}

/** Tells whether the error of a cell is a claim that does not hold, after which the cells below can run. */
export function isFalseClaim(outputs) {
  const error = errorIn(outputs);
  return error !== undefined && error.evalue.startsWith(FALSE_CLAIM);
}

/** Returns the error among outputs, if any. */
export function errorIn(outputs) {
  return outputs.find(({ output_type }) => output_type === "error");
}

/** Returns what a cell shows: its error, its claims, and the result of the check that it has to make. */
function resultsOf({ number, outputs, item }) {
  if (number === null) return [];
  const error = errorIn(outputs), shown = outputs.flatMap(({ data }) => data ? [data] : []);
  const isClaim = isFalseClaim(outputs);
  const failed = error === undefined
    ? []
    : [failure(isClaim ? error.evalue : `${error.ename}: ${error.evalue}`, isClaim)];
  return [...shown.flatMap(claimIn), ...failed, ...checksIn(shown, item, error !== undefined)];
}

/** Returns the claim that an output shows, which `claim` writes as HTML and as text. */
function claimIn(data) {
  const [text, html] = ["text/plain", "text/html"].map((type) =>
    [data[type] ?? ""].flat().join("")
  );
  const isClaim = text.startsWith("✓ ") && html.startsWith("<div>✓ ");
  return isClaim ? [{ isClaim, holds: true, text: text.slice(2) }] : [];
}

/** Returns the results of checks; that of another item than the cell's own does not pass, nor does a check that is missing. */
function checksIn(shown, item, hasFailed) {
  const results = shown.flatMap((data) => {
    const finding = data[FINDING];
    if (!finding) return [];
    const [head] = [data["text/plain"]].flat().join("").split("\n");
    if (item !== undefined && finding.id !== item) {
      return [failure(`${finding.id} was checked in this cell instead of ${item}`)];
    }
    return [{ isClaim: true, holds: finding.status === "pass", text: head.slice(2) }];
  });
  if (item === undefined || hasFailed || results.length > 0) return results;
  return [failure(`${item} was not checked in this cell`)];
}

function failure(text, isClaim = true) {
  return { isClaim, holds: false, text };
}

/** Returns the type errors, each in its cell. */
function typeFailures(cells, types) {
  if (!types) return [];
  const { problem, problems = [], otherOutput } = types;
  const other = problem ?? otherOutput;
  return [
    ...problems.map(({ cell, code, message, line, source, marks }) => ({
      index: cell - 1,
      text: [`${code}, line ${line}: ${message}`, source, marks].filter(Boolean).join("\n      "),
    })),
    ...(other ? [{ index: cells.length, text: `The types cannot be checked: ${other}` }] : []),
  ];
}

function headOf(failures, left) {
  if (failures > 0) return `✗ ${plural(failures, "failure")}`;
  return left > 0 ? "✗ Not all cells ran" : "✓ Everything ran, and nothing failed";
}

function countOf(held, all) {
  return held === all
    ? `✓ ${plural(all, "claim or check holds", "claims and checks hold")}:`
    : `✗ ${held} of ${plural(all, "claim or check holds", "claims and checks hold")}${
      held ? ":" : ""
    }`;
}

function numberOf(cell) {
  return cell ? `[${cell.number ?? " "}] ` : "";
}

function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
