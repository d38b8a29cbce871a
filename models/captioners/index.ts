import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { chenCaptioner } from "./chen.ts";
import { cs231nCaptioner } from "./cs231n.ts";
import { donahueCaptioner } from "./donahue.ts";
import { karpathyCaptioner } from "./karpathy.ts";
import { lectureCaptioner } from "./lecture.ts";
import { maoCaptioner } from "./mao.ts";
import { vinyalsCaptioner } from "./vinyals.ts";

/** The captioners by name: the lecture's, those of five papers, and that of CS231n. */
export const captioners: Record<string, (sizes: CaptionerSizes) => Captioner> = {
  lecture: lectureCaptioner,
  Mao: maoCaptioner,
  Karpathy: karpathyCaptioner,
  Vinyals: vinyalsCaptioner,
  Donahue: donahueCaptioner,
  Chen: chenCaptioner,
  CS231n: cs231nCaptioner,
};
