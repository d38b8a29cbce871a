const SUBMIT = "and submit it again";
const TELL = "tell your teacher if that does not help";

/** The reasons why a notebook cannot be graded, each with the sentence that says what to do next. */
const STEPS: [reason: RegExp, step: string][] = [
  [/^The grader itself failed/, "Nothing is wrong with the notebook; tell your teacher"],
  [/^Cannot find a notebook/, "Submit the notebook itself, a file such as ps1.ipynb"],
  [
    /^Cannot find (a problem set|.*: there is no such)/,
    "Name a notebook, such as ps1.ipynb, or the folder that it is in",
  ],
  [/^Cannot choose between/, "Submit only one notebook for each problem set"],
  [
    /solution cell of any problem set/,
    "Copy your code into a new copy of the problem set, at each TODO, and submit that notebook",
  ],
  [/but this assignment is/, "Submit the notebook of this assignment"],
  [/notebook format/, `Open the notebook in JupyterLab, which converts it, save it, ${SUBMIT}`],
  [
    /not JSON|not UTF-8$|no list of cells/,
    "Open the file in JupyterLab, save it there, and submit it again; if it does not open, copy your code into a new copy of the problem set",
  ],
  [/has no cells/, `Open the notebook, check that it contains your code, save it, ${SUBMIT}`],
  [/\d solution cells of/, `Delete the copies of the cells that had a TODO, save it, ${SUBMIT}`],
  [/\d characters/, `Delete what the solution does not need, such as pasted data, ${SUBMIT}`],
  [/\d MB/, `Choose Clear Outputs of All Cells in the Edit menu of JupyterLab, save it, ${SUBMIT}`],
  [
    /took much longer|takes more than|ran out of memory/,
    `Delete endless loops, long computations, and long outputs, save it, ${SUBMIT}`,
  ],
  [/link/, "Submit the notebook itself, not a link to it"],
  [/its name|its path/, `Give the file a short, plain name such as ps1.ipynb, ${SUBMIT}`],
  [/regular file|replaced|permission|no such file/, `Submit the file again, and ${TELL}`],
];
const OTHERWISE = `Open the notebook in JupyterLab, save it, ${SUBMIT}; ${TELL}`;

/** Returns one sentence, without a full stop, that tells a student what to do about an ungradable notebook. */
export function nextStep(reason: string): string {
  return STEPS.find(([pattern]) => pattern.test(reason))?.[1] ?? OTHERWISE;
}

/** Returns a reason and the next step as two sentences for a student who has not submitted anything yet. */
export function withNextStep(reason: string): string {
  const step = nextStep(reason).replace("submit it again", "check it again");
  return `${reason}. ${step}.`;
}
