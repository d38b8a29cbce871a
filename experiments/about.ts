/** The purpose of an experiment. */
export interface About {
  /** The question that it answers. */
  question: string;
  /** The notebook that loads its results, if any. */
  notebook?: string;
  /** The conclusion that rests on its results. */
  supports: string;
  /** An outcome that would make the conclusion false, or narrower. */
  overturnedBy: string;
  /** The budget of a training, if the settings do not state it as numbers. */
  budget?: string;
  /** The cost of all runs, if they do not record their seconds. */
  cost?: string;
}

/** Every experiment, in the order of the list that `deno task experiments` prints; each is a module of this folder. */
export const EXPERIMENTS: Record<string, About> = {
  flow: {
    question: "How much of the gradient's norm is left 32 steps back in an untrained network?",
    notebook: "09_rnn_vs_lstm",
    supports:
      "Which of an RNN and an LSTM keeps more of its gradient depends on the initialization. Without " +
      "a forget bias, each LSTM keeps more than any RNN with PyTorch's initialization, and the order is " +
      "reversed with an orthogonal one; with a forget bias of 1, the LSTMs keep more with both, " +
      "with orthogonal weights in the median.",
    overturnedBy:
      "One RNN that keeps more than one of the ten LSTMs with PyTorch's initialization, or medians in " +
      "the other order with the orthogonal one. Trained networks were not measured.",
    cost: "0.3 core-minutes, measured once",
  },
  quotes: {
    question: "Does remembering one bit, inside quotes or outside, need gates?",
    notebook: "08_lstm",
    supports: "A plain tanh RNN solves the task at every distance if its learning rate is tuned; " +
      "gates make learning more reliable at rates that are too low.",
    overturnedBy: "A distance at which no rate lets the RNN solve the task, or an RNN that is as " +
      "reliable as the LSTM at the lowest rate, under another initialization or a larger budget.",
  },
  pascanu: {
    question: "Do clipping and the regularizer Ω help an RNN to learn long dependencies?",
    notebook: "06_clipping",
    supports:
      "In a fiftieth of the paper's budget and at its learning rate, clipping turns failure into success at T = 40 with " +
      "every seed, and Ω gets there sooner. Until the gradient explodes there is nothing to clip (five seeds at T = 20, two at " +
      "40). At T = 20 plain SGD recovers from explosions, and with four of five seeds it solves the task sooner than with clipping.",
    overturnedBy:
      "A larger budget, or rates tuned for each method, that let another method solve as many lengths.",
  },
  lengths: {
    question: "Up to which length do RNNs, a GRU, and LSTMs learn a dependency?",
    notebook: "09_rnn_vs_lstm",
    supports:
      "Within 4,000 updates, each row at its best of three rates: adding from 50 steps on is solved with gates and by " +
      "no RNN; temporal order is solved by an orthogonal RNN as well, and at 100 steps with every seed only by an LSTM " +
      "with a forget bias of 3.",
    overturnedBy:
      "An initialization, rate, or activation function with which an RNN solves adding at 50 steps within as many updates; IRNN " +
      "with ReLU was not tried.",
    budget: "at most 4,000 updates in batches of 32",
  },
  digits: {
    question: "How well does a small CNN classify handwritten digits of 8×8 pixels?",
    supports: "At least 97 % of the held-out digits are classified correctly with every seed. A " +
      "test holds it; no notebook quotes it.",
    overturnedBy: "A seed, or another split of the digits, with an accuracy below 97 %.",
  },
  captioning: {
    question: "How do seven published ways to show an image to an RNN compare on one task?",
    notebook: "12_five_captioners",
    supports: "What each captioner reached on 1,000 scenes of held-out digits, with one training " +
      "each. One seed shows that a way can work, and not that one is better than another.",
    overturnedBy: "Further seeds whose spread is as large as the differences between captioners.",
  },
  places: {
    question: "Where should the image enter a captioner, if everything else is equal?",
    notebook: "12_five_captioners",
    supports:
      "With as many weights and 1,500 updates, an RNN's BLEU-4 is higher with every seed where the image is there at every " +
      "step than where it is shown once; whether the recurrence or only the readout sees it then matters little.",
    overturnedBy:
      "A place that shows the image once and reaches the same BLEU-4 with more updates, another cell, or another rate. Only the " +
      "RNN with an orthogonal start was run, and no place describes three digits within this budget.",
  },
  pictures: {
    question:
      "How well do captioners on a frozen ImageNet CNN describe pairs of things that training never showed together?",
    notebook: "12_five_captioners",
    supports:
      "Within 5,000 updates on 40,000 scenes, a captioner that attends to the cells of the grid describes more than half of the new " +
      "pairs correctly with each of three seeds, and no captioner without attention more than one in seven, whether it reads " +
      "four quarters (three seeds) or the mean of the same cells (one seed).",
    overturnedBy:
      "A captioner without attention that describes half of the pairs correctly, with more updates, more features, or rates of " +
      "its own: the captioners on quarters have one rate in common.",
  },
  reuse: {
    question:
      "Which CNN serves a captioner better: a frozen one from ImageNet, or a small one trained with it?",
    notebook: "11_captioning",
    supports:
      "Within 1,000 updates and with 100 to 10,000 scenes of 24 nouns, a captioner on the frozen CNN names the nouns of more scenes " +
      "than one on the small CNN, with each of three seeds, and with 300 scenes more than the other with 10,000.",
    overturnedBy:
      "A CNN from scratch that names more nouns correctly with more updates, a higher resolution, or another architecture. The " +
      "two CNNs differ in more than their training.",
  },
  translation: {
    question:
      "How well does an encoder-decoder translate numbers that it has not seen, and what breaks it?",
    notebook: "13_translation",
    supports:
      "In words, 16 units or more translate at least 99 % of the held-out numbers exactly, 8 " +
      "units less than half, with every seed. Whether reversing the source helps, three seeds do not show.",
    overturnedBy:
      "A seed with 8 units that reaches the accuracy of 16, or further seeds that separate the " +
      "two orders of the source.",
  },
  attention: {
    question:
      "Does one vector between encoder and decoder limit the length of what can be translated?",
    notebook: "13_translation",
    supports:
      "With as many parameters and updates, the accuracy with one vector falls with the length of the source, and " +
      "with attention it does not, up to 60 characters. The attention is on the right word, with every seed.",
    overturnedBy:
      "A seed with attention that fails on long sources, or a network with one vector, as many parameters and " +
      "updates, and another learning rate or initialization, that does not.",
    budget: "1,000 updates in batches of 32, in one row 3,000",
  },
  dates: {
    question: "Does the translator also learn to write dates in ISO 8601?",
    notebook: "13_translation",
    supports:
      "The same program translates all held-out dates in ten ways of writing, letter by letter.",
    overturnedBy:
      "A seed that fails on one of the ways, or days outside of 1900 to 2099, on which it was " +
      "neither trained nor tested.",
  },
  sentiment: {
    question: "Should a sentence be classified from the last state or from the mean of all states?",
    notebook: "10_five_shapes",
    supports:
      "After 500 updates the last state is better by 5 points on average, and after 1,500 by less than one: the mean " +
      "needs more training and is then as good on 11 patterns that were held out.",
    overturnedBy:
      "Other held-out patterns, or another rate or size, with which one way stays ahead after 1,500 updates.",
    budget: "500 or 1,500 updates in batches of 16",
  },
  video: {
    question: "Does the direction of a motion need a memory, and which one?",
    notebook: "10_five_shapes",
    supports:
      "From the second frame on, an LSTM, an RNN, and a feedforward layer that sees two frames classify the direction in " +
      "at least 95 % of the videos; a network that sees one frame stays at chance, with as many parameters or as many " +
      "units. With its usual initial weights, the LSTM learns it with one of three seeds. Memory does not make the " +
      "digit more accurate within this budget.",
    overturnedBy:
      "A network that sees one frame and classifies directions better than chance, which would mean that a frame gives the " +
      "direction away; or more updates, or lower learning rates, with which memory makes the digit more accurate.",
  },
  glimpses: {
    question: "Does it matter where a network looks?",
    notebook: "14_glimpses",
    supports:
      "After equal updates, a reader that learns where to look reads far more strips without a mistake than one that looks " +
      "at random. With a curriculum each of three seeds reads over 95 %; without one two read about 90 %, and one fails.",
    overturnedBy: "A reader with random or fixed glimpses, trained for longer, that reaches the " +
      "same share; or more updates, with which the curriculum makes no difference.",
  },
  forced_eye: {
    question:
      "Does the reader of 14 say that there are no more digits because it remembers those that it has read?",
    notebook: "14_glimpses",
    supports:
      "The end depends on what is in view: an empty view at the reader's last locations gives the end without any " +
      "memory, and a digit that was just read is read again if the eye is put back on it. Seeds differ.",
    overturnedBy:
      "A reader that ends as often when its eye is put back on a digit that it has read as when it is left alone.",
    budget: "the updates of glimpses",
  },
  draw: {
    question: "Is painting in steps, with attention, better than painting at once?",
    notebook: "15_draw",
    supports:
      "DRAW with attention has a lower bound than every VAE of as many weights. As many latent numbers do not help a " +
      "VAE; as many applications of the same weights close about half of the gap, as does DRAW without attention, which had fewer updates.",
    overturnedBy:
      "A deep VAE with a wider search of rates, or more updates, at the bound of DRAW with attention; or an LSTM of " +
      "as many units without attention.",
  },
  writing: {
    question: "Is an LSTM a better character model than an RNN, and why?",
    notebook: "16_writing",
    supports:
      "With 2,000 updates and each at its best of three rates, LSTMs are more than 0.4 bits per character below RNNs " +
      "with as many units; neither another initialization nor as many weights helps the RNN.",
    overturnedBy:
      "An RNN with another rate, initialization, or width and as many updates that comes within 0.4 bits. More updates, and " +
      "other texts, were not tried.",
  },
  probe: {
    question:
      "Do single units of a character LSTM stand for features of the text, and does training make them?",
    notebook: "16_writing",
    supports:
      "A unit that follows comments comes with training, with every seed; one that follows the place in the line is " +
      "there before. All units together always follow a feature better than the best one.",
    overturnedBy:
      "An untrained network with a unit for comments, or a feature for which one unit is as good as all.",
    budget: "2,000 updates in batches of 32, or none",
  },
};

/** The names of the experiments. */
export const NAMES: readonly string[] = Object.keys(EXPERIMENTS);
