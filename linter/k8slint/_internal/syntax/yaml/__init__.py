"""YAML as kubectl reads it, with the place of every node. The only users of ruamel."""
