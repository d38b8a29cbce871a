/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { autocompletion, type CompletionContext } from "@codemirror/autocomplete";
import { nextDiagnostic } from "@codemirror/lint";
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  closeHoverTooltips,
  EditorView,
  hoverTooltip,
  keymap,
  showTooltip,
  type Tooltip,
} from "@codemirror/view";
import type { CompletionName, Explanation, Meaning } from "../types/answers.ts";
import { make } from "./elements.ts";

/** The questions about a cell that the language service answers. */
export interface TypeQuestions {
  meaning(offset: number): Promise<Meaning | undefined>;
  completions(offset: number): Promise<CompletionName[]>;
  /** Explains a name that fits at a place. */
  meaningOf(name: string, offset: number): Promise<Explanation | undefined>;
}

/** Returns an editor's extension: hovers, completion by Ctrl+Space, F1 for the name at the cursor, F8 for the next error. */
export function typeMarks(problemList: string, questions: TypeQuestions): Extension {
  return [
    hoverTooltip(async (_, offset) => {
      const name = await questions.meaning(offset);
      return name ? tooltipOf(name) : null;
    }, { hideOnChange: true }),
    explained,
    autocompletion({
      override: [(context) => completionsAt(questions, context)],
      activateOnTyping: false,
      icons: false,
    }),
    keymap.of([
      { key: "F1", run: (view) => explain(view, questions), preventDefault: true },
      { key: "F8", run: nextDiagnostic },
      { key: "Escape", run: close },
    ]),
    EditorView.contentAttributes.of({ "aria-describedby": problemList }),
  ];
}

/** Explains the name at the cursor, on the page and to a screen reader. */
function explain(view: EditorView, questions: TypeQuestions): boolean {
  const { doc, selection: { main: { head } } } = view.state;
  nameAtCursor(questions, head).then((name) => {
    if (!name || view.state.doc !== doc) return;
    const text = EditorView.announce.of(`${name.type} ${name.documentation}`);
    view.dispatch({ effects: [setExplained.of(tooltipOf(name)), text] });
  });
  return true;
}

function close(view: EditorView): boolean {
  view.dispatch({ effects: [closeHoverTooltips, setExplained.of(null)] });
  return false; // Escape also has its other meanings
}

const setExplained = StateEffect.define<Tooltip | null>();

/** The tooltip that the reader has asked for, until the cursor moves. */
const explained = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, { effects, docChanged, selection }) {
    const set = effects.findLast((effect) => effect.is(setExplained));
    return set ? set.value : docChanged || selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

/** Returns the name after the cursor or, if there is none, the one before it. */
async function nameAtCursor(
  { meaning }: TypeQuestions,
  head: number,
): Promise<Meaning | undefined> {
  return await meaning(head) ?? (head > 0 ? await meaning(head - 1) : undefined);
}

function tooltipOf(name: Meaning): Tooltip {
  return { pos: name.from, end: name.to, above: true, create: () => ({ dom: boxFor(name) }) };
}

/** Returns a box with a type and its documentation, in which backticks mark code. */
function boxFor({ type, documentation }: Explanation): HTMLElement {
  const box = make("div", { className: "live-meaning" }, make("code", {}, type));
  const parts = documentation.split(/`([^`\n]+)`/);
  const text = parts.map((part, n) => n % 2 === 1 ? make("code", {}, part) : part);
  if (documentation) box.append(make("p", {}, ...text));
  return box;
}

async function completionsAt(questions: TypeQuestions, { pos, state }: CompletionContext) {
  const before = state.sliceDoc(0, pos).match(/[\p{ID_Continue}$]*$/u)![0];
  const names = await questions.completions(pos);
  const options = names.map(({ name, kind, sortKey }) => ({
    label: name,
    detail: kind,
    boost: -Number(sortKey.slice(0, 2)), // between −99 and 99
    info: async () => {
      const meaning = await questions.meaningOf(name, pos);
      return meaning ? boxFor(meaning) : null;
    },
  }));
  return { from: pos - before.length, options, validFor: /^[\p{ID_Continue}$]*$/u };
}
