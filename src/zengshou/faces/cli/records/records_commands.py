"""zs records: the register of incomes and property. Each group of commands stands in a module of its own."""

import typer

from zengshou.faces.cli.records.records_check_commands import check, hits, judge
from zengshou.faces.cli.records.records_desk_commands import (
    about_register,
    end_token,
    link_persons,
    list_tokens,
    new_token,
)
from zengshou.faces.cli.records.records_figures_command import figures_of_register
from zengshou.faces.cli.records.records_import_commands import (
    decide,
    import_file,
    import_files,
    list_batches,
    quarantine,
    recover_records,
    resubmit_rows,
    setup,
    verify_records,
)
from zengshou.faces.cli.records.records_key_command import renew_key
from zengshou.faces.cli.records.records_link_command import link
from zengshou.faces.cli.records.records_synthesize_command import synthesize

records_app = typer.Typer(help="个人收入和财产登记：导入、隔离、核对。 The register.", no_args_is_help=True)
records_app.command("setup")(setup)
records_app.command("import")(import_file)
records_app.command("import-folder")(import_files)
records_app.command("batches")(list_batches)
records_app.command("decide")(decide)
records_app.command("quarantine")(quarantine)
records_app.command("resubmit")(resubmit_rows)
records_app.command("verify")(verify_records)
records_app.command("recover")(recover_records)
records_app.command("link")(link)
records_app.command("synthesize")(synthesize)
records_app.command("about")(about_register)
records_app.command("link-register")(link_persons)
records_app.command("token")(new_token)
records_app.command("tokens")(list_tokens)
records_app.command("token-revoke")(end_token)
records_app.command("check")(check)
records_app.command("hits")(hits)
records_app.command("judge")(judge)
records_app.command("figures")(figures_of_register)
records_app.command("renew-key")(renew_key)
