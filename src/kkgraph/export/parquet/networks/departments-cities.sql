-- Departments and their partner cities. A tie weighs its cooperations and agreements.
WITH
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  -- what a graph states itself, not what follows from it
  stated AS (
    SELECT DISTINCT kind.subject AS fact, kind.object AS relation
    FROM edges AS kind
    JOIN edges AS partner ON partner.subject = kind.subject AND partner.graph = kind.graph
    WHERE kind.property = 'rdf:type' AND kind.object IN ('kk:Cooperation', 'kk:Agreement')
      AND partner.property = 'kk:hasPartner'
  )
SELECT
  ours.object AS source, theirs.object AS target, stated.relation,
  COUNT(DISTINCT stated.fact) AS weight
FROM stated
JOIN said AS theirs ON theirs.subject = stated.fact AND theirs.property = 'kk:hasPartner'
JOIN said AS ours ON ours.subject = stated.fact
JOIN classes AS department ON department.id = ours.object
JOIN classes AS place ON place.id = theirs.object
WHERE ours.property IN ('kk:hasDepartment', 'kk:hasParticipant')
  AND department.class = 'kk:Department'
  AND place.class IN ('kk:City', 'kk:Municipality')
  AND ours.object <> theirs.object
GROUP BY ours.object, theirs.object, stated.relation
ORDER BY source, target, relation
