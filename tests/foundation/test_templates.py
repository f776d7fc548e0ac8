"""What holds for every template: icons that exist, and nothing that the browser would refuse."""

import re
from pathlib import Path

import pytest

from raceme.foundation import navigation, timeline

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "raceme"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
# `{% icon "users" %}` in templates, and `icon_name="users"` handed to a part.
ICON = re.compile(r"""(?:{%\s*icon\s+|icon_name(?:=|\|default:))["']([\w-]+)["']""")
REFUSED = re.compile(r"""\sstyle=|\son[a-z]+=["']|javascript:|hx-on|hx-vals=["']js:""")


def icons_in_the_sprite() -> list[str]:
    text = (PACKAGE / "foundation" / "assets" / "icons.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_icons_are_listed_once_in_order():
    assert icons_in_the_sprite() == sorted(set(icons_in_the_sprite()))


def test_the_sprite_holds_the_icons_of_templates_and_menu_and_no_others():
    used = {name for path in TEMPLATES for name in ICON.findall(path.read_text(encoding="utf-8"))}
    used |= {entry.icon for entry in navigation.registered()}
    used |= {source.icon for source in timeline.sources_of("organisation")}

    assert used == set(icons_in_the_sprite())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_in_a_template_needs_an_exception_from_the_security_policy(template: Path):
    source = template.read_text(encoding="utf-8")
    scripts = re.findall(r"<script\b[^>]*>", source)

    assert REFUSED.findall(source) == []
    assert [tag for tag in scripts if "src=" not in tag and "application/json" not in tag] == []
    assert "<style" not in source
