-- Who pays for what. A tie weighs its statements; it has an amount where one is printed for it
-- alone, or where grants that came are separate sums in one currency. Nothing else is added.
WITH
  said AS (SELECT DISTINCT subject, property, object FROM edges),
  classes AS (SELECT subject AS id, object AS class FROM said WHERE property = 'rdf:type'),
  money AS (
    SELECT amounts.subject AS fact, amounts.value AS printed, currencies.value AS unit
    FROM (SELECT DISTINCT subject, value FROM literals WHERE property = 'kk:amount') AS amounts
    LEFT JOIN (SELECT DISTINCT subject, value FROM literals WHERE property = 'kk:currency')
      AS currencies ON currencies.subject = amounts.subject
  ),
  ends AS (
    SELECT subject,
      COUNT(CASE WHEN property = 'kk:isAbout' THEN 1 END) AS uses,
      COUNT(CASE WHEN property = 'kk:hasFunder' THEN 1 END) AS funders,
      COUNT(CASE WHEN property = 'kk:hasProgramme' THEN 1 END) AS programmes
    FROM said GROUP BY subject
  ),
  sums AS (
    SELECT
      kind.id AS fact, kind.class AS relation, funder.object AS funder,
      programme.object AS programme, recipient.object AS recipient, money.printed, money.unit,
      -- a total is a node of its own; a cooperation stands for its partner, and a grant for
      -- nothing in particular for its recipient
      CASE WHEN kind.class = 'kk:FundingTotal' THEN kind.id
        ELSE COALESCE(partner.object, about.object, recipient.object) END AS purpose,
      kind.class = 'kk:Grant' AND ends.uses > 1 AS several_uses,
      ends.funders > 1 AS several_funders, ends.programmes > 1 AS several_programmes
    FROM classes AS kind
    JOIN ends ON ends.subject = kind.id
    LEFT JOIN money ON money.fact = kind.id
    LEFT JOIN said AS about ON about.subject = kind.id AND about.property = 'kk:isAbout'
    LEFT JOIN said AS partner ON partner.subject = about.object
      AND partner.property = 'kk:hasPartner'
    LEFT JOIN said AS recipient ON recipient.subject = kind.id
      AND recipient.property = 'kk:hasRecipient'
    LEFT JOIN said AS funder ON funder.subject = kind.id AND funder.property = 'kk:hasFunder'
    LEFT JOIN said AS programme ON programme.subject = kind.id
      AND programme.property = 'kk:hasProgramme'
    WHERE kind.class IN ('kk:Grant', 'kk:FundingTotal')
  ),
  -- funder -> programme -> purpose -> recipient; a sum that is divided is on no tie
  evidence AS (
    SELECT funder AS source, programme AS target, relation, fact, unit,
      CASE WHEN relation = 'kk:FundingTotal' OR several_funders OR several_programmes
        THEN NULL ELSE printed END AS amount
    FROM sums WHERE NOT several_funders
    UNION
    SELECT funder, purpose, relation, fact, unit,
      CASE WHEN several_funders OR several_programmes OR several_uses THEN NULL ELSE printed END
    FROM sums WHERE several_funders OR programme IS NULL
    UNION
    SELECT programme, purpose, relation, fact, unit,
      CASE WHEN several_funders OR several_programmes OR several_uses THEN NULL ELSE printed END
    FROM sums
    UNION
    SELECT purpose, recipient, relation, fact, unit,
      CASE WHEN several_uses THEN NULL ELSE printed END
    FROM sums
    UNION
    -- what is funded, and the departments that take part in it
    SELECT about.object, department.object, taking.class, taking.id, NULL, NULL
    FROM classes AS funded
    JOIN said AS about ON about.subject = funded.id AND about.property = 'kk:isAbout'
    JOIN said AS activity ON activity.object = about.object AND activity.property = 'kk:inActivity'
    JOIN classes AS taking ON taking.id = activity.subject AND taking.class = 'kk:Participation'
    JOIN said AS department ON department.subject = taking.id
      AND department.property = 'kk:hasDepartment'
    WHERE funded.class = 'kk:Grant'
  ),
  -- sums that must not be added: totals, and what is only planned, expected or was cancelled
  alone AS (
    SELECT id FROM classes WHERE class = 'kk:FundingTotal'
    UNION
    SELECT subject FROM said
    WHERE property = 'kk:status' AND object IN ('kk:Planned', 'kk:Expected', 'kk:Cancelled')
  ),
  ties AS (
    SELECT source, target, relation,
      COUNT(DISTINCT fact) AS weight,
      COUNT(amount) AS sums,
      COUNT(DISTINCT CASE WHEN amount IS NOT NULL THEN fact END) AS facts,
      COUNT(DISTINCT CASE WHEN amount IS NOT NULL THEN COALESCE(unit, '') END) AS units,
      COUNT(CASE WHEN amount IS NOT NULL AND fact IN (SELECT id FROM alone) THEN 1 END) AS single,
      SUM(CAST(amount AS DECIMAL(20, 2))) AS amount,
      MAX(CASE WHEN amount IS NOT NULL THEN unit END) AS currency
    FROM evidence
    WHERE source IS NOT NULL AND target IS NOT NULL AND source <> target
    GROUP BY source, target, relation
  )
SELECT source, target, relation, weight,
  CASE WHEN is_whole THEN amount END AS amount, CASE WHEN is_whole THEN currency END AS currency
FROM (
  SELECT *, sums = 1 OR (sums = facts AND units = 1 AND single = 0) AS is_whole FROM ties
) AS known
ORDER BY source, target, relation
