"""我能享受哪些政策: one page of questions at a time, what follows from the answers so far, the result.

The answers travel in the form's own fields. Nothing is stored, no cookie is set, nothing stands in an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from zengshou.faces.web.site import Site, render
from zengshou.faces.web.visit import Visit
from zengshou.faces.words import Language
from zengshou.services.policy.entitlements import Entitlement, Fit
from zengshou.services.policy.finder_form import FieldProblem, as_text, field_of, in_words, typed_texts
from zengshou.services.policy.finder_pages import MEMBERS, MOST_MEMBERS, TOPICS, Answers, Ask, Page, Topic

MOST_FIELDS = 20_000  # every answer of every member of the largest household
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Step:
    """What a reader sees next.

    page      questions to answer; None: the page of all answers, or the result
    typed     texts of the fields as they were filled in
    """

    page: Page | None
    answers: Answers
    typed: Mapping[str, str]
    problems: tuple[FieldProblem, ...] = ()
    is_result: bool = False


class Finder:
    """The finder of one city on one day, for one request."""

    def __init__(self, site: Site, visit: Visit) -> None:
        self.library = site.settings.library
        self.visit = visit
        self.city, self.day = visit.city.key, site.settings.today()

    def first(self) -> Step:
        return Step(self.library.first_page(self.city, self.day), Answers(), {})

    def step(self, fields: Fields, go: str) -> Step:
        """Where the button `go` leads: next, skip, check, result, stay, or page:TOPIC."""
        if go == "stay":
            return self._stay(fields)
        if go in ("next", "skip"):
            return self._on(fields, go == "skip")
        # Any other way on leaves the page as it was answered before.
        answers, _ = self.library.answers(self.city, self.day, without_asked(fields), False)
        topic = next((each for each in TOPICS if go == f"page:{each.id}"), None)
        if topic is not None:
            page = self.library.seen_page(self.city, topic, answers, self.day)
            return Step(page, answers, self.texts(page, answers))
        return Step(None, answers, {}, is_result=go == "result")

    def _on(self, fields: Fields, is_skipped: bool) -> Step:
        answers, problems = self.library.answers(self.city, self.day, fields, is_skipped)
        if problems:
            return self._stay(fields, problems)
        page = self.library.next_page(self.city, answers, self.day)
        return Step(page, answers, self.texts(page, answers) if page else {})

    def _stay(self, fields: Fields, problems: tuple[FieldProblem, ...] = ()) -> Step:
        """The same page once more, as it was filled in."""
        before, _ = self.library.answers(self.city, self.day, without_asked(fields), False)
        given, asked = dict(fields), tuple(text for name, text in fields if name == "asked")
        if asked:
            page = self.library.asked_page(self.city, given.get("page", ""), asked, self.day)
            return Step(page, before, typed_texts(fields), problems)
        return Step(None, before, {}, problems, given.get("view") == "result")

    def texts(self, page: Page, answers: Answers) -> dict[str, str]:
        """The fields of a page as the answers so far fill them."""
        texts = {MEMBERS: str(answers.members)} if MEMBERS in answers.seen else {}
        for question in page.questions:
            for row, value in enumerate(answers.given.get(question.name, ())):
                is_no_month = question.ask is Ask.MONTH and value == 0
                if value is not None and not is_no_month:
                    texts[field_of(question.name, question.is_person, row)] = as_text(question, value)
        return texts

    def found(self, step: Step) -> dict[Fit, tuple[Entitlement, ...]]:
        """What the answers so far settle, by how it stands; nothing before the first page was answered."""
        if not step.answers.seen:
            return {}
        listed = self.library.entitlements(self.city, step.answers, self.day)
        return {fit: tuple(each for each in listed if each.fit is fit) for fit in Fit}

    def before(self, step: Step) -> Topic | None:
        """The page before, for the way back."""
        seen = self.library.seen_topics(self.city, step.answers, self.day)
        earlier = [topic for topic in seen if step.page is None or TOPICS.index(topic) < step.page.number - 1]
        return earlier[-1] if earlier else None

    def all_answers(self, step: Step) -> tuple[tuple[Topic, tuple[tuple[str, tuple[str, ...]], ...]], ...]:
        """(topic, (question, answer of each member)) of everything that was asked."""
        answers = step.answers
        rows = []
        for topic in self.library.seen_topics(self.city, answers, self.day):
            page = self.library.seen_page(self.city, topic, answers, self.day)
            told = [
                (question.text, tuple(in_words(question, value) for value in answers.given.get(question.name, ())))
                for question in page.questions
            ]
            rows.append((topic, tuple(told)))
        return tuple(rows)


def without_asked(fields: Fields) -> Fields:
    """The fields without the page that was just shown."""
    asked = {text for name, text in fields if name == "asked"}
    seen = {text for name, text in fields if name == "seen"}
    new = asked - seen
    return tuple(
        (name, text)
        for name, text in fields
        if name != "asked" and not (name.startswith("q.") and name.split(".")[1] in new)
    )


def finder_page(site: Site, request: Request, visit: Visit, step: Step, size: str) -> HTMLResponse:
    """The page of a step: questions, all answers, or the result."""
    finder = Finder(site, visit)
    template = "questions" if step.page else "result" if step.is_result else "answers"
    return render(
        f"pages/finder_{template}.html",
        request,
        visit,
        status=422 if step.problems else 200,
        step=step,
        page=step.page,
        carried=site.settings.library.fields(visit.city.key, finder.day, step.answers),
        wrong={problem.field: problem.problem for problem in step.problems},
        found=finder.found(step),
        fits=tuple(Fit),
        before=finder.before(step),
        answers=finder.all_answers(step) if step.page is None else (),
        names=step.answers.member_names,
        is_large=size == "large",
        day=finder.day,
        topics=len(TOPICS),
        most_members=MOST_MEMBERS,
        field_of=field_of,
    )


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/entitlements", response_class=HTMLResponse)
    def first(request: Request, city: str, size: str = "") -> HTMLResponse:
        visit = site.visit(city, language, "entitlements")
        return finder_page(site, request, visit, Finder(site, visit).first(), size)

    @pages.post("/{city}/entitlements", response_class=HTMLResponse)
    async def answer(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "entitlements")
        sent = await request.form(max_fields=MOST_FIELDS)
        fields = tuple((name, str(value)) for name, value in sent.multi_items())
        given = dict(fields)
        go, size = given.get("go", "next"), given.get("size", "")
        if go.startswith("size:"):
            go, size = "stay", go.partition(":")[2]
        return finder_page(site, request, visit, Finder(site, visit).step(fields, go), size)

    return pages
