"""Changing keys in two steps, without an outage: docs/keys.md says when and in which order."""

import time
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import AppGroup

from app.extensions import db, may_write
from app.keys import source_of
from app.models import KeyProof
from app.protection.key_sources import RingFile, RingText
from app.protection.keys import KeyProblem, KeyRing
from app.protection.sealing import vault
from app.services import auditing, key_checking, key_proving
from app.services.key_checking import KeyUse
from app.services.rotating import Rotation

MOST_NAMED = 20
RESTARTED = "restarted"

keys = AppGroup("keys", help="Make, use, rotate and check the keys that seal.")


@keys.command("new")
@click.option("--another", is_flag=True, help="Although one that was made before waits to be used.")
def make_key(another: bool) -> None:
    """Make a new key. It opens from the next start on, and does not seal yet."""
    refuse_while_one_waits(another)
    next_id = key_proving.next_id()
    ring = change_ring(lambda ring: ring.with_new_key(max(next_id, 1 + max(ring.roots))))
    key_id = next(iter(ring.roots))
    note(f"made key {key_id}", key_proving.get_proof(vault.ring.newest))
    tell(f"Key {key_id} is new. It opens, and does not seal yet.")
    tell("Put a copy of the ring into escrow now, and restart every process, one after another.")
    tell(f"When every one of them has started anew: flask keys use {key_id}")


def refuse_while_one_waits(another: bool) -> None:
    in_use = key_proving.began()
    waiting = next((key_id for key_id in vault.ring.roots if key_id not in in_use), None)
    if waiting is not None and not another:
        raise click.ClickException(
            f"Key {waiting} was made before, and does not seal yet. When every process has been restarted:"
            f" flask keys use {waiting}. For one more all the same: flask keys new --another"
        )


@keys.command("use")
@click.argument("key_id", type=int)
@click.option("--yes", is_flag=True, help="Every process has been restarted since the key was made.")
def use_key(key_id: int, yes: bool) -> None:
    """Let a key seal, from the next start of each process on."""
    refuse_unless_held(key_id)
    if key_id == vault.ring.newest:
        tell(f"Key {key_id} seals already.")
        return
    refuse_unless_restarted(f"since key {key_id} was made", yes)
    note(f"brought key {key_id} into use", key_proving.bring_into_use(key_id))
    change_ring(lambda ring: ring.sealing_under(key_id))
    tell(f"Key {key_id} seals from the next start on. Restart every process, one after another.")
    tell("When every one of them has started anew: flask keys rotate")


@keys.command("rotate")
@click.option("--batch", default=200, show_default=True, type=click.IntRange(1, 5000), help="Rows at a time.")
@click.option("--pause", default=20, show_default=True, type=click.IntRange(0), help="Milliseconds between batches.")
@click.option("--yes", is_flag=True, help="Every process has been restarted since the key was brought into use.")
def rotate_keys(batch: int, pause: int, yes: bool) -> None:
    """Seal everything anew under the newest key, while the service runs. Stop it when you like, and begin again."""
    refuse_unless_restarted(f"since key {vault.ring.newest} was brought into use", yes)
    newest, rotation, told = vault.ring.newest, Rotation(size=batch), 0
    click.echo(f"Sealing under key {newest} what another key has sealed.")
    for table in rotation.run():
        db.session.commit()
        if rotation.changed >= told + 1000:
            told = rotation.changed
            click.echo(f"{told:,} rows so far, now in {table}")
        time.sleep(pause / 1000)  # whoever waits to write has their turn
    reason = f"{rotation.changed} rows sealed anew, {rotation.left + len(rotation.stuck)} left"
    note(f"rotated to key {newest}", key_proving.get_proof(newest), reason)
    click.echo(f"{rotation.changed:,} rows are sealed anew.")
    tell_what_is_left(rotation)


def tell_what_is_left(rotation: Rotation) -> None:
    if rotation.late:
        click.echo(f"{rotation.late:,} rows were sealed under an older key while this ran: restart every process.")
    for (table, row_id), why in list(rotation.stuck.items())[:MOST_NAMED]:
        click.echo(f"{table} {row_id}: {why}")
    if rotation.stuck:
        raise click.ClickException(f"{len(rotation.stuck):,} rows cannot be sealed anew. docs/keys.md says what to do.")
    if rotation.left:
        raise click.ClickException(f"{rotation.left:,} rows are left. Restart what has not been, and rotate again.")
    click.echo("Nothing is left. See what each key is still needed for: flask keys check")


@keys.command("check")
@click.option("--all", "every", is_flag=True, help="Open every value, not some of each column.")
def check_keys(every: bool) -> None:
    """Say what each key is still needed for, and whether everything opens."""
    reading = may_write.set(False)
    try:
        for use in key_checking.uses():
            tell_use(use)
        opened, misfits = 0, []
        for misfit in key_checking.openings(every=every):
            opened += 1
            misfits += [misfit] if misfit else []
    finally:
        db.session.rollback()
        may_write.reset(reading)
    for misfit in misfits[:MOST_NAMED]:
        click.echo(f"{misfit.where} of {misfit.row_id}: {misfit.why}")
    if misfits:
        raise click.ClickException(f"{len(misfits):,} of {opened:,} do not open. docs/keys.md says what to do.")
    click.echo(f"All {opened:,} values open." if every else f"A sample of {opened:,} values opens. Every one: --all")


def tell_use(use: KeyUse) -> None:
    click.echo(f"Key {use.key_id} {'seals' if use.is_newest else 'opens' if use.is_held else 'is not in the ring'}.")
    for column, count in sorted(use.sealed.items()):
        click.echo(f"  {column}: {count:,}")
    if use.recognised:
        click.echo(f"  known by it alone: {use.lost_without}")
    if use.what_next:
        click.echo(f"  {use.what_next}")


@keys.command("remove")
@click.argument("key_id", type=int)
@click.option("--stop-words", is_flag=True, help="Although 4 words, codes and links known by it stop working.")
def remove_key(key_id: int, stop_words: bool) -> None:
    """Take a key out of the ring, when nothing needs it. Its id is never used again."""
    refuse_unless_held(key_id)
    use = next(use for use in key_checking.uses() if use.key_id == key_id)
    if use.why_it_stays:
        raise click.ClickException(use.why_it_stays)
    if use.recognised and not stop_words:
        raise click.ClickException(
            f"Key {key_id} must stay: it alone knows {use.lost_without}. "
            "--stop-words takes it out, and those stop working."
        )
    reason = f"Stopped working: {use.lost_without}" if use.recognised else None
    note(f"took out key {key_id}", key_proving.retire(key_id), reason)
    change_ring(lambda ring: ring.without(key_id))
    tell(f"Key {key_id} is out of the ring. Restart every process, one after another.")
    tell("Keep its copy in escrow for as long as you keep a backup that needs it.")


def change_ring(edit: Callable[[KeyRing], KeyRing]) -> KeyRing:
    """Change the ring where it stands. Where that is a setting, print what it must be: the only thing on stdout."""
    source = source_of(current_app.config)
    try:
        if isinstance(source, RingFile):
            return source.change(edit)
        if not isinstance(source, RingText):
            raise click.ClickException("Change the ring where it is kept. docs/keys.md says in which order.")
        ring = edit(source.read())
    except KeyProblem as problem:
        raise click.ClickException(str(problem)) from problem
    tell("Change this setting where KEY_RING stands (SETTINGS_FILE or the like), and clear the screen:")
    click.echo(f"KEY_RING={ring.as_text()}")
    return ring


def refuse_unless_restarted(since: str, yes: bool) -> None:
    """Ask for a word: a yes is typed too soon, and a server that lacks the key fails on what is sealed under it."""
    if yes:
        return
    tell("A process that does not know the key cannot open what is sealed under it: its pages fail, until a restart.")
    tell("The line “ready” in the log of each server names the keys it has loaded.")
    question = f"Has every server process been restarted {since}? Type the word {RESTARTED}"
    if click.prompt(question, default="", show_default=False, err=True).strip().lower() != RESTARTED:
        raise click.ClickException("Restart every process first. Nothing was changed.")


def refuse_unless_held(key_id: int) -> None:
    if key_id not in vault.ring.roots:
        held = ", ".join(str(held) for held in vault.ring.roots)
        raise click.ClickException(f"Key {key_id} is not in KEY_RING. The ring holds: {held}.")


def note(deed: str, proof: KeyProof, reason: str | None = None) -> None:
    """Write down what is done, and commit. Before the ring changes: a line too many is better than one too few."""
    auditing.note(None, deed, proof, reason=reason)
    db.session.commit()


def tell(line: str) -> None:
    """Beside a ring that may stand on stdout."""
    click.echo(line, err=True)
