-- Cities and the projects they take part in. A tie weighs the statements that the city does.
WITH RECURSIVE
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
  -- chains of at most 12 links, which end where links go round
  chapter AS (
    SELECT subject AS id, 0 AS links FROM said
    WHERE property = 'kk:isPartOfSection' AND object = 'https://w3id.org/kkgraph/id/section/6'
    UNION ALL
    SELECT said.subject, chapter.links + 1
    FROM chapter JOIN said ON said.object = chapter.id AND said.property = 'kk:isPartOfSection'
    WHERE chapter.links < 12
  ),
  projects AS (
    SELECT id FROM classes WHERE class = 'kk:Project'
    UNION
    SELECT subject FROM said JOIN chapter ON chapter.id = said.object
    WHERE said.property = 'kk:isListedIn'
  )
SELECT
  who.object AS source, what.object AS target, kind.class AS relation,
  COUNT(DISTINCT kind.id) AS weight
FROM classes AS kind
JOIN said AS who ON who.subject = kind.id AND who.property = 'kk:hasParticipant'
JOIN said AS what ON what.subject = kind.id AND what.property = 'kk:inActivity'
JOIN classes AS place ON place.id = who.object
JOIN projects ON projects.id = what.object
WHERE kind.class = 'kk:Participation'
  AND place.class IN ('kk:City', 'kk:Municipality')
  AND NOT EXISTS (SELECT 1 FROM home WHERE home.fact = kind.id AND home.place = who.object)
  AND who.object <> what.object
GROUP BY who.object, what.object, kind.class
ORDER BY source, target
