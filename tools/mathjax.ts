/** The files of the package mathjax that CommonHTML output needs, without the menu and speech. */
export const MATHJAX = [
  "startup.js",
  "core.js",
  "input/tex.js",
  "output/chtml.js",
  "output/chtml/fonts/tex.js",
  "output/chtml/fonts/woff-v2",
  "a11y/assistive-mml.js",
];
