"""Loads the programs of scripts/ and deploy/, whose names are not those of modules, as modules."""

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def script(name: str, folder: str = "scripts") -> ModuleType:
    loader = SourceFileLoader(name.replace("-", "_"), str(ROOT / folder / name))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    sys.modules[loader.name] = module  # where dataclasses look for it
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, str(ROOT / folder))  # as when it is run
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
        sys.path.remove(str(ROOT / folder))
    return module
