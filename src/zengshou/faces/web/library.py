"""What the pages of the law ask: callables with the services of this installation, replaced in tests where it helps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zengshou.evaluation.forecast import Outlook
from zengshou.services.plan.forecasts import city_outlooks
from zengshou.services.plan.resident_progress import ResidentProgress, resident_progress
from zengshou.services.policy import entitlements as finder
from zengshou.services.policy import explained, finder_form, law_pages
from zengshou.services.policy import policies as listing
from zengshou.services.policy.entitlements import Entitlement
from zengshou.services.policy.explained import Explainable, Explained
from zengshou.services.policy.finder_form import FieldProblem, Fields
from zengshou.services.policy.finder_pages import Answers, Page, Topic
from zengshou.services.policy.law_pages import LawLine, LawPage
from zengshou.services.policy.policies import Policy
from zengshou.services.statistics.accounts import CityAccounts, city_accounts

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Library:
    """One callable a verb; all answer at once."""

    first_page: Callable[[str, str], Page] = finder.first_page
    next_page: Callable[[str, Answers, str], Page | None] = finder.next_page
    seen_page: Callable[[str, Topic, Answers, str], Page] = finder.seen_page
    asked_page: Callable[[str, str, tuple[str, ...], str], Page] = finder.asked_page
    seen_topics: Callable[[str, Answers, str], tuple[Topic, ...]] = finder.seen_topics
    entitlements: Callable[[str, Answers, str], tuple[Entitlement, ...]] = finder.entitlements
    answers: Callable[[str, str, Fields, bool], tuple[Answers, tuple[FieldProblem, ...]]] = finder_form.answers_of
    fields: Callable[[str, str, Answers], Choices] = finder_form.fields_of
    policies: Callable[[str, str, str, str, str], tuple[Policy, ...]] = listing.policy_list
    groups: Callable[[], Choices] = listing.group_choices
    stages: Callable[[], Choices] = listing.stage_choices
    laws: Callable[[str, str], tuple[LawLine, ...]] = law_pages.laws
    law: Callable[[str, str, str], LawPage] = law_pages.law_page
    explainable: Callable[[str], tuple[tuple[str, tuple[Explainable, ...]], ...]] = explained.explainable
    explain_sample: Callable[[str, int, str, str, int], Explained] = explained.explain_sample
    explain_text: Callable[[str, str, str, int], Explained] = explained.explain_text
    sample_title: Callable[[], str] = explained.sample_title
    first_figure: Callable[[], str] = explained.first_figure
    accounts: Callable[[str], CityAccounts] = city_accounts
    outlooks: Callable[[str], Mapping[str, Outlook]] = city_outlooks
    progress: Callable[[str], ResidentProgress] = resident_progress
