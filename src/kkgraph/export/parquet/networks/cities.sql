-- Cities that share projects or networks. A tie weighs what both are in.
WITH
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  home AS (
    SELECT object AS id FROM said JOIN classes AS survey ON survey.id = subject
    WHERE survey.class = 'kk:Survey' AND property IN ('kk:hasMunicipality', 'dcterms:spatial')
  ),
  places AS (
    SELECT DISTINCT id FROM classes
    WHERE class IN ('kk:City', 'kk:Municipality') AND id NOT IN (SELECT id FROM home)
  ),
  members AS (
    SELECT DISTINCT who.object AS place, what.object AS thing, who.property AS part,
      what.property AS within
    FROM said AS who
    JOIN said AS what ON what.subject = who.subject
    JOIN places ON places.id = who.object
    WHERE who.property IN ('kk:hasParticipant', 'kk:hasMember')
      AND what.property IN ('kk:inActivity', 'kk:hasOrganisation')
  )
SELECT
  one.place AS source, other.place AS target, 'shared' AS relation,
  COUNT(DISTINCT one.thing) AS weight
FROM members AS one
JOIN classes AS kind ON kind.id = one.thing
JOIN members AS other ON other.thing = one.thing AND one.place < other.place
WHERE (kind.class, one.part, one.within) IN (
  ('kk:Project', 'kk:hasParticipant', 'kk:inActivity'),
  ('kk:Network', 'kk:hasMember', 'kk:hasOrganisation')
)
GROUP BY one.place, other.place
ORDER BY source, target
