import { expose } from "comlink";
import { NotebookService, type Place } from "./service.ts";

let service: NotebookService;

/** Answers to the questions of the page. */
const answers = {
  /** Loads the declarations; `texts` are the cells as the page was built. Rejects if they cannot be loaded. */
  async open(address: string, texts: string[]) {
    service = new NotebookService(await declarationsAt(address), texts);
  },
  problems: (texts: string[]) => service.problems(texts),
  meaning: (texts: string[], place: Place) => service.meaning(texts, place),
  completions: (texts: string[], place: Place) => service.completions(texts, place),
  meaningOf: (name: string, texts: string[], place: Place) => service.meaningOf(name, texts, place),
};

export type TypeAnswers = typeof answers;

/** Reads the declarations, which are compressed in a file of the site. */
async function declarationsAt(address: string) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const bytes = await response.blob();
  const text = bytes.stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(text).json();
}

expose(answers);
