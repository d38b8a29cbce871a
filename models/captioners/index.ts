import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { chenCaptioner } from "./chen.ts";
import { cs231nCaptioner } from "./cs231n.ts";
import { donahueCaptioner } from "./donahue.ts";
import { karpathyCaptioner } from "./karpathy.ts";
import { lectureCaptioner } from "./lecture.ts";
import { maoCaptioner } from "./mao.ts";
import { vinyalsCaptioner } from "./vinyals.ts";

/**
 * The captioners by name: the lecture's, those of five papers (Mao et al. 2015; Karpathy & Fei-Fei 2015, NeuralTalk; Vinyals
 * et al. 2015, Show and Tell; Donahue et al. 2015, LRCN; Chen & Zitnick 2015, Mind's Eye), and that of CS231n.
 */
export const captioners: Record<string, (sizes: CaptionerSizes) => Captioner> = {
  lecture: lectureCaptioner,
  Mao: maoCaptioner,
  Karpathy: karpathyCaptioner,
  Vinyals: vinyalsCaptioner,
  Donahue: donahueCaptioner,
  Chen: chenCaptioner,
  CS231n: cs231nCaptioner,
};
