#!/usr/bin/env python3
"""What Label Studio itself says of configurations: its SDK, and its server's "Save".

Reads one JSON string (a configuration) on each line of the standard input and prints, for each, one line
{"sdk": null | "why", "server": null | "why"}; null: accepted. Run it with the Python that Label Studio is installed in;
the server's validator needs Django's settings, which get an empty folder of their own.
"""

import json
import logging
import os
import pathlib
import sys
import tempfile


def first_line(error: BaseException) -> str:
    """The reason, with its type: some faults are thrown as something that neither of them catches."""
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0] if text else ''}"


def main() -> None:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else is printed is no verdict
    with tempfile.TemporaryDirectory(prefix="oracle-") as data:
        os.environ.update({
            "DJANGO_SETTINGS_MODULE": "core.settings.label_studio", "LABEL_STUDIO_BASE_DATA_DIR": data, "HOME": data,
            "COLLECT_ANALYTICS": "0", "LATEST_VERSION_CHECK": "0", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "",
        })
        import label_studio
        sys.path.insert(0, str(pathlib.Path(label_studio.__file__).parent))
        import django
        django.setup()
        logging.disable(logging.CRITICAL)
        from core.label_config import validate_label_config
        from label_studio_sdk.label_interface import LabelInterface

        def says(validate, config: str):
            try:
                validate(config)
                return None
            except Exception as error:  # noqa: BLE001: every kind of refusal is an answer
                return first_line(error)

        for line in sys.stdin:
            config = json.loads(line)
            verdict = {"sdk": says(lambda text: LabelInterface(text).validate(), config),
                       "server": says(validate_label_config, config)}
            out.write(json.dumps(verdict) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
