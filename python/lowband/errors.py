# SPDX-License-Identifier: Apache-2.0
"""What goes wrong, in one line."""


class LowbandError(Exception):
    """Results that cannot be read, or what the program said when it refused an experiment."""
