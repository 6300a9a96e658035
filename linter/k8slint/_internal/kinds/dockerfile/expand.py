"""Quotes, escapes and variables in an argument, as BuildKit's lexer takes them (moby/buildkit `shell/lex.go`)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_NESTING = 50
"""Variables inside the default of a variable, and so on."""
MAX_VALUE = 65_536
"""Characters of an expanded value; `ENV A=$A$A` doubles it with every line."""
_SPECIAL = "@*#?-$!0"


class LexError(ValueError):
    """BuildKit cannot take the word: `offset` in it, and why, with the remedy."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message


class _Unknown(Exception):
    """A variable whose value cannot be known."""


def unquote(raw: str, escape: str = "\\") -> str:
    """`raw` without its quotes and escapes; variables stay as they are written. A word that is broken stays whole."""
    if "'" not in raw and '"' not in raw:
        if escape not in raw:
            return raw
    elif escape not in raw and "$" not in raw:
        first = raw[0]
        if first == raw[-1] and first in "'\"" and raw.count(first) == 2:
            return raw[1:-1]
        if escape == "\\" and fault(raw, escape) is None:
            # Quotes in the midst of a word: here its answer is BuildKit's, and few words are so.
            from dockerfile_parse.util import WordSplitter  # type: ignore[import-untyped]

            return str(WordSplitter(raw).dequote())
    try:
        return _Lexer(raw, None, escape).run()
    except LexError:
        return raw


def expand(raw: str, env: Mapping[str, str | None], escape: str = "\\", *, closed: bool = False) -> str | None:
    """The value of a word: quotes removed, variables replaced, with every operator of BuildKit (`:-`, `+`, `#`, `/`, …).

    None when a variable is not in `env`, is None there, or the word is broken. With `closed`, a variable that is not in
    `env` is unset for certain.
    """
    if "$" not in raw:
        return unquote(raw, escape)
    try:
        return _Lexer(raw, env, escape, closed).run()
    except (LexError, _Unknown):
        return None


def has_variable(raw: str, escape: str = "\\") -> bool:
    """Whether BuildKit would replace anything in `raw`: `'$A'` and `\\$A` hold none."""
    if "$" not in raw:
        return False
    try:
        _Lexer(raw, {}, escape, stop_at_variable=True).run()
    except _Unknown:
        return True
    except LexError:
        return True
    return False


def fault(raw: str, escape: str = "\\") -> LexError | None:
    """What is broken in a word: a quote that stays open, `${` without its end."""
    if "'" not in raw and '"' not in raw and "${" not in raw:
        return None
    try:
        _Lexer(raw, None, escape).run()
    except LexError as error:
        return error
    return None


def skip_double_quotes(text: str, at: int, escape: str) -> int:
    """Offset behind the double quotes that open at `at`."""
    lexer = _Lexer(text, None, escape)
    lexer.at = at
    lexer.double_quotes()
    return lexer.at


def skip_dollar(text: str, at: int, escape: str) -> int:
    """Offset behind the variable at `at`, or behind a `$` that is none."""
    lexer = _Lexer(text, None, escape)
    lexer.at = at
    lexer.dollar()
    return lexer.at


class _Lexer:
    """One pass over a word. Without `env` variables are kept as written."""

    __slots__ = ("at", "closed", "depth", "env", "escape", "stop_at_variable", "text")

    def __init__(
        self,
        text: str,
        env: Mapping[str, str | None] | None,
        escape: str,
        closed: bool = False,
        stop_at_variable: bool = False,
    ) -> None:
        self.text = text
        self.env = env
        self.escape = escape
        self.closed = closed
        self.stop_at_variable = stop_at_variable
        self.at = 0
        self.depth = 0

    def run(self, stop: str = "", *, opened: int = 0, raw_escapes: bool = False) -> str:
        """Takes characters up to `stop`, or to the end; `opened` is where what `stop` ends began."""
        out: list[str] = []
        text, size = self.text, len(self.text)
        length = 0
        while self.at < size:
            character = text[self.at]
            if character == stop:
                self.at += 1
                return "".join(out)
            if character == "'":
                piece = self.single_quotes()
            elif character == '"':
                piece = self.double_quotes()
            elif character == "$":
                piece = self.dollar()
            elif character == self.escape:
                self.at += 2
                piece = text[self.at - 1 : self.at]
                if raw_escapes:
                    piece = character + piece
            else:
                self.at += 1
                piece = character
            out.append(piece)
            length += len(piece)
            if length > MAX_VALUE and self.env is not None:
                raise _Unknown
        if stop:
            raise LexError(opened, f"`${{` has no matching `{stop}`; close it")
        return "".join(out)

    def single_quotes(self) -> str:
        closing = self.text.find("'", self.at + 1)
        if closing < 0:
            raise LexError(self.at, "single quote has no matching end; close it, or escape it")
        inner = self.text[self.at + 1 : closing]
        self.at = closing + 1
        return inner

    def double_quotes(self) -> str:
        out: list[str] = []
        text, size = self.text, len(self.text)
        opened = self.at
        self.at += 1
        while self.at < size:
            character = text[self.at]
            if character == '"':
                self.at += 1
                return "".join(out)
            if character == "$":
                out.append(self.dollar())
                continue
            self.at += 1
            if character == self.escape:
                following = text[self.at : self.at + 1]
                if not following:
                    break
                if following in ('"', "$", self.escape):
                    character = following
                    self.at += 1
            out.append(character)
        raise LexError(opened, "double quote has no matching end; close it, or escape it")

    def dollar(self) -> str:
        text = self.text
        opened = self.at
        self.at += 1
        if text[self.at : self.at + 1] != "{":
            name = self.name()
            if not name:
                return "$"
            if self.env is None:
                return text[opened : self.at]
            return self.value(name) or ""
        self.at += 1
        following = text[self.at : self.at + 1]
        if not following:
            raise LexError(opened, "`${` has no matching `}`; close it")
        if following in "{}:":
            raise LexError(opened, "`${` without a name; name a variable, or escape the `$`")
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise LexError(opened, f"variables nested more than {MAX_NESTING} deep; unfold them")
        result = self.braced(opened, self.name())
        self.depth -= 1
        return text[opened : self.at] if self.env is None else result

    def braced(self, opened: int, name: str) -> str:
        """The rest of `${name…}`; operators as in `processDollar`."""
        text = self.text
        operator = text[self.at : self.at + 1]
        self.at += 1
        if operator == "}":
            return self.value(name) or ""
        null_is_unset = operator == ":"
        if null_is_unset:
            operator = text[self.at : self.at + 1]
            self.at += 1
        if operator and operator in "+-?#%":
            word = self.run("}", opened=opened, raw_escapes=operator in "#%")
            value = self.value(name)
            missing = value is None or (null_is_unset and value == "")
            if operator == "-":
                return word if missing else value or ""
            if operator == "+":
                return "" if missing else word
            if operator == "?":
                if missing and self.env is not None:
                    raise _Unknown
                return value or ""
            return self.trimmed(value or "", word, operator)
        if operator == "/" and not null_is_unset:
            return self.replaced(name, opened)
        if not operator:
            raise LexError(opened, "`${` has no matching `}`; close it")
        shown = (":" if null_is_unset else "") + operator
        raise LexError(
            opened, f"`{shown}` is not an operator that BuildKit knows in `${{…}}`; use `:-`, `:+`, `#`, `%` or `/`"
        )

    def trimmed(self, value: str, word: str, operator: str) -> str:
        if self.env is None:
            return ""
        from k8slint._internal.kinds.dockerfile.patterns import trim

        greedy = word.startswith(operator)
        result = trim(value, word[greedy:], suffix=operator == "%", greedy=greedy)
        if result is None:
            raise _Unknown
        return result

    def replaced(self, name: str, opened: int) -> str:
        every = self.text.startswith("/", self.at)
        self.at += every
        pattern = self.run("/", opened=opened, raw_escapes=True)
        replacement = self.run("}", opened=opened, raw_escapes=True)
        value = self.value(name) or ""
        if self.env is None:
            return ""
        from k8slint._internal.kinds.dockerfile.patterns import replace

        result = replace(value, pattern, replacement, every=every)
        if result is None:
            raise _Unknown
        return result

    def value(self, name: str) -> str | None:
        """The variable's value, None when it is unset."""
        if self.stop_at_variable:
            raise _Unknown
        if self.env is None:
            return None
        if name in self.env:
            value = self.env[name]
            if value is None:
                raise _Unknown
            return value
        if self.closed or not name or name[0] in _SPECIAL or name[0].isdigit():
            return None
        raise _Unknown

    def name(self) -> str:
        text, start = self.text, self.at
        first = text[start : start + 1]
        if not first:
            return ""
        if first.isdigit():
            while text[self.at : self.at + 1].isdigit():
                self.at += 1
        elif first in _SPECIAL:
            self.at += 1
        else:
            while (character := text[self.at : self.at + 1]) and (character == "_" or character.isalnum()):
                self.at += 1
        return text[start : self.at]
