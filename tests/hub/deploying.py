"""Checks the files of deploy/ that cannot be run here, because they need Docker or Kubernetes."""

import json
import os
import py_compile
import re
import runpy
import shutil
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"


def instructions():
    """The Dockerfile's instructions, as (name, rest), with continued lines joined."""
    lines = [line for line in (DEPLOY / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(" ", 1)) for line in joined.splitlines() if line.strip()]


class Deploy(unittest.TestCase):
    def test_python_files_compile(self):
        files = [path for name in ("deploy", "tools", "grading", "exercises") for path in (ROOT / name).rglob("*.py")]
        with tempfile.TemporaryDirectory() as folder:
            for file in files:
                py_compile.compile(str(file), cfile=str(Path(folder, "compiled")), doraise=True)

    def test_a_hub_does_not_start_if_students_could_read_the_solutions(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, UNROLLED_STATE=f"{folder}/state"):
            Path(folder).chmod(0o755)
            needed = ["deploy/jupyterhub_config.py", "grading/nbgrader/closing.py"]
            for name in needed:
                Path(folder, name).parent.mkdir(parents=True)
                shutil.copy(ROOT / name, Path(folder, name))
            closed = [Path(folder, name) for name in ("exercises/source", "tests")]
            for path in closed:
                path.mkdir(mode=0o755, parents=True)
            config, reason = Path(folder, needed[0]), "students could read the solutions; run chmod go-rwx"
            with self.assertRaisesRegex(SystemExit, f"Cannot open the hub: {reason} {closed[0]} {closed[1]} first"):
                runpy.run_path(config)
            for path in closed:
                path.chmod(0o700)
            with self.assertRaisesRegex(NameError, "get_config"):  # this is as far as it gets without a hub
                runpy.run_path(config)

    def test_the_settings_of_servers_are_json(self):
        for file in (DEPLOY / "jupyter").rglob("*.json"):
            json.loads(file.read_text())

    def test_the_images_copy_existing_files(self):
        for name, rest in instructions():
            if name == "COPY" and not rest.startswith("--from"):
                for source in rest.split()[:-1]:
                    if not source.startswith("--"):
                        self.assertTrue((ROOT / source).exists(), source)

    def test_the_images_have_a_fixed_base_and_do_not_run_as_root(self):
        found = instructions()
        bases = [rest.split()[0] for name, rest in found if name == "FROM"]
        self.assertRegex(bases[0], r":\d+\.\d+\.\d+")
        last = [rest for name, rest in found if name == "USER"][-1]  # Kubernetes can only verify a number
        self.assertGreater(int(last), 0)

    def test_a_students_image_has_no_solution_and_no_grader(self):
        text = "\n".join(f"{name} {rest}" for name, rest in instructions())
        [student] = re.findall(r"FROM base AS student\n(.*?)FROM", text, re.DOTALL)
        for line in student.splitlines():
            self.assertNotRegex(line, r"COPY (\S+ )*(\.|tools|tests|exercises|grading|exercises/(source|mistakes)|grading/(class|reports|nbgrader))( |$)")

    def test_values_are_yaml_and_only_teachers_get_the_teachers_image(self):
        values = yaml.safe_load((DEPLOY / "values.yaml").read_text())
        self.assertIn("ngshare", values["hub"]["services"])
        self.assertIn("ngshare", values["singleuser"]["extraEnv"]["NGSHARE"])
        c = SimpleNamespace(Spawner=SimpleNamespace())
        exec(values["hub"]["extraConfig"]["teachers.py"], {"c": c})
        images = {}
        for admin in (True, False):
            spawner = SimpleNamespace(user=SimpleNamespace(admin=admin), image=values["singleuser"]["image"]["name"], mem_limit="2G")
            c.Spawner.pre_spawn_hook(spawner)
            images[admin] = (spawner.image, spawner.mem_limit)
        self.assertIn("teacher", images[True][0])
        self.assertNotIn("teacher", images[False][0])
        self.assertEqual((images[True][1], images[False][1]), ("3G", "2G"))  # the grader needs 1.5 GB beside the server

    def test_the_container_to_grade_in_has_bubblewrap_and_the_guarded_pages(self):
        text = "\n".join(f"{name} {rest}" for name, rest in instructions())
        teacher = text[text.index("FROM student AS teacher") :]
        self.assertRegex(teacher, r"apt-get install .*\bbubblewrap\b")
        self.assertIn("JUPYTER_CONFIG_PATH=/opt/unrolled/deploy/jupyter/teacher:/opt/unrolled/deploy/jupyter", teacher)

    def test_no_image_contains_the_class_secret(self):
        ignored = (ROOT / ".dockerignore").read_text().splitlines()
        self.assertLessEqual({"**/.unrolled-secret", "exercises/gradebook.db*", "exercises/submitted"}, set(ignored))

    def test_no_file_names_a_registry(self):
        for file in filter(Path.is_file, DEPLOY.rglob("*")):
            self.assertNotRegex(file.read_text(), r"(docker|quay|ghcr|gcr|npmjs|pypi|jsr)\.(io|org)")


if __name__ == "__main__":
    unittest.main()
