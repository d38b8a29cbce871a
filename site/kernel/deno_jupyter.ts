import { inspect } from "./inspect.ts";
import { bundleOf, imageBundle, type Outlet } from "./outlet.ts";
import type { KernelOutput, MimeBundle } from "./protocol.ts";

const DISPLAY = Symbol.for("Jupyter.display");

interface DisplayOptions {
  raw?: boolean;
  display_id?: string;
  update?: boolean;
}

/** Returns `Deno.jupyter` for a kernel whose outputs go to an outlet. */
export function denoJupyter(outlet: Outlet) {
  const display = async (value: unknown, options: DisplayOptions = {}) => {
    const { raw = false, display_id, update = false } = options;
    const data = raw ? value as MimeBundle : await bundleOf(value);
    outlet(displayOutput(data ?? { "text/plain": inspect(value) }, display_id, update));
  };
  const text = (mime: string) => (parts: TemplateStringsArray, ...values: unknown[]) => ({
    [DISPLAY]: () => ({ [mime]: String.raw({ raw: parts }, ...values) }),
  });
  return {
    $display: DISPLAY,
    display,
    broadcast: (type: string, content: Record<string, unknown>) => broadcast(outlet, type, content),
    html: text("text/html"),
    md: text("text/markdown"),
    svg: text("image/svg+xml"),
    image: (bytes: Uint8Array) => {
      const bundle = imageBundle(bytes);
      if (bundle) return { [DISPLAY]: () => bundle };
      throw new TypeError("Cannot show the image: expected the bytes of a PNG or JPEG");
    },
  };
}

/** Sends what a message of Jupyter's protocol shows; other messages have no meaning in a page. */
function broadcast(outlet: Outlet, type: string, content: Record<string, unknown>): Promise<void> {
  if (type === "stream") {
    const { name, text } = content as { name: "stdout" | "stderr"; text: string };
    outlet({ output_type: "stream", name, text });
  } else if (type === "display_data" || type === "update_display_data") {
    const { data, transient } = content as { data: MimeBundle; transient?: DisplayOptions };
    outlet(displayOutput(data, transient?.display_id, type === "update_display_data"));
  }
  return Promise.resolve();
}

function displayOutput(data: MimeBundle, display_id = "", update: boolean): KernelOutput {
  if (update) return { output_type: "update_display_data", data, display_id };
  return { output_type: "display_data", data, ...(display_id && { display_id }) };
}
