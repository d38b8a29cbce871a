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
            course, deploy = Path(folder, "tests"), Path(folder, "deploy")
            course.mkdir(mode=0o755)
            deploy.mkdir()
            config = shutil.copy(DEPLOY / "jupyterhub_config.py", deploy)
            with self.assertRaisesRegex(SystemExit, "students could read the solutions; run chmod 700 tests first"):
                runpy.run_path(config)
            course.chmod(0o700)
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
            spawner = SimpleNamespace(user=SimpleNamespace(admin=admin), image=values["singleuser"]["image"]["name"])
            c.Spawner.pre_spawn_hook(spawner)
            images[admin] = spawner.image
        self.assertIn("teacher", images[True])
        self.assertNotIn("teacher", images[False])

    def test_no_file_names_a_registry(self):
        for file in filter(Path.is_file, DEPLOY.rglob("*")):
            self.assertNotRegex(file.read_text(), r"(docker|quay|ghcr|gcr|npmjs|pypi|jsr)\.(io|org)")


if __name__ == "__main__":
    unittest.main()
