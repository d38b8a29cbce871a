// Runs in the page, once for each figure of frames, because its source is part of the figure's HTML: replaces the first
// frame by the drawing, and adds a slider and a button that apply the differences between frames.
export const player = ({ key, svg, places, values, frames, labels, name, start, pause }) => {
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  for (const root of document.querySelectorAll(`[data-frames="${key}"]:not([data-alive])`)) {
    root.dataset.alive = "";
    const picture = root.firstElementChild, last = frames.length - 1;
    picture.innerHTML = svg;
    const elements = picture.querySelectorAll("*");
    const button = make("button", { type: "button", textContent: "▶ Play" });
    // a slider runs from the smaller value on the left to the larger, as axes do, even if the frames do not
    const dir = Number(labels[0]) > Number(labels[last]) ? "rtl" : "ltr";
    const slider = make("input", { type: "range", min: 0, max: last, step: 1, dir });
    const output = make("output", {});
    let shown = frames[start], timer;
    const show = (n) => {
      frames[n].forEach((value, i) => {
        if (value === shown[i]) return;
        const [element, attribute] = places[i];
        if (attribute) elements[element].setAttribute(attribute, values[value]);
        else elements[element].textContent = values[value];
      });
      shown = frames[n];
      slider.value = n;
      slider.setAttribute("aria-valuetext", `${name} ${labels[n]}`);
      output.textContent = `${name} ${labels[n]}`;
    };
    const stop = () => {
      clearInterval(timer);
      timer = undefined;
      button.textContent = "▶ Play";
    };
    const advance = () => {
      if (!root.isConnected || Number(slider.value) >= last) return stop();
      show(Number(slider.value) + 1);
    };
    button.addEventListener("click", () => {
      if (timer) return stop();
      if (Number(slider.value) >= last) show(0);
      timer = setInterval(advance, pause);
      button.textContent = "❚❚ Pause";
    });
    slider.addEventListener("input", () => {
      stop();
      show(Number(slider.value));
    });
    // JupyterLab would take the arrow keys for itself
    for (const control of [button, slider]) control.dataset.lmSuppressShortcuts = "true";
    slider.setAttribute("aria-label", name);
    slider.style.cssText = "flex: 1 1 12em; max-width: 32em";
    button.style.cssText = "min-width: 6.5em";
    output.style.cssText = "min-width: 9em; font-variant-numeric: tabular-nums";
    button.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const row = make("div", {});
    row.style.cssText =
      "display: flex; flex-wrap: wrap; gap: 0.8em; align-items: center; padding: 4px 8px";
    row.append(button, slider, output);
    picture.after(row);
    show(start);
  }
};
