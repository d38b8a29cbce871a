/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The name and the actions of an editor. */
export interface EditorOptions {
  /** The name for readers who do not see the page. */
  name: string;
  run(): void;
  changed(): void;
  focused(): void;
}

/** The colours of the site's highlighter, which site.css sets. */
const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--live-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--live-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--live-number)" },
  { tag: [tags.comment], color: "var(--live-comment)" },
  { tag: [tags.typeName, tags.className], color: "var(--live-type)" },
]);

/** Opens an editor that replaces a cell's text. Escape, then Tab moves the focus on. */
export function openEditor(pre: HTMLElement, text: string, options: EditorOptions) {
  const { name, run, changed, focused } = options;
  const runs = () => {
    run();
    return true;
  };
  const extensions = [
    Prec.highest(keymap.of([{ key: "Shift-Enter", run: runs }, { key: "Mod-Enter", run: runs }])),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    javascript({ typescript: true }),
    syntaxHighlighting(colors),
    EditorView.contentAttributes.of({ "aria-label": name, spellcheck: "false", tabindex: "0" }),
    EditorView.updateListener.of(({ docChanged }) => docChanged && changed()),
    EditorView.domEventHandlers({ focus: () => focused() }),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: text, extensions }) });
  pre.after(view.dom);
  view.scrollDOM.tabIndex = 0; // so that the keyboard can scroll it
  pre.hidden = true;
  return {
    view,
    text: () => view.state.doc.toString(),
    set: (insert: string) => {
      const { length } = view.state.doc;
      if (view.state.doc.toString() !== insert) {
        view.dispatch({ changes: { from: 0, to: length, insert } });
      }
    },
    focus: () => view.focus(),
  };
}
