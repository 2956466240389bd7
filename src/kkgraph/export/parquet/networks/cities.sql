-- Cities that share projects or networks. A tie weighs what both are in.
WITH
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  home AS (
    -- statements, and the city and municipality that their own source is of
    SELECT fact.subject AS fact, place.object AS place
    FROM said AS fact
    JOIN said AS section ON section.subject = fact.object AND section.property = 'dcterms:isPartOf'
    JOIN said AS place ON place.subject = section.object
    WHERE fact.property = 'kk:citedFrom' AND place.property IN ('kk:hasMunicipality', 'dcterms:spatial')
  ),
  places AS (
    SELECT DISTINCT id FROM classes
    WHERE class IN ('kk:City', 'kk:Municipality')
  ),
  members AS (
    SELECT DISTINCT who.object AS place, what.object AS thing, who.property AS part,
      what.property AS within
    FROM said AS who
    JOIN said AS what ON what.subject = who.subject
    JOIN places ON places.id = who.object
    WHERE who.property IN ('kk:hasParticipant', 'kk:hasMember')
      AND what.property IN ('kk:inActivity', 'kk:hasOrganisation')
      AND NOT EXISTS (SELECT 1 FROM home WHERE home.fact = who.subject AND home.place = who.object)
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
