"""What it means that a paper is closed for signing, registered or taken back: for summaries, decisions and letters.

Draft → `to_sign` (Chốt để trình ký): the content is stored and the files are drawn once, with blanks for number and
date; block and signer are chosen from the signers of the day. A leader closes what the Board proposed, or the reviewer
whose post may record signed papers. `to_sign` → registered (Ghi số, ngày): the clerk, or that reviewer, writes number
and date beside the frozen content and adds the scan. `to_sign` → draft (Thu lại để sửa): the Board, with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.vietnamese.dates import local_day
from units.access import Answer, done_by, no, yes
from units.acting import Acting
from units.models import Post, Role, Signer, SignerPosition, Unit
from units.models.post import PostQuerySet
from units.models.signer import signers
from units.models.signing import PaperToSign
from units.registration import RegistrationCheck
from units.rules.reader import rule

FOR_CHAIR = "signing.for_chair"
"""The rule that lets a vice chair sign "KT. CHỦ TỊCH"; without one it is not offered."""
VICES = (SignerPosition.STANDING_VICE, SignerPosition.VICE)


@dataclass(frozen=True)
class SignatureBlock:
    """What is printed where a paper is signed: on whose behalf, the position, the name below the pen's room.

    `key`: how a form names it.
    """

    signer: Signer
    on_behalf: str
    position: str
    name: str
    key: str

    @property
    def label(self) -> str:
        return f"{self.name} ({self.on_behalf}, {self.position})"


def signature_blocks(unit: Unit, *, on: date) -> list[SignatureBlock]:
    """Return what a union's papers may be signed with on a day, the usual one first; none where no signer is listed."""
    rows = signers(unit, on=on)
    blocks = [SignatureBlock(row, row.block, row.printed_position, row.name, str(row.pk)) for row in rows]
    vices = [block for block in blocks if block.signer.position in VICES]
    if vices and (for_chair := rule(FOR_CHAIR, on=on)) and for_chair.value:
        blocks += [replace(block, on_behalf="KT. CHỦ TỊCH", key=f"{block.key}-kt") for block in vices]
    return blocks


def chosen_block(unit: Unit, key: str) -> SignatureBlock | None:
    """Return the chosen block of today; for "" the usual one, None where no signer is listed.

    Raises ValidationError at the field `block` for one that is not offered any more.
    """
    blocks = signature_blocks(unit, on=clock.today())
    if not key:
        return blocks[0] if blocks else None
    for block in blocks:
        if block.key == key:
            return block
    raise ValidationError({"block": _("Người này không còn ký văn bản của đơn vị. Xin chọn lại.")})


def check_signed_day(check: RegistrationCheck, paper: PaperToSign, dated_on: date) -> RegistrationCheck:
    """Add to the check of a registration: a day on which the signer does not sign is refused, one before closing asked.

    Where the signer's name is printed another date needs a paper closed anew.
    """
    signer = paper.signer
    if signer and (dated_on < signer.since or (signer.until and dated_on >= signer.until)):
        sentence = _("Ngày {day} {name} không ký văn bản của đơn vị. Xin ghi đúng ngày ký, hoặc thu lại để chốt lại.")
        day = vietnamese.format_date(dated_on)
        refusals = {"dated_on": sentence.format(day=day, name=signer.name)} | check.refusals
        return RegistrationCheck(refusals, check.questions)
    if "dated_on" not in check.refusals and paper.closed_at and dated_on < local_day(paper.closed_at):
        sentence = _("Ngày {day} ở trước ngày chốt để trình ký ({closed}). Có đúng không?")
        closed = vietnamese.format_date(local_day(paper.closed_at))
        question = sentence.format(day=vietnamese.format_date(dated_on), closed=closed)
        return RegistrationCheck(check.refusals, (*check.questions, question))
    return check


def may_close_for(unit: Unit, by: Acting | None) -> Answer:
    """A leader of the unit may close papers, and a reviewer whose post records signed papers."""
    if by and by.unit.pk == unit.pk and (post := _recorder(by) or by.post(Role.LEADER)):
        return yes(post)
    return done_by(Role.LEADER, unit)


def closes_proposals_alone(answer: Answer) -> bool:
    """True for a leader: what is closed was proposed before. A recorder closes any draft."""
    return answer.post is not None and answer.post.role == Role.LEADER


def may_register_for(unit: Unit, by: Acting | None, *, has_registrar: bool | None = None) -> Answer:
    """The unit's clerk may register, or a reviewer whose post records signed papers.

    Where the unit has neither, as in small offices, any of its reviewers may. `has_registrar`: whether it has one of
    them, if that was read already (`registrars`).
    """
    if by and by.unit.pk == unit.pk:
        if post := _recorder(by) or by.post(Role.CLERK):
            return yes(post)
        if post := by.post(Role.REVIEWER):
            has_registrar = registrars(unit).exists() if has_registrar is None else has_registrar
            if not has_registrar:
                return yes(post)
    return no(
        _("Việc này do văn thư hoặc cán bộ được giao ghi nhận văn bản đã ký của {unit} thực hiện.").format(
            unit=unit.name
        )
    )


def registrars(unit: Unit | OuterRef) -> PostQuerySet:
    """Return the posts of today that register the papers of a unit, or of that of an outer query."""
    registers = Q(role=Role.CLERK) | Q(role=Role.REVIEWER, may_record_signed=True)
    return Post.objects.current(clock.today()).filter(registers, unit=unit)


def may_take_back_for(unit: Unit, by: Acting | None) -> Answer:
    """The unit's reviewers, its Board, may take back what is not registered yet."""
    if by and by.unit.pk == unit.pk and by.is_(Role.REVIEWER):
        return yes(by.post(Role.REVIEWER))
    return done_by(Role.REVIEWER, unit)


def _recorder(by: Acting) -> Post | None:
    post = by.post(Role.REVIEWER)
    return post if post and post.may_record_signed else None
