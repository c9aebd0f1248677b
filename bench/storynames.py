"""Names and posts of invented people, towns and bodies."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bench.storyclauses import Body, Person
from bench.storywords import SYNONYMS, WORDS, Topic, with_article


class Names:
    """Draws people, towns and bodies."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def full(self) -> str:
        given, head, tail = (self.draw.choice(WORDS[part]) for part in ("given", "surname_heads", "surname_tails"))
        return f"{given} {head}{tail}"

    def town(self) -> str:
        return self.draw.choice(WORDS["town_heads"]) + self.draw.choice(WORDS["town_tails"])

    def quarter(self) -> str:
        return f"{self.draw.choice(WORDS['town_heads'])} {self.draw.choice(WORDS['quarters'])}"

    def body(self, town: str, topic: Topic) -> Body:
        """An authority of a town, called by the last word of its name later on ("the board")."""
        name = self.draw.choice(topic.bodies)
        last = name.split(" of ")[0].split(" ")[-1]
        return Body(f"{town} {name}", name if last.endswith("s") else last.lower())

    def official(self, body: Body) -> Person:
        draw = self.draw
        post = draw.choice(WORDS["posts"])
        if draw.random() < 0.65:
            post = f"{draw.choice(WORDS['post_ranks'])} {post}"
        a_post = with_article(post)
        role = draw.choice((f"the {post} of the {body.name}", f"{a_post} at the {body.name}", f"{body.name} {post}"))
        return self._person(role, post)

    def inhabitant(self, jobs: Sequence[str]) -> Person:
        """Somebody with one of these jobs."""
        draw = self.draw
        job = draw.choice(jobs).split(SYNONYMS)[0]
        a_job, age = with_article(job), draw.randrange(21, 88)
        role = draw.choice((f"{a_job} from {self.town()}", f"{a_job} in {self.town()}", f"{a_job} of {age}", f"{age}"))
        return self._person(role, job)

    def _person(self, role: str, before: str) -> Person:
        name = self.full()
        return Person(name, role, "she" if name.split(" ")[0] in WORDS["she"] else "he", before)
