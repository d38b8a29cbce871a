import type { ItemResult } from "../../grading/judge/item_result.ts";

/** An output of a cell, as a notebook file stores it (https://nbformat.readthedocs.io). */
export type KernelOutput =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: MimeBundle; display_id?: string }
  | { output_type: "update_display_data"; data: MimeBundle; display_id: string }
  | { output_type: "execute_result"; data: MimeBundle }
  | { output_type: "error"; ename: string; evalue: string; stack: string };

/** The representations of a value by mime type. */
export type MimeBundle = Record<string, unknown>;

/** A request of the page. */
export type Request =
  | {
    type: "start";
    folder: string;
    modules: Record<string, string>;
    /** The results of earlier checks that the page has kept, by item. */
    results?: Record<string, ItemResult>;
  }
  | { type: "run"; cell: number; script: string; lines: number }
  | { type: "call"; control: string; value: unknown };

/** An answer of the kernel: what a cell shows, then whether it ended well; or what the function of a control shows. */
export type Reply =
  | { type: "ready"; threads: number }
  | { type: "output"; cell: number; output: KernelOutput }
  | { type: "done"; cell: number; ok: boolean; ms: number }
  | { type: "called"; control: string; outputs: KernelOutput[]; ms: number };
