-- The survey's city and the cities it is tied to. A tie weighs the projects and networks that
-- both are in, or else its cooperations and agreements.
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
  stated AS (
    SELECT DISTINCT kind.subject AS fact, kind.object AS relation
    FROM edges AS kind
    JOIN edges AS partner ON partner.subject = kind.subject AND partner.graph = kind.graph
    WHERE kind.property = 'rdf:type' AND kind.object IN ('kk:Cooperation', 'kk:Agreement')
      AND partner.property = 'kk:hasPartner'
  ),
  evidence AS (
    SELECT theirs.object AS target, stated.relation, stated.fact AS counted
    FROM stated
    JOIN said AS theirs ON theirs.subject = stated.fact AND theirs.property = 'kk:hasPartner'
    UNION ALL
    SELECT who.object, kind.class, what.object
    FROM classes AS kind
    JOIN said AS who ON who.subject = kind.id
    JOIN said AS what ON what.subject = kind.id
    WHERE (kind.class, who.property, what.property) IN (
      ('kk:Participation', 'kk:hasParticipant', 'kk:inActivity'),
      ('kk:Membership', 'kk:hasMember', 'kk:hasOrganisation')
    )
  )
SELECT survey.object AS source, target, relation, COUNT(DISTINCT counted) AS weight
FROM evidence
JOIN places ON places.id = target
JOIN said AS survey ON survey.property = 'dcterms:spatial' AND survey.object <> target
JOIN classes AS kind ON kind.id = survey.subject AND kind.class = 'kk:Survey'
GROUP BY survey.object, target, relation
ORDER BY source, target, relation
