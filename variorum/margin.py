"""A finding in a draft as a sub-editor would write it in the margin."""

from __future__ import annotations

from dataclasses import dataclass

from compare.framing import Flag
from compare.neutralnames import neutral_of
from compare.rules import Level, Rule
from compare.speakerwords import own_words_for, speaker_words


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag in a file. `line` and `column` count from 1; the flag's offsets are into the decoded file."""

    file: str
    line: int
    column: int
    flag: Flag

    @property
    def weight(self) -> Level:
        """The rule's level; in a quotation a note, for the word is the speaker's."""
        return "note" if self.flag.voice == "quoted" else self.flag.level


def margin_note(finding: Finding, rule: Rule) -> str:
    """One line: the place, how much it weighs, the words, what to do about them, and the rule behind it.

    The place stands in front as compilers write it, so that an editor can jump there.
    """
    flag = finding.flag
    place = f"{finding.file}:{finding.line}:{finding.column}"
    return f"{place}: {finding.weight}: {marked(flag)}{_whose(flag)}: {advice(flag, rule)} [{flag.rule}]"


def marked(flag: Flag) -> str:
    """The words in quotation marks; those that stand in some keep their own."""
    words = " ".join(flag.match.split())
    return words if words[0] in "“\"‘'«„" else f"“{words}”"


def advice(flag: Flag, rule: Rule) -> str:
    """The rule's message, and what others would write where the message names none of it. A speaker's word, in a
    quotation, is not the writer's to change."""
    if flag.voice == "quoted":
        return "The speaker's word. It stands as it was said; in your own voice, say what was done."
    told, neutral = flag.message.casefold(), neutral_of(rule, flag.match)
    if not neutral or any(word.casefold() in told for word in neutral):
        return flag.message
    return f"{flag.message} Others may write: {', '.join(neutral)}."


def whose_words(flag: Flag) -> str:
    """Whose words they are: "own voice", or for whose statement they stand."""
    if flag.voice == "own":
        return "own voice"
    speaker = speaker_words(flag.source)
    if flag.voice == "quoted":
        return f"quoting {speaker}" if speaker else "quoted"
    return own_words_for(speaker, "your")


def _whose(flag: Flag) -> str:
    # What the draft says itself needs no word: that is what a draft does.
    return "" if flag.voice == "own" else f" ({whose_words(flag)})"
