import { join } from "node:path";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

const NOT_ONE = /not a notebook|Cannot (read|grade|find)/;

/**
 * Submits files that are not notebooks or cannot be read as notebooks: the report lists each with a reason, and none
 * stops it.
 */
export const attack: Attack = {
  seconds: 120,
  async folder(folder) {
    const stub = await notebookWith({});
    const at = (path: string) => join(folder, path);
    for (const path of ["capitals/PS1.IPYNB", "m,comma/ps1.ipynb", "m #%41 ü/ps1.ipynb"]) {
      await put(at(path), stub);
    }
    for (
      const path of [
        "archive/ps1.zip",
        "page/ps1.html",
        "text/ps1.ts",
        "loose.pdf",
        "m/ps1.ipynb.txt",
      ]
    ) {
      await put(at(path), "PK\x03\x04<script>MARK35</script>");
    }
    await put(at("folder/ps1.ipynb/ps1.ipynb"), stub);
    await put(at("hidden/.ps1.ipynb"), stub);
    for (const path of ["empty", "loop", "pipe", "device", "link", "linked"]) {
      await Deno.mkdir(at(path));
    }
    await Deno.symlink(".", at("loop/self"));
    await Deno.symlink("/dev/zero", at("loop/ps1.ipynb"));
    await Deno.symlink(at("zoe"), at("linked/zoe"));
    await Deno.symlink(at("zoe/ps1.ipynb"), at("link/ps1.ipynb"));
    await Deno.symlink(at("abel"), at("m-abel"));
    await run("mkfifo", at("pipe/ps1.ipynb"));
    await run(
      "sh",
      "-c",
      'cp "$0" "$(printf "%s/jos\\351_ps1.ipynb" "$1")"',
      at("m,comma/ps1.ipynb"),
      folder,
    );
    await run(
      "sh",
      "-c",
      'f="$(printf "%s/m\\377" "$1")"; mkdir "$f"; cp "$0" "$f/ps1.ipynb"',
      at("m,comma/ps1.ipynb"),
      folder,
    );
  },
  scores: [
    [/^capitals\/PS1\.IPYNB/, /^0 of 13$|^ungradable: .*(name|\.ipynb)/],
    [/^m,comma\/ps1\.ipynb$/, /^0 of 13$/],
    [/^m #%41 ü\/ps1\.ipynb$/, /^0 of 13$/],
    ...["archive/ps1.zip", "page/ps1.html", "text/ps1.ts", "loose.pdf", "m/ps1.ipynb.txt"]
      .map((path): [RegExp, RegExp] => [new RegExp(`^${path.replaceAll(".", "\\.")}$`), NOT_ONE]),
    [/^folder\/ps1\.ipynb/, /^0 of 13$|not a regular file|folder/],
    [/^hidden/, /./],
    [/^empty/, /empty folder/],
    [/^pipe\/ps1\.ipynb$/, /not a regular file|FIFO|not a file/],
    [/^loop\/ps1\.ipynb$/, /link/],
    [/^link\/ps1\.ipynb$/, /link/],
    [/^linked/, /link/],
    [/^m-abel/, /link/],
    [/^jos.*_ps1/, /./], // its name is not UTF-8
    [/^m\ufffd|^m\\xff|^m%FF/i, /./],
  ],
};

async function run(program: string, ...args: string[]): Promise<void> {
  const { code } = await new Deno.Command(program, { args, stdout: "null" }).output();
  if (code !== 0) throw new Error(`${program} failed`);
}
