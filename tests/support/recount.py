"""Recounts by plain SQL what the figures of a summary say: a second count that knows nothing of the first.

Every function asks a cursor of the database itself; this module imports nothing of the portal (a test keeps it so).
Figures of a unit are of its called units: at or below its path, without the coordinated, which are in no total but
their own.
"""

from dataclasses import dataclass
from typing import Any

RECEIVED = "('submitted', 'returned', 'accepted')"
CALLED = """
    SELECT * FROM campaigns_calledunit WHERE phase_id = %(phase)s
    AND substr(path, 1, %(length)s) = %(path)s AND (NOT coordinated OR unit_id = %(unit)s)
"""
BLOC = """CASE WHEN c.kind <> 'grassroots' THEN 'own'
               WHEN c.form = 'occupational' THEN 'enterprise'
               WHEN c.strand IN ('administrative', 'public_service') THEN 'administrative' ELSE 'enterprise' END"""


@dataclass(frozen=True)
class Recount:
    """The recount of a phase at a unit. `cursor`: of the database, or of a copy of it."""

    cursor: Any
    phase: int
    unit: int
    path: str

    def rows(self, query: str, **more: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query over `called`, the counted called units."""
        own = {"phase": self.phase, "unit": self.unit, "path": self.path, "length": len(self.path)}
        self.cursor.execute(f"WITH called AS ({CALLED}) {query}", own | more)
        return self.cursor.fetchall()

    def sheets(self, kind: str) -> tuple[int, ...]:
        """Return how many sheets of a kind are expected, received, accepted, waiting, late and excused."""
        ((*counts,),) = self.rows(
            f"""
            SELECT sum(CASE WHEN status <> 'excused' THEN 1 ELSE 0 END),
                   sum(CASE WHEN status IN {RECEIVED} THEN 1 ELSE 0 END),
                   sum(CASE WHEN status = 'accepted' THEN 1 ELSE 0 END),
                   sum(CASE WHEN status = 'submitted' THEN 1 ELSE 0 END),
                   sum(CASE WHEN status IN {RECEIVED} AND late THEN 1 ELSE 0 END),
                   sum(CASE WHEN status = 'excused' THEN 1 ELSE 0 END)
            FROM campaigns_filing f JOIN called c ON c.id = f.called_id WHERE f.kind = %(kind)s
            """,
            kind=kind,
        )
        return tuple(map(int, counts))

    def headcounts(self) -> tuple[int, ...]:
        """Return workers, women, members, grassroots unions, and how many of those have told no headcount."""
        ((*counts,),) = self.rows(
            """
            SELECT sum(coalesce(r.workers, p.workers, c.workers)), sum(coalesce(r.women, p.women, c.women)),
                   sum(coalesce(r.members, p.members, c.members)), count(*),
                   sum(CASE WHEN r.id IS NULL AND p.id IS NULL THEN 1 ELSE 0 END)
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
        return tuple(map(int, counts))

    def indicators(self, kind: str) -> list[tuple[Any, ...]]:
        """Return by code and bloc what accepted sheets add up to: code, bloc, units, numerator, denominator."""
        return self.rows(
            f"""
            SELECT i.code, {BLOC}, count(*), sum(coalesce(g.value, g.numerator)), sum(g.denominator)
            FROM campaigns_figure g
            JOIN campaigns_filing f ON f.counted_submission_id = g.submission_id JOIN called c ON c.id = f.called_id
            JOIN campaigns_indicator i ON i.id = g.indicator_id
            WHERE f.kind = %(kind)s AND f.status = 'accepted' GROUP BY 1, 2
            """,
            kind=kind,
        )

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
        """Return by kind the works done, recognised, and their declared and checked values."""
        return self.rows(
            """
            SELECT w.kind, sum(CASE WHEN r.done THEN 1 ELSE 0 END),
                   sum(CASE WHEN r.done AND r.recognised_by <> '' AND r.recognised_on IS NOT NULL THEN 1 ELSE 0 END),
                   sum(CASE WHEN r.done THEN r.value END), sum(CASE WHEN r.done THEN x.value END)
            FROM campaigns_workresult r JOIN campaigns_workentry w ON w.id = r.registered_id
            LEFT JOIN campaigns_workcheck x ON x.work_result_id = r.id AND NOT EXISTS
                (SELECT 1 FROM campaigns_workcheck y WHERE y.work_result_id = r.id AND y.id > x.id)
            JOIN campaigns_filing f ON f.counted_submission_id = r.submission_id JOIN called c ON c.id = f.called_id
            WHERE f.status = 'accepted' GROUP BY 1
            """
        )

    def exemplars(self) -> list[str]:
        """Return who is made known as an exemplar: chosen, and with a consent that was not withdrawn."""
        names = self.rows(
            """
            SELECT e.who FROM campaigns_exemplar e JOIN campaigns_filing f ON f.counted_submission_id = e.submission_id
            JOIN called c ON c.id = f.called_id JOIN campaigns_exemplarconsent x ON x.id = e.consent_id
            WHERE e.published AND f.status = 'accepted' AND x.withdrawn_at IS NULL
            """
        )
        return sorted(who for (who,) in names)

    def spring(self) -> list[tuple[Any, ...]]:
        """Return what upper unions of a place answered about spring: name, code, value."""
        return self.rows(
            """
            SELECT c.name, i.code, g.value FROM campaigns_figure g JOIN campaigns_indicator i ON i.id = g.indicator_id
            JOIN campaigns_section s ON s.id = i.section_id
            JOIN campaigns_filing f ON f.counted_submission_id = g.submission_id JOIN called c ON c.id = f.called_id
            WHERE c.kind = 'upper_place' AND s.category = 'spring' AND f.kind = 'report' AND f.status = 'accepted'
            """
        )

    def last_year(self) -> list[tuple[Any, ...]]:
        """Return by code what the same phase of the year before added up to: code, units, numerator, denominator."""
        self.cursor.execute(
            """
            SELECT i.code, count(*), sum(coalesce(g.value, g.numerator)), sum(g.denominator)
            FROM campaigns_figure g JOIN campaigns_indicator i ON i.id = g.indicator_id
            JOIN campaigns_filing f ON f.counted_submission_id = g.submission_id
            JOIN campaigns_calledunit c ON c.id = f.called_id
            JOIN campaigns_phase p ON p.id = c.phase_id JOIN campaigns_campaign k ON k.id = p.campaign_id
            JOIN campaigns_phase n ON n.id = %s JOIN campaigns_campaign m ON m.id = n.campaign_id
            WHERE k.year = m.year - 1 AND p.number = n.number AND f.kind = 'report' AND f.status = 'accepted'
            AND substr(c.path, 1, %s) = %s AND (NOT c.coordinated OR c.unit_id = %s) GROUP BY 1
            """,
            [self.phase, len(self.path), self.path, self.unit],
        )
        return self.cursor.fetchall()
