/** The global variable of the child process that holds the library: an import from "rnn" becomes a look-up in it. */
export const RNN = "$rnn";
