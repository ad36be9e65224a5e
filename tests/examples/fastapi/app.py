"""A dashboard that FastAPI serves from its static folder, with the package in it; the batch API is another server.

    BATCH_API=http://127.0.0.1:8080 PACKAGE=…/target/package uvicorn app:app
"""

import os
import pathlib

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

app = FastAPI()
app.mount("/static/batch-curator", StaticFiles(directory=os.environ["PACKAGE"]))

PAGE = pathlib.Path(__file__).with_name("dashboard.html").read_text()


@app.get("/dashboard", response_class=HTMLResponse)
def dashboard() -> str:
    return PAGE.replace("BATCH_API", os.environ["BATCH_API"])
