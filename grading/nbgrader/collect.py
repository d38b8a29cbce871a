"""Collects submissions from nbgrader's exchange, to which every student of a hub can write."""

import fnmatch
import os
import shutil
from datetime import datetime
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect

from closing import close_course
from files import Refused, account, account_name, check_folder, check_timestamp, copy_folder


class Collect(ExchangeCollect):
    """Collects the submissions that contain only the student's own regular files, and logs why it skips the others.

    nbgrader's own class copies the targets of links with the teacher's permissions, only warns if somebody submits
    under another student's name, and stops at the first name or time that it cannot read.
    """

    def init_src(self):
        close_course(self.coursedir, self.log)
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"] is not None]

    def _path_to_record(self, path):
        """Returns nbgrader's record of an entry; a refused entry belongs to nobody, so it replaces no other."""
        try:
            return self.checked(path)
        except Refused as reason:
            self.log.warning("Cannot collect %s: %s", Path(path).name, reason)
            return {"username": None, "filename": "", "timestamp": datetime.min}

    def checked(self, path):
        try:
            record = super()._path_to_record(path)
        except Exception:
            raise Refused("its name must contain a student, a set and a time") from None
        record["owners"] = self.owners(path, record["username"])
        check_folder(path, record["owners"])
        check_timestamp(path)
        return record

    def owners(self, path, student):
        """Returns the user ids that may own the files, or None if owners are not checked."""
        if not self.check_owner:
            return None
        owner = os.lstat(path).st_uid
        if owner != account(student):
            raise Refused(f"it claims to be by {student} but belongs to {account_name(owner)}")
        return {owner}

    def copy_files(self):
        records = self.src_records
        for record in records or [None]:
            self.src_records = [record] if record else []
            try:
                super().copy_files()
            except Exception as error:
                self.log.error("Cannot collect %s: %s", record["filename"] if record else "anything", error)
        self.src_records = records

    def do_copy(self, src, dest, log=None):
        [record] = self.src_records
        try:
            copy_folder(src, dest, record["owners"], self.ignored, self.coursedir.groupshared)
        except Exception:
            shutil.rmtree(dest, ignore_errors=True)
            raise

    def ignored(self, relative):
        """Returns whether nbgrader's own settings exclude a file or one of its parent folders."""
        return any(fnmatch.fnmatch(part, rule) for part in Path(relative).parts for rule in self.coursedir.ignore)
