import { type Result, ungradable } from "./result.ts";

/** Makes several notebooks of one set by one student one ungradable result, because the grader does not guess which counts. */
export function withoutDuplicates(results: Result[]): Result[] {
  const keyOf = ({ student, set, path }: Result) => JSON.stringify([student, set || path]);
  return [...Map.groupBy(results, keyOf).values()].map((same) => {
    const [first] = same, paths = same.map(({ path }) => path);
    if (paths.length === 1) return first;
    const some = paths.slice(0, 3).join(" and "), more = paths.length - 3;
    const remedy = more > 0
      ? ` and ${more} more: is this a folder above the students' folders?`
      : `: remove ${paths.length === 2 ? "one of them" : "all but one"}`;
    return ungradable(first.student, first.path, `Cannot choose between ${some}${remedy}`);
  });
}
