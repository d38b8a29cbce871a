"""nbgrader's settings for everyone on a hub: the course, and the exchange of files."""

import os

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "unrolled"
if "NGSHARE" in os.environ:  # a hub on Kubernetes, whose users share no disk
    from ngshare_exchange import configureExchange

    configureExchange(c, os.environ["NGSHARE"])
elif "UNROLLED_EXCHANGE" in os.environ:
    c.Exchange.root = os.environ["UNROLLED_EXCHANGE"]

# nbgrader's Validate runs a student's cells in the student's own kernel.
c.Execute.timeout = 60
c.Execute.raise_on_iopub_timeout = False  # otherwise one pending promise would lose the output of the other cells
