import safeHtml from "html-template-tag";
import { countsOf, type Presented, scoreOf, withOthers } from "../class/result.ts";
import type { OtherFile } from "../class/submitted_files.ts";
import type { Finding } from "../judge/examine.ts";
import { isUnwritten } from "../judge/hint.ts";
import { attemptIn } from "../process/refusal.ts";
import { byNotebook } from "./item_order.ts";
import { itemName, longText, page, tableOf } from "./page.ts";
import type { Grading } from "./grading.ts";

/** The beginnings of what the grader itself says about a failure, each with the name of its group. */
const FAILURES: [message: RegExp, name: string][] = [
  [/^Cell \S+ cannot be parsed: /, "does not parse"],
  [/^(Cell )?\S+ (did not return within|was not called: the time limit) /, "does not end"],
];

/** An item of one student's notebook. */
interface Answer {
  item: Finding;
  result: Presented;
}

/** Returns the report of a class: when and how it was graded, averages, each item with those who failed, and every score. */
export function classPage(grading: Grading): string {
  const { all, notGraded } = withOthers(grading.results, grading.others);
  const graded = all.filter(({ status }) => status === "graded");
  const sections: [string, string][] = [
    ["Scores by set", graded.length > 0 ? setTable(graded) : ""],
    ["Items, most often failed first", graded.length > 0 ? itemTable(graded) : ""],
    ["Refused attempts to leave the sandbox", attemptTable(graded)],
    ["Scores", scoreTable(all)],
    ["Not graded", notGraded.length > 0 ? otherTable(notGraded) : ""],
  ];
  return page(
    "Class report",
    summaryOf(grading) +
      sections.map(([title, table]) => table && `<h2>${title}</h2>${table}`).join(""),
  );
}

function summaryOf({ grading, fence, results, others }: Grading): string {
  const { all, notGraded } = withOthers(results, others);
  const time = new Date(grading).toISOString().slice(0, 16).replace("T", " ");
  const students = new Set(all.map(({ student }) => student)).size;
  const counts = countsOf(all, notGraded).join(", ");
  const confined = fence === "none"
    ? "Deno's permissions alone"
    : "bubblewrap and Deno's permissions";
  return safeHtml`<p>Graded on ${time} UTC (grading ${String(grading)}): ${
    String(students)
  } students,
${String(results.length)} notebooks: ${counts}.
Solutions were confined by ${confined}.</p>`;
}

/** Returns the mean, the median and the range of the points in each set. */
function setTable(graded: Presented[]): string {
  const rows = [...Map.groupBy(graded, ({ set }) => set)].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([set, results]) => {
      const points = results.map(({ earned }) => earned).sort((a, b) => a - b);
      const mean = points.reduce((sum, n) => sum + n, 0) / points.length;
      const middle = points.length / 2;
      const median = (points[Math.ceil(middle - 1)] + points[Math.floor(middle)]) / 2;
      const of = results[0].possible;
      return [
        set,
        points.length,
        `${rounded(mean)} of ${of}`,
        rounded(median),
        points[0],
        points.at(-1)!,
      ]
        .map((cell) => safeHtml`${String(cell)}`);
    });
  return tableOf(["set", "notebooks", "mean", "median", "lowest", "highest"], rows);
}

function itemTable(graded: Presented[]): string {
  const answers = graded.flatMap((result) =>
    result.items.map((item): Answer => ({ item, result }))
  );
  const rows = [...Map.groupBy(answers, ({ item }) => item.id)].map(([id, answers]) => {
    const failed = answers.filter(({ item }) => item.earned < item.points);
    return { id, answers, failed, share: failed.length / answers.length };
  }).sort((a, b) => b.share - a.share || byNotebook(a.id, b.id));
  return tableOf(
    ["item", "points", "failed", "most common mistakes"],
    rows.map(({ id, answers, failed }) => [
      itemName(id),
      distribution(answers),
      `${failed.length} of ${answers.length}`,
      mistakesOf(failed),
    ]),
  );
}

/** Returns a bar with the shares of full and of partial points, and the average. */
function distribution(answers: Answer[]): string {
  const { length } = answers, { points } = answers[0].item;
  const full = answers.filter(({ item }) => item.earned === points).length;
  const part = answers.filter(({ item }) => item.earned > 0 && item.earned < points).length;
  const mean = answers.reduce((sum, { item }) => sum + item.earned, 0) / length;
  const bar = (name: string, count: number) =>
    `<span class="${name}" style="width:${Math.round(100 * count / length)}%"></span>`;
  const words = `${full} with all points, ${part} with some, ${length - full - part} with none`;
  return `<span class="bar" role="img" aria-label="${words}" title="${words}">` +
    `${bar("full", full)}${bar("part", part)}</span> ${rounded(mean)} of ${points}`;
}

/** Returns each mistake with the students who made it, whose pages are linked. */
function mistakesOf(failed: Answer[]): string {
  return [...Map.groupBy(failed, ({ item }) => mistakeName(item))]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name, answers]) => {
      const links = answers.map(({ result }) => linkTo(result)).join(", ");
      return safeHtml`<details><summary>${name} (${
        String(answers.length)
      })</summary>$${links}</details>`;
    }).join("");
}

/** Returns what each solution tried and was refused, or "" if none did. */
function attemptTable(graded: Presented[]): string {
  const rows = graded.flatMap((result) =>
    result.attempts.map((attempt) => [linkTo(result), safeHtml`${attempt}`])
  );
  return rows.length > 0 ? tableOf(["student", "attempt"], rows) : "";
}

function scoreTable(results: Presented[]): string {
  const rows = results.map((result) => [
    linkTo(result),
    safeHtml`${result.set || "–"}`,
    safeHtml`${scoreOf(result)}` + (result.set ? "" : safeHtml`<br><code>${result.path}</code>`),
  ]);
  return tableOf(["student", "set", "score"], rows);
}

function otherTable(files: OtherFile[]): string {
  const rows = files.map((
    { student, path, reason },
  ) => [longText(student), longText(path), safeHtml`${reason}`]);
  return tableOf(["student", "file", "reason"], rows);
}

function linkTo({ file, student }: Presented): string {
  return safeHtml`<a href="students/${file}.html">${student}</a>`;
}

/** Returns the name of the mistake in an item that failed, or what else is known about the failure. */
function mistakeName(finding: Finding): string {
  const { mistake, message = "" } = finding;
  if (mistake) return mistake.name;
  if (isUnwritten(finding)) return "not written";
  if (attemptIn(message)) return "refused access";
  return FAILURES.find(([pattern]) => pattern.test(message))?.[1] ?? "no named mistake";
}

function rounded(n: number): string {
  return String(Number(n.toFixed(1)));
}
