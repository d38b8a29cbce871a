#!/usr/bin/env node
// The package's program: makes a small TypeScript project that trains a network on a text and samples from it.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import process from "node:process";

const USAGE = "npx @unrolled/rnn init FOLDER [PACKAGE]";
const here = new URL("./", import.meta.url);
const { name, version } = JSON.parse(readFileSync(new URL("../package.json", here), "utf8"));

const compilerOptions = {
  target: "es2022",
  module: "nodenext",
  strict: true,
  skipLibCheck: true,
  types: ["node"],
  rootDir: ".",
  outDir: "dist",
};

/** Writes the project to a folder, and prints the commands that run it. */
function init(folder, place) {
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0) {
    fail(`Cannot make a project in ${folder}: the folder is not empty`);
  }
  mkdirSync(target, { recursive: true });
  for (const file of ["main.ts", "text.txt"]) copyFileSync(new URL(file, here), join(target, file));
  writeJson(join(target, "tsconfig.json"), { compilerOptions, files: ["main.ts"] });
  writeJson(join(target, "package.json"), {
    name: basename(target).toLowerCase().replaceAll(/[^a-z0-9-]+/g, "-").replace(/^-+/, "") ||
      "project",
    private: true,
    type: "module",
    scripts: { start: "tsc && node dist/main.js", check: "tsc --noEmit" },
    dependencies: {
      [name]: place && existsSync(place) ? `file:${resolve(place)}` : place ?? `^${version}`,
    },
    devDependencies: { "@types/node": "^20.19.0", typescript: "^5.9.3" },
  });
  writeFileSync(join(target, ".gitignore"), "node_modules/\ndist/\n");
  console.log(`Made ${folder}. Now run:\n\n  cd ${folder}\n  npm install\n  npm start`);
}

function writeJson(path, value) {
  writeFileSync(path, JSON.stringify(value, null, 2) + "\n");
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const [command, folder, place, ...more] = process.argv.slice(2);
if (command !== "init" || !folder || more.length > 0) fail(`Cannot start: use ${USAGE}`);
else init(folder, place);
