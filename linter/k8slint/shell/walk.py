"""From tree-sitter's tree to commands, without recursion."""

from __future__ import annotations

from k8slint.shell.commands import (
    BACKGROUND,
    CONDITIONAL,
    SUBSHELL,
    Assignment,
    Command,
    Redirect,
    Script,
)
from k8slint.shell.names import names
from k8slint.shell.words import ShellWord, literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from k8slint.shell.clean import Cleaned

    Item = tuple[Node, int, int | None, tuple[Node, ...]]

_STATE = names(
    ". : alias bg builtin cd command declare disown eval exec exit export fg getopts hash local mapfile popd pushd read "
    "readarray readonly return set shift shopt source times trap typeset ulimit umask unalias unset wait"
)
_TESTS = names("test [ [[ command which type hash grep egrep fgrep getent cmp diff false")
_LEAVES = names("word number raw_string ansi_c_string variable_name")
_COMMANDS = names("command declaration_command unset_command test_command variable_assignment")
_BRANCHES = names("elif_clause else_clause case_item do_group")
_REDIRECTS = names("file_redirect heredoc_redirect herestring_redirect")
_SUBSTITUTIONS = names("command_substitution process_substitution")


def walk(root: Node, cleaned: Cleaned, start: int, end: int) -> Script:
    """The script of a tree without errors. `start` and `end` are its place in the file."""
    walker = _Walker(cleaned, start)
    walker.run(root)
    commands = tuple(sorted(walker.commands, key=_by_start))
    listed = _and_list(root)
    and_list = None if listed is None else tuple([walker.by_node[node] for node in listed])
    return Script(start, end, commands, and_list, walker.changes_state)


def _by_start(command: Command) -> int:
    return command.start


class _Walker:
    def __init__(self, cleaned: Cleaned, base: int) -> None:
        self.cleaned = cleaned
        self.text = cleaned.text
        self.base = base
        self.plain = not cleaned.dropped
        self.commands: list[Command] = []
        self.by_node: dict[int, Command] = {}
        self.stack: list[Item] = []
        self.changes_state = False

    def run(self, root: Node) -> None:
        stack = self.stack
        stack.append((root, 0, None, ()))
        while stack:
            node, context, pipeline, redirects = stack.pop()
            kind = node.type
            if kind in _COMMANDS:
                self.command(node, kind, context, pipeline, redirects)
            elif kind == "list":
                self.and_or(node, context, redirects)
            elif kind == "redirected_statement":
                self.redirected(node, context, pipeline, redirects)
            else:
                self.compound(node, kind, context, pipeline, redirects)

    # --- statements

    def compound(self, node: Node, kind: str, context: int, pipeline: int | None, redirects: tuple[Node, ...]) -> None:
        children = node.children
        push = self.stack.append
        if redirects and kind not in ("pipeline", "negated_command"):
            self.make(redirects[0].start_byte, redirects[0].start_byte, node, [], list(redirects), context, pipeline)
            redirects = ()
        if kind == "pipeline":
            if pipeline is None:
                pipeline = node.start_byte
        elif kind in _SUBSTITUTIONS or kind == "subshell":
            context = (context | SUBSHELL) & ~BACKGROUND
            if kind != "subshell":
                pipeline = None
        elif kind == "function_definition":
            self.changes_state = True
            context |= CONDITIONAL
        elif kind in _BRANCHES:
            context |= CONDITIONAL
        elif kind == "arithmetic_expansion" or (kind == "compound_statement" and children and children[0].type == "(("):
            if "=" in (text := self.text[node.start_byte : node.end_byte]) or "++" in text or "--" in text:
                self.changes_state = True
        elif (
            (kind == "expansion" and "=" in self.text[node.start_byte : node.end_byte])
            or kind == "for_statement"
            or kind == "c_style_for_statement"
        ):
            self.changes_state = True
        behind_then = False
        last = len(children) - 1
        items: list[Item] = []
        for index, child in enumerate(children):
            if not child.is_named:
                symbol = child.type
                if symbol == "then" and kind == "if_statement":
                    behind_then = True
                elif symbol == "&" and items:
                    previous = items[-1]
                    items[-1] = (previous[0], previous[1] | BACKGROUND, previous[2], previous[3])
                    self.changes_state = True
                continue
            inner = context | CONDITIONAL if behind_then else context
            if child.type not in _LEAVES:
                items.append((child, inner, pipeline, redirects if index == last else ()))
        for item in reversed(items):
            push(item)

    def and_or(self, node: Node, context: int, redirects: tuple[Node, ...]) -> None:
        """An AND-OR list, which the grammar nests to the left."""
        operands: list[Node] = []
        operators: list[str] = []
        inner = node
        while inner.type == "list":
            children = inner.children
            named = [child for child in children if child.is_named and child.type != "comment"]
            operators.append(next((c.type for c in children if c.type in ("&&", "||")), "&&"))
            operands.append(named[-1])
            inner = named[0]
            if len(named) < 2:
                break
        operands.append(inner)
        operands.reverse()
        operators.reverse()
        last_or = max([i for i, operator in enumerate(operators) if operator == "||"], default=-1)
        tested = False
        items: list[Item] = []
        for index, operand in enumerate(operands):
            unsure = index > 0 and (operators[index - 1] == "||" or last_or >= index or tested)
            tested = self.is_test(operand) or (tested and operators[index - 1] == "&&")
            mark = context | CONDITIONAL if unsure else context
            items.append((operand, mark, None, redirects if index == len(operands) - 1 else ()))
        self.stack.extend(reversed(items))

    def is_test(self, node: Node) -> bool:
        """Whether a failure of this operand is an answer, not a fault."""
        kind = node.type
        if kind in ("test_command", "negated_command"):
            return True
        if kind == "redirected_statement":
            body = node.child_by_field_name("body")
            if body is None:
                return False
            node, kind = body, body.type
        if kind == "pipeline":
            node = node.children[-1]
            kind = node.type
        if kind != "command":
            return False
        name = node.child_by_field_name("name")
        return name is not None and self.text[name.start_byte : name.end_byte] in _TESTS

    def redirected(self, node: Node, context: int, pipeline: int | None, outer: tuple[Node, ...]) -> None:
        redirects = tuple([child for child in node.children if child.type in _REDIRECTS])
        body = node.child_by_field_name("body")
        if body is None:
            self.command(node, "redirected_statement", context, pipeline, (*redirects, *outer))
            return
        if any(self.has_pipe(redirect) for redirect in redirects) and pipeline is None:
            pipeline = node.start_byte
        self.stack.append((body, context, pipeline, (*redirects, *outer)))

    @staticmethod
    def has_pipe(redirect: Node) -> bool:
        return redirect.type == "heredoc_redirect" and any(c.type == "pipeline" for c in redirect.children)

    # --- one command

    def command(self, node: Node, kind: str, context: int, pipeline: int | None, redirects: tuple[Node, ...]) -> None:
        words: list[Node] = []
        own: list[Node] = []
        assignments: list[Node] = []
        if kind == "variable_assignment":
            assignments.append(node)
            self.descend(node, context)
        elif kind == "test_command":
            words.append(node.children[0])
            self.descend(node, context)
        else:
            for child in node.children:
                inner = child.type
                if inner == "variable_assignment":
                    (words if kind == "declaration_command" else assignments).append(child)
                    if kind == "declaration_command":
                        assignments.append(child)
                    self.descend(child, context)
                elif inner in _REDIRECTS:
                    own.append(child)
                elif inner == "command_name":
                    words.append(child)
                    self.descend(child, context)
                elif inner != "comment":
                    words.append(child)
                    if inner not in _LEAVES:
                        self.descend_into(child, context)
        end = node.end_byte
        for redirect in redirects:
            if redirect not in own:
                own.append(redirect)
        self.make(node.start_byte, end, node, words, own, context, pipeline, assignments)

    def make(
        self,
        first: int,
        last: int,
        node: Node,
        words: list[Node],
        redirects: list[Node],
        context: int,
        pipeline: int | None,
        assignments: list[Node] | tuple[()] = (),
    ) -> None:
        made: list[Redirect] = []
        for redirect in redirects:
            extra = self.redirect(redirect, made, context, pipeline)
            words.extend(extra)
            last = max(last, extra[-1].end_byte if extra else 0)
        for item in made:
            last = max(last, item.end - self.base) if self.plain else last
        word = self.word
        values = tuple([word(w) for w in words])
        own = tuple([self.assignment(a) for a in assignments])
        ends = [last if self.plain else self.cleaned.end(last)]
        ends += [r.end - self.base for r in made]
        start = first if self.plain else self.cleaned.offset(first)
        line = None if pipeline is None else self.base + (pipeline if self.plain else self.cleaned.offset(pipeline))
        command = Command(self.base + start, self.base + max(ends), values, own, tuple(made), context, line)
        self.commands.append(command)
        self.by_node[node.id] = command
        if (
            not context & SUBSHELL
            and pipeline is None
            and ((own and not values) or command.name in _STATE or command.raw_name in _STATE)
        ):
            self.changes_state = True

    def redirect(self, node: Node, made: list[Redirect], context: int, pipeline: int | None) -> list[Node]:
        """Adds what `node` says to `made`; returns words of the command that the grammar counts to the redirection."""
        extra: list[Node] = []
        operator = ""
        fd: int | None = None
        target: Node | None = None
        nested: list[Node] = []
        for child in node.children:
            kind = child.type
            if kind == "file_descriptor":
                digits = self.text[child.start_byte : child.end_byte]
                fd = int(digits) if len(digits) < 6 and digits.isdigit() else None
            elif kind in _REDIRECTS:
                nested.append(child)
            elif not child.is_named:
                if not operator:
                    operator = kind
                elif kind in ("&&", "||") and kind == "||":
                    context |= CONDITIONAL
            elif kind == "heredoc_end":
                pass
            elif kind in ("heredoc_body", "pipeline", "list") or (
                kind in _COMMANDS and node.type == "heredoc_redirect"
            ):
                self.stack.append((child, context, pipeline if kind == "pipeline" else None, ()))
            elif target is None and operator not in (">&-", "<&-"):
                target = child
                if kind not in _LEAVES:
                    self.descend_into(child, context)
            else:
                extra.append(child)
                if kind not in _LEAVES:
                    self.descend_into(child, context)
        shown = target if target is not None else node.children[-1]
        start = self.cleaned.offset(node.start_byte)
        made.append(
            Redirect(
                self.base + start,
                self.base + self.cleaned.end(shown.end_byte),
                operator,
                None if target is None else self.word(target),
                fd,
            )
        )
        for inner in nested:
            extra.extend(self.redirect(inner, made, context, pipeline))
        return extra

    def word(self, node: Node) -> ShellWord:
        start, end = node.start_byte, node.end_byte
        base = self.base
        if self.plain:
            raw = self.text[start:end]
            text, glob = literal(raw)
            return ShellWord(base + start, base + end, raw, text, glob)
        cleaned = self.cleaned
        start, end = cleaned.offset(start), cleaned.end(end)
        text, glob = literal(cleaned.value(start, end))
        return ShellWord(base + start, base + end, cleaned.raw[start:end], text, glob)

    def assignment(self, node: Node) -> Assignment:
        word = self.word(node)
        head, _, tail = self.cleaned.value(word.start - self.base, word.end - self.base).partition("=")
        value = None if tail[:1] == "(" else literal(tail)[0]
        return Assignment(word.start, word.end, head.removesuffix("+"), value, head.endswith("+"))

    # --- substitutions inside words

    def descend_into(self, node: Node, context: int) -> None:
        if node.child_count:
            self.stack.append((node, context, None, ()))

    def descend(self, node: Node, context: int) -> None:
        for child in reversed(node.children):
            if child.is_named and child.type not in _LEAVES:
                self.descend_into(child, context)


def _and_list(root: Node) -> list[int] | None:
    """Ids of the simple commands of a tree that is one AND list of nothing else."""
    if root.child_count != 1:
        return None
    node = root.children[0]
    found: list[int] = []
    while node.type == "list":
        children = node.children
        if len(children) != 3 or children[1].type != "&&":
            return None
        leaf = _simple(children[2])
        if leaf is None:
            return None
        found.append(leaf)
        node = children[0]
    leaf = _simple(node)
    if leaf is None:
        return None
    found.append(leaf)
    found.reverse()
    return found


def _simple(node: Node) -> int | None:
    if node.type == "redirected_statement":
        if any(child.type == "heredoc_redirect" for child in node.children):
            return None
        body = node.child_by_field_name("body")
        if body is None:
            return node.id
        node = body
    return node.id if node.type in _COMMANDS else None
