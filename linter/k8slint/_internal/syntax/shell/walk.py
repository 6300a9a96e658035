"""From tree-sitter's tree to commands, without recursion."""

from __future__ import annotations

from k8slint._internal.syntax.shell.and_list import COMMANDS, and_list_of
from k8slint._internal.syntax.shell.calls import called
from k8slint._internal.syntax.shell.commands import (
    BACKGROUND,
    CONDITIONAL,
    DEFINED,
    SUBSHELL,
    Assignment,
    Command,
    Redirect,
    Script,
)
from k8slint._internal.syntax.shell.names import names
from k8slint._internal.syntax.shell.variables import Loop
from k8slint._internal.syntax.shell.words import SPECIAL, ShellWord, literal
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from k8slint._internal.syntax.shell.clean import Cleaned

    Nodes = tuple[Node, ...]

_STATE = names(
    ". alias cd declare eval exec exit export getopts hash local mapfile popd pushd read readarray readonly return set shift "
    "shopt source trap typeset ulimit umask unalias unset"
)
_SPECIAL = names(". : eval exec exit export readonly return set shift times trap unset")
"""POSIX 2.14: an assignment before one of these stays."""
_TESTS = names("test [ [[ command which type hash grep egrep fgrep getent cmp diff false")
_LEAVES = names("word number raw_string ansi_c_string variable_name file_descriptor heredoc_start heredoc_end comment")
_BRANCHES = names("elif_clause else_clause case_item do_group")
_REDIRECTS = names("file_redirect heredoc_redirect herestring_redirect")
_SUBSTITUTIONS = names("command_substitution process_substitution")
_NESTED_IN_REDIRECT = names("heredoc_body pipeline list redirected_statement") | COMMANDS
_RESERVED = names("{ } if then elif else fi do done case esac in for while until select function")
_CLOSING = (">&-", "<&-")


def walk(root: Node, cleaned: Cleaned, start: int, end: int) -> Script | None:
    """The script of a tree without errors, None when no shell would take it. `start` and `end` are its place in the file."""
    walker = _Walker(cleaned, start)
    walker.run(root)
    if walker.refused:
        return None
    commands = walker.commands
    commands.sort(key=_by_start)
    for name, first, last in sorted(walker.functions, reverse=True, key=_by_place):
        commands = called(commands, name, start + first, start + last)
    listed = and_list_of(root)
    and_list = None if listed is None else tuple([walker.by_node[node] for node in listed])
    return Script(start, end, tuple(commands), and_list, walker.changes_state, tuple(walker.loops))


def _by_place(function: tuple[str, int, int]) -> int:
    return function[1]


def _by_start(item: Command | ShellWord) -> int:
    return item.start


class _Context:
    """Under what a node runs; never changed once made."""

    __slots__ = ("flags", "pipeline", "scope")

    def __init__(self, flags: int, pipeline: int | None, scope: tuple[int, ...]) -> None:
        self.flags = flags
        self.pipeline = pipeline
        self.scope = scope

    def marked(self, flag: int) -> _Context:
        return self if self.flags & flag else _Context(self.flags | flag, self.pipeline, self.scope)


class _Walker:
    def __init__(self, cleaned: Cleaned, base: int) -> None:
        self.cleaned = cleaned
        self.text = cleaned.text
        self.base = base
        self.raw = cleaned.raw
        self.cut = cleaned.cut
        self.commands: list[Command] = []
        self.by_node: dict[int, Command] = {}
        self.stack: list[tuple[Node, _Context, Nodes]] = []
        self.functions: list[tuple[str, int, int]] = []
        self.loops: list[Loop] = []
        self.changes_state = False
        self.refused = False
        """The grammar takes `;;`, reserved words and line ends where shells do not (POSIX 2.4, 2.10)."""

    def run(self, root: Node) -> None:
        stack = self.stack
        stack.append((root, _Context(0, None, ()), ()))
        while stack:
            node, context, redirects = stack.pop()
            kind = node.type
            if kind in COMMANDS:
                self.command(node, kind, context, redirects)
            elif kind == "list":
                self.and_or(node, context, redirects)
            elif kind == "redirected_statement":
                self.redirected(node, context, redirects)
            else:
                self.compound(node, kind, context, redirects)

    # --- statements

    def compound(self, node: Node, kind: str, context: _Context, redirects: Nodes) -> None:
        """Any node that is no simple command. A pipeline's redirections are its last command's."""
        children = node.children
        outer = context
        if kind in _BRANCHES:
            context = context.marked(CONDITIONAL)
        elif kind == "function_definition":
            context = context.marked(DEFINED)
            name = node.child_by_field_name("name")
            if name is not None:
                self.functions.append((self.text[name.start_byte : name.end_byte], *self.place(node)))
        elif kind == "for_statement":
            self.loop(node)
        elif kind in _SUBSTITUTIONS:
            context = _Context((context.flags | SUBSHELL) & ~BACKGROUND, None, (*context.scope, node.start_byte))
        elif kind == "subshell":
            context = _Context(context.flags | SUBSHELL, context.pipeline, (*context.scope, node.start_byte))
        if not self.changes_state and self.assigns(node, kind):
            self.changes_state = True
        piped = kind == "pipeline"
        if redirects and not (piped or kind == "negated_command"):
            self.make(node, [], redirects, outer, [])
            redirects = ()
        if piped and context.pipeline is None:
            context = _Context(context.flags, node.start_byte, context.scope)
        items: list[tuple[Node, _Context, Nodes]] = []
        last = len(children) - 1
        for index, child in enumerate(children):
            if child.is_named:
                if child.type in _LEAVES or (child.type == "variable_assignment" and kind == "c_style_for_statement"):
                    continue
                inner = context
                if piped:
                    inner = _Context(context.flags, context.pipeline, (*context.scope, child.start_byte))
                items.append((child, inner, redirects if index == last else ()))
            elif child.type == "then" and kind == "if_statement":
                context = context.marked(CONDITIONAL)
            elif child.type == ";;" and kind != "case_item":
                self.refused = True
            elif child.type == "&" and items:
                self.changes_state = True
                items[-1] = (items[-1][0], items[-1][1].marked(BACKGROUND), items[-1][2])
        items.reverse()
        self.stack += items

    def assigns(self, node: Node, kind: str) -> bool:
        """Whether a node that is no command sets something in the shell."""
        if kind in ("function_definition", "for_statement", "c_style_for_statement"):
            return True
        if kind == "arithmetic_expansion" or (
            kind == "compound_statement" and self.text.startswith("((", node.start_byte)
        ):
            text = self.text[node.start_byte : node.end_byte]
            return "=" in text or "++" in text or "--" in text
        return kind == "expansion" and "=" in self.text[node.start_byte : node.end_byte]

    def and_or(self, node: Node, context: _Context, redirects: Nodes) -> None:
        """An AND-OR list, which the grammar nests to the left."""
        operands: list[Node] = []
        operators: list[str] = []
        inner = node
        while inner.type == "list":
            children = [child for child in inner.children if child.type != "comment"]
            operands.append(children[-1])
            operators.append(children[1].type)
            inner = children[0]
        operands.append(inner)
        operands.reverse()
        operators.reverse()
        last_or = max([i for i, operator in enumerate(operators) if operator == "||"], default=-1)
        tested = self.is_test(inner)
        items: list[tuple[Node, _Context, Nodes]] = [(inner, context, ())]
        for index in range(1, len(operands)):
            operand, alternative = operands[index], operators[index - 1] == "||"
            unsure = alternative or tested or index <= last_or
            tested = self.is_test(operand) or (tested and not alternative)
            items.append((operand, context.marked(CONDITIONAL) if unsure else context, ()))
        items[-1] = (*items[-1][:2], redirects)
        items.reverse()
        self.stack += items

    def is_test(self, node: Node) -> bool:
        """Whether a failure of this operand is an answer, not a fault."""
        kind = node.type
        while kind in ("redirected_statement", "pipeline"):
            inner = node.child_by_field_name("body") if kind[0] == "r" else node.children[-1]
            if inner is None:
                return False
            node, kind = inner, inner.type
        if kind == "command":
            name = node.child_by_field_name("name")
            return name is not None and self.text[name.start_byte : name.end_byte] in _TESTS
        return kind in ("test_command", "negated_command")

    def redirected(self, node: Node, context: _Context, outer: Nodes) -> None:
        redirects = [child for child in node.children if child.type in _REDIRECTS]
        for redirect in redirects:
            if context.pipeline is None and redirect.type == "heredoc_redirect" and _has_pipe(redirect):
                context = _Context(context.flags, node.start_byte, context.scope)
        body = node.child_by_field_name("body")
        if body is None:
            self.make(node, [], (*redirects, *outer), context, [])
        else:
            self.stack.append((body, context, (*redirects, *outer)))

    # --- one command

    def command(self, node: Node, kind: str, context: _Context, redirects: Nodes) -> None:
        words: list[ShellWord] = []
        own: list[Node] = []
        assignments: list[Assignment] = []
        if kind == "variable_assignment":
            assignments.append(self.assignment(node))
            self.descend(node, context)
        elif kind == "test_command":
            words.append(self.word(node.children[0]))
            self.descend(node, context)
        else:
            raw, base, cut = self.raw, self.base, self.cut
            for child in node.children:
                inner = child.type
                if inner == "word" and not cut:
                    start, end = child.start_byte, child.end_byte
                    text = raw[start:end]
                    if SPECIAL.isdisjoint(text):
                        words.append(ShellWord(base + start, base + end, text, text, False))
                        continue
                if inner in _REDIRECTS:
                    own.append(child)
                    continue
                if inner == "variable_assignment":
                    assignments.append(self.assignment(child))
                if inner != "variable_assignment" or kind == "declaration_command":
                    words.append(self.word(child))
                if inner not in _LEAVES:
                    self.descend(child, context)
        self.make(node, words, (*own, *redirects) if own or redirects else (), context, assignments)

    def make(
        self, node: Node, words: list[ShellWord], redirects: Nodes, context: _Context, assignments: list[Assignment]
    ) -> None:
        """Adds a command: `node`'s own words, and what the grammar gave to its redirections."""
        made: list[Redirect] = []
        end = 0
        if node.type in COMMANDS:
            start, end = self.place(node)
            start += self.base
            end += self.base
        for redirect in redirects:
            words += [self.word(word) for word in self.redirect(redirect, made, context)]
        if made:
            words.sort(key=_by_start)
            end = max(end, made[-1].end, words[-1].end if words else 0)
            start = min(start, made[0].start) if node.type in COMMANDS else made[0].start
        pipeline = context.pipeline
        if pipeline is not None:
            pipeline = self.base + self.cleaned.offset(pipeline)
        command = Command(
            start, end, tuple(words), tuple(assignments), tuple(made), context.flags, pipeline, context.scope
        )
        self.commands.append(command)
        if words and words[0].raw in _RESERVED:
            self.refused = True
        self.by_node[node.id] = command
        if not (self.changes_state or context.scope):
            name = command.name
            raw = words[0].text if words else None
            self.changes_state = (
                name in _STATE or raw in _STATE or (bool(assignments) and (not words or raw in _SPECIAL))
            )

    def redirect(self, node: Node, made: list[Redirect], context: _Context) -> list[Node]:
        """Adds what `node` says to `made`; returns the words behind its target, which are the command's."""
        extra: list[Node] = []
        operator = ""
        fd: int | None = None
        target: Node | None = None
        last = node
        body: Span | None = None
        nested: list[Node] = []
        for child in node.children:
            kind = child.type
            if kind in _REDIRECTS:
                nested.append(child)
            elif kind in _NESTED_IN_REDIRECT:
                self.stack.append((child, context, ()))
                if kind == "heredoc_body":
                    first, end = self.place(child)
                    body = Span(self.base + first, self.base + end)
            elif kind == "file_descriptor":
                digits = self.text[child.start_byte : child.end_byte]
                fd = int(digits) if len(digits) < 6 and digits.isdigit() else None
            elif not child.is_named:
                if operator == "":
                    operator = kind
                    last = child
                elif kind == "||":
                    context = context.marked(CONDITIONAL)
            elif kind == "comment":
                self.refused = self.refused or node.type != "heredoc_redirect"
            elif kind != "heredoc_end":
                if target is None and operator not in _CLOSING:
                    target = last = child
                else:
                    extra.append(child)
                if kind not in _LEAVES:
                    self.descend(child, context)
        start, end = self.base + self.place(node)[0], self.base + self.place(last)[1]
        made.append(Redirect(start, end, operator, None if target is None else self.word(target), fd, body))
        for inner in nested:
            extra += self.redirect(inner, made, context)
        return extra

    def place(self, node: Node) -> tuple[int, int]:
        """A node's start and end in the raw text."""
        if self.cut:
            cleaned = self.cleaned
            return cleaned.begin(node.start_byte), cleaned.end(node.end_byte)
        return node.start_byte, node.end_byte

    def word(self, node: Node) -> ShellWord:
        start, end = self.place(node) if self.cut else (node.start_byte, node.end_byte)
        raw = self.raw[start:end]
        base = self.base
        if SPECIAL.isdisjoint(raw):
            return ShellWord(base + start, base + end, raw, raw, False)
        text, glob = literal(self.cleaned.value(start, end) if self.cut or "\n" in raw else raw)
        return ShellWord(base + start, base + end, raw, text, glob)

    def assignment(self, node: Node) -> Assignment:
        start, end = self.place(node)
        name, _, value = self.cleaned.value(start, end).partition("=")
        known = None if value[:1] == "(" else literal(value)[0]
        return Assignment(self.base + start, self.base + end, name.removesuffix("+"), known, name.endswith("+"), value)

    def loop(self, node: Node) -> None:
        """Notes what the variable of a `for` goes through."""
        name = node.child_by_field_name("variable")
        if name is not None:
            words = tuple([self.word(child) for child in node.children_by_field_name("value")])
            start, end = self.place(node)
            variable = self.text[name.start_byte : name.end_byte]
            self.loops.append(Loop(self.base + start, self.base + end, variable, words))

    def descend(self, node: Node, context: _Context) -> None:
        """Looks for substitutions, and for expansions that assign, inside a word."""
        raw = self.text[node.start_byte : node.end_byte]
        if "(" in raw or "`" in raw or ("${" in raw and "=" in raw):
            if node.type in COMMANDS:
                self.stack += [(child, context, ()) for child in node.children if child.type not in _LEAVES]
            else:
                self.stack.append((node, context, ()))


def _has_pipe(redirect: Node) -> bool:
    """Whether `| …` follows a heredoc's delimiter, which the grammar nests in the redirection."""
    return any(child.type == "pipeline" and not child.children[0].is_named for child in redirect.children)
