"""Tests of the kernel's behavior that the course relies on; run by `deno task kernel`."""

import json
import os
import re
import signal
import sys
import time
import unittest
from pathlib import Path

from jupyter_client.manager import KernelManager

sys.path.insert(0, str(Path(__file__).parent))
from outputs import RECORD, outputs_of

ROOT = Path(__file__).parent.parent.parent
FIGURE = 'import { lineChart } from "rnn/plot"; lineChart({ E: [3, 2, 1] }, { title: "The loss falls", x: "step", y: "E (nats)" })'

TRAINING = """
import { RNNCell, Readout, seeded } from "rnn";
import { adagrad, textBatches, train } from "rnn/train";
import { fastEngine } from "rnn/fast";
const random = seeded(1);
const model = { cell: new RNNCell(5, 64, random), readout: new Readout(64, 5, random) };
const before = model.cell.params.Whh.at(0, 0);
const classes = Array.from({ length: 9000 }, (_, n) => n * n % 5);
const batches = () => textBatches(classes, { steps: 20, size: 32 });
const options = { optimizer: adagrad(0.01), engine: fastEngine({ workers: 2 }), reportEvery: 20 };
"""


class Kernel:
    """A running kernel that answers one cell at a time."""

    def __init__(self, folder=ROOT / "notebooks", spec=None, **env):
        self.manager = KernelManager(kernel_name="unrolled")
        self.manager._kernel_spec = spec
        self.manager.start_kernel(cwd=str(folder), env={**os.environ, **env})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code, during=None, timeout=60):
        """Returns the iopub messages of a cell until the kernel is idle, as (type, content)."""
        request = self.client.execute(code)
        messages = []
        if during:
            during()
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != request:
                messages.append(("late", message["content"]))
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return messages
            messages.append((kind, content))

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def of(messages, kind):
    return [content for name, content in messages if name == kind]


def text(messages):
    return "".join(content["text"] for content in of(messages, "stream"))


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Conformance(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = Kernel()
        cls.kernel.run('import "rnn/notebook";')  # as every notebook does in its first cell

    @classmethod
    def tearDownClass(cls):
        cls.kernel.stop()

    def test_no_result_of_200_is_lost_or_late(self):
        for n in range(200):
            messages = self.kernel.run(f"{n} + 1000")
            results = of(messages, "execute_result")
            self.assertEqual([r["data"]["text/plain"] for r in results], [str(n + 1000)])
            self.assertEqual(of(messages, "late"), [])

    def test_no_log_line_of_1000_is_lost_or_late(self):
        messages = self.kernel.run("for (let n = 0; n < 1000; n++) console.log(`line ${n}`);")
        self.assertEqual(text(messages).split(), [w for n in range(1000) for w in ("line", str(n))])
        self.assertEqual(of(self.kernel.run("1"), "late"), [])

    def test_all_methods_of_the_console_print_in_order(self):
        printed = 'console.log("1"); console.dir("2"); console.warn("3"); console.table(["4"]); console.group("5");'
        messages = self.kernel.run(printed + ' console.log("6"); console.groupEnd(); console.count("7"); console.log("8");')
        self.assertEqual("".join(c for c in text(messages) if c in "2345678"), "2345678")
        self.assertIn("5\n  6\n7: 1\n8\n", text(messages))
        self.assertEqual(of(self.kernel.run("1"), "late"), [])

    def test_no_output_has_colors_where_the_user_forces_them(self):
        kernel = Kernel(FORCE_COLOR="1", NODE_OPTIONS="--nonsense")
        try:
            messages = kernel.run("console.log([1]); [2]")
            self.assertEqual(text(messages), "[ 1 ]\n")
            [result] = of(messages, "execute_result")
            self.assertEqual(result["data"]["text/plain"], "[ 2 ]")
        finally:
            kernel.stop()

    def test_a_syntax_error_is_shown(self):
        errors = of(self.kernel.run("const a = ;"), "error")
        self.assertTrue(errors and "xpression expected" in str(errors))

    def test_cells_declare_and_fail_as_recorded(self):
        """Tests cells.json, with which the grader's compiler is tested too; @ makes names unique to each entry."""
        kernel = Kernel()
        errors = lambda code: [error["ename"].split(":")[0] for error in of(kernel.run(code), "error")]
        try:
            for n, entry in enumerate(json.loads((ROOT / "tests" / "kernel" / "cells.json").read_text())):
                named = lambda code: re.sub(r"(?<=\S)@", f"_{n}", code)
                found = [next(iter(errors(named(code))), None) for code in entry["cells"]]
                kernel.run(named("function probe@() { return JSON.stringify(%s) ?? 'undefined'; }" % entry["value"]))
                messages = kernel.run(named("console.log(probe@())"))
                gives = next((error["ename"] for error in of(messages, "error")), text(messages).rstrip("\n"))
                with self.subTest(entry["about"]):
                    self.assertEqual((found, gives), (entry["errors"], entry["gives"]))
        finally:
            kernel.stop()

    def test_cells_show_what_is_recorded(self):
        """Tests outputs.json, with which the page's kernel is tested too."""
        kernel = Kernel()
        try:
            kernel.run('import "rnn/notebook";')
            for entry in json.loads(RECORD.read_text()):
                found = [outputs_of(kernel.run(cell)) for cell in entry["cells"]]
                with self.subTest(entry["about"]):
                    self.assertEqual(found, entry["outputs"])
        finally:
            kernel.stop()

    def test_an_endless_loop_is_interrupted_and_the_state_kept(self):
        self.kernel.run("let kept = 41;")

        def interrupt():
            time.sleep(1)
            self.kernel.manager.interrupt_kernel()

        start = time.time()
        self.kernel.run("while (true) {}", during=interrupt)
        self.assertLess(time.time() - start, 20)
        [result] = of(self.kernel.run("kept + 1"), "execute_result")
        self.assertEqual(result["data"]["text/plain"], "42")

    def test_an_interrupted_training_leaves_a_usable_model_and_no_busy_worker(self):
        self.kernel.run(TRAINING)
        interrupt = lambda: (time.sleep(3), self.kernel.manager.interrupt_kernel())
        start = time.time()
        messages = self.kernel.run("await train(model, batches(), { ...options, steps: 1e9 });", interrupt)
        self.assertTrue(of(messages, "error"))
        self.assertLess(time.time() - start, 10)  # the kernel by itself needs half a minute
        finite = "model.cell.params.Whh.data.every(Number.isFinite) && model.cell.params.Whh.at(0, 0) !== before"
        (result,) = of(self.kernel.run(finite), "execute_result")
        self.assertEqual(result["data"]["text/plain"], "true")
        # A worker without tasks ends itself after two seconds; a busy one would use up every second.
        idle = any(self.seconds_used_in(1) < 0.2 for _ in range(10))
        self.assertTrue(idle, "the kernel is still busy ten seconds after the interrupt")
        again = "const { stopped } = await train(model, batches(), { ...options, steps: 50 }); stopped"
        (result,) = of(self.kernel.run(again), "execute_result")
        self.assertEqual(result["data"]["text/plain"], '"steps"')

    def test_a_loop_that_awaits_is_interrupted_repeatedly(self):
        interrupt = lambda: (time.sleep(2), self.kernel.manager.interrupt_kernel())
        turns = "for (;;) { await new Promise((done) => setTimeout(done)); for (const end = Date.now() + 100; Date.now() < end;); }"
        for _ in range(4):
            start = time.time()
            self.assertTrue(of(self.kernel.run(turns, interrupt), "error"))
            self.assertLess(time.time() - start, 10)

    def test_a_cell_that_awaits_is_stopped_and_the_state_kept(self):
        self.kernel.run("let turn = 0;")
        interrupt = lambda: (time.sleep(1), self.kernel.manager.interrupt_kernel())
        turns = "for (;;) { turn++; await new Promise((done) => setTimeout(done, 100)); }"
        hour = "await new Promise((done) => setTimeout(done, 3600_000));"
        for code in [turns, hour, "await new Promise(() => {});"]:
            start = time.time()
            self.assertTrue(of(self.kernel.run(code, interrupt), "error"), code)
            self.assertLess(time.time() - start, 10, code)
        value = lambda: int(of(self.kernel.run("turn"), "execute_result")[0]["data"]["text/plain"])
        turns = value()
        self.assertGreater(turns, 5)
        self.assertEqual(turns, value())  # its timer has ended too

    def test_before_the_course_is_imported_a_loop_is_interrupted_and_a_kernel_that_awaits_is_ended(self):
        kernel = Kernel()
        interrupt = lambda: (time.sleep(1), kernel.manager.interrupt_kernel())
        self.assertTrue(of(kernel.run("let kept = 41; while (true) {}", interrupt), "error"))
        [result] = of(kernel.run("kept + 1"), "execute_result")
        self.assertEqual(result["data"]["text/plain"], "42")
        kernel.client.execute("await new Promise((done) => setTimeout(done, 3600_000));")
        interrupt()
        for _ in range(100):
            if not kernel.manager.is_alive():
                break
            time.sleep(0.1)
        self.assertFalse(kernel.manager.is_alive())
        kernel.stop()

    def test_the_kernel_ends_with_the_program_that_started_it(self):
        kernel = Kernel()
        started = kernel.manager.provisioner.pid
        [deno] = children_of(started)
        self.assertTrue(of(kernel.run("1"), "execute_result"))
        kernel.client.execute("while (true) {}")
        os.kill(started, signal.SIGKILL)
        for _ in range(50):
            if not Path(f"/proc/{deno}").exists():
                break
            time.sleep(0.1)
        self.assertFalse(Path(f"/proc/{deno}").exists())
        kernel.stop()

    def seconds_used_in(self, seconds):
        """Returns the processor time that the idle kernel uses."""
        [pid] = children_of(self.kernel.manager.provisioner.pid)
        used = lambda: sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) / 100
        before = used()
        time.sleep(seconds)
        return used() - before

    def test_a_throw_in_a_timer_is_shown_within_a_second(self):
        start = time.time()
        late = 'setTimeout(() => { throw new Error("late one"); }, 10);'
        messages = self.kernel.run(late + " await new Promise((done) => setTimeout(done, 500));")
        self.assertIn("late one", text(messages))
        self.assertLess(time.time() - start, 1.5)

    def test_an_unhandled_rejection_is_shown(self):
        rejected = 'Promise.reject(new Error("unheard")); await new Promise((done) => setTimeout(done, 300));'
        self.assertIn("unheard", text(self.kernel.run(rejected)))

    def test_the_alias_resolves_from_the_root_too(self):
        kernel = Kernel(ROOT)
        try:
            [result] = of(kernel.run('import { Matrix } from "rnn"; Matrix.identity(2).at(1, 1)'), "execute_result")
            self.assertEqual(result["data"]["text/plain"], "1")
        finally:
            kernel.stop()

    def test_the_alias_resolves_from_the_notebooks(self):
        messages = self.kernel.run('import { Matrix } from "rnn"; Matrix.identity(2)')
        [result] = of(messages, "execute_result")
        self.assertEqual(set(result["data"]), {"text/html", "text/plain"})
        self.assertIn("2×2", result["data"]["text/plain"])

    def test_a_live_figure_is_html_with_a_description(self):
        [result] = of(self.kernel.run(FIGURE), "execute_result")
        self.assertEqual(set(result["data"]), {"text/html", "text/plain"})
        self.assertIn('role="img"', result["data"]["text/html"])

    def test_a_committed_figure_is_a_picture_with_a_description_and_its_data(self):
        committed = {"image/png", "text/plain", "application/vnd.unrolled.figure+json"}
        for kind, mimes in (("committed", committed), ("both", committed | {"text/html"})):
            kernel = Kernel(UNROLLED_FIGURES=kind)
            try:
                [result] = of(kernel.run(FIGURE), "execute_result")
                self.assertEqual(set(result["data"]), mimes)
                self.assertIn("The loss falls", result["data"]["text/plain"])
            finally:
                kernel.stop()


if __name__ == "__main__":
    unittest.main()
