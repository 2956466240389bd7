-- The city of the survey that says so and the cities it is tied to. A tie weighs the projects
-- and networks that both are in, or else its cooperations and agreements.
WITH
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  homes AS (
    SELECT DISTINCT city.object AS city, municipality.object AS municipality
    FROM classes AS survey
    JOIN said AS city ON city.subject = survey.id AND city.property = 'dcterms:spatial'
    JOIN said AS municipality
      ON municipality.subject = survey.id AND municipality.property = 'kk:hasMunicipality'
    WHERE survey.class = 'kk:Survey'
  ),
  cited AS (
    SELECT DISTINCT fact.subject AS fact, text.object AS municipality
    FROM said AS fact
    JOIN said AS section ON section.subject = fact.object AND section.property = 'dcterms:isPartOf'
    JOIN said AS text ON text.subject = section.object AND text.property = 'kk:hasMunicipality'
    WHERE fact.property = 'kk:citedFrom'
  ),
  stated AS (
    SELECT DISTINCT kind.subject AS fact, kind.object AS relation
    FROM edges AS kind
    JOIN edges AS partner ON partner.subject = kind.subject AND partner.graph = kind.graph
    WHERE kind.property = 'rdf:type' AND kind.object IN ('kk:Cooperation', 'kk:Agreement')
      AND partner.property = 'kk:hasPartner'
  ),
  evidence AS (
    SELECT theirs.object AS target, stated.relation, stated.fact, stated.fact AS counted
    FROM stated
    JOIN said AS theirs ON theirs.subject = stated.fact AND theirs.property = 'kk:hasPartner'
    UNION ALL
    SELECT who.object, kind.class, kind.id, what.object
    FROM classes AS kind
    JOIN said AS who ON who.subject = kind.id
    JOIN said AS what ON what.subject = kind.id
    WHERE (kind.class, who.property, what.property) IN (
      ('kk:Participation', 'kk:hasParticipant', 'kk:inActivity'),
      ('kk:Membership', 'kk:hasMember', 'kk:hasOrganisation')
    )
  )
SELECT homes.city AS source, target, relation, COUNT(DISTINCT counted) AS weight
FROM evidence
JOIN classes AS place ON place.id = target AND place.class IN ('kk:City', 'kk:Municipality')
JOIN cited ON cited.fact = evidence.fact
JOIN homes ON homes.municipality = cited.municipality
WHERE target NOT IN (homes.city, homes.municipality)
GROUP BY homes.city, target, relation
ORDER BY source, target, relation
