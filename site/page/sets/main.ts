/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { FINDING_TYPE } from "../../../grading/judge/item_result.ts";
import { keepResult, keptResults, resultOf } from "../kept/results.ts";
import { pageName } from "../addresses.ts";
import { onChangeElsewhere } from "../kept/storage.ts";
import { notebook } from "../main.ts";
import { SHOWN } from "../output_view.ts";
import { Overview } from "./overview.ts";
import { SetBar } from "./set_bar.ts";
import { courseSets, type SetSummary } from "./set_summary.ts";
import { offerSolutions } from "./solutions.ts";
import { WorkPanel } from "./work_panel.ts";

/** Shows the progress on a page of the exercises, and keeps it. */
function start(): void {
  const sets = courseSets(), set = sets.find(({ id }) => pageName() === `exercises/${id}`);
  if (set && notebook) {
    startSet(set);
    offerSolutions(notebook.cells);
  } else startOverview(sets);
}

function startOverview(sets: SetSummary[]): void {
  const overview = new Overview(sets);
  const panel = new WorkPanel(document.querySelector(".work-total")!, () => overview.show());
  onChangeElsewhere(() => {
    overview.show();
    panel.show();
  });
}

/** Keeps the result of every check whose output is shown. */
function startSet(set: SetSummary): void {
  const bar = new SetBar(set, notebook!.cells);
  bar.show(keptResults());
  document.addEventListener(SHOWN, ({ detail }: CustomEventInit) => {
    const finding = detail[FINDING_TYPE], result = resultOf(finding);
    if (!result || !set.items.some(({ id }) => id === finding.id)) return;
    if (!keepResult(finding.id, result)) bar.warn();
    bar.show(keptResults());
  });
  onChangeElsewhere(() => bar.show(keptResults()));
}

start();
