// The tag escapes strings; an array, or a value after a second $, is HTML already. It is not called html, because deno fmt
// would change the spaces of such templates.
import safeHtml from "html-template-tag";

// In a table, only what students write and the last column may break within a word; the others keep their words whole.
const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:56em;margin:2em auto;padding:0 1em;overflow-wrap:break-word}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.4em .8em .4em 0;border-bottom:1px solid #8886}
code,a,.long,td:last-child{overflow-wrap:anywhere}td:first-child{min-width:6.5em}
.bar{display:inline-flex;width:6em;height:.8em;border:1px solid #8886}
.full{background:#009e73}.part{background:#e69f00}
.number{text-align:right}
code{white-space:pre-wrap}
summary{cursor:pointer}
@media(max-width:40em){body{margin:1em auto}td,th{padding-right:.3em;font-size:.8em}
td:first-child{min-width:5.5em}.bar{width:3em}}
@media print{@page{margin:15mm}:root{color-scheme:light}body{max-width:none;margin:0;padding:0;font-size:11pt}
tr{break-inside:avoid}h2{break-after:avoid}.bar{print-color-adjust:exact}
details::details-content{content-visibility:visible;height:auto}}`; // paper has no list to open

/** Returns a page of a report, without scripts and without external resources; the body is HTML. */
export function page(title: string, body: string): string {
  return safeHtml`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>$${STYLE}</style></head>
<body><h1>${title}</h1>$${body}</body></html>
`;
}

/** Returns a student's text as HTML that may break anywhere in a table. */
export function longText(text: string): string {
  return safeHtml`<span class="long">${text}</span>`;
}

/** Returns the id of an item as HTML that may break after the set: "ps1." and "bidirectional". */
export function itemName(id: string): string {
  return id.split(".").map((part) => safeHtml`${part}`).join(".<wbr>");
}

/** Returns a table; each cell of the rows is HTML. */
export function tableOf(head: string[], rows: string[][]): string {
  const line = (tag: string, cells: string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<table>${line("th", head)}${rows.map((row) => line("td", row)).join("")}</table>`;
}
