"""Every format of every example, opened by something that we did not write."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise, product

import docx
import networkx as nx
import openpyxl
import pytest
from defusedxml import ElementTree as Xml

from formulation.analysis import graph_files
from formulation.domain.audience import AUDIENCES, copy_for
from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    Drawing,
    Exit,
    Phrase,
    Pole,
    Procedure,
    ReciprocalRole,
    Step,
)
from formulation.render.documents import DOCUMENTS, Wanted, document, has_enough_for
from formulation.render.formats import FORMATS
from formulation.render.leaves import Picture
from formulation.render.typesetting import BLANK_SHEETS, blank_sheet, letters_on_paper, pdf
from formulation.store import codec
from formulation.store.library import examples
from tests.examples import BETHAN, BLANK

MARK = "Copy K7M2QX · for the team"
EXAMPLES = [one.formulation for one in examples()]
EVERYTHING = Wanted(mark=MARK)

HOSTILE = (
    "</script><script>alert(1)</script>", "#import \"x\": y", "$a$ *b* _c_ `d` #e[f]", "=1+1",
    "\u202eזהב", "👩🏽‍🚀", "a\"b'c&d<e>f", "]]>", "{{x}}", "-->|x|", "\\\\\n\ttwo lines",
    "https://example.org/x", "@import url(//x)", "%s %n {0}", "\ufffe",
)  # fmt: skip


def role_map(formulation: Formulation) -> str:
    return next(one.id for one in formulation.every(Drawing) if one.kind == "role_map")


def hostile() -> Formulation:
    """A small map in which every word would be something else if it could."""
    steps = tuple(Step(f"step:{n}", words) for n, words in enumerate(HOSTILE))
    return Formulation(
        "f-hostile",
        {
            one.id: one
            for one in (
                replace(BETHAN.cover, pseudonym=HOSTILE[0], title=HOSTILE[2]),
                Drawing("drawing:1", "role_map", HOSTILE[1]),
                ReciprocalRole("role:1", Pole("pole:1", HOSTILE[0]), Pole("pole:2", HOSTILE[5])),
                Procedure("procedure:1", HOSTILE[7], "trap", starts_at="pole:1", steps=steps,
                          returns_to="pole:2"),
                Exit("exit:1", HOSTILE[3], leaves="step:3", arrives="pole:2"),
                Phrase("phrase:1", HOSTILE[9]),
            )
        },
    )  # fmt: skip


def letters_of(text: str) -> str:
    """A text without its spaces, so that it does not matter where lines were broken."""
    return re.sub(r"[\s\u00ad\u2066-\u2069]+", "", text)


# Paper


@pytest.mark.parametrize("formulation", EXAMPLES, ids=lambda one: one.id)
def test_the_map_as_pdf_holds_every_word_and_its_letters_and_can_be_read_aloud(
    formulation, tool, kept
):
    wanted = replace(EVERYTHING, drawing_id=role_map(formulation))
    path = kept("map.pdf", FORMATS["pdf"].write(formulation, "map", wanted))
    about = tool("pdfinfo", path)
    assert re.search(r"Title: +The map", about)
    assert re.search(r"Tagged: +yes", about)
    fonts = [line for line in tool("pdffonts", path).splitlines()[2:] if line.strip()]
    assert fonts
    assert all(re.search(r" yes +yes +yes +\d+ +\d+$", line) for line in fonts)
    first = letters_of(tool("pdftotext", "-l", 1, path, "-"))
    for pole in (pole for role in formulation.every(ReciprocalRole) for pole in role.parts()):
        assert letters_of(pole.words) in first
    assert letters_of(MARK) in first
    rest = letters_of(tool("pdftotext", path, "-"))
    for procedure in formulation.every(Procedure):
        steps = [letters_of(step.words) for step in procedure.all_steps()]
        at = [rest.index(step, rest.index(letters_of("Whose map this is"))) for step in steps]
        assert all(place > 0 for place in at)


def test_steps_stand_in_the_order_of_their_arrows(tool, kept):
    formulation = EXAMPLES[0]
    procedure = formulation.every(Procedure)[0]
    path = kept("map.pdf", FORMATS["pdf"].write(formulation, "tables", EVERYTHING))
    said = letters_of(tool("pdftotext", path, "-"))
    arrows = "→".join(letters_of(step.words) for step in procedure.all_steps())
    assert arrows in said


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_document_at_every_audience_is_a_pdf_without_what_was_left_out(
    kind, audience, tool, kept
):
    copy = copy_for(BETHAN, audience).formulation
    if not has_enough_for(copy, kind):
        return
    path = kept("copy.pdf", FORMATS["pdf"].write(copy, kind, EVERYTHING))
    said = tool("pdftotext", path, "-")
    if audience in ("person", "practice"):
        for never in ("2031", "counsellor", "Tidy the room", "boiler simply", "torch on me"):
            assert never not in said
        assert "2031" not in tool("pdfinfo", path)
    if audience == "practice":
        assert "criticising" not in said
        assert "Bethan" not in said


@pytest.mark.parametrize("kind", ["map", "loops", "booklet"])
@pytest.mark.parametrize(
    "asked",
    [
        ("a4", "portrait", False, False),
        ("a4", "landscape", True, False),
        ("a3", "best", False, True),
    ],
)
def test_paper_as_it_was_asked_for(kind, asked, tool, kept):
    size, turned, large, grey = asked
    wanted = replace(EVERYTHING, size=size, turned=turned, large=large, grey=grey)
    path = kept("map.pdf", FORMATS["pdf"].write(EXAMPLES[2], kind, wanted))
    wide, tall = map(
        float, re.search(r"Page size: +([\d.]+) x ([\d.]+)", tool("pdfinfo", path)).groups()
    )
    assert {round(wide), round(tall)} == ({595, 842} if size == "a4" else {842, 1191})
    if turned != "best":
        assert (wide > tall) == (turned == "landscape")


def test_every_house_rule_map_can_be_read_on_one_page_of_a4():
    for formulation in EXAMPLES:
        made = document(formulation, "picture", Wanted(drawing_id=role_map(formulation)))
        (picture,) = (leaf for leaf in made.leaves if isinstance(leaf, Picture))
        assert letters_on_paper(made, picture) >= 7.0, formulation.id


def test_nothing_moves_from_page_to_page_of_the_booklet_and_the_last_is_the_whole():
    made = document(EXAMPLES[0], "booklet", Wanted())
    pages = [leaf.scene for leaf in made.leaves if isinstance(leaf, Picture)]
    assert len({scene.bounds for scene in pages}) == 1
    for before, after in pairwise(pages):
        assert {one.key for one in before.elements} <= {one.key for one in after.elements}
        assert set(before.elements) <= set(after.elements)
    assert "And the whole" in [leaf.caption for leaf in made.leaves if isinstance(leaf, Picture)]


def test_a_page_for_each_loop_shows_that_loop_and_no_other():
    formulation = EXAMPLES[0]
    made = document(formulation, "loops", Wanted())
    procedures = formulation.every(Procedure)
    pages = [leaf.scene for leaf in made.leaves if isinstance(leaf, Picture)]
    assert len(pages) == len(procedures)
    for scene, procedure in zip(pages, procedures, strict=True):
        shown = {one.id for one in scene.elements}
        assert {step.id for step in procedure.all_steps()} <= shown
        others = {
            step.id for other in procedures if other is not procedure for step in other.all_steps()
        }
        assert not shown & others


@pytest.mark.parametrize("kind", BLANK_SHEETS)
def test_sheets_to_draw_on_by_hand(kind, tool, kept):
    path = kept("blank.pdf", blank_sheet(kind))
    said = tool("pdftotext", path, "-")
    assert "what sets it off" in said if kind == "states" else "a way out" in said
    assert "Pages:           1\n" in tool("pdfinfo", path)


def test_a_picture_is_a_picture():
    data = FORMATS["png"].write(EXAMPLES[0], "picture", EVERYTHING)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    wide, tall = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    assert {wide, tall} == {1654, 2339}


# Word processors


@pytest.mark.parametrize("kind", ["tables", "letter", "team", "note"])
def test_docx_opens_in_libreoffice_with_its_headings_tables_and_alternative_text(kind, tool, kept):
    formulation = EXAMPLES[0]
    wanted = replace(EVERYTHING, drawing_id=role_map(formulation))
    path = kept("copy.docx", FORMATS["docx"].write(formulation, kind, wanted))
    home = path.parent / "office"
    tool("soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "pdf",
         "--outdir", path.parent, path)  # fmt: skip
    said = letters_of(tool("pdftotext", path.with_suffix(".pdf"), "-"))
    assert letters_of(DOCUMENTS[kind].label) in said
    if kind == "letter":
        assert "DRAFT" in said
        assert letters_of("Dear Callum") in said
    book = docx.Document(str(path))
    assert [one for one in book.paragraphs if one.style.name == "Heading 1"]
    if kind in ("tables", "team"):
        assert len(book.tables) >= 3
        for table in book.tables:
            assert "w:tblHeader" in table.rows[0]._tr.xml
        told = [shape._inline.docPr.get("descr") for shape in book.inline_shapes]
        assert len(told) == 1
        assert "reciprocal roles" in told[0]
        assert formulation.every(Procedure)[0].name in told[0]


# One file for a browser


@pytest.mark.browser
def test_the_web_page_works_without_a_network_and_plays_a_loop(browser, kept):
    formulation = EXAMPLES[0]
    wanted = replace(EVERYTHING, drawing_id=role_map(formulation))
    path = kept("map.html", FORMATS["html"].write(formulation, "map", wanted))
    asked: list[str] = []
    wrong: list[str] = []
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"file://{path}")
    page.get_by_role("button", name="Go round").first.click()
    assert page.locator(".now").inner_text() != ""
    assert page.locator(".lit").count() > 0
    page.get_by_role("button", name="Stop").click()
    assert page.locator(".lit").count() == 0
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert wrong == []
    context.close()


@pytest.mark.browser
def test_hostile_words_in_the_web_page_stay_words(browser, kept):
    path = kept("map.html", FORMATS["html"].write(hostile(), "map", EVERYTHING))
    context = browser.new_context(offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"file://{path}")
    page.get_by_role("button", name="Go round").first.click()
    assert said == []
    assert page.locator("script").count() == 1
    context.close()


def test_nothing_in_any_text_format_points_anywhere_else():
    formulation = EXAMPLES[3]
    for row in FORMATS.values():
        data = row.write(formulation, "map", EVERYTHING)
        if row.name in ("pdf", "png", "docx", "xlsx"):
            continue
        addresses = set(re.findall(rb"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"'<)]*", data))
        names = (
            b"//www.w3.org/",
            b"//graphml.graphdrawing.org/",
            b"//www.gexf.net/",
            b"//gexf.net/",
        )
        assert not [one for one in addresses if not any(name in one for name in names)], row.name


# Spreadsheets


def test_no_cell_is_ever_a_formula():
    copy = hostile()
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(copy, "", EVERYTHING)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" for cell in cells)
    assert all(cell.data_type in ("s", "n", "inlineStr") for cell in cells)
    assert [sheet.title for sheet in book][-1] == "Pairs"
    rows = list(
        csv.reader(io.StringIO(FORMATS["csv"].write(copy, "", EVERYTHING).decode("utf-8-sig")))
    )
    assert rows[0] == ["from", "how", "to"]
    assert any("'=1+1" in row for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize("formulation", EXAMPLES, ids=lambda one: one.id)
def test_every_table_has_a_row_for_each_thing(formulation):
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(formulation, "", EVERYTHING)))
    assert book["Roles"].max_row == 1 + len(formulation.every(ReciprocalRole))
    steps = [step for one in formulation.every(Procedure) for step in one.all_steps()]
    assert [row[3] for row in book["Steps"].iter_rows(min_row=2, values_only=True)] == [
        step.words for step in steps
    ]


# Graphs


@pytest.mark.parametrize(
    "formulation", [BETHAN, BLANK, hostile(), *EXAMPLES], ids=lambda one: one.id
)
def test_the_structure_comes_back_whole_from_every_graph_format(formulation):
    ways = (
        (graph_files.graphml, graph_files.records_from_graphml),
        (graph_files.gexf, graph_files.records_from_gexf),
        (graph_files.node_link, lambda data: graph_files.records_from_node_link(json.loads(data))),
    )
    for out, back in ways:
        plain = {"schema": codec.SCHEMA, "id": formulation.id, "records": back(out(formulation))}
        again = codec.from_plain(plain)
        if formulation.id != "f-hostile":  # U+FFFE cannot stand in XML at all
            assert again == formulation
        assert again.records.keys() == formulation.records.keys()


def test_graph_files_are_read_by_networkx_and_by_an_xml_reader():
    formulation = EXAMPLES[4]
    ids = {part for record in formulation.records.values() for part in (record.id,)}
    for name, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        data = FORMATS[name].write(formulation, "", EVERYTHING)
        assert ids <= set(read(io.BytesIO(data)).nodes)
        found = [one for one in Xml.fromstring(data).iter() if one.tag.endswith("}node")]
        assert ids <= {one.get("id") for one in found}


# Diagrams


@pytest.mark.parametrize("formulation", [hostile(), *EXAMPLES], ids=lambda one: one.id)
def test_dot_is_drawn_by_graphviz_with_every_arrow(formulation, tool, kept):
    wanted = replace(EVERYTHING, drawing_id=role_map(formulation))
    path = kept("map.dot", FORMATS["dot"].write(formulation, "", wanted))
    drawn = Xml.fromstring(tool("dot", "-Tsvg", path))
    classes = [one.get("class") for one in drawn.iter()]
    text = path.read_text()
    assert classes.count("edge") == text.count(" -> ")
    assert classes.count("node") == text.count("[label=") - sum(
        " -> " in line and "[label=" in line for line in text.splitlines()
    )
    assert classes.count("node") > 3


@pytest.mark.parametrize(
    "formulation", [hostile(), EXAMPLES[0], EXAMPLES[6]], ids=lambda one: one.id
)
def test_drawio_and_canvas_cells_hang_together(formulation):
    wanted = replace(EVERYTHING, drawing_id=role_map(formulation))
    root = Xml.fromstring(FORMATS["drawio"].write(formulation, "", wanted))
    assert root.tag == "mxfile"
    cells = {cell.get("id"): cell for cell in root.iter("mxCell")}
    assert cells["1"].get("parent") == "0"
    for cell in cells.values():
        if cell.get("edge"):
            assert {cell.get("source"), cell.get("target")} <= cells.keys()
        assert cell.get("vertex") is None or float(cell.find("mxGeometry").get("width")) > 0
    canvas = json.loads(FORMATS["canvas"].write(formulation, "", wanted))
    ids = {node["id"] for node in canvas["nodes"]}
    assert ids == {key for key, cell in cells.items() if cell.get("vertex")}
    for edge in canvas["edges"]:
        assert {edge["fromNode"], edge["toNode"]} <= ids
    for node in canvas["nodes"]:
        assert all(isinstance(node[side], int) for side in ("x", "y", "width", "height"))


def test_mermaid_quotes_every_word_and_joins_only_what_is_there():
    for formulation in (hostile(), *EXAMPLES):
        text = FORMATS["mermaid"].write(formulation, "", EVERYTHING).decode()
        head, title, *lines = text.splitlines()
        assert head == "flowchart TB"
        assert re.fullmatch(r" {4}accTitle: [\w ,.'’-]+", title)
        words = r'"(?:[\w ,.!?\'’‘\-–…]|#\d+;)*"'
        box = re.compile(
            rf"    (n\d+)(?:\[{words}\]|\(\[{words}\]\)|\({words}\)|\{{\{{{words}\}}\}})"
        )
        arrow = re.compile(rf"    (n\d+) (?:-->|<-->|-\.->)(?:\|{words}\|)? (n\d+)")
        called = {found[1] for line in lines if (found := box.fullmatch(line))}
        joined = [found for line in lines if (found := arrow.fullmatch(line))]
        assert len(called) + len(joined) == len(lines)
        assert all({one[1], one[2]} <= called for one in joined)


# Everything, whatever it holds


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_a_blank_and_a_hostile_formulation(name, tool, kept):
    for formulation, kind in product((BLANK, BETHAN, hostile()), ("map", "whole")):
        if has_enough_for(formulation, kind):
            data = FORMATS[name].write(formulation, kind, EVERYTHING)
            assert data
            if name == "docx":
                assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
            if name in ("svg", "graphml", "gexf", "drawio"):
                Xml.fromstring(data)


def test_words_never_become_typst_code(tool, kept):
    path = kept("map.pdf", pdf(document(hostile(), "map", EVERYTHING)))
    said = letters_of(tool("pdftotext", path, "-"))
    for words in ('#import"x":y', "$a$*b*_c_`d`#e[f]", "{{x}}", "=1+1"):
        assert words in said or words.replace('"', "") in said.replace('"', "").replace(
            "”", ""
        ).replace("“", "")


def test_two_programs_agree_that_the_pdf_is_whole(tool, kept):
    path = kept("map.pdf", FORMATS["pdf"].write(BETHAN, "whole", EVERYTHING))
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not here: install Debian's poppler-utils.")
    done = subprocess.run(
        ["pdftoppm", "-r", "20", "-png", path, path.with_suffix("")],
        capture_output=True,
        check=True,
    )
    pages = list(path.parent.glob("map-*.png"))
    assert len(pages) == int(re.search(r"Pages: +(\d+)", tool("pdfinfo", path))[1])
    assert b"Error" not in done.stderr.replace(b"Suspects object is wrong type", b"").replace(
        b"Syntax Error: ", b""
    )
