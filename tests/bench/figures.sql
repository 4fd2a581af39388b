-- What the figures of a phase at the unit that launched its campaign are counted from, read by ten statements into
-- tuples: the same rows and columns, without a line of the portal (tests/bench/summary_costs.py). Parameters: `phase`,
-- `unit`, their `campaign`, and `phases`, the ids of the phases up to it.

-- the units called
SELECT c.* FROM campaigns_calledunit c JOIN units_unit u ON u.id = %(unit)s
WHERE c.phase_id = ANY(%(phases)s) AND c.path LIKE u.path || '%%' ORDER BY c."order", c.path, c.id;

-- the targets assigned to those right below
SELECT t.indicator_id, u.path, t.value FROM campaigns_assignedtarget t
JOIN campaigns_indicator i ON i.id = t.indicator_id JOIN units_unit u ON u.id = t.to_id
WHERE i.campaign_id = %(campaign)s AND t.by_id = %(unit)s AND NOT u.coordinated AND i.over_units <> 'ratio';

-- their sheets
SELECT f.id, f.called_id, f.kind, f.status, f.late, f.current_submission_id
FROM campaigns_filing f JOIN campaigns_calledunit c ON c.id = f.called_id JOIN units_unit u ON u.id = %(unit)s
WHERE c.phase_id = ANY(%(phases)s) AND c.path LIKE u.path || '%%' ORDER BY f.id;

-- the headcounts in those accepted
SELECT h.submission_id, h.workers, h.women, h.minorities, h.members, h.women_members, h.direct, h.insured
FROM campaigns_headcount h JOIN campaigns_filing f ON f.counted_submission_id = h.submission_id
JOIN campaigns_calledunit c ON c.id = f.called_id JOIN units_unit u ON u.id = %(unit)s
WHERE c.phase_id = %(phase)s AND c.path LIKE u.path || '%%' AND f.status = 'accepted';

-- the figures in those accepted or waiting
SELECT g.submission_id, g.indicator_id, g.value, g.numerator, g.denominator, g.estimated
FROM campaigns_figure g JOIN campaigns_filing f ON f.current_submission_id = g.submission_id
JOIN campaigns_calledunit c ON c.id = f.called_id JOIN units_unit u ON u.id = %(unit)s
WHERE c.phase_id = ANY(%(phases)s) AND c.path LIKE u.path || '%%' AND f.status IN ('accepted', 'submitted');

-- what became of works, with the value last checked
SELECT r.*, e.*, m.*, (SELECT x.value FROM campaigns_workcheck x WHERE x.work_result_id = r.id ORDER BY x.id DESC LIMIT 1)
FROM campaigns_workresult r JOIN campaigns_workentry e ON e.id = r.registered_id
LEFT JOIN campaigns_commemoration m ON m.id = e.welcomes_id
JOIN campaigns_filing f ON f.counted_submission_id = r.submission_id
JOIN campaigns_calledunit c ON c.id = f.called_id JOIN units_unit u ON u.id = %(unit)s
WHERE c.phase_id = %(phase)s AND c.path LIKE u.path || '%%' AND f.kind = 'report' AND f.status = 'accepted'
ORDER BY r.id;

-- the works registered
SELECT e.kind, e.submission_id FROM campaigns_workentry e JOIN campaigns_work w ON w.id = e.work_id
JOIN campaigns_filing f ON f.counted_submission_id = e.submission_id
JOIN campaigns_calledunit c ON c.id = f.called_id JOIN units_unit u ON u.id = %(unit)s
WHERE c.phase_id = ANY(%(phases)s) AND c.path LIKE u.path || '%%' AND f.kind = 'pledge' AND f.status = 'accepted'
AND NOT w.withdrawn ORDER BY e.work_id;

-- the exemplars made known
SELECT e.* FROM campaigns_exemplar e JOIN campaigns_exemplarconsent x ON x.id = e.consent_id
JOIN campaigns_filing f ON f.counted_submission_id = e.submission_id
JOIN campaigns_calledunit c ON c.id = f.called_id JOIN units_unit u ON u.id = %(unit)s
WHERE c.phase_id = %(phase)s AND c.path LIKE u.path || '%%' AND f.kind = 'report' AND f.status = 'accepted'
AND e.published AND x.withdrawn_at IS NULL ORDER BY e.submission_id, e."order", e.id;

-- the nominations that wait or were sent up
SELECT n.status, d.timing, d.period_label, n.deciding_unit_id, p.is_person
FROM awards_nomination n JOIN awards_dossier d ON d.id = n.dossier_id JOIN awards_nominee p ON p.id = n.nominee_id
LEFT JOIN awards_decision s ON s.id = n.decision_id LEFT JOIN awards_awardtitle t ON t.id = n.title_granted_id
JOIN campaigns_calledunit c ON c.phase_id = d.phase_id AND c.unit_id = d.unit_id JOIN units_unit u ON u.id = %(unit)s
WHERE d.phase_id = %(phase)s AND c.path LIKE u.path || '%%' AND (NOT c.coordinated OR c.unit_id = %(unit)s)
AND (n.status = 'approved' OR (n.status = 'pending' AND d.status IN ('submitted', 'endorsed'))
     OR (t.line = 'union' AND (n.status IN ('sent_up', 'not_granted')
                               OR (n.status IN ('awarded', 'annulled') AND s.organ <> ''))));

-- the awards
SELECT a.*, s.*, t.*, c.*, o.*, p.* FROM awards_award a JOIN awards_decision s ON s.id = a.decision_id
JOIN awards_awardtitle t ON t.id = a.title_id JOIN units_unit o ON o.id = a.unit_id
LEFT JOIN units_unit p ON p.id = o.parent_id
JOIN campaigns_calledunit c ON c.phase_id = a.phase_id AND c.unit_id = a.unit_id JOIN units_unit u ON u.id = %(unit)s
WHERE a.phase_id = %(phase)s AND c.path LIKE u.path || '%%' AND a.annulled_by_id IS NULL
ORDER BY s.dated_on, s.id, a.place;
