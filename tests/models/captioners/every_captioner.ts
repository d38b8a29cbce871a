import {
  attendCaptioner,
  type Captioner,
  captioners,
  type CaptionerSizes,
  cs231nLSTMCaptioner,
} from "rnn/models";
import { type Place, placedCaptioner, PLACES } from "../../../models/captioners/places.ts";

/** Every captioner by name; word vectors of those with a place have as many elements as the state has units. */
export const everyCaptioner: Record<string, (sizes: CaptionerSizes) => Captioner> = {
  ...captioners,
  "CS231n LSTM": cs231nLSTMCaptioner,
  Xu: (sizes) => attendCaptioner(sizes, sizes.features), // one number for each place
  ...Object.fromEntries(
    (["RNN", "LSTM"] as const).flatMap((cell) =>
      (Object.keys(PLACES) as Place[]).map((place) => [
        `${cell}, ${place}`,
        (sizes: CaptionerSizes) =>
          placedCaptioner(cell, place, { ...sizes, embedding: sizes.hidden }),
      ])
    ),
  ),
};
