import pytest

from courses.domain.problems import Problems
from courses.domain.references import Reference, read_references
from tests.courses.domain.build import lines
from tests.factories import REFERENCES


def read(text):
    problems = Problems()
    return read_references("references.yaml", text, problems), lines(problems)


def entry(**fields):
    given = {"type": "trial", "authors": "A", "title": "T", "source": "S", "year": '"2020"', **fields}
    return "some_key:\n" + "".join(f"  {name}: {value}\n" for name, value in given.items() if value is not None)


def test_a_reference_is_read_with_its_identifiers_as_written():
    references, found = read(REFERENCES)
    assert found == []
    assert references == {
        "swain2020": Reference(
            "swain2020", "trial", "Swain SM, et al.", "End-of-study results", "Lancet Oncol", "2020", pmid="32171426"
        )
    }


def test_references_keep_the_order_of_the_file():
    references, _ = read(REFERENCES + REFERENCES.replace("swain2020", "another"))
    assert list(references) == ["swain2020", "another"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"pmid": "32171426"}, "7: 'pmid': write the number in quotation marks, as \"32171426\""),
        ({"doi": "https://doi.org/10.1/x"}, "7: 'doi': write the bare identifier, as 10.1056/NEJMoa1413513"),
        (
            {"pmid": '"1"', "year": "2020"},
            "6: 'year': write it in quotation marks, \"2020\", so that it is shown as written",
        ),
        ({"pmid": '"1"', "url": "http://a.org"}, "8: 'url': write an address that begins with https://"),
        (
            {"pmid": '"1"', "journal": "x"},
            "8: unknown key 'journal'; known are type, authors, title, source, year, details, doi, pmid, url",
        ),
        ({"pmid": '"1"', "title": None}, "1: 'title' is missing"),
        (
            {"pmid": '"1"', "type": "blog"},
            "2: 'type': 'blog' is not one of trial, guideline, review, label, regulator, standard",
        ),
    ],
)
def test_a_wrong_field_is_reported_at_its_line(fields, problem):
    _, found = read(entry(**fields))
    assert f"references.yaml:{problem}" in found


@pytest.mark.parametrize(
    ("kind", "url", "accepted"),
    [
        ("label", True, True),
        ("regulator", True, True),
        ("standard", True, False),
        ("trial", True, False),
        ("guideline", True, False),
        ("review", True, False),
        ("label", False, False),
    ],
)
def test_only_documents_without_identifiers_may_stand_on_their_address(kind, url, accepted):
    _, found = read(entry(type=kind, url="https://www.accessdata.fda.gov/label" if url else None))
    needs = "give a DOI or a PMID (a label or an authority's document may have its address as url)"
    assert found == ([] if accepted else [f"references.yaml:1: some_key: {needs}"])


@pytest.mark.parametrize(
    "url",
    [
        "https://www.fda.gov/drugs/notice",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=7e67e73e",
        "https://www.ema.europa.eu/en/medicines/human/EPAR/herceptin",
        "https://assets.publishing.service.gov.uk/label.pdf",
    ],
)
def test_a_label_is_cited_at_the_authority_itself(url):
    assert read(entry(type="label", url=url))[1] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://www.guidelinecentral.com/guideline/7342",
        "https://www.onclive.com/view/fda-approves",
        "https://fda.gov.example.org/notice",
        "https://example.org/?from=www.fda.gov",
        "https://notfda.govt/notice",
    ],
)
def test_a_mirror_or_a_news_page_is_no_source(url):
    _, found = read(entry(type="regulator", pmid='"1"', url=url))
    message = "'url': write the address at the regulator or authority itself, not at a mirror or a news page"
    assert found == [f"references.yaml:8: {message}"]


def test_a_key_has_plain_characters():
    _, found = read(entry(pmid='"1"').replace("some_key", "Some Key"))
    assert found == [
        "references.yaml:1: 'Some Key': a reference's key has lower-case letters, digits, hyphens and underscores"
    ]


def test_a_file_that_is_a_list_is_refused_without_a_crash():
    _, found = read("- 1\n- 2\n")
    assert found[0] == "references.yaml:1: 'authors' is missing"
