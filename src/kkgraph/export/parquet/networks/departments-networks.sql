-- Departments and their networks. A tie weighs its memberships, or posts, or responsibilities.
WITH RECURSIVE
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  -- whoever is in charge, and what that is a unit of
  -- chains of at most 12 links, which end where links go round
  charge AS (
    SELECT subject AS fact, object AS unit, 0 AS links
    FROM said WHERE property = 'kk:hasResponsibleParty'
    UNION ALL
    SELECT charge.fact, said.object, charge.links + 1
    FROM charge JOIN said ON said.subject = charge.unit AND said.property = 'kk:isUnitOf'
    WHERE charge.links < 12
  ),
  -- whatever someone is a member of, and the parts of that
  joined AS (
    SELECT DISTINCT object AS id, 0 AS links FROM said WHERE property = 'kk:hasOrganisation'
    UNION ALL
    SELECT said.subject, joined.links + 1
    FROM joined JOIN said ON said.object = joined.id AND said.property = 'kk:isPartOf'
    WHERE joined.links < 12
  ),
  evidence AS (
    SELECT ours.object AS source, theirs.object AS target, 'kk:Membership' AS relation,
      ours.subject AS fact
    FROM classes AS kind
    JOIN said AS ours ON ours.subject = kind.id AND ours.property = 'kk:hasDepartment'
    JOIN said AS theirs ON theirs.subject = kind.id AND theirs.property = 'kk:hasOrganisation'
    WHERE kind.class = 'kk:Membership'
    UNION ALL
    SELECT charge.unit, theirs.object, kind.class, charge.fact
    FROM charge
    JOIN classes AS kind ON kind.id = charge.fact
    JOIN classes AS department ON department.id = charge.unit
    JOIN said AS theirs ON theirs.subject = charge.fact
    WHERE kind.class IN ('kk:Post', 'kk:Responsibility')
      AND department.class = 'kk:Department'
      AND theirs.property IN ('kk:inBody', 'kk:isAbout')
      AND theirs.object IN (SELECT id FROM joined)
  )
SELECT source, target, relation, COUNT(DISTINCT fact) AS weight
FROM evidence
WHERE source <> target
GROUP BY source, target, relation
ORDER BY source, target, relation
