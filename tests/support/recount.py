"""Recounts by plain SQL what the figures of a summary say: a second count that knows nothing of the first.

Every function asks a cursor of the database itself; this module imports nothing of the portal (a test keeps it so).
Figures of a unit are of its called units: at or below its path, without the coordinated, which are in no total but
their own.
"""

from dataclasses import dataclass
from typing import Any

RECEIVED = "('submitted', 'returned', 'accepted')"
CALLED = """
    WITH every AS (
        SELECT c.*, p.number, p.campaign_id FROM campaigns_calledunit c JOIN campaigns_phase p ON p.id = c.phase_id
        JOIN campaigns_phase n ON n.id = %(phase)s AND n.campaign_id = p.campaign_id AND p.number <= n.number
        WHERE substr(c.path, 1, %(length)s) = %(path)s AND (NOT c.coordinated OR c.unit_id = %(unit)s)),
    called AS (SELECT * FROM every WHERE phase_id = %(phase)s)
"""
TOLD = """
    told AS (
        SELECT c.unit_id, c.name, c.kind, c.number, i.id AS indicator, i.code, i.over_phases, s.category,
               {bloc} AS bloc,
               coalesce(g.value, g.numerator) AS amount, g.denominator
        FROM campaigns_figure g JOIN campaigns_filing f ON f.counted_submission_id = g.submission_id
        JOIN {called} c ON c.id = f.called_id JOIN campaigns_indicator i ON i.id = g.indicator_id
        JOIN campaigns_section s ON s.id = i.section_id
        WHERE f.kind = %(kind)s AND f.status = 'accepted'),
    ranked AS (
        SELECT t.*, row_number() OVER (PARTITION BY unit_id, code ORDER BY number DESC) AS back,
               row_number() OVER (PARTITION BY unit_id, code ORDER BY
                   CASE WHEN denominator > 0 THEN amount * 1.0 / denominator ELSE amount END DESC, number) AS top,
               sum(amount) OVER (PARTITION BY unit_id, code) AS amounts,
               sum(denominator) OVER (PARTITION BY unit_id, code) AS denominators FROM told t),
    results AS (
        SELECT unit_id, name, kind, code, category, bloc,
               CASE WHEN over_phases = 'sum' THEN amounts ELSE amount END AS amount,
               CASE WHEN over_phases = 'sum' THEN denominators ELSE denominator END AS denominator
        FROM ranked WHERE CASE WHEN over_phases = 'max' THEN top ELSE back END = 1)
"""
"""`results`: what each unit told of an indicator in some phases, as one: their sum, the last or the highest."""
BLOC = """CASE WHEN c.kind <> 'grassroots' THEN 'own'
               WHEN c.form = 'occupational' THEN 'enterprise'
               WHEN c.strand IN ('administrative', 'public_service') THEN 'administrative' ELSE 'enterprise' END"""


HEADCOUNTS = ("workers", "women", "minorities", "members", "women_members", "direct", "insured")


@dataclass(frozen=True)
class Recount:
    """The recount of a phase at a unit, or `whole` of the year up to it. `cursor`: of the database, or of a copy."""

    cursor: Any
    phase: int
    unit: int
    path: str
    whole: bool = False

    def rows(self, query: str, **more: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query over `called`, the counted units called to the phase, and `every`, up to it."""
        own = {"phase": self.phase, "unit": self.unit, "path": self.path, "length": len(self.path)}
        self.cursor.execute(f"{CALLED} {query}", own | more)
        return self.cursor.fetchall()

    @property
    def counted(self) -> str:
        """The called units whose results a summary adds up."""
        return "every" if self.whole else "called"

    def guidance(self) -> tuple[int, ...]:
        """Return how many of the called units recorded their launch and their review, and how many inspections of them
        were held from the first to the last day reported on.
        """
        ((*counts,),) = self.rows(
            f"""
            SELECT (SELECT count(*) FROM campaigns_gathering g JOIN called c ON c.unit_id = g.unit_id
                    WHERE g.kind = 'launch' AND g.withdrawn_at IS NULL AND g.campaign_id = c.campaign_id),
                   (SELECT count(*) FROM campaigns_gathering g JOIN called c ON c.unit_id = g.unit_id
                    WHERE g.kind = 'review' AND g.withdrawn_at IS NULL AND g.phase_id = c.phase_id),
                   (SELECT count(*) FROM campaigns_inspection i JOIN called c ON c.unit_id = i.unit_id
                    WHERE i.status <> 'discarded' AND i.campaign_id = c.campaign_id
                    AND i.visited_on <= (SELECT ends_on FROM campaigns_phase WHERE id = %(phase)s)
                    AND i.visited_on >= (SELECT min(p.starts_on) FROM campaigns_phase p WHERE p.id IN
                                         (SELECT phase_id FROM {self.counted})))
            """
        )
        return tuple(counts)

    def sheets(self, kind: str) -> tuple[int, ...]:
        """Return how many sheets of a kind are expected, received, accepted, waiting, late and excused.

        Of a year the pledge of each unit is that of any phase: one received, else one expected, the latest of those.
        """
        any_phase = self.whole and kind == "pledge"
        ((*counts,),) = self.rows(
            f"""
            , sheets AS (
                SELECT f.status, f.late, row_number() OVER (PARTITION BY c.unit_id ORDER BY
                    CASE WHEN f.status IN {RECEIVED} THEN 0 WHEN f.status <> 'excused' THEN 1 ELSE 2 END,
                    c.number DESC) AS rank
                FROM campaigns_filing f JOIN {"every" if any_phase else "called"} c ON c.id = f.called_id
                WHERE f.kind = %(kind)s AND c.unit_id IN (SELECT unit_id FROM called))
            SELECT sum(CASE WHEN status <> 'excused' THEN 1 ELSE 0 END),
                   sum(CASE WHEN status IN {RECEIVED} THEN 1 ELSE 0 END),
                   sum(CASE WHEN status = 'accepted' THEN 1 ELSE 0 END),
                   sum(CASE WHEN status = 'submitted' THEN 1 ELSE 0 END),
                   sum(CASE WHEN status IN {RECEIVED} AND late THEN 1 ELSE 0 END),
                   sum(CASE WHEN status = 'excused' THEN 1 ELSE 0 END)
            FROM sheets WHERE rank = 1
            """,
            kind=kind,
        )
        return tuple(map(int, counts))

    def headcounts(self) -> tuple[int | None, ...]:
        """Return the sums of all headcounts, grassroots unions, how many of those have told none, and workers of those
        that told how many are women.
        """
        sums = ", ".join(f"sum(coalesce(r.{name}, p.{name}, c.{name}))" for name in HEADCOUNTS)
        ((*counts,),) = self.rows(
            f"""
            SELECT {sums}, count(*), sum(CASE WHEN r.id IS NULL AND p.id IS NULL THEN 1 ELSE 0 END),
                   sum(CASE WHEN coalesce(r.women, p.women, c.women) IS NOT NULL
                       THEN coalesce(r.workers, p.workers, c.workers) END)
            FROM called c
            LEFT JOIN (SELECT h.*, f.called_id FROM campaigns_headcount h
                       JOIN campaigns_filing f ON f.counted_submission_id = h.submission_id
                       WHERE f.kind = 'report' AND f.status = 'accepted') r ON r.called_id = c.id
            LEFT JOIN (SELECT h.*, f.called_id FROM campaigns_headcount h
                       JOIN campaigns_filing f ON f.counted_submission_id = h.submission_id
                       WHERE f.kind = 'pledge' AND f.status = 'accepted') p ON p.called_id = c.id
            WHERE c.kind = 'grassroots'
            """
        )
        return tuple(count if count is None else int(count) for count in counts)

    def units(self) -> tuple[int, ...]:
        """Return upper unions below, those of places, and grassroots unions of fewer than thirty members."""
        ((*counts,),) = self.rows(
            """
            SELECT sum(CASE WHEN kind <> 'grassroots' AND unit_id <> %(unit)s THEN 1 ELSE 0 END),
                   sum(CASE WHEN kind = 'upper_place' THEN 1 ELSE 0 END),
                   sum(CASE WHEN kind = 'grassroots' AND members < 30 THEN 1 ELSE 0 END) FROM called
            """
        )
        return tuple(map(int, counts))

    def indicators(self, kind: str, *, so_far: bool) -> list[tuple[Any, ...]]:
        """Return by code and bloc what accepted sheets add up to: code, bloc, units, numerator, denominator.

        `so_far`: of all phases up to this one; of pledges that is the latest.
        """
        told = TOLD.format(bloc=BLOC, called="every" if so_far else "called")
        if kind == "pledge":
            told = told.replace("i.over_phases", "'last' AS over_phases")
        query = f", {told} SELECT code, bloc, count(*), sum(amount), sum(denominator) FROM results GROUP BY 1, 2"
        return self.rows(query, kind=kind)

    def assigned(self, *, whole: bool) -> list[tuple[Any, ...]]:
        """Return by code what was assigned to the unions one level below; of the launching unit (`whole`) to it too."""
        self.cursor.execute(
            """
            SELECT i.code, sum(t.value) FROM campaigns_assignedtarget t
            JOIN campaigns_indicator i ON i.id = t.indicator_id JOIN units_unit u ON u.id = t.to_id
            JOIN campaigns_phase p ON p.campaign_id = i.campaign_id
            WHERE p.id = %s AND i.over_units <> 'ratio' AND NOT u.coordinated
            AND ((t.by_id = %s AND u.parent_id = %s) OR t.to_id = %s) GROUP BY 1
            """,
            [self.phase, self.unit, self.unit if whole else 0, self.unit],
        )
        return self.cursor.fetchall()

    def works(self) -> list[tuple[Any, ...]]:
        """Return by kind the works done, recognised, and their declared and checked values, each work once."""
        return self.rows(
            f"""
            , latest AS (
                SELECT r.*, w.kind, row_number() OVER (PARTITION BY r.work_id ORDER BY c.number DESC) AS back
                FROM campaigns_workresult r JOIN campaigns_workentry w ON w.id = r.registered_id
                JOIN campaigns_filing f ON f.counted_submission_id = r.submission_id
                JOIN {self.counted} c ON c.id = f.called_id WHERE f.kind = 'report' AND f.status = 'accepted')
            SELECT r.kind, sum(CASE WHEN r.done THEN 1 ELSE 0 END),
                   sum(CASE WHEN r.done AND r.recognised_by <> '' AND r.recognised_on IS NOT NULL THEN 1 ELSE 0 END),
                   sum(CASE WHEN r.done THEN r.value END), sum(CASE WHEN r.done THEN x.value END)
            FROM latest r LEFT JOIN campaigns_workcheck x ON x.work_result_id = r.id AND NOT EXISTS
                (SELECT 1 FROM campaigns_workcheck y WHERE y.work_result_id = r.id AND y.id > x.id)
            WHERE back = 1 GROUP BY 1
            """
        )

    def registered(self) -> list[tuple[Any, ...]]:
        """Return by kind the works that each unit's latest accepted pledge registers, without those withdrawn."""
        return self.rows(
            """
            , pledges AS (
                SELECT f.counted_submission_id,
                       row_number() OVER (PARTITION BY c.unit_id ORDER BY c.number DESC) AS back
                FROM campaigns_filing f JOIN every c ON c.id = f.called_id
                WHERE f.kind = 'pledge' AND f.status = 'accepted')
            SELECT w.kind, count(*) FROM campaigns_workentry w JOIN campaigns_work k ON k.id = w.work_id
            JOIN pledges p ON p.counted_submission_id = w.submission_id
            WHERE p.back = 1 AND NOT k.withdrawn GROUP BY 1
            """
        )

    def exemplars(self) -> list[str]:
        """Return who is made known as an exemplar: chosen, and with a consent that was not withdrawn."""
        names = self.rows(
            f"""
            SELECT e.who FROM campaigns_exemplar e JOIN campaigns_filing f ON f.counted_submission_id = e.submission_id
            JOIN {self.counted} c ON c.id = f.called_id JOIN campaigns_exemplarconsent x ON x.id = e.consent_id
            WHERE e.published AND f.status = 'accepted' AND x.withdrawn_at IS NULL
            """
        )
        return sorted(who for (who,) in names)

    def spring(self) -> list[tuple[Any, ...]]:
        """Return what upper unions of a place answered about spring: name, code, value."""
        told = TOLD.format(bloc=BLOC, called=self.counted)
        query = f", {told} SELECT name, code, amount FROM results WHERE kind = 'upper_place' AND category = 'spring'"
        return self.rows(query, kind="report")

    def last_year(self) -> list[tuple[Any, ...]]:
        """Return by code what the same period of the year before added up to: code, units, numerator, denominator."""
        before = """(
            SELECT c.*, p.number FROM campaigns_calledunit c JOIN campaigns_phase p ON p.id = c.phase_id
            JOIN campaigns_campaign k ON k.id = p.campaign_id
            JOIN campaigns_phase n ON n.id = %(phase)s JOIN campaigns_campaign m ON m.id = n.campaign_id
            WHERE k.year = m.year - 1 AND k.unit_id = m.unit_id
            AND (p.number = n.number OR (%(whole)s AND p.number < n.number))
            AND substr(c.path, 1, %(length)s) = %(path)s AND (NOT c.coordinated OR c.unit_id = %(unit)s))"""
        told = TOLD.format(bloc=BLOC, called=before)
        query = f", {told} SELECT code, count(*), sum(amount), sum(denominator) FROM results GROUP BY 1"
        return self.rows(query, kind="report", whole=self.whole)

    def awards(self) -> list[tuple[Any, ...]]:
        """Return by title the awards that were not annulled: code, collectives, persons, women, minorities."""
        return self.rows(
            f"""
            SELECT t.code, sum(CASE WHEN a.is_person THEN 0 ELSE 1 END), sum(CASE WHEN a.is_person THEN 1 ELSE 0 END),
                   sum(CASE WHEN a.is_person AND a.sex = 'female' THEN 1 ELSE 0 END),
                   sum(CASE WHEN a.is_person AND a.minority THEN 1 ELSE 0 END)
            FROM awards_award a JOIN awards_awardtitle t ON t.id = a.title_id
            JOIN {self.counted} c ON c.phase_id = a.phase_id AND c.unit_id = a.unit_id
            WHERE a.annulled_by_id IS NULL GROUP BY 1
            """
        )
