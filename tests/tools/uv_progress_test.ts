import { it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { UvProgress } from "../../tools/uv_progress.ts";

it("the set-up says which packages are downloaded, and how much is left", () => {
  const lines = [
    "Using Python 3.11.7 environment at: .venv",
    "Resolved 96 packages in 6.20s",
    "Downloading jupyterlab (16.5MiB)",
    "Downloading deno (43.9MiB)",
    "Downloading tiny (512.0KiB)",
    " Downloaded tiny",
    " Downloaded jupyterlab",
    " Downloaded deno",
    "Prepared 96 packages in 17.82s",
    "Installed 96 packages in 4.94s",
    " + anyio==4.16.0",
  ];
  const progress = new UvProgress();
  expect(lines.map((line) => progress.read(line)).filter(Boolean)).toEqual([
    "96 packages",
    "tiny downloaded; 60.4 MiB left: jupyterlab, deno",
    "jupyterlab downloaded; 43.9 MiB left: deno",
    "deno downloaded",
    "all packages downloaded; installing them",
  ]);
});
