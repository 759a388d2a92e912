"""What the country package declares for supervision: the calendar of working days, a city's rules."""

from functools import cache

from zengshou.plan.ledger.calendar_load import read_calendar
from zengshou.plan.ledger.process_rules import ProcessRules, read_process_rules, standard_process_rules
from zengshou.plan.ledger.supervision_rules import SupervisionRules, read_supervision, standard_supervision
from zengshou.plan.ledger.working_days import Calendar
from zengshou.store.country import COUNTRY, city, has_file, read_yaml


@cache
def working_calendar(country: str = COUNTRY) -> Calendar:
    """national/working_days.yaml; without the file weekends alone are off, and the calendar knows no year."""
    path = "national/working_days.yaml"
    return read_calendar(read_yaml(path, country), path) if has_file(path, country) else Calendar({})


@cache
def process_rules(name: str, country: str = COUNTRY) -> ProcessRules:
    """A city's rules of the process lamp: cities/<city>/process_lamps.yaml over the standard ones."""
    path = f"cities/{city(name, country).key}/process_lamps.yaml"
    return read_process_rules(read_yaml(path, country), path) if has_file(path, country) else standard_process_rules()


@cache
def supervision_rules(name: str, country: str = COUNTRY) -> SupervisionRules:
    """A city's rules of supervision: cities/<city>/supervision.yaml over the standard ones."""
    path = f"cities/{city(name, country).key}/supervision.yaml"
    return read_supervision(read_yaml(path, country), path) if has_file(path, country) else standard_supervision()
