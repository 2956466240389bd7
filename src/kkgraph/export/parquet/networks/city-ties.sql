-- Cities and all that the survey ties them to. A tie weighs its statements.
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
  stated AS (
    SELECT DISTINCT kind.subject AS fact, kind.object AS relation
    FROM edges AS kind
    JOIN edges AS partner ON partner.subject = kind.subject AND partner.graph = kind.graph
    WHERE kind.property = 'rdf:type' AND kind.object IN ('kk:Cooperation', 'kk:Agreement')
      AND partner.property = 'kk:hasPartner'
  ),
  evidence AS (
    -- departments and the cities they work with
    SELECT theirs.object AS source, ours.object AS target, stated.relation, stated.fact
    FROM stated
    JOIN said AS theirs ON theirs.subject = stated.fact AND theirs.property = 'kk:hasPartner'
    JOIN said AS ours ON ours.subject = stated.fact
    JOIN classes AS department ON department.id = ours.object
    WHERE ours.property IN ('kk:hasDepartment', 'kk:hasParticipant')
      AND department.class = 'kk:Department'
    UNION ALL
    -- partners, and the cities that a section places them in
    SELECT located.object, partner.object, stated.relation, stated.fact
    FROM stated
    JOIN said AS partner ON partner.subject = stated.fact AND partner.property = 'kk:hasPartner'
    JOIN edges AS located ON located.subject = partner.object AND located.layer = 'survey'
    WHERE located.property IN ('kk:isBasedIn', 'kk:isLocatedIn')
      AND partner.object NOT IN (
        SELECT id FROM classes WHERE class IN ('kk:City', 'kk:Municipality')
      )
    UNION ALL
    SELECT who.object, what.object, kind.class, kind.id
    FROM classes AS kind
    JOIN said AS who ON who.subject = kind.id
    JOIN said AS what ON what.subject = kind.id
    WHERE (kind.class, who.property, what.property) IN (
      ('kk:Participation', 'kk:hasParticipant', 'kk:inActivity'),
      ('kk:Membership', 'kk:hasMember', 'kk:hasOrganisation')
    )
  )
SELECT source, target, relation, COUNT(DISTINCT fact) AS weight
FROM evidence
JOIN places ON places.id = source
WHERE source <> target
  AND NOT EXISTS (SELECT 1 FROM home WHERE home.fact = evidence.fact AND home.place = evidence.source)
GROUP BY source, target, relation
ORDER BY source, target, relation
