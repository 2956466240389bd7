-- C40, its sub-networks and who is in them. A tie weighs its statements.
WITH RECURSIVE
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  -- chains of at most 12 links, which end where links go round
  chain AS (
    SELECT id, 0 AS links FROM nodes WHERE id = 'https://w3id.org/kkgraph/id/network/c40'
    UNION ALL
    SELECT said.subject, chain.links + 1
    FROM chain JOIN said ON said.object = chain.id
    WHERE said.property IN ('kk:isPartOf', 'kk:hasFramework') AND chain.links < 12
  ),
  below AS (SELECT DISTINCT id FROM chain),
  ways AS (
    SELECT * FROM (VALUES
      ('kk:Membership', 'kk:hasMember', 'kk:hasOrganisation'),
      ('kk:Membership', 'kk:hasDepartment', 'kk:hasOrganisation'),
      ('kk:Membership', 'kk:hasResponsibleParty', 'kk:hasOrganisation'),
      ('kk:Post', 'kk:hasHolder', 'kk:inBody'),
      ('kk:Post', 'kk:hasResponsibleParty', 'kk:inBody'),
      ('kk:Participation', 'kk:hasParticipant', 'kk:inActivity'),
      ('kk:Participation', 'kk:hasDepartment', 'kk:inActivity'),
      ('kk:Grant', 'kk:hasFunder', 'kk:isAbout'),
      ('kk:Payment', 'kk:hasPayer', 'kk:isAbout'),
      ('kk:Payment', 'kk:hasPayer', 'kk:hasRecipient')
    ) AS way (relation, who, what)
  ),
  evidence AS (
    -- what C40 consists of
    SELECT part.subject AS source, part.object AS target, part.property AS relation,
      part.subject AS fact
    FROM edges AS part JOIN below ON below.id = part.subject
    WHERE part.layer = 'survey' AND part.property IN ('kk:isPartOf', 'kk:hasFramework')
      AND part.subject <> 'https://w3id.org/kkgraph/id/network/c40'
      AND part.subject NOT IN (SELECT id FROM classes WHERE class = 'kk:Fact')
    UNION ALL
    -- who is in it; of members only those that a section names
    SELECT who.object, what.object, ways.relation, kind.id
    FROM ways
    JOIN classes AS kind ON kind.class = ways.relation
    JOIN said AS who ON who.subject = kind.id AND who.property = ways.who
    JOIN said AS what ON what.subject = kind.id AND what.property = ways.what
    JOIN below ON below.id = what.object
    LEFT JOIN edges AS named ON named.subject = kind.id AND named.property = ways.who
      AND named.object = who.object AND named.layer = 'survey'
    WHERE ways.who <> 'kk:hasMember' OR named.subject IS NOT NULL
    UNION ALL
    SELECT who.object, what.object, kind.class, kind.id
    FROM classes AS kind
    JOIN said AS who ON who.subject = kind.id AND who.property = 'kk:hasPartner'
    JOIN said AS what ON what.subject = kind.id AND what.property = 'kk:hasFramework'
    JOIN below ON below.id = what.object
    WHERE kind.class = 'kk:Cooperation'
    UNION ALL
    SELECT what.object, who.object, kind.class, kind.id
    FROM classes AS kind
    JOIN said AS who ON who.subject = kind.id AND who.property = 'kk:hasParticipant'
    JOIN said AS what ON what.subject = kind.id AND what.property = 'kk:inActivity'
    JOIN below ON below.id = who.object
    WHERE kind.class = 'kk:Participation'
  )
SELECT source, target, relation, COUNT(DISTINCT fact) AS weight
FROM evidence
WHERE source <> target
GROUP BY source, target, relation
ORDER BY source, target, relation
