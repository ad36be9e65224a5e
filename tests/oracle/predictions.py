#!/usr/bin/env python3
"""What Label Studio's SDK says of predictions.

The first line of the standard input is a configuration as a JSON string, each further line a prediction. Prints for each
prediction a line: a JSON list of what is wrong with it. Run it with the Python that Label Studio is installed in.
"""

import json
import logging
import sys

from label_studio_sdk.label_interface import LabelInterface


def main() -> None:
    logging.disable(logging.CRITICAL)
    config = LabelInterface(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        try:
            said = config.validate_prediction(json.loads(line), return_errors=True)
        except Exception as error:  # noqa: BLE001: what it throws is a refusal too
            said = [f"{type(error).__name__}: {error}"]
        print(json.dumps(said))


if __name__ == "__main__":
    main()
