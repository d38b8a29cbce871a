// node:zlib in a page.
import { unzlibSync } from "fflate";

/** The constants that the library uses. */
export const constants = { Z_SYNC_FLUSH: 2 };

/** Decompresses zlib data; what follows its end, or is missing at it, is ignored with Z_SYNC_FLUSH in Node too. */
export const inflateSync = (bytes: Uint8Array): Uint8Array => unzlibSync(bytes);
