-- Everything that the survey ties together. A tie weighs its statements.
WITH
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  registered AS (
    SELECT DISTINCT subject AS id FROM edges
    WHERE layer = 'register' AND property = 'rdf:type' AND object <> 'kk:Topic'
  ),
  ways AS (
    SELECT * FROM (VALUES
      ('kk:Membership', 'kk:hasDepartment', 'kk:hasOrganisation'),
      ('kk:Membership', 'kk:hasResponsibleParty', 'kk:hasOrganisation'),
      ('kk:Post', 'kk:hasHolder', 'kk:inBody'),
      ('kk:Post', 'kk:hasResponsibleParty', 'kk:inBody'),
      ('kk:Payment', 'kk:hasPayer', 'kk:hasRecipient'),
      ('kk:Payment', 'kk:hasPayer', 'kk:isAbout'),
      ('kk:Grant', 'kk:hasFunder', 'kk:isAbout'),
      ('kk:Grant', 'kk:hasProgramme', 'kk:isAbout'),
      ('kk:Grant', 'kk:isAbout', 'kk:hasRecipient'),
      ('kk:FundingTotal', 'kk:hasFunder', 'kk:hasRecipient'),
      ('kk:FundingTotal', 'kk:hasProgramme', 'kk:hasRecipient'),
      ('kk:Cooperation', 'kk:hasDepartment', 'kk:hasPartner'),
      ('kk:Cooperation', 'kk:hasParticipant', 'kk:hasPartner'),
      ('kk:Agreement', 'kk:hasDepartment', 'kk:hasPartner'),
      ('kk:Agreement', 'kk:hasParticipant', 'kk:hasPartner'),
      ('kk:Participation', 'kk:hasParticipant', 'kk:inActivity'),
      ('kk:Participation', 'kk:hasDepartment', 'kk:inActivity'),
      ('kk:Participation', 'kk:hasParticipant', 'kk:inBody'),
      ('kk:Responsibility', 'kk:hasResponsibleParty', 'kk:isAbout'),
      ('kk:Responsibility', 'kk:hasDepartment', 'kk:isAbout')
    ) AS way (relation, who, what)
  ),
  evidence AS (
    SELECT who.object AS source, what.object AS target, ways.relation, kind.id AS fact
    FROM ways
    JOIN classes AS kind ON kind.class = ways.relation
    JOIN said AS who ON who.subject = kind.id AND who.property = ways.who
    JOIN said AS what ON what.subject = kind.id AND what.property = ways.what
    WHERE ways.relation <> 'kk:Cooperation'
      OR kind.id NOT IN (SELECT id FROM classes WHERE class = 'kk:Agreement')
    UNION ALL
    -- of members and frameworks only those that a section states, not those that follow
    SELECT who.object, what.object, kind.object, kind.subject
    FROM edges AS kind
    JOIN edges AS who ON who.subject = kind.subject AND who.graph = kind.graph
    JOIN edges AS what ON what.subject = kind.subject AND what.graph = kind.graph
    WHERE kind.layer = 'survey' AND kind.property = 'rdf:type'
      AND (kind.object, who.property, what.property) IN (
        ('kk:Membership', 'kk:hasMember', 'kk:hasOrganisation'),
        ('kk:Cooperation', 'kk:hasPartner', 'kk:hasFramework'),
        ('kk:Agreement', 'kk:hasPartner', 'kk:hasFramework')
      )
    UNION ALL
    SELECT subject, object, property, subject
    FROM edges
    WHERE layer = 'survey' AND property IN (
      'kk:isPartOf', 'kk:hasFramework', 'kk:isUnitOf', 'kk:isBasedIn', 'kk:isLocatedIn',
      'kk:isRunBy', 'kk:isAdoptedBy'
    )
  )
SELECT source, target, relation, COUNT(DISTINCT fact) AS weight
FROM evidence
WHERE source <> target
  AND source IN (SELECT id FROM registered) AND target IN (SELECT id FROM registered)
GROUP BY source, target, relation
ORDER BY source, target, relation
