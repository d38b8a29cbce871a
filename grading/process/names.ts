/** The global under which a child holds the library as a whole: an import of "rnn" becomes a look-up in it. */
export const RNN = "$rnn";
