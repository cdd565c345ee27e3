"""The bare minimum of the same stack: what everything is compared with."""

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Greeting(BaseModel):
    """One field."""

    hello: str


@app.get("/")
async def hello() -> Greeting:
    """Nothing is read, nothing is worked out."""
    return Greeting(hello="world")
