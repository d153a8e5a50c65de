"""Gives Rasa the training messages, and some of them once more as another person would have written them."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method
from rasa.shared.utils.io import get_text_hash

from nlu.components.augment import courteous, retyped
from nlu.examples import Example, training
from nlu.meaning import DIALOGUE_ACTS
from nlu.model import EXTRA

SEED = 111
RETYPED = 0.6  # the share that is given again; all of it costs time and brings nothing measurable
COURTEOUS = 0.5  # of what is no dialogue act; half of these retyped. Of what is danger now, all


class Messages(RasaFileImporter):  # type: ignore[misc]
    """Reads nlu/data itself: Rasa's reader knows no danger, no language and no Ê Đê tables."""

    def examples(self) -> list[Example]:
        extra = os.environ.get(EXTRA)
        return training(Path(extra) if extra else None)

    @cached_method  # Rasa asks more than once
    def get_nlu_data(self, language: str | None = "vi") -> TrainingData:
        examples = self.examples()
        chance = random.Random(SEED)
        messages = [_message(example, example.text, "as written") for example in examples]
        again = [example for example in examples if chance.random() < RETYPED]
        messages += [_message(each, retyped(each.text, each.language, chance), "retyped") for each in again]
        polite = [each for each in examples if _may_be_polite(each) and (chance.random() < COURTEOUS or each.danger)]
        for each in polite:
            text = courteous(each.text, chance)
            again_too = chance.random() < 0.5
            text = retyped(text, each.language, chance) if again_too else text
            messages.append(_message(each, text, "retyped" if again_too else "courteous"))
        return TrainingData(messages)


class _Written(Message):  # type: ignore[misc]
    """A message known by what was written and what it means: Rasa asks for it, and for all its counts, at each step."""

    def fingerprint(self) -> str:
        told: str = get_text_hash(repr([self.get(key) for key in (TEXT, INTENT, METADATA)]))
        return told


def _may_be_polite(example: Example) -> bool:
    return example.language == "vi" and bool(example.intent) and example.intent not in DIALOGUE_ACTS


def _message(example: Example, text: str, spelling: str) -> Message:
    about: dict[str, Any] = {
        "danger": example.danger,
        "signals": list(example.signals),
        "language": example.language,
        "spelling": spelling,
    }
    return _Written.build(text=text, intent=example.intent, intent_metadata=about)
