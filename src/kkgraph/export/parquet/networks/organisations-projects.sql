-- Organisations and the projects they take part in or fund. A tie weighs its statements.
WITH RECURSIVE
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
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
  ),
  evidence AS (
    SELECT who.object AS source, what.object AS target, kind.class AS relation, kind.id AS fact
    FROM classes AS kind
    JOIN said AS who ON who.subject = kind.id
    JOIN said AS what ON what.subject = kind.id
    WHERE (kind.class, who.property, what.property) IN (
      ('kk:Participation', 'kk:hasParticipant', 'kk:inActivity'),
      ('kk:Grant', 'kk:hasFunder', 'kk:isAbout')
    )
    UNION ALL
    -- a department, where no other participant is named
    SELECT who.object, what.object, kind.class, kind.id
    FROM classes AS kind
    JOIN said AS who ON who.subject = kind.id AND who.property = 'kk:hasDepartment'
    JOIN said AS what ON what.subject = kind.id AND what.property = 'kk:inActivity'
    LEFT JOIN said AS named ON named.subject = kind.id AND named.property = 'kk:hasParticipant'
      AND named.object <> who.object
    WHERE kind.class = 'kk:Participation' AND named.subject IS NULL
  )
SELECT source, target, relation, COUNT(DISTINCT fact) AS weight
FROM evidence
JOIN classes AS organisation ON organisation.id = source
JOIN projects ON projects.id = target
WHERE organisation.class = 'kk:Organisation' AND source <> target
GROUP BY source, target, relation
ORDER BY source, target, relation
