-- Cities and the projects they take part in. A tie weighs the statements that the city does.
WITH RECURSIVE
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  home AS (
    SELECT object AS id FROM said JOIN classes AS survey ON survey.id = subject
    WHERE survey.class = 'kk:Survey' AND property IN ('kk:hasMunicipality', 'dcterms:spatial')
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
  AND who.object NOT IN (SELECT id FROM home)
  AND who.object <> what.object
GROUP BY who.object, what.object, kind.class
ORDER BY source, target
