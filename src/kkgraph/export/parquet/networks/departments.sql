-- Departments that share networks, projects or cities. A tie weighs what both have.
WITH RECURSIVE
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  -- chains of at most 12 links, which end where links go round
  charge AS (
    SELECT subject AS fact, object AS unit, 0 AS links
    FROM said WHERE property = 'kk:hasResponsibleParty'
    UNION ALL
    SELECT charge.fact, said.object, charge.links + 1
    FROM charge JOIN said ON said.subject = charge.unit AND said.property = 'kk:isUnitOf'
    WHERE charge.links < 12
  ),
  -- what a membership is of, and what that is part of
  joined AS (
    SELECT subject AS fact, object AS thing, 0 AS links
    FROM said WHERE property = 'kk:hasOrganisation'
    UNION ALL
    SELECT joined.fact, said.object, joined.links + 1
    FROM joined JOIN said ON said.subject = joined.thing AND said.property = 'kk:isPartOf'
    WHERE joined.links < 12
  ),
  has AS (
    SELECT DISTINCT ours.object AS department, joined.thing, 'membership' AS by
    FROM joined
    JOIN classes AS kind ON kind.id = joined.fact AND kind.class = 'kk:Membership'
    JOIN said AS ours ON ours.subject = joined.fact AND ours.property = 'kk:hasDepartment'
    UNION ALL
    SELECT DISTINCT charge.unit, what.object, 'charge'
    FROM charge
    JOIN classes AS department ON department.id = charge.unit AND department.class = 'kk:Department'
    JOIN said AS what ON what.subject = charge.fact
    JOIN classes AS network ON network.id = what.object AND network.class = 'kk:Network'
    WHERE what.property IN ('kk:inBody', 'kk:isAbout')
    UNION ALL
    SELECT DISTINCT ours.object, what.object, 'participation'
    FROM classes AS kind
    JOIN said AS ours ON ours.subject = kind.id
    JOIN classes AS department ON department.id = ours.object AND department.class = 'kk:Department'
    JOIN said AS what ON what.subject = kind.id AND what.property = 'kk:inActivity'
    WHERE kind.class = 'kk:Participation'
      AND ours.property IN ('kk:hasDepartment', 'kk:hasParticipant')
    UNION ALL
    SELECT DISTINCT ours.object, what.object, 'partner'
    FROM said AS what
    JOIN said AS ours ON ours.subject = what.subject
    JOIN classes AS department ON department.id = ours.object AND department.class = 'kk:Department'
    WHERE what.property = 'kk:hasPartner'
      AND ours.property IN ('kk:hasDepartment', 'kk:hasParticipant')
  )
SELECT
  one.department AS source, other.department AS target, 'shared' AS relation,
  COUNT(DISTINCT one.thing) AS weight
FROM has AS one
JOIN has AS other ON other.thing = one.thing AND one.department < other.department
WHERE one.by <> 'partner'
  OR one.thing IN (SELECT id FROM classes WHERE class IN ('kk:City', 'kk:Municipality'))
GROUP BY one.department, other.department
ORDER BY source, target
