import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { frames as join, lineChart } from "rnn/plot";
import { frameData } from "../../../site/page/frames.ts";

describe("frameData", () => {
  const chart = (y: number) =>
    lineChart({ y: [0, y] }, { title: `</script> ${y}`, x: "x", y: "y", domain: [0, 3] });

  it("finds what the player of an animated figure needs in the figure's script", async () => {
    const options = {
      name: "y",
      values: [1, 2],
      numbers: { y: [1, 2] },
      alt: 'A "line"',
      pause: 70,
    };
    const html = await join([chart(1), chart(2)], options).html("committed");
    const [, key] = html.match(/data-frames="(\w+)"/)!;
    const [, script] = html.match(/<script>([^]*?)<\/script>/)!;
    const svg = expect.stringMatching(/^<svg/), frames = [expect.any(Array), expect.any(Array)];
    expect(frameData(script))
      .toMatchObject({ key, svg, frames, labels: ["1", "2"], name: "y", start: 0, pause: 70 });
  });

  it("finds nothing in other scripts", () => {
    expect(frameData(`document.title = "a";`)).toBe(undefined);
    expect(frameData("")).toBe(undefined);
  });
});
